//! Positions counted in hexagons of about the same size everywhere: the H3 grid.
//!
//! Every position is put into its cell of the finest grid once. Coarser cells are ranges of finer ones, so that counts of
//! any resolution, and of what a filter leaves, are sums, and no position is looked at twice.

mod cell;
mod index;
mod levels;

use std::sync::Arc;

use crate::model::{Dataset, GeoPoint};

use super::positions::Visible;

pub use cell::{HexCell, Outline};
pub use index::HexIndex;
pub use levels::{HexCount, HexLevel, HexView};

/// The finest resolution counted: edges of 29 m, more than a phone's fix is off by as a rule.
pub const FINEST: u8 = 11;

/// Items and trail rows by cell.
#[derive(Clone, Debug, Default)]
pub struct Hexes {
    /// The items; keys are item ids.
    pub items: HexIndex,
    /// The trail rows; keys are row numbers.
    pub points: Arc<HexIndex>,
}

impl Hexes {
    /// Everything in `dataset` that has a position.
    pub fn of(dataset: &Dataset) -> Self {
        let points = &dataset.points;
        let row =
            |row: usize| GeoPoint::new(f64::from(points.lat_e7()[row]) / 1e7, f64::from(points.lon_e7()[row]) / 1e7);
        let item = |item: usize| dataset.items[item].location.map(|l| l.point);
        Self { items: HexIndex::new(dataset.items.len(), &item), points: Arc::new(HexIndex::new(points.len(), &row)) }
    }

    /// What is visible of it.
    #[must_use]
    pub fn visible(&self, visible: &Visible<'_>) -> Self {
        let points = match visible.rows() {
            None => Arc::default(),
            Some(rows) if rows.lets_all_through() => Arc::clone(&self.points),
            Some(rows) => Arc::new(self.points.filtered(|key| rows.shows(key))),
        };
        Self { items: self.items.filtered(|key| visible.shows_item(key)), points }
    }
}

/// What is visible, counted by cell.
#[derive(Clone, Debug, Default)]
pub struct HexCounts {
    visible: Hexes,
    /// By resolution, the coarsest first.
    levels: Vec<HexLevel>,
}

impl HexCounts {
    /// Counts it.
    pub fn of(visible: Hexes) -> Self {
        let levels = levels::all(&visible.items, &visible.points);
        Self { visible, levels }
    }

    /// The occupied cells of a resolution.
    pub fn level(&self, resolution: u8) -> Option<&HexLevel> {
        self.levels.get(usize::from(resolution))
    }

    /// The occupied cells of a resolution that a view may show, and what they hold.
    pub fn in_view(&self, resolution: u8, view: &HexView) -> Vec<(HexCell, HexCount)> {
        levels::in_view(&self.levels, resolution, view)
    }

    /// The ids of the items in a cell.
    pub fn items_in(&self, cell: HexCell) -> &[u32] {
        self.visible.items.keys_in(cell)
    }
}
