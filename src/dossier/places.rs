//! Sightings grouped into places: by name first, then by distance.
//!
//! What carries the same name within 150 m of each other is one place. What carries none joins the nearest named place
//! within 75 m, for a tag and a photograph of one spot do not agree to the metre; the rest is grouped by distance.
//! What is known only to the neighbourhood or the town never joins a finer place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::model::{Dataset, Evidence, GeoPoint, VenueKind};
use crate::venue::Gazetteer;

use super::grid;
use super::precision::Precision;
use super::sighting::{Origin, Sighting, SightingId};
use super::statistics::median;
use super::stays::wrapped;

/// Radius of a place without a name, in metres.
pub(super) const PLACE_METRES: f64 = 100.0;
/// Sightings of one name within this distance are of one place, in metres.
const SAME_NAME_METRES: f64 = 150.0;
/// A sighting without a name this near to a named place is of that place, in metres.
const JOINS_METRES: f64 = 75.0;
/// Sightings coarser than this, in metres, are grouped apart.
const COARSE_METRES: f64 = 500.0;
/// And coarse ones of one name within this distance, in metres.
const SAME_TOWN_METRES: f64 = 20_000.0;
/// A settlement further away than this, in metres, does not say where a place is.
const TOWN_METRES: f64 = 40_000.0;

/// Index into [`Dossier::places`](super::Dossier).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub u32);

impl PlaceId {
    /// The position in the list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place where the person was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its most frequent name, when a sighting carried one.
    pub name: Option<Box<str>>,
    /// What kind of venue it is.
    pub kind: Option<VenueKind>,
    /// By what the kind was told.
    pub kind_because: Box<str>,
    /// How sure the kind is.
    pub kind_evidence: Evidence,
    /// The middle of its sightings.
    pub centre: GeoPoint,
    /// Radius in metres: the median distance of its sightings from the middle, never below their own precision.
    pub radius_metres: f64,
    /// Its sightings, in time order.
    pub sightings: Vec<SightingId>,
    /// Number of different local dates.
    pub days: u32,
    /// First and last sighting; UTC.
    pub seen: (Timestamp, Timestamp),
    /// The nearest settlement, as "name, region".
    pub town: Option<Box<str>>,
    /// Its country, ISO 3166 two letters.
    pub country: Option<Box<str>>,
}

impl Place {
    /// How finely it is known.
    pub const fn precision(&self) -> Precision {
        Precision::of_metres(self.radius_metres)
    }
}

/// The places, most days first, and the place of each sighting.
pub(super) fn places(dataset: &Dataset, sightings: &[Sighting]) -> (Vec<Place>, Vec<PlaceId>) {
    let keys = Keys::of(dataset, sightings);
    let mut members: BTreeMap<u32, Vec<SightingId>> = BTreeMap::new();
    for (key, index) in keys.group.iter().zip(0_u32..) {
        members.entry(*key).or_default().push(SightingId(index));
    }
    let mut places: Vec<Place> = members.into_values().map(|ids| describe(dataset, sightings, ids)).collect();
    places.sort_by(|a, b| {
        let order = |p: &Place| (std::cmp::Reverse(p.days), std::cmp::Reverse(p.sightings.len()), p.seen.0);
        order(a).cmp(&order(b)).then_with(|| a.sightings.cmp(&b.sightings))
    });
    let mut of = vec![PlaceId(0); sightings.len()];
    for (place, index) in places.iter().zip(0_u32..) {
        for id in &place.sightings {
            of[id.index()] = PlaceId(index);
        }
    }
    (places, of)
}

fn name_of<'a>(dataset: &'a Dataset, sighting: &Sighting) -> Option<&'a str> {
    dataset.item(sighting.item()?).place.as_ref()?.recorded_name()
}

/// A group number for each sighting.
struct Keys {
    group: Vec<u32>,
}

impl Keys {
    fn of(dataset: &Dataset, sightings: &[Sighting]) -> Self {
        let mut group: Vec<Option<u32>> = vec![None; sightings.len()];
        let mut next = 0;
        let mut fine = Leaders::new(SAME_NAME_METRES);
        let mut coarse = Leaders::new(SAME_TOWN_METRES);
        let mut names: HashMap<String, u32> = HashMap::new();
        for (sighting, slot) in sightings.iter().zip(&mut group) {
            let Some(name) = name_of(dataset, sighting) else { continue };
            let number = names.len() as u32;
            let name = *names.entry(name.trim().to_lowercase()).or_insert(number);
            let leaders = if sighting.precision_metres > COARSE_METRES { &mut coarse } else { &mut fine };
            *slot = Some(leaders.join(name, sighting.point, &mut next));
        }
        let mut any = Leaders::new(JOINS_METRES);
        for (name, point, number) in fine.all {
            any.add(name, point, number);
        }
        let mut rest = [Vec::new(), Vec::new()];
        for (index, (sighting, slot)) in sightings.iter().zip(&mut group).enumerate() {
            if slot.is_some() {
                continue;
            }
            let is_coarse = sighting.precision_metres > COARSE_METRES;
            *slot = if is_coarse { None } else { any.nearest(sighting.point) };
            if slot.is_none() {
                rest[usize::from(is_coarse)].push(index);
            }
        }
        for (indices, radius) in rest.iter().zip([PLACE_METRES, COARSE_METRES]) {
            let points: Vec<GeoPoint> = indices.iter().map(|i| sightings[*i].point).collect();
            let (labels, number) = grid::groups(&points, radius);
            for (index, label) in indices.iter().zip(labels) {
                group[*index] = Some(next + label);
            }
            next += number;
        }
        Self { group: group.into_iter().map(Option::unwrap_or_default).collect() }
    }
}

/// First positions of groups, found by name and by distance without looking at all of them.
struct Leaders {
    radius_metres: f64,
    cells: HashMap<(i32, i32), Vec<usize>>,
    by_name: HashMap<(u32, i32, i32), Vec<usize>>,
    all: Vec<(u32, GeoPoint, u32)>,
}

/// Leaders of one name in one cell that are looked at: a hostile archive could put all of them into one.
const MOST_IN_CELL: usize = 64;

impl Leaders {
    fn new(radius_metres: f64) -> Self {
        Self { radius_metres, cells: HashMap::new(), by_name: HashMap::new(), all: Vec::new() }
    }

    /// Rows are as high as the radius, columns at least as wide, so that the nine cells around a position hold
    /// everything within the radius; within a row band of ten degrees the number of columns does not change.
    fn cell(&self, point: GeoPoint) -> (i32, i32, i32) {
        let degrees = self.radius_metres / 111_000.0;
        let row = ((point.lat() + 90.0) / degrees) as i32;
        let band = (point.lat() / 10.0).floor();
        let widest = (band * 10.0).abs().max((band * 10.0 + 10.0).abs()).min(89.0).to_radians().cos();
        let columns = ((360.0 * widest / degrees) as i32).max(1);
        let column = (((point.lon() + 180.0) / 360.0 * f64::from(columns)) as i32).rem_euclid(columns);
        (row, column, columns)
    }

    fn around(&self, point: GeoPoint) -> impl Iterator<Item = (i32, i32)> {
        let (row, column, columns) = self.cell(point);
        (-1..=1).flat_map(move |r| (-1..=1).map(move |c| (row + r, (column + c).rem_euclid(columns))))
    }

    fn best(&self, indices: impl Iterator<Item = usize>, point: GeoPoint) -> Option<u32> {
        let near = indices.map(|i| (self.all[i].1.distance_metres(point), self.all[i].2));
        near.filter(|(metres, _)| *metres <= self.radius_metres)
            .min_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))
            .map(|(_, n)| n)
    }

    fn nearest(&self, point: GeoPoint) -> Option<u32> {
        let cells = self.around(point).filter_map(|key| self.cells.get(&key));
        self.best(cells.flat_map(|c| c.iter().copied().take(MOST_IN_CELL)), point)
    }

    fn add(&mut self, name: u32, point: GeoPoint, number: u32) {
        let (row, column, _) = self.cell(point);
        self.cells.entry((row, column)).or_default().push(self.all.len());
        self.by_name.entry((name, row, column)).or_default().push(self.all.len());
        self.all.push((name, point, number));
    }

    /// The group of this name here, or a new one.
    fn join(&mut self, name: u32, point: GeoPoint, next: &mut u32) -> u32 {
        let cells = self.around(point).filter_map(|(r, c)| self.by_name.get(&(name, r, c)));
        if let Some(number) = self.best(cells.flat_map(|c| c.iter().copied().take(MOST_IN_CELL)), point) {
            return number;
        }
        let number = *next;
        *next += 1;
        self.add(name, point, number);
        number
    }
}

fn describe(dataset: &Dataset, sightings: &[Sighting], ids: Vec<SightingId>) -> Place {
    let of = |id: &SightingId| &sightings[id.index()];
    let (centre, radius_metres) = middle(ids.iter().map(of)).unwrap_or_else(|| (of(&ids[0]).point, 0.0));
    let days: BTreeSet<_> = ids.iter().map(|id| of(id).local.date()).collect();
    let named = ids.iter().filter_map(|id| match of(id).origin {
        Origin::Item(item) => dataset.item(item).place.as_ref(),
        Origin::Trail { .. } => None,
    });
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut kind: Option<&crate::model::Place> = None;
    for place in named {
        if let Some(name) = place.recorded_name() {
            *counts.entry(name).or_default() += 1;
        }
        // A kind by a name that was worked out stands back behind one by the place's own name.
        let sure = |p: &crate::model::Place| (p.kind_evidence, p.name_evidence);
        if place.kind.is_some() && kind.is_none_or(|k| sure(place) < sure(k)) {
            kind = Some(place);
        }
    }
    let name = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name))).map(|(name, _)| name);
    let town = Gazetteer::get().nearest(centre, TOWN_METRES).map(|(settlement, _)| settlement);
    Place {
        name: name.map(Into::into),
        kind: kind.and_then(|k| k.kind),
        kind_because: kind.map(|k| k.kind_because.clone()).unwrap_or_default(),
        kind_evidence: kind.map_or(Evidence::Missing, |k| k.kind_evidence),
        centre,
        radius_metres,
        days: days.len() as u32,
        seen: (of(&ids[0]).at, of(&ids[ids.len() - 1]).at),
        town: town
            .map(|t| if t.region.is_empty() { t.name.into() } else { format!("{}, {}", t.name, t.region).into() }),
        country: town.map(|t| t.country.into()),
        sightings: ids,
    }
}

/// The median position and, in metres, the median distance from it, never below the median precision.
pub(super) fn middle<'a>(sightings: impl Iterator<Item = &'a Sighting> + Clone) -> Option<(GeoPoint, f64)> {
    let anchor = sightings.clone().next()?.point;
    let mut north: Vec<f64> = sightings.clone().map(|s| s.point.lat() - anchor.lat()).collect();
    let mut east: Vec<f64> = sightings.clone().map(|s| wrapped(s.point.lon() - anchor.lon())).collect();
    let lat = (anchor.lat() + median(&mut north)?).clamp(-90.0, 90.0);
    let centre = GeoPoint::new(lat, wrapped(anchor.lon() + median(&mut east)?))?;
    let mut apart: Vec<f64> = sightings.clone().map(|s| s.point.distance_metres(centre)).collect();
    let mut precision: Vec<f64> = sightings.map(|s| s.precision_metres).collect();
    Some((centre, median(&mut apart)?.max(median(&mut precision)?)))
}
