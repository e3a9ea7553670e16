//! Several opened containers as one source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::FileStatus;

use super::blob::Blob;
use super::draft::{Draft, Slot, arrange};
use super::gzip::Gzip;
use super::{ArchiveError, ArchiveInfo, Container, Entry, EntryId, Limits, Modified, Note, ReadSeek, Source};
use super::{text, zip};

/// What a container is read from.
#[derive(Debug)]
pub(super) enum Store {
    /// A zip.
    Zip(Blob),
    /// A tar inside gzip.
    TarGz(Arc<Gzip>),
    /// A tar as it is.
    Tar(Blob),
    /// A folder of the system.
    Folder(PathBuf),
    /// A single file.
    File(Blob),
    /// Nothing: it could not be opened.
    Nothing,
}

/// A container with its entries, before it is part of a set.
#[derive(Debug)]
pub(super) struct Listed {
    /// Name for the user.
    pub(super) name: Box<str>,
    /// What it is.
    pub(super) container: Container,
    /// Its size in bytes.
    pub(super) bytes: u64,
    /// What it is read from.
    pub(super) store: Store,
    /// Its entries, in any order.
    pub(super) drafts: Vec<Draft>,
    /// What the user should know about it as a whole.
    pub(super) warning: Option<Box<str>>,
}

/// The opened containers. Entries of text are given as UTF-8 without a mark, however they are written.
#[derive(Debug)]
pub struct ArchiveSet {
    containers: Vec<ArchiveInfo>,
    names: BTreeSet<Box<str>>,
    /// What is in the zips, and the name of the first with that.
    zips: BTreeMap<Contents, Box<str>>,
    stores: Vec<Store>,
    entries: Vec<Entry>,
    slots: Vec<Slot>,
    notes: Vec<Note>,
    limits: Limits,
}

impl ArchiveSet {
    pub(super) const fn new(limits: Limits) -> Self {
        Self {
            containers: Vec::new(),
            names: BTreeSet::new(),
            zips: BTreeMap::new(),
            stores: Vec::new(),
            entries: Vec::new(),
            slots: Vec::new(),
            notes: Vec::new(),
            limits,
        }
    }

    /// Adds a container; gives the ids of its entries.
    pub(super) fn add(&mut self, mut listed: Listed) -> Result<std::ops::Range<u32>, ArchiveError> {
        let too_many = |what: String| ArchiveError::TooMany { name: listed.name.clone(), what: what.into() };
        if self.entries.len() + listed.drafts.len() > self.limits.entries {
            return Err(too_many(format!("over {} files", self.limits.entries)));
        }
        let container =
            u16::try_from(self.containers.len()).map_err(|_e| too_many("too many archives beside it".into()))?;
        let first = self.entries.len() as u32;
        let repeated = arrange(&mut listed.drafts);
        let name = self.free_name(&listed.name);
        if let Some(contents) = contents(&listed.drafts) {
            if let Some(first) = self.zips.get(&contents) {
                self.note(None, None, the_same(&name, first));
                listed.drafts.clear();
            } else {
                self.zips.insert(contents, name.clone());
            }
        }
        self.containers.push(ArchiveInfo {
            name,
            container: listed.container,
            entries: listed.drafts.len() as u64,
            bytes: listed.bytes,
            platforms: Vec::new(),
        });
        self.stores.push(listed.store);
        if repeated > 0 {
            self.note(None, None, repeated_names(&listed.name, repeated));
        }
        self.notes.extend(listed.warning.map(|text| Note { entry: None, status: None, text }));
        for draft in listed.drafts {
            let id = EntryId(self.entries.len() as u32);
            self.notes.extend(draft.note.map(|(status, text)| Note { entry: Some(id), status: Some(status), text }));
            self.entries.push(Entry::new(draft.path, container, draft.size));
            self.slots.push(draft.slot);
        }
        Ok(first..self.entries.len() as u32)
    }

    /// The name, numbered if another container has it.
    fn free_name(&mut self, name: &str) -> Box<str> {
        let numbered = (2..).map(|number| format!("{name} ({number})").into_boxed_str());
        let mut names = std::iter::once(name.into()).chain(numbered);
        let free = names.find(|name| !self.names.contains(name)).unwrap_or_else(|| name.into());
        self.names.insert(free.clone());
        free
    }

    /// Adds a note.
    pub(super) fn note(&mut self, entry: Option<EntryId>, status: Option<FileStatus>, text: impl Into<Box<str>>) {
        self.notes.push(Note { entry, status, text: text.into() });
    }

    /// The bytes of an entry that may be a container itself, without a copy where possible;
    /// compressed ones are unpacked if they have at most `budget` bytes.
    pub(super) fn blob_of(&self, id: EntryId, budget: &mut u64) -> Result<Blob, ArchiveError> {
        let entry = self.entry(id);
        let missing = || ArchiveError::Damaged { name: entry.path.clone(), detail: "it is not in the archive".into() };
        let slot = self.slots.get(id.index()).ok_or_else(missing)?;
        let store = self.stores.get(usize::from(entry.container)).ok_or_else(missing)?;
        match (slot, store) {
            (Slot::Path(path), Store::Folder(root)) => self.open_file(root, path.as_deref(), id),
            (Slot::Tar(at), Store::Tar(blob)) => Ok(blob.slice(*at, entry.size)),
            (Slot::Zip(member), Store::Zip(blob))
                if let Some(part) = zip::stored_slice(blob, member, &entry.path, self.limits)? =>
            {
                Ok(part)
            }
            _ => {
                let bytes = self.read(id, *budget)?;
                *budget -= bytes.len() as u64;
                Ok(Blob::memory(bytes))
            }
        }
    }

    /// The real path of an entry of a folder.
    pub(super) fn real_path(&self, id: EntryId) -> Option<PathBuf> {
        let entry = self.entry(id);
        match (self.slots.get(id.index())?, self.stores.get(usize::from(entry.container))?) {
            (Slot::Path(path), Store::Folder(root)) => {
                Some(root.join(path.as_deref().unwrap_or(Path::new(&*entry.path))))
            }
            _ => None,
        }
    }

    fn open_file(&self, root: &Path, path: Option<&Path>, id: EntryId) -> Result<Blob, ArchiveError> {
        let entry = self.entry(id);
        let path = root.join(path.unwrap_or(Path::new(&*entry.path)));
        let regular = || {
            if std::fs::symlink_metadata(&path)?.is_file() {
                Blob::file(File::open(&path)?)
            } else {
                Err(std::io::Error::other("not a regular file any more"))
            }
        };
        regular().map_err(|source| ArchiveError::Read { path: entry.path.clone(), source })
    }
}

/// The files of a zip: how many, their bytes together, and a hash of their paths, sizes and checksums in any order.
type Contents = (usize, u64, u64);

/// What is in a zip; `None` if there is nothing, or something without a checksum to compare.
fn contents(drafts: &[Draft]) -> Option<Contents> {
    let mut contents = (drafts.len(), 0_u64, 0_u64);
    for draft in drafts {
        let Slot::Zip(member) = &draft.slot else { return None };
        let checksum = if draft.size > 0 { Some(member.checksum()?) } else { None };
        let mut hasher = DefaultHasher::new();
        (&draft.path, draft.size, checksum).hash(&mut hasher);
        contents.1 = contents.1.saturating_add(draft.size);
        contents.2 = contents.2.wrapping_add(hasher.finish());
    }
    (contents.1 > 0).then_some(contents)
}

/// That a download was made, or chosen, twice.
fn the_same(container: &str, first: &str) -> String {
    format!("{container} holds the same files as {first}, by name, size and checksum; they are read once")
}

/// What the user should know about files of one name.
fn repeated_names(container: &str, count: usize) -> String {
    let files = if count == 1 { "file has" } else { "files have" };
    format!(
        "{count} {files} the name of another one in {container}; all are read, those that would be overwritten in \
         unpacking as \u{201c}(copy 2)\u{201d} and so on"
    )
}

impl Source for ArchiveSet {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn containers(&self) -> &[ArchiveInfo] {
        &self.containers
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }

    fn checksum(&self, id: EntryId) -> Option<u32> {
        match self.slots.get(id.index())? {
            Slot::Zip(member) => member.checksum(),
            _ => None,
        }
    }

    fn modified(&self, id: EntryId) -> Option<Modified> {
        let entry = self.entry(id);
        match (self.slots.get(id.index())?, self.stores.get(usize::from(entry.container))?) {
            (Slot::Zip(member), Store::Zip(blob)) => zip::modified(blob, member),
            (Slot::Path(path), Store::Folder(root)) => {
                let path = root.join(path.as_deref().unwrap_or(Path::new(&*entry.path)));
                let changed = std::fs::symlink_metadata(path).ok()?.modified().ok()?;
                let seconds = jiff::Timestamp::try_from(changed).ok()?.as_second();
                Some(Modified { seconds, is_exact: true })
            }
            _ => None,
        }
    }

    fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + '_>, ArchiveError> {
        let entry = self.entry(id);
        let refused = |why: &str| ArchiveError::Refused { path: entry.path.clone(), why: why.into() };
        let (Some(slot), Some(store)) = (self.slots.get(id.index()), self.stores.get(usize::from(entry.container)))
        else {
            return Err(refused("it is not in the archive"));
        };
        if entry.size > self.limits.streamed_file_bytes {
            return Err(ArchiveError::TooLarge { path: entry.path.clone(), cap: self.limits.streamed_file_bytes });
        }
        let bytes: Box<dyn ReadSeek + '_> = match (slot, store) {
            (Slot::Zip(member), Store::Zip(blob)) => zip::open_member(blob, member, &entry.path, self.limits)?,
            (Slot::Tar(at), Store::TarGz(gzip)) => Box::new(gzip.reader(*at, entry.size)),
            (Slot::Tar(at), Store::Tar(blob)) => Box::new(blob.slice(*at, entry.size).reader()),
            (Slot::Path(path), Store::Folder(root)) => Box::new(self.open_file(root, path.as_deref(), id)?.reader()),
            (Slot::Whole, Store::File(blob)) => Box::new(blob.reader()),
            (Slot::Refused(why), _) => return Err(refused(why)),
            _ => return Err(refused("it is not in the archive")),
        };
        Ok(if text::is_text(entry.extension()) { Box::new(text::TextReader::new(bytes, entry.size)) } else { bytes })
    }
}
