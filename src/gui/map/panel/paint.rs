//! What the map draws, from the ground up.

use egui::{Painter, Ui};

use crate::analysis::index::SpatialIndex;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::frames::{self, Stage};
use crate::gui::map::areas;
use crate::gui::map::base::BaseMap;
use crate::gui::map::heat::Density;
use crate::gui::map::overlay::{self, Legend, Press};
use crate::gui::map::pins::Look;
use crate::gui::map::projector::Projector;
use crate::gui::map::shown::Shown;
use crate::gui::map::{graticule, highlight, trails};
use crate::gui::state::MapLayer;

use super::MapPanel;

impl MapPanel {
    /// Draws what lies below the names. Returns what its colours stand for.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        cx: &ViewCx<'_>,
        shown: &Shown,
        look: Look,
        steady: bool,
    ) -> Option<Legend> {
        self.streets.follow(cx.own.streets());
        self.base.paint(painter, projector, cx.tokens, !self.streets.covers(projector));
        self.street_names = self.streets.paint(painter, projector, cx.tokens);
        graticule::paint(painter, projector, cx.tokens);
        let legend = frames::measure(Stage::Heat, || self.paint_density(painter, projector, cx, shown, steady));
        if trails::are_drawn(cx, shown, projector) {
            self.trails.paint(painter, projector, cx, shown, &mut self.turn);
        }
        self.areas.paint(painter, projector, cx);
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
                let density = density(&indices, cx, shown, steady);
                self.heat.paint(painter, projector, &density, cx.tokens).map(Legend::Heat)
            }
            MapLayer::Hexes => self.hexes.paint(painter, projector, shown, cx.tokens).map(Legend::Hexes),
            MapLayer::Pins => None,
        }
    }

    /// Whether the heat is made anew in this frame: other things then wait, if they can.
    pub(super) fn heat_is_due(&self, cx: &ViewCx<'_>, projector: &Projector, shown: &Shown, steady: bool) -> bool {
        let indices = [&shown.positions.items, &*shown.positions.points];
        cx.view.layer == MapLayer::Heat
            && !self.heat.is_good(projector, &density(&indices, cx, shown, steady), cx.tokens)
    }

    /// How much of what is shown is in view, where that is counted.
    pub(super) fn in_view(&self, cx: &ViewCx<'_>, projector: &Projector) -> Option<u64> {
        match cx.view.layer {
            MapLayer::Heat => None,
            MapLayer::Hexes => Some(self.hexes.in_view(projector)),
            MapLayer::Pins => Some(self.pins.in_view(projector)),
        }
    }

    pub(super) fn paint_labels(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        cx: &ViewCx<'_>,
        seconds: f32,
    ) -> bool {
        let seconds = if self.pilot.instant { f32::INFINITY } else { seconds };
        let mut taken = overlay::places(projector.rect, cx.view.layer).to_vec();
        taken.extend(self.areas.card_rect(projector.rect, cx));
        taken.extend(self.pins.badges());
        self.labels.paint(painter, projector, cx.tokens, seconds, taken, &self.street_names)
    }

    pub(super) fn paint_highlights(&mut self, painter: &Painter, cx: &ViewCx<'_>, projector: &Projector) {
        if let Some(id) = cx.view.selection {
            highlight::selected(painter, id, cx, projector, &mut self.pins);
        }
        if let Some(several) = &cx.hover.several {
            highlight::several(painter, several, cx, projector, &self.pins);
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
        empty.then_some(if cx.dataset().items.is_empty() && cx.dataset().points.is_empty() {
            "Nothing with a position was found"
        } else if cx.derived.visible.is_empty() {
            "No item matches the filters"
        } else {
            "None of the items shown has a position"
        })
    }

    pub(super) fn paint_over(
        &mut self,
        ui: &mut Ui,
        painter: &Painter,
        cx: &ViewCx<'_>,
        projector: &Projector,
        scale: Option<&Legend>,
        shown: &Shown,
    ) {
        let (rect, tokens) = (projector.rect, cx.tokens);
        self.areas.paint_over(painter, projector, cx, ui.input(|i| i.pointer.latest_pos()));
        if let Some(text) = self.message(cx, shown) {
            overlay::message(painter, rect, text, tokens);
        }
        let legend = overlay::legend(painter, projector, scale, tokens);
        if trails::are_drawn(cx, shown, projector) {
            trails::legend(painter, legend, cx, shown);
        }
        let from_osm = BaseMap::shows_roads(projector.zoom) || cx.own.streets().is_some();
        overlay::attribution(painter, rect, Some(legend), from_osm, self.streets.failed(), tokens);
        if self.is_picture {
            return;
        }
        areas::toolbar(ui, rect, cx);
        self.areas.card_ui(ui, rect, cx);
        match overlay::buttons(ui, rect, Some(cx.own.streets().is_some()), tokens) {
            Some(Press::In) => self.pilot.zoom_by(1.0, egui::Vec2::ZERO),
            Some(Press::Out) => self.pilot.zoom_by(-1.0, egui::Vec2::ZERO),
            Some(Press::Fit) => cx.actions.send(Action::FitAll),
            Some(Press::Streets) if cx.own.streets().is_some() => cx.actions.send(Action::CloseOwn),
            Some(Press::Streets) => cx.actions.send(Action::PickOwn),
            None => {}
        }
    }
}

fn density<'a>(indices: &'a [&'a SpatialIndex], cx: &ViewCx<'_>, shown: &Shown, steady: bool) -> Density<'a> {
    let stamp = shown.key.dataset.wrapping_mul(0x9e37_79b9) ^ shown.key.generation;
    Density { indices, stamp, kernel: cx.view.kernel, moving: !steady }
}

/// What is drawn of the items: clusters, or over heat thinned marks where there is room for them.
pub(super) fn look(cx: &ViewCx<'_>, shown: &Shown, projector: &Projector) -> Look {
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
