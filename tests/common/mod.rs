//! What the window's tests share: a made-up archive, a harness, a renderer that needs no display.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part of this")]
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test may fail by panicking")]

pub mod archive;
pub mod paint;
pub mod sign;

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geoshadow::gui::{App, GuiOptions};
use geoshadow::load::Loaded;

/// The window's own smallest size is 960 × 600; tests use the design's.
pub const SIZE: [f32; 2] = [1440.0, 900.0];

/// The start screen.
pub fn start() -> Harness<'static, App> {
    start_sized(SIZE, egui::Theme::Dark)
}

/// The start screen in another size or theme.
pub fn start_sized(size: [f32; 2], theme: egui::Theme) -> Harness<'static, App> {
    let builder = Harness::builder().with_size(size).with_theme(theme).with_max_steps(12).with_render_cursor(false);
    let mut harness = builder
        .renderer(paint::CpuRenderer::default())
        .build_eframe(|cc| App::new(&cc.egui_ctx, GuiOptions::default()));
    harness.run();
    harness
}

/// The main screen with the made-up archive.
pub fn opened() -> Harness<'static, App> {
    let mut harness = start();
    harness.state_mut().show(archive::loaded());
    harness.run();
    harness
}

/// Whether something on the screen has a name with this in it.
pub fn is_there(harness: &Harness<'static, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

/// The dossier page of an archive, once it is worked out.
pub fn dossier_of(loaded: Loaded, size: [f32; 2], theme: egui::Theme) -> Harness<'static, App> {
    let mut harness = start_sized(size, theme);
    harness.state_mut().show(loaded);
    harness.run();
    harness.key_press(egui::Key::Num3);
    harness.step();
    step_until(&mut harness, "the dossier", |h| is_there(h, "Worked out from"));
    harness.run();
    harness
}

/// Steps until `done`, for things that other threads do.
pub fn step_until(harness: &mut Harness<'static, App>, what: &str, done: impl Fn(&Harness<'static, App>) -> bool) {
    let began = Instant::now();
    while !done(harness) {
        assert!(began.elapsed() < Duration::from_mins(2), "still waiting: {what}");
        std::thread::sleep(Duration::from_millis(10));
        harness.step();
    }
}

/// Runs until nothing moves and no other thread asks for another frame, however many frames that takes: a page may be
/// working on something.
pub fn rest(harness: &mut Harness<'static, App>) {
    let began = Instant::now();
    while harness.run_ok().is_none() {
        assert!(began.elapsed() < Duration::from_mins(2), "it never comes to rest");
        std::thread::sleep(Duration::from_millis(10));
    }
}
