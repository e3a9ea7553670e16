//! Counts by cell, of every resolution, and those of them that a view of the map shows.

use crate::analysis::mercator::{WorldPoint, metres_per_world};

use super::FINEST;
use super::cell::{self, HexCell};
use super::index::{HexIndex, span_of};

/// How much a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HexCount {
    /// Items.
    pub items: u32,
    /// Trail rows.
    pub points: u32,
}

impl HexCount {
    /// Both.
    pub fn total(self) -> u64 {
        u64::from(self.items) + u64::from(self.points)
    }

    fn add(&mut self, other: Self) {
        self.items += other.items;
        self.points += other.points;
    }
}

/// The occupied cells of one resolution.
#[derive(Clone, Debug)]
pub struct HexLevel {
    /// The resolution, 0 to [`FINEST`].
    pub resolution: u8,
    /// Their numbers, ascending.
    cells: Vec<u64>,
    counts: Vec<HexCount>,
    /// What the fullest holds.
    pub most: u64,
}

/// A rectangle of the square world; columns may lie in neighbouring copies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HexView {
    /// North-western corner.
    pub min: WorldPoint,
    /// South-eastern corner.
    pub max: WorldPoint,
}

impl HexView {
    /// Whether it touches a rectangle in any copy of the world.
    fn touches(&self, (min, max): (WorldPoint, WorldPoint)) -> bool {
        if max.y < self.min.y || min.y > self.max.y {
            return false;
        }
        // The first copy that does not end west of the view must not begin east of it.
        let copy = (self.min.x - max.x).ceil();
        min.x + copy <= self.max.x
    }
}

impl HexLevel {
    fn new(resolution: u8) -> Self {
        Self { resolution, cells: Vec::new(), counts: Vec::new(), most: 0 }
    }

    fn add(&mut self, cell: u64, count: HexCount) {
        match self.counts.last_mut() {
            Some(last) if self.cells.last() == Some(&cell) => last.add(count),
            _ => {
                self.cells.push(cell);
                self.counts.push(count);
            }
        }
    }

    fn close(mut self) -> Self {
        self.most = self.counts.iter().map(|count| count.total()).max().unwrap_or(0);
        self
    }

    /// Number of occupied cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no cell is occupied.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What a cell of this resolution holds.
    pub fn count(&self, cell: HexCell) -> HexCount {
        self.cells.binary_search(&cell.number()).map_or_else(|_| HexCount::default(), |at| self.counts[at])
    }

    /// Usual area of its cells, square kilometres.
    pub fn usual_km2(&self) -> f64 {
        cell::usual_km2(self.resolution)
    }

    /// The finest resolution whose edges are `least` widths of the world long or more at height `y`.
    pub fn resolution_for(least: f64, y: f64) -> u8 {
        let metres = least * metres_per_world(y);
        (0..=FINEST).rev().find(|resolution| cell::edge_metres(*resolution) >= metres).unwrap_or(0)
    }
}

/// All levels of what is counted, the coarsest first.
pub(super) fn all(items: &HexIndex, points: &HexIndex) -> Vec<HexLevel> {
    let mut levels = vec![finest(items, points)];
    for resolution in (0..FINEST).rev() {
        let mut level = HexLevel::new(resolution);
        if let Some(finer) = levels.last() {
            for (number, count) in finer.cells.iter().zip(&finer.counts) {
                level.add(parent(*number, resolution), *count);
            }
        }
        levels.push(level.close());
    }
    levels.reverse();
    levels
}

fn finest(items: &HexIndex, points: &HexIndex) -> HexLevel {
    let mut level = HexLevel::new(FINEST);
    let mut items = items.iter().peekable();
    let mut points = points.iter().peekable();
    loop {
        let next = items.peek().map(|i| i.0).into_iter().chain(points.peek().map(|p| p.0)).min();
        let Some(cell) = next else { return level.close() };
        let items = items.next_if(|i| i.0 == cell).map_or(0, |(_, members)| members.len() as u32);
        let points = points.next_if(|p| p.0 == cell).map_or(0, |(_, members)| members.len() as u32);
        level.add(cell, HexCount { items, points });
    }
}

/// The number of the coarser cell that a cell lies in: its resolution replaced, the steps beyond it filled with ones.
fn parent(number: u64, resolution: u8) -> u64 {
    let below = 3 * u32::from(15 - resolution);
    let resolution_bits = 0xf << 52;
    number & !resolution_bits | u64::from(resolution) << 52 | ((1 << below) - 1)
}

/// The occupied cells of a resolution that a view may show, found by going down from the coarsest.
pub(super) fn in_view(levels: &[HexLevel], resolution: u8, view: &HexView) -> Vec<(HexCell, HexCount)> {
    let mut found = Vec::new();
    if let Some(coarsest) = levels.first() {
        descend(levels, 0, 0..coarsest.cells.len(), resolution, view, &mut found);
    }
    found
}

fn descend(
    levels: &[HexLevel],
    at: usize,
    span: std::ops::Range<usize>,
    resolution: u8,
    view: &HexView,
    found: &mut Vec<(HexCell, HexCount)>,
) {
    let Some(level) = levels.get(at) else { return };
    for i in span {
        let Some(cell) = HexCell::from_number(level.cells[i]).filter(|cell| view.touches(cell.surroundings())) else {
            continue;
        };
        if level.resolution >= resolution {
            found.push((cell, level.counts[i]));
        } else if let Some(finer) = levels.get(at + 1) {
            let children = span_of(&finer.cells, finer.resolution, cell);
            descend(levels, at + 1, children, resolution, view, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GeoPoint;
    use proptest::prelude::*;

    const WORLD: HexView = HexView { min: WorldPoint { x: 0.0, y: 0.0 }, max: WorldPoint { x: 1.0 - 1e-12, y: 1.0 } };

    fn indexed(places: &[GeoPoint]) -> HexIndex {
        HexIndex::new(places.len(), &|key| places.get(key).copied())
    }

    proptest! {
        #[test]
        fn every_level_counts_every_position_once(
            places in prop::collection::vec((-90.0..90.0f64, -180.0..180.0f64), 0..80),
            resolution in 0u8..=FINEST,
        ) {
            let places: Vec<GeoPoint> = places.iter().filter_map(|(lat, lon)| GeoPoint::new(*lat, *lon)).collect();
            let (items, points) = places.split_at(places.len() / 3);
            let levels = all(&indexed(items), &indexed(points));
            prop_assert_eq!(levels.len(), usize::from(FINEST) + 1);
            for level in &levels {
                prop_assert!(level.cells.is_sorted());
                prop_assert_eq!(level.counts.iter().map(|c| c.total()).sum::<u64>(), places.len() as u64);
                prop_assert_eq!(level.counts.iter().map(|c| c.items as usize).sum::<usize>(), items.len());
            }
            let seen = in_view(&levels, resolution, &WORLD);
            prop_assert_eq!(seen.iter().map(|(_, c)| c.total()).sum::<u64>(), places.len() as u64);
            for (cell, count) in seen {
                prop_assert_eq!(cell.resolution(), resolution);
                prop_assert_eq!(levels[usize::from(resolution)].count(cell), count);
            }
        }

        #[test]
        fn a_view_shows_the_cell_of_what_lies_in_it(
            lat in -84.0..84.0f64, lon in -180.0..180.0f64, resolution in 0u8..=FINEST, width in 1e-6..0.3f64, copy in -2..=2i32,
        ) {
            let place = GeoPoint::new(lat, lon).unwrap();
            let levels = all(&indexed(&[place]), &HexIndex::default());
            let at = WorldPoint::from_geo(place);
            let x = at.x + f64::from(copy);
            let view = HexView { min: WorldPoint { x: x - width, y: at.y - width }, max: WorldPoint { x: x + width, y: at.y + width } };
            prop_assert_eq!(in_view(&levels, resolution, &view).len(), 1);
        }
    }

    #[test]
    fn the_number_of_a_coarser_cell_is_the_grids_own() {
        for (lat, lon) in [(48.2, 16.4), (-17.8, 179.99), (89.9, 0.0), (-54.0, -70.0)] {
            let cell = HexCell::of(GeoPoint::new(lat, lon).unwrap(), FINEST).unwrap();
            for resolution in 0..FINEST {
                assert_eq!(parent(cell.number(), resolution), cell.parent(resolution).number());
            }
        }
    }

    #[test]
    fn cells_are_at_least_as_large_as_asked_for() {
        for (least, y) in [(1e-4, 0.5), (1e-6, 0.3), (1e-9, 0.5)] {
            let resolution = HexLevel::resolution_for(least, y);
            let metres = least * metres_per_world(y);
            assert!(cell::edge_metres(resolution) >= metres);
            assert!(resolution == FINEST || cell::edge_metres(resolution + 1) < metres);
        }
    }
}
