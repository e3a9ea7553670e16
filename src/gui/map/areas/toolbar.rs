//! The buttons that choose what a drag on the map does.

use egui::{Rect, Ui, pos2, vec2};

use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::icons::Icon;
use crate::gui::map::overlay::{BUTTON, Control, EDGE, GAP_BETWEEN, ZOOM_COLUMN};
use crate::gui::state::MapTool;

/// Between the buttons that move the map and these.
const APART: f32 = 12.0;

const TOOLS: &[(MapTool, Icon, &str)] = &[
    (MapTool::Box, Icon::Selection, "Select a box on the map"),
    (MapTool::Lasso, Icon::Lasso, "Select with a lasso on the map"),
    (MapTool::Circle, Icon::Circle, "Draw a circle to watch"),
    (MapTool::Outline, Icon::Polygon, "Draw an outline to watch"),
];

/// Height of all buttons on the map, points.
pub(in crate::gui::map) const COLUMN: f32 =
    ZOOM_COLUMN + APART + TOOLS.len() as f32 * (BUTTON + GAP_BETWEEN) - GAP_BETWEEN;

/// Draws the buttons.
pub(in crate::gui::map) fn ui(ui: &mut Ui, rect: Rect, cx: &ViewCx<'_>) {
    let mut top = rect.top() + EDGE + ZOOM_COLUMN + APART;
    for (tool, icon, name) in TOOLS {
        let place = Rect::from_min_size(pos2(rect.right() - EDGE - BUTTON, top), vec2(BUTTON, BUTTON));
        let on = cx.view.tool == *tool;
        if (Control { icon: *icon, name, on: Some(on) }).ui(ui, place, cx.tokens).clicked() {
            cx.actions.send(Action::SetTool(if on { MapTool::Hand } else { *tool }));
        }
        top += BUTTON + GAP_BETWEEN;
    }
}
