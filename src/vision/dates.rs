//! Dates written in a line of text, as tickets, receipts and posters write them.

use jiff::civil::Date;

/// Years that a date on a picture may plausibly tell.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2049;

/// First three letters of the months in English, German, French, Spanish, Italian, Portuguese and Dutch, by month.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"], &["feb", "fév", "fev"], &["mar", "mär", "mrt"], &["apr", "avr", "abr"],
    &["may", "mai", "mag", "mei"], &["jun", "juin", "giu"], &["jul", "juil", "lug"], &["aug", "aoû", "aou", "ago"],
    &["sep", "set"], &["oct", "okt", "ott", "out"], &["nov"], &["dec", "dez", "déc", "dic"],
];

/// A piece of a line: a run of digits or of letters, and what stands before it.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
}

impl Piece<'_> {
    fn number(&self) -> Option<i16> {
        (self.text.len() <= 4).then(|| self.text.parse().ok()).flatten()
    }

    fn year(&self) -> Option<i16> {
        (self.text.len() == 4).then(|| self.number()).flatten().filter(|y| YEARS.contains(y))
    }

    fn day_or_month(&self) -> Option<i8> {
        (self.text.len() <= 2).then(|| self.text.parse().ok()).flatten()
    }

    fn month_name(&self) -> Option<i8> {
        let lower = self.text.to_lowercase();
        // A word is the name of a month when it starts like one and is as long as one, or as its abbreviation.
        let known = |names: &&[&str]| names.iter().any(|n| lower.starts_with(n)) && lower.chars().count() <= 9;
        let at = MONTHS.iter().position(known)?;
        let whole = FULL_NAMES.split(' ').any(|full| full == lower);
        (whole || lower.chars().count() <= 4).then_some(at as i8 + 1)
    }
}

/// Full names of months in these languages.
static FULL_NAMES: &str = "january february march april june july august september october november december \
    januar januari februar februari märz maart mai juni juli oktober dezember mei augustus \
    janvier février mars avril juin juillet août septembre octobre novembre décembre \
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre \
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
    janeiro fevereiro março maio junho julho setembro outubro dezembro";

/// The dates in a line, each with the part that tells it. Of `03/04/2018` nothing tells which is the month, so it is left
/// out.
pub(super) fn dates(line: &str) -> Vec<(Date, &str)> {
    let pieces = pieces(line);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some([a, b, c]) = pieces.get(at..at + 3).and_then(|p| <[Piece<'_>; 3]>::try_from(p).ok()) {
        let between = line.get(a.start..c.start + c.text.len()).unwrap_or_default();
        match date(a, b, c).filter(|_| is_tight(between)) {
            Some(date) => {
                found.push((date, between));
                at += 3;
            }
            None => at += 1,
        }
    }
    found
}

fn date(a: Piece<'_>, b: Piece<'_>, c: Piece<'_>) -> Option<Date> {
    if let (Some(year), Some(month), Some(day)) = (a.year(), b.day_or_month(), c.day_or_month()) {
        return Date::new(year, month, day).ok();
    }
    let year = c.year()?;
    if let (Some(day), Some(month)) = (a.day_or_month(), b.month_name()) {
        return Date::new(year, month, day).ok();
    }
    if let (Some(month), Some(day)) = (a.month_name(), b.day_or_month()) {
        return Date::new(year, month, day).ok();
    }
    let (first, second) = (a.day_or_month()?, b.day_or_month()?);
    match (first, second) {
        _ if first == second => Date::new(year, first, second).ok(),
        (13.., _) => Date::new(year, second, first).ok(),
        (_, 13..) => Date::new(year, first, second).ok(),
        _ => None,
    }
}

/// Whether only what stands inside dates stands between the pieces.
fn is_tight(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | ' ' | ',' | '\''))
}

/// Runs of digits and runs of letters.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    const MOST: usize = 200;
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut start = None;
    let mut digits = false;
    let ends = line.char_indices().chain([(line.len(), ' ')]);
    for (at, c) in ends {
        let same = c.is_alphanumeric() && c.is_ascii_digit() == digits;
        if let Some(from) = start.filter(|_| !same) {
            found.extend(line.get(from..at).map(|text| Piece { text, start: from }));
            start = None;
        }
        if c.is_alphanumeric() && start.is_none() {
            start = Some(at);
            digits = c.is_ascii_digit();
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(line: &str) -> Vec<String> {
        dates(line).into_iter().map(|(date, written)| format!("{date} {written}")).collect()
    }

    #[test]
    fn dates_of_tickets_and_posters_are_read() {
        assert_eq!(said("2018-08-10 BOARDING"), ["2018-08-10 2018-08-10"]);
        assert_eq!(said("SAT 18 AUG 2018 20:00"), ["2018-08-18 18 AUG 2018"]);
        assert_eq!(said("18AUG2018"), ["2018-08-18 18AUG2018"]);
        assert_eq!(said("August 5, 2019"), ["2019-08-05 August 5, 2019"]);
        assert_eq!(said("31.12.2017"), ["2017-12-31 31.12.2017"]);
        assert_eq!(said("08/25/2018"), ["2018-08-25 08/25/2018"]);
        assert_eq!(said("le 14 juillet 2016"), ["2016-07-14 14 juillet 2016"]);
        assert_eq!(said("05/05/2018"), ["2018-05-05 05/05/2018"]);
    }

    #[test]
    fn what_could_be_two_dates_or_none_is_left_out() {
        for line in ["03/04/2018", "ROOM 1204", "1 800 2018", "31.02.2018", "MARKET 5 2018", "MAYOR 5 2018", "2018", ""]
        {
            assert!(said(line).is_empty(), "{line}: {:?}", said(line));
        }
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in "[0-9A-Za-zäé ./,-]{0,40}|\\PC{0,40}") {
            for (date, written) in dates(&line) {
                prop_assert!(YEARS.contains(&date.year()) && line.contains(written));
            }
        }
    }
}
