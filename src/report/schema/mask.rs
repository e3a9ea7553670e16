//! Which names may be printed.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use super::words::WORDS;

/// Fingerprints of every value, by which a name that is also a value is told.
#[derive(Debug, Default)]
pub(super) struct Values {
    hasher: RandomState,
    seen: HashSet<u64>,
    /// There were too many to keep; no name that the vocabulary does not hold is printed then.
    overflowed: bool,
}

/// Fingerprints kept at most: 32 MB.
const MOST_VALUES: usize = 2_000_000;
/// Longest text that could be taken for a name of a field.
const LONGEST_NAME: usize = 80;

impl Values {
    /// Notes a value.
    pub(super) fn add(&mut self, value: &str) {
        let value = value.trim();
        if value.is_empty() || value.len() > LONGEST_NAME {
            return;
        }
        if self.seen.len() >= MOST_VALUES {
            self.overflowed = true;
            return;
        }
        self.seen.insert(self.hasher.hash_one(value.to_lowercase()));
    }

    fn contains(&self, name: &str) -> bool {
        self.seen.contains(&self.hasher.hash_one(name.trim().to_lowercase()))
    }
}

/// Decides what is printed of a name.
pub(super) struct Mask<'a> {
    values: &'a Values,
}

/// Stands for a name that is not printed.
pub(super) const HIDDEN: &str = "~";
/// Fields of one object above which they are taken for data: a list keyed by what it lists.
pub(super) const MOST_PRINTED: usize = 120;

impl<'a> Mask<'a> {
    pub(super) const fn new(values: &'a Values) -> Self {
        Self { values }
    }

    /// The name of a field, if it may be printed.
    pub(super) fn field<'n>(&self, name: &'n str) -> &'n str {
        if is_known(name) || (!self.values.overflowed && looks_like_a_field(name) && !self.values.contains(name)) {
            name
        } else {
            HIDDEN
        }
    }
}

/// Whether every word of it is of the vocabulary.
fn is_known(name: &str) -> bool {
    !name.is_empty()
        && split(name)
            .all(|part| matches!(part, Part::Word(word) if is_export_word(word)) || matches!(part, Part::Between(_)))
}

/// Short, starts with a letter, and without what addresses, numbers and dates are made of.
fn looks_like_a_field(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
        && !name.contains(['@', '/', '\\'])
        && name.chars().filter(char::is_ascii_digit).count() < 4
}

/// A path with only the words of the vocabulary left.
pub(super) fn path(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for part in split(path) {
        match part {
            Part::Word(word) if is_export_word(word) => shown.push_str(word),
            Part::Word(_) => shown.push('~'),
            Part::Digits => shown.push('#'),
            Part::Between(text) => shown.push_str(text),
        }
    }
    shown
}

fn is_export_word(word: &str) -> bool {
    word.len() == 1 && word.is_ascii() && word.chars().all(|c| matches!(c, 's' | 'n'))
        || WORDS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

enum Part<'t> {
    Word(&'t str),
    Digits,
    Between(&'t str),
}

/// Runs of letters, of digits, and of what stands between them.
fn split(text: &str) -> impl Iterator<Item = Part<'_>> {
    let class = |c: char| {
        if c.is_numeric() {
            0
        } else if c.is_ascii_punctuation() || c == ' ' {
            1
        } else {
            2
        }
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != first).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(match first {
            0 => Part::Digits,
            1 => Part::Between(part),
            _ => Part::Word(part),
        })
    })
}
