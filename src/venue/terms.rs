//! Generic words for kinds of places, in some ninety languages.
//!
//! `assets/venues/terms.tsv` and `terms_more.tsv` say at their top how a line is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold_key;
use super::name::is_run_char;
use crate::model::VenueKind;

static TERMS: &str = include_str!("../../assets/venues/terms.tsv");
static MORE_TERMS: &str = include_str!("../../assets/venues/terms_more.tsv");

/// The longest term looked for, in words, and in characters where there are no words.
pub(super) const MAX_TERM_WORDS: usize = 6;
pub(super) const MAX_TERM_CHARS: usize = 14;
/// A compound has at least so many letters before its last part.
const MIN_STEM_CHARS: usize = 3;

/// What a generic word says a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A kind of venue.
    Venue(VenueKind),
    /// Something that is no venue of ours: a street, an office, a person's trade.
    Other,
}

/// How a generic word can stand in a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Term {
    /// What it means when it leads the name: `Hotel Adler`.
    pub(super) lead: Option<Sort>,
    /// What it means when it ends the name: `The Adler Hotel`.
    pub(super) trail: Option<Sort>,
    /// It is telling even between other words.
    pub(super) strong: bool,
}

/// How a term may stand in a script without spaces.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunTerm {
    pub(super) anywhere: Option<Sort>,
    pub(super) end: Option<Sort>,
    pub(super) start: Option<Sort>,
}

/// All terms.
pub(super) struct Terms {
    words: HashMap<String, Term>,
    runs: HashMap<String, RunTerm>,
    /// Ends of compounds, the longest first.
    ends: Vec<(String, Sort)>,
}

impl Terms {
    pub(super) fn get() -> &'static Self {
        static TABLE: LazyLock<Terms> = LazyLock::new(Terms::load);
        &TABLE
    }

    /// The term spelled exactly by these folded words.
    pub(super) fn word(&self, key: &str) -> Option<&Term> {
        self.words.get(key)
    }

    /// The term spelled exactly by these characters, in a script without spaces.
    pub(super) fn run(&self, key: &str) -> Option<&RunTerm> {
        self.runs.get(key)
    }

    /// What the end of a compound word says: `schlosshotel`.
    pub(super) fn compound(&self, word: &str) -> Option<(&str, Sort)> {
        let fits = |end: &str| word.strip_suffix(end).is_some_and(|stem| stem.chars().count() >= MIN_STEM_CHARS);
        self.ends.iter().find(|(end, _)| fits(end)).map(|(end, sort)| (&**end, *sort))
    }

    fn load() -> Self {
        let mut terms = Self { words: HashMap::new(), runs: HashMap::new(), ends: Vec::new() };
        for line in TERMS.lines().chain(MORE_TERMS.lines()).filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, flags, words] = fields[..] else { continue };
            let sort = sort_of(kind);
            for word in words.split('|') {
                terms.add(fold_key(word), sort, flags);
            }
        }
        terms.ends.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        terms
    }

    fn add(&mut self, key: String, sort: Sort, flags: &str) {
        // The first line that names a word wins.
        let sort = Some(sort);
        if flags == "E" {
            self.ends.extend(sort.map(|s| (key, s)));
        } else if flags.contains(['C', 'K', 'P']) || key.chars().all(is_run_char) {
            let term = self.runs.entry(key).or_default();
            match flags {
                "K" => term.end = term.end.or(sort),
                "P" => term.start = term.start.or(sort),
                _ => term.anywhere = term.anywhere.or(sort),
            }
        } else {
            let term = self.words.entry(key).or_default();
            if flags.contains('L') {
                term.lead = term.lead.or(sort);
            }
            if flags.contains('T') {
                term.trail = term.trail.or(sort);
            }
            term.strong |= flags.contains('S');
        }
    }
}

fn sort_of(kind: &str) -> Sort {
    VenueKind::ALL.iter().find(|k| k.as_str() == kind).map_or(Sort::Other, |&k| Sort::Venue(k))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        for line in TERMS.lines().chain(MORE_TERMS.lines()).filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(fields[0] == "other" || sort_of(fields[0]) != Sort::Other, "unknown kind {}", fields[0]);
            assert!(fields[1].chars().all(|c| "SLTECKP".contains(c)), "unknown flag {}", fields[1]);
            for word in fields[2].split('|') {
                let words = fold_key(word).split(' ').count();
                assert!(words <= MAX_TERM_WORDS && word.chars().count() <= 60 && !fold_key(word).is_empty(), "{word}");
            }
        }
    }

    #[test]
    fn compounds_need_a_stem() {
        let end = |word| Terms::get().compound(word).map(|(_, sort)| sort);
        assert_eq!(end("schlosshotel"), Some(Sort::Venue(VenueKind::Hotel)));
        assert_eq!(end("flughafenstrasse"), Some(Sort::Other));
        assert_eq!(end("hotel"), None);
        assert_eq!(end("freedom"), None);
    }
}
