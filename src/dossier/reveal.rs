//! How little is enough: how many random posts give the home away.
//!
//! Draws what the observer had in random order, a thousand times over, and asks after each post where the home is, by the
//! place most visited at night. `hit(k)` is the share of these runs that lead to the same place as everything does after
//! `k` posts, which is the share of random subsets of `k`; k95 is the smallest `k` for which that is 95 %. Nothing is
//! compared with other people, so no population is needed.

use super::places::PlaceId;
use super::random::Random;

/// Runs drawn.
pub const DRAWS: u32 = 1_000;
/// Most posts drawn in a run.
pub const LARGEST: usize = 400;
/// The share of runs that must hit.
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

/// Counts of a subset, cleared without looking at every place, and the place with most of them.
struct Counts {
    night: Vec<u32>,
    all: Vec<u32>,
    touched: Vec<usize>,
    most_at_night: Option<usize>,
    most: Option<usize>,
}

impl Counts {
    fn new(places: usize) -> Self {
        Self { night: vec![0; places], all: vec![0; places], touched: Vec::new(), most_at_night: None, most: None }
    }

    fn add(&mut self, point: NightPoint) {
        let Some(place) = point.place.map(PlaceId::index) else { return };
        if self.all[place] == 0 {
            self.touched.push(place);
        }
        self.all[place] += 1;
        self.most = Some(leader(&self.all, self.most, place));
        if point.night {
            self.night[place] += 1;
            self.most_at_night = Some(leader(&self.night, self.most_at_night, place));
        }
    }

    fn clear(&mut self) {
        for place in self.touched.drain(..) {
            (self.night[place], self.all[place]) = (0, 0);
        }
        (self.most_at_night, self.most) = (None, None);
    }

    /// The place most visited at night, else most visited; of equal ones that with the smaller number.
    fn home(&self) -> Option<PlaceId> {
        self.most_at_night.or(self.most).map(|place| PlaceId(place as u32))
    }
}

/// Which place has most, once the count of `raised` has grown: it, or the one before.
fn leader(counts: &[u32], before: Option<usize>, raised: usize) -> usize {
    let rank = |place: usize| (counts[place], std::cmp::Reverse(place));
    before.filter(|before| rank(*before) >= rank(raised)).unwrap_or(raised)
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

/// Draws posts one by one, run after run. A run is told by the seed and its number alone.
struct Drawer<'a> {
    points: &'a [NightPoint],
    order: Vec<u32>,
    counts: Counts,
    /// What was swapped in the present run, to be taken back before the next.
    swaps: Vec<(usize, usize)>,
    random: Random,
}

impl<'a> Drawer<'a> {
    fn new(points: &'a [NightPoint]) -> Self {
        Self {
            points,
            order: (0..points.len() as u32).collect(),
            counts: Counts::new(place_count(points)),
            swaps: Vec::new(),
            random: Random::new(0),
        }
    }

    fn begin(&mut self, seed: u64, run: u32) {
        for (a, b) in self.swaps.drain(..).rev() {
            self.order.swap(a, b);
        }
        self.counts.clear();
        let mut of_seed = Random::new(seed);
        self.random = Random::new(of_seed.next_u64() ^ u64::from(run).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }

    /// The next post; `None` when all are drawn.
    fn draw(&mut self) -> Option<Step> {
        let at = self.swaps.len();
        let left = self.points.len().checked_sub(at).filter(|left| *left > 0)?;
        let other = at + self.random.below(left);
        self.order.swap(at, other);
        self.swaps.push((at, other));
        let point = self.order[at] as usize;
        self.counts.add(self.points[point]);
        Some(Step { point, guess: self.counts.home() })
    }
}

/// For each number of posts up to `most`, the share of [`DRAWS`] runs that lead to `home` after so many.
pub fn curve(points: &[NightPoint], home: PlaceId, most: usize, seed: u64) -> Vec<Hit> {
    let most = most.min(points.len());
    let mut hits = vec![0_u32; most];
    let mut drawer = Drawer::new(points);
    for run in 0..DRAWS {
        drawer.begin(seed, run);
        for hit in &mut hits {
            let guess = drawer.draw().and_then(|step| step.guess);
            *hit += u32::from(guess == Some(home));
        }
    }
    hits.into_iter().zip(1..).map(|(hits, k)| Hit { k, share: f64::from(hits) / f64::from(DRAWS) }).collect()
}

/// How many random posts give the home away.
pub fn reveal(points: &[NightPoint], home: PlaceId, seed: u64) -> Reveal {
    /// Tried first; more only if that is not enough.
    const FIRST: usize = 25;
    let last = points.len().min(LARGEST);
    let mut most = FIRST.min(last);
    loop {
        let mut hits = curve(points, home, most, seed);
        let k95 = hits.iter().find(|hit| hit.share >= ENOUGH).map(|hit| hit.k);
        if k95.is_some() || most == last {
            hits.truncate(k95.unwrap_or(last));
            return Reveal { k95, hits, seed };
        }
        most = (most * 2).min(last);
    }
}

/// One of the runs that [`reveal`] counts, post by post: what an animation plays. `run` is below [`DRAWS`].
pub fn play(points: &[NightPoint], seed: u64, run: u32) -> impl Iterator<Item = Step> {
    let mut drawer = Drawer::new(points);
    drawer.begin(seed, run);
    std::iter::from_fn(move || drawer.draw())
}
