//! Items at the very same spot, laid out around it so that each can be pointed at: many posts share the exact position
//! of the place they are tagged with.

use egui::{Painter, Stroke, Vec2};

use crate::analysis::mercator::WorldPoint;
use crate::gui::theme::Tokens;
use crate::model::ItemId;

use super::super::projector::Projector;
use super::super::shown::{Key, Shown};
use super::{ClusterTarget, Drawn, Target, ease};

/// Most items laid out. The badge in the middle still tells how many there are, and the table lists them all.
const MOST: usize = 90;
/// Distance between neighbours, points.
const STEP: f32 = 17.0;
/// Seconds in which they take their places.
const SECONDS: f64 = 0.2;

/// Items laid out around their spot.
#[derive(Debug)]
pub(super) struct Spread {
    key: Key,
    centre: WorldPoint,
    zoom: f64,
    /// In order of time.
    items: Vec<ItemId>,
    born: f64,
}

impl Spread {
    pub(super) fn new(cluster: &ClusterTarget, projector: &Projector, shown: &Shown, now: f64) -> Self {
        let places = cluster.members.iter().cloned().flatten();
        let mut items: Vec<ItemId> = places.map(|at| ItemId(shown.positions.items.key(at))).collect();
        items.sort_unstable();
        items.truncate(MOST);
        Self { key: shown.key, centre: cluster.centre, zoom: projector.zoom, items, born: now }
    }

    /// Whether it still fits what is shown.
    pub(super) fn is_current(&self, projector: &Projector, shown: &Shown) -> bool {
        self.key == shown.key && (projector.zoom - self.zoom).abs() < 0.4
    }

    /// Adds the items where they are now. Returns whether they are still moving.
    pub(super) fn place(
        &self,
        projector: &Projector,
        _shown: &Shown,
        now: Option<f64>,
        drawn: &mut Vec<Drawn>,
    ) -> bool {
        let t = now.map_or(1.0, |now| ((now - self.born) / SECONDS).clamp(0.0, 1.0)) as f32;
        let middle = projector.screen(self.centre);
        for (id, offset) in self.items.iter().zip(layout(self.items.len())) {
            let at = ease(middle, middle + offset, t);
            drawn.push(Drawn { at, radius: 6.0, opacity: t, what: Target::Item(*id) });
        }
        t < 1.0
    }

    /// Draws the lines from the spot to the items.
    pub(super) fn paint_legs(&self, painter: &Painter, projector: &Projector, drawn: &[Drawn], tokens: &Tokens) {
        let middle = projector.screen(self.centre);
        let stroke = Stroke::new(1.0, tokens.map_label.gamma_multiply(0.45));
        // They were added last.
        for leg in drawn.iter().rev().take(self.items.len()) {
            painter.line_segment([middle, leg.at], stroke);
        }
    }
}

/// Places around a middle: a circle for a few, a spiral for many.
fn layout(count: usize) -> Vec<Vec2> {
    if count <= 12 {
        let radius = (STEP * count as f32 / std::f32::consts::TAU).max(32.0);
        let angle = |i: usize| i as f32 / count as f32 * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2;
        return (0..count).map(|i| Vec2::angled(angle(i)) * radius).collect();
    }
    let (mut angle, mut radius) = (-std::f32::consts::FRAC_PI_2, 32.0f32);
    let place = |_| {
        let at = Vec2::angled(angle) * radius;
        let turn = STEP / radius;
        angle += turn;
        radius += STEP * turn / std::f32::consts::TAU * 1.15;
        at
    };
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_items_can_be_told_apart() {
        for count in [2, 5, 12, 13, 40, MOST] {
            let places = layout(count);
            assert_eq!(places.len(), count);
            for (i, a) in places.iter().enumerate() {
                assert!(a.length() > 25.0, "clear of the badge");
                for b in &places[i + 1..] {
                    assert!((*a - *b).length() > 12.0, "{count}: {a} {b}");
                }
            }
        }
    }
}
