//! Fills kinds and inferred positions into a dataset.

use std::collections::HashMap;

use super::airports::{Airport, Airports, COMMON_WORDS};
use super::brands::Brand;
use super::classify::{Told, by_distance, by_name, coded_airport};
use super::fold::fold_key;
use super::gazetteer::{RegionHint, Settlement, named_areas};
use super::name::{Name, Segment};
use super::nameless::{Named, is_nameless, place_of};
use super::settle::{candidates, is_word, radius_metres};
use super::terms::{Sort, Terms};
use crate::model::{Dataset, Evidence, GeoPoint, Item, Location, LocationSource, Place, Rule, VenueKind};

/// The kind of a place, from its name or where it is.
pub static RULE_KIND: Rule = Rule {
    id: "venue.kind",
    text: "The kind of the place was told from its name, from the distance to an airport, or from a brand in the text",
    source: "the name of the place, another item's name for the same position, the text; tables of words, brands, airports and settlements inside the program",
};
/// The position of a place known by name alone.
pub static RULE_POSITION: Rule = Rule {
    id: "venue.position",
    text: "The export names the place but not where it is; the name is that of one settlement or airport, or one is by far the largest of the name: at least twenty times as large as any other, or eight times where the other is known in far fewer languages or only also goes by the name, or a city of a million which no larger one abroad only also goes by. It is no common word, nor the name of a region with another centre",
    source: "the name of the place; tables of settlements (GeoNames) and airports inside the program",
};

/// Inferred positions and kinds of one name.
#[derive(Clone, Debug, Default)]
struct Known {
    told: Option<Told>,
    position: Option<Location>,
    /// Whether the name is rather a word than that of a town.
    is_word: bool,
    /// Where the settlements of the name are, when it is told to be one.
    towns: Vec<GeoPoint>,
    /// Where it could be, when that is not clear.
    unclear: Vec<(RegionHint, Location)>,
}

/// Fills in what the export does not say but tables do: kinds of places, and positions of places known by name alone.
///
/// Both are [`Evidence::Likely`], by [`RULE_KIND`] and [`RULE_POSITION`]. A kind or position that the export gives stays.
pub fn enrich(dataset: &mut Dataset) {
    let mut known: HashMap<(Box<str>, Option<Box<str>>), Known> = HashMap::new();
    let named = Named::of(dataset);
    for item in &mut dataset.items {
        if is_nameless(item)
            && let Some(place) = place_of(item, &named)
        {
            item.place = Some(place);
        }
        let Some(place) = &item.place else { continue };
        let key = (place.name.clone(), place.address.clone());
        let known = known.entry(key).or_insert_with(|| look_up(place));
        apply(item, known);
    }
}

fn apply(item: &mut Item, known: &Known) {
    // A name worked out from a position adds nothing to it.
    let recorded = item.place.as_ref().is_some_and(|p| p.recorded_name().is_some());
    let needs_position = recorded && (item.location.is_none() || item.public_location.is_none());
    if needs_position
        && let Some(position) =
            known.position.or_else(|| by_caption(item.text.as_deref(), place_name(item), &known.unclear))
    {
        if item.location.is_none() {
            item.location = Some(position);
        }
        // Strangers saw where the named place is exactly if the item carried its name.
        if item.public_location.is_none() && item.tagged.holds == Some(true) {
            item.public_location = Some(position);
        }
    }
    let at = item.location.filter(|l| l.source != LocationSource::PlaceName).map(|l| l.point);
    let Some(place) = item.place.as_mut().filter(|p| p.kind.is_none()) else { return };
    let near = || by_distance(&Name::parse(&place.name), at?);
    // A spring or a lake is not the town elsewhere that is called so.
    let told = known.told.clone().filter(|told| told.kind != VenueKind::Settlement || known.can_be_at(at));
    if let Some(told) = told.or_else(near) {
        place.kind = Some(told.kind);
        place.kind_because = match place.name_evidence {
            Evidence::Recorded => told.because.into(),
            _ => format!("named by another item of the same position: {}", told.because).into(),
        };
        place.kind_evidence = Evidence::Likely;
    }
}

/// Metres from the middle of a settlement within which its name is taken for it.
const TOWN_METRES: f64 = 100_000.0;

impl Known {
    /// Whether a settlement of the name is near a position; true where there is nothing to compare it with, and, unless
    /// the name is a word, where there is no position.
    fn can_be_at(&self, at: Option<GeoPoint>) -> bool {
        let is_near = |at: GeoPoint| self.towns.iter().any(|town| town.distance_metres(at) < TOWN_METRES);
        self.towns.is_empty() || at.map_or(!self.is_word, is_near)
    }
}

fn look_up(place: &Place) -> Known {
    let name = Name::parse(&place.name);
    let told = by_name(&name);
    let mut tails = name.tails();
    let address = place.address.as_deref().map(Name::parse);
    if let Some(address) = &address {
        tails.extend(address.segments.iter().filter_map(|s| address.slice(&s.words)));
    }
    let is_town = told.as_ref().is_some_and(|t| t.kind == VenueKind::Settlement);
    let text = name.primary().filter(|_| is_town).and_then(|primary| name.slice(&primary.words));
    let towns = text.map(|text| candidates(text, &[]).all.iter().map(|c| c.town.point).collect()).unwrap_or_default();
    let is_word = text.is_some_and(|text| !candidates(text, &tails).hinted && is_word(text));
    let mut known = Known { told, is_word, towns, ..Known::default() };
    match locate(&name, &tails, known.told.as_ref()) {
        Where::Clear(position) => known.position = Some(position),
        Where::Unclear(places) => known.unclear = places,
        Where::Unknown => {}
    }
    known
}

enum Where {
    Clear(Location),
    Unclear(Vec<(RegionHint, Location)>),
    Unknown,
}

fn locate(name: &Name<'_>, tails: &[&str], told: Option<&Told>) -> Where {
    let kind = told.map(|t| t.kind);
    let Some(primary) = name.primary() else { return Where::Unknown };
    if kind == Some(VenueKind::Airport) {
        return airport_of(name, tails)
            .map_or(Where::Unknown, |a| Where::Clear(inferred(a.point, a.size.reach_metres())));
    }
    if kind == Some(VenueKind::Settlement) {
        return name.slice(&primary.words).map_or(Where::Unknown, |text| settlement(text, tails));
    }
    // Ships sail: the port in their name is not where they are.
    if kind == Some(VenueKind::CruiseShip) {
        return Where::Unknown;
    }
    let by_tail = town_in(tails);
    let found = by_tail.or_else(|| told.and_then(|t| t.brand.as_ref()).and_then(|b| town_after_brand(primary, b)));
    found.map_or(Where::Unknown, Where::Clear)
}

/// Where the settlement is that the name is of.
fn settlement(text: &str, tails: &[&str]) -> Where {
    let found = candidates(text, tails);
    if found.is_area {
        return Where::Unknown;
    }
    let Some(clear) = found.clear() else {
        return Where::Unclear(found.all.iter().map(|c| (area_of(&c.town), around(&c.town))).collect());
    };
    let mut location = around(clear);
    // A region of the same name may be meant: Salzburg, Phuket.
    if named_areas(text).iter().any(|a| a.contains(clear)) {
        location.accuracy_metres = location.accuracy_metres.map(|m| m * REGION_OF_THE_NAME);
    }
    Where::Clear(location)
}

/// How much wider an inferred position is drawn when the settlement's region bears the same name.
const REGION_OF_THE_NAME: f64 = 2.0;

/// The first of the texts after commas that clearly names a town, narrowed by those after it.
fn town_in(tails: &[&str]) -> Option<Location> {
    tails.iter().enumerate().find_map(|(i, tail)| {
        let letters: Vec<&str> = tail.split_whitespace().filter(|w| !w.bytes().any(|b| b.is_ascii_digit())).collect();
        let rest = tails.get(i + 1..).unwrap_or_default();
        // A region alone is too large to be a position, unless a city bears the same name.
        candidates(&letters.join(" "), rest).clear().map(around)
    })
}

/// `Hilton Prague`: after a brand a large town says where.
fn town_after_brand(primary: &Segment<'_>, brand: &Brand) -> Option<Location> {
    const MIN_POPULATION: u32 = 100_000;
    let rest = primary.words.get(brand.to..)?;
    let key = super::name::join(rest);
    let found = candidates(&key, &[]);
    found.clear().filter(|s| s.population >= MIN_POPULATION).map(around)
}

/// The airport that a name means.
fn airport_of(name: &Name<'_>, tails: &[&str]) -> Option<&'static Airport> {
    if let Some(airport) = coded_airport(name) {
        return Some(airport);
    }
    let primary = name.primary()?;
    let proper = |w: &&super::name::Word<'_>| {
        let generic = Terms::get()
            .word(&w.folded)
            .is_some_and(|t| matches!(t.trail.or(t.lead), Some(Sort::Venue(VenueKind::Airport))));
        !generic && !w.is_counter() && !COMMON_WORDS.contains(&&*w.folded) && w.folded != "terminal" && w.folded != "de"
    };
    let words: Vec<&str> = primary.words.iter().filter(proper).map(|w| &*w.folded).collect();
    let key = words.join(" ");
    let airports = Airports::get();
    if let Some(code) =
        primary.words.iter().find_map(|w| airports.by_code(w.written).filter(|a| a.size == super::airports::Size::Hub))
    {
        return Some(code);
    }
    airports.by_proper_name(&key).or_else(|| airports.of_city(candidates(&key, tails).clear()?.point))
}

fn place_name(item: &Item) -> &str {
    item.place.as_ref().map_or("", |place| &place.name)
}

/// The one of several places of a name whose region or country the caption names. A caption that repeats the name says
/// nothing more, though a region may be called so too.
fn by_caption(text: Option<&str>, name: &str, unclear: &[(RegionHint, Location)]) -> Option<Location> {
    const MAX_CHARS: usize = 600;
    const MAX_AREA_WORDS: usize = 3;
    const MIN_LETTERS: usize = 4;
    if unclear.is_empty() {
        return None;
    }
    let name = fold_key(name);
    let text: String = text?.chars().take(MAX_CHARS).collect();
    let key = fold_key(&text);
    let words: Vec<&str> = key.split(' ').collect();
    let spans = (1..=MAX_AREA_WORDS).flat_map(|n| words.windows(n).map(|w| w.join(" ")));
    let areas: Vec<RegionHint> =
        spans.filter(|s| s.chars().count() >= MIN_LETTERS && *s != name).flat_map(|s| named_areas(&s)).collect();
    let mut fitting = unclear.iter().filter(|(at, _)| areas.iter().any(|a| covers(a, at)));
    let (_, found) = fitting.next()?;
    fitting.next().is_none().then_some(*found)
}

fn covers(area: &RegionHint, place: &RegionHint) -> bool {
    area.country == place.country && (area.region.is_none() || area.region == place.region)
}

fn area_of(settlement: &Settlement<'_>) -> RegionHint {
    RegionHint { country: settlement.country.into(), region: Some(settlement.region_code.into()) }
}

fn around(settlement: &Settlement<'_>) -> Location {
    inferred(settlement.point, radius_metres(settlement.population))
}

fn inferred(point: GeoPoint, radius: f64) -> Location {
    Location { point, accuracy_metres: Some(radius), source: LocationSource::PlaceName, evidence: Evidence::Likely }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AudienceClaim, Claim, ItemKind, Life, Origin, PlatformId};
    use jiff::SignedDuration;

    static RULE: Rule = Rule { id: "test", text: "test", source: "test" };

    fn item(name: &str, tagged: Claim) -> Item {
        let life = Life::Expires { after: SignedDuration::from_hours(24), rule: &RULE };
        let audience = AudienceClaim::FollowsAccount;
        let origin = Origin::new(0, 0);
        let item = Item::new(PlatformId("x"), ItemKind::Post, audience, life, tagged, origin);
        Item { place: Some(Place::named(name)), ..item }
    }

    fn tagged(name: &str) -> Item {
        item(name, Claim::yes(Evidence::Recorded, &RULE))
    }

    fn enriched(item: Item) -> Item {
        let mut dataset = Dataset { items: vec![item], ..Dataset::default() };
        enrich(&mut dataset);
        dataset.items.remove(0)
    }

    /// Whether the inferred position is within its own accuracy of the true one.
    fn covers(item: &Item, lat: f64, lon: f64) -> bool {
        let truth = GeoPoint::new(lat, lon).unwrap();
        item.location.is_some_and(|l| l.point.distance_metres(truth) <= l.accuracy_metres.unwrap())
    }

    #[test]
    fn the_code_of_a_country_is_no_town() {
        for (first, second) in ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| (a, b))) {
            let name = format!("Zzyzxville, {first}{second}");
            assert_eq!(enriched(tagged(&name)).location, None, "{name}");
        }
    }

    #[test]
    fn a_tagged_name_gives_the_platform_and_the_public_the_same_inferred_position() {
        let item = enriched(tagged("West End, Vancouver"));
        let location = item.location.unwrap();
        assert_eq!((location.source, location.evidence), (LocationSource::PlaceName, Evidence::Likely));
        assert_eq!(item.public_location, item.location);
        assert!(covers(&item, 49.2845, -123.1335));
        assert_eq!(item.place.unwrap().kind, Some(VenueKind::Settlement));
    }

    #[test]
    fn a_name_is_that_of_a_town_only_near_it() {
        let kind_at = |lat: f64, lon: f64| {
            let at = GeoPoint::new(lat, lon).map(|p| Location::at(p, LocationSource::Gps, Evidence::Recorded));
            enriched(Item { location: at, ..tagged("Spring") }).place.unwrap().kind
        };
        assert_eq!(kind_at(30.1, -95.4), Some(VenueKind::Settlement), "in Texas");
        assert_eq!(kind_at(61.3, 10.3), None, "in the hills of Norway");
    }

    #[test]
    fn nothing_is_claimed_of_the_public_unless_the_item_was_tagged() {
        for claim in [Claim::unknown(&RULE), Claim::no(Evidence::Recorded, &RULE)] {
            let item = enriched(item("Berlin, Germany", claim));
            assert!(covers(&item, 52.52, 13.40));
            assert_eq!(item.public_location, None);
        }
    }

    #[test]
    fn an_airport_is_where_its_code_or_name_says() {
        for name in ["San Francisco International Airport (SFO)", "San Francisco International Airport", "SFO"] {
            let item = enriched(tagged(name));
            assert!(covers(&item, 37.6155, -122.3900), "{name}: the international terminal");
            assert!(item.location.unwrap().accuracy_metres.unwrap() <= 5_000.0);
        }
        assert!(covers(&enriched(tagged("Flughafen München")), 48.3538, 11.7861));
        assert!(covers(&enriched(tagged("London Heathrow Airport Terminal 5")), 51.4723, -0.4880));
        assert_eq!(enriched(tagged("London Airport")).location, None, "London has several");
    }

    #[test]
    fn names_of_several_places_stay_without_position_unless_something_tells() {
        assert_eq!(enriched(tagged("Springfield")).location, None);
        assert!(covers(&enriched(tagged("Springfield, Illinois")), 39.80, -89.64));
        assert!(covers(&enriched(tagged("Paris")), 48.8566, 2.3522));
        assert!(covers(&enriched(tagged("Paris, Texas")), 33.66, -95.55));
        let mut by_caption = tagged("Springfield");
        by_caption.text = Some("Home in Illinois again".into());
        assert!(covers(&enriched(by_caption), 39.80, -89.64));
        let mut repeated = tagged("Córdoba");
        repeated.text = Some("Cordoba!".into());
        assert_eq!(enriched(repeated).location, None, "in Spain, Argentina and Mexico");
        let mut unclear = tagged("Springfield");
        unclear.text = Some("From Illinois to Missouri".into());
        assert_eq!(enriched(unclear).location, None);
    }

    #[test]
    fn countries_and_regions_are_no_city() {
        for name in ["Mexico", "Deutschland", "California", "Panama"] {
            let item = enriched(tagged(name));
            assert_eq!((item.location, item.place.unwrap().kind), (None, Some(VenueKind::Settlement)), "{name}");
        }
        assert!(covers(&enriched(tagged("Singapore")), 1.29, 103.85));
    }

    #[test]
    fn a_venue_is_in_the_city_after_the_comma_or_after_its_brand() {
        assert!(covers(&enriched(tagged("Blue Heron Diner, Vancouver, British Columbia")), 49.26, -123.11));
        assert!(covers(&enriched(tagged("Hilton Prague")), 50.09, 14.44));
        assert_eq!(enriched(tagged("Hotel Berlin")).location, None, "many hotels far away are called so");
        assert_eq!(enriched(tagged("Some Pier")).location, None);
        let mut addressed = tagged("Eiscafé Polarstern");
        addressed.place.as_mut().unwrap().address = Some("Lange Gasse 5, 04109 Leipzig, Germany".into());
        assert!(covers(&enriched(addressed), 51.34, 12.37));
    }

    #[test]
    fn what_the_export_says_stays() {
        let mut given = tagged("Berlin, Germany");
        let exact = Location {
            point: GeoPoint::new(52.5163, 13.3777).unwrap(),
            accuracy_metres: None,
            source: LocationSource::PlaceTag,
            evidence: Evidence::Recorded,
        };
        given.location = Some(exact);
        given.public_location = Some(exact);
        given.place.as_mut().unwrap().kind = Some(VenueKind::Outdoors);
        let after = enriched(given.clone());
        assert_eq!(after, given);
    }

    #[test]
    fn ships_have_no_position() {
        let ship = enriched(tagged("Symphony of the Seas, Barcelona, Spain"));
        assert_eq!((ship.location, ship.place.unwrap().kind), (None, Some(VenueKind::CruiseShip)));
    }

    #[test]
    fn a_gate_near_an_airport_is_the_airport_and_a_hotel_there_a_hotel() {
        let near_sfo = |name: &str| {
            let mut item = tagged(name);
            item.location = Some(Location {
                point: GeoPoint::new(37.6150, -122.3860).unwrap(),
                accuracy_metres: None,
                source: LocationSource::PlaceTag,
                evidence: Evidence::Recorded,
            });
            let place = enriched(item).place.unwrap();
            (place.kind, place.kind_because)
        };
        let (kind, because) = near_sfo("Gate B12");
        assert_eq!(kind, Some(VenueKind::Airport));
        assert_eq!(&*because, "1.0 km from the airport SFO");
        assert_eq!(near_sfo("Grand Hyatt").0, Some(VenueKind::Hotel));
        assert_eq!(near_sfo("Blue Heron").0, None);
    }
}
