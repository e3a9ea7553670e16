//! Which places may be near a position, by a fine grid over the world.

use std::collections::HashMap;

use super::shape::Bounds;
use crate::model::GeoPoint;

/// Cells of half a hundredth of a degree: some five hundred metres.
const CELL_E7: i32 = 50_000;
/// A place over more cells than this is looked at for every position: a national park.
const MANY_CELLS: i64 = 400;
/// Metres of a cell's height.
const CELL_METRES: f64 = 556.0;
/// Cells around the world.
const AROUND: i32 = 72_000;

/// Rows by cell.
#[derive(Debug, Default)]
pub(super) struct Index {
    cells: HashMap<(i32, i32), Vec<u32>>,
    large: Vec<(u32, Bounds)>,
}

impl Index {
    pub(super) fn new(bounds: impl Iterator<Item = Bounds>) -> Self {
        let mut index = Self::default();
        for (row, b) in (0..).zip(bounds) {
            let (rows, columns) = (cell(b.min.lat)..=cell(b.max.lat), cell(b.min.lon)..=cell(b.max.lon));
            let count = |range: &std::ops::RangeInclusive<i32>| i64::from(range.end() - range.start()) + 1;
            if count(&rows) * count(&columns) > MANY_CELLS {
                index.large.push((row, b));
                continue;
            }
            for r in rows {
                for c in columns.clone() {
                    index.cells.entry((r, c.rem_euclid(AROUND))).or_default().push(row);
                }
            }
        }
        index
    }

    /// Rows that may lie within `metres` of a position, each once, in their order.
    pub(super) fn near(&self, at: GeoPoint, metres: f64) -> Vec<u32> {
        let north = (metres / CELL_METRES).ceil().clamp(1.0, 100.0) as i32;
        let narrow = at.lat().to_radians().cos().max(0.02);
        let east = (metres / (CELL_METRES * narrow)).ceil().clamp(1.0, 400.0) as i32;
        let (lat, lon) = (cell((at.lat() * 1e7) as i32), cell((at.lon() * 1e7) as i32));
        let cells = (lat - north..=lat + north).flat_map(|r| (lon - east..=lon + east).map(move |c| (r, c)));
        let found = cells.filter_map(|(r, c)| self.cells.get(&(r, c.rem_euclid(AROUND)))).flatten().copied();
        let margin = |v: i32, cells: i32| v.saturating_add(cells.saturating_mul(CELL_E7));
        let (y, x) = ((at.lat() * 1e7) as i32, (at.lon() * 1e7) as i32);
        let covers = |b: &Bounds| {
            (margin(b.min.lat, -north)..=margin(b.max.lat, north)).contains(&y)
                && (margin(b.min.lon, -east)..=margin(b.max.lon, east)).contains(&x)
        };
        let large = self.large.iter().filter(|(_, b)| covers(b)).map(|(row, _)| *row);
        let mut rows: Vec<u32> = found.chain(large).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

fn cell(e7: i32) -> i32 {
    e7.div_euclid(CELL_E7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::street::E7;

    #[test]
    fn what_is_near_is_found_across_the_edge_of_the_map_too() {
        let at = |lat: i32, lon: i32| Bounds { min: E7 { lat, lon }, max: E7 { lat, lon } };
        let east = at(0, 1_799_999_000);
        let wide = Bounds { min: E7 { lat: 0, lon: 0 }, max: E7 { lat: 100_000_000, lon: 100_000_000 } };
        let index = Index::new([east, at(0, 5_000_000), wide].into_iter());
        let near = |lat, lon| index.near(GeoPoint::new(lat, lon).unwrap(), 300.0);
        assert_eq!(near(0.0, -179.9999), [0]);
        assert_eq!(near(0.001, 0.501), [1, 2]);
        assert_eq!(near(5.0, 5.0), [2]);
        assert!(near(5.0, -5.0).is_empty());
    }
}
