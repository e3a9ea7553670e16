//! Rows of the panels: a switch with a mark, a label and a count; a field with its value.

use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::gui::format;
use crate::gui::metrics::{RADIUS, ROW_HEIGHT};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::focus_ring;

/// A row that switches something on and off.
pub(crate) struct SwitchRow<'a> {
    /// What it switches.
    pub label: &'a str,
    /// The number at the end of the row.
    pub count: Option<u64>,
    /// Whether it is on.
    pub on: bool,
    /// Whether rows that are on are set off by a background (one of many chosen) or those that
    /// are off are dimmed (all shown but a few).
    pub chosen: bool,
    /// What it means, shown on hover.
    pub hint: &'a str,
}

/// Room for the mark at the start of a row.
const MARK_WIDTH: f32 = 26.0;

impl SwitchRow<'_> {
    /// Shows the row; `mark` draws what stands before the label, around the given point.
    pub(crate) fn ui(self, ui: &mut Ui, tokens: &Tokens, mark: impl FnOnce(&Painter, Pos2)) -> Response {
        let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let name = match self.count {
            Some(count) => format!("{}, {}", self.label, format::count(count)),
            None => self.label.to_owned(),
        };
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), self.on, &name));
        if ui.is_rect_visible(rect) {
            let ground = rect.expand2(Vec2::new(6.0, 0.0));
            if response.hovered() {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), tokens.card_hovered);
            } else if self.chosen && self.on {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), Tokens::tint(tokens.select, 0.18));
            }
            let dimmed = !self.on && !self.chosen;
            let mut painter = ui.painter().clone();
            if dimmed {
                painter.multiply_opacity(0.55);
            }
            mark(&painter, Pos2::new(rect.left() + 8.0, rect.center().y));
            self.paint_text(&painter, rect, tokens);
            focus_ring(ui, &response, ground, RADIUS, tokens);
        }
        if self.hint.is_empty() { response } else { response.on_hover_text(self.hint) }
    }

    fn paint_text(&self, painter: &Painter, rect: egui::Rect, tokens: &Tokens) {
        let layout = |count: String| painter.layout_no_wrap(count, Type::Small.font(), tokens.text_muted);
        let mut count = layout(self.count.map_or_else(String::new, format::count));
        let mut job = egui::text::LayoutJob::simple_singleline(self.label.to_owned(), Type::Body.font(), tokens.text);
        let needed = painter.layout_job(job.clone()).size().x;
        let room = |count: &egui::Galley| rect.width() - MARK_WIDTH - count.size().x - 10.0;
        if needed > room(&count) {
            // The label says what is counted: the digits give way first.
            count = layout(self.count.map_or_else(String::new, format::count_short));
        }
        job.wrap = egui::text::TextWrapping::truncate_at_width(room(&count));
        let label = painter.layout_job(job);
        let y = rect.center().y;
        let struck = !self.on && !self.chosen;
        let left = rect.left() + MARK_WIDTH;
        let width = label.size().x;
        painter.galley(Pos2::new(left, y - label.size().y / 2.0), label, tokens.text);
        if struck {
            painter.hline(left..=left + width, y + 0.5, egui::Stroke::new(1.0, tokens.text_muted));
        }
        let corner = Align2::RIGHT_CENTER.anchor_size(Pos2::new(rect.right(), y), count.size()).min;
        painter.galley(corner, count, tokens.text_muted);
    }
}

/// A label and its value in one line, the value wrapping under itself.
pub(crate) fn field_row(ui: &mut Ui, tokens: &Tokens, label: &str, value: impl Into<String>, colour: Color32) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(86.0, 17.0), Sense::hover());
        let anchor = rect.left_center();
        ui.painter().text(anchor, Align2::LEFT_CENTER, label, Type::Small.font(), tokens.text_faint);
        let value: String = value.into();
        let response = super::text(ui, Type::Small, colour, value.clone());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
    });
}

/// A row of two lines that leads somewhere: a title and what is to be said about it, both wrapping.
pub(crate) struct GapRow<'a> {
    /// What it leads to.
    pub title: &'a str,
    /// More about it.
    pub detail: &'a str,
}

impl GapRow<'_> {
    /// Shows the row; `mark` draws what stands before the title, around the given point.
    pub(crate) fn ui(self, ui: &mut Ui, tokens: &Tokens, mark: impl FnOnce(&Painter, Pos2)) -> Response {
        let room = ui.available_width() - MARK_WIDTH;
        let layout = |text: &str, kind: Type, colour| ui.painter().layout(text.to_owned(), kind.font(), colour, room);
        let title = layout(self.title, Type::Small, tokens.text);
        let detail = layout(self.detail, Type::Tiny, tokens.text_muted);
        let size = Vec2::new(ui.available_width(), title.size().y + detail.size().y + 7.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let name = format!("{}, {}", self.title, self.detail);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            let ground = rect.expand2(Vec2::new(6.0, 0.0));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), tokens.card_hovered);
            }
            let corner = Pos2::new(rect.left() + MARK_WIDTH, rect.top() + 3.0);
            let below = corner + Vec2::new(0.0, title.size().y + 1.0);
            mark(ui.painter(), Pos2::new(rect.left() + 8.0, corner.y + 8.0));
            ui.painter().galley(corner, title, tokens.text);
            ui.painter().galley(below, detail, tokens.text_muted);
            focus_ring(ui, &response, ground, RADIUS, tokens);
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}
