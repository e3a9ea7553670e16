//! What a field is by its name: half of a position, a time, a label.

use crate::model::GeoPoint;
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::track::{Moment, moment};

/// Half of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// North and south.
    Lat,
    /// East and west.
    Lon,
}

/// A field that holds half of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Half {
    /// Which half.
    pub(super) axis: Axis,
    /// Whether it is in degrees times 10⁷.
    pub(super) is_e7: bool,
    /// The rest of the name: both halves of one position have the same.
    pub(super) rest: String,
}

/// Names of fields longer than this are texts.
const LONGEST: usize = 64;

/// The words of `beginTrip_lat` or `Begin Trip Lat`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() && before_is_small {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before_is_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a field holds half of a position, and which.
pub(super) fn half(name: &str) -> Option<Half> {
    if name.len() > LONGEST {
        return None;
    }
    let mut words = words(name);
    let mut is_e7 = false;
    let mut axis = None;
    let mut halves = 0;
    words.retain(|word| {
        let found = match word.as_str() {
            "lat" | "latitude" => Some(Axis::Lat),
            "lon" | "lng" | "long" | "longitude" => Some(Axis::Lon),
            "e7" => {
                is_e7 = true;
                return false;
            }
            _ => None,
        };
        axis = axis.or(found);
        halves += u8::from(found.is_some());
        found.is_none()
    });
    // `lat-lon` is both halves or the name of a program.
    axis.filter(|_| halves == 1).map(|axis| Half { axis, is_e7, rest: words.join(" ") })
}

/// How likely a field is the time of its record, from its name; smaller is likelier. With the rest of the name.
pub(super) fn time_rank(name: &str) -> Option<(u8, String)> {
    if name.len() > LONGEST {
        return None;
    }
    let words = words(name);
    let rank = match words.last()?.as_str() {
        "timestamp" | "datetime" | "ts" | "tst" | "epoch" => 0,
        "time" | "when" | "utc" | "ms" => 1,
        "at" => 2,
        "date" | "created" | "recorded" | "taken" | "published" | "begin" | "start" => 3,
        "updated" | "modified" => 4,
        _ => return None,
    };
    let end = words.len() - 1;
    Some((rank, words.get(..end).unwrap_or_default().join(" ")))
}

/// How good a label a field is; smaller is better.
pub(super) fn label_rank(name: &str) -> Option<u8> {
    let names = ["name", "title", "caption", "text", "description", "address", "city"];
    names.iter().position(|n| name.eq_ignore_ascii_case(n)).map(|at| at as u8)
}

/// A time that can be one: of the years in which things were recorded this way.
pub(super) fn plausible(text: &str) -> Option<Moment> {
    moment(text).filter(|m| (800_000_000..4_100_000_000).contains(&m.at.as_second()))
}

/// A position from two halves: `Ok(None)` when they do not look like degrees at all.
pub(super) fn point(lat: f64, lon: f64, is_e7: bool) -> Result<Option<GeoPoint>, NoPoint> {
    let scale = if is_e7 { 1e7 } else { 1.0 };
    let (lat, lon) = (lat / scale, lon / scale);
    // Whole numbers are a count, a version or a setting more often than a place.
    if lat.fract() == 0.0 && lon.fract() == 0.0 && !(lat == 0.0 && lon == 0.0) {
        return Ok(None);
    }
    coord::degrees(Some(lat), Some(lon)).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_told_by_their_words() {
        let rest = |name: &str| half(name).map(|h| (h.axis, h.is_e7, h.rest));
        assert_eq!(rest("lat"), Some((Axis::Lat, false, String::new())));
        assert_eq!(rest("Begin Trip Lng"), Some((Axis::Lon, false, "begin trip".to_owned())));
        assert_eq!(rest("beginTripLat"), Some((Axis::Lat, false, "begin trip".to_owned())));
        assert_eq!(rest("latitudeE7"), Some((Axis::Lat, true, String::new())));
        assert_eq!(rest("venue_longitude"), Some((Axis::Lon, false, "venue".to_owned())));
        for other in ["latest", "lat-lon", "platform", "length", "along", "x", "", "translation"] {
            assert_eq!(rest(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_that_are_no_degrees_are_no_positions() {
        assert_eq!(point(1.0, 2.0, false), Ok(None));
        assert_eq!(point(0.0, 0.0, false), Err(NoPoint::Zero));
        assert_eq!(point(91.5, 2.0, false), Err(NoPoint::OutOfRange));
        assert!(point(48.5, 2.0, false).is_ok_and(|p| p.is_some()));
        assert!(point(485_000_001.0, 20_000_000.0, true).is_ok_and(|p| p.is_some()));
    }

    #[test]
    fn a_duration_or_a_year_is_no_time() {
        for none in ["12", "2024", "1", "3600", "99999999999999"] {
            assert_eq!(plausible(none), None, "{none}");
        }
        assert!(plausible("1602223200").is_some() && plausible("2020-10-09").is_some());
    }
}
