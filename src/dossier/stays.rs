//! Stays in location trails: where the rows of a trail do not leave a circle for some time.
//!
//! The method of Li et al. (2008), anchored at the first row as scikit-mobility does it, so that each row is looked at
//! once: 200 m and 20 minutes. Trails of several devices run side by side. The last stay counts as well.

use crate::model::{GeoPoint, Points};

/// Radius of a stay, in metres.
const RADIUS_METRES: f64 = 200.0;
/// Shortest stay, in seconds.
const SHORTEST: i64 = 20 * 60;
/// A trail that is silent for longer than this, in seconds, may have been anywhere meanwhile.
const LONGEST_SILENCE: i64 = 12 * 3600;
/// Rows less exact than this, in metres, say nothing of where somebody stayed.
const COARSEST_METRES: f32 = 2_000.0;
/// Precision of a stay of rows that state none, in metres.
const UNSTATED_METRES: f64 = 50.0;

/// A stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stay {
    pub(super) first_row: u32,
    pub(super) last_row: u32,
    /// Unix seconds.
    pub(super) from: i64,
    /// Unix seconds.
    pub(super) to: i64,
    pub(super) point: GeoPoint,
    pub(super) precision_metres: f64,
}

/// A stay that is still growing.
#[derive(Clone, Copy)]
struct Open {
    anchor: GeoPoint,
    first_row: u32,
    last_row: u32,
    from: i64,
    to: i64,
    rows: f64,
    /// Sums of offsets from the anchor, degrees: no sum of longitudes goes wrong at the antimeridian.
    north: f64,
    east: f64,
    accuracy: f64,
    stated: f64,
}

/// The stays of all trails, in the order in which they end.
pub(super) fn of_points(points: &Points) -> Vec<Stay> {
    let mut open: Vec<Option<Open>> = vec![None; points.tracks().len()];
    let mut stays = Vec::new();
    for index in 0..points.len() {
        let row = points.row(index);
        if row.accuracy_metres.is_some_and(|a| a > COARSEST_METRES) {
            continue;
        }
        let Some(slot) = open.get_mut(usize::from(row.track.0)) else { continue };
        let goes_on = slot.as_ref().is_some_and(|o| {
            row.seconds - o.to <= LONGEST_SILENCE && o.anchor.distance_metres(row.point) <= RADIUS_METRES
        });
        if !goes_on {
            stays.extend(slot.take().and_then(close));
            *slot = Some(Open {
                anchor: row.point,
                first_row: index as u32,
                last_row: index as u32,
                from: row.seconds,
                to: row.seconds,
                rows: 0.0,
                north: 0.0,
                east: 0.0,
                accuracy: 0.0,
                stated: 0.0,
            });
        }
        if let Some(open) = slot {
            open.add(index as u32, row.seconds, row.point, row.accuracy_metres);
        }
    }
    stays.extend(open.into_iter().flatten().filter_map(close));
    stays
}

impl Open {
    fn add(&mut self, row: u32, seconds: i64, point: GeoPoint, accuracy: Option<f32>) {
        self.last_row = row;
        self.to = seconds;
        self.rows += 1.0;
        self.north += point.lat() - self.anchor.lat();
        self.east += wrapped(point.lon() - self.anchor.lon());
        if let Some(accuracy) = accuracy {
            self.accuracy += f64::from(accuracy);
            self.stated += 1.0;
        }
    }
}

/// A difference of longitudes, the short way round.
pub(super) fn wrapped(degrees: f64) -> f64 {
    (degrees + 540.0).rem_euclid(360.0) - 180.0
}

fn close(open: Open) -> Option<Stay> {
    if open.to - open.from < SHORTEST {
        return None;
    }
    let lon = wrapped(open.anchor.lon() + open.east / open.rows);
    let point = GeoPoint::new(open.anchor.lat() + open.north / open.rows, lon).unwrap_or(open.anchor);
    let precision_metres = if open.stated > 0.0 { (open.accuracy / open.stated).max(10.0) } else { UNSTATED_METRES };
    Some(Stay {
        first_row: open.first_row,
        last_row: open.last_row,
        from: open.from,
        to: open.to,
        point,
        precision_metres,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PlatformId, PointRow, PointSource, Track};

    fn points(rows: &[(u16, i64, f64, f64)]) -> Points {
        let mut points = Points::default();
        for name in ["phone", "watch"] {
            points.track(Track { platform: PlatformId("t"), name: name.into(), file: 0 }).unwrap();
        }
        for &(track, minutes, lat, lon) in rows {
            points.push(PointRow {
                seconds: minutes * 60,
                point: GeoPoint::new(lat, lon).unwrap(),
                accuracy_metres: None,
                source: PointSource::Gps,
                track: crate::model::TrackId(track),
            });
        }
        points.sort();
        points
    }

    #[test]
    fn a_stay_lasts_twenty_minutes_and_the_last_one_counts() {
        let home = (52.0, 13.0);
        let rows = [
            (0, 0, 52.0, 13.0),
            (0, 15, 52.001, 13.0),
            (0, 25, 52.0, 13.0),
            (0, 30, 52.1, 13.0),
            (0, 40, 52.2, 13.0),
            (0, 75, 52.2, 13.0),
        ];
        let stays = of_points(&points(&rows));
        assert_eq!(stays.len(), 2);
        assert_eq!((stays[0].from, stays[0].to, stays[0].last_row), (0, 1500, 2));
        assert!(stays[0].point.distance_metres(GeoPoint::new(home.0, home.1).unwrap()) < 50.0);
        assert_eq!((stays[1].from, stays[1].to), (2400, 4500));
    }

    #[test]
    fn devices_side_by_side_do_not_cut_each_others_stays() {
        let rows = [
            (0, 0, 52.0, 13.0),
            (1, 5, 48.0, 11.0),
            (0, 15, 52.0, 13.0),
            (1, 18, 48.0, 11.0),
            (0, 30, 52.0, 13.0),
            (1, 40, 48.0, 11.0),
        ];
        assert_eq!(of_points(&points(&rows)).len(), 2);
    }

    #[test]
    fn a_stay_across_the_antimeridian_is_one() {
        let rows = [(0, 0, -17.0, 179.9999), (0, 15, -17.0, -179.9999), (0, 30, -17.0, 179.9999)];
        let stays = of_points(&points(&rows));
        assert_eq!(stays.len(), 1);
        assert!(stays[0].point.lon().abs() > 179.999);
    }

    #[test]
    fn silence_ends_a_stay() {
        let rows = [(0, 0, 52.0, 13.0), (0, 30, 52.0, 13.0), (0, 30 + 13 * 60, 52.0, 13.0)];
        assert_eq!(of_points(&points(&rows)).len(), 1);
    }
}
