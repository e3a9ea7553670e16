//! Where an export lies among other files, for platforms whose exports name no folder of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::track::unpacked_head;
use crate::archive::{Entry, EntryId, Limits, Source, real_entries};
use crate::platform::{ExportRoot, Recognition};

/// Folders looked at for exports.
const MOST_FOLDERS: usize = 64;
/// Files owned one by one, where an export lies among other files. Every entry is compared with every root,
/// so a folder with more of them is owned as a whole.
const MOST_FILES: usize = 256;

/// The roots of exports of which the files `hits` are a part, each in the folder above it that `top` names.
///
/// A folder in which everything is the platform's by `is_mine` is owned as a whole; of any other only the
/// files that are. `is_mine` gets the entry and its path inside the folder, in lower case.
pub fn roots_of<'a>(
    source: &'a dyn Source,
    hits: impl IntoIterator<Item = EntryId>,
    top: impl Fn(&'a Entry) -> &'a str,
    is_mine: impl Fn(&Entry, &str) -> bool,
) -> Vec<ExportRoot> {
    let mut folders: BTreeMap<(u16, &str), Vec<EntryId>> = BTreeMap::new();
    for id in hits {
        let entry = source.entry(id);
        let key = (entry.container, top(entry));
        if folders.len() < MOST_FOLDERS || folders.contains_key(&key) {
            folders.entry(key).or_default().push(id);
        }
    }
    let mut roots = BTreeSet::new();
    for ((container, folder), hits) in folders {
        let whole = ExportRoot { container, folder: folder.into() };
        let below: Vec<&Entry> =
            real_entries(source).map(|(_, e)| e).filter(|e| whole.contains(e.container, &e.path)).collect();
        let inside =
            |e: &Entry| e.lower_path().get(folder.len()..).unwrap_or_default().trim_start_matches('/').to_owned();
        let (mine, others): (Vec<&Entry>, Vec<&Entry>) = below.into_iter().partition(|e| is_mine(e, &inside(e)));
        let hits: BTreeSet<&Box<str>> = hits.iter().map(|id| &source.entry(*id).path).collect();
        let files: BTreeSet<&Box<str>> = mine.iter().map(|e| &e.path).chain(hits).collect();
        if others.is_empty() || files.len() > MOST_FILES {
            roots.insert(whole);
        } else {
            roots.extend(files.into_iter().map(|path| ExportRoot { container, folder: path.clone() }));
        }
    }
    roots.into_iter().collect()
}

/// The entries with one of these names that `is_it` knows by their first bytes; a few are looked at in each folder.
pub fn by_head(source: &dyn Source, is_named: impl Fn(&Entry) -> bool, is_it: impl Fn(&[u8]) -> bool) -> Vec<EntryId> {
    let mut looked: BTreeMap<(u16, &str), usize> = BTreeMap::new();
    let (mut found, mut heads) = (Vec::new(), 0);
    for (id, entry) in real_entries(source).filter(|(_, e)| is_named(e)) {
        let key = (entry.container, entry.folder());
        let is_new = !looked.contains_key(&key);
        if is_new && looked.len() >= MOST_FOLDERS || heads >= MOST_HEADS {
            continue;
        }
        let count = looked.entry(key).or_default();
        *count += 1;
        if *count > HEADS_PER_FOLDER {
            continue;
        }
        heads += 1;
        let head = match entry.extension() {
            "gz" => Ok(unpacked_head(source, id, Limits::default())),
            _ => source.head(id, HEAD),
        };
        if head.is_ok_and(|head| is_it(&head)) {
            found.push(id);
        }
    }
    found
}

/// Files looked at in one folder.
const HEADS_PER_FOLDER: usize = 12;
/// Files looked at in all: in a tar.gz each costs inflating what lies before it.
const MOST_HEADS: usize = 256;

/// That an export of loose tables or lists was recognised by the files `hits`, or `None` without any.
pub fn recognition(
    source: &dyn Source,
    hits: &[EntryId],
    layout: &str,
    is_mine: impl Fn(&Entry, &str) -> bool,
) -> Option<Recognition> {
    let first = *hits.first()?;
    Some(Recognition {
        roots: roots_of(source, hits.iter().copied(), Entry::folder, is_mine),
        layout: layout.into(),
        because: source.entry(first).file_name().into(),
        missing: Vec::new(),
    })
}

/// That files of their own were recognised, each told by its first bytes alone, wherever it lies.
pub fn loose_files(
    source: &dyn Source,
    extensions: &[&str],
    layout: &str,
    is_it: impl Fn(&[u8]) -> bool,
) -> Option<Recognition> {
    let hits = by_head(source, |e| extensions.contains(&e.extension()), is_it);
    let paths: BTreeSet<(u16, &str)> =
        hits.iter().map(|id| source.entry(*id)).map(|e| (e.container, &*e.path)).collect();
    recognition(source, &hits, layout, |e, _| paths.contains(&(e.container, &*e.path)))
}

/// The names of the columns in the first line of a table, in lower case and without what is not a letter or digit.
pub fn header_of(head: &[u8]) -> Vec<String> {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).split([',', ';', '\t']).map(folded).collect()
}

/// Letters and digits in lower case.
pub fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Bytes of a file looked at for recognition.
const HEAD: usize = 8 << 10;

/// Whether text holds all of these words, as they stand.
pub fn holds_all(head: &[u8], words: &[&str]) -> bool {
    words.iter().all(|word| memchr::memmem::find(head, word.as_bytes()).is_some())
}

/// Whether text holds one of these words, as they stand.
pub fn holds_any(head: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| memchr::memmem::find(head, word.as_bytes()).is_some())
}

/// The archives inside the folders `roots` that were opened as containers of their own, if `is_mine` takes the path
/// at which they lie.
pub fn roots_inside<'r>(
    source: &dyn Source,
    roots: impl IntoIterator<Item = &'r ExportRoot>,
    is_mine: impl Fn(&str) -> bool,
) -> Vec<ExportRoot> {
    let containers = source.containers();
    let roots: Vec<_> = roots
        .into_iter()
        .filter_map(|root| Some((root, &*containers.get(usize::from(root.container))?.name)))
        .collect();
    let is_inside = |name: &str| {
        roots.iter().any(|(root, outer)| {
            let path = name.strip_prefix(outer).and_then(|rest| rest.strip_prefix('/'));
            path.is_some_and(|path| root.contains(root.container, path) && is_mine(path))
        })
    };
    let inside = containers.iter().enumerate().filter(|(_, c)| is_inside(&c.name));
    inside.map(|(i, _)| ExportRoot { container: i as u16, folder: "".into() }).collect()
}

/// The folder above another.
pub fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::MemorySource;

    fn roots(files: &[&str]) -> Vec<String> {
        let source = MemorySource::new("x", files.iter().map(|f| ((*f).to_owned(), b"sign".to_vec())));
        let hits = by_head(&source, |e| e.file_name() == "a.json", |head| holds_all(head, &["sign"]));
        let roots =
            roots_of(&source, hits, Entry::folder, |_, inside| inside.starts_with('a') || inside.starts_with("pix/"));
        roots.into_iter().map(|r| r.folder.to_string()).collect()
    }

    #[test]
    fn a_folder_is_owned_only_where_nothing_else_lies() {
        assert_eq!(roots(&["a.json", "pix/1.jpg"]), [""]);
        assert_eq!(roots(&["a.json", "pix/1.jpg", "other.txt"]), ["a.json", "pix/1.jpg"]);
        assert_eq!(roots(&["x/a.json", "x/a2.json", "other.txt"]), ["x"]);
        assert_eq!(roots(&["x.json"]), Vec::<String>::new());
    }

    #[test]
    fn many_files_among_others_are_all_owned() {
        let files: Vec<String> =
            (0..300).map(|i| format!("a{i}.json")).chain(["a.json".into(), "other.txt".into()]).collect();
        assert_eq!(roots(&files.iter().map(String::as_str).collect::<Vec<_>>()), [""]);
    }
}
