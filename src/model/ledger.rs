//! The account of every file and every record: nothing is dropped without a reason.

use std::collections::BTreeMap;

use super::Origin;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileStatus {
    /// Nothing in it for this program.
    Ignored,
    /// Read for its records or its metadata.
    Read,
    /// It should have been read and could not be.
    Failed,
}

impl FileStatus {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }
}

/// One file of the archive and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Path inside the archive.
    pub path: Box<str>,
    /// Index of its container in [`Dataset::archives`](super::Dataset).
    pub archive: u16,
    /// What became of it.
    pub status: FileStatus,
    /// Why.
    pub reason: Box<str>,
}

/// All files of all opened containers; indices are those of the archive's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileLedger {
    files: Vec<FileRecord>,
}

/// The reason of a file that no adapter has spoken for.
const UNCLAIMED: &str = "not a kind of file that this program reads";

impl FileLedger {
    /// A ledger in which every file is still unclaimed.
    pub fn new(files: impl IntoIterator<Item = (Box<str>, u16)>) -> Self {
        let unclaimed =
            |(path, archive)| FileRecord { path, archive, status: FileStatus::Ignored, reason: UNCLAIMED.into() };
        Self { files: files.into_iter().map(unclaimed).collect() }
    }

    /// Sets the status of a file. A stronger status stays: failed over read over ignored.
    pub fn set(&mut self, file: u32, status: FileStatus, reason: impl Into<Box<str>>) {
        if let Some(record) = self.files.get_mut(file as usize)
            && status >= record.status
        {
            record.status = status;
            record.reason = reason.into();
        }
    }

    /// Whether no adapter has spoken for a file yet.
    pub fn is_unclaimed(&self, file: u32) -> bool {
        self.get(file).is_some_and(|f| f.status == FileStatus::Ignored && &*f.reason == UNCLAIMED)
    }

    /// The record of a file.
    pub fn get(&self, file: u32) -> Option<&FileRecord> {
        self.files.get(file as usize)
    }

    /// All files, in archive order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FileRecord> {
        self.files.iter()
    }

    /// Number of files with `status`.
    pub fn count(&self, status: FileStatus) -> usize {
        self.files.iter().filter(|f| f.status == status).count()
    }
}

/// Counts of records: `read == kept + Σ skipped`, always, because reading is only counted through the other two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordLedger {
    kept: u64,
    skipped: BTreeMap<Box<str>, u64>,
    flawed: BTreeMap<Box<str>, Flawed>,
}

/// How often one thing was wrong with records that were kept, and with which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flawed {
    /// How often.
    pub count: u64,
    /// The first of them, at most five.
    pub first: Vec<Origin>,
}

/// The reason of a record that holds the same as one in another file.
const JOINED: &str = "the same item stands in another file";

/// Records named of each kind of flaw.
const FLAWS_NAMED: usize = 5;

impl RecordLedger {
    /// Counts records that became an item, a point or a fact of an account.
    pub fn keep(&mut self, count: u64) {
        self.kept += count;
    }

    /// Counts records left out, with the reason.
    pub fn skip(&mut self, reason: &str, count: u64) {
        if count == 0 {
            return;
        }
        if let Some(n) = self.skipped.get_mut(reason) {
            *n += count;
        } else {
            self.skipped.insert(reason.into(), count);
        }
    }

    /// Counts records that added to an item kept before: the same in a second file.
    pub fn join(&mut self, count: u64) {
        self.skip(JOINED, count);
    }

    /// Counts records that were kept and turned out to be the same as others. A flaw of theirs is one of those others too.
    pub fn rejoin(&mut self, count: u64, flaw: Option<(&str, Origin)>) {
        self.kept = self.kept.saturating_sub(count);
        self.join(count);
        let Some((reason, origin)) = flaw else { return };
        if let Some(flawed) = self.flawed.get_mut(reason) {
            flawed.count = flawed.count.saturating_sub(1);
            flawed.first.retain(|first| *first != origin);
        }
    }

    /// Notes that a position of a record that was kept is left out, and why.
    pub fn flaw(&mut self, reason: &str, origin: Origin) {
        // An export may have millions of them, of a few kinds.
        if !self.flawed.contains_key(reason) {
            self.flawed.insert(reason.into(), Flawed::default());
        }
        let Some(flawed) = self.flawed.get_mut(reason) else { return };
        flawed.count += 1;
        if flawed.first.len() < FLAWS_NAMED {
            flawed.first.push(origin);
        }
    }

    /// All records met.
    pub fn read(&self) -> u64 {
        self.kept + self.skipped.values().sum::<u64>()
    }

    /// Records that became something.
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// Records left out, by reason.
    pub const fn skipped(&self) -> &BTreeMap<Box<str>, u64> {
        &self.skipped
    }

    /// Positions left out of records that were kept, by reason.
    pub const fn flawed(&self) -> &BTreeMap<Box<str>, Flawed> {
        &self.flawed
    }
}

/// Something the user should know about how the archive was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// What was found, what was expected, what to ask for instead.
    pub text: Box<str>,
    /// Index into the [`FileLedger`], if it is about one file.
    pub file: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_not_forgotten_when_another_adapter_ignores_the_file() {
        let mut ledger = FileLedger::new([("a.json".into(), 0)]);
        ledger.set(0, FileStatus::Failed, "not JSON");
        ledger.set(0, FileStatus::Ignored, "other");
        assert_eq!(ledger.count(FileStatus::Failed), 1);
        assert_eq!(&*ledger.get(0).unwrap().reason, "not JSON");
    }

    #[test]
    fn records_add_up() {
        let mut records = RecordLedger::default();
        records.keep(3);
        records.skip("no time", 2);
        records.skip("no time", 1);
        assert_eq!(records.read(), records.kept() + records.skipped().values().sum::<u64>());
        assert_eq!(records.read(), 6);
    }

    #[test]
    fn a_record_kept_twice_is_counted_once_with_its_flaw() {
        let mut records = RecordLedger::default();
        records.keep(2);
        (0..2).for_each(|file| records.flaw("out of range", Origin::new(file, 0)));
        records.rejoin(1, Some(("out of range", Origin::new(1, 0))));
        assert_eq!((records.read(), records.kept()), (2, 1));
        let flawed = &records.flawed()["out of range"];
        assert_eq!((flawed.count, &*flawed.first), (1, &[Origin::new(0, 0)][..]));
    }

    #[test]
    fn of_many_flaws_the_first_are_named() {
        let mut records = RecordLedger::default();
        (0..9).for_each(|n| records.flaw("out of range", Origin::new(0, n)));
        let flawed = &records.flawed()["out of range"];
        assert_eq!((flawed.count, flawed.first.len(), flawed.first[0].record), (9, FLAWS_NAMED, 0));
        assert_eq!(records.read(), 0, "a record with a flaw is counted where it is kept");
    }
}
