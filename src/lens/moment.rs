//! Moments as they are written in lens and surface files.

use jiff::Timestamp;
use serde::{Deserialize as _, Deserializer};

/// Reads `YYYY-MM-DD` (midnight UTC) or an RFC 3339 instant.
pub(super) fn date_or_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_moment(&text).map_err(serde::de::Error::custom)
}

/// Like [`date_or_instant`], for a field that may be left out.
pub(super) fn optional_date_or_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    date_or_instant(deserializer).map(Some)
}

/// The moment written as `YYYY-MM-DD` (midnight UTC) or as an RFC 3339 instant.
pub fn parse_moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(date) = text.parse::<jiff::civil::Date>() {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        return jiff::tz::TimeZone::UTC.to_timestamp(midnight).map_err(|e| e.to_string());
    }
    text.parse().map_err(|e| format!("expected YYYY-MM-DD or an RFC 3339 instant, found {text:?} ({e})"))
}
