//! The week by hours, in local time of each place, and where somebody most likely is at one of them.

use egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::dossier::{Dossier, Likely, WeekHour, Withheld};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{focus_ring, text};

use super::basis::Basis;
use super::statement::Statement;
use super::{Memory, list, words};

/// Room for the names of days, and for the hours.
const DAYS: f32 = 32.0;
const HOURS: f32 = 18.0;
/// Height of a day.
const ROW: f32 = 18.0;
/// Hours named as the busiest.
const BUSIEST: usize = 3;

/// The clock of a week.
pub(super) struct Clock {
    counts: Vec<u32>,
    points: u64,
    weeks: u64,
    /// Where somebody most likely is, by hour of the week.
    likely: Vec<Statement>,
    habits: Vec<Statement>,
    /// The busiest hours, busiest first.
    busiest: Vec<WeekHour>,
}

const fn hour_at(index: usize) -> WeekHour {
    WeekHour { weekday: (index / 24 % 7) as u8, hour: (index % 24) as u8 }
}

impl Clock {
    /// The clock of a dossier, or why there is none.
    pub(super) fn new(dossier: &Dossier) -> Result<Self, Withheld> {
        let routine = dossier.routine.as_ref().map_err(|why| *why)?;
        let likely = |index: usize| {
            let hour = hour_at(index);
            match routine.likely_at(hour) {
                Some(likely) => likely_statement(dossier, hour, &likely),
                None => Statement::new(format!("Nothing is known of {}", words::hour(hour)), "", Basis::default()),
            }
        };
        let mut busiest: Vec<usize> = (0..routine.counts.len()).filter(|i| routine.counts[*i] > 0).collect();
        busiest.sort_by_key(|i| (std::cmp::Reverse(routine.counts[*i]), *i));
        Ok(Self {
            counts: routine.counts.clone(),
            points: routine.points,
            weeks: routine.weeks,
            likely: (0..routine.counts.len()).map(likely).collect(),
            habits: routine.habits.iter().map(|h| likely_statement(dossier, h.hour, &h.likely)).collect(),
            busiest: busiest.into_iter().take(BUSIEST).map(hour_at).collect(),
        })
    }

    /// The busiest hours in words: what the drawing says.
    fn said(&self) -> String {
        let hour = |hour: &WeekHour| {
            let count = self.counts.get(hour.index()).copied().unwrap_or(0);
            format!("{} {:02}:00 ({count})", hour.day_name(), hour.hour)
        };
        let hours: Vec<String> = self.busiest.iter().map(hour).collect();
        format!("Busiest: {}", hours.join(", "))
    }

    /// Draws it.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, memory: &mut Memory) {
        let chosen = memory.hour.or(self.busiest.first().copied()).unwrap_or(hour_at(0));
        if let Some(next) = self.grid(ui, cx.tokens, chosen) {
            memory.hour = Some(next);
        }
        let points = format::counted(self.points, "sighting", "sightings");
        let weeks = format::counted(self.weeks, "week", "weeks");
        let about = format!("{}. Local time of each place, {points} in {weeks}", self.said());
        text(ui, Type::Small, cx.tokens.text_muted, about);
        ui.add_space(4.0);
        super::heading(ui, cx.tokens, "Where next");
        if let Some(statement) = self.likely.get(memory.hour.unwrap_or(chosen).index()) {
            statement.ui(ui, cx);
        }
        let hint = "Click an hour, or move with the arrow keys. A regularity, not a prediction";
        text(ui, Type::Small, cx.tokens.text_faint, hint);
        if !self.habits.is_empty() {
            super::heading(ui, cx.tokens, "Fixed hours");
            list(ui, cx, memory, ("habits", 0), &self.habits, 4);
        }
    }

    /// Draws the hours; returns the one just chosen.
    fn grid(&self, ui: &mut Ui, tokens: &Tokens, chosen: WeekHour) -> Option<WeekHour> {
        let size = Vec2::new(ui.available_width(), 7.0 * ROW + HOURS);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let count = |hour: WeekHour| self.counts.get(hour.index()).copied().unwrap_or(0);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "Hours of the week");
            let here = format::counted(u64::from(count(chosen)), "sighting", "sightings");
            info.current_text_value = Some(format!("{}: {here}. {}", words::hour(chosen), self.said()));
            info
        });
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let cells = rect.with_min_x(rect.left() + DAYS).with_max_y(rect.bottom() - HOURS);
        if ui.is_rect_visible(rect) {
            self.paint(ui, tokens, cells, chosen);
            focus_ring(ui, &response, rect, 3, tokens);
        }
        let under = response.hover_pos().and_then(|pos| hour_under(cells, pos));
        if let Some(hour) = under {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            let here = format::counted(u64::from(count(hour)), "sighting", "sightings");
            response.clone().on_hover_text_at_pointer(format!("{}: {here}", words::hour(hour)));
        }
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
        clicked.and_then(|pos| hour_under(cells, pos)).or_else(|| moved(ui, &response, chosen))
    }

    fn paint(&self, ui: &Ui, tokens: &Tokens, cells: Rect, chosen: WeekHour) {
        let most = self.counts.iter().copied().max().unwrap_or(1).max(1) as f32;
        let painter = ui.painter();
        for (index, count) in self.counts.iter().enumerate() {
            let hour = hour_at(index);
            let cell = cell(cells, hour).shrink(0.75);
            let radius = CornerRadius::same(2);
            painter.rect_filled(cell, radius, Tokens::tint(tokens.text, 0.05));
            if *count > 0 {
                // The square root keeps single sightings visible beside busy hours.
                let strength = 0.18 + 0.82 * (*count as f32 / most).sqrt();
                painter.rect_filled(cell, radius, Tokens::tint(tokens.accent, strength));
            }
            if hour == chosen {
                painter.rect_stroke(cell, radius, Stroke::new(1.5, tokens.text), StrokeKind::Outside);
            }
        }
        for day in 0..7_u8 {
            let name = WeekHour { weekday: day, hour: 0 }.day_name();
            let anchor = Pos2::new(cells.left() - DAYS, cells.top() + (f32::from(day) + 0.5) * ROW);
            let name = name.get(..3).unwrap_or_default();
            painter.text(anchor, Align2::LEFT_CENTER, name, Type::Tiny.font(), tokens.text_faint);
        }
        for hour in [0, 6, 12, 18] {
            let anchor = Pos2::new(cell(cells, WeekHour { weekday: 6, hour }).left(), cells.bottom() + 3.0);
            painter.text(anchor, Align2::LEFT_TOP, format!("{hour:02}"), Type::Tiny.font(), tokens.text_faint);
        }
    }
}

fn likely_statement(dossier: &Dossier, hour: WeekHour, likely: &Likely) -> Statement {
    let detail = format!(
        "{} of {} dates on which anything is known, {}",
        likely.dates,
        likely.of_dates,
        words::bounds(likely.bounds)
    );
    let title = format!("{}: {}", words::hour(hour), words::place(dossier, likely.place));
    Statement::new(title, detail, Basis::sightings(dossier, likely.sightings.iter().copied()))
}

fn cell(cells: Rect, hour: WeekHour) -> Rect {
    let width = cells.width() / 24.0;
    let corner = cells.min + Vec2::new(f32::from(hour.hour) * width, f32::from(hour.weekday) * ROW);
    Rect::from_min_size(corner, Vec2::new(width, ROW))
}

fn hour_under(cells: Rect, pos: Pos2) -> Option<WeekHour> {
    if !cells.contains(pos) {
        return None;
    }
    let hour = ((pos.x - cells.left()) / cells.width() * 24.0) as u8;
    let weekday = ((pos.y - cells.top()) / ROW) as u8;
    Some(WeekHour { weekday: weekday.min(6), hour: hour.min(23) })
}

/// Where the arrow keys lead from `hour`, while the clock has the focus.
fn moved(ui: &Ui, response: &Response, hour: WeekHour) -> Option<WeekHour> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let WeekHour { weekday, hour } = hour;
    if pressed(Key::ArrowLeft) {
        Some(WeekHour { weekday, hour: hour.saturating_sub(1) })
    } else if pressed(Key::ArrowRight) {
        Some(WeekHour { weekday, hour: (hour + 1).min(23) })
    } else if pressed(Key::ArrowUp) {
        Some(WeekHour { weekday: weekday.saturating_sub(1), hour })
    } else if pressed(Key::ArrowDown) {
        Some(WeekHour { weekday: (weekday + 1).min(6), hour })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_is_found_under_its_own_cell() {
        let cells = Rect::from_min_size(Pos2::new(30.0, 10.0), Vec2::new(312.0, 7.0 * ROW));
        for index in 0..168 {
            let hour = hour_at(index);
            assert_eq!(hour.index(), index);
            assert_eq!(hour_under(cells, cell(cells, hour).center()), Some(hour));
        }
        assert_eq!(hour_under(cells, Pos2::new(29.0, 12.0)), None);
    }
}
