//! A small map inside a page: dragged and zoomed by buttons, for the wheel scrolls the page.

use egui::{Painter, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::analysis::mercator::WorldPoint;
use crate::gui::metrics::RADIUS;
use crate::gui::theme::Tokens;
use crate::model::GeoPoint;

use super::base::BaseMap;
use super::camera::{Camera, Pilot};
use super::graticule;
use super::labels::Labels;
use super::overlay::{self, Press};
use super::projector::Projector;

/// Room around what is fitted, points.
const FIT_PADDING: f32 = 26.0;
/// How far one press of a button zooms.
const STEP: f64 = 1.0;

/// A small map.
pub(crate) struct SmallMap {
    base: BaseMap,
    labels: Labels,
    pilot: Pilot,
    /// What the view was fitted to.
    fitted: Option<Frame>,
}

/// What a map shows at first: the middle, and the metres from there to the edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub centre: GeoPoint,
    pub metres: f64,
}

/// What a map is called, and what it shows in words.
pub(crate) struct Caption<'a> {
    pub name: &'a str,
    pub value: String,
}

impl Default for SmallMap {
    fn default() -> Self {
        Self { base: BaseMap::new(), labels: Labels::default(), pilot: Pilot::new(), fitted: None }
    }
}

impl SmallMap {
    /// Draws the map over the whole width; `draw` adds what it is about. A click gives the position under it.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        height: f32,
        caption: &Caption<'_>,
        frame: Frame,
        draw: impl FnOnce(&Painter, &Projector),
    ) -> (Response, Option<GeoPoint>) {
        let size = Vec2::new(ui.available_width(), height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Application, ui.is_enabled(), caption.name);
            info.current_text_value = Some(caption.value.clone());
            info
        });
        if !ui.is_rect_visible(rect) {
            return (response, None);
        }
        self.pilot.instant = ui.style().animation_time <= 0.0;
        self.pilot.resize(rect.size());
        if self.fitted != Some(frame) {
            self.fitted = Some(frame);
            self.pilot.jump(fitting(frame, rect.size()));
        }
        if response.dragged() {
            self.pilot.drag(response.drag_delta(), ui.input(|i| i.time));
        }
        let seconds = ui.input(|i| f64::from(i.stable_dt)).min(0.1);
        let moving = self.pilot.step(seconds);
        let projector = Projector::new(rect, &self.pilot.camera());
        let painter = ui.painter_at(rect);
        self.base.paint(&painter, &projector, tokens, true);
        graticule::paint(&painter, &projector, tokens);
        let fade = if self.pilot.instant { f32::INFINITY } else { seconds as f32 };
        let fading = self.labels.paint(&painter, &projector, tokens, fade, Vec::new(), &[]);
        draw(&painter, &projector);
        let legend = overlay::legend(&painter, &projector, None, tokens);
        overlay::attribution(&painter, rect, Some(legend), BaseMap::shows_roads(projector.zoom), 0, tokens);
        let line = Stroke::new(1.0, tokens.border);
        ui.painter().rect_stroke(rect, f32::from(RADIUS), line, StrokeKind::Inside);
        match ui.push_id(caption.name, |ui| overlay::buttons(ui, rect, None, tokens)).inner {
            Some(Press::In) => self.pilot.zoom_by(STEP, Vec2::ZERO),
            Some(Press::Out) => self.pilot.zoom_by(-STEP, Vec2::ZERO),
            Some(Press::Fit) => self.pilot.fly_to(fitting(frame, rect.size())),
            Some(Press::Streets) | None => {}
        }
        if moving || fading {
            ui.ctx().request_repaint();
        }
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
        (response, clicked.map(|pos| projector.world(pos).to_geo()))
    }
}

fn fitting(frame: Frame, size: Vec2) -> Camera {
    let centre = WorldPoint::from_geo(frame.centre);
    let half = frame.metres / crate::analysis::mercator::metres_per_world(centre.y);
    let corner = |sign: f64| WorldPoint { x: centre.x + sign * half, y: (centre.y + sign * half).clamp(0.0, 1.0) };
    Camera::fitting(corner(-1.0), corner(1.0), size, FIT_PADDING)
}
