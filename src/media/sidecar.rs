//! XMP files beside pictures: `IMG_1.xmp`, `IMG_1.jpg.xmp`.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::GeoPoint;

use super::found::Found;
use super::moment::Moment;
use super::xmp;

/// What an XMP file says about the picture beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sidecar {
    /// Where the picture was taken.
    pub point: Option<GeoPoint>,
    /// When, UTC, if it says so with a zone.
    pub taken: Option<Timestamp>,
    /// When by the camera's clock, zone unknown.
    pub taken_local: Option<DateTime>,
}

/// Reads an XMP file.
pub fn read_sidecar(bytes: &[u8]) -> Sidecar {
    let mut found = Found::default();
    xmp::parse(bytes, &mut found);
    Sidecar {
        point: found.xmp.map(|fix| fix.point),
        taken: found.xmp_time.and_then(Moment::instant),
        taken_local: found.xmp_time.map(|m| m.local),
    }
}
