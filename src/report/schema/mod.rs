//! The shape of an export without anything that it says: names of files and fields, types and counts.
//!
//! Made to be sent to somebody who can fix a reader, by people who must not send their data. What is
//! printed is decided by what it can prove, not by what looks harmless:
//!
//! * no value is ever kept, only that there was one and of which type;
//! * a name of a field is printed only if the same text is no value anywhere in the archive: a list
//!   keyed by people's handles would otherwise print them;
//! * of a path only words of a fixed vocabulary of export names are printed; digits become `#` and
//!   everything else `~`, since chats and albums are called after people and places.

mod mask;
mod shape;
mod words;
mod write;

use std::io::{self, BufReader, Write};

use mask::{Mask, Values};
use shape::Shape;

use crate::archive::{CancelToken, EntryId, Source, real_entries};

/// Records of a CSV file that are looked at.
const MOST_ROWS: usize = 200_000;
/// Largest file of scripts that is looked at; these are read as a whole, to cut off what is not JSON.
const SCRIPT_CAP: u64 = 512 << 20;

/// What is known of one file.
#[derive(Debug)]
struct FileShape {
    path: Box<str>,
    bytes: u64,
    shape: Option<Shape>,
    /// Why there is no shape, or not all of it.
    note: Option<&'static str>,
}

/// The shapes of all files of a set of archives.
#[derive(Debug)]
pub struct Schema {
    files: Vec<FileShape>,
    values: Values,
}

impl Schema {
    /// Looks at every file; nothing of it is kept but shapes and fingerprints of values.
    pub fn of(source: &dyn Source, cancel: &CancelToken) -> Self {
        let mut values = Values::default();
        let mut files = Vec::new();
        for (id, entry) in real_entries(source) {
            if cancel.is_cancelled() {
                break;
            }
            let extension = entry.extension();
            let (shape, note) = match extension {
                "json" | "geojson" => json(source, id, &mut values),
                "js" => script(source, id, &mut values),
                "csv" | "tsv" => csv(source, id, &mut values),
                _ => (None, None),
            };
            files.push(FileShape { path: entry.path.clone(), bytes: entry.size, shape, note });
        }
        Self { files, values }
    }

    /// Writes it as indented text.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        write::text(&self.files, &Mask::new(&self.values), out)
    }

    /// Writes it as one JSON object.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write::json(&self.files, &Mask::new(&self.values), out)
    }
}

const UNREADABLE: &str = "cannot be read";
const NOT_JSON: &str = "not JSON, or cut off";

fn json(source: &dyn Source, id: EntryId, values: &mut Values) -> (Option<Shape>, Option<&'static str>) {
    let Ok(reader) = source.open(id) else { return (None, Some(UNREADABLE)) };
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    if skip_mark(&mut reader).is_err() {
        return (None, Some(UNREADABLE));
    }
    let mut shape = Shape::default();
    let whole = shape.read_json(reader, values);
    (Some(shape), (!whole).then_some(NOT_JSON))
}

/// Skips a byte order mark.
fn skip_mark(reader: &mut impl io::BufRead) -> io::Result<()> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(())
}

/// A script that assigns one JSON value: `window.YTD.tweets.part0 = [ … ]`.
fn script(source: &dyn Source, id: EntryId, values: &mut Values) -> (Option<Shape>, Option<&'static str>) {
    let Ok(bytes) = source.read(id, SCRIPT_CAP) else { return (None, Some(UNREADABLE)) };
    let Some(start) = bytes.iter().position(|b| matches!(b, b'[' | b'{')) else { return (None, Some(NOT_JSON)) };
    let mut shape = Shape::default();
    let whole = shape.read_json(bytes.get(start..).unwrap_or_default(), values);
    (Some(shape), (!whole).then_some(NOT_JSON))
}

fn csv(source: &dyn Source, id: EntryId, values: &mut Values) -> (Option<Shape>, Option<&'static str>) {
    let Ok(mut reader) = source.open(id) else { return (None, Some(UNREADABLE)) };
    let mut head = [0; 4096];
    let count = reader.read(&mut head).unwrap_or(0);
    let line = head.get(..count).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default();
    let frequency = |d: u8| line.iter().filter(|b| **b == d).fold(0_usize, |n, _| n + 1);
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|d| frequency(*d)).unwrap_or(b',');
    let Ok(reader) = source.open(id) else { return (None, Some(UNREADABLE)) };
    let mut builder = ::csv::ReaderBuilder::new();
    let mut rows =
        builder.flexible(true).has_headers(false).delimiter(delimiter).from_reader(reader).into_byte_records();
    let text = |field: &[u8]| String::from_utf8_lossy(field).trim_start_matches('\u{feff}').trim().to_owned();
    let Some(Ok(header)) = rows.next() else { return (None, Some("no heading")) };
    let names: Vec<String> = header.iter().map(text).collect();
    let mut shape = Shape::default();
    for row in rows.take(MOST_ROWS) {
        let Ok(row) = row else { return (Some(shape), Some("not CSV to its end")) };
        let fields = row.iter().enumerate();
        shape.add_row(fields.map(|(i, field)| (names.get(i).map_or("", String::as_str), text(field))), values);
    }
    (Some(shape), None)
}

#[cfg(test)]
mod tests;
