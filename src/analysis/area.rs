//! An area of the map to look at alone, and which rows of location trails lie in it.

use std::ops::Range;
use std::sync::Arc;

use crate::lens::{Disc, Fence, Shape};
use crate::model::GeoPoint;

use super::threads::{at_once, share};

/// An area of the map. Cheap to copy and to compare with its copies.
#[derive(Clone, Debug)]
pub struct Area(Arc<Prepared>);

/// A fence, ready to be asked for millions of positions.
#[derive(Debug)]
struct Prepared {
    fence: Fence,
    /// For a circle.
    disc: Option<Disc>,
}

impl PartialEq for Area {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.fence == other.0.fence
    }
}

impl From<Fence> for Area {
    fn from(fence: Fence) -> Self {
        let disc = match &fence.shape {
            Shape::Circle { centre, radius_metres } => Some(Disc::new(*centre, *radius_metres)),
            Shape::Outline(_) => None,
        };
        Self(Arc::new(Prepared { fence, disc }))
    }
}

impl Area {
    /// What it is called and where it lies.
    pub fn fence(&self) -> &Fence {
        &self.0.fence
    }

    /// Whether a position lies in it, taken as exact.
    pub fn contains(&self, at: GeoPoint) -> bool {
        self.0.disc.as_ref().map_or_else(|| self.0.fence.contains(at), |disc| disc.contains(at))
    }

    /// Its width and height in metres: the width at the latitude at which it is widest.
    pub fn size_metres(&self) -> (f64, f64) {
        match &self.0.fence.shape {
            Shape::Circle { radius_metres, .. } => (2.0 * radius_metres, 2.0 * radius_metres),
            Shape::Outline(outline) => outline.size_metres(),
        }
    }
}

/// Some of so many rows: one bit each, and how many there are before each word of bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
    before: Vec<u32>,
}

impl RowSet {
    /// Those of `len` rows for which `wanted` holds. It is asked on several threads.
    pub fn new(len: usize, wanted: impl Fn(usize) -> bool + Sync) -> Self {
        let mut words = vec![0_u64; len.div_ceil(64)];
        let share = share(words.len(), Self::SHARE);
        at_once(words.chunks_mut(share).enumerate().collect(), |(part, words)| {
            for (index, word) in words.iter_mut().enumerate() {
                let from = (part * share + index) * 64;
                *word = (from..len.min(from + 64)).fold(0, |bits, row| bits | u64::from(wanted(row)) << (row - from));
            }
        });
        let mut count = 0;
        let mut before = Vec::with_capacity(words.len() + 1);
        before.push(0);
        for word in &words {
            count += word.count_ones();
            before.push(count);
        }
        Self { words, before }
    }

    /// Words of bits worth a thread.
    const SHARE: usize = 2_048;

    /// Whether it holds this row.
    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many of these rows it holds.
    pub fn count(&self, rows: Range<usize>) -> usize {
        self.count_before(rows.end).saturating_sub(self.count_before(rows.start))
    }

    fn count_before(&self, row: usize) -> usize {
        let word = (row / 64).min(self.words.len());
        let bits = self.words.get(word).map_or(0, |bits| bits & ((1 << (row % 64)) - 1));
        self.before.get(word).copied().unwrap_or(0) as usize + bits.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_counted_as_one_by_one(bits in prop::collection::vec(any::<bool>(), 0..400), a in 0_usize..500, b in 0_usize..500) {
            let set = RowSet::new(bits.len(), |row| bits[row]);
            let holds = |row: usize| bits.get(row).copied().unwrap_or(false);
            prop_assert!((0..500).all(|row| set.contains(row) == holds(row)));
            prop_assert_eq!(set.count(a..b), (a..b).filter(|row| holds(*row)).count());
        }
    }

    #[test]
    fn threads_answer_as_one_does() {
        let len = 1_000_003;
        let set = RowSet::new(len, |row| row % 7 == 3);
        assert_eq!(set.count(0..len), (0..len).filter(|row| row % 7 == 3).count());
        assert!((0..len).step_by(997).all(|row| set.contains(row) == (row % 7 == 3)));
    }
}
