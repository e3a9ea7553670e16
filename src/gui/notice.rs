//! Short messages that come and go at the bottom of the window.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Role, Stroke, WidgetInfo};

use super::icons::Icon;
use super::metrics::{ICON, RADIUS_CARD};
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::icon_button;

/// How long a message stays, in seconds.
const SECONDS: f64 = 6.0;

/// The messages that are shown now.
#[derive(Default)]
pub(crate) struct Notices {
    shown: Vec<(String, f64)>,
}

impl Notices {
    /// Shows a message; the same one again only starts its time anew.
    pub(crate) fn add(&mut self, text: String, now: f64) {
        self.shown.retain(|(other, _)| *other != text);
        self.shown.push((text, now));
    }

    /// Draws them above everything, and takes away those whose time is over.
    pub(crate) fn ui(&mut self, ctx: &Context, tokens: &Tokens) {
        let now = ctx.input(|i| i.time);
        self.shown.retain(|(_, since)| now - since < SECONDS);
        let Some(oldest) = self.shown.iter().map(|(_, since)| *since).min_by(f64::total_cmp) else { return };
        ctx.request_repaint_after(Duration::from_secs_f64((oldest + SECONDS - now).max(0.05)));
        let mut dismissed = None;
        let area = Area::new(Id::unique("notices")).order(Order::Tooltip).anchor(Align2::CENTER_BOTTOM, [0.0, -24.0]);
        area.show(ctx, |ui| {
            for (index, (text, _)) in self.shown.iter().enumerate() {
                let frame = Frame::new()
                    .fill(tokens.card)
                    .stroke(Stroke::new(1.0, tokens.border))
                    .corner_radius(RADIUS_CARD)
                    .shadow(ui.visuals().popup_shadow)
                    .inner_margin(Margin::symmetric(14, 6));
                frame.show(ui, |ui| {
                    ui.horizontal(|ui| {
                        let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(ICON), egui::Sense::hover());
                        Icon::Info.paint(ui.painter(), rect.center(), ICON, tokens.select);
                        let label = ui.label(Type::Body.text(text.clone(), tokens.text));
                        label.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
                        if icon_button(ui, tokens, Icon::Close, "Dismiss message").clicked() {
                            dismissed = Some(index);
                        }
                    });
                });
            }
        });
        if let Some(index) = dismissed {
            self.shown.remove(index);
        }
    }
}
