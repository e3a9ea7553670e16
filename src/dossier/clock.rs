//! Local time of a place.
//!
//! Exports give UTC; whether something happened at night is a question of the place's own clock. The zone is that of the
//! nearest settlement in the embedded table of places, which is there anyway: polygons of zones would add several
//! megabytes to tell apart what lies within a few kilometres of a border. Far from any settlement it is the nautical
//! zone of the meridian.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::model::GeoPoint;
use crate::venue::Gazetteer;

/// No settlement further away than this, in metres, tells the zone.
const FARTHEST_SETTLEMENT: f64 = 300_000.0;
/// Positions in one cell of this many cells a degree share a zone.
const CELLS_PER_DEGREE: f64 = 50.0;

/// Index of a zone in [`Zones`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZoneId(u16);

/// The zones met so far.
#[derive(Debug, Default)]
pub struct Zones {
    by_cell: HashMap<(i16, i16), ZoneId>,
    by_name: HashMap<String, ZoneId>,
    all: Vec<(String, TimeZone)>,
}

impl Zones {
    /// The zone at a position.
    pub fn at(&mut self, point: GeoPoint) -> ZoneId {
        let cell = ((point.lat() * CELLS_PER_DEGREE) as i16, (point.lon() * CELLS_PER_DEGREE) as i16);
        if let Some(id) = self.by_cell.get(&cell) {
            return *id;
        }
        let id = self.look_up(point);
        self.by_cell.insert(cell, id);
        id
    }

    fn look_up(&mut self, point: GeoPoint) -> ZoneId {
        let named = Gazetteer::get()
            .nearest(point, FARTHEST_SETTLEMENT)
            .and_then(|(settlement, _)| TimeZone::get(settlement.time_zone).ok().map(|z| (settlement.time_zone, z)));
        let (name, zone) = match named {
            Some((name, zone)) => (name.to_owned(), zone),
            None => nautical(point),
        };
        if let Some(id) = self.by_name.get(&name) {
            return *id;
        }
        // The zone database has some six hundred names, so the index never runs over.
        let id = ZoneId(u16::try_from(self.all.len()).unwrap_or(u16::MAX));
        self.by_name.insert(name.clone(), id);
        self.all.push((name, zone));
        id
    }

    /// The clock there at a moment.
    pub fn local(&self, zone: ZoneId, at: Timestamp) -> DateTime {
        match self.all.get(usize::from(zone.0)) {
            Some((_, zone)) => zone.to_datetime(at),
            None => TimeZone::UTC.to_datetime(at),
        }
    }

    /// Its IANA name, or `UTC+2` for a nautical zone.
    pub fn name(&self, zone: ZoneId) -> &str {
        self.all.get(usize::from(zone.0)).map_or("UTC", |(name, _)| name)
    }
}

fn nautical(point: GeoPoint) -> (String, TimeZone) {
    let hours = (point.lon() / 15.0).round() as i8;
    (format!("UTC{hours:+}"), TimeZone::fixed(Offset::from_hours(hours).unwrap_or(Offset::UTC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_that_of_the_place() {
        let mut zones = Zones::default();
        let at: Timestamp = "2019-07-01T22:30:00Z".parse().unwrap();
        let mut local = |lat, lon| {
            let zone = zones.at(GeoPoint::new(lat, lon).unwrap());
            (zones.name(zone).to_owned(), zones.local(zone, at).to_string())
        };
        assert_eq!(local(52.52, 13.405), ("Europe/Berlin".to_owned(), "2019-07-02T00:30:00".to_owned()));
        assert_eq!(local(37.76, -122.47), ("America/Los_Angeles".to_owned(), "2019-07-01T15:30:00".to_owned()));
        assert_eq!(local(-48.9, -123.4), ("UTC-8".to_owned(), "2019-07-01T14:30:00".to_owned()));
        assert_eq!(local(-17.8, 178.1).1, "2019-07-02T10:30:00");
    }
}
