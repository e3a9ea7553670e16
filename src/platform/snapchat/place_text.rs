//! Positions as Snapchat writes them: numbers between words, some of them radii.

use crate::model::GeoPoint;
use crate::platform::support::coord::{self, NoPoint};

/// Bytes of such a text looked at.
const MOST_BYTES: usize = 400;

/// A position, and the larger of its two radii in metres when it has any.
pub(super) type Spot = (GeoPoint, Option<f64>);

/// Reads `Latitude, Longitude: 52.370216, 4.895168`, `Latitude: 1.5, Longitude: 2.5`,
/// `lat 43.072 ± 20.94 meters, long -89.407 ± 20.94 meters` and the like.
pub(super) fn read(text: &str) -> Result<Spot, NoPoint> {
    let mut degrees = [None; 2];
    let mut accuracy: Option<f64> = None;
    for (value, is_radius) in numbers(text) {
        if is_radius {
            accuracy = Some(accuracy.map_or(value, |a| a.max(value)));
        } else if let Some(free) = degrees.iter_mut().find(|d| d.is_none()) {
            *free = Some(value);
        } else {
            break;
        }
    }
    let [lat, lon] = degrees;
    Ok((coord::degrees(lat, lon)?, accuracy.filter(|a| a.is_finite() && *a >= 0.0)))
}

/// Whether a text is a position, good or not, rather than a name with numbers in it such as `7-Eleven` or `24/7`:
/// no other words than those around positions, two numbers apart, and a fraction in one of them.
pub(super) fn is_position(text: &str) -> bool {
    const WORDS: [&str; 10] = ["latitude", "longitude", "lat", "long", "lon", "lng", "meters", "metres", "m", "e"];
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let is_apart = text.contains([',', ';']) || text.contains("lon");
    is_apart && text.contains('.') && words.all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// The numbers in a text, each with whether it stands after `±`.
fn numbers(text: &str) -> impl Iterator<Item = (f64, bool)> + '_ {
    let text = text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default();
    let comma_is_point = is_comma_a_point(text);
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c.is_ascii_digit())?;
            let (before, from) = rest.split_at(start);
            let is_number =
                |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+') || c == ',' && comma_is_point;
            let value_of = |end: usize| from.get(..end).and_then(|t| t.replace(',', ".").parse::<f64>().ok());
            let mut end = from.find(|c: char| !is_number(c)).unwrap_or(from.len());
            while end > 1 && value_of(end).is_none() {
                end -= 1;
            }
            let sign = if before.ends_with(['-', '\u{2212}']) { -1.0 } else { 1.0 };
            let is_radius = before.trim_end().ends_with('±');
            let value = value_of(end);
            rest = from.get(end..)?;
            if let Some(value) = value {
                return Some((value * sign, is_radius));
            }
        }
    })
}

/// Whether numbers have a comma before their fraction, `10,5, 20,5`: no point stands in the text, a digit right behind
/// some comma, and something else behind another, which parts the numbers.
fn is_comma_a_point(text: &str) -> bool {
    let behind = |comma: usize| text.as_bytes().get(comma + 1).is_some_and(u8::is_ascii_digit);
    let before = |comma: usize| comma.checked_sub(1).and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let commas = || text.match_indices(',').map(|(at, _)| at).filter(|at| before(*at));
    !text.contains('.') && commas().any(behind) && (commas().any(|at| !behind(at)) || text.contains(['±', ';']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_seen_is_read() {
        let at = |text: &str| read(text).map(|(p, a)| (p.lat(), p.lon(), a));
        assert_eq!(at("Latitude, Longitude: 52.370216, 4.895168"), Ok((52.370_216, 4.895_168, None)));
        assert_eq!(at("Latitude: -1.5, Longitude: 2.5"), Ok((-1.5, 2.5, None)));
        assert_eq!(at("43.072 ± 20.94 meters, -89.407 ±  35 meters"), Ok((43.072, -89.407, Some(35.0))));
        assert_eq!(at("lat 51.507 ± 20 meters, long -0.128 ± 20 meters"), Ok((51.507, -0.128, Some(20.0))));
        assert_eq!(at("lat 51.515, long -0.090"), Ok((51.515, -0.09, None)));
        assert_eq!(at("Latitude, Longitude: 1.5e1, -8E-1"), Ok((15.0, -0.8, None)));
        assert_eq!(at("Latitude: 10,5, Longitude: -20,25"), Ok((10.5, -20.25, None)));
        assert_eq!(at("48,85, 2,29"), Ok((48.85, 2.29, None)));
        assert_eq!(at("48,2"), Ok((48.0, 2.0, None)));
        assert_eq!(at("Latitude, Longitude: 0.0, 0.0"), Err(NoPoint::Zero));
        assert_eq!(at("Latitude, Longitude: 91.0, 4.0"), Err(NoPoint::OutOfRange));
        assert_eq!([at(""), at("N/A")], [Err(NoPoint::Missing); 2]);
        assert_eq!([at("Latitude, Longitude: 5.0"), at("5.0 ± 3 meters")], [Err(NoPoint::NotNumbers); 2]);
    }

    #[test]
    fn names_with_numbers_are_no_positions() {
        for position in ["52.370, 4.895", "91.5, 200.0", "lat 43.072 ± 20.94 meters, long -89.407", "Latitude: 1.5, Longitude: 2.5", "1.5E-4, 2"] {
            assert!(is_position(position), "{position}");
        }
        for name in ["7-11", "24/7", "1.5", "Café 1.0, Main St", "2026-02", "4, 5", ""] {
            assert!(!is_position(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}", close in "[-0-9.eE± ,]{0,40}") {
            let _seen = (read(&text), read(&close));
        }
    }
}
