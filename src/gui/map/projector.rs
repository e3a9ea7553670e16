//! From the world to the screen and back, for one frame.

use std::ops::RangeInclusive;

use egui::{Pos2, Rect, pos2};

use crate::analysis::mercator::{WorldPoint, metres_per_world};

use super::camera::Camera;

/// Width of the world in points at zoom 0.
pub(crate) const WORLD_POINTS: f64 = 256.0;

/// The transformation of one frame. Positions stay `f64` until the origin of the view is taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projector {
    /// Where the map is on screen.
    pub rect: Rect,
    /// The position in the middle of it.
    pub centre: WorldPoint,
    /// Zoom; each step doubles the scale.
    pub zoom: f64,
    /// Points on screen for one width of the world.
    pub scale: f64,
}

impl Projector {
    pub(crate) fn new(rect: Rect, camera: &Camera) -> Self {
        Self { rect, centre: camera.centre, zoom: camera.zoom, scale: WORLD_POINTS * camera.zoom.exp2() }
    }

    /// Where a position is on screen; not wrapped: add whole numbers to `x` for the copies of the world.
    pub(crate) fn screen(&self, at: WorldPoint) -> Pos2 {
        let middle = self.rect.center();
        pos2(
            ((at.x - self.centre.x) * self.scale + f64::from(middle.x)) as f32,
            ((at.y - self.centre.y) * self.scale + f64::from(middle.y)) as f32,
        )
    }

    /// The position at a point on screen; `x` beyond `[0, 1]` lies in another copy of the world.
    pub(crate) fn world(&self, at: Pos2) -> WorldPoint {
        let offset = at - self.rect.center();
        WorldPoint {
            x: self.centre.x + f64::from(offset.x) / self.scale,
            y: self.centre.y + f64::from(offset.y) / self.scale,
        }
    }

    /// The stretch of the world that is seen, and `margin` points around it.
    pub(crate) fn bounds(&self, margin: f32) -> (WorldPoint, WorldPoint) {
        let rect = self.rect.expand(margin);
        (self.world(rect.min), self.world(rect.max))
    }

    /// Whether a stretch of the world holds all that is seen, and `margin` points around it.
    pub(crate) fn is_within(&self, (min, max): (WorldPoint, WorldPoint), margin: f32) -> bool {
        let (view_min, view_max) = self.bounds(margin);
        min.x <= view_min.x && min.y <= view_min.y && max.x >= view_max.x && max.y >= view_max.y
    }

    /// The copies of the world that are seen, with `margin` points around the view: 0 is the one with `x` in `[0, 1]`.
    pub(crate) fn copies(&self, margin: f32) -> RangeInclusive<i32> {
        let (min, max) = self.bounds(margin);
        min.x.floor() as i32..=max.x.floor() as i32
    }

    /// The copy of a position that is closest to the middle of the view.
    pub(crate) fn nearest_copy(&self, at: WorldPoint) -> WorldPoint {
        WorldPoint { x: at.x + (self.centre.x - at.x).round(), y: at.y }
    }

    /// Points on screen for a metre on the ground at height `y`.
    pub(crate) fn points_per_metre(&self, y: f64) -> f64 {
        self.scale / metres_per_world(y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn screen_and_world_agree(x in 0.0f64..1.0, y in 0.0f64..1.0, zoom in 0.5f64..19.0, sx in 0.0f32..1440.0, sy in 0.0f32..900.0) {
            let rect = Rect::from_min_size(pos2(270.0, 48.0), egui::vec2(1440.0, 900.0));
            let projector = Projector::new(rect, &Camera { centre: WorldPoint { x, y }, zoom });
            let at = rect.min + egui::vec2(sx, sy);
            prop_assert!((projector.screen(projector.world(at)) - at).length() < 1e-2);
        }
    }
}
