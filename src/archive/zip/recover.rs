//! What is whole at the beginning of a zip whose directory is missing: a download that stopped.
//!
//! Our own, because the `zip` crate reads such a zip neither from its end, where nothing is, nor as
//! a stream, where it refuses members whose sizes come after them.

use std::io::{self, BufRead as _, Read as _, Seek as _, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::super::blob::{Blob, BlobReader};
use super::super::{ArchiveError, Limits};
use super::member::DEFLATED;
use super::{Check, Fields, Listing, Member, apply_zip64, entry_name};

/// How a member's end was found.
enum End {
    /// Its sizes, and where the next header must be.
    At { compressed: u64, size: u64, crc: u32, next: u64 },
    /// The zip ends before it does.
    CutOff,
}

/// Walks the headers from the front. The last member, if it is cut off, is listed as defective, so
/// that it is reported and not forgotten.
pub(super) fn walk(blob: &Blob, limits: Limits, check: Check<'_>) -> Result<Listing, ArchiveError> {
    let mut members = Vec::new();
    let mut reader = blob.reader();
    // The first part of a zip that was split has a mark of four bytes before the first header.
    let mut mark = [0; 4];
    let marked = blob.read_exact_at(0, &mut mark).is_ok() && mark == *b"PK\x07\x08";
    let mut at = if marked { 4 } else { 0 };
    while let Ok(Some(header)) = Header::read(&mut reader, at) {
        check()?;
        if members.len() >= limits.entries {
            break;
        }
        let end = header.end(&mut reader, blob.len(), limits, check)?;
        let (compressed, size, crc, next) = match end {
            End::At { compressed, size, crc, next } => (compressed, size, crc, Some(next)),
            End::CutOff => (header.compressed, header.size, header.crc, None),
        };
        let defect = next.is_none().then_some("the archive ends inside it");
        if !header.name.ends_with(['/', '\\']) {
            let member = Member {
                header_at: at,
                compressed,
                size,
                crc,
                method: header.method,
                encrypted: header.flags & 1 != 0,
                link: false,
                defect,
            };
            members.push((header.name, member));
        }
        let Some(next) = next else { break };
        at = next;
    }
    Ok(Listing { members, damage: None })
}

/// A local header.
struct Header {
    name: Box<str>,
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u64,
    size: u64,
    wide: bool,
    data_at: u64,
}

impl Header {
    fn read(reader: &mut BlobReader, at: u64) -> io::Result<Option<Self>> {
        let mut fixed = [0; 30];
        reader.seek(SeekFrom::Start(at))?;
        reader.read_exact(&mut fixed)?;
        if !fixed.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        let fields = Fields(&fixed);
        let [name_len, extra_len] = [26, 28].map(|at| usize::from(fields.u16(at).unwrap_or(0)));
        let mut variable = vec![0; name_len + extra_len];
        reader.read_exact(&mut variable)?;
        let (raw_name, extra) = variable.split_at_checked(name_len).unwrap_or_default();
        let number = |at| u64::from(fields.u32(at).unwrap_or(0));
        let (mut compressed, mut size) = (number(18), number(22));
        let wide = super::extra_fields(extra).any(|(id, _)| id == 0x0001);
        apply_zip64(extra, &mut [&mut size, &mut compressed]);
        Ok(Some(Self {
            name: entry_name(raw_name, extra),
            flags: fields.u16(6).unwrap_or(0),
            method: fields.u16(8).unwrap_or(0),
            crc: fields.u32(14).unwrap_or(0),
            compressed,
            size,
            wide,
            data_at: at + 30 + variable.len() as u64,
        }))
    }

    fn end(&self, reader: &mut BlobReader, len: u64, limits: Limits, check: Check<'_>) -> Result<End, ArchiveError> {
        let sizes_follow = self.flags & 8 != 0 && self.compressed == 0;
        let end = if !sizes_follow {
            Ok(self.end_by_header(len))
        } else if self.method == DEFLATED && self.flags & 1 == 0 {
            self.end_by_inflating(reader, limits, check)?
        } else {
            self.end_by_descriptor(reader, check)?
        };
        // Reading can only fail here as it would fail for the user later; what was found so far stays.
        Ok(end.unwrap_or(End::CutOff))
    }

    fn end_by_header(&self, len: u64) -> End {
        let data_end = self.data_at.saturating_add(self.compressed);
        if data_end > len {
            return End::CutOff;
        }
        let descriptor = if self.flags & 8 == 0 { 0 } else { self.descriptor_len() };
        End::At { compressed: self.compressed, size: self.size, crc: self.crc, next: data_end + descriptor }
    }

    /// Length of the record behind the data that holds its sizes, with its signature.
    const fn descriptor_len(&self) -> u64 {
        if self.wide { 24 } else { 16 }
    }

    /// The sizes come after the data: only unpacking tells where it ends.
    fn end_by_inflating(
        &self,
        reader: &mut BlobReader,
        limits: Limits,
        check: Check<'_>,
    ) -> Result<io::Result<End>, ArchiveError> {
        let mut inflate = Decompress::new(false);
        let mut crc = Crc::new();
        let mut buffer = vec![0; 64 << 10];
        if let Err(error) = reader.seek(SeekFrom::Start(self.data_at)) {
            return Ok(Err(error));
        }
        loop {
            check()?;
            let input = match reader.fill_buf() {
                Ok([]) => return Ok(Ok(End::CutOff)),
                Ok(input) => input,
                Err(error) => return Ok(Err(error)),
            };
            let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
            let status = inflate.decompress(input, &mut buffer, FlushDecompress::None);
            let count = (inflate.total_out() - before_out) as usize;
            reader.consume((inflate.total_in() - before_in) as usize);
            crc.update(buffer.get(..count).unwrap_or_default());
            match status {
                Ok(Status::StreamEnd) => break,
                Ok(_) if inflate.total_out() <= limits.streamed_file_bytes => {}
                _ => return Ok(Ok(End::CutOff)),
            }
        }
        let (compressed, size) = (inflate.total_in(), inflate.total_out());
        let next = self.data_at + compressed + self.descriptor_after(reader, self.data_at + compressed);
        Ok(Ok(End::At { compressed, size, crc: crc.sum(), next }))
    }

    /// Length of the sizes behind the data, whose signature and width are both optional.
    fn descriptor_after(&self, reader: &mut BlobReader, data_end: u64) -> u64 {
        let followed = |reader: &mut BlobReader, len: u64| {
            let mut magic = [0; 4];
            let read = reader.seek(SeekFrom::Start(data_end + len)).and_then(|_| reader.read_exact(&mut magic));
            read.is_ok() && (magic == *b"PK\x03\x04" || magic == *b"PK\x01\x02")
        };
        [16, 24, 12, 20].into_iter().find(|len| followed(reader, *len)).unwrap_or(self.descriptor_len())
    }

    /// Stored, and the sizes come after the data: looks for the record that states the distance walked.
    fn end_by_descriptor(&self, reader: &mut BlobReader, check: Check<'_>) -> Result<io::Result<End>, ArchiveError> {
        if let Err(error) = reader.seek(SeekFrom::Start(self.data_at)) {
            return Ok(Err(error));
        }
        let mut walked = 0_u64;
        let mut tail: Vec<u8> = Vec::new();
        let mut chunk = vec![0; 64 << 10];
        loop {
            check()?;
            let count = match reader.read(&mut chunk) {
                Ok(0) => return Ok(Ok(End::CutOff)),
                Ok(count) => count,
                Err(error) => return Ok(Err(error)),
            };
            tail.extend_from_slice(chunk.get(..count).unwrap_or_default());
            let found = tail.windows(24).enumerate().find_map(|(i, w)| self.stated(w, walked + i as u64));
            if let Some(end) = found {
                return Ok(Ok(end));
            }
            let done = tail.len().saturating_sub(23);
            walked += done as u64;
            tail.drain(..done);
        }
    }

    /// The end that a record of sizes states, if it stands `walked` bytes behind the beginning of the data.
    fn stated(&self, record: &[u8], walked: u64) -> Option<End> {
        if !record.starts_with(b"PK\x07\x08") {
            return None;
        }
        let fields = Fields(record);
        let crc = fields.u32(4)?;
        let next = self.data_at + walked;
        if self.wide && fields.u64(8)? == walked {
            return Some(End::At { compressed: walked, size: fields.u64(16)?, crc, next: next + 24 });
        }
        let (compressed, size) = (u64::from(fields.u32(8)?), u64::from(fields.u32(12)?));
        (compressed == walked).then_some(End::At { compressed, size, crc, next: next + 16 })
    }
}
