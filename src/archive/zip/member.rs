//! Reading one member of a zip.

use std::io::{self, BufRead as _, Read, Seek, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::super::blob::{Blob, BlobReader, target};
use super::super::{ArchiveError, Limits, ReadSeek};
use super::Fields;

/// How the bytes of a member are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Compression {
    /// As they are.
    Stored,
    /// Deflated.
    Deflated,
    /// In some other way, by its number in the zip specification.
    Other(u16),
}

impl Compression {
    /// The method with this number.
    pub(super) const fn of(number: u16) -> Self {
        match number {
            0 => Self::Stored,
            8 => Self::Deflated,
            other => Self::Other(other),
        }
    }

    fn name(number: u16) -> String {
        match number {
            9 => "Deflate64".to_owned(),
            12 => "bzip2".to_owned(),
            14 => "LZMA".to_owned(),
            93 => "Zstandard".to_owned(),
            95 => "XZ".to_owned(),
            99 => "AES".to_owned(),
            other => format!("number {other}"),
        }
    }
}

/// Where a member is and how it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Member {
    /// First byte of its local header.
    pub(in super::super) header_at: u64,
    /// Bytes it takes in the zip.
    pub(in super::super) compressed: u64,
    /// Bytes it has unpacked.
    pub(in super::super) size: u64,
    /// Checksum of the unpacked bytes, if known.
    pub(in super::super) crc: Option<u32>,
    /// How it is stored.
    pub(in super::super) method: Compression,
    /// Whether it needs a password.
    pub(in super::super) encrypted: bool,
    /// Whether it is a link to another path.
    pub(in super::super) link: bool,
    /// Why it cannot be read, if the listing shows that already.
    pub(in super::super) defect: Option<&'static str>,
}

/// Starts reading a member. `path` is used in messages.
pub(in super::super) fn open_member(
    blob: &Blob,
    member: &Member,
    path: &str,
    limits: Limits,
) -> Result<Box<dyn ReadSeek>, ArchiveError> {
    let data = locate(blob, member, path, limits)?;
    Ok(match member.method {
        Compression::Stored => Box::new(Stored { data, crc: Check::new(member), size: member.size, pos: 0 }),
        _ => Box::new(Inflating::new(data, member)),
    })
}

/// The part of the zip that holds the bytes of a stored member, or `None` when they are compressed.
pub(in super::super) fn stored_slice(
    blob: &Blob,
    member: &Member,
    path: &str,
    limits: Limits,
) -> Result<Option<Blob>, ArchiveError> {
    if member.method != Compression::Stored {
        return Ok(None);
    }
    let at = data_at(blob, member, path, limits)?.1;
    Ok(Some(blob.slice(at, member.size)))
}

fn locate(blob: &Blob, member: &Member, path: &str, limits: Limits) -> Result<BlobReader, ArchiveError> {
    let (reader, at) = data_at(blob, member, path, limits)?;
    Ok(reader.narrowed(at, member.compressed))
}

/// A reader that has the local header buffered, and where the member's bytes start.
fn data_at(blob: &Blob, member: &Member, path: &str, limits: Limits) -> Result<(BlobReader, u64), ArchiveError> {
    let damaged = |detail: &str| ArchiveError::Damaged { name: path.into(), detail: detail.into() };
    if member.encrypted {
        return Err(ArchiveError::Encrypted { name: path.into() });
    }
    if let Compression::Other(number) = member.method {
        return Err(ArchiveError::Method { path: path.into(), method: Compression::name(number).into() });
    }
    if let Some(defect) = member.defect {
        return Err(damaged(defect));
    }
    if member.method == Compression::Stored && member.size != member.compressed {
        return Err(damaged("its sizes contradict each other"));
    }
    if member.size > limits.streamed_file_bytes {
        return Err(ArchiveError::TooLarge { path: path.into(), cap: limits.streamed_file_bytes });
    }
    if member.size / member.compressed.max(1) > limits.inflate_ratio {
        return Err(damaged("it claims to unpack to more than its bytes can hold"));
    }
    let mut reader = blob.reader();
    let mut header = [0; 30];
    let read = reader.seek(SeekFrom::Start(member.header_at)).and_then(|_| reader.read_exact(&mut header));
    match read {
        Ok(()) if header.starts_with(b"PK\x03\x04") => {}
        Ok(()) => return Err(damaged("it is not where the directory says")),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(damaged("the archive ends before it"));
        }
        Err(source) => return Err(ArchiveError::Read { path: path.into(), source }),
    }
    let [name, extra] = [26, 28].map(|at| u64::from(Fields(&header).u16(at).unwrap_or(0)));
    let at = member.header_at + 30 + name + extra;
    if at.saturating_add(member.compressed) > blob.len() {
        return Err(damaged("the archive ends inside it"));
    }
    Ok((reader, at))
}

/// Compares the checksum of bytes that are read in order from the beginning; a seek ends the comparison.
#[derive(Debug)]
struct Check {
    expected: Option<u32>,
    crc: Crc,
    next: u64,
}

impl Check {
    fn new(member: &Member) -> Self {
        Self { expected: member.crc, crc: Crc::new(), next: 0 }
    }

    /// Notes bytes read at `pos`; fails when they were the last ones and the checksum differs.
    fn note(&mut self, pos: u64, bytes: &[u8], size: u64) -> io::Result<()> {
        if self.next != pos {
            self.expected = None;
        }
        let Some(expected) = self.expected else { return Ok(()) };
        self.crc.update(bytes);
        self.next += bytes.len() as u64;
        if self.next == size && self.crc.sum() != expected { Err(broken("its content is damaged")) } else { Ok(()) }
    }
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Reads a stored member.
#[derive(Debug)]
struct Stored {
    data: BlobReader,
    crc: Check,
    size: u64,
    pos: u64,
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.data.read(buffer)?;
        self.crc.note(self.pos, buffer.get(..count).unwrap_or_default(), self.size)?;
        self.pos += count as u64;
        Ok(count)
    }
}

impl Seek for Stored {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pos = self.data.seek(to)?;
        Ok(self.pos)
    }
}

/// Inflates a member. Forward seeks inflate what lies between, backward ones start again.
#[derive(Debug)]
struct Inflating {
    data: BlobReader,
    inflate: Decompress,
    crc: Check,
    size: u64,
    /// How far it is inflated.
    pos: u64,
    /// Where the next read starts.
    wanted: u64,
}

impl Inflating {
    fn new(data: BlobReader, member: &Member) -> Self {
        let crc = Check::new(member);
        Self { data, inflate: Decompress::new(false), crc, size: member.size, pos: 0, wanted: 0 }
    }

    fn restart(&mut self) -> io::Result<()> {
        self.data.rewind()?;
        self.inflate.reset(false);
        self.crc.expected = None;
        self.pos = 0;
        Ok(())
    }

    /// Inflates up to where the next read starts; `false` if there is nothing there.
    fn skip_to_wanted(&mut self) -> io::Result<bool> {
        let mut skipped = vec![0; 32 << 10];
        while self.pos < self.wanted {
            let part = (self.wanted - self.pos).min(skipped.len() as u64) as usize;
            if self.inflate(skipped.get_mut(..part).unwrap_or_default())? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Inflates the next bytes; 0 only at the end.
    fn inflate(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let input = self.data.fill_buf()?;
            let at_end = input.is_empty();
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            let flush = if at_end { FlushDecompress::Finish } else { FlushDecompress::None };
            let status = self.inflate.decompress(input, buffer, flush);
            let used = (self.inflate.total_in() - before_in) as usize;
            let count = (self.inflate.total_out() - before_out) as usize;
            self.data.consume(used);
            let status = status.map_err(|_e| broken("its content is damaged"))?;
            if count > 0 {
                self.crc.note(self.pos, buffer.get(..count).unwrap_or_default(), self.size)?;
                self.pos += count as u64;
                let too_long = self.pos > self.size;
                return if too_long { Err(broken("it unpacks to more than it should")) } else { Ok(count) };
            }
            if status == Status::StreamEnd || (at_end && used == 0) {
                let whole = self.pos == self.size && status == Status::StreamEnd;
                return if whole { Ok(0) } else { Err(broken("its content ends too early")) };
            }
        }
    }
}

impl Read for Inflating {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || (self.wanted >= self.size && self.size > 0) {
            return Ok(0);
        }
        if self.wanted < self.pos {
            self.restart()?;
        }
        if self.pos < self.wanted && !self.skip_to_wanted()? {
            return Ok(0);
        }
        let count = self.inflate(buffer)?;
        self.wanted = self.pos;
        Ok(count)
    }
}

impl Seek for Inflating {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.wanted = target(to, self.wanted, self.size)?;
        Ok(self.wanted)
    }
}
