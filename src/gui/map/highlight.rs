//! The selected and the hovered item: rings, the circle of uncertainty, and how far what the public could see lies
//! from what the platform holds.

use egui::{Align2, Painter, Pos2, Shape, Stroke, Vec2};

use crate::analysis::mercator::WorldPoint;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::typography::Type;
use crate::model::{Item, ItemId, Location};

use super::pins::Pins;
use super::projector::Projector;

/// Uncertainty smaller than this on screen is not drawn, points.
const LEAST_CIRCLE: f64 = 14.0;
/// A public position nearer than this on screen is not drawn apart.
const LEAST_LINK: f32 = 12.0;

/// Where an item is drawn: where its mark is, or where it would be.
fn place(id: ItemId, cx: &ViewCx<'_>, projector: &Projector, pins: &Pins) -> Option<Pos2> {
    let at = cx.dataset().items.get(id.index())?.location?.point;
    let own = || projector.screen(projector.nearest_copy(WorldPoint::from_geo(at)));
    Some(pins.position_of(id).unwrap_or_else(own))
}

/// Draws the hovered item, wherever it is hovered.
pub(super) fn hovered(painter: &Painter, id: ItemId, cx: &ViewCx<'_>, projector: &Projector, pins: &mut Pins) {
    let Some(at) = place(id, cx, projector, pins) else { return };
    if let Some(item) = cx.dataset().items.get(id.index()) {
        uncertainty(painter, item, cx, projector);
    }
    pins.paint_one(painter, at, cx, id, 1.35);
    painter.circle_stroke(at, 11.5, Stroke::new(1.5, cx.tokens.selection[0].gamma_multiply(0.85)));
}

/// Rings the items that something hovered elsewhere stands for.
pub(super) fn several(painter: &Painter, ids: &[ItemId], cx: &ViewCx<'_>, projector: &Projector, pins: &Pins) {
    let stroke = Stroke::new(1.5, cx.tokens.selection[0].gamma_multiply(0.85));
    for at in ids.iter().filter_map(|id| place(*id, cx, projector, pins)) {
        if projector.rect.contains(at) {
            painter.circle_stroke(at, 8.0, stroke);
        }
    }
}

/// Draws the selected item: a double ring, as large whatever the zoom.
pub(super) fn selected(painter: &Painter, id: ItemId, cx: &ViewCx<'_>, projector: &Projector, pins: &mut Pins) {
    let Some(at) = place(id, cx, projector, pins) else { return };
    let [outer, inner] = cx.tokens.selection;
    if let Some(item) = cx.dataset().items.get(id.index()) {
        uncertainty(painter, item, cx, projector);
        public_position(painter, at, id, item, cx, projector);
    }
    painter.circle_stroke(at, 20.0, Stroke::new(4.5, inner.gamma_multiply(0.55)));
    painter.circle_stroke(at, 20.0, Stroke::new(2.25, outer));
    dashed_circle(painter, at, 15.0, Stroke::new(1.75, cx.tokens.accent));
    pins.paint_one(painter, at, cx, id, 1.2);
}

/// The circle in which the position lies, when it is known only roughly.
fn uncertainty(painter: &Painter, item: &Item, cx: &ViewCx<'_>, projector: &Projector) {
    let Some(Location { point, accuracy_metres: Some(metres), .. }) = item.location else { return };
    let world = projector.nearest_copy(WorldPoint::from_geo(point));
    let radius = metres * projector.points_per_metre(world.y);
    if (LEAST_CIRCLE..20_000.0).contains(&radius) {
        let (at, colour) = (projector.screen(world), cx.tokens.select);
        painter.circle(at, radius as f32, colour.gamma_multiply(0.10), Stroke::new(1.25, colour.gamma_multiply(0.7)));
    }
}

/// The line from what the platform holds to what the public could see, with its length.
fn public_position(painter: &Painter, at: Pos2, id: ItemId, item: &Item, cx: &ViewCx<'_>, projector: &Projector) {
    let (Some(held), Some(public)) = (item.location, cx.exposure.public_location(cx.dataset(), id)) else { return };
    let tokens = cx.tokens;
    let end = projector.screen(projector.nearest_copy(WorldPoint::from_geo(public.point)));
    if (end - at).length() < LEAST_LINK {
        return;
    }
    let colour = tokens.accent;
    let towards = (end - at).normalized();
    let line = [at + towards * 20.0, end - towards * 7.0];
    painter.line_segment(line, Stroke::new(4.0, tokens.mark_outline.gamma_multiply(0.5)));
    painter.extend(Shape::dashed_line(&line, Stroke::new(1.75, colour), 6.0, 4.0));
    let square = egui::Rect::from_center_size(end, Vec2::splat(11.0));
    painter.rect(square, 2.0, tokens.mark_outline, Stroke::new(2.0, colour), egui::StrokeKind::Inside);
    let text = format!("Public saw it here, {} away", format::distance(held.point.distance_metres(public.point)));
    let below = if towards.y < -0.3 { (-18.0, Align2::CENTER_BOTTOM) } else { (12.0, Align2::CENTER_TOP) };
    tag(painter, end + Vec2::new(0.0, below.0), below.1, text, cx);
}

fn tag(painter: &Painter, at: Pos2, align: Align2, text: String, cx: &ViewCx<'_>) {
    let galley = painter.layout_no_wrap(text, Type::Tiny.font(), cx.tokens.text);
    let rect = align.anchor_size(at, galley.size());
    painter.rect_filled(rect.expand2(Vec2::new(6.0, 3.0)), 5.0, cx.tokens.map_card);
    painter.galley(rect.min, galley, cx.tokens.text);
}

fn dashed_circle(painter: &Painter, at: Pos2, radius: f32, stroke: Stroke) {
    let around: Vec<Pos2> =
        (0..=64).map(|i| at + Vec2::angled(i as f32 / 64.0 * std::f32::consts::TAU) * radius).collect();
    let dash = std::f32::consts::TAU * radius / 24.0;
    painter.extend(Shape::dashed_line(&around, stroke, dash, dash));
}
