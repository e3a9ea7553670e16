//! Opening what the user chose: containers, and containers inside them.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::model::FileStatus;

use super::blob::Blob;
use super::draft::{Draft, Slot};
use super::gzip::{Gzip, Scan};
use super::set::{ArchiveSet, Listed, Store};
use super::sniff::{Kind, kind, promises_archive};
use super::{ArchiveError, CancelToken, Container, EntryId, Limits, Progress, Source as _, folder, tar, zip};

/// Opens `paths` as one set. A path that cannot be opened beside others that can is listed as a failed file.
pub fn open_paths(
    paths: &[PathBuf],
    limits: Limits,
    progress: &Progress,
    cancel: &CancelToken,
) -> Result<ArchiveSet, ArchiveError> {
    let mut opener = Opener::new(limits, progress, cancel);
    let mut failed = Vec::new();
    for path in paths {
        let name = display_name(path);
        match opener.open_path(path, &name) {
            Ok(()) => {}
            Err(ArchiveError::Cancelled) => return Err(ArchiveError::Cancelled),
            Err(error) => failed.push((name, error)),
        }
    }
    if opener.set.containers().is_empty()
        && let Some(at) = (!failed.is_empty()).then_some(0)
    {
        return Err(failed.swap_remove(at).1);
    }
    for (name, error) in failed {
        opener.add_failed(&name, &error)?;
    }
    opener.open_nested()?;
    Ok(opener.set)
}

/// Opens archives held in memory as one source, such as the sample that comes with the program.
pub fn open_bytes(
    archives: Vec<(String, Cow<'static, [u8]>)>,
    limits: Limits,
    progress: &Progress,
    cancel: &CancelToken,
) -> Result<ArchiveSet, ArchiveError> {
    let mut opener = Opener::new(limits, progress, cancel);
    for (name, bytes) in archives {
        let blob = match bytes {
            Cow::Borrowed(bytes) => Blob::embedded(bytes),
            Cow::Owned(bytes) => Blob::memory(bytes),
        };
        opener.open_blob(blob, &name, 0)?;
    }
    opener.open_nested()?;
    Ok(opener.set)
}

/// The last part of a path, as the user knows it.
fn display_name(path: &Path) -> Box<str> {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().or_else(|| whole.file_name());
    let name = name.map_or_else(|| whole.to_string_lossy(), |n| n.to_string_lossy());
    super::name::clean(&name).path
}

/// An entry that may be a container itself.
struct Candidate {
    entry: EntryId,
    name: Box<str>,
    depth: usize,
}

struct Opener<'a> {
    set: ArchiveSet,
    limits: Limits,
    progress: &'a Progress,
    cancel: &'a CancelToken,
    /// Files and folders opened already, as the system knows them.
    seen: BTreeSet<PathBuf>,
    candidates: VecDeque<Candidate>,
    /// Bytes that containers inside containers may still take in memory.
    nested_budget: u64,
}

impl<'a> Opener<'a> {
    fn new(limits: Limits, progress: &'a Progress, cancel: &'a CancelToken) -> Self {
        Self {
            set: ArchiveSet::new(limits),
            limits,
            progress,
            cancel,
            seen: BTreeSet::new(),
            candidates: VecDeque::new(),
            nested_budget: limits.nested_bytes,
        }
    }

    fn open_path(&mut self, path: &Path, name: &str) -> Result<(), ArchiveError> {
        self.progress.set_current(name);
        let open_error = |source| ArchiveError::Open { path: path.into(), source };
        let about = std::fs::metadata(path).map_err(open_error)?;
        if !self.seen.insert(path.canonicalize().map_err(open_error)?) {
            self.set.note(None, None, format!("{name} was given twice and is read once"));
            return Ok(());
        }
        if about.is_dir() {
            return self.open_folder(path, name);
        }
        if !about.is_file() {
            return Err(open_error(io::Error::other("it is neither a file nor a folder")));
        }
        let blob = File::open(path).and_then(Blob::file).map_err(open_error)?;
        self.open_blob(blob, name, 0)
    }

    fn open_folder(&mut self, path: &Path, name: &str) -> Result<(), ArchiveError> {
        let drafts = folder::list(path, name, self.limits, &mut checker(self.cancel))?;
        let bytes = drafts.iter().map(|d| d.size).sum();
        let store = Store::Folder(path.to_owned());
        let listed = Listed { name: name.into(), container: Container::Folder, bytes, store, drafts, warning: None };
        self.add(listed, 0)
    }

    fn open_blob(&mut self, blob: Blob, name: &str, depth: usize) -> Result<(), ArchiveError> {
        let listed = match kind(&blob, name)? {
            Kind::Zip => self.list_zip(blob, name)?,
            Kind::TarGz => self.list_tar_gz(blob, name)?,
            Kind::Tar => list_tar(blob, name, self.limits)?,
            Kind::Plain => {
                let drafts = vec![Draft::named(name, blob.len(), Slot::Whole)];
                let bytes = blob.len();
                Listed {
                    name: name.into(),
                    container: Container::File,
                    bytes,
                    store: Store::File(blob),
                    drafts,
                    warning: None,
                }
            }
        };
        self.add(listed, depth)
    }

    fn add(&mut self, listed: Listed, depth: usize) -> Result<(), ArchiveError> {
        let may_nest = listed.container != Container::File;
        let container = listed.name.clone();
        for id in self.set.add(listed)?.map(EntryId) {
            let path = &self.set.entry(id).path;
            if may_nest && promises_archive(path) && super::junk_reason(path).is_none() {
                let name = format!("{container}/{path}").into();
                self.candidates.push_back(Candidate { entry: id, name, depth: depth + 1 });
            }
        }
        Ok(())
    }

    fn add_failed(&mut self, name: &str, error: &ArchiveError) -> Result<(), ArchiveError> {
        let drafts = vec![Draft::named(name, 0, Slot::Whole).refused(FileStatus::Failed, &error.to_string())];
        let (container, store) = (Container::File, Store::Nothing);
        let warning = Some(error.to_string().into());
        self.set.add(Listed { name: name.into(), container, bytes: 0, store, drafts, warning })?;
        Ok(())
    }

    /// Opens the containers inside containers, those nearest to the surface first.
    fn open_nested(&mut self) -> Result<(), ArchiveError> {
        while let Some(candidate) = self.candidates.pop_front() {
            self.check()?;
            let (status, text) = match self.open_candidate(&candidate) {
                Ok(true) => (FileStatus::Read, "opened as an archive".into()),
                Ok(false) => (FileStatus::Ignored, "opened already".into()),
                Err(ArchiveError::Cancelled) => return Err(ArchiveError::Cancelled),
                Err(error) => (FileStatus::Failed, error.to_string()),
            };
            self.set.note(Some(candidate.entry), Some(status), text);
        }
        Ok(())
    }

    fn open_candidate(&mut self, candidate: &Candidate) -> Result<bool, ArchiveError> {
        if candidate.depth > self.limits.nesting {
            let what = format!("archives inside archives, more than {} deep", self.limits.nesting);
            return Err(ArchiveError::TooMany { name: candidate.name.clone(), what: what.into() });
        }
        let real = self.set.real_path(candidate.entry).and_then(|path| path.canonicalize().ok());
        if real.is_some_and(|path| !self.seen.insert(path)) {
            return Ok(false);
        }
        self.progress.set_current(&candidate.name);
        let blob = self.set.blob_of(candidate.entry, &mut self.nested_budget)?;
        self.open_blob(blob, &candidate.name, candidate.depth)?;
        Ok(true)
    }

    fn list_zip(&self, blob: Blob, name: &str) -> Result<Listed, ArchiveError> {
        let listing = zip::list(&blob, name, self.limits, &mut checker(self.cancel))?;
        let drafts: Vec<Draft> =
            listing.members.into_iter().map(|(stored, member)| zip_draft(&stored, &member)).collect();
        let warning = listing.damage.map(|damage| partial(name, &damage.detail, damage.cut_off, &drafts));
        let warning = warning.or_else(|| locked(name, &drafts));
        let (container, bytes) = (Container::Zip, blob.len());
        Ok(Listed { name: name.into(), container, bytes, store: Store::Zip(blob), drafts, warning })
    }

    fn list_tar_gz(&self, blob: Blob, name: &str) -> Result<Listed, ArchiveError> {
        self.progress.total_bytes.fetch_add(blob.len(), Ordering::Relaxed);
        let mut pass = Pass {
            scan: Gzip::scan(&blob),
            progress: self.progress,
            cancel: self.cancel,
            cap: self.limits.streamed_file_bytes,
        };
        let mut found = Vec::new();
        let result = tar::walk(&mut pass, self.limits.entries, &mut found);
        self.check()?;
        let (bytes, whole) = (blob.len(), pass.scan.at());
        let (drafts, warning) = tar_drafts(name, found, whole, result)?;
        let store = Store::TarGz(Arc::new(pass.scan.finish(blob)));
        Ok(Listed { name: name.into(), container: Container::TarGz, bytes, store, drafts, warning })
    }

    fn check(&self) -> Result<(), ArchiveError> {
        checker(self.cancel)()
    }
}

fn checker(cancel: &CancelToken) -> impl FnMut() -> Result<(), ArchiveError> + '_ {
    || if cancel.is_cancelled() { Err(ArchiveError::Cancelled) } else { Ok(()) }
}

fn zip_draft(stored: &str, member: &zip::Member) -> Draft {
    let draft = Draft::named(stored, member.size, Slot::Zip(*member));
    if draft.note.is_some() {
        draft
    } else if member.link {
        draft.refused(FileStatus::Ignored, "a link, which is not followed")
    } else if member.encrypted {
        draft.with_note(FileStatus::Failed, "protected by a password")
    } else if let Some(defect) = member.defect {
        draft.with_note(FileStatus::Failed, defect)
    } else if !member.method_is_known() {
        draft.with_note(FileStatus::Failed, "compressed by a method this program does not read")
    } else {
        draft
    }
}

/// The warning about an archive of which only a part is there.
fn partial(name: &str, detail: &str, cut_off: bool, drafts: &[Draft]) -> Box<str> {
    let whole = drafts.iter().filter(|d| d.note.is_none()).count();
    let files = if whole == 1 { "file" } else { "files" };
    let place = if cut_off { " at its beginning" } else { "" };
    format!(
        "{name} is damaged or was not downloaded completely ({detail}); {whole} {files}{place} could still be \
         read, the rest is missing: download it again from the platform"
    )
    .into()
}

/// The warning about an archive of which a part needs a password.
fn locked(name: &str, drafts: &[Draft]) -> Option<Box<str>> {
    let locked = drafts.iter().filter(|d| matches!(&d.slot, Slot::Zip(m) if m.encrypted)).count();
    (locked > 0).then(|| {
        format!("{locked} files in {name} are protected by a password; unpack it with the password first, then open the folder")
            .into()
    })
}

fn list_tar(blob: Blob, name: &str, limits: Limits) -> Result<Listed, ArchiveError> {
    let mut found = Vec::new();
    let result = tar::walk(&mut blob.reader(), limits.entries, &mut found);
    let (drafts, warning) = tar_drafts(name, found, blob.len(), result)?;
    let (container, bytes) = (Container::TarGz, blob.len());
    Ok(Listed { name: name.into(), container, bytes, store: Store::Tar(blob), drafts, warning })
}

/// The entries of a tar of which `whole` bytes could be read.
fn tar_drafts(
    name: &str,
    found: Vec<tar::TarMember>,
    whole: u64,
    result: io::Result<()>,
) -> Result<(Vec<Draft>, Option<Box<str>>), ArchiveError> {
    let draft = |member: tar::TarMember| {
        let draft = Draft::named(&member.name, member.size, Slot::Tar(member.at));
        match member.what {
            tar::What::Aside(why) if draft.note.is_none() => draft.refused(FileStatus::Ignored, why),
            tar::What::File if member.at.saturating_add(member.size) > whole => {
                draft.refused(FileStatus::Failed, "the archive ends inside it")
            }
            _ => draft,
        }
    };
    let drafts: Vec<Draft> = found.into_iter().map(draft).collect();
    let warning = match result {
        Ok(()) => None,
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return Err(ArchiveError::TooMany { name: name.into(), what: error.to_string().into() });
        }
        Err(error) => {
            let early = error.kind() == io::ErrorKind::UnexpectedEof;
            let detail = if early { "it ends too early".to_owned() } else { error.to_string() };
            if drafts.is_empty() {
                return Err(ArchiveError::Damaged { name: name.into(), detail: detail.into() });
            }
            Some(partial(name, &detail, true, &drafts))
        }
    };
    Ok((drafts, warning))
}

/// The pass over a compressed stream, counted and stoppable.
struct Pass<'a> {
    scan: Scan,
    progress: &'a Progress,
    cancel: &'a CancelToken,
    /// Unpacked bytes beyond which the stream is taken for a bomb.
    cap: u64,
}

impl Read for Pass<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        if self.scan.at() > self.cap {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it unpacks to more than this program reads"));
        }
        let before = self.scan.input_at();
        let count = self.scan.read(buffer);
        self.progress.add_bytes(self.scan.input_at() - before);
        count
    }
}
