//! The week by hours beside the timeline, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use common::archive::{self, item, tagged};
use common::{SIZE, start_sized, step_until};
use egui::{Key, Modifiers, Pos2, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::analysis::WeekHour;
use geoshadow::gui::App;
use geoshadow::load::Loaded;
use geoshadow::model::{GeoPoint, ItemKind, PointRow, PointSource, TimePrecision, Track};
use std::sync::Arc;

const WEEK: &str = "Week by hours";

/// Four Tuesday evenings and a Saturday noon in Vienna by its own clock, one day without an hour, one item without a place.
fn life() -> Loaded {
    let vienna = |time: &str, record| tagged(item(ItemKind::Post, time, record), "Lane", None, 48.2082, 16.3738);
    let evenings = ["2018-08-07", "2018-08-14", "2018-08-21", "2018-12-04"];
    // Local 22:30 is 20:30 UTC in summer and 21:30 in winter.
    let hour = |day: &str| if day.contains("-12-") { 21 } else { 20 };
    let mut items: Vec<_> =
        evenings.iter().zip(0..).map(|(day, n)| vienna(&format!("{day}T{}:30:00Z", hour(day)), n)).collect();
    items.push(vienna("2018-08-18T10:10:00Z", 10));
    let mut to_the_day = vienna("2018-08-19T10:10:00Z", 11);
    to_the_day.time_precision = TimePrecision::Day;
    items.push(to_the_day);
    items.push(item(ItemKind::Post, "2018-08-20T10:10:00Z", 12));
    items.sort_by_key(|i| i.time);
    archive::with_items(items)
}

fn opened(size: [f32; 2], loaded: Loaded) -> Harness<'static, App> {
    let mut harness = start_sized(size, egui::Theme::Light);
    harness.state_mut().show(loaded);
    harness.run();
    harness
}

fn week(size: [f32; 2], loaded: Loaded) -> Harness<'static, App> {
    let mut harness = opened(size, loaded);
    step_until(&mut harness, "local times", |h| h.query_by_label(WEEK).is_some());
    harness.run();
    harness
}

fn value(harness: &Harness<'static, App>) -> String {
    harness.get_by_label(WEEK).value().unwrap()
}

/// The middle of the cell of an hour: names of days take 32 points, figures 18.
fn cell(harness: &Harness<'static, App>, weekday: u8, hour: u8) -> Pos2 {
    let rect = harness.get_by_label(WEEK).rect();
    let size = egui::vec2((rect.width() - 32.0) / 24.0, (rect.height() - 18.0) / 7.0);
    rect.min + egui::vec2(32.0 + (f32::from(hour) + 0.5) * size.x, (f32::from(weekday) + 0.5) * size.y)
}

fn click(harness: &mut Harness<'static, App>, at: Pos2, modifiers: Modifiers) {
    drag(harness, at, at, modifiers);
}

fn drag(harness: &mut Harness<'static, App>, from: Pos2, to: Pos2, modifiers: Modifiers) {
    let button =
        |pos, pressed| egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers };
    harness.hover_at(from);
    harness.event_modifiers(button(from, true), modifiers);
    harness.step();
    if from != to {
        harness.hover_at(from + (to - from) / 2.0);
        harness.step();
        harness.hover_at(to);
        harness.step();
    }
    harness.event_modifiers(button(to, false), modifiers);
    harness.step();
    harness.run();
}

fn shown(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Application, "Map").value().unwrap()
}

#[test]
fn it_counts_by_the_clock_of_each_place_and_says_what_it_leaves_out() {
    let harness = week(SIZE, life());
    assert_eq!(value(&harness), "Busiest: Tuesday 22:00 (4), Saturday 12:00 (1)");
    harness.get_by_label("2 left out");
    harness.check_accessibility();
}

#[test]
fn an_hour_filters_every_view_and_a_chip_takes_it_back() {
    let mut harness = week(SIZE, life());
    assert!(shown(&harness).starts_with("6 items"), "{}", shown(&harness));
    let tuesday = cell(&harness, 1, 22);
    click(&mut harness, tuesday, Modifiers::NONE);
    assert!(shown(&harness).starts_with("4 items"), "{}", shown(&harness));
    assert!(harness.get_by_label("Timeline").value().unwrap().starts_with("4 items"));
    harness.get_by_label("4 items shown");
    let said = "Busiest: Tuesday 22:00 (4), Saturday 12:00 (1), selected Tuesday 22:00 – 23:00";
    assert!(value(&harness).ends_with(said), "{}", value(&harness));
    harness.key_press(Key::Num2);
    harness.run();
    assert!(harness.query_all_by_label_contains("Lane").next().is_some(), "the table follows as well");
    harness.get_by_label("Clear the hours of the week").click();
    harness.run();
    assert_eq!(harness.state().view().filter.hours, None);
    // A second click on the same hour takes it back as well, and so does Esc.
    for take_back in [true, false] {
        click(&mut harness, tuesday, Modifiers::NONE);
        assert!(harness.state().view().filter.hours.is_some());
        if take_back {
            click(&mut harness, tuesday, Modifiers::NONE);
        } else {
            harness.key_press(Key::Escape);
            harness.run();
        }
        assert_eq!(harness.state().view().filter.hours, None);
    }
}

#[test]
fn dragging_chooses_a_block_and_the_command_key_adds() {
    let mut harness = week(SIZE, life());
    let (from, to) = (cell(&harness, 4, 23), cell(&harness, 0, 18));
    drag(&mut harness, from, to, Modifiers::NONE);
    let hours = |h: &Harness<'static, App>| h.state().view().filter.hours.as_ref().unwrap().hours;
    let at = |weekday, hour| WeekHour { weekday, hour };
    assert_eq!(hours(&harness).as_block(), Some((at(0, 18), at(4, 23))));
    assert!(shown(&harness).starts_with("4 items"));
    let saturday = cell(&harness, 5, 12);
    click(&mut harness, saturday, Modifiers::COMMAND);
    assert_eq!(hours(&harness).len(), 31);
    assert!(shown(&harness).starts_with("5 items"));
    click(&mut harness, saturday, Modifiers::COMMAND);
    assert_eq!(hours(&harness).len(), 30);
    let rect = harness.get_by_label(WEEK).rect();
    let day = Pos2::new(rect.left() + 6.0, cell(&harness, 5, 0).y);
    click(&mut harness, day, Modifiers::NONE);
    assert_eq!(hours(&harness).as_block(), Some((at(5, 0), at(5, 23))), "the name of a day stands for all of it");
}

#[test]
fn it_follows_the_other_filters() {
    let mut harness = week(SIZE, life());
    let saturday = cell(&harness, 5, 12);
    click(&mut harness, saturday, Modifiers::NONE);
    let mut filter = harness.state().view().filter.clone();
    let (from, to) = ("2018-12-01T00:00:00Z".parse().unwrap(), "2018-12-31T00:00:00Z".parse().unwrap());
    filter.window = Some(geoshadow::analysis::TimeWindow { from, to });
    harness.state().actions().send(geoshadow::gui::action::Action::SetFilter(Box::new(filter)));
    harness.run();
    assert!(value(&harness).contains("Busiest: Tuesday 22:00 (1), selected Saturday"), "{}", value(&harness));
    assert!(shown(&harness).starts_with("0 items"));
}

#[test]
fn it_is_walked_by_keys() {
    let mut harness = week(SIZE, life());
    harness.get_by_label(WEEK).focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert!(value(&harness).starts_with("Tuesday 22:00 – 23:00: 4 items."), "{}", value(&harness));
    let hours = |h: &Harness<'static, App>| h.state().view().filter.hours.as_ref().map(|at| at.hours.len());
    assert_eq!(hours(&harness), Some(1));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert_eq!(hours(&harness), Some(2));
    harness.key_press(Key::Delete);
    harness.run();
    assert_eq!(hours(&harness), None);
}

#[test]
fn hovering_an_hour_shows_its_items_elsewhere() {
    let mut harness = week(SIZE, life());
    let tuesday = cell(&harness, 1, 22);
    harness.hover_at(tuesday);
    harness.run();
    assert!(harness.query_all_by_label_contains("Tuesday 22:00 – 23:00: 4 items").next().is_some());
}

#[test]
fn trails_have_hours_too() {
    let mut loaded = archive::with_items(Vec::new());
    let dataset = Arc::make_mut(&mut loaded.dataset);
    let track = Track { platform: geoshadow::model::PlatformId("google"), name: "phone".into(), file: 0 };
    let track = dataset.points.track(track).unwrap();
    for seconds in [1_534_278_600_i64, 1_534_278_660, 1_534_320_000] {
        let point = GeoPoint::new(48.2, 16.37).unwrap();
        dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
    }
    let mut harness = week(SIZE, loaded);
    assert_eq!(value(&harness), "Busiest: Tuesday 22:00 (2), Wednesday 10:00 (1)");
    let tuesday = cell(&harness, 1, 22);
    click(&mut harness, tuesday, Modifiers::NONE);
    assert!(shown(&harness).contains("2 trail points"), "{}", shown(&harness));
}

#[test]
fn where_there_is_no_room_for_both_a_button_changes_over() {
    let mut harness = opened([960.0, 600.0], life());
    assert!(harness.query_by_label(WEEK).is_none());
    harness.get_by_label("Show the hours of the week").click();
    harness.run();
    step_until(&mut harness, "local times", |h| h.query_by_label(WEEK).is_some());
    assert!(harness.query_by_label("Timeline").is_none());
    harness.check_accessibility();
    harness.get_by_label("Show the timeline").click();
    harness.run();
    harness.get_by_label("Timeline");
}
