//! Summary, dossier and items as text, JSON, CSV, GeoJSON, KML and GPX. The same input gives the same bytes.
//!
//! Everything is written as it is made, so that a hundred thousand items or millions of points
//! need no more memory than one.

mod csv;
mod dossier;
mod escape;
mod geojson;
mod gpx;
mod jsonl;
mod kml;
mod row;
mod schema;
mod summary;
mod text;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::analysis::{Assumptions, Exposure};
use crate::lens::{Lens, Surfaces};
use crate::model::Dataset;

pub use dossier::{Gallery, Show, is_sensitive_picture, write_dossier, write_dossier_json};
pub use escape::{for_terminal, for_xml};
pub use row::{item_ids, location_source};
pub use schema::Schema;
pub use summary::Summary;
pub use text::{hint_for, write_summary};

/// What a report is about: a dataset through a lens.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// The lens.
    pub lens: &'a Lens,
    /// The ways of looking at platforms.
    pub surfaces: &'a [Surfaces],
    /// What the user told us.
    pub assumptions: &'a Assumptions,
    /// The lens applied to the data, with these surfaces and assumptions.
    pub exposure: &'a Exposure,
    /// Further lenses applied to the same data in the same way, to compare; empty when nobody asked.
    pub comparison: &'a [(&'a Lens, Exposure)],
}

/// A format in which items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a heading.
    Csv,
    /// GeoJSON (RFC 7946). Items without a position have no geometry.
    GeoJson,
    /// KML 2.2. Only what has a position.
    Kml,
    /// GPX 1.1. Only what has a position.
    Gpx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Jsonl, Self::Csv, Self::GeoJson, Self::Kml, Self::Gpx];

    /// The format of this word; one JSON object a line for any other.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|format| format.as_str() == word).unwrap_or(Self::Jsonl)
    }

    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Gpx => "gpx",
        }
    }
}

/// Writes the items, and with `points` the rows of location trails, in time order.
pub fn write_items(view: &View<'_>, format: Format, points: bool, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Jsonl => jsonl::write(view, points, out),
        Format::Csv => csv::write(view, points, out),
        Format::GeoJson => geojson::write(view, points, out),
        Format::Kml => kml::write(view, points, out),
        Format::Gpx => gpx::write(view, points, out),
    }
}

/// Writes the summary as JSON.
pub fn write_summary_json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Summary::of(view))?;
    out.write_all(b"\n")
}
