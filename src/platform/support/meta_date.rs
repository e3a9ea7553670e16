//! Times as Meta's web pages show them: in the account's language, without a zone.

use jiff::civil::DateTime;

/// The beginnings of month names in the languages Meta's exports were seen in, and a few more.
const MONTHS: &[(&str, i8)] = &[
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("sty", 1),
    ("led", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("lut", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("mrt", 3),
    ("maa", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("kwi", 4),
    ("may", 5),
    ("mai", 5),
    ("mag", 5),
    ("mei", 5),
    ("maj", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("cze", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("lip", 7),
    ("aug", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sie", 8),
    ("sep", 9),
    ("set", 9),
    ("wrz", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("paź", 10),
    ("nov", 11),
    ("lis", 11),
    ("dec", 12),
    ("déc", 12),
    ("dez", 12),
    ("dic", 12),
    ("gru", 12),
];

/// Characters of a longer text, which is no date.
const MANY_CHARS: usize = 48;

/// A date and time that is all of a text: `Mar 10, 2023, 1:25 PM`, `10 mars 2023 à 13:25`, `10.03.2023, 13:25`.
/// Dates with slashes are left alone, because languages order them differently. One behind a word that is neither its
/// month nor set off by a comma, as a weekday is, is another's: “Updated Mar 10, 2023, 1:25 PM”.
pub fn display_time(text: &str) -> Option<DateTime> {
    if text.chars().count() > MANY_CHARS {
        return None;
    }
    let lower = text.to_lowercase();
    let (date, clock) = lower.split_at(lower.find(':')?);
    // The hour is what stands before the first colon.
    let hour_at = date
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + date[at..].chars().next().map_or(1, char::len_utf8));
    let (date, hour) = (date.get(..hour_at)?, date.get(hour_at..)?);
    let mut parts = clock.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|part| !part.is_empty());
    let minute: i8 = number(parts.next()?)?;
    let mut second = 0;
    let mut half = None;
    for part in parts {
        match part.replace('.', "").as_str() {
            "am" | "pm" if half.is_none() => half = Some(part.starts_with('p')),
            "uhr" => {}
            digits if second == 0 && half.is_none() => second = number(digits)?,
            _ => return None,
        }
    }
    let hour: i8 = number(hour)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let (year, month, day) = civil_date(date)?;
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Year, month and day: one named month or all of numbers with dots or dashes.
fn civil_date(text: &str) -> Option<(i16, i8, i8)> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|part| number(part)).collect();
    let words: Vec<&str> = parts.iter().copied().filter(|part| part.chars().all(char::is_alphabetic)).collect();
    if numbers.len() + words.len() != parts.len() {
        return None;
    }
    let (year, month, day) = match (numbers.as_slice(), words.iter().find_map(|word| month_of(word))) {
        ([day, year], Some(month)) if *year > 31 => (*year, month, *day),
        ([year, day], Some(month)) if *year > 31 => (*year, month, *day),
        ([day, month, year], None) if *year > 31 && text.contains('.') => (*year, i8::try_from(*month).ok()?, *day),
        ([year, month, day], None) if *year > 31 && text.contains('-') => (*year, i8::try_from(*month).ok()?, *day),
        _ => return None,
    };
    let is_other = |first: &&str| {
        let is_set_off = text.split_once(*first).is_some_and(|(_, rest)| rest.starts_with(','));
        !is_set_off && (month_of(first).is_none() || words.iter().skip(1).any(|word| month_of(word).is_some()))
    };
    let is_others = parts.first().filter(|first| first.chars().all(char::is_alphabetic)).is_some_and(is_other);
    let few_words = words.len() <= 4 && (2000..2200).contains(&year) && !is_others;
    few_words.then(|| Some((year, month, i8::try_from(day).ok()?))).flatten()
}

fn month_of(word: &str) -> Option<i8> {
    // “Sept” and “September” begin alike; so do “juin” and “jun”, each in its own table row.
    MONTHS.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_forms_and_languages_pages_show_them_in() {
        let expected = "2023-03-10T13:25:00".parse().ok();
        let same = [
            "Mar 10, 2023, 1:25 PM",
            "Mar 10, 2023 1:25 pm",
            "Mar 10, 2023, 1:25\u{202f}PM",
            "March 10, 2023 at 1:25 p.m.",
            "10 Mar 2023, 13:25",
            "10 mars 2023 à 13:25",
            "10. März 2023 um 13:25 Uhr",
            "10.03.2023, 13:25",
            "10 mar 2023 13:25:00",
            "10 de marzo de 2023, 13:25",
            "Friday, March 10, 2023 at 1:25 PM",
            "2023-03-10 13:25",
        ];
        for text in same {
            assert_eq!(display_time(text), expected, "{text}");
        }
        assert_eq!(display_time("Dec 25, 2020 11:30:00 pm"), "2020-12-25T23:30:00".parse().ok());
        assert_eq!(display_time("Jan 1, 2020, 12:05 AM"), "2020-01-01T00:05:00".parse().ok());
        assert_eq!(display_time("14 juil. 2021, 09:00"), "2021-07-14T09:00:00".parse().ok());
    }

    #[test]
    fn what_is_no_time_or_ambiguous_is_none() {
        let none = [
            "",
            ":",
            "1:25 PM",
            "Meet me on Mar 10, 2023 around 1:25 PM by the old pier, will you?",
            "03/10/2023, 1:25 PM",
            "Mar 41, 2023, 1:25 PM",
            "Mar 10, 2023, 13:25 PM",
            "Mar 10, 2023, 1:99 PM",
            "Ratio 2023:10",
            "日本:1",
            "Updated",
            "Updated Mar 10, 2023, 1:25 PM",
            "Aktualisiert am 10. März 2023 um 13:25",
            "Generated Mar 10, 2023, 1:25 PM",
            "My exam is on Mar 10, 2023 1:25 PM",
            "Mar 10, 2023",
            "12345678901234567890:00",
        ];
        for text in none {
            assert_eq!(display_time(text), None, "{text}");
        }
    }
}
