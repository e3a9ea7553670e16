//! Areas drawn on the map: the box and the lasso that filter everything, and the fences that are watched.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Pos2, Rect, Theme, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use geoshadow::gui::action::{Action, FenceEdit};
use geoshadow::gui::state::{MapTool, Page};
use geoshadow::gui::{App, GuiOptions};
use geoshadow::lens::{Fence, Shape, fences_to_geojson, read_fences};
use geoshadow::load::Loaded;
use geoshadow::model::{GeoPoint, ItemKind, PlatformId, PointRow, PointSource, Track};

/// Places of the made-up archive: two in Vienna, one in Lyon, one on Fiji.
const PLACES: [(f64, f64); 4] = [(48.2082, 16.3738), (48.22, 16.4), (45.764, 4.8357), (-17.8, 177.4)];

/// One post at each place, and a trail with one row at each.
fn archive() -> Loaded {
    let items = PLACES.iter().zip(0..).map(|((lat, lon), n)| {
        let item = common::archive::item(ItemKind::Post, "2018-11-01T10:00:00Z", n);
        common::archive::tagged(item, "Example place", None, *lat, *lon)
    });
    let mut loaded = common::archive::with_items(items.collect());
    let dataset = Arc::get_mut(&mut loaded.dataset).unwrap();
    let track = dataset.points.track(Track { platform: PlatformId("google"), name: "phone".into(), file: 0 }).unwrap();
    for ((lat, lon), n) in PLACES.iter().zip(0..) {
        let point = GeoPoint::new(*lat, *lon).unwrap();
        let seconds = 1_541_000_000 + n * 7_200;
        dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
    }
    loaded
}

fn opened(theme: Theme) -> Harness<'static, App> {
    let mut harness = common::start_sized([1280.0, 800.0], theme);
    harness.state_mut().show(archive());
    settle(&mut harness);
    harness
}

fn settle(harness: &mut Harness<'static, App>) {
    for _ in 0..12 {
        harness.step();
    }
}

fn press(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_label(name).click();
    settle(harness);
}

fn map(harness: &Harness<'static, App>) -> Rect {
    harness.get_by_role_and_label(Role::Application, "Map").rect()
}

/// What a screen reader reads of the map.
fn value(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Application, "Map").accesskit_node().value().unwrap()
}

fn timeline(harness: &Harness<'static, App>) -> String {
    harness.get_by_role_and_label(Role::Canvas, "Timeline").accesskit_node().value().unwrap()
}

/// Drags along a path.
fn drag(harness: &mut Harness<'static, App>, path: &[Pos2]) {
    harness.hover_at(path[0]);
    harness.step();
    harness.drag_at(path[0]);
    harness.step();
    for at in path {
        harness.hover_at(*at);
        harness.step();
    }
    harness.drop_at(*path.last().unwrap());
    settle(harness);
}

/// A ring around the middle of the map.
fn around(middle: Pos2, radius: f32) -> Vec<Pos2> {
    (0..=24).map(|n| middle + Vec2::angled(n as f32 / 24.0 * std::f32::consts::TAU) * radius).collect()
}

/// Moves the map so that Vienna is in its middle, near enough that Lyon is not within 200 points.
fn to_vienna(harness: &mut Harness<'static, App>) {
    harness.state().actions().send(Action::ShowOnMap(geoshadow::model::ItemId(0)));
    settle(harness);
    harness.state().actions().send(Action::Select(None));
    settle(harness);
}

#[test]
fn a_lasso_filters_map_timeline_table_and_dossier() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    press(&mut harness, "Select with a lasso on the map");
    assert_eq!(harness.state().view().tool, MapTool::Lasso);
    let middle = map(&harness).center();
    drag(&mut harness, &around(middle, 150.0));
    let area = harness.state().view().filter.area.clone().expect("a lasso");
    let inside = |n: usize| area.contains(GeoPoint::new(PLACES[n].0, PLACES[n].1).unwrap());
    assert_eq!([inside(0), inside(2), inside(3)], [true, false, false]);
    let expected = (0..4).filter(|n| inside(*n)).count();
    assert_eq!(harness.state().view().tool, MapTool::Hand, "the tool is put down");
    let items = if expected == 1 { "1 item".to_owned() } else { format!("{expected} items") };
    assert!(value(&harness).starts_with(&format!("{items}, {expected} trail point")), "{}", value(&harness));
    assert!(timeline(&harness).starts_with(&format!("{items}, ")), "{}", timeline(&harness));
    harness.get_by_label(&format!("{items} shown"));
    harness.state().actions().send(Action::SetPage(Page::Items));
    settle(&mut harness);
    assert_eq!(harness.query_all_by_label_contains("Example place, ").count(), expected, "rows of the table");
    harness.state().actions().send(Action::SetPage(Page::Dossier));
    settle(&mut harness);
    common::step_until(&mut harness, "the dossier", |h| h.query_by_label("Only from what lies in the area").is_some());
    press(&mut harness, "Clear the area");
    assert_eq!(harness.state().view().filter.area, None);
    harness.state().actions().send(Action::SetPage(Page::Map));
    settle(&mut harness);
    assert!(value(&harness).starts_with("4 items, 4 trail points"));
}

#[test]
fn the_box_tool_draws_and_escape_takes_the_box_away() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    press(&mut harness, "Select a box on the map");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.state().view().tool, MapTool::Hand, "Escape puts the tool down first");
    press(&mut harness, "Select a box on the map");
    let middle = map(&harness).center();
    drag(&mut harness, &[middle - Vec2::splat(90.0), middle, middle + Vec2::splat(90.0)]);
    assert!(harness.state().view().filter.area.is_some());
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.state().view().filter.area, None);
}

#[test]
fn the_part_that_is_seen_is_selected_by_a_key() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    harness.key_press(Key::A);
    settle(&mut harness);
    let area = harness.state().view().filter.area.clone().expect("a box");
    assert!(area.contains(GeoPoint::new(PLACES[0].0, PLACES[0].1).unwrap()));
    assert!(!area.contains(GeoPoint::new(PLACES[3].0, PLACES[3].1).unwrap()));
}

#[test]
fn everything_on_the_map_of_the_world_is_everything() {
    let mut harness = opened(Theme::Dark);
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    for _ in 0..20 {
        press(&mut harness, "Zoom out");
    }
    harness.key_press(Key::A);
    settle(&mut harness);
    assert!(harness.state().view().filter.area.is_none(), "the button has the focus now");
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    harness.key_press(Key::A);
    settle(&mut harness);
    assert!(harness.state().view().filter.area.is_some());
    assert!(value(&harness).starts_with("4 items, 4 trail points"), "{}", value(&harness));
}

/// Steps until the lens of the fences has been applied to them as they are.
fn decided(harness: &mut Harness<'static, App>) {
    common::step_until(harness, "the fences are watched", |h| {
        let app = h.state();
        let tallies = app.exposure().map(|e| (e.lens.clone(), e.fences.len()));
        tallies == Some(("your_fences".to_owned(), app.view().watch.fences.len()))
    });
    settle(harness);
}

fn edit(harness: &mut Harness<'static, App>, edit: FenceEdit) {
    harness.state().actions().send(Action::Fences(edit));
    settle(harness);
}

fn circle(name: &str, lat: f64, lon: f64, radius: f64) -> Fence {
    Fence::circle(name.to_owned(), GeoPoint::new(lat, lon).unwrap(), radius).unwrap()
}

fn click(harness: &mut Harness<'static, App>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.drop_at(at);
    harness.step();
}

#[test]
fn a_circle_is_drawn_by_its_centre_and_radius_and_watched() {
    let mut harness = opened(Theme::Dark);
    let before = harness.state().view().lens.clone();
    to_vienna(&mut harness);
    press(&mut harness, "Draw a circle to watch");
    let middle = map(&harness).center();
    drag(&mut harness, &[middle, middle + Vec2::new(30.0, 0.0), middle + Vec2::new(100.0, 0.0)]);
    decided(&mut harness);
    let fences = harness.state().view().watch.fences.clone();
    let Shape::Circle { centre, radius_metres } = fences[0].shape else { panic!("a circle") };
    assert!(centre.distance_metres(GeoPoint::new(PLACES[0].0, PLACES[0].1).unwrap()) < 0.2 * radius_metres);
    assert_eq!(harness.state().view().lens, "your_fences");
    assert!(harness.state().exposure().unwrap().fences[0].taken >= 1);
    assert_eq!(harness.state().view().tool, MapTool::Hand);
    harness.get_by_label_contains("open to whoever watched it");
    press(&mut harness, "Remove this fence");
    common::step_until(&mut harness, "the lens before", |h| h.state().view().lens != "your_fences");
    assert_eq!(harness.state().view().lens, before);
    assert!(harness.query_by_label("Fold the watched places").is_none());
}

#[test]
fn the_radius_of_a_circle_is_written_as_a_number() {
    let mut harness = opened(Theme::Dark);
    edit(&mut harness, FenceEdit::Add(vec![circle("Flat", PLACES[0].0, PLACES[0].1, 500.0)]));
    decided(&mut harness);
    harness.get_by_role_and_label(Role::SpinButton, "Radius").click();
    settle(&mut harness);
    // The number has become a text field, with the focus.
    harness.get_by(|node| node.is_focused() && node.role() != Role::Application).type_text("2,5 km");
    settle(&mut harness);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    decided(&mut harness);
    let changed = harness.state().view().watch.fences[0].clone();
    assert_eq!(changed, circle("Flat", PLACES[0].0, PLACES[0].1, 2_500.0));
}

#[test]
fn an_outline_is_drawn_corner_by_corner_and_ended_by_enter() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    press(&mut harness, "Draw an outline to watch");
    let middle = map(&harness).center();
    for corner in [Vec2::new(-80.0, 70.0), Vec2::new(80.0, 70.0), Vec2::new(0.0, -90.0)] {
        click(&mut harness, middle + corner);
        // The next click is no double click.
        for _ in 0..40 {
            harness.step();
        }
    }
    harness.key_press(Key::Enter);
    decided(&mut harness);
    let fences = harness.state().view().watch.fences.clone();
    assert!(fences[0].contains(GeoPoint::new(PLACES[0].0, PLACES[0].1).unwrap()), "{fences:?}");
    assert!(!fences[0].contains(GeoPoint::new(PLACES[2].0, PLACES[2].1).unwrap()));
    assert_eq!(harness.state().view().selection, None, "clicks that draw select nothing");
    harness.get_by_role_and_label(Role::Application, "Map").focus();
    settle(&mut harness);
    harness.key_press(Key::Delete);
    settle(&mut harness);
    assert!(harness.state().view().watch.fences.is_empty());
}

#[test]
fn fences_of_the_command_line_are_drawn_and_watched_from_the_start() {
    let options = GuiOptions { fences: vec![circle("Flat", PLACES[0].0, PLACES[0].1, 500.0)], ..GuiOptions::default() };
    let builder = Harness::builder().with_size(common::SIZE).with_max_steps(12);
    let mut harness = builder
        .renderer(common::paint::CpuRenderer::default())
        .build_eframe(move |cc| App::new(&cc.egui_ctx, options.clone()));
    harness.state_mut().show(archive());
    settle(&mut harness);
    decided(&mut harness);
    assert_eq!(harness.state().exposure().unwrap().fences[0].here, 1);
    harness.get_by_label("Fold the watched places");
}

#[test]
fn a_fence_is_moved_and_resized_by_its_handles() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    edit(&mut harness, FenceEdit::Add(vec![circle("Flat", PLACES[0].0, PLACES[0].1, 3_000.0)]));
    decided(&mut harness);
    let middle = map(&harness).center();
    drag(&mut harness, &[middle, middle + Vec2::new(40.0, 0.0), middle + Vec2::new(60.0, 40.0)]);
    decided(&mut harness);
    let moved = harness.state().view().watch.fences[0].clone();
    let Shape::Circle { centre, radius_metres } = moved.shape else { panic!("a circle") };
    assert!((radius_metres - 3_000.0).abs() < 1e-6, "moved, not resized");
    assert!(centre.lon() > PLACES[0].1 && centre.lat() < PLACES[0].0);
}

#[test]
fn files_of_fences_are_loaded_and_wrong_ones_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("wrong.geojson");
    std::fs::write(&wrong, r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#).unwrap();
    let right = folder.path().join("right.geojson");
    let fences = [circle("Flat", PLACES[0].0, PLACES[0].1, 500.0), circle("Lyon", PLACES[2].0, PLACES[2].1, 900.0)];
    std::fs::write(&right, fences_to_geojson(&fences)).unwrap();
    let mut harness = opened(Theme::Dark);
    let before = harness.state().view().clone();
    edit(&mut harness, FenceEdit::Load(vec![right.clone(), wrong]));
    common::step_until(&mut harness, "what is wrong", |h| h.query_by_label_contains("wrong.geojson: ").is_some());
    assert_eq!(*harness.state().view(), before, "nothing changed");
    edit(&mut harness, FenceEdit::Load(vec![right]));
    common::step_until(&mut harness, "two fences", |h| h.state().view().watch.fences.len() == 2);
    decided(&mut harness);
    assert_eq!(harness.state().view().watch.fences[..], fences);
    harness.get_by_label_contains("Lyon, ");
    let saved = folder.path().join("saved.geojson");
    edit(&mut harness, FenceEdit::Save(saved.clone()));
    let read = read_fences("saved", &std::fs::read_to_string(saved).unwrap()).unwrap();
    assert_eq!(read[..], fences);
    harness.state().actions().send(Action::Close);
    settle(&mut harness);
    assert!(harness.state().view().watch.fences.is_empty(), "a fence can be a home: it is forgotten with the archive");
}

#[test]
fn fences_that_are_read_after_the_archive_was_closed_are_forgotten_with_it() {
    let mut harness = opened(Theme::Light);
    edit(&mut harness, FenceEdit::Add(vec![circle("Flat", PLACES[0].0, PLACES[0].1, 500.0)]));
    harness.state().actions().send(Action::Close);
    harness.state().actions().send(Action::Fences(FenceEdit::Add(vec![circle("Home", 48.2, 16.37, 100.0)])));
    harness.run();
    assert!(harness.state().view().watch.fences.is_empty());
    harness.state_mut().show(archive());
    harness.run();
    assert_eq!(harness.state().view().lens, "hyp3r");
    assert!(harness.query_by_label_contains("Watched places").is_none());
}

#[test]
fn the_place_of_an_item_is_watched_from_its_detail() {
    let mut harness = opened(Theme::Dark);
    harness.state().actions().send(Action::Select(Some(geoshadow::model::ItemId(2))));
    settle(&mut harness);
    // Further down than the panel shows.
    harness.get_by_label("Watch this place, 250 m around").click_accesskit();
    settle(&mut harness);
    decided(&mut harness);
    let public = archive().dataset.items[2].public_location.unwrap().point;
    let watched = circle("Example place", public.lat(), public.lon(), 250.0);
    assert_eq!(harness.state().view().watch.fences[..], [watched], "around what the public could see");
    assert_eq!(harness.state().exposure().unwrap().fences[0].here, 1);
}

#[test]
fn a_place_on_the_map_is_watched_from_its_menu() {
    let mut harness = opened(Theme::Dark);
    to_vienna(&mut harness);
    let middle = map(&harness).center();
    harness.hover_at(middle);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        let modifiers = egui::Modifiers::NONE;
        harness.event(egui::Event::PointerButton { pos: middle, button, pressed, modifiers });
        harness.step();
    }
    settle(&mut harness);
    press(&mut harness, "Watch here, 250 m around");
    decided(&mut harness);
    let watched = harness.state().view().watch.fences[0].clone();
    assert!(watched.contains(GeoPoint::new(PLACES[0].0, PLACES[0].1).unwrap()), "the item's own place: {watched:?}");
}

#[test]
fn the_window_and_the_command_line_give_the_same_verdicts() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_geoshadow"))
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
        String::from_utf8(program.stdout).unwrap()
    };
    run(&["sample", "-o", "e.zip", "--items", "60"]);
    let located = run(&["items", "e.zip"]);
    let row = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let at = |key: &str| located.lines().map(row).find_map(|r| r[key].as_f64()).unwrap();
    let (lat, lon) = (at("lat"), at("lon"));
    let mut harness = common::start();
    harness.state().actions().send(Action::Open(vec![folder.path().join("e.zip")]));
    common::step_until(&mut harness, "the archive", |h| h.state().exposure().is_some());
    for radius in [300.0, 60_000.0] {
        edit(&mut harness, FenceEdit::RemoveAll);
        edit(&mut harness, FenceEdit::Add(vec![circle("Flat", lat, lon, radius)]));
        decided(&mut harness);
        let words = |verdicts: &[geoshadow::analysis::ItemVerdict]| -> Vec<String> {
            verdicts.iter().map(|v| format!("{} {}", v.verdict.as_str(), v.evidence.as_str())).collect()
        };
        let window = words(&harness.state().exposure().unwrap().items);
        let printed = run(&["items", "e.zip", "--watch", &format!("{lat},{lon},{radius}")]);
        let word = |r: &serde_json::Value, key: &str| r[key].as_str().unwrap().to_owned();
        let line: Vec<String> =
            printed.lines().map(row).map(|r| format!("{} {}", word(&r, "verdict"), word(&r, "evidence"))).collect();
        assert_eq!(window, line);
        assert!(
            radius < 1_000.0
                || window
                    .iter()
                    .any(|w| w.starts_with("captured") || w.starts_with("retained") || w.starts_with("unknown"))
        );
    }
}

#[test]
fn a_drawn_fence() {
    let mut results = SnapshotResults::new();
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let item = common::archive::item(ItemKind::Post, "2018-11-01T10:00:00Z", 0);
        // On the open sea, where the base map has nothing to draw.
        let item = common::archive::tagged(item, "A ship", None, -30.0, -130.0);
        let mut harness = common::start_sized([1280.0, 800.0], theme);
        harness.state_mut().show(common::archive::with_items(vec![item]));
        settle(&mut harness);
        edit(&mut harness, FenceEdit::Add(vec![circle("The ship", -30.0, -130.0, 300.0)]));
        decided(&mut harness);
        edit(&mut harness, FenceEdit::Show(0));
        settle(&mut harness);
        let whole = harness.render().expect("the processor can always draw");
        let at = map(&harness).left_top();
        let image = image::imageops::crop_imm(&whole, at.x as u32, at.y as u32, 400, 300).to_image();
        let options = SnapshotOptions::new().output_path("tests/snapshots/gui").max_failed_pixels(10);
        results.add(egui_kittest::try_image_snapshot_options(&image, format!("fence_{name}"), &options));
    }
}
