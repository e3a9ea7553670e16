//! Who was named together with places. Only what the person declared: no faces, no guesses.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Dataset, ItemId};

use super::gates::TIE_MEETINGS;
use super::places::PlaceId;
use super::sighting::Sighting;

/// Longest handle that platforms allow, in characters.
const LONGEST_HANDLE: usize = 30;

/// Somebody named at places.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// The handle as written, without `@`. To be shown only when asked for.
    pub handle: Box<str>,
    /// Different pairs of place and day.
    pub meetings: u64,
    /// Different places.
    pub places: u64,
    /// The items that name it.
    pub items: Vec<ItemId>,
}

/// The people named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ties {
    /// Handles named together with a place at all.
    pub named: u64,
    /// Those named at three or more different pairs of place and day, most first.
    pub ties: Vec<Tie>,
}

/// The handles in a text: `@` at the start of a word, then letters, digits, dots and underscores.
pub fn handles(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices('@').filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '@'))
    });
    starts.filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
        let handle = rest[..length].trim_matches('.');
        (2..=LONGEST_HANDLE).contains(&handle.len()).then_some(handle)
    })
}

/// The ties among the sightings.
pub(super) fn ties(dataset: &Dataset, sightings: &[Sighting], of: &[PlaceId]) -> Ties {
    #[derive(Default)]
    struct Seen {
        meetings: BTreeSet<(PlaceId, jiff::civil::Date)>,
        items: Vec<ItemId>,
    }
    let mut by_handle: BTreeMap<String, Seen> = BTreeMap::new();
    for (sighting, place) in sightings.iter().zip(of).filter(|(s, _)| s.present) {
        let Some(id) = sighting.item() else { continue };
        for handle in dataset.item(id).text.as_deref().into_iter().flat_map(handles) {
            let seen = by_handle.entry(handle.to_lowercase()).or_default();
            seen.meetings.insert((*place, sighting.local.date()));
            if seen.items.last() != Some(&id) {
                seen.items.push(id);
            }
        }
    }
    let named = by_handle.len() as u64;
    let tie = |(handle, seen): (String, Seen)| Tie {
        handle: handle.into(),
        meetings: seen.meetings.len() as u64,
        places: seen.meetings.iter().map(|(place, _)| place).collect::<BTreeSet<_>>().len() as u64,
        items: seen.items,
    };
    let mut ties: Vec<Tie> = by_handle.into_iter().map(tie).filter(|t| t.meetings >= TIE_MEETINGS).collect();
    ties.sort_by(|a, b| b.meetings.cmp(&a.meetings).then_with(|| a.handle.cmp(&b.handle)));
    Ties { named, ties }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_words_of_their_own_and_addresses_are_none() {
        let found = |text| handles(text).collect::<Vec<_>>();
        assert_eq!(found("with @omar.example, @tess_w. and me@mail.example"), ["omar.example", "tess_w"]);
        assert!(found("@ @a @@bob ünï@x").is_empty(), "{:?}", found("@ @a @@bob ünï@x"));
    }
}
