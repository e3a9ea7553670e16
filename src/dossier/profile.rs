//! The profile as it was taken with each post, what was captioned, and what a marketer would file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::Timestamp;

use crate::model::{AccountId, Dataset, ItemId, ItemKind, ProfileField, VenueKind};

use super::places::{Place, PlaceId};

/// Values of one field without a date, at most: each of them goes with every item.
const MOST_UNDATED: usize = 10;
/// Days at places of a kind that an interest needs.
const INTEREST_DAYS: u64 = 2;
/// Items that a hashtag needs.
const HASHTAG_ITEMS: usize = 3;
/// Hashtags listed.
const MOST_HASHTAGS: usize = 20;

/// A value that a field of a profile had for some time.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileVersion {
    /// Whose.
    pub account: AccountId,
    /// Which field.
    pub field: ProfileField,
    /// Its value.
    pub value: Box<str>,
    /// Since when, if recorded; UTC.
    pub since: Option<Timestamp>,
    /// Until when, if it changed; UTC.
    pub until: Option<Timestamp>,
    /// Items the observer had from that time: with each of them it could read this value. A part of
    /// [`Profile::items`] of the account.
    pub items: Range<usize>,
}

/// What the profiles said over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The versions, by account and field, in order of time.
    pub versions: Vec<ProfileVersion>,
    /// For each account the items that the observer had, in order of publication.
    pub items: Vec<Vec<ItemId>>,
}

impl Profile {
    /// The items that a version was read with.
    pub fn items_of(&self, version: &ProfileVersion) -> &[ItemId] {
        self.items.get(version.account.index()).and_then(|items| items.get(version.items.clone())).unwrap_or_default()
    }
}

/// The word used in JSON for a field.
pub const fn field_word(field: ProfileField) -> &'static str {
    match field {
        ProfileField::Handle => "handle",
        ProfileField::Name => "name",
        ProfileField::Bio => "bio",
        ProfileField::Link => "link",
        ProfileField::HomeCity => "home_city",
        ProfileField::Country => "country",
        ProfileField::FollowerCount => "follower_count",
    }
}

/// What the profiles said, version by version. `had` are the items the observer had, each read when it was published
/// or, if that was before anyone looked, at `first_look`.
pub(super) fn profile(dataset: &Dataset, had: &[ItemId], first_look: Option<Timestamp>) -> Profile {
    let mut profile = Profile { versions: Vec::new(), items: vec![Vec::new(); dataset.accounts.len()] };
    let mut times: Vec<Vec<(Timestamp, ItemId)>> = vec![Vec::new(); dataset.accounts.len()];
    for id in had {
        let item = dataset.item(*id);
        let own = item.account.and_then(|account| times.get_mut(account.index()));
        if let (Some(own), Some(at)) = (own, item.published_at()) {
            own.push((first_look.map_or(at, |look| at.max(look)), *id));
        }
    }
    for ((account, own), index) in dataset.accounts.iter().zip(&mut times).zip(0_u16..) {
        own.sort_unstable();
        profile.items[usize::from(index)] = own.iter().map(|(_, id)| *id).collect();
        let mut by_field: BTreeMap<ProfileField, Vec<_>> = BTreeMap::new();
        for fact in &account.profile {
            by_field.entry(fact.field).or_default().push(fact);
        }
        for (field, mut facts) in by_field {
            facts.sort_by_key(|f| f.since);
            let undated = facts.iter().take_while(|f| f.since.is_none()).count();
            facts.drain(..undated.saturating_sub(MOST_UNDATED));
            let first_dated = facts.iter().find_map(|f| f.since);
            for (number, fact) in facts.iter().enumerate() {
                let next = facts.get(number + 1).and_then(|f| f.since);
                let until = if fact.since.is_none() { first_dated } else { next };
                let place = |at: Option<Timestamp>, open: usize| {
                    at.map_or(open, |at| own.partition_point(|(published, _)| *published < at))
                };
                let (from, to) = (place(fact.since, 0), place(until, own.len()));
                profile.versions.push(ProfileVersion {
                    account: AccountId(index),
                    field,
                    value: fact.value.clone(),
                    since: fact.since,
                    until,
                    items: from..to.max(from),
                });
            }
        }
    }
    profile
}

/// Profile pictures, in order of time.
pub(super) fn pictures(dataset: &Dataset) -> Vec<ItemId> {
    let ids = (0_u32..).zip(&dataset.items);
    ids.filter(|(_, item)| item.kind == ItemKind::ProfilePhoto).map(|(id, _)| ItemId(id)).collect()
}

/// What a marketer would file.
#[derive(Clone, Debug, PartialEq)]
pub struct Interest {
    /// What it is called.
    pub label: &'static str,
    /// The kind of place it comes from.
    pub kind: VenueKind,
    /// Days at such places.
    pub days: u64,
    /// The places.
    pub places: Vec<PlaceId>,
}

/// The label for visits to a kind of place; `None` where the kind reveals more than an interest, or nothing.
const fn label(kind: VenueKind) -> Option<&'static str> {
    match kind {
        VenueKind::Hotel => Some("Travel and hotels"),
        VenueKind::Casino => Some("Gambling"),
        VenueKind::CruiseShip => Some("Cruises"),
        VenueKind::Airport => Some("Flying"),
        VenueKind::Fitness => Some("Fitness"),
        VenueKind::Stadium => Some("Live sports and concerts"),
        VenueKind::Shopping => Some("Shopping"),
        VenueKind::Bar => Some("Bars and nightlife"),
        VenueKind::Restaurant => Some("Eating out"),
        VenueKind::Museum | VenueKind::Theatre => Some("Arts and culture"),
        VenueKind::Outdoors => Some("Outdoors"),
        VenueKind::Hospital | VenueKind::Worship | VenueKind::School | VenueKind::Transit | VenueKind::Settlement => {
            None
        }
    }
}

/// The interests that kinds of places speak of, most days first.
pub(super) fn interests(places: &[Place]) -> Vec<Interest> {
    let mut found: BTreeMap<&'static str, Interest> = BTreeMap::new();
    for (place, index) in places.iter().zip(0_u32..) {
        let Some((kind, label)) = place.kind.and_then(|k| Some((k, label(k)?))) else { continue };
        let interest = found.entry(label).or_insert(Interest { label, kind, days: 0, places: Vec::new() });
        interest.days += u64::from(place.days);
        interest.places.push(PlaceId(index));
    }
    let mut interests: Vec<Interest> = found.into_values().filter(|i| i.days >= INTEREST_DAYS).collect();
    interests.sort_by_key(|i| (std::cmp::Reverse(i.days), i.label));
    interests
}

/// A hashtag and the items that carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hashtag {
    /// The tag in lower case, without `#`.
    pub tag: Box<str>,
    /// The items.
    pub items: Vec<ItemId>,
}

/// The hashtags used most.
pub(super) fn hashtags(dataset: &Dataset, had: &[ItemId]) -> Vec<Hashtag> {
    let mut found: BTreeMap<String, BTreeSet<ItemId>> = BTreeMap::new();
    for id in had {
        let text = dataset.item(*id).text.as_deref().unwrap_or_default();
        for (at, _) in text.match_indices('#') {
            let tag: String =
                text[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(60).collect();
            if tag.chars().any(char::is_alphabetic) {
                found.entry(tag.to_lowercase()).or_default().insert(*id);
            }
        }
    }
    let mut tags: Vec<Hashtag> = found
        .into_iter()
        .filter(|(_, items)| items.len() >= HASHTAG_ITEMS)
        .map(|(tag, items)| Hashtag { tag: tag.into(), items: items.into_iter().collect() })
        .collect();
    tags.sort_by(|a, b| b.items.len().cmp(&a.items.len()).then_with(|| a.tag.cmp(&b.tag)));
    tags.truncate(MOST_HASHTAGS);
    tags
}
