//! Searches down the order: for what is nearest, and for what is farthest to one side.

use std::ops::Range;

use super::{CellRect, SpatialIndex, rect_at};
use crate::analysis::mercator::WorldPoint;
use crate::analysis::morton;

/// A search for what is nearest that goes into the nearest cell first and leaves out what is farther than the best.
pub(super) struct Nearest<'a> {
    pub(super) index: &'a SpatialIndex,
    pub(super) at: WorldPoint,
    pub(super) radius: f64,
    pub(super) best: Option<(usize, f64)>,
}

/// Cells with no more members than this are not divided.
const FEW: usize = 16;

impl Nearest<'_> {
    fn limit(&self) -> f64 {
        self.best.map_or(self.radius, |(_, distance)| distance)
    }

    pub(super) fn node(&mut self, depth: u8, prefix: u64, span: Range<usize>, accept: &mut impl FnMut(u32) -> bool) {
        if span.len() <= FEW || depth == morton::BITS {
            // Members of one place come by ascending key: the last that is accepted is enough.
            for i in span.rev() {
                let p = self.index.position(i);
                let distance = (p.x - self.at.x).hypot(p.y - self.at.y);
                let better = match self.best {
                    None => distance <= self.radius,
                    Some((j, d)) => distance < d || (distance <= d && self.index.keys[i] > self.index.keys[j]),
                };
                if better && accept(self.index.keys[i]) {
                    self.best = Some((i, distance));
                    if depth == morton::BITS {
                        return;
                    }
                }
            }
            return;
        }
        let mut children: [(u64, Range<usize>, f64); 4] = [const { (0, 0..0, 0.0) }; 4];
        let mut from = span.start;
        for (child, place) in (prefix * 4..prefix * 4 + 4).zip(&mut children) {
            let members = child_members(&self.index.codes[from..span.end], depth, child);
            *place = (child, from..from + members, self.distance(depth + 1, child));
            from += members;
        }
        children.sort_by(|a, b| a.2.total_cmp(&b.2));
        for (child, span, distance) in children {
            if !span.is_empty() && distance <= self.limit() {
                self.node(depth + 1, child, span, accept);
            }
        }
    }

    /// How far a cell is.
    fn distance(&self, depth: u8, cell: u64) -> f64 {
        let (x, y) = morton::decode(cell);
        let side = 1.0 / (1_u64 << depth) as f64;
        let beyond = |at: f64, cell: u32| {
            let low = f64::from(cell) * side;
            (low - at).max(at - low - side).max(0.0)
        };
        beyond(self.at.x, x).hypot(beyond(self.at.y, y))
    }
}

/// How many of the ascending `codes`, all in the parent of `child`, lie in it or before; `depth` is that of the parent.
fn child_members(codes: &[u64], depth: u8, child: u64) -> usize {
    let shift = 2 * (morton::BITS - depth - 1);
    codes.partition_point(|code| code >> shift <= child)
}

#[derive(Clone, Copy)]
pub(super) enum Axis {
    X,
    Y,
}

/// A search for the position farthest to one side.
pub(super) struct Edge<'a> {
    pub(super) codes: &'a [u64],
    pub(super) strip: CellRect,
    pub(super) axis: Axis,
    pub(super) greatest: bool,
    pub(super) best: Option<u32>,
}

impl Edge<'_> {
    pub(super) fn node(&mut self, depth: u8, prefix: u64, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        if span.len() <= FEW || depth == morton::BITS {
            for code in &self.codes[span] {
                let (x, y) = morton::decode(*code);
                let value = if matches!(self.axis, Axis::X) { x } else { y };
                if self.strip.contains(x, y) && self.best.is_none_or(|best| self.is_beyond(value, best)) {
                    self.best = Some(value);
                }
            }
            return;
        }
        let mut children: [(u64, Range<usize>); 4] = [const { (0, 0..0) }; 4];
        let mut from = span.start;
        for (child, place) in (prefix * 4..prefix * 4 + 4).zip(&mut children) {
            let members = child_members(&self.codes[from..span.end], depth, child);
            *place = (child, from..from + members);
            from += members;
        }
        // The child farther out first: it makes the other ones needless.
        let side = |cell: u64| if matches!(self.axis, Axis::X) { cell & 1 } else { cell >> 1 & 1 };
        children.sort_by_key(|(cell, _)| side(*cell) ^ u64::from(self.greatest));
        for (child, span) in children {
            let (x, y) = morton::decode(child);
            let cell = rect_at(CellRect { x0: x, y0: y, x1: x, y1: y }, morton::BITS - depth - 1);
            let bound = match (self.axis, self.greatest) {
                (Axis::X, false) => cell.x0,
                (Axis::X, true) => cell.x1,
                (Axis::Y, false) => cell.y0,
                (Axis::Y, true) => cell.y1,
            };
            let outside = cell.x1 < self.strip.x0 || cell.x0 > self.strip.x1;
            if !outside && self.best.is_none_or(|best| self.is_beyond(bound, best)) {
                self.node(depth + 1, child, span);
            }
        }
    }

    fn is_beyond(&self, value: u32, best: u32) -> bool {
        if self.greatest { value > best } else { value < best }
    }
}
