//! The kind of place in a picture, from labels, objects and text together, with the clues it rests on.
//!
//! Each clue speaks for one kind with a strength: the weight of the word in the table times the confidence of the model.
//! The clues for a kind are taken together as if each were right by itself with that chance; the kind counts when they
//! are strong enough and clearly stronger than those for any other. The weights are our own judgement of how often such a
//! word is right about the place; no labelled set of private pictures stands behind them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::model::VenueKind;
use crate::venue::{classify, fold_key};

use super::Seen;
use super::text::in_known_script;

/// Lines of kind, weight and word; the words are labels, objects, or words of signs, by the first column.
static TABLE: &str = include_str!("../../assets/models/places.tsv");

/// A kind counts from this strength on,
const LEAST: f32 = 0.35;
/// when a model is at least this sure of one of its clues: of less sure words half are wrong, and several of them come
/// from the same look at the same picture,
const SURE: f32 = 0.5;
/// and when it is so many times as strong as the next.
const CLEAR: f32 = 1.4;
/// Weight of a line of text that names a place of a kind or a brand with such places.
const NAMED: f32 = 0.75;
/// The same for the open air: hotels, bars and gyms are called after bays, parks and peaks, so this alone does not count.
const NAMED_AFTER_NATURE: f32 = 0.3;
/// Clues shown for a kind.
const MOST_CLUES: usize = 6;

/// What speaks for a kind of place.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue {
    /// For the user: "the model sees: slot machine (87 %)".
    pub text: Box<str>,
    /// How strongly, 0 to 1.
    pub strength: f32,
}

/// The kind of place that the clues in a picture speak for.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The kind.
    pub kind: VenueKind,
    /// How strongly the clues speak for it together, 0 to 1. Not a measured chance.
    pub strength: f32,
    /// The clues, strongest first.
    pub clues: Vec<Clue>,
}

/// What a word in the table is a word of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Label,
    Object,
    Sign,
}

struct Row {
    source: Source,
    kind: VenueKind,
    weight: f32,
    word: &'static str,
}

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());
    &ROWS
}

fn row(line: &'static str) -> Option<Row> {
    let mut fields = line.split('\t');
    let source = match fields.next()? {
        "label" => Source::Label,
        "object" => Source::Object,
        "sign" => Source::Sign,
        _ => return None,
    };
    let kind = fields.next()?;
    let kind = VenueKind::ALL.iter().copied().find(|k| k.as_str() == kind)?;
    Some(Row { source, kind, weight: fields.next()?.parse().ok()?, word: fields.next()? })
}

fn of(source: Source, word: &str) -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(move |row| row.source == source && row.word == word)
}

/// The kind of place in a picture, when something speaks for one clearly.
pub(super) fn setting(seen: &Seen) -> Option<Setting> {
    let mut clues: BTreeMap<VenueKind, Vec<Clue>> = BTreeMap::new();
    let mut sure: BTreeSet<VenueKind> = BTreeSet::new();
    let mut add = |kind: VenueKind, weight: f32, confidence: f32, text: String| {
        let strength = (weight * confidence).clamp(0.0, 1.0);
        clues.entry(kind).or_default().push(Clue { text: text.into(), strength });
        if confidence >= SURE {
            sure.insert(kind);
        }
    };
    for label in &seen.labels {
        for row in of(Source::Label, label.name()) {
            add(row.kind, row.weight, label.confidence, sees(label.name(), label.confidence));
        }
    }
    for (name, _, confidence) in seen.things() {
        for row in of(Source::Object, name) {
            add(row.kind, row.weight, confidence, sees(name, confidence));
        }
    }
    for (_, line) in in_known_script(&seen.text) {
        if let Some((kind, weight)) = by_text(&line.text) {
            add(kind, weight, line.confidence, format!("read in the picture: “{}”", line.text));
        }
    }
    decide(clues).filter(|found| sure.contains(&found.kind))
}

fn sees(word: &str, confidence: f32) -> String {
    format!("the model sees: {word} ({:.0} %)", confidence * 100.0)
}

/// The kind of place that a line of text speaks for, and how strongly.
fn by_text(line: &str) -> Option<(VenueKind, f32)> {
    let key = format!(" {} ", fold_key(line));
    let signs = rows().iter().filter(|row| row.source == Source::Sign);
    let sign =
        signs.filter(|row| key.contains(&format!(" {} ", row.word))).max_by(|a, b| a.weight.total_cmp(&b.weight));
    let named = classify(line, None).map(|c| c.kind).filter(|k| *k != VenueKind::Settlement);
    let gate = is_gate(&key).then_some((VenueKind::Airport, NAMED));
    let named = named.map(|kind| (kind, if kind == VenueKind::Outdoors { NAMED_AFTER_NATURE } else { NAMED }));
    named.or(gate).or(sign.map(|row| (row.kind, row.weight)))
}

/// `gate b12`, `gate 52`: what airports write. Stadiums number their gates without letters, and say so elsewhere.
fn is_gate(key: &str) -> bool {
    let mut words = key.split_whitespace().skip_while(|w| !matches!(*w, "gate" | "gates"));
    let number = words.nth(1).unwrap_or_default();
    let digits = number.trim_start_matches(|c: char| c.is_ascii_lowercase());
    number.len() <= 4
        && number.len() - digits.len() <= 1
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

fn decide(clues: BTreeMap<VenueKind, Vec<Clue>>) -> Option<Setting> {
    let together = |clues: &[Clue]| 1.0 - clues.iter().map(|c| 1.0 - c.strength).product::<f32>();
    let mut ranked: Vec<(f32, VenueKind, Vec<Clue>)> =
        clues.into_iter().map(|(kind, clues)| (together(&clues), kind, clues)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let next = ranked.get(1).map_or(0.0, |(strength, ..)| *strength);
    let (strength, kind, mut clues) = ranked.into_iter().next()?;
    if strength < LEAST || strength < CLEAR * next {
        return None;
    }
    clues.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    clues.truncate(MOST_CLUES);
    Some(Setting { kind, strength, clues })
}

#[cfg(test)]
mod tests {
    use super::super::{Area, Label, TextLine, label_names};
    use super::*;

    fn label(name: &str, confidence: f32) -> Label {
        let index = label_names().iter().position(|n| *n == name).unwrap() as u16;
        Label { index, confidence }
    }

    fn seen(labels: Vec<Label>, text: &[&str]) -> Seen {
        let line = |text: &&str| TextLine { text: (*text).into(), confidence: 0.95, area: Area::default() };
        Seen { labels, text: text.iter().map(line).collect(), ..Seen::default() }
    }

    fn kind(labels: Vec<Label>, text: &[&str]) -> Option<VenueKind> {
        setting(&seen(labels, text)).map(|s| s.kind)
    }

    #[test]
    fn every_row_of_the_table_is_read_and_every_label_in_it_exists() {
        let lines = TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).count();
        assert_eq!(rows().len(), lines);
        for row in rows() {
            assert!((0.0..=1.0).contains(&row.weight), "{}", row.word);
            assert!(row.source != Source::Label || label_names().contains(&row.word), "{}", row.word);
            assert!(row.source != Source::Sign || fold_key(row.word) == row.word, "{}", row.word);
        }
    }

    #[test]
    fn a_slot_machine_is_a_casino_and_a_sign_says_where_the_gate_is() {
        let found = setting(&seen(vec![label("slot machine", 0.87)], &["JACKPOT"])).unwrap();
        assert_eq!(found.kind, VenueKind::Casino);
        assert_eq!(&*found.clues[0].text, "the model sees: slot machine (87 %)");
        assert_eq!(&*found.clues[1].text, "read in the picture: “JACKPOT”");
        assert_eq!(kind(vec![], &["GATE B12"]), Some(VenueKind::Airport));
        assert_eq!(kind(vec![], &["24 HOUR FITNESS"]), Some(VenueKind::Fitness));
    }

    #[test]
    fn weak_or_contradicting_clues_say_nothing() {
        assert_eq!(kind(vec![], &[]), None);
        assert_eq!(kind(vec![label("plate", 0.4)], &[]), None);
        assert_eq!(kind(vec![label("castle", 0.9)], &[]), None);
        assert_eq!(kind(vec![label("slot machine", 0.45)], &[]), None, "one weak word");
        assert_eq!(kind(vec![label("slot machine", 0.45)], &["JACKPOT"]), Some(VenueKind::Casino));
        assert_eq!(kind(vec![], &["MOCKBA", "METPO"]), None, "letters that Cyrillic shares");
        assert_eq!(kind(vec![label("church", 0.8)], &["GATE B12"]), None);
        assert_eq!(kind(vec![], &["BAY BOULDER"]), None);
        assert_eq!(kind(vec![], &["GATE OF HEAVEN", "GATED", "GATE 12345"]), None);
    }
}
