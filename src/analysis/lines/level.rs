//! One level of detail: its vertices in pieces, and the pieces in groups.

use std::ops::Range;

use super::{STEP, UNITS, units};
use crate::analysis::mercator::WorldPoint;
use crate::model::Points;

/// Vertices of one piece; pieces are what is looked for in a view.
const PIECE: usize = 48;
/// Pieces that are looked for together.
const GROUP: usize = 64;

/// A vertex of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vertex {
    /// East, in units; beyond one width where the line has crossed the antimeridian.
    pub(super) x: i32,
    /// South, in units.
    pub(super) y: i32,
    /// The row of the trail.
    pub(super) row: u32,
}

impl Vertex {
    pub(super) fn world(self) -> WorldPoint {
        WorldPoint { x: f64::from(self.x) / UNITS, y: f64::from(self.y) / UNITS }
    }
}

/// Consecutive vertices and the box around them.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) vertices: Range<u32>,
    pub(super) bounds: Bounds,
}

/// A box, edges included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: (i32, i32),
    pub(super) max: (i32, i32),
}

impl Bounds {
    /// Around nothing: it touches no other.
    const NOTHING: Self = Self { min: (i32::MAX, i32::MAX), max: (i32::MIN, i32::MIN) };

    const fn at(place: (i32, i32)) -> Self {
        Self { min: place, max: place }
    }

    /// Around both.
    fn with(self, other: Self) -> Self {
        Self {
            min: (self.min.0.min(other.min.0), self.min.1.min(other.min.1)),
            max: (self.max.0.max(other.max.0), self.max.1.max(other.max.1)),
        }
    }

    pub(super) const fn touches(self, other: Self) -> bool {
        self.min.0 <= other.max.0 && self.max.0 >= other.min.0 && self.min.1 <= other.max.1 && self.max.1 >= other.min.1
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    pub(super) depth: u8,
    pub(super) vertices: Vec<Vertex>,
    pub(super) pieces: Vec<Piece>,
    /// The boxes around every [`GROUP`] pieces: who follows a trail stays in one part of the world for a while.
    pub(super) groups: Vec<Bounds>,
}

impl Level {
    /// The pieces whose boxes touch a view.
    pub(super) fn pieces_in(&self, view: Bounds) -> impl Iterator<Item = &Piece> {
        let groups = self.groups.iter().zip(self.pieces.chunks(GROUP)).filter(move |(group, _)| group.touches(view));
        groups.flat_map(|(_, pieces)| pieces).filter(move |piece| piece.bounds.touches(view))
    }

    /// Whether the pieces in a view have more vertices than that.
    pub(super) fn has_more_than(&self, budget: usize, view: Bounds) -> bool {
        let mut seen = 0_usize;
        self.pieces_in(view).any(|piece| {
            seen += piece.vertices.len();
            seen > budget
        })
    }

    /// Adds the line through these rows.
    pub(super) fn add_run(&mut self, points: &Points, run: &[u32]) {
        let first = self.vertices.len();
        // Widths of the world that the line has gone round.
        let mut turns = 0_i32;
        let mut last: Option<f64> = None;
        for &row in run {
            let at = row as usize;
            let at =
                WorldPoint::from_degrees(f64::from(points.lat_e7()[at]) / 1e7, f64::from(points.lon_e7()[at]) / 1e7);
            if let Some(last) = last {
                turns += if at.x - last > 0.5 { -1 } else { i32::from(last - at.x > 0.5) };
            }
            last = Some(at.x);
            // A trail that goes round and round would leave the range; nobody flies three times round in one run.
            let (x, y) = units(WorldPoint { x: at.x + f64::from(turns.clamp(-2, 2)), y: at.y });
            let vertex = Vertex { x, y, row };
            let same = self.vertices.get(first..).and_then(<[Vertex]>::last).is_some_and(|v| (v.x, v.y) == (x, y));
            if !same {
                self.vertices.push(vertex);
            }
        }
        self.close_run(first);
    }

    /// Cuts the vertices from `first` on into pieces, or drops a run that has shrunk to a dot.
    fn close_run(&mut self, first: usize) {
        if self.vertices.len() < first + 2 {
            self.vertices.truncate(first);
            return;
        }
        let last = self.vertices.len() - 1;
        let mut start = first;
        while start < last {
            // Neighbouring pieces share a vertex, so that no line has a hole.
            let end = (start + PIECE).min(last);
            let places = self.vertices[start..=end].iter().map(|v| (v.x, v.y));
            let bounds = places.map(Bounds::at).fold(Bounds::NOTHING, Bounds::with);
            if self.pieces.len().is_multiple_of(GROUP) {
                self.groups.push(Bounds::NOTHING);
            }
            if let Some(group) = self.groups.last_mut() {
                *group = group.with(bounds);
            }
            self.pieces.push(Piece { vertices: start as u32..end as u32 + 1, bounds });
            start = end;
        }
    }

    /// The next coarser level, and where its runs are.
    pub(super) fn coarser(&self, runs: &[Range<usize>]) -> (Self, Vec<Range<usize>>) {
        let depth = self.depth - STEP;
        let mut level = Self { depth, ..Self::default() };
        let mut kept_runs = Vec::new();
        let shift = 29 - u32::from(depth);
        let cell = |v: &Vertex| (v.x >> shift, v.y >> shift);
        for run in runs {
            let first = level.vertices.len();
            let vertices = &self.vertices[run.clone()];
            for (i, vertex) in vertices.iter().enumerate() {
                let leaves =
                    level.vertices.get(first..).and_then(<[Vertex]>::last).is_none_or(|v| cell(v) != cell(vertex));
                if leaves || i + 1 == vertices.len() {
                    level.vertices.push(*vertex);
                }
            }
            // A run that never leaves its cell is a dot at this level.
            let is_dot = level.vertices[first..].iter().all(|v| cell(v) == cell(&level.vertices[first]));
            if is_dot {
                level.vertices.truncate(first);
            }
            level.close_run(first);
            if level.vertices.len() > first {
                kept_runs.push(first..level.vertices.len());
            }
        }
        (level, kept_runs)
    }
}
