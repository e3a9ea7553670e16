//! The circle on which trimmed ends lie.
//!
//! An end lies at least the radius from the centre, and at most as much further as one fix is from the next. Every centre
//! and radius at which (nearly) as many ends fit as at the best one stays in question; the answer is the middle of all
//! these centres, and its uncertainty reaches to the last of them. So the true centre is inside as long as the ends keep
//! to the rule, and few or one-sided ends give a wide answer instead of a wrong one.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::gates::{Withheld, ZONE_SPOTS, ZONE_TRACKS};
use crate::model::GeoPoint;

/// The radii that platforms offer, in metres: an eighth of a mile or 200 m, and its multiples up to a mile or 1600 m
/// (Strava's map visibility settings; Hassan et al. 2018 list the five smaller ones).
pub const RADII_METRES: [(f64, f64); 8] = [
    (200.0, 201.2),
    (400.0, 402.4),
    (600.0, 603.6),
    (800.0, 804.7),
    (1_000.0, 1_005.9),
    (1_200.0, 1_207.1),
    (1_400.0, 1_408.2),
    (1_600.0, 1_609.4),
];
/// Ends whose fixes lie further apart than this, in metres, tell too little.
const MOST_BEYOND: f64 = 120.0;
/// Spots nearer together than this, in metres, are one way out of a zone.
const SPOT_METRES: f64 = 60.0;
/// Sides of the cells that are looked at, in metres.
const COARSE: f64 = 100.0;
const FINE: f64 = 6.0;
/// Centres at which at least this share of the most ends fits stay in question.
const NEARLY: f64 = 0.9;
/// Ends up to so many radii from a centre are counted against the circle.
const NEAR: f64 = 1.5;
/// Circles as well filled as one that is believed would come about by chance at most so many times.
const MOST_FALSE_ALARMS: f64 = 1e-3;
/// What a flat map and rounded positions are off, in metres.
const SLACK: f64 = 2.0;
/// A zone lets no track begin in it: as many ends inside as this share of those on the circle are taken for mistakes.
const INSIDE: f64 = 0.1;
/// Cells that may be in question at once; beyond, next to nothing is known.
const MOST_CELLS: usize = 6_000;
/// An answer is never finer than this, in metres.
const LEAST_RADIUS: f64 = 10.0;
/// Metres in a degree of latitude on the sphere of mean Earth radius.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// Where what is seen of a track begins or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The outermost fix seen.
    pub point: GeoPoint,
    /// It lies at most this far beyond the edge of a zone, in metres.
    pub beyond_metres: f64,
    /// The track.
    pub track: u32,
}

/// A place found behind trimmed ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The middle of all centres in question.
    pub centre: GeoPoint,
    /// All of these lie within this distance, in metres.
    pub remaining_metres: f64,
    /// The radius of the zone that fits best, in metres.
    pub zone_metres: f64,
    /// The tracks that it rests on.
    pub tracks: BTreeSet<u32>,
    /// Different ways out of the zone among their ends.
    pub spots: u64,
    /// Ends on the circle, and ends near it.
    pub ends: (u64, u64),
}

impl Found {
    /// Whether an end lies where this zone would put it.
    pub fn explains(&self, end: &End) -> bool {
        let metres = end.point.distance_metres(self.centre);
        let slack = self.remaining_metres + FINE;
        (self.zone_metres - slack..=self.zone_metres + slack + end.beyond_metres).contains(&metres)
    }
}

/// A flat map in metres around an origin, good for a few kilometres.
struct Plane {
    origin: GeoPoint,
    stretch: f64,
}

impl Plane {
    fn around(origin: GeoPoint) -> Self {
        Self { origin, stretch: origin.lat().to_radians().cos().max(0.01) }
    }

    fn flat(&self, point: GeoPoint) -> (f64, f64) {
        let east = (point.lon() - self.origin.lon() + 540.0).rem_euclid(360.0) - 180.0;
        (east * self.stretch * METRES_PER_DEGREE, (point.lat() - self.origin.lat()) * METRES_PER_DEGREE)
    }

    fn geo(&self, (x, y): (f64, f64)) -> GeoPoint {
        let lon = self.origin.lon() + x / METRES_PER_DEGREE / self.stretch;
        let lat = (self.origin.lat() + y / METRES_PER_DEGREE).clamp(-90.0, 90.0);
        GeoPoint::new(lat, (lon + 540.0).rem_euclid(360.0) - 180.0).unwrap_or(self.origin)
    }
}

/// An end on the plane.
#[derive(Clone, Copy)]
struct Spot {
    at: (f64, f64),
    beyond: f64,
    track: u32,
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The most ends that fit one radius, for all centres within `slack` metres of one, and the index of that radius. A radius
/// with ends inside it is none.
fn best(spots: &[Spot], centre: (f64, f64), slack: f64) -> (usize, usize) {
    let mut on = [0_usize; RADII_METRES.len()];
    let mut inside = on;
    let reach = RADII_METRES[RADII_METRES.len() - 1].1 + MOST_BEYOND + slack;
    for spot in spots {
        let metres = distance(spot.at, centre);
        if metres > reach {
            continue;
        }
        for (index, (least, most)) in RADII_METRES.into_iter().enumerate() {
            on[index] += usize::from(metres + slack >= least && metres - slack - spot.beyond <= most);
            inside[index] += usize::from(metres + slack < least);
        }
    }
    let plausible = |index: &usize| inside[*index] as f64 <= INSIDE * on[*index] as f64;
    let most = (0..on.len()).filter(plausible).max_by_key(|index| (on[*index], std::cmp::Reverse(*index)));
    most.map_or((0, 0), |index| (on[index], index))
}

/// The zone that most ends speak for, or why none is shown.
pub fn find(ends: &[End]) -> Result<Found, Withheld> {
    let tracks: BTreeSet<u32> = ends.iter().map(|end| end.track).collect();
    let too_few = |have: usize| Withheld::Tracks { have: have as u64, need: ZONE_TRACKS };
    if (tracks.len() as u64) < ZONE_TRACKS {
        return Err(too_few(tracks.len()));
    }
    // Zones are far smaller than the distance at which a flat map bends; each region is looked at on its own.
    let points: Vec<GeoPoint> = ends.iter().map(|end| end.point).collect();
    let (labels, number) = crate::dossier::grid::groups(&points, 10_000.0);
    let mut found: Option<Found> = None;
    let mut why = Withheld::Untrimmed;
    for group in 0..number {
        let near: Vec<&End> = ends.iter().zip(&labels).filter(|(_, label)| **label == group).map(|(e, _)| e).collect();
        match find_near(&near) {
            Ok(zone) if found.as_ref().is_none_or(|f| zone.tracks.len() > f.tracks.len()) => found = Some(zone),
            Err(Withheld::Ambiguous) => why = Withheld::Ambiguous,
            Ok(_) | Err(_) => {}
        }
    }
    found.ok_or(why)
}

fn find_near(ends: &[&End]) -> Result<Found, Withheld> {
    let origin = ends.first().ok_or(Withheld::Untrimmed)?.point;
    let plane = Plane::around(origin);
    let spots: Vec<Spot> = ends
        .iter()
        .filter(|end| end.beyond_metres <= MOST_BEYOND)
        .map(|end| Spot { at: plane.flat(end.point), beyond: end.beyond_metres, track: end.track })
        .collect();
    if ways_out(&spots) < ZONE_SPOTS {
        return Err(Withheld::Untrimmed);
    }
    let Candidates { best, radius, cells } = search(&spots)?;
    let (least, most) = RADII_METRES[radius];
    let on: Vec<Spot> = on_circle(&spots, best, radius).collect();
    let near: Vec<Spot> = spots.iter().filter(|s| distance(s.at, best) <= most * NEAR).copied().collect();
    let tracks: BTreeSet<u32> = on.iter().map(|spot| spot.track).collect();
    if (tracks.len() as u64) < ZONE_TRACKS {
        return Err(Withheld::Tracks { have: tracks.len() as u64, need: ZONE_TRACKS });
    }
    let (ways, of_ways) = (ways_out(&on), ways_out(&near));
    let thickness = on.iter().map(|spot| spot.beyond).sum::<f64>() / on.len() as f64 + 2.0 * SLACK;
    if ways < ZONE_SPOTS || false_alarms(ways, of_ways, least, thickness) > MOST_FALSE_ALARMS {
        return Err(Withheld::Untrimmed);
    }
    let (middle, reach) = enclosing(&cells);
    let remaining_metres = (reach + FINE).max(LEAST_RADIUS);
    if remaining_metres >= least {
        return Err(Withheld::Ambiguous);
    }
    let ends = (on.len() as u64, near.len().max(on.len()) as u64);
    Ok(Found { centre: plane.geo(middle), remaining_metres, zone_metres: least, tracks, spots: ways, ends })
}

/// The ends on the circle of a radius around a centre.
fn on_circle(spots: &[Spot], centre: (f64, f64), radius: usize) -> impl Iterator<Item = Spot> {
    let (least, most) = RADII_METRES[radius];
    let is_on = move |spot: &&Spot| {
        let metres = distance(spot.at, centre);
        metres + SLACK >= least && metres - SLACK - spot.beyond <= most
    };
    spots.iter().filter(is_on).copied()
}

/// How many circles so well filled are to be expected by chance, were starts scattered evenly: the number of circles that
/// were looked at, times the chance that of `near` spots around one at least `on` lie on its edge (the rule of Desolneux,
/// Moisan and Morel 2000 for shapes in pictures).
fn false_alarms(on: u64, near: u64, radius: f64, thickness: f64) -> f64 {
    let circles = RADII_METRES.len() as f64 * (2.0 * NEAR * radius / thickness).powi(2);
    let share = (2.0 * radius * thickness / (NEAR * radius).powi(2)).min(1.0);
    let log_choose = |k: u64| (0..k).map(|i| ((near - i) as f64 / (k - i) as f64).ln()).sum::<f64>();
    let chance =
        |k: u64| (log_choose(k) + k as f64 * share.ln() + (near - k) as f64 * (1.0 - share).max(1e-12).ln()).exp();
    circles * (on..=near.max(on)).filter(|k| *k <= near).map(chance).sum::<f64>()
}

/// Different ways out among ends.
fn ways_out(on: &[Spot]) -> u64 {
    let mut ways: Vec<(f64, f64)> = Vec::new();
    for spot in on {
        if ways.iter().all(|way| distance(*way, spot.at) >= SPOT_METRES) {
            ways.push(spot.at);
        }
    }
    ways.len() as u64
}

/// The centres that stay in question.
struct Candidates {
    /// The one that most ends fit, and the index of its radius.
    best: (f64, f64),
    radius: usize,
    /// The middles of all cells in which the centre may lie.
    cells: Vec<(f64, f64)>,
}

fn search(spots: &[Spot]) -> Result<Candidates, Withheld> {
    let mut side = COARSE;
    let mut cells: Vec<(f64, f64)> = coarse(spots);
    let mut top = Top { on: 0, centre: (0.0, 0.0), radius: 0 };
    loop {
        for cell in &cells {
            let found = best(spots, *cell, SLACK);
            if found.0 > top.on {
                top = Top { on: found.0, centre: *cell, radius: found.1 };
            }
        }
        let corner = side * std::f64::consts::FRAC_1_SQRT_2;
        let need = ((NEARLY * top.on as f64).ceil() as usize).max(ZONE_TRACKS as usize);
        cells.retain(|cell| best(spots, *cell, corner + SLACK).0 >= need);
        if cells.is_empty() {
            return Err(Withheld::Untrimmed);
        }
        if cells.len() > MOST_CELLS {
            return Err(Withheld::Ambiguous);
        }
        if side <= FINE {
            break;
        }
        side /= 2.0;
        let quarters = [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)];
        cells = cells.iter().flat_map(|(x, y)| quarters.map(|(dx, dy)| (x + dx * side, y + dy * side))).collect();
    }
    // Another zone has ends of its own; only what explains the same ends is another answer to the same question.
    let own: Vec<(f64, f64)> = on_circle(spots, top.centre, top.radius).map(|spot| spot.at).collect();
    let is_rival = |cell: &(f64, f64)| {
        let (_, radius) = best(spots, *cell, FINE + SLACK);
        let (least, most) = RADII_METRES[radius];
        let shared = own.iter().filter(|at| {
            let metres = distance(**at, *cell);
            metres + MOST_BEYOND >= least && metres - MOST_BEYOND <= most
        });
        2 * shared.count() >= own.len()
    };
    cells.retain(is_rival);
    Ok(Candidates { best: top.centre, radius: top.radius, cells })
}

/// The centre that most ends fit so far.
struct Top {
    on: usize,
    centre: (f64, f64),
    radius: usize,
}

/// The middles of all coarse cells that enough ends could have for a centre.
fn coarse(spots: &[Spot]) -> Vec<(f64, f64)> {
    let reach = RADII_METRES[RADII_METRES.len() - 1].1 + MOST_BEYOND + COARSE;
    let steps = (reach / COARSE).ceil() as i64;
    let cell = |metres: f64| (metres / COARSE).floor() as i64;
    // Ends in one cell vote as one.
    let mut voters: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for spot in spots {
        *voters.entry((cell(spot.at.0), cell(spot.at.1))).or_default() += 1;
    }
    let mut votes: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for ((x, y), number) in voters {
        for dx in -steps..=steps {
            for dy in -steps..=steps {
                *votes.entry((x + dx, y + dy)).or_default() += number;
            }
        }
    }
    let enough = votes.into_iter().filter(|(_, votes)| *votes as u64 >= ZONE_TRACKS);
    let middle = |at: i64| (at as f64 + 0.5) * COARSE;
    enough.map(|((x, y), _)| (middle(x), middle(y))).collect()
}

/// Middle and radius of a small circle around all cells (Bădoiu and Clarkson 2003: ever shorter steps to the farthest).
fn enclosing(cells: &[(f64, f64)]) -> ((f64, f64), f64) {
    const STEPS: u32 = 200;
    let number = cells.len().max(1) as f64;
    let mut middle = cells.iter().fold((0.0, 0.0), |sum, cell| (sum.0 + cell.0 / number, sum.1 + cell.1 / number));
    let farthest = |middle: (f64, f64)| {
        let by_distance = |a: &&(f64, f64), b: &&(f64, f64)| distance(**a, middle).total_cmp(&distance(**b, middle));
        cells.iter().max_by(by_distance).copied().unwrap_or(middle)
    };
    for step in 1..=STEPS {
        let to = farthest(middle);
        let part = 1.0 / f64::from(step + 1);
        middle = (middle.0 + (to.0 - middle.0) * part, middle.1 + (to.1 - middle.1) * part);
    }
    (middle, distance(farthest(middle), middle))
}
