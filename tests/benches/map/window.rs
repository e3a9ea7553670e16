//! The real window without a display: frames are laid out and cut into triangles, and nobody draws them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::App as _;
use egui::{Context, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2};
use geoshadow::gui::action::Action;
use geoshadow::gui::frames::{self, STAGES, processor_time};
use geoshadow::gui::{App, GuiOptions};
use geoshadow::load::Loaded;

/// Size of the window, points: the map in it is a little larger than 1280 by 800.
const SIZE: Vec2 = Vec2::new(1960.0, 1120.0);
/// The middle of the map in it.
pub(crate) const MIDDLE: Pos2 = Pos2::new(960.0, 470.0);
/// The longest that anything is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// The window.
pub(crate) struct Window {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
    events: Vec<Event>,
    wanted: Arc<AtomicBool>,
}

/// Processor time of a frame, milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) total: f64,
    pub(crate) stages: [f64; STAGES.len()],
    pub(crate) tessellation: f64,
}

/// Processor time of all threads.
#[cfg(unix)]
pub(crate) fn process_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32)
}

#[cfg(not(unix))]
pub(crate) fn process_time() -> Duration {
    processor_time()
}

/// How long `work` took, milliseconds: the lesser of the clock and of the processor time of all threads.
pub(crate) fn took<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (clock, busy) = (Instant::now(), process_time());
    let done = work();
    (millis(clock.elapsed().min(process_time().saturating_sub(busy))), done)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

impl Window {
    fn new(options: GuiOptions) -> Self {
        let ctx = Context::default();
        let wanted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&wanted);
        ctx.set_request_repaint_callback(move |_| flag.store(true, Ordering::Relaxed));
        let app = App::new(&ctx, options);
        Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0, events: Vec::new(), wanted }
    }

    /// The window with an archive, once nothing moves any more.
    pub(crate) fn open(loaded: Loaded) -> Self {
        let mut window = Self::new(GuiOptions::default());
        window.app.show(loaded);
        window.settle();
        window
    }

    /// The window with the first fictional person, as soon as it shows something.
    pub(crate) fn open_sample() -> Self {
        let mut window = Self::new(GuiOptions { sample: Some(None), ..GuiOptions::default() });
        let began = Instant::now();
        loop {
            window.step_in_time();
            if window.app.exposure().is_some() && !window.app.waits() {
                return window;
            }
            assert!(began.elapsed() < PATIENCE, "still waiting");
        }
    }

    /// Makes a frame, a sixtieth of a second after the last.
    pub(crate) fn step(&mut self) -> Taken {
        self.wanted.store(false, Ordering::Relaxed);
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let began = processor_time();
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone(), frame);
            app.ui(ui, frame);
        });
        let laid_out = processor_time();
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let ended = processor_time();
        std::hint::black_box(meshes);
        output.textures_delta.clear();
        Taken {
            total: millis(ended.saturating_sub(began)),
            stages: STAGES.map(|(stage, _)| millis(frames::spent(stage))),
            tessellation: millis(ended.saturating_sub(laid_out)),
        }
    }

    /// Makes so many frames.
    pub(crate) fn steps(&mut self, count: u32) {
        for _ in 0..count {
            self.step();
        }
    }

    /// Makes a frame, and waits until the next frame is due, so that other threads have the time they would have.
    pub(crate) fn step_in_time(&mut self) -> Taken {
        let began = Instant::now();
        let taken = self.step();
        std::thread::sleep(Duration::from_millis(16).saturating_sub(began.elapsed()));
        taken
    }

    /// Makes frames until nothing moves and no thread works any more.
    pub(crate) fn settle(&mut self) {
        let began = Instant::now();
        let mut quiet = 0;
        while quiet < 30 {
            self.step();
            quiet = if self.app.waits() { 0 } else { quiet + 1 };
            if self.app.waits() {
                std::thread::sleep(Duration::from_millis(2));
                assert!(began.elapsed() < PATIENCE, "still waiting");
            }
        }
    }

    pub(crate) fn send(&self, action: Action) {
        self.app.actions().send(action);
    }

    pub(crate) fn filter(&self) -> geoshadow::analysis::Filter {
        self.app.view().filter.clone()
    }

    /// Does what is asked, and tells how long it took until a frame showed it, and the longest frame till then;
    /// milliseconds.
    pub(crate) fn until_shown(&mut self, action: Action) -> (f64, f64) {
        let mut longest = 0.0_f64;
        let (time, ()) = took(|| {
            self.send(action);
            let began = Instant::now();
            loop {
                longest = longest.max(self.step().total);
                if !self.app.waits() {
                    return;
                }
                while !self.wanted.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_micros(200));
                    assert!(began.elapsed() < PATIENCE, "still waiting");
                }
            }
        });
        (time, longest)
    }

    pub(crate) fn point(&mut self, at: Pos2) {
        self.events.push(Event::PointerMoved(at));
    }

    pub(crate) fn button(&mut self, at: Pos2, pressed: bool) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
    }

    pub(crate) fn wheel(&mut self, notches: f32) {
        self.events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: Vec2::new(0.0, notches),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
    }

    /// Where the timeline is, at a part of its width.
    pub(crate) fn on_timeline(part: f32) -> Pos2 {
        Pos2::new(400.0 + part * 1100.0, SIZE.y - 90.0)
    }
}
