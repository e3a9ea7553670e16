//! Where the directory of a zip is, and how many members it claims.
//!
//! The `zip` crate finds that as well, and then holds every member at once, whatever their number,
//! and may search the whole file for the directory. Told the place and asked about the number, it need not.

use super::super::blob::Blob;
use super::{Fields, ListError};

const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";
const END_LEN: usize = 22;
/// What starts a record of the directory.
pub(super) const RECORD: &[u8; 4] = b"PK\x01\x02";
/// Bytes of a record without what varies in length.
pub(super) const RECORD_LEN: usize = 46;

/// Where the directory is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// First byte of the directory in the blob.
    pub(super) at: u64,
    /// First byte after it.
    pub(super) end: u64,
    /// What to add to the stored offsets: bytes put before the zip.
    pub(super) shift: u64,
    /// Members it claims to hold.
    pub(super) count: u64,
    /// Number of the part it is in, if the zip was split; 0 in a whole one.
    pub(super) part: u32,
}

/// Finds the directory by the record at the end of the zip, which a comment may follow.
pub(super) fn find(blob: &Blob) -> Result<Span, ListError> {
    let tail_len = blob.len().min((END_LEN + usize::from(u16::MAX)) as u64);
    let tail_at = blob.len() - tail_len;
    let mut tail = vec![0; tail_len as usize];
    blob.read_exact_at(tail_at, &mut tail)?;
    let mut upto = tail.len();
    let mut split = None;
    while let Some(at) = tail.get(..upto).and_then(|t| t.windows(4).rposition(|w| w == END)) {
        let end = tail.get(at..).unwrap_or_default();
        if let Some(span) = span_at(blob, tail_at + at as u64, end)? {
            return Ok(span);
        }
        split = split.or_else(|| Some(Fields(end).u16(4)?).filter(|part| (1..u16::MAX).contains(part)));
        upto = at + 3;
    }
    Err(split.map_or(ListError::NoDirectory("the directory at its end is missing"), |part| {
        ListError::Split(u32::from(part) + 1)
    }))
}

/// The span that an end record at `at` describes, if there is a directory where it says.
fn span_at(blob: &Blob, at: u64, end: &[u8]) -> Result<Option<Span>, ListError> {
    let fields = Fields(end);
    let (Some(part), Some(count), Some(size), Some(offset)) =
        (fields.u16(4), fields.u16(10), fields.u32(12), fields.u32(16))
    else {
        return Ok(None);
    };
    if let Some(span) = span_64(blob, at)? {
        return Ok(Some(span));
    }
    let (size, offset) = (u64::from(size), u64::from(offset));
    if count == 0 && size == 0 {
        return Ok(Some(Span { at, end: at, shift: 0, count: 0, part: 0 }));
    }
    let span = placed(blob, at, size, offset);
    Ok(span.map(|span| Span { count: u64::from(count), part: u32::from(part), ..span }))
}

/// The span of a zip64 end record, if a locator stands before the end record.
fn span_64(blob: &Blob, end_at: u64) -> Result<Option<Span>, ListError> {
    let Some(locator_at) = end_at.checked_sub(20) else { return Ok(None) };
    let mut locator = [0; 20];
    blob.read_exact_at(locator_at, &mut locator)?;
    if !locator.starts_with(LOCATOR_64) {
        return Ok(None);
    }
    let stated = Fields(&locator).u64(8).unwrap_or(u64::MAX);
    // Bytes put before the zip move the record away from where the locator says; it has no
    // variable part in practice, so it then stands right before the locator.
    for record_at in [Some(stated), locator_at.checked_sub(56)].into_iter().flatten() {
        let mut record = [0; 56];
        if record_at > locator_at || blob.read_exact_at(record_at, &mut record).is_err() || !record.starts_with(END_64)
        {
            continue;
        }
        let fields = Fields(&record);
        let numbers = (fields.u32(16), fields.u64(32), fields.u64(40), fields.u64(48));
        if let (Some(part), Some(count), Some(size), Some(offset)) = numbers {
            return Ok(placed(blob, record_at, size, offset).map(|span| Span { count, part, ..span }));
        }
    }
    Ok(None)
}

/// Where a directory of `size` bytes that should start at `offset` and end at `end` really starts.
fn placed(blob: &Blob, end: u64, size: u64, offset: u64) -> Option<Span> {
    // Right before the end record, else where the offset says: the size is wrong more often.
    let before_end = end.checked_sub(size);
    for at in [before_end, Some(offset)].into_iter().flatten() {
        let mut magic = [0; 4];
        if at < end && blob.read_exact_at(at, &mut magic).is_ok() && magic == *RECORD {
            return Some(Span { at, end, shift: at.saturating_sub(offset), count: 0, part: 0 });
        }
    }
    None
}
