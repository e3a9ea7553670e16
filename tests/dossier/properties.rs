//! Properties that must hold for any input.

use geoshadow::dossier::anonymity::{bits, people_within};
use geoshadow::dossier::score::{Band, Currency, ItemExposure, Reveals, impact, score};
use geoshadow::dossier::{AnonymityAssumptions, NightPoint, PlaceId, Precision, Scope, SensitiveClass, reveal};
use geoshadow::lens::ReachLevel;
use geoshadow::model::{Item, ItemKind};
use proptest::prelude::*;

use super::made_up;

const REACHES: [ReachLevel; 7] = [
    ReachLevel::OnlyMe,
    ReachLevel::Chosen,
    ReachLevel::Group,
    ReachLevel::Followers,
    ReachLevel::Public,
    ReachLevel::ByPlaceLogin,
    ReachLevel::ByPlaceOpen,
];

const REVEALS: [Reveals; 9] = [
    Reveals::Home,
    Reveals::HomeArea,
    Reveals::Work,
    Reveals::LiveAbsence,
    Reveals::Sensitive(SensitiveClass::Health),
    Reveals::Sensitive(SensitiveClass::Shelter),
    Reveals::Routine,
    Reveals::Ties,
    Reveals::Venue,
];

fn exposure() -> impl Strategy<Value = ItemExposure> {
    let currency = prop::sample::select(vec![Currency::Now, Currency::Harvested, Currency::Past]);
    (prop::sample::select(REACHES.to_vec()), currency, any::<bool>()).prop_map(|(reach, currency, sure)| ItemExposure {
        reach,
        currency,
        sure,
    })
}

fn points() -> impl Strategy<Value = Vec<NightPoint>> {
    let point = (0..5_u32, any::<bool>(), any::<bool>());
    let place = |(place, known, night): (u32, bool, bool)| NightPoint {
        place: (known || place == 0).then_some(PlaceId(place)),
        night,
    };
    prop::collection::vec(point.prop_map(place), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    // Section 5.2: the score.

    #[test]
    fn more_reach_never_lowers_a_score(
        mut items in prop::collection::vec(exposure(), 1..8), at in any::<prop::sample::Index>(), needed in 1..4_usize,
    ) {
        let of = |items: &[ItemExposure]| score(items, needed, &[Reveals::Home], Precision::Venue, false).value;
        let before = of(&items);
        let item = at.get_mut(&mut items);
        item.reach = *REACHES.iter().find(|r| **r > item.reach).unwrap_or(&item.reach);
        prop_assert!(of(&items) >= before);
    }

    #[test]
    fn an_item_more_never_lowers_a_score_and_one_less_never_raises_it(
        mut items in prop::collection::vec(exposure(), 0..8), more in exposure(), needed in 1..4_usize,
    ) {
        let of = |items: &[ItemExposure]| score(items, needed, &[Reveals::Work], Precision::Street, false).value;
        let before = of(&items);
        items.push(more);
        prop_assert!(of(&items) >= before);
    }

    #[test]
    fn a_score_lies_between_0_and_10_and_in_its_band(
        items in prop::collection::vec(exposure(), 0..6), reveals in prop::sample::subsequence(REVEALS.to_vec(), 0..9),
        precision in prop::sample::select(Precision::ALL.to_vec()), doubtful in any::<bool>(),
    ) {
        let found = score(&items, 1, &reveals, precision, doubtful);
        prop_assert!((0.0..=10.0).contains(&found.value));
        prop_assert_eq!(found.band, Band::of(found.value));
        prop_assert_eq!(&found, &score(&items, 1, &reveals, precision, doubtful));
        prop_assert!(found.value <= score(&items, 1, &reveals, precision, false).value);
    }

    #[test]
    fn a_coarser_position_never_reveals_more(reveals in prop::sample::subsequence(REVEALS.to_vec(), 0..9)) {
        let impacts: Vec<f64> = Precision::ALL.iter().map(|p| impact(&reveals, *p)).collect();
        prop_assert!(impacts.is_sorted_by(|a, b| a >= b));
    }

    // Section 4.4: bits.

    #[test]
    fn a_place_more_never_lowers_the_bits_and_a_coarser_cell_never_raises_them(
        radii in prop::collection::vec(10.0..1e6_f64, 1..12), more in 10.0..1e6_f64, factor in 1.0..50.0_f64,
        at in any::<prop::sample::Index>(), in_town in any::<bool>(),
    ) {
        let of = |radii: &[f64]| {
            bits(&radii.iter().map(|r| people_within(*r, in_town)).collect::<Vec<_>>(), &AnonymityAssumptions::default())
        };
        let before = of(&radii);
        let mut longer = radii.clone();
        longer.push(more);
        prop_assert!(of(&longer).up_to >= before.up_to && of(&longer).best_single >= before.best_single);
        let mut coarser = radii.clone();
        *at.get_mut(&mut coarser) *= factor;
        prop_assert!(of(&coarser).up_to <= before.up_to && of(&coarser).best_single <= before.best_single);
        prop_assert!(before.best_single <= before.up_to + 1e-9 && before.up_to <= 8.2e9_f64.log2());
    }

    #[test]
    fn one_person_alone_has_no_bits(radii in prop::collection::vec(10.0..1e6_f64, 1..12)) {
        let people: Vec<f64> = radii.iter().map(|r| people_within(*r, true)).collect();
        let alone = AnonymityAssumptions { population: 1.0, ..AnonymityAssumptions::default() };
        prop_assert!(bits(&people, &alone).up_to.abs() < f64::EPSILON);
    }

    // Section 4.3: how little is enough.

    #[test]
    fn all_points_together_always_hit(points in points(), seed in any::<u64>()) {
        if let Some(home) = reveal::home_of(&points) {
            let all = reveal::curve(&points, home, points.len(), seed).last().unwrap().share;
            prop_assert!((all - 1.0).abs() < f64::EPSILON);
            let last = reveal::play(&points, seed, 7).last().unwrap();
            prop_assert_eq!(last.guess, Some(home));
        }
    }

    #[test]
    fn one_place_alone_is_given_away_by_one_post(nights in prop::collection::vec(any::<bool>(), 1..30), seed in any::<u64>()) {
        let points: Vec<NightPoint> = nights.into_iter().map(|night| NightPoint { place: Some(PlaceId(0)), night }).collect();
        prop_assert_eq!(reveal::reveal(&points, PlaceId(0), seed).k95, Some(1));
    }

    #[test]
    fn the_same_seed_gives_the_same_answer(points in points(), seed in any::<u64>()) {
        if let Some(home) = reveal::home_of(&points) {
            prop_assert_eq!(reveal::reveal(&points, home, seed), reveal::reveal(&points, home, seed));
            prop_assert!(reveal::play(&points, seed, 3).eq(reveal::play(&points, seed, 3)));
        }
    }
}

/// 200 points, this many in a hundred of them at home at night, the others spread over 20 places.
fn life(home_share: usize) -> Vec<NightPoint> {
    let point = |i: usize| {
        let at_home = i * 7 % 100 < home_share;
        let place = if at_home { 0 } else { 1 + (i % 20) as u32 };
        NightPoint { place: Some(PlaceId(place)), night: at_home || i.is_multiple_of(3) }
    };
    (0..200).map(point).collect()
}

#[test]
fn the_more_is_posted_from_home_the_fewer_posts_give_it_away() {
    let k95 = |share| reveal::reveal(&life(share), PlaceId(0), 7).k95.unwrap();
    let (few, some, most) = (k95(15), k95(30), k95(70));
    assert!(few > some && some > most, "{few} {some} {most}");
    assert!(most <= 4, "{most}");
}

#[test]
fn the_runs_that_are_played_are_those_that_are_counted() {
    let points = life(30);
    let found = reveal::reveal(&points, PlaceId(0), 7);
    let k95 = found.k95.unwrap();
    for hit in &found.hits {
        let at_home = |run: &u32| reveal::play(&points, 7, *run).nth(hit.k - 1).unwrap().guess == Some(PlaceId(0));
        let hits = (0..reveal::DRAWS).filter(at_home).count();
        assert!((hits as f64 / f64::from(reveal::DRAWS) - hit.share).abs() < f64::EPSILON, "after {} posts", hit.k);
    }
    assert!(found.hits[..k95 - 1].iter().all(|hit| hit.share < 0.95) && found.hits[k95 - 1].share >= 0.95);
    let order = |run| reveal::play(&points, 7, run).map(|step| step.point).collect::<Vec<_>>();
    assert_ne!(order(0), order(1));
    let mut all = order(2);
    all.sort_unstable();
    assert!(all.into_iter().eq(0..points.len()), "each post once");
}

#[test]
fn a_synthetic_life_is_revealed_as_fast_as_worked_out_before() {
    // 214 posts, 30 % of them at home: figures of an independent simulation, by number of posts.
    let place = |i: usize| if i * 10 % 214 * 10 / 214 < 3 { 0 } else { 1 + (i % 40) as u32 };
    let points: Vec<NightPoint> =
        (0..214).map(|i| NightPoint { place: Some(PlaceId(place(i))), night: true }).collect();
    let curve = reveal::curve(&points, PlaceId(0), 25, 1);
    assert!(curve[19].share > 0.95 && curve[9].share > 0.7 && curve[2].share < 0.75, "{curve:?}");
}

#[test]
fn a_map_that_was_looked_at_puts_nobody_anywhere() {
    let kinds = [ItemKind::MapView, ItemKind::SavedPlace, ItemKind::AccountPlace];
    let looked = |d: i32| Item {
        kind: kinds[d as usize % kinds.len()],
        ..made_up::post(&format!("2019-03-{d:02}T21:10:00Z"), 35.68, 139.77)
    };
    let held = made_up::dossier(&made_up::dataset((1..28).map(looked).collect(), &[], false), Scope::Everything);
    assert!(held.sightings.is_empty() && held.places.is_empty() && held.findings.is_empty());
}

#[test]
fn an_account_that_was_always_private_has_no_finding_that_strangers_could_make() {
    let day = |d: i32| made_up::story(&format!("2019-03-{d:02}T21:10:00Z"), 52.52, 13.405);
    let away = |d: i32| made_up::story(&format!("2019-04-{d:02}T10:10:00Z"), 41.38, 2.17);
    let items: Vec<_> = (1..=28).map(day).chain((2..=5).map(away)).collect();
    let private = made_up::dataset(items.clone(), &[], true);
    let through_lens = made_up::dossier(&private, Scope::Lens);
    assert!(
        through_lens.findings.is_empty()
            && through_lens.sightings.is_empty()
            && through_lens.profile.versions.is_empty()
    );
    let held = made_up::dossier(&private, Scope::Everything);
    assert!(held.findings.len() >= 2, "the platform itself knows");
    for finding in &held.findings {
        assert!(finding.score.vector.contains("/R:D/"), "{}", finding.score.vector);
        assert!(finding.score.value < 2.5, "{}", finding.score.value);
    }
    let public = made_up::dossier(&made_up::dataset(items, &[], false), Scope::Lens);
    let worst = |d: &geoshadow::dossier::Dossier| d.findings.first().map_or(0.0, |f| f.score.value);
    assert!(worst(&public) > worst(&held));
    for finding in &public.findings {
        assert!(!finding.items.is_empty() && !finding.clauses.is_empty() && !finding.confidence.is_empty());
    }
}

#[test]
fn an_item_more_never_lowers_the_worst_of_what_single_items_give_away() {
    let home = |d: i32| made_up::post(&format!("2019-03-{d:02}T21:10:00Z"), 52.52, 13.405);
    let clinic = |at: &str| {
        made_up::named(
            made_up::post(at, 52.526, 13.376),
            "St. Anna Hospital",
            Some(geoshadow::model::VenueKind::Hospital),
        )
    };
    let mut items: Vec<_> = (1..=12).map(home).collect();
    let mut worst = 0.0;
    for at in ["2019-05-01T09:00:00Z", "2019-05-02T09:00:00Z", "2018-06-02T09:00:00Z"] {
        items.push(clinic(at));
        let dossier = made_up::dossier(&made_up::dataset(items.clone(), &[], false), Scope::Lens);
        let now = dossier.findings.iter().filter(|f| f.is_sensitive()).map(|f| f.score.value).fold(0.0, f64::max);
        assert!(now >= worst && now > 0.0);
        worst = now;
    }
}
