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
pub(super) const TOWN_LIKE_METRES: f64 = 5.0;

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
pub(super) fn radius_metres(at: &Location) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::super::enrich;
    use super::*;
    use crate::model::{AudienceClaim, Claim, GeoPoint, ItemKind, Life, Origin, Rule};

    static RULE: Rule = Rule { id: "test", text: "test", source: "test" };
    /// Somewhere in Vienna, far from any airport.
    const HERE: (f64, f64) = (48.208_492, 16.372_081);
    const SFO: (f64, f64) = (37.618_812, -122.375_401);

    fn tagged(at: (f64, f64)) -> Item {
        let claim = Claim::yes(Evidence::Likely, &RULE);
        let origin = Origin::new(0, 0);
        let mut item =
            Item::new(PlatformId("x"), ItemKind::Post, AudienceClaim::FollowsAccount, Life::Live, claim, origin);
        item.account = Some(AccountId(0));
        item.location = Some(Location {
            point: GeoPoint::new(at.0, at.1).unwrap(),
            accuracy_metres: None,
            source: LocationSource::PlaceTag,
            evidence: Evidence::Likely,
        });
        item
    }

    fn named(at: (f64, f64), name: &str) -> Item {
        Item { place: Some(Place::named(name)), ..tagged(at) }
    }

    fn saying(at: (f64, f64), caption: &str) -> Item {
        Item { text: Some(caption.into()), ..tagged(at) }
    }

    /// The place of the last of these items, and that it claims to be no more than likely.
    fn last_place(items: Vec<Item>) -> Option<Place> {
        let mut dataset = Dataset { items, ..Dataset::default() };
        enrich(&mut dataset);
        let place = dataset.items.pop()?.place?;
        assert_eq!(place.name_evidence, Evidence::Likely);
        assert_eq!(place.recorded_name(), None);
        assert!(place.kind.is_none() || place.kind_evidence == Evidence::Likely);
        Some(place)
    }

    #[test]
    fn another_item_of_the_very_position_lends_its_name() {
        let place = last_place(vec![named(HERE, "Hotel Donaublick"), tagged(HERE)]).unwrap();
        assert_eq!((&*place.name, place.kind), ("Hotel Donaublick", Some(VenueKind::Hotel)));
        assert!(place.kind_because.starts_with("named by another item of the same position"), "{}", place.kind_because);
        let beside = (HERE.0 + 0.000_01, HERE.1);
        assert_eq!(last_place(vec![named(HERE, "Hotel Donaublick"), tagged(beside)]), None, "a metre beside");
    }

    #[test]
    fn a_name_is_lent_only_if_it_is_the_only_one_and_of_the_same_account() {
        let two = vec![named(HERE, "Hotel Donaublick"), named(HERE, "Bar im Ersten"), tagged(HERE)];
        assert_eq!(last_place(two), None);
        let again = vec![named(HERE, "Hotel Donaublick"), named(HERE, "HOTEL DONAUBLICK"), tagged(HERE)];
        assert!(last_place(again).is_some());
        let of_another = Item { account: Some(AccountId(1)), ..named(HERE, "Hotel Donaublick") };
        assert_eq!(last_place(vec![of_another, tagged(HERE)]), None);
        let elsewhere = Item { platform: PlatformId("y"), ..named(HERE, "Hotel Donaublick") };
        assert_eq!(last_place(vec![elsewhere, tagged(HERE)]), None);
        let town = (48.2, 16.4);
        assert_eq!(last_place(vec![named(town, "Hotel Donaublick"), tagged(town)]), None, "a position of a kilometre");
    }

    #[test]
    fn the_grounds_of_an_airport_tell_and_the_town_beside_them_does_not() {
        let place = last_place(vec![tagged(SFO)]).unwrap();
        assert_eq!((&*place.name, place.kind), ("San Francisco International Airport", Some(VenueKind::Airport)));
        assert_eq!(last_place(vec![tagged((SFO.0 + 0.02, SFO.1))]), None, "2.2 km away");
        let mut rough = tagged(SFO);
        rough.location.as_mut().unwrap().accuracy_metres = Some(5_000.0);
        assert_eq!(last_place(vec![rough]), None, "known to five kilometres only");
        assert_eq!(last_place(vec![tagged((37.6, -122.4))]), None, "a rounded position");
    }

    #[test]
    fn a_caption_tells_unless_the_grounds_disagree() {
        let kind = |at, caption| last_place(vec![saying(at, caption)]).and_then(|p| p.kind);
        assert_eq!(kind(HERE, "Our room @hyatt"), Some(VenueKind::Hotel));
        assert_eq!(kind(HERE, "Dinner with Paul Hilton"), None);
        assert_eq!(kind(HERE, "Happy birthday @hilton_smith"), None);
        assert_eq!(kind(SFO, "Landed, and straight to our room @hyatt"), None, "a hotel or an airport");
        assert_eq!(kind((48.2085, 16.3721), "Our room @hyatt"), None, "as short as the position of a town");
    }

    #[test]
    fn only_positions_of_tagged_places_count() {
        let mut camera = saying(SFO, "Our room @hyatt");
        camera.location.as_mut().unwrap().source = LocationSource::Exif;
        assert_eq!(last_place(vec![camera]), None);
        let untagged = Item { tagged: Claim::unknown(&RULE), ..tagged(SFO) };
        assert_eq!(last_place(vec![untagged]), None);
        assert_eq!(last_place(vec![Item { location: None, ..saying(SFO, "Our room @hyatt") }]), None);
    }
}
