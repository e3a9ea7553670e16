//! Everything of a dataset that has a position, ready for the map: all of it once, and what is visible of it after every
//! change of the filter.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Dataset, ItemId, Points};

use super::index::SpatialIndex;
use super::mercator::WorldPoint;
use super::morton;
use super::threads::{at_once, share};
use super::{Filter, RowSet};

/// Items and trail rows by position.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    /// The items; keys are item ids.
    pub items: SpatialIndex,
    /// The trail rows; keys are row numbers.
    pub points: Arc<SpatialIndex>,
}

impl Positions {
    /// Everything in `dataset` that has a position.
    pub fn of(dataset: &Dataset) -> Self {
        let located = dataset.items.iter().enumerate().filter_map(|(i, item)| Some((item.location?.point, i as u32)));
        let items = located.map(|(point, key)| (morton::of_world(WorldPoint::from_geo(point)), key));
        let points = Arc::new(SpatialIndex::of_rows(codes(&dataset.points)));
        Self { items: SpatialIndex::new(items.collect()), points }
    }

    /// What is visible of it. `known` are the trail rows that the same filter has let through before.
    #[must_use]
    pub fn visible(&self, visible: &Visible<'_>, known: Option<&Arc<SpatialIndex>>) -> Self {
        let items = self.items.filtered(|key| visible.shows_item(key));
        let points = match visible.rows() {
            None => Arc::default(),
            Some(rows) if rows.lets_all_through() => Arc::clone(&self.points),
            Some(rows) => known.map_or_else(|| Arc::new(self.points.filtered(|key| rows.shows(key))), Arc::clone),
        };
        Self { items, points }
    }

    /// Number of items and trail rows.
    pub fn len(&self) -> usize {
        self.items.len() + self.points.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The smallest stretch of the world around everything, as its north-western and south-eastern corner. When the
    /// shorter way round crosses the antimeridian, the eastern end has `x` beyond 1.
    pub fn extent(&self) -> Option<(WorldPoint, WorldPoint)> {
        let mut columns = [false; 1 << COLUMNS];
        for index in [&self.items, &*self.points] {
            index.for_each_column(COLUMNS, &mut |column| columns[column as usize] = true);
        }
        // Everything lies outside the widest gap; measured from its eastern end nothing is cut in two.
        let first = after_widest_gap(&columns)?;
        let origin = first as f64 / columns.len() as f64;
        let before = origin - 0.5 / f64::from(u32::MAX);
        let mut extent: Option<(WorldPoint, WorldPoint)> = None;
        for index in [&self.items, &*self.points] {
            for (from, to, shift) in [(origin, 1.0, 0.0), (0.0, before, 1.0)] {
                let Some((min, max)) = index.extent(from, to) else { continue };
                let (west, east) = (min.x + shift, max.x + shift);
                let (low, high) = extent.unwrap_or((WorldPoint { x: west, ..min }, WorldPoint { x: east, ..max }));
                extent = Some((
                    WorldPoint { x: low.x.min(west), y: low.y.min(min.y) },
                    WorldPoint { x: high.x.max(east), y: high.y.max(max.y) },
                ));
            }
        }
        let (min, max) = extent?;
        let shift = min.x.floor();
        Some((WorldPoint { x: min.x - shift, ..min }, WorldPoint { x: max.x - shift, ..max }))
    }
}

/// Rows whose codes are worth a thread.
const SHARE: usize = 1 << 16;

/// The code of every row.
fn codes(points: &Points) -> Vec<u64> {
    let (lat, lon) = (points.lat_e7(), points.lon_e7());
    let mut codes = vec![0; points.len()];
    let share = share(codes.len(), SHARE);
    at_once(codes.chunks_mut(share).enumerate().collect(), |(part, codes)| {
        for (code, (lat, lon)) in codes.iter_mut().zip(lat.iter().zip(lon).skip(part * share)) {
            *code = morton::of_world(WorldPoint::from_degrees(f64::from(*lat) / 1e7, f64::from(*lon) / 1e7));
        }
    });
    codes
}

/// What of a dataset is visible: some of the items, and the trail rows that a filter lets through, if any.
pub struct Visible<'a> {
    items: Vec<bool>,
    rows: Option<ShownRows<'a>>,
}

impl<'a> Visible<'a> {
    /// These items, and the rows that `points` lets through; none without it. `within` are those that it lets through
    /// whatever its stretch of time, as [`Filter::rows`] tells.
    pub fn new(dataset: &'a Dataset, items: &[ItemId], points: Option<&'a Filter>, within: Option<&'a RowSet>) -> Self {
        let mut shown = vec![false; dataset.items.len()];
        for id in items {
            if let Some(flag) = shown.get_mut(id.index()) {
                *flag = true;
            }
        }
        Self { items: shown, rows: points.map(|filter| ShownRows::new(&dataset.points, filter, within)) }
    }

    /// Whether the item with this number is.
    pub fn shows_item(&self, key: u32) -> bool {
        self.items.get(key as usize).is_some_and(|shown| *shown)
    }

    /// The rows, if any are shown at all.
    pub fn rows(&self) -> Option<&ShownRows<'a>> {
        self.rows.as_ref()
    }
}

/// What a filter asks of a trail row; filters that ask the same let the same rows through.
#[derive(Clone, Debug, PartialEq)]
pub struct RowQuestion {
    window: Range<usize>,
    /// Without its stretch of time and what it asks of items alone.
    filter: Filter,
}

/// The trail rows that a filter lets through.
pub struct ShownRows<'a> {
    filter: &'a Filter,
    window: Range<usize>,
    /// Those that it lets through whatever its stretch of time; `None` for all.
    within: Option<&'a RowSet>,
    all: usize,
}

impl<'a> ShownRows<'a> {
    fn new(points: &'a Points, filter: &'a Filter, within: Option<&'a RowSet>) -> Self {
        Self { filter, window: shown_rows(points, filter), within, all: points.len() }
    }

    /// What it asks of a row.
    pub fn question(&self) -> RowQuestion {
        let Filter { hidden_platforms, hours, area, cell, .. } = self.filter.clone();
        RowQuestion {
            window: self.window.clone(),
            filter: Filter { hidden_platforms, hours, area, cell, ..Filter::default() },
        }
    }

    /// Whether that is all of them.
    pub fn lets_all_through(&self) -> bool {
        self.within.is_none() && self.window == (0..self.all)
    }

    /// Whether it lets this row through.
    pub fn shows(&self, row: u32) -> bool {
        let row = row as usize;
        let inside = row.wrapping_sub(self.window.start) < self.window.len();
        inside && self.within.is_none_or(|set| set.contains(row))
    }
}

/// The trail rows in the stretch of time that a filter lets through; rows are sorted by time, so it is one range.
pub fn shown_rows(points: &Points, filter: &Filter) -> Range<usize> {
    filter.window.map_or(0..points.len(), |window| {
        let first = points.seconds().partition_point(|s| *s < ceil_seconds(window.from));
        let end = points.seconds().partition_point(|s| *s < ceil_seconds(window.to));
        first..end.max(first)
    })
}

/// Depth of the grid whose columns are looked at to find the side on which nothing lies.
const COLUMNS: u8 = 10;

/// The column with which the widest stretch of empty columns ends, going round; `None` when all are empty.
fn after_widest_gap(columns: &[bool]) -> Option<usize> {
    let first = columns.iter().position(|c| *c)?;
    let (mut widest, mut after, mut width) = (0, 0, 0);
    for at in (1..=columns.len()).map(|step| (first + step) % columns.len()) {
        if !columns[at] {
            width += 1;
            continue;
        }
        if width > widest {
            (widest, after) = (width, at);
        }
        width = 0;
    }
    Some(after)
}

/// The first whole second that is not before `at`.
fn ceil_seconds(at: jiff::Timestamp) -> i64 {
    at.as_second() + i64::from(at.subsec_nanosecond() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::hexes::HexCell;
    use crate::model::{GeoPoint, PlatformId, PointRow, PointSource, Track};

    fn trail(rows: &[(i64, f64, f64)]) -> Dataset {
        let mut dataset = Dataset::default();
        let track = Track { platform: PlatformId("trail"), name: "phone".into(), file: 0 };
        let track = dataset.points.track(track).unwrap();
        for &(seconds, lat, lon) in rows {
            let point = GeoPoint::new(lat, lon).unwrap();
            dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        }
        dataset
    }

    #[test]
    fn a_window_lets_through_the_rows_inside_it_and_no_others() {
        let dataset = trail(&[(10, 1.0, 1.0), (20, 2.0, 2.0), (30, 3.0, 3.0)]);
        let all = Positions::of(&dataset);
        let window = crate::analysis::TimeWindow {
            from: "1970-01-01T00:00:10.5Z".parse().unwrap(),
            to: "1970-01-01T00:00:30Z".parse().unwrap(),
        };
        let filter = Filter { window: Some(window), ..Filter::default() };
        let visible = |points: Option<&Filter>| {
            let within = points.and_then(|filter| filter.rows(&dataset.points));
            all.visible(&Visible::new(&dataset, &[], points, within.as_ref()), None)
        };
        assert_eq!(visible(Some(&filter)).points.keys(), [1]);
        assert_eq!(visible(Some(&Filter::default())).points.len(), 3);
        assert!(visible(None).is_empty());
        let hidden = Filter { hidden_platforms: [PlatformId("trail")].into(), ..Filter::default() };
        assert!(visible(Some(&hidden)).is_empty());
        let cell = HexCell::of(GeoPoint::new(2.0, 2.0).unwrap(), 5);
        let in_cell = Filter { cell, ..Filter::default() };
        assert_eq!(visible(Some(&in_cell)).points.keys(), [1]);
    }

    #[test]
    fn the_extent_goes_the_short_way_round() {
        let fiji_and_samoa = Positions::of(&trail(&[(0, -17.0, 178.0), (1, -14.0, -172.0)]));
        let (min, max) = fiji_and_samoa.extent().unwrap();
        assert!(max.x - min.x < 0.03, "{min:?} {max:?}");
        assert!((0.0..1.0).contains(&min.x) && max.x > 1.0);
        let europe_and_america = Positions::of(&trail(&[(0, 40.0, -100.0), (1, 50.0, 10.0)]));
        let (min, max) = europe_and_america.extent().unwrap();
        assert!((max.x - min.x - 110.0 / 360.0).abs() < 1e-6 && max.x < 1.0);
        let one = Positions::of(&trail(&[(0, 40.0, -100.0)]));
        let (min, max) = one.extent().unwrap();
        assert_eq!(min, max);
        assert_eq!(Positions::default().extent(), None);
    }
}
