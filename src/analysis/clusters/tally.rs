//! Sums over stretches of an index, so that a cluster of a million costs no more than one of a hundred.

use std::ops::Range;

use crate::analysis::Verdict;
use crate::analysis::index::SpatialIndex;
use crate::analysis::mercator::WorldPoint;
use crate::analysis::morton;

/// Places in one block, blocks in one of the next level, and so on.
const BLOCK: usize = 64;

/// What is summed up of every stretch of an index.
#[derive(Clone, Debug, Default)]
pub struct Tallies {
    /// By place in the index.
    verdicts: Vec<Verdict>,
    /// Of blocks of places, blocks of those, and so on.
    levels: Vec<Vec<Tally>>,
}

/// The sum of a stretch. Whole numbers, so that it does not depend on how the stretch was put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) by_verdict: [u32; Verdict::ALL.len()],
    /// Columns and rows of the finest grid.
    sum: (u64, u64),
    min: (u32, u32),
    max: (u32, u32),
}

impl Tally {
    const NOTHING: Self =
        Self { by_verdict: [0; Verdict::ALL.len()], sum: (0, 0), min: (u32::MAX, u32::MAX), max: (0, 0) };

    fn of(code: u64, verdict: Verdict) -> Self {
        let (x, y) = morton::decode(code);
        let mut by_verdict = [0; Verdict::ALL.len()];
        by_verdict[verdict as usize] = 1;
        Self { by_verdict, sum: (u64::from(x), u64::from(y)), min: (x, y), max: (x, y) }
    }

    fn add(&mut self, other: &Self) {
        self.by_verdict.iter_mut().zip(other.by_verdict).for_each(|(sum, count)| *sum += count);
        self.sum = (self.sum.0 + other.sum.0, self.sum.1 + other.sum.1);
        self.min = (self.min.0.min(other.min.0), self.min.1.min(other.min.1));
        self.max = (self.max.0.max(other.max.0), self.max.1.max(other.max.1));
    }

    pub(super) fn count(&self) -> u32 {
        self.by_verdict.iter().sum()
    }

    /// The middle of all positions.
    pub(super) fn centre(&self) -> WorldPoint {
        let count = f64::from(self.count().max(1));
        let middle = |sum: u64| (sum as f64 / count + 0.5) / (1_u64 << morton::BITS) as f64;
        WorldPoint { x: middle(self.sum.0), y: middle(self.sum.1) }
    }

    /// Their north-western and south-eastern corner.
    pub(super) fn corners(&self) -> (WorldPoint, WorldPoint) {
        let corner = |(x, y)| WorldPoint { x: morton::axis_to_world(x), y: morton::axis_to_world(y) };
        (corner(self.min), corner(self.max))
    }
}

impl Tallies {
    /// For all of `index`; `verdict_of` tells the verdict of a key.
    pub fn new(index: &SpatialIndex, verdict_of: impl Fn(u32) -> Verdict) -> Self {
        let verdicts: Vec<Verdict> = index.keys().iter().map(|key| verdict_of(*key)).collect();
        let mut tallies = Self { verdicts, levels: Vec::new() };
        let blocks = (0..index.len()).step_by(BLOCK).map(|first| first..index.len().min(first + BLOCK));
        let mut level: Vec<Tally> = blocks.map(|places| sum(tallies.places(index, places))).collect();
        while level.len() > 1 {
            let next = level.chunks(BLOCK).map(|blocks| sum(blocks.iter().copied())).collect();
            tallies.levels.push(std::mem::replace(&mut level, next));
        }
        tallies
    }

    fn places(&self, index: &SpatialIndex, places: Range<usize>) -> impl Iterator<Item = Tally> {
        places.map(|at| Tally::of(index.code(at), self.verdicts[at]))
    }

    /// The sum over some places of the index that this was made for.
    pub(super) fn of(&self, index: &SpatialIndex, places: Range<usize>) -> Tally {
        let mut total = Tally::NOTHING;
        let mut range = places;
        for level in 0..=self.levels.len() {
            // Whole blocks are left to the next level.
            let blocks = range.start.div_ceil(BLOCK)..range.end / BLOCK;
            let is_last = level == self.levels.len() || blocks.is_empty();
            let inner = if is_last { range.end..range.end } else { blocks.start * BLOCK..blocks.end * BLOCK };
            for edge in [range.start..inner.start, inner.end..range.end] {
                total.add(&match level.checked_sub(1) {
                    None => sum(self.places(index, edge)),
                    Some(below) => sum(self.levels[below][edge].iter().copied()),
                });
            }
            if is_last {
                break;
            }
            range = blocks;
        }
        total
    }
}

fn sum(tallies: impl Iterator<Item = Tally>) -> Tally {
    tallies.fold(Tally::NOTHING, |mut total, tally| {
        total.add(&tally);
        total
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_stretch_is_the_sum_of_its_places(
            codes in prop::collection::vec(prop_oneof![any::<u64>(), Just(5)], 1..9_000),
            (from, to) in (0.0..1.0f64, 0.0..1.0f64),
        ) {
            let index = SpatialIndex::of_rows(codes);
            let verdict_of = |key: u32| Verdict::ALL[key as usize % Verdict::ALL.len()];
            let tallies = Tallies::new(&index, verdict_of);
            let place = |part: f64| (part * index.len() as f64) as usize;
            let range = place(from.min(to))..place(from.max(to));
            let expected = sum(range.clone().map(|at| Tally::of(index.code(at), verdict_of(index.key(at)))));
            prop_assert_eq!(tallies.of(&index, range.clone()), expected);
            prop_assert_eq!(expected.count() as usize, range.len());
        }
    }
}
