//! One member as a zip of its own, which the `zip` crate can open.
//!
//! A member that was listed stays a few numbers. To read it, a directory of just this one is put
//! behind its bytes, so that opening many members neither keeps nor reads again the whole directory,
//! and members that only our own code could list are unpacked by the crate as well.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};
use zip::result::ZipResult;

use super::super::blob::{Blob, BlobReader, target};
use super::Member;
use super::end::RECORD_LEN;

/// Bytes a local header has at most: 30, a name and an extra field.
const LONGEST_HEADER: u64 = 30 + 2 * u16::MAX as u64;
/// Any name will do.
const NAME: &[u8] = b"member";
/// Bytes of the zip64 extra field with two sizes.
const EXTRA_LEN: usize = 20;

/// The bytes of a member from its local header on, and a directory.
#[derive(Debug)]
pub(super) struct Alone {
    bytes: BlobReader,
    directory: Vec<u8>,
    pos: u64,
}

/// Opens a member of `blob` as a zip that holds it alone. Its header and content are at their
/// distance from `header_at`.
pub(super) fn open(blob: &Blob, member: &Member) -> ZipResult<ZipArchive<Alone>> {
    let bytes = blob.slice(member.header_at, member.compressed.saturating_add(LONGEST_HEADER));
    let directory = directory(member, bytes.len());
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    ZipArchive::with_config(config, Alone { bytes: bytes.reader(), directory, pos: 0 })
}

/// A directory with one record, and its end, for a place `at` bytes behind the local header. Sizes
/// and place are those of a zip64, which fit whatever they are.
fn directory(member: &Member, at: u64) -> Vec<u8> {
    let zeros = |count: usize| std::iter::repeat_n(0, count);
    let len = (RECORD_LEN + NAME.len() + EXTRA_LEN) as u64;
    let mut to = Vec::with_capacity(192);
    // The record: versions, flags (neither encrypted nor with sizes behind it), method, time, checksum, sizes.
    to.extend(b"PK\x01\x02\x2d\0\x2d\0\0\0");
    to.extend(member.method.to_le_bytes());
    to.extend(zeros(4));
    to.extend(member.crc.to_le_bytes());
    to.extend([0xff; 8]);
    to.extend((NAME.len() as u16).to_le_bytes());
    to.extend((EXTRA_LEN as u16).to_le_bytes());
    to.extend(zeros(14));
    to.extend(NAME);
    to.extend(b"\x01\0\x10\0");
    to.extend(member.size.to_le_bytes());
    to.extend(member.compressed.to_le_bytes());
    // The zip64 end: its own length, versions, parts, members, length and place of the directory.
    to.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0");
    to.extend(zeros(8));
    for number in [1, 1, len, at] {
        to.extend(number.to_le_bytes());
    }
    // The locator, which says where that is.
    to.extend(b"PK\x06\x07\0\0\0\0");
    to.extend((at + len).to_le_bytes());
    to.extend(b"\x01\0\0\0");
    // The end, which leaves it all to the zip64 end.
    to.extend(b"PK\x05\x06\0\0\0\0");
    to.extend([0xff; 12]);
    to.extend(zeros(2));
    to
}

impl Read for Alone {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match self.pos.checked_sub(self.bytes.len()) {
            None => self.bytes.read(buffer)?,
            Some(at) => {
                let rest = usize::try_from(at).ok().and_then(|at| self.directory.get(at..));
                rest.unwrap_or_default().read(buffer)?
            }
        };
        self.pos += count as u64;
        Ok(count)
    }
}

impl Seek for Alone {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pos = target(to, self.pos, self.bytes.len() + self.directory.len() as u64)?;
        self.bytes.seek(SeekFrom::Start(self.pos))
    }
}
