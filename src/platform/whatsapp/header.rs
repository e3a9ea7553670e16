//! Headers of messages: three numbers of a date in the phone's order, a time, a name.

use jiff::civil::{Date, DateTime, Time};

/// A date as written: which number is the day is not told yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    parts: [u16; 3],
    /// Whether the first has four digits.
    year_first: bool,
    /// Whether dots stand between them.
    dotted: bool,
}

/// One line that starts a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// The date.
    pub(super) date: Numbers,
    /// The time of day, on the phone's clock.
    pub(super) time: Time,
    /// Who wrote it, unless the app did.
    pub(super) name: Option<&'t str>,
    /// What.
    pub(super) text: &'t str,
}

/// The order of the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayMonth,
    MonthDay,
    YearFirst,
}

/// Marks of writing direction, which surround names, links and system texts.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text without marks of direction and space around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// Bytes of a header at most: names are short, dates shorter.
const HEADER_CAP: usize = 60;

/// Splits a line that starts a message.
pub(super) fn split(line: &str) -> Option<Line<'_>> {
    let line = line.trim_start_matches(is_mark).trim_end_matches('\r');
    let (head, rest) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once("] ")?,
        None if line.starts_with(|c: char| digit(c).is_some()) => line.split_once(" - ")?,
        None => return None,
    };
    if head.len() > HEADER_CAP {
        return None;
    }
    let (date, time) = moment(head)?;
    let (name, text) = match rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, ""))) {
        Some((name, text)) => (Some(bare(name)).filter(|n| !n.is_empty()), text),
        None => (None, rest),
    };
    Some(Line { date, time, name, text })
}

/// A date and a time.
fn moment(head: &str) -> Option<(Numbers, Time)> {
    let mut numbers: Vec<String> = Vec::with_capacity(6);
    let mut between: Vec<String> = vec![String::new()];
    let mut in_number = false;
    for c in head.trim().chars().filter(|c| !is_mark(*c)) {
        match digit(c) {
            Some(c) if in_number => numbers.last_mut()?.push(c),
            Some(c) => {
                numbers.push(c.into());
                between.push(String::new());
            }
            None => between.last_mut()?.push(c),
        }
        in_number = digit(c).is_some();
    }
    if !matches!(numbers.len(), 5 | 6) || numbers.iter().any(|n| n.len() > 4) {
        return None;
    }
    let joint = |at: usize| between.get(at).map_or("", |s| s.trim());
    let is_date = [joint(1), joint(2)].iter().all(|j| matches!(*j, "." | "/" | "-")) && joint(0).is_empty();
    // Some languages put the half of the day before the time.
    let letters = joint(3).find(char::is_alphabetic).unwrap_or(joint(3).len());
    let (gap, half_before) = joint(3).split_at(letters);
    let is_gap = matches!(gap.trim_end(), "" | "," | "." | ".," | "،");
    let is_time = (4..numbers.len()).all(|at| matches!(joint(at), ":" | "."));
    if !(is_date && is_gap && is_time) {
        return None;
    }
    let values: Vec<u16> = numbers.iter().map(|n| n.parse()).collect::<Result<_, _>>().ok()?;
    let [a, b, c, hour, minute, ref seconds @ ..] = values[..] else { return None };
    let half = if half_before.is_empty() { joint(numbers.len()) } else { half_before };
    let hour = hour_of_day(hour, half)?;
    let second = seconds.first().copied().unwrap_or(0);
    let small = |n: u16| i8::try_from(n).ok();
    let time = Time::new(hour, small(minute)?, small(second)?, 0).ok()?;
    let date = Numbers { parts: [a, b, c], year_first: numbers.first()?.len() == 4, dotted: joint(1) == "." };
    Some((date, time))
}

/// A digit of the scripts in which phones write dates, as an ASCII one.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        // Arabic, Persian and Urdu, Devanagari.
        '\u{660}'..='\u{669}' => u32::from(c) - 0x660,
        '\u{6f0}'..='\u{6f9}' => u32::from(c) - 0x6f0,
        '\u{966}'..='\u{96f}' => u32::from(c) - 0x966,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Words for the half before noon, letters only and in lower case: of the date formats of the Unicode CLDR.
const BEFORE_NOON: &[&str] = &["am", "上午", "午前", "오전", "ص", "ق\u{638}", "πμ", "öö", "vorm", "fm"];
/// Words for the half after noon.
const AFTER_NOON: &[&str] = &["pm", "下午", "午後", "오후", "م", "ب\u{638}", "μμ", "ös", "nachm", "em"];

/// The hour on a clock of 24 hours; `half` is what stands beside the time: `PM`, `p. m.`, `下午`, nothing.
fn hour_of_day(hour: u16, half: &str) -> Option<i8> {
    let half: String = half.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is = |words: &[&str]| words.contains(&half.as_str());
    let hour = match (1..=12).contains(&hour) {
        _ if half.is_empty() => hour,
        true if is(BEFORE_NOON) => hour % 12,
        true if is(AFTER_NOON) => hour % 12 + 12,
        _ => return None,
    };
    i8::try_from(hour).ok()
}

/// The first year from which a chat can be.
const FIRST_YEAR: i16 = 2009;

impl Numbers {
    /// The date, if the numbers are one in this order.
    pub(super) fn date(self, order: Order) -> Option<Date> {
        let [a, b, c] = self.parts;
        let (day, month, year) = match order {
            Order::DayMonth => (a, b, c),
            Order::MonthDay => (b, a, c),
            Order::YearFirst => (c, b, a),
        };
        let year = if year < 100 { year + 2000 } else { year };
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (date.year() >= FIRST_YEAR).then_some(date)
    }
}

impl Line<'_> {
    /// When it was sent, on the phone's clock.
    pub(super) fn at(&self, order: Order) -> Option<DateTime> {
        Some(self.date.date(order)?.to_datetime(self.time))
    }
}

/// What an order would make of the dates: those that are none, and those that lie before the one before.
#[derive(Clone, Copy, Debug)]
struct Trial {
    order: Order,
    faults: u64,
    last: Option<Date>,
}

impl Trial {
    fn take(&mut self, numbers: Numbers) {
        match numbers.date(self.order) {
            Some(date) => {
                self.faults += u64::from(self.last.is_some_and(|last| date < last));
                self.last = Some(date);
            }
            None => self.faults += 1,
        }
    }
}

/// The order of day, month and year in a file: the one that makes dates of all and goes forward in
/// time. `None` when two orders do so equally well and differ.
pub(super) fn order_of(dates: impl Iterator<Item = Numbers>) -> Option<Order> {
    let mut trials = [Order::DayMonth, Order::MonthDay, Order::YearFirst].map(|order| Trial { order, faults: 0, last: None });
    let (mut count, mut dotted, mut year_first, mut differ) = (0_u64, true, 0_u64, false);
    for numbers in dates {
        count += 1;
        dotted &= numbers.dotted;
        year_first += u64::from(numbers.year_first);
        differ |= numbers.parts[0] != numbers.parts[1];
        for trial in &mut trials {
            trial.take(numbers);
        }
    }
    let [day, month, year] = trials;
    // A year of two digits comes first in few places; then the others make no dates of it.
    if year_first * 2 > count || (day.faults.min(month.faults) * 2 > count && year.faults == 0) {
        return Some(Order::YearFirst);
    }
    match day.faults.cmp(&month.faults) {
        std::cmp::Ordering::Less => Some(Order::DayMonth),
        std::cmp::Ordering::Greater => Some(Order::MonthDay),
        // Nobody writes the month first with dots.
        std::cmp::Ordering::Equal => (dotted || !differ).then_some(Order::DayMonth),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order(dates: &[&str]) -> Option<Order> {
        order_of(dates.iter().map(|d| moment(&format!("{d}, 12:00")).unwrap().0))
    }

    #[test]
    fn both_styles_of_headers_are_read() {
        let line = split("\u{200e}[2020-12-01, 12:00:12] Person 2: \u{200e}British Library").unwrap();
        assert_eq!((line.name, bare(line.text)), (Some("Person 2"), "British Library"));
        let line = split("1/9/23, 9:41\u{202f}PM - \u{202a}+41 79 000\u{202c}: Hi: there").unwrap();
        assert_eq!((line.name, line.text), (Some("+41 79 000"), "Hi: there"));
        assert_eq!((line.time.hour(), line.time.minute()), (21, 41));
        assert_eq!(split("01.12.20, 12:00 - Nora hat die Gruppe erstellt.").unwrap().name, None);
        assert_eq!(split("1/12/2020 12:00 p. m. - A: b").unwrap().time.hour(), 12);
        assert_eq!(split("1/12/2020, 12.05 - A: b").unwrap().time.minute(), 5);
    }

    #[test]
    fn dates_of_other_languages_are_read() {
        let hour = |line: &str| split(line).map(|l| l.time.hour());
        for line in [
            "2023/1/14 下午3:04 - 新: 你好",
            "[2023/1/14 下午3:04:05] 新: 你好",
            "23. 1. 14. 오후 3:04 - 신: 안녕",
            "2023/01/14 午後3:04 - 新: やあ",
            "\u{661}\u{664}/\u{661}/\u{662}\u{660}\u{662}\u{663}، \u{663}:\u{660}\u{664} م - نور: مرحبا",
            "[14.01.23, 15:04:05] Nora: hallo",
            "14-01-2023 15:04 - Nora: hallo",
            "14/1/2023, 3:04\u{202f}p.\u{a0}m. - Nora: hola",
        ] {
            assert_eq!(hour(line), Some(15), "{line}");
        }
        let arabic = split("\u{661}\u{664}/\u{661}/\u{662}\u{660}\u{662}\u{663}، \u{663}:\u{660}\u{664} م - نور: مرحبا").unwrap();
        assert_eq!(arabic.date.date(Order::DayMonth).unwrap().to_string(), "2023-01-14");
    }

    #[test]
    fn other_lines_are_no_headers() {
        for line in ["", "hello", "12 - 3: x", "[1/2] x: y", "1/12/2020 is a date - A: b", "[99/12/2020, 25:00] A: b", "1.2.3.4 - A: b"] {
            assert_eq!(split(line), None, "{line}");
        }
    }

    #[test]
    fn the_order_is_told_by_numbers_above_twelve_or_by_time_going_forward() {
        assert_eq!(order(&["1/2/20", "25/2/20"]), Some(Order::DayMonth));
        assert_eq!(order(&["1/2/20", "2/25/20"]), Some(Order::MonthDay));
        assert_eq!(order(&["2020-12-01", "2020-12-02"]), Some(Order::YearFirst));
        assert_eq!(order(&["9/1/20", "10/1/20", "1/2/20"]), Some(Order::DayMonth), "January, then February");
        assert_eq!(order(&["1/9/20", "1/10/20", "2/1/20"]), Some(Order::MonthDay));
        assert_eq!(order(&["20/12/01", "21/01/05"]), Some(Order::YearFirst));
    }

    #[test]
    fn an_order_that_cannot_be_told_is_not_guessed() {
        assert_eq!(order(&["1/2/20", "1/3/20"]), None);
        assert_eq!(order(&["1.2.20", "1.3.20"]), Some(Order::DayMonth), "dots");
        assert_eq!(order(&["3/3/20"]), Some(Order::DayMonth), "it makes no difference");
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "[\\[\\]0-9/.:, \\-APM\u{200e}\u{202f}é]{0,40}") {
            if let Some(line) = split(&line) {
                let _date = line.at(Order::DayMonth);
            }
        }
    }
}
