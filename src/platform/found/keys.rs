//! What a field is by its name: half of a position, a time, a label.

use crate::model::GeoPoint;
use crate::platform::support::axis::{LONGEST_NAME, half, words};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::numbered_date::Order;
use crate::platform::support::track::{TrackTime, moment_in};

/// Words for a field whose text may be both halves of a position.
const BOTH: &[&str] = &[
    "location", "coordinates", "coordinate", "coords", "position", "pos", "point", "geo", "gps", "geolocation",
    "latlng", "latlon", "geopoint",
];

/// Whether a field may hold both halves of a position in one text, as in `46.5216, 6.63653`. With the rest of the name.
pub(super) fn both(name: &str) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let mut words = words(name);
    let before = words.len();
    // `lat-lon`, which as two words is no half of a position.
    let is_pair = words.len() == 2 && half(words.first()?).is_some() && half(words.last()?).is_some();
    words.retain(|word| !is_pair && !BOTH.contains(&word.as_str()));
    (words.len() < before).then(|| words.join(" "))
}

/// A position from a text of two numbers with decimals, latitude first, and nothing else; `None` for any other text.
pub(super) fn point_in(text: &str) -> Option<Result<GeoPoint, NoPoint>> {
    let text = text.trim();
    let halves: Vec<&str> = text.split(',').map(str::trim).collect();
    let [lat, lon] = halves.as_slice() else { return None };
    let is_degrees = |half: &&str| half.contains('.') && half.parse::<f64>().is_ok_and(f64::is_finite);
    (is_degrees(lat) && is_degrees(lon)).then(|| coord::lat_lng_text(text))
}

/// How likely a field is the time of its record, from its name; smaller is likelier. With the rest of the name.
pub(super) fn time_rank(name: &str) -> Option<(u8, String)> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let words = words(name);
    let rank = match words.last()?.as_str() {
        "timestamp" | "datetime" | "ts" | "tst" | "epoch" | "zeitstempel" => 0,
        "time" | "when" | "utc" | "ms" | "zeit" | "hora" | "heure" => 1,
        "at" => 2,
        "date" | "datum" | "fecha" | "дата" | "日期" | "日時" | "created" | "recorded" | "taken" | "published" | "begin" | "start" | "arrived" | "arrival" => 3,
        "updated" | "modified" | "departed" | "departure" | "end" => 4,
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
pub(super) fn plausible(text: &str) -> Option<TrackTime> {
    plausible_in(text, None)
}

/// The same in a table whose dates have this order.
pub(super) fn plausible_in(text: &str, order: Option<Order>) -> Option<TrackTime> {
    moment_in(text, order).filter(|m| (800_000_000..4_100_000_000).contains(&m.at.as_second()))
}

/// A position from two halves in degrees: `Ok(None)` when they do not look like degrees at all.
pub(super) fn point(lat: f64, lon: f64) -> Result<Option<GeoPoint>, NoPoint> {
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
    fn both_halves_may_stand_in_one_text() {
        assert_eq!(both("Location"), Some(String::new()));
        assert_eq!(both("lastKnownLocation"), Some("last known".to_owned()));
        assert_eq!(both("lat_lng"), Some(String::new()));
        for other in ["lat", "allocation", "name", "", "lat-offset"] {
            assert_eq!(both(other), None, "{other}");
        }
        assert_eq!(point_in(" 46.5216, 6.63653 "), GeoPoint::new(46.5216, 6.63653).map(Ok));
        assert_eq!(point_in("99.5, 6.6"), Some(Err(NoPoint::OutOfRange)));
        for other in ["46, 6", "3,5", "Paris, TX", "1.0, 2.0, 3.0", "46.5", "", "1.2e400, 1.0", "$4.50, $3.20"] {
            assert_eq!(point_in(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_that_are_no_degrees_are_no_positions() {
        assert_eq!(point(1.0, 2.0), Ok(None));
        assert_eq!(point(0.0, 0.0), Err(NoPoint::Zero));
        assert_eq!(point(91.5, 2.0), Err(NoPoint::OutOfRange));
        assert!(point(48.5, 2.0).is_ok_and(|p| p.is_some()));
    }

    #[test]
    fn a_duration_or_a_year_is_no_time() {
        for none in ["12", "2024", "1", "3600", "99999999999999"] {
            assert_eq!(plausible(none), None, "{none}");
        }
        assert!(plausible("1602223200").is_some() && plausible("2020-10-09").is_some());
    }
}
