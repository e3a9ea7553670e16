//! Positions as exports spell them: degrees times 10⁷, strings with degree signs, `geo:` links.

pub use crate::model::NoPoint;

use super::json_raw::Raw;
use crate::model::{GeoPoint, degrees_of_parts, hemisphere};

/// What is wrong with a position, for [`Item::flaw`](crate::model::Item::flaw).
pub fn flaw<T>(point: &Result<T, NoPoint>) -> Option<&'static str> {
    point.as_ref().err().and_then(|why| why.flaw())
}

/// A position from degrees.
pub fn degrees(lat: Option<f64>, lon: Option<f64>) -> Result<GeoPoint, NoPoint> {
    GeoPoint::from_pair(lat, lon)
}

/// Spellings of "none", compared without regard to case.
const NONE: &[&str] = &["", "-", "\\n", "n/a", "na", "nil", "none", "null", "undefined"];

/// Whether text where a number should be says that there is none.
pub fn is_none(text: &str) -> bool {
    let text = text.trim();
    NONE.iter().any(|none| none.eq_ignore_ascii_case(text))
}

/// A position from two fields of degrees, which may be numbers or text.
pub fn pair(lat: Option<Raw<'_>>, lon: Option<Raw<'_>>) -> Result<GeoPoint, NoPoint> {
    let says = |raw: Raw<'_>| raw.text().map_or_else(|| raw.as_bytes() != b"null", |text| !is_none(&text));
    let point = degrees(lat.and_then(Raw::number), lon.and_then(Raw::number));
    if_silent(point, || [lat, lon].into_iter().flatten().any(says))
}

/// The same position, or the same reason; but fields in which something stands are not missing.
pub fn if_silent(point: Result<GeoPoint, NoPoint>, says: impl FnOnce() -> bool) -> Result<GeoPoint, NoPoint> {
    point.map_err(|why| if why == NoPoint::Missing && says() { NoPoint::NotNumbers } else { why })
}

/// Degrees, perhaps with a comma before the fraction or the letter of the hemisphere at either end; also degrees and
/// minutes, or these and seconds: `48° 51' 24.5" N`, `N48 51.408`, `-48:51:24.5`.
pub fn angle(text: &str) -> Option<f64> {
    let trimmed = text.trim_matches(|c: char| c.is_alphabetic() || matches!(c, '°' | ' '));
    let plain = trimmed.parse().or_else(|_| trimmed.replace(',', ".").parse()).ok();
    let number: f64 = plain.or_else(|| sexagesimal(trimmed))?;
    let (before, after) = text.split_once(trimmed)?;
    let mut words = [before, after].into_iter().flat_map(|part| part.split(|c: char| !c.is_alphabetic()));
    let is_negative = words.try_fold(false, |negative, word| Some(negative || is_negative_word(word)?))?;
    Some(if is_negative { -number.abs() } else { number }).filter(|n| n.is_finite())
}

/// Whether a word beside degrees turns them round, as `S` and `West` do; `None` for one that says something unknown:
/// `Est` and `Oeste` are east and west in one language and the other way round for whoever reads letters only.
fn is_negative_word(word: &str) -> Option<bool> {
    let says_nothing = ["", "deg", "degrees"].iter().any(|unit| unit.eq_ignore_ascii_case(word));
    if says_nothing { Some(false) } else { hemisphere(word).map(|letter| matches!(letter, b'S' | b'W')) }
}

/// Degrees of degrees, minutes and perhaps seconds.
fn sexagesimal(text: &str) -> Option<f64> {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '°' | 'º' | '˚' | '\'' | '’' | '′' | '´' | '"' | '”' | '″' | ':');
    let parts: Vec<f64> = text
        .split(is_between)
        .filter(|part| !part.is_empty())
        .map(|part| part.replace(',', ".").parse().ok())
        .collect::<Option<_>>()?;
    // A number alone was read before, as far as it is one.
    degrees_of_parts(&parts).filter(|_| parts.len() > 1)
}

/// Degrees of a number in degrees times 10⁷, of which `most` is the largest that is possible. An exporter of 2019 wrote
/// negative values as unsigned 32-bit numbers; such are set right.
pub fn e7_degrees(e7: f64, most: f64) -> f64 {
    const UNSIGNED_WRAP: f64 = 4_294_967_296.0;
    (if e7 > most * 1e7 { e7 - UNSIGNED_WRAP } else { e7 }) / 1e7
}

/// A position from degrees times 10⁷, with negative values that were exported as unsigned set right.
pub fn e7(lat_e7: Option<i64>, lon_e7: Option<i64>) -> Result<GeoPoint, NoPoint> {
    degrees(lat_e7.map(|lat| e7_degrees(lat as f64, 90.0)), lon_e7.map(|lon| e7_degrees(lon as f64, 180.0)))
}

/// A position from `48.85°, 2.35°`, `geo:48.85,2.35` and the like; a third part, the altitude, is left aside.
pub fn lat_lng_text(text: &str) -> Result<GeoPoint, NoPoint> {
    let text = text.trim();
    let text = text.get(..4).filter(|t| t.eq_ignore_ascii_case("geo:")).map_or(text, |_| &text[4..]);
    let text = text.split(['?', ';']).next().unwrap_or_default();
    let mut parts = text.split(',').map(|part| part.trim().trim_end_matches('°').trim().parse::<f64>().ok());
    let (lat, lon) = (parts.next().flatten(), parts.next().flatten());
    // Of four parts, as in `48,9°, 2,4°`, the commas are not those between the two.
    if parts.count() > 1 { Err(NoPoint::NotNumbers) } else { degrees(lat, lon) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lat: f64, lon: f64) -> Result<GeoPoint, NoPoint> {
        GeoPoint::new(lat, lon).ok_or(NoPoint::OutOfRange)
    }

    #[test]
    fn negative_values_exported_as_unsigned_are_set_right() {
        assert_eq!(e7(Some(300_000_000), Some(3_444_967_296)), at(30.0, -85.0));
        assert_eq!(e7(Some(3_944_967_296), Some(1_510_000_000)), at(-35.0, 151.0));
        assert_eq!(e7(Some(910_000_000), Some(0)), Err(NoPoint::OutOfRange));
        assert_eq!(e7(Some(i64::MIN), Some(i64::MAX)), Err(NoPoint::OutOfRange));
        assert_eq!(e7(None, None), Err(NoPoint::Missing));
        assert_eq!(e7(None, Some(1)), Err(NoPoint::NotNumbers));
        assert_eq!(e7(Some(0), Some(0)), Err(NoPoint::Zero));
        assert_eq!(e7(Some(0), Some(100_000_000)), at(0.0, 10.0), "the equator is a place");
    }

    #[test]
    fn every_spelling_of_an_angle_is_read() {
        let near = |text: &str, degrees: f64| angle(text).is_some_and(|value| (value - degrees).abs() < 1e-9);
        for text in [
            "48.5",
            "48,5",
            "48.5N",
            "N48.5",
            "48.5°",
            "48° 30' N",
            "48°30′00.0″",
            "N 48 30.000",
            "48:30:00",
            "48º30'0\"",
        ] {
            assert!(near(text, 48.5), "{text}: {:?}", angle(text));
        }
        for text in ["-48.5", "48,5S", "S 48° 30' 0,0\"", "-48 30 0", "48°30'W"] {
            assert!(near(text, -48.5), "{text}: {:?}", angle(text));
        }
        assert!(near("-0° 30'", -0.5), "the sign of a zero");
        for (text, degrees) in [("48 North", 48.0), ("48 degrees", 48.0), ("11 West", -11.0), ("South 11.5°", -11.5)] {
            assert!(near(text, degrees), "{text}: {:?}", angle(text));
        }
        for other in ["11.5° Est", "11 Ost", "11 Oeste", "11 sw"] {
            assert_eq!(angle(other), None, "{other}");
        }
        for none in ["", "48 60", "48 30 60", "48.5 30", "48 -30", "48 30.5 1", "1 2 3 4", "°", "12/5", "N"] {
            assert_eq!(angle(none), None, "{none}");
        }
    }

    #[test]
    fn every_spelling_of_a_pair_is_read() {
        for text in [
            "48.5°, 2.25°",
            "geo:48.5,2.25",
            "48.5,2.25",
            " 48.5° ,2.25°,35.0 ",
            "GEO:48.5,2.25;u=20",
            "48.5\u{b0},2.25\u{b0}",
        ] {
            assert_eq!(lat_lng_text(text), at(48.5, 2.25), "{text}");
        }
        for text in ["", "geo:", "a,b", "é,ü"] {
            assert_eq!(lat_lng_text(text), Err(NoPoint::Missing), "{text}");
        }
        assert_eq!([lat_lng_text("48.5"), lat_lng_text("48.5;2.25")], [Err(NoPoint::NotNumbers); 2]);
        assert_eq!(lat_lng_text("inf,2"), Err(NoPoint::OutOfRange));
    }

    #[test]
    fn a_field_that_is_no_number_is_told_from_none() {
        let of = |lat: &str, lon: &str| pair(Some(Raw::new(lat.as_bytes())), Some(Raw::new(lon.as_bytes())));
        assert_eq!(of("48.5", "\"2.25\""), at(48.5, 2.25));
        for none in ["null", "\"\"", "\" N/A \"", "\"\\\\N\""] {
            assert_eq!(of(none, none), Err(NoPoint::Missing), "{none}");
        }
        for odd in ["\"NaN\"", "\"north\"", "[48.5]", "{}", "NaN"] {
            assert_eq!(of(odd, odd), Err(NoPoint::NotNumbers), "{odd}");
        }
        assert_eq!(pair(None, None), Err(NoPoint::Missing));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _seen = lat_lng_text(&text);
        }
    }
}
