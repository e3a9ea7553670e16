//! Settlements of the world, by name and by position.
//!
//! The table is `GeoNames` cities500 (234,908 places), packed small and unpacked at first use:
//! the places in [`unpack`], the grid for [`Gazetteer::nearest`] in [`grid`], and the index of names,
//! which only [`Gazetteer::find`] needs, in [`names`]. A program that asks for none of them pays nothing.

mod countries;
mod grid;
mod names;
mod unpack;

use std::sync::LazyLock;

pub use countries::{country_code, country_name};

pub(super) use countries::country_population;
pub(super) use grid::{Grid, Positions};
pub(super) use names::{RegionHint, named_areas};
pub(super) use unpack::inflate;

use crate::model::GeoPoint;
use unpack::Table;

/// A settlement of at least a few hundred people, or a named district of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settlement<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// Its centre, to about ten metres.
    pub point: GeoPoint,
    /// Inhabitants; 0 when not known.
    pub population: u32,
    /// Country, ISO 3166 two letters.
    pub country: &'a str,
    /// Region name; empty when not known.
    pub region: &'a str,
    /// `GeoNames` code of the region inside its country; for the United States the postal letters.
    pub region_code: &'a str,
    /// IANA time zone; empty when not known.
    pub time_zone: &'a str,
}

/// The embedded table of settlements.
pub struct Gazetteer {
    table: Table,
    grid: grid::Grid,
    cities: LazyLock<grid::Grid>,
    names: LazyLock<names::NameIndex>,
}

impl Gazetteer {
    /// The table, unpacked at first use.
    pub fn get() -> &'static Self {
        static TABLE: LazyLock<Gazetteer> = LazyLock::new(|| {
            let table = unpack::unpack();
            let grid = grid::Grid::new(&table);
            Gazetteer {
                table,
                grid,
                cities: LazyLock::new(|| grid::Grid::new(&Cities(&Gazetteer::get().table))),
                names: LazyLock::new(|| names::NameIndex::new(&Gazetteer::get().table)),
            }
        });
        &TABLE
    }

    /// Number of settlements.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether the table is empty; it never is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every settlement, most inhabitants first.
    pub fn iter(&self) -> impl Iterator<Item = Settlement<'_>> {
        (0..self.len() as u32).map(|i| self.table.settlement(i))
    }

    /// The nearest settlement and its distance in metres, up to `max_metres` away.
    pub fn nearest(&self, at: GeoPoint, max_metres: f64) -> Option<(Settlement<'_>, f64)> {
        let (index, metres) = self.grid.nearest(&self.table, at, max_metres)?;
        Some((self.table.settlement(index), metres))
    }

    /// Every settlement of at least [`CITY_POPULATION`] within `radius_metres`, with its distance in metres, in no order.
    pub(super) fn cities_within(&self, at: GeoPoint, radius_metres: f64) -> Vec<(Settlement<'_>, f64)> {
        let mut found = Vec::new();
        self.cities.for_each_within(&Cities(&self.table), at, radius_metres, |row, metres| {
            found.push((self.table.settlement(row), metres));
        });
        found
    }

    /// Every settlement within `radius_metres`, with its distance in metres, in no order.
    pub(super) fn within(&self, at: GeoPoint, radius_metres: f64) -> Vec<(Settlement<'_>, f64)> {
        let mut found = Vec::new();
        self.grid.for_each_within(&self.table, at, radius_metres, |row, metres| {
            found.push((self.table.settlement(row), metres));
        });
        found
    }

    /// Settlements of this name, most inhabitants first: whatever the case, the accents and the
    /// script (`Köln`, `KOLN`, `Москва`, `東京`), by usual or alternate name. `hint` narrows them to a country or
    /// region, by name in any of many languages or by code; an unknown hint finds nothing.
    pub fn find(&self, name: &str, hint: Option<&str>) -> Vec<Settlement<'_>> {
        let areas = match hint {
            None => Vec::new(),
            Some(hint) => match named_areas(hint) {
                areas if areas.is_empty() => return Vec::new(),
                areas => areas,
            },
        };
        let fits = |s: &Settlement<'_>| areas.is_empty() || areas.iter().any(|a| a.contains(s));
        self.find_all(name).map(|(s, _)| s).filter(fits).collect()
    }

    /// Like [`Gazetteer::find`] without hint, each with whether it is called so by its usual name.
    pub(super) fn find_all(&self, name: &str) -> impl Iterator<Item = (Settlement<'_>, bool)> {
        self.find_known(name).map(|(settlement, usual, _)| (settlement, usual))
    }

    /// The same, and by how many names in all languages it goes: how widely it is known.
    pub(super) fn find_known(&self, name: &str) -> impl Iterator<Item = (Settlement<'_>, bool, u16)> {
        let rows = self.names.find(&self.table, name).into_iter();
        rows.map(|(row, usual)| (self.table.settlement(row), usual, self.names.count(row)))
    }
}

/// From so many inhabitants on, a settlement is a city.
const CITY_POPULATION: u32 = 50_000;

/// The first rows of the table, which is in order of population.
struct Cities<'a>(&'a Table);

impl Positions for Cities<'_> {
    fn count(&self) -> usize {
        let large = |row: u32| self.0.settlement(row).population >= CITY_POPULATION;
        let rows: Vec<u32> = (0..self.0.len() as u32).collect();
        rows.partition_point(|&row| large(row))
    }

    fn at(&self, row: u32) -> GeoPoint {
        self.0.point(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    fn brute_force(at: GeoPoint, max_metres: f64) -> Option<f64> {
        let metres = Gazetteer::get().iter().map(|s| s.point.distance_metres(at));
        metres.min_by(f64::total_cmp).filter(|&m| m <= max_metres)
    }

    #[test]
    fn the_table_is_whole_and_in_order_of_population() {
        let all: Vec<_> = Gazetteer::get().iter().collect();
        assert_eq!(all.len(), 234_908);
        assert!(all.is_sorted_by(|a, b| a.population >= b.population));
        let first = all[0];
        assert_eq!((first.name, first.country, first.time_zone), ("Shanghai", "CN", "Asia/Shanghai"));
        assert!(first.point.distance_metres(point(31.22222, 121.45806)) < 20.0);
    }

    #[test]
    fn the_nearest_settlement_is_found_across_the_antimeridian_and_at_the_poles() {
        let gazetteer = Gazetteer::get();
        for (lat, lon) in [(-16.8, 180.0), (-16.8, -180.0), (-16.5, 179.99), (90.0, 0.0), (-90.0, 12.0), (89.9, -170.0)]
        {
            let at = point(lat, lon);
            let (_, metres) = gazetteer.nearest(at, f64::INFINITY).unwrap();
            assert!((metres - brute_force(at, f64::INFINITY).unwrap()).abs() < 1e-6, "at {lat} {lon}");
        }
    }

    #[test]
    fn nothing_is_near_in_the_open_sea() {
        assert!(Gazetteer::get().nearest(point(-48.9, -123.4), 500_000.0).is_none());
        assert!(Gazetteer::get().nearest(point(52.52, 13.40), f64::NAN).is_none());
        assert!(Gazetteer::get().nearest(point(52.52, 13.40), -1.0).is_none());
    }

    #[test]
    fn names_are_found_whatever_case_accent_and_script() {
        let gazetteer = Gazetteer::get();
        let first = |name: &str| gazetteer.find(name, None).first().map(|s| (s.name, s.country));
        assert_eq!(first("köln"), Some(("Köln", "DE")));
        assert_eq!(first("KOLN"), Some(("Köln", "DE")));
        assert_eq!(first("Cologne"), Some(("Köln", "DE")));
        assert_eq!(first("Москва"), Some(("Moscow", "RU")));
        assert_eq!(first("東京"), Some(("Tokyo", "JP")));
        assert_eq!(first("القاهرة"), Some(("Cairo", "EG")));
        assert_eq!(first("St Louis"), Some(("St. Louis", "US")));
        assert_eq!(first("St. Petersburg"), Some(("Saint Petersburg", "RU")));
        assert_eq!(first("no such place anywhere"), None);
        assert_eq!(first(""), None);
    }

    #[test]
    fn a_hint_narrows_names_to_a_country_or_region() {
        let gazetteer = Gazetteer::get();
        let first = |name: &str, hint: &str| gazetteer.find(name, Some(hint)).first().map(|s| (s.country, s.region));
        assert_eq!(first("Paris", "Texas"), Some(("US", "Texas")));
        assert_eq!(first("Paris", "TX"), Some(("US", "Texas")));
        assert_eq!(first("Paris", "Frankreich").map(|f| f.0), Some("FR"));
        assert_eq!(first("Springfield", "Illinois"), Some(("US", "Illinois")));
        assert_eq!(first("München", "Bayern"), Some(("DE", "Bavaria")));
        assert_eq!(first("Paris", "nowhere at all"), None);
    }

    #[test]
    fn countries_are_known_by_code_and_by_name() {
        assert_eq!(country_name("de"), Some("Germany"));
        assert_eq!(country_code("Deutschland"), Some("DE"));
        assert_eq!(country_code("日本"), Some("JP"));
        assert_eq!(country_name("??"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
        #[test]
        fn nearest_equals_brute_force(lat in -90.0..=90.0f64, lon in -180.0..=180.0f64, max in 1e3..2e6f64) {
            let at = point(lat, lon);
            let fast = Gazetteer::get().nearest(at, max).map(|(_, m)| m);
            match (fast, brute_force(at, max)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-6),
                (a, b) => prop_assert_eq!(a, b),
            }
        }

        #[test]
        fn finding_never_panics(name in "\\PC{0,40}", hint in "\\PC{0,20}") {
            Gazetteer::get().find(&name, Some(&hint));
        }
    }
}
