//! The week by hours: seven rows of twenty-four cells.

use egui::{Align2, CornerRadius, EventFilter, Key, Modifiers, Pos2, Rect, Response, Stroke, StrokeKind, Ui, Vec2};

use crate::analysis::{WeekHour, WeekHours};
use crate::gui::format;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

/// Room for the names of days, and for the hours.
const DAYS: f32 = 32.0;
const HOURS: f32 = 18.0;
/// Hours named as the busiest.
const BUSIEST: usize = 3;

/// Where the cells of a week are on screen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeekLayout {
    cells: Rect,
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeekPart {
    /// One hour of one day.
    Hour(WeekHour),
    /// A whole day, by its name.
    Day(u8),
    /// The same hour of every day, by its figure.
    Column(u8),
}

impl WeekPart {
    /// The hours it stands for.
    pub(crate) fn hours(self) -> WeekHours {
        let at = |weekday, hour| WeekHour { weekday, hour };
        match self {
            Self::Hour(hour) => WeekHours::block(hour, hour),
            Self::Day(day) => WeekHours::block(at(day, 0), at(day, 23)),
            Self::Column(hour) => WeekHours::block(at(0, hour), at(6, hour)),
        }
    }
}

impl WeekLayout {
    /// Into all of `rect`.
    pub(crate) fn new(rect: Rect) -> Self {
        Self { cells: rect.with_min_x(rect.left() + DAYS).with_max_y(rect.bottom() - HOURS) }
    }

    /// The height of a week whose days are so high.
    pub(crate) const fn height(day: f32) -> f32 {
        7.0 * day + HOURS
    }

    fn size(&self) -> Vec2 {
        Vec2::new(self.cells.width() / 24.0, self.cells.height() / 7.0)
    }

    /// The cell of an hour.
    pub(crate) fn cell(&self, hour: WeekHour) -> Rect {
        let size = self.size();
        let corner = self.cells.min + Vec2::new(f32::from(hour.hour) * size.x, f32::from(hour.weekday) * size.y);
        Rect::from_min_size(corner, size)
    }

    /// The hour nearest to a position, wherever that is.
    pub(crate) fn nearest(&self, pos: Pos2) -> WeekHour {
        let size = self.size();
        let at = pos - self.cells.min;
        let index = |offset: f32, size: f32, last: f32| (offset / size.max(1.0)).floor().clamp(0.0, last) as u8;
        WeekHour { weekday: index(at.y, size.y, 6.0), hour: index(at.x, size.x, 23.0) }
    }

    /// The hour under a position.
    pub(crate) fn hour_under(&self, pos: Pos2) -> Option<WeekHour> {
        self.cells.contains(pos).then(|| self.nearest(pos))
    }

    /// What is under a position, names and figures included.
    pub(crate) fn part_under(&self, pos: Pos2) -> Option<WeekPart> {
        let nearest = self.nearest(pos);
        if self.cells.contains(pos) {
            Some(WeekPart::Hour(nearest))
        } else if self.cells.y_range().contains(pos.y) && pos.x < self.cells.left() {
            Some(WeekPart::Day(nearest.weekday))
        } else if self.cells.x_range().contains(pos.x) && pos.y > self.cells.bottom() {
            Some(WeekPart::Column(nearest.hour))
        } else {
            None
        }
    }
}

/// What is drawn of a week.
pub(crate) struct WeekDrawing<'a> {
    /// How much there is in each hour, by [`WeekHour::index`].
    pub counts: &'a [u32],
    /// The hours that are not dimmed; all of them when `None`.
    pub chosen: Option<WeekHours>,
    /// The hour the keyboard is at.
    pub cursor: Option<WeekHour>,
    /// The hour of what is under the pointer elsewhere.
    pub marked: Option<WeekHour>,
}

impl WeekDrawing<'_> {
    /// Draws it.
    pub(crate) fn paint(&self, ui: &Ui, tokens: &Tokens, layout: &WeekLayout) {
        let most = self.counts.iter().copied().max().unwrap_or(1).max(1) as f32;
        let painter = ui.painter();
        let radius = CornerRadius::same(2);
        for (index, count) in self.counts.iter().enumerate() {
            let hour = WeekHour::at(index);
            let cell = layout.cell(hour).shrink(0.75);
            let is_dimmed = self.chosen.is_some_and(|chosen| !chosen.contains(hour));
            painter.rect_filled(cell, radius, Tokens::tint(tokens.text, 0.05));
            if *count > 0 {
                // The square root keeps single items visible beside busy hours.
                let strength = 0.18 + 0.82 * (*count as f32 / most).sqrt();
                let colour = if is_dimmed { tokens.text_faint } else { tokens.accent };
                painter.rect_filled(cell, radius, Tokens::tint(colour, strength * if is_dimmed { 0.45 } else { 1.0 }));
            }
            let ring = |colour| painter.rect_stroke(cell, radius, Stroke::new(1.5, colour), StrokeKind::Outside);
            if self.chosen.is_some() && !is_dimmed {
                painter.rect_stroke(cell, radius, Stroke::new(1.0, tokens.text_muted), StrokeKind::Inside);
            }
            if Some(hour) == self.cursor {
                ring(tokens.text);
            }
            if Some(hour) == self.marked {
                ring(tokens.select);
            }
        }
        names(ui, tokens, layout);
    }
}

fn names(ui: &Ui, tokens: &Tokens, layout: &WeekLayout) {
    let painter = ui.painter();
    for weekday in 0..7_u8 {
        let day = WeekHour { weekday, hour: 0 };
        let anchor = Pos2::new(layout.cells.left() - DAYS, layout.cell(day).center().y);
        let name = day.day_name().get(..3).unwrap_or_default();
        painter.text(anchor, Align2::LEFT_CENTER, name, Type::Tiny.font(), tokens.text_faint);
    }
    for hour in [0, 6, 12, 18] {
        let left = layout.cell(WeekHour { weekday: 6, hour }).left();
        let anchor = Pos2::new(left, layout.cells.bottom() + 3.0);
        painter.text(anchor, Align2::LEFT_TOP, format!("{hour:02}"), Type::Tiny.font(), tokens.text_faint);
    }
}

/// The busiest hours, busiest first.
pub(crate) fn busiest(counts: &[u32]) -> Vec<WeekHour> {
    let mut busiest: Vec<usize> = (0..counts.len()).filter(|i| counts[*i] > 0).collect();
    busiest.sort_by_key(|i| (std::cmp::Reverse(counts[*i]), *i));
    busiest.into_iter().take(BUSIEST).map(WeekHour::at).collect()
}

/// The busiest hours in words: what the drawing says.
pub(crate) fn said(counts: &[u32]) -> String {
    let hour = |hour: &WeekHour| {
        let count = counts.get(hour.index()).copied().unwrap_or(0);
        format!("{} {:02}:00 ({})", hour.day_name(), hour.hour, format::count(count.into()))
    };
    let hours: Vec<String> = busiest(counts).iter().map(hour).collect();
    format!("Busiest: {}", hours.join(", "))
}

/// Where the arrow keys, held with `modifiers`, lead from `hour` while the week has the focus.
pub(crate) fn moved(ui: &Ui, response: &Response, modifiers: Modifiers, hour: WeekHour) -> Option<WeekHour> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
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
        let rect = Rect::from_min_size(Pos2::new(10.0, 10.0), Vec2::new(344.0, WeekLayout::height(18.0)));
        let layout = WeekLayout::new(rect);
        for hour in (0..168).map(WeekHour::at) {
            let middle = layout.cell(hour).center();
            assert_eq!(layout.hour_under(middle), Some(hour));
            assert_eq!(layout.part_under(middle), Some(WeekPart::Hour(hour)));
        }
        assert_eq!(layout.hour_under(Pos2::new(29.0, 12.0)), None);
        assert_eq!(layout.part_under(Pos2::new(29.0, 12.0)), Some(WeekPart::Day(0)));
        assert_eq!(layout.part_under(rect.right_bottom() - Vec2::splat(2.0)), Some(WeekPart::Column(23)));
        assert_eq!(layout.part_under(rect.left_bottom()), None);
        assert_eq!(layout.nearest(rect.right_bottom()), WeekHour { weekday: 6, hour: 23 });
    }

    #[test]
    fn names_and_figures_stand_for_days_and_columns() {
        assert_eq!(WeekPart::Day(3).hours().len(), 24);
        let column = WeekPart::Column(7).hours();
        assert_eq!(column.len(), 7);
        assert!(column.iter().all(|h| h.hour == 7));
    }
}
