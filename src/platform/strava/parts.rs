//! Which files are of one export. People split it by hand, and unpack the lists without the activities or the
//! activities without the lists; the files are told by where they lie and by what the list names.

use std::collections::{BTreeMap, BTreeSet};

use super::list;
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::platform::ExportRoot;
use crate::platform::support::places::parent;

/// Bytes of a list of activities by which an export is told.
const HEAD: usize = 64 << 10;
/// Bytes of a list read for the names of files that lie elsewhere: some 50,000 activities.
const LIST_HEAD: usize = 32 << 20;
/// Folders looked at.
const MOST_FOLDERS: usize = 256;
/// Files that stand beside the list; two of them tell an export as well.
const SETTINGS: &[&str] =
    &["privacy_zones.csv", "visibility_settings.csv", "general_preferences.csv", "social_settings.csv"];
/// The list of activities.
const LIST: &str = "activities.csv";
/// The folder of the activities' files.
const ACTIVITIES: &str = "activities";
/// The folders beside it that hold pictures.
const MEDIA: &[&str] = &["media", "photos"];
/// Digits of the number by which Strava names a file, at least; the numbers were shorter until 2012.
const LONG_NUMBER: usize = 6;

/// A container and a folder of it.
type Folder<'s> = (u16, &'s str);

/// What of an export is where.
#[derive(Default)]
pub(super) struct Parts<'s> {
    /// Folders with a list, and the list.
    lists: BTreeMap<Folder<'s>, EntryId>,
    /// Folders with settings and no list.
    settings: BTreeSet<Folder<'s>>,
    /// Folders above one of activities that lies apart from the list.
    apart: BTreeSet<Folder<'s>>,
    /// Files that a list names and that lie anywhere else.
    named: BTreeSet<EntryId>,
}

/// The files of one export by their path from its root, in lower case: what refers to them differs in case.
#[derive(Default)]
pub(super) struct Export {
    files: BTreeMap<String, EntryId>,
    /// Files that lie elsewhere, by name.
    elsewhere: BTreeMap<String, EntryId>,
    /// All files that were added.
    added: BTreeSet<EntryId>,
    /// Files at a path that another part has too.
    doubles: Vec<EntryId>,
}

impl<'s> Parts<'s> {
    /// Looks for exports.
    pub(super) fn of(source: &'s dyn Source) -> Self {
        let mut parts = Self::default();
        let mut settings: BTreeMap<Folder<'s>, usize> = BTreeMap::new();
        for (id, entry) in real_entries(source) {
            let folder = (entry.container, entry.folder());
            if settings.len() + parts.lists.len() > MOST_FOLDERS {
                break;
            }
            if SETTINGS.contains(&entry.lower_name()) {
                *settings.entry(folder).or_default() += 1;
            } else if entry.lower_name() == LIST {
                parts.lists.insert(folder, id);
            }
        }
        let tells = |id: &EntryId| source.head(*id, HEAD).is_ok_and(|head| list::names_files(&head));
        parts.lists.retain(|folder, id| settings.contains_key(folder) || tells(id));
        let enough = if parts.lists.is_empty() { 2 } else { 1 };
        let told = settings.into_iter().filter(|(folder, count)| *count >= enough && !parts.lists.contains_key(folder));
        parts.settings = told.map(|(folder, _)| folder).collect();
        parts.find_apart(source);
        parts
    }

    /// The parts that were found before, by the roots that [`Self::roots`] gave for them.
    pub(super) fn at(source: &'s dyn Source, roots: &'s [ExportRoot]) -> Self {
        let mut parts = Self::default();
        let (mut lists, mut settings) = (BTreeMap::new(), BTreeSet::new());
        let mut files: BTreeMap<Folder<'s>, Option<EntryId>> =
            roots.iter().map(|root| ((root.container, &*root.folder), None)).collect();
        for (id, entry) in real_entries(source) {
            let folder = (entry.container, entry.folder());
            if entry.lower_name() == LIST {
                lists.insert(folder, id);
            } else if SETTINGS.contains(&entry.lower_name()) {
                settings.insert(folder);
            }
            if let Some(file) = files.get_mut(&(entry.container, &*entry.path)) {
                *file = Some(id);
            }
        }
        for (folder, file) in files {
            let name = folder.1.rsplit('/').next().unwrap_or_default();
            if let Some(id) = file {
                parts.named.insert(id);
            } else if let Some(id) = lists.get(&folder) {
                parts.lists.insert(folder, *id);
            } else if settings.contains(&folder) {
                parts.settings.insert(folder);
            } else if name.eq_ignore_ascii_case(ACTIVITIES) {
                parts.apart.insert((folder.0, parent(folder.1)));
            }
        }
        parts
    }

    /// Finds files of activities outside the folders of lists and settings.
    fn find_apart(&mut self, source: &'s dyn Source) {
        let roots: Vec<ExportRoot> = self.lists.keys().chain(&self.settings).map(|folder| root(*folder)).collect();
        let is_outside = |e: &Entry| !roots.iter().any(|root| root.contains(e.container, &e.path));
        let tracks = real_entries(source).filter(|(_, e)| is_track(e.lower_name()) && is_outside(e));
        let tracks: Vec<(EntryId, &Entry)> = tracks.collect();
        let names = if tracks.is_empty() { BTreeSet::new() } else { self.names(source) };
        for (id, entry) in tracks {
            let is_named = names.contains(unpacked(entry.lower_name()));
            let is_there = entry.lower_folder().rsplit('/').next() == Some(ACTIVITIES);
            if is_there && (is_named || is_certain(entry.lower_name())) {
                self.apart.insert((entry.container, parent(entry.folder())));
            } else if is_named {
                self.named.insert(id);
            }
        }
    }

    /// The names of the files in the lists.
    fn names(&self, source: &dyn Source) -> BTreeSet<String> {
        let heads = self.lists.values().filter_map(|id| source.head(*id, LIST_HEAD).ok());
        heads.flat_map(|head| list::file_names(&head)).collect()
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.settings.is_empty() && self.apart.is_empty()
    }

    /// By what it was told, for the user.
    pub(super) fn because(&self) -> &'static str {
        match (self.lists.is_empty(), self.settings.is_empty()) {
            (false, _) => LIST,
            (true, false) => "privacy_zones.csv",
            (true, true) => "files numbered by Strava in a folder activities",
        }
    }

    /// What a whole export has and this one has not.
    pub(super) fn missing(&self, source: &dyn Source) -> Vec<Box<str>> {
        let mut missing: Vec<Box<str>> = Vec::new();
        if self.lists.is_empty() || self.lists.len() > 1 && !self.settings.is_empty() {
            let text = "No activities.csv: the names and kinds of activities are missing, and with them which ones were virtual; open the zip as Strava gave it";
            missing.push(text.into());
        }
        let has = |folder: &Folder<'_>| {
            let is_there = |e: &Entry| e.lower_name() == "visibility_settings.csv" && (e.container, e.folder()) == *folder;
            real_entries(source).any(|(_, e)| is_there(e))
        };
        let mut roots = self.lists.keys().chain(&self.settings);
        let is_complete = if self.lists.len() > 1 { roots.all(has) } else { roots.any(has) };
        if !is_complete {
            let text = "No visibility_settings.csv: who could see the activities is not known; open the zip as Strava gave it, or say who could";
            missing.push(text.into());
        }
        missing
    }

    /// What is Strava's of all that was opened.
    pub(super) fn roots(&self, source: &dyn Source) -> Vec<ExportRoot> {
        let mut roots: BTreeSet<ExportRoot> = self.lists.keys().chain(&self.settings).map(|folder| root(*folder)).collect();
        for (container, folder) in &self.apart {
            let inside = |name: &&str| ExportRoot { container: *container, folder: join(folder, name).into() };
            roots.extend(std::iter::once(&ACTIVITIES).chain(MEDIA).map(inside));
        }
        let file = |e: &Entry| ExportRoot { container: e.container, folder: e.path.clone() };
        roots.extend(self.named.iter().map(|id| file(source.entry(*id))));
        roots.into_iter().collect()
    }

    /// Whether the folders are exports of their own, perhaps of several people: two have a profile, or one without a list has
    /// activities of its own. Settings of one must not say who could see the activities of another.
    fn are_of_several(&self, source: &dyn Source) -> bool {
        let profiles = self.lists.keys().chain(&self.settings).filter(|folder| {
            let is_there = |e: &Entry| e.lower_name() == "profile.csv" && (e.container, e.folder()) == **folder;
            real_entries(source).any(|(_, e)| is_there(e))
        });
        let roots: Vec<ExportRoot> = self.settings.iter().map(|folder| root(*folder)).collect();
        let has_activities = |e: &Entry| is_track(e.lower_name()) && roots.iter().any(|r| r.contains(e.container, &e.path));
        profiles.count() > 1 || !self.lists.is_empty() && real_entries(source).any(|(_, e)| has_activities(e))
    }

    /// The exports. Parts of a single list are put together; where there are several, each folder is an export of
    /// its own, and what lies apart is found by all of them. `mine` are the files under the roots.
    pub(super) fn exports(&self, source: &dyn Source, mine: &[EntryId]) -> Vec<Export> {
        let add = |export: &mut Export, folders: &mut dyn Iterator<Item = &Folder<'s>>| {
            folders.for_each(|folder| export.add(source, mine, *folder));
        };
        let mut elsewhere = Export::default();
        add(&mut elsewhere, &mut self.apart.iter());
        let names = elsewhere.files.iter().map(|(path, id)| (unpacked(path).rsplit('/').next().unwrap_or(path).to_owned(), *id));
        let named = self.named.iter().map(|id| (unpacked(source.entry(*id).lower_name()).to_owned(), *id));
        let by_name: BTreeMap<String, EntryId> = names.chain(named).collect();
        if self.lists.len() <= 1 && !self.are_of_several(source) {
            let mut all = Export { elsewhere: by_name, ..Export::default() };
            add(&mut all, &mut self.lists.keys().chain(&self.settings).chain(&self.apart));
            return vec![all];
        }
        let mut exports: Vec<Export> = Vec::new();
        for folder in self.lists.keys().chain(&self.settings) {
            let mut export = Export { elsewhere: by_name.clone(), ..Export::default() };
            export.add(source, mine, *folder);
            exports.push(export);
        }
        // What no list names is left for the last.
        exports.push(elsewhere);
        exports
    }
}

fn root((container, folder): Folder<'_>) -> ExportRoot {
    ExportRoot { container, folder: folder.into() }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A name without the ending of a packed file: people unpack those.
fn unpacked(name: &str) -> &str {
    name.strip_suffix(".gz").unwrap_or(name)
}

/// Whether a name in lower case is that of an activity's file.
pub(super) fn is_track(name: &str) -> bool {
    [".gpx", ".tcx", ".fit"].iter().any(|ending| unpacked(name).ends_with(ending))
}

/// Whether only Strava names a file in this way: a long number, and packed one by one.
fn is_certain(name: &str) -> bool {
    let stem = unpacked(name).split('.').next().unwrap_or_default();
    unpacked(name) != name && stem.len() >= LONG_NUMBER && stem.bytes().all(|b| b.is_ascii_digit())
}

impl Export {
    /// Adds the files below a folder.
    fn add(&mut self, source: &dyn Source, mine: &[EntryId], folder: Folder<'_>) {
        let at = root(folder);
        for id in mine {
            let entry = source.entry(*id);
            if !at.contains(entry.container, &entry.path) {
                continue;
            }
            let path = entry.path.get(at.folder.len()..).unwrap_or_default().trim_start_matches('/').to_lowercase();
            let is_new = self.added.insert(*id);
            if *self.files.entry(path).or_insert(*id) != *id && is_new {
                self.doubles.push(*id);
            }
        }
    }

    /// The file at a path from the root; else, of an activity, the one of its name, packed or not.
    pub(super) fn file(&self, path: &str) -> Option<EntryId> {
        let path = path.trim().to_lowercase();
        let there = |path: &str| self.files.get(path).copied();
        let packed = || if unpacked(&path) == path { there(&format!("{path}.gz")) } else { there(unpacked(&path)) };
        let elsewhere = || self.elsewhere.get(unpacked(path.rsplit('/').next().unwrap_or(&path))).copied();
        there(&path).or_else(packed).or_else(elsewhere)
    }

    /// The files in a folder.
    pub(super) fn folder<'e>(&'e self, folder: &'e str) -> impl Iterator<Item = (&'e str, EntryId)> {
        self.files.iter().filter(move |(path, _)| path.starts_with(folder)).map(|(path, id)| (path.as_str(), *id))
    }

    /// Every file by its path.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, EntryId)> {
        self.files.iter().map(|(path, id)| (path.as_str(), *id))
    }

    /// Files at a path that another part has too.
    pub(super) fn doubles(&self) -> &[EntryId] {
        &self.doubles
    }
}
