//! The area in which somebody lives, where the home itself is not to be found: the region seen in most weeks.
//!
//! Weeks rather than posts, because people post most where they do not live.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::GeoPoint;
use crate::venue::Gazetteer;

use super::gates::{HOME_DAYS, HOME_POINTS, LEAST_BOUND, Withheld};
use super::grid;
use super::home::Confidence;
use super::places::middle;
use super::precision::Precision;
use super::sighting::{Sighting, SightingId};
use super::statistics::wilson95;

/// Radius of an area in metres: what one can reach from home and be back for the night.
pub(super) const AREA_METRES: f64 = 50_000.0;
/// A settlement further from the middle than this, in metres, does not name the area.
const NAME_METRES: f64 = 30_000.0;

/// The area in which somebody lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The largest settlement near its middle, as "name, region"; empty in the wilds.
    pub name: Box<str>,
    /// Its country, ISO 3166 two letters.
    pub country: Box<str>,
    /// The middle of its sightings.
    pub point: GeoPoint,
    /// Radius in metres: median distance of its sightings, at least 5 km.
    pub radius_metres: f64,
    /// How sure it is.
    pub confidence: Confidence,
    /// Weeks in which the person was seen in it.
    pub weeks: u64,
    /// Weeks in which the person was seen at all.
    pub of_weeks: u64,
    /// 95 % bounds of the share of weeks.
    pub bounds: (f64, f64),
    /// Its sightings.
    pub sightings: Vec<SightingId>,
}

/// An area claims no more than this, in metres.
const LEAST_RADIUS: f64 = 5_000.0;

/// The number of the week of a date, counted from any Monday.
pub(super) fn week(date: Date) -> i64 {
    let monday = jiff::civil::date(1970, 1, 5);
    i64::from((date - monday).get_days()).div_euclid(7)
}

/// The region of each sighting, numbered by density, `None` for those too coarse or not telling where the person was.
pub(super) fn regions(sightings: &[Sighting]) -> Vec<Option<u32>> {
    let usable: Vec<usize> = (0..sightings.len())
        .filter(|i| sightings[*i].present && Precision::of_metres(sightings[*i].precision_metres) <= Precision::City)
        .collect();
    let points: Vec<GeoPoint> = usable.iter().map(|i| sightings[*i].point).collect();
    let (labels, _) = grid::groups(&points, AREA_METRES);
    let mut regions = vec![None; sightings.len()];
    for (index, label) in usable.into_iter().zip(labels) {
        regions[index] = Some(label);
    }
    regions
}

/// The area, or why none is shown.
pub(super) fn home_area(sightings: &[Sighting], regions: &[Option<u32>]) -> Result<Area, Withheld> {
    let have = regions.iter().flatten().count() as u64;
    if have < HOME_POINTS {
        return Err(Withheld::Points { have, need: HOME_POINTS });
    }
    let number = regions.iter().flatten().max().map_or(0, |n| *n as usize + 1);
    let mut weeks: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); number];
    let (mut all, mut days) = (BTreeSet::new(), BTreeSet::new());
    for (sighting, region) in sightings.iter().zip(regions) {
        let Some(region) = region else { continue };
        weeks[*region as usize].insert(week(sighting.local.date()));
        all.insert(week(sighting.local.date()));
        days.insert(sighting.local.date());
    }
    let have = days.len() as u64;
    if have < HOME_DAYS {
        return Err(Withheld::Days { have, need: HOME_DAYS });
    }
    let best = (0..number).max_by_key(|r| (weeks[*r].len(), std::cmp::Reverse(*r))).unwrap_or_default();
    let (in_weeks, of_weeks) = (weeks[best].len() as u64, all.len() as u64);
    let bounds = wilson95(in_weeks, of_weeks);
    if in_weeks < HOME_DAYS || bounds.0 < LEAST_BOUND {
        return Err(Withheld::Support { days: in_weeks, of: of_weeks });
    }
    let inside: Vec<SightingId> =
        (0_u32..).zip(regions).filter(|(_, r)| **r == Some(best as u32)).map(|(i, _)| SightingId(i)).collect();
    let (point, radius) = middle(inside.iter().map(|id| &sightings[id.index()])).ok_or(Withheld::Disagreement)?;
    let confidence = if bounds.0 > 0.5 { Confidence::Strong } else { Confidence::Possible };
    let (name, country) = largest_near(point);
    Ok(Area {
        name,
        country,
        point,
        radius_metres: radius.max(LEAST_RADIUS),
        confidence,
        weeks: in_weeks,
        of_weeks,
        bounds,
        sightings: inside,
    })
}

/// The largest settlement near a position, as "name, region", and its country.
pub(super) fn largest_near(point: GeoPoint) -> (Box<str>, Box<str>) {
    // The table is in order of population, so the first one near is the largest.
    let near = |s: &crate::venue::Settlement<'_>| {
        (s.point.lat() - point.lat()).abs() < 0.3 && s.point.distance_metres(point) <= NAME_METRES
    };
    let Some(town) = Gazetteer::get().iter().find(near) else { return ("".into(), "".into()) };
    let name = if town.region.is_empty() { town.name.into() } else { format!("{}, {}", town.name, town.region).into() };
    (name, town.country.into())
}
