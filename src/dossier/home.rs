//! Home and work: three ways of finding each, and how far they agree.
//!
//! * The place most visited at night, 22 to 7 o'clock (as scikit-mobility and fastmob do it); without any point at
//!   night, the place most visited at all.
//! * OSNA (Efstathiades et al. 2015, made for posts): on workdays, hours of rest (2 to 8) count 0.739 and hours of
//!   leisure (19 to 2) count 0.358 towards the home; hours of work (8 to 19) towards the work place. Different pairs of
//!   day and hour are counted, so that ten pictures of one evening are one.
//! * The place with most different days between 19 and 8 o'clock.
//!
//! All in local time of the place. Places that are certainly no dwelling (a bar, an airport) and positions coarser than a
//! neighbourhood are no candidates, but their days count against the place found.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use crate::model::{GeoPoint, VenueKind};

use super::gates::{HOME_DAYS, HOME_HOURS, HOME_POINTS, LEAST_BOUND, Withheld};
use super::places::{Place, PlaceId, middle};
use super::precision::NEIGHBOURHOOD_METRES;
use super::sighting::{Sighting, SightingId, is_workday};
use super::statistics::wilson95;

/// Weight of an hour of rest in OSNA.
const REST_WEIGHT: f64 = 0.739;
/// Weight of an hour of leisure in OSNA.
const LEISURE_WEIGHT: f64 = 0.358;
/// A stay counts for at most so many hours.
const MOST_HOURS: i64 = 72;
/// Of the days at a work place, at least this share must be workdays. Ours: a café is visited at weekends too.
const WORKDAY_SHARE: f64 = 0.85;

/// An hour on the clock at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The place, or `None` for one that cannot be what is looked for.
    pub place: Option<PlaceId>,
    /// Local time there.
    pub local: DateTime,
    /// What it comes from.
    pub sighting: SightingId,
}

/// How sure a home or work place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// All three ways lead there, and the lower bound of its share is above one half.
    Strong,
    /// Two of three ways lead there, and the lower bound of its share is at least one quarter.
    Possible,
}

impl Confidence {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Possible => "possible",
        }
    }
}

/// A home or work place.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// The place.
    pub place: PlaceId,
    /// The middle of the sightings that speak for it.
    pub point: GeoPoint,
    /// Median distance of these from the middle in metres, never below the precision of their positions.
    pub radius_metres: f64,
    /// How sure it is.
    pub confidence: Confidence,
    /// Which of the three ways lead there.
    pub finders: Vec<&'static str>,
    /// Days that speak for it.
    pub days: u64,
    /// Days with any point in these hours.
    pub of_days: u64,
    /// 95 % bounds of the share of days.
    pub bounds: (f64, f64),
    /// The sightings in these hours there.
    pub sightings: Vec<SightingId>,
}

const fn is_night(hour: i8) -> bool {
    hour >= 22 || hour < 7
}

const fn is_rest_hour(hour: i8) -> bool {
    hour >= 19 || hour < 8
}

const fn is_work_hour(hour: i8) -> bool {
    hour >= 8 && hour < 19
}

/// Whether somebody could live at a place of this kind.
const fn may_be_home(kind: Option<VenueKind>) -> bool {
    matches!(kind, None | Some(VenueKind::Settlement))
}

/// Whether somebody could work at a place of this kind: elsewhere guests are too many.
const fn may_be_work(kind: Option<VenueKind>) -> bool {
    !matches!(
        kind,
        Some(
            VenueKind::Settlement
                | VenueKind::Outdoors
                | VenueKind::Hotel
                | VenueKind::Airport
                | VenueKind::Transit
                | VenueKind::Stadium
                | VenueKind::CruiseShip
        )
    )
}

/// One tick for each post, one for each hour of a stay.
pub(super) fn ticks(sightings: &[Sighting], of: &[PlaceId], candidate: impl Fn(PlaceId) -> bool) -> Vec<Tick> {
    let mut ticks = Vec::with_capacity(sightings.len());
    for ((sighting, place), index) in sightings.iter().zip(of).zip(0_u32..) {
        if !sighting.tells_the_hour() {
            continue;
        }
        let place = Some(*place).filter(|p| candidate(*p));
        let sighting_id = SightingId(index);
        ticks.push(Tick { place, local: sighting.local, sighting: sighting_id });
        let Some(until) = sighting.until else { continue };
        let hours = (until.duration_since(sighting.at).as_secs() / 3600).clamp(0, MOST_HOURS);
        for hour in 1..=hours {
            if let Ok(local) = sighting.local.checked_add(hour.hours()) {
                ticks.push(Tick { place, local, sighting: sighting_id });
            }
        }
    }
    ticks
}

/// The key with the largest value; of equal ones the place seen more often, which has the smaller number.
fn argmax<V: PartialOrd + Copy>(values: BTreeMap<PlaceId, V>) -> Option<PlaceId> {
    let mut best: Option<(PlaceId, V)> = None;
    for (place, value) in values {
        if best.is_none_or(|(_, most)| value > most) {
            best = Some((place, value));
        }
    }
    best.map(|(place, _)| place)
}

fn most_visited<'a>(ticks: impl Iterator<Item = &'a Tick>) -> Option<PlaceId> {
    let mut counts: BTreeMap<PlaceId, u64> = BTreeMap::new();
    for place in ticks.filter_map(|t| t.place) {
        *counts.entry(place).or_default() += 1;
    }
    argmax(counts)
}

/// The place most visited at night, else the place most visited.
pub fn night_most_visited(ticks: &[Tick]) -> Option<PlaceId> {
    most_visited(ticks.iter().filter(|t| is_night(t.local.hour()))).or_else(|| most_visited(ticks.iter()))
}

/// Home and work as OSNA finds them.
pub fn osna(ticks: &[Tick]) -> (Option<PlaceId>, Option<PlaceId>) {
    let mut hours: BTreeSet<(PlaceId, Date, i8)> = BTreeSet::new();
    for tick in ticks.iter().filter(|t| is_workday(t.local.weekday())) {
        hours.extend(tick.place.map(|place| (place, tick.local.date(), tick.local.hour())));
    }
    let (mut home, mut work): (BTreeMap<PlaceId, f64>, BTreeMap<PlaceId, f64>) = Default::default();
    for (place, _, hour) in hours {
        match hour {
            2..8 => *home.entry(place).or_default() += REST_WEIGHT,
            19.. | ..2 => *home.entry(place).or_default() += LEISURE_WEIGHT,
            _ => *work.entry(place).or_default() += 1.0,
        }
    }
    let home = argmax(home);
    // One place is not both: the work place is then the runner-up.
    work.retain(|place, _| Some(*place) != home);
    (home, argmax(work))
}

/// The place with most different local dates among the ticks that `counts`.
fn most_days(ticks: &[Tick], counts: impl Fn(&Tick) -> bool) -> Option<PlaceId> {
    let days: BTreeSet<(PlaceId, Date)> =
        ticks.iter().filter(|t| counts(t)).filter_map(|t| Some((t.place?, night_of(t.local)))).collect();
    let mut number: BTreeMap<PlaceId, u64> = BTreeMap::new();
    for (place, _) in days {
        *number.entry(place).or_default() += 1;
    }
    argmax(number)
}

/// The date that an hour belongs to: the small hours belong to the evening before, so that one night is one date.
fn night_of(local: DateTime) -> Date {
    if local.hour() < 8 { local.date().yesterday().unwrap_or_else(|_| local.date()) } else { local.date() }
}

/// The place with most different days between 19 and 8 o'clock.
pub fn most_rest_days(ticks: &[Tick]) -> Option<PlaceId> {
    most_days(ticks, |t| is_rest_hour(t.local.hour()))
}

/// Whether a place can be a home: fine enough, and of no kind that is none.
pub(super) fn is_home_candidate(place: &Place) -> bool {
    place.radius_metres <= NEIGHBOURHOOD_METRES && may_be_home(place.kind)
}

/// Whether a place can be a work place.
pub(super) fn is_work_candidate(place: &Place) -> bool {
    place.radius_metres <= NEIGHBOURHOOD_METRES && may_be_work(place.kind)
}

fn gates(ticks: &[Tick], places: &[PlaceId]) -> Result<(), Withheld> {
    let mut sightings: Vec<SightingId> = ticks.iter().map(|t| t.sighting).collect();
    sightings.dedup();
    let have = sightings.len() as u64;
    if have < HOME_POINTS {
        return Err(Withheld::Points { have, need: HOME_POINTS });
    }
    let days: BTreeSet<Date> = ticks.iter().map(|t| t.local.date()).collect();
    let have = days.len() as u64;
    if have < HOME_DAYS {
        return Err(Withheld::Days { have, need: HOME_DAYS });
    }
    if places.is_empty() {
        return Err(Withheld::Places { have: 0, need: 1 });
    }
    Ok(())
}

/// What three ways of finding a place lead to, and the hours that speak for it.
struct Ensemble<'a> {
    sightings: &'a [Sighting],
    ticks: &'a [Tick],
    found: [(&'static str, Option<PlaceId>); 3],
    speaks: fn(&Tick) -> bool,
    check: Option<Check>,
}

/// A last look at the hours that speak for the place found.
type Check = fn(Confidence, &mut dyn Iterator<Item = &Tick>) -> Result<(), Withheld>;

/// A home is seen after dark; and, unless the evidence is strong, in the morning as well. Ours: the tag of a gym or a bar
/// without a name looks like a home to all three ways, but for this.
fn is_lived_in(confidence: Confidence, ticks: &mut dyn Iterator<Item = &Tick>) -> Result<(), Withheld> {
    let (mut after_dark, mut morning) = (false, false);
    for hour in ticks.map(|t| t.local.hour()) {
        after_dark |= !(5..21).contains(&hour);
        morning |= (5..12).contains(&hour);
    }
    let lived_in = after_dark && (morning || confidence == Confidence::Strong);
    if lived_in { Ok(()) } else { Err(Withheld::PartOfDay) }
}

impl Ensemble<'_> {
    fn decide(&self) -> Result<Anchor, Withheld> {
        let places: Vec<PlaceId> = self.found.iter().filter_map(|(_, place)| *place).collect();
        gates(self.ticks, &places)?;
        let votes = |place: PlaceId| places.iter().filter(|p| **p == place).count();
        let place = places.iter().copied().max_by_key(|p| (votes(*p), std::cmp::Reverse(*p)));
        let place = place.filter(|p| votes(*p) >= 2).ok_or(Withheld::Disagreement)?;
        let there = |t: &&Tick| (self.speaks)(t) && t.place == Some(place);
        let days: BTreeSet<Date> = self.ticks.iter().filter(there).map(|t| night_of(t.local)).collect();
        let of: BTreeSet<Date> = self.ticks.iter().filter(|t| (self.speaks)(t)).map(|t| night_of(t.local)).collect();
        let (days, of_days) = (days.len() as u64, of.len() as u64);
        if days < HOME_HOURS {
            return Err(Withheld::Hours { have: days, need: HOME_HOURS });
        }
        let bounds = wilson95(days, of_days);
        if bounds.0 < LEAST_BOUND {
            return Err(Withheld::Support { days, of: of_days });
        }
        let mut sightings: Vec<SightingId> = self.ticks.iter().filter(there).map(|t| t.sighting).collect();
        sightings.dedup();
        let all = votes(place) == 3;
        let confidence = if all && bounds.0 > 0.5 { Confidence::Strong } else { Confidence::Possible };
        if let Some(check) = self.check {
            check(confidence, &mut self.ticks.iter().filter(there))?;
        }
        let (point, radius_metres) =
            middle(sightings.iter().map(|id| &self.sightings[id.index()])).ok_or(Withheld::Disagreement)?;
        Ok(Anchor {
            place,
            point,
            radius_metres,
            confidence,
            finders: self.found.iter().filter(|(_, p)| *p == Some(place)).map(|(name, _)| *name).collect(),
            days,
            of_days,
            bounds,
            sightings,
        })
    }
}

/// The home, or why none is shown.
pub(super) fn home(sightings: &[Sighting], places: &[Place], of: &[PlaceId]) -> Result<Anchor, Withheld> {
    let ticks = ticks(sightings, of, |p| is_home_candidate(&places[p.index()]));
    let found = [
        ("night_most_visited", night_most_visited(&ticks)),
        ("osna", osna(&ticks).0),
        ("distinct_days", most_rest_days(&ticks)),
    ];
    Ensemble { sightings, ticks: &ticks, found, speaks: |t| is_rest_hour(t.local.hour()), check: Some(is_lived_in) }
        .decide()
}

/// The work place, or why none is shown. It is never the home.
pub(super) fn work(
    sightings: &[Sighting],
    places: &[Place],
    of: &[PlaceId],
    home: Option<PlaceId>,
) -> Result<Anchor, Withheld> {
    let mut candidates: Vec<bool> =
        places.iter().map(|p| is_work_candidate(p) && kept_to_workdays(sightings, p)).collect();
    if let Some(home) = home {
        candidates[home.index()] = false;
    }
    let ticks = ticks(sightings, of, |p| candidates[p.index()]);
    let at_work = |t: &Tick| is_workday(t.local.weekday()) && is_work_hour(t.local.hour());
    let in_office_hours = |t: &&Tick| at_work(t) && t.local.hour() < 18;
    let found = [
        ("office_hours_most_visited", most_visited(ticks.iter().filter(in_office_hours))),
        ("osna", osna_work(&ticks)),
        ("distinct_days", most_days(&ticks, at_work)),
    ];
    Ensemble {
        sightings,
        ticks: &ticks,
        found,
        speaks: |t| is_workday(t.local.weekday()) && is_work_hour(t.local.hour()),
        check: None,
    }
    .decide()
}

/// OSNA's work place, the home being no candidate already.
fn osna_work(ticks: &[Tick]) -> Option<PlaceId> {
    let mut hours: BTreeSet<(PlaceId, Date, i8)> = BTreeSet::new();
    for tick in ticks.iter().filter(|t| is_workday(t.local.weekday()) && is_work_hour(t.local.hour())) {
        hours.extend(tick.place.map(|place| (place, tick.local.date(), tick.local.hour())));
    }
    let mut counts: BTreeMap<PlaceId, u64> = BTreeMap::new();
    for (place, ..) in hours {
        *counts.entry(place).or_default() += 1;
    }
    argmax(counts)
}

fn kept_to_workdays(sightings: &[Sighting], place: &Place) -> bool {
    let dates: BTreeSet<Date> = place
        .sightings
        .iter()
        .map(|id| &sightings[id.index()])
        .filter(|s| s.tells_the_hour())
        .map(|s| s.local.date())
        .collect();
    let workdays = dates.iter().filter(|d| is_workday(d.weekday())).count();
    workdays as f64 >= WORKDAY_SHARE * dates.len() as f64
}
