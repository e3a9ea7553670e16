//! The dossier page, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::archive::{self, item, tagged};
use common::{dossier_of, is_there, start_sized, step_until};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::dossier::Scope;
use geoshadow::gui::App;
use geoshadow::gui::state::Page;
use geoshadow::load::Loaded;
use geoshadow::model::{GeoPoint, Item, ItemId, ItemKind, PlatformId, PointRow, PointSource, Track, VenueKind};
use jiff::{SignedDuration, Timestamp};

const NIGHTS: usize = 40;

fn post(at: Timestamp, record: usize, name: &str, kind: Option<VenueKind>, (lat, lon): (f64, f64)) -> Item {
    let item = item(ItemKind::Post, &at.to_string(), record as u32);
    tagged(item, name, kind, lat, lon)
}

/// Forty evenings at one place in Vienna, three visits to a clinic, and a hotel in Lisbon on the last days.
fn life() -> Loaded {
    let first: Timestamp = "2018-06-04T20:30:00Z".parse().unwrap();
    let day = |n: usize| first + SignedDuration::from_hours(24 * n as i64);
    let mut items: Vec<Item> =
        (0..NIGHTS).map(|n| post(day(n), n, "Corner of the Lane", None, (48.2082, 16.3738))).collect();
    let clinic = |n: usize| {
        let at = day(3 * n) - SignedDuration::from_hours(10);
        post(at, 100 + n, "Example Clinic", Some(VenueKind::Hospital), (48.2190, 16.3400))
    };
    items.extend((0..3).map(clinic));
    let hotel =
        |n: usize| post(day(NIGHTS + n), 200 + n, "Hotel Example Lisbon", Some(VenueKind::Hotel), (38.7169, -9.1399));
    items.extend((0..3).map(hotel));
    items.sort_by_key(|i| i.time);
    archive::with_items(items)
}

fn dossier_sized(size: [f32; 2], theme: egui::Theme) -> Harness<'static, App> {
    dossier_of(life(), size, theme)
}

fn dossier() -> Harness<'static, App> {
    dossier_sized(common::SIZE, egui::Theme::Light)
}

#[test]
fn it_says_that_it_is_at_work_and_then_what_it_found() {
    let mut harness = start_sized(common::SIZE, egui::Theme::Dark);
    harness.state_mut().show(life());
    harness.run();
    harness.get_by_label("Dossier").click();
    harness.step();
    harness.step();
    assert_eq!(harness.state().view().page, Page::Dossier);
    assert!(is_there(&harness, "Working out the dossier…") || is_there(&harness, "Worked out from"));
    step_until(&mut harness, "the dossier", |h| is_there(h, "Worked out from"));
    harness.run();
    harness.get_by_label_contains("Worked out from 46 items, 46 sightings");
    harness.get_by_label_contains("Home: Corner of the Lane");
    harness.get_by_label_contains("Work: not shown");
}

#[test]
fn a_statement_shows_the_items_it_rests_on_and_gives_them_back() {
    let mut harness = dossier();
    harness.get_by_label_contains("Home: Corner of the Lane").click();
    harness.run();
    let view = harness.state().view().clone();
    assert_eq!(view.page, Page::Map);
    let only: &BTreeSet<ItemId> = view.filter.only.as_deref().unwrap();
    let loaded = life();
    let name = |id: &ItemId| loaded.dataset.item(*id).place.as_ref().unwrap().name.to_string();
    assert_eq!(only.len(), NIGHTS);
    assert!(only.iter().all(|id| name(id) == "Corner of the Lane"), "nothing else speaks for the home");
    assert_eq!(view.selection, only.first().copied());
    harness.get_by_label("40 items shown");
    harness.get_by_label("Back to the dossier").click();
    harness.run();
    assert_eq!(harness.state().view().page, Page::Dossier);
    harness.key_press(Key::Num1);
    harness.run();
    harness.get_by_label("Show all items again").click();
    harness.run();
    assert_eq!(harness.state().view().filter.only, None);
    harness.get_by_label("Instagram, 46");
}

#[test]
fn the_filter_of_before_comes_back() {
    let mut harness = start_sized(common::SIZE, egui::Theme::Light);
    harness.state_mut().show(life());
    harness.run();
    harness.key_press(Key::E);
    harness.run();
    let before = harness.state().view().filter.clone();
    assert!(before.taken_only);
    harness.key_press(Key::Num3);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "Worked out from"));
    harness.run();
    for what in ["Home: Corner", "Area: Vienna"] {
        harness.key_press(Key::Num3);
        harness.run();
        harness.get_by_label_contains(what).click();
        harness.run();
        assert!(harness.state().view().filter.only.is_some() && !harness.state().view().filter.taken_only);
    }
    harness.key_press(Key::Escape);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().view().filter, before, "Esc lets go of the item, then of the statement");
}

#[test]
fn sensitive_places_are_nowhere_until_asked_for() {
    let mut harness = dossier();
    assert!(!is_there(&harness, "Example Clinic"));
    assert!(!is_there(&harness, "Hospitals, "), "not among the kinds either");
    harness.get_by_label("Show sensitive places").scroll_to_me();
    harness.run();
    harness.get_by_label("Show sensitive places").click();
    harness.run();
    harness.get_by_label_contains("Was at Example Clinic").scroll_to_me();
    harness.run();
    harness.get_by_label_contains("Was at Example Clinic").click();
    harness.run();
    assert_eq!(harness.state().view().filter.only.as_ref().unwrap().len(), 3);
}

#[test]
fn the_clock_is_read_and_walked_by_keys() {
    let mut harness = dossier();
    harness.get_by_label("Hours of the week").focus();
    harness.run();
    let before = harness.get_by_label("Hours of the week").value().unwrap();
    assert!(before.starts_with("Mondays around 22:00: 6 sightings"), "{before}");
    harness.key_press(Key::ArrowDown);
    harness.run();
    let after = harness.get_by_label("Hours of the week").value().unwrap();
    assert!(after.starts_with("Tuesdays around 22:00"), "{after}");
    assert!(is_there(&harness, "Tuesdays around 22:00: Corner of the Lane"));
}

#[test]
fn draws_are_played_until_the_home_appears() {
    let mut harness = dossier();
    harness.get_by_label("Draw posts one by one").scroll_to_me();
    harness.run();
    harness.get_by_label("Draw posts one by one").click();
    step_until(&mut harness, "the home", |h| is_there(h, "Run 1: home after"));
    harness.run();
    harness.get_by_label_contains("Posts it took so far: ");
    harness.get_by_label("Draw again").click();
    step_until(&mut harness, "the home", |h| is_there(h, "Run 2: home after"));
    harness.run();
    let map = harness.get_by_label("Posts drawn so far").value().unwrap();
    assert!(map.starts_with("Run 2: home after"), "{map}");
}

/// Nine public walks straight out of a home.
fn walks() -> Loaded {
    let file = |n: u32| 10 + n;
    let walk = |n: u32| {
        let mut walk = item(ItemKind::Activity, &format!("2018-06-{:02}T18:00:00Z", n + 1), n);
        walk.origin.file = file(n);
        walk
    };
    let mut loaded = archive::with_items((0..9).map(walk).collect());
    let dataset = Arc::make_mut(&mut loaded.dataset);
    for n in 0..9_u32 {
        let track = Track { platform: PlatformId("instagram"), name: "walk".into(), file: file(n) };
        let track = dataset.points.track(track).unwrap();
        let angle = f64::from(n) * 0.7;
        for step in 0..150_i32 {
            let degrees = f64::from(step) * 10.0 / 111_195.0;
            let point = GeoPoint::new(48.2 + degrees * angle.sin(), 16.37 + degrees * angle.cos() * 1.5).unwrap();
            let seconds = 1_527_876_000 + i64::from(n) * 86_400 + i64::from(step) * 5;
            dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        }
    }
    loaded
}

#[test]
fn a_zone_put_on_the_map_is_cut_out_and_looked_for() {
    let mut harness = start_sized(common::SIZE, egui::Theme::Light);
    harness.state_mut().show(walks());
    harness.run();
    harness.key_press(Key::Num3);
    harness.step();
    harness.key_press(Key::E);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "9 tracks that a stranger could open"));
    harness.run();
    harness.get_by_label_contains("A hidden place: not shown");
    let map = "Map of your tracks and zones";
    harness.get_by_label(map).scroll_to_me();
    harness.run();
    harness.get_by_label(map).click();
    step_until(&mut harness, "the search", |h| is_there(h, "Your zone of 400 m leaves"));
    harness.run();
    assert_eq!(harness.get_by_label(map).value().unwrap(), "1 zone placed, 1 hidden place found");
    harness.check_accessibility();
    harness.get_by_label("A zone of 200 metres").click();
    step_until(&mut harness, "the search", |h| is_there(h, "Your zone of 200 m leaves"));
    harness.run();
    harness.get_by_label_contains("A hidden place within").click();
    harness.run();
    assert_eq!(harness.state().view().filter.only.as_ref().unwrap().len(), 9, "its tracks are shown");
    harness.key_press(Key::Num3);
    harness.run();
    harness.get_by_label("Take zones away").click();
    harness.run();
    harness.get_by_label_contains("A hidden place: not shown");
}

#[test]
fn it_is_drawn_anew_for_everything_and_for_another_lens() {
    let mut harness = dossier();
    harness.key_press(Key::E);
    harness.step();
    assert_eq!(harness.state().view().scope, Scope::Everything);
    step_until(&mut harness, "the other dossier", |h| is_there(h, "What the platforms themselves hold of you"));
    harness.get_by_label("Only what the harvester had").click();
    harness.run();
    assert!(is_there(&harness, "What HYP3R, 2018–19 could have known of you"), "it is still there");
    let other = geoshadow::lens::builtin().iter().find(|l| l.id != harness.state().view().lens).unwrap();
    harness.state().actions().send(geoshadow::gui::action::Action::SetLens(other.id.clone()));
    let title = format!("What {} could have known of you", other.title);
    step_until(&mut harness, "the dossier of the other lens", |h| is_there(h, &title));
}

#[test]
fn it_fits_every_size_and_everything_has_a_name() {
    for size in [[960.0, 600.0], [1280.0, 800.0], common::SIZE] {
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let harness = dossier_sized(size, theme);
            harness.check_accessibility();
            for node in harness.query_all_by_label_contains("; show ") {
                let rect = node.rect();
                assert!(rect.left() >= 62.0 && rect.right() <= size[0], "{rect:?} in {size:?}");
            }
        }
    }
}

#[test]
fn an_archive_without_anything_says_so() {
    let mut harness = start_sized(common::SIZE, egui::Theme::Light);
    harness.state_mut().show(archive::with_items(Vec::new()));
    harness.run();
    harness.key_press(Key::Num3);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "It would have had nothing of this archive"));
    harness.run();
    harness.get_by_label("Show what the platforms hold").click();
    harness.step();
    step_until(&mut harness, "the other dossier", |h| is_there(h, "Nothing in this archive says where or when"));
}

#[test]
fn hostile_words_do_not_break_it() {
    let mut harness = start_sized([960.0, 600.0], egui::Theme::Dark);
    harness.state_mut().show(archive::hostile());
    harness.run();
    harness.key_press(Key::Num3);
    harness.step();
    harness.key_press(Key::E);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "Worked out from"));
    harness.run();
}
