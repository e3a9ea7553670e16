//! Areas that the user draws on the map: the one to look at alone, and the fences that are watched.

mod card;
mod draw;
mod handles;
mod select;
mod shape;
mod toolbar;

use egui::{Align2, Color32, Key, Modifiers, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui, vec2};

use crate::analysis::mercator::WorldPoint;
use crate::gui::action::{Action, FenceEdit};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::state::{MapTool, WATCH_METRES};
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, button};
use crate::lens::{Corner, Fence, Shape, distance};
use crate::model::GeoPoint;

use super::overlay::{BUTTON, EDGE};
use super::projector::Projector;
use card::Card;
use draw::Drafting;
use handles::{Handles, Part};
use select::Selecting;
pub(super) use toolbar::{COLUMN, ui as toolbar};

/// More fences than this are filled in coarser rows.
const FEW: usize = 12;
/// Names of fences are cut to so many characters.
const NAME: usize = 28;

/// What of the user's doing is not for the map itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// A drag draws.
    pub drag: bool,
    /// A click draws, or is for a fence.
    pub click: bool,
}

/// What is being drawn and changed.
#[derive(Debug, Default)]
pub(super) struct Areas {
    selecting: Selecting,
    drafting: Drafting,
    handles: Handles,
    card: Card,
    /// Where the names of fences were drawn last.
    names: Vec<(usize, Rect)>,
    /// Where the menu was opened.
    menu_at: Option<GeoPoint>,
}

impl Areas {
    /// Turns what the user does into areas.
    pub(super) fn steer(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> Taken {
        if ui.ctx().current_pass_index() > 0 {
            // The same events again, for a second try at the same frame.
            return Taken { drag: self.draws(), click: cx.view.tool.draws_fences() };
        }
        if ui.input(|i| i.key_pressed(Key::Escape)) {
            self.selecting.cancel();
            self.handles.cancel();
        }
        if response.has_focus() {
            keys(ui, cx, projector);
        }
        let held = cx.view.tool == MapTool::Hand && self.handles.steer(ui, response, cx, projector);
        let drawn = !held && self.drafting.steer(ui, response, cx, projector);
        let drag = held || drawn || self.selecting.steer(ui, response, cx, projector);
        let click = cx.view.tool.draws_fences() || self.click(response, cx, projector);
        Taken { drag, click }
    }

    /// Whether a drag draws and does not move the map.
    pub(super) fn draws(&self) -> bool {
        self.selecting.draws() || self.handles.holds() || self.drafting.draws()
    }

    /// A click on the name of a fence chooses it, one on its cross takes it away. Returns whether it was such a click.
    fn click(&self, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        let Some(pos) = response.interact_pointer_pos().filter(|_| response.clicked()) else { return false };
        if let Some((index, fence)) = handles::chosen(cx)
            && handles::at(fence, projector, pos) == Some(Part::Remove)
        {
            cx.actions.send(Action::Fences(FenceEdit::Remove(index)));
            return true;
        }
        let named = self.names.iter().find(|(_, rect)| rect.contains(pos));
        if let Some((index, _)) = named {
            let chosen = cx.view.watch.selected == Some(*index);
            cx.actions.send(Action::Fences(FenceEdit::Choose((!chosen).then_some(*index))));
        }
        named.is_some()
    }

    /// The menu of a place on the map: opened now at `clicked`, or still open where it was.
    pub(super) fn menu(&mut self, response: &Response, cx: &ViewCx<'_>, clicked: Option<GeoPoint>) {
        self.menu_at = clicked.or(self.menu_at);
        let Some(at) = self.menu_at else { return };
        response.context_menu(|ui| {
            let label = format!("Watch here, {} around", distance(WATCH_METRES));
            if button(ui, cx.tokens, ButtonStyle::Quiet, Some(Icon::Eye), &label).clicked() {
                draw::add_circle(cx, at, WATCH_METRES);
                ui.close();
            }
        });
    }

    /// Draws what lies below marks and names.
    pub(super) fn paint(&mut self, painter: &Painter, projector: &Projector, cx: &ViewCx<'_>) {
        self.names.clear();
        let step = if cx.view.watch.fences.len() > FEW { 3.0 } else { 1.0 };
        for (index, fence) in cx.view.watch.fences.iter().enumerate() {
            let fence = self.handles.changed(index).unwrap_or(fence);
            let chosen = cx.view.watch.selected == Some(index);
            let width = if chosen { 2.5 } else { 1.5 };
            let rings = fence.rings(corners(fence, projector));
            if shape::is_seen(projector, &rings) {
                paint_shape(painter, projector, &rings, (cx.tokens.accent, width, 0.13), step);
                self.names.extend(name(painter, projector, &rings, index, cx).map(|rect| (index, rect)));
            }
        }
        if let Some(area) = &cx.view.filter.area {
            let rings = area.fence().rings(corners(area.fence(), projector));
            paint_shape(painter, projector, &rings, (cx.tokens.select, 1.5, 0.08), 1.0);
        }
    }

    /// Draws what is being drawn, the handles, and what to do.
    pub(super) fn paint_over(&self, painter: &Painter, projector: &Projector, cx: &ViewCx<'_>, pointer: Option<Pos2>) {
        self.selecting.paint(painter, cx, projector);
        self.drafting.paint(painter, pointer, cx, projector);
        self.handles.paint(painter, cx, projector);
        if let Some(words) = hint(cx.view.tool) {
            let mut room = projector.rect.with_max_x(projector.rect.right() - 2.0 * EDGE - BUTTON);
            if card::is_shown(cx) {
                room = room.with_min_x(self.card.rect(projector.rect).right());
            }
            paint_hint(painter, room, words, cx);
        }
    }

    /// Where the list of fences lies over the map, if it is shown.
    pub(super) fn card_rect(&self, rect: Rect, cx: &ViewCx<'_>) -> Option<Rect> {
        card::is_shown(cx).then(|| self.card.rect(rect))
    }

    /// Draws the list of fences over the map.
    pub(super) fn card_ui(&mut self, ui: &mut Ui, rect: Rect, cx: &ViewCx<'_>) {
        if card::is_shown(cx) {
            self.card.ui(ui, rect, cx);
        }
    }
}

/// The stretch of the world around one fence or all of them.
pub(super) fn extent(cx: &ViewCx<'_>, which: Option<usize>) -> Option<(WorldPoint, WorldPoint)> {
    let wanted = |index: usize| which.is_none_or(|which| which == index);
    let fences = cx.view.watch.fences.iter().enumerate().filter(|(index, _)| wanted(*index));
    fences.filter_map(|(_, fence)| shape::extent(&fence.rings(36))).reduce(|(min, max), (low, high)| {
        // Neighbours on both sides of the antimeridian stay neighbours.
        let shift = (f64::midpoint(min.x, max.x) - f64::midpoint(low.x, high.x)).round();
        (
            WorldPoint { x: min.x.min(low.x + shift), y: min.y.min(low.y) },
            WorldPoint { x: max.x.max(high.x + shift), y: max.y.max(high.y) },
        )
    })
}

fn keys(ui: &Ui, cx: &ViewCx<'_>, projector: &Projector) {
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if pressed(Key::A) {
        select::select_view(cx, projector);
    }
    if let Some(index) = cx.view.watch.selected
        && pressed(Key::Delete)
    {
        cx.actions.send(Action::Fences(FenceEdit::Remove(index)));
    }
}

/// The corners that make a circle round on screen.
fn corners(fence: &Fence, projector: &Projector) -> usize {
    match &fence.shape {
        Shape::Circle { centre, radius_metres } => shape::corners(*radius_metres, *centre, projector),
        Shape::Outline(_) => 0,
    }
}

fn paint_shape(
    painter: &Painter,
    projector: &Projector,
    rings: &[Vec<Corner>],
    (colour, width, fill): (Color32, f32, f32),
    step: f32,
) {
    shape::fill(painter, projector, rings, colour.gamma_multiply(fill), step);
    shape::stroke(painter, projector, rings, Stroke::new(width, colour));
}

/// Draws the name of a fence above it. Returns where.
fn name(
    painter: &Painter,
    projector: &Projector,
    rings: &[Vec<Corner>],
    index: usize,
    cx: &ViewCx<'_>,
) -> Option<Rect> {
    let fence = cx.view.watch.fences.get(index)?;
    let top = rings.iter().flatten().copied().max_by(|a, b| a.lat.total_cmp(&b.lat))?;
    let at = projector.screen(projector.nearest_copy(shape::world(top)));
    let chosen = cx.view.watch.selected == Some(index);
    let tokens = cx.tokens;
    let (ground, ink) = if chosen { (tokens.accent, tokens.on_accent) } else { (tokens.map_card, tokens.text) };
    let text = format::one_line(&fence.name, NAME);
    let galley = painter.layout_no_wrap(text, Type::SmallStrong.font(), ink);
    let rect = Align2::CENTER_BOTTOM.anchor_size(at - vec2(0.0, 6.0), galley.size() + vec2(16.0, 6.0));
    painter.rect(rect, rect.height() / 2.0, ground, Stroke::new(1.0, tokens.accent), StrokeKind::Inside);
    painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
    Some(rect)
}

/// What to do with a tool.
const fn hint(tool: MapTool) -> Option<&'static str> {
    match tool {
        MapTool::Hand => None,
        MapTool::Box => Some("Drag a box around what to look at alone; Esc stops"),
        MapTool::Lasso => Some("Draw around what to look at alone; Esc stops"),
        MapTool::Circle => Some("Press on the centre and drag to the radius, or just click; Esc stops"),
        MapTool::Outline => Some("Click the corners; double click or Enter ends, Esc stops"),
    }
}

fn paint_hint(painter: &Painter, room: Rect, words: &str, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    let width = (room.width() - 2.0 * EDGE - 28.0).max(120.0);
    let mut job = egui::text::LayoutJob::simple(words.to_owned(), Type::Small.font(), tokens.text, width);
    job.halign = egui::Align::Center;
    let galley = painter.layout_job(job);
    let size = galley.size() + vec2(28.0, 14.0);
    let card = Rect::from_center_size(egui::pos2(room.center().x, room.top() + EDGE + size.y / 2.0), size);
    painter.rect(card, 14.0, tokens.map_card, Stroke::new(1.0, tokens.select), StrokeKind::Inside);
    painter.galley(egui::pos2(card.center().x, card.top() + 7.0), galley, tokens.text);
}
