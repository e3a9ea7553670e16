//! Looking on a day instead of in the lens's own time, driven by the names that screen readers read.
#![cfg(feature = "gui")]

mod common;

use common::{archive, opened, rest, step_until};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::analysis::{Assumptions, Exposure, Verdict};
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::lens::{builtin_by_id, surfaces};
use jiff::civil::{Date, date};

const HANDLE: &str = "Seen on a day";

fn settle(harness: &mut Harness<'static, App>) {
    step_until(harness, "the verdicts", |h| !h.state().is_deciding());
    rest(harness);
}

fn press(harness: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    rest(harness);
    settle(harness);
}

fn see_on(harness: &mut Harness<'static, App>, day: Option<Date>) {
    harness.state().actions().send(Action::SeeOn(day));
    harness.step();
    settle(harness);
}

fn headline(harness: &Harness<'static, App>, taken: u64) -> bool {
    let words = if harness.state().view().seen_on.is_some() { "would be found" } else { "would be in its database" };
    harness.query_by_label(&format!("{taken} of 9 items {words}")).is_some()
}

#[test]
fn the_keys_move_the_day_by_months_and_escape_clears_it() {
    let mut harness = opened();
    harness.get_by_label(HANDLE).focus();
    harness.run();
    assert_eq!(harness.get_by_label(HANDLE).value().as_deref(), Some("not set"));
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(harness.state().view().seen_on, Some(date(2021, 11, 30)), "a month before the last day");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(harness.state().view().seen_on, Some(date(2021, 10, 31)));
    assert_eq!(harness.get_by_label(HANDLE).value().as_deref(), Some("31 Oct 2021"));
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(harness.state().view().seen_on, Some(date(2021, 12, 31)), "nothing is known beyond the export");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().view().seen_on, None);
    assert!(headline(&harness, archive::TAKEN));
}

#[test]
fn the_day_is_dragged_and_every_page_says_so() {
    let mut harness = opened();
    let row = harness.get_by_label(HANDLE).rect();
    let at = |part: f32| egui::pos2(row.left() + row.width() * part, row.center().y);
    harness.drag_at(at(0.9));
    harness.run();
    harness.hover_at(at(0.4));
    harness.run();
    harness.drop_at(at(0.4));
    harness.run();
    settle(&mut harness);
    let day = harness.state().view().seen_on.unwrap();
    assert!(day > date(2019, 1, 1) && day < date(2020, 6, 1), "{day}");
    let label = format!("As seen on {}", day.strftime("%-d %b %Y"));
    for page in [Page::Map, Page::Items, Page::Dossier, Page::Lenses, Page::Gaps] {
        harness.state().actions().send(Action::SetPage(page));
        harness.step();
        harness.run_steps(2);
        harness.get_by_label(&label);
        harness.get_by_label("Back to its own time");
    }
    harness.get_by_label("Back to its own time").click();
    harness.run_steps(2);
    settle(&mut harness);
    assert_eq!(harness.state().view().seen_on, None);
    assert!(harness.query_by_label(&label).is_none());
}

#[test]
fn verdicts_and_reasons_are_those_of_the_day() {
    let mut harness = opened();
    // After the hotel and the bar, before the rest; then the day of the story; then with the account private.
    for (day, taken) in [(date(2019, 1, 15), 2), (date(2019, 5, 1), 4), (date(2019, 6, 15), 3), (date(2020, 3, 1), 0)] {
        see_on(&mut harness, Some(day));
        assert!(headline(&harness, taken), "{day}");
        let lens = builtin_by_id("hyp3r").unwrap().clone().looking_on(day);
        let loaded = archive::loaded();
        let same = Exposure::evaluate(&loaded.dataset, &lens, surfaces(), &Assumptions::default());
        assert_eq!(harness.state().exposure().unwrap().items, same.items, "{day}");
    }
    harness.key_press(Key::N);
    harness.run();
    harness.get_by_label_contains("Your account was private from 9 Jan 2020");
    harness.get_by_label(
        "holds: It was older but still up when looked at on 1 Mar 2020; how far back HYP3R read is not known",
    );
    see_on(&mut harness, None);
    assert!(headline(&harness, archive::TAKEN));
}

#[test]
fn another_lens_looks_on_the_same_day_and_another_archive_in_its_own_time() {
    let mut harness = opened();
    see_on(&mut harness, Some(date(2019, 1, 15)));
    harness.state().actions().send(Action::SetLens("place_watcher".into()));
    harness.step();
    settle(&mut harness);
    harness.get_by_label("As seen on 15 Jan 2019");
    assert_eq!(harness.state().exposure().unwrap().lens, "place_watcher");
    harness.state_mut().show(archive::loaded());
    harness.run();
    assert_eq!(harness.state().view().seen_on, None);
    assert!(harness.query_by_label_contains("As seen on").is_none());
}

#[test]
fn the_lenses_are_compared_on_the_day_as_the_command_line_does() {
    let mut harness = opened();
    let day = date(2019, 1, 15);
    see_on(&mut harness, Some(day));
    harness.state().actions().send(Action::SetPage(Page::Lenses));
    step_until(&mut harness, "the comparison", |h| {
        h.query_all_by_label_contains("would find something on that day").next().is_some()
    });
    harness.run();
    let lens = builtin_by_id("hyp3r").unwrap().clone().looking_on(day);
    let loaded = archive::loaded();
    let same = Exposure::evaluate(&loaded.dataset, &lens, surfaces(), &Assumptions::default()).verdict_counts();
    assert_eq!(same[&Verdict::Retained], 2);
    harness.get_by_label_contains("HYP3R, 2018–19; Captured, thought gone: 2 items").click();
    harness.run();
    settle(&mut harness);
    assert_eq!(harness.state().view().seen_on, Some(day), "what was counted was counted on the day");
    harness.get_by_label("2 items shown");
    assert!(headline(&harness, 2));
}

#[test]
fn an_item_tells_of_the_other_lenses_on_the_day() {
    let mut harness = opened();
    see_on(&mut harness, Some(date(2020, 3, 1)));
    harness.state().actions().send(Action::Select(Some(geoshadow::model::ItemId(0))));
    harness.run();
    harness.get_by_label("Which lenses would have had it").click_accesskit();
    harness.run();
    harness.get_by_label_contains("HYP3R, 2018–19: Followers or friends");
}

#[test]
fn escape_leads_back_to_the_own_time_on_every_page() {
    let mut harness = opened();
    for page in [Page::Map, Page::Items, Page::Dossier, Page::Lenses, Page::Gaps] {
        see_on(&mut harness, Some(date(2019, 1, 15)));
        harness.state().actions().send(Action::SetPage(page));
        harness.run_steps(3);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert_eq!(harness.state().view().seen_on, None, "{page:?}");
    }
}

#[test]
fn escape_leaves_an_area_alone_where_it_is_not_shown() {
    let mut harness = opened();
    let corner = |lat, lon| geoshadow::model::GeoPoint::new(lat, lon).unwrap();
    let area = geoshadow::lens::Fence::rectangle("Here".to_owned(), corner(47.0, 15.0), corner(49.0, 17.0)).unwrap();
    let filter = geoshadow::analysis::Filter { area: Some(area.into()), ..Default::default() };
    harness.state().actions().send(Action::SetFilter(Box::new(filter)));
    for (page, stays) in [(Page::Lenses, true), (Page::Gaps, true), (Page::Dossier, false)] {
        harness.state().actions().send(Action::SetPage(page));
        harness.run_steps(3);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert_eq!(harness.state().view().filter.area.is_some(), stays, "{page:?}");
    }
}
