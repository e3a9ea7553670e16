//! Why an export or a file gives no position.

use super::GeoPoint;

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPoint {
    /// No coordinates at all.
    Missing,
    /// Something that is not two numbers.
    NotNumbers,
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
            Self::NotNumbers => "coordinates that are not two numbers",
            Self::Zero => "coordinates 0, 0 stand for no location",
            Self::OutOfRange => "coordinates out of range",
        }
    }

    /// What is wrong with the record, where it is kept without them; nothing where there are none.
    pub const fn flaw(self) -> Option<&'static str> {
        match self {
            Self::Missing => None,
            _ => Some(self.reason()),
        }
    }
}

impl GeoPoint {
    /// A position from degrees of which either may be missing, or why it is none.
    pub fn from_pair(lat: Option<f64>, lon: Option<f64>) -> Result<Self, NoPoint> {
        let (Some(lat), Some(lon)) = (lat, lon) else {
            return Err(if lat.or(lon).is_none() { NoPoint::Missing } else { NoPoint::NotNumbers });
        };
        let point = Self::new(lat, lon).ok_or(NoPoint::OutOfRange)?;
        if point.is_null_island() { Err(NoPoint::Zero) } else { Ok(point) }
    }
}
