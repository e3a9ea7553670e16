//! From a position to the town it is near, and the time zones that it may lie in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::gazetteer::{Gazetteer, Settlement, named_areas};
use super::settle::core_metres;
use crate::model::GeoPoint;

/// Settlements further away than this, in metres, are not near.
const TOWN_METRES: f64 = 40_000.0;
/// No city reaches further than this, in metres.
const CITY_METRES: f64 = 25_000.0;

/// The settlement that people would say a position is near: the city around it if there is one, else the nearest
/// settlement, up to 40 km away. With its distance in metres.
pub fn town_near(at: GeoPoint) -> Option<(Settlement<'static>, f64)> {
    let nearest = Gazetteer::get().nearest(at, TOWN_METRES)?;
    // A city is told by its districts being in it; across the border of a region lies another town.
    let same = |s: &Settlement<'_>| s.country == nearest.0.country && s.region_code == nearest.0.region_code;
    let around = Gazetteer::get().cities_within(at, CITY_METRES).into_iter();
    let city = around
        .filter(|(s, metres)| same(s) && s.population > nearest.0.population && *metres <= core_metres(s.population))
        .max_by_key(|(s, _)| s.population);
    Some(city.unwrap_or(nearest))
}

/// The time zones of all settlements within `radius_metres`, by IANA name.
pub fn zones_within(at: GeoPoint, radius_metres: f64) -> BTreeSet<&'static str> {
    let found = Gazetteer::get().within(at, radius_metres).into_iter();
    found.map(|(s, _)| s.time_zone).filter(|zone| !zone.is_empty()).collect()
}

/// The time zones of the countries and regions of a name, of those that hold or are in this country (ISO 3166, two letters);
/// empty if none is called so.
pub fn area_zones(name: &str, country: &str) -> BTreeSet<&'static str> {
    type Zones = BTreeSet<&'static str>;
    static ZONES: LazyLock<BTreeMap<(&str, Option<&str>), Zones>> = LazyLock::new(|| {
        let mut zones: BTreeMap<(&str, Option<&str>), Zones> = BTreeMap::new();
        for s in Gazetteer::get().iter().filter(|s| !s.time_zone.is_empty()) {
            for region in [None, Some(s.region_code)] {
                zones.entry((s.country, region)).or_default().insert(s.time_zone);
            }
        }
        zones
    });
    let named = named_areas(name);
    let areas = named.iter().filter(|a| *a.country == *country);
    let zones = areas.filter_map(|a| {
        let of_area = |(c, r): &(&str, Option<&str>)| *c == &*a.country && *r == a.region.as_deref();
        ZONES.iter().find(|(area, _)| of_area(area)).map(|(_, zones)| zones)
    });
    zones.flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(lat: f64, lon: f64) -> Option<(&'static str, &'static str)> {
        town_near(GeoPoint::new(lat, lon).unwrap()).map(|(s, _)| (s.name, s.country))
    }

    #[test]
    fn a_point_is_near_the_city_around_it_or_the_nearest_town() {
        assert_eq!(near(48.2082, 16.3719), Some(("Vienna", "AT")));
        assert_eq!(near(48.1920, 16.3370), Some(("Vienna", "AT")), "a district is part of its city");
        assert_eq!(near(52.3989, 13.0657), Some(("Potsdam", "DE")), "in another region than Berlin");
        assert_eq!(near(37.8044, -122.2712), Some(("Oakland", "US")));
        assert_eq!(near(-48.9, -123.4), None);
    }

    #[test]
    fn zones_are_those_of_all_that_lies_within() {
        let zones = |lat, lon, radius| zones_within(GeoPoint::new(lat, lon).unwrap(), radius);
        assert_eq!(zones(48.2082, 16.3719, 20_000.0), BTreeSet::from(["Europe/Vienna"]));
        assert!(zones(39.8, -98.6, 300_000.0).len() > 1);
        assert!(zones(0.0, -140.0, 100_000.0).is_empty());
    }

    #[test]
    fn a_country_may_have_several_zones() {
        assert!(area_zones("United States", "US").len() > 4);
        assert_eq!(area_zones("Austria", "AT"), BTreeSet::from(["Europe/Vienna"]));
        assert_eq!(area_zones("Georgia", "US").len(), 1, "the state");
        assert!(area_zones("Georgia", "GE").contains("Asia/Tbilisi"), "the country");
        assert!(area_zones("Blue Heron Diner", "US").is_empty());
    }
}
