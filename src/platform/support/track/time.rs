//! Times as GPS files and logs spell them: with a zone, without one, or as a date only.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::platform::support::coord;
use crate::platform::support::instant::{in_a_row, instant};
use crate::platform::support::numbered_date::{self, Order, Told};

/// The first year of a date in a table: the first civil receivers are from then.
pub const FIRST_YEAR: i16 = 1990;
/// What words of a month or a year end with.
pub(super) const WITHOUT_DAY: &str = ", without a day";

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

/// A time in RFC 3339 or digits, `2024-05-06 07:08:09`, `2024/05/06 07:08 UTC`, `2024-05-06`, `202405060708`.
pub fn moment(text: &str) -> Option<TrackTime> {
    let text = text.trim();
    if let Some(row) = in_a_row(text).filter(|row| row.rest.is_empty()) {
        return Some(TrackTime { at: row.at_utc()?, is_zoned: false, is_to_second: row.clock_digits > 0 });
    }
    if is_no_count(text) {
        return None;
    }
    // A named zone would be read over, and the time taken for UTC.
    if text.ends_with(']') {
        return None;
    }
    if let Some(at) = instant(text) {
        return Some(TrackTime { at, is_zoned: true, is_to_second: true });
    }
    if let Some(at) = fraction(text) {
        return Some(TrackTime { at, is_zoned: true, is_to_second: true });
    }
    let unzoned = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT"));
    let is_zoned = unzoned.is_some();
    let text = unzoned.unwrap_or(text).trim_end().replace('/', "-");
    let (time, is_to_second) = match text.parse::<DateTime>() {
        // A date alone is read as midnight.
        Ok(time) => (time, text.contains(':') || text.split_once('T').is_some_and(|(_, clock)| clock.len() >= 4)),
        Err(_not_both) => (without_zone(&text).parse::<Date>().ok()?.at(0, 0, 0, 0), false),
    };
    let at = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (at != Timestamp::UNIX_EPOCH).then_some(TrackTime { at, is_zoned, is_to_second })
}

/// Seconds since 1970 with a fraction, or milliseconds where there are more than eleven digits before it. Those of a
/// date and a clock written in a row are more: `20240506070809.000`.
fn fraction(text: &str) -> Option<Timestamp> {
    /// Milliseconds of the year 2100.
    const LATEST: f64 = 4.1e12;
    let number: f64 = text.parse().ok().filter(|n: &f64| (1e8..4.1e9).contains(n) || (1e11..LATEST).contains(n))?;
    Timestamp::from_millisecond(if number < 1e11 { number * 1e3 } else { number } as i64).ok()
}

/// A time as [`moment`] reads it, or a date of three numbers in the order that the whole table has, with or without a
/// clock: `13/05/2024 07:08 PM`.
pub fn moment_in(text: &str, order: Option<Order>) -> Option<TrackTime> {
    moment(text).or_else(|| {
        let (numbers, clock) = numbered_date::read(text)?;
        let day = numbers.date(order?, FIRST_YEAR)?;
        let at = day.to_datetime(clock.unwrap_or_default()).to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
        Some(TrackTime { at, is_zoned: false, is_to_second: clock.is_some() })
    })
}

/// Whether a moment is of the years in which receivers and phones recorded any.
pub(super) fn is_of_receivers(at: Timestamp) -> bool {
    (631_152_000..4_102_444_800).contains(&at.as_second())
}

/// The order of day, month and year in a column of times, if they are such dates and leave no other; taken row by row.
#[derive(Debug, Default)]
pub struct ColumnOrder {
    told: Told,
    has_begun: bool,
    is_usual: bool,
}

impl ColumnOrder {
    /// Takes the text of a row.
    pub fn take(&mut self, text: &str) {
        if self.is_usual || text.is_empty() {
            return;
        }
        if moment(text).is_some() {
            // A table that begins with times as everybody reads them goes on so; of one that begins otherwise every row counts.
            self.is_usual = !self.has_begun;
        } else if let Some((numbers, _)) = numbered_date::read(text) {
            self.told.take(numbers, FIRST_YEAR);
        }
        self.has_begun = true;
    }

    /// Whether further rows change nothing.
    pub fn is_settled(&self) -> bool {
        self.is_usual
    }

    /// The order.
    pub fn order(&self) -> Option<Order> {
        self.told.sure()
    }
}

/// What a text says of a time where it gives no day: `May 2024, without a day` of `2024-05`, the same of a year alone, and
/// a date in which day and month cannot be told apart. XML allows a zone behind a month or a year.
pub(super) fn period(text: &str) -> Option<Box<str>> {
    let either = |text: &str| {
        let is_either = numbered_date::read(text).is_some_and(|(numbers, _)| numbers.is_either(FIRST_YEAR));
        (is_either && moment(text).is_none())
            .then(|| format!("{text}, whose day and month cannot be told apart").into())
    };
    period_of_month(text).or_else(|| either(without_zone(text.trim())))
}

/// The same of a month and of a year alone.
pub(super) fn period_of_month(text: &str) -> Option<Box<str>> {
    let text = without_zone(text.trim());
    let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
    let is_number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(year, 4) || month.is_some_and(|month| !is_number(month, 2)) {
        return None;
    }
    let first = Date::new(year.parse().ok()?, month.map_or(Ok(1), str::parse).ok()?, 1).ok()?;
    let words = first.strftime(if month.is_some() { "%B %Y" } else { "%Y" });
    Some(format!("{words}{WITHOUT_DAY}").into())
}

/// Whether a text stands for no time: nothing, a word for it, the beginning of the count.
pub fn says_none(text: &str) -> bool {
    let text = text.trim();
    coord::is_none(text)
        || text.starts_with("1970-01-01")
        || text.bytes().all(|b| matches!(b, b'0' | b'-' | b':' | b' '))
}

/// A date without the zone that XML allows behind it, which is of no use without a time of the day.
fn without_zone(text: &str) -> &str {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let is_zone = |zone: &str| matches!(zone.as_bytes(), [b'+' | b'-', _, _, b':', _, _]);
    text.split_at_checked(text.len().saturating_sub(6)).filter(|(_, zone)| is_zone(zone)).map_or(text, |(text, _)| text)
}

/// Whether digits are no count of seconds since 1970: a year, a date, a date and a time.
pub(super) fn is_no_count(text: &str) -> bool {
    const FEWEST_DIGITS: usize = 9;
    (text.len() < FEWEST_DIGITS || text.len() == 14) && text.bytes().all(|b| b.is_ascii_digit())
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
            ("1714979289.0", true, true),
            ("1.714979289E9", true, true),
            ("1714979289000.0", true, true),
            ("2024-05-06 07:08:09 UTC", true, true),
            ("2024/05/06 07:08:09", false, true),
            ("20240506070809", false, true),
            ("20240506070809.000", false, true),
            ("20240506T070809", false, true),
            ("20240506070809Z", true, true),
            ("20240506T070809Z", true, true),
            ("2024-05-06T07:08:09.000", false, true),
        ];
        let at: Timestamp = "2024-05-06T07:08:09Z".parse().unwrap();
        for (text, is_zoned, is_to_second) in cases {
            assert_eq!(moment(text), Some(TrackTime { at, is_zoned, is_to_second }), "{text}");
        }
        assert_eq!(
            moment("202405060708").map(|m| (m.at.to_string(), m.is_zoned)),
            Some(("2024-05-06T07:08:00Z".to_owned(), false))
        );
        for day in ["2024-05-06", "20240506"] {
            let day = moment(day).unwrap();
            assert_eq!((day.at.to_string().as_str(), day.is_to_second), ("2024-05-06T00:00:00Z", false));
        }
        for none in [
            "",
            "2024",
            "2024-05",
            "yesterday",
            "20241306",
            "12345678",
            "20241306070809",
            "1970-01-01",
            "2024-13-01 00:00:00",
            "99:99",
        ] {
            assert_eq!(moment(none), None, "{none}");
        }
    }

    #[test]
    fn a_month_or_a_year_is_told_in_words() {
        let words = |text: &str| period(text);
        for text in ["2024-05", " 2024-05 ", "2024-05Z", "2024-05+02:00"] {
            assert_eq!(words(text).as_deref(), Some("May 2024, without a day"), "{text}");
        }
        assert_eq!(words("2024").as_deref(), Some("2024, without a day"));
        for none in ["", "24", "2024-13", "2024-5", "2024-05-06", "12024", "next year", "-2024", "20é4"] {
            assert_eq!(words(none), None, "{none}");
        }
        let either = words("5/6/2024 10:00");
        assert_eq!(either.as_deref(), Some("5/6/2024 10:00, whose day and month cannot be told apart"));
        assert_eq!(words("13/6/2024"), None);
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
