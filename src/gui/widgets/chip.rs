//! A pill that stands for an active filter and takes it away when clicked.

use egui::{Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::gui::icons::Icon;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::focus_ring;

const HEIGHT: f32 = 26.0;

/// A pill with a text and a cross; `name` says what a click does.
pub(crate) fn chip(ui: &mut Ui, tokens: &Tokens, icon: Icon, label: &str, name: &str) -> Response {
    let galley = ui.painter().layout_no_wrap(label.to_owned(), Type::Small.font(), Color32::PLACEHOLDER);
    let size = Vec2::new(galley.size().x + 58.0, HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        paint(ui, rect, &response, icon, galley, tokens);
    }
    response.on_hover_text(name)
}

fn paint(ui: &Ui, rect: Rect, response: &Response, icon: Icon, galley: std::sync::Arc<egui::Galley>, tokens: &Tokens) {
    let lit = response.hovered() || response.has_focus();
    let painter = ui.painter();
    let radius = CornerRadius::same((HEIGHT / 2.0) as u8);
    let fill = if lit { tokens.card_hovered } else { tokens.card };
    painter.rect(rect, radius, fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
    let y = rect.center().y;
    icon.paint(painter, Pos2::new(rect.left() + 17.0, y), 14.0, tokens.text_muted);
    painter.galley(Pos2::new(rect.left() + 29.0, y - galley.size().y / 2.0), galley, tokens.text);
    let cross = if lit { tokens.text } else { tokens.text_faint };
    Icon::Close.paint(painter, Pos2::new(rect.right() - 15.0, y), 12.0, cross);
    focus_ring(ui, response, rect, (HEIGHT / 2.0) as u8, tokens);
}
