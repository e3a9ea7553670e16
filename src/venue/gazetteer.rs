//! Settlements of the world, by name and by position.

use crate::model::GeoPoint;

/// A settlement of at least a few hundred people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settlement<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// Its centre.
    pub point: GeoPoint,
    /// Inhabitants.
    pub population: u32,
    /// Country, ISO 3166 two letters.
    pub country: &'a str,
    /// Region name; empty when not known.
    pub region: &'a str,
    /// IANA time zone; empty when not known.
    pub time_zone: &'a str,
}

/// The embedded table of settlements.
pub struct Gazetteer {}

impl Gazetteer {
    /// The table, unpacked at first use.
    pub fn get() -> &'static Self {
        &Self {}
    }

    /// Every settlement, most inhabitants first.
    pub fn iter(&self) -> impl Iterator<Item = Settlement<'_>> {
        std::iter::empty()
    }

    /// The nearest settlement and its distance in metres, up to `max_metres` away.
    pub fn nearest(&self, at: GeoPoint, max_metres: f64) -> Option<(Settlement<'_>, f64)> {
        let _ = (at, max_metres);
        None
    }
}
