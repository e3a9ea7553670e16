//! Rows of location trails, kept as columns: an export holds millions of them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{GeoPoint, PlatformId};

/// How a fix was obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum PointSource {
    /// A satellite fix.
    Gps,
    /// Wi-Fi positioning.
    Wifi,
    /// Mobile cells.
    Cell,
    /// Not said, or worked out by the platform.
    Unknown,
}

impl PointSource {
    /// The location source this counts as.
    pub const fn location_source(self) -> super::LocationSource {
        match self {
            Self::Gps => super::LocationSource::Gps,
            Self::Wifi | Self::Cell => super::LocationSource::Wifi,
            Self::Unknown => super::LocationSource::Inferred,
        }
    }
}

/// Index of a track in [`Points::tracks`]: one device, one file, one trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackId(pub u16);

/// One trail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Track {
    /// The platform it came from.
    pub platform: PlatformId,
    /// A name for the user: a device, a file.
    pub name: Box<str>,
    /// Index into the [`FileLedger`](super::FileLedger).
    pub file: u32,
}

/// A row as the adapters hand it over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointRow {
    /// When; seconds since 1970 UTC.
    pub seconds: i64,
    /// Where.
    pub point: GeoPoint,
    /// Radius of uncertainty in metres, when known.
    pub accuracy_metres: Option<f32>,
    /// How the fix was obtained.
    pub source: PointSource,
    /// The trail it belongs to.
    pub track: TrackId,
}

/// All rows as columns, about 23 bytes each, sorted by time once [`Points::sort`] has run.
#[derive(Clone, Debug, Default)]
pub struct Points {
    seconds: Vec<i64>,
    lat_e7: Vec<i32>,
    lon_e7: Vec<i32>,
    accuracy_decimetres: Vec<u32>,
    source: Vec<PointSource>,
    track: Vec<TrackId>,
    tracks: Vec<Track>,
    /// The place of each trail in `tracks`: an export may hold tens of thousands.
    track_ids: BTreeMap<Track, TrackId>,
}

/// Stands for "accuracy not known" in the column.
const NO_ACCURACY: u32 = u32::MAX;

impl Points {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.seconds.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.seconds.is_empty()
    }

    /// The trails.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// Adds a trail, or finds the one that is there already. `None` beyond 65,535 trails.
    pub fn track(&mut self, track: Track) -> Option<TrackId> {
        if let Some(id) = self.track_ids.get(&track) {
            return Some(*id);
        }
        let id = TrackId(u16::try_from(self.tracks.len()).ok().filter(|id| *id < u16::MAX)?);
        self.track_ids.insert(track.clone(), id);
        self.tracks.push(track);
        Some(id)
    }

    /// Adds a row.
    pub fn push(&mut self, row: PointRow) {
        self.seconds.push(row.seconds);
        self.lat_e7.push((row.point.lat() * 1e7).round() as i32);
        self.lon_e7.push((row.point.lon() * 1e7).round() as i32);
        self.accuracy_decimetres.push(row.accuracy_metres.map_or(NO_ACCURACY, |a| {
            if a.is_finite() && a >= 0.0 {
                (f64::from(a) * 10.0).round().min(f64::from(NO_ACCURACY - 1)) as u32
            } else {
                NO_ACCURACY
            }
        }));
        self.source.push(row.source);
        self.track.push(row.track);
    }

    /// The row at `index`.
    ///
    /// # Panics
    /// When `index` is not below [`Points::len`].
    pub fn row(&self, index: usize) -> PointRow {
        let accuracy = self.accuracy_decimetres[index];
        PointRow {
            seconds: self.seconds[index],
            point: self.point(index),
            accuracy_metres: (accuracy != NO_ACCURACY).then_some(accuracy as f32 / 10.0),
            source: self.source[index],
            track: self.track[index],
        }
    }

    /// The position of the row at `index`.
    ///
    /// # Panics
    /// When `index` is not below [`Points::len`].
    pub fn point(&self, index: usize) -> GeoPoint {
        let point = GeoPoint::new(f64::from(self.lat_e7[index]) / 1e7, f64::from(self.lon_e7[index]) / 1e7);
        point.expect("only positions in range are pushed")
    }

    /// Times, in seconds since 1970 UTC; ascending once sorted.
    pub fn seconds(&self) -> &[i64] {
        &self.seconds
    }

    /// Latitudes in degrees times 10⁷.
    pub fn lat_e7(&self) -> &[i32] {
        &self.lat_e7
    }

    /// Longitudes in degrees times 10⁷.
    pub fn lon_e7(&self) -> &[i32] {
        &self.lon_e7
    }

    /// The place in [`Points::tracks`] of the trail of the row at `index`.
    pub fn track_index(&self, index: usize) -> usize {
        usize::from(self.track[index].0)
    }

    /// The platform of the row at `index`.
    pub fn platform(&self, index: usize) -> PlatformId {
        self.tracks[self.track[index].0 as usize].platform
    }

    /// The time of the row at `index`, unless it is outside the calendar's range.
    pub fn timestamp(&self, index: usize) -> Option<Timestamp> {
        Timestamp::from_second(self.seconds[index]).ok()
    }

    /// Sorts the rows by time, keeping the order of equal times. Cheap when they are sorted already.
    pub fn sort(&mut self) {
        if self.seconds.is_sorted() {
            return;
        }
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by_key(|&i| self.seconds[i as usize]);
        self.seconds = permuted(&self.seconds, &order);
        self.lat_e7 = permuted(&self.lat_e7, &order);
        self.lon_e7 = permuted(&self.lon_e7, &order);
        self.accuracy_decimetres = permuted(&self.accuracy_decimetres, &order);
        self.source = permuted(&self.source, &order);
        self.track = permuted(&self.track, &order);
    }

    /// Keeps the rows of which this says so, in their order. Rows beyond its end are kept.
    pub fn retain(&mut self, is_kept: &[bool]) {
        keep(&mut self.seconds, is_kept);
        keep(&mut self.lat_e7, is_kept);
        keep(&mut self.lon_e7, is_kept);
        keep(&mut self.accuracy_decimetres, is_kept);
        keep(&mut self.source, is_kept);
        keep(&mut self.track, is_kept);
    }

    /// Gives back memory that growth reserved beyond need.
    pub fn shrink(&mut self) {
        self.seconds.shrink_to_fit();
        self.lat_e7.shrink_to_fit();
        self.lon_e7.shrink_to_fit();
        self.accuracy_decimetres.shrink_to_fit();
        self.source.shrink_to_fit();
        self.track.shrink_to_fit();
    }
}

fn permuted<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| column[i as usize]).collect()
}

fn keep<T>(column: &mut Vec<T>, is_kept: &[bool]) {
    let mut kept = is_kept.iter().copied().chain(std::iter::repeat(true));
    column.retain(|_| kept.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_no_more_trails_than_can_be_numbered() {
        let mut points = Points::default();
        let track = |n: u32| Track { platform: PlatformId("x"), name: n.to_string().into(), file: n };
        let ids = (0..70_000).filter_map(|n| points.track(track(n))).count();
        assert_eq!(ids, 65_535);
        assert_eq!(points.track(track(7)), Some(TrackId(7)), "one that is there is found again");
    }

    #[test]
    fn rows_come_back_as_they_went_in_and_sorted() {
        let mut points = Points::default();
        let track = points.track(Track { platform: PlatformId("x"), name: "phone".into(), file: 0 }).unwrap();
        let row = |seconds, lat| PointRow {
            seconds,
            point: GeoPoint::new(lat, -179.999_999_9).unwrap(),
            accuracy_metres: (lat > 0.0).then_some(12.5),
            source: PointSource::Wifi,
            track,
        };
        points.push(row(20, 1.5));
        points.push(row(10, -89.123_456_7));
        points.sort();
        assert_eq!(points.seconds(), [10, 20]);
        assert_eq!(points.row(0), row(10, -89.123_456_7));
        assert_eq!(points.row(1), row(20, 1.5));
        points.retain(&[false, true]);
        assert_eq!((points.len(), points.row(0)), (1, row(20, 1.5)));
    }
}
