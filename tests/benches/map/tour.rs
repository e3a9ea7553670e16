//! A scripted tour: pans, zooms, brushes and plays, and what each frame of it took.

use std::fmt::Write as _;
use std::sync::Arc;

use egui::Vec2;
use geoshadow::analysis::{Area, AtHours, Filter, TimeWindow, Verdict, WeekClock, WeekHour, WeekHours};
use geoshadow::gui::action::Action;
use geoshadow::gui::frames::{STAGES, Stage};
use geoshadow::gui::state::{MapLayer, ThemeChoice};
use geoshadow::lens::{self, Fence};
use geoshadow::load::Loaded;
use geoshadow::model::{GeoPoint, ItemId};
use jiff::Timestamp;

use crate::window::{MIDDLE, Taken, Window};
use crate::{FRAME, Results, data, peers};

/// Walks through the window and checks what it took.
pub(crate) fn run(results: &mut Results, loaded: Loaded, size: u32) {
    let points = peers::points(&loaded);
    let home = home(&loaded);
    let hours = evenings(&loaded);
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
        filters(results, &mut window, layer, (size, &hours));
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

fn filters(results: &mut Results, window: &mut Window, layer: MapLayer, (size, hours): (u32, &AtHours)) {
    let plain = Filter::default();
    let hidden = Filter { hidden_verdicts: [Verdict::Restricted, Verdict::Public].into(), ..plain.clone() };
    let centre = GeoPoint::new(data::HOME.0, data::HOME.1).unwrap();
    let area = Area::from(Fence::circle("Home".to_owned(), centre, 8_000.0).unwrap());
    let lenses: Vec<String> = lens::builtin().iter().take(2).map(|lens| lens.id.clone()).collect();
    let filter = |filter: Filter| Action::SetFilter(Box::new(filter));
    let changes = [
        ("without trails", filter(Filter { points_hidden: true, ..plain.clone() })),
        ("with trails again", filter(plain.clone())),
        ("without two verdicts", filter(hidden)),
        ("a stretch of time", filter(Filter { window: Some(stretch(0.3, 0.6)), ..plain.clone() })),
        ("all of the time", filter(plain.clone())),
        ("an area", filter(Filter { area: Some(area.clone()), ..plain.clone() })),
        ("hours of the week", filter(Filter { hours: Some(hours.clone()), ..plain.clone() })),
        ("an area at hours", filter(Filter { hours: Some(hours.clone()), area: Some(area), ..plain.clone() })),
        ("everything", filter(plain)),
        ("another lens", Action::SetLens(lenses[1].clone())),
        ("the lens of before", Action::SetLens(lenses[0].clone())),
    ];
    // The best of three rounds: what else runs on the machine must not count.
    let mut best = changes.each_ref().map(|_| f64::INFINITY);
    let mut longest = 0.0_f64;
    for _ in 0..3 {
        for ((_, change), best) in changes.iter().zip(&mut best) {
            let (time, frame) = window.until_shown(change.clone());
            *best = best.min(time);
            longest = longest.max(frame);
            window.settle();
        }
    }
    for ((name, _), time) in changes.iter().zip(best) {
        println!("  {layer:?}, changed to {name}: {time:.1} ms");
    }
    println!("  {layer:?}, changes: the longest frame {longest:.1} ms");
    let limit = if size > 1_000_000 { 300.0 } else { 100.0 };
    let worst = best.into_iter().fold(0.0, f64::max);
    results.check_growing(&format!("{layer:?}: filter or lens change"), (size, worst), limit, "ms");
}

/// Evenings and nights by a clock that knows every hour.
fn evenings(loaded: &Loaded) -> AtHours {
    let hour = |seconds: i64| Some(WeekHour::of_seconds(seconds, 7_200));
    let items = loaded.dataset.items.iter().map(|item| hour(item.time?.as_second()));
    let clock = WeekClock::new(items, loaded.dataset.points.seconds().iter().map(|seconds| hour(*seconds)));
    let hours = WeekHours::block(WeekHour { weekday: 0, hour: 18 }, WeekHour { weekday: 4, hour: 23 });
    AtHours { hours, clock: Arc::new(clock) }
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
