//! Fewer marks than positions, chosen so that none that matters is missed and nothing changes while the map is moved.

use std::ops::Range;

use crate::analysis::Verdict;
use crate::analysis::index::{CellRect, SpatialIndex};
use crate::analysis::mercator::WorldPoint;

use super::super::projector::Projector;
use super::super::shown::Key;
use super::super::turn::{Fit, Turn};

/// Width of the cell that holds one mark over heat, points.
pub(super) const ITEM_POINTS: f64 = 7.0;
/// Width of the cell that holds one dot of a trail.
pub(super) const TRAIL_POINTS: f64 = 2.4;
/// Most dots drawn; beyond, cells are made larger.
const MOST: usize = 24_000;

/// How far around the view cells are kept, so that moving the map looks for none.
const MARGIN: f32 = 160.0;

/// What stands for the occupied cells around a view, kept while the map is moved.
pub(super) struct Thinned<T> {
    made: Option<Made<T>>,
}

struct Made<T> {
    key: Key,
    depth: u8,
    min: WorldPoint,
    max: WorldPoint,
    marks: Vec<T>,
}

impl<T> Default for Thinned<T> {
    fn default() -> Self {
        Self { made: None }
    }
}

impl<T> Thinned<T> {
    /// The marks for a view, of cells about `points` wide. If those of before do not do, `make` makes them of the middle
    /// of each occupied cell, in the copy of the world where it is seen, and of the places of its members.
    pub(super) fn follow(
        &mut self,
        index: &SpatialIndex,
        (key, projector, points): (Key, &Projector, f64),
        turn: &mut Turn,
        make: impl FnOnce(Vec<(WorldPoint, Range<usize>)>) -> Vec<T>,
    ) -> &[T] {
        let depth = (projector.scale / points).log2().floor().clamp(2.0, 28.0) as u8;
        let fit = self.made.as_ref().map_or(Fit::Useless, |made| made.fit(key, projector, depth));
        if turn.is_due(fit) {
            let (min, max) = projector.bounds(MARGIN);
            self.made = Some(Made { key, depth, min, max, marks: make(occupied(index, projector, depth)) });
        }
        self.made.as_ref().map_or(&[], |made| &made.marks)
    }
}

impl<T> Made<T> {
    fn fit(&self, key: Key, projector: &Projector, depth: u8) -> Fit {
        let (min, max) = projector.bounds(8.0);
        let covers = self.min.x <= min.x && self.min.y <= min.y && self.max.x >= max.x && self.max.y >= max.y;
        if self.key != key || !covers {
            Fit::Useless
        } else if self.depth == depth {
            Fit::Good
        } else {
            Fit::Usable
        }
    }
}

/// The occupied cells around a view, of a grid of `depth` or a coarser one where they would be too many.
fn occupied(index: &SpatialIndex, projector: &Projector, depth: u8) -> Vec<(WorldPoint, Range<usize>)> {
    let mut depth = depth;
    loop {
        let cells = at_depth(index, projector, depth);
        if cells.len() <= MOST || depth <= 4 {
            return cells;
        }
        depth -= 1;
    }
}

fn at_depth(index: &SpatialIndex, projector: &Projector, depth: u8) -> Vec<(WorldPoint, Range<usize>)> {
    let (min, max) = projector.bounds(MARGIN);
    let side = 1.0 / (1u64 << depth) as f64;
    let mut found: Vec<(WorldPoint, Range<usize>)> = Vec::new();
    for copy in projector.copies(MARGIN) {
        let shift = f64::from(copy);
        let low = WorldPoint { x: min.x - shift, ..min };
        let high = WorldPoint { x: max.x - shift, ..max };
        let Some(rect) = CellRect::touching(depth, low, high) else { continue };
        let mut last = None;
        index.for_each_cell(depth, rect, &mut |x, y, members| {
            match found.last_mut() {
                // Members of a cell come one after the other.
                Some((_, range)) if last == Some((x, y)) => range.end = members.end,
                _ => {
                    let at = WorldPoint { x: (f64::from(x) + 0.5) * side + shift, y: (f64::from(y) + 0.5) * side };
                    found.push((at, members));
                }
            }
            last = Some((x, y));
        });
    }
    found
}

/// How much a mark of this verdict matters where only one can be drawn.
pub(super) const fn importance(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Private => 0,
        Verdict::Restricted => 1,
        Verdict::Unknown => 2,
        Verdict::Public => 3,
        Verdict::Captured => 4,
        Verdict::Retained => 5,
    }
}

/// The member of a cell that stands for it: the one that matters most, of several the latest.
pub(super) fn representative(
    index: &SpatialIndex,
    members: Range<usize>,
    verdict_of: &impl Fn(u32) -> Verdict,
) -> usize {
    let first = members.start;
    let best = members.max_by_key(|at| {
        let key = index.key(*at);
        (importance(verdict_of(key)), key)
    });
    best.unwrap_or(first)
}
