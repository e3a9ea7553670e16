//! Times as exports spell them for people: a date, perhaps a clock, perhaps a zone.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::instant;
use super::json_raw::Raw;
use super::numbered_date::{self, Order};
use super::track::FIRST_YEAR;
pub use super::track::says_none;
use crate::model::{Item, TimePrecision};

/// A time as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpelledTime {
    /// When; UTC, or by the clock of an unknown zone taken as UTC.
    pub time: Timestamp,
    /// How finely it is known: to the day without a clock or without a zone.
    pub precision: TimePrecision,
}

/// Whether a clock that names no zone is known to show UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The platform writes UTC, and says so elsewhere or was measured to.
    Utc,
    /// Somebody's local time, or nobody knows.
    Local,
}

/// Reads `2022-07-14 12:00:00 UTC`, `2022/07/14 12:00:00.000`, `2018-04-05 06:06:05 +0000 UTC`,
/// `2022-07-14`, `2022-07-14 08:15 AM`, RFC 3339, RFC 2822 and digits since 1970. The first second of 1970
/// stands for "none".
pub fn read(text: &str, clock: Clock) -> Option<SpelledTime> {
    let text = text.trim();
    // A year is no number of seconds.
    let is_short_number = text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(time) = instant::instant(text).filter(|_| !is_short_number) {
        return Some(SpelledTime { time, precision: TimePrecision::Second });
    }
    if let Some(row) = instant::in_a_row(text) {
        // A zone that is known has made an instant of it above.
        let precision = match (row.clock_digits, clock) {
            (4, Clock::Utc) if row.rest.is_empty() => TimePrecision::Minute,
            (6, Clock::Utc) if row.rest.is_empty() => TimePrecision::Second,
            _ => TimePrecision::Day,
        };
        return Some(SpelledTime { time: row.at_utc()?, precision });
    }
    // As in mail: `Sun, 01 Jan 2023 12:00:00 +0000`.
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let time = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        return Some(SpelledTime { time, precision: TimePrecision::Second });
    }
    let date = date(text.get(..10)?)?;
    let rest = text.get(10..)?.trim_start_matches(['T', ' ', ',']);
    let moment = if rest.trim().is_empty() {
        SpelledTime { time: utc(date.to_datetime(Time::midnight()))?, precision: TimePrecision::Day }
    } else {
        clocked(date, rest, clock)?
    };
    (moment.time != Timestamp::UNIX_EPOCH).then_some(moment)
}

/// The same of a JSON field, a number or a text; a number with a fraction is seconds since 1970, or milliseconds when it
/// has more than eleven digits before the point. Digits alone that are no time by [`read`] are none.
pub fn of_raw(raw: Option<Raw<'_>>, clock: Clock) -> Option<SpelledTime> {
    let raw = raw?;
    read(std::str::from_utf8(raw.token()).ok()?, clock).or_else(|| {
        let is_count = !raw.token().iter().all(u8::is_ascii_digit);
        let number = raw.number().filter(|s| is_count && *s != 0.0 && s.abs() < 1e14)?;
        let seconds = if number.abs() < 1e11 { number } else { number / 1e3 };
        let time = Timestamp::from_second(seconds.floor() as i64).ok()?;
        Some(SpelledTime { time, precision: TimePrecision::Second })
    })
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn clocked(date: Date, rest: &str, clock: Clock) -> Option<SpelledTime> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (hands, zone) = (rest.get(..end)?, rest.get(end..)?);
    let zone =
        zone.strip_prefix('.').map_or(zone, |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
    let (half, zone) = half_of_day(zone.trim_start());
    let time = hands_of(hands, half)?;
    let local = date.to_datetime(time);
    let offset = instant::zone_seconds(zone.trim());
    let known = offset.or((clock == Clock::Utc && zone.trim().is_empty()).then_some(0));
    let at = utc(local)?.checked_sub(jiff::SignedDuration::from_secs(known.unwrap_or(0))).ok()?;
    let precision = match (known, hands.matches(':').count()) {
        (None, _) => TimePrecision::Day,
        (Some(_), 1) => TimePrecision::Minute,
        (Some(_), _) => TimePrecision::Second,
    };
    Some(SpelledTime { time: at, precision })
}

/// Whether it is before or after noon, when the clock has twelve hours, and the text after that.
fn half_of_day(text: &str) -> (Option<bool>, &str) {
    let word = text.get(..2).unwrap_or_default();
    let rest = text.get(2..).unwrap_or_default();
    if word.eq_ignore_ascii_case("pm") {
        (Some(true), rest)
    } else if word.eq_ignore_ascii_case("am") {
        (Some(false), rest)
    } else {
        (None, text)
    }
}

fn hands_of(text: &str, afternoon: Option<bool>) -> Option<Time> {
    let mut parts = text.split(':').map(str::parse::<i8>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().map_or(Some(0), Result::ok)?;
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    Time::new(hour, minute, second, 0).ok()
}

/// By a clock that shows UTC.
fn utc(at: DateTime) -> Option<Timestamp> {
    at.to_zoned_datetime(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// The same of a text, or of a date of three numbers in the order that the whole column has.
pub fn read_in(text: &str, clock: Clock, order: Option<Order>) -> Option<SpelledTime> {
    read(text, clock).or_else(|| {
        let (numbers, time) = numbered_date::read(text)?;
        let local = numbers.date(order?, FIRST_YEAR)?.to_datetime(time.unwrap_or_default());
        let precision = match (time, clock) {
            (Some(_), Clock::Utc) => TimePrecision::Minute,
            _ => TimePrecision::Day,
        };
        Some(SpelledTime { time: utc(local)?, precision })
    })
}

/// Whether a text is a date in which day and month cannot be told apart.
pub fn is_either(text: &str) -> bool {
    numbered_date::read(text).is_some_and(|(numbers, _)| numbers.is_either(FIRST_YEAR))
}

/// Sets an item's time from what stands in its field; where that is not understood, the item says so.
pub fn set_text(item: &mut Item, text: Option<&str>, clock: Clock, order: Option<Order>) {
    set_time(item, text.and_then(|text| read_in(text, clock, order)));
    item.unread_time = item.time.is_none() && text.is_some_and(|text| !says_none(text));
}

/// The same of a JSON field.
pub fn set_raw(item: &mut Item, raw: Option<Raw<'_>>, clock: Clock) {
    set_time(item, of_raw(raw, clock));
    let says = |raw: Raw<'_>| std::str::from_utf8(raw.token()).is_ok_and(|text| !says_none(text));
    item.unread_time = item.time.is_none() && raw.is_some_and(says);
}

/// Sets an item's time, or that there is none.
pub const fn set_time(item: &mut Item, moment: Option<SpelledTime>) {
    match moment {
        Some(moment) => {
            item.time = Some(moment.time);
            item.time_precision = moment.precision;
        }
        None => item.set_time(None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn local(text: &str) -> Option<(String, TimePrecision)> {
        read(text, Clock::Local).map(|m| (m.time.to_string(), m.precision))
    }

    #[test]
    fn a_zone_makes_it_good_to_the_second_and_none_to_the_day() {
        let at = |time: &str, precision| Some((time.to_owned(), precision));
        let noon = "2022-07-14T12:00:00Z";
        for text in [
            "2022-07-14 12:00:00 UTC",
            "2022/07/14 12:00:00 UTC",
            "2022-07-14T12:00:00 UTC",
            "2022-07-14 12:00:00 +0000 UTC",
            "2022-07-14 14:00:00 +0200",
            "2022-07-14T14:00:00.500+02:00".trim_end(),
        ] {
            let read = local(text).unwrap();
            assert!(read.0.starts_with("2022-07-14T12:00:00"), "{text}: {read:?}");
            assert_eq!(read.1, TimePrecision::Second, "{text}");
        }
        assert_eq!(local("2022-07-14 12:00:00"), at(noon, TimePrecision::Day));
        assert_eq!(local("2022-07-14 12:00:00 CEST"), at(noon, TimePrecision::Day), "a word that is not known");
        assert_eq!(local("2022-07-14"), at("2022-07-14T00:00:00Z", TimePrecision::Day));
        assert_eq!(local("2022-07-14 12:15 PM"), at("2022-07-14T12:15:00Z", TimePrecision::Day));
        assert_eq!(local("2022-07-14 08:15 AM UTC"), at("2022-07-14T08:15:00Z", TimePrecision::Minute));
        assert_eq!(local("20220714"), at("2022-07-14T00:00:00Z", TimePrecision::Day));
        assert_eq!(local("20220714T120000"), at(noon, TimePrecision::Day));
        let raw =
            |text: &str| of_raw(Some(Raw::new(text.as_bytes())), Clock::Utc).map(|m| (m.time.to_string(), m.precision));
        assert_eq!(raw("202207141200"), at(noon, TimePrecision::Minute));
        assert_eq!(raw("20220714120000"), at(noon, TimePrecision::Second));
        assert_eq!(raw("1657800000000"), at(noon, TimePrecision::Second));
        assert_eq!(raw("1657800000.5"), at(noon, TimePrecision::Second));
        assert_eq!([raw("2022"), raw("20221314")], [None, None], "a year is no time since 1970");
        let utc = read("2022-07-14 12:00:00.000000", Clock::Utc).unwrap();
        assert_eq!((utc.time.to_string().as_str(), utc.precision), (noon, TimePrecision::Second));
    }

    #[test]
    fn what_stands_for_none_is_none() {
        for text in [
            "",
            "0",
            "1970-01-01 00:00:00 +0000 UTC",
            "0000-00-00 00:00:00",
            "2022",
            "20221314",
            "2022-07",
            "2022-13-01",
            "N/A",
            "2022-07-14 25:00:00 UTC",
        ] {
            assert_eq!(read(text, Clock::Utc), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}", digits in "[-0-9 :/APMTUZ+.]{0,30}") {
            let _seen = (read(&text, Clock::Utc), read(&digits, Clock::Local));
        }
    }
}
