//! The map in the window: found by its name, moved, clicked, filtered. With `GEOSHADOW_PICTURES=FOLDER` and
//! `cargo test --test map -- --ignored` it draws pictures to look at.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use egui::accesskit::Role;
use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, Theme, TouchPhase, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use geoshadow::analysis::Filter;
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::{MapLayer, ThemeChoice};
use geoshadow::load::Loaded;
use geoshadow::model::{
    Evidence, GeoPoint, Item, ItemId, ItemKind, Life, Location, LocationSource, PlatformId, PointRow, PointSource,
    Rule, Track,
};
use jiff::SignedDuration;
use std::sync::Arc;

static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Around 0, most of it within 1.
    fn bell(&mut self) -> f64 {
        (0..4).map(|_| self.roll()).sum::<f64>() - 2.0
    }
}

/// A made-up traveller: cities, how many items there, how far they scatter in degrees.
const CITIES: &[(f64, f64, usize, f64)] = &[
    (37.77, -122.42, 900, 0.12),
    (37.34, -121.89, 160, 0.08),
    (36.60, -121.89, 70, 0.05),
    (36.114, -115.172, 260, 0.03),
    (34.05, -118.30, 330, 0.18),
    (34.42, -119.70, 40, 0.03),
    (32.72, -117.16, 90, 0.06),
    (38.58, -121.49, 60, 0.05),
    (40.73, -73.99, 120, 0.06),
    (19.43, -99.13, 40, 0.05),
    (51.51, -0.12, 90, 0.08),
    (48.86, 2.35, 70, 0.05),
    (41.39, 2.17, 30, 0.03),
    (52.37, 4.90, 25, 0.02),
    (60.17, 24.94, 45, 0.04),
    (35.68, 139.70, 80, 0.08),
    (-33.87, 151.21, 35, 0.05),
    (-17.8, 177.4, 12, 0.2),
    (-13.9, -171.8, 8, 0.1),
    (21.3, -157.85, 30, 0.04),
];

fn traveller_item(dice: &mut Dice, n: u32, (lat, lon, _, spread): (f64, f64, usize, f64)) -> Item {
    let kinds = [ItemKind::Post, ItemKind::Story, ItemKind::Post, ItemKind::Photo, ItemKind::Login];
    let kind = kinds[(dice.roll() * 5.0) as usize];
    let mut item = common::archive::item(kind, "2017-06-01T10:00:00Z", n);
    item.time = item.time.map(|t| t + SignedDuration::from_hours((dice.roll() * 40_000.0) as i64));
    // Many posts share the exact position of the place they are tagged with.
    let (lat, lon) =
        if dice.roll() < 0.15 { (lat, lon) } else { (lat + dice.bell() * spread, lon + dice.bell() * spread) };
    if dice.roll() < 0.8 {
        item = common::archive::tagged(item, "An example place", None, lat, lon);
    }
    let point = GeoPoint::new(lat, lon).unwrap();
    item.location = Some(Location {
        point,
        accuracy_metres: (n.is_multiple_of(7)).then_some(1200.0),
        source: LocationSource::PlaceTag,
        evidence: Evidence::Recorded,
    });
    if n.is_multiple_of(5) {
        let public = GeoPoint::new(lat + 0.01, lon + 0.015).unwrap();
        item.public_location = item.location.map(|l| Location { point: public, ..l });
    }
    if kind == ItemKind::Story {
        item.life = Life::Expires { after: SignedDuration::from_hours(24), rule: &RULE };
    }
    if matches!(kind, ItemKind::Login | ItemKind::Photo) {
        item.life = Life::NeverPublished { evidence: Evidence::Recorded, rule: &RULE };
    }
    item
}

fn traveller() -> Loaded {
    let mut dice = Dice(7);
    let mut items = Vec::new();
    for city in CITIES {
        for _ in 0..city.2 {
            items.push(traveller_item(&mut dice, items.len() as u32, *city));
        }
    }
    common::archive::with_items(items)
}

/// The same with a trail of so many rows.
fn with_trail(rows: u32) -> Loaded {
    let mut loaded = traveller();
    let mut dice = Dice(11);
    let dataset = Arc::get_mut(&mut loaded.dataset).unwrap();
    let track = dataset.points.track(Track { platform: PlatformId("google"), name: "phone".into(), file: 0 }).unwrap();
    let (mut lat, mut lon) = (37.77, -122.42);
    for n in 0..rows {
        if n.is_multiple_of(500) {
            let city = CITIES[(dice.roll() * dice.roll() * CITIES.len() as f64) as usize];
            (lat, lon) = (city.0 + dice.bell() * city.3, city.1 + dice.bell() * city.3);
        }
        lat += dice.bell() * 0.0006;
        lon += dice.bell() * 0.0008;
        dataset.points.push(PointRow {
            seconds: 1_500_000_000 + i64::from(n) * 120,
            point: GeoPoint::new(lat, lon).unwrap(),
            accuracy_metres: Some(15.0),
            source: PointSource::Gps,
            track,
        });
    }
    loaded
}

fn open(loaded: Loaded, theme: Theme) -> Harness<'static, App> {
    let mut harness = common::start_sized(common::SIZE, theme);
    harness.state_mut().show(loaded);
    settle(&mut harness);
    harness
}

fn act(harness: &mut Harness<'static, App>, action: Action) {
    harness.state().actions().send(action);
    settle(harness);
}

/// Steps until flights, fades and threads are done.
fn settle(harness: &mut Harness<'static, App>) {
    for _ in 0..12 {
        harness.step();
    }
}

/// What a screen reader reads of the map: `2,500 items, 30 in view`.
fn value(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Application, "Map").accesskit_node().value().unwrap()
}

fn in_view(harness: &Harness<'static, App>) -> u64 {
    let value = value(harness);
    let part = value.rsplit(", ").next().unwrap().strip_suffix(" in view").unwrap().replace(',', "");
    part.parse().unwrap()
}

fn rect(harness: &Harness<'static, App>) -> Rect {
    harness.get_by_role_and_label(Role::Application, "Map").rect()
}

fn wheel(harness: &mut Harness<'static, App>, at: Pos2, notches: f32) {
    harness.hover_at(at);
    harness.step();
    let event = Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: Vec2::new(0.0, notches),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    harness.event(event);
    settle(harness);
}

#[test]
fn the_map_tells_how_much_is_on_it_and_the_clusters_hide_nothing() {
    let mut harness = open(traveller(), Theme::Dark);
    let total: usize = CITIES.iter().map(|c| c.2).sum();
    assert_eq!(value(&harness), format!("{},{:03} items", total / 1000, total % 1000));
    act(&mut harness, Action::SetLayer(MapLayer::Pins));
    assert_eq!(in_view(&harness), total as u64, "fitted: everything is in view, none is hidden in a cluster");
    harness.get_by_label("Zoom in").click();
    settle(&mut harness);
    harness.get_by_label("Zoom in").click();
    settle(&mut harness);
    assert!(in_view(&harness) < total as u64);
    harness.get_by_label("Show everything").click();
    settle(&mut harness);
    assert_eq!(in_view(&harness), total as u64);
}

#[test]
fn a_click_on_a_mark_selects_the_item_and_one_beside_it_none() {
    let loaded = traveller();
    // One that shares its position with no other.
    let alone = |item: &Item| {
        let at = item.location.unwrap().point;
        CITIES.iter().all(|c| GeoPoint::new(c.0, c.1).unwrap().distance_metres(at) > 500.0)
    };
    let id = ItemId(loaded.dataset.items.iter().position(alone).unwrap() as u32);
    let mut harness = open(loaded, Theme::Dark);
    act(&mut harness, Action::ShowOnMap(id));
    for _ in 0..6 {
        let at = rect(&harness).center();
        wheel(&mut harness, at, 3.0);
    }
    let middle = rect(&harness).center();
    click(&mut harness, middle);
    assert_eq!(harness.state().view().selection, Some(id));
    let beside = middle + Vec2::new(120.0, 60.0);
    click(&mut harness, beside);
    assert_eq!(harness.state().view().selection, None);
}

#[test]
fn a_box_drawn_with_shift_shows_only_what_is_in_it() {
    let mut harness = open(traveller(), Theme::Dark);
    act(&mut harness, Action::SetLayer(MapLayer::Pins));
    let before = in_view(&harness);
    let map = rect(&harness);
    let (from, to) = (map.left_top() + Vec2::new(60.0, 60.0), map.center());
    harness.event_modifiers(Event::ModifiersChanged(Modifiers::SHIFT), Modifiers::SHIFT);
    harness.hover_at(from);
    harness.step();
    for (pressed, at) in [(true, from), (false, to)] {
        let event =
            Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::SHIFT };
        if !pressed {
            harness.event_modifiers(Event::PointerMoved(from + (at - from) * 0.5), Modifiers::SHIFT);
            harness.step();
            harness.event_modifiers(Event::PointerMoved(at), Modifiers::SHIFT);
            harness.step();
        }
        harness.event_modifiers(event, Modifiers::SHIFT);
        harness.step();
    }
    settle(&mut harness);
    let area = harness.state().view().filter.area.clone().expect("a box");
    let inside = CITIES.iter().filter(|c| area.contains(GeoPoint::new(c.0, c.1).unwrap())).count();
    assert!(inside > 0 && inside < CITIES.len(), "{area:?}");
    act(&mut harness, Action::FitAll);
    assert!(in_view(&harness) < before && in_view(&harness) > 0);
    let cleared = Filter { area: None, ..harness.state().view().filter.clone() };
    act(&mut harness, Action::SetFilter(Box::new(cleared)));
    act(&mut harness, Action::FitAll);
    assert_eq!(in_view(&harness), before);
}

#[test]
fn hexagons_count_everything_and_a_click_shows_what_lies_in_one() {
    let mut harness = open(traveller(), Theme::Dark);
    let total: usize = CITIES.iter().map(|c| c.2).sum();
    act(&mut harness, Action::SetLayer(MapLayer::Hexes));
    assert_eq!(in_view(&harness), total as u64);
    act(&mut harness, Action::ShowOnMap(ItemId(40)));
    for _ in 0..3 {
        let at = rect(&harness).center();
        wheel(&mut harness, at, -4.0);
    }
    let seen = in_view(&harness);
    let middle = rect(&harness).center();
    click(&mut harness, middle);
    let cell = harness.state().view().filter.cell.expect("the cell in the middle holds many");
    let loaded = traveller();
    let inside = |item: &&Item| cell.contains(item.location.unwrap().point);
    let held = loaded.dataset.items.iter().filter(inside).count() as u64;
    assert!(held > 1 && held < seen, "{held} of {seen}");
    assert!(value(&harness).starts_with(&format!("{held} items")), "{}", value(&harness));
    harness.get_by_label("Clear the cell").click();
    settle(&mut harness);
    assert_eq!(in_view(&harness), seen);
}

#[test]
fn items_at_one_spot_are_spread_by_a_click_and_each_can_be_selected() {
    let cafe = |n: u32| {
        let item = common::archive::item(ItemKind::Post, "2018-06-01T10:00:00Z", n);
        common::archive::tagged(item, "The same café", None, 48.2, 16.37)
    };
    let mut harness = open(common::archive::with_items((0..30).map(cafe).collect()), Theme::Dark);
    act(&mut harness, Action::SetLayer(MapLayer::Pins));
    assert_eq!(in_view(&harness), 30);
    // Everything is shown beside the buttons at the right and the legend at the bottom.
    let middle = rect(&harness).center() - Vec2::new(22.0, 35.0);
    click(&mut harness, middle);
    assert_eq!(harness.state().view().selection, None, "a badge is opened, not selected");
    // The first of the spiral stands straight above.
    click(&mut harness, middle - Vec2::new(0.0, 32.0));
    assert_eq!(harness.state().view().selection, Some(ItemId(0)));
    if let Some(folder) = std::env::var_os("GEOSHADOW_PICTURES") {
        harness.render().unwrap().save(std::path::PathBuf::from(folder).join("spread.png")).unwrap();
    }
}

fn click(harness: &mut Harness<'static, App>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.drop_at(at);
    settle(harness);
}

#[test]
fn the_map_rests_when_nothing_happens() {
    let mut harness = open(traveller(), Theme::Dark);
    let at = rect(&harness).center();
    wheel(&mut harness, at, 2.0);
    // Threads may still bring tiles and names; after that no frame asks for another.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    settle(&mut harness);
    harness.run();
}

#[test]
fn odd_positions_do_not_upset_the_map() {
    let corners = [(90.0, 180.0), (-90.0, -180.0), (0.0, 180.0), (85.06, 0.0), (-0.0, -180.0)];
    let items = corners.iter().enumerate().map(|(n, (lat, lon))| {
        let item = common::archive::item(ItemKind::Post, "2018-06-01T10:00:00Z", n as u32);
        common::archive::tagged(item, "Edge", None, f64::min(*lat, 89.99), *lon)
    });
    let mut harness = open(common::archive::with_items(items.collect()), Theme::Light);
    assert_eq!(value(&harness), "5 items");
    act(&mut harness, Action::SetLayer(MapLayer::Pins));
    for n in 0..5 {
        act(&mut harness, Action::ShowOnMap(ItemId(n)));
        act(&mut harness, Action::Select(Some(ItemId(n))));
    }
    let mut empty = open(common::archive::with_items(Vec::new()), Theme::Dark);
    assert_eq!(value(&empty), "0 items");
    act(&mut empty, Action::FitAll);
}

#[test]
#[ignore = "draws pictures to look at, into the folder GEOSHADOW_PICTURES"]
fn pictures() {
    let Some(folder) = std::env::var_os("GEOSHADOW_PICTURES") else { return };
    let folder = std::path::PathBuf::from(folder);
    let save = |harness: &mut Harness<'static, App>, name: &str| {
        std::thread::sleep(std::time::Duration::from_millis(1200));
        settle(harness);
        harness.render().unwrap().save(folder.join(format!("{name}.png"))).unwrap();
    };
    for (theme, choice, word) in [(Theme::Dark, ThemeChoice::Dark, "dark"), (Theme::Light, ThemeChoice::Light, "light")]
    {
        let mut harness = open(with_trail(60_000), theme);
        act(&mut harness, Action::SetTheme(choice));
        save(&mut harness, &format!("{word}_world_heat"));
        act(&mut harness, Action::SetLayer(MapLayer::Pins));
        save(&mut harness, &format!("{word}_world_pins"));
        // An item in Las Vegas, then out again step by step.
        let id = harness.state().view().selection.unwrap_or(ItemId(40));
        act(&mut harness, Action::ShowOnMap(id));
        act(&mut harness, Action::Select(Some(id)));
        save(&mut harness, &format!("{word}_city_pins"));
        act(&mut harness, Action::SetLayer(MapLayer::Heat));
        save(&mut harness, &format!("{word}_city_heat"));
        let at = rect(&harness).center();
        for _ in 0..4 {
            wheel(&mut harness, at, 3.0);
        }
        save(&mut harness, &format!("{word}_closest_heat"));
        for _ in 0..4 {
            wheel(&mut harness, at, -3.0);
        }
        wheel(&mut harness, at, -3.0);
        wheel(&mut harness, at, -3.0);
        wheel(&mut harness, at, -1.0);
        save(&mut harness, &format!("{word}_region_heat"));
        wheel(&mut harness, at, -3.0);
        wheel(&mut harness, at, -2.0);
        save(&mut harness, &format!("{word}_state_heat"));
        act(&mut harness, Action::SetLayer(MapLayer::Pins));
        save(&mut harness, &format!("{word}_state_pins"));
        wheel(&mut harness, at, -3.0);
        act(&mut harness, Action::SetLayer(MapLayer::Heat));
        save(&mut harness, &format!("{word}_country_heat"));
    }
}
