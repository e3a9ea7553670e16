//! One position in metadata, with what is known of its quality.

use crate::model::GeoPoint;

/// Why a position is less than certain, although the file holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointDoubt {
    /// The file does not say north or south, or east or west; the numbers were taken as they stand.
    Hemisphere,
    /// The file says that the receiver had no fix: the position is an older one.
    NoFix,
    /// The seconds of arc are left blank, so the position is good for the minute only, which is up to 2 km.
    Seconds,
}

impl std::fmt::Display for PointDoubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Hemisphere => "hemisphere not recorded",
            Self::NoFix => "the receiver had no fix at that moment",
            Self::Seconds => "good for the minute of arc only",
        })
    }
}

/// How a device found out where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixMethod {
    /// Satellites.
    Satellites,
    /// The mobile cell: good for hundreds of metres to kilometres.
    Cell,
    /// Wireless networks around.
    Wifi,
    /// Mobile cells or wireless networks, it does not say which.
    Network,
    /// Whatever the device had, put together.
    Fused,
    /// Set by hand.
    Manual,
}

impl FixMethod {
    /// The method by the words that cameras and phones use for it.
    pub(super) fn of(word: &str) -> Option<Self> {
        let word = word.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_ascii_uppercase();
        Some(match word.as_str() {
            "GPS" | "GNSS" | "GLONASS" | "DGPS" | "QZSS" | "BDS" => Self::Satellites,
            "CELLID" | "CELL ID" | "CELL" | "CELL-ID" => Self::Cell,
            "WLAN" | "WIFI" | "WI-FI" => Self::Wifi,
            "NETWORK" => Self::Network,
            "FUSED" | "HYBRID" | "HYBRID-FIX" | "HYBRIDFIX" | "A-GPS" | "AGPS" => Self::Fused,
            "MANUAL" => Self::Manual,
            _ => return None,
        })
    }
}

impl std::fmt::Display for FixMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Satellites => "satellites",
            Self::Cell => "mobile cell",
            Self::Wifi => "Wi-Fi",
            Self::Network => "mobile cells or Wi-Fi",
            Self::Fused => "satellites, cells and Wi-Fi together",
            Self::Manual => "hand",
        })
    }
}

/// A position with what is known of its quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fix {
    pub(super) point: GeoPoint,
    /// Height above the sea in metres.
    pub(super) altitude_metres: Option<f64>,
    pub(super) accuracy_metres: Option<f64>,
    pub(super) method: Option<FixMethod>,
    pub(super) doubt: Option<PointDoubt>,
}

impl Fix {
    /// A position without doubt about it.
    pub(super) const fn sure(point: GeoPoint) -> Self {
        Self { point, altitude_metres: None, accuracy_metres: None, method: None, doubt: None }
    }
}

/// Half the Earth's circumference: a larger radius of uncertainty says nothing. Metres.
const ACCURACY_CAP: f64 = 20_000_000.0;

/// A radius of uncertainty, if it is one; metres.
pub(super) fn accuracy(metres: f64) -> Option<f64> {
    (metres > 0.0 && metres < ACCURACY_CAP).then_some(metres)
}

/// A height above the sea, if a camera can have been there; metres.
pub(super) fn altitude(metres: f64) -> Option<f64> {
    (-12_000.0..1_000_000.0).contains(&metres).then_some(metres)
}
