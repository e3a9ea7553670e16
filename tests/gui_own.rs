//! Files of streets and places that the user opens in the window.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;
#[path = "common/street.rs"]
mod street;

use std::path::PathBuf;

use common::{archive, opened, step_until};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::analysis::{Assumptions, Exposure, ItemVerdict};
use geoshadow::gui::App;
use geoshadow::gui::action::Action;
use geoshadow::gui::state::Page;
use geoshadow::lens::{builtin_by_id, surfaces};
use street::Extract;

fn written(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn places_are_read_named_in_the_lens_popover_and_closed_again() {
    let folder = tempfile::tempdir().unwrap();
    let tags = &[("amenity", "bar"), ("name", "Ankkuri")];
    let path = written(&folder, "own.osm.pbf", &Extract::default().node(60.17, 24.94, tags).write());
    let mut harness = opened();
    let lens = harness.state().view().lens.clone();
    // A dropped file arrives as this; by its name it is no archive.
    harness.state().actions().send(Action::Open(vec![path]));
    step_until(&mut harness, "the places are read", |h| {
        h.query_by_label("1 place of a known kind in own.osm.pbf").is_some()
    });
    harness.get_by_label_contains("Lens: ").click();
    harness.run();
    harness.get_by_label("own.osm.pbf");
    harness.get_by_label("© OpenStreetMap contributors");
    harness.get_by_label("Close places").click();
    harness.run();
    assert!(harness.query_by_label("own.osm.pbf").is_none());
    assert_eq!(harness.state().view().lens, lens);
}

#[test]
fn a_broken_file_says_so_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "broken.osm.pbf", b"\0\0\0\x0d\x0a\x09OSMHeader and then nothing");
    let mut harness = opened();
    harness.state().actions().send(Action::OpenOwn(vec![path]));
    let said = "broken.osm.pbf: the file is damaged or cut short";
    step_until(&mut harness, "the error is told", |h| h.query_by_label(said).is_some());
    harness.get_by_label("Open streets (.osm.pbf, .pmtiles, .mbtiles)…");
}

#[test]
fn streets_are_opened_by_the_button_on_the_map_and_closed_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let pmtiles = written(&folder, "own.pmtiles", &street::pmtiles(1_000_000, &street::vector_tile(), false));
    let mbtiles = written(&folder, "own.mbtiles", &street::mbtiles(14, 9_326, 4_743, &street::vector_tile(), "pbf"));
    let mut harness = opened();
    for path in [pmtiles, mbtiles] {
        let said = format!("streets in {}", path.file_name().unwrap().to_str().unwrap());
        harness.state().actions().send(Action::Open(vec![path]));
        step_until(&mut harness, "the streets are read", |h| h.query_by_label(&said).is_some());
        harness.get_by_label("Close streets and places").click();
        harness.run();
        harness.get_by_label("Open streets (.osm.pbf, .pmtiles, .mbtiles)…");
    }
}

/// The made-up archive, with places that tell the kind of one of its items.
fn told(folder: &tempfile::TempDir) -> Harness<'static, App> {
    let tags = &[("amenity", "hospital"), ("name", "The corner")];
    let path = written(folder, "own.osm.pbf", &Extract::default().node(47.07, 15.44, tags).write());
    let mut harness = opened();
    harness.state().actions().send(Action::OpenOwn(vec![path]));
    step_until(&mut harness, "the places are read", |h| h.query_by_label_contains("own.osm.pbf").is_some());
    settle(&mut harness);
    assert_ne!(harness.state().exposure().unwrap().items, untold("hyp3r"));
    harness
}

fn settle(harness: &mut Harness<'static, App>) {
    step_until(harness, "the verdicts", |h| !h.state().is_deciding());
}

/// The verdicts of a lens without the user's own places.
fn untold(lens: &str) -> Vec<ItemVerdict> {
    let base = archive::loaded().dataset;
    Exposure::evaluate(&base, builtin_by_id(lens).unwrap(), surfaces(), &Assumptions::default()).items
}

#[test]
fn a_lens_that_is_asked_for_stays_asked_for_when_places_are_told_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = told(&folder);
    harness.state().actions().send(Action::SetLens("geofeedia".to_owned()));
    harness.state().actions().send(Action::CloseOwn);
    harness.step();
    settle(&mut harness);
    assert_eq!(harness.state().view().lens, "geofeedia");
    assert_eq!(harness.state().exposure().unwrap().lens, "geofeedia");
    assert_eq!(harness.state().exposure().unwrap().items, untold("geofeedia"));
}

#[test]
fn what_was_compared_before_places_were_closed_is_not_shown_after() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = told(&folder);
    // Every lens applied, so that looking through another takes no time.
    harness.state().actions().send(Action::SetPage(Page::Lenses));
    step_until(&mut harness, "the comparison", |h| {
        h.query_all_by_label_contains("would have had something").next().is_some()
    });
    harness.state().actions().send(Action::SetLens("geofeedia".to_owned()));
    harness.step();
    assert!(!harness.state().is_deciding());
    harness.state().actions().send(Action::CloseOwn);
    harness.state().actions().send(Action::SetLens("hyp3r".to_owned()));
    harness.step();
    settle(&mut harness);
    assert_eq!(harness.state().view().lens, "hyp3r");
    assert_eq!(harness.state().exposure().unwrap().items, untold("hyp3r"));
}

#[test]
fn the_streets_of_a_fictional_town_come_and_go_with_its_archive() {
    let mut harness = common::start();
    harness.state().actions().send(Action::OpenSample(Some("aino".to_owned())));
    let close = "Close streets and places";
    step_until(&mut harness, "the town is read", |h| h.query_by_label(close).is_some() && !h.state().is_deciding());
    harness.get_by_label_contains("Lens: ").click();
    harness.run();
    harness.get_by_label("helsinki.osm.pbf");
    harness.state().actions().send(Action::Close);
    harness.step();
    harness.state_mut().show(archive::loaded());
    harness.run();
    harness.get_by_label("Open streets (.osm.pbf, .pmtiles, .mbtiles)…");
    assert!(harness.query_by_label(close).is_none());
}
