//! Buttons.

use egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::gui::icons::Icon;
use crate::gui::metrics::{CONTROL_HEIGHT, GAP_SMALL, ICON, RADIUS};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::focus_ring;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ButtonStyle {
    /// The one thing to do here.
    Primary,
    /// One of several things to do.
    Secondary,
    /// Without a frame until the pointer is over it.
    Quiet,
}

struct Look {
    fill: Color32,
    line: Color32,
    text: Color32,
}

fn look(style: ButtonStyle, lit: bool, tokens: &Tokens) -> Look {
    match (style, lit) {
        (ButtonStyle::Primary, _) => Look {
            fill: if lit { Tokens::tint(tokens.accent, 0.88) } else { tokens.accent },
            line: Color32::TRANSPARENT,
            text: tokens.on_accent,
        },
        (ButtonStyle::Secondary, false) => Look { fill: tokens.card, line: tokens.border, text: tokens.text },
        (ButtonStyle::Secondary, true) => {
            Look { fill: tokens.card_hovered, line: tokens.text_faint, text: tokens.text }
        }
        (ButtonStyle::Quiet, false) => {
            Look { fill: Color32::TRANSPARENT, line: Color32::TRANSPARENT, text: tokens.text_muted }
        }
        (ButtonStyle::Quiet, true) => Look { fill: tokens.card_hovered, line: Color32::TRANSPARENT, text: tokens.text },
    }
}

/// A button with a text and perhaps an icon before it.
pub(crate) fn button(ui: &mut Ui, tokens: &Tokens, style: ButtonStyle, icon: Option<Icon>, label: &str) -> Response {
    let galley = ui.painter().layout_no_wrap(label.to_owned(), Type::Control.font(), Color32::PLACEHOLDER);
    let icon_width = if icon.is_some() { ICON + GAP_SMALL } else { 0.0 };
    let size = Vec2::new(galley.size().x + icon_width + 26.0, CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    if ui.is_rect_visible(rect) {
        let look = look(style, response.hovered() || response.has_focus(), tokens);
        frame(ui, rect, &look);
        let painter = ui.painter();
        let mut left = rect.left() + 13.0;
        if let Some(icon) = icon {
            icon.paint(painter, Pos2::new(left + ICON / 2.0, rect.center().y), ICON, look.text);
            left += icon_width;
        }
        let corner = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect.with_min_x(left)).min;
        painter.galley(corner, galley, look.text);
        focus_ring(ui, &response, rect, RADIUS, tokens);
    }
    response
}

/// A square button with an icon alone; its name is read by screen readers and shown on hover.
pub(crate) fn icon_button(ui: &mut Ui, tokens: &Tokens, icon: Icon, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(CONTROL_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let look = look(ButtonStyle::Quiet, response.hovered() || response.has_focus(), tokens);
        frame(ui, rect, &look);
        let colour = if ui.is_enabled() { look.text } else { Tokens::tint(tokens.text_faint, 0.5) };
        icon.paint(ui.painter(), rect.center(), ICON + 1.0, colour);
        focus_ring(ui, &response, rect, RADIUS, tokens);
    }
    response.on_hover_text(name)
}

fn frame(ui: &Ui, rect: Rect, look: &Look) {
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect(rect, radius, look.fill, Stroke::new(1.0, look.line), StrokeKind::Inside);
}
