//! Words of captions that say, or put in doubt, that somebody is at the place whose brand they name.
//!
//! `assets/venues/onsite.tsv` holds them, in a dozen languages.

use std::sync::LazyLock;

use super::brands::kind_of;
use super::fold::fold_key;
use super::name::is_run_char;
use crate::model::VenueKind;

static LISTED: &str = include_str!("../../assets/venues/onsite.tsv");

/// Verbs after which `at` does not place anybody.
pub(super) static AIMING: &str =
    "waving wave looking look staring stare yelling shouting mad angry laughing pointing aimed aiming shooting";

/// A phrase, and the kind of place that it tells; `None` puts everything in doubt.
type Phrase = (Option<VenueKind>, String);

fn phrases() -> &'static [Phrase] {
    static TABLE: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
        let lines = LISTED.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
        lines.flat_map(|(sort, words)| words.split('|').map(move |w| (kind_of(sort), fold_key(w)))).collect()
    });
    &TABLE
}

fn says(key: &str, phrase: &str) -> bool {
    // Scripts without spaces have no word boundaries to look for.
    let run = phrase.chars().all(is_run_char);
    if run { key.contains(phrase) } else { key.contains(&format!(" {phrase} ")) }
}

/// Whether a caption, folded and with a space at both ends, is written by somebody at a place of this kind.
pub(super) fn is_on_site(key: &str, kind: VenueKind) -> bool {
    phrases().iter().any(|(k, phrase)| *k == Some(kind) && says(key, phrase))
}

/// Whether a caption, folded and with a space at both ends, says that the picture may be from anywhere.
pub(super) fn is_doubtful(key: &str) -> bool {
    phrases().iter().any(|(kind, phrase)| kind.is_none() && says(key, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in LISTED.lines().filter(|l| !l.starts_with('#')) {
            let (sort, words) = line.split_once('\t').unwrap();
            assert!(sort == "doubt" || kind_of(sort).is_some(), "{sort}");
            assert!(words.split('|').all(|w| !fold_key(w).is_empty()), "{line}");
        }
    }

    #[test]
    fn words_stand_by_themselves_unless_the_script_has_no_spaces() {
        assert!(is_on_site(" our room ", VenueKind::Hotel));
        assert!(!is_on_site(" our bathroom ", VenueKind::Hotel));
        assert!(is_on_site(" ホテルの朝ごはん ", VenueKind::Hotel));
        assert!(is_doubtful(" my ad ") && !is_doubtful(" shadow "));
    }
}
