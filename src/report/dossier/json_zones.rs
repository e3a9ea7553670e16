//! Privacy zones in the dossier's JSON.

use serde::Serialize;

use crate::dossier::privacy::{HiddenPlace, PlacedZone, PrivacyZones};

use super::json::Cx;

/// What a stranger finds of privacy zones.
#[derive(Serialize)]
pub(super) struct ZonesField {
    tracks: u64,
    tracks_closed: u64,
    tracks_unknown: u64,
    placed: Vec<PlacedField>,
    found: Vec<FoundField>,
}

#[derive(Serialize)]
struct PlacedField {
    lat: f64,
    lon: f64,
    radius_m: f64,
    tracks_cut: Vec<String>,
    found: Option<usize>,
    off_m: Option<f64>,
}

#[derive(Serialize)]
struct FoundField {
    lat: f64,
    lon: f64,
    radius_m: f64,
    zone_radius_m: f64,
    support: SupportField,
}

#[derive(Serialize)]
struct SupportField {
    tracks: usize,
    ways_out: u64,
    ends: u64,
    of_ends: u64,
    items: Vec<String>,
}

impl ZonesField {
    pub(super) fn of(cx: &Cx<'_>, zones: &PrivacyZones) -> Self {
        let found = |place: &HiddenPlace| FoundField {
            lat: place.found.centre.lat(),
            lon: place.found.centre.lon(),
            radius_m: place.found.remaining_metres.ceil(),
            zone_radius_m: place.found.zone_metres,
            support: SupportField {
                tracks: place.found.tracks.len(),
                ways_out: place.found.spots,
                ends: place.found.ends.0,
                of_ends: place.found.ends.1,
                items: cx.items(&place.items),
            },
        };
        let placed = |placed: &PlacedZone| PlacedField {
            lat: placed.zone.centre.lat(),
            lon: placed.zone.centre.lon(),
            radius_m: placed.zone.radius_metres,
            tracks_cut: cx.items(&placed.cut),
            found: placed.found,
            off_m: placed.off_metres.map(f64::round),
        };
        Self {
            tracks: zones.tracks,
            tracks_closed: zones.closed,
            tracks_unknown: zones.unknown,
            placed: zones.placed.iter().map(placed).collect(),
            found: zones.found.iter().map(found).collect(),
        }
    }
}
