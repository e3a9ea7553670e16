//! Counting what is read while loading, and stopping when asked to.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{ArchiveError, ArchiveInfo, CancelToken, Entry, EntryId, Modified, Note, Progress, ReadSeek, Source};

/// A source as the adapters see it: every byte counts towards the progress, each entry for at most
/// what it was planned with, and reads fail once the user has cancelled.
pub struct Metered<'a> {
    inner: &'a dyn Source,
    progress: &'a Progress,
    cancel: &'a CancelToken,
    /// Bytes each entry may still count.
    left: Vec<AtomicU64>,
}

impl<'a> Metered<'a> {
    /// Plans to read `planned` bytes of each entry, in entry order, and adds them to the total.
    pub fn new(inner: &'a dyn Source, progress: &'a Progress, cancel: &'a CancelToken, planned: Vec<u64>) -> Self {
        progress.total_bytes.fetch_add(planned.iter().sum(), Ordering::Relaxed);
        Self { inner, progress, cancel, left: planned.into_iter().map(AtomicU64::new).collect() }
    }

    /// Counts what was planned for an entry and not read: nothing more of it will be.
    pub fn settle(&self, id: EntryId) {
        self.count(id, u64::MAX);
    }

    fn count(&self, id: EntryId, bytes: u64) {
        let Some(left) = self.left.get(id.index()) else { return };
        let taken = |left: u64| Some(left - left.min(bytes));
        if let Ok(before) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken) {
            self.progress.add_bytes(before.min(bytes));
        }
    }
}

impl Source for Metered<'_> {
    fn entries(&self) -> &[Entry] {
        self.inner.entries()
    }

    fn containers(&self) -> &[ArchiveInfo] {
        self.inner.containers()
    }

    fn notes(&self) -> &[Note] {
        self.inner.notes()
    }

    fn checksum(&self, id: EntryId) -> Option<u32> {
        self.inner.checksum(id)
    }

    fn modified(&self, id: EntryId) -> Option<Modified> {
        self.inner.modified(id)
    }

    fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + '_>, ArchiveError> {
        if self.cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        Ok(Box::new(MeteredReader { meter: self, id, inner: self.inner.open(id)? }))
    }
}

struct MeteredReader<'a> {
    meter: &'a Metered<'a>,
    id: EntryId,
    inner: Box<dyn ReadSeek + 'a>,
}

impl Read for MeteredReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let count = self.inner.read(buffer)?;
        self.meter.count(self.id, count as u64);
        Ok(count)
    }
}

impl Seek for MeteredReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemorySource;
    use super::*;

    #[test]
    fn bytes_count_once_and_reading_stops_when_cancelled() {
        let source = MemorySource::new("x", [("a".to_owned(), vec![1; 100]), ("b".to_owned(), vec![2; 50])]);
        let (progress, cancel) = (Progress::default(), CancelToken::default());
        let meter = Metered::new(&source, &progress, &cancel, vec![80, 50]);
        assert_eq!(meter.read(EntryId(0), 1000).unwrap().len(), 100);
        assert_eq!(meter.read(EntryId(0), 1000).unwrap().len(), 100);
        assert_eq!(progress.bytes.load(Ordering::Relaxed), 80, "a second reading is not progress");
        let mut reader = meter.open(EntryId(1)).unwrap();
        cancel.cancel();
        assert!(reader.read(&mut [0; 10]).is_err());
        assert!(matches!(meter.open(EntryId(1)), Err(ArchiveError::Cancelled)));
        drop(reader);
        meter.settle(EntryId(1));
        assert_eq!(progress.fraction(), Some(1.0));
    }
}
