//! How to ask each platform for one's export, in the format that can be read best.

use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::gui::icons::Icon;
use crate::gui::metrics::RADIUS_CARD;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{card, focus_ring, section, text};
use crate::model::PlatformId;
use crate::platform::{Guide, PLATFORMS};

/// The icon of a platform's guides.
fn icon_of(platform: PlatformId) -> Icon {
    match platform.0 {
        "instagram" | "bereal" | "snapchat" | "pixelfed" => Icon::Camera,
        "google" => Icon::Bookmark,
        "photos" | "flickr" | "apple" => Icon::Image,
        "strava" | "garmin" => Icon::Pulse,
        "telegram" | "whatsapp" | "discord" | "reddit" | "tinder" => Icon::Message,
        "x" | "threads" | "mastodon" | "facebook" => Icon::Post,
        "swarm" | "untappd" | "inaturalist" | "ebird" => Icon::Pin,
        "tiktok" => Icon::Video,
        "tracks" | "owntracks" | "polarsteps" | "uber" => Icon::Footprints,
        _ => Icon::Device,
    }
}

/// Platforms that most people come with, in the order in which they are offered; the others follow by name.
const FIRST: &[&str] = &["instagram", "google", "facebook", "x", "snapchat", "tiktok", "strava", "photos", "tracks"];
/// Guides in a row.
const COLUMNS: usize = 3;
const GAP: f32 = 8.0;
const HEIGHT: f32 = 36.0;

fn guides() -> Vec<(PlatformId, &'static Guide)> {
    let mut guides: Vec<(PlatformId, &Guide)> =
        PLATFORMS.iter().flat_map(|p| p.guides().iter().map(|guide| (p.id(), guide))).collect();
    guides.sort_by_key(|(id, guide)| {
        let place = FIRST.iter().position(|first| *first == id.0);
        (place.unwrap_or(FIRST.len()), if place.is_none() { guide.title.to_lowercase() } else { String::new() })
    });
    guides
}

/// Draws the guides, one of them unfolded at most.
pub(super) fn ui(ui: &mut Ui, tokens: &Tokens, open: &mut Option<usize>) {
    ui.set_width(super::COLUMN);
    text(ui, Type::Section, tokens.text_faint, "How to get your own export");
    ui.add_space(4.0);
    let guides = guides();
    let width = (super::COLUMN - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
    for (row, chunk) in guides.chunks(COLUMNS).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (column, (id, guide)) in chunk.iter().enumerate() {
                let index = row * COLUMNS + column;
                let is_open = *open == Some(index);
                if name_ui(ui, tokens, icon_of(*id), guide, width, is_open) {
                    *open = if is_open { None } else { Some(index) };
                }
            }
        });
        // The steps stand under the row that they belong to, where the eye is.
        if let Some((_, guide)) = open.filter(|index| index / COLUMNS == row).and_then(|index| guides.get(index)) {
            card(ui, tokens, |ui| {
                text(ui, Type::Strong, tokens.text, format!("{}: {}", guide.title, guide.hint));
                ui.add_space(4.0);
                steps_ui(ui, tokens, guide);
            });
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

/// The name of a platform, to unfold its guide. Returns whether it was clicked.
fn name_ui(ui: &mut Ui, tokens: &Tokens, icon: Icon, guide: &Guide, width: f32, is_open: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, true, is_open, format!("How to get your export: {}", guide.title))
    });
    if ui.is_rect_visible(rect) {
        let active = response.hovered() || is_open;
        let fill = if active { tokens.card_hovered } else { tokens.card };
        let border = if is_open { tokens.select } else { tokens.border };
        let painter = ui.painter();
        painter.rect(rect, CornerRadius::same(RADIUS_CARD), fill, Stroke::new(1.0, border), StrokeKind::Inside);
        let y = rect.center().y;
        icon.paint(painter, egui::pos2(rect.left() + 18.0, y), 16.0, tokens.text_muted);
        let mut job = egui::text::LayoutJob::simple_singleline(guide.title.to_owned(), Type::Small.font(), tokens.text);
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 42.0);
        let galley = painter.layout_job(job);
        painter.galley(egui::pos2(rect.left() + 33.0, y - galley.size().y / 2.0), galley, tokens.text);
        focus_ring(ui, &response, rect, RADIUS_CARD, tokens);
    }
    response.on_hover_text(guide.hint).clicked()
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
