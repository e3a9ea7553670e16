//! Brands, operators, houses and ships whose name tells what kind of place it is.
//!
//! `assets/venues/known.tsv` is our own list of names that tell wherever they stand. `brands.z` (zlib; one line
//! a kind: the kind, a tab, folded names with `|` between) holds brands of the name-suggestion-index that are of one
//! kind only and neither a dictionary word in a dozen languages nor the name of a town: they count when they are the whole name or only a place follows.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold_key;
use super::gazetteer::{Gazetteer, inflate};
use super::heads::is_town;
use super::name::{Segment, Word, join, written};
use crate::model::VenueKind;

static KNOWN: &str = include_str!("../../assets/venues/known.tsv");
static BRANDS: &[u8] = include_bytes!("../../assets/venues/brands.z");

/// The longest brand looked for, in words, and in characters where there are no words.
const MAX_BRAND_WORDS: usize = 7;
const MAX_BRAND_CHARS: usize = 14;

/// A brand found in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Brand {
    /// The kind of its places.
    pub(super) kind: VenueKind,
    /// As written in the name.
    pub(super) written: Box<str>,
    /// One of our own list rather than of the index.
    pub(super) known: bool,
    /// Its first word, and the one after its last.
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Clone, Copy)]
struct Known {
    kind: VenueKind,
    /// Also a town, a person or a word.
    guarded: bool,
}

fn known() -> &'static HashMap<String, Known> {
    static TABLE: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
        let mut table = HashMap::new();
        for line in KNOWN.lines().filter(|l| !l.starts_with('#')) {
            let Some((kind, names)) = line.split_once('\t') else { continue };
            let Some(kind) = kind_of(kind) else { continue };
            for name in names.split('|') {
                let known = Known { kind, guarded: name.starts_with('!') };
                table.entry(fold_key(name)).or_insert(known);
            }
        }
        table
    });
    &TABLE
}

fn listed() -> &'static HashMap<Box<str>, VenueKind> {
    static TABLE: LazyLock<HashMap<Box<str>, VenueKind>> = LazyLock::new(|| {
        let bytes = inflate(BRANDS);
        let text = std::str::from_utf8(&bytes).expect("packed as UTF-8");
        let lines = text.lines().filter_map(|l| l.split_once('\t'));
        let kinds = lines.filter_map(|(kind, names)| Some((kind_of(kind)?, names)));
        kinds.flat_map(|(kind, names)| names.split('|').map(move |n| (fold_key(n).into(), kind))).collect()
    });
    &TABLE
}

pub(super) fn kind_of(word: &str) -> Option<VenueKind> {
    VenueKind::ALL.iter().find(|k| k.as_str() == word).copied()
}

/// The house or brand of our own list that is written so without spaces: its kind, its folded name, and whether the name
/// is also that of a town, a person or a word.
pub(super) fn is_known_house(squeezed: &str) -> Option<(VenueKind, &'static str, bool)> {
    static TABLE: LazyLock<HashMap<String, (VenueKind, &'static str, bool)>> = LazyLock::new(|| {
        let rows = known().iter().map(|(name, k)| (name.replace(' ', ""), (k.kind, name.as_str(), k.guarded)));
        let mut rows: Vec<_> = rows.collect();
        // Of two that are written alike the guarded one stands.
        rows.sort_by_key(|(_, (_, name, guarded))| (*guarded, *name));
        rows.into_iter().collect()
    });
    TABLE.get(squeezed).copied()
}

/// The brand in a segment, the longest one.
pub(super) fn find(segment: &Segment<'_>) -> Option<Brand> {
    let words = &segment.words[..];
    let longest = words.len().min(MAX_BRAND_WORDS);
    for count in (1..=longest).rev() {
        for from in 0..=words.len() - count {
            let Some(span) = words.get(from..from + count) else { continue };
            if let Some((kind, known)) = brand_at(words, from, from + count, &join(span)) {
                return Some(Brand { kind, written: written(span).into(), known, from, to: from + count });
            }
        }
    }
    words.iter().enumerate().find_map(|(i, w)| brand_in_run(w, i))
}

fn brand_at(words: &[Word<'_>], from: usize, to: usize, key: &str) -> Option<(VenueKind, bool)> {
    let before = words.get(..from).unwrap_or_default();
    let after = words.get(to..).unwrap_or_default();
    let only_place_follows = from == 0 && is_place(after);
    if let Some(known) = known().get(key) {
        let placed =
            only_place_follows || !before.is_empty() && is_place(before) || from == 0 && starts_with_city(after);
        let counts = !known.guarded || placed;
        return counts.then_some((known.kind, true));
    }
    listed().get(key).copied().filter(|_| only_place_follows).map(|kind| (kind, false))
}

/// Whether these words are nothing, numbers, or the name of a town.
fn is_place(words: &[Word<'_>]) -> bool {
    let named: Vec<&str> = words.iter().filter(|w| !w.is_counter()).map(|w| &*w.folded).collect();
    named.is_empty() || named.len() <= 4 && is_town(&named.join(" "))
}

/// Whether a large city comes first: `Prague Old Town`.
fn starts_with_city(words: &[Word<'_>]) -> bool {
    const MAX_WORDS: usize = 3;
    const MIN_POPULATION: u32 = 100_000;
    let is_city = |n: usize| {
        let key = words.get(..n).map(join).unwrap_or_default();
        Gazetteer::get().find_all(&key).next().is_some_and(|(s, _)| s.population >= MIN_POPULATION)
    };
    (1..=MAX_WORDS.min(words.len())).any(is_city)
}

/// A known brand inside a word of a script without spaces.
fn brand_in_run(word: &Word<'_>, at: usize) -> Option<Brand> {
    const MIN_CHARS: usize = 2;
    if !word.run {
        return None;
    }
    let starts: Vec<usize> = word.folded.char_indices().map(|(i, _)| i).chain([word.folded.len()]).collect();
    let mut best: Option<(&str, VenueKind)> = None;
    for (i, &from) in starts.iter().enumerate() {
        for &to in starts.iter().skip(i + MIN_CHARS).take(MAX_BRAND_CHARS) {
            let Some(text) = word.folded.get(from..to) else { continue };
            let listed = || listed().get(text).copied().filter(|_| from == 0 && to - from >= 9);
            let kind = known().get(text).filter(|k| !k.guarded).map(|k| k.kind).or_else(listed);
            if let Some(kind) = kind
                && best.is_none_or(|(b, _)| text.len() > b.len())
            {
                best = Some((text, kind));
            }
        }
    }
    best.map(|(text, kind)| Brand { kind, written: text.into(), known: true, from: at, to: at + 1 })
}

#[cfg(test)]
mod tests {
    use super::super::name::Name;
    use super::*;

    fn kind(name: &str) -> Option<VenueKind> {
        find(Name::parse(name).primary()?).map(|b| b.kind)
    }

    #[test]
    fn every_known_brand_has_a_kind() {
        for line in KNOWN.lines().filter(|l| !l.starts_with('#')) {
            let (kind, names) = line.split_once('\t').unwrap();
            assert!(kind_of(kind).is_some(), "{kind}");
            assert!(
                names.split('|').all(|n| !fold_key(n).is_empty() && fold_key(n).split(' ').count() <= MAX_BRAND_WORDS)
            );
        }
    }

    #[test]
    fn brands_that_are_also_towns_need_a_place_beside_them() {
        assert_eq!(kind("Hilton"), Some(VenueKind::Hotel));
        assert_eq!(kind("Hilton Prague"), Some(VenueKind::Hotel));
        assert_eq!(kind("Hilton Head Island"), None);
        assert_eq!(kind("Paul Hilton"), None);
        assert_eq!(kind("Target"), Some(VenueKind::Shopping));
        assert_eq!(kind("Target Practice"), None);
    }

    #[test]
    fn listed_brands_count_only_alone_or_before_a_place() {
        assert_eq!(kind("Vapiano Köln"), Some(VenueKind::Restaurant));
        assert_eq!(kind("Bonefish Grill"), Some(VenueKind::Restaurant));
        assert_eq!(kind("Beyond Bonefish Grill Lovers"), None);
    }
}
