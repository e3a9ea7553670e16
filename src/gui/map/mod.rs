//! The map: camera, base map, heat, pins.
