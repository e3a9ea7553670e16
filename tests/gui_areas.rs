//! Areas drawn on the map: the box and the lasso that filter everything, and the fences that are watched.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Pos2, Rect, Theme, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::{MapTool, Page};
use geoshadow::load::Loaded;
use geoshadow::model::{GeoPoint, ItemKind, PlatformId, PointRow, PointSource, Track};

/// Places of the made-up archive: two in Vienna, one in Lyon, one on Fiji.
const PLACES: [(f64, f64); 4] = [(48.2082, 16.3738), (48.22, 16.4), (45.764, 4.8357), (-17.8, 177.4)];

/// One post at each place, and a trail with one row at each.
fn archive() -> Loaded {
    let items = PLACES.iter().zip(0..).map(|((lat, lon), n)| {
        let item = common::archive::item(ItemKind::Post, "2018-11-01T10:00:00Z", n);
        common::archive::tagged(item, "Example place", None, *lat, *lon)
    });
    let mut loaded = common::archive::with_items(items.collect());
    let dataset = Arc::get_mut(&mut loaded.dataset).unwrap();
    let track = dataset.points.track(Track { platform: PlatformId("google"), name: "phone".into(), file: 0 }).unwrap();
    for ((lat, lon), n) in PLACES.iter().zip(0..) {
        let point = GeoPoint::new(*lat, *lon).unwrap();
        let seconds = 1_541_000_000 + n * 7_200;
        dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
    }
    loaded
}

fn opened(theme: Theme) -> Harness<'static, App> {
    let mut harness = common::start_sized([1280.0, 800.0], theme);
    harness.state_mut().show(archive());
    settle(&mut harness);
    harness
}

fn settle(harness: &mut Harness<'static, App>) {
    for _ in 0..12 {
        harness.step();
    }
}

fn press(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_label(name).click();
    settle(harness);
}

fn map(harness: &Harness<'static, App>) -> Rect {
    harness.get_by_role_and_label(Role::Application, "Map").rect()
}

/// What a screen reader reads of the map.
fn value(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Application, "Map").accesskit_node().value().unwrap()
}

fn timeline(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Canvas, "Timeline").accesskit_node().value().unwrap()
}

/// Where a position is on the map, by the way the map is fitted to the archive: found by asking the camera of the test.
fn drag(harness: &mut Harness<'static, App>, path: &[Pos2]) {
    harness.hover_at(path[0]);
    harness.step();
    harness.drag_at(path[0]);
    harness.step();
    for at in path {
        harness.hover_at(*at);
        harness.step();
    }
    harness.drop_at(*path.last().unwrap());
    settle(harness);
}

/// A ring around the middle of the map.
fn around(middle: Pos2, radius: f32) -> Vec<Pos2> {
    (0..=24).map(|n| middle + Vec2::angled(n as f32 / 24.0 * std::f32::consts::TAU) * radius).collect()
}

/// Moves the map so that Vienna is in its middle, near enough that Lyon is not within 200 points.
fn to_vienna(harness: &mut Harness<'static, App>) {
    harness.state().actions().send(Action::ShowOnMap(geoshadow::model::ItemId(0)));
    settle(harness);
    harness.state().actions().send(Action::Select(None));
    settle(harness);
}

#[test]
fn a_lasso_filters_map_timeline_table_and_dossier() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    press(&mut harness, "Select with a lasso on the map");
    assert_eq!(harness.state().view().tool, MapTool::Lasso);
    let middle = map(&harness).center();
    drag(&mut harness, &around(middle, 150.0));
    let area = harness.state().view().filter.area.clone().expect("a lasso");
    let inside = |n: usize| area.contains(GeoPoint::new(PLACES[n].0, PLACES[n].1).unwrap());
    assert_eq!([inside(0), inside(2), inside(3)], [true, false, false]);
    let expected = (0..4).filter(|n| inside(*n)).count();
    assert_eq!(harness.state().view().tool, MapTool::Hand, "the tool is put down");
    let items = if expected == 1 { "1 item".to_owned() } else { format!("{expected} items") };
    assert!(value(&harness).starts_with(&format!("{items}, {expected} trail point")), "{}", value(&harness));
    assert!(timeline(&harness).starts_with(&format!("{items}, ")), "{}", timeline(&harness));
    harness.get_by_label(&format!("{items} shown"));
    harness.state().actions().send(Action::SetPage(Page::Dossier));
    settle(&mut harness);
    common::step_until(&mut harness, "the dossier", |h| h.query_by_label("Only from what lies in the area").is_some());
    press(&mut harness, "Clear the area");
    assert_eq!(harness.state().view().filter.area, None);
    harness.state().actions().send(Action::SetPage(Page::Map));
    settle(&mut harness);
    assert!(value(&harness).starts_with("4 items, 4 trail points"));
}

#[test]
fn the_box_tool_draws_and_escape_takes_the_box_away() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    press(&mut harness, "Select a box on the map");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.state().view().tool, MapTool::Hand, "Escape puts the tool down first");
    press(&mut harness, "Select a box on the map");
    let middle = map(&harness).center();
    drag(&mut harness, &[middle - Vec2::splat(90.0), middle, middle + Vec2::splat(90.0)]);
    assert!(harness.state().view().filter.area.is_some());
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.state().view().filter.area, None);
}

#[test]
fn the_part_that_is_seen_is_selected_by_a_key() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    harness.key_press(Key::A);
    settle(&mut harness);
    let area = harness.state().view().filter.area.clone().expect("a box");
    assert!(area.contains(GeoPoint::new(PLACES[0].0, PLACES[0].1).unwrap()));
    assert!(!area.contains(GeoPoint::new(PLACES[3].0, PLACES[3].1).unwrap()));
}

#[test]
fn everything_on_the_map_of_the_world_is_everything() {
    let mut harness = opened(Theme::Dark);
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    for _ in 0..20 {
        press(&mut harness, "Zoom out");
    }
    harness.key_press(Key::A);
    settle(&mut harness);
    assert!(harness.state().view().filter.area.is_none(), "the button has the focus now");
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    harness.key_press(Key::A);
    settle(&mut harness);
    assert!(harness.state().view().filter.area.is_some());
    assert!(value(&harness).starts_with("4 items, 4 trail points"), "{}", value(&harness));
}
