//! A directory read record by record.
//!
//! The `zip` crate gives no member if one record is bad, the last one of each name, and none beyond
//! the number that the end of the zip states. Here every record counts that can be made out.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::super::blob::{Blob, BlobReader};
use super::end::{RECORD, RECORD_LEN, Span};
use super::{Check, Damage, Fields, ListError, Listing, Member, apply_zip64, entry_name};

/// Reads the records in `span`.
pub(super) fn read(blob: &Blob, span: Span, max_entries: usize, check: Check<'_>) -> Result<Listing, ListError> {
    let directory = blob.slice(span.at, span.end.saturating_sub(span.at));
    let mut members = Vec::new();
    let (mut at, mut read, mut bad) = (0, 0_u64, 0_u64);
    let mut reader = directory.reader();
    loop {
        check().map_err(ListError::Stopped)?;
        let Some(record) = Record::read(&mut reader, at)? else { break };
        if read + bad >= max_entries as u64 {
            return Err(ListError::TooMany);
        }
        let followed = record.next.is_some_and(|next| next == directory.len() || starts_record(&directory, next));
        // What follows is no record: either this one is bad about its length, or there is something else between.
        let next = if followed { record.next } else { find_record(&directory, at + 4)? };
        let whole = followed || record.next.is_some_and(|end| next.is_none_or(|next| next >= end));
        if whole {
            read += 1;
            members.extend(record.member(span.shift).map(|member| (record.name, member)));
        } else {
            bad += 1;
        }
        let Some(next) = next else { break };
        at = next;
    }
    let missing = span.count.saturating_sub(read).max(bad);
    if missing > 0 && members.is_empty() {
        return Err(ListError::NoDirectory("its directory is damaged"));
    }
    let detail = || format!("its directory lists {read} of {} files", read + missing).into();
    Ok(Listing { members, damage: (missing > 0).then(|| Damage { detail: detail(), cut_off: false }) })
}

fn starts_record(directory: &Blob, at: u64) -> bool {
    let mut magic = [0; 4];
    directory.read_exact_at(at, &mut magic).is_ok() && magic == *RECORD
}

/// Where the next record starts, from `from` on.
fn find_record(directory: &Blob, from: u64) -> Result<Option<u64>, ListError> {
    // Small at first: in a directory full of bad records the next one is near.
    let mut chunk = vec![0; 256];
    let mut at = from;
    while at < directory.len() {
        let count = (directory.len() - at).min(chunk.len() as u64) as usize;
        let part = chunk.get_mut(..count).unwrap_or_default();
        directory.read_exact_at(at, part)?;
        if let Some(found) = memchr::memmem::find(part, RECORD) {
            return Ok(Some(at + found as u64));
        }
        at += (count as u64).saturating_sub(3).max(1);
        chunk.resize((chunk.len() * 2).min(64 << 10), 0);
    }
    Ok(None)
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
    /// First byte after it; `None` if it goes on beyond the directory.
    next: Option<u64>,
}

impl Record {
    /// The record at `at`, or `None` if none starts there.
    fn read(reader: &mut BlobReader, at: u64) -> Result<Option<Self>, ListError> {
        let mut fixed = [0; RECORD_LEN];
        reader.seek(SeekFrom::Start(at))?;
        if !filled(reader, &mut fixed)? || !fixed.starts_with(RECORD) {
            return Ok(None);
        }
        let fields = Fields(&fixed);
        let [name_len, extra_len, comment_len] = [28, 30, 32].map(|at| usize::from(fields.u16(at).unwrap_or(0)));
        let mut variable = vec![0; name_len + extra_len];
        let there = filled(reader, &mut variable)?;
        let end = at + (RECORD_LEN + variable.len() + comment_len) as u64;
        let (raw_name, extra) = variable.split_at_checked(name_len).unwrap_or_default();
        let wide = |at| u64::from(fields.u32(at).unwrap_or(0));
        let (mut compressed, mut size, mut header_at) = (wide(20), wide(24), wide(42));
        apply_zip64(extra, &mut [&mut size, &mut compressed, &mut header_at]);
        let made_by_unix = fields.u16(4).unwrap_or(0) >> 8 == 3;
        let unix_mode = if made_by_unix { fields.u32(38).unwrap_or(0) >> 16 } else { 0 };
        Ok(Some(Self {
            name: entry_name(raw_name, extra),
            flags: fields.u16(8).unwrap_or(0),
            method: fields.u16(10).unwrap_or(0),
            crc: fields.u32(16).unwrap_or(0),
            compressed,
            size,
            header_at,
            unix_mode,
            next: (there && end <= reader.len()).then_some(end),
        }))
    }

    /// The member it describes; `None` for a folder.
    fn member(&self, shift: u64) -> Option<Member> {
        if self.name.ends_with(['/', '\\']) {
            return None;
        }
        Some(Member {
            header_at: self.header_at.saturating_add(shift),
            compressed: self.compressed,
            size: self.size,
            crc: self.crc,
            method: self.method,
            encrypted: self.flags & 1 != 0,
            link: self.unix_mode & 0o170_000 == 0o120_000,
            defect: None,
        })
    }
}

/// Fills `buffer`; `false` if the bytes end before.
fn filled(reader: &mut BlobReader, buffer: &mut [u8]) -> Result<bool, ListError> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(ListError::Io(error)),
    }
}
