//! Positions in space order, with counts by cell: what a view of the map asks for is a few ranges of it.
//!
//! Positions are sorted by their code along a space-filling curve. On top of the sorted list lie
//! levels: the occupied cells of a coarser grid and where their members start. A question about a
//! rectangle walks down from the whole world and touches only what the rectangle touches.

use std::ops::Range;

use super::mercator::{WorldPoint, metres_per_world};
use super::morton;

/// Depth of the coarsest grid that is kept; the grid of depth `d` has `2^d` cells a side.
const COARSEST: u8 = 4;
/// Depth of the finest grid that is kept: cells of 60 cm at the equator.
const FINEST: u8 = 26;
/// Every second depth is kept; the ones between are put together from the next finer one.
const STEP: usize = 2;

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

/// The occupied cells of one grid.
#[derive(Clone, Debug)]
struct Level {
    depth: u8,
    cells: Vec<u64>,
    /// Where the members of each cell start in the sorted list; one longer than `cells`.
    start: Vec<u32>,
    /// The most members for the area of the ground that any cell has, per square kilometre.
    peak_per_km2: f64,
}

/// Positions in space order. Each carries a number that says whose it is.
#[derive(Clone, Debug, Default)]
pub struct SpatialIndex {
    codes: Vec<u64>,
    keys: Vec<u32>,
    levels: Vec<Level>,
}

impl SpatialIndex {
    /// Sorts positions, given as code and key.
    pub fn new(mut entries: Vec<(u64, u32)>) -> Self {
        entries.sort_unstable();
        Self::from_sorted(entries.iter().map(|e| e.0).collect(), entries.iter().map(|e| e.1).collect())
    }

    /// The same with only those whose key is wanted. The order is kept, so nothing is sorted again.
    #[must_use]
    pub fn filtered(&self, mut wanted: impl FnMut(u32) -> bool) -> Self {
        let mut codes = Vec::with_capacity(self.codes.len());
        let mut keys = Vec::with_capacity(self.keys.len());
        for (&code, &key) in self.codes.iter().zip(&self.keys) {
            if wanted(key) {
                codes.push(code);
                keys.push(key);
            }
        }
        Self::from_sorted(codes, keys)
    }

    fn from_sorted(codes: Vec<u64>, keys: Vec<u32>) -> Self {
        let mut levels: Vec<Level> = Vec::new();
        let mut depth = FINEST;
        while depth >= COARSEST {
            let level = match levels.last() {
                Some(finer) => Level::new(depth, &finer.cells, finer.depth, &finer.start),
                None => Level::new(depth, &codes, morton::BITS, &[]),
            };
            levels.push(level);
            depth -= STEP as u8;
        }
        levels.reverse();
        Self { codes, keys, levels }
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
        let min = WorldPoint { x: at.x - radius, y: at.y - radius };
        let max = WorldPoint { x: at.x + radius, y: at.y + radius };
        let mut best: Option<(usize, f64)> = None;
        self.for_each_in(min, max, &mut |i| {
            let p = self.position(i);
            let distance = (p.x - at.x).hypot(p.y - at.y);
            let better = match best {
                None => true,
                Some((j, d)) => distance < d || (distance <= d && self.keys[i] > self.keys[j]),
            };
            if distance <= radius && better && accept(self.keys[i]) {
                best = Some((i, distance));
            }
        });
        best
    }

    /// The most positions for an area of the ground, per square kilometre, when counted in cells `side` widths
    /// of the world wide. Between the grids that are kept it is interpolated.
    pub fn peak_per_km2(&self, side: f64) -> f64 {
        let depth = (-side.log2()).clamp(f64::from(COARSEST), f64::from(FINEST));
        let lower = ((depth - f64::from(COARSEST)) / STEP as f64).floor() as usize;
        let peak =
            |i: usize| self.levels.get(i.min(self.levels.len().saturating_sub(1))).map_or(0.0, |l| l.peak_per_km2);
        let t = (depth - f64::from(COARSEST)) / STEP as f64 - lower as f64;
        let (a, b) = (peak(lower), peak(lower + 1));
        if a <= 0.0 || b <= 0.0 { a.max(b) } else { (a.ln() * (1.0 - t) + b.ln() * t).exp() }
    }
}

/// The same rectangle in a grid that is `shift` steps finer.
fn rect_at(rect: CellRect, shift: u8) -> CellRect {
    let low = |v: u32| v.checked_shl(u32::from(shift)).unwrap_or(0);
    let high = |v: u32| (((u64::from(v) + 1) << shift) - 1).min(u64::from(u32::MAX)) as u32;
    CellRect { x0: low(rect.x0), y0: low(rect.y0), x1: high(rect.x1), y1: high(rect.y1) }
}

impl Level {
    /// Groups sorted codes of `finer_depth` by their cell in the grid of `depth`.
    fn new(depth: u8, finer: &[u64], finer_depth: u8, finer_start: &[u32]) -> Self {
        let shift = 2 * (finer_depth - depth);
        let member_start = |i: usize| finer_start.get(i).map_or(i as u32, |s| *s);
        let mut cells: Vec<u64> = Vec::new();
        let mut start: Vec<u32> = Vec::new();
        for (i, code) in finer.iter().enumerate() {
            let cell = code >> shift;
            if cells.last() != Some(&cell) {
                cells.push(cell);
                start.push(member_start(i));
            }
        }
        start.push(member_start(finer.len()));
        let mut level = Self { depth, cells, start, peak_per_km2: 0.0 };
        level.peak_per_km2 = level.peak();
        level
    }

    fn peak(&self) -> f64 {
        // The area of a cell changes with its latitude; rows share a table so that no cell costs a cosh.
        let table_depth = self.depth.min(10);
        let rows = 1u32 << table_depth;
        let areas: Vec<f64> =
            (0..rows).map(|row| cell_km2(self.depth, (f64::from(row) + 0.5) / f64::from(rows))).collect();
        let most = self.cells.iter().zip(self.start.windows(2)).map(|(cell, span)| {
            let row = morton::decode(*cell).1 >> (self.depth - table_depth);
            f64::from(span[1] - span[0]) / areas[row as usize]
        });
        most.fold(0.0, f64::max)
    }
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
