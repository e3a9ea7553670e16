//! Large archives: the work grows with the number of items and points, not with its square.

use std::time::{Duration, Instant};

use geoshadow::dossier::{Random, Scope};
use geoshadow::model::{GeoPoint, PlatformId, PointRow, PointSource, Track};

use super::made_up;

const ITEMS: usize = 40_000;
const POINTS: i64 = 400_000;
/// Far more than it takes unoptimised on a slow machine; squares of these numbers would take hours.
const LONGEST: Duration = Duration::from_mins(2);

fn moment(minutes: usize) -> String {
    jiff::Timestamp::from_second(1_525_000_000 + minutes as i64 * 60).unwrap().to_string()
}

#[test]
fn large_archives_take_seconds() {
    let mut random = Random::new(3);
    let mut degrees = |range: usize| random.below(range) as f64 / 1e6;
    // A third at one door, a third scattered over a city, a third over the world.
    let mut items = Vec::with_capacity(ITEMS);
    for i in 0..ITEMS {
        let at = moment(i * 17);
        items.push(match i % 3 {
            0 => made_up::post(&at, 52.52, 13.405),
            1 => made_up::post(&at, 52.4 + degrees(200_000), 13.2 + degrees(300_000)),
            _ => made_up::named(
                made_up::post(&at, degrees(120_000_000) - 60.0, degrees(360_000_000) - 180.0),
                "Cup & Co",
                None,
            ),
        });
    }
    let mut dataset = made_up::dataset(items, &[], false);
    let track = Track { platform: PlatformId("google"), name: "phone".into(), file: 0 };
    let track = dataset.points.track(track).unwrap();
    for i in 0..POINTS {
        let point = GeoPoint::new(48.0 + (i / 500) as f64 * 1e-3 % 4.0, 11.5).unwrap();
        let seconds = 1_525_000_000 + i * 20;
        dataset.points.push(PointRow { seconds, point, accuracy_metres: Some(20.0), source: PointSource::Gps, track });
    }
    for scope in [Scope::Lens, Scope::Everything] {
        let began = Instant::now();
        let dossier = made_up::dossier(&dataset, scope);
        assert!(dossier.sightings.len() > 10_000 && began.elapsed() < LONGEST, "{:?}", began.elapsed());
    }
}
