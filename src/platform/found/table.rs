//! Tables with a column for a latitude and one for a longitude.

use super::keys;
use super::{File, Spot};
use crate::model::Ask;
use crate::platform::support::axis::{Axis, Half, half};
use crate::platform::support::coord;
use crate::platform::support::numbered_date::{self, Order};
use crate::platform::support::table::{NotATable, Row, Table, from_header};
use crate::platform::support::track::{ColumnOrder, FIRST_YEAR};

/// Columns of a table that are looked at.
const MOST_COLUMNS: usize = 500;

/// Where in a row one position stands.
struct Pair {
    columns: Columns,
    rest: String,
}

/// The columns of a position.
enum Columns {
    /// One for each half.
    Halves { lat: (usize, Half), lon: (usize, Half) },
    /// One for both halves, as `46.5216, 6.63653`.
    Text(usize),
}

/// A column of times.
struct Times {
    /// How likely it is the time of the record; smaller is likelier.
    rank: u8,
    rest: String,
    column: usize,
    /// The order of its days and months, where that is told by all of them only.
    order: Option<Order>,
}

/// Finds the order of day and month in each of these columns.
fn find_orders(bytes: &[u8], times: &mut [Times], said: Option<Order>) {
    let mut columns: Vec<ColumnOrder> = times.iter().map(|_| ColumnOrder::default()).collect();
    let Ok(mut table) = Table::open(bytes) else { return };
    while !columns.iter().all(ColumnOrder::is_settled)
        && let Some(row) = table.next_row()
    {
        let Ok(row) = row else { continue };
        for (times, column) in times.iter().zip(&mut columns).filter(|(_, column)| !column.is_settled()) {
            row.text(Some(times.column)).into_iter().for_each(|text| column.take(&text));
        }
    }
    for (times, column) in times.iter_mut().zip(columns) {
        times.order = column.order().or(said);
    }
}

fn pairs(table: &Table<'_>) -> Vec<Pair> {
    let halves: Vec<(usize, Half)> = table
        .header()
        .iter()
        .take(MOST_COLUMNS)
        .enumerate()
        .filter_map(|(column, name)| Some((column, half(name)?)))
        .collect();
    let lats = halves.iter().filter(|(_, half)| half.axis == Axis::Lat);
    let apart = lats.filter_map(|(lat, half)| {
        let fits = |other: &&(usize, Half)| other.1.axis == Axis::Lon && other.1.rest == half.rest;
        let lon = halves.iter().find(fits)?.clone();
        Some(Pair { columns: Columns::Halves { lat: (*lat, half.clone()), lon }, rest: half.rest.clone() })
    });
    let apart: Vec<Pair> = apart.collect();
    if !apart.is_empty() {
        return apart;
    }
    let together = table.header().iter().take(MOST_COLUMNS).enumerate().filter_map(|(column, name)| {
        Some(Pair { columns: Columns::Text(column), rest: keys::both(name)? })
    });
    together.collect()
}

/// Whether the first line names a position; where it may hold both halves in one column, the second shows whether.
pub(super) fn has_pair(head: &[u8]) -> bool {
    let head = from_header(head);
    let end = memchr::memchr_iter(b'\n', head).nth(1).unwrap_or(head.len());
    let Ok(mut table) = Table::open(&head[..end]) else { return false };
    let pairs = pairs(&table);
    let first = table.next_row().and_then(Result::ok);
    pairs.iter().any(|pair| match &pair.columns {
        Columns::Halves { .. } => true,
        Columns::Text(column) => {
            let text = first.as_ref().and_then(|row| row.text(Some(*column)));
            text.is_some_and(|text| keys::point_in(&text).is_some())
        }
    })
}

/// Reads a table; what is wrong with it.
pub(super) fn read(file: &mut File<'_, '_>) -> Option<Box<str>> {
    let bytes = file.cx.read(file.id)?;
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(NotATable(why)) => return Some(why),
    };
    let pairs = pairs(&table);
    let mut times: Vec<Times> = Vec::new();
    let mut label: Option<(u8, usize)> = None;
    for (column, name) in table.header().iter().take(MOST_COLUMNS).enumerate() {
        times.extend(keys::time_rank(name).map(|(rank, rest)| Times { rank, rest, column, order: None }));
        label = label.into_iter().chain(keys::label_rank(name).map(|rank| (rank, column))).min();
    }
    times.sort_by(|a, b| (a.rank, &a.rest, a.column).cmp(&(b.rank, &b.rest, b.column)));
    find_orders(&bytes, &mut times, file.cx.hints().dates);
    let mut undated = 0_u64;
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => pairs.iter().for_each(|pair| undated += u64::from(keep(file, row, pair, &times, label))),
            Err(NotATable(why)) => return Some(why),
        }
    }
    if undated > 0 {
        file.cx.ask(file.id, Ask::DateOrder, undated);
    }
    None
}

/// Keeps a row; whether it is without a time only because day and month cannot be told apart in it.
fn keep(
    file: &mut File<'_, '_>,
    row: Row<'_>,
    pair: &Pair,
    times: &[Times],
    label: Option<(u8, usize)>,
) -> bool {
    let point = match &pair.columns {
        Columns::Halves { lat, lon } => {
            let angle = |(column, half): &(usize, Half)| {
                row.text(Some(*column)).and_then(|text| coord::angle(&text)).map(|value| half.degrees(value))
            };
            angle(lat).zip(angle(lon)).map(|(lat, lon)| keys::point(lat, lon))
        }
        Columns::Text(column) => {
            row.text(Some(*column)).and_then(|text| keys::point_in(&text)).map(|point| point.map(Some))
        }
    };
    let Some(point) = point else {
        file.skip("no coordinates");
        return false;
    };
    match point {
        Ok(Some(point)) => {
            let time_in = |times: &Times| {
                row.text(Some(times.column)).and_then(|text| keys::plausible_in(&text, times.order))
            };
            let own = times.iter().filter(|times| times.rest == pair.rest);
            let time = own.chain(times).find_map(time_in);
            let label = label.and_then(|(_, column)| row.text(Some(column))).map(|text| Box::<str>::from(&*text));
            file.keep(Spot { point, time, label });
            let is_either = |times: &Times| {
                let text = row.text(Some(times.column));
                text.and_then(|text| numbered_date::read(&text)).is_some_and(|(numbers, _)| numbers.is_either(FIRST_YEAR))
            };
            return time.is_none() && times.iter().any(is_either);
        }
        Ok(None) => file.skip("whole numbers, which are no position"),
        Err(why) => file.skip(why.reason()),
    }
    false
}
