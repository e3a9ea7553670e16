//! Positions in the order of their cells.

use std::ops::Range;

use crate::analysis::threads::{at_once, parts, share};
use crate::model::GeoPoint;

use super::FINEST;
use super::cell::HexCell;

/// So many positions to put into their cells are worth a thread.
const WORTH_A_THREAD: usize = 25_000;

/// Positions by their cell of the finest grid. Each carries a number that says whose it is.
#[derive(Clone, Debug, Default)]
pub struct HexIndex {
    /// Numbers of the occupied cells, ascending.
    cells: Vec<u64>,
    /// Where the members of each cell start in `keys`; one longer than `cells`.
    start: Vec<u32>,
    keys: Vec<u32>,
}

impl HexIndex {
    /// The positions that `position` has for the keys up to `count`.
    pub fn new(count: usize, position: &(impl Fn(usize) -> Option<GeoPoint> + Sync)) -> Self {
        let share = share(count, WORTH_A_THREAD);
        let mut entries = at_once(parts(count, share), |part| located(part, position)).concat();
        entries.sort_unstable();
        let mut index = Self { keys: Vec::with_capacity(entries.len()), ..Self::default() };
        for (cell, key) in entries {
            if index.cells.last() != Some(&cell) {
                index.cells.push(cell);
                index.start.push(index.keys.len() as u32);
            }
            index.keys.push(key);
        }
        index.close()
    }

    fn close(mut self) -> Self {
        self.start.push(self.keys.len() as u32);
        self.cells.shrink_to_fit();
        self.start.shrink_to_fit();
        self
    }

    /// The same with only those whose key is wanted.
    #[must_use]
    pub fn filtered(&self, mut wanted: impl FnMut(u32) -> bool) -> Self {
        let mut index = Self { keys: Vec::with_capacity(self.keys.len()), ..Self::default() };
        for (cell, members) in self.iter() {
            let first = index.keys.len();
            index.keys.extend(self.keys[members].iter().filter(|key| wanted(**key)));
            if index.keys.len() > first {
                index.cells.push(cell);
                index.start.push(first as u32);
            }
        }
        index.close()
    }

    /// Number of positions.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The occupied cells of the finest grid, by number, and the places of their members.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Range<usize>)> + '_ {
        let spans = self.start.windows(2).map(|span| span[0] as usize..span[1] as usize);
        self.cells.iter().copied().zip(spans)
    }

    /// The keys of what lies in a cell of any resolution up to the finest.
    pub fn keys_in(&self, cell: HexCell) -> &[u32] {
        let span = span_of(&self.cells, FINEST, cell);
        match (self.start.get(span.start), self.start.get(span.end)) {
            (Some(from), Some(to)) => &self.keys[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

/// The cells of the finest grid, and the keys in them.
fn located(keys: Range<usize>, position: &impl Fn(usize) -> Option<GeoPoint>) -> Vec<(u64, u32)> {
    let mut found = Vec::with_capacity(keys.len());
    // Who carries a phone is mostly where they were before.
    let mut last: Option<(HexCell, GeoPoint)> = None;
    for key in keys {
        let Some(at) = position(key) else { continue };
        let (cell, centre) = match last {
            Some(known) if HexCell::surely_contains(known.1, at) => known,
            _ => {
                let Some(cell) = HexCell::of(at, FINEST) else { continue };
                (cell, cell.centre())
            }
        };
        last = Some((cell, centre));
        found.push((cell.number(), key as u32));
    }
    found
}

/// The part of `cells`, ascending numbers of one resolution, that lies in a cell of the same or a coarser one.
pub(super) fn span_of(cells: &[u64], resolution: u8, cell: HexCell) -> Range<usize> {
    // Beside mode and resolution a number holds seven bits of the base cell and three for each finer step.
    const PATH: u64 = (1 << 52) - 1;
    let below = 3 * u32::from(15 - cell.resolution().min(resolution));
    let path = |number: u64| (number & PATH) >> below;
    let wanted = path(cell.number());
    let from = cells.partition_point(|c| path(*c) < wanted);
    from..from + cells[from..].partition_point(|c| path(*c) <= wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_holds_what_lies_in_it(
            places in prop::collection::vec((-90.0..90.0f64, -180.0..180.0f64), 1..60),
            steps in prop::collection::vec(-0.0005..0.0005f64, 60),
            resolution in 0u8..=FINEST,
        ) {
            // Each place and one close by, so that finest cells hold several.
            let places: Vec<GeoPoint> = places.iter().zip(&steps)
                .flat_map(|((lat, lon), step)| [GeoPoint::new(*lat, *lon), GeoPoint::new((lat + step).clamp(-90.0, 90.0), *lon)])
                .flatten().collect();
            let index = HexIndex::new(places.len(), &|key| places.get(key).copied());
            prop_assert_eq!(index.len(), places.len());
            for (key, place) in places.iter().enumerate() {
                let cell = HexCell::of(*place, FINEST).unwrap().parent(resolution);
                let found = index.keys_in(cell);
                prop_assert!(found.contains(&(key as u32)));
                let expected = places.iter().filter(|p| HexCell::of(**p, FINEST).unwrap().parent(resolution) == cell);
                prop_assert_eq!(found.len(), expected.count());
            }
            let some = index.filtered(|key| key % 3 == 0);
            prop_assert_eq!(some.len(), places.len().div_ceil(3));
        }
    }

    #[test]
    fn with_a_second_thread_it_is_the_same() {
        let place = |key: usize| GeoPoint::new(40.0 + (key % 300) as f64 * 0.001, 8.0 + (key / 300) as f64 * 0.001);
        let index = HexIndex::new(60_000, &place);
        for key in [0, 29_999, 30_000, 59_999] {
            let cell = HexCell::of(place(key).unwrap(), FINEST).unwrap();
            assert!(index.keys_in(cell).contains(&(key as u32)));
        }
        assert_eq!(index.iter().map(|(_, members)| members.len()).sum::<usize>(), 60_000);
    }
}
