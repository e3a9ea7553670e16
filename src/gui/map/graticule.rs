//! Faint lines of latitude and longitude, at round degrees.

use egui::{Painter, Stroke};

use crate::analysis::mercator::WorldPoint;
use crate::gui::theme::Tokens;

use super::projector::Projector;

/// Degrees between lines, coarse to fine.
const STEPS: [f64; 9] = [30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1];
/// Least distance between lines, points.
const APART: f64 = 150.0;

/// Draws the lines.
pub(super) fn paint(painter: &Painter, projector: &Projector, tokens: &Tokens) {
    let apart = |step: f64| step / 360.0 * projector.scale;
    let Some(step) = STEPS.into_iter().rev().find(|step| apart(*step) >= APART) else { return };
    // Near by they would pass for roads.
    let strength = ((9.0 - projector.zoom) / 3.0).clamp(0.0, 1.0) as f32;
    let stroke = Stroke::new(1.0, tokens.graticule.gamma_multiply(strength));
    let (min, max) = projector.bounds(0.0);
    let rect = projector.rect;
    let lines =
        |from: f64, to: f64| ((from / step).ceil() as i64..=(to / step).floor() as i64).map(move |i| i as f64 * step);
    for lon in lines(min.x * 360.0 - 180.0, max.x * 360.0 - 180.0) {
        let x = projector.screen(WorldPoint { x: (lon + 180.0) / 360.0, y: 0.5 }).x;
        painter.vline(x, rect.y_range(), stroke);
    }
    for lat in lines(max.lat(), min.lat()) {
        let y = projector.screen(WorldPoint { x: projector.centre.x, y: WorldPoint::from_degrees(lat, 0.0).y }).y;
        painter.hline(rect.x_range(), y, stroke);
    }
}
