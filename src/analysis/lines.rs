//! Location trails as lines, in levels of detail: what is drawn of a trail never depends on how many rows it has,
//! only on how much of it can be seen.
//!
//! A trail is cut where rows lie too far apart in time or would need an impossible speed: between them nobody
//! knows the way. Every coarser level keeps the vertices that leave the cell of the one kept before, so that a
//! line stays within a cell's width of the truth.

mod level;

use std::ops::Range;

use crate::model::{GeoPoint, Points};

use super::mercator::WorldPoint;

use level::{Bounds, Level};

/// Units of one width of the world: 7 cm at the equator, and room for lines that go round it.
const UNITS: f64 = (1_u32 << 29) as f64;
/// Depth of the finest level: cells of 60 cm at the equator.
const FINEST: u8 = 26;
/// Depth of the coarsest: 1,024 cells a side.
const COARSEST: u8 = 10;
/// Every second depth is kept.
const STEP: u8 = 2;

/// A silence this long ends a line, seconds. Phones that rest report every few minutes at most.
const LONGEST_SILENCE: i64 = 30 * 60;
/// Nothing that carries a phone is faster, metres a second; airliners reach 300 with the wind.
const FASTEST: f64 = 340.0;
/// Rows this close together are never cut by speed: a fix may jump, metres.
const JITTER: f64 = 2_000.0;

/// The lines of all trails of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The coarsest first.
    levels: Vec<Level>,
}

/// A vertex as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineVertex {
    /// Where, in the copy of the world that the line began in.
    pub at: WorldPoint,
    /// The row of the trail.
    pub row: usize,
}

impl Lines {
    /// The lines of `points`, which must be sorted by time.
    pub fn of(points: &Points) -> Self {
        let mut finest = Level { depth: FINEST, ..Level::default() };
        let rows = rows_by_track(points);
        let mut runs: Vec<Range<usize>> = Vec::new();
        for track in rows.chunk_by(|a, b| points.track_index(*a as usize) == points.track_index(*b as usize)) {
            for run in track.chunk_by(|a, b| !is_gap(points, *a as usize, *b as usize)) {
                let first = finest.vertices.len();
                finest.add_run(points, run);
                if finest.vertices.len() > first {
                    runs.push(first..finest.vertices.len());
                }
            }
        }
        let mut levels = vec![finest];
        while let Some(finer) = levels.last().filter(|l| l.depth >= COARSEST + STEP) {
            let (level, coarser) = finer.coarser(&runs);
            runs = coarser;
            levels.push(level);
        }
        levels.reverse();
        for level in &mut levels {
            level.vertices.shrink_to_fit();
        }
        Self { levels }
    }

    /// Whether there is no line at all.
    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(|level| level.pieces.is_empty())
    }

    /// Calls `f` with the vertices of every piece of a line that touches the rectangle from `min` to `max` and has
    /// rows that are `wanted`, in one copy of the world: move the rectangle to ask for another.
    ///
    /// The level is the coarsest whose cells are no wider than `cell` widths of the world, or a coarser one where
    /// more than `budget` vertices would come.
    pub fn for_each_in(
        &self,
        min: WorldPoint,
        max: WorldPoint,
        cell: f64,
        budget: usize,
        wanted: &impl Fn(usize) -> bool,
        f: &mut impl FnMut(&[LineVertex]),
    ) {
        let fitting = self.levels.iter().position(|level| 1.0 / f64::from(1_u32 << level.depth) <= cell);
        let mut at = fitting.unwrap_or(self.levels.len().saturating_sub(1));
        let view = Bounds { min: units(min), max: units(max) };
        while at > 0 && self.levels.get(at).is_some_and(|level| level.has_more_than(budget, view)) {
            at -= 1;
        }
        let Some(level) = self.levels.get(at) else { return };
        let mut piece_vertices = Vec::new();
        for piece in level.pieces_in(view) {
            let vertices = &level.vertices[piece.vertices.start as usize..piece.vertices.end as usize];
            for run in vertices.split(|v| !wanted(v.row as usize)) {
                if run.len() > 1 {
                    piece_vertices.clear();
                    piece_vertices.extend(run.iter().map(|v| LineVertex { at: v.world(), row: v.row as usize }));
                    f(&piece_vertices);
                }
            }
        }
    }

    /// The stretch of the world, in whole copies west and east of the first, into which lines reach that cross the
    /// antimeridian.
    pub fn copies(&self) -> (i32, i32) {
        let pieces = self.levels.first().map_or(&[][..], |level| &level.pieces);
        let west = pieces.iter().map(|p| p.bounds.min.0).min().unwrap_or(0);
        let east = pieces.iter().map(|p| p.bounds.max.0).max().unwrap_or(0);
        (west.div_euclid(UNITS as i32), east.div_euclid(UNITS as i32))
    }
}

fn units(at: WorldPoint) -> (i32, i32) {
    // The cast saturates: whatever lies beyond is beyond all lines too.
    ((at.x * UNITS).round() as i32, (at.y * UNITS).round() as i32)
}

/// Row numbers, one trail after the other, each in time order.
fn rows_by_track(points: &Points) -> Vec<u32> {
    let mut starts = vec![0_u32; points.tracks().len() + 1];
    for row in 0..points.len() {
        starts[points.track_index(row) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut rows = vec![0; points.len()];
    for row in 0..points.len() {
        let place = &mut starts[points.track_index(row)];
        rows[*place as usize] = row as u32;
        *place += 1;
    }
    rows
}

/// Whether nobody knows the way between two consecutive rows of a trail.
fn is_gap(points: &Points, from: usize, to: usize) -> bool {
    let seconds = points.seconds()[to] - points.seconds()[from];
    if seconds > LONGEST_SILENCE {
        return true;
    }
    let metres = match (point(points, from), point(points, to)) {
        (Some(a), Some(b)) => a.distance_metres(b),
        _ => return true,
    };
    metres > JITTER && metres / (seconds.max(1) as f64) > FASTEST
}

fn point(points: &Points, row: usize) -> Option<GeoPoint> {
    GeoPoint::new(f64::from(points.lat_e7()[row]) / 1e7, f64::from(points.lon_e7()[row]) / 1e7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PlatformId, PointRow, PointSource, Track};
    use proptest::prelude::*;

    fn points(rows: &[(i64, f64, f64, usize)]) -> Points {
        let mut points = Points::default();
        for &(seconds, lat, lon, track) in rows {
            let track = Track { platform: PlatformId("x"), name: track.to_string().into(), file: 0 };
            let track = points.track(track).unwrap();
            let point = GeoPoint::new(lat, lon).unwrap();
            points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        }
        points.sort();
        points
    }

    const EVERYTHING: (WorldPoint, WorldPoint) = (WorldPoint { x: -3.0, y: 0.0 }, WorldPoint { x: 3.0, y: 1.0 });

    /// Rows of every line, at the level for `cell`.
    fn lines(points: &Points, cell: f64, rows: Range<usize>) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        let (min, max) = EVERYTHING;
        Lines::of(points).for_each_in(min, max, cell, usize::MAX, &|row| rows.contains(&row), &mut |vertices| {
            let rows: Vec<usize> = vertices.iter().map(|v| v.row).collect();
            match found.last_mut().filter(|line| line.last() == rows.first()) {
                Some(line) => line.extend(&rows[1..]),
                None => found.push(rows),
            }
        });
        found
    }

    #[test]
    fn silence_and_impossible_speed_end_a_line() {
        let walk =
            points(&[(0, 50.0, 8.0, 0), (60, 50.001, 8.0, 0), (10_000, 50.002, 8.0, 0), (10_060, 50.003, 8.0, 0)]);
        assert_eq!(lines(&walk, 1e-9, 0..9), [vec![0, 1], vec![2, 3]]);
        let jump = points(&[(0, 50.0, 8.0, 0), (60, 50.001, 8.0, 0), (120, 40.0, -3.0, 0), (180, 40.001, -3.0, 0)]);
        assert_eq!(lines(&jump, 1e-9, 0..9), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn trails_are_not_joined_to_each_other() {
        let two = points(&[(0, 50.0, 8.0, 0), (1, 10.0, 9.0, 1), (60, 50.001, 8.0, 0), (61, 10.001, 9.0, 1)]);
        assert_eq!(lines(&two, 1e-9, 0..9), [vec![0, 2], vec![1, 3]]);
    }

    #[test]
    fn a_window_of_rows_cuts_the_line() {
        let rows: Vec<_> = (0..200).map(|n| (n * 60, 50.0 + n as f64 * 0.001, 8.0, 0)).collect();
        let found = lines(&points(&rows), 1e-9, 50..150);
        assert_eq!(found, [(50..150).collect::<Vec<_>>()]);
    }

    #[test]
    fn the_antimeridian_is_crossed_the_short_way() {
        let flight: Vec<_> = (0..9)
            .map(|n| {
                let lon = 178.0 + n as f64 * 0.5;
                (n * 600, -17.0, if lon > 180.0 { lon - 360.0 } else { lon }, 0)
            })
            .collect();
        let lines = Lines::of(&points(&flight));
        let (min, max) = EVERYTHING;
        let mut widest = 0.0_f64;
        lines.for_each_in(min, max, 1e-9, usize::MAX, &|_| true, &mut |vertices| {
            for pair in vertices.windows(2) {
                widest = widest.max((pair[0].at.x - pair[1].at.x).abs());
            }
        });
        assert!(widest > 0.0 && widest < 0.002, "{widest}");
        assert_eq!(lines.copies(), (0, 1));
    }

    #[test]
    fn a_budget_chooses_a_coarser_level() {
        let rows: Vec<_> = (0..5_000).map(|n| (n * 60, 50.0 + n as f64 * 0.0001, 8.0, 0)).collect();
        let lines = Lines::of(&points(&rows));
        let count = |budget| {
            let (mut n, (min, max)) = (0, EVERYTHING);
            lines.for_each_in(min, max, 1e-12, budget, &|_| true, &mut |vertices| n += vertices.len());
            n
        };
        assert!(count(usize::MAX) >= 5_000);
        assert!(count(500) <= 500 && count(500) > 10, "{}", count(500));
    }

    proptest! {
        #[test]
        fn a_view_has_the_pieces_that_looking_at_all_finds(
            steps in prop::collection::vec((-0.3..0.3f64, -0.3..0.3f64), 2..60),
            corner in (0.50..0.55f64, 0.34..0.37f64),
            side in 0.0..0.05f64,
            budget in 0_usize..9_000,
        ) {
            let mut at = (47.0_f64, 8.0_f64);
            let rows: Vec<_> = steps.iter().cycle().take(steps.len() * 200).enumerate().map(|(n, step)| {
                at = ((at.0 + step.0).clamp(40.0, 55.0), (at.1 + step.1).clamp(0.0, 20.0));
                (n as i64 * 600, at.0, at.1, 0)
            }).collect();
            let lines = Lines::of(&points(&rows));
            let view = Bounds { min: units(WorldPoint { x: corner.0, y: corner.1 }), max: units(WorldPoint { x: corner.0 + side, y: corner.1 + side }) };
            for level in &lines.levels {
                let found: Vec<_> = level.pieces_in(view).map(|p| p.vertices.clone()).collect();
                let all = level.pieces.iter().filter(|p| p.bounds.touches(view)).map(|p| p.vertices.clone());
                prop_assert_eq!(&found, &all.collect::<Vec<_>>());
                let vertices: usize = found.iter().map(ExactSizeIterator::len).sum();
                prop_assert_eq!(level.has_more_than(budget, view), vertices > budget);
            }
        }

        #[test]
        fn every_level_stays_within_a_cell_of_the_trail(
            steps in prop::collection::vec((-0.002..0.002f64, -0.002..0.002f64), 2..120),
            depth in 10u8..=26,
        ) {
            let mut at = (47.0, 8.0);
            let rows: Vec<_> = steps.iter().enumerate().map(|(n, step)| {
                at = (at.0 + step.0, at.1 + step.1);
                (n as i64 * 60, at.0, at.1, 0)
            }).collect();
            let points = points(&rows);
            let cell = 1.0 / f64::from(1_u32 << depth);
            let kept = lines(&points, cell, 0..999).concat();
            let world = |row: usize| units(WorldPoint::from_geo(point(&points, row).unwrap()));
            // Each row lies in the cell of the last vertex kept at or before it.
            for row in 0..points.len() {
                let before = kept.iter().copied().filter(|k| *k <= row).max();
                if let Some(before) = before {
                    let (a, b) = (world(row), world(before));
                    let limit = UNITS * cell * 1.01 + 1.0;
                    prop_assert!(f64::from((a.0 - b.0).abs()) <= limit && f64::from((a.1 - b.1).abs()) <= limit);
                }
            }
        }
    }
}
