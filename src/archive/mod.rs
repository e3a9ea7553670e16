//! Bytes to named entries: zip, folder, tar.gz, single file, several of them as one.
//!
//! Knows nothing of platforms. Everything is read in place; nothing is ever written. All input is
//! hostile: names are checked, sizes and counts are capped, reading can be cancelled.

mod blob;
mod draft;
mod error;
mod folder;
mod gzip;
mod limits;
mod memory;
mod meter;
mod name;
mod open;
mod progress;
mod set;
mod sniff;
mod tar;
#[cfg(test)]
mod tests;
mod text;
mod zip;

use std::io::{Read, Seek};

pub use error::ArchiveError;
pub use limits::Limits;
pub use memory::MemorySource;
pub use meter::Metered;
pub use open::{open_bytes, open_paths};
pub use progress::{CancelToken, Progress};
pub use set::ArchiveSet;
pub use text::{TextReader, is_text};

use crate::model::FileStatus;
pub use crate::model::{ArchiveInfo, Container};

/// Index of an entry in a [`Source`]; the same number indexes the dataset's file ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

impl EntryId {
    /// The position in the entry list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file inside an opened container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path inside the container: forward slashes, Unicode NFC, no leading slash, no `..`.
    pub path: Box<str>,
    /// Index of its container in [`Source::containers`].
    pub container: u16,
    /// Size in bytes once decompressed, as the directory states it.
    pub size: u64,
    /// The path with A to Z in lower case, where that is another.
    lower: Option<Box<str>>,
    /// Where in the path its name starts: every adapter looks at the name of every entry.
    name_at: u32,
    /// Where its extension starts.
    extension_at: u32,
    /// Why it is left aside, if it is.
    junk: Option<&'static str>,
}

impl Entry {
    /// A file of a container.
    pub fn new(path: impl Into<Box<str>>, container: u16, size: u64) -> Self {
        let path = path.into();
        let lower = path.bytes().any(|b| b.is_ascii_uppercase()).then(|| path.to_ascii_lowercase().into());
        let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
        let name = path.get(name_at..).unwrap_or_default();
        let extension_at = name.rfind('.').map_or(path.len(), |dot| name_at + dot + 1);
        let at = |place| u32::try_from(place).unwrap_or(u32::MAX);
        let (name_at, extension_at, junk) = (at(name_at), at(extension_at), junk_reason(&path));
        Self { path, container, size, lower, name_at, extension_at, junk }
    }

    /// A file at this path of the first container.
    #[cfg(test)]
    pub(crate) fn at(path: &str) -> Self {
        Self::new(path, 0, 1)
    }

    /// The path with A to Z in lower case, as long as the path: files are looked for by this one, since old file
    /// systems, sync programs and people change the case of names.
    pub fn lower_path(&self) -> &str {
        self.lower.as_deref().unwrap_or(&self.path)
    }

    /// The last part of [`lower_path`](Self::lower_path).
    pub fn lower_name(&self) -> &str {
        from(self.lower_path(), self.name_at)
    }

    /// The folder part of [`lower_path`](Self::lower_path), without the last slash; empty at the top.
    pub fn lower_folder(&self) -> &str {
        before(self.lower_path(), self.name_at)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        from(&self.path, self.name_at)
    }

    /// The folder part of the path, without the last slash; empty at the top.
    pub fn folder(&self) -> &str {
        before(&self.path, self.name_at)
    }

    /// The extension with A to Z in lower case, without the dot; empty without one.
    pub fn extension(&self) -> &str {
        from(self.lower_path(), self.extension_at)
    }

    /// Why it is left aside before any adapter sees it, or `None` for a real file, as [`junk_reason`] has it.
    pub const fn junk(&self) -> Option<&'static str> {
        self.junk
    }

    /// Whether the path ends in `suffix` at a folder boundary, compared without regard to ASCII case.
    pub fn has_suffix(&self, suffix: &str) -> bool {
        let Some(at) = self.path.len().checked_sub(suffix.len()) else { return false };
        self.path.is_char_boundary(at)
            && self.path[at..].eq_ignore_ascii_case(suffix)
            && (at == 0 || self.path.as_bytes()[at - 1] == b'/')
    }
}

fn from(path: &str, at: u32) -> &str {
    path.get(at as usize..).unwrap_or_default()
}

/// What stands before the slash in front of a name.
fn before(path: &str, name_at: u32) -> &str {
    path.get(..(name_at as usize).saturating_sub(1)).unwrap_or_default()
}

/// When a file was last changed, as its container states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified {
    /// Seconds since 1970 UTC.
    pub seconds: i64,
    /// Whether it is to the second and in UTC; else it is the earlier of two seconds, in a zone that is not stated
    /// and taken for UTC.
    pub is_exact: bool,
}

/// What opening the containers already told about an entry, or about a container as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The entry; `None` for something the user should know about a container.
    pub entry: Option<EntryId>,
    /// What becomes of the entry.
    pub status: Option<FileStatus>,
    /// What was found, what was expected, what to do.
    pub text: Box<str>,
}

/// Why an entry is left aside before any adapter sees it, or `None` for a real file.
///
/// These are put into archives by operating systems and by exporters, never by people.
pub fn junk_reason(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_named = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    if path.split('/').any(|part| part.eq_ignore_ascii_case("__MACOSX")) || name.starts_with("._") {
        Some("macOS resource fork")
    } else if is_named(&[".DS_Store", "Thumbs.db", "desktop.ini"]) {
        Some("folder settings of an operating system")
    } else if is_named(&["no-data.txt"]) {
        Some("placeholder for an empty section of the export")
    } else {
        None
    }
}

/// Reading from an entry. Seeking forward in a compressed entry decompresses what lies between;
/// seeking backward starts again from its beginning.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// What an adapter may ask of the opened containers.
///
/// One source holds every container the user opened together, so that parts of one export and
/// files that refer to each other across parts are found.
pub trait Source: Send + Sync {
    /// Every file of every container, sorted by container and path. Junk ([`junk_reason`]) is included.
    fn entries(&self) -> &[Entry];

    /// The containers.
    fn containers(&self) -> &[ArchiveInfo];

    /// What opening them told already.
    fn notes(&self) -> &[Note] {
        &[]
    }

    /// The CRC-32 of an entry as its container states it, where it does. Not checked before it is read.
    fn checksum(&self, _id: EntryId) -> Option<u32> {
        None
    }

    /// When an entry was last changed, where its container states it. Anybody can have set it.
    fn modified(&self, _id: EntryId) -> Option<Modified> {
        None
    }

    /// Starts reading an entry. Reads fail past the limits and once loading is cancelled.
    fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + '_>, ArchiveError>;

    /// The entry with `id`.
    ///
    /// # Panics
    /// When the id is of another source.
    fn entry(&self, id: EntryId) -> &Entry {
        &self.entries()[id.index()]
    }

    /// The whole content of an entry of at most `cap` bytes.
    fn read(&self, id: EntryId, cap: u64) -> Result<Vec<u8>, ArchiveError> {
        let path = &self.entry(id).path;
        let too_large = || ArchiveError::TooLarge { path: path.clone(), cap };
        if self.entry(id).size > cap {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(self.entry(id).size.min(cap) as usize);
        let mut reader = self.open(id)?.take(cap + 1);
        reader.read_to_end(&mut bytes).map_err(|source| ArchiveError::Read { path: path.clone(), source })?;
        if bytes.len() as u64 > cap { Err(too_large()) } else { Ok(bytes) }
    }

    /// The first `count` bytes of an entry, or all of it if shorter.
    fn head(&self, id: EntryId, count: usize) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = Vec::with_capacity(count.min(1 << 16));
        let path = &self.entry(id).path;
        let mut reader = self.open(id)?.take(count as u64);
        reader.read_to_end(&mut bytes).map_err(|source| ArchiveError::Read { path: path.clone(), source })?;
        Ok(bytes)
    }
}

/// Every entry with its id, junk left out.
pub fn real_entries(source: &dyn Source) -> impl Iterator<Item = (EntryId, &Entry)> {
    let all = source.entries().iter().enumerate().map(|(i, e)| (EntryId(i as u32), e));
    all.filter(|(_, e)| e.junk().is_none())
}
