//! Entries of one container while it is being listed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::FileStatus;

use super::name;
use super::zip::Member;

/// Where the bytes of an entry are.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// A member of a zip.
    Zip(Member),
    /// A part of a tar stream, from this byte on.
    Tar(u64),
    /// A file below the container's folder, at this path if it is not the entry's own.
    Path(Option<Box<Path>>),
    /// The whole of the container's one file.
    Whole,
    /// Nowhere that may be read.
    Refused(Box<str>),
}

/// An entry that has no number yet.
#[derive(Debug)]
pub(super) struct Draft {
    /// Cleaned path.
    pub(super) path: Box<str>,
    /// Size in bytes, unpacked.
    pub(super) size: u64,
    /// Where its bytes are.
    pub(super) slot: Slot,
    /// What is to be said about it.
    pub(super) note: Option<(FileStatus, Box<str>)>,
}

impl Draft {
    pub(super) const fn new(path: Box<str>, size: u64, slot: Slot) -> Self {
        Self { path, size, slot, note: None }
    }

    /// From a stored name, which may be one that is refused.
    pub(super) fn named(stored: &str, size: u64, slot: Slot) -> Self {
        let clean = name::clean(stored);
        let draft = Self::new(clean.path, size, slot);
        match clean.refused {
            None => draft,
            Some(why) => draft.refused(FileStatus::Failed, why),
        }
    }

    /// The same with a note.
    pub(super) fn with_note(self, status: FileStatus, text: &str) -> Self {
        Self { note: Some((status, text.into())), ..self }
    }

    /// The same, never to be read.
    pub(super) fn refused(self, status: FileStatus, why: &str) -> Self {
        Self { slot: Slot::Refused(why.into()), ..self.with_note(status, why) }
    }
}

/// Sorts by path and tells entries of the same path apart. The last one of a name keeps it, as it
/// would replace the others when unpacked. Gives how many got another name.
pub(super) fn arrange(drafts: &mut [Draft]) -> usize {
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    let twice = |pair: &[Draft]| matches!(pair, [a, b] if a.path == b.path);
    if !drafts.windows(2).any(twice) {
        return 0;
    }
    let mut taken: BTreeSet<Box<str>> = drafts.iter().map(|d| d.path.clone()).collect();
    let (mut renamed, mut number) = (0, 2);
    for i in 1..drafts.len() {
        let Some([a, b]) = drafts.get_mut(i - 1..=i) else { continue };
        if a.path != b.path {
            number = 2;
            continue;
        }
        // The numbers of a name only go up: a million files of one name are numbered in one go.
        a.path = loop {
            let name = name::numbered(&a.path, number).into_boxed_str();
            number += 1;
            if taken.insert(name.clone()) {
                break name;
            }
        };
        renamed += 1;
    }
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_one_name_are_told_apart_and_the_last_keeps_it() {
        let draft = |path: &str, size| Draft::new(path.into(), size, Slot::Whole);
        let mut drafts = vec![
            draft("b.json", 1),
            draft("a.json", 1),
            draft("a.json", 2),
            draft("a (copy 2).json", 3),
            draft("a.json", 4),
        ];
        assert_eq!(arrange(&mut drafts), 2);
        let got: Vec<(&str, u64)> = drafts.iter().map(|d| (&*d.path, d.size)).collect();
        assert_eq!(
            got,
            [("a (copy 2).json", 3), ("a (copy 3).json", 1), ("a (copy 4).json", 2), ("a.json", 4), ("b.json", 1)]
        );
    }
    #[test]
    fn many_entries_of_one_name_are_numbered_in_one_go() {
        let mut drafts: Vec<Draft> = (0..50_000).map(|i| Draft::new("a.json".into(), i, Slot::Whole)).collect();
        assert_eq!(arrange(&mut drafts), 49_999);
        assert_eq!(drafts.iter().find(|d| &*d.path == "a.json").map(|d| d.size), Some(49_999));
        assert!(drafts.windows(2).all(|pair| pair[0].path < pair[1].path));
    }
}
