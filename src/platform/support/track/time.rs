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
        Err(_not_both) => (without_zone(&text).parse::<Date>().ok()?.at(0, 0, 0, 0), false),
    };
    let at = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (at != Timestamp::UNIX_EPOCH).then_some(TrackTime { at, is_zoned, is_to_second })
}

/// The month or year of a text that tells no more, in words: `May 2024` of `2024-05`, `2024` of `2024`. XML allows a
/// zone behind either.
pub(super) fn period(text: &str) -> Option<Box<str>> {
    let text = without_zone(text.trim());
    let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
    let is_number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(year, 4) || month.is_some_and(|month| !is_number(month, 2)) {
        return None;
    }
    let first = Date::new(year.parse().ok()?, month.map_or(Ok(1), str::parse).ok()?, 1).ok()?;
    Some(first.strftime(if month.is_some() { "%B %Y" } else { "%Y" }).to_string().into())
}

/// A date without the zone that XML allows behind it, which is of no use without a time of the day.
fn without_zone(text: &str) -> &str {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let is_zone = |zone: &str| matches!(zone.as_bytes(), [b'+' | b'-', _, _, b':', _, _]);
    text.split_at_checked(text.len().saturating_sub(6)).filter(|(_, zone)| is_zone(zone)).map_or(text, |(text, _)| text)
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

    #[test]
    fn a_month_or_a_year_is_told_in_words() {
        let words = |text: &str| period(text);
        for text in ["2024-05", " 2024-05 ", "2024-05Z", "2024-05+02:00"] {
            assert_eq!(words(text).as_deref(), Some("May 2024"), "{text}");
        }
        assert_eq!(words("2024").as_deref(), Some("2024"));
        for none in ["", "24", "2024-13", "2024-5", "2024-05-06", "12024", "next year", "-2024", "20é4"] {
            assert_eq!(words(none), None, "{none}");
        }
        for day in ["2024-05-06Z", "2024-05-06+02:00"] {
            assert_eq!(
                moment(day).map(|m| (m.at.to_string(), m.is_to_second)),
                Some(("2024-05-06T00:00:00Z".to_owned(), false))
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-0-9T:Z.+/ UTCGM]{0,30}") {
            let _seen = (moment(&text), period(&text));
        }
    }
}
