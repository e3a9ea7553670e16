//! Trips, cities and countries, and pairs of sightings too far apart in time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::venue::country_name;

use super::absence::Absence;
use super::places::{Place, PlaceId};
use super::precision::Precision;
use super::sighting::{Sighting, SightingId};

/// Faster than this, in metres a second, nobody travels: 1,000 km/h.
const IMPOSSIBLE_SPEED: f64 = 1_000.0 / 3.6;
/// Pairs closer than this, in metres, are not looked at: a tag may be a park's other end.
const LEAST_METRES: f64 = 20_000.0;

/// Days away from home.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    /// Index into [`Dossier::absences`](super::Dossier): the window and its sightings.
    pub absence: usize,
    /// First local date seen away.
    pub from: Date,
    /// Last local date seen away.
    pub to: Date,
    /// Towns, in order of their first sighting.
    pub towns: Vec<Box<str>>,
    /// Countries by name, in order of their first sighting.
    pub countries: Vec<Box<str>>,
}

/// A town or a country, and what was seen there.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its name.
    pub name: Box<str>,
    /// Number of different local dates.
    pub days: u64,
    /// First and last sighting; UTC.
    pub seen: (Timestamp, Timestamp),
    /// Its sightings.
    pub sightings: Vec<SightingId>,
}

/// Two sightings of one person that no plane connects: a wrong tag, or something published later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpossiblePair {
    /// The earlier one.
    pub first: SightingId,
    /// The later one.
    pub second: SightingId,
    /// The least distance between them, in metres.
    pub metres: f64,
    /// Seconds between them.
    pub seconds: i64,
}

/// The trips of the windows, in order.
pub(super) fn trips(absences: &[Absence], sightings: &[Sighting], places: &[Place], of: &[PlaceId]) -> Vec<Trip> {
    let trip = |(index, absence): (usize, &Absence)| {
        let (mut towns, mut countries) = (Vec::new(), Vec::new());
        let (mut seen_towns, mut seen_countries) = (BTreeSet::new(), BTreeSet::new());
        for id in &absence.sightings {
            let place = &places[of[id.index()].index()];
            towns.extend(place.town.clone().filter(|town| seen_towns.insert(town.clone())));
            let code = place.country.as_deref().filter(|code| seen_countries.insert(*code));
            countries.extend(code.map(country));
        }
        let date = |id: Option<&SightingId>| id.map(|id| sightings[id.index()].local.date()).unwrap_or_default();
        let (from, to) = (date(absence.sightings.first()), date(absence.sightings.last()));
        Trip { absence: index, from, to, towns, countries }
    };
    absences.iter().enumerate().map(trip).collect()
}

fn country(code: &str) -> Box<str> {
    country_name(code).unwrap_or(code).into()
}

/// Towns and countries, most days first.
pub(super) fn regions(sightings: &[Sighting], places: &[Place]) -> (Vec<Region>, Vec<Region>) {
    let (mut towns, mut countries) = (ByName::new(), ByName::new());
    for place in places {
        // A tag of a country lies in some village, which nobody was seen in.
        if place.precision() > Precision::City {
            continue;
        }
        if let Some(town) = &place.town {
            towns.entry(town.clone()).or_default().extend(&place.sightings);
        }
        if let Some(code) = &place.country {
            countries.entry(country(code)).or_default().extend(&place.sightings);
        }
    }
    (listed(sightings, towns), listed(sightings, countries))
}

/// Sightings by the name of a region.
type ByName = BTreeMap<Box<str>, Vec<SightingId>>;

fn listed(sightings: &[Sighting], by_name: ByName) -> Vec<Region> {
    let region = |(name, mut ids): (Box<str>, Vec<SightingId>)| {
        ids.sort_unstable();
        let days: BTreeSet<Date> = ids.iter().map(|id| sightings[id.index()].local.date()).collect();
        let at = |id: Option<&SightingId>| id.map(|id| sightings[id.index()].at);
        let seen = (at(ids.first())?, at(ids.last())?);
        Some(Region { name, days: days.len() as u64, seen, sightings: ids })
    };
    let mut regions: Vec<Region> = by_name.into_iter().filter_map(region).collect();
    regions.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.name.cmp(&b.name)));
    regions
}

/// Neighbours in time that no plane connects, going by the least distance that their precisions leave.
pub(super) fn impossible_pairs(sightings: &[Sighting]) -> Vec<ImpossiblePair> {
    let mut pairs = Vec::new();
    let mut before: Option<usize> = None;
    for (index, sighting) in sightings.iter().enumerate().filter(|(_, s)| s.tells_the_hour()) {
        if let Some(first) = before.replace(index) {
            let earlier = &sightings[first];
            let apart = earlier.point.distance_metres(sighting.point);
            let metres = apart - earlier.precision_metres - sighting.precision_metres;
            let seconds = sighting.at.duration_since(earlier.until.unwrap_or(earlier.at)).as_secs().max(0);
            if metres > LEAST_METRES && metres > IMPOSSIBLE_SPEED * seconds as f64 {
                pairs.push(ImpossiblePair {
                    first: SightingId(first as u32),
                    second: SightingId(index as u32),
                    metres,
                    seconds,
                });
            }
        }
    }
    pairs
}
