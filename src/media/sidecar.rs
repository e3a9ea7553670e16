//! XMP files beside pictures: `IMG_1.xmp`, `IMG_1.jpg.xmp`.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::{GeoPoint, NoPoint};

use super::found::Found;
use super::moment::WrittenTime;
use super::place::MediaPlace;
use super::xmp;

/// What an XMP file says about the picture beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sidecar {
    /// Where the picture was taken.
    pub point: Option<GeoPoint>,
    /// Why the coordinates that it holds are no position; `None` where there is one, or no coordinates.
    pub no_point: Option<NoPoint>,
    /// Radius of uncertainty in metres, if it says.
    pub accuracy_metres: Option<f64>,
    /// Where, in words.
    pub place: Option<MediaPlace>,
    /// When, UTC, if it says so with a zone.
    pub taken: Option<Timestamp>,
    /// When by the camera's clock, zone unknown.
    pub taken_local: Option<DateTime>,
}

/// Reads an XMP file.
pub fn read_sidecar(bytes: &[u8]) -> Sidecar {
    let mut found = Found::default();
    xmp::parse(bytes, &mut found);
    let fix = found.xmp.or(found.xmp_other);
    Sidecar {
        point: fix.map(|fix| fix.point),
        no_point: found.flaw.filter(|_| fix.is_none()),
        accuracy_metres: fix.and_then(|fix| fix.accuracy_metres),
        place: found.xmp_place,
        taken: found.xmp_time.and_then(WrittenTime::instant),
        taken_local: found.xmp_time.map(|m| m.local),
    }
}
