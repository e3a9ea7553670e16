//! Tables of an `SQLite` 3 file, read row by row: what `.mbtiles` needs, and no more.
//!
//! The format is `SQLite`'s own description (Database File Format). The crates that read it wrap the C library, or are whole
//! engines; here two kinds of pages are walked, and nothing is ever written. Tables without row numbers are not read.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use super::StreetError;

/// Most columns of a row that are looked at.
const MAX_COLUMNS: usize = 32;
/// Most tables and indices of a file.
const MAX_TABLES: usize = 10_000;
/// The longest text of a statement, in bytes.
const MAX_TEXT: u64 = 1 << 20;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or the row's own number.
    Null,
    Integer(i64),
    Text(String),
    /// A text or bytes that were not asked for, or a fraction.
    Other,
}

/// Where a value lies: the page and offset of its cell, and which column it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    page: u32,
    at: u32,
}

/// A table: its name, the names of its columns, and its first page.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    root: u32,
}

impl Table {
    /// The number of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }
}

/// Takes where a row is, its first columns and its number.
type EachRow<'a> = dyn FnMut(Place, &[Cell], i64) -> Result<(), StreetError> + 'a;

/// An open file.
pub(super) struct Sqlite {
    file: File,
    page_bytes: usize,
    /// Without what is reserved at the end of each page.
    usable: usize,
    pages: u32,
}

impl Sqlite {
    pub(super) fn open(mut file: File) -> Result<Self, StreetError> {
        let bytes = file.seek(SeekFrom::End(0))?;
        let mut head = [0; 100];
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut head).map_err(|_short| StreetError::Damaged)?;
        let page_bytes = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            n => usize::from(n),
        };
        let usable = page_bytes.checked_sub(usize::from(head[20])).filter(|n| *n >= 480);
        let utf8 = head[56..60] == [0, 0, 0, 1];
        match usable.filter(|_| page_bytes.is_power_of_two() && utf8) {
            Some(usable) => {
                let pages = u32::try_from(bytes / page_bytes as u64).map_err(|_large| StreetError::Damaged)?;
                Ok(Self { file, page_bytes, usable, pages })
            }
            None => Err(StreetError::Damaged),
        }
    }

    fn page(&mut self, number: u32) -> Result<Vec<u8>, StreetError> {
        if number == 0 || number > self.pages {
            return Err(StreetError::Damaged);
        }
        self.file.seek(SeekFrom::Start(u64::from(number - 1) * self.page_bytes as u64))?;
        let mut page = vec![0; self.page_bytes];
        self.file.read_exact(&mut page)?;
        Ok(page)
    }

    /// The tables of the file.
    pub(super) fn tables(&mut self) -> Result<Vec<Table>, StreetError> {
        let master = Table { name: String::new(), columns: vec![String::new(); 5], root: 1 };
        let mut tables = Vec::new();
        let mut seen = 0;
        self.rows(&master, 5, &|| false, &mut |_, row, _| {
            seen += 1;
            if let [Cell::Text(kind), Cell::Text(name), _, Cell::Integer(root), Cell::Text(sql)] = row
                && kind == "table"
                && let Ok(root) = u32::try_from(*root)
            {
                tables.push(Table { name: name.clone(), columns: columns(sql), root });
            }
            if seen > MAX_TABLES { Err(StreetError::Damaged) } else { Ok(()) }
        })?;
        Ok(tables)
    }

    /// Calls `each` with where every row of a table is, its first `wanted` columns and its number. Long values are not read.
    pub(super) fn rows(
        &mut self,
        table: &Table,
        wanted: usize,
        cancelled: &dyn Fn() -> bool,
        each: &mut EachRow<'_>,
    ) -> Result<(), StreetError> {
        let mut stack = vec![table.root];
        let mut seen = BTreeSet::new();
        while let Some(number) = stack.pop() {
            // A page that is below itself would never end.
            if !seen.insert(number) {
                return Err(StreetError::Damaged);
            }
            if seen.len().is_multiple_of(256) && cancelled() {
                return Err(StreetError::Cancelled);
            }
            let page = self.page(number)?;
            let head = if number == 1 { 100 } else { 0 };
            let cells = usize::from(short(&page, head + 3)?);
            match page.get(head) {
                Some(0x0d) => {
                    for i in 0..cells {
                        let at = short(&page, head + 8 + 2 * i)?;
                        let payload = self.payload(&page, usize::from(at))?;
                        let row = columns_of(&payload, wanted)?;
                        each(Place { page: number, at: at.into() }, &row, payload.row)?;
                    }
                }
                Some(0x05) => {
                    stack.push(long(&page, head + 8)?);
                    for i in (0..cells).rev() {
                        let at = short(&page, head + 12 + 2 * i)?;
                        stack.push(long(&page, at.into())?);
                    }
                }
                _ => return Err(StreetError::Damaged),
            }
        }
        Ok(())
    }

    /// The part of a row that its page holds.
    fn payload<'a>(&self, page: &'a [u8], at: usize) -> Result<Payload<'a>, StreetError> {
        let mut rest = page.get(at..self.usable).ok_or(StreetError::Damaged)?;
        let length = varint(&mut rest)?;
        let row = varint(&mut rest)?.cast_signed();
        let (usable, most) = (self.usable as u64, self.usable as u64 - 35);
        if length <= most {
            let here = rest.get(..length as usize).ok_or(StreetError::Damaged)?;
            return Ok(Payload { length, row, here, next: 0 });
        }
        // The rule by which the library splits long rows.
        let least = (usable - 12) * 32 / 255 - 23;
        let local = least + (length - least) % (usable - 4);
        let local = if local <= most { local } else { least } as usize;
        let here = rest.get(..local).ok_or(StreetError::Damaged)?;
        Ok(Payload { length, row, here, next: long(rest, local)? })
    }

    /// Reads a column of a row as bytes, wherever its parts lie.
    pub(super) fn bytes(&mut self, place: Place, column: usize, limit: u64) -> Result<Vec<u8>, StreetError> {
        let page = self.page(place.page)?;
        let payload = self.payload(&page, place.at as usize)?;
        if payload.length > limit {
            return Err(StreetError::Damaged);
        }
        let mut whole = payload.here.to_vec();
        let mut next = payload.next;
        while (whole.len() as u64) < payload.length {
            let page = self.page(next)?;
            next = long(&page, 0)?;
            let left = (payload.length - whole.len() as u64).min(self.usable as u64 - 4) as usize;
            whole.extend_from_slice(page.get(4..4 + left).ok_or(StreetError::Damaged)?);
        }
        let mut from = 0;
        let kinds = kinds(&whole, &mut from)?;
        let kind = *kinds.get(column).ok_or(StreetError::Damaged)?;
        let before: u64 = kinds.iter().take(column).map(|k| length_of(*k)).fold(0, u64::saturating_add);
        let from = usize::try_from(before).ok().and_then(|n| from.checked_add(n)).ok_or(StreetError::Damaged)?;
        let to = usize::try_from(length_of(kind)).ok().and_then(|n| from.checked_add(n)).ok_or(StreetError::Damaged)?;
        whole.get(from..to).map(<[u8]>::to_vec).ok_or(StreetError::Damaged)
    }
}

fn columns_of(payload: &Payload<'_>, wanted: usize) -> Result<Vec<Cell>, StreetError> {
    let mut body = 0;
    let kinds = kinds(payload.here, &mut body)?;
    let mut cells = Vec::new();
    for kind in kinds.iter().take(wanted) {
        let length = length_of(*kind);
        let bytes = usize::try_from(length).ok().and_then(|n| payload.here.get(body..body.checked_add(n)?));
        cells.push(cell(*kind, bytes));
        body = body.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
    }
    Ok(cells)
}

struct Payload<'a> {
    length: u64,
    row: i64,
    here: &'a [u8],
    /// The page with the next part.
    next: u32,
}

/// The kinds of a row's columns; `body` becomes where the first value begins.
fn kinds(row: &[u8], body: &mut usize) -> Result<Vec<u64>, StreetError> {
    let mut rest = row;
    let length = usize::try_from(varint(&mut rest)?).map_err(|_large| StreetError::Damaged)?;
    let own = row.len() - rest.len();
    let mut head = row.get(own..length).ok_or(StreetError::Damaged)?;
    let mut kinds = Vec::new();
    while !head.is_empty() && kinds.len() < MAX_COLUMNS {
        kinds.push(varint(&mut head)?);
    }
    *body = length;
    Ok(kinds)
}

const fn length_of(kind: u64) -> u64 {
    match kind {
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        0 | 8..=11 => 0,
        _ => (kind - 12) / 2,
    }
}

fn cell(kind: u64, bytes: Option<&[u8]>) -> Cell {
    match (kind, bytes) {
        (0, _) => Cell::Null,
        (8 | 9, _) => Cell::Integer((kind - 8).cast_signed()),
        (1..=6, Some(bytes)) => {
            let sign = if bytes.first().is_some_and(|b| b & 128 > 0) { -1 } else { 0 };
            Cell::Integer(bytes.iter().fold(sign, |n: i64, b| n << 8 | i64::from(*b)))
        }
        (13.., Some(bytes)) if kind % 2 == 1 && bytes.len() as u64 <= MAX_TEXT => {
            std::str::from_utf8(bytes).map_or(Cell::Other, |text| Cell::Text(text.to_owned()))
        }
        _ => Cell::Other,
    }
}

fn short(bytes: &[u8], at: usize) -> Result<u16, StreetError> {
    let found = bytes.get(at..).and_then(|b| b.first_chunk()).ok_or(StreetError::Damaged)?;
    Ok(u16::from_be_bytes(*found))
}

fn long(bytes: &[u8], at: usize) -> Result<u32, StreetError> {
    let found = bytes.get(at..).and_then(|b| b.first_chunk()).ok_or(StreetError::Damaged)?;
    Ok(u32::from_be_bytes(*found))
}

/// `SQLite`'s own varint: the high digits first, nine bytes at most.
fn varint(bytes: &mut &[u8]) -> Result<u64, StreetError> {
    let mut value = 0u64;
    for i in 0..9 {
        let (first, rest) = bytes.split_first().ok_or(StreetError::Damaged)?;
        *bytes = rest;
        if i == 8 {
            return Ok(value << 8 | u64::from(*first));
        }
        value = value << 7 | u64::from(first & 127);
        if *first < 128 {
            break;
        }
    }
    Ok(value)
}

/// The names of the columns that a statement `CREATE TABLE` lists.
fn columns(sql: &str) -> Vec<String> {
    let inside = sql.split_once('(').map_or("", |(_, rest)| rest);
    let name = |part: &str| {
        let word = part.split_whitespace().next().unwrap_or_default();
        word.trim_matches(|c: char| "\"'`[])".contains(c)).to_lowercase()
    };
    inside.split(',').take(MAX_COLUMNS).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_the_statement() {
        let sql =
            "CREATE TABLE tiles (zoom_level integer, \"tile_column\" integer,[tile_row] INTEGER,\n tile_data blob)";
        assert_eq!(columns(sql), ["zoom_level", "tile_column", "tile_row", "tile_data"]);
    }

    #[test]
    fn numbers_have_signs_and_sizes() {
        assert_eq!(cell(1, Some(&[0xff])), Cell::Integer(-1));
        assert_eq!(cell(2, Some(&[1, 0])), Cell::Integer(256));
        assert_eq!(cell(9, None), Cell::Integer(1));
        assert_eq!(cell(4, None), Cell::Other, "cut off");
        assert_eq!(varint(&mut &[0x81, 0x00][..]).unwrap(), 128);
    }
}
