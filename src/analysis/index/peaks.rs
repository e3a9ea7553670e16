//! How dense the densest cell of each grid is.

use super::search::{Axis, Edge};
use super::{COARSEST, CellRect, FINEST, PEAK_STEP, cell_km2};
use crate::analysis::morton;

/// Cells share the area of a cell of this grid's row, so that none costs a hyperbolic cosine.
const TABLE_DEPTH: u8 = 10;
/// How many times the area of the smallest cell of a grid, at 85 degrees, fits into the largest: 134, rounded up.
const SMALLEST: u32 = 140;
/// Number of grids looked at.
const GRIDS: usize = ((FINEST - COARSEST) / PEAK_STEP) as usize + 1;

/// The most positions for the area of the ground in any cell, per square kilometre, of every [`PEAK_STEP`]th grid from
/// the coarsest on. `codes` are ascending.
pub(super) fn peaks_per_km2(codes: &[u64]) -> Vec<f64> {
    let (Some(last), Some(extreme)) = (codes.last(), extreme_row(codes)) else { return vec![0.0; GRIDS] };
    let mut peaks = Peaks::new(extreme);
    for (i, pair) in codes.windows(2).enumerate() {
        // The grids from here on have a cell that ends between the two.
        let parted = morton::first_parted(pair[0], pair[1]).saturating_sub(COARSEST).div_ceil(PEAK_STEP);
        peaks.close(usize::from(parted).min(GRIDS), i as u32 + 1, pair[0]);
    }
    peaks.close(0, codes.len() as u32, *last);
    peaks.grids.iter().map(|grid| grid.most).collect()
}

/// The densest cells so far.
struct Peaks {
    /// Where the cell of each grid starts that is being walked through.
    start: [u32; GRIDS],
    /// A cell with no more positions than this is not the densest of its grid, wherever it lies.
    few: [u32; GRIDS],
    grids: Vec<Peak>,
}

/// The densest cell of a grid so far.
struct Peak {
    depth: u8,
    /// Positions in a square kilometre for one in a cell, by rows of the world.
    per_position: Vec<f64>,
    most: f64,
}

impl Peaks {
    /// `extreme` is the row of the finest grid that is farthest from the equator.
    fn new(extreme: u32) -> Self {
        let grids = (0..GRIDS as u8).map(|grid| Peak::new(COARSEST + grid * PEAK_STEP, extreme));
        Self { start: [0; GRIDS], few: [1; GRIDS], grids: grids.collect() }
    }

    /// Ends the cells of `code` before place `end` of the order, in the grids from `first` on.
    fn close(&mut self, first: usize, end: u32, code: u64) {
        let cells = self.start[first..].iter_mut().zip(&mut self.few[first..]).zip(first..);
        for ((start, few), grid) in cells {
            let count = end - *start;
            *start = end;
            if count > *few {
                *few = (*few).max(count / SMALLEST);
                self.grids[grid].count(count, code);
            }
        }
    }
}

impl Peak {
    fn new(depth: u8, extreme: u32) -> Self {
        let table_depth = depth.min(TABLE_DEPTH);
        let rows = 1_u32 << table_depth;
        let area = |row: u32| cell_km2(depth, (f64::from(row) + 0.5) / f64::from(rows));
        let per_position: Vec<f64> = (0..rows).map(|row| 1.0 / area(row)).collect();
        // Most cells hold one position. Of those the one farthest from the equator counts.
        let most = per_position[(extreme >> (morton::BITS - table_depth)) as usize];
        Self { depth, per_position, most }
    }

    /// There are `count` positions in the cell of `code`.
    fn count(&mut self, count: u32, code: u64) {
        let row = morton::decode(code).1 >> (morton::BITS - self.depth.min(TABLE_DEPTH));
        self.most = self.most.max(f64::from(count) * self.per_position[row as usize]);
    }
}

/// The row, of the finest grid, that is farthest from the equator.
fn extreme_row(codes: &[u64]) -> Option<u32> {
    let all = CellRect { x0: 0, y0: 0, x1: u32::MAX, y1: u32::MAX };
    let edge = |greatest| {
        let mut search = Edge { codes, strip: all, axis: Axis::Y, greatest, best: None };
        search.node(0, 0, 0..codes.len());
        search.best
    };
    let (north, south) = (edge(false)?, edge(true)?);
    Some(if u32::MAX - south < north { south } else { north })
}
