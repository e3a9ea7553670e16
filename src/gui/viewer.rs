//! A picture of an item, large, over everything else.

use egui::{Id, Key, Modal, Modifiers, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::metrics::RADIUS;
use super::pictures::{Picture, PictureSize, Pictures};
use super::seen_marks;
use super::typography::Type;
use super::widgets::{card_frame, icon_button, text};
use crate::archive::EntryId;
use crate::model::ItemId;
use crate::vision::Seen;

/// Which picture is shown large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Viewer {
    /// The item.
    pub item: ItemId,
    /// Which of its pictures and videos.
    pub index: usize,
}

/// Part of the window that the picture may take.
const SHARE: f32 = 0.8;

impl Viewer {
    /// Draws it, and says whether it is to stay open.
    pub(crate) fn ui(&mut self, ui: &Ui, cx: &ViewCx<'_>, pictures: &mut Pictures) -> bool {
        let item = cx.item(self.item);
        let last = item.media.len().saturating_sub(1);
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowRight) {
            self.index = (self.index + 1).min(last);
        }
        if pressed(Key::ArrowLeft) {
            self.index = self.index.saturating_sub(1);
        }
        let Some(media) = item.media.get(self.index) else { return false };
        let picture = media.file.map(|file| pictures.get(ui.ctx(), file, PictureSize::Large));
        let room = ui.ctx().content_rect().size() * SHARE - Vec2::new(0.0, 40.0);
        let frame = card_frame(cx.tokens).inner_margin(12).shadow(ui.visuals().popup_shadow);
        let modal = Modal::new(Id::unique("picture")).frame(frame).backdrop_color(cx.tokens.shadow);
        let mut stays = true;
        let response = modal.show(ui.ctx(), |ui| {
            let size = shown_size(picture.as_ref(), room);
            ui.set_width(size.x.max(360.0));
            ui.horizontal(|ui| {
                if last > 0 {
                    if icon_button(ui, cx.tokens, Icon::CaretLeft, "Previous picture").clicked() {
                        self.index = self.index.saturating_sub(1);
                    }
                    text(ui, Type::Small, cx.tokens.text_muted, format!("{} / {}", self.index + 1, last + 1));
                    if icon_button(ui, cx.tokens, Icon::CaretRight, "Next picture").clicked() {
                        self.index = (self.index + 1).min(last);
                    }
                }
                text(ui, Type::Mono, cx.tokens.text_muted, format::short_path(&media.path, 70));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    stays = !icon_button(ui, cx.tokens, Icon::Close, "Close the picture").clicked();
                });
            });
            let seen = media.file.and_then(|file| cx.looks.of(EntryId(file))).and_then(|seen| seen.as_ref().ok());
            ui.vertical_centered(|ui| picture_ui(ui, cx, picture.as_ref(), seen, size));
        });
        stays && !response.should_close()
    }
}

/// How large the picture is drawn: as large as fits, never larger than twice its own pixels.
fn shown_size(picture: Option<&Picture>, room: Vec2) -> Vec2 {
    let Some(Picture::Shown(texture)) = picture else { return Vec2::new(360.0, 240.0) };
    let own = texture.size_vec2().max(Vec2::splat(1.0));
    own * (room.x / own.x).min(room.y / own.y).clamp(0.01, 2.0)
}

/// The picture, with what the models saw in it framed; without the frames as long as the pointer is pressed on it.
fn picture_ui(ui: &mut Ui, cx: &ViewCx<'_>, picture: Option<&Picture>, seen: Option<&Seen>, size: Vec2) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let framed = seen.filter(|seen| seen_marks::any(seen));
    let says = match picture {
        Some(Picture::Shown(texture)) => {
            let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            let shape = egui::epaint::RectShape::filled(rect, RADIUS, egui::Color32::WHITE);
            ui.painter().add(shape.with_texture(texture.id(), whole));
            if let Some(seen) = framed.filter(|_| !response.is_pointer_button_down_on()) {
                seen_marks::paint(ui.painter(), rect, seen, cx.tokens);
            }
            "The picture, large"
        }
        Some(Picture::Loading) => "The picture is being read",
        Some(Picture::Refused(why)) => why,
        None => "The picture is not in the archive",
    };
    if !matches!(picture, Some(Picture::Shown(_))) {
        let centre = rect.center();
        ui.painter().text(centre, egui::Align2::CENTER_CENTER, says, Type::Body.font(), cx.tokens.text_muted);
    }
    let framed = framed.map_or_else(String::new, |seen| format!("; framed by the models: {}", seen_marks::said(seen)));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{says}{framed}")));
    if !framed.is_empty() {
        text(
            ui,
            Type::Tiny,
            cx.tokens.text_muted,
            "Framed: what the models saw. Hold the pointer down to see the picture",
        );
    }
}
