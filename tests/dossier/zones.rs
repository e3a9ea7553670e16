//! Privacy zones, cut out of made-up walks and looked for from what is left.

use geoshadow::dossier::privacy::{self, End, OwnTrack, PublicTracks, RADII_METRES, Zone, attack, find};
use geoshadow::dossier::{Random, Withheld};
use geoshadow::model::{GeoPoint, ItemId, PlatformId, PointRow, PointSource, Points, Track};
use proptest::prelude::*;

const METRES_PER_DEGREE: f64 = 111_195.08;

fn at(origin: GeoPoint, east: f64, north: f64) -> GeoPoint {
    let lon = origin.lon() + east / METRES_PER_DEGREE / origin.lat().to_radians().cos();
    GeoPoint::new(origin.lat() + north / METRES_PER_DEGREE, lon).unwrap()
}

fn unit(random: &mut Random) -> f64 {
    random.below(1_000_000) as f64 / 1e6
}

/// A walk from `from`, first towards `angle` and then wherever it likes, with a fix every ten metres or so.
fn walk(from: GeoPoint, angle: f64, random: &mut Random) -> Vec<GeoPoint> {
    let (mut angle, mut east, mut north) = (angle, 0.0, 0.0);
    let mut line = vec![from];
    for step in 0..450 {
        angle += if step < 200 { (unit(random) - 0.5) * 0.04 } else { (unit(random) - 0.5) * 0.5 };
        let metres = 7.0 + 6.0 * unit(random);
        east += metres * angle.cos();
        north += metres * angle.sin();
        line.push(at(from, east, north));
    }
    line
}

/// Walks that begin within `scatter` metres of a home and leave it on `roads` roads.
fn walks(home: GeoPoint, number: usize, roads: usize, scatter: f64, seed: u64) -> (Points, PublicTracks) {
    let mut random = Random::new(seed);
    let first = unit(&mut random) * std::f64::consts::TAU;
    let lines = (0..number).map(|n| {
        let angle = first + (n % roads) as f64 / roads as f64 * std::f64::consts::TAU;
        let around = unit(&mut random) * std::f64::consts::TAU;
        let metres = unit(&mut random) * scatter;
        walk(at(home, metres * around.cos(), metres * around.sin()), angle, &mut random)
    });
    public(lines.collect())
}

fn public(lines: Vec<Vec<GeoPoint>>) -> (Points, PublicTracks) {
    let mut points = Points::default();
    let mut tracks = PublicTracks::default();
    let mut seconds = 0;
    for (line, number) in lines.into_iter().zip(0_u32..) {
        let track = Track { platform: PlatformId("strava"), name: number.to_string().into(), file: number };
        let track = points.track(track).unwrap();
        let mut own = OwnTrack { item: ItemId(number), rows: Vec::new() };
        for point in line {
            own.rows.push(points.len() as u32);
            points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
            seconds += 5;
        }
        tracks.tracks.push(own);
    }
    (points, tracks)
}

fn home() -> GeoPoint {
    GeoPoint::new(48.21, 16.36).unwrap()
}

fn zones() -> impl Strategy<Value = (Zone, usize, usize, u64)> {
    // The centre of a zone need not be the home; the home must be well inside.
    let parts = (0_usize..5, 6_usize..24, 6_usize..12, any::<u64>(), -0.4..0.4_f64, -0.4..0.4_f64);
    parts.prop_map(|(radius, number, roads, seed, east, north)| {
        let radius_metres = RADII_METRES[radius].0;
        let centre = at(home(), east * radius_metres, north * radius_metres);
        (Zone { centre, radius_metres }, number, roads, seed)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_centre_lies_within_the_stated_radius((zone, number, roads, seed) in zones()) {
        let (points, tracks) = walks(home(), number, roads, 30.0, seed);
        let report = attack(&points, &tracks, &[zone]);
        prop_assert_eq!(report.placed[0].cut.len(), number);
        for place in &report.found {
            let off = place.found.centre.distance_metres(zone.centre);
            prop_assert!(off <= place.found.remaining_metres, "{} m off, {:?}", off, place.found);
            prop_assert!(place.found.remaining_metres < zone.radius_metres);
            prop_assert!((place.found.zone_metres - zone.radius_metres).abs() < 10.0, "{:?}", place.found);
            prop_assert!(place.found.tracks.len() >= 5 && place.items.len() == place.found.tracks.len());
        }
        prop_assert!(report.found.len() <= 1, "{:?}", report);
        // Nine roads in all directions leave no doubt; around the smallest zone it may take more to rule out chance.
        if zone.radius_metres >= 400.0 && number >= 10 && roads >= 9 {
            prop_assert_eq!(report.placed[0].found, Some(0), "{:?}", report);
        }
    }

    #[test]
    fn nothing_is_said_of_tracks_that_nobody_trimmed(number in 1_usize..40, roads in 1_usize..12, scatter in 0.0..400.0_f64, seed in any::<u64>()) {
        let (points, tracks) = walks(home(), number, roads, scatter, seed);
        let report = attack(&points, &tracks, &[]);
        prop_assert!(report.found.is_empty(), "{:?}", report.found);
        prop_assert!(report.withheld.is_some());
    }

    #[test]
    fn too_few_tracks_claim_nothing((zone, _, roads, seed) in zones(), number in 0_usize..5) {
        let (points, tracks) = walks(home(), number, roads, 30.0, seed);
        let report = attack(&points, &tracks, &[zone]);
        prop_assert!(report.found.is_empty());
        prop_assert_eq!(report.withheld, Some(Withheld::Tracks { have: number as u64, need: 5 }));
    }
}

#[test]
fn tracks_that_all_leave_by_one_road_show_the_road_and_not_the_home() {
    let (points, tracks) = walks(home(), 30, 1, 20.0, 5);
    let report = attack(&points, &tracks, &[Zone { centre: home(), radius_metres: 400.0 }]);
    assert!(report.found.is_empty(), "{:?}", report.found);
}

#[test]
fn two_homes_are_told_apart() {
    let mut random = Random::new(11);
    let second = at(home(), 6_000.0, -2_500.0);
    let mut lines = Vec::new();
    for n in 0..24 {
        let from = if n % 2 == 0 { home() } else { second };
        lines.push(walk(from, f64::from(n / 2) * 0.52, &mut random));
    }
    let (points, tracks) = public(lines);
    let zones = [Zone { centre: home(), radius_metres: 400.0 }, Zone { centre: second, radius_metres: 600.0 }];
    let report = attack(&points, &tracks, &zones);
    assert_eq!(report.found.len(), 2, "{report:?}");
    for placed in &report.placed {
        let found = &report.found[placed.found.unwrap()];
        assert!(placed.off_metres.unwrap() <= found.found.remaining_metres && found.found.remaining_metres < 100.0);
    }
}

#[test]
fn starts_at_three_places_are_no_circle() {
    let places = [(0.0, 0.0), (900.0, 100.0), (300.0, 800.0)];
    let end = |n: u32| {
        let (east, north) = places[n as usize % 3];
        let jitter = f64::from(n % 7) * 3.0;
        End { point: at(home(), east + jitter, north - jitter), beyond_metres: 20.0, track: n }
    };
    let ends: Vec<End> = (0..40).map(end).collect();
    assert!(find(&ends).is_err(), "{:?}", find(&ends));
}

#[test]
fn starts_all_over_a_town_are_no_circle() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let mut end = |track: u32| {
            let (east, north) = (unit(&mut random) * 4_000.0, unit(&mut random) * 4_000.0);
            End { point: at(home(), east, north), beyond_metres: 15.0, track }
        };
        let ends: Vec<End> = (0..60).map(&mut end).collect();
        assert!(find(&ends).is_err(), "seed {seed}: {:?}", find(&ends));
    }
}

#[test]
fn a_zone_on_the_antimeridian_is_a_zone_like_others() {
    let fiji = GeoPoint::new(-16.8, 179.999).unwrap();
    let (points, tracks) = walks_around(fiji);
    let report = attack(&points, &tracks, &[Zone { centre: fiji, radius_metres: 400.0 }]);
    assert_eq!(report.found.len(), 1, "{report:?}");
    assert!(report.placed[0].off_metres.unwrap() <= report.found[0].found.remaining_metres);
}

fn walks_around(home: GeoPoint) -> (Points, PublicTracks) {
    let line = |n: u32| {
        let angle = f64::from(n) * 0.7;
        let step = |s: i32| {
            let metres = f64::from(s) * 10.0;
            let east = metres * angle.cos() / METRES_PER_DEGREE / home.lat().to_radians().cos();
            let lon = (home.lon() + east + 540.0).rem_euclid(360.0) - 180.0;
            GeoPoint::new(home.lat() + metres * angle.sin() / METRES_PER_DEGREE, lon).unwrap()
        };
        (0..90).map(step).collect()
    };
    public((0..9).map(line).collect())
}

#[test]
fn a_track_within_a_zone_is_not_seen_at_all() {
    let zone = Zone { centre: home(), radius_metres: 400.0 };
    let line: Vec<GeoPoint> = (0..20).map(|n| at(home(), f64::from(n) * 10.0, 0.0)).collect();
    assert!(privacy::trimmed(&line, &[zone]).is_empty());
}
