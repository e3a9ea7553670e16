//! A scripted tour: pans, zooms, brushes and plays, and what each frame of it took.

use std::fmt::Write as _;

use egui::Vec2;
use geoshadow::analysis::{Filter, TimeWindow, Verdict};
use geoshadow::gui::action::Action;
use geoshadow::gui::frames::{STAGES, Stage};
use geoshadow::gui::state::{MapLayer, ThemeChoice};
use geoshadow::load::Loaded;
use geoshadow::model::ItemId;
use jiff::Timestamp;

use crate::window::{MIDDLE, Taken, Window};
use crate::{FRAME, Results, data, peers};

/// Walks through the window and checks what it took.
pub(crate) fn run(results: &mut Results, loaded: Loaded, size: u32) {
    let points = peers::points(&loaded);
    let home = home(&loaded);
    let (time, mut window) = crate::window::took(|| Window::open(loaded));
    println!("opened and shown after {time:.0} ms");
    heat(results, &mut window, &points, (home, size));
    drop(points);
    for layer in [MapLayer::Heat, MapLayer::Hexes, MapLayer::Pins] {
        window.send(Action::SetLayer(layer));
        let (time, ()) = crate::window::took(|| window.settle());
        println!("{layer:?} after {time:.0} ms");
        let frames = walk(&mut window, home);
        report(results, &format!("{layer:?}: pans and zooms"), &frames, size);
        filters(results, &mut window, layer, size);
        let frames = brush(&mut window);
        report(results, &format!("{layer:?}: brush"), &frames, size);
        let frames = play(&mut window);
        report(results, &format!("{layer:?}: play"), &frames, size);
        window.send(Action::SetFilter(Box::default()));
        window.settle();
    }
}

/// An item where the person lives.
fn home(loaded: &Loaded) -> ItemId {
    let at_home = |item: &geoshadow::model::Item| {
        item.location
            .is_some_and(|l| (l.point.lat() - data::HOME.0).abs() + (l.point.lon() - data::HOME.1).abs() < 0.02)
    };
    ItemId(loaded.dataset.items.iter().position(at_home).unwrap() as u32)
}

/// The heat of a whole view made anew: another theme changes nothing else.
fn heat(results: &mut Results, window: &mut Window, points: &[(f64, f64)], (home, size): (ItemId, u32)) {
    let peer = peers::datashader(points).unwrap_or(f64::INFINITY);
    window.send(Action::FitAll);
    window.settle();
    results.check_growing("heat of the whole world", (size, made_anew(window)), peer, "ms");
    window.send(Action::ShowOnMap(home));
    window.steps(200);
    window.point(MIDDLE);
    for _ in 0..5 {
        window.wheel(-1.0);
        window.steps(30);
    }
    results.check_growing("heat of a city", (size, made_anew(window)), peer, "ms");
}

fn made_anew(window: &mut Window) -> f64 {
    let mut best = f64::INFINITY;
    for theme in [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Dark] {
        window.send(Action::SetTheme(theme));
        let stage = STAGES.iter().position(|(stage, _)| *stage == Stage::Heat).unwrap();
        let frames = (0..3).map(|_| window.step().stages[stage]);
        best = best.min(frames.fold(0.0, f64::max));
    }
    best
}

/// From the whole world to a street and back, with pans on the way.
fn walk(window: &mut Window, home: ItemId) -> Vec<Taken> {
    let mut frames = Vec::new();
    window.send(Action::FitAll);
    window.settle();
    pan(window, &mut frames);
    window.send(Action::ShowOnMap(home));
    frames.extend((0..150).map(|_| window.step()));
    pan(window, &mut frames);
    for (notches, count) in [(2.0, 4), (-2.0, 16), (2.0, 12)] {
        window.point(MIDDLE);
        for _ in 0..count {
            window.wheel(notches);
            frames.extend((0..12).map(|_| window.step()));
        }
        pan(window, &mut frames);
    }
    frames
}

/// Drags the map around, and lets go while it moves.
fn pan(window: &mut Window, frames: &mut Vec<Taken>) {
    window.point(MIDDLE);
    frames.push(window.step());
    window.button(MIDDLE, true);
    frames.push(window.step());
    let mut at = MIDDLE;
    for n in 0..90 {
        at += Vec2::angled(n as f32 * 0.07) * 14.0;
        window.point(at);
        frames.push(window.step());
    }
    window.button(at, false);
    frames.extend((0..40).map(|_| window.step()));
}

fn filters(results: &mut Results, window: &mut Window, layer: MapLayer, size: u32) {
    let limit = if size > 1_000_000 { 300.0 } else { 100.0 };
    let plain = Filter::default();
    let hidden = Filter { hidden_verdicts: [Verdict::Restricted, Verdict::Public].into(), ..plain.clone() };
    let changes = [
        ("without trails", Filter { points_hidden: true, ..plain.clone() }),
        ("with trails again", plain.clone()),
        ("without two verdicts", hidden),
        ("a stretch of time", Filter { window: Some(stretch(0.3, 0.6)), ..plain.clone() }),
        ("all of the time", plain),
    ];
    // The best of three rounds: what else runs on the machine must not count.
    let mut best = [f64::INFINITY; 5];
    for _ in 0..3 {
        for ((_, filter), best) in changes.iter().zip(&mut best) {
            *best = best.min(window.until_shown(Action::SetFilter(Box::new(filter.clone()))));
            window.settle();
        }
    }
    for ((name, _), time) in changes.iter().zip(best) {
        println!("  {layer:?}, filter changed to {name}: {time:.1} ms");
    }
    let worst = best.into_iter().fold(0.0, f64::max);
    results.check_growing(&format!("{layer:?}: filter change"), (size, worst), limit, "ms");
}

fn stretch(from: f64, to: f64) -> TimeWindow {
    let (first, last) = data::SPAN;
    let at = |part: f64| Timestamp::from_second(first + (part * (last - first) as f64) as i64).unwrap();
    TimeWindow { from: at(from), to: at(to) }
}

/// Draws a stretch of time with the pointer, and zooms the timeline.
fn brush(window: &mut Window) -> Vec<Taken> {
    let mut frames = Vec::new();
    window.point(Window::on_timeline(0.3));
    frames.push(window.step());
    window.button(Window::on_timeline(0.3), true);
    frames.push(window.step());
    for n in 0..90 {
        window.point(Window::on_timeline(0.3 + n as f32 * 0.004));
        frames.push(window.step_in_time());
    }
    window.button(Window::on_timeline(0.66), false);
    frames.push(window.step());
    assert!(window.filter().window.is_some(), "the timeline was brushed");
    for notches in [3.0, -3.0] {
        for _ in 0..8 {
            window.wheel(notches);
            frames.extend((0..8).map(|_| window.step()));
        }
    }
    frames
}

/// Moves a stretch of time on frame by frame, as the timeline does when it plays.
fn play(window: &mut Window) -> Vec<Taken> {
    let mut frames = Vec::new();
    for n in 0..240 {
        let from = 0.1 + f64::from(n) * 0.003;
        window.send(Action::SetWindow(Some(stretch(from, from + 0.08))));
        frames.push(window.step_in_time());
    }
    frames
}

fn report(results: &mut Results, name: &str, frames: &[Taken], size: u32) {
    let part = |of: &dyn Fn(&Taken) -> f64, part: f64| {
        let mut values: Vec<f64> = frames.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * part).round() as usize]
    };
    let mut stages = String::new();
    for (at, (_, stage)) in STAGES.iter().enumerate() {
        let (half, most) = (part(&|t| t.stages[at], 0.5), part(&|t| t.stages[at], 0.99));
        write!(stages, " {stage} {half:.1}/{most:.1}").unwrap();
    }
    let tessellation = |at| part(&|t| t.tessellation, at);
    let total = |at| part(&|t| t.total, at);
    println!(
        "  {} frames, ms: half {:.1}, 90 % {:.1}, 99 % {:.1}, longest {:.1}; half/99 %:{stages} tessellation {:.1}/{:.1}",
        frames.len(),
        total(0.5),
        total(0.9),
        total(0.99),
        total(1.0),
        tessellation(0.5),
        tessellation(0.99)
    );
    results.check(&format!("{name}, {} M: 99 % of frames", size / 1_000_000), total(0.99), FRAME, "ms");
}
