//! Positions as exports spell them: degrees times 10⁷, strings with degree signs, `geo:` links.

use crate::model::GeoPoint;

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPoint {
    /// No coordinates at all, or not numbers.
    Missing,
    /// 0/0, which exports write for "no location".
    Zero,
    /// Beyond the poles or the antimeridian.
    OutOfRange,
}

impl NoPoint {
    /// The reason under which a record without a position is counted.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Missing => "no coordinates",
            Self::Zero => "coordinates 0, 0 stand for no location",
            Self::OutOfRange => "coordinates out of range",
        }
    }
}

/// Tells the user that positions of a platform's export were left out while their records were kept.
pub fn left_out_warning(platform: &str, count: u64, why: &str) -> String {
    let (positions, were) = if count == 1 { ("position", "was") } else { ("positions", "were") };
    format!("{count} {positions} of the {platform} export {were} left out: {why}")
}

/// Why a position beyond the poles or the antimeridian is left out, for [`left_out_warning`].
pub const NOT_ON_EARTH: &str = "not a position on Earth";

/// A position from degrees.
pub fn degrees(lat: Option<f64>, lon: Option<f64>) -> Result<GeoPoint, NoPoint> {
    let (Some(lat), Some(lon)) = (lat, lon) else { return Err(NoPoint::Missing) };
    let point = GeoPoint::new(lat, lon).ok_or(NoPoint::OutOfRange)?;
    if point.is_null_island() { Err(NoPoint::Zero) } else { Ok(point) }
}

/// What an exporter of 2019 added to negative values when it wrote them as unsigned 32-bit numbers.
const UNSIGNED_WRAP: i64 = 1 << 32;

/// A position from degrees times 10⁷, with negative values that were exported as unsigned set right.
pub fn e7(lat_e7: Option<i64>, lon_e7: Option<i64>) -> Result<GeoPoint, NoPoint> {
    let (Some(lat), Some(lon)) = (lat_e7, lon_e7) else { return Err(NoPoint::Missing) };
    let signed = |value: i64, most: i64| if value > most { value.saturating_sub(UNSIGNED_WRAP) } else { value };
    let (lat, lon) = (signed(lat, 900_000_000), signed(lon, 1_800_000_000));
    degrees(Some(lat as f64 / 1e7), Some(lon as f64 / 1e7))
}

/// A position from `48.85°, 2.35°`, `geo:48.85,2.35` and the like; a third part, the altitude, is left aside.
pub fn lat_lng_text(text: &str) -> Result<GeoPoint, NoPoint> {
    let text = text.trim();
    let text = text.get(..4).filter(|t| t.eq_ignore_ascii_case("geo:")).map_or(text, |_| &text[4..]);
    let text = text.split(['?', ';']).next().unwrap_or_default();
    let mut parts = text.split(',').map(|part| part.trim().trim_end_matches('°').trim().parse::<f64>().ok());
    degrees(parts.next().flatten(), parts.next().flatten())
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
        assert_eq!(e7(None, Some(1)), Err(NoPoint::Missing));
        assert_eq!(e7(Some(0), Some(0)), Err(NoPoint::Zero));
        assert_eq!(e7(Some(0), Some(100_000_000)), at(0.0, 10.0), "the equator is a place");
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
        for text in ["", "geo:", "48.5", "a,b", "é,ü", "48.5;2.25"] {
            assert_eq!(lat_lng_text(text), Err(NoPoint::Missing), "{text}");
        }
        assert_eq!(lat_lng_text("inf,2"), Err(NoPoint::OutOfRange));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _seen = lat_lng_text(&text);
        }
    }
}
