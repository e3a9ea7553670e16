//! Whether and where there is a Google export: by the keys of its files, never by a folder's name alone.

use std::collections::BTreeMap;

use super::other;
use super::sniff::{self, Kind};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::platform::support::places::roots_inside;
use crate::platform::{ExportRoot, Recognition};

/// Bytes of a file looked at for recognition.
const QUICK_HEAD: usize = 8 << 10;
/// Files looked at in one folder.
const HEADS_PER_FOLDER: usize = 3;
/// Files looked at in a folder that holds Google's files beside others.
const HEADS_PER_MIXED_FOLDER: usize = 64;
/// Folders looked at in one container, or in one Takeout.
const FOLDERS: usize = 400;

/// Folders, and files when they lie among other things, in which Google's exports start.
pub(super) fn recognise(source: &dyn Source) -> Option<Recognition> {
    let mut takeouts: BTreeMap<ExportRoot, Folders> = BTreeMap::new();
    let mut loose: BTreeMap<u16, Folders> = BTreeMap::new();
    for (id, entry) in real_entries(source) {
        let folders = match takeout_folder(&entry.path) {
            Some(folder) => takeouts.entry(ExportRoot { container: entry.container, folder: folder.into() }).or_default(),
            None => loose.entry(entry.container).or_default(),
        };
        folders.add(id, entry);
    }
    let mut found = Found::default();
    found.add_takeouts(source, &takeouts);
    for (container, folders) in &loose {
        found.add_loose(source, *container, folders);
    }
    found.into_recognition(source)
}

/// The path up to the folder `Takeout`, whose name Google does not translate.
fn takeout_folder(path: &str) -> Option<&str> {
    let mut end = 0;
    let mut found = None;
    for part in path.rsplit_once('/')?.0.split('/').take(8) {
        end += part.len();
        if is_takeout_name(part) {
            found = Some(end);
        } else if found.is_some() {
            break;
        }
        end += 1;
    }
    path.get(..found?)
}

/// `Takeout`, `Takeout 2`, `takeout-20240516T230250Z-003`.
pub(super) fn is_takeout_name(name: &str) -> bool {
    let (Some(start), rest) = (name.get(..7), name.get(7..).unwrap_or_default()) else { return false };
    start.eq_ignore_ascii_case("takeout") && !rest.starts_with(|c: char| c.is_alphanumeric())
}

/// Whether a container's name is one that Google gives: `takeout-20240516T230250Z-003.zip`.
pub(super) fn is_takeout_container(name: &str) -> bool {
    is_takeout_name(name) && name.get(8..16).is_some_and(|date| date.bytes().all(|b| b.is_ascii_digit()))
}

/// Entries worth a look, by folder.
#[derive(Default)]
struct Folders {
    candidates: BTreeMap<Box<str>, Vec<EntryId>>,
}

impl Folders {
    fn add(&mut self, id: EntryId, entry: &Entry) {
        let is_told_by_name = is_my_map(entry) || other::is_activity_page(entry);
        let is_mine = is_told_by_name && takeout_folder(&entry.path).is_some();
        if is_mine || matches!(entry.extension(), "json" | "csv" | "txt") {
            self.candidates.entry(entry.folder().into()).or_default().push(id);
        }
    }
}

/// A map drawn by hand: Google does not translate the name of that folder either.
fn is_my_map(entry: &Entry) -> bool {
    matches!(entry.extension(), "kmz" | "kml") && entry.lower_path().contains("/my maps/")
}

/// The first, the last and some between.
fn spread(all: &[EntryId], count: usize) -> impl Iterator<Item = EntryId> {
    let step = all.len().div_ceil(count).max(1);
    let last = all.last().filter(|_| all.len() > 1 && !(all.len() - 1).is_multiple_of(step));
    all.iter().step_by(step).chain(last).copied()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Only Google writes such a file.
    Google,
    /// Fits an album of Google Photos, but also other things.
    Album,
    /// Says nothing.
    Other,
}

fn look(source: &dyn Source, id: EntryId) -> Look {
    let entry = source.entry(id);
    if is_my_map(entry) || other::is_activity_page(entry) {
        return Look::Google;
    }
    let Ok(head) = source.head(id, QUICK_HEAD) else { return Look::Other };
    match entry.extension() {
        "txt" if super::is_encrypted_backup_note(&head) => Look::Google,
        "csv" if super::saved_lists::is_saved_list(&head) => Look::Google,
        "csv" if super::access_log::kind(&head).is_some() => Look::Google,
        "csv" if super::youtube::kind(&entry.path, &head).is_some() || super::fit::is_daily(&head) => Look::Google,
        "json" => match sniff::kind(&head) {
            Kind::Records if sniff::is_empty_history(&head) => Look::Other,
            Kind::Album => Look::Album,
            kind if kind.is_distinctive() => Look::Google,
            _ => Look::Other,
        },
        _ => Look::Other,
    }
}

#[derive(Default)]
struct Found {
    roots: Vec<ExportRoot>,
    /// The first file that told.
    first: Option<EntryId>,
}

impl Found {
    fn hit(&mut self, id: EntryId) {
        self.first = Some(self.first.map_or(id, |first| first.min(id)));
    }

    /// A folder called Takeout counts when a file in it is Google's, or when Google named its container;
    /// then the Takeouts of all containers do, because parts may hold media only.
    fn add_takeouts(&mut self, source: &dyn Source, takeouts: &BTreeMap<ExportRoot, Folders>) {
        let mut is_google = false;
        for (root, folders) in takeouts {
            let named = source.containers().get(usize::from(root.container));
            is_google |= named.is_some_and(|c| is_takeout_container(&c.name));
            let heads = folders.candidates.values().take(FOLDERS).flat_map(|all| spread(all, HEADS_PER_FOLDER));
            if let Some(hit) = heads.into_iter().find(|id| look(source, *id) == Look::Google) {
                self.hit(hit);
                is_google = true;
            }
        }
        if is_google {
            self.roots.extend(takeouts.keys().cloned());
        }
    }

    /// Google's files outside of any Takeout: an inner folder, or files opened on their own.
    fn add_loose(&mut self, source: &dyn Source, container: u16, folders: &Folders) {
        let looks: BTreeMap<&str, Vec<(EntryId, Look)>> = folders
            .candidates
            .iter()
            .take(FOLDERS)
            .map(|(folder, all)| {
                let heads = spread(all, HEADS_PER_FOLDER).map(|id| (id, look(source, id)));
                (&**folder, heads.collect())
            })
            .collect();
        let is_hit = |all: &[(EntryId, Look)]| all.iter().any(|(_, l)| *l == Look::Google);
        let is_pure = |all: &[(EntryId, Look)]| all.iter().all(|(_, l)| *l != Look::Other);
        if !looks.values().any(|all| is_hit(all)) {
            return;
        }
        let whole = looks.get("").is_some_and(|top| is_hit(top)) && looks.values().all(|all| is_pure(all));
        let hit_parents: Vec<&str> = looks.iter().filter(|(_, all)| is_hit(all)).map(|(f, _)| parent(f)).collect();
        let root = |folder: &str| ExportRoot { container, folder: folder.into() };
        for (folder, all) in &looks {
            all.iter().filter(|(_, l)| *l == Look::Google).for_each(|(id, _)| self.hit(*id));
            let is_album = is_pure(all) && hit_parents.contains(&parent(folder));
            if whole || !folder.is_empty() && is_pure(all) && (is_hit(all) || is_album) {
                self.roots.push(root(if whole { "" } else { folder }));
            } else if is_hit(all) {
                let candidates = folders.candidates.get(*folder).map_or(&[][..], Vec::as_slice);
                let google = spread(candidates, HEADS_PER_MIXED_FOLDER).filter(|id| look(source, *id) == Look::Google);
                self.roots.extend(google.map(|id| root(&source.entry(id).path)));
            }
        }
    }

    fn into_recognition(mut self, source: &dyn Source) -> Option<Recognition> {
        // A KMZ of My Maps is an archive of its own.
        let maps = roots_inside(source, &self.roots, |path| path.to_lowercase().ends_with(".kmz"));
        self.roots.extend(maps);
        self.roots.sort();
        self.roots.dedup();
        if self.roots.is_empty() {
            return None;
        }
        let because = self.first.map_or("a folder named Takeout in a file named as Google names it", |id| {
            source.entry(id).file_name()
        });
        let is_phone = self.first.is_some_and(|id| {
            source.head(id, QUICK_HEAD).is_ok_and(|head| sniff::kind(&head) == Kind::Timeline)
        });
        let layout = if is_phone { "Timeline exported from a phone" } else { "Google Takeout" };
        Some(Recognition { because: because.into(), layout: layout.into(), missing: super::parts::missing(source, &self.roots), roots: self.roots })
    }
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::MemorySource;

    const FIX: &str = r#"{"locations":[{"latitudeE7":1}]}"#;
    const SIDECAR: &str = r#"{"title":"a.jpg","photoTakenTime":{"timestamp":"1"}}"#;

    fn roots(name: &str, files: &[(&str, &str)]) -> Vec<String> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let found = recognise(&MemorySource::new(name, files));
        found.map_or(Vec::new(), |f| f.roots.iter().map(|r| r.folder.to_string()).collect())
    }

    #[test]
    fn a_folder_name_alone_is_not_enough() {
        assert!(roots("x", &[("Takeout/Location History/Records.json", "{}"), ("Google Photos/a.jpg", "")]).is_empty());
        assert!(roots("x", &[("Takeout/menu/pizza.jpg", "")]).is_empty());
        assert_eq!(roots("takeout-20240516T230250Z-003.zip", &[("Takeout/Google Fotos/A/a.jpg", "")]), ["Takeout"]);
    }

    #[test]
    fn the_export_is_found_wherever_it_lies() {
        assert_eq!(roots("x", &[("a/Takeout 2/Ort/R.json", FIX), ("a/other.json", "{}")]), ["a/Takeout 2"]);
        assert_eq!(roots("x", &[("takeout-1/Takeout/Drive/Takeout/R.json", FIX)]), ["takeout-1/Takeout"]);
        assert_eq!(roots("x", &[("R.json", FIX)]), [""]);
        assert_eq!(roots("x", &[("R.json", FIX), ("messages.json", "{}"), ("a.jpg", "")]), ["R.json"]);
        let inner = [("Fotos 2023/a.jpg.json", SIDECAR), ("Alb/M.json", r#"{"title":"A"}"#), ("o/x.json", "[]")];
        assert_eq!(roots("x", &inner), ["Alb", "Fotos 2023"]);
        assert_eq!(roots("x", &[("a.jpg.json", SIDECAR), ("a.jpg", "")]), [""]);
    }
}
