//! Looking at pictures in the window, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use common::sign::sign;
use common::{archive, start_sized, step_until};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::load::Loaded;
use geoshadow::model::{ItemId, ItemKind, VenueKind};

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

fn is_there(harness: &Harness<'static, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

fn dossier() -> Harness<'static, App> {
    let mut harness = start_sized([1440.0, 1800.0], egui::Theme::Light);
    harness.state_mut().show(life());
    harness.run();
    harness.key_press(Key::Num3);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "Worked out from"));
    harness.run();
    harness
}

fn looked() -> Harness<'static, App> {
    let mut harness = dossier();
    harness.get_by_label("Look at the pictures").click();
    harness.step();
    step_until(&mut harness, "the pictures", |h| is_there(h, "4 pictures looked at"));
    harness.run_ok();
    harness
}

#[test]
fn pictures_are_looked_at_when_asked_for_and_found_by_what_was_read() {
    let mut harness = looked();
    harness.get_by_label("1 picture could not be looked at");
    harness.get_by_label_contains("Read: “GATE B12”");
    harness.get_by_label_contains("Read: “CASINO”");
    harness.get_by_label("Search what was seen and read in the pictures").click();
    harness.run_ok();
    harness.get_by_label("Search what was seen and read in the pictures").type_text("gate b12");
    harness.run_ok();
    assert!(!is_there(&harness, "Read: “CASINO”"), "only what fits is shown");
    harness.get_by_label_contains("Read: “GATE B12”").click();
    harness.run_ok();
    let view = harness.state().view().clone();
    assert_eq!(view.page, Page::Map);
    assert_eq!(view.selection, Some(ItemId(0)), "its post is opened");
    assert_eq!(view.filter.only.unwrap().len(), 1);
    harness.get_by_label_contains("Read: “GATE B12”");
    harness.get_by_label_contains("Kind of place: Airports");
}

#[test]
fn pictures_of_a_sensitive_kind_are_held_back_until_asked_for() {
    let mut harness = looked();
    assert!(!is_there(&harness, "CITY HOSPITAL"));
    harness.get_by_label_contains("1 picture that may reveal health");
    harness.get_by_label("Show sensitive places").click();
    harness.run_ok();
    assert!(is_there(&harness, "CITY HOSPITAL"));
}

#[test]
fn the_picture_of_one_item_is_looked_at_from_its_panel_and_looking_can_be_stopped() {
    let mut harness = start_sized([1440.0, 1200.0], egui::Theme::Dark);
    harness.state_mut().show(life());
    harness.state().actions().send(Action::Select(Some(ItemId(2))));
    harness.run_ok();
    harness.get_by_label("Look at the picture").click();
    harness.step();
    step_until(&mut harness, "the picture", |h| is_there(h, "Read: “CASINO”"));
    harness.state().actions().send(Action::LookAtPictures([0, 1, 3].map(geoshadow::archive::EntryId).into()));
    harness.state().actions().send(Action::StopLooking);
    harness.state().actions().send(Action::Select(Some(ItemId(0))));
    harness.run_ok();
    harness.get_by_label("Look at the picture");
}
