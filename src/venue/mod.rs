//! Kinds of places, and where named places are: embedded tables, no network.

mod airports;
mod brands;
mod classify;
mod enrich;
mod fold;
mod gazetteer;
mod heads;
mod name;
mod settle;
mod terms;

pub use enrich::{RULE_KIND, RULE_POSITION, enrich};
pub use gazetteer::{Gazetteer, Settlement, country_code, country_name};

use crate::model::{Evidence, GeoPoint, VenueKind};

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
    let name = name::Name::parse(name);
    let told = classify::by_name(&name).or_else(|| classify::by_distance(&name, at?))?;
    Some(told.classification())
}
