//! The page of what the archive does not record, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::archive::{self, item, tagged};
use common::{SIZE, start, start_sized, step_until};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::analysis::{Assumption, Verdict};
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::model::{Audience, AudienceClaim, Evidence, Item, ItemKind, PlatformId, Rule, VenueKind};

static SILENT: Rule =
    Rule { id: "test.silent", text: "The made-up export does not say who could see a post", source: "the test" };

/// Posts of a platform that does not export who could see them, one a year.
fn silent(years: std::ops::Range<i32>) -> Vec<Item> {
    let make = |(record, year): (usize, i32)| {
        let at = format!("{year}-06-01T10:00:00Z");
        let mut post = tagged(
            item(ItemKind::Post, &at, record as u32),
            "Grand Example Hotel",
            Some(VenueKind::Hotel),
            48.2,
            16.37,
        );
        post.platform = PlatformId("facebook");
        post.account = None;
        post.audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &SILENT);
        post
    };
    years.enumerate().map(make).collect()
}

fn gaps_sized(size: [f32; 2], theme: egui::Theme) -> Harness<'static, App> {
    let mut harness = start_sized(size, theme);
    harness.state_mut().show(archive::with_items(silent(2010..2020)));
    harness.run();
    harness.key_press(Key::Num5);
    harness.run();
    assert_eq!(harness.state().view().page, Page::Gaps);
    harness
}

fn gaps() -> Harness<'static, App> {
    gaps_sized(SIZE, egui::Theme::Dark)
}

fn click(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn said(harness: &Harness<'static, App>) -> Vec<String> {
    harness.state().assumptions().all.iter().map(ToString::to_string).collect()
}

fn count(harness: &Harness<'static, App>, verdict: Verdict) -> usize {
    let exposure = harness.state().exposure().unwrap();
    exposure.items.iter().filter(|found| found.verdict == verdict).count()
}

fn settle(harness: &mut Harness<'static, App>) {
    step_until(harness, "the verdicts", |h| !h.state().is_deciding());
    harness.run();
}

fn type_date(harness: &mut Harness<'static, App>, field: &str, text: &str) {
    harness.get_by_label(field).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Delete);
    harness.run();
    harness.get_by_label(field).type_text(text);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    settle(harness);
}

#[test]
fn the_overview_names_the_gap_and_leads_to_its_editor() {
    let mut harness = start();
    harness.state_mut().show(archive::with_items(silent(2010..2020)));
    harness.run();
    click(&mut harness, "Facebook: who could see your items, 10 items · 10 unknown for want of it");
    assert_eq!(harness.state().view().page, Page::Gaps);
    harness.get_by_label("The made-up export does not say who could see a post");
    harness.get_by_label("You have not said, so what hangs on it stays unknown");
}

#[test]
fn saying_who_could_see_settles_the_verdicts_and_the_detail_says_so() {
    let mut harness = gaps();
    assert_eq!(count(&harness, Verdict::Unknown), 10);
    click(&mut harness, "Facebook audience: Friends");
    settle(&mut harness);
    assert_eq!(said(&harness), ["facebook=friends"]);
    assert_eq!((count(&harness, Verdict::Unknown), count(&harness, Verdict::Restricted)), (0, 10));
    harness.get_by_label("--assume facebook=friends");
    click(&mut harness, "Facebook audience: show 10 items whose verdict rests on what you said");
    assert_eq!(harness.state().view().page, Page::Map);
    harness.get_by_label("Show all items again");
    harness.get_by_label_contains("you told us: your friends");
    harness.get_by_label("Evidence: assumed");
    click(&mut harness, "Back to the gaps");
    click(&mut harness, "Remove Facebook audience 1");
    settle(&mut harness);
    assert!(said(&harness).is_empty());
    assert_eq!(count(&harness, Verdict::Unknown), 10);
}

#[test]
fn a_period_is_added_narrowed_and_taken_away() {
    let mut harness = gaps();
    click(&mut harness, "Facebook audience: Friends");
    settle(&mut harness);
    click(&mut harness, "Add a period to Facebook audience");
    settle(&mut harness);
    click(&mut harness, "Facebook audience 2: Everyone");
    settle(&mut harness);
    type_date(&mut harness, "Facebook audience 2: from", "2012-01-01");
    type_date(&mut harness, "Facebook audience 2: before", "2015-01-01");
    assert_eq!(said(&harness), ["facebook=friends", "facebook=public@2012-01-01..2015-01-01"]);
    assert_eq!((count(&harness, Verdict::Public), count(&harness, Verdict::Restricted)), (3, 7));
    // What is no date, or no period, changes nothing and is said.
    type_date(&mut harness, "Facebook audience 2: before", "2011-01-01");
    harness.get_by_label("A period must end after it begins");
    type_date(&mut harness, "Facebook audience 2: before", "soon");
    harness.get_by_label("A date is written YYYY-MM-DD");
    assert_eq!(said(&harness).len(), 2);
    type_date(&mut harness, "Facebook audience 2: before", "");
    assert_eq!(said(&harness)[1], "facebook=public@2012-01-01..");
    assert_eq!(count(&harness, Verdict::Public), 8);
    click(&mut harness, "Remove Facebook audience 2");
    settle(&mut harness);
    assert_eq!(count(&harness, Verdict::Restricted), 10);
}

#[test]
fn conditions_and_places_are_asked_under_the_lens_that_needs_them() {
    let mut harness = gaps();
    let actions = harness.state().actions().clone();
    actions.send(Action::SetLens("fb_friend_app".into()));
    harness.step();
    settle(&mut harness);
    click(&mut harness, "Facebook friend_app: No");
    settle(&mut harness);
    assert_eq!(said(&harness), ["facebook.friend_app=no"]);
    // Under a lens that does not ask, it is listed apart.
    actions.send(Action::SetLens("hyp3r".into()));
    harness.step();
    settle(&mut harness);
    harness.get_by_label("Said, but not asked here");
    click(&mut harness, "Remove Facebook: friend_app: no");
    settle(&mut harness);
    assert!(said(&harness).is_empty());
}

#[test]
fn the_window_and_the_command_line_agree() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/facebook/layout_2022");
    let assume = "facebook=friends@2012-01-01..";
    let run = |assume: &[&str]| -> serde_json::Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_geoshadow"));
        let output = command.arg("inspect").arg(&path).arg("--json").args(assume).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let mut harness = start();
    harness.state().actions().send(Action::Open(vec![path.clone()]));
    harness.step();
    step_until(&mut harness, "the archive", |h| h.state().exposure().is_some());
    settle(&mut harness);
    let same = |harness: &Harness<'static, App>, json: &serde_json::Value| {
        for verdict in Verdict::ALL {
            assert_eq!(count(harness, verdict) as u64, json["verdicts"][verdict.as_str()], "{}", verdict.as_str());
        }
        assert_eq!(serde_json::json!(said(harness)), json["assumptions"]);
    };
    let silent = run(&[]);
    same(&harness, &silent);
    harness.key_press(Key::Num5);
    harness.run();
    click(&mut harness, "Facebook audience: Friends");
    settle(&mut harness);
    type_date(&mut harness, "Facebook audience 1: from", "2012-01-01");
    let told = run(&["--assume", assume]);
    assert_ne!(silent["verdicts"], told["verdicts"]);
    same(&harness, &told);
    assert_eq!(harness.state().assumptions().all, [Assumption::parse(assume).unwrap()]);
}

#[test]
fn the_page_has_a_name_for_everything_in_every_size() {
    for size in [[960.0, 600.0], [1280.0, 800.0], [1920.0, 1080.0]] {
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let mut harness = gaps_sized(size, theme);
            click(&mut harness, "Facebook audience: Everyone");
            settle(&mut harness);
            harness.get_by_label("What the archive does not record");
        }
    }
}

#[test]
fn a_verdict_is_explained_by_what_it_was_judged_by_until_the_next_one_is_there() {
    let mut harness = gaps();
    let send = |harness: &mut Harness<'static, App>, action: Action| {
        harness.state().actions().send(action);
        harness.step();
    };
    send(&mut harness, Action::SetLens("fb_graph_search".into()));
    settle(&mut harness);
    click(&mut harness, "Facebook audience: Everyone");
    settle(&mut harness);
    assert_eq!(count(&harness, Verdict::Captured), 10);

    harness.state_mut().hold_verdicts(true);
    click(&mut harness, "Facebook audience 1: Friends");
    assert!(harness.state().is_deciding());
    assert_eq!(said(&harness), ["facebook=friends"], "the editor follows at once");
    assert_eq!(count(&harness, Verdict::Captured), 10, "the verdicts are still the old ones");
    let first = harness.state().exposure().map(|_| geoshadow::model::ItemId(0));
    send(&mut harness, Action::SetPage(Page::Map));
    send(&mut harness, Action::Select(first));
    harness.run_steps(3);
    let reasons = |harness: &Harness<'static, App>, who: &str| {
        harness.query_all_by_label_contains(&format!("you told us: {who}")).count()
    };
    assert_eq!((reasons(&harness, "everyone"), reasons(&harness, "your friends")), (1, 0));
    harness.get_by_label("Which lenses would have had it").click_accesskit();
    harness.run_steps(20);
    assert!(reasons(&harness, "everyone") > 1, "each lens of the item says so too");
    assert_eq!(reasons(&harness, "your friends"), 0);

    harness.state_mut().hold_verdicts(false);
    settle(&mut harness);
    assert_eq!(count(&harness, Verdict::Restricted), 10);
    assert_eq!(reasons(&harness, "everyone"), 0);
    assert!(reasons(&harness, "your friends") > 1);
}

#[test]
fn a_dossier_is_drawn_from_the_verdicts_that_are_shown() {
    let mut harness = gaps();
    harness.state().actions().send(Action::SetLens("fb_graph_search".into()));
    harness.step();
    settle(&mut harness);
    click(&mut harness, "Facebook audience: Everyone");
    settle(&mut harness);
    harness.state_mut().hold_verdicts(true);
    click(&mut harness, "Facebook audience 1: Friends");
    harness.state().actions().send(Action::SetPage(Page::Dossier));
    harness.step();
    let words = |h: &Harness<'static, App>, text: &str| h.query_all_by_label_contains(text).count();
    step_until(&mut harness, "the dossier", |h| words(h, "Working out the dossier") == 0);
    assert!(words(&harness, "Grand Example Hotel") > 0);
    harness.state_mut().hold_verdicts(false);
    settle(&mut harness);
    step_until(&mut harness, "the dossier", |h| words(h, "Working out the dossier") == 0);
    assert_eq!(words(&harness, "Grand Example Hotel"), 0, "of what only friends saw it knows nothing");
}

#[test]
fn whose_a_chat_is_and_how_its_dates_are_written_is_asked_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let chat = "5/6/22, 09:00 - Nora: hi\n5/6/22, 09:01 - Olga: location: https://maps.google.com/?q=46.6863,7.8632\n\
        5/6/22, 09:02 - Ana: location: https://maps.google.com/?q=46.9480,7.4474\n";
    let path = folder.path().join("WhatsApp Chat with Wandern.txt");
    std::fs::write(&path, chat).unwrap();
    let items = |h: &Harness<'static, App>| h.state().exposure().map(|e| e.items.len());
    let mut harness = start();
    harness.state().actions().send(Action::Open(vec![path]));
    step_until(&mut harness, "the chat", |h| h.query_by_label("You are Olga").is_some());
    assert_eq!(items(&harness), Some(0));
    harness.get_by_label("You are Olga").click();
    harness.step();
    step_until(&mut harness, "the chat with Olga's place", |h| h.query_by_label("The month comes first").is_some());
    assert_eq!(items(&harness), Some(1));
    assert!(harness.query_by_label("You are Ana").is_none());
    harness.get_by_label("The month comes first").click();
    harness.step();
    step_until(&mut harness, "the chat with a time", |h| {
        items(h) == Some(1) && h.query_by_label("Take back: The month comes first in dates").is_some()
    });
    harness.run();
    harness.key_press(Key::Num5);
    harness.run();
    click(&mut harness, "Take back: You are Olga");
    step_until(&mut harness, "the question again", |h| h.query_by_label("You are Ana").is_some());
    assert_eq!(items(&harness), Some(0));
}
