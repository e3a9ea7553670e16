//! The handles of the chosen fence: move it, change its radius or a corner, take it away.

use egui::{PointerButton, Pos2, Response, Stroke, Ui};

use crate::analysis::mercator::WorldPoint;
use crate::gui::action::{Action, FenceEdit};
use crate::gui::cx::ViewCx;
use crate::gui::icons::Icon;
use crate::gui::map::projector::Projector;
use crate::lens::{Corner, Fence, Shape};
use crate::model::GeoPoint;

use super::shape;

/// How near the pointer has to be to a handle, points.
const REACH: f32 = 10.0;
/// How far east of a fence the cross is that takes it away, points: out of the way of the other handles.
const BESIDE: f32 = 26.0;
/// Outlines with more corners than this are only moved as a whole.
const MOST_CORNERS: usize = 100;

/// A part of a fence that can be taken hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Middle,
    Radius,
    Corner { ring: usize, index: usize },
    Remove,
}

/// A fence that is being changed.
#[derive(Debug)]
struct Held {
    index: usize,
    part: Part,
    /// Where it was taken hold of.
    from: WorldPoint,
    /// What it has become.
    changed: Fence,
}

/// The handle that is held, if any.
#[derive(Debug, Default)]
pub(super) struct Handles {
    held: Option<Held>,
}

impl Handles {
    /// Follows a drag of a handle, and a click on the one that removes. Returns whether one is held.
    pub(super) fn steer(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|i| i.pointer.press_origin())
            && let Some((index, fence)) = chosen(cx)
            && let Some(part) = at(fence, projector, origin).filter(|part| *part != Part::Remove)
        {
            self.held = Some(Held { index, part, from: projector.world(origin), changed: fence.clone() });
        }
        self.held.take_if(|held| cx.view.watch.selected != Some(held.index));
        let Some(held) = &mut self.held else { return false };
        let Some(original) = cx.view.watch.fences.get(held.index) else {
            self.held = None;
            return false;
        };
        if let Some(pos) = ui.input(|i| i.pointer.latest_pos())
            && let Some(changed) = changed(original, held.part, held.from, projector.world(pos))
        {
            held.changed = changed;
        }
        if (response.drag_stopped() || !response.dragged())
            && let Some(held) = self.held.take()
            && held.changed != *original
        {
            cx.actions.send(Action::Fences(FenceEdit::Replace(held.index, Box::new(held.changed))));
        }
        true
    }

    /// Whether one is held.
    pub(super) const fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// Forgets what is being changed.
    pub(super) fn cancel(&mut self) {
        self.held = None;
    }

    /// A fence as it is being changed.
    pub(super) fn changed(&self, index: usize) -> Option<&Fence> {
        self.held.as_ref().filter(|held| held.index == index).map(|held| &held.changed)
    }

    /// Draws the handles of the chosen fence.
    pub(super) fn paint(&self, painter: &egui::Painter, cx: &ViewCx<'_>, projector: &Projector) {
        let Some((index, fence)) = chosen(cx) else { return };
        let fence = self.changed(index).unwrap_or(fence);
        let tokens = cx.tokens;
        let stroke = Stroke::new(2.0, tokens.accent);
        for (part, at) in handles(fence, projector) {
            match part {
                Part::Middle => {
                    painter.circle(at, 7.0, tokens.map_card, stroke);
                    painter.circle_filled(at, 2.5, tokens.accent);
                }
                Part::Radius | Part::Corner { .. } => {
                    painter.circle(at, 5.0, tokens.map_card, stroke);
                }
                Part::Remove => {
                    painter.circle(at, 9.0, tokens.accent, Stroke::NONE);
                    Icon::Close.paint(painter, at, 11.0, tokens.on_accent);
                }
            }
        }
    }
}

/// The chosen fence.
pub(super) fn chosen<'a>(cx: &ViewCx<'a>) -> Option<(usize, &'a Fence)> {
    let index = cx.view.watch.selected?;
    Some((index, cx.view.watch.fences.get(index)?))
}

/// The handle under a point on screen.
pub(super) fn at(fence: &Fence, projector: &Projector, pos: Pos2) -> Option<Part> {
    let near = handles(fence, projector).into_iter().map(|(part, at)| (part, (at - pos).length()));
    near.filter(|(_, away)| *away <= REACH).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(part, _)| part)
}

/// Where the handles of a fence are on screen.
fn handles(fence: &Fence, projector: &Projector) -> Vec<(Part, Pos2)> {
    let (middle, east, corners) = match &fence.shape {
        Shape::Circle { centre, .. } => {
            // Of four corners the second lies east.
            let rim = fence.rings(4).first().and_then(|ring| ring.get(1).copied());
            let middle = Corner { lat: centre.lat(), lon: centre.lon() };
            (middle, rim.unwrap_or(middle), Vec::new())
        }
        Shape::Outline(outline) => {
            let (low, high) = outline.corners();
            let middle = Corner { lat: f64::midpoint(low.lat, high.lat), lon: f64::midpoint(low.lon, high.lon) };
            let all = outline.rings();
            let few = all.iter().map(Vec::len).sum::<usize>() <= MOST_CORNERS;
            let corners = all.iter().enumerate().filter(|_| few).flat_map(|(ring, corners)| {
                corners.iter().enumerate().map(move |(index, corner)| (Part::Corner { ring, index }, *corner))
            });
            (middle, Corner { lon: high.lon, ..middle }, corners.collect())
        }
    };
    // All in the copy of the world in which the middle is nearest.
    let place = shape::world(middle);
    let shift = projector.nearest_copy(place).x - place.x;
    let screen = |corner: Corner| {
        let at = shape::world(corner);
        projector.screen(WorldPoint { x: at.x + shift, ..at })
    };
    let mut all = vec![(Part::Middle, screen(middle))];
    if matches!(fence.shape, Shape::Circle { .. }) {
        all.push((Part::Radius, screen(east)));
    }
    all.extend(corners.into_iter().map(|(part, corner)| (part, screen(corner))));
    all.push((Part::Remove, screen(east) + egui::vec2(BESIDE, 0.0)));
    all
}

/// A fence after a part of it was dragged from one position to another; `None` if it would be none.
fn changed(fence: &Fence, part: Part, from: WorldPoint, to: WorldPoint) -> Option<Fence> {
    let moved = |at: WorldPoint| WorldPoint { x: at.x + to.x - from.x, y: (at.y + to.y - from.y).clamp(0.0, 1.0) };
    let name = fence.name.clone();
    match (&fence.shape, part) {
        (Shape::Circle { centre, radius_metres }, Part::Middle) => {
            Fence::circle(name, moved(WorldPoint::from_geo(*centre)).to_geo(), *radius_metres).ok()
        }
        (Shape::Circle { centre, .. }, Part::Radius) => {
            Fence::circle(name, *centre, centre.distance_metres(to.to_geo()).round().max(1.0)).ok()
        }
        (Shape::Outline(outline), Part::Middle | Part::Corner { .. }) => {
            let corner_of = |ring: usize, index: usize, corner: Corner| {
                let at = shape::world(corner);
                if part == Part::Middle || part == (Part::Corner { ring, index }) { moved(at) } else { at }
            };
            let rings: Vec<Vec<GeoPoint>> = outline
                .rings()
                .iter()
                .enumerate()
                .map(|(ring, corners)| {
                    corners.iter().enumerate().map(|(index, c)| corner_of(ring, index, *c).to_geo()).collect()
                })
                .collect();
            Fence::outline(name, &rings).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn geo(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_moved_away_and_back_is_the_same(
            corners in prop::collection::vec((-60.0..60.0_f64, -60.0..60.0_f64), 3..8), (dx, dy) in (-0.4..0.4_f64, -0.1..0.1_f64),
            (lat, lon) in (-70.0..70.0_f64, -180.0..180.0_f64),
        ) {
            let ring: Vec<GeoPoint> = corners.iter().map(|(lat, lon)| geo(*lat, *lon)).collect();
            let from = WorldPoint { x: 0.5, y: 0.5 };
            let to = WorldPoint { x: 0.5 + dx, y: 0.5 + dy };
            for fence in [Fence::outline("o".to_owned(), &[ring]).unwrap(), Fence::circle("c".to_owned(), geo(lat, lon), 5e5).unwrap()] {
                let away = changed(&fence, Part::Middle, from, to).unwrap();
                let back = changed(&away, Part::Middle, to, from).unwrap();
                let clear = fence.holds_position(geo(lat, lon), 50.0).is_some();
                prop_assert!(!clear || back.contains(geo(lat, lon)) == fence.contains(geo(lat, lon)));
            }
        }

        #[test]
        fn the_rim_follows_the_pointer((lat, lon) in (-70.0..70.0_f64, -180.0..180.0_f64), (x, y) in (0.0..1.0_f64, 0.2..0.8_f64)) {
            let fence = Fence::circle("c".to_owned(), geo(lat, lon), 500.0).unwrap();
            let to = WorldPoint { x, y };
            // The largest radius there is reaches a quarter round the Earth.
            if let Some(changed) = changed(&fence, Part::Radius, to, to) {
                let Shape::Circle { centre, radius_metres } = changed.shape else { panic!("a circle stays one") };
                prop_assert!((centre.distance_metres(to.to_geo()) - radius_metres).abs() <= 1.0);
            }
        }
    }

    #[test]
    fn a_corner_moves_alone() {
        let square = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)].map(|(lat, lon)| geo(lat, lon));
        let fence = Fence::outline("s".to_owned(), &[square.to_vec()]).unwrap();
        let from = WorldPoint::from_geo(square[2]);
        let part = Part::Corner { ring: 0, index: 2 };
        let changed = changed(&fence, part, from, WorldPoint::from_geo(geo(20.0, 20.0))).unwrap();
        assert!(changed.contains(geo(14.0, 14.0)) && !fence.contains(geo(14.0, 14.0)));
        let Shape::Outline(outline) = &changed.shape else { panic!("an outline") };
        assert!((outline.rings()[0][3].lat - 10.0).abs() < 1e-9);
    }
}
