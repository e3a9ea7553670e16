//! A switch between a few choices, side by side.

use egui::{Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::gui::metrics::{CONTROL_HEIGHT, RADIUS};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::focus_ring;

/// Shows the choices as `(value, text shown, name)` and returns the one just chosen. The chosen
/// one is filled with `fill` and written in `on_fill`.
pub(crate) fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    tokens: &Tokens,
    choices: &[(T, &str, &str)],
    current: T,
    (fill, on_fill): (Color32, Color32),
) -> Option<T> {
    let layout = |text: &str, chosen: bool| {
        let kind = if chosen { Type::SmallStrong } else { Type::Small };
        ui.painter().layout_no_wrap(text.to_owned(), kind.font(), Color32::PLACEHOLDER)
    };
    let galleys: Vec<_> = choices.iter().map(|(value, text, _)| layout(text, *value == current)).collect();
    let widths: Vec<f32> = galleys.iter().map(|g| g.size().x + 24.0).collect();
    let size = Vec2::new(widths.iter().sum(), CONTROL_HEIGHT);
    let (outer, group) = ui.allocate_exact_size(size, Sense::hover());
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect(outer, radius, tokens.card, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
    let mut chosen = None;
    let mut left = outer.left();
    for (index, ((value, _, name), (galley, width))) in choices.iter().zip(galleys.into_iter().zip(widths)).enumerate()
    {
        let rect = Rect::from_min_size(egui::pos2(left, outer.top()), Vec2::new(width, size.y));
        left += width;
        let is_current = *value == current;
        let response = ui.interact(rect, group.id.with(index), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_current, name));
        if response.clicked() && !is_current {
            chosen = Some(*value);
        }
        let colour = match (is_current, response.hovered()) {
            (true, _) => on_fill,
            (false, true) => tokens.text,
            (false, false) => tokens.text_muted,
        };
        if is_current {
            ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(RADIUS - 1), fill);
        }
        let corner = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
        ui.painter().galley(corner, galley, colour);
        focus_ring(ui, &response, rect, RADIUS, tokens);
    }
    chosen
}
