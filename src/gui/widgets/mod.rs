//! The controls of this program: every one has a name, a focus ring, and looks like the others.

mod button;
mod chip;
mod row;
mod segmented;
pub(crate) mod week;

pub(crate) use button::{ButtonStyle, button, icon_button};
pub(crate) use chip::chip;
pub(crate) use row::{GapRow, SwitchRow, field_row};
pub(crate) use segmented::segmented;

use egui::{Color32, CornerRadius, Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::icons::Icon;
use super::metrics::{CARD_MARGIN, GAP_LARGE, ICON, LINE, RADIUS_CARD};
use super::theme::Tokens;
use super::typography::Type;

/// Draws the ring around the widget that has the keyboard.
pub(crate) fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8, tokens: &Tokens) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, tokens.select);
        ui.painter().rect_stroke(rect.expand(1.0), CornerRadius::same(radius + 1), stroke, StrokeKind::Outside);
    }
}

/// A heading of a section, in small capitals, with room above.
pub(crate) fn section(ui: &mut Ui, tokens: &Tokens, title: &str) {
    ui.add_space(GAP_LARGE - 8.0);
    text(ui, Type::Section, tokens.text_faint, title);
    ui.add_space(1.0);
}

/// Text that wraps.
pub(crate) fn text(ui: &mut Ui, kind: Type, colour: Color32, text: impl Into<String>) -> Response {
    ui.add(egui::Label::new(kind.text(text, colour)).wrap())
}

/// Text on one line, cut with an ellipsis where there is no more room; the whole of it on hover.
pub(crate) fn line(ui: &mut Ui, kind: Type, colour: Color32, text: impl Into<String>) -> Response {
    ui.add(egui::Label::new(kind.text(text, colour)).truncate())
}

/// An icon in front of a line of small text.
pub(crate) fn line_icon(ui: &mut Ui, icon: Icon, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ICON, LINE), Sense::hover());
    icon.paint(ui.painter(), rect.center(), ICON - 1.0, colour);
}

/// The frame of a card.
pub(crate) fn card_frame(tokens: &Tokens) -> Frame {
    Frame::new()
        .fill(tokens.card)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(RADIUS_CARD))
        .inner_margin(Margin::same(CARD_MARGIN))
}

/// A card as wide as there is room.
pub(crate) fn card<R>(ui: &mut Ui, tokens: &Tokens, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let show = |ui: &mut Ui| {
        ui.set_width(ui.available_width());
        contents(ui)
    };
    card_frame(tokens).show(ui, show).inner
}
