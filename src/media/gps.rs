//! The directory for satellite positioning of an EXIF block.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::model::{GeoPoint, NoPoint};

use super::fix::{Fix, FixMethod, PointDoubt, accuracy, altitude};
use super::found::Found;
use super::moment::{WrittenTime, is_likely};

/// Its fields.
#[derive(Default)]
pub(super) struct Gps {
    pub(super) lat: Option<Degrees>,
    pub(super) lat_ref: Option<u8>,
    pub(super) lon: Option<Degrees>,
    pub(super) lon_ref: Option<u8>,
    /// Whether a coordinate holds something that is no position.
    pub(super) is_unreadable: bool,
    /// Metres, without the sign that `altitude_ref` gives it.
    pub(super) altitude: Option<f64>,
    pub(super) altitude_ref: Option<u8>,
    pub(super) void: bool,
    pub(super) time: Vec<f64>,
    pub(super) date: Option<Date>,
    pub(super) error_metres: Option<f64>,
    pub(super) method: Option<FixMethod>,
}

/// Degrees of arc as a field gives them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Degrees {
    value: f64,
    /// Whether the seconds are missing and the minutes are whole.
    is_to_the_minute: bool,
}

/// The longest a minute of arc is on the ground; metres.
const MINUTE_METRES: f64 = 1862.0;

impl Degrees {
    /// Degrees without minutes.
    pub(super) fn plain(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self { value, is_to_the_minute: false })
    }

    /// Up to three numbers: degrees, minutes, seconds. What has no denominator is not a number; the
    /// part before it may have a fraction that makes it needless. Whole degrees are no position.
    pub(super) fn of(numbers: &[f64]) -> Option<Self> {
        let [degrees, rest @ ..] = numbers else { return None };
        let part = |index: usize| rest.get(index).copied();
        let value = |minutes: f64, seconds: f64| (degrees * 3600.0 + minutes * 60.0 + seconds) / 3600.0;
        match (part(0), part(1)) {
            (Some(minutes), Some(seconds)) if minutes.is_finite() && seconds.is_nan() => {
                Self::plain(value(minutes, 0.0)).map(|d| Self { is_to_the_minute: minutes.fract() == 0.0, ..d })
            }
            (Some(minutes), _) if minutes.is_nan() => Self::plain(*degrees).filter(|_| degrees.fract() != 0.0),
            (minutes, seconds) => Self::plain(value(minutes.unwrap_or(0.0), seconds.unwrap_or(0.0))),
        }
    }
}

impl Gps {
    /// Hands over what the directory says.
    pub(super) fn finish(self, found: &mut Found) {
        found.fix_time = found.fix_time.or_else(|| self.instant());
        found.exif = found.exif.or_else(|| found.noted(self.fix()));
    }

    fn fix(&self) -> Result<Fix, NoPoint> {
        let (Some(lat), Some(lon)) = (self.lat, self.lon) else {
            let says = self.is_unreadable || self.lat.or(self.lon).is_some();
            return Err(if says { NoPoint::NotNumbers } else { NoPoint::Missing });
        };
        let (lat_degrees, lat_known) = signed(lat.value, self.lat_ref, b'N', b'S');
        let (lon_degrees, lon_known) = signed(lon.value, self.lon_ref, b'E', b'W');
        let point = GeoPoint::from_pair(Some(lat_degrees), Some(lon_degrees))?;
        let is_to_the_minute = lat.is_to_the_minute || lon.is_to_the_minute;
        let doubt = if !lat_known || !lon_known {
            Some(PointDoubt::Hemisphere)
        } else if is_to_the_minute {
            Some(PointDoubt::Seconds)
        } else {
            self.void.then_some(PointDoubt::NoFix)
        };
        let stated = self.error_metres.and_then(accuracy);
        let accuracy_metres = if is_to_the_minute { Some(stated.unwrap_or(0.0).max(MINUTE_METRES)) } else { stated };
        // Above the sea unless it says below, over the sea's or the ellipsoid's level alike.
        let height = self.altitude.map(|a| if matches!(self.altitude_ref, Some(1 | 3)) { -a.abs() } else { a });
        Ok(Fix { point, altitude_metres: height.and_then(altitude), accuracy_metres, method: self.method, doubt })
    }

    fn instant(&self) -> Option<Timestamp> {
        let [hour, minute, second] = *self.time.as_slice() else { return None };
        let whole = |value: f64, below: f64| (0.0..below).contains(&value).then_some(value as i8);
        let time = self.date?.at(whole(hour, 24.0)?, whole(minute, 60.0)?, whole(second, 60.0)?, 0);
        is_likely(&time).then(|| Offset::UTC.to_timestamp(time).ok()).flatten()
    }
}

/// The coordinate with the sign of its hemisphere, and whether the hemisphere is known. The letter
/// wins over a sign, which some writers add to it; without a letter the sign is all there is.
fn signed(degrees: f64, letter: Option<u8>, positive: u8, negative: u8) -> (f64, bool) {
    match letter.map(|l| l.to_ascii_uppercase()) {
        Some(l) if l == positive => (degrees.abs(), true),
        Some(l) if l == negative => (-degrees.abs(), true),
        _ => (degrees, degrees < 0.0),
    }
}

/// Reads `2019:06:15`, the date of a fix; some cameras put zero bytes between the numbers.
pub(super) fn parse_date(text: &[u8]) -> Option<Date> {
    let text: String = text.iter().take(10).map(|b| if *b == 0 { ':' } else { char::from(*b) }).collect();
    WrittenTime::parse(&format!("{} 00:00:00", text.trim())).map(|m| m.local.date())
}

/// The word for the method of a fix, after the code of its characters if that is given.
pub(super) fn parse_method(text: &[u8]) -> Option<FixMethod> {
    if let Some(wide) = text.strip_prefix(b"UNICODE\0") {
        let word: String = wide.iter().filter(|b| **b != 0).map(|b| char::from(*b)).collect();
        return FixMethod::of(&word);
    }
    let word = text.strip_prefix(b"ASCII\0\0\0").unwrap_or(text);
    FixMethod::of(std::str::from_utf8(word).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degrees(numbers: &[f64]) -> Option<f64> {
        Degrees::of(numbers).map(|d| d.value)
    }

    #[test]
    fn seconds_without_denominator_leave_what_the_minutes_say() {
        assert_eq!(degrees(&[48.0, 30.5, f64::NAN]), Some(48.0 + 30.5 / 60.0));
        assert!(!Degrees::of(&[48.0, 30.5, f64::NAN]).unwrap().is_to_the_minute);
        assert!(Degrees::of(&[48.0, 30.0, f64::NAN]).unwrap().is_to_the_minute);
        assert_eq!(degrees(&[48.25, f64::NAN, f64::NAN]), Some(48.25));
        assert_eq!(degrees(&[48.0, f64::NAN, f64::NAN]), None, "a degree is a hundred kilometres");
        assert_eq!(degrees(&[f64::NAN, 1.0, 1.0]), None);
        assert_eq!(degrees(&[f64::NAN; 3]), None);
        assert_eq!(degrees(&[]), None);
        assert_eq!(degrees(&[48.5]), Some(48.5));
    }

    #[test]
    fn dates_and_methods_are_read_as_cameras_write_them() {
        let expected = Some(jiff::civil::date(2019, 6, 15));
        assert_eq!(parse_date(b"2019:06:15\0"), expected);
        assert_eq!(parse_date(b"2019\x0006\x0015\0"), expected);
        assert_eq!(parse_date(b"    :  :  "), None);
        assert_eq!(parse_method(b"ASCII\0\0\0CELLID\0"), Some(FixMethod::Cell));
        assert_eq!(parse_method(b"fused"), Some(FixMethod::Fused));
        assert_eq!(parse_method(b"UNICODE\0G\0P\0S\0"), Some(FixMethod::Satellites));
        assert_eq!(parse_method(b"\0\0\0\0"), None);
    }
}
