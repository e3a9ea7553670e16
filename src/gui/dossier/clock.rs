//! The week by hours, in local time of each place, and where somebody most likely is at one of them.

use egui::{CursorIcon, Modifiers, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::dossier::{Dossier, Likely, WeekHour, Withheld};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::week::{self, WeekDrawing, WeekLayout};
use crate::gui::widgets::{focus_ring, text};

use super::basis::Basis;
use super::statement::Statement;
use super::{Memory, list, words};

/// Height of a day.
const ROW: f32 = 18.0;

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

impl Clock {
    /// The clock of a dossier, or why there is none.
    pub(super) fn new(dossier: &Dossier) -> Result<Self, Withheld> {
        let routine = dossier.routine.as_ref().map_err(|why| *why)?;
        let likely = |index: usize| {
            let hour = WeekHour::at(index);
            match routine.likely_at(hour) {
                Some(likely) => likely_statement(dossier, hour, &likely),
                None => Statement::new(format!("Nothing is known of {}", words::hour(hour)), "", Basis::default()),
            }
        };
        Ok(Self {
            counts: routine.counts.clone(),
            points: routine.points,
            weeks: routine.weeks,
            likely: (0..routine.counts.len()).map(likely).collect(),
            habits: routine.habits.iter().map(|h| likely_statement(dossier, h.hour, &h.likely)).collect(),
            busiest: week::busiest(&routine.counts),
        })
    }

    /// Everything it says.
    #[cfg(test)]
    pub(super) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.likely.iter().chain(&self.habits)
    }

    /// Draws it.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, memory: &mut Memory) {
        let chosen = memory.hour.or(self.busiest.first().copied()).unwrap_or(WeekHour::at(0));
        if let Some(next) = self.grid(ui, cx.tokens, chosen) {
            memory.hour = Some(next);
        }
        let points = format::counted(self.points, "sighting", "sightings");
        let weeks = format::counted(self.weeks, "week", "weeks");
        let about = format!("{}. Local time of each place, {points} in {weeks}", week::said(&self.counts));
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
        let size = Vec2::new(ui.available_width(), WeekLayout::height(ROW));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let count = |hour: WeekHour| self.counts.get(hour.index()).copied().unwrap_or(0);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "Hours of the week");
            let here = format::counted(u64::from(count(chosen)), "sighting", "sightings");
            info.current_text_value = Some(format!("{}: {here}. {}", words::hour(chosen), week::said(&self.counts)));
            info
        });
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let layout = WeekLayout::new(rect);
        if ui.is_rect_visible(rect) {
            let drawing = WeekDrawing { counts: &self.counts, chosen: None, cursor: Some(chosen), marked: None };
            drawing.paint(ui, tokens, &layout);
            focus_ring(ui, &response, rect, 3, tokens);
        }
        let under = response.hover_pos().and_then(|pos| layout.hour_under(pos));
        if let Some(hour) = under {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            let here = format::counted(u64::from(count(hour)), "sighting", "sightings");
            response.clone().on_hover_text_at_pointer(format!("{}: {here}", words::hour(hour)));
        }
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
        let clicked = clicked.and_then(|pos| layout.hour_under(pos));
        clicked.or_else(|| week::moved(ui, &response, Modifiers::NONE, chosen))
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
