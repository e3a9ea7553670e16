//! Recognition and import of a fixture, through the same calls the loader makes.

use std::io::Cursor;

use geoshadow::archive::{
    ArchiveError, ArchiveInfo, CancelToken, Container, Entry, EntryId, Limits, Progress, ReadSeek, Source, junk_reason,
};
use geoshadow::model::{Dataset, FileLedger, FileStatus};
use geoshadow::platform::{ImportCx, PLATFORMS};

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
                let entry = Entry { path: path.as_str().into(), container: index as u16, size: bytes.len() as u64 };
                source.entries.push(entry);
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

/// Imports a case as it lies on disk; also the ids of the platforms recognised.
pub(crate) fn from_folder(case: &Case) -> (Dataset, Vec<&'static str>) {
    import(&Parts::new(&case.parts))
}

/// Recognises and imports.
pub(crate) fn import(source: &dyn Source) -> (Dataset, Vec<&'static str>) {
    let files = source.entries().iter().map(|entry| (entry.path.clone(), entry.container));
    let mut dataset =
        Dataset { archives: source.containers().to_vec(), files: FileLedger::new(files), ..Dataset::default() };
    for (index, entry) in source.entries().iter().enumerate() {
        if let Some(reason) = junk_reason(&entry.path) {
            dataset.files.set(index as u32, FileStatus::Ignored, reason);
        }
    }
    let recognised: Vec<_> =
        PLATFORMS.iter().enumerate().filter_map(|(index, p)| Some((index, p.recognise(source)?))).collect();
    let owners = recognised.iter().filter(|(index, _)| !PLATFORMS[*index].is_loose());
    let owned: Vec<_> =
        owners.flat_map(|(index, found)| found.roots.iter().map(|root| (root.clone(), *index))).collect();
    let (progress, cancel) = (Progress::default(), CancelToken::default());
    for (index, found) in &recognised {
        let mut preview = |_| ();
        let limits = Limits::default();
        let mut cx = ImportCx::new(source, &mut dataset, &owned, *index, limits, &progress, &cancel, &mut preview);
        PLATFORMS[*index].import(found, &mut cx).unwrap();
    }
    dataset.sort();
    (dataset, recognised.iter().map(|(index, _)| PLATFORMS[*index].id().0).collect())
}
