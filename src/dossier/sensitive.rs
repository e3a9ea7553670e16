//! Visits to places that reveal more than a place: a clinic, a house of prayer, a shelter.
//!
//! The classes are those of the US Federal Trade Commission's orders on location data and of Article 9 GDPR. One visit is
//! no condition and no belief, so the wording is always "was at", never "has" or "is". Places of a kind are told by the
//! embedded tables; the classes without a kind by words in the name.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Dataset, ItemId, VenueKind};

use super::places::{Place, PlaceId};
use super::sighting::{Origin, Sighting, SightingId};

/// The coarsest position, in metres, that puts somebody at a venue.
const AT_VENUE_METRES: f64 = 150.0;

/// What a place may reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SensitiveClass {
    /// Medical care of any kind.
    Health,
    /// Places of worship.
    Religion,
    /// Prisons and courts.
    Correction,
    /// Unions and parties.
    Politics,
    /// Schools and care of children.
    Children,
    /// Shelters and social services.
    Shelter,
    /// Military sites.
    Military,
    /// Sex life, and clubs for it.
    SexLife,
}

impl SensitiveClass {
    /// The word used in JSON and in vectors.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Religion => "religion",
            Self::Correction => "correction",
            Self::Politics => "politics",
            Self::Children => "children",
            Self::Shelter => "shelter",
            Self::Military => "military",
            Self::SexLife => "sex_life",
        }
    }

    /// What the place is, for "was at …".
    pub const fn at(self) -> &'static str {
        match self {
            Self::Health => "a place of medical care",
            Self::Religion => "a place of worship",
            Self::Correction => "a prison or court",
            Self::Politics => "a place of a union or party",
            Self::Children => "a school or a place for children",
            Self::Shelter => "a shelter or social service",
            Self::Military => "a military site",
            Self::SexLife => "a place that speaks of somebody’s sex life",
        }
    }

    /// The law that treats such a place apart.
    pub const fn law(self) -> &'static str {
        match self {
            Self::Health | Self::Religion => "FTC orders on sensitive locations; GDPR Art. 9",
            Self::Politics => "FTC orders on sensitive locations; GDPR Art. 9 (union membership, political opinion)",
            Self::Correction => "FTC orders on sensitive locations; GDPR Art. 10",
            Self::SexLife => "GDPR Art. 9 (sex life)",
            Self::Children | Self::Shelter | Self::Military => "FTC orders on sensitive locations",
        }
    }
}

/// How strongly a visit is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The item names the place and lies at it, to 150 m.
    Named,
    /// The item names no place and lies within 75 m of one that another item names.
    Near,
    /// The name alone, or a position coarser than 150 m.
    Possible,
}

impl Strength {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Near => "near",
            Self::Possible => "possible",
        }
    }
}

/// Sightings at a sensitive place.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitiveVisit {
    /// The place; `None` where the item names one without a position.
    pub place: Option<PlaceId>,
    /// Its name.
    pub name: Box<str>,
    /// What it may reveal.
    pub class: SensitiveClass,
    /// By what the class was told.
    pub because: Box<str>,
    /// The strongest of its sightings.
    pub strength: Strength,
    /// The sightings with the strength of each.
    pub sightings: Vec<(SightingId, Strength)>,
    /// Items that name it without a position.
    pub unplaced: Vec<ItemId>,
}

impl SensitiveVisit {
    /// Number of sightings and items.
    pub const fn visits(&self) -> usize {
        self.sightings.len() + self.unplaced.len()
    }
}

/// Words of a name that give a class away, folded to lower case; a word must stand by itself, a phrase in order.
const WORDS: &[(SensitiveClass, &[&str])] = &[
    (
        SensitiveClass::SexLife,
        &[
            "strip club",
            "stripclub",
            "gentlemen's club",
            "gay bar",
            "gay club",
            "lgbt center",
            "lgbtq center",
            "sex shop",
            "gay sauna",
        ],
    ),
    (
        SensitiveClass::Shelter,
        &[
            "homeless shelter",
            "women's shelter",
            "frauenhaus",
            "refugee center",
            "refugee centre",
            "flüchtlingsheim",
            "soup kitchen",
            "food bank",
            "tafel e.v.",
        ],
    ),
    (
        SensitiveClass::Health,
        &[
            "planned parenthood",
            "rehab",
            "rehabilitation",
            "addiction",
            "suchtberatung",
            "psychiatry",
            "psychiatrie",
            "psychotherapy",
            "psychotherapie",
            "oncology",
            "onkologie",
            "dialysis",
            "dialyse",
            "fertility",
            "kinderwunsch",
            "pharmacy",
            "apotheke",
            "farmacia",
            "pharmacie",
            "apteka",
            "dental",
            "dentist",
            "zahnarzt",
            "arztpraxis",
        ],
    ),
    (
        SensitiveClass::Correction,
        &["prison", "jail", "penitentiary", "gefängnis", "justizvollzugsanstalt", "correctional"],
    ),
    (
        SensitiveClass::Politics,
        &[
            "trade union",
            "labor union",
            "gewerkschaft",
            "gewerkschaftshaus",
            "party headquarters",
            "campaign office",
            "campaign headquarters",
        ],
    ),
    (
        SensitiveClass::Military,
        &["army base", "air force base", "naval base", "military base", "barracks", "kaserne", "truppenübungsplatz"],
    ),
    (
        SensitiveClass::Children,
        &[
            "kindergarten",
            "preschool",
            "daycare",
            "nursery school",
            "kita",
            "przedszkole",
            "elementary school",
            "playschool",
        ],
    ),
];

/// The class of a place, and by what it was told.
pub fn class_of(name: &str, kind: Option<VenueKind>, kind_because: &str) -> Option<(SensitiveClass, String)> {
    let folded: String = name
        .to_lowercase()
        .replace('’', "'")
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '\'' | '.') { c } else { ' ' })
        .collect();
    let padded = format!(" {} ", folded.split_whitespace().collect::<Vec<_>>().join(" "));
    // The name of a bar or a street may hold such a word; a kind that the tables know goes first.
    let by_kind = match kind {
        Some(VenueKind::Hospital) => Some(SensitiveClass::Health),
        Some(VenueKind::Worship) => Some(SensitiveClass::Religion),
        Some(VenueKind::School) => Some(SensitiveClass::Children),
        _ => None,
    };
    let word = |(class, words): &(SensitiveClass, &[&'static str])| {
        words.iter().find(|w| padded.contains(&format!(" {w} "))).map(|w| (*class, *w))
    };
    let by_word = WORDS.iter().find_map(word);
    let other_kind = kind.is_some_and(|k| !matches!(k, VenueKind::Bar | VenueKind::Shopping)) && by_kind.is_none();
    match (by_kind, by_word) {
        (Some(class), _) => Some((class, kind_because.to_owned())),
        (None, Some((class, word))) if !other_kind => Some((class, format!("“{word}” in the name"))),
        _ => None,
    }
}

/// The class of a grouped place.
pub fn class_of_place(place: &Place) -> Option<(SensitiveClass, String)> {
    class_of(place.name.as_deref()?, place.kind, &place.kind_because)
}

/// Every visit to a sensitive place, most sightings first. `unplaced` are items that name a place without a position.
pub(super) fn visits(
    dataset: &Dataset,
    sightings: &[Sighting],
    places: &[Place],
    unplaced: &[ItemId],
) -> Vec<SensitiveVisit> {
    let mut visits: Vec<SensitiveVisit> = Vec::new();
    for (place, index) in places.iter().zip(0_u32..) {
        let Some((class, because)) = class_of_place(place) else { continue };
        let graded: Vec<(SightingId, Strength)> =
            place.sightings.iter().map(|id| (*id, strength(dataset, &sightings[id.index()]))).collect();
        visits.push(SensitiveVisit {
            place: Some(PlaceId(index)),
            name: place.name.clone().unwrap_or_default(),
            class,
            because: because.into(),
            strength: graded.iter().map(|(_, s)| *s).min().unwrap_or(Strength::Possible),
            sightings: graded,
            unplaced: Vec::new(),
        });
    }
    let mut by_name: HashMap<Box<str>, Vec<usize>> = HashMap::new();
    for (index, visit) in visits.iter().enumerate() {
        by_name.entry(visit.name.clone()).or_default().push(index);
    }
    for alone in by_name_alone(dataset, unplaced) {
        // One name is one place, as far as a stranger can tell, unless several places bear it.
        match by_name.get(&alone.name).map(Vec::as_slice) {
            Some([index]) => visits[*index].unplaced = alone.unplaced,
            _ => visits.push(alone),
        }
    }
    visits.sort_by(|a, b| {
        (a.strength, std::cmp::Reverse(a.visits()))
            .cmp(&(b.strength, std::cmp::Reverse(b.visits())))
            .then_with(|| a.name.cmp(&b.name))
    });
    visits
}

fn by_name_alone(dataset: &Dataset, unplaced: &[ItemId]) -> Vec<SensitiveVisit> {
    let mut by_name: BTreeMap<&str, Vec<ItemId>> = BTreeMap::new();
    for id in unplaced {
        let name = dataset.item(*id).place.as_ref().map(|p| &*p.name);
        if let Some(name) = name {
            by_name.entry(name).or_default().push(*id);
        }
    }
    let visit = |(name, items): (&str, Vec<ItemId>)| {
        let place = dataset.item(*items.first()?).place.as_ref()?;
        let (class, because) = class_of(name, place.kind, &place.kind_because)?;
        Some(SensitiveVisit {
            place: None,
            name: name.into(),
            class,
            because: because.into(),
            strength: Strength::Possible,
            sightings: Vec::new(),
            unplaced: items,
        })
    };
    by_name.into_iter().filter_map(visit).collect()
}

fn strength(dataset: &Dataset, sighting: &Sighting) -> Strength {
    if sighting.precision_metres > AT_VENUE_METRES || !sighting.present {
        return Strength::Possible;
    }
    match sighting.origin {
        Origin::Item(id) if dataset.item(id).place.as_ref().is_some_and(|p| p.recorded_name().is_some()) => {
            Strength::Named
        }
        _ => Strength::Near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_by_themselves_and_a_known_kind_goes_first() {
        let class = |name, kind| class_of(name, kind, "because").map(|(class, _)| class);
        assert_eq!(class("St. Anna Hospital", Some(VenueKind::Hospital)), Some(SensitiveClass::Health));
        assert_eq!(class("Apotheke am Markt", None), Some(SensitiveClass::Health));
        assert_eq!(class("Kita Sonnenschein", None), Some(SensitiveClass::Children));
        assert_eq!(class("Akita Ramen", None), None, "part of a word is no word");
        assert_eq!(class("Prison Break Escape Restaurant", Some(VenueKind::Restaurant)), None);
        assert_eq!(class("Women’s Shelter West", None), Some(SensitiveClass::Shelter));
        assert_eq!(class("Ironworks Gym", Some(VenueKind::Fitness)), None);
    }
}
