//! Loading of a fixture, from disk as users do it, and from memory for the damaged variants.

use std::fs::File;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use geoshadow::archive::{
    ArchiveError, ArchiveInfo, CancelToken, Container, Entry, EntryId, Limits, Progress, ReadSeek, Source,
};
use geoshadow::load::{Loaded, load};
use geoshadow::model::{Dataset, FileLedger, FileStatus};
use geoshadow::platform::{Hints, ImportCx, PLATFORMS};

use super::fixture::{Case, Part};

/// Several containers held in memory.
pub(crate) struct Parts {
    containers: Vec<ArchiveInfo>,
    entries: Vec<Entry>,
    contents: Vec<Vec<u8>>,
}

impl Parts {
    pub(crate) fn new(parts: &[Part]) -> Self {
        let mut source = Self { containers: Vec::new(), entries: Vec::new(), contents: Vec::new() };
        for (index, part) in parts.iter().enumerate() {
            source.containers.push(ArchiveInfo {
                name: part.name.as_str().into(),
                container: Container::Folder,
                entries: part.files.len() as u64,
                bytes: part.files.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
                platforms: Vec::new(),
            });
            for (path, bytes) in &part.files {
                source.entries.push(Entry::new(path.as_str(), index as u16, bytes.len() as u64));
                source.contents.push(bytes.clone());
            }
        }
        source
    }
}

impl Source for Parts {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn containers(&self) -> &[ArchiveInfo] {
        &self.containers
    }

    fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + '_>, ArchiveError> {
        Ok(Box::new(Cursor::new(self.contents[id.index()].as_slice())))
    }
}

/// Loads the containers of a case as they lie on disk.
pub(crate) fn from_folder(case: &Case) -> Result<Dataset, String> {
    let paths: Vec<PathBuf> = case.parts.iter().map(|part| part.path.clone()).collect();
    from_paths(&paths)
}

/// A case with its containers still open, as it lies on disk; `None` when there is nothing to open.
pub(crate) fn loaded(case: &Case) -> Option<Loaded> {
    let paths: Vec<PathBuf> = case.parts.iter().map(|part| part.path.clone()).collect();
    load(&paths, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| ()).ok()
}

/// Loads the containers of a case, each packed as a zip.
pub(crate) fn from_zip(case: &Case) -> Result<Dataset, String> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = case.parts.iter().map(|part| zipped(part, folder.path())).collect();
    from_paths(&paths)
}

pub(crate) fn from_paths(paths: &[PathBuf]) -> Result<Dataset, String> {
    let (progress, cancel) = (Progress::default(), CancelToken::default());
    let loaded = load(paths, Limits::default(), &progress, &cancel, &mut |_| ());
    loaded.map(|loaded| Dataset::clone(&loaded.dataset)).map_err(|error| error.to_string())
}

fn zipped(part: &Part, folder: &Path) -> PathBuf {
    if part.path.is_file() {
        return part.path.clone();
    }
    let path = folder.join(format!("{}.zip", part.name));
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    for (name, bytes) in &part.files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// Ids of the platforms whose adapters recognise a case. Not told by what was loaded: an export may hold nothing.
pub(crate) fn recognised(case: &Case) -> Vec<&'static str> {
    let source = Parts::new(&case.parts);
    PLATFORMS.iter().filter(|p| p.recognise(&source).is_some()).map(|p| p.id().0).collect()
}

/// Recognises and imports without the loader, which would catch an adapter that panics.
pub(crate) fn import(source: &dyn Source) -> Dataset {
    let files = source.entries().iter().map(|entry| (entry.path.clone(), entry.container));
    let mut dataset =
        Dataset { archives: source.containers().to_vec(), files: FileLedger::new(files), ..Dataset::default() };
    for (index, entry) in source.entries().iter().enumerate() {
        if let Some(reason) = entry.junk() {
            dataset.files.set(index as u32, FileStatus::Ignored, reason);
        }
    }
    let recognised: Vec<_> =
        PLATFORMS.iter().enumerate().filter_map(|(index, p)| Some((index, p.recognise(source)?))).collect();
    let owners = recognised.iter().filter(|(index, _)| !PLATFORMS[*index].is_loose());
    let owned: Vec<_> =
        owners.flat_map(|(index, found)| found.roots.iter().map(|root| (root.clone(), *index))).collect();
    let (progress, cancel) = (Progress::default(), CancelToken::default());
    let hints = Hints::default();
    for (index, found) in &recognised {
        let mut preview = |_| ();
        let limits = Limits::default();
        let mut cx =
            ImportCx::new(source, &mut dataset, &owned, *index, limits, &hints, &progress, &cancel, &mut preview);
        PLATFORMS[*index].import(found, &mut cx).unwrap();
    }
    dataset.sort();
    dataset
}
