//! What the window looks like: few pictures, drawn on the processor alone. `UPDATE_SNAPSHOTS=1` draws them anew.
#![cfg(feature = "gui")]

mod common;

use egui::Theme;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::model::ItemId;

/// One part of the window, so that a picture shows one subject and a change elsewhere leaves it alone.
fn part(harness: &mut Harness<'static, App>, name: &str, [x, y, width, height]: [u32; 4]) -> SnapshotResults {
    let whole = harness.render().expect("the processor can always draw");
    let image = image::imageops::crop_imm(&whole, x, y, width, height).to_image();
    let options = SnapshotOptions::new().output_path("tests/snapshots/gui").max_failed_pixels(10);
    let mut results = SnapshotResults::new();
    results.add(egui_kittest::try_image_snapshot_options(&image, name, &options));
    results
}

fn themes(snapshot: impl Fn(&mut Harness<'static, App>, &str) -> SnapshotResults) {
    let mut results = SnapshotResults::new();
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut harness = common::start_sized([1280.0, 800.0], theme);
        results.extend(snapshot(&mut harness, name));
    }
}

fn open(harness: &mut Harness<'static, App>) {
    harness.state_mut().show(common::archive::loaded());
    harness.run();
}

#[test]
fn start_screen() {
    themes(|harness, theme| part(harness, &format!("start_{theme}"), [130, 110, 520, 400]));
}

#[test]
fn filters() {
    themes(|harness, theme| {
        open(harness);
        part(harness, &format!("filters_{theme}"), [0, 49, 304, 351])
    });
}

#[test]
fn timeline() {
    themes(|harness, theme| {
        open(harness);
        part(harness, &format!("timeline_{theme}"), [308, 624, 400, 176])
    });
}

#[test]
fn reasons() {
    themes(|harness, theme| {
        open(harness);
        harness.state().actions().send(Action::Select(Some(ItemId(3))));
        harness.run();
        part(harness, &format!("reasons_{theme}"), [948, 48, 332, 400])
    });
}

#[test]
fn lenses() {
    themes(|harness, theme| {
        open(harness);
        harness.state().actions().send(Action::SetPage(Page::Lenses));
        harness.step();
        let is_done = |h: &Harness<'static, App>| h.query_by_label_contains("would have had something").is_some();
        common::step_until(harness, "the comparison", is_done);
        harness.run();
        part(harness, &format!("lenses_{theme}"), [380, 100, 400, 300])
    });
}

#[test]
fn table() {
    themes(|harness, theme| {
        open(harness);
        harness.state().actions().send(Action::SetPage(Page::Items));
        harness.state().actions().send(Action::Select(Some(ItemId(1))));
        harness.run();
        part(harness, &format!("table_{theme}"), [306, 48, 400, 300])
    });
}
