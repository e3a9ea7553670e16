//! What an adapter writes into while it reads.

use std::sync::atomic::Ordering;

use crate::archive::{ArchiveError, CancelToken, EntryId, Limits, Progress, ReadSeek, Source};
use crate::model::{
    Account, AccountId, Ask, Dataset, FileStatus, GeoPoint, Item, Origin, PlatformId, PointRow, Question, Track,
    TrackId, Warning,
};

use super::support::kept::blank_account;
use super::{ExportRoot, Hints, Recognition};

/// Why an import ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The user cancelled.
    #[error("Cancelled")]
    Cancelled,
}

/// Called with the position of every item and of some points while loading, so that a map can fill.
pub(super) type Preview<'a> = &'a mut dyn FnMut(GeoPoint);

/// What an adapter reads from and writes into.
///
/// Records are counted by what becomes of them: [`ImportCx::item`], [`ImportCx::point`] and
/// [`ImportCx::fact`] keep one, [`ImportCx::skip`] leaves one out; so the counts always add up.
pub struct ImportCx<'a> {
    source: &'a dyn Source,
    dataset: &'a mut Dataset,
    owned: &'a [(ExportRoot, usize)],
    platform_index: usize,
    limits: Limits,
    hints: &'a Hints,
    progress: &'a Progress,
    cancel: &'a CancelToken,
    preview: Preview<'a>,
    /// The last of the accounts for which there was no number.
    unnumbered: Option<Account>,
}

/// Reason for an account for which there is no number.
const UNNUMBERED: &str = "an account beyond the number that can be told apart";

/// Bytes of an item's id, at most; what is longer is none.
const LONGEST_ID: usize = 512;

/// One point in this many is shown on the map while loading.
const PREVIEW_POINT_STEP: u64 = 256;

impl<'a> ImportCx<'a> {
    /// A context for one adapter. `owned` lists the roots of all recognised adapters with their
    /// place in [`PLATFORMS`](super::PLATFORMS), loose ones left out ([`Platform::is_loose`](super::Platform::is_loose)).
    #[expect(clippy::too_many_arguments, reason = "only the loader builds it")]
    pub fn new(
        source: &'a dyn Source,
        dataset: &'a mut Dataset,
        owned: &'a [(ExportRoot, usize)],
        platform_index: usize,
        limits: Limits,
        hints: &'a Hints,
        progress: &'a Progress,
        cancel: &'a CancelToken,
        preview: Preview<'a>,
    ) -> Self {
        Self { source, dataset, owned, platform_index, limits, hints, progress, cancel, preview, unnumbered: None }
    }

    /// The opened containers.
    pub fn source(&self) -> &'a dyn Source {
        self.source
    }

    /// The caps to keep to.
    pub const fn limits(&self) -> Limits {
        self.limits
    }

    /// What the user says of the archive.
    pub const fn hints(&self) -> &'a Hints {
        self.hints
    }

    /// Whether another adapter's export contains this entry.
    pub fn owned_by_another(&self, id: EntryId) -> bool {
        let entry = self.source.entry(id);
        self.owned
            .iter()
            .any(|(root, index)| *index != self.platform_index && root.contains(entry.container, &entry.path))
    }

    /// Whether no adapter has spoken for a file yet.
    pub fn is_unclaimed(&self, id: EntryId) -> bool {
        self.dataset.files.is_unclaimed(id.0)
    }

    /// The entries under the roots of a recognition, junk left out.
    pub fn entries_of(&self, found: &Recognition) -> Vec<EntryId> {
        crate::archive::real_entries(self.source)
            .filter(|(_, e)| found.roots.iter().any(|r| r.contains(e.container, &e.path)))
            .map(|(id, _)| id)
            .collect()
    }

    /// Fails once the user has cancelled; call it per entry and every few hundred records.
    pub fn check(&self) -> Result<(), ImportError> {
        if self.cancel.is_cancelled() { Err(ImportError::Cancelled) } else { Ok(()) }
    }

    /// Says in the progress that an entry is being read.
    pub fn begin(&self, id: EntryId) {
        self.progress.set_current(&self.source.entry(id).path);
    }

    /// Opens an entry for streaming and says so in the progress.
    pub fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + 'a>, ArchiveError> {
        self.begin(id);
        self.source.open(id)
    }

    /// Reads an entry as a whole, within the cap for whole files; on failure marks it failed and returns `None`.
    pub fn read(&mut self, id: EntryId) -> Option<Vec<u8>> {
        self.begin(id);
        match self.source.read(id, self.limits.whole_file_bytes) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.fail(id, error.to_string());
                None
            }
        }
    }

    /// Reads a JSON file as a tree; a byte order mark is accepted. On failure marks the file failed and returns `None`.
    pub fn read_json(&mut self, id: EntryId) -> Option<serde_json::Value> {
        let bytes = self.read(id)?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match serde_json::from_slice(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(id, format!("not valid JSON ({error}); the file may be cut off, download the export again"));
                None
            }
        }
    }

    /// Says that a file was read, and for what.
    pub fn done(&mut self, id: EntryId, what: impl Into<Box<str>>) {
        self.dataset.files.set(id.0, FileStatus::Read, what);
    }

    /// Says that a file was left aside, and why.
    pub fn ignore(&mut self, id: EntryId, why: impl Into<Box<str>>) {
        self.dataset.files.set(id.0, FileStatus::Ignored, why);
    }

    /// Says that a file could not be read, and why.
    pub fn fail(&mut self, id: EntryId, why: impl Into<Box<str>>) {
        self.dataset.files.set(id.0, FileStatus::Failed, why);
    }

    /// Tells the user something about the archive.
    pub fn warn(&mut self, text: impl Into<Box<str>>, file: Option<EntryId>) {
        self.dataset.warnings.push(Warning { text: text.into(), file: file.map(|f| f.0) });
    }

    /// Asks the user what a file leaves open; `records` are left out, or without a time, until it is answered.
    pub fn ask(&mut self, file: EntryId, ask: Ask, records: u64) {
        self.dataset.questions.push(Question { file: file.0, ask, records });
    }

    /// Adds an account. Of more accounts than have numbers the rest is left out and counted: what is said to be theirs
    /// is nobody's, so that nothing is known of who could see it.
    pub fn account(&mut self, account: Account) -> AccountId {
        let id = AccountId::at(self.dataset.accounts.len());
        if id != AccountId::NOBODY {
            self.dataset.accounts.push(account);
            return id;
        }
        if self.unnumbered.replace(account).is_none() {
            self.warn(
                "More accounts than can be told apart; what belongs to the rest is shown without its account",
                None,
            );
        }
        self.skip(UNNUMBERED, 1);
        id
    }

    /// Changes an account added before.
    pub fn account_mut(&mut self, id: AccountId) -> &mut Account {
        match self.dataset.accounts.get_mut(id.index()) {
            Some(account) => account,
            None => self.unnumbered.get_or_insert_with(|| blank_account(PlatformId(""))),
        }
    }

    /// Keeps a record as an item.
    pub fn item(&mut self, mut item: Item) {
        item.own_id = item.own_id.filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
        self.dataset.records.keep(1);
        self.progress.items.fetch_add(1, Ordering::Relaxed);
        if let Some(flaw) = item.flaw {
            self.dataset.records.flaw(flaw, item.origin);
        }
        if let Some(location) = &item.location {
            (self.preview)(location.point);
        }
        self.dataset.items.push(item);
    }

    /// Counts a record that added to an item kept before: the same post in a second file.
    pub fn merged(&mut self, count: u64) {
        self.dataset.records.join(count);
    }

    /// Notes that a position of a record that is kept is left out, and why. For items, [`Item::flaw`] does so.
    pub fn flaw(&mut self, reason: &str, origin: Origin) {
        self.dataset.records.flaw(reason, origin);
    }

    /// Keeps records as facts of an account.
    pub fn fact(&mut self, count: u64) {
        self.dataset.records.keep(count);
    }

    /// Names the trail that points belong to. `None` when there are more trails than can be numbered.
    pub fn track(&mut self, track: Track) -> Option<TrackId> {
        self.dataset.points.track(track)
    }

    /// Keeps a record as a point.
    pub fn point(&mut self, row: PointRow) {
        self.dataset.records.keep(1);
        let count = self.progress.points.fetch_add(1, Ordering::Relaxed);
        if count.is_multiple_of(PREVIEW_POINT_STEP) {
            (self.preview)(row.point);
        }
        self.dataset.points.push(row);
    }

    /// Leaves records out, with the reason.
    pub fn skip(&mut self, reason: &str, count: u64) {
        self.dataset.records.skip(reason, count);
    }

    /// The items kept so far, by all adapters.
    pub fn items_mut(&mut self) -> &mut Vec<Item> {
        &mut self.dataset.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::MemorySource;

    #[test]
    fn accounts_beyond_those_with_numbers_are_counted_and_mixed_up_with_none() {
        const MANY: usize = 70_000;
        const NUMBERED: usize = 65_535;
        let (source, cancel, progress) = (MemorySource::new("a", []), CancelToken::default(), Progress::default());
        let mut dataset = Dataset::default();
        let mut preview = |_: GeoPoint| {};
        let (limits, hints) = (Limits::default(), Hints::default());
        let mut cx = ImportCx::new(&source, &mut dataset, &[], 0, limits, &hints, &progress, &cancel, &mut preview);
        for i in 0..MANY {
            let id = cx.account(Account { handle: i.to_string().into(), ..blank_account(PlatformId("a")) });
            cx.account_mut(id).created = Some(jiff::Timestamp::UNIX_EPOCH);
            assert_eq!(id == AccountId::NOBODY, i >= NUMBERED, "{i}");
        }
        assert_eq!(dataset.accounts.len(), NUMBERED);
        assert!(dataset.accounts.iter().enumerate().all(|(i, account)| *account.handle == i.to_string()));
        assert_eq!(dataset.records.skipped()[UNNUMBERED], (MANY - NUMBERED) as u64);
        assert_eq!(dataset.warnings.len(), 1);
    }
}
