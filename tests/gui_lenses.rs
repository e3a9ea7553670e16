//! The lenses side by side, and what leads to one of them, driven by the names that screen readers read.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use common::archive::{self, ITEMS, TAKEN};
use common::{is_there, opened, start_sized, step_until};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::analysis::{Moment, Verdict};
use geoshadow::gui::App;
use geoshadow::gui::state::Page;
use geoshadow::lens::builtin;

/// Lenses that read the platform of the made-up archive.
fn readers() -> usize {
    builtin().iter().filter(|lens| lens.platforms.iter().any(|p| p == "instagram")).count()
}

/// The page, with every lens applied.
fn compared(mut harness: Harness<'static, App>) -> Harness<'static, App> {
    harness.key_press(Key::Num4);
    harness.step();
    step_until(&mut harness, "the comparison", |h| is_there(h, "would have had something"));
    harness.run();
    harness
}

fn click(harness: &mut Harness<'static, App>, part: &str) {
    harness.get_by_label_contains(part).click();
    harness.run();
}

#[test]
fn every_lens_that_reads_the_archive_has_a_row_and_the_others_are_named() {
    let harness = compared(opened());
    assert_eq!(harness.state().view().page, Page::Lenses);
    assert!(is_there(&harness, &format!("{} lenses read what is in this archive", readers())));
    for lens in builtin() {
        assert!(is_there(&harness, &lens.title), "{}", lens.title);
    }
    harness.get_by_label_contains(&format!(
        "HYP3R, 2018–19; 4 Apr 2018 – 7 Aug 2019 · Instagram; shut today; Captured by place 0; Captured, thought gone {TAKEN}; "
    ));
    for card in geoshadow::lens::cards() {
        assert!(is_there(&harness, &card.title), "{}", card.title);
    }
}

#[test]
fn it_tells_how_far_it_is_while_it_works() {
    let mut harness = opened();
    harness.get_by_label("Lenses").click();
    harness.step();
    harness.step();
    assert!(is_there(&harness, "lenses applied") || is_there(&harness, "would have had something"));
}

#[test]
fn a_row_is_looked_through_and_a_count_shows_what_was_counted() {
    let mut harness = compared(opened());
    let other = builtin().iter().find(|lens| lens.id == "ig_place_loggedin").unwrap();
    harness.get_by_label_contains(&format!("{}; since", other.title)).click_accesskit();
    harness.run();
    assert_eq!(harness.state().view().lens, other.id);
    assert_eq!(harness.state().view().page, Page::Lenses, "one may go on comparing");
    click(&mut harness, "HYP3R, 2018–19; Captured, thought gone: 4 items; show");
    let view = harness.state().view().clone();
    assert_eq!((view.lens.as_str(), view.page), ("hyp3r", Page::Map));
    assert_eq!(view.filter.only_verdict(), Some(Verdict::Retained));
    harness.get_by_label("4 items shown");
    click(&mut harness, "Show the other verdicts again");
    harness.get_by_label(&format!("Instagram, {ITEMS}"));
}

#[test]
fn a_count_of_a_moment_shows_it_in_every_view() {
    let mut harness = compared(opened());
    click(&mut harness, "HYP3R, 2018–19; Closed since, copies may remain: 4 items");
    assert_eq!(harness.state().view().filter.moment, Some(Moment::ClosedSince));
    harness.get_by_label("4 items shown");
    harness.key_press(Key::Num2);
    harness.run();
    assert_eq!(
        harness.query_all_by_label_contains("Captured, thought gone").filter(|n| n.rect().height() > 0.0).count(),
        5
    );
    click(&mut harness, "Clear the moment");
    assert_eq!(harness.state().view().filter.moment, None);
}

#[test]
fn the_moments_are_filters_with_counts() {
    let mut harness = opened();
    click(&mut harness, "Was harvestable, 4");
    harness.get_by_label("4 items shown");
    // The counts of the others are those they would show in its stead.
    click(&mut harness, "Is harvestable today, 0");
    harness.get_by_label("0 items shown");
    click(&mut harness, "Closed since, 4");
    harness.get_by_label("4 items shown");
    click(&mut harness, "Closed since, 4");
    assert_eq!(harness.state().view().filter.moment, None);
}

#[test]
fn it_fits_every_size_and_everything_has_a_name() {
    for size in [[960.0, 600.0], [1280.0, 800.0], common::SIZE] {
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let mut harness = start_sized(size, theme);
            harness.state_mut().show(archive::loaded());
            harness.run();
            let harness = compared(harness);
            harness.check_accessibility();
            for node in harness.query_all_by_label_contains("; show") {
                let rect = node.rect();
                assert!(rect.left() >= 62.0 && rect.right() <= size[0], "{rect:?} in {size:?}");
            }
        }
    }
}

#[test]
fn an_archive_that_no_lens_reads_says_so() {
    let mut harness = opened();
    harness.state_mut().show(archive::with_items(Vec::new()));
    harness.run();
    harness.key_press(Key::Num4);
    harness.run();
    harness.get_by_label("No lens reads what is in this archive");
}

#[test]
fn an_item_says_which_lenses_would_have_had_it_and_leads_to_them() {
    let mut harness = opened();
    harness.state().actions().send(geoshadow::gui::action::Action::Select(Some(geoshadow::model::ItemId(0))));
    harness.run();
    assert!(!is_there(&harness, "Geofeedia, 2011–16: "), "folded until asked for");
    harness.get_by_label("Which lenses would have had it").click_accesskit();
    harness.run();
    for lens in builtin() {
        let read = lens.platforms.iter().any(|p| p == "instagram");
        let line = format!("{}: ", lens.title);
        let lines = harness.query_all_by_label_contains(&line).count();
        assert_eq!(lines, usize::from(read), "{}", lens.title);
    }
    harness.get_by_label_contains("HYP3R, 2018–19: Captured, thought gone. ");
    harness
        .get_by_label_contains("Geofeedia, 2011–16: Public, not by this way. You published it after")
        .click_accesskit();
    harness.run();
    step_until(&mut harness, "the other lens", |h| h.state().view().lens == "geofeedia");
    harness.run();
    harness.get_by_label("Lens: Geofeedia, 2011–16");
}

#[test]
fn the_overview_counts_the_moments_and_shows_them() {
    let mut harness = opened();
    harness.get_by_label("4 were harvestable then");
    harness.get_by_label("0 are harvestable today");
    click(&mut harness, "4 closed since, copies may remain");
    assert_eq!(harness.state().view().filter.moment, Some(Moment::ClosedSince));
    harness.get_by_label("4 items shown");
}

/// A file with the text of a built-in lens, changed.
fn lens_file(change: impl Fn(&str) -> String) -> tempfile::TempPath {
    let path = format!("{}/assets/lenses/hyp3r.toml", env!("CARGO_MANIFEST_DIR"));
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap().into_temp_path();
    std::fs::write(&file, change(&std::fs::read_to_string(path).unwrap())).unwrap();
    file
}

/// As dropping it on the window does.
fn open_path(harness: &mut Harness<'static, App>, path: &std::path::Path) {
    harness.state().actions().send(geoshadow::gui::action::Action::Open(vec![path.to_owned()]));
    harness.step();
}

#[test]
fn a_lens_file_is_added_and_looked_through() {
    let mut harness = opened();
    let file =
        lens_file(|text| text.replace("id = \"hyp3r\"", "id = \"mine\"").replace("HYP3R, 2018–19", "A lens of mine"));
    open_path(&mut harness, &file);
    step_until(&mut harness, "the lens of the file", |h| h.state().view().lens == "mine");
    harness.run();
    assert!(is_there(&harness, "A lens of mine: 15 examples come out as the file says"));
    harness.get_by_label("Lens: A lens of mine");
    let harness = compared(harness);
    assert!(is_there(&harness, "A lens of mine; 4 Apr 2018"), "it is compared like the others");
}

#[test]
fn a_lens_opened_before_any_archive_is_the_one_looked_through() {
    let mut harness = common::start();
    let file = lens_file(|text| text.replace("id = \"hyp3r\"", "id = \"mine\""));
    open_path(&mut harness, &file);
    step_until(&mut harness, "the lens of the file", |h| h.state().view().lens == "mine");
    harness.state_mut().show(archive::loaded());
    harness.run();
    assert_eq!(harness.state().view().lens, "mine");
    harness.get_by_label(&format!("{TAKEN} of {ITEMS} items would be in its database"));
}

#[test]
fn a_wrong_lens_file_is_refused_with_its_line_and_changes_nothing() {
    let wrong: [(&str, &str, &[&str]); 3] = [
        ("min_reach = \"by_place_open\"", "min_reach = \"everybody\"", &["line 16", "column 13"]),
        ("to = \"2019-08-07\"", "to = \"2017-08-07\"", &[".toml:25:", "window.to must lie after"]),
        (
            "expect = { verdict = \"captured\", geofence = \"hotel\"",
            "expect = { verdict = \"private\", geofence = \"hotel\"",
            &["verdict captured instead of private", ".toml:89:"],
        ),
    ];
    for (from, to, words) in wrong {
        let mut harness = opened();
        let before = harness.state().view().clone();
        let file = lens_file(|text| {
            assert!(text.contains(from));
            text.replacen(from, to, 1)
        });
        open_path(&mut harness, &file);
        step_until(&mut harness, "the refusal", |h| is_there(h, "This lens file cannot be used"));
        harness.run();
        for word in words {
            assert!(is_there(&harness, word), "{word}");
        }
        assert_eq!(*harness.state().view(), before);
        click(&mut harness, "Go on without it");
        assert!(!is_there(&harness, "This lens file cannot be used"));
        harness.get_by_label("Lens: HYP3R, 2018–19");
    }
}

#[test]
fn the_lens_chooser_offers_to_open_a_file() {
    let mut harness = opened();
    click(&mut harness, "Lens: HYP3R, 2018–19");
    harness.get_by_label("Open a lens file…");
}
