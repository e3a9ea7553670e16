//! Looking at pictures in the window, driven by the names that screen readers read.
#![cfg(feature = "gui")]

mod common;

use std::time::{Duration, Instant};

use common::sign::sign;
use common::{archive, dossier_of, is_there, start_sized};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::load::Loaded;
use geoshadow::model::{ItemId, ItemKind, VenueKind};

const SEARCH: &str = "Search what was seen and read in the pictures";

/// Posts from Vienna: with a sign of a gate, with one of a clinic, with one of a casino, and with a file that is no picture.
fn life() -> Loaded {
    let post = |day: u32, name: &str| {
        let item = archive::item(ItemKind::Post, &format!("2018-10-{:02}T10:00:00Z", day + 1), day);
        archive::tagged(item, name, Some(VenueKind::Hotel), 48.2, 16.37)
    };
    archive::with_pictures(vec![
        (post(0, "Example One"), sign("GATE B12")),
        (post(1, "Example Two"), sign("CITY HOSPITAL")),
        (post(2, "Example Three"), sign("CASINO")),
        (post(3, "Example Four"), b"no picture at all".to_vec()),
    ])
}

/// Steps until the models have answered. They take their time where nothing is optimised and others use the computer too.
fn until(harness: &mut Harness<'static, App>, what: &str) {
    let began = Instant::now();
    while !is_there(harness, what) {
        assert!(began.elapsed() < Duration::from_mins(3), "still waiting for {what}");
        std::thread::sleep(Duration::from_millis(30));
        harness.step();
    }
    harness.run_ok();
}

/// The dossier in a window so high that all of it is in view.
fn dossier() -> Harness<'static, App> {
    dossier_of(life(), [1440.0, 1800.0], egui::Theme::Light)
}

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.step();
    harness.step();
}

fn search(harness: &mut Harness<'static, App>, words: &str) {
    harness.get_by_label(SEARCH).click();
    harness.run_ok();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.get_by_label(SEARCH).type_text(words);
    harness.run_ok();
}

#[test]
fn pictures_are_looked_at_when_asked_for_and_every_statement_opens_its_post() {
    let mut harness = dossier();
    press(&mut harness, "Look at the pictures");
    assert!(is_there(&harness, "of 4 pictures looked at"), "it says how far it is");
    press(&mut harness, "Stop looking");
    assert!(!is_there(&harness, "Stop looking"), "it stops at once");
    let again = if is_there(&harness, "Look at the pictures") { "pictures" } else { "other pictures" };
    press(&mut harness, &format!("Look at the {again}"));
    until(&mut harness, "4 pictures looked at. What a model sees is a guess");

    harness.get_by_label("1 picture could not be looked at");
    harness.get_by_label_contains("Looks like: Airports; Because read in the picture: “GATE B12”");
    harness.get_by_label_contains("May be: Casinos; Because read in the picture: “CASINO”");

    assert!(!is_there(&harness, "CITY HOSPITAL"), "held back until asked for");
    harness.get_by_label_contains("1 picture that may reveal health");
    press(&mut harness, "Show sensitive pictures");
    harness.run_ok();
    assert!(is_there(&harness, "CITY HOSPITAL"));

    search(&mut harness, "slot machine");
    harness.get_by_label("No picture fits");
    for (typed, shown, item) in [("gate b12", "“GATE B12”", 0), ("casino", "“CASINO”", 2), ("hosp", "HOSPITAL", 1)]
    {
        search(&mut harness, typed);
        assert_eq!(harness.query_all_by_label_contains("; open its post").count(), 1, "{typed}");
        harness.get_by_label_contains(shown).click();
        harness.run_ok();
        let view = harness.state().view().clone();
        assert_eq!((view.page, view.selection), (Page::Map, Some(ItemId(item))), "{typed} opens its post");
        assert_eq!(view.filter.only.map(|only| only.len()), Some(1));
        assert!(is_there(&harness, &format!("Read: {}", if item == 1 { "“CITY" } else { shown })));
        harness.key_press(Key::Num3);
        harness.run_ok();
    }
}

#[test]
fn the_picture_of_one_item_is_looked_at_from_its_panel_and_what_was_seen_is_framed() {
    let mut harness = start_sized([1440.0, 1200.0], egui::Theme::Dark);
    harness.state_mut().show(life());
    harness.state().actions().send(Action::Select(Some(ItemId(2))));
    harness.run_ok();
    press(&mut harness, "Look at the picture");
    assert!(is_there(&harness, "Being looked at…"));
    until(&mut harness, "Read: “CASINO”");
    harness.get_by_label("May be: Casinos");
    harness.get_by_label("Because: read in the picture: “CASINO”");
    press(&mut harness, "Show where in the picture");
    until(&mut harness, "The picture, large; framed by the models: 1 line of text");
    press(&mut harness, "Close the picture");
    assert!(!is_there(&harness, "The picture, large"));
    harness.state().actions().send(Action::Select(Some(ItemId(0))));
    harness.run_ok();
    harness.get_by_label("Look at the picture");
}
