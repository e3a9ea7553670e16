//! The profile as it was taken with each post, what was captioned, and what a marketer would file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::model::{AccountId, Dataset, ItemId, ItemKind, ProfileField, VenueKind};

use super::places::{Place, PlaceId};

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
    /// Items the observer had from that time: with each of them it could read this value.
    pub items: Vec<ItemId>,
}

/// The word used in JSON for a field.
pub const fn field_word(field: ProfileField) -> &'static str {
    match field {
        ProfileField::Handle => "handle",
        ProfileField::Name => "name",
        ProfileField::Bio => "bio",
        ProfileField::Link => "link",
        ProfileField::HomeCity => "home_city",
        ProfileField::FollowerCount => "follower_count",
    }
}

/// What the profile said, version by version. `had` are the items the observer had.
pub(super) fn versions(dataset: &Dataset, had: &[ItemId]) -> Vec<ProfileVersion> {
    let mut versions = Vec::new();
    for (account, index) in dataset.accounts.iter().zip(0_u16..) {
        let id = AccountId(index);
        let mut by_field: BTreeMap<ProfileField, Vec<_>> = BTreeMap::new();
        for fact in &account.profile {
            by_field.entry(fact.field).or_default().push(fact);
        }
        let own: Vec<(Timestamp, ItemId)> = had
            .iter()
            .filter(|item| dataset.item(**item).account == Some(id))
            .filter_map(|item| Some((dataset.item(*item).published_at()?, *item)))
            .collect();
        for (field, mut facts) in by_field {
            facts.sort_by_key(|f| f.since);
            for (number, fact) in facts.iter().enumerate() {
                let until = facts[number + 1..].iter().find_map(|f| f.since);
                let during = |at: Timestamp| fact.since.is_none_or(|s| s <= at) && until.is_none_or(|u| at < u);
                let items = own.iter().filter(|(at, _)| during(*at)).map(|(_, item)| *item).collect();
                versions.push(ProfileVersion {
                    account: id,
                    field,
                    value: fact.value.clone(),
                    since: fact.since,
                    until,
                    items,
                });
            }
        }
    }
    versions
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
