//! Groups positions that lie close together, in time that grows with their number only.
//!
//! Positions are binned into cells of a quarter of the radius. The cell with the most positions around it becomes the
//! centre of a group and takes every free cell within the radius, then the next one. Unlike DBSCAN with one point a
//! cluster, which chains a walk of photographs into one place, a group is never wider than twice the radius.

use std::collections::HashMap;

use crate::model::GeoPoint;

use super::stays::wrapped;

/// Metres in a degree of latitude on the sphere of mean Earth radius.
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Cells that fit into the radius.
const CELLS_PER_RADIUS: i64 = 4;

struct Cell {
    row: i64,
    anchor: GeoPoint,
    count: f64,
    north: f64,
    east: f64,
}

impl Cell {
    fn mean(&self) -> GeoPoint {
        let lon = wrapped(self.anchor.lon() + self.east / self.count);
        GeoPoint::new((self.anchor.lat() + self.north / self.count).clamp(-90.0, 90.0), lon).unwrap_or(self.anchor)
    }
}

struct Grid {
    degrees: f64,
    cells: Vec<Cell>,
    by_key: HashMap<(i64, i64), usize>,
}

/// The group of each position, numbered from 0 in order of density, and the number of groups.
pub(super) fn groups(points: &[GeoPoint], radius_metres: f64) -> (Vec<u32>, u32) {
    let (grid, cell_of) = Grid::new(points, radius_metres);
    let means: Vec<GeoPoint> = grid.cells.iter().map(Cell::mean).collect();
    let mut near = Vec::new();
    let mut order: Vec<(u64, usize)> = (0..grid.cells.len())
        .map(|cell| {
            grid.around(cell, &mut near);
            let inside = near.iter().filter(|other| means[**other].distance_metres(means[cell]) <= radius_metres);
            (inside.map(|other| grid.cells[*other].count as u64).sum(), cell)
        })
        .collect();
    order.sort_by_key(|&(count, cell)| (std::cmp::Reverse(count), cell));
    let mut group: Vec<Option<u32>> = vec![None; grid.cells.len()];
    let mut number = 0;
    for (_, cell) in order {
        if group[cell].is_some() {
            continue;
        }
        grid.around(cell, &mut near);
        for &other in &near {
            if group[other].is_none() && means[other].distance_metres(means[cell]) <= radius_metres {
                group[other] = Some(number);
            }
        }
        number += 1;
    }
    (cell_of.into_iter().map(|cell| group[cell].unwrap_or_default()).collect(), number)
}

impl Grid {
    /// Bins the positions; a cell's number is the order in which it was first met.
    fn new(points: &[GeoPoint], radius_metres: f64) -> (Self, Vec<usize>) {
        let degrees = radius_metres / CELLS_PER_RADIUS as f64 / METRES_PER_DEGREE;
        let mut grid = Self { degrees, cells: Vec::new(), by_key: HashMap::new() };
        let mut cell_of = Vec::with_capacity(points.len());
        for &point in points {
            let row = ((point.lat() + 90.0) / degrees) as i64;
            let column = grid.column(row, point.lon());
            let next = grid.cells.len();
            let index = *grid.by_key.entry((row, column)).or_insert(next);
            if index == next {
                grid.cells.push(Cell { row, anchor: point, count: 0.0, north: 0.0, east: 0.0 });
            }
            let cell = &mut grid.cells[index];
            cell.count += 1.0;
            cell.north += point.lat() - cell.anchor.lat();
            cell.east += wrapped(point.lon() - cell.anchor.lon());
            cell_of.push(index);
        }
        (grid, cell_of)
    }

    /// Columns in a row: fewer towards the poles, so that cells keep their width.
    fn columns(&self, row: i64) -> i64 {
        let lat = ((row as f64 + 0.5) * self.degrees - 90.0).to_radians();
        ((360.0 * lat.cos().max(0.0) / self.degrees) as i64).max(1)
    }

    fn column(&self, row: i64, lon: f64) -> i64 {
        let columns = self.columns(row);
        (((lon + 180.0) / 360.0 * columns as f64) as i64).rem_euclid(columns)
    }

    /// Fills `near` with the cells that may lie within the radius of a cell, itself included.
    fn around(&self, cell: usize, near: &mut Vec<usize>) {
        near.clear();
        let Cell { row, anchor, .. } = &self.cells[cell];
        for other in row - CELLS_PER_RADIUS - 1..=row + CELLS_PER_RADIUS + 1 {
            if other < 0 {
                continue;
            }
            let columns = self.columns(other);
            let middle = self.column(other, anchor.lon());
            let reach = (CELLS_PER_RADIUS + 2).min(columns / 2);
            let mut last = None;
            for step in -reach..=reach {
                let column = (middle + step).rem_euclid(columns);
                // Where the row is short, the first and the last step may meet.
                if step == reach && last == Some(column) {
                    continue;
                }
                if step == -reach {
                    last = Some(column);
                }
                near.extend(self.by_key.get(&(other, column)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    #[test]
    fn the_dense_spot_is_the_centre_of_its_group() {
        let mut points = vec![at(52.0, 13.0); 5];
        points.extend([at(52.0006, 13.0), at(52.0018, 13.0), at(48.0, 11.0)]);
        let (group, number) = groups(&points, 100.0);
        assert_eq!((group, number), (vec![0, 0, 0, 0, 0, 0, 1, 2], 3));
    }

    #[test]
    fn a_group_reaches_across_the_antimeridian() {
        let (group, number) = groups(&[at(-17.0, 179.9999), at(-17.0, -179.9999)], 100.0);
        assert_eq!((group, number), (vec![0, 0], 1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn groups_are_never_wide_and_never_touch_at_their_centres(
            near in prop::collection::vec((-0.01..0.01_f64, -0.01..0.01_f64), 1..60),
            lat in -89.9..89.9_f64, lon in -180.0..180.0_f64,
        ) {
            let points: Vec<GeoPoint> = near.iter()
                .filter_map(|(n, e)| GeoPoint::new((lat + n).clamp(-90.0, 90.0), wrapped(lon + e))).collect();
            let (group, number) = groups(&points, 100.0);
            for (i, a) in points.iter().enumerate() {
                prop_assert!(group[i] < number);
                for (j, b) in points.iter().enumerate() {
                    // A cell is at most 35 m wide at its diagonal, to both sides.
                    prop_assert!(group[i] != group[j] || a.distance_metres(*b) < 280.0);
                }
            }
        }
    }
}
