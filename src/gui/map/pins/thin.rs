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

/// Depth of the grid that is coarse enough in any case.
const COARSEST: u8 = 4;

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
        let is_usable = self.key == key && projector.is_within((self.min, self.max), 8.0);
        Fit::of(is_usable.then_some(self.depth == depth))
    }
}

/// The occupied cells around a view, of a grid of `depth` or a coarser one where they would be too many.
fn occupied(index: &SpatialIndex, projector: &Projector, depth: u8) -> Vec<(WorldPoint, Range<usize>)> {
    let mut depth = depth;
    loop {
        let (cells, count) = at_depth(index, projector, depth);
        if count <= MOST || depth <= COARSEST {
            return cells;
        }
        // A cell has at most four of the next finer grid in it: no grid that would do is passed over.
        let steps = (count / MOST).ilog(4).max(1) as u8;
        depth = depth.saturating_sub(steps).max(COARSEST);
    }
}

/// The occupied cells of one grid and how many they are; beyond [`MOST`] they are only counted, unless it is the coarsest.
fn at_depth(index: &SpatialIndex, projector: &Projector, depth: u8) -> (Vec<(WorldPoint, Range<usize>)>, usize) {
    let (min, max) = projector.bounds(MARGIN);
    let side = 1.0 / (1u64 << depth) as f64;
    let mut found: Vec<(WorldPoint, Range<usize>)> = Vec::new();
    let mut count = 0;
    for copy in projector.copies(MARGIN) {
        let shift = f64::from(copy);
        let low = WorldPoint { x: min.x - shift, ..min };
        let high = WorldPoint { x: max.x - shift, ..max };
        let Some(rect) = CellRect::touching(depth, low, high) else { continue };
        let mut last = None;
        index.for_each_cell(depth, rect, &mut |x, y, members| {
            let is_new = last != Some((x, y));
            last = Some((x, y));
            count += usize::from(is_new);
            if count > MOST && depth > COARSEST {
                return;
            }
            match found.last_mut() {
                // Members of a cell come one after the other.
                Some((_, range)) if !is_new => range.end = members.end,
                _ => {
                    let at = WorldPoint { x: (f64::from(x) + 0.5) * side + shift, y: (f64::from(y) + 0.5) * side };
                    found.push((at, members));
                }
            }
        });
    }
    (found, count)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::morton;
    use crate::gui::map::camera::Camera;

    #[test]
    fn marks_are_those_of_the_finest_grid_with_few_enough() {
        let mut dice = 5_u64;
        let mut roll = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 11) as f64 / (1_u64 << 53) as f64
        };
        // Most of it in one place, so that one grid has many more cells than the next.
        let mut place = |n: u32| if n.is_multiple_of(3) { roll() } else { 0.5 + roll() * 1e-4 };
        let codes = (0..200_000).map(|n| morton::of_world(WorldPoint { x: place(n), y: place(n) })).collect();
        let index = SpatialIndex::of_rows(codes);
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1200.0, 800.0));
        for zoom in [2.0, 9.0, 14.0] {
            let projector = Projector::new(rect, &Camera { centre: WorldPoint { x: 0.5, y: 0.5 }, zoom });
            let cells = occupied(&index, &projector, 24);
            let count = |depth: u8| at_depth(&index, &projector, depth).1;
            let expected = (COARSEST..=24).rev().find(|depth| count(*depth) <= MOST).unwrap();
            assert_eq!(cells, at_depth(&index, &projector, expected).0);
            assert_eq!(cells.len(), count(expected));
        }
    }
}
