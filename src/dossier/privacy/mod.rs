//! Privacy zones: what the trimmed ends of public tracks say of the centre that a zone hides.
//!
//! A zone cuts off what of a track lies within a circle around a home. What is left begins and ends just outside that
//! circle, and a few such ends show where it lies: Hassan et al. 2018 (“You can run, but can you hide?”, USENIX Security)
//! found 95.1 % of the zones of a fitness network so. An export holds the tracks untrimmed and the zones without
//! coordinates, so a zone that the user puts on the map is cut out here as the platform would, and then looked for as a
//! stranger would. Tracks that a platform has trimmed already are looked at as they are.

mod fit;

use std::collections::BTreeMap;

use crate::analysis::{Exposure, Verdict};
use crate::model::{Dataset, GeoPoint, ItemId, ItemKind, Points};

use super::gates::Withheld;
use super::sighting::Scope;

pub use fit::{End, Found, RADII_METRES, find};

/// Zones looked for at most.
const MOST_ZONES: usize = 8;
/// Ends looked at at most, the latest ones.
const MOST_ENDS: usize = 1_000;

/// A privacy zone, as its owner knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// What it hides.
    pub centre: GeoPoint,
    /// Radius in metres.
    pub radius_metres: f64,
}

impl Zone {
    /// A zone from `LAT,LON,RADIUS`, in degrees and metres.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let wrong =
            || format!("{typed:?} is no zone; write LAT,LON,RADIUS in degrees and metres, as in 48.2,16.37,400");
        let numbers: Option<Vec<f64>> = typed.split(',').map(|n| n.trim().parse().ok()).collect();
        let Some([lat, lon, radius_metres]) = numbers.as_deref().and_then(|n| n.first_chunk()).copied() else {
            return Err(wrong());
        };
        if typed.split(',').count() != 3 || !(1.0..=10_000.0).contains(&radius_metres) {
            return Err(wrong());
        }
        GeoPoint::new(lat, lon).map(|centre| Self { centre, radius_metres }).ok_or_else(wrong)
    }

    fn hides(&self, point: GeoPoint) -> bool {
        point.distance_metres(self.centre) <= self.radius_metres
    }
}

/// The track of an activity: rows of the trails, in time order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTrack {
    /// The activity.
    pub item: ItemId,
    /// Its rows.
    pub rows: Vec<u32>,
}

/// The tracks that a stranger can open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicTracks {
    /// The tracks.
    pub tracks: Vec<OwnTrack>,
    /// Tracks of activities that others could not open.
    pub closed: u64,
    /// Tracks of activities of which it is not known who could open them.
    pub unknown: u64,
}

impl PublicTracks {
    /// Through a lens, what it took; else what anyone could open.
    pub(super) fn of(dataset: &Dataset, exposure: &Exposure, scope: Scope) -> Self {
        let mut found = Self::default();
        let mut slot_of_file: BTreeMap<u32, usize> = BTreeMap::new();
        let files: std::collections::BTreeSet<u32> = dataset.points.tracks().iter().map(|t| t.file).collect();
        let ids = (0_u32..).map(ItemId).zip(&dataset.items);
        for (id, item) in ids.filter(|(_, item)| item.kind == ItemKind::Activity) {
            let own = item.also_in.iter().chain([&item.origin]).map(|origin| origin.file);
            let Some(file) = own.clone().find(|file| files.contains(file)) else { continue };
            let is_open = match (scope, exposure.of(id).verdict) {
                (_, Verdict::Captured | Verdict::Retained) | (Scope::Everything, Verdict::Public) => true,
                (_, Verdict::Unknown) => {
                    found.unknown += 1;
                    false
                }
                (_, Verdict::Public | Verdict::Restricted | Verdict::Private) => {
                    found.closed += 1;
                    false
                }
            };
            if is_open {
                slot_of_file.insert(file, found.tracks.len());
                found.tracks.push(OwnTrack { item: id, rows: Vec::new() });
            }
        }
        found.fill(&dataset.points, &slot_of_file);
        found
    }

    fn fill(&mut self, points: &Points, slot_of_file: &BTreeMap<u32, usize>) {
        if self.tracks.is_empty() {
            return;
        }
        let slots: Vec<Option<usize>> = points.tracks().iter().map(|t| slot_of_file.get(&t.file).copied()).collect();
        for row in 0..points.len() {
            if let Some(slot) = slots.get(points.track_index(row)).copied().flatten() {
                self.tracks[slot].rows.push(row as u32);
            }
        }
        self.tracks.retain(|track| track.rows.len() > 1);
    }
}

/// What is left of a track once zones were cut off its ends.
pub fn trimmed(line: &[GeoPoint], zones: &[Zone]) -> std::ops::Range<usize> {
    let is_hidden = |point: &GeoPoint| zones.iter().any(|zone| zone.hides(*point));
    let first = line.iter().position(|point| !is_hidden(point)).unwrap_or(line.len());
    let end = line.iter().rposition(|point| !is_hidden(point)).map_or(first, |last| last + 1);
    first..end.max(first)
}

/// Both ends of what is seen of a track.
fn ends(line: &[GeoPoint], track: u32) -> Vec<End> {
    /// Steps by which the distance between fixes is told.
    const STEPS: usize = 5;
    /// A fix may have been this much further from the one hidden before it than from the next.
    const UNEVEN: f64 = 1.5;
    /// Positions are known to this, in metres.
    const GRAIN: f64 = 2.0;
    let longest = |line: &mut dyn Iterator<Item = (&GeoPoint, &GeoPoint)>| {
        line.take(STEPS).map(|(a, b)| a.distance_metres(*b)).fold(0.0, f64::max) * UNEVEN + GRAIN
    };
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    if line.len() < 2 {
        return Vec::new();
    }
    let head = longest(&mut line.iter().zip(&line[1..]));
    let tail = longest(&mut line.iter().rev().zip(line.iter().rev().skip(1)));
    [(first, head), (last, tail)].map(|(point, beyond_metres)| End { point: *point, beyond_metres, track }).to_vec()
}

/// What a stranger finds of the zones of somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrivacyZones {
    /// The zones that the user placed, and what is found of each.
    pub placed: Vec<PlacedZone>,
    /// Every zone found.
    pub found: Vec<HiddenPlace>,
    /// Why no more than these were found.
    pub withheld: Option<Withheld>,
    /// Tracks that a stranger can open.
    pub tracks: u64,
    /// Tracks that others could not open.
    pub closed: u64,
    /// Tracks of which it is not known.
    pub unknown: u64,
}

/// A zone that the user placed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedZone {
    /// The zone.
    pub zone: Zone,
    /// The activities of which it cuts something off, in order.
    pub cut: Vec<ItemId>,
    /// The place found that lies in it, as an index of [`PrivacyZones::found`].
    pub found: Option<usize>,
    /// How far that lies from the true centre, in metres.
    pub off_metres: Option<f64>,
}

/// A place found behind trimmed ends.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenPlace {
    /// Where, and how well that is known.
    pub found: Found,
    /// The activities whose ends it rests on, in order.
    pub items: Vec<ItemId>,
}

/// Cuts the zones out of the tracks, and looks for what they hide.
pub fn attack(points: &Points, public: &PublicTracks, zones: &[Zone]) -> PrivacyZones {
    let mut cut = vec![Vec::new(); zones.len()];
    let mut all = Vec::new();
    for (track, number) in public.tracks.iter().zip(0_u32..) {
        let line: Vec<GeoPoint> = track.rows.iter().map(|row| points.row(*row as usize).point).collect();
        for (zone, cut) in zones.iter().zip(&mut cut) {
            if [line.first(), line.last()].into_iter().flatten().any(|end| zone.hides(*end)) {
                cut.push(track.item);
            }
        }
        all.extend(ends(&line[trimmed(&line, zones)], number));
    }
    let mut left = all.split_off(all.len().saturating_sub(MOST_ENDS));
    let mut report = PrivacyZones {
        tracks: public.tracks.len() as u64,
        closed: public.closed,
        unknown: public.unknown,
        ..PrivacyZones::default()
    };
    while report.found.len() < MOST_ZONES {
        match find(&left) {
            Ok(found) => {
                let mut items: Vec<ItemId> =
                    found.tracks.iter().filter_map(|t| Some(public.tracks.get(*t as usize)?.item)).collect();
                items.sort_unstable();
                left.retain(|end| !found.explains(end));
                report.found.push(HiddenPlace { found, items });
            }
            Err(why) => {
                report.withheld = Some(why);
                break;
            }
        }
    }
    report.placed = zones.iter().zip(cut).map(|(zone, cut)| placed(*zone, cut, &report.found)).collect();
    report
}

fn placed(zone: Zone, cut: Vec<ItemId>, found: &[HiddenPlace]) -> PlacedZone {
    let off = |place: &HiddenPlace| place.found.centre.distance_metres(zone.centre);
    let nearest = found.iter().enumerate().map(|(i, place)| (i, off(place))).min_by(|a, b| a.1.total_cmp(&b.1));
    let nearest = nearest.filter(|(_, metres)| *metres <= zone.radius_metres);
    PlacedZone { zone, cut, found: nearest.map(|(i, _)| i), off_metres: nearest.map(|(_, metres)| metres) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_nonsense_is_refused() {
        let zone = Zone::parse("48.2, 16.37,400").unwrap();
        assert_eq!((zone.centre.lat(), zone.radius_metres), (48.2, 400.0));
        for wrong in ["", "48.2,16.37", "48.2,16.37,0", "98,16,400", "48.2,16.37,400,1", "a,b,c", "48.2,16.37,NaN"] {
            assert!(Zone::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_ends_are_cut_off() {
        let at = |east: f64| GeoPoint::new(0.0, east / 111_195.0).unwrap();
        let zone = Zone { centre: at(0.0), radius_metres: 200.0 };
        let line: Vec<GeoPoint> = [0.0, 150.0, 250.0, 100.0, 300.0, 600.0, 180.0].map(at).to_vec();
        assert_eq!(trimmed(&line, &[zone]), 2..6, "passing through again stays visible");
        assert_eq!(trimmed(&line, &[]), 0..7);
        assert_eq!(trimmed(&line[..2], &[zone]), 2..2);
    }
}
