//! Places that an export gives a position but no name: what another item, the grounds of an airport or the caption tell.
//!
//! In this order, and only for positions of tagged places:
//!
//! 1. Another item of the same account of the platform has exactly this position and a name for it.
//! 2. The position lies on the grounds of an airport, or the caption names one brand; if they disagree, neither counts.
//!
//! Nothing of this is recorded in the export: name and kind are [`Evidence::Likely`].

use std::collections::HashMap;

use super::airports::{Airports, Size};
use super::caption::{self, Branded};
use super::classify::distance_text;
use super::fold::fold_key;
use crate::model::{AccountId, Dataset, Evidence, Item, Location, LocationSource, Place, PlatformId, VenueKind};

/// Positions given more roughly than this, in metres, can be those of several places.
const ONE_PLACE_METRES: f64 = 100.0;
/// A place given so roughly, in metres, can be a town, of which a caption's brand says nothing: towns have four decimals.
const TOWN_LIKE_METRES: f64 = 5.0;

/// A position as the account's items on the platform give it.
type Spot = (PlatformId, Option<AccountId>, u64, u64);

/// Names that items give for exact positions; `None` where they give several.
pub(super) struct Named(HashMap<Spot, Option<Place>>);

impl Named {
    /// Reads the names that a dataset gives, before any is worked out.
    pub(super) fn of(dataset: &Dataset) -> Self {
        let mut names: HashMap<Spot, Option<Place>> = HashMap::new();
        for item in &dataset.items {
            let Some(place) = item.place.as_ref().filter(|p| p.recorded_name().is_some()) else { continue };
            let Some(spot) = tagged_position(item).and_then(|at| spot(item, &at)) else { continue };
            names
                .entry(spot)
                .and_modify(|known| {
                    if known.as_ref().is_some_and(|k| fold_key(&k.name) != fold_key(&place.name)) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(place.clone()));
        }
        Self(names)
    }
}

/// Whether the item has the position of a tagged place, and the export no name for it.
pub(super) fn is_nameless(item: &Item) -> bool {
    item.place.as_ref().is_none_or(|p| p.name.trim().is_empty() && p.kind.is_none()) && tagged_position(item).is_some()
}

fn tagged_position(item: &Item) -> Option<Location> {
    let of_place = |l: &Location| matches!(l.source, LocationSource::PlaceTag | LocationSource::CheckIn);
    item.location.filter(of_place).filter(|_| item.tagged.holds == Some(true))
}

fn spot(item: &Item, at: &Location) -> Option<Spot> {
    let exact = radius_metres(at) <= ONE_PLACE_METRES;
    exact.then(|| (item.platform, item.account, at.point.lat().to_bits(), at.point.lon().to_bits()))
}

/// Metres that a position leaves open, by its own word and by its decimals.
fn radius_metres(at: &Location) -> f64 {
    at.accuracy_metres.unwrap_or(0.0).max(at.point.rounding_metres())
}

/// The place of a nameless item, as far as anything tells.
///
/// A place named by another item has a kind only if the export gave it one: its name is left to the caller.
pub(super) fn place_of(item: &Item, named: &Named) -> Option<Place> {
    let at = tagged_position(item)?;
    let by_other = || named.0.get(&spot(item, &at)?)?.clone();
    if let Some(place) = by_other() {
        return Some(Place { name_evidence: Evidence::Likely, ..place });
    }
    match (on_grounds(&at), by_caption(item, &at)) {
        (Some(a), Some(b)) if a.kind != b.kind => None,
        (by_grounds, by_caption) => by_grounds.or(by_caption),
    }
}

fn on_grounds(at: &Location) -> Option<Place> {
    let radius = radius_metres(at);
    // All of what the position leaves open lies on the grounds.
    let (airport, metres) = Airports::get().around(at.point, |size: Size| size.grounds_metres() - radius)?;
    let because = format!("{} from the airport {}", distance_text(metres), airport.iata);
    Some(likely(&airport.name, VenueKind::Airport, because))
}

fn by_caption(item: &Item, at: &Location) -> Option<Place> {
    if radius_metres(at) > TOWN_LIKE_METRES {
        return None;
    }
    let Branded { kind, name, written } = caption::brand(item.text.as_deref()?)?;
    Some(likely(&name, kind, format!("“{written}” in the text is {name}")))
}

fn likely(name: &str, kind: VenueKind, because: String) -> Place {
    Place {
        name_evidence: Evidence::Likely,
        kind: Some(kind),
        kind_because: because.into(),
        kind_evidence: Evidence::Likely,
        ..Place::named(name)
    }
}
