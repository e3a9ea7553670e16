//! The window, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::sync::mpsc::channel;

use common::archive::{self, ITEMS, TAKEN};
use common::{opened, start, step_until};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::archive::Limits;
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::{MapLayer, Page, ThemeChoice};
use geoshadow::load::{Job, LoadError};
use geoshadow::model::{Evidence, ItemId};

fn headline() -> String {
    format!("{TAKEN} of {ITEMS} items would be in its database")
}

/// A load that goes on until the sender is dropped.
fn endless_load() -> (Job, std::sync::mpsc::Sender<()>) {
    let (hold, released) = channel::<()>();
    let make = move || {
        released.recv().unwrap_or_default();
        Err(LoadError::NotRecognised("This is no export of a known platform".into()))
    };
    (Job::start_made(make, Limits::default(), || ()).unwrap(), hold)
}

fn click(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

#[test]
fn the_start_screen_offers_every_way_in() {
    let harness = start();
    for name in ["Open…", "Open folder…", "Path of an archive", "Open path", "Try the fictional archive of Maya"] {
        harness.get_by_label(name);
    }
    harness.get_by_label("This program contains no network code. Nothing leaves this computer.");
    for platform in ["Instagram", "Google Takeout", "Timeline on phone", "A folder of photos"] {
        harness.get_by_label(&format!("How to get your export: {platform}"));
    }
}

#[test]
fn a_guide_unfolds_and_says_which_format() {
    let mut harness = start();
    assert!(harness.query_by_label_contains("format JSON").is_none());
    click(&mut harness, "How to get your export: Instagram");
    harness.get_by_label_contains("format JSON");
}

#[test]
fn an_opened_archive_shows_how_much_would_have_been_taken() {
    let harness = opened();
    harness.get_by_label(&headline());
    harness.get_by_label_contains("Public 1 Jan 2018 – 9 Jan 2020");
    harness.get_by_label("What was read: example.zip · 9 items · 1 file unread");
}

#[test]
fn an_idle_window_does_not_repaint() {
    for harness in [start(), opened()] {
        let delay = harness.output().viewport_output.values().map(|v| v.repaint_delay).min().unwrap();
        assert!(delay > std::time::Duration::from_hours(1), "repaints after {delay:?}");
    }
}

#[test]
fn switching_a_verdict_off_changes_what_is_shown_and_the_other_counts() {
    let mut harness = opened();
    harness.get_by_label("Instagram, 9");
    click(&mut harness, "Captured by place, 0");
    harness.get_by_label("Instagram, 9");
    click(&mut harness, "Captured, thought gone, 4");
    harness.get_by_label("Instagram, 5");
    harness.get_by_label("Captured, thought gone, 4");
    harness.get_by_label("0 of the 5 shown");
    harness.get_by_label(&headline());
}

#[test]
fn the_harvesters_view_shows_only_what_it_took() {
    let mut harness = opened();
    click(&mut harness, "What a harvester sees");
    assert!(harness.state().view().filter.taken_only);
    harness.get_by_label("Instagram, 4");
    click(&mut harness, "Hotels, 1");
    harness.get_by_label("1 item shown");
    click(&mut harness, "Clear the geofence");
    assert!(harness.state().view().filter.geofence.is_none());
}

#[test]
fn dragging_on_the_timeline_selects_a_stretch_of_time() {
    let mut harness = opened();
    let plot = harness.get_by_label("Timeline").rect();
    let y = plot.center().y - 20.0;
    let at = |part: f32| egui::pos2(plot.left() + plot.width() * part, y);
    harness.drag_at(at(0.01));
    harness.run();
    harness.hover_at(at(0.2));
    harness.run();
    harness.hover_at(at(0.3));
    harness.run();
    harness.drop_at(at(0.3));
    harness.run();
    let window = harness.state().view().filter.window.unwrap();
    assert!(window.from < "2018-10-06T20:15:00Z".parse().unwrap());
    assert!(window.to > "2019-05-01T00:00:00Z".parse().unwrap() && window.to < "2020-01-01T00:00:00Z".parse().unwrap());
    assert!(harness.query_by_label("9 items shown").is_none());
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().view().filter.window, None, "Esc clears it");
}

#[test]
fn the_timeline_is_steered_by_keys() {
    let mut harness = opened();
    harness.get_by_label("Timeline").focus();
    harness.run();
    let before = harness.get_by_label("Timeline").value().unwrap();
    harness.key_press(Key::ArrowUp);
    harness.run();
    let zoomed = harness.get_by_label("Timeline").value().unwrap();
    assert_ne!(before, zoomed);
    harness.key_press(Key::B);
    harness.run();
    assert!(harness.state().view().filter.window.is_some());
    harness.key_press(Key::Home);
    harness.run();
    assert!(harness.get_by_label("Timeline").value().unwrap().contains("selected"));
}

#[test]
fn a_selected_row_shows_its_reasons() {
    let mut harness = opened();
    click(&mut harness, "Items");
    assert_eq!(harness.state().view().page, Page::Items);
    harness.get_by_label_contains("Grand Example Hotel, Captured").click();
    harness.run();
    assert_eq!(harness.state().view().selection, Some(ItemId(0)));
    harness.get_by_label("1 of 9 shown");
    harness.get_by_label("Sat 6 Oct 2018, 22:15 local (Europe/Vienna) · 20:15 UTC");
    harness.get_by_label("Near Vienna, Austria");
    harness.get_by_label("Hotels · likely: the word in its name");
    assert!(harness.query_all_by_label_contains("holds: ").count() >= 5, "every clause is listed");
    harness.get_by_label_contains("111 m apart");
    harness.get_by_label("content/posts_1.json, record 0");
    click(&mut harness, "Next item");
    assert_eq!(harness.state().view().selection, Some(ItemId(1)));
}

#[test]
fn a_name_that_was_worked_out_is_never_shown_as_the_exports() {
    let mut items = archive::loaded().dataset.items.clone();
    for place in items.iter_mut().filter_map(|i| i.place.as_mut()) {
        place.name_evidence = Evidence::Likely;
    }
    let mut harness = start();
    harness.state_mut().show(archive::with_items(items));
    harness.run();
    click(&mut harness, "Items");
    harness.get_by_label_contains("Probably Grand Example Hotel, Captured").click();
    harness.run();
    harness.get_by_label("Probably Grand Example Hotel");
    harness.get_by_label_contains("holds: It was tagged at a place that is probably Grand Example Hotel");
    assert!(harness.query_by_label("Grand Example Hotel").is_none());
}

#[test]
fn the_first_clause_that_fails_is_named() {
    let mut harness = opened();
    harness.state().actions().send(Action::Select(Some(ItemId(6))));
    harness.run();
    assert!(harness.query_all_by_label_contains("does not hold: ").count() >= 1);
    harness.get_by_label_contains("does not hold: Your account was private");
}

#[test]
fn the_table_is_sorted_and_walked_by_keys() {
    let mut harness = opened();
    click(&mut harness, "Items");
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().view().selection, Some(ItemId(0)));
    click(&mut harness, "Sort by Place");
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().view().selection, Some(ItemId(6)), "the next row by place is not the next in time");
    click(&mut harness, "Sort by Place, ascending");
    harness.get_by_label("Sort by Place, descending");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().view().page, Page::Map, "Enter shows it on the map");
}

#[test]
fn a_search_narrows_and_its_chip_clears_it() {
    let mut harness = opened();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::F);
    harness.run();
    let field = harness.get_by_label("Search captions and places");
    assert!(field.is_focused());
    field.type_text("sunset");
    harness.run();
    harness.get_by_label("1 item shown");
    click(&mut harness, "Clear the search");
    assert_eq!(harness.state().view().filter.text, "");
    harness.get_by_label("Instagram, 9");
}

#[test]
fn the_account_of_what_was_read_lists_failures_and_what_was_left_out() {
    let mut harness = opened();
    click(&mut harness, "What was read: example.zip · 9 items · 1 file unread");
    harness.get_by_label("2 read · 1 ignored · 1 failed");
    harness.get_by_label_contains("not valid JSON (line 3)");
    harness.get_by_label("12 read · 10 kept · 2 left out");
    harness.get_by_label("no time and no place");
}

#[test]
fn the_lens_says_what_it_is_and_where_that_is_from() {
    let mut harness = opened();
    click(&mut harness, "Lens: HYP3R, 2018–19");
    harness.get_by_label_contains("An advertising partner of Instagram");
    harness.get_by_label_contains("Active: 4 Apr 2018 – 7 Aug 2019");
    harness.get_by_label_contains("– Business Insider, 2019-08-07");
    for card in geoshadow::lens::cards() {
        // As a screen reader does it: the card may lie below what is scrolled into view.
        harness.get_by_label(&card.title).click_accesskit();
        harness.run();
        harness.get_by_label_contains(&card.why_not);
    }
}

#[test]
fn loading_can_be_cancelled() {
    let mut harness = start();
    let (job, _hold) = endless_load();
    harness.state_mut().watch(job, "some export.zip");
    harness.run_steps(2);
    harness.get_by_label("Reading some export.zip");
    harness.get_by_label("Bytes read");
    harness.get_by_label("Cancel").click();
    harness.run_steps(3);
    harness.get_by_label("Cancelled; nothing was opened");
    harness.get_by_label("Open folder…");
}

#[test]
fn what_cannot_be_opened_is_said_in_one_sentence() {
    let mut harness = start();
    let (job, hold) = endless_load();
    harness.state_mut().watch(job, "holiday.pdf");
    drop(hold);
    step_until(&mut harness, "the load fails", |h| h.query_by_label("This could not be opened").is_some());
    harness.get_by_label("This is no export of a known platform");
    click(&mut harness, "Back to the start");
    harness.get_by_label("Open folder…");
}

#[test]
fn a_typed_path_is_opened() {
    let mut harness = start();
    harness.get_by_label("Path of an archive").focus();
    harness.run();
    harness.get_by_label("Path of an archive").type_text("/nowhere/at all.zip");
    harness.run();
    harness.get_by_label("Open path").click();
    harness.step();
    step_until(&mut harness, "the load fails", |h| h.query_by_label("This could not be opened").is_some());
    harness.get_by_label_contains("/nowhere/at all.zip");
}

#[test]
fn keys_reach_everything() {
    let mut harness = opened();
    let press = |harness: &mut Harness<'static, App>, key| {
        harness.key_press(key);
        harness.run();
    };
    press(&mut harness, Key::E);
    assert!(harness.state().view().filter.taken_only);
    press(&mut harness, Key::N);
    assert_eq!(harness.state().view().selection, Some(ItemId(0)));
    press(&mut harness, Key::P);
    assert_eq!(harness.state().view().selection, Some(ItemId(0)), "there is none before the first");
    for layer in [MapLayer::Hexes, MapLayer::Pins] {
        press(&mut harness, Key::H);
        assert_eq!(harness.state().view().layer, layer);
    }
    press(&mut harness, Key::Num2);
    assert_eq!(harness.state().view().page, Page::Items);
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().view().selection, None);
    harness.event(egui::Event::Text("?".to_owned()));
    harness.run();
    harness.get_by_label("Close the list of keys").click();
    harness.run();
    assert!(harness.query_by_label("Close the list of keys").is_none());
}

#[test]
fn letters_typed_into_the_search_are_not_commands() {
    let mut harness = opened();
    harness.get_by_label("Search captions and places").focus();
    harness.run();
    harness.key_press(Key::E);
    harness.get_by_label("Search captions and places").type_text("e?");
    harness.run();
    assert!(!harness.state().view().filter.taken_only);
    assert!(harness.query_by_label("Close the list of keys").is_none());
    assert_eq!(harness.state().view().filter.text, "e?");
}

#[test]
fn the_theme_is_switched() {
    let mut harness = opened();
    click(&mut harness, "Theme: as the system");
    assert_eq!(harness.state().view().theme, ThemeChoice::Light);
    assert_eq!(harness.ctx.theme(), egui::Theme::Light);
    click(&mut harness, "Theme: light");
    assert_eq!(harness.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn closing_forgets_the_archive() {
    let mut harness = opened();
    click(&mut harness, "Close this archive");
    harness.get_by_label("Open folder…");
    assert!(harness.query_by_label(&headline()).is_none());
}

#[test]
fn hostile_words_and_times_do_not_break_the_screen() {
    let mut harness = start();
    harness.state_mut().show(archive::hostile());
    harness.run();
    for id in 0..3 {
        harness.state().actions().send(Action::Select(Some(ItemId(id))));
        harness.run();
    }
    click(&mut harness, "Items");
    click(&mut harness, "Sort by Text");
    harness.state().actions().send(Action::Select(Some(ItemId(77))));
    harness.run();
}

#[test]
fn an_archive_with_nothing_in_it_says_so() {
    let mut harness = start();
    harness.state_mut().show(archive::with_items(Vec::new()));
    harness.run();
    harness.get_by_label("0 of 0 items would be in its database");
    harness.get_by_label_contains("Nothing with a time, a place or a text was found");
    click(&mut harness, "Items");
}

#[test]
fn everything_has_a_name_in_every_size() {
    for size in [[960.0, 600.0], [1280.0, 800.0]] {
        let mut harness = common::start_sized(size, egui::Theme::Light);
        harness.state_mut().show(archive::loaded());
        harness.run();
        harness.check_accessibility();
        let width = harness.get_by_label("Close this archive").rect().right();
        assert!(width <= size[0], "the top bar ends at {width}");
    }
}

#[test]
fn a_picture_can_be_enlarged_and_leafed_through() {
    let mut harness = start();
    harness.state_mut().show(archive::illustrated());
    harness.state().actions().send(Action::Select(Some(ItemId(0))));
    harness.run();
    let shown = |h: &Harness<'static, App>| h.query_by_label("Picture from the archive; click to enlarge").is_some();
    step_until(&mut harness, "the picture in the panel", shown);
    click(&mut harness, "Picture from the archive; click to enlarge");
    step_until(&mut harness, "the large picture", |h| h.query_by_label("The picture, large").is_some());
    harness.key_press(Key::ArrowRight);
    harness.run();
    step_until(&mut harness, "what is said of the video", |h| h.query_by_label("A video").is_some());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Close the picture").is_none());
    assert_eq!(harness.state().view().selection, Some(ItemId(0)), "the key closed the picture and nothing else");
}

#[test]
fn the_raw_record_is_read_when_asked_for() {
    let mut harness = start();
    harness.state_mut().show(archive::recorded());
    harness.state().actions().send(Action::Select(Some(ItemId(0))));
    harness.run();
    assert!(harness.query_by_label("The raw record").is_none());
    click(&mut harness, "Show the raw record");
    step_until(&mut harness, "the record", |h| h.query_by_label("The raw record").is_some());
}

#[test]
fn playing_moves_the_selected_stretch_and_pauses() {
    let mut harness = opened();
    harness.get_by_label("Play through the time").click();
    harness.step();
    harness.step();
    let first = harness.state().view().filter.window.unwrap();
    for _ in 0..5 {
        harness.step();
    }
    let later = harness.state().view().filter.window.unwrap();
    assert!(later.from > first.from && later.to > first.to, "{first:?} {later:?}");
    harness.get_by_label("Pause").click();
    harness.run();
    let paused = harness.state().view().filter.window;
    harness.step();
    assert_eq!(harness.state().view().filter.window, paused);
}
