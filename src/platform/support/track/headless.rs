//! Tables of fixes without a line of names: their columns are told by the values, where these leave no other reading.
//!
//! Two columns next to each other are degrees with four decimals and more, and one of them is longer than a latitude can
//! be or has letters of the hemisphere; one is a moment, or two are a day and a clock; all others are numbers.

use super::columns::{Columns, When};
use super::time::{is_of_receivers, moment};
use crate::platform::support::axis::Axis;
use crate::platform::support::coord;
use crate::platform::support::table::{Row, Table};

/// Rows looked at, at most.
const MOST_ROWS: usize = 200;
/// Rows from which on they tell.
const FEWEST_ROWS: usize = 5;
/// Columns of such a table at most.
const MOST_COLUMNS: usize = 30;
/// Decimals that degrees have as a rule and heights and speeds have not.
const DECIMALS: usize = 4;

/// What all values of a column so far can be.
#[expect(clippy::struct_excessive_bools, reason = "what a column can still be, each by itself")]
struct Column {
    is_number: bool,
    is_degrees: bool,
    is_moment: bool,
    is_day: bool,
    is_clock: bool,
    /// The half that letters say it is.
    letters: Option<Axis>,
    largest: f64,
    precise: usize,
}

impl Column {
    const ANYTHING: Self = Self {
        is_number: true,
        is_degrees: true,
        is_moment: true,
        is_day: true,
        is_clock: true,
        letters: None,
        largest: 0.0,
        precise: 0,
    };

    fn take(&mut self, text: &str) {
        let degrees = coord::angle(text).filter(|degrees| degrees.abs() <= 180.0);
        self.is_degrees &= degrees.is_some();
        self.largest = self.largest.max(degrees.unwrap_or_default().abs());
        let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
        self.precise += usize::from(decimals >= DECIMALS);
        let letter = |letters: &[char]| text.contains(letters);
        self.letters =
            self.letters.or(letter(&['N', 'S']).then_some(Axis::Lat)).or(letter(&['E', 'W']).then_some(Axis::Lon));
        self.is_number &= text.is_empty() || text.parse::<f64>().is_ok();
        let time = moment(text).filter(|time| is_of_receivers(time.at));
        self.is_moment &= time.is_some_and(|time| time.is_to_second);
        self.is_day &= time.is_some_and(|time| !time.is_to_second);
        self.is_clock &= text.parse::<jiff::civil::Time>().is_ok();
    }
}

/// The only one that is like this.
fn only(columns: &[Column], is_it: impl Fn(&Column) -> bool) -> Option<usize> {
    let mut all = columns.iter().enumerate().filter(|(_, column)| is_it(column)).map(|(at, _)| at);
    all.next().filter(|_| all.next().is_none())
}

/// Where position and time stand in a table without names, if its first rows tell.
pub(super) fn columns(bytes: &[u8]) -> Option<Columns> {
    let found = layout(bytes).filter(|found| found.is_sure)?;
    Some(Columns::by_place(found.lat, found.lon, found.when, found.has_others))
}

/// Whether the beginning of a file is that of a table of fixes that lacks nothing but names: two columns of degrees, of
/// which either may be the latitude.
pub fn lacks_names(head: &[u8]) -> bool {
    // The last line may be cut.
    let rows = head.iter().rposition(|b| *b == b'\n').and_then(|end| head.get(..end)).unwrap_or_default();
    layout(rows).is_some_and(|found| !found.is_sure)
}

/// What the columns of a table without names are.
struct Layout {
    lat: usize,
    lon: usize,
    /// Whether the values leave no other reading.
    is_sure: bool,
    when: When,
    has_others: bool,
}

fn layout(bytes: &[u8]) -> Option<Layout> {
    if !matches!(bytes.trim_ascii_start().first()?, b'0'..=b'9' | b'+' | b'-' | b'"' | b'N' | b'S' | b'E' | b'W') {
        return None;
    }
    let mut table = Table::headless(bytes);
    let (mut columns, mut rows) = (Vec::new(), 0);
    while rows < MOST_ROWS
        && let Some(row) = table.next_row()
    {
        take(row.ok().filter(|row| row.width() <= MOST_COLUMNS)?, rows == 0, &mut columns)?;
        rows += 1;
    }
    if rows < FEWEST_ROWS {
        return None;
    }
    let is_half = |column: &Column| column.is_degrees && column.precise * 2 > rows;
    let halves: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| is_half(column)).map(|(at, _)| at).collect();
    let &[first, second] = halves.as_slice() else { return None };
    let (lat, lon, is_sure) = match (columns.get(first)?, columns.get(second)?) {
        (Column { letters: Some(Axis::Lat), .. }, Column { letters: Some(Axis::Lon), .. }) => (first, second, true),
        (Column { letters: Some(Axis::Lon), .. }, Column { letters: Some(Axis::Lat), .. }) => (second, first, true),
        (one, other) if one.largest <= 90.0 && other.largest > 90.0 => (first, second, true),
        (one, other) if one.largest > 90.0 && other.largest <= 90.0 => (second, first, true),
        (one, other) if one.largest <= 90.0 && other.largest <= 90.0 => (first, second, false),
        _ => return None,
    };
    let when = only(&columns, |column| column.is_moment).map(When::One).or_else(|| {
        let (day, clock) = (only(&columns, |column| column.is_day)?, only(&columns, |column| column.is_clock)?);
        Some(When::Two { day, clock })
    })?;
    let is_told = |at: usize| at == lat || at == lon || when.is_at(at);
    let others = columns.iter().enumerate().filter(|(at, _)| !is_told(*at));
    let is_plain = others.clone().all(|(_, column)| column.is_number);
    let has_others = others.count() > 0;
    (second == first + 1 && is_plain).then_some(Layout { lat, lon, is_sure, when, has_others })
}

/// Takes a row, which must have as many fields as the others.
fn take(row: Row<'_>, is_first: bool, columns: &mut Vec<Column>) -> Option<()> {
    if is_first {
        columns.resize_with(row.width(), || Column::ANYTHING);
    }
    let is_alike = row.width() == columns.len();
    for (at, column) in columns.iter_mut().enumerate() {
        column.take(&row.text(Some(at)).unwrap_or_default());
    }
    is_alike.then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_told(row: impl Fn(i64) -> String) -> bool {
        let text: String = (0..8).map(|n| row(n) + "\n").collect();
        super::super::sniff(text.as_bytes()).is_some() && super::super::columns::read(text.as_bytes(), None).is_some()
    }

    #[test]
    fn columns_without_names_are_told_only_where_they_are_clear() {
        let at = |n: i64| jiff::Timestamp::from_second(1_600_000_000 + n * 60).unwrap();
        assert!(is_told(|n| format!("{},-33.8567{n},151.2152{n}", at(n))));
        assert!(is_told(|n| format!("151.2152{n};-33.8567{n};{}", at(n).as_second())), "the longitude first");
        assert!(is_told(|n| format!("45.7640{n}N,4.8357{n}E,{},173.5,0", at(n))), "letters");
        assert!(is_told(|n| format!("{n},2021-08-03,18:0{n}:00,-33.8567{n},151.2152{n}")), "a day and a clock");
        assert!(!is_told(|n| format!("{},45.7640{n},4.8357{n}", at(n))), "either may be the latitude");
        let lacks =
            |row: &dyn Fn(i64) -> String| lacks_names((0..8).map(|n| row(n) + "\n").collect::<String>().as_bytes());
        assert!(lacks(&|n| format!("{},45.7640{n},4.8357{n},120", at(n))), "and names would tell which");
        assert!(!lacks(&|n| format!("{},-33.8567{n},151.2152{n}", at(n))), "it lacks none");
        assert!(!lacks(&|n| format!("45.7640{n},4.8357{n},{n}")), "no time");
        assert!(!lacks(&|n| format!("time,lat,lon\n{},45.7640{n},4.8357{n}", at(n))), "it has some");
        assert!(!is_told(|n| format!("{},-33.8567{n},151.2152{n},Dinner", at(n))), "somebody's words");
        assert!(!is_told(|n| format!("{},-33.8567{n},151.2152{n},120.1234{n}", at(n))), "three of them");
        assert!(!is_told(|n| format!("-33.8567{n},151.2152{n},{n}")), "no time");
        assert!(!is_told(|n| format!("{},-33.8567{n},151.2152{n}", at(n * 7 % 5))), "in no order");
        assert!(!is_told(|n| format!("{},-33.8{n},151.2{n}", at(n))), "numbers of anything");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-0-9.,;NE\"T:Z\n\t é]{0,300}") {
            let _seen = columns(text.as_bytes()).is_some();
        }
    }
}
