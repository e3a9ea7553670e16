//! How finely a position is known: a tag of a city says less than a fix of a phone.

use std::collections::HashMap;

use crate::model::{GeoPoint, Item, Location, LocationSource, VenueKind};
use crate::venue::{Gazetteer, country_code};

/// How finely a position is known, from finest to coarsest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A fix: within 30 m.
    Point,
    /// A venue: within 150 m.
    Venue,
    /// A street: within 500 m.
    Street,
    /// A neighbourhood: within 2.5 km.
    Neighbourhood,
    /// A city: within 50 km.
    City,
    /// A country, or a large part of one.
    Country,
}

impl Precision {
    /// Every precision, finest first.
    pub const ALL: [Self; 6] = [Self::Point, Self::Venue, Self::Street, Self::Neighbourhood, Self::City, Self::Country];

    /// The precision of a radius in metres.
    pub const fn of_metres(metres: f64) -> Self {
        match metres {
            m if m <= 30.0 => Self::Point,
            m if m <= 150.0 => Self::Venue,
            m if m <= 500.0 => Self::Street,
            m if m <= NEIGHBOURHOOD_METRES => Self::Neighbourhood,
            m if m <= 50_000.0 => Self::City,
            _ => Self::Country,
        }
    }

    /// The word used in JSON and in vectors.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Venue => "venue",
            Self::Street => "street",
            Self::Neighbourhood => "neighbourhood",
            Self::City => "city",
            Self::Country => "country",
        }
    }
}

/// The radius of what still counts as a neighbourhood, in metres: coarser positions tell no home and no work.
pub(super) const NEIGHBOURHOOD_METRES: f64 = 2_500.0;

/// Radius of a tagged venue, in metres.
const VENUE_METRES: f64 = 75.0;
/// Of the fix of a satellite receiver without further word.
const FIX_METRES: f64 = 20.0;
/// Of a fix by Wi-Fi or cells without further word.
const WIFI_METRES: f64 = 100.0;
/// Of a part of a city that the table of settlements does not list.
const QUARTER_METRES: f64 = 1_500.0;
/// Of a tag of which the name is not known and whose coordinate is as short as those of towns and parks.
const SHORT_COORDINATE_METRES: f64 = 1_000.0;
/// Decimals of a degree up to which a coordinate counts as short.
const SHORT_DECIMALS: i32 = 4;
/// Of a settlement that the table does not list, of text, of an internet address, of a country.
const TOWN_METRES: f64 = 10_000.0;
const ADDRESS_METRES: f64 = 25_000.0;
const COUNTRY_METRES: f64 = 300_000.0;
/// People on a square kilometre of a city, by which its radius is told from its inhabitants.
pub(super) const PEOPLE_PER_KM2: f64 = 3_000.0;
/// A settlement of the tag's name lies within this distance of its coordinate, in metres.
const SAME_TOWN_METRES: f64 = 50_000.0;

/// Works out precisions, remembering names of towns.
#[derive(Debug, Default)]
pub(super) struct Precisions {
    towns: HashMap<Box<str>, f64>,
}

impl Precisions {
    /// The radius, in metres, within which the person was, going by what gave the position.
    pub(super) fn metres(&mut self, item: &Item, location: &Location) -> f64 {
        let rounding = location.point.rounding_metres();
        let place = item.place.as_ref();
        let named = place.is_some_and(|p| p.recorded_name().is_some());
        let town = place.filter(|p| p.kind == Some(VenueKind::Settlement));
        let own = match location.source {
            LocationSource::Gps | LocationSource::Exif => FIX_METRES,
            LocationSource::Wifi => WIFI_METRES,
            LocationSource::PlaceTag | LocationSource::CheckIn | LocationSource::Inferred => match town {
                Some(place) => self.town_metres(&place.name, location.point),
                None if !named && location.source == LocationSource::PlaceTag && short(location.point) => {
                    SHORT_COORDINATE_METRES
                }
                None => VENUE_METRES,
            },
            LocationSource::PlaceName => match town {
                Some(place) => self.town_metres(&place.name, location.point),
                None => TOWN_METRES,
            },
            LocationSource::ProfileText | LocationSource::Text => TOWN_METRES,
            LocationSource::Ip => ADDRESS_METRES,
        };
        // A radius of nought is that of a place on a map, and tells nothing of where in it someone was.
        let stated = location.accuracy_metres.filter(|a| a.is_finite() && *a > 0.0);
        // A stated accuracy is that of a fix; it does not make a town smaller.
        match (stated, town) {
            (Some(stated), None) => stated.max(5.0),
            (Some(stated), Some(_)) => stated.max(own),
            // Trailing zeros are lost in a number, so a short coordinate is taken for a rounded one.
            (None, _) => own.max(rounding),
        }
    }

    fn town_metres(&mut self, name: &str, near: GeoPoint) -> f64 {
        if let Some(metres) = self.towns.get(name) {
            return *metres;
        }
        let metres = town_metres(name, near);
        self.towns.insert(name.into(), metres);
        metres
    }
}

fn town_metres(name: &str, near: GeoPoint) -> f64 {
    let mut parts = name.split(',').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let population = |name: &str| {
        let here = |s: &crate::venue::Settlement<'_>| s.point.distance_metres(near) <= SAME_TOWN_METRES;
        Gazetteer::get().find(name, None).into_iter().find(here).map(|s| f64::from(s.population))
    };
    if let Some(people) = population(first) {
        return ((people.max(1.0) / PEOPLE_PER_KM2 / std::f64::consts::PI).sqrt() * 1_000.0).clamp(700.0, 30_000.0);
    }
    if country_code(first).is_some() {
        return COUNTRY_METRES;
    }
    // “Inner Sunset, San Francisco”: a part of a city that is near.
    if parts.any(|part| population(part).is_some()) { QUARTER_METRES } else { TOWN_METRES }
}

fn short(point: GeoPoint) -> bool {
    point.decimals() <= SHORT_DECIMALS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_a_town_is_as_wide_as_the_town() {
        let at = |lat, lon| GeoPoint::new(lat, lon).unwrap();
        assert_eq!(
            Precision::of_metres(town_metres("San Francisco, California", at(37.775, -122.418))),
            Precision::City
        );
        assert_eq!(Precision::of_metres(town_metres("Germany", at(51.0, 10.0))), Precision::Country);
        let quarter = town_metres("Somewhere Sunset, San Francisco", at(37.76, -122.47));
        assert_eq!(Precision::of_metres(quarter), Precision::Neighbourhood);
    }
}
