//! A dataset and its exposure as text or JSON, CSV, GeoJSON, KML, GPX; always the same for the same input.
