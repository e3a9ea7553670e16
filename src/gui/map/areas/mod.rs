//! Areas that the user draws on the map: the one to look at alone.

mod select;
mod shape;
mod toolbar;

use egui::{Key, Modifiers, Painter, Rect, Response, Stroke, Ui};

use crate::gui::cx::ViewCx;
use crate::gui::state::MapTool;
use crate::gui::typography::Type;

use super::projector::Projector;
use select::Selecting;
pub(super) use toolbar::{COLUMN, ui as toolbar};

/// Corners of a circle on screen.
const CIRCLE: usize = 180;

/// What is being drawn.
#[derive(Debug, Default)]
pub(super) struct Areas {
    selecting: Selecting,
}

impl Areas {
    /// Turns what the user does into areas. Returns whether the map must not move by it.
    pub(super) fn steer(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        if response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::A)) {
            select::select_view(cx, projector);
        }
        if ui.input(|i| i.key_pressed(Key::Escape)) {
            self.selecting.cancel();
        }
        self.selecting.steer(ui, response, cx, projector)
    }

    /// Whether a drag draws and does not move the map.
    pub(super) fn draws(&self) -> bool {
        self.selecting.draws()
    }

    /// Draws what lies below marks and names.
    pub(super) fn paint(painter: &Painter, projector: &Projector, cx: &ViewCx<'_>) {
        if let Some(area) = &cx.view.filter.area {
            let rings = area.fence().rings(CIRCLE);
            shape::fill(painter, projector, &rings, cx.tokens.select.gamma_multiply(0.08), 1.0);
            shape::stroke(painter, projector, &rings, Stroke::new(1.5, cx.tokens.select));
        }
    }

    /// Draws what is being drawn, and what to do.
    pub(super) fn paint_over(&self, painter: &Painter, projector: &Projector, cx: &ViewCx<'_>) {
        self.selecting.paint(painter, cx, projector);
        if let Some(words) = hint(cx.view.tool) {
            paint_hint(painter, projector.rect, words, cx);
        }
    }
}

/// What to do with a tool.
const fn hint(tool: MapTool) -> Option<&'static str> {
    match tool {
        MapTool::Hand => None,
        MapTool::Box => Some("Drag a box around what to look at alone · Esc puts the tool down"),
        MapTool::Lasso => Some("Draw around what to look at alone · Esc puts the tool down"),
    }
}

fn paint_hint(painter: &Painter, rect: Rect, words: &str, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    let galley = painter.layout_no_wrap(words.to_owned(), Type::Small.font(), tokens.text);
    let size = galley.size() + egui::vec2(28.0, 14.0);
    let centre = egui::pos2(rect.center().x, rect.top() + super::overlay::EDGE + size.y / 2.0);
    let card = Rect::from_center_size(centre, size);
    painter.rect(card, size.y / 2.0, tokens.map_card, Stroke::new(1.0, tokens.select), egui::StrokeKind::Inside);
    painter.galley(card.center() - galley.size() / 2.0, galley, tokens.text);
}
