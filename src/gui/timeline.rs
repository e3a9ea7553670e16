//! The timeline: bars stacked by verdict, what was open when, and the brush that selects a stretch of time.

mod brush;
mod capability;
mod paint;
mod player;
mod scrubber;

use egui::{
    CursorIcon, EventFilter, Key, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo,
};
use jiff::Timestamp;

use crate::analysis::TimeWindow;
use crate::analysis::axis::{Step, TimeView};
use crate::analysis::histogram::Histogram;
use crate::model::{Dataset, ItemId};

use super::action::Action;
use super::cx::{NO_TIME, ViewCx};
use super::format;
use super::icons::Icon;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, icon_button};

use brush::Grip;
use player::Player;

const HEADER: f32 = 34.0;
const SIDE: f32 = 14.0;
/// A bar is at least so many points wide.
const BAR_POINTS: f64 = 5.0;
/// Pointer movement that is still a click, in points.
const CLICK_SLOP: f32 = 4.0;

/// The timeline.
pub(crate) struct Timeline {
    /// All of the time there is something in; `None` when nothing has a time.
    limits: Option<TimeView>,
    view: TimeView,
    bars: Option<(BarsKey, Histogram)>,
    grip: Option<Grip>,
    player: Player,
    /// Whether nobody is going to press its buttons.
    is_picture: bool,
}

/// What the bars were counted for.
#[derive(Clone, Copy, PartialEq)]
struct BarsKey {
    generation: u64,
    points: bool,
    step: Step,
    from: i64,
    to: i64,
}

impl Timeline {
    /// For the time span of `dataset`.
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let span = dataset.time_span();
        let limits = span.map(|(first, last)| TimeView::around(first.as_second(), last.as_second()));
        Self {
            limits,
            view: limits.unwrap_or(TimeView { from: 0.0, to: 1.0 }),
            bars: None,
            grip: None,
            player: Player::default(),
            is_picture: false,
        }
    }

    /// The same for a picture, without buttons.
    pub(crate) fn for_picture(dataset: &Dataset) -> Self {
        Self { is_picture: true, ..Self::new(dataset) }
    }

    /// Draws the timeline into all of the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let full = ui.max_rect();
        let Some(limits) = self.limits else {
            let text = "Nothing here has a time";
            let font = Type::Body.font();
            ui.painter().text(full.center(), egui::Align2::CENTER_CENTER, text, font, cx.tokens.text_muted);
            return;
        };
        let header = Rect::from_min_max(
            full.min + Vec2::new(SIDE, 2.0),
            Pos2::new(full.right() - SIDE + 6.0, full.top() + HEADER),
        );
        // Before the button: what it begins with is selected only in the next frame.
        self.play(ui, cx);
        self.header_ui(ui, cx, header, limits);
        let below = if self.is_picture { 0.0 } else { scrubber::HEIGHT };
        let end = full.max - Vec2::new(SIDE, 3.0 + below);
        let plot = Rect::from_min_max(Pos2::new(full.left() + SIDE, header.bottom()), end);
        let response = ui.interact(plot, ui.scope_id().with("plot"), Sense::click_and_drag());
        self.count(cx, f64::from(plot.width()));
        self.steer(ui, cx, &response, plot, limits);
        self.count(cx, f64::from(plot.width()));
        if let Some((_, histogram)) = &self.bars {
            let scene = paint::Scene { cx, view: self.view, histogram, plot };
            scene.paint(ui, &response);
            if self.grip.is_none() {
                scene.tooltip(&response);
            }
        }
        self.describe(ui, cx, &response);
        if !self.is_picture {
            let row = Rect::from_x_y_ranges(plot.x_range(), plot.bottom() + 1.0..=plot.bottom() + 1.0 + below);
            let days = scrubber::Days::of(cx.dataset(), limits);
            if let Some(view) = scrubber::ui(ui, cx, row, self.view, days) {
                self.view = view.panned(0.0, limits);
            }
        }
    }

    fn describe(&self, ui: &Ui, cx: &ViewCx<'_>, response: &Response) {
        let shown = TimeWindow { from: timestamp(self.view.from), to: timestamp(self.view.to) };
        let count = format::counted(cx.derived.facets.any_time.len() as u64, "item", "items");
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "Timeline");
            let selected =
                cx.view.filter.window.map_or_else(String::new, |w| format!(", selected {}", format::window(w)));
            info.current_text_value = Some(format!("{count}, visible {}{selected}", format::window(shown)));
            info
        });
    }

    fn header_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, rect: Rect, limits: TimeView) {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut header = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
        {
            let ui = &mut header;
            ui.label(Type::Section.text("Timeline", cx.tokens.text_faint));
            let shown = TimeWindow { from: timestamp(self.view.from), to: timestamp(self.view.to) };
            if rect.width() > 440.0 {
                ui.label(Type::Small.text(format::window(shown), cx.tokens.text_muted));
            }
            let timeless = cx.derived.timeless;
            if timeless > 0 && rect.width() > 620.0 {
                let text = format!("· {} without a time", format::counted(timeless, "item", "items"));
                ui.label(Type::Small.text(text, cx.tokens.text_faint));
            }
            if self.is_picture {
                return;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let middle = self.view.from + self.view.span() / 2.0;
                if icon_button(ui, cx.tokens, Icon::FitAll, "Show all of the time").clicked() {
                    self.view = limits;
                }
                if icon_button(ui, cx.tokens, Icon::Plus, "Zoom in on the time").clicked() {
                    self.view = self.view.zoomed(0.5, middle, limits);
                }
                if icon_button(ui, cx.tokens, Icon::Minus, "Zoom out of the time").clicked() {
                    self.view = self.view.zoomed(2.0, middle, limits);
                }
                if icon_button(ui, cx.tokens, Icon::Brush, "Select the visible stretch of time").clicked() {
                    cx.actions.send(Action::SetWindow(Some(shown)));
                }
                self.player_ui(ui, cx);
            });
        }
    }

    /// Moves the selected stretch on while it plays.
    fn play(&mut self, ui: &Ui, cx: &ViewCx<'_>) {
        if !self.player.is_playing() || ui.ctx().current_pass_index() > 0 {
            return;
        }
        if self.grip.is_some() {
            // The hand that drags the stretch has taken over.
            self.player.stop();
            return;
        }
        let seconds = ui.input(|i| f64::from(i.stable_dt));
        if let Some(window) = self.player.step(seconds, self.view, cx.view.filter.window) {
            cx.actions.send(Action::SetWindow(Some(window)));
        }
    }

    fn toggle_play(&mut self, cx: &ViewCx<'_>) {
        if let Some(window) = self.player.toggle(self.view, cx.view.filter.window) {
            cx.actions.send(Action::SetWindow(Some(window)));
        }
    }

    fn player_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        if button(ui, cx.tokens, ButtonStyle::Quiet, None, &self.player.speed_label())
            .on_hover_text("How fast it plays")
            .clicked()
        {
            self.player.next_speed();
        }
        let (icon, name) =
            if self.player.is_playing() { (Icon::Pause, "Pause") } else { (Icon::Play, "Play through the time") };
        if icon_button(ui, cx.tokens, icon, name).clicked() {
            self.toggle_play(cx);
        }
    }

    /// Counts the bars again if anything they depend on changed.
    fn count(&mut self, cx: &ViewCx<'_>, width: f64) {
        let step = Step::at_least(self.view.span() / width.max(1.0) * BAR_POINTS);
        // Bars reach beyond the view on both sides, so that panning does not count anew at every step.
        let covers = |key: &BarsKey| key.from as f64 <= self.view.from && key.to as f64 >= self.view.to;
        let is_current = self.bars.as_ref().is_some_and(|(key, _)| {
            key.generation == cx.derived.timeline_generation
                && key.points == cx.derived.points_visible
                && key.step == step
                && covers(key)
        });
        if is_current {
            return;
        }
        let key = BarsKey {
            generation: cx.derived.timeline_generation,
            points: cx.derived.points_visible,
            step,
            from: (self.view.from - self.view.span()) as i64,
            to: (self.view.to + self.view.span()) as i64,
        };
        let dataset = cx.dataset();
        let verdict = |id: &ItemId| (cx.derived.times[id.index()], cx.exposure.of(*id).verdict);
        let items = cx.derived.facets.any_time.iter().map(verdict).filter(|(time, _)| *time != NO_TIME);
        let points = if key.points { dataset.points.seconds() } else { &[] };
        self.bars =
            Some((key, Histogram::new(step, key.from, key.to, items, points, cx.derived.rows.passing.as_deref())));
    }

    /// Turns pointer and keys into movement of the view and of the brush.
    fn steer(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, response: &Response, plot: Rect, limits: TimeView) {
        let width = f64::from(plot.width());
        let time = |pos: Pos2| self.view.time(f64::from(pos.x - plot.left()), width);
        if let Some(pos) = response.hover_pos() {
            let at = time(pos);
            self.wheel(ui, at, width, limits);
            self.cursor(ui, cx, pos, plot);
        }
        if response.has_focus() {
            self.keys(ui, cx, response, limits);
        }
        if response.clicked() {
            response.request_focus();
        }
        if response.double_clicked() {
            cx.actions.send(Action::SetWindow(None));
        } else if response.clicked_by(PointerButton::Primary)
            && let Some(pos) = response.interact_pointer_pos()
            && let Some((_, histogram)) = &self.bars
            && let Some(bar) = histogram.bar_at(self.view.time(f64::from(pos.x - plot.left()), width) as i64)
        {
            let window = TimeWindow { from: timestamp(bar.from as f64), to: timestamp(bar.to as f64) };
            cx.actions.send(Action::SetWindow(Some(window)));
        }
        self.drag(ui, cx, response, plot, limits);
    }

    fn wheel(&mut self, ui: &Ui, at: f64, width: f64, limits: TimeView) {
        let (scroll, pinch) = ui.input_mut(|i| {
            let scroll = i.smooth_scroll_delta;
            i.smooth_scroll_delta = Vec2::ZERO;
            (scroll, i.zoom_delta())
        });
        let factor = f64::from((-scroll.y * 0.004).exp() / pinch.max(0.01));
        if (factor - 1.0).abs() > 1e-6 {
            self.view = self.view.zoomed(factor, at, limits);
        }
        if scroll.x.abs() > 0.0 {
            self.view = self.view.panned(-f64::from(scroll.x) / width * self.view.span(), limits);
        }
    }

    fn brush_on_screen(&self, cx: &ViewCx<'_>, plot: Rect) -> Option<(f32, f32)> {
        let x = |t: Timestamp| plot.left() + self.view.x(t.as_second() as f64, f64::from(plot.width())) as f32;
        cx.view.filter.window.map(|w| (x(w.from), x(w.to)))
    }

    fn cursor(&self, ui: &Ui, cx: &ViewCx<'_>, pos: Pos2, plot: Rect) {
        let grip =
            self.grip.unwrap_or_else(|| Grip::at(pos.x, self.brush_on_screen(cx, plot), 0.0, cx.view.filter.window));
        let cursor = match grip {
            Grip::New { .. } => CursorIcon::Crosshair,
            Grip::From | Grip::To => CursorIcon::ResizeHorizontal,
            Grip::Move { .. } => {
                if self.grip.is_some() {
                    CursorIcon::Grabbing
                } else {
                    CursorIcon::Grab
                }
            }
            Grip::Pan => CursorIcon::AllScroll,
        };
        ui.set_cursor_icon(cursor);
    }

    fn drag(&mut self, ui: &Ui, cx: &ViewCx<'_>, response: &Response, plot: Rect, limits: TimeView) {
        let width = f64::from(plot.width());
        if response.drag_started()
            && let Some(origin) = ui.input(|i| i.pointer.press_origin())
        {
            let pans = !response.drag_started_by(PointerButton::Primary) || ui.input(|i| i.modifiers.shift);
            let at = self.view.time(f64::from(origin.x - plot.left()), width);
            let grip = Grip::at(origin.x, self.brush_on_screen(cx, plot), at, cx.view.filter.window);
            self.grip = Some(if pans { Grip::Pan } else { grip });
        }
        if response.dragged()
            && let Some(grip) = self.grip
            && let Some(pos) = response.interact_pointer_pos()
        {
            if matches!(grip, Grip::Pan) {
                let seconds = -f64::from(response.drag_delta().x) / width * self.view.span();
                self.view = self.view.panned(seconds, limits);
            } else if response.total_drag_delta().is_some_and(|d| d.x.abs() >= CLICK_SLOP)
                || !matches!(grip, Grip::New { .. })
            {
                let at = self.view.time(f64::from(pos.x.clamp(plot.left(), plot.right()) - plot.left()), width);
                let step = self.bars.as_ref().map_or(Step::Day, |(key, _)| key.step);
                let window = grip.window(at as i64, cx.view.filter.window, step);
                if window != cx.view.filter.window {
                    cx.actions.send(Action::SetWindow(window));
                }
            }
        }
        if response.drag_stopped() {
            self.grip = None;
        }
    }

    fn keys(&mut self, ui: &Ui, cx: &ViewCx<'_>, response: &Response, limits: TimeView) {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let shown = TimeWindow { from: timestamp(self.view.from), to: timestamp(self.view.to) };
        for (key, direction) in [(Key::ArrowLeft, -1.0), (Key::ArrowRight, 1.0)] {
            if pressed(Modifiers::SHIFT, key) {
                if let Some(window) = cx.view.filter.window {
                    let step = self.bars.as_ref().map_or(Step::Day, |(key, _)| key.step).approximate_seconds();
                    let shift = step as f64 * direction;
                    let moved = |t: Timestamp| timestamp(t.as_second() as f64 + shift);
                    let window = TimeWindow { from: moved(window.from), to: moved(window.to) };
                    cx.actions.send(Action::SetWindow(Some(window)));
                }
            } else if pressed(Modifiers::NONE, key) {
                self.view = self.view.panned(direction * self.view.span() * 0.1, limits);
            }
        }
        let middle = self.view.from + self.view.span() / 2.0;
        for (key, factor) in [(Key::ArrowUp, 0.7), (Key::ArrowDown, 1.0 / 0.7)] {
            if pressed(Modifiers::NONE, key) {
                self.view = self.view.zoomed(factor, middle, limits);
            }
        }
        if pressed(Modifiers::NONE, Key::Home) {
            self.view = limits;
        }
        if pressed(Modifiers::NONE, Key::K) {
            self.toggle_play(cx);
        }
        if pressed(Modifiers::NONE, Key::B) {
            cx.actions.send(Action::SetWindow(Some(shown)));
        }
    }
}

/// The instant so many seconds after 1970, held within the calendar's range.
fn timestamp(seconds: f64) -> Timestamp {
    let (least, most) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second((seconds as i64).clamp(least, most)).unwrap_or(Timestamp::UNIX_EPOCH)
}
