//! Drawing the area to look at alone: a box or a lasso.

use egui::{PointerButton, Pos2, Rect, Response, Stroke, StrokeKind, Ui};

use crate::analysis::Area;
use crate::analysis::mercator::WorldPoint;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::map::projector::Projector;
use crate::gui::state::MapTool;
use crate::lens::{Fence, FenceError};
use crate::model::GeoPoint;

/// What is smaller than this is a slip of the hand, points.
const LEAST: f32 = 6.0;
/// Points of a lasso closer together than this are one, points.
const NEAR: f32 = 2.0;
/// Longer edges of a lasso get corners between, so that they are straight on the map, points.
const EDGE: f32 = 6.0;

/// What is being drawn: in positions of the world, so that it stays where it is when the map moves.
#[derive(Debug)]
enum Drawing {
    Box { from: WorldPoint, to: WorldPoint },
    Lasso(Vec<WorldPoint>),
}

/// The area being drawn, if any.
#[derive(Debug, Default)]
pub(super) struct Selecting {
    drawing: Option<Drawing>,
    /// The tool in the hand when it began: putting it down ends the drawing.
    tool: MapTool,
}

impl Selecting {
    /// Follows a drag. Returns whether it draws.
    pub(super) fn steer(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        if response.drag_started_by(PointerButton::Primary) {
            let (shift, origin) = ui.input(|i| (i.modifiers.shift, i.pointer.press_origin()));
            let from = projector.world(origin.unwrap_or(projector.rect.center()));
            self.tool = cx.view.tool;
            self.drawing = match cx.view.tool {
                _ if shift => Some(Drawing::Box { from, to: from }),
                MapTool::Box => Some(Drawing::Box { from, to: from }),
                MapTool::Lasso => Some(Drawing::Lasso(vec![from])),
                MapTool::Hand | MapTool::Circle | MapTool::Outline => None,
            };
        }
        if self.tool != cx.view.tool {
            self.drawing = None;
        }
        let Some(drawing) = &mut self.drawing else { return false };
        if let Some(pointer) = ui.input(|i| i.pointer.latest_pos()) {
            drawing.follow(pointer.clamp(projector.rect.min, projector.rect.max), projector);
        }
        if response.drag_stopped() || !response.dragged() {
            self.finish(cx, projector);
        }
        true
    }

    /// Forgets what is being drawn.
    pub(super) fn cancel(&mut self) {
        self.drawing = None;
    }

    /// Whether something is being drawn.
    pub(super) fn draws(&self) -> bool {
        self.drawing.is_some()
    }

    fn finish(&mut self, cx: &ViewCx<'_>, projector: &Projector) {
        let drawn = match self.drawing.take() {
            Some(Drawing::Box { from, to }) => box_between(projector.screen(from), projector.screen(to), projector),
            Some(Drawing::Lasso(path)) => {
                let path: Vec<Pos2> = path.iter().map(|at| projector.screen(*at)).collect();
                lasso(&path, projector)
            }
            None => None,
        };
        match drawn {
            Some(Ok(area)) => select(cx, area),
            Some(Err(error)) => cx.actions.send(Action::Notify(format!("This is no area: {error}"))),
            None => {}
        }
    }

    /// Draws what is being drawn.
    pub(super) fn paint(&self, painter: &egui::Painter, cx: &ViewCx<'_>, projector: &Projector) {
        let stroke = Stroke::new(1.5, cx.tokens.select);
        match &self.drawing {
            Some(Drawing::Box { from, to }) => {
                let drawn =
                    Rect::from_two_pos(projector.screen(*from), projector.screen(*to)).intersect(projector.rect);
                painter.rect(drawn, 2.0, cx.tokens.select.gamma_multiply(0.14), stroke, StrokeKind::Inside);
            }
            Some(Drawing::Lasso(path)) => {
                let line: Vec<Pos2> = path.iter().map(|at| projector.screen(*at)).collect();
                if let (Some(first), Some(last)) = (line.first(), line.last()) {
                    painter.extend(egui::Shape::dashed_line(&[*last, *first], stroke, 4.0, 4.0));
                }
                painter.add(egui::Shape::line(line, stroke));
            }
            None => {}
        }
    }
}

impl Drawing {
    fn follow(&mut self, pointer: Pos2, projector: &Projector) {
        let at = projector.world(pointer);
        match self {
            Self::Box { to, .. } => *to = at,
            Self::Lasso(path) => {
                let far = |last: &WorldPoint| (projector.screen(*last) - pointer).length() >= NEAR;
                if path.last().is_none_or(far) {
                    path.push(at);
                }
            }
        }
    }
}

/// Shows only what lies in an area, and puts the tool down.
fn select(cx: &ViewCx<'_>, area: Area) {
    let mut filter = cx.view.filter.clone();
    filter.area = Some(area);
    cx.actions.send(Action::SetFilter(Box::new(filter)));
    cx.actions.send(Action::SetTool(MapTool::Hand));
}

/// Shows only what lies in the part of the world that is seen.
pub(super) fn select_view(cx: &ViewCx<'_>, projector: &Projector) {
    if let Some(Ok(area)) = box_between(projector.rect.min, projector.rect.max, projector) {
        select(cx, area);
    }
}

/// The latitude at a height of the map. At its edge that is the pole: what lies beyond is drawn there.
fn latitude(at: WorldPoint, projector: &Projector) -> f64 {
    let pixel = 1.0 / projector.scale;
    match at.y {
        y if y <= pixel => 90.0,
        y if y >= 1.0 - pixel => -90.0,
        _ => at.lat(),
    }
}

/// The area between two corners on screen; `None` when it is too small.
fn box_between(a: Pos2, b: Pos2, projector: &Projector) -> Option<Result<Area, FenceError>> {
    let drawn = Rect::from_two_pos(a, b).intersect(projector.rect);
    if drawn.width() < LEAST || drawn.height() < LEAST {
        return None;
    }
    let (min, max) = (projector.world(drawn.min), projector.world(drawn.max));
    let whole_way_round = max.x - min.x >= 1.0;
    let (west, east) = if whole_way_round { (-180.0, 180.0) } else { (min.to_geo().lon(), max.to_geo().lon()) };
    let corners = GeoPoint::new(latitude(max, projector), west).zip(GeoPoint::new(latitude(min, projector), east))?;
    Some(Fence::rectangle("Box on the map".to_owned(), corners.0, corners.1).map(Area::from))
}

/// The area within a line on screen, closed; `None` when it is too small.
fn lasso(path: &[Pos2], projector: &Projector) -> Option<Result<Area, FenceError>> {
    let around = Rect::from_points(path);
    if around.width().max(around.height()) < LEAST || path.len() < 3 {
        return None;
    }
    let mut ring = Vec::with_capacity(path.len());
    for (a, b) in path.iter().zip(path.iter().skip(1).chain(path.first())) {
        let pieces = ((*b - *a).length() / EDGE).ceil().max(1.0) as usize;
        for piece in 0..pieces {
            let at = projector.world(*a + (*b - *a) * (piece as f32 / pieces as f32));
            ring.push(GeoPoint::new(latitude(at, projector), at.to_geo().lon())?);
        }
    }
    Some(Fence::outline("Lasso on the map".to_owned(), &[ring]).map(Area::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::camera::Camera;
    use egui::{pos2, vec2};
    use proptest::prelude::*;

    fn projector(x: f64, y: f64, zoom: f64) -> Projector {
        let size = vec2(700.0, 500.0);
        let camera = Camera { centre: WorldPoint { x, y }, zoom }.limited(size);
        Projector::new(Rect::from_min_size(pos2(300.0, 60.0), size), &camera)
    }

    /// Whether one of the copies of a position on screen lies in a polygon, by counting crossings.
    fn drawn_around(path: &[Pos2], at: GeoPoint, projector: &Projector) -> bool {
        let place = WorldPoint::from_geo(at);
        (-2..=2).any(|copy| {
            let p = projector.screen(WorldPoint { x: place.x + f64::from(copy), ..place });
            let edges = path.iter().zip(path.iter().skip(1).chain(path.first()));
            let crossed = edges
                .filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x));
            crossed.count() % 2 == 1
        })
    }

    fn near_the_line(path: &[Pos2], at: GeoPoint, projector: &Projector) -> bool {
        let place = WorldPoint::from_geo(at);
        (-2..=2).any(|copy| {
            let p = projector.screen(WorldPoint { x: place.x + f64::from(copy), ..place });
            let edges = path.iter().zip(path.iter().skip(1).chain(path.first()));
            edges.into_iter().any(|(a, b)| {
                let along = ((p - *a).dot(*b - *a) / (*b - *a).length_sq().max(1e-6)).clamp(0.0, 1.0);
                (p - (*a + (*b - *a) * along)).length() < 1.5
            })
        })
    }

    fn paths() -> impl Strategy<Value = Vec<Pos2>> {
        prop::collection::vec((300.0f32..1000.0, 60.0f32..560.0).prop_map(|(x, y)| pos2(x, y)), 3..20)
    }

    proptest! {
        #[test]
        fn a_lasso_holds_what_it_was_drawn_around(path in paths(), x in 0.0f64..1.0, zoom in 1.6f64..9.0, sx in 300.0f32..1000.0, sy in 60.0f32..560.0) {
            let projector = projector(x, 0.4, zoom);
            let at = projector.world(pos2(sx, sy)).to_geo();
            if let Some(Ok(area)) = lasso(&path, &projector) && !near_the_line(&path, at, &projector) {
                prop_assert_eq!(area.contains(at), drawn_around(&path, at, &projector));
            }
        }

        #[test]
        fn a_box_holds_what_is_drawn_in_it(a in (300.0f32..1000.0, 60.0f32..560.0), b in (300.0f32..1000.0, 60.0f32..560.0), x in 0.0f64..1.0, y in 0.0f64..1.0, zoom in 1.6f64..17.0, sx in 300.0f32..1000.0, sy in 60.0f32..560.0) {
            let projector = projector(x, y, zoom);
            let (a, b) = (pos2(a.0, a.1), pos2(b.0, b.1));
            let drawn = Rect::from_two_pos(a, b);
            let at = projector.world(pos2(sx, sy)).to_geo();
            let path = [drawn.left_top(), drawn.right_top(), drawn.right_bottom(), drawn.left_bottom()];
            if let Some(Ok(area)) = box_between(a, b, &projector) && !near_the_line(&path, at, &projector) {
                prop_assert_eq!(area.contains(at), drawn_around(&path, at, &projector));
            }
        }
    }

    #[test]
    fn the_whole_view_of_the_world_holds_the_poles_and_the_antimeridian() {
        let projector = projector(0.5, 0.5, 0.0);
        let tall = Projector::new(Rect::from_min_size(pos2(0.0, 0.0), vec2(2000.0, 2000.0)), &Camera::world());
        let area = box_between(tall.rect.min, tall.rect.max, &tall).unwrap().unwrap();
        for (lat, lon) in [(90.0, 0.0), (-90.0, 12.0), (89.0, 180.0), (-89.0, -180.0), (0.0, 179.9)] {
            assert!(area.contains(GeoPoint::new(lat, lon).unwrap()), "{lat} {lon}");
        }
        assert!(box_between(pos2(400.0, 100.0), pos2(403.0, 300.0), &projector).is_none(), "a slip of the hand");
    }
}
