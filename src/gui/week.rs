//! The week by hours beside the timeline, in local time of each item's place: what is shown of it, and by it.

mod rows;

use std::sync::Arc;

use egui::{CursorIcon, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo};

use crate::analysis::positions::shown_rows;
use crate::analysis::week::{RowTally, WEEK_HOURS};
use crate::analysis::{AtHours, WeekClock, WeekHour, WeekHours};
use crate::dossier::week_clock;
use crate::model::ItemId;

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::task::{Progress, Task};
use super::typography::Type;
use super::widgets::week::{self, WeekDrawing, WeekLayout, WeekPart};
use super::widgets::{focus_ring, icon_button};
use rows::Rows;

/// Width of the week beside the timeline, and the width from which there is room for both.
const WIDEST: f32 = 304.0;
const NARROWEST: f32 = 246.0;
const BOTH: f32 = 600.0;
/// Width of the strip with the button that shows the week where there is not.
const STRIP: f32 = 36.0;
const HEADER: f32 = 34.0;
const SIDE: f32 = 12.0;
/// Items ringed on the map at most while an hour is hovered.
const MOST_RINGED: usize = 2_000;

/// The clock of everything, or the work on it.
#[derive(Default)]
enum Clock {
    #[default]
    Wanted,
    Working(Task<WeekClock>),
    Known(Arc<WeekClock>),
    Failed,
}

/// The week.
#[derive(Default)]
pub(crate) struct Week {
    clock: Clock,
    rows: Rows,
    counts: Option<Counts>,
    /// Whether it stands in place of the timeline, where there is no room for both.
    instead: bool,
    cursor: Option<WeekHour>,
    drag: Option<Drag>,
    hovered: Option<Hovered>,
}

/// What is shown, by hour.
struct Counts {
    generation: u64,
    items: Vec<u32>,
    rows: Vec<u32>,
    /// Items and rows without a local time.
    unknown: (u64, u64),
}

/// Hours being chosen with the pointer.
#[derive(Clone, Copy)]
struct Drag {
    from: WeekPart,
    to: WeekHour,
    mode: Mode,
    /// What was chosen before.
    before: WeekHours,
}

/// What choosing does to what was chosen before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Replace,
    Add,
    Remove,
}

/// The items of an hour, to show them elsewhere while the pointer is on it.
struct Hovered {
    part: WeekPart,
    generation: u64,
    items: Arc<Vec<ItemId>>,
}

impl Drag {
    fn hours(&self) -> WeekHours {
        let block = match self.from {
            WeekPart::Hour(from) => WeekHours::block(from, self.to),
            WeekPart::Day(day) => {
                let at = |weekday, hour| WeekHour { weekday, hour };
                WeekHours::block(at(day, 0), at(self.to.weekday, 23))
            }
            WeekPart::Column(hour) => {
                let at = |weekday, hour| WeekHour { weekday, hour };
                WeekHours::block(at(0, hour), at(6, self.to.hour))
            }
        };
        match self.mode {
            Mode::Replace => block,
            Mode::Add => self.before.with(block),
            Mode::Remove => self.before.without(block),
        }
    }
}

impl Counts {
    /// What passes every part of the filter but the hours.
    fn of(cx: &ViewCx<'_>, clock: &WeekClock, rows: &RowTally) -> Self {
        let mut counts = Self {
            generation: cx.derived.generation,
            items: vec![0; WEEK_HOURS],
            rows: vec![0; WEEK_HOURS],
            unknown: (0, 0),
        };
        for id in cx.derived.facets.at_any_hour(&cx.derived.filter, &cx.derived.visible) {
            match clock.of_item(*id) {
                Some(hour) => counts.items[hour.index()] += 1,
                None => counts.unknown.0 += 1,
            }
        }
        if cx.derived.points_visible {
            let hours = rows.of(shown_rows(&cx.dataset().points, &cx.derived.filter));
            counts.rows = hours.known().to_vec();
            counts.unknown.1 = u64::from(hours.unknown());
        }
        counts
    }

    /// What is drawn: items, or rows of trails where there are no items.
    fn drawn(&self) -> &[u32] {
        if self.items.iter().all(|n| *n == 0) { &self.rows } else { &self.items }
    }

    fn said_of(&self, hours: WeekHours) -> String {
        let sum = |counts: &[u32]| hours.iter().map(|h| u64::from(counts[h.index()])).sum();
        let rows = sum(&self.rows);
        let items = format::counted(sum(&self.items), "item", "items");
        if rows > 0 { format!("{items}, {}", format::counted(rows, "trail point", "trail points")) } else { items }
    }
}

impl Week {
    /// Whether rows are being counted that are shown elsewhere already.
    pub(crate) const fn waits(&self) -> bool {
        self.rows.are_awaited()
    }

    /// Draws the week, and with `timeline` what stands beside it, into all of the room there is.
    pub(crate) fn beside(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, timeline: impl FnOnce(&mut Ui)) {
        self.work(ui, cx);
        let full = ui.max_rect();
        let both = full.width() >= BOTH;
        let width = match (both, self.instead) {
            (true, _) => (full.width() * 0.38).clamp(NARROWEST, WIDEST),
            (false, true) => full.width(),
            (false, false) => STRIP,
        };
        let own = full.with_min_x(full.right() - width);
        if own.left() - full.left() > 1.0 {
            let rest = full.with_max_x(own.left());
            timeline(&mut ui.new_child(UiBuilder::new().max_rect(rest).id_salt("beside the week")));
            let line = Stroke::new(1.0, cx.tokens.border);
            ui.painter().vline(own.left(), own.y_range().shrink(8.0), line);
        }
        let mut own_ui = ui.new_child(UiBuilder::new().max_rect(own).id_salt("week"));
        if both || self.instead {
            self.ui(&mut own_ui, cx, !both);
        } else if strip_button(&mut own_ui, cx, own, "Show the hours of the week") {
            self.instead = true;
        }
    }

    /// Works out the clock of everything, once.
    fn work(&mut self, ui: &Ui, cx: &ViewCx<'_>) {
        self.clock = match std::mem::take(&mut self.clock) {
            Clock::Wanted => {
                let dataset = Arc::clone(&cx.loaded.dataset);
                Task::start(ui.ctx(), "week", move || week_clock(&dataset)).map_or(Clock::Failed, Clock::Working)
            }
            Clock::Working(task) => match task.poll() {
                Progress::Running => Clock::Working(task),
                Progress::Done(clock) => Clock::Known(Arc::new(clock)),
                Progress::Lost => Clock::Failed,
            },
            known => known,
        };
        if let Clock::Known(clock) = &self.clock
            && self.counts.as_ref().is_none_or(|c| c.generation != cx.derived.generation)
            && let within = cx.derived.rows.at_any_hour.as_ref()
            && let Some(rows) = self.rows.of(ui.ctx(), clock, cx.dataset().points.len(), within)
        {
            self.counts = Some(Counts::of(cx, clock, rows));
        }
    }

    fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, alone: bool) {
        let full = ui.max_rect();
        let header =
            Rect::from_min_max(full.min + Vec2::new(SIDE, 2.0), Pos2::new(full.right() - 6.0, full.top() + HEADER));
        self.header_ui(ui, cx, header, alone);
        let body = Rect::from_min_max(Pos2::new(full.left() + SIDE, header.bottom()), full.max - Vec2::new(SIDE, 4.0));
        let (Clock::Known(clock), Some(counts)) = (&self.clock, &self.counts) else {
            let words = if matches!(self.clock, Clock::Failed) { "Not known" } else { "Working out local times…" };
            let (font, colour) = (Type::Small.font(), cx.tokens.text_muted);
            ui.painter().text(body.center(), egui::Align2::CENTER_CENTER, words, font, colour);
            return;
        };
        let layout = WeekLayout::new(body);
        let response = ui.interact(body, ui.scope_id().with("hours"), Sense::click_and_drag());
        let chosen = cx.view.filter.hours.as_ref().map(|at| at.hours);
        let drawn = counts.drawn();
        describe(ui, &response, counts, chosen, self.cursor);
        let under = response.hover_pos().and_then(|pos| layout.part_under(pos));
        let marked = cx.hover.previous.or(cx.view.selection).and_then(|id| clock.of_item(id));
        let drawing = WeekDrawing {
            counts: drawn,
            chosen: self.drag.map(|drag| drag.hours()).or(chosen),
            cursor: self.cursor.filter(|_| response.has_focus()),
            marked,
        };
        drawing.paint(ui, cx.tokens, &layout);
        focus_ring(ui, &response, body, 3, cx.tokens);
        if let Some(part) = under {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            let words = format!("{}: {}", format::week_hours(part.hours()), counts.said_of(part.hours()));
            response.clone().on_hover_text_at_pointer(words);
        }
        let (clock, next) = (Arc::clone(clock), self.choose(ui, &response, &layout, chosen.unwrap_or_default()));
        if let Some(hours) = next {
            set(cx, &clock, hours);
        }
        self.show_elsewhere(cx, &clock, under);
    }

    fn header_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, rect: Rect, alone: bool) {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut header = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt("header"));
        header.label(Type::Section.text("Week, local time", cx.tokens.text_faint));
        header.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if alone && icon_button(ui, cx.tokens, Icon::Close, "Show the timeline").clicked() {
                self.instead = false;
            }
            let unknown = self.counts.as_ref().map_or((0, 0), |c| c.unknown);
            let left_out = unknown.0 + unknown.1;
            if left_out > 0 {
                let words = format!("{} left out", format::count_short(left_out));
                let hint = format!(
                    "{} and {} have no local time: no time of day, no position, or clocks that differ within reach of it",
                    format::counted(unknown.0, "item", "items"),
                    format::counted(unknown.1, "trail point", "trail points")
                );
                ui.label(Type::Small.text(words, cx.tokens.text_faint)).on_hover_text(hint);
            }
        });
    }

    /// Turns pointer and keys into hours; gives them when the choice is made.
    fn choose(&mut self, ui: &Ui, response: &Response, layout: &WeekLayout, before: WeekHours) -> Option<WeekHours> {
        let pos = response.interact_pointer_pos();
        let pressed_at = ui.input(|i| i.pointer.press_origin()).or(pos);
        if response.drag_started()
            && let Some(from) = pressed_at.and_then(|pos| layout.part_under(pos))
        {
            let mode = mode(ui, from.hours(), before);
            self.drag = Some(Drag { from, to: layout.nearest(pressed_at.unwrap_or_default()), mode, before });
        }
        if let (Some(drag), Some(pos)) = (&mut self.drag, pos) {
            drag.to = layout.nearest(pos);
        }
        if response.drag_stopped() {
            return self.drag.take().map(|drag| drag.hours());
        }
        if response.clicked() {
            response.request_focus();
            if let Some(part) = pos.and_then(|pos| layout.part_under(pos)) {
                if let WeekPart::Hour(hour) = part {
                    self.cursor = Some(hour);
                }
                return Some(toggled(mode(ui, part.hours(), before), part.hours(), before));
            }
        }
        self.keys(ui, response, before)
    }

    fn keys(&mut self, ui: &Ui, response: &Response, before: WeekHours) -> Option<WeekHours> {
        if !response.has_focus() {
            return None;
        }
        let drawn = self.counts.as_ref().map(Counts::drawn);
        let cursor = self
            .cursor
            .or_else(|| drawn.and_then(|counts| week::busiest(counts).first().copied()))
            .unwrap_or(WeekHour::at(0));
        self.cursor = Some(cursor);
        if let Some(to) = week::moved(ui, response, Modifiers::SHIFT, cursor) {
            self.cursor = Some(to);
            let both = WeekHours::block(cursor, to);
            return Some(before.with(both));
        }
        if let Some(to) = week::moved(ui, response, Modifiers::NONE, cursor) {
            self.cursor = Some(to);
        }
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let hours = WeekHours::block(cursor, cursor);
        if pressed(Key::Space) || pressed(Key::Enter) {
            let mode = if before.covers(hours) { Mode::Remove } else { Mode::Add };
            return Some(toggled(mode, hours, before));
        }
        pressed(Key::Delete).then(WeekHours::default)
    }

    /// Rings on the map and ticks on the timeline for what is under the pointer.
    fn show_elsewhere(&mut self, cx: &ViewCx<'_>, clock: &WeekClock, under: Option<WeekPart>) {
        let Some(part) = under else {
            self.hovered = None;
            return;
        };
        let generation = cx.derived.generation;
        if self.hovered.as_ref().is_none_or(|h| h.part != part || h.generation != generation) {
            let hours = part.hours();
            let there = |id: &&ItemId| clock.of_item(**id).is_some_and(|hour| hours.contains(hour));
            let items = cx.derived.visible.iter().filter(there).take(MOST_RINGED).copied().collect();
            self.hovered = Some(Hovered { part, generation, items: Arc::new(items) });
        }
        *cx.hover.next_several.borrow_mut() = self.hovered.as_ref().map(|h| Arc::clone(&h.items));
    }
}

/// What a press on `hours` does: with the command key held it adds, or takes away what is chosen already.
fn mode(ui: &Ui, hours: WeekHours, before: WeekHours) -> Mode {
    match (ui.input(|i| i.modifiers.command), before.covers(hours)) {
        (false, _) => Mode::Replace,
        (true, false) => Mode::Add,
        (true, true) => Mode::Remove,
    }
}

/// What a click on `hours` chooses; a second one on the same takes the choice back.
fn toggled(mode: Mode, hours: WeekHours, before: WeekHours) -> WeekHours {
    match mode {
        Mode::Replace if hours == before => WeekHours::default(),
        Mode::Replace => hours,
        Mode::Add => before.with(hours),
        Mode::Remove => before.without(hours),
    }
}

fn set(cx: &ViewCx<'_>, clock: &Arc<WeekClock>, hours: WeekHours) {
    let mut filter = cx.view.filter.clone();
    filter.hours = (!hours.is_empty()).then(|| AtHours { hours, clock: Arc::clone(clock) });
    if filter != cx.view.filter {
        cx.actions.send(Action::SetFilter(Box::new(filter)));
    }
}

fn describe(ui: &Ui, response: &Response, counts: &Counts, chosen: Option<WeekHours>, cursor: Option<WeekHour>) {
    let drawn = counts.drawn();
    // Asked for before: what is said is put together while the window's state is locked.
    let cursor = cursor.filter(|_| response.has_focus());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "Week by hours");
        let at = cursor.map_or_else(String::new, |hour| {
            let hours = WeekHours::block(hour, hour);
            format!("{}: {}. ", format::week_hours(hours), counts.said_of(hours))
        });
        let chosen = chosen.map_or_else(String::new, |hours| format!(", selected {}", format::week_hours(hours)));
        info.current_text_value = Some(format!("{at}{}{chosen}", week::said(drawn)));
        info
    });
}

fn strip_button(ui: &mut Ui, cx: &ViewCx<'_>, rect: Rect, name: &str) -> bool {
    let top = Rect::from_min_size(rect.min + Vec2::new(3.0, 2.0), Vec2::splat(30.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(top));
    icon_button(&mut child, cx.tokens, Icon::Clock, name).clicked()
}
