//! Kinds of places, and where named places are: embedded tables, no network.

mod fold;
mod gazetteer;

pub use gazetteer::{Gazetteer, Settlement, country_code, country_name};

use crate::model::{Dataset, Evidence, GeoPoint, VenueKind};

/// What kind of venue a place is, and by what that was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// The kind.
    pub kind: VenueKind,
    /// How sure it is.
    pub evidence: Evidence,
    /// For the user: `“Hotel” in the name`, `2.1 km from the airport SFO`.
    pub because: Box<str>,
}

/// The kind of a place, from its name and, if known, where it is. `None` when nothing tells.
pub fn classify(name: &str, at: Option<GeoPoint>) -> Option<Classification> {
    let _ = (name, at);
    None
}

/// Fills in what the export does not say but tables do: kinds of places, and positions of places known by name alone.
pub fn enrich(dataset: &mut Dataset) {
    let _ = dataset;
}
