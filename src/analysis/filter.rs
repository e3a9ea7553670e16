//! Which items are shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Dataset, GeoBounds, GeoPoint, Item, ItemId, ItemKind, PlatformId};

use super::hexes::HexCell;
use super::{Exposure, Geofence, Verdict};

/// A stretch of time: `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeWindow {
    /// First moment; UTC.
    pub from: Timestamp,
    /// First moment after it; UTC.
    pub to: Timestamp,
}

impl TimeWindow {
    /// Whether `at` lies inside.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }
}

/// What the user chose to see. The default shows everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only items the lens would have had.
    pub taken_only: bool,
    /// Verdicts switched off.
    pub hidden_verdicts: BTreeSet<Verdict>,
    /// Platforms switched off.
    pub hidden_platforms: BTreeSet<PlatformId>,
    /// Kinds switched off.
    pub hidden_kinds: BTreeSet<ItemKind>,
    /// Only items that fell into this fence.
    pub geofence: Option<Geofence>,
    /// Only items in this stretch of time. Items without a time are then hidden.
    pub window: Option<TimeWindow>,
    /// Only items in this rectangle. Items without a position are then hidden.
    pub bounds: Option<GeoBounds>,
    /// Only items in this cell of the grid of hexagons. Items without a position are then hidden.
    pub cell: Option<HexCell>,
    /// Only items whose text or place name contains this, without regard to case.
    pub text: String,
    /// Only these items: what a statement rests on. Shared, for a statement may rest on most of an archive.
    pub only: Option<Arc<BTreeSet<ItemId>>>,
    /// Whether rows of location trails are hidden.
    pub points_hidden: bool,
}

impl Filter {
    /// Whether trail rows are shown at all: they are never published, so a harvester's view has none.
    pub fn shows_points(&self) -> bool {
        !self.points_hidden
            && !self.taken_only
            && self.geofence.is_none()
            && self.only.is_none()
            && self.text.is_empty()
            && !self.hidden_verdicts.contains(&Verdict::Private)
    }

    /// The items shown, in time order.
    pub fn apply(&self, dataset: &Dataset, exposure: &Exposure) -> Vec<ItemId> {
        let needle = self.text.trim().to_lowercase();
        let ids = (0..dataset.items.len() as u32).map(ItemId);
        ids.filter(|id| self.shows(dataset.item(*id), exposure, *id, &needle)).collect()
    }

    /// Whether a position lies in the area that is asked for.
    pub fn holds_place(&self, at: GeoPoint) -> bool {
        self.bounds.is_none_or(|bounds| bounds.contains(at)) && self.cell.is_none_or(|cell| cell.contains(at))
    }

    /// The same for the position of an item.
    pub(super) fn holds_item(&self, item: &Item) -> bool {
        (self.bounds.is_none() && self.cell.is_none()) || item.location.is_some_and(|l| self.holds_place(l.point))
    }

    fn shows(&self, item: &Item, exposure: &Exposure, id: ItemId, needle: &str) -> bool {
        let verdict = exposure.of(id);
        (!self.taken_only || verdict.verdict.is_taken())
            && self.only.as_ref().is_none_or(|only| only.contains(&id))
            && !self.hidden_verdicts.contains(&verdict.verdict)
            && !self.hidden_platforms.contains(&item.platform)
            && !self.hidden_kinds.contains(&item.kind)
            && self.geofence.is_none_or(|fence| verdict.geofence == Some(fence))
            && self.window.is_none_or(|w| item.time.is_some_and(|t| w.contains(t)))
            && self.holds_item(item)
            && (needle.is_empty() || mentions(item, needle))
    }
}

pub(super) fn mentions(item: &Item, needle: &str) -> bool {
    let contains = |text: &str| text.to_lowercase().contains(needle);
    item.text.as_deref().is_some_and(contains)
        || item.place.as_ref().is_some_and(|p| contains(&p.name) || p.address.as_deref().is_some_and(contains))
}
