//! How to ask each platform for one's export, in the format that can be read best.

use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::gui::icons::Icon;
use crate::gui::metrics::RADIUS_CARD;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{focus_ring, section, text};
use crate::model::PlatformId;
use crate::platform::{Guide, PLATFORMS};

/// The icon of a platform's guides.
fn icon_of(platform: PlatformId) -> Icon {
    match platform.0 {
        "instagram" => Icon::Camera,
        "google" => Icon::Bookmark,
        "photos" => Icon::Image,
        "strava" | "garmin" => Icon::Pulse,
        "tracks" => Icon::Footprints,
        _ => Icon::Device,
    }
}

/// Draws the guides, one of them unfolded at most.
pub(super) fn ui(ui: &mut Ui, tokens: &Tokens, open: &mut Option<usize>) {
    ui.set_width(super::COLUMN);
    text(ui, Type::Section, tokens.text_faint, "How to get your own export");
    ui.add_space(4.0);
    let guides = PLATFORMS.iter().flat_map(|p| p.guides().iter().map(|guide| (icon_of(p.id()), guide)));
    for (index, (icon, guide)) in guides.enumerate() {
        let is_open = *open == Some(index);
        if header_ui(ui, tokens, icon, guide, is_open) {
            *open = if is_open { None } else { Some(index) };
        }
        if is_open {
            steps_ui(ui, tokens, guide);
        }
    }
    if open.is_none() {
        section(ui, tokens, "What happens to it");
        for line in [
            "It is read where it lies. Nothing is unpacked, copied, changed or remembered",
            "Only ever open exports of your own accounts",
        ] {
            text(ui, Type::Small, tokens.text_muted, line);
        }
    }
}

fn header_ui(ui: &mut Ui, tokens: &Tokens, icon: Icon, guide: &Guide, is_open: bool) -> bool {
    let size = Vec2::new(ui.available_width(), 46.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, true, is_open, format!("How to get your export: {}", guide.title))
    });
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() { tokens.card_hovered } else { tokens.card };
        let radius = CornerRadius::same(RADIUS_CARD);
        let painter = ui.painter();
        painter.rect(rect, radius, fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
        let y = rect.center().y;
        icon.paint(painter, egui::pos2(rect.left() + 24.0, y), 19.0, tokens.text_muted);
        let left = egui::pos2(rect.left() + 46.0, y);
        painter.text(left, egui::Align2::LEFT_CENTER, guide.title, Type::Strong.font(), tokens.text);
        let caret = if is_open { Icon::CaretUp } else { Icon::CaretDown };
        caret.paint(painter, egui::pos2(rect.right() - 20.0, y), 13.0, tokens.text_faint);
        let right = egui::pos2(rect.right() - 36.0, y);
        painter.text(right, egui::Align2::RIGHT_CENTER, guide.hint, Type::Small.font(), tokens.text_faint);
        focus_ring(ui, &response, rect, RADIUS_CARD, tokens);
    }
    response.clicked()
}

fn steps_ui(ui: &mut Ui, tokens: &Tokens, guide: &Guide) {
    for (number, step) in guide.steps.iter().enumerate() {
        ui.horizontal_top(|ui| {
            ui.add_space(14.0);
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
            ui.painter().circle_filled(rect.center(), 9.0, tokens.card_hovered);
            let label = (number + 1).to_string();
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, label, Type::Tiny.font(), tokens.text_muted);
            text(ui, Type::Small, tokens.text_muted, *step);
        });
    }
    ui.add_space(6.0);
}
