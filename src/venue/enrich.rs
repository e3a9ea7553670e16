//! Fills kinds and inferred positions into a dataset.

use std::collections::HashMap;

use super::airports::{Airport, Airports, COMMON_WORDS};
use super::brands::Brand;
use super::classify::{Told, by_distance, by_name, coded_airport};
use super::fold::fold_key;
use super::gazetteer::{RegionHint, Settlement, named_areas};
use super::name::{Name, Segment};
use super::settle::{candidates, radius_metres};
use super::terms::{Sort, Terms};
use crate::model::{Dataset, Evidence, GeoPoint, Item, Location, LocationSource, Place, Rule, VenueKind};

/// The kind of a place, from its name or where it is.
pub static RULE_KIND: Rule = Rule {
    id: "venue.kind",
    text: "The kind of the place was told from its name, or from the distance to an airport",
    source: "the name of the place; tables of words, brands, airports and settlements inside the program",
};
/// The position of a place known by name alone.
pub static RULE_POSITION: Rule = Rule {
    id: "venue.position",
    text: "The export names the place but not where it is; the name is that of one settlement or airport, or one is at least ten times as large as any other of the name",
    source: "the name of the place; tables of settlements (GeoNames) and airports inside the program",
};

/// Inferred positions and kinds of one name.
#[derive(Clone, Debug, Default)]
struct Known {
    told: Option<Told>,
    position: Option<Location>,
    /// Where it could be, when that is not clear.
    unclear: Vec<(RegionHint, Location)>,
}

/// Fills in what the export does not say but tables do: kinds of places, and positions of places known by name alone.
///
/// Both are [`Evidence::Likely`], by [`RULE_KIND`] and [`RULE_POSITION`]. A kind or position that the export gives stays.
pub fn enrich(dataset: &mut Dataset) {
    let mut known: HashMap<(Box<str>, Option<Box<str>>), Known> = HashMap::new();
    for item in &mut dataset.items {
        let Some(place) = &item.place else { continue };
        let key = (place.name.clone(), place.address.clone());
        let known = known.entry(key).or_insert_with(|| look_up(place));
        apply(item, known);
    }
}

fn apply(item: &mut Item, known: &Known) {
    let needs_position = item.location.is_none() || item.public_location.is_none();
    if needs_position
        && let Some(position) = known.position.or_else(|| by_caption(item.text.as_deref(), &known.unclear))
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
    if let Some(told) = known.told.clone().or_else(near) {
        place.kind = Some(told.kind);
        place.kind_because = told.because.into();
        place.kind_evidence = Evidence::Likely;
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
    let mut known = Known { told, ..Known::default() };
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
        let found = name.slice(&primary.words).map(|text| candidates(text, tails));
        return found.map_or(Where::Unknown, |f| match f.clear() {
            Some(settlement) => Where::Clear(around(settlement)),
            None => Where::Unclear(f.all.iter().map(|(s, _)| (area_of(s), around(s))).collect()),
        });
    }
    // Ships sail: the port in their name is not where they are.
    if kind == Some(VenueKind::CruiseShip) {
        return Where::Unknown;
    }
    let by_tail = town_in(tails);
    let found = by_tail.or_else(|| told.and_then(|t| t.brand.as_ref()).and_then(|b| town_after_brand(primary, b)));
    found.map_or(Where::Unknown, Where::Clear)
}

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

/// The one of several places whose region or country the caption names.
fn by_caption(text: Option<&str>, unclear: &[(RegionHint, Location)]) -> Option<Location> {
    const MAX_CHARS: usize = 600;
    const MAX_AREA_WORDS: usize = 3;
    const MIN_LETTERS: usize = 4;
    if unclear.is_empty() {
        return None;
    }
    let text: String = text?.chars().take(MAX_CHARS).collect();
    let key = fold_key(&text);
    let words: Vec<&str> = key.split(' ').collect();
    let spans = (1..=MAX_AREA_WORDS).flat_map(|n| words.windows(n).map(|w| w.join(" ")));
    let areas: Vec<RegionHint> =
        spans.filter(|s| s.chars().count() >= MIN_LETTERS).flat_map(|s| named_areas(&s)).collect();
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
