//! Reading one member of a zip.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use self_cell::{MutBorrow, self_cell};
use zip::read::ZipFile;
use zip::result::{ZipError, ZipResult};
use zip::{CompressionMethod, SUPPORTED_COMPRESSION_METHODS, ZipArchive};

use super::super::blob::{Blob, BlobReader, target};
use super::super::{ArchiveError, Limits, ReadSeek};
use super::alone::{self, Alone};

/// Number of the method that leaves the bytes as they are.
pub(super) const STORED: u16 = 0;
/// Number of the usual method.
pub(super) const DEFLATED: u16 = 8;

/// Where a member is and how it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Member {
    /// First byte of its local header.
    pub(in super::super) header_at: u64,
    /// Bytes it takes in the zip.
    pub(in super::super) compressed: u64,
    /// Bytes it has unpacked.
    pub(in super::super) size: u64,
    /// Checksum of the unpacked bytes.
    pub(in super::super) crc: u32,
    /// Number of the method it is compressed by, in the zip specification.
    pub(in super::super) method: u16,
    /// Whether it needs a password.
    pub(in super::super) encrypted: bool,
    /// Whether it is a link to another path.
    pub(in super::super) link: bool,
    /// Why it cannot be read, if the listing shows that already.
    pub(in super::super) defect: Option<&'static str>,
}

impl Member {
    /// Whether its method of compression can be undone.
    pub(in super::super) fn method_is_known(&self) -> bool {
        SUPPORTED_COMPRESSION_METHODS.iter().any(|known| known.into_compression().as_u16() == self.method)
    }

    /// Checksum of the unpacked bytes, where the zip tells it: some writers leave a zero.
    pub(in super::super) fn checksum(&self) -> Option<u32> {
        (self.crc != 0).then_some(self.crc)
    }

    /// Fails if it is not to be read, as far as the listing tells.
    fn check(&self, path: &str, limits: Limits) -> Result<(), ArchiveError> {
        let damaged = |detail: &str| Err(ArchiveError::Damaged { name: path.into(), detail: detail.into() });
        if self.encrypted {
            return Err(ArchiveError::Encrypted { name: path.into() });
        }
        if !self.method_is_known() {
            let name = CompressionMethod::name_from_u16(self.method).to_uppercase();
            let method = format!("{name}, number {}", self.method).into();
            return Err(ArchiveError::Method { path: path.into(), method });
        }
        if let Some(defect) = self.defect {
            return damaged(defect);
        }
        if self.method == STORED && self.size != self.compressed {
            return damaged("its sizes contradict each other");
        }
        if self.size > limits.streamed_file_bytes {
            return Err(ArchiveError::TooLarge { path: path.into(), cap: limits.streamed_file_bytes });
        }
        if self.size / self.compressed.max(1) > limits.inflate_ratio {
            return damaged("it claims to unpack to more than its bytes can hold");
        }
        Ok(())
    }
}

/// Starts reading a member. `path` is used in messages.
pub(in super::super) fn open_member(
    blob: &Blob,
    member: &Member,
    path: &str,
    limits: Limits,
) -> Result<Box<dyn ReadSeek>, ArchiveError> {
    let (content, at) = open(blob, member, path, limits)?;
    Ok(if member.method == STORED {
        let data = blob.slice(at, member.size).reader();
        Box::new(Stored { data, crc: Crc::new(), summed: Some(0), member: *member, pos: 0 })
    } else {
        Box::new(Unpacking { content, blob: blob.clone(), member: *member, pos: 0, wanted: 0 })
    })
}

/// The part of the zip that holds the bytes of a stored member, or `None` when they are compressed.
pub(in super::super) fn stored_slice(
    blob: &Blob,
    member: &Member,
    path: &str,
    limits: Limits,
) -> Result<Option<Blob>, ArchiveError> {
    if member.method != STORED {
        return Ok(None);
    }
    let at = open(blob, member, path, limits)?.1;
    Ok(Some(blob.slice(at, member.size)))
}

self_cell!(
    /// The crate's reader of a member, with the archive that it borrows from.
    struct Content {
        owner: MutBorrow<ZipArchive<Alone>>,
        #[covariant]
        dependent: Reader,
    }
);

type Reader<'a> = ZipFile<'a, Alone>;

impl Content {
    fn open(blob: &Blob, member: &Member) -> ZipResult<Self> {
        Self::try_new(MutBorrow::new(alone::open(blob, member)?), |archive| archive.borrow_mut().by_index(0))
    }

    /// Unpacks the next bytes; 0 only at the end.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.with_dependent_mut(|_, reader| reader.read(buffer));
        // What the system reports stays as it is; all else is about the bytes.
        read.map_err(|error| if error.raw_os_error().is_some() { error } else { broken("its content is damaged") })
    }
}

/// The crate's reader of a member, and where the member's bytes start in `blob`.
fn open(blob: &Blob, member: &Member, path: &str, limits: Limits) -> Result<(Content, u64), ArchiveError> {
    let damaged = |detail: &str| ArchiveError::Damaged { name: path.into(), detail: detail.into() };
    member.check(path, limits)?;
    let content = Content::open(blob, member).map_err(|error| match error {
        ZipError::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => damaged("the archive ends before it"),
        ZipError::Io(source) => ArchiveError::Read { path: path.into(), source },
        _ => damaged("it is not where the directory says"),
    })?;
    let start = content.borrow_dependent().data_start().unwrap_or(0);
    let at = member.header_at.saturating_add(start);
    if at.saturating_add(member.compressed) > blob.len() {
        return Err(damaged("the archive ends inside it"));
    }
    Ok((content, at))
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Reads a stored member, from anywhere. The checksum is compared when it is read in order.
#[derive(Debug)]
struct Stored {
    data: BlobReader,
    crc: Crc,
    /// How many bytes from the beginning the checksum covers; `None` once some were left out.
    summed: Option<u64>,
    member: Member,
    pos: u64,
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.data.read(buffer)?;
        self.summed = self.summed.filter(|summed| *summed == self.pos);
        self.pos += count as u64;
        if let Some(summed) = &mut self.summed {
            self.crc.update(buffer.get(..count).unwrap_or_default());
            *summed = self.pos;
            if self.pos == self.member.size && self.crc.sum() != self.member.crc {
                return Err(broken("its content is damaged"));
            }
        }
        Ok(count)
    }
}

impl Seek for Stored {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pos = self.data.seek(to)?;
        Ok(self.pos)
    }
}

/// Unpacks a member. Forward seeks unpack what lies between, backward ones start again.
struct Unpacking {
    content: Content,
    blob: Blob,
    member: Member,
    /// How far it is unpacked.
    pos: u64,
    /// Where the next read starts.
    wanted: u64,
}

impl Unpacking {
    fn restart(&mut self) -> io::Result<()> {
        self.content = Content::open(&self.blob, &self.member).map_err(io::Error::from)?;
        self.pos = 0;
        Ok(())
    }

    /// Unpacks up to where the next read starts.
    fn skip_to_wanted(&mut self) -> io::Result<()> {
        let mut skipped = vec![0; 32 << 10];
        while self.pos < self.wanted {
            let part = (self.wanted - self.pos).min(skipped.len() as u64) as usize;
            self.unpack(skipped.get_mut(..part).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Unpacks the next bytes, of which there must be some.
    fn unpack(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.pos += count as u64;
        if count == 0 {
            return Err(broken("its content ends too early"));
        }
        // The crate compares checksum and length once it is asked for more than there is.
        if self.pos >= self.member.size && self.content.read(&mut [0])? > 0 {
            return Err(broken("it unpacks to more than it should"));
        }
        Ok(count)
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.member.size == 0 {
            return self.content.read(buffer);
        }
        if self.wanted >= self.member.size {
            return Ok(0);
        }
        if self.wanted < self.pos {
            self.restart()?;
        }
        self.skip_to_wanted()?;
        let count = self.unpack(buffer)?;
        self.wanted = self.pos;
        Ok(count)
    }
}

impl Seek for Unpacking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.wanted = target(to, self.wanted, self.member.size)?;
        Ok(self.wanted)
    }
}
