//! The day in the name that a camera or a phone gave to a file.
//!
//! Cameras name files by their own clock, whose zone is not said, so that a name is good for the day at most.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Years in which files are named this way.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// The day in `IMG_20190615_120322.jpg`, `PXL_20210304_101112345.jpg`, `Screenshot_2019-06-15-12-03-22.png`,
/// `2019-06-15 12.03.22.jpg` or `2019-06-15(1).jpg`, at midnight in UTC. Digits that are no date with a time, and a day
/// among words that people wrote, tell nothing; nor does the day on which a messenger stored a file.
pub fn day_in_name(file_name: &str) -> Option<Timestamp> {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let day = whole_day(stem).or_else(|| stamped_day(stem))?;
    Some(day.to_datetime(Time::midnight()).to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())
}

/// The whole name is a day, perhaps with the number of a further file of that day.
fn whole_day(stem: &str) -> Option<Date> {
    let (day, rest) = stem.split_at_checked(10)?;
    let number = rest.trim_start_matches(['(', '_', ' ']).trim_end_matches(')');
    let is_number =
        rest.is_empty() || rest.len() > number.len() && !number.is_empty() && is_digits(number) && number.len() < 4;
    is_number.then(|| date(day.get(..4)?, day.get(5..7)?, day.get(8..)?).filter(|_| has_lines(day))).flatten()
}

/// A day that a time of the day follows.
fn stamped_day(stem: &str) -> Option<Date> {
    let mut runs = stem.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).peekable();
    while let Some(run) = runs.next() {
        let mut rest = runs.clone();
        let day = match run.len() {
            8 => date(run.get(..4)?, run.get(4..6)?, run.get(6..)?),
            4 => rest.next().zip(rest.next()).and_then(|(month, day)| date(run, month, day)),
            _ => None,
        };
        if day.is_some() && is_clock(rest) {
            return day;
        }
    }
    None
}

/// Whether hours, minutes and seconds come next, in one run of digits or in three; milliseconds may follow.
fn is_clock<'t>(mut runs: impl Iterator<Item = &'t str>) -> bool {
    let Some(first) = runs.next() else { return false };
    let parts = match first.len() {
        6 | 9 => [first.get(..2), first.get(2..4), first.get(4..6)],
        2 => [Some(first), runs.next(), runs.next()],
        _ => return false,
    };
    let [hour, minute, second] = parts.map(|part| part.filter(|p| p.len() == 2).and_then(|p| p.parse::<u8>().ok()));
    hour.is_some_and(|h| h < 24) && minute.is_some_and(|m| m < 60) && second.is_some_and(|s| s < 60)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|d| YEARS.contains(&d.year()))
}

fn has_lines(day: &str) -> bool {
    [4, 7].iter().all(|at| day.as_bytes().get(*at) == Some(&b'-'))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::day_in_name;

    #[test]
    fn names_of_cameras_and_phones_tell_the_day() {
        for name in [
            "IMG_20190615_120322.jpg",
            "20190615_120322.jpg",
            "20190615_120322(0).jpg",
            "PXL_20190615_101112345.MP.jpg",
            "VID-20190615-120322.mp4",
            "Screenshot_2019-06-15-12-03-22.png",
            "2019-06-15 12.03.22.jpg",
            "signal-2019-06-15-12-03-22-123.jpg",
            "2019-06-15.jpg",
            "2019-06-15(1).jpg",
            "2019-06-15_12.jpg",
        ] {
            assert_eq!(day_in_name(name).map(|t| t.to_string()), Some("2019-06-15T00:00:00Z".into()), "{name}");
        }
    }

    #[test]
    fn other_digits_tell_nothing() {
        for name in [
            "IMG_0001.jpg",
            "IMG-20190615-WA0001.jpg",
            "2019-06-15 at the lake.jpg",
            "20190615.jpg",
            "12345678_123456.jpg",
            "20191315_120322.jpg",
            "20190615_250322.jpg",
            "120190615_120322.jpg",
            "2019-06-15(x).jpg",
            "original_1d4caa6f-0000-4111-8222-333344445555_P.jpg",
            "",
        ] {
            assert_eq!(day_in_name(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_panics(name in "\\PC{0,20}", digits in "[-0-9_.() ]{0,30}") {
            let _seen = (day_in_name(&name), day_in_name(&digits));
        }
    }
}
