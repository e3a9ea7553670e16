//! What the brand in a caption says about where a picture is from: `Checked in @hyatt`, `#hiltonlondon`.
//!
//! Only accounts and hashtags count, and only whole ones: a plain `Hilton` may be a surname, `@hilton_smith` is a person.
//! People name brands for many reasons, so this is built to say nothing rather than something wrong:
//!
//! * A brand counts only after a word or a pin that places it (`at @starbucks`), or beside words that people write who
//!   are at such a place (a room, a pool, a gate). Restaurants and shops sell what is carried away: theirs only after the former.
//! * A caption that speaks of another time, of work, of a prize, of a complaint or of wares says nothing (see `onsite`).
//! * Brands of several kinds in one caption say nothing.

use super::brands::is_known_house;
use super::fold::{fold_key, is_word_char};
use super::gazetteer::Gazetteer;
use super::handles::holder;
use super::onsite::{AIMING, is_doubtful, is_on_site};
use super::words::is_one_of;
use crate::model::VenueKind;

/// Longer captions are cut here.
const MAX_CHARS: usize = 2_200;
/// More marks than this are an advertisement's, or hostile.
const MAX_MARKS: usize = 40;

/// A brand that a caption names as the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branded {
    /// The kind of its places.
    pub(super) kind: VenueKind,
    /// The name of the brand or house.
    pub(super) name: Box<str>,
    /// As written: `@hyatt`.
    pub(super) written: Box<str>,
}

/// The brand, if all that count are of one kind.
pub(super) fn brand(caption: &str) -> Option<Branded> {
    let end = caption.char_indices().nth(MAX_CHARS).map_or(caption.len(), |(at, _)| at);
    let caption = caption.get(..end)?;
    let marks: Vec<Mark<'_>> = marks(caption).take(MAX_MARKS).collect();
    let mut found = marks.iter().filter_map(branded);
    let (first, mut on_site) = found.next()?;
    for (other, placed) in found {
        if other.kind != first.kind {
            return None;
        }
        on_site |= placed;
    }
    let key = format!(" {} ", fold_key(caption));
    let carried_away = matches!(first.kind, VenueKind::Restaurant | VenueKind::Shopping);
    let counts = on_site || !carried_away && is_on_site(&key, first.kind);
    (counts && !is_doubtful(&key)).then_some(first)
}

/// An account or a hashtag in a caption.
#[derive(Clone, Copy, Debug)]
struct Mark<'a> {
    sign: char,
    /// Without the sign.
    name: &'a str,
    before: &'a str,
}

/// Every `@name` and `#name` that stands by itself: in `me@hyatt.com` no account is meant.
fn marks(caption: &str) -> impl Iterator<Item = Mark<'_>> {
    caption.char_indices().filter_map(move |(at, sign)| {
        if !matches!(sign, '@' | '#' | '＠' | '＃') {
            return None;
        }
        let before = caption.get(..at)?;
        let rest = caption.get(at + sign.len_utf8()..)?;
        if before.chars().next_back().is_some_and(|c| is_word_char(c) || matches!(c, '_' | '.' | '@' | '#' | '/')) {
            return None;
        }
        let in_name = |c: char| is_word_char(c) || c == '_' || matches!(sign, '@' | '＠') && matches!(c, '.' | '-');
        let end = rest.find(|c: char| !in_name(c)).unwrap_or(rest.len());
        // A full stop ends the sentence, not the name.
        let name = rest.get(..end)?.trim_end_matches(['.', '-']);
        // `@hyatt@example.social` is an account on another server.
        let elsewhere = rest.get(end..)?.starts_with('@');
        let sign = if matches!(sign, '@' | '＠') { '@' } else { '#' };
        (!name.is_empty() && !elsewhere).then_some(Mark { sign, name, before })
    })
}

/// The brand that a mark names, and whether the word before places it.
fn branded(mark: &Mark<'_>) -> Option<(Branded, bool)> {
    let (kind, name) = match mark.sign {
        '@' => holder(&mark.name.to_lowercase()).map(|h| (h.kind, h.name.clone()))?,
        _ => tagged(mark.name)?,
    };
    let written = format!("{}{}", mark.sign, mark.name).into();
    (!is_owned(mark.before)).then(|| (Branded { kind, name, written }, is_placed(mark.before)))
}

/// The house or brand that a hashtag names: `#caesarspalace`, `#hiltonlondon`, `#hyattregency`.
fn tagged(tag: &str) -> Option<(VenueKind, Box<str>)> {
    const MIN_LETTERS: usize = 5;
    const MIN_CITY: u32 = 100_000;
    let key = fold_key(tag).replace([' ', '_'], "");
    if key.chars().count() < MIN_LETTERS && key.is_ascii() {
        return None;
    }
    if let Some((kind, name, guarded)) = is_known_house(&key) {
        return (!guarded).then(|| (kind, name.into()));
    }
    // The longest brand that something follows which says that it is a place.
    let cuts: Vec<usize> = key.char_indices().map(|(at, _)| at).skip(3).collect();
    cuts.into_iter().rev().find_map(|at| {
        let (brand, rest) = key.split_at_checked(at)?;
        let (kind, name, _) = is_known_house(brand)?;
        let named_so = KIND_WORDS.iter().any(|(k, words)| *k == kind && words.contains(&rest));
        let city = || {
            let long = rest.chars().count() >= 4 || !rest.is_ascii();
            long && Gazetteer::get().find_all(rest).next().is_some_and(|(s, usual)| usual && s.population >= MIN_CITY)
        };
        (named_so || city()).then(|| (kind, name.into()))
    })
}

/// What follows a brand in a hashtag and says that one of its places is meant.
const KIND_WORDS: &[(VenueKind, &[&str])] = &[
    (VenueKind::Hotel, &["hotel", "hotels", "resort", "resorts", "hotelandspa", "hotelspa"]),
    (VenueKind::Casino, &["casino", "hotel", "hotelandcasino", "resort"]),
    (VenueKind::Fitness, &["gym", "fitness", "gyms"]),
    (VenueKind::CruiseShip, &["cruise", "cruises", "cruiseline"]),
];

/// Words before an account that place the picture there, in a dozen languages; none that is also an article, a refusal or
/// says where one goes in another (`a`, `no`).
static PLACING: &str = "\
    at in inside bei beim im chez au dans en da dal presso na em w ve pa hos на в у bij στο στα vid";

/// Words before an account that make it wares or a person's: `my @starbucks mug`.
static OWNING: &str = "\
    my by from via with for thanks thank of the credit photo cc von par por de van od от mein meine mes mon ma mi \
    mis mio mia meu minha fur fuer pour para per gracias merci danke dear hey vs to like than not follow ask rt";

fn last_word(before: &str) -> String {
    let last = before.trim_end().rsplit(|c: char| !is_word_char(c)).next().unwrap_or_default();
    fold_key(last)
}

fn is_owned(before: &str) -> bool {
    let last = last_word(before);
    is_one_of(OWNING, &last)
}

fn is_placed(before: &str) -> bool {
    let before = before.trim_end();
    let pinned = before.ends_with(['📍', '📌']) || before.ends_with("📍\u{fe0f}");
    let word = last_word(before);
    let aimed = || {
        let at = before.char_indices().rev().find(|(_, c)| !is_word_char(*c)).map_or(0, |(at, _)| at);
        is_one_of(AIMING, &last_word(before.get(..at).unwrap_or_default()))
    };
    pinned || is_one_of(PLACING, &word) && !aimed()
}
