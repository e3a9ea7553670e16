//! The map of an opened archive.

mod paint;

use std::sync::Arc;
use std::time::Duration;

use egui::{CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::analysis::mercator::WorldPoint;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::state::{MapTarget, MapTool};
use crate::model::GeoBounds;

use super::areas::{self, Areas, Taken};
use super::base::BaseMap;
use super::camera::{Camera, MAX_ZOOM, Pilot};
use super::heat::HeatLayer;
use super::hexes::HexLayer;
use super::labels::Labels;
use super::pins::{ClusterTarget, Pins, Target};
use super::projector::Projector;
use super::shown::{Follower, Shown};
use super::streets::{StreetMap, StreetName};
use super::trails::TrailLayer;
use super::turn::Turn;
use super::{hexes, input, tooltip};
use paint::look;

/// Room around what is fitted, points.
const FIT_PADDING: f32 = 40.0;
/// What the buttons at the right and the legend at the bottom cover, in points; on a small map they are not minded.
const COVERED: egui::Vec2 = egui::vec2(44.0, 70.0);
const SMALL: f32 = 360.0;
/// The zoom at which a single item is shown.
const ITEM_ZOOM: f64 = 13.0;

/// The map of an opened archive.
pub struct MapPanel {
    base: BaseMap,
    streets: StreetMap,
    /// Names of streets in view, for this frame.
    street_names: Vec<StreetName>,
    pilot: Pilot,
    follower: Follower,
    heat: HeatLayer,
    hexes: HexLayer,
    trails: TrailLayer,
    pins: Pins,
    turn: Turn,
    labels: Labels,
    /// The dataset that the view was fitted to.
    fitted: Option<u64>,
    /// The last wish that was fulfilled.
    fulfilled: u64,
    /// What is shown at first, if not everything.
    begin_at: Option<GeoBounds>,
    /// Whether nobody is going to press its buttons.
    is_picture: bool,
    areas: Areas,
    /// Whether the keyboard brought the focus here, so that it is worth a ring.
    by_keyboard: bool,
}

impl Default for MapPanel {
    fn default() -> Self {
        Self::new()
    }
}

impl MapPanel {
    /// A map that will show everything of the dataset it is first given.
    pub fn new() -> Self {
        Self {
            base: BaseMap::new(),
            streets: StreetMap::default(),
            street_names: Vec::new(),
            pilot: Pilot::new(),
            follower: Follower::default(),
            heat: HeatLayer::default(),
            hexes: HexLayer::default(),
            trails: TrailLayer::default(),
            pins: Pins::default(),
            turn: Turn::default(),
            labels: Labels::default(),
            fitted: None,
            fulfilled: 0,
            begin_at: None,
            is_picture: false,
            areas: Areas::default(),
            by_keyboard: false,
        }
    }

    /// A map for a picture: of `bounds` or of everything there is, without buttons, and as fine as its pixels.
    pub fn for_picture(bounds: Option<GeoBounds>) -> Self {
        Self { begin_at: bounds, is_picture: true, heat: HeatLayer::fine(), ..Self::new() }
    }

    /// Waits until everything the last frame asked for is there, so that the next frame is complete: for pictures and
    /// tests. On screen the map completes itself.
    pub fn wait(&mut self) {
        let limit = Duration::from_secs(20);
        self.follower.wait(limit);
        self.base.wait(limit);
        self.streets.wait(limit);
        Labels::wait();
    }

    /// Whether what is shown is of another filter than the newest, because another thread still works on that.
    pub(crate) fn waits(&self) -> bool {
        self.follower.waits()
    }

    /// Draws the map into all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        self.pilot.instant = ui.style().animation_time <= 0.0;
        self.pilot.resize(rect.size());
        let shown = self.follower.follow(cx, ui.ctx());
        self.go(cx, &shown);
        let before = Projector::new(rect, &self.pilot.camera());
        let taken = self.areas.steer(ui, &response, cx, &before);
        self.menu(&response, cx, &before);
        input::steer(ui, &response, &mut self.pilot, taken);
        let seconds = ui.input(|i| f64::from(i.stable_dt)).min(0.1);
        let moving = self.pilot.step(seconds);

        let projector = Projector::new(rect, &self.pilot.camera());
        let look = look(cx, &shown, &projector);
        let now = (!self.pilot.instant).then(|| ui.input(|i| i.time));
        let steady = !moving && !response.dragged();
        self.turn = if self.is_picture || self.pilot.instant {
            Turn::all_at_once()
        } else {
            Turn::after(self.heat_is_due(cx, &projector, &shown, steady))
        };
        let gliding = self.pins.prepare(&projector, cx, &shown, look, (now, &mut self.turn));
        let target = self.point(ui, &response, cx, (&projector, &shown), taken);

        let painter = ui.painter_at(rect);
        let scale = self.paint(&painter, &projector, cx, &shown, look, steady);
        describe(&response, ui.is_enabled(), &shown, self.in_view(cx, &projector));
        let fading = self.paint_labels(&painter, &projector, cx, seconds as f32);
        self.paint_highlights(&painter, cx, &projector);
        self.paint_over(ui, &painter, cx, &projector, scale.as_ref(), &shown);
        if self.by_keyboard && response.has_focus() {
            painter.rect_stroke(rect.shrink(1.0), 0.0, Stroke::new(2.0, cx.tokens.select), StrokeKind::Inside);
        }
        if let Some(Target::Hex(hex)) = &target {
            hexes::paint_hovered(&painter, &projector, *hex, cx.tokens);
        }
        if let (Some(target), Some(at), false) = (&target, response.hover_pos(), response.dragged()) {
            tooltip::paint(&painter, at, rect, target, cx, &shown);
        }
        if moving || gliding || fading || self.turn.waits() {
            ui.ctx().request_repaint();
        }
    }

    /// Goes where it was told to, once it is known where that is.
    fn go(&mut self, cx: &ViewCx<'_>, shown: &Shown) {
        let size = self.pilot.size();
        let everything = || {
            let (min, max) = shown.extent?;
            Some(fitting(min, max, size))
        };
        if self.fitted != Some(cx.derived.dataset_generation) {
            if self.follower.waits() {
                return;
            }
            self.fitted = Some(cx.derived.dataset_generation);
            let begin = self.begin_at.map(|bounds| Camera::over(bounds, size));
            self.pilot.jump(begin.or_else(everything).unwrap_or_else(Camera::world));
            self.fulfilled = cx.view.map_request.map_or(0, |wish| wish.serial);
            return;
        }
        let Some(wish) = cx.view.map_request.filter(|wish| wish.serial > self.fulfilled) else { return };
        if wish.target == MapTarget::FitAll && self.follower.waits() {
            return;
        }
        self.fulfilled = wish.serial;
        match wish.target {
            MapTarget::FitAll => self.pilot.fly_to(everything().unwrap_or_else(Camera::world)),
            MapTarget::Fence(_) | MapTarget::Fences => {
                let which = if let MapTarget::Fence(index) = wish.target { Some(index) } else { None };
                if let Some((min, max)) = areas::extent(cx, which) {
                    self.pilot.fly_to(fitting(min, max, size));
                }
            }
            MapTarget::Item(id) => {
                if let Some(location) = cx.dataset().items.get(id.index()).and_then(|item| item.location) {
                    let zoom = self.pilot.target_zoom().max(ITEM_ZOOM);
                    self.pilot.fly_to(Camera { centre: WorldPoint::from_geo(location.point), zoom });
                }
            }
        }
    }

    /// The menu of the place that was clicked: of an item's own place, where there is one.
    fn menu(&mut self, response: &Response, cx: &ViewCx<'_>, projector: &Projector) {
        let pos = response.interact_pointer_pos().filter(|_| response.secondary_clicked());
        let at = pos.map(|pos| match self.pins.pick(pos) {
            Some(Target::Item(id)) => cx.item(id).location.map_or(projector.world(pos).to_geo(), |l| l.point),
            Some(Target::Cluster(cluster)) => cluster.centre.to_geo(),
            Some(Target::Trail(_) | Target::Hex(_)) | None => projector.world(pos).to_geo(),
        });
        self.areas.menu(response, cx, at);
    }

    /// What the pointer is on, and what a click on it does.
    fn point(
        &mut self,
        ui: &Ui,
        response: &Response,
        cx: &ViewCx<'_>,
        (projector, shown): (&Projector, &Shown),
        taken: Taken,
    ) -> Option<Target> {
        if response.clicked() {
            response.request_focus();
            self.by_keyboard = false;
        } else if response.gained_focus() {
            self.by_keyboard = true;
        }
        let pick = |pins: &Pins, at| pins.pick(at).or_else(|| hexes::pick(at, cx, projector, shown).map(Target::Hex));
        let hovered = response.hover_pos().filter(|_| !self.areas.draws());
        let target = hovered.and_then(|at| pick(&self.pins, at));
        if let Some(Target::Item(id)) = &target {
            cx.hover.next.set(Some(*id));
        }
        if target.is_some() && !response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        } else if response.dragged() && !self.areas.draws() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        } else if response.hovered() && (ui.input(|i| i.modifiers.shift) || cx.view.tool != MapTool::Hand) {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        if response.clicked() && !taken.click {
            let clicked = response.interact_pointer_pos().and_then(|at| pick(&self.pins, at));
            self.click(ui, clicked, cx, projector, shown);
        }
        target
    }

    fn click(&mut self, ui: &Ui, target: Option<Target>, cx: &ViewCx<'_>, projector: &Projector, shown: &Shown) {
        match target {
            Some(Target::Item(id)) => cx.actions.send(Action::Select(Some(id))),
            Some(Target::Cluster(cluster)) => self.open(&cluster, projector, shown, ui.input(|i| i.time)),
            Some(Target::Hex(hex)) => hexes::open(hex, cx, shown),
            Some(Target::Trail(_)) => {}
            None => {
                if !self.pins.gather() && cx.view.selection.is_some() {
                    cx.actions.send(Action::Select(None));
                }
            }
        }
    }

    /// Goes nearer to a cluster, or spreads it where nearer does not part it.
    fn open(&mut self, cluster: &ClusterTarget, projector: &Projector, shown: &Shown, now: f64) {
        let (min, max) = cluster.corners;
        let extent = (max.x - min.x).max(max.y - min.y);
        // At the closest zoom they would still be within a mark's width of each other.
        let parted_at = extent * super::projector::WORLD_POINTS * MAX_ZOOM.exp2();
        if parted_at < 60.0 || projector.zoom >= MAX_ZOOM - 0.1 {
            self.pins.spread(cluster, projector, shown, now);
            return;
        }
        let closer = (f64::from(self.pilot.size().min_elem()) * 0.4
            / (extent.max(1e-12) * super::projector::WORLD_POINTS))
            .log2();
        let zoom = closer.clamp(projector.zoom + 1.0, MAX_ZOOM);
        self.pilot.fly_to(Camera { centre: cluster.centre, zoom });
    }
}

/// The view of a rectangle of the world beside what lies over the map.
fn fitting(min: WorldPoint, max: WorldPoint, size: egui::Vec2) -> Camera {
    let covered = if size.min_elem() < SMALL { egui::Vec2::ZERO } else { COVERED };
    Camera::fitting_beside(min, max, size, FIT_PADDING, covered)
}

/// Tells people who do not see the map, and tests, what is on it.
fn describe(response: &Response, enabled: bool, shown: &Arc<Shown>, in_view: Option<u64>) {
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Application, enabled, "Map");
        let items = format::counted(shown.positions.items.len() as u64, "item", "items");
        let points = shown.positions.points.len() as u64;
        let trail = if points > 0 {
            format!(", {}", format::counted(points, "trail point", "trail points"))
        } else {
            String::new()
        };
        let view = in_view.map_or_else(String::new, |count| format!(", {} in view", format::count(count)));
        info.current_text_value = Some(format!("{items}{trail}{view}"));
        info
    });
}
