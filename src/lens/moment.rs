//! Moments as they are written in lens and surface files.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::Deserializer;

/// Reads `YYYY-MM-DD` (midnight UTC) or an RFC 3339 instant.
pub(super) fn date_or_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    deserializer.deserialize_str(Written)
}

/// A moment in quotes; a bare date of TOML is told so.
struct Written;

impl serde::de::Visitor<'_> for Written {
    type Value = Timestamp;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a date in quotes, such as \"2018-04-04\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        parse_moment(text).map_err(E::custom)
    }
}

/// Like [`date_or_instant`], for a field that may be left out.
pub(super) fn optional_date_or_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    date_or_instant(deserializer).map(Some)
}

/// The beginning of a day, UTC; `None` at the very ends of the calendar.
pub fn midnight(day: Date) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

/// The moment written as `YYYY-MM-DD` (midnight UTC) or as an RFC 3339 instant.
pub fn parse_moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(date) = text.parse::<Date>() {
        return midnight(date).ok_or_else(|| format!("{text:?} lies outside the calendar"));
    }
    text.parse().map_err(|e| format!("expected YYYY-MM-DD or an RFC 3339 instant, found {text:?} ({e})"))
}
