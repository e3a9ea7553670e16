//! The TIFF structure inside EXIF blocks, TIFF files and raw pictures.
//!
//! Reads only the fields needed, by their offsets, so that a raw picture of a hundred megabytes
//! costs as little as a small JPEG; a field that is broken does not hide the others. General
//! readers want the block as a whole in memory, and refuse pointers of the type IFD.

use super::coordinate::text_degrees;
use super::found::{Found, label};
use super::gps::{self, Degrees, Gps};
use super::moment::{WrittenTime, parse_offset};
use super::window::{Span, Stop, Window};
use super::{iptc, jpeg, xmp};

/// What the tags of a directory mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directory {
    /// The picture's own, and the one of the EXIF block: their tags do not overlap.
    Main,
    /// Satellite positioning.
    Gps,
}

/// Directories read of one block.
const DIRECTORIES_CAP: usize = 6;
/// Fields read of one directory; real ones have fewer than two hundred.
const FIELDS_CAP: u64 = 1000;
/// Bytes read of a text field.
const TEXT_CAP: u64 = 256;

/// The length of the header `Exif\0\0` at the start of a block, tolerating rubbish and case as others do, or 0.
pub(super) fn exif_header_len(head: &[u8]) -> usize {
    let at = (0..=4).find(|at| head.get(*at..at + 5).is_some_and(|h| h.eq_ignore_ascii_case(b"Exif\0")));
    at.map_or(0, |at| at + 6)
}

/// Whether a file or block starts as a TIFF structure.
pub(super) fn is_tiff(head: &[u8]) -> bool {
    byte_order(head).is_some()
}

/// Whether it is big-endian, and whether it has 8-byte offsets.
fn byte_order(head: &[u8]) -> Option<(bool, bool)> {
    match *head {
        [b'I', b'I', 43, 0, 8, 0, 0, 0, ..] => Some((false, true)),
        [b'M', b'M', 0, 43, 0, 8, 0, 0, ..] => Some((true, true)),
        [b'M', b'M', 0, 42, ..] | [b'M', b'M', b'O', b'R', ..] => Some((true, false)),
        // Cameras of Olympus and Panasonic put other numbers where TIFF has 42, and so does JPEG XR.
        [b'I', b'I', 42 | 0x55, 0, ..] | [b'I', b'I', b'R', b'O' | b'S', ..] | [b'I', b'I', 0xbc, 0 | 1, ..] => {
            Some((false, false))
        }
        _ => None,
    }
}

/// The byte order by the letters alone: an EXIF block needs no number to be known as one.
fn letters(head: &[u8]) -> Option<(bool, bool)> {
    match head {
        [b'M', b'M', ..] => Some((true, false)),
        [b'I', b'I', ..] => Some((false, false)),
        _ => None,
    }
}

/// Reads the block in `span`, whose first directory means `first`.
pub(super) fn read(window: &mut Window<'_>, span: Span, first: Directory, found: &mut Found) -> Result<(), Stop> {
    found.count_block()?;
    let head = window.up_to(span.start, span.len.min(16) as usize)?;
    let (big_endian, big) = byte_order(head).or_else(|| letters(head)).ok_or(Stop::Bad("EXIF block"))?;
    let is_panasonic = head.get(2) == Some(&0x55);
    let mut tiff = Tiff { window, span, big_endian, big, is_panasonic };
    let start = tiff.unsigned(if big { 8 } else { 4 }, if big { 8 } else { 4 })?;
    let mut gps = Gps::default();
    let result = tiff.walk((start, first), &mut gps, found);
    gps.finish(found);
    result
}

/// Reads a block that begins with its directory, without a header, in little-endian order.
pub(super) fn read_bare(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    found.count_block()?;
    let mut gps = Gps::default();
    let result = Tiff::headless(window, span, false).walk((0, Directory::Main), &mut gps, found);
    gps.finish(found);
    result
}

/// Reads a list of fields as Nikon writes it: a number, a type, a count, and then the value at once.
pub(super) fn read_list(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    /// The first of the numbers that mean what those of positioning do.
    const POSITIONING: u64 = 0x0120_0000;
    let mut tiff = Tiff::headless(window, span, true);
    let (mut gps, mut at, mut count) = (Gps::default(), 0, 0);
    while at + 8 < span.len && count < FIELDS_CAP {
        let (number, kind) = (tiff.unsigned(at, 4)?, tiff.unsigned(at + 4, 2)? as u16);
        let field = Field { tag: number as u16, kind, count: tiff.unsigned(at + 6, 2)?, at: at + 8 };
        if number & !0xffff == POSITIONING && is_wanted(field.tag, Directory::Gps) {
            let result = tiff.gps_field(field, &mut gps);
            found.tolerate(result, "user data")?;
        }
        at = field.at + field.count * size_of_kind(kind);
        count += 1;
    }
    gps.finish(found);
    Ok(())
}

/// Reads a table of fixed places, as Pentax writes it.
pub(super) fn read_table(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    const MARK_AT: u64 = 0xc7;
    if span.len < MARK_AT + 4 || window.up_to(span.start + MARK_AT, 4)? != b"GPS_" {
        return Ok(());
    }
    let mut tiff = Tiff::headless(window, span, false);
    let mut gps = Gps::default();
    for (tag, kind, count, at) in
        [(1, 2, 2, 0xcf), (2, 5, 3, 0xd1), (3, 2, 2, 0xe9), (4, 5, 3, 0xeb), (5, 1, 1, 0x103), (6, 5, 1, 0x104)]
    {
        tiff.gps_field(Field { tag, kind, count, at }, &mut gps)?;
    }
    gps.finish(found);
    Ok(())
}

/// Reads the block in `bytes` after the first `skip`.
pub(super) fn read_memory(bytes: &[u8], skip: usize, found: &mut Found) -> Result<(), Stop> {
    let span = Span { start: 0, len: bytes.len() as u64 };
    let mut cursor = std::io::Cursor::new(bytes);
    read(&mut Window::new(&mut cursor, u64::MAX), span.skip(skip as u64), Directory::Main, found)
}

/// A field of a directory.
#[derive(Clone, Copy)]
struct Field {
    tag: u16,
    kind: u16,
    count: u64,
    /// Offset of its value in the block.
    at: u64,
}

struct Tiff<'w, 'r> {
    window: &'w mut Window<'r>,
    span: Span,
    big_endian: bool,
    big: bool,
    is_panasonic: bool,
}

impl<'w, 'r> Tiff<'w, 'r> {
    /// One without a header that says how it is written.
    const fn headless(window: &'w mut Window<'r>, span: Span, big_endian: bool) -> Self {
        Self { window, span, big_endian, big: false, is_panasonic: false }
    }

    /// An unsigned integer of `size` bytes, at most 8.
    fn unsigned(&mut self, offset: u64, size: usize) -> Result<u64, Stop> {
        let at = self.span.locate(offset, size as u64)?;
        let bytes = self.window.take(at, size)?;
        let push = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Ok(if self.big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) })
    }

    /// Reads a directory and those it points to.
    fn walk(&mut self, first: (u64, Directory), gps: &mut Gps, found: &mut Found) -> Result<(), Stop> {
        let mut queue = vec![first];
        let mut next = 0;
        while let Some(&(offset, directory)) = queue.get(next) {
            next += 1;
            let result = self.directory(offset, directory, &mut queue, gps, found);
            found.tolerate(result, "EXIF block")?;
            // Some writers keep the position with the second picture of a file, which is a smaller copy.
            if next == queue.len() && !queue.iter().any(|(_, d)| *d == Directory::Gps) && queue.len() < DIRECTORIES_CAP
            {
                let after = first.1 == Directory::Main && next <= 2;
                let link = if after { self.next_directory(first.0).ok().filter(|o| *o != 0) } else { None };
                queue.extend(link.map(|offset| (offset, Directory::Main)).filter(|d| !queue.contains(d)));
            }
        }
        Ok(())
    }

    /// The offset of the directory after the one at `offset`, 0 if there is none.
    fn next_directory(&mut self, offset: u64) -> Result<u64, Stop> {
        let (count_size, field_size, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.unsigned(offset, count_size)?;
        if count > FIELDS_CAP {
            return Err(Stop::Bad("EXIF block"));
        }
        self.unsigned(offset.saturating_add(count_size as u64 + count * field_size), word)
    }

    fn directory(
        &mut self,
        offset: u64,
        directory: Directory,
        queue: &mut Vec<(u64, Directory)>,
        gps: &mut Gps,
        found: &mut Found,
    ) -> Result<(), Stop> {
        let (fields, result) = self.wanted_fields(offset, directory)?;
        for field in fields {
            let result = match directory {
                Directory::Main => self.main_field(field, queue, found),
                Directory::Gps => self.gps_field(field, gps),
            };
            found.tolerate(result, "EXIF block")?;
        }
        result
    }

    /// The fields needed, in the order of their values' positions, as far as the directory can be
    /// read; and why it could not be read further.
    fn wanted_fields(&mut self, offset: u64, directory: Directory) -> Result<(Vec<Field>, Result<(), Stop>), Stop> {
        let (count_size, field_size) = if self.big { (8, 20) } else { (2, 12) };
        let count = self.unsigned(offset, count_size)?;
        let mut fields = Vec::with_capacity(12);
        let mut result = if count > FIELDS_CAP { Err(Stop::Bad("EXIF block")) } else { Ok(()) };
        for index in 0..count.min(FIELDS_CAP) {
            let at = offset.saturating_add(count_size as u64 + index * field_size);
            match self.field(at, directory) {
                Ok(field) => fields.extend(field),
                Err(stop) => {
                    result = Err(stop);
                    break;
                }
            }
        }
        fields.sort_by_key(|f| f.at);
        Ok((fields, result))
    }

    fn field(&mut self, at: u64, directory: Directory) -> Result<Option<Field>, Stop> {
        let tag = self.unsigned(at, 2)? as u16;
        if !is_wanted(tag, directory) {
            return Ok(None);
        }
        let kind = self.unsigned(at + 2, 2)? as u16;
        let word = if self.big { 8 } else { 4 };
        let count = self.unsigned(at + 4, word)?;
        let inline_at = at + 4 + word as u64;
        let inline = size_of_kind(kind).saturating_mul(count) <= word as u64;
        let value_at = if inline { inline_at } else { self.unsigned(inline_at, word)? };
        Ok(Some(Field { tag, kind, count, at: value_at }))
    }

    fn main_field(&mut self, field: Field, queue: &mut Vec<(u64, Directory)>, found: &mut Found) -> Result<(), Stop> {
        match field.tag {
            0x010f => found.maker = found.maker.take().or(self.text(field, label)?),
            0x0110 => found.model = found.model.take().or(self.text(field, label)?),
            0x9003 => found.original = found.original.or(self.text(field, |t| as_str(t).and_then(WrittenTime::parse))?),
            0x9011 => {
                let offset = self.text(field, |t| as_str(t).and_then(parse_offset))?;
                found.original_offset = found.original_offset.or(offset);
            }
            0x02bc if found.wants_xmp() => xmp::read(self.window, self.value(field)?, found)?,
            0x83bb => iptc::read_records(self.window, self.value(field)?, found)?,
            0x8649 => iptc::read_resources(self.window, self.value(field)?, found)?,
            // The preview of Panasonic's raw pictures, which holds what the raw picture does not.
            0x2e if self.is_panasonic && field.count > 1000 => {
                let start = self.value(field)?.start;
                jpeg::read(self.window, start, found)?;
            }
            0x8769 | 0x8825 => {
                let meaning = if field.tag == 0x8825 { Directory::Gps } else { Directory::Main };
                // Writers use the types SHORT, LONG and IFD for pointers.
                let word = size_of_kind(field.kind);
                if !matches!(field.kind, 3 | 4 | 13 | 16 | 18) || field.count == 0 {
                    return Err(Stop::Bad("EXIF block"));
                }
                let target = (self.unsigned(field.at, word as usize)?, meaning);
                if !queue.contains(&target) && queue.len() < DIRECTORIES_CAP {
                    queue.push(target);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Where the value of a field lies.
    fn value(&self, field: Field) -> Result<Span, Stop> {
        let len = field.count.saturating_mul(size_of_kind(field.kind));
        Ok(Span { start: self.span.locate(field.at, len)?, len })
    }

    fn gps_field(&mut self, field: Field, gps: &mut Gps) -> Result<(), Stop> {
        match field.tag {
            1 => gps.lat_ref = self.text(field, |t| t.first().copied())?,
            2 => gps.lat = self.degrees(field, gps)?,
            3 => gps.lon_ref = self.text(field, |t| t.first().copied())?,
            4 => gps.lon = self.degrees(field, gps)?,
            5 => gps.altitude_ref = self.numbers(field)?.first().map(|n| *n as u8),
            6 => gps.altitude = self.numbers(field)?.first().copied().filter(|a| a.is_finite()),
            7 => gps.time = self.numbers(field)?,
            9 => gps.void = self.text(field, |t| t.first().copied())? == Some(b'V'),
            0x1b => gps.method = self.text(field, gps::parse_method)?,
            0x1d => gps.date = self.text(field, gps::parse_date)?,
            0x1f => gps.error_metres = self.numbers(field)?.first().copied(),
            _ => {}
        }
        Ok(())
    }

    fn text<T>(&mut self, field: Field, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<Option<T>, Stop> {
        // ASCII, and what writers use in its place: BYTE, UNDEFINED, UTF-8.
        if !matches!(field.kind, 1 | 2 | 7 | 129) {
            return Err(Stop::Bad("EXIF block"));
        }
        let len = field.count.min(TEXT_CAP);
        let at = self.span.locate(field.at, len)?;
        Ok(read(self.window.take(at, len as usize)?))
    }

    /// Degrees of up to three numbers, or as text. Blank text and numbers without denominator say nothing.
    fn degrees(&mut self, field: Field, gps: &mut Gps) -> Result<Option<Degrees>, Stop> {
        let (degrees, says) = if matches!(field.kind, 2 | 7 | 129) {
            let says = self.text(field, |t| Some(t.iter().any(u8::is_ascii_graphic)))?;
            (self.text(field, |t| as_str(t).and_then(text_degrees).and_then(Degrees::plain))?, says == Some(true))
        } else {
            let numbers = self.numbers(field)?;
            (Degrees::of(&numbers), numbers.iter().any(|n| n.is_finite() && *n != 0.0))
        };
        gps.is_unreadable |= says && degrees.is_none();
        Ok(degrees)
    }

    /// The first three numbers of a field of any numeric type.
    fn numbers(&mut self, field: Field) -> Result<Vec<f64>, Stop> {
        let size = size_of_kind(field.kind);
        (0..field.count.min(3)).map(|i| self.number(field.kind, field.at.saturating_add(i * size))).collect()
    }

    fn number(&mut self, kind: u16, at: u64) -> Result<f64, Stop> {
        let size = size_of_kind(kind) as usize;
        Ok(match kind {
            1 | 3 | 4 | 13 | 16 | 18 => self.unsigned(at, size)? as f64,
            5 => self.unsigned(at, 4)? as f64 / denominator(self.unsigned(at.saturating_add(4), 4)? as f64),
            6 => f64::from(self.unsigned(at, 1)? as i8),
            8 => f64::from(self.unsigned(at, 2)? as i16),
            9 => f64::from(self.unsigned(at, 4)? as i32),
            10 => {
                let (above, below) = (self.unsigned(at, 4)? as i32, self.unsigned(at.saturating_add(4), 4)? as i32);
                f64::from(above) / denominator(f64::from(below))
            }
            11 => f64::from(f32::from_bits(self.unsigned(at, 4)? as u32)),
            12 => f64::from_bits(self.unsigned(at, 8)?),
            17 => self.unsigned(at, 8)? as i64 as f64,
            _ => return Err(Stop::Bad("EXIF block")),
        })
    }
}

/// Zero stands for "no value" below a fraction's bar.
fn denominator(value: f64) -> f64 {
    if value == 0.0 { f64::NAN } else { value }
}

const fn is_wanted(tag: u16, directory: Directory) -> bool {
    match directory {
        Directory::Main => {
            matches!(tag, 0x2e | 0x010f | 0x0110 | 0x02bc | 0x83bb | 0x8649 | 0x8769 | 0x8825 | 0x9003 | 0x9011)
        }
        Directory::Gps => matches!(tag, 1..=7 | 9 | 0x1b | 0x1d | 0x1f),
    }
}

const fn size_of_kind(kind: u16) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 1,
    }
}

fn as_str(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes.split(|b| *b == 0).next()?).ok()
}
