//! The checked values: each was worked out with an independent program.

use std::collections::BTreeMap;

use geoshadow::dossier::{Dossier, Scope, WeekHour, anonymity, noise, regularity, spread, statistics};
use geoshadow::model::GeoPoint;
use serde_json::Value;

use super::made_up;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../fixtures/dossier/vectors.json")).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn near(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs().max(1e-9), "{found} is not {expected}");
}

fn letters(text: &str) -> Vec<u32> {
    text.bytes().map(u32::from).collect()
}

/// The fixture T1: a fortnight between four places, as names and as positions.
struct T1 {
    names: Vec<String>,
    points: Vec<GeoPoint>,
    dossier: Dossier,
}

fn position(values: &Value, name: &str) -> GeoPoint {
    let at = &values["t1"]["places"][name];
    GeoPoint::new(number(&at[0]), number(&at[1])).unwrap()
}

fn t1() -> T1 {
    let values = vectors();
    let visits = values["t1"]["visits"].as_array().unwrap().clone();
    let names: Vec<String> = visits.iter().map(|v| v[1].as_str().unwrap().to_owned()).collect();
    let points: Vec<GeoPoint> = names.iter().map(|name| position(&values, name)).collect();
    // Berlin and Munich keep the same time, in March one hour ahead of UTC.
    let item = |(visit, at): (&Value, &GeoPoint)| {
        made_up::post(&format!("{}:00+01:00", visit[0].as_str().unwrap()), at.lat(), at.lon())
    };
    let items = visits.iter().zip(&points).map(item).collect();
    let dossier = made_up::dossier(&made_up::dataset(items, &[], false), Scope::Lens);
    T1 { names, points, dossier }
}

#[test]
fn wilson_bounds_are_those_of_the_book() {
    let values = vectors();
    for (key, hits, of) in [("7/10", 7, 10), ("20/30", 20, 30)] {
        let (low, high) = statistics::wilson95(hits, of);
        near(low, number(&values["wilson95"][key][0]), 1e-12);
        near(high, number(&values["wilson95"][key][1]), 1e-12);
    }
}

#[test]
fn entropy_rates_follow_the_one_convention() {
    let values = vectors();
    for (text, rate) in values["lz_fastmob"].as_object().unwrap() {
        near(regularity::lempel_ziv_rate(&letters(text)), number(rate), 1e-12);
    }
    assert!(regularity::entropy_rate(&letters("AAAAAAAA")).abs() < f64::EPSILON, "one place has no entropy");
}

#[test]
fn fanos_inequality_is_solved() {
    for row in vectors()["pimax"].as_array().unwrap() {
        near(regularity::fano_bound(number(&row[0]), row[1].as_u64().unwrap()), number(&row[2]), 1e-9);
    }
    near(regularity::fano_bound(0.0, 1), 1.0, 1e-12);
    near(regularity::fano_bound(2.5, 4), 0.25, 1e-12);
}

#[test]
fn planar_laplace_noise_has_its_quantiles() {
    let values = &vectors()["planar_laplace"];
    let epsilon = number(&values["eps_per_m"]);
    for (p, metres) in values["quantiles_m"].as_object().unwrap() {
        near(noise::radius_quantile(epsilon, p.parse().unwrap()), number(metres), 1e-9);
    }
    near(noise::mean_radius(epsilon), number(&values["mean_m"]), 1e-12);
    near(noise::radius_cdf(epsilon, 2.0 / epsilon), number(&values["cdf_at_2_over_eps"]), 1e-12);
}

#[test]
fn the_risk_of_a_small_population_is_counted_out() {
    let values = vectors();
    let people: BTreeMap<u32, Vec<u32>> = values["location_risk_population"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(id, places)| {
            let places = places.as_array().unwrap().iter().map(|p| u32::from(p.as_str().unwrap().as_bytes()[0]));
            (id.parse().unwrap(), places.collect())
        })
        .collect();
    for (k, expected) in values["location_risk"].as_object().unwrap() {
        let risk = anonymity::location_risk(&people, k.parse().unwrap());
        for (id, value) in expected.as_object().unwrap() {
            near(risk[&id.parse::<u32>().unwrap()], number(value), 1e-12);
        }
    }
}

#[test]
fn a_fortnight_gives_away_home_work_and_a_trip() {
    let (values, t1) = (vectors(), t1());
    let dossier = &t1.dossier;
    assert_eq!(dossier.sightings.len(), 16);
    let at =
        |name: &str| dossier.places.iter().find(|p| p.centre.distance_metres(position(&values, name)) < 1.0).unwrap();
    for (name, count) in values["t1"]["counts"].as_object().unwrap() {
        assert_eq!(at(name).sightings.len() as u64, count.as_u64().unwrap(), "{name}");
    }
    let (home, work) = (dossier.home.as_ref().unwrap(), dossier.work.as_ref().unwrap());
    assert_eq!(&dossier.places[home.place.index()], at(values["t1"]["home"].as_str().unwrap()));
    assert_eq!(&dossier.places[work.place.index()], at(values["t1"]["work"].as_str().unwrap()));
    assert_eq!(home.finders.len(), 3, "all three ways agree");
    assert!((home.radius_metres - 50.0).abs() < f64::EPSILON, "never finer than the tag");
    let spread = dossier.spread.unwrap();
    near(spread.farthest_from_home_metres.unwrap() / 1e3, number(&values["t1"]["max_from_home_km"]), 2e-6);
    assert_eq!(dossier.absences.len(), 1);
    let away = &dossier.absences[0];
    assert_eq!(away.seen.0.to_string(), "2019-03-09T10:00:00Z");
    assert_eq!(away.seen.1.to_string(), "2019-03-10T09:30:00Z");
    assert!(away.from < away.seen.0 && away.seen.1 < away.to);
    assert!(away.to < "2019-03-10T21:10:00Z".parse().unwrap(), "seen at home again by then");
    assert_eq!(dossier.trips[0].towns.len(), 1);
    assert!(dossier.trips[0].towns[0].contains("unich"), "{:?}", dossier.trips[0].towns);
}

#[test]
fn the_spread_is_measured_from_a_centre_on_the_sphere() {
    let (values, t1) = (vectors(), t1());
    let found = spread::gyration(t1.points.iter().copied()) / 1e3;
    // The checked value takes the mean of the degrees as the centre, which is a little off the true one: 0.03 %.
    near(found, number(&values["t1"]["r_g_km_R6371"]), 3e-4);
    let top2 = t1.dossier.spread.unwrap().gyration_top2_metres / 1e3;
    near(top2, 2.570_815, 1e-5);
}

#[test]
fn entropy_of_the_fortnight() {
    let (values, t1) = (vectors(), t1());
    let visits: Vec<u32> = t1.names.iter().map(|n| u32::from(n.as_bytes()[0])).collect();
    near(regularity::random_entropy(&visits), number(&values["t1"]["s_rand"]), 1e-12);
    near(regularity::uncorrelated_entropy(&visits), number(&values["t1"]["s_unc"]), 1e-12);
    let rate = regularity::entropy_rate(&visits);
    near(rate, number(&values["t1"]["s_lz_fastmob"]), 1e-12);
    near(regularity::fano_bound(rate, 4), number(&values["t1"]["pi_from_fastmob"]), 1e-7);
    let withheld = t1.dossier.regularity.unwrap_err();
    assert_eq!(withheld.as_str(), "too_few_visits", "sixteen visits are too few to show it");
}

#[test]
fn gates_say_why_nothing_is_shown() {
    let t1 = t1();
    assert_eq!(t1.dossier.routine.as_ref().unwrap_err().as_str(), "too_few_points");
    let few = (1..=9).map(|day| made_up::post(&format!("2019-03-0{day}T23:10:00+01:00"), 52.52, 13.405)).collect();
    let dossier = made_up::dossier(&made_up::dataset(few, &[], false), Scope::Lens);
    assert_eq!(dossier.home.unwrap_err().sentence(), "It takes 10 located points, and there are 9");
    assert!(dossier.absences.is_empty() && dossier.findings.iter().all(|f| f.kind.as_str() == "place"));
}

#[test]
fn the_routine_tells_where_somebody_is_on_a_tuesday_afternoon() {
    let gym = |week: i32| {
        made_up::post(&format!("2019-0{}-{:02}T14:10:00+01:00", 1 + week / 4, 1 + 7 * (week % 4)), 52.5, 13.4)
    };
    let mut items: Vec<_> = (0..8).map(gym).collect();
    items.extend((1..=14).map(|day| made_up::post(&format!("2019-03-{day:02}T20:00:00+01:00"), 52.52, 13.405)));
    let dossier = made_up::dossier(&made_up::dataset(items, &[], false), Scope::Lens);
    let routine = dossier.routine.unwrap();
    // 1 January 2019 was a Tuesday, 1 February a Friday.
    let likely = routine.likely_at(WeekHour { weekday: 1, hour: 14 }).unwrap();
    assert_eq!((likely.dates, likely.of_dates), (4, 4));
    assert!(routine.likely_at(WeekHour { weekday: 0, hour: 3 }).is_none());
}
