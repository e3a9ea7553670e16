//! Positions in space order, with counts by cell: what a view of the map asks for is a few ranges of it.
//!
//! Positions are sorted by their code along a space-filling curve. On top of the sorted list lie
//! levels: the occupied cells of a coarser grid and where their members start. A question about a
//! rectangle walks down from the whole world and touches only what the rectangle touches.

mod level;
mod order;
mod peaks;
mod search;

use std::ops::Range;

use super::mercator::{WorldPoint, metres_per_world};
use super::morton;
use super::threads::{at_once, both, share};

use level::{Level, kept_levels, occupied_cells};
use peaks::peaks_per_km2;
use search::{Axis, Edge, Nearest};

/// Depth of the coarsest grid that may be kept; the grid of depth `d` has `2^d` cells a side.
const COARSEST: u8 = 4;
/// Depth of the finest grid that may be kept: cells of 60 cm at the equator.
const FINEST: u8 = 26;
/// Steps between depths whose fullest cell is known.
const PEAK_STEP: u8 = 2;

/// Positions worth a thread.
const SHARE: usize = 1 << 16;

/// A rectangle of cells of some grid, edges included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRect {
    /// Western column.
    pub x0: u32,
    /// Northern row.
    pub y0: u32,
    /// Eastern column.
    pub x1: u32,
    /// Southern row.
    pub y1: u32,
}

impl CellRect {
    /// The cells of the grid of `depth` that a rectangle of the world touches, or `None` when it lies outside.
    pub fn touching(depth: u8, min: WorldPoint, max: WorldPoint) -> Option<Self> {
        if max.x < 0.0 || max.y < 0.0 || min.x > 1.0 || min.y > 1.0 || max.x < min.x || max.y < min.y {
            return None;
        }
        let cells = (1u64 << depth) as f64;
        let last = cells as u64 - 1;
        let cell = |v: f64| ((v.clamp(0.0, 1.0) * cells) as u64).min(last) as u32;
        Some(Self { x0: cell(min.x), y0: cell(min.y), x1: cell(max.x), y1: cell(max.y) })
    }

    fn contains(&self, x: u32, y: u32) -> bool {
        (self.x0..=self.x1).contains(&x) && (self.y0..=self.y1).contains(&y)
    }
}

/// Positions in space order. Each carries a number that says whose it is.
#[derive(Clone, Debug, Default)]
pub struct SpatialIndex {
    codes: Vec<u64>,
    keys: Vec<u32>,
    /// The coarsest first. Of two neighbours the coarser has at most half the cells of the finer, so that all of them
    /// together are no larger than the list; a grid that would save less is not worth its memory.
    levels: Vec<Level>,
    /// The most positions for the area of the ground in any cell, per square kilometre, at every
    /// `PEAK_STEP`th depth from the coarsest.
    peaks: Vec<f64>,
}

impl SpatialIndex {
    /// Sorts positions, given as code and key.
    pub fn new(entries: Vec<(u64, u32)>) -> Self {
        let (codes, keys) = order::sorted(entries.len(), |i| entries[i]);
        drop(entries);
        Self::from_sorted(codes, keys)
    }

    /// Sorts positions, given as codes; the key of each is its place in the list.
    pub fn of_rows(rows: Vec<u64>) -> Self {
        let (codes, keys) = order::sorted(rows.len(), |i| (rows[i], i as u32));
        drop(rows);
        Self::from_sorted(codes, keys)
    }

    /// The same with only those whose key is wanted. The order is kept, so nothing is sorted again. `wanted` is asked on
    /// several threads.
    #[must_use]
    pub fn filtered(&self, wanted: impl Fn(u32) -> bool + Sync) -> Self {
        let (mut codes, mut keys) = (vec![0; self.codes.len()], vec![0; self.keys.len()]);
        let share = share(self.codes.len(), SHARE);
        let from = self.codes.chunks(share).zip(self.keys.chunks(share));
        let parts = from.zip(codes.chunks_mut(share).zip(keys.chunks_mut(share))).collect();
        let kept = at_once(parts, |(from, to)| keep(from, to, &wanted));
        let mut end = 0;
        for (part, kept) in kept.into_iter().enumerate() {
            let first = part * share;
            codes.copy_within(first..first + kept, end);
            keys.copy_within(first..first + kept, end);
            end += kept;
        }
        codes.truncate(end);
        keys.truncate(end);
        codes.shrink_to_fit();
        keys.shrink_to_fit();
        Self::from_sorted(codes, keys)
    }

    fn from_sorted(codes: Vec<u64>, keys: Vec<u32>) -> Self {
        let (levels, peaks) = both(|| kept_levels(&codes, &occupied_cells(&codes)), || peaks_per_km2(&codes));
        Self { codes, keys, levels, peaks }
    }

    /// Number of positions.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The keys, in space order.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The key at a place of the order.
    pub fn key(&self, at: usize) -> u32 {
        self.keys[at]
    }

    /// The code at a place of the order.
    pub(super) fn code(&self, at: usize) -> u64 {
        self.codes[at]
    }

    /// The position at a place of the order, to a centimetre.
    pub fn position(&self, at: usize) -> WorldPoint {
        morton::to_world(self.codes[at])
    }

    /// Calls `f` with column, row and members of every occupied cell of the grid of `depth` in `rect`.
    ///
    /// The same cell may come more than once, each time with other members.
    pub fn for_each_cell(&self, depth: u8, rect: CellRect, f: &mut impl FnMut(u32, u32, Range<usize>)) {
        debug_assert!(depth <= morton::BITS, "no finer grid exists");
        let Some(level) = self.levels.iter().find(|l| l.depth >= depth) else {
            self.visit_raw(depth, rect, f);
            return;
        };
        let shift = level.depth - depth;
        let fine = rect_at(rect, shift);
        let walk = Walk { codes: &level.cells, depth: level.depth, rect: fine };
        walk.run(&mut |x, y, i| f(x >> shift, y >> shift, level.start[i] as usize..level.start[i + 1] as usize));
    }

    fn visit_raw(&self, depth: u8, rect: CellRect, f: &mut impl FnMut(u32, u32, Range<usize>)) {
        let shift = morton::BITS - depth;
        let walk = Walk { codes: &self.codes, depth: morton::BITS, rect: rect_at(rect, shift) };
        let cell = |v: u32| v.checked_shr(u32::from(shift)).unwrap_or(0);
        walk.run(&mut |x, y, i| f(cell(x), cell(y), i..i + 1));
    }

    /// Calls `f` with the place in the order of every position in `rect` of the finest grid.
    pub fn for_each_in(&self, min: WorldPoint, max: WorldPoint, f: &mut impl FnMut(usize)) {
        if let Some(rect) = CellRect::touching(morton::BITS, min, max) {
            Walk { codes: &self.codes, depth: morton::BITS, rect }.run(&mut |_, _, i| f(i));
        }
    }

    /// Number of positions in a rectangle of the world; by cells of the kept grid that fits, so the edge is rough.
    pub fn count_about(&self, depth: u8, min: WorldPoint, max: WorldPoint) -> usize {
        let mut count = 0;
        if let Some(rect) = CellRect::touching(depth, min, max) {
            self.for_each_cell(depth, rect, &mut |_, _, members| count += members.len());
        }
        count
    }

    /// The place in the order of the position nearest to `at`, not farther than `radius` widths of the world.
    /// Of several at the same distance the one with the greatest key, which is drawn last.
    pub fn nearest(&self, at: WorldPoint, radius: f64, mut accept: impl FnMut(u32) -> bool) -> Option<(usize, f64)> {
        let mut search = Nearest { index: self, at, radius, best: None };
        search.node(0, 0, 0..self.codes.len(), &mut accept);
        search.best
    }

    /// Calls `f` with the column, of `2^depth`, of every occupied cell.
    pub fn for_each_column(&self, depth: u8, f: &mut impl FnMut(u32)) {
        let last = u32::MAX >> (morton::BITS - depth);
        self.for_each_cell(depth, CellRect { x0: 0, y0: 0, x1: last, y1: last }, &mut |x, _, _| f(x));
    }

    /// The smallest stretch around the positions with `x` in `from..=to`, as its north-western and south-eastern corner.
    pub fn extent(&self, from: f64, to: f64) -> Option<(WorldPoint, WorldPoint)> {
        let strip = CellRect::touching(morton::BITS, WorldPoint { x: from, y: 0.0 }, WorldPoint { x: to, y: 1.0 })?;
        let edge = |axis, greatest| {
            let mut search = Edge { codes: &self.codes, strip, axis, greatest, best: None };
            search.node(0, 0, 0..self.codes.len());
            search.best.map(morton::axis_to_world)
        };
        Some((
            WorldPoint { x: edge(Axis::X, false)?, y: edge(Axis::Y, false)? },
            WorldPoint { x: edge(Axis::X, true)?, y: edge(Axis::Y, true)? },
        ))
    }

    /// The most positions for an area of the ground, per square kilometre, when counted in cells `side` widths
    /// of the world wide. Between the depths that are known it is interpolated.
    pub fn peak_per_km2(&self, side: f64) -> f64 {
        let depth = (-side.log2()).clamp(f64::from(COARSEST), f64::from(FINEST));
        let step = (depth - f64::from(COARSEST)) / f64::from(PEAK_STEP);
        let lower = step.floor() as usize;
        let peak = |i: usize| self.peaks.get(i.min(self.peaks.len().saturating_sub(1))).copied().unwrap_or(0.0);
        let t = step - lower as f64;
        let (a, b) = (peak(lower), peak(lower + 1));
        if a <= 0.0 || b <= 0.0 { a.max(b) } else { (a.ln() * (1.0 - t) + b.ln() * t).exp() }
    }

    /// Bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let levels = self.levels.iter().map(|l| l.cells.capacity() * 8 + l.start.capacity() * 4);
        self.codes.capacity() * 8 + self.keys.capacity() * 4 + levels.sum::<usize>()
    }
}

/// Moves codes and keys that are wanted to the front of other lists, and says how many they are.
fn keep(from: (&[u64], &[u32]), (codes, keys): (&mut [u64], &mut [u32]), wanted: &impl Fn(u32) -> bool) -> usize {
    let mut kept = 0;
    for (&code, &key) in from.0.iter().zip(from.1) {
        // Written in any case, and overwritten by the next if it is not wanted: a branch that nobody can foresee would
        // take longer.
        codes[kept] = code;
        keys[kept] = key;
        kept += usize::from(wanted(key));
    }
    kept
}

/// The same rectangle in a grid that is `shift` steps finer.
fn rect_at(rect: CellRect, shift: u8) -> CellRect {
    let low = |v: u32| v.checked_shl(u32::from(shift)).unwrap_or(0);
    let high = |v: u32| (((u64::from(v) + 1) << shift) - 1).min(u64::from(u32::MAX)) as u32;
    CellRect { x0: low(rect.x0), y0: low(rect.y0), x1: high(rect.x1), y1: high(rect.y1) }
}

/// Area on the ground of a cell of the grid of `depth` at height `y`, in square kilometres.
pub fn cell_km2(depth: u8, y: f64) -> f64 {
    let side = metres_per_world(y) / 1000.0 / (1u64 << depth) as f64;
    side * side
}

/// A walk over sorted cells of one grid that lie in a rectangle.
struct Walk<'a> {
    codes: &'a [u64],
    depth: u8,
    rect: CellRect,
}

impl Walk<'_> {
    fn run(&self, f: &mut impl FnMut(u32, u32, usize)) {
        self.node(0, 0, 0..self.codes.len(), f);
    }

    /// `prefix` is the code of a cell of the grid of depth `at`; `span` holds its members.
    fn node(&self, at: u8, prefix: u64, span: Range<usize>, f: &mut impl FnMut(u32, u32, usize)) {
        if span.is_empty() {
            return;
        }
        let below = self.depth - at;
        let (x, y) = morton::decode(prefix);
        let node = rect_at(CellRect { x0: x, y0: y, x1: x, y1: y }, below);
        let r = &self.rect;
        if node.x1 < r.x0 || node.x0 > r.x1 || node.y1 < r.y0 || node.y0 > r.y1 {
            return;
        }
        let inside = r.contains(node.x0, node.y0) && r.contains(node.x1, node.y1);
        if inside || below == 0 || span.len() <= 16 {
            for i in span {
                let (x, y) = morton::decode(self.codes[i]);
                if inside || r.contains(x, y) {
                    f(x, y, i);
                }
            }
            return;
        }
        let mut from = span.start;
        for child in prefix * 4..prefix * 4 + 4 {
            let shift = 2 * (below - 1);
            let members = self.codes[from..span.end].partition_point(|c| c >> shift <= child);
            self.node(at + 1, child, from..from + members, f);
            from += members;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(points: &[(f64, f64)]) -> SpatialIndex {
        let entry = |(i, p): (usize, &(f64, f64))| (morton::of_world(WorldPoint { x: p.0, y: p.1 }), i as u32);
        SpatialIndex::new(points.iter().enumerate().map(entry).collect())
    }

    fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
        // Lumps as well as scatter, and exact repeats, as real places are.
        let lump = (0.0f64..=1.0, 0.0f64..=1.0).prop_map(|(x, y)| (0.3 + x * 1e-6, 0.4 + y * 1e-6));
        let repeat = Just((0.25, 0.75));
        prop::collection::vec(prop_oneof![(0.0f64..=1.0, 0.0f64..=1.0), lump, repeat], 0..300)
    }

    proptest! {
        #[test]
        fn nearest_is_what_looking_at_all_finds(points in points(), x in 0.0f64..1.0, y in 0.0f64..1.0, radius in 0.0f64..0.3) {
            let index = index(&points);
            let at = WorldPoint { x, y };
            let found = index.nearest(at, radius, |_| true).map(|(_, d)| d);
            let distances = (0..index.len()).map(|i| { let p = index.position(i); (p.x - x).hypot(p.y - y) });
            let expected = distances.filter(|d| *d <= radius).min_by(f64::total_cmp);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn cells_of_every_grid_hold_everything_once(points in points(), depth in 0u8..=32) {
            let index = index(&points);
            let all = CellRect::touching(depth, WorldPoint { x: 0.0, y: 0.0 }, WorldPoint { x: 1.0, y: 1.0 }).unwrap();
            let mut seen = vec![false; points.len()];
            index.for_each_cell(depth, all, &mut |x, y, members| for i in members {
                assert!(!std::mem::replace(&mut seen[i], true), "counted twice");
                let p = index.position(i);
                let cells = (1u64 << depth) as f64;
                assert_eq!((x, y), ((p.x * cells) as u32, (p.y * cells) as u32));
            });
            prop_assert!(seen.iter().all(|s| *s));
        }

        #[test]
        fn a_rectangle_holds_what_lies_in_it(points in points(), x in 0.0f64..0.9, y in 0.0f64..0.9, w in 0.0f64..0.5, depth in 1u8..30) {
            let index = index(&points);
            let rect = CellRect::touching(depth, WorldPoint { x, y }, WorldPoint { x: x + w, y: y + w }).unwrap();
            let mut count = 0;
            index.for_each_cell(depth, rect, &mut |_, _, members| count += members.len());
            let cells = (1u64 << depth) as f64;
            let expected = (0..index.len()).filter(|i| { let p = index.position(*i); rect.contains((p.x * cells) as u32, (p.y * cells) as u32) });
            prop_assert_eq!(count, expected.count());
        }

        #[test]
        fn filtering_is_building_from_the_rest(points in points()) {
            let all = index(&points);
            let some = all.filtered(|key| key % 3 == 0);
            prop_assert_eq!(some.len(), points.len().div_ceil(3));
            prop_assert!(some.codes.is_sorted());
        }
    }

    proptest! {
        #[test]
        fn the_extent_is_that_of_all(points in points(), from in 0.0f64..0.6, width in 0.0f64..0.6) {
            let index = index(&points);
            let to = (from + width).min(1.0);
            let column = |x: f64| (x * (1u64 << 32) as f64) as u32;
            let strip = column(from)..=column(to);
            let all = (0..index.len()).map(|i| index.position(i));
            let inside: Vec<WorldPoint> = all.filter(|p| strip.contains(&column(p.x))).collect();
            let (min, max) = (|pick: fn(&WorldPoint) -> f64| inside.iter().map(pick).reduce(f64::min), |pick: fn(&WorldPoint) -> f64| inside.iter().map(pick).reduce(f64::max));
            let expected = min(|p| p.x).map(|west| (WorldPoint { x: west, y: min(|p| p.y).unwrap() }, WorldPoint { x: max(|p| p.x).unwrap(), y: max(|p| p.y).unwrap() }));
            prop_assert_eq!(index.extent(from, to), expected);
        }

        #[test]
        fn of_many_in_one_place_the_greatest_key_is_the_nearest(count in 1u32..200, wanted in 1u32..5) {
            let index = index(&vec![(0.3, 0.6); count as usize]);
            let found = index.nearest(WorldPoint { x: 0.3001, y: 0.6 }, 0.01, |key| key % wanted == 0).map(|(at, _)| index.key(at));
            prop_assert_eq!(found, (0..count).filter(|key| key % wanted == 0).max());
        }
    }

    #[test]
    fn grids_are_kept_only_where_they_save() {
        let mut dice = 1_u64;
        let mut roll = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 11) as f64 / (1_u64 << 53) as f64
        };
        let scattered = index(&(0..4_000).map(|_| (roll(), roll())).collect::<Vec<_>>());
        let kept: usize = scattered.levels.iter().map(|level| level.cells.len()).sum();
        assert!(!scattered.levels.is_empty() && kept <= scattered.len(), "{kept}");
        assert!(scattered.bytes() <= 24 * scattered.len(), "{}", scattered.bytes());
        assert!(scattered.levels.windows(2).all(|pair| pair[0].cells.len() * 2 <= pair[1].cells.len()));
    }

    #[test]
    fn the_peak_is_the_fullest_cell_for_its_ground() {
        let mut places = vec![(0.5, 0.5); 50];
        places.push((0.1, 0.5));
        let index = index(&places);
        let depth = 12;
        let expected = 50.0 / cell_km2(depth, 0.5);
        let peak = index.peak_per_km2(1.0 / f64::from(1 << depth));
        assert!((peak / expected - 1.0).abs() < 0.01, "{peak} {expected}");
    }
}
