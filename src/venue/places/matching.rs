//! Which of the loaded places an item is at.
//!
//! By distance, every place in reach is given a weight that falls with its distance as a position's error does, and
//! "none of them" another, which grows with the area that the position leaves open: more could be there that nobody
//! mapped. A kind is told if it has [`LEAST_CONFIDENCE`] of all weight. The constants are chosen, not measured: a place
//! at the very spot of a good position gets 0.8, and so does one whose outline holds all of what the position leaves open.

use super::super::classify::distance_text;
use super::super::fold::fold_key;
use super::super::gazetteer::Gazetteer;
use super::super::nameless::{TOWN_LIKE_METRES, radius_metres};
use super::super::terms::Terms;
use super::kinds::one;
use super::shape::Standing;
use super::{Places, Row};
use crate::model::{Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, Place, VenueKind};

/// By what a kind was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Name,
    Distance,
}

/// How far from its loaded place a tagged one of the same name may lie, in metres: platforms and mappers put the marker
/// of a large house at different doors.
const NAME_METRES: f64 = 250.0;
/// Positions that leave open more than this, in metres, tell no place by distance.
const MOST_OPEN_METRES: f64 = 60.0;
/// Positions are compared up to so many times what they leave open.
const REACH: f64 = 3.0;
/// The share of all weight that a kind must have.
const LEAST_CONFIDENCE: f64 = 0.6;
/// The weight of "none of them" for a good position, and the metres of openness by which it doubles.
const NONE_WEIGHT: f64 = 0.25;
const NONE_METRES: f64 = 30.0;
/// A tag so near a town's own position, in metres, may be the town's.
const TOWN_METRES: f64 = 100.0;
/// Letters that are left of a name without words like "hotel", for it to mean anything.
const LEAST_LETTERS: usize = 3;

impl Places {
    /// Tells the kind of an item's place, if the loaded places do.
    pub(super) fn tell_item(&self, item: &mut Item) -> Option<By> {
        if matches!(item.kind, ItemKind::MapView | ItemKind::Login | ItemKind::AccountPlace) {
            return None;
        }
        let location = item.location?;
        let open = open_metres(&location)?;
        if item.place.as_ref().is_some_and(|p| !p.name.trim().is_empty()) {
            let place = item.place.as_mut()?;
            let (kind, because) = self.by_name(place, location.point, open)?;
            (place.kind, place.kind_because, place.kind_evidence) = (Some(kind), because.into(), Evidence::Likely);
            return Some(By::Name);
        }
        if item.place.as_ref().is_some_and(|p| p.kind.is_some()) || is_town_like(item, &location) {
            return None;
        }
        let tagged = item.tagged.holds == Some(true);
        let found = self.by_distance(location.point, open, tagged)?;
        item.place = Some(Place {
            name_evidence: Evidence::Likely,
            kind: Some(found.kind),
            kind_because: found.because().into(),
            kind_evidence: Evidence::Likely,
            ..Place::named(found.name())
        });
        Some(By::Distance)
    }

    fn near(&self, at: GeoPoint, metres: f64) -> Vec<(&Row, Standing)> {
        let rows = self.index.near(at, metres).into_iter().filter_map(|i| self.rows.get(i as usize));
        rows.map(|row| (row, row.shape.standing(at))).filter(|(_, s)| s.metres <= metres).collect()
    }

    /// The one kind of the loaded places with this name around the position, and by what.
    fn by_name(&self, place: &Place, at: GeoPoint, open: f64) -> Option<(VenueKind, String)> {
        if place.kind.is_some() && place.kind_evidence == Evidence::Recorded {
            return None;
        }
        let (key, core) = (fold_key(&place.name), core(&place.name));
        let near = self.near(at, NAME_METRES + open);
        let named = || near.iter().filter(|(row, _)| !row.name.is_empty());
        let same: Vec<_> = named().filter(|(row, _)| fold_key(&row.name) == key).collect();
        // The same name is as good as a mapper's word; a like one does not unsettle what the words tell.
        let alike = || match place.kind {
            None => named().filter(|(row, _)| core.is_some() && self::core(&row.name) == core).collect(),
            Some(_) => Vec::new(),
        };
        let fitting = if same.is_empty() { alike() } else { same };
        let (row, standing) = fitting.iter().min_by(|(_, a), (_, b)| a.metres.total_cmp(&b.metres))?;
        if fitting.iter().any(|(other, _)| other.kind != row.kind) || place.kind == Some(row.kind) {
            return None;
        }
        let because = format!("by the places you loaded: “{}” is mapped {}", row.name, away(*standing));
        let because = match place.name_evidence {
            Evidence::Recorded => because,
            _ => format!("named by another item of the same position: {because}"),
        };
        Some((row.kind, because))
    }

    /// The kind that fits best by distance alone. What others were not shown as a place must lie well inside an outline:
    /// people live and work above bars.
    fn by_distance(&self, at: GeoPoint, open: f64, tagged: bool) -> Option<Fit<'_>> {
        if open > MOST_OPEN_METRES {
            return None;
        }
        let near = self.near(at, open * REACH);
        let held = near.iter().any(|(_, s)| s.depth >= open);
        let none = NONE_WEIGHT * if held { 1.0 } else { 1.0 + (open / NONE_METRES).powi(2) };
        let weight = |s: &Standing| (-0.5 * (s.metres / open).powi(2)).exp();
        let all: f64 = near.iter().map(|(_, s)| weight(s)).sum::<f64>() + none;
        let of_kind = |kind| near.iter().filter(|(r, _)| r.kind == kind).map(|(_, s)| weight(s)).sum::<f64>();
        let allowed = near.iter().filter(|(_, s)| tagged || s.depth >= open);
        // The deepest inside an outline, else the nearest.
        let (row, standing) =
            allowed.min_by(|(_, a), (_, b)| a.metres.total_cmp(&b.metres).then(b.depth.total_cmp(&a.depth)))?;
        let confidence = of_kind(row.kind) / all;
        let rivals = near.iter().filter(|(r, s)| r.kind == row.kind && s.metres - standing.metres < open).count();
        (confidence >= LEAST_CONFIDENCE).then_some(Fit {
            kind: row.kind,
            row,
            standing: *standing,
            confidence,
            alone: rivals == 1,
        })
    }
}

/// A kind told by distance.
struct Fit<'a> {
    kind: VenueKind,
    row: &'a Row,
    standing: Standing,
    confidence: f64,
    /// Whether it is the only place of its kind there, so that its name can be told too.
    alone: bool,
}

impl Fit<'_> {
    fn name(&self) -> String {
        match &*self.row.name {
            name if self.alone && !name.is_empty() => name.to_owned(),
            _ if self.alone => format!("unnamed {}", one(self.kind)),
            _ => format!("one of several: {}", one(self.kind)),
        }
    }

    fn because(&self) -> String {
        let unnamed = self.row.name.is_empty();
        let name = if unnamed { format!("unnamed {}", one(self.kind)) } else { format!("“{}”", self.row.name) };
        format!("by the places you loaded, {}: {name}, confidence {:.2}", away(self.standing), self.confidence)
    }
}

fn away(standing: Standing) -> String {
    if standing.metres <= 0.0 {
        "around this position".to_owned()
    } else if standing.metres < 100.0 {
        format!("{:.0} m away", standing.metres)
    } else {
        format!("{} away", distance_text(standing.metres))
    }
}

/// Metres within which the true position is likely to lie; `None` for positions that are no place's or person's own.
fn open_metres(location: &Location) -> Option<f64> {
    // A marker is as good as whoever set it; a fix as its device under an open sky.
    let least = match location.source {
        LocationSource::PlaceTag | LocationSource::CheckIn => 20.0,
        LocationSource::Exif | LocationSource::Gps => 12.0,
        LocationSource::Inferred | LocationSource::Wifi => 40.0,
        LocationSource::PlaceName | LocationSource::Ip | LocationSource::ProfileText | LocationSource::Text => {
            return None;
        }
    };
    Some(radius_metres(location).max(least)).filter(|metres| metres.is_finite())
}

/// Whether a nameless tag may be that of a town, which has a position like any other.
fn is_town_like(item: &Item, location: &Location) -> bool {
    let tag = matches!(location.source, LocationSource::PlaceTag | LocationSource::CheckIn);
    (tag || item.tagged.holds == Some(true))
        && (location.point.rounding_metres() > TOWN_LIKE_METRES
            || Gazetteer::get().nearest(location.point, TOWN_METRES).is_some())
}

/// A name without the words that say what kind of place it is: `Hotel Kämp` and `Kämp` are alike.
fn core(name: &str) -> Option<String> {
    let key = fold_key(name);
    let own: Vec<&str> = key.split(' ').filter(|word| Terms::get().word(word).is_none()).collect();
    let core = own.join(" ");
    (core.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_LETTERS).then_some(core)
}
