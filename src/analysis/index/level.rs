//! The grids on top of the sorted list: which cells of them are occupied, and where their members are.

use super::{COARSEST, FINEST};
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
    for pair in codes.windows(2) {
        if let Some(count) = occupied.get_mut(usize::from(morton::first_parted(pair[0], pair[1]))) {
            *count += 1;
        }
    }
    occupied[0] += 1;
    for depth in 1..occupied.len() {
        occupied[depth] += occupied[depth - 1];
    }
    occupied
}

/// What a coarser grid is put together from.
#[derive(Clone, Copy)]
enum Finer<'a> {
    Codes(&'a [u64]),
    Level(&'a Level),
}

impl Finer<'_> {
    fn len(self) -> usize {
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

    fn coarser(self, depth: u8, occupied: usize) -> Level {
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
}

/// The grids that are kept, the coarsest first.
pub(super) fn kept_levels(codes: &[u64], occupied: &[usize]) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for depth in (COARSEST..=FINEST).rev() {
        let finer = levels.last().map_or(Finer::Codes(codes), Finer::Level);
        let occupied = occupied[usize::from(depth)];
        if occupied * 2 <= finer.len() {
            let level = finer.coarser(depth, occupied);
            levels.push(level);
        }
    }
    levels.reverse();
    levels
}

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
