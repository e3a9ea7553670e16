//! Which items are shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Dataset, GeoBounds, GeoPoint, Item, ItemId, ItemKind, PlatformId, Points};

use super::{AtHours, Exposure, Geofence, Verdict};

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
    /// Only what happened at these hours of the week.
    pub hours: Option<AtHours>,
    /// Only items in this rectangle. Items without a position are then hidden.
    pub bounds: Option<GeoBounds>,
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

    /// Whether a row of a trail is shown, as far as its platform, its hour and its position tell; the stretch of time is
    /// one range of rows and left to the caller.
    pub fn shows_row(&self, points: &Points, row: usize) -> bool {
        let inside = |bounds: GeoBounds| {
            let (lat, lon) = (points.lat_e7()[row], points.lon_e7()[row]);
            GeoPoint::new(f64::from(lat) / 1e7, f64::from(lon) / 1e7).is_some_and(|p| bounds.contains(p))
        };
        (self.hidden_platforms.is_empty() || !self.hidden_platforms.contains(&points.platform(row)))
            && self.hours.as_ref().is_none_or(|hours| hours.holds_row(row))
            && self.bounds.is_none_or(inside)
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
            && self.hours.as_ref().is_none_or(|hours| hours.holds_item(id))
            && self.bounds.is_none_or(|b| item.location.is_some_and(|l| b.contains(l.point)))
            && (needle.is_empty() || mentions(item, needle))
    }
}

pub(super) fn mentions(item: &Item, needle: &str) -> bool {
    let contains = |text: &str| text.to_lowercase().contains(needle);
    item.text.as_deref().is_some_and(contains)
        || item.place.as_ref().is_some_and(|p| contains(&p.name) || p.address.as_deref().is_some_and(contains))
}
