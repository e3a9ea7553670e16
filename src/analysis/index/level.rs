//! The grids on top of the sorted list: which cells of them are occupied, and how full the fullest is.

use super::search::{Axis, Edge};
use super::{CellRect, cell_km2};
use crate::analysis::morton;

/// The occupied cells of one grid.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) depth: u8,
    pub(super) cells: Vec<u64>,
    /// Where the members of each cell start in the sorted list; one longer than `cells`.
    pub(super) start: Vec<u32>,
}

/// How many cells of each depth are occupied, worked out in one walk.
pub(super) fn occupied_cells(codes: &[u64]) -> [usize; morton::BITS as usize + 1] {
    let mut occupied = [0; morton::BITS as usize + 1];
    if codes.is_empty() {
        return occupied;
    }
    // Two codes lie in different cells from the depth on at which they first differ.
    for pair in codes.windows(2) {
        let differ = pair[0] ^ pair[1];
        if differ != 0 {
            occupied[morton::BITS as usize - (63 - differ.leading_zeros() as usize) / 2] += 1;
        }
    }
    occupied[0] += 1;
    for depth in 1..occupied.len() {
        occupied[depth] += occupied[depth - 1];
    }
    occupied
}

/// The row, of the finest grid, that is farthest from the equator.
pub(super) fn extreme_row(codes: &[u64]) -> Option<u32> {
    let all = CellRect { x0: 0, y0: 0, x1: u32::MAX, y1: u32::MAX };
    let edge = |greatest| {
        let mut search = Edge { codes, strip: all, axis: Axis::Y, greatest, best: None };
        search.node(0, 0, 0..codes.len());
        search.best
    };
    let (north, south) = (edge(false)?, edge(true)?);
    Some(if u32::MAX - south < north { south } else { north })
}

/// What a coarser grid is put together from.
#[derive(Clone, Copy)]
pub(super) enum Finer<'a> {
    Codes(&'a [u64]),
    Level(&'a Level),
}

impl Finer<'_> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Codes(codes) => codes.len(),
            Self::Level(level) => level.cells.len(),
        }
    }

    /// Calls `f` with every occupied cell of the grid of `depth` and where its members start and end.
    fn for_each(self, depth: u8, mut f: impl FnMut(u64, u32, u32)) {
        match self {
            Self::Codes(codes) => group(codes, 2 * (morton::BITS - depth), |i| i as u32, &mut f),
            Self::Level(level) => group(&level.cells, 2 * (level.depth - depth), |i| level.start[i], &mut f),
        }
    }

    pub(super) fn coarser(self, depth: u8, occupied: usize) -> Level {
        let mut level = Level { depth, cells: Vec::with_capacity(occupied), start: Vec::with_capacity(occupied + 1) };
        let mut end = 0;
        self.for_each(depth, |cell, first, next| {
            level.cells.push(cell);
            level.start.push(first);
            end = next;
        });
        level.start.push(end);
        level
    }

    /// The most positions for the area in any cell of the grid of `depth`, per square kilometre. `extreme` is the
    /// row of the finest grid farthest from the equator: a cell is smallest there.
    pub(super) fn peak_per_km2(self, depth: u8, extreme: Option<u32>) -> f64 {
        let Some(extreme) = extreme else { return 0.0 };
        // The area of a cell changes with its latitude; rows share a table so that no cell costs a cosh.
        let table_depth = depth.min(10);
        let rows = 1_u32 << table_depth;
        let area = |row: u32| cell_km2(depth, (f64::from(row) + 0.5) / f64::from(rows));
        let per_position: Vec<f64> = (0..rows).map(|row| 1.0 / area(row)).collect();
        // Most cells hold one position. Of those the one farthest from the equator counts, which is known already.
        let mut most = per_position[(extreme >> (morton::BITS - table_depth)) as usize];
        let mut held = 1;
        self.for_each(depth, |cell, first, next| {
            // No cell on the map is smaller than another by more than this, so that few have to be looked at closely.
            if (next - first) > held / SMALLEST {
                let row = morton::decode(cell).1 >> (depth - table_depth);
                most = most.max(f64::from(next - first) * per_position[row as usize]);
                held = held.max(next - first);
            }
        });
        most
    }
}

/// How many times the area of the smallest cell of a grid, at 85 degrees, fits into the largest: 134, rounded up.
const SMALLEST: u32 = 140;

/// Groups ascending `codes` by what is left of them when `shift` digits are cut off.
fn group(codes: &[u64], shift: u8, start: impl Fn(usize) -> u32, f: &mut impl FnMut(u64, u32, u32)) {
    let Some(first) = codes.first() else { return };
    let cut = |code: u64| code.checked_shr(u32::from(shift)).unwrap_or(0);
    let (mut cell, mut from) = (cut(*first), 0);
    for (i, code) in codes.iter().enumerate() {
        let next = cut(*code);
        if next != cell {
            f(cell, start(from), start(i));
            (cell, from) = (next, i);
        }
    }
    f(cell, start(from), start(codes.len()));
}
