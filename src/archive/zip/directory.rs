//! The directory at the end of a zip.

use super::super::blob::{Blob, BlobReader};
use super::{Compression, Fields, ListError, Listing, Member, apply_zip64, entry_name};
use std::io::{Read as _, Seek as _, SeekFrom};

const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";
const RECORD: &[u8; 4] = b"PK\x01\x02";
const END_LEN: usize = 22;
const RECORD_LEN: usize = 46;

/// Where the directory is.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// First byte of the directory in the blob.
    at: u64,
    /// First byte after it.
    end: u64,
    /// What to add to the stored offsets: bytes put before the zip.
    shift: u64,
    /// Members it claims to hold.
    count: u64,
}

/// Reads the directory.
pub(super) fn read(blob: &Blob, max_entries: usize) -> Result<Listing, ListError> {
    let span = find(blob)?;
    let mut reader = blob.reader().narrowed(span.at, span.end.saturating_sub(span.at));
    let mut members = Vec::new();
    let mut read = 0_u64;
    // The count is not trusted: some packers write it modulo 65,536. The records are.
    while let Some(record) = next_record(&mut reader)? {
        read += 1;
        if read > max_entries as u64 {
            return Err(ListError::TooMany);
        }
        if let Some(member) = record.member(span.shift) {
            members.push((record.name, member));
        }
    }
    let short = read < span.count;
    if short && members.is_empty() {
        return Err(ListError::NoDirectory("its directory is damaged"));
    }
    mark_overlaps(&mut members);
    let damage = short.then(|| format!("its directory lists {read} of {} files", span.count).into());
    Ok(Listing { members, damage })
}

/// Finds the directory by the record at the end of the zip, which a comment may follow.
fn find(blob: &Blob) -> Result<Span, ListError> {
    let tail_len = blob.len().min((END_LEN + usize::from(u16::MAX)) as u64);
    let tail_at = blob.len() - tail_len;
    let mut tail = vec![0; tail_len as usize];
    blob.read_exact_at(tail_at, &mut tail)?;
    let mut upto = tail.len();
    while let Some(at) = tail.get(..upto).and_then(|t| t.windows(4).rposition(|w| w == END)) {
        let end = tail.get(at..).unwrap_or_default();
        if let Some(span) = span_at(blob, tail_at + at as u64, end)? {
            return Ok(span);
        }
        upto = at + 3;
    }
    Err(ListError::NoDirectory("the directory at its end is missing"))
}

/// The span that an end record at `at` describes, if there is a directory where it says.
fn span_at(blob: &Blob, at: u64, end: &[u8]) -> Result<Option<Span>, ListError> {
    let fields = Fields(end);
    let (Some(count), Some(size), Some(offset)) = (fields.u16(10), fields.u32(12), fields.u32(16)) else {
        return Ok(None);
    };
    if let Some(span) = span_64(blob, at)? {
        return Ok(Some(span));
    }
    let (size, offset) = (u64::from(size), u64::from(offset));
    if count == 0 && size == 0 {
        return Ok(Some(Span { at, end: at, shift: 0, count: 0 }));
    }
    Ok(placed(blob, at, size, offset, u64::from(count)))
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
        if let (Some(count), Some(size), Some(offset)) = (fields.u64(32), fields.u64(40), fields.u64(48)) {
            return Ok(placed(blob, record_at, size, offset, count));
        }
    }
    Ok(None)
}

/// Where a directory of `size` bytes that should start at `offset` and end at `end` really starts.
fn placed(blob: &Blob, end: u64, size: u64, offset: u64, count: u64) -> Option<Span> {
    // Right before the end record, else where the offset says: the size is wrong more often.
    let before_end = end.checked_sub(size);
    for at in [before_end, Some(offset)].into_iter().flatten() {
        let mut magic = [0; 4];
        if at < end && blob.read_exact_at(at, &mut magic).is_ok() && magic == *RECORD {
            return Some(Span { at, end, shift: at.saturating_sub(offset), count });
        }
    }
    None
}

/// One record of the directory.
struct Record {
    name: Box<str>,
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u64,
    size: u64,
    header_at: u64,
    unix_mode: u32,
}

/// The next record, or `None` where no further one starts.
fn next_record(reader: &mut BlobReader) -> Result<Option<Record>, ListError> {
    let mut fixed = [0; RECORD_LEN];
    if !filled(reader, &mut fixed)? || !fixed.starts_with(RECORD) {
        return Ok(None);
    }
    let fields = Fields(&fixed);
    let lens = [28, 30, 32].map(|at| usize::from(fields.u16(at).unwrap_or(0)));
    let mut variable = vec![0; lens[0] + lens[1]];
    if !filled(reader, &mut variable)? {
        return Ok(None);
    }
    reader.seek(SeekFrom::Current(lens[2] as i64))?;
    let (raw_name, extra) = variable.split_at_checked(lens[0]).unwrap_or_default();
    let wide = |at| u64::from(fields.u32(at).unwrap_or(0));
    let (mut compressed, mut size, mut header_at) = (wide(20), wide(24), wide(42));
    apply_zip64(extra, &mut [&mut size, &mut compressed, &mut header_at]);
    let made_by_unix = fields.u16(4).unwrap_or(0) >> 8 == 3;
    let unix_mode = if made_by_unix { fields.u32(38).unwrap_or(0) >> 16 } else { 0 };
    Ok(Some(Record {
        name: entry_name(raw_name, extra),
        flags: fields.u16(8).unwrap_or(0),
        method: fields.u16(10).unwrap_or(0),
        crc: fields.u32(16).unwrap_or(0),
        compressed,
        size,
        header_at,
        unix_mode,
    }))
}

/// Fills `buffer`; `false` if the bytes end before.
fn filled(reader: &mut BlobReader, buffer: &mut [u8]) -> Result<bool, ListError> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(ListError::Io(error)),
    }
}

impl Record {
    /// The member it describes; `None` for a folder.
    fn member(&self, shift: u64) -> Option<Member> {
        if self.name.ends_with(['/', '\\']) {
            return None;
        }
        Some(Member {
            header_at: self.header_at.saturating_add(shift),
            compressed: self.compressed,
            size: self.size,
            crc: Some(self.crc),
            method: Compression::of(self.method),
            encrypted: self.flags & 1 != 0,
            link: self.unix_mode & 0o170_000 == 0o120_000,
            defect: None,
        })
    }
}

/// Marks members whose bytes another member uses as well: a way to make a small zip unpack to petabytes.
fn mark_overlaps(members: &mut [(Box<str>, Member)]) {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&i| members.get(i).map(|(_, m)| (m.header_at, m.compressed)));
    let mut free_from = 0;
    for i in order {
        let Some((_, member)) = members.get_mut(i) else { continue };
        if member.header_at < free_from {
            member.defect = Some("another file uses the same bytes");
        }
        // At least: name and extra field follow the 30 bytes, and only the local header tells their length.
        let end = member.header_at.saturating_add(30).saturating_add(member.compressed);
        free_from = free_from.max(end);
    }
}
