//! The nearest row of a table of positions, by a grid over the sphere.
//!
//! A search widens a circle until it holds a row. Around the circle lies the smallest rectangle of
//! latitudes and longitudes that holds all of it, across the antimeridian and over the poles where
//! need be, so that every cell that could hold a nearer row is looked at.

use crate::model::GeoPoint;

/// Cells of half a degree: a few dozen settlements each where it is dense.
const CELLS_PER_DEGREE: f64 = 2.0;
const ROWS: usize = 360;
const COLUMNS: usize = 720;
/// The sphere of mean Earth radius, as in [`GeoPoint::distance_metres`].
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;
/// No two points are further apart than half the circumference.
const FARTHEST_METRES: f64 = 20_100_000.0;
/// Radius of the first circle looked at, in metres, and how it grows.
const FIRST_RADIUS_METRES: f64 = 10_000.0;
const GROWTH: f64 = 3.0;

/// Positions that a [`Grid`] can be laid over.
pub(in crate::venue) trait Positions {
    /// Number of positions.
    fn count(&self) -> usize;
    /// One of them.
    fn at(&self, row: u32) -> GeoPoint;
}

impl Positions for super::Table {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, row: u32) -> GeoPoint {
        self.point(row)
    }
}

/// Rows by cell.
pub(in crate::venue) struct Grid {
    /// Where each cell's rows start in `rows`; one more at the end.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Grid {
    /// A grid over all positions.
    pub(in crate::venue) fn new(positions: &impl Positions) -> Self {
        let count = positions.count() as u32;
        let cells: Vec<u32> = (0..count).map(|row| cell_of(positions.at(row))).collect();
        let mut starts = vec![0u32; ROWS * COLUMNS + 1];
        for &cell in &cells {
            starts[cell as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; cells.len()];
        for (row, &cell) in cells.iter().enumerate() {
            rows[next[cell as usize] as usize] = row as u32;
            next[cell as usize] += 1;
        }
        Self { starts, rows }
    }

    /// The nearest row within `max_metres`, and how far; of equally near ones the first.
    pub(in crate::venue) fn nearest(
        &self,
        positions: &impl Positions,
        at: GeoPoint,
        max_metres: f64,
    ) -> Option<(u32, f64)> {
        // Also refuses NaN, which `min` would pass over.
        if max_metres.partial_cmp(&0.0).is_none_or(std::cmp::Ordering::is_lt) {
            return None;
        }
        let max_metres = max_metres.min(FARTHEST_METRES);
        let mut radius = FIRST_RADIUS_METRES.min(max_metres);
        loop {
            let mut best: Option<(u32, f64)> = None;
            self.for_each_within(positions, at, radius, |row, metres| {
                if best.is_none_or(|(r, m)| (metres, row) < (m, r)) {
                    best = Some((row, metres));
                }
            });
            if best.is_some() || radius >= max_metres {
                return best;
            }
            radius = (radius * GROWTH).min(max_metres);
        }
    }

    /// Calls `f` with every row within `radius` metres, and how far it is.
    pub(in crate::venue) fn for_each_within(
        &self,
        positions: &impl Positions,
        at: GeoPoint,
        radius: f64,
        mut f: impl FnMut(u32, f64),
    ) {
        let reach = Reach::around(at, radius);
        for r in reach.rows.clone() {
            for (from, to) in reach.columns.iter().copied().flatten() {
                let (from, to) = (r * COLUMNS + from, r * COLUMNS + to + 1);
                for &row in &self.rows[self.starts[from] as usize..self.starts[to] as usize] {
                    let metres = positions.at(row).distance_metres(at);
                    if metres <= radius {
                        f(row, metres);
                    }
                }
            }
        }
    }
}

/// The cells that a circle may touch: grid rows, and up to two inclusive spans of columns.
struct Reach {
    rows: std::ops::Range<usize>,
    columns: [Option<(usize, usize)>; 2],
}

impl Reach {
    fn around(at: GeoPoint, radius_metres: f64) -> Self {
        // A little more than the circle, so that rounding loses nothing at its edge.
        let angle = radius_metres / EARTH_RADIUS_METRES + 1e-9;
        let (south, north) = (at.lat() - angle.to_degrees(), at.lat() + angle.to_degrees());
        let rows = row_of(south.max(-90.0))..row_of(north.min(90.0)) + 1;
        let all = [Some((0, COLUMNS - 1)), None];
        if south <= -90.0 || north >= 90.0 {
            return Self { rows, columns: all };
        }
        // Meridians touch the circle at asin(sin r / cos lat) to either side.
        let half_width = (angle.sin() / at.lat().to_radians().cos()).clamp(-1.0, 1.0).asin().to_degrees();
        if half_width >= 90.0 {
            return Self { rows, columns: all };
        }
        let (west, east) = (at.lon() - half_width, at.lon() + half_width);
        let last = COLUMNS - 1;
        let columns = if west < -180.0 {
            [Some((0, column_of(east))), Some((column_of(west + 360.0), last))]
        } else if east >= 180.0 {
            [Some((0, column_of(east - 360.0))), Some((column_of(west), last))]
        } else {
            [Some((column_of(west), column_of(east))), None]
        };
        Self { rows, columns }
    }
}

fn row_of(lat: f64) -> usize {
    (((lat + 90.0) * CELLS_PER_DEGREE) as usize).min(ROWS - 1)
}

fn column_of(lon: f64) -> usize {
    (((lon + 180.0) * CELLS_PER_DEGREE) as usize).min(COLUMNS - 1)
}

fn cell_of(at: GeoPoint) -> u32 {
    (row_of(at.lat()) * COLUMNS + column_of(at.lon())) as u32
}
