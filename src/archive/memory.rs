//! A source held in memory: the embedded sample's files and tests.

use std::io::Cursor;

use super::{ArchiveError, ArchiveInfo, Container, Entry, EntryId, ReadSeek, Source};

/// Entries held in memory.
#[derive(Debug)]
pub struct MemorySource {
    containers: Vec<ArchiveInfo>,
    entries: Vec<Entry>,
    contents: Vec<Vec<u8>>,
}

impl MemorySource {
    /// A source with one container called `name`.
    pub fn new(name: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
        files.sort();
        let bytes = files.iter().map(|(_, content)| content.len() as u64).sum();
        let containers = vec![ArchiveInfo {
            name: name.into(),
            container: Container::Folder,
            entries: files.len() as u64,
            bytes,
            platforms: Vec::new(),
        }];
        let entry = |(path, content): &(String, Vec<u8>)| Entry::new(path.as_str(), 0, content.len() as u64);
        let entries = files.iter().map(entry).collect();
        Self { containers, entries, contents: files.into_iter().map(|(_, content)| content).collect() }
    }
}

impl Source for MemorySource {
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
