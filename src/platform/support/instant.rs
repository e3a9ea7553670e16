//! Instants as exports spell them: RFC 3339 with any fraction and offset, or digits since 1970.
//!
//! Digits may also be a date and a clock in a row, [`in_a_row`], which are told from a count by their number.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

/// An instant from RFC 3339 text or from digits: seconds since 1970, or milliseconds when there are
/// more than ten of them, microseconds when there are 15 or 16, nanoseconds when there are 18 or 19. A date and a clock in a row are one with a
/// zone behind them, and none without. `0` and 1970-01-01T00:00:00Z stand for "none".
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let time = match digits(text.as_bytes()) {
        Some(Digits::Seconds(seconds)) => Timestamp::from_second(seconds).ok()?,
        Some(Digits::Millis(millis)) => Timestamp::from_millisecond(millis).ok()?,
        None => spelled(text)?,
    };
    (time != Timestamp::UNIX_EPOCH).then_some(time)
}

fn spelled(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let row = in_a_row(text).filter(|row| row.clock_digits > 0)?;
        row.at_utc()?.checked_sub(jiff::SignedDuration::from_secs(zone_seconds(row.rest)?)).ok()
    })
}

/// A date, perhaps with a clock, in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InARow<'t> {
    /// By whatever clock it was written; midnight where there is none.
    pub local: DateTime,
    /// Digits of the clock: none, those of hour and minute, or those of the second as well.
    pub clock_digits: usize,
    /// What follows: a zone, as a rule.
    pub rest: &'t str,
}

impl InARow<'_> {
    /// The instant, if the clock shows UTC.
    pub fn at_utc(&self) -> Option<Timestamp> {
        self.local.to_zoned_datetime(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    }
}

/// Years of which digits in a row are a date.
const ROW_YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Reads `20230513`, `202305131204`, `20230513120405`, the same with a `T` or a space before the clock, and with a fraction
/// or thousandths of the second behind it, which are left out.
///
/// No count since 1970 is taken for one. Of 8 digits the years allowed would be seconds of August 1970, of 12 milliseconds
/// of 1976, of 14 and 17 milliseconds of 2611 and after. Of 10 and 16 digits, a date with an hour or with hundredths,
/// they would be seconds and microseconds of the 2030s; nobody writes such dates, and those digits are a count.
pub fn in_a_row(text: &str) -> Option<InARow<'_>> {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (day, after) = text.split_at(run(text).min(8));
    let (clock, clock_digits) = match (run(text), run(after.get(1..).unwrap_or_default())) {
        (8, 4 | 6) if after.starts_with(['T', ' ']) => (after.get(1..)?, run(after.get(1..)?)),
        (8, _) if after.is_empty() => ("", 0),
        (12, _) => (after, 4),
        (14 | 17, _) => (after, 6),
        _ => return None,
    };
    let part = |text: &str, at: usize| two(text.as_bytes(), at).and_then(|n| i8::try_from(n).ok());
    let year = i16::try_from(two(day.as_bytes(), 0)? * 100 + two(day.as_bytes(), 2)?).ok()?;
    let date = jiff::civil::Date::new(year, part(day, 4)?, part(day, 6)?).ok()?;
    let time = match clock_digits {
        0 => Time::midnight(),
        4 => Time::new(part(clock, 0)?, part(clock, 2)?, 0, 0).ok()?,
        _ => Time::new(part(clock, 0)?, part(clock, 2)?, part(clock, 4)?, 0).ok()?,
    };
    let rest = clock.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['.', ',']).map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let found = InARow { local: date.to_datetime(time), clock_digits, rest: rest.trim_start() };
    ROW_YEARS.contains(&year).then_some(found)
}

/// Seconds east of Greenwich; `None` for none, or for words that are not known.
pub fn zone_seconds(zone: &str) -> Option<i64> {
    if ["UTC", "GMT", "Z"].iter().any(|word| zone.eq_ignore_ascii_case(word)) {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String =
        zone.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').filter(|c| *c != ':').collect();
    let (hours, minutes) = (digits.get(..2)?.parse::<i64>().ok()?, digits.get(2..4)?.parse::<i64>().ok()?);
    (digits.len() == 4 && hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// An instant from a clock in UTC, `2021-04-15 19:51:50` with or without ` UTC` or `+0000` after it, or from any
/// spelling of [`instant`].
pub fn utc_clock(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let clock = text.strip_suffix("UTC").or_else(|| text.strip_suffix("+0000")).unwrap_or(text).trim_end();
    let found = Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", format!("{clock} +0000"));
    found.ok().or_else(|| instant(text)).filter(|t| *t != Timestamp::UNIX_EPOCH)
}

/// Seconds since 1970 of the same spellings as [`instant`], rounded down; made for millions of calls.
pub fn seconds(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let seconds = match rfc3339_seconds(text) {
        Some(seconds) => seconds,
        None => match digits(text) {
            Some(Digits::Seconds(seconds)) => seconds,
            Some(Digits::Millis(millis)) => millis.div_euclid(1000),
            None => floor_seconds(spelled(std::str::from_utf8(text).ok()?)?),
        },
    };
    (seconds != 0 && Timestamp::from_second(seconds).is_ok()).then_some(seconds)
}

/// Whole seconds since 1970, rounded down, also before 1970.
pub fn floor_seconds(time: Timestamp) -> i64 {
    time.as_nanosecond().div_euclid(1_000_000_000) as i64
}

enum Digits {
    Seconds(i64),
    Millis(i64),
}

fn digits(text: &[u8]) -> Option<Digits> {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    if unsigned.is_empty() || !unsigned.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    if matches!(unsigned.len(), 8 | 12 | 14 | 17) && in_a_row(text).is_some() {
        return None;
    }
    let value: i64 = text.parse().ok()?;
    Some(match unsigned.len() {
        ..=10 => Digits::Seconds(value),
        // Milliseconds of this many digits would be of years that nobody writes.
        15 | 16 => Digits::Millis(value.div_euclid(1_000)),
        18 | 19 => Digits::Millis(value.div_euclid(1_000_000)),
        _ => Digits::Millis(value),
    })
}

fn two(text: &[u8], at: usize) -> Option<i64> {
    let (high, low) = (text.get(at)?.wrapping_sub(b'0'), text.get(at + 1)?.wrapping_sub(b'0'));
    (high <= 9 && low <= 9).then_some(i64::from(high) * 10 + i64::from(low))
}

/// The common form, `2022-01-12T17:18:24[.fraction](Z|±hh:mm)`; anything rarer is left to the full parser.
fn rfc3339_seconds(text: &[u8]) -> Option<i64> {
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, byte)| text.get(*at) != Some(byte)) {
        return None;
    }
    let year = two(text, 0)? * 100 + two(text, 2)?;
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    let (hour, minute, second) = (two(text, 11)?, two(text, 14)?, two(text, 17)?);
    if !(1..=12).contains(&month) || !(1..=28).contains(&day) && !is_month_day(year, month, day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut rest = text.get(19..)?;
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        rest = fraction.get(len..).filter(|_| (1..=9).contains(&len))?;
    }
    let offset = offset_seconds(rest)?;
    Some(days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

fn offset_seconds(text: &[u8]) -> Option<i64> {
    match text {
        b"Z" => Some(0),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (two(text, 1)?, two(text, 4)?);
            let seconds = hours * 3600 + minutes * 60;
            (hours <= 24 && minutes <= 59).then_some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

fn is_month_day(year: i64, month: i64, day: i64) -> bool {
    jiff::civil::Date::new(year as i16, month as i8, day as i8).is_ok()
}

/// Days since 1970 in the Gregorian calendar: years start in March, so that the leap day comes last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_readers_know_every_spelling() {
        let cases = [
            ("2022-01-12T17:18:24.190Z", "2022-01-12T17:18:24.19Z"),
            ("2022-01-12T17:18:24Z", "2022-01-12T17:18:24Z"),
            ("2024-06-21T19:51:13.014-06:00", "2024-06-22T01:51:13.014Z"),
            ("1512947698030", "2017-12-10T23:14:58.03Z"),
            ("1512947698", "2017-12-10T23:14:58Z"),
            ("1512947698030000", "2017-12-10T23:14:58.03Z"),
            ("1512947698030000000", "2017-12-10T23:14:58.03Z"),
            ("-86400", "1969-12-31T00:00:00Z"),
            ("2024-02-29T00:00:00+05:45", "2024-02-28T18:15:00Z"),
            ("20230513T120405Z", "2023-05-13T12:04:05Z"),
            ("20230513120405Z", "2023-05-13T12:04:05Z"),
            ("202305131204Z", "2023-05-13T12:04:00Z"),
            ("20230513140405.250+0200", "2023-05-13T12:04:05Z"),
            ("20230513 120405 UTC", "2023-05-13T12:04:05Z"),
            ("946684800000", "2000-01-01T00:00:00Z"),
            ("2023051312", "2034-02-08T22:41:52Z"),
            ("2023051312040512", "2034-02-08T22:41:52.04Z"),
        ];
        for (text, expected) in cases {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(instant(text), Some(expected), "{text}");
            assert_eq!(seconds(text.as_bytes()), Some(floor_seconds(expected)), "{text}");
        }
        for none in [
            "0",
            "",
            "1970-01-01T00:00:00Z",
            "x",
            "2023-02-29T00:00:00Z",
            "2022-13-01T00:00:00Z",
            "-",
            "99999999999999999999",
            "20230513",
            "202305131204",
            "20230513120405",
            "20230513120405678",
            "20230513120405 CEST",
        ] {
            assert_eq!(instant(none), None, "{none}");
            assert_eq!(seconds(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn digits_in_a_row_are_a_date_only_where_no_count_has_as_many() {
        let read = |text: &str| in_a_row(text).map(|row| (row.local.to_string(), row.clock_digits));
        let at = |local: &str, digits| Some((local.to_owned(), digits));
        assert_eq!(read("20230513"), at("2023-05-13T00:00:00", 0));
        assert_eq!(read("202305131204"), at("2023-05-13T12:04:00", 4));
        assert_eq!(read("20230513T1204"), at("2023-05-13T12:04:00", 4));
        for text in ["20230513120405", "20230513 120405", "20230513T120405.25", "20230513120405678"] {
            assert_eq!(read(text), at("2023-05-13T12:04:05", 6), "{text}");
        }
        for count in [
            "1683979445",
            "1683979445678",
            "946684800000",
            "1683979445678901",
            "2023051312",
            "2023051312040512",
            "19891231",
            "21010101",
            "202313131204",
            "202305132404",
            "20230229",
            "20230513T",
            "20230513x",
            "é0230513",
            "",
        ] {
            assert_eq!(read(count), None, "{count}");
        }
    }

    #[test]
    fn a_clock_in_utc_may_say_so() {
        for text in
            ["2021-04-15 19:51:50", "2021-04-15 19:51:50 UTC", "2021-04-15 19:51:50 +0000", "2021-04-15T19:51:50Z"]
        {
            assert_eq!(utc_clock(text), Some("2021-04-15T19:51:50Z".parse().unwrap()), "{text}");
        }
        assert_eq!(utc_clock("2021-04-15 19:51:50 PST"), None);
        assert_eq!(utc_clock("é"), None);
    }

    proptest! {
        #[test]
        fn the_quick_reader_agrees_with_the_full_one(at in -62_000_000_000_i64..250_000_000_000, nanos in 0_i32..1_000_000_000, offset in -1439_i32..1440) {
            let time = Timestamp::new(at, nanos).unwrap();
            let zoned = time.to_zoned_datetime(jiff::tz::Offset::from_seconds(offset * 60).unwrap().to_time_zone());
            let local = zoned.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string();
            prop_assert_eq!(seconds(time.to_string().as_bytes()), Some(floor_seconds(time)));
            prop_assert_eq!(seconds(local.as_bytes()), Some(floor_seconds(time)), "{}", local);
        }

        #[test]
        fn no_text_panics(text in "[-0-9T:Z.+]{0,30}") {
            prop_assert_eq!(seconds(text.as_bytes()), instant(&text).map(floor_seconds).filter(|s| *s != 0));
        }

        #[test]
        fn no_digits_in_a_row_panic(text in "(199|20|21)[0-9]{2,18}[T .,Zé+]{0,2}[0-9]{0,8}") {
            let _seen = in_a_row(&text);
        }

        #[test]
        fn a_count_of_our_time_is_no_date(at in 631_152_000_i64..4_102_444_800, factor in prop::sample::select(&[1, 1_000, 1_000_000, 1_000_000_000][..])) {
            let text = (at * factor).to_string();
            prop_assert_eq!(in_a_row(&text), None);
            prop_assert_eq!(instant(&text).map(floor_seconds), Some(at));
        }
    }
}
