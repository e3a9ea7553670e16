//! When the home stood empty, as far as a stranger could know.
//!
//! A sighting more than 50 km from home is an away point. Away points belong to one window when they lie no more than
//! 36 hours apart, 72 in the same far region, and nothing put the person at home between them. The window reaches out by
//! the time that the way takes, and never into a moment at which the person was seen at home.

use jiff::{SignedDuration, Timestamp};

use crate::model::GeoPoint;

use super::sighting::{Lag, Sighting, SightingId};

/// How far from home counts as away, in metres.
pub const AWAY_METRES: f64 = 50_000.0;
/// Away points further apart than this belong to two windows.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(36);
/// Unless both lie in one far region.
const LONGEST_GAP_IN_REGION: SignedDuration = SignedDuration::from_hours(72);
/// Up to this distance, in metres, one drives; beyond it one flies.
const DRIVE_METRES: f64 = 300_000.0;
/// Metres a second by car, and by plane: 80 and 700 km/h.
const DRIVE_SPEED: f64 = 80.0 / 3.6;
const FLIGHT_SPEED: f64 = 700.0 / 3.6;

/// A time for which a stranger could know that the person was away from home.
#[derive(Clone, Debug, PartialEq)]
pub struct Absence {
    /// First moment, the way there included; UTC.
    pub from: Timestamp,
    /// Last moment, the way back included; UTC.
    pub to: Timestamp,
    /// First and last moment at which the person was seen away; UTC.
    pub seen: (Timestamp, Timestamp),
    /// The most telling lag among its sightings.
    pub lag: Lag,
    /// Largest distance from home in metres.
    pub farthest_metres: f64,
    /// Its sightings.
    pub sightings: Vec<SightingId>,
}

/// Where home is, to be away from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HomeBase {
    /// The middle of the home, or of the area somebody lives in.
    pub point: GeoPoint,
    /// Its radius in metres.
    pub radius_metres: f64,
}

impl HomeBase {
    /// The least distance from home that a sighting can have been at, in metres.
    fn least_distance(&self, sighting: &Sighting) -> f64 {
        sighting.point.distance_metres(self.point) - sighting.precision_metres
    }

    fn is_away(&self, sighting: &Sighting) -> bool {
        // The home area is wide itself, but no wider than what counts as away.
        self.least_distance(sighting) > AWAY_METRES
    }

    fn is_home(&self, sighting: &Sighting) -> bool {
        sighting.point.distance_metres(self.point) + sighting.precision_metres <= AWAY_METRES
    }
}

fn way(metres: f64) -> SignedDuration {
    let speed = if metres < DRIVE_METRES { DRIVE_SPEED } else { FLIGHT_SPEED };
    SignedDuration::from_secs((metres / speed) as i64)
}

/// The end of a sighting: of a stay, or the moment itself.
fn end(sighting: &Sighting) -> Timestamp {
    sighting.until.unwrap_or(sighting.at)
}

/// The windows, in order. `regions` is the far region of each sighting.
pub(super) fn absences(sightings: &[Sighting], regions: &[Option<u32>], home: &HomeBase) -> Vec<Absence> {
    let mut windows = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut home_before: Option<Timestamp> = None;
    let mut left_after: Option<Timestamp> = None;
    for (index, sighting) in sightings.iter().enumerate().filter(|(_, s)| s.tells_the_hour()) {
        if home.is_away(sighting) {
            let last = open.last().copied();
            let goes_on = last.is_none_or(|last| {
                let gap = sighting.at.duration_since(end(&sightings[last]));
                let same = regions[last].is_some() && regions[last] == regions[index];
                gap <= if same { LONGEST_GAP_IN_REGION } else { LONGEST_GAP }
            });
            if !goes_on {
                windows.extend(close(sightings, home, &mut open, left_after, None));
            }
            if open.is_empty() {
                left_after = home_before.take();
            }
            open.push(index);
        } else if home.is_home(sighting) {
            windows.extend(close(sightings, home, &mut open, left_after, Some(sighting.at)));
            home_before = Some(end(sighting));
        }
    }
    windows.extend(close(sightings, home, &mut open, left_after, None));
    windows
}

fn close(
    sightings: &[Sighting],
    home: &HomeBase,
    open: &mut Vec<usize>,
    left_after: Option<Timestamp>,
    back_before: Option<Timestamp>,
) -> Option<Absence> {
    let members = std::mem::take(open);
    let (first, last) = (&sightings[*members.first()?], &sightings[*members.last()?]);
    let seen = (first.at, members.iter().map(|i| end(&sightings[*i])).max()?);
    let from = seen.0.checked_sub(way(home.least_distance(first))).unwrap_or(seen.0);
    let to = seen.1.checked_add(way(home.least_distance(last))).unwrap_or(seen.1);
    Some(Absence {
        from: left_after.map_or(from, |left| from.max(left)).min(seen.0),
        to: back_before.map_or(to, |back| to.min(back)).max(seen.1.min(back_before.unwrap_or(seen.1))),
        seen,
        lag: members.iter().map(|i| sightings[*i].lag).min()?,
        farthest_metres: members.iter().map(|i| home.point.distance_metres(sightings[*i].point)).fold(0.0, f64::max),
        sightings: members.into_iter().map(|i| SightingId(i as u32)).collect(),
    })
}
