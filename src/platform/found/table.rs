//! Tables with a column for a latitude and one for a longitude.

use super::keys::{self, Axis, Half};
use super::{File, Spot};
use crate::platform::support::coord;
use crate::platform::support::table::{NotATable, Row, Table};

/// Columns of a table that are looked at.
const MOST_COLUMNS: usize = 500;

/// Where in a row one position stands.
struct Pair {
    columns: Columns,
    rest: String,
}

/// The columns of a position.
#[derive(Clone, Copy)]
enum Columns {
    /// One for each half.
    Halves { lat: usize, lon: usize, is_e7: bool },
    /// One for both halves, as `46.5216, 6.63653`.
    Text(usize),
}

fn pairs(table: &Table<'_>) -> Vec<Pair> {
    let halves: Vec<(usize, Half)> = table
        .header()
        .iter()
        .take(MOST_COLUMNS)
        .enumerate()
        .filter_map(|(column, name)| Some((column, keys::half(name)?)))
        .collect();
    let lats = halves.iter().filter(|(_, half)| half.axis == Axis::Lat);
    let apart = lats.filter_map(|(lat, half)| {
        let fits = |other: &&(usize, Half)| other.1.axis == Axis::Lon && other.1.rest == half.rest;
        let lon = halves.iter().find(fits)?.0;
        Some(Pair { columns: Columns::Halves { lat: *lat, lon, is_e7: half.is_e7 }, rest: half.rest.clone() })
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
    let end = memchr::memchr_iter(b'\n', head).nth(1).unwrap_or(head.len());
    let Ok(mut table) = Table::open(&head[..end]) else { return false };
    let pairs = pairs(&table);
    let first = table.next_row().and_then(Result::ok);
    pairs.iter().any(|pair| match pair.columns {
        Columns::Halves { .. } => true,
        Columns::Text(column) => {
            let text = first.as_ref().and_then(|row| row.text(Some(column)));
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
    let mut times: Vec<(u8, String, usize)> = Vec::new();
    let mut label: Option<(u8, usize)> = None;
    for (column, name) in table.header().iter().take(MOST_COLUMNS).enumerate() {
        times.extend(keys::time_rank(name).map(|(rank, rest)| (rank, rest, column)));
        label = label.into_iter().chain(keys::label_rank(name).map(|rank| (rank, column))).min();
    }
    times.sort();
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => pairs.iter().for_each(|pair| keep(file, row, pair, &times, label)),
            Err(NotATable(why)) => return Some(why),
        }
    }
    None
}

fn keep(
    file: &mut File<'_, '_>,
    row: Row<'_>,
    pair: &Pair,
    times: &[(u8, String, usize)],
    label: Option<(u8, usize)>,
) {
    let point = match pair.columns {
        Columns::Halves { lat, lon, is_e7 } => {
            let angle = |column| row.text(Some(column)).and_then(|text| coord::angle(&text));
            angle(lat).zip(angle(lon)).map(|(lat, lon)| keys::point(lat, lon, is_e7))
        }
        Columns::Text(column) => {
            row.text(Some(column)).and_then(|text| keys::point_in(&text)).map(|point| point.map(Some))
        }
    };
    let Some(point) = point else { return file.skip("no coordinates") };
    match point {
        Ok(Some(point)) => {
            let time_in = |column: usize| row.text(Some(column)).and_then(|text| keys::plausible(&text));
            let own = times.iter().filter(|(_, rest, _)| *rest == pair.rest);
            let time = own.chain(times).find_map(|(_, _, column)| time_in(*column));
            let label = label.and_then(|(_, column)| row.text(Some(column))).map(|text| Box::<str>::from(&*text));
            file.keep(Spot { point, time, label });
        }
        Ok(None) => file.skip("whole numbers, which are no position"),
        Err(why) => file.skip(why.reason()),
    }
}
