//! What the generic words of a name say: the head noun decides.
//!
//! English, German, Turkish, Japanese and others put the head last (`Airport Hotel` is a hotel, `Stadium Drive`
//! a street), Romance, Slavic and Semitic languages and Thai put it first (`Calle del Hospital` is a street, `Hotel
//! Aeropuerto` a hotel). What follows a preposition never is the head. Two heads side by side (`Hotel & Casino`, `Bar
//! and Restaurant`) name a place that is both; the one that comes first in [`PRECEDENCE`] is taken.

use super::fold::fold_key;
use super::gazetteer::Gazetteer;
use super::name::{Segment, Word, join, written};
use super::terms::{MAX_TERM_CHARS, MAX_TERM_WORDS, Sort, Term, Terms};
use super::words::{AND, ARTICLES, PARTS_OF_TOWN, PREPOSITIONS, SENTENCE, SIDES, STREETS, is_one_of};
use crate::model::VenueKind;

/// Which kind a place has that is several at once.
const PRECEDENCE: [VenueKind; 5] =
    [VenueKind::Casino, VenueKind::CruiseShip, VenueKind::Hotel, VenueKind::Restaurant, VenueKind::Bar];

/// A generic word in a name.
#[derive(Clone, Debug)]
struct Head {
    /// First word, and the one after the last.
    from: usize,
    to: usize,
    term: Term,
    /// It is only the end of a longer word.
    compound: bool,
    text: Box<str>,
}

/// What the generic words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A kind of venue, by these words.
    Kind(VenueKind, Vec<Box<str>>),
    /// It is something else: a street, an office.
    Blocked(Blocked),
    /// No generic word that decides.
    Nothing,
}

/// What stands in the way of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocked {
    /// The first word of the word that says so.
    pub(super) from: usize,
    /// It is a street, a road, a square.
    pub(super) street: bool,
    /// It only says in which building or quarter: `IKEA Tower`.
    pub(super) part_of_town: bool,
}

/// What the generic words of a segment say.
pub(super) fn judge(segment: &Segment<'_>) -> Verdict {
    let words = &segment.words[..];
    if is_bare_town(words) {
        return Verdict::Nothing;
    }
    if words.iter().any(|w| is_one_of(SENTENCE, &w.folded)) {
        return Verdict::Blocked(Blocked { from: 0, street: false, part_of_town: false });
    }
    let core_end = core_end(words);
    let core = words.get(..core_end).unwrap_or(words);
    let mut heads = find_heads(core);
    drop_idle(core, &mut heads);
    let verdict = decide(core, &heads);
    // "Bank of America Stadium": in English the head may follow the preposition.
    if core_end < words.len() && words.get(core_end).is_some_and(|w| w.folded == "of") {
        let rest = words.get(core_end + 1..).unwrap_or_default();
        if let Some(found) = english_tail(rest) {
            return found;
        }
    }
    verdict
}

/// The head at the very end of what follows `of`, when a name stands before it.
fn english_tail(rest: &[Word<'_>]) -> Option<Verdict> {
    let heads = find_heads(rest);
    let last = heads.last()?;
    let named = last.from > 0 && !is_article(rest.get(last.from.checked_sub(1)?)?);
    let Some(Sort::Venue(kind)) = last.term.trail else { return None };
    (named && last.term.strong && only_counters(rest, last.to)).then(|| Verdict::Kind(kind, vec![last.text.clone()]))
}

/// Whether the whole name is one word that is also the name of a town: `Casino`, `Spa`, `Bar`.
fn is_bare_town(words: &[Word<'_>]) -> bool {
    const MIN_POPULATION: u32 = 5_000;
    let [word] = words else { return false };
    let generic = !word.run && Terms::get().word(&word.folded).is_some();
    generic && Gazetteer::get().find_all(&word.folded).any(|(s, usual)| usual && s.population >= MIN_POPULATION)
}

fn is_article(word: &Word<'_>) -> bool {
    is_one_of(ARTICLES, &word.folded)
}

/// Where the noun phrase ends that holds the head: before the first preposition that does not open the name.
fn core_end(words: &[Word<'_>]) -> usize {
    let is_preposition = |w: &Word<'_>| !w.run && is_one_of(PREPOSITIONS, &w.folded);
    // "De Kas", "Zum Löwen": a preposition right after the opening head still ends the core.
    let found = words.iter().enumerate().skip(1).find(|(i, w)| is_preposition(w) && !part_of_term(words, *i));
    found.map_or(words.len(), |(i, _)| i)
}

/// Whether a preposition stands inside a term: `salle de sport`, `casa de huéspedes`.
fn part_of_term(words: &[Word<'_>], at: usize) -> bool {
    (0..at).any(|from| {
        (at + 2..=words.len().min(from + MAX_TERM_WORDS))
            .any(|to| words.get(from..to).is_some_and(|w| Terms::get().word(&join(w)).is_some()))
    })
}

fn find_heads(words: &[Word<'_>]) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(head) = longest_term(words, at) {
            at = head.to;
            heads.push(head);
            continue;
        }
        let Some(word) = words.get(at) else { break };
        let head = if word.run { run_head(word) } else { compound_head(word) };
        heads.extend(head.map(|(term, text)| Head { from: at, to: at + 1, term, compound: !word.run, text }));
        at += 1;
    }
    heads
}

fn longest_term(words: &[Word<'_>], from: usize) -> Option<Head> {
    let longest = MAX_TERM_WORDS.min(words.len() - from);
    (1..=longest).rev().find_map(|count| {
        let span = words.get(from..from + count)?;
        let term = Terms::get().word(&join(span))?;
        Some(Head { from, to: from + count, term: *term, compound: false, text: written(span).into() })
    })
}

fn compound_head(word: &Word<'_>) -> Option<(Term, Box<str>)> {
    let (end, sort) = Terms::get().compound(&word.folded)?;
    let lead = matches!(sort, Sort::Venue(_)).then_some(sort);
    Some((
        Term { lead, trail: Some(sort), strong: lead.is_some() },
        if lead.is_some() { word.written.into() } else { end.into() },
    ))
}

/// The last term in a stretch of script without spaces; what ends or starts it outright comes first.
fn run_head(word: &Word<'_>) -> Option<(Term, Box<str>)> {
    let starts: Vec<usize> = word.folded.char_indices().map(|(i, _)| i).chain([word.folded.len()]).collect();
    let mut best: Option<(usize, usize, Sort, &str)> = None;
    for (i, &from) in starts.iter().enumerate() {
        for &to in starts.iter().skip(i + 1).take(MAX_TERM_CHARS) {
            let Some(text) = word.folded.get(from..to) else { continue };
            let Some(sort) = Terms::get().run(text).and_then(|t| {
                let end = t.end.filter(|_| to == word.folded.len());
                end.or(t.anywhere).or(t.start.filter(|_| from == 0))
            }) else {
                continue;
            };
            // Heads come last; of two that end together the longer one is meant.
            if best.is_none_or(|(end, length, ..)| (to, text.len()) > (end, length)) {
                best = Some((to, text.len(), sort, text));
            }
        }
    }
    let prefix = starts.iter().skip(1).take(MAX_TERM_CHARS).rev().find_map(|&to| {
        let text = word.folded.get(..to)?;
        Terms::get().run(text)?.start.map(|sort| (sort, text))
    });
    let (sort, text) = prefix.or(best.map(|(_, _, sort, text)| (sort, text)))?;
    let lead = matches!(sort, Sort::Venue(_)).then_some(sort);
    Some((Term { lead, trail: Some(sort), strong: lead.is_some() }, text.into()))
}

/// Whether only numbers and the like follow.
fn only_counters(words: &[Word<'_>], from: usize) -> bool {
    words.iter().skip(from).all(Word::is_counter)
}

/// Whether nothing follows but numbers, directions, or the name of a place.
fn ends_name(words: &[Word<'_>], from: usize) -> bool {
    let rest = words.get(from..).unwrap_or_default();
    let rest: Vec<&Word<'_>> = rest.iter().filter(|w| !w.is_counter() && !is_one_of(SIDES, &w.folded)).collect();
    let Some(first) = rest.first() else { return true };
    if first.joined || first.run {
        // "Lodge & Cabins", "Resort & Spa": the rest is one more thing that the place is.
        return rest.len() == 1;
    }
    let joined: Vec<&str> = rest.iter().map(|w| &*w.folded).collect();
    joined.len() <= 3 && is_town(&joined.join(" "))
}

/// Whether a town of some size is called so.
pub(super) fn is_town(key: &str) -> bool {
    const MIN_POPULATION: u32 = 5_000;
    Gazetteer::get().find_all(key).next().is_some_and(|(s, _)| s.population >= MIN_POPULATION)
}

fn venue(sort: Option<Sort>) -> Option<VenueKind> {
    match sort {
        Some(Sort::Venue(kind)) => Some(kind),
        _ => None,
    }
}

fn decide(core: &[Word<'_>], heads: &[Head]) -> Verdict {
    let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Verdict::Nothing };
    let opening = core.iter().take_while(|w| is_article(w)).count();
    // "Gasthof-Pension Alpenblick": words joined to the first open the name with it.
    let leads = first.from <= opening || (1..=first.from).all(|i| core.get(i).is_some_and(|w| w.joined));
    let lead_only = first.term.trail.is_none();
    if let Some(group) = group(core, heads) {
        return group;
    }
    if leads && lead_only && first.term.lead == Some(Sort::Other) {
        // "Via Appia Hotel" is a hotel, "Calle Hospital 12" a street.
        let hotel = last.from > first.to && last.to == core.len() && last.term.strong;
        return venue(last.term.trail).filter(|_| hotel).map_or_else(|| blocked(first), |k| kind(k, last));
    }
    let by_lead = venue(first.term.lead).filter(|_| leads);
    if last.term.trail == Some(Sort::Other) && last.from > 0 {
        // "Pizzeria Funkturm": a compound may be a proper name.
        let proper = last.compound && first.term.strong;
        let by_lead = by_lead.filter(|_| (lead_only || proper) && heads.len() > 1);
        return by_lead.map_or_else(|| blocked(last), |k| kind(k, first));
    }
    let by_trail = trailing(core, heads);
    match (by_lead, by_trail) {
        (Some(a), Some((b, head))) if a != b => settle_two(core, first, a, head, b),
        (Some(a), _) => kind(a, first),
        (None, Some((b, head))) => kind(b, head),
        (None, None) if first.from == 0 && last.to == core.len() && last.term.trail == Some(Sort::Other) => {
            blocked(last)
        }
        (None, None) => Verdict::Nothing,
    }
}

/// Something that is no venue of ours.
fn blocked(head: &Head) -> Verdict {
    let word = fold_key(&head.text);
    let street = is_one_of(STREETS, &word) || head.term.trail.is_none();
    Verdict::Blocked(Blocked { from: head.from, street, part_of_town: is_one_of(PARTS_OF_TOWN, &word) })
}

fn is_idle(core: &[Word<'_>], head: &Head) -> bool {
    let word = fold_key(&head.text);
    // "St." that does not end a name is a saint.
    let street = is_one_of(STREETS, &word) && word != "st";
    !street && !ends_name(core, head.to)
}

/// Whether what follows the head before the last is a town: `Hotel & Casino Atlantic City`.
fn ends_in_town(core: &[Word<'_>], heads: &[Head]) -> bool {
    let [.., before, last] = heads else { return false };
    let rest = core.get(before.to..).unwrap_or_default();
    last.to == core.len() && last.from > before.to && is_town(&join(rest))
}

/// Words like "centre" or "hall" count only where they end the name: `Camp` in `Camp Nou` says nothing.
fn drop_idle(core: &[Word<'_>], heads: &mut Vec<Head>) {
    while let Some(last) = heads.last()
        && last.term.trail == Some(Sort::Other)
        && (is_idle(core, last) || ends_in_town(core, heads))
    {
        heads.pop();
    }
}

fn kind(kind: VenueKind, head: &Head) -> Verdict {
    Verdict::Kind(kind, vec![head.text.clone()])
}

/// The last head, if it may end a name and does, or is telling anywhere.
fn trailing<'h>(core: &[Word<'_>], heads: &'h [Head]) -> Option<(VenueKind, &'h Head)> {
    let head = heads.last()?;
    let kind = venue(head.term.trail)?;
    // "Raising the Bar": a bare noun after its article is no name.
    let bare = head.from > 0 && core.get(head.from - 1).is_some_and(is_article) && head.from > 1;
    if bare || head.from == 0 && head.to < core.len() && head.term.lead.is_none() && !ends_name(core, head.to) {
        return None;
    }
    (head.term.strong || ends_name(core, head.to)).then_some((kind, head))
}

/// Two heads of different kinds, one at either end.
fn settle_two(core: &[Word<'_>], first: &Head, a: VenueKind, last: &Head, b: VenueKind) -> Verdict {
    use VenueKind::{
        Airport, Bar, Casino, Hospital, Hotel, Museum, Outdoors, Restaurant, Shopping, Stadium, Theatre, Transit,
        Worship,
    };
    // Languages that put the head first: "Restaurante Estadio".
    if first.term.trail.is_none() || last.term.trail.is_none() {
        return kind(a, first);
    }
    // Houses are named after what they are near, not the other way round.
    let landmark = matches!(b, Airport | Stadium | Hospital | Transit | Theatre | Shopping | Worship);
    let scenery = b == Outdoors && core.len() > 2;
    if a == Hotel && (landmark || scenery) {
        return kind(a, first);
    }
    // "Café Theater", "Bar Stadion": could be either.
    let house = |k| matches!(k, Hotel | Bar | Restaurant | Casino);
    if house(a) && !house(b) && core.len() == 2 && !matches!(b, Outdoors | Museum) {
        return Verdict::Nothing;
    }
    kind(b, last)
}

/// Heads side by side or joined by "and": a place that is several things.
fn group(core: &[Word<'_>], heads: &[Head]) -> Option<Verdict> {
    let mut members: Vec<&Head> = Vec::new();
    for pair in heads.windows(2) {
        let [a, b] = pair else { continue };
        let between = core.get(a.to..b.from)?;
        let joined = match between {
            [] => {
                core.get(b.from).is_some_and(|w| w.joined)
                    || hospitality(a) && hospitality(b) && (a.from == 0 || is_casino(a) || is_casino(b))
            }
            [word] => is_one_of(AND, &word.folded),
            _ => false,
        };
        if joined {
            members.extend([a, b]);
        }
    }
    let kinds: Vec<(VenueKind, &Head)> =
        members.iter().filter_map(|h| venue(h.term.trail.or(h.term.lead)).map(|k| (k, *h))).collect();
    let last = heads.last()?;
    // A street named after both, say.
    if kinds.is_empty() || last.term.trail == Some(Sort::Other) && !members.iter().any(|m| m.from == last.from) {
        return None;
    }
    let ranked = PRECEDENCE.iter().find_map(|p| kinds.iter().find(|(k, _)| k == p));
    let (best, head) = ranked.or(kinds.first())?;
    let mut texts = vec![head.text.clone()];
    for (k, h) in &kinds {
        if k != best && !texts.contains(&h.text) {
            texts.push(h.text.clone());
        }
    }
    Some(Verdict::Kind(*best, texts))
}

fn hospitality(head: &Head) -> bool {
    venue(head.term.trail.or(head.term.lead)).is_some_and(|k| PRECEDENCE.contains(&k))
}

fn is_casino(head: &Head) -> bool {
    venue(head.term.trail) == Some(VenueKind::Casino)
}
