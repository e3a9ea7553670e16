//! Dates of `activities.csv`, spelled by the account's language: `Oct 7, 2020, 2:43:11 PM`, `27 juil. 2026, 14:43:11`, `07.10.2020, 14:43:11`.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::platform::support::track::moment;

/// Beginnings of the names of months; the longest that fits a word is its month.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "sty", "янв"],
    &["feb", "fév", "fev", "febb", "lut", "фев"],
    &["mar", "mär", "mrt", "mrz", "мар"],
    &["apr", "avr", "abr", "kwi", "апр"],
    &["may", "mai", "mag", "mei", "maj", "май", "мая"],
    &["jun", "juin", "giu", "cze", "июн"],
    &["jul", "juil", "lug", "lip", "июл"],
    &["aug", "aoû", "aou", "ago", "sie", "авг"],
    &["sep", "set", "wrz", "сен"],
    &["oct", "okt", "out", "ott", "paź", "окт"],
    &["nov", "lis", "ноя"],
    &["dec", "déc", "dez", "dic", "des", "gru", "дек"],
];

fn month(word: &str) -> Option<i8> {
    let fits = |names: &[&str]| names.iter().filter(|name| word.starts_with(**name)).map(|name| name.len()).max();
    let best = MONTHS.iter().enumerate().filter_map(|(i, names)| Some((fits(names)?, i))).max_by_key(|(len, _)| *len)?;
    i8::try_from(best.1 + 1).ok()
}

/// Numbers and words; a number ends where a word begins, for some languages write no space between.
fn tokens(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty());
    let runs = parts.flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let is_digit = rest.chars().next()?.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            Some(run)
        })
    });
    runs.collect()
}

/// A moment whose zone is not told. `None` when day and month cannot be told apart.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    if let Some(moment) = moment(text) {
        return Some(moment.at);
    }
    let text = text.to_lowercase();
    let tokens = tokens(&text);
    let by_name = tokens.iter().find_map(|t| month(t));
    let numbers: Vec<i16> = tokens.iter().filter_map(|t| t.parse().ok()).collect();
    let (year, month, day, rest) = match (by_name, numbers.as_slice()) {
        (Some(month), [day, year, rest @ ..]) if *year > 31 => (*year, month, *day, rest),
        (None, [year, month, day, rest @ ..]) if *year > 31 => (*year, i8::try_from(*month).ok()?, *day, rest),
        // Points stand between day, month and year; with slashes either may come first.
        (None, [day, month, year, rest @ ..]) if *year > 31 && (text.contains('.') || *day > 12) => {
            (*year, i8::try_from(*month).ok()?, *day, rest)
        }
        (None, [month, day, year, rest @ ..]) if *year > 31 && *day > 12 => {
            (*year, i8::try_from(*month).ok()?, *day, rest)
        }
        _ => return None,
    };
    let at = |i: usize| rest.get(i).and_then(|n| i8::try_from(*n).ok()).unwrap_or(0);
    let hour = match (at(0), tokens.contains(&"pm"), tokens.contains(&"am")) {
        (hour, true, _) if hour < 12 => hour + 12,
        (12, _, true) => 0,
        (hour, ..) => hour,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || at(1) > 59 || at(2) > 59 {
        return None;
    }
    let day = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let day = date(day.year(), day.month(), day.day());
    Some(day.at(hour.max(0), at(1).max(0), at(2).max(0), 0).to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_of_several_languages_are_read() {
        for (text, expected) in [
            ("Oct 7, 2020, 2:43:11 PM", "2020-10-07T14:43:11Z"),
            ("Oct 7, 2020, 12:03:11 AM", "2020-10-07T00:03:11Z"),
            ("27 juil. 2026, 14:43:11", "2026-07-27T14:43:11Z"),
            ("3 juin 2021 à 08:00:01", "2021-06-03T08:00:01Z"),
            ("07.10.2020, 14:43:11", "2020-10-07T14:43:11Z"),
            ("2020-10-07 14:43:11", "2020-10-07T14:43:11Z"),
            ("7 okt. 2020 14:43:11", "2020-10-07T14:43:11Z"),
            ("2020/10/07 14:43:11", "2020-10-07T14:43:11Z"),
            ("2020年10月7日 14:43:11", "2020-10-07T14:43:11Z"),
            ("27/10/2020, 14:43:11", "2020-10-27T14:43:11Z"),
        ] {
            assert_eq!(parse(text), Some(expected.parse().unwrap()), "{text}");
        }
        for none in ["", "07/10/2020, 14:43:11", "soon", "Oct 45, 2020, 1:00:00 AM", "31.02.2020"] {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9a-z.,:/ -]{0,40}") {
            let _seen = parse(&text);
        }
    }
}
