//! Times as GPS files and logs spell them: with a zone, without one, or as a date only.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::platform::support::instant::instant;

/// A time and how much of it the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackTime {
    /// The moment; one without a zone is taken for UTC, which is what GPS counts in.
    pub at: Timestamp,
    /// Whether the text gives the zone.
    pub is_zoned: bool,
    /// Whether it gives more than the day.
    pub is_to_second: bool,
}

/// A time in RFC 3339 or digits, `2024-05-06 07:08:09`, `2024/05/06 07:08 UTC`, `2024-05-06`.
pub fn moment(text: &str) -> Option<TrackTime> {
    let text = text.trim();
    if is_short_number(text) {
        return None;
    }
    if let Some(at) = instant(text) {
        return Some(TrackTime { at, is_zoned: true, is_to_second: true });
    }
    let unzoned = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT"));
    let is_zoned = unzoned.is_some();
    let text = unzoned.unwrap_or(text).trim_end().replace('/', "-");
    let (time, is_to_second) = match text.parse::<DateTime>() {
        // A date alone is read as midnight.
        Ok(time) => (time, text.contains(':')),
        Err(_not_both) => (text.parse::<Date>().ok()?.at(0, 0, 0, 0), false),
    };
    let at = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (at != Timestamp::UNIX_EPOCH).then_some(TrackTime { at, is_zoned, is_to_second })
}

/// Whether a text is a year, or a count, rather than seconds since 1970.
pub(super) fn is_short_number(text: &str) -> bool {
    const FEWEST_DIGITS: usize = 9;
    text.len() < FEWEST_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_says_how_much_it_tells() {
        let cases = [
            ("2024-05-06T07:08:09Z", true, true),
            ("2024-05-06T09:08:09+0200", true, true),
            ("1714979289", true, true),
            ("1714979289000", true, true),
            ("2024-05-06 07:08:09 UTC", true, true),
            ("2024/05/06 07:08:09", false, true),
            ("2024-05-06T07:08:09.000", false, true),
        ];
        let at: Timestamp = "2024-05-06T07:08:09Z".parse().unwrap();
        for (text, is_zoned, is_to_second) in cases {
            assert_eq!(moment(text), Some(TrackTime { at, is_zoned, is_to_second }), "{text}");
        }
        let day = moment("2024-05-06").unwrap();
        assert_eq!((day.at.to_string().as_str(), day.is_to_second), ("2024-05-06T00:00:00Z", false));
        for none in ["", "2024", "2024-05", "yesterday", "1970-01-01", "2024-13-01 00:00:00", "99:99"] {
            assert_eq!(moment(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-0-9T:Z.+/ UTCGM]{0,30}") {
            let _seen = moment(&text);
        }
    }
}
