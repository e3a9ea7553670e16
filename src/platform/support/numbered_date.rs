//! Dates of three numbers whose order nobody states, as phones and spreadsheets write them: `1/9/23, 9:41 PM`.
//!
//! Which number is the day is told by all the dates of a file together, and not guessed when they do not tell.

use jiff::civil::{Date, Time};

/// A date as written: which number is the day is not told yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    parts: [u16; 3],
    /// Whether the first has four digits.
    year_first: bool,
    /// Whether dots stand between them.
    dotted: bool,
}

/// The order of the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day, the month, the year.
    DayMonth,
    /// The month, the day, the year.
    MonthDay,
    /// The year, the month, the day.
    YearFirst,
}

/// Marks of writing direction, which surround names, links and system texts.
pub const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A date, and the time of day if there is one.
pub fn read(text: &str) -> Option<(Numbers, Option<Time>)> {
    let mut numbers: Vec<String> = Vec::with_capacity(6);
    let mut between: Vec<String> = vec![String::new()];
    let mut in_number = false;
    for c in text.trim().chars().filter(|c| !is_mark(*c)) {
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
    if !matches!(numbers.len(), 3 | 5..=7) || numbers.iter().any(|n| n.len() > 4) {
        return None;
    }
    let joint = |at: usize| between.get(at).map_or("", |s| s.trim());
    let is_date = [joint(1), joint(2)].iter().all(|j| matches!(*j, "." | "/" | "-")) && joint(0).is_empty();
    let year_first = numbers.first()?.len() == 4;
    let dotted = joint(1) == ".";
    let values: Vec<u16> = numbers.iter().map(|n| n.parse()).collect::<Result<_, _>>().ok()?;
    let &[a, b, c, ref clock @ ..] = values.as_slice() else { return None };
    let date = Numbers { parts: [a, b, c], year_first, dotted };
    let &[hour, minute, ref seconds @ ..] = clock else {
        return (is_date && joint(3).is_empty()).then_some((date, None));
    };
    // Some languages put the half of the day before the time.
    let letters = joint(3).find(char::is_alphabetic).unwrap_or(joint(3).len());
    let (gap, half_before) = joint(3).split_at(letters);
    let is_gap = matches!(gap.trim_end(), "" | "," | "." | ".," | "،");
    // A fraction of the second may stand last.
    let is_time = (4..numbers.len()).all(|at| matches!(joint(at), ":" | ".") || at == 6 && joint(at) == ",");
    if !(is_date && is_gap && is_time) {
        return None;
    }
    let half = if half_before.is_empty() { joint(numbers.len()) } else { half_before };
    let hour = hour_of_day(hour, half)?;
    let second = seconds.first().copied().unwrap_or(0);
    let small = |n: u16| i8::try_from(n).ok();
    let time = Time::new(hour, small(minute)?, small(second)?, 0).ok()?;
    Some((date, Some(time)))
}

/// A digit of the scripts in which phones write dates, as an ASCII one.
pub fn digit(c: char) -> Option<char> {
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

impl Numbers {
    /// The date, if the numbers are one in this order, and of a year from which such a date can be.
    pub fn date(self, order: Order, first_year: i16) -> Option<Date> {
        let [a, b, c] = self.parts;
        let (day, month, year) = match order {
            Order::DayMonth => (a, b, c),
            Order::MonthDay => (b, a, c),
            Order::YearFirst => (c, b, a),
        };
        let year = if year < 100 { year + 2000 } else { year };
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (date.year() >= first_year).then_some(date)
    }

    /// Whether the day may come first and the month as well.
    pub fn is_either(self, first_year: i16) -> bool {
        [Order::DayMonth, Order::MonthDay].into_iter().all(|order| self.date(order, first_year).is_some())
    }
}

/// What an order would make of the dates: those that are none, and those that lie before the one before.
#[derive(Clone, Copy, Debug)]
struct Trial {
    order: Order,
    first_year: i16,
    faults: u64,
    last: Option<Date>,
}

impl Trial {
    fn take(&mut self, numbers: Numbers) {
        match numbers.date(self.order, self.first_year) {
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
pub fn order_of(dates: impl Iterator<Item = Numbers>, first_year: i16) -> Option<Order> {
    let orders = [Order::DayMonth, Order::MonthDay, Order::YearFirst];
    let mut trials = orders.map(|order| Trial { order, first_year, faults: 0, last: None });
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

/// What dates tell of their order, taken one by one.
#[derive(Clone, Debug)]
pub struct Told {
    is_possible: [bool; 3],
    is_dotted: bool,
    differs_from_month: bool,
    differs_from_year: bool,
    count: u64,
}

impl Default for Told {
    fn default() -> Self {
        Self { is_possible: [true; 3], is_dotted: true, differs_from_month: false, differs_from_year: false, count: 0 }
    }
}

impl Told {
    /// Takes a further date.
    pub fn take(&mut self, numbers: Numbers, first_year: i16) {
        let orders = [Order::DayMonth, Order::MonthDay, Order::YearFirst];
        let made = orders.map(|order| numbers.date(order, first_year));
        for (is_possible, date) in self.is_possible.iter_mut().zip(made) {
            *is_possible &= date.is_some();
        }
        self.differs_from_month |= made[0] != made[1];
        self.differs_from_year |= made[0] != made[2];
        self.is_dotted &= numbers.dotted;
        self.count += 1;
    }

    /// The order of day, month and year, where the dates leave no other: a number above twelve is no month, and nobody
    /// writes the month first with dots; the year first some do. `None` when two orders make dates of all and these differ.
    pub fn sure(&self) -> Option<Order> {
        match self.is_possible {
            _ if self.count == 0 => None,
            [true, false, false] => Some(Order::DayMonth),
            [false, true, false] => Some(Order::MonthDay),
            [false, false, true] => Some(Order::YearFirst),
            [true, true, false] => (self.is_dotted || !self.differs_from_month).then_some(Order::DayMonth),
            [true, false, true] => (!self.differs_from_year).then_some(Order::DayMonth),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(dates: &[&str]) -> Option<Order> {
        order_of(dates.iter().map(|d| read(d).unwrap().0), 2009)
    }

    #[test]
    fn an_order_is_sure_where_the_dates_leave_no_other() {
        let sure = |dates: &[&str]| {
            let mut told = Told::default();
            for date in dates {
                told.take(read(date).unwrap().0, 1990);
            }
            told.sure()
        };
        assert_eq!(sure(&["5/6/2022", "13/6/2022"]), Some(Order::DayMonth));
        assert_eq!(sure(&["5/6/2022", "6/13/2022 10:00:01.250"]), Some(Order::MonthDay));
        assert_eq!(sure(&["2022/5/6"]), Some(Order::YearFirst));
        assert_eq!(sure(&["5.6.2022"]), Some(Order::DayMonth), "dots");
        assert_eq!(sure(&["5.6.32", "30.6.32"]), Some(Order::DayMonth), "two digits for the year");
        assert_eq!(sure(&["3/3/2022"]), Some(Order::DayMonth), "it makes no difference");
        for dates in
            [&["5/6/2022", "6/6/2022"][..], &["6/13/2022", "13/6/2022"], &["22/5/13"], &["5.6.22"], &["5/6/1922"], &[]]
        {
            assert_eq!(sure(dates), None, "{dates:?}");
        }
        assert_eq!(read("5/6"), None);
        assert_eq!(read("5/6/2022 10"), None);
        assert_eq!(read("5/6/2022 PM"), None);
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
}
