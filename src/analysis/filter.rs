//! Which items are shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Dataset, GeoPoint, Item, ItemId, ItemKind, PlatformId, Points};

use super::hexes::HexCell;
use super::{Area, AtHours, Exposure, Geofence, Moment, RowSet, Verdict};

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

/// The rows of trails that a filter lets through whatever its stretch of time; `None` for all of them.
#[derive(Clone, Debug, Default)]
pub struct RowSets {
    /// Those that pass every part.
    pub passing: Option<Arc<RowSet>>,
    /// Those that pass every part but the hours of the week.
    pub at_any_hour: Option<Arc<RowSet>>,
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
    /// Only items for which this moment's answer is yes.
    pub moment: Option<Moment>,
    /// Only items in this stretch of time. Items without a time are then hidden.
    pub window: Option<TimeWindow>,
    /// Only what happened at these hours of the week.
    pub hours: Option<AtHours>,
    /// Only items in this area. Items without a position are then hidden.
    pub area: Option<Area>,
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
    /// Shows one verdict and nothing else.
    pub fn of_verdict(verdict: Verdict) -> Self {
        let hidden = Verdict::ALL.into_iter().filter(|other| *other != verdict);
        Self { hidden_verdicts: hidden.collect(), ..Self::default() }
    }

    /// Shows the items for which a moment's answer is yes.
    pub fn of_moment(moment: Moment) -> Self {
        Self { moment: Some(moment), ..Self::default() }
    }

    /// The verdict that is left when all others are switched off.
    pub fn only_verdict(&self) -> Option<Verdict> {
        let mut left = Verdict::ALL.into_iter().filter(|v| !self.hidden_verdicts.contains(v));
        left.next().filter(|_| left.next().is_none())
    }

    /// Whether trail rows are shown at all: they are never published, so a harvester's view has none.
    pub fn shows_points(&self) -> bool {
        !self.points_hidden
            && !self.taken_only
            && self.geofence.is_none()
            && self.moment.is_none()
            && self.only.is_none()
            && self.text.trim().is_empty()
            && !self.hidden_verdicts.contains(&Verdict::Private)
    }

    /// The items shown, in time order.
    pub fn apply(&self, dataset: &Dataset, exposure: &Exposure) -> Vec<ItemId> {
        let needle = self.text.trim().to_lowercase();
        let ids = (0..dataset.items.len() as u32).map(ItemId);
        ids.filter(|id| self.shows(dataset.item(*id), exposure, *id, &needle)).collect()
    }

    /// Whether a position lies in the area and in the cell that are asked for.
    pub fn holds_place(&self, at: GeoPoint) -> bool {
        self.area.as_ref().is_none_or(|area| area.contains(at)) && self.cell.is_none_or(|cell| cell.contains(at))
    }

    /// The same for the position of an item.
    pub(super) fn holds_item(&self, item: &Item) -> bool {
        (self.area.is_none() && self.cell.is_none()) || item.location.is_some_and(|l| self.holds_place(l.point))
    }

    /// Whether [`rows`](Self::rows) gives the same for both.
    pub fn asks_same_of_rows(&self, other: &Self) -> bool {
        self.area == other.area
            && self.cell == other.cell
            && self.hours == other.hours
            && self.hidden_platforms == other.hidden_platforms
    }

    /// The rows of trails that are shown, as far as their platform, hour and position tell; `None` when that is all.
    /// The stretch of time is one range of rows and left to the caller.
    pub fn rows(&self, points: &Points) -> Option<RowSet> {
        let asks_where = self.area.is_some() || self.cell.is_some();
        self.asks_of_rows().then(|| {
            RowSet::new(points.len(), |row| {
                (self.hidden_platforms.is_empty() || !self.hidden_platforms.contains(&points.platform(row)))
                    && self.hours.as_ref().is_none_or(|hours| hours.holds_row(row))
                    && (!asks_where || self.holds_place(points.point(row)))
            })
        })
    }

    /// Whether it asks anything of rows but when they were, so that [`rows`](Self::rows) has to look at each.
    pub fn asks_of_rows(&self) -> bool {
        self.area.is_some() || self.cell.is_some() || self.hours.is_some() || !self.hidden_platforms.is_empty()
    }

    /// What [`rows`](Self::rows) gives, with and without the hours of the week.
    pub fn row_sets(&self, points: &Points) -> RowSets {
        let at_any_hour = Self { hours: None, ..self.clone() }.rows(points).map(Arc::new);
        let passing = match &self.hours {
            None => at_any_hour.clone(),
            Some(hours) => {
                let others = at_any_hour.as_deref();
                let passes = |row| others.is_none_or(|set| set.contains(row)) && hours.holds_row(row);
                Some(Arc::new(RowSet::new(points.len(), passes)))
            }
        };
        RowSets { passing, at_any_hour }
    }

    fn shows(&self, item: &Item, exposure: &Exposure, id: ItemId, needle: &str) -> bool {
        let verdict = exposure.of(id);
        (!self.taken_only || verdict.verdict.is_taken())
            && self.only.as_ref().is_none_or(|only| only.contains(&id))
            && !self.hidden_verdicts.contains(&verdict.verdict)
            && !self.hidden_platforms.contains(&item.platform)
            && !self.hidden_kinds.contains(&item.kind)
            && self.geofence.is_none_or(|fence| verdict.geofence == Some(fence))
            && self.moment.is_none_or(|moment| verdict.lights.at(moment) == Some(true))
            && self.window.is_none_or(|w| item.time.is_some_and(|t| w.contains(t)))
            && self.holds_item(item)
            && self.hours.as_ref().is_none_or(|hours| hours.holds_item(id))
            && (needle.is_empty() || mentions(item, needle))
    }
}

pub(super) fn mentions(item: &Item, needle: &str) -> bool {
    let contains = |text: &str| text.to_lowercase().contains(needle);
    item.text.as_deref().is_some_and(contains)
        || item.place.as_ref().is_some_and(|p| contains(&p.name) || p.address.as_deref().is_some_and(contains))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{WeekClock, WeekHour, WeekHours};
    use crate::model::{PointRow, PointSource, Track};

    #[test]
    fn rows_with_and_without_the_hours_are_those_that_each_part_lets_through() {
        let mut points = Points::default();
        let tracks = ["a", "b"].map(|id| Track { platform: PlatformId(id), name: id.into(), file: 0 });
        let tracks = tracks.map(|track| points.track(track).unwrap());
        for row in 0..200_usize {
            let point = GeoPoint::new(1.0, 1.0).unwrap();
            let track = tracks[row % 2];
            let seconds = row as i64 * 3_600;
            points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        }
        let clock = Arc::new(WeekClock::new([], (0..200).map(|row| (row % 3 > 0).then(|| WeekHour::at(row % 168)))));
        let hours = AtHours { hours: WeekHours::block(WeekHour::at(0), WeekHour::at(30)), clock };
        let all = Filter::default();
        let by_hour = Filter { hours: Some(hours), ..Filter::default() };
        let by_platform = Filter { hidden_platforms: [PlatformId("a")].into(), ..Filter::default() };
        let both = Filter { hours: by_hour.hours.clone(), ..by_platform.clone() };
        for (filter, asks) in [(&all, false), (&by_hour, true), (&by_platform, true), (&both, true)] {
            assert_eq!(filter.asks_of_rows(), asks);
            let sets = filter.row_sets(&points);
            let any_hour = Filter { hours: None, ..filter.clone() };
            let expected = (filter.rows(&points), any_hour.rows(&points));
            for (set, expected) in [(&sets.passing, expected.0), (&sets.at_any_hour, expected.1)] {
                let held =
                    |set: Option<&RowSet>| (0..200).map(|row| set.is_none_or(|s| s.contains(row))).collect::<Vec<_>>();
                assert_eq!(held(set.as_deref()), held(expected.as_ref()));
            }
        }
    }

    #[test]
    fn a_filter_of_one_verdict_says_which() {
        for verdict in Verdict::ALL {
            assert_eq!(Filter::of_verdict(verdict).only_verdict(), Some(verdict));
        }
        assert_eq!(Filter::default().only_verdict(), None);
        let none = Filter { hidden_verdicts: Verdict::ALL.into(), ..Filter::default() };
        assert_eq!(none.only_verdict(), None);
    }

    #[test]
    fn a_search_for_nothing_but_blanks_hides_no_rows_as_it_hides_no_items() {
        let of = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
        assert!(of("  ").shows_points());
        assert!(!of(" a").shows_points());
    }
}
