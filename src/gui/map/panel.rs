//! The map of an opened archive.

use std::sync::Arc;
use std::time::Duration;

use egui::{CursorIcon, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::analysis::mercator::WorldPoint;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::frames::{self, Stage};
use crate::gui::state::{MapLayer, MapTarget};
use crate::model::GeoBounds;

use super::base::BaseMap;
use super::camera::{Camera, MAX_ZOOM, Pilot};
use super::heat::{Density, HeatLayer};
use super::hexes::{self, HexLayer};
use super::labels::Labels;
use super::overlay::{self, Legend, Press};
use super::pins::{ClusterTarget, Look, Pins, Target};
use super::projector::Projector;
use super::shown::{Follower, Shown};
use super::trails::{self, TrailLayer};
use super::{graticule, highlight, input, tooltip};

/// Room around what is fitted, points: legend and buttons lie over the map.
const FIT_PADDING: f32 = 64.0;
/// The zoom at which a single item is shown.
const ITEM_ZOOM: f64 = 13.0;
/// A box smaller than this is a slip of the hand, points.
const LEAST_BOX: f32 = 6.0;

/// The map of an opened archive.
pub struct MapPanel {
    base: BaseMap,
    pilot: Pilot,
    follower: Follower,
    heat: HeatLayer,
    hexes: HexLayer,
    trails: TrailLayer,
    pins: Pins,
    labels: Labels,
    /// The dataset that the view was fitted to.
    fitted: Option<u64>,
    /// The last wish that was fulfilled.
    fulfilled: u64,
    /// What is shown at first, if not everything.
    begin_at: Option<GeoBounds>,
    /// Whether nobody is going to press its buttons.
    is_picture: bool,
    /// Where a box began.
    box_from: Option<Pos2>,
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
            pilot: Pilot::new(),
            follower: Follower::default(),
            heat: HeatLayer::default(),
            hexes: HexLayer::default(),
            trails: TrailLayer::default(),
            pins: Pins::default(),
            labels: Labels::default(),
            fitted: None,
            fulfilled: 0,
            begin_at: None,
            is_picture: false,
            box_from: None,
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
        let selecting = self.select_box(ui, &response, cx);
        input::steer(ui, &response, &mut self.pilot, selecting);
        let seconds = ui.input(|i| f64::from(i.stable_dt)).min(0.1);
        let moving = self.pilot.step(seconds);

        let projector = Projector::new(rect, &self.pilot.camera());
        let look = look(cx, &shown, &projector);
        let now = (!self.pilot.instant).then(|| ui.input(|i| i.time));
        let gliding = self.pins.prepare(&projector, cx, &shown, look, now);
        let target = self.point(ui, &response, cx, &projector, &shown);

        let painter = ui.painter_at(rect);
        let steady = !moving && !response.dragged();
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
        if moving || gliding || fading {
            ui.ctx().request_repaint();
        }
    }

    /// Goes where it was told to, once it is known where that is.
    fn go(&mut self, cx: &ViewCx<'_>, shown: &Shown) {
        let size = self.pilot.size();
        let everything = || {
            let (min, max) = shown.extent?;
            Some(Camera::fitting(min, max, size, FIT_PADDING))
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
            MapTarget::Item(id) => {
                if let Some(location) = cx.dataset().items.get(id.index()).and_then(|item| item.location) {
                    let zoom = self.pilot.target_zoom().max(ITEM_ZOOM);
                    self.pilot.fly_to(Camera { centre: WorldPoint::from_geo(location.point), zoom });
                }
            }
        }
    }

    /// A drag with shift held draws a box; letting go shows only what is in it. Returns whether a box is being drawn.
    fn select_box(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>) -> bool {
        if response.drag_started() && ui.input(|i| i.modifiers.shift) {
            self.box_from = ui.input(|i| i.pointer.press_origin());
        }
        let Some(from) = self.box_from else { return false };
        let to = ui.input(|i| i.pointer.latest_pos()).unwrap_or(from);
        if response.drag_stopped() || !response.dragged() {
            self.box_from = None;
            let drawn = Rect::from_two_pos(from, to).intersect(response.rect);
            if drawn.width() >= LEAST_BOX && drawn.height() >= LEAST_BOX {
                let projector = Projector::new(response.rect, &self.pilot.camera());
                let mut filter = cx.view.filter.clone();
                filter.bounds = Some(bounds(&projector, drawn));
                cx.actions.send(Action::SetFilter(Box::new(filter)));
            }
        }
        true
    }

    /// What the pointer is on, and what a click on it does.
    fn point(
        &mut self,
        ui: &Ui,
        response: &Response,
        cx: &ViewCx<'_>,
        projector: &Projector,
        shown: &Shown,
    ) -> Option<Target> {
        if response.clicked() {
            response.request_focus();
            self.by_keyboard = false;
        } else if response.gained_focus() {
            self.by_keyboard = true;
        }
        let pick = |pins: &Pins, at| pins.pick(at).or_else(|| hexes::pick(at, cx, projector, shown).map(Target::Hex));
        let target = response.hover_pos().and_then(|at| pick(&self.pins, at));
        if let Some(Target::Item(id)) = &target {
            cx.hover.next.set(Some(*id));
        }
        if target.is_some() && !response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        } else if response.dragged() && self.box_from.is_none() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        } else if response.hovered() && ui.input(|i| i.modifiers.shift) {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        if response.clicked() {
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
        let mut to = Camera::fitting(min, max, self.pilot.size(), FIT_PADDING * 1.6);
        let closer = (f64::from(self.pilot.size().min_elem()) * 0.4
            / (extent.max(1e-12) * super::projector::WORLD_POINTS))
            .log2();
        to.zoom = closer.clamp(projector.zoom + 1.0, MAX_ZOOM);
        to.centre = cluster.centre;
        self.pilot.fly_to(to);
    }

    /// Draws what lies below the names. Returns what its colours stand for.
    fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        cx: &ViewCx<'_>,
        shown: &Shown,
        look: Look,
        steady: bool,
    ) -> Option<Legend> {
        self.base.paint(painter, projector, cx.tokens);
        graticule::paint(painter, projector, cx.tokens);
        let legend = frames::measure(Stage::Heat, || self.paint_density(painter, projector, cx, shown, steady));
        if trails::are_drawn(cx, shown, projector) {
            self.trails.paint(painter, projector, cx, shown);
        }
        self.pins.paint(painter, projector, cx, look);
        legend
    }

    fn paint_density(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        cx: &ViewCx<'_>,
        shown: &Shown,
        steady: bool,
    ) -> Option<Legend> {
        match cx.view.layer {
            MapLayer::Heat => {
                let indices = [&shown.positions.items, &*shown.positions.points];
                let stamp = shown.key.dataset.wrapping_mul(0x9e37_79b9) ^ shown.key.generation;
                let density = Density { indices: &indices, stamp, kernel: cx.view.kernel, moving: !steady };
                self.heat.paint(painter, projector, &density, cx.tokens).map(Legend::Heat)
            }
            MapLayer::Hexes => self.hexes.paint(painter, projector, shown, cx.tokens).map(Legend::Hexes),
            MapLayer::Pins => None,
        }
    }

    /// How much of what is shown is in view, where that is counted.
    fn in_view(&self, cx: &ViewCx<'_>, projector: &Projector) -> Option<u64> {
        match cx.view.layer {
            MapLayer::Heat => None,
            MapLayer::Hexes => Some(self.hexes.in_view(projector)),
            MapLayer::Pins => Some(self.pins.in_view(projector)),
        }
    }

    fn paint_labels(&mut self, painter: &Painter, projector: &Projector, cx: &ViewCx<'_>, seconds: f32) -> bool {
        let seconds = if self.pilot.instant { f32::INFINITY } else { seconds };
        let mut taken = overlay::places(projector.rect, cx.view.layer).to_vec();
        taken.extend(self.pins.badges());
        self.labels.paint(painter, projector, cx.tokens, seconds, &taken)
    }

    fn paint_highlights(&mut self, painter: &Painter, cx: &ViewCx<'_>, projector: &Projector) {
        if let Some(id) = cx.view.selection {
            highlight::selected(painter, id, cx, projector, &mut self.pins);
        }
        if let Some(id) = cx.hover.next.get().or(cx.hover.previous).filter(|id| Some(*id) != cx.view.selection) {
            highlight::hovered(painter, id, cx, projector, &mut self.pins);
        }
    }

    /// Why the map is empty, if it is.
    fn message(&self, cx: &ViewCx<'_>, shown: &Shown) -> Option<&'static str> {
        if self.follower.waits() {
            let counted = cx.view.layer != MapLayer::Hexes || shown.hexes.is_some() || shown.positions.is_empty();
            return (!counted).then_some("Counting every place in hexagons");
        }
        let empty = shown.positions.is_empty();
        empty.then_some(if cx.derived.visible.is_empty() {
            "No item matches the filters"
        } else {
            "None of the items shown has a position"
        })
    }

    fn paint_over(
        &mut self,
        ui: &mut Ui,
        painter: &Painter,
        cx: &ViewCx<'_>,
        projector: &Projector,
        scale: Option<&Legend>,
        shown: &Shown,
    ) {
        let (rect, tokens) = (projector.rect, cx.tokens);
        if let Some(from) = self.box_from {
            let to = ui.input(|i| i.pointer.latest_pos()).unwrap_or(from);
            let drawn = Rect::from_two_pos(from, to).intersect(rect);
            painter.rect(
                drawn,
                2.0,
                tokens.select.gamma_multiply(0.14),
                Stroke::new(1.5, tokens.select),
                StrokeKind::Inside,
            );
        }
        if let Some(text) = self.message(cx, shown) {
            overlay::message(painter, rect, text, tokens);
        }
        let legend = overlay::legend(painter, projector, scale, tokens);
        if trails::are_drawn(cx, shown, projector) {
            trails::legend(painter, legend, cx, shown);
        }
        overlay::attribution(painter, rect, Some(legend), BaseMap::shows_roads(projector.zoom), tokens);
        if self.is_picture {
            return;
        }
        match overlay::buttons(ui, rect, tokens) {
            Some(Press::In) => self.pilot.zoom_by(1.0, egui::Vec2::ZERO),
            Some(Press::Out) => self.pilot.zoom_by(-1.0, egui::Vec2::ZERO),
            Some(Press::Fit) => cx.actions.send(Action::FitAll),
            None => {}
        }
    }
}

/// What is drawn of the items: clusters, or over heat thinned marks where there is room for them.
fn look(cx: &ViewCx<'_>, shown: &Shown, projector: &Projector) -> Look {
    match cx.view.layer {
        // Lines say where a trail went; its rows are worth a dot where they are apart.
        MapLayer::Pins => {
            let dots = !trails::are_drawn(cx, shown, projector) || projector.zoom >= 13.0;
            Look { clustered: true, opacity: 1.0, trails: dots }
        }
        // A cell tells how many there are; marks over it would hide it.
        MapLayer::Hexes => Look { clustered: false, opacity: 0.0, trails: false },
        MapLayer::Heat => {
            let few = shown.positions.items.len() <= 300;
            let by_zoom = ((projector.zoom - 4.0) / 1.2).clamp(0.0, 1.0) as f32;
            let opacity = if few { 1.0 } else { by_zoom };
            Look { clustered: false, opacity, trails: projector.zoom >= 12.5 }
        }
    }
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

/// The rectangle of the world under one on screen.
fn bounds(projector: &Projector, drawn: Rect) -> GeoBounds {
    let (min, max) = (projector.world(drawn.min), projector.world(drawn.max));
    let whole_way_round = max.x - min.x >= 1.0;
    let (west, east) = if whole_way_round { (-180.0, 180.0) } else { (min.to_geo().lon(), max.to_geo().lon()) };
    GeoBounds { west, east, north: min.to_geo().lat(), south: max.to_geo().lat() }
}
