//! What a Google Photos sidecar says of its photo.

use jiff::Timestamp;

use super::super::record::{boxed, time_of};
use crate::model::{Evidence, GeoPoint, Location, LocationSource};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;

/// Metres of one degree of latitude.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Degrees by which two positions may differ and still be the same one, rounded differently.
const SAME_DEGREES: f64 = 2e-5;

/// The fields that matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sidecar {
    /// File name as the person's device gave it.
    pub(super) title: Option<Box<str>>,
    /// Caption.
    pub(super) description: Option<Box<str>>,
    /// When it was taken; UTC.
    pub(super) taken: Option<Timestamp>,
    /// Where, as Google holds it.
    pub(super) location: Option<Location>,
    /// What is wrong with its positions; 0/0 is how it writes that there is none.
    pub(super) flaw: Option<&'static str>,
    /// Google's own address of the photo, which is the same for every copy.
    pub(super) url: Option<Box<str>>,
    /// Whether it came from a partner's account.
    pub(super) is_partners: bool,
}

impl Sidecar {
    /// Reads a sidecar's JSON; `None` when it is broken.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let raw = Raw::new(bytes);
        if !raw.is_valid() {
            return None;
        }
        let fields =
            ["title", "description", "photoTakenTime", "geoData", "geoDataExif", "url", "googlePhotosOrigin"];
        let [title, description, taken, geo, exif, url, source] = raw.pick(fields);
        let (geo, exif) = (spot(geo), spot(exif));
        Some(Self {
            title: boxed(title),
            description: boxed(description),
            taken: taken.and_then(|t| time_of(t.get("timestamp"))),
            location: locate(geo.ok(), exif.ok()),
            flaw: [geo.err(), exif.err()].into_iter().flatten().find(|why| *why != NoPoint::Zero).and_then(NoPoint::flaw),
            url: boxed(url),
            is_partners: source.is_some_and(|s| s.get("fromPartnerSharing").is_some()),
        })
    }
}

/// A position with its radius in metres.
type Spot = (GeoPoint, Option<f64>);

fn spot(raw: Option<Raw<'_>>) -> Result<Spot, NoPoint> {
    let keys = ["latitude", "longitude", "latitudeSpan", "longitudeSpan"];
    let [lat, lon, lat_span, lon_span] = raw.map_or([None; 4], |r| r.pick(keys)).map(|v| v.and_then(Raw::number));
    let point = coord::degrees(lat, lon)?;
    let height = lat_span.unwrap_or(0.0).abs() * METRES_PER_DEGREE;
    let width = lon_span.unwrap_or(0.0).abs() * METRES_PER_DEGREE * point.lat().to_radians().cos();
    let radius = height.hypot(width) / 2.0;
    Ok((point, (radius > 0.0).then(|| radius.round().max(1.0))))
}

/// The effective position and where it comes from.
///
/// `geoData` is what Google Photos shows, `geoDataExif` what the file held. When they differ, the
/// person moved the photo or Google guessed; the export does not say which.
fn locate(geo: Option<Spot>, exif: Option<Spot>) -> Option<Location> {
    let same = |a: GeoPoint, b: GeoPoint| {
        (a.lat() - b.lat()).abs() <= SAME_DEGREES && (a.lon() - b.lon()).abs() <= SAME_DEGREES
    };
    let (point, accuracy_metres, source, evidence) = match (geo, exif) {
        (Some((p, radius)), Some((e, _))) if same(p, e) => (p, radius, LocationSource::Exif, Evidence::Recorded),
        (Some((p, radius)), _) => (p, radius, LocationSource::Inferred, Evidence::Likely),
        (None, Some((e, radius))) => (e, radius, LocationSource::Exif, Evidence::Recorded),
        (None, None) => return None,
    };
    Some(Location { point, accuracy_metres, source, evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(json: &str) -> Option<(f64, f64, LocationSource, Option<f64>)> {
        let l = Sidecar::parse(json.as_bytes()).unwrap().location?;
        Some((l.point.lat(), l.point.lon(), l.source, l.accuracy_metres))
    }

    #[test]
    fn the_provenance_of_a_position_is_told_by_comparing_both_fields() {
        let exif = LocationSource::Exif;
        let inferred = LocationSource::Inferred;
        let both = r#"{"geoData":{"latitude":48.1,"longitude":2.2},"geoDataExif":{"latitude":48.100001,"longitude":2.2}}"#;
        assert_eq!(located(both), Some((48.1, 2.2, exif, None)));
        let typed = r#"{"geoData":{"latitude":48.1,"longitude":2.2},"geoDataExif":{"latitude":0.0,"longitude":0.0}}"#;
        assert_eq!(located(typed), Some((48.1, 2.2, inferred, None)));
        let moved = r#"{"geoData":{"latitude":48.1,"longitude":2.2},"geoDataExif":{"latitude":40,"longitude":"3.5"}}"#;
        assert_eq!(located(moved), Some((48.1, 2.2, inferred, None)));
        let removed = r#"{"geoData":{"latitude":0.0,"longitude":0.0},"geoDataExif":{"latitude":40,"longitude":"3.5"}}"#;
        assert_eq!(located(removed), Some((40.0, 3.5, exif, None)));
        assert_eq!(located(r#"{"geoData":{"latitude":0.0,"longitude":0.0}}"#), None);
        assert!(Sidecar::parse(br#"{"geoData":{"latitude":91.0,"longitude":0.5}}"#).unwrap().flaw.is_some());
        assert!(Sidecar::parse(br#"{"geoData":{"latitude":0.0,"longitude":0.0}}"#).unwrap().flaw.is_none());
        let area = r#"{"geoData":{"latitude":60.0,"longitude":2.2,"latitudeSpan":0.02,"longitudeSpan":0.0}}"#;
        assert_eq!(located(area), Some((60.0, 2.2, inferred, Some(1112.0))));
    }

    #[test]
    fn times_are_text_may_be_before_1970_and_zero_is_none() {
        let taken = |t: &str| Sidecar::parse(format!(r#"{{"photoTakenTime":{{"timestamp":{t}}}}}"#).as_bytes()).unwrap().taken;
        assert_eq!(taken("\"1695394176\"").map(jiff::Timestamp::as_second), Some(1_695_394_176));
        assert_eq!(taken("\"-86400\"").map(jiff::Timestamp::as_second), Some(-86_400));
        assert_eq!(taken("1695394176").map(jiff::Timestamp::as_second), Some(1_695_394_176));
        assert_eq!((taken("\"0\""), taken("\"\""), taken("null")), (None, None, None));
    }

    #[test]
    fn a_partners_photo_is_told_by_presence() {
        let partner = |json: &str| Sidecar::parse(json.as_bytes()).unwrap().is_partners;
        assert!(partner(r#"{"googlePhotosOrigin":{"fromPartnerSharing":{}}}"#));
        assert!(!partner(r#"{"googlePhotosOrigin":{"mobileUpload":{}}}"#));
        assert!(Sidecar::parse(br#"{"title":"#).is_none());
    }
}
