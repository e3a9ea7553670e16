//! CSV exports: rows looked at by the names of their columns, whichever of several names those have.

use std::borrow::Cow;

use super::coord::{self, NoPoint};
use super::instant;
use crate::archive::EntryId;
use crate::platform::ImportCx;

/// Rows read of one table at most.
const MOST_ROWS: u64 = 20_000_000;

/// Why a table could not be read, for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATable(pub Box<str>);

/// A table as a whole: its header, and its rows one by one.
#[derive(Debug)]
pub struct Table<'b> {
    header: Vec<String>,
    reader: csv::Reader<&'b [u8]>,
    row: csv::ByteRecord,
    count: u64,
}

impl<'b> Table<'b> {
    /// Reads the header. The separator is whichever of comma, semicolon and tab it has most of; what may stand before
    /// it is left out.
    pub fn open(bytes: &'b [u8]) -> Result<Self, NotATable> {
        let bytes = from_header(bytes);
        let mut reader = reader(bytes);
        let mut row = csv::ByteRecord::new();
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return Err(NotATable("the file is empty".into())),
            Err(error) => return Err(NotATable(format!("not CSV ({error})").into())),
        }
        let header = row.iter().map(|field| folded(&String::from_utf8_lossy(field))).collect();
        Ok(Self { header, reader, row, count: 0 })
    }

    /// A table without a line of names: all its lines are rows.
    pub fn headless(bytes: &'b [u8]) -> Self {
        Self { header: Vec::new(), reader: reader(from_header(bytes)), row: csv::ByteRecord::new(), count: 0 }
    }

    /// The names of the columns, trimmed and in lower case.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The first column that has one of these names, tried in order; upper and lower case count the same.
    /// A column without such a name may have it with a unit behind, as in `Low latitude (deg)`.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let find = |name: &str, of: fn(&str) -> &str| self.header.iter().position(|column| of(column) == name);
        let names = || names.iter().map(|name| folded(name));
        names()
            .find_map(|name| find(&name, |column| column))
            .or_else(|| names().find_map(|name| find(&name, without_unit)))
    }

    /// The next row, or `None` at the end.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, NotATable>> {
        if self.count >= MOST_ROWS {
            return None;
        }
        match self.reader.read_byte_record(&mut self.row) {
            Ok(true) => {
                self.count += 1;
                Some(Ok(Row { fields: &self.row, number: self.count - 1 }))
            }
            Ok(false) => None,
            Err(error) => Some(Err(NotATable(format!("row {} is not CSV ({error})", self.count + 1).into()))),
        }
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    fields: &'t csv::ByteRecord,
    /// Its number, from zero, the header not counted.
    pub number: u64,
}

impl<'t> Row<'t> {
    /// A field without space around it, unless it is empty or there is no such column.
    pub fn text(&self, column: Option<usize>) -> Option<Cow<'t, str>> {
        let text = String::from_utf8_lossy(self.fields.get(column?)?);
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(bare(text)),
            Cow::Owned(text) => Cow::Owned(bare(&text).to_owned()),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A number, with a point or, where there is no point, a comma before the fraction.
    pub fn number(&self, column: Option<usize>) -> Option<f64> {
        let text = self.text(column)?;
        let number: f64 = if text.contains('.') { text.parse() } else { text.replace(',', ".").parse() }.ok()?;
        number.is_finite().then_some(number)
    }

    /// An instant in any spelling of [`instant::instant`].
    pub fn instant(&self, column: Option<usize>) -> Option<jiff::Timestamp> {
        instant::instant(&self.text(column)?)
    }

    /// A position from two columns of degrees.
    pub fn point(&self, lat: Option<usize>, lon: Option<usize>) -> Result<crate::model::GeoPoint, NoPoint> {
        let says = |column| self.text(column).is_some_and(|text| !coord::is_none(&text));
        coord::if_silent(coord::degrees(self.number(lat), self.number(lon)), || says(lat) || says(lon))
    }

    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.fields.len()
    }

    /// Whether every field is empty.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim_ascii().is_empty())
    }
}

/// Reads the table in `bytes` row by row into `each`. One that breaks is marked failed with the rows before kept; `false` then.
pub fn for_each_row(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    table: &mut Table<'_>,
    mut each: impl FnMut(&mut ImportCx<'_>, Row<'_>),
) -> Result<bool, crate::platform::ImportError> {
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) => {
                if row.number % 256 == 0 {
                    cx.check()?;
                }
                each(cx, row);
            }
            Err(NotATable(why)) => {
                cx.fail(id, why);
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// A table from its header on: without a byte order mark, the line by which spreadsheets are told the separator
/// (`sep=;`), and lines of notes, which begin with `#` and have no columns.
pub fn from_header(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = rest[..end].trim_ascii();
        let is_separator = line.len() < 6 && line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep="));
        let is_note = line.starts_with(b"#") && line.iter().filter(|b| matches!(b, b',' | b';' | b'\t')).count() < 2;
        if !is_separator && !is_note {
            break;
        }
        rest = &rest[end + 1..];
    }
    rest
}

fn folded(name: &str) -> String {
    unquoted(name.trim()).trim().to_lowercase()
}

/// A field without space around it, nor the zeros with which some loggers fill it up.
fn bare(text: &str) -> &str {
    unquoted(text.trim_matches(|c: char| c.is_whitespace() || c == '\0')).trim()
}

/// A field without the quotes that a space before them keeps from being taken for such.
fn unquoted(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).unwrap_or(text)
}

/// The name of a column without the unit in brackets behind it.
fn without_unit(column: &str) -> &str {
    column.strip_suffix(')').and_then(|c| c.rsplit_once(" (")).map_or(column, |(name, _unit)| name)
}

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter(bytes)).from_reader(bytes)
}

fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |d: u8| memchr::memchr_iter(d, line).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: &[&str]) -> Vec<Vec<Option<String>>> {
        let mut table = Table::open(text.as_bytes()).unwrap();
        let columns: Vec<_> = columns.iter().map(|name| table.column(&[name])).collect();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row() {
            let row = row.unwrap();
            rows.push(columns.iter().map(|c| row.text(*c).map(Cow::into_owned)).collect());
        }
        rows
    }

    #[test]
    fn columns_are_found_by_any_of_their_names_in_any_case() {
        let table = Table::open("\u{feff}Lat;Longitude\n1;2".as_bytes()).unwrap();
        assert_eq!(table.column(&["latitude", "LAT"]), Some(0));
        assert_eq!(table.column(&["longitude"]), Some(1));
        assert_eq!(table.column(&["time"]), None);
        let table = Table::open(b"Speed (m/s),Low latitude (deg),Speed").unwrap();
        assert_eq!((table.column(&["low latitude"]), table.column(&["speed"])), (Some(1), Some(2)));
        assert_eq!(table.column(&["low latitude (rad)"]), None);
    }

    #[test]
    fn ragged_and_quoted_rows_are_read() {
        let text = "a,b\n\" x, y \",2\n1\n,,,\n";
        let one = |t: &str| Some(t.to_owned());
        assert_eq!(rows(text, &["a", "b"]), [vec![one("x, y"), one("2")], vec![one("1"), None], vec![None, None]]);
    }

    #[test]
    fn what_stands_before_the_header_is_left_out() {
        for text in ["sep=;\na;b\n1;2", "\u{feff}SEP=;\r\n# by a program, for you\na;b\n1;2", "a;b\n1;2"] {
            assert_eq!(rows(text, &["a", "b"]), [[Some("1".to_owned()), Some("2".to_owned())]], "{text}");
        }
        assert_eq!(rows("#,a,b\n1,2,3", &["a"]), [[Some("2".to_owned())]], "a column of numbers");
        assert_eq!(rows("\"a\" ; \"b\"\n\"1\" ; \"2\"", &["b"]), [[Some("2".to_owned())]], "spaces around quotes");
    }

    #[test]
    fn numbers_have_a_point_or_a_comma() {
        let mut table = Table::open(b"a;b;c;d\n1,5;1.5;1.000,5;nan").unwrap();
        let row = table.next_row().unwrap().unwrap();
        assert_eq!([0, 1, 2, 3].map(|c| row.number(Some(c))), [Some(1.5), Some(1.5), None, None]);
    }

    #[test]
    fn an_empty_file_is_no_table() {
        assert!(Table::open(b"").is_err());
    }
}
