//! How little is enough: how many random posts give the home away.
//!
//! Draws random subsets of what the observer had and asks of each where the home is, by the place most visited at night.
//! `hit(k)` is the share of subsets of `k` that lead to the same place as everything does; k95 is the smallest `k` for
//! which that is 95 %. Nothing is compared with other people, so no population is needed.

use super::places::PlaceId;
use super::random::Random;

/// Subsets drawn of each size.
pub const DRAWS: u32 = 1_000;
/// Largest size tried.
pub const LARGEST: usize = 400;
/// The share of subsets that must hit.
const ENOUGH: f64 = 0.95;

/// A point as far as the finder cares: where, and whether at night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NightPoint {
    /// The place, or `None` for one that can be no home.
    pub place: Option<PlaceId>,
    /// Whether it was between 22 and 7 o'clock there.
    pub night: bool,
}

/// How often subsets of a size led to the home.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The size.
    pub k: usize,
    /// The share of subsets.
    pub share: f64,
}

/// How little is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Reveal {
    /// The smallest size of which 95 % of subsets lead to the home, or `None` when it is above [`LARGEST`].
    pub k95: Option<usize>,
    /// What was found on the way to it, by size.
    pub hits: Vec<Hit>,
    /// Seed of the draws.
    pub seed: u64,
}

/// One post more, and where the home would be by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index of the point drawn.
    pub point: usize,
    /// Where the home would be, going by what was drawn so far.
    pub guess: Option<PlaceId>,
}

/// Counts of a subset, cleared without looking at every place.
struct Counts {
    night: Vec<u32>,
    all: Vec<u32>,
    touched: Vec<usize>,
}

impl Counts {
    fn new(places: usize) -> Self {
        Self { night: vec![0; places], all: vec![0; places], touched: Vec::new() }
    }

    fn add(&mut self, point: NightPoint) {
        let Some(place) = point.place.map(PlaceId::index) else { return };
        if self.all[place] == 0 {
            self.touched.push(place);
        }
        self.all[place] += 1;
        self.night[place] += u32::from(point.night);
    }

    fn clear(&mut self) {
        for place in self.touched.drain(..) {
            (self.night[place], self.all[place]) = (0, 0);
        }
    }

    /// The place most visited at night, else most visited; of equal ones that with the smaller number.
    fn home(&self) -> Option<PlaceId> {
        let best = |counts: &[u32]| {
            let most = self.touched.iter().filter(|p| counts[**p] > 0);
            most.max_by_key(|p| (counts[**p], std::cmp::Reverse(**p))).map(|p| PlaceId(*p as u32))
        };
        best(&self.night).or_else(|| best(&self.all))
    }
}

fn place_count(points: &[NightPoint]) -> usize {
    points.iter().filter_map(|p| p.place).map(|p| p.index() + 1).max().unwrap_or(0)
}

/// Where all points together put the home.
pub fn home_of(points: &[NightPoint]) -> Option<PlaceId> {
    let mut counts = Counts::new(place_count(points));
    for point in points {
        counts.add(*point);
    }
    counts.home()
}

/// The share of `draws` random subsets of `k` points that lead to `home`.
pub fn hit(points: &[NightPoint], home: PlaceId, k: usize, draws: u32, random: &mut Random) -> f64 {
    let n = points.len();
    let k = k.min(n);
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut counts = Counts::new(place_count(points));
    let mut hits = 0;
    for _ in 0..draws {
        // The first k of a shuffle; the rest need not be shuffled, nor put back: any order is as good as another.
        for i in 0..k {
            order.swap(i, i + random.below(n - i));
            counts.add(points[order[i] as usize]);
        }
        hits += u32::from(counts.home() == Some(home));
        counts.clear();
    }
    f64::from(hits) / f64::from(draws.max(1))
}

/// How many random posts give the home away.
pub fn reveal(points: &[NightPoint], home: PlaceId, seed: u64) -> Reveal {
    let mut random = Random::new(seed);
    let mut hits = Vec::new();
    let last = points.len().min(LARGEST);
    for k in 1..=last {
        let share = hit(points, home, k, DRAWS, &mut random);
        hits.push(Hit { k, share });
        if share >= ENOUGH {
            return Reveal { k95: Some(k), hits, seed };
        }
    }
    Reveal { k95: None, hits, seed }
}

/// All points in a random order, and where the home would be after each: what an animation plays.
pub fn play(points: &[NightPoint], seed: u64) -> impl Iterator<Item = Step> {
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..points.len()).collect();
    for i in 0..order.len() {
        let other = i + random.below(order.len() - i);
        order.swap(i, other);
    }
    let mut counts = Counts::new(place_count(points));
    order.into_iter().map(move |point| {
        counts.add(points[point]);
        Step { point, guess: counts.home() }
    })
}
