//! Everything read from the opened archives.

use jiff::Timestamp;

use super::{Account, FileLedger, Item, ItemId, Links, Points, Question, RecordLedger, Warning};

/// What kind of container an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Container {
    /// A zip, also one inside another.
    Zip,
    /// A folder.
    Folder,
    /// A gzip-compressed tar.
    TarGz,
    /// A single file.
    File,
}

impl Container {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Folder => "folder",
            Self::TarGz => "tar.gz",
            Self::File => "file",
        }
    }
}

/// One opened container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveInfo {
    /// Its file or folder name, without the path to it.
    pub name: Box<str>,
    /// What it is.
    pub container: Container,
    /// Number of files in it.
    pub entries: u64,
    /// Size in bytes: of the zip or file, or the sum of a folder's files.
    pub bytes: u64,
    /// Platforms recognised in it, sorted.
    pub platforms: Vec<super::PlatformId>,
}

/// An export that was recognised, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The platform.
    pub platform: super::PlatformId,
    /// Its name for the user.
    pub name: &'static str,
    /// The layout generation, for the user: "2021–22 layout".
    pub layout: Box<str>,
    /// What it was recognised by, for the user.
    pub because: Box<str>,
    /// Files that a whole export would have and this one has not, each a sentence for the user.
    pub missing: Vec<Box<str>>,
}

/// Everything read from the opened archives. Built once by loading, then never changed.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The containers.
    pub archives: Vec<ArchiveInfo>,
    /// The exports recognised in them, in the order in which they were read.
    pub recognised: Vec<Recognised>,
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The items, in time order; those without a time come last.
    pub items: Vec<Item>,
    /// Which items of different platforms show the same picture.
    pub links: Links,
    /// Rows of location trails, in time order.
    pub points: Points,
    /// Every file and what became of it.
    pub files: FileLedger,
    /// Every record and what became of it.
    pub records: RecordLedger,
    /// What the user should know.
    pub warnings: Vec<Warning>,
    /// What the user can say when opening them again.
    pub questions: Vec<Question>,
}

impl Dataset {
    /// The item with `id`.
    ///
    /// # Panics
    /// When the id is of another dataset.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// The account of an item.
    pub fn account_of(&self, item: &Item) -> Option<&Account> {
        item.account.and_then(|id| self.accounts.get(id.index()))
    }

    /// Path inside the archive of the file with this index.
    pub fn path(&self, file: u32) -> &str {
        self.files.get(file).map_or("", |f| &f.path)
    }

    /// First and last time of anything in it; UTC.
    pub fn time_span(&self) -> Option<(Timestamp, Timestamp)> {
        let items = self.items.iter().filter_map(|i| i.time);
        let points = [0, self.points.len().wrapping_sub(1)];
        let points = points.into_iter().filter(|&i| i < self.points.len()).filter_map(|i| self.points.timestamp(i));
        items.chain(points).fold(None, |span, t| {
            let (first, last) = span.unwrap_or((t, t));
            Some((first.min(t), last.max(t)))
        })
    }

    /// Puts items and points into time order. Called once, at the end of loading.
    pub fn sort(&mut self) {
        self.items.sort_by_key(|i| (i.time.is_none(), i.time, i.origin, i.kind));
        self.points.sort();
        self.points.shrink();
        self.warnings.sort();
        self.warnings.dedup();
        self.questions.sort();
    }
}
