//! A made-up person who carries a phone, lives in a city and travels.

use std::sync::Arc;

use geoshadow::load::Loaded;
use geoshadow::model::{
    Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, PlatformId, PointRow, PointSource, Track,
};
use jiff::{SignedDuration, Timestamp};

use crate::archive;

/// Numbers that look random and are the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Around 0, most of it within 1.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..4).map(|_| self.roll()).sum::<f64>() - 2.0
    }
}

/// Cities by how often the person is there, the home first; and how far the places there scatter, degrees.
const CITIES: [(f64, f64, f64); 12] = [
    (60.17, 24.94, 0.08),
    (60.45, 22.27, 0.05),
    (61.50, 23.76, 0.06),
    (52.52, 13.40, 0.10),
    (48.86, 2.35, 0.08),
    (40.73, -73.99, 0.08),
    (37.77, -122.42, 0.12),
    (35.68, 139.70, 0.10),
    (-33.87, 151.21, 0.10),
    (-17.80, 177.40, 0.20),
    (64.15, -21.94, 0.05),
    (1.35, 103.82, 0.05),
];

/// Where the person lives.
pub(crate) const HOME: (f64, f64) = (CITIES[0].0, CITIES[0].1);
/// First and last second of the person's history: ten years.
pub(crate) const SPAN: (i64, i64) = (1_400_000_000, 1_715_000_000);

fn city(dice: &mut Dice) -> (f64, f64, f64) {
    let place = dice.roll();
    CITIES[if place < 0.7 { 0 } else { (place * CITIES.len() as f64) as usize }]
}

fn somewhere(dice: &mut Dice) -> (f64, f64) {
    let (lat, lon, spread) = city(dice);
    (lat + dice.bell() * spread, lon + dice.bell() * spread * 1.7)
}

/// So many places as the map sees them.
pub(crate) fn places(count: u32) -> Vec<(f64, f64)> {
    let mut dice = Dice(3);
    (0..count).map(|_| somewhere(&mut dice)).collect()
}

fn item(dice: &mut Dice, n: u32) -> Item {
    let kinds = [ItemKind::Post, ItemKind::Story, ItemKind::Photo, ItemKind::CheckIn, ItemKind::Login];
    let mut item = archive::item(kinds[(dice.roll() * 5.0) as usize], "2014-05-13T16:53:20Z", n);
    let after = dice.roll() * (SPAN.1 - SPAN.0) as f64;
    item.time = item.time.map(|t: Timestamp| t + SignedDuration::from_secs(after as i64));
    // Many posts share the exact position of the place they are tagged with.
    let (lat, lon) = if dice.roll() < 0.15 { (HOME.0, HOME.1) } else { somewhere(dice) };
    if dice.roll() < 0.7 {
        item = archive::tagged(item, "An example place", None, lat, lon);
    }
    let point = GeoPoint::new(lat, lon).unwrap();
    item.location =
        Some(Location { point, accuracy_metres: None, source: LocationSource::PlaceTag, evidence: Evidence::Recorded });
    item
}

/// The person's archive.
pub(crate) fn person(rows: u32, items: u32) -> Loaded {
    let mut dice = Dice(7);
    let mut loaded = archive::with_items((0..items).map(|n| item(&mut dice, n)).collect());
    let dataset = Arc::get_mut(&mut loaded.dataset).unwrap();
    let track = Track { platform: PlatformId("google"), name: "phone".into(), file: 0 };
    let track = dataset.points.track(track).unwrap();
    let (mut lat, mut lon) = HOME;
    for n in 0..rows {
        if n % 400 == 0 {
            (lat, lon) = somewhere(&mut dice);
        }
        // On the way half of the time, else at rest with a fix that wavers.
        let step = if n % 400 < 200 { 0.0003 } else { 0.000_02 };
        lat += dice.bell() * step;
        lon += dice.bell() * step * 2.0;
        let seconds = SPAN.0 + (f64::from(n) / f64::from(rows) * (SPAN.1 - SPAN.0) as f64) as i64;
        let point = GeoPoint::new(lat, lon).unwrap();
        dataset.points.push(PointRow { seconds, point, accuracy_metres: Some(15.0), source: PointSource::Gps, track });
    }
    loaded
}
