//! Where somebody is at which hour of the week, in local time of the place.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use crate::analysis::week::{WEEK_HOURS, WeekHour};

use super::area::week;
use super::gates::{ABSENCE_WEEKS, ROUTINE_POINTS, ROUTINE_WEEKS, Withheld};
use super::places::PlaceId;
use super::sighting::{Sighting, SightingId};
use super::statistics::{beta_lower90, wilson95};

/// Hours to either side that still speak for an hour of the week.
const AROUND: i8 = 1;
/// A stay speaks for at most so many hours.
const MOST_HOURS: i64 = 72;
/// Distance from home, in metres, beyond which somebody is out.
const OUT_METRES: f64 = 2_000.0;
/// Dates at one place and hour of the week that a fixed habit needs.
const HABIT_DATES: u64 = 4;

/// Where somebody most likely is at an hour of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    /// The place seen on most dates around that hour.
    pub place: PlaceId,
    /// Dates on which it was seen then.
    pub dates: u64,
    /// Dates on which anything was seen then.
    pub of_dates: u64,
    /// 95 % bounds of the share.
    pub bounds: (f64, f64),
    /// The sightings at that place then.
    pub sightings: Vec<SightingId>,
}

/// One evidence: on this date and hour at this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    date: Date,
    place: PlaceId,
    sighting: SightingId,
}

/// The clock of a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Routine {
    /// Sightings by hour of the week, by [`WeekHour::index`].
    pub counts: Vec<u32>,
    /// Sightings in all.
    pub points: u64,
    /// Different weeks with a sighting.
    pub weeks: u64,
    /// Places at which somebody keeps fixed hours, most dates first.
    pub habits: Vec<Habit>,
    marks: BTreeMap<WeekHour, Vec<Mark>>,
}

/// A place at fixed hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Habit {
    /// When.
    pub hour: WeekHour,
    /// Where, and how often.
    pub likely: Likely,
}

impl Routine {
    /// Where somebody most likely is at an hour of the week; `None` when nothing is known of it.
    pub fn likely_at(&self, hour: WeekHour) -> Option<Likely> {
        let mut marks: Vec<Mark> = Vec::new();
        for step in -AROUND..=AROUND {
            let at = WeekHour::at((hour.index() + WEEK_HOURS).saturating_add_signed(isize::from(step)));
            marks.extend(self.marks.get(&at).into_iter().flatten());
        }
        let all: BTreeSet<Date> = marks.iter().map(|m| m.date).collect();
        let mut by_place: BTreeMap<PlaceId, BTreeSet<Date>> = BTreeMap::new();
        for mark in &marks {
            by_place.entry(mark.place).or_default().insert(mark.date);
        }
        let (place, dates) = by_place.into_iter().max_by_key(|(p, dates)| (dates.len(), std::cmp::Reverse(*p)))?;
        let (dates, of_dates) = (dates.len() as u64, all.len() as u64);
        let mut sightings: Vec<SightingId> = marks.iter().filter(|m| m.place == place).map(|m| m.sighting).collect();
        sightings.sort_unstable();
        sightings.dedup();
        Some(Likely { place, dates, of_dates, bounds: wilson95(dates, of_dates), sightings })
    }

    /// Every hour that an hour's neighbours do not tell better, where one place holds for more than half of the dates.
    fn find_habits(&self) -> Vec<Habit> {
        let mut found: Vec<Habit> = Vec::new();
        for hour in (0..WEEK_HOURS).map(WeekHour::at) {
            if self.counts[hour.index()] == 0 {
                continue;
            }
            let Some(likely) = self.likely_at(hour) else { continue };
            if likely.dates < HABIT_DATES || likely.bounds.0 <= 0.5 {
                continue;
            }
            let beside = |h: &Habit| {
                h.likely.place == likely.place
                    && h.hour.weekday == hour.weekday
                    && hour.hour.saturating_sub(h.hour.hour) <= 2 * AROUND as u8
            };
            match found.iter_mut().find(|h| beside(h)) {
                Some(habit) if habit.likely.dates < likely.dates => *habit = Habit { hour, likely },
                Some(_) => {}
                None => found.push(Habit { hour, likely }),
            }
        }
        found.sort_by_key(|h| (std::cmp::Reverse(h.likely.dates), h.hour));
        found
    }
}

/// The hours that a sighting speaks for: its own, and those of a stay.
fn hours(sighting: &Sighting) -> impl Iterator<Item = DateTime> {
    let last =
        sighting.until.map_or(0, |until| (until.duration_since(sighting.at).as_secs() / 3600).clamp(0, MOST_HOURS));
    let local = sighting.local;
    (0..=last).filter_map(move |hour| local.checked_add(hour.hours()).ok())
}

/// The clock of a week, or why none is shown.
pub(super) fn routine(sightings: &[Sighting], of: &[PlaceId]) -> Result<Routine, Withheld> {
    let mut routine =
        Routine { counts: vec![0; WEEK_HOURS], points: 0, weeks: 0, habits: Vec::new(), marks: BTreeMap::new() };
    let mut weeks = BTreeSet::new();
    for ((sighting, place), index) in sightings.iter().zip(of).zip(0_u32..) {
        if !sighting.tells_the_hour() {
            continue;
        }
        routine.points += 1;
        for local in hours(sighting) {
            let hour = WeekHour::of(local);
            weeks.insert(week(local.date()));
            routine.counts[hour.index()] += 1;
            let mark = Mark { date: local.date(), place: *place, sighting: SightingId(index) };
            routine.marks.entry(hour).or_default().push(mark);
        }
    }
    let weeks_spanned = match (weeks.first(), weeks.last()) {
        (Some(first), Some(last)) => (last - first + 1) as u64,
        _ => 0,
    };
    routine.weeks = weeks.len() as u64;
    if routine.points < ROUTINE_POINTS {
        return Err(Withheld::Points { have: routine.points, need: ROUTINE_POINTS });
    }
    if weeks_spanned.min(routine.weeks) < ROUTINE_WEEKS {
        return Err(Withheld::Weeks { have: routine.weeks, need: ROUTINE_WEEKS });
    }
    routine.habits = routine.find_habits();
    Ok(routine)
}

/// An hour of the week at which somebody is regularly out.
#[derive(Clone, Debug, PartialEq)]
pub struct RegularAbsence {
    /// When.
    pub hour: WeekHour,
    /// Weeks in which the person was seen more than 2 km from home at that hour.
    pub away_weeks: u64,
    /// Weeks in which the person was seen at all at that hour.
    pub of_weeks: u64,
    /// With 90 % probability the share is above this.
    pub lower_bound: f64,
    /// The sightings away.
    pub sightings: Vec<SightingId>,
}

/// The hours of the week at which somebody is regularly out, by a flat prior over weeks with evidence.
pub(super) fn regular_absences(sightings: &[Sighting], home: crate::model::GeoPoint) -> Vec<RegularAbsence> {
    #[derive(Default)]
    struct Hour {
        away: BTreeSet<i64>,
        home: BTreeSet<i64>,
        sightings: Vec<SightingId>,
    }
    let mut by_hour: BTreeMap<WeekHour, Hour> = BTreeMap::new();
    for (sighting, index) in sightings.iter().zip(0_u32..).filter(|(s, _)| s.tells_the_hour()) {
        let metres = sighting.point.distance_metres(home);
        let out = metres - sighting.precision_metres > OUT_METRES;
        // Neither certainly out nor certainly in says nothing.
        if !out && metres + sighting.precision_metres > OUT_METRES {
            continue;
        }
        for local in hours(sighting) {
            let entry = by_hour.entry(WeekHour::of(local)).or_default();
            let week = week(local.date());
            if out {
                entry.away.insert(week);
                entry.sightings.push(SightingId(index));
            } else {
                entry.home.insert(week);
            }
        }
    }
    let judged = by_hour.into_iter().filter_map(|(hour, evidence)| {
        let of_weeks = evidence.away.union(&evidence.home).count() as u64;
        let away_weeks = evidence.away.difference(&evidence.home).count() as u64;
        let lower_bound = beta_lower90(away_weeks, of_weeks);
        (of_weeks >= ABSENCE_WEEKS && lower_bound > 0.5).then_some(RegularAbsence {
            hour,
            away_weeks,
            of_weeks,
            lower_bound,
            sightings: evidence.sightings,
        })
    });
    judged.collect()
}
