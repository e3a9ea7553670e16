//! The map while an archive is read: it fills as positions are found.

use egui::{Sense, Ui};

use crate::analysis::heat::Kernel;
use crate::analysis::index::SpatialIndex;
use crate::analysis::mercator::WorldPoint;
use crate::analysis::morton;
use crate::gui::theme::Tokens;
use crate::model::GeoPoint;

use super::areas::Taken;
use super::base::BaseMap;
use super::camera::{Camera, Pilot};
use super::heat::{Density, HeatLayer};
use super::projector::Projector;
use super::{graticule, input, labels::Labels};

/// The map while an archive is read.
pub struct PreviewMap {
    base: BaseMap,
    pilot: Pilot,
    heat: HeatLayer,
    labels: Labels,
    /// What is drawn.
    index: SpatialIndex,
    /// Everything found, in order of arrival.
    found: Vec<(u64, u32)>,
    /// Grows with every change of `index`.
    stamp: u64,
    placed: bool,
}

impl Default for PreviewMap {
    fn default() -> Self {
        Self::new()
    }
}

impl PreviewMap {
    /// An empty map of the world.
    pub fn new() -> Self {
        Self {
            base: BaseMap::new(),
            pilot: Pilot::new(),
            heat: HeatLayer::default(),
            labels: Labels::default(),
            index: SpatialIndex::default(),
            found: Vec::new(),
            stamp: 0,
            placed: false,
        }
    }

    /// Adds positions.
    pub fn add(&mut self, points: &[GeoPoint]) {
        self.found.extend(points.iter().map(|p| (morton::of_world(WorldPoint::from_geo(*p)), 0)));
    }

    /// Number of positions found.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether none was found yet.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Draws the map into all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, tokens: &Tokens) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::drag());
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::Application, ui.is_enabled(), "Map of what is found");
            info.value = Some(self.found.len() as f64);
            info
        });
        self.pilot.instant = ui.style().animation_time <= 0.0;
        self.pilot.resize(rect.size());
        if !self.placed {
            self.placed = true;
            self.pilot.jump(Camera::world());
        }
        self.refresh();
        input::steer(ui, &response, &mut self.pilot, Taken::default());
        let seconds = ui.input(|i| f64::from(i.stable_dt)).min(0.1);
        let moving = self.pilot.step(seconds);
        let projector = Projector::new(rect, &self.pilot.camera());
        let painter = ui.painter_at(rect);
        self.base.paint(&painter, &projector, tokens, true);
        graticule::paint(&painter, &projector, tokens);
        let density = Density { indices: &[&self.index], stamp: self.stamp, kernel: Kernel::Auto, moving };
        self.heat.paint(&painter, &projector, &density, tokens);
        let fading = self.labels.paint(&painter, &projector, tokens, seconds as f32, Vec::new(), &[]);
        super::overlay::attribution(&painter, rect, None, BaseMap::shows_roads(projector.zoom), 0, tokens);
        if moving || fading {
            ui.ctx().request_repaint();
        }
    }

    /// Sorts in what arrived, when it is worth it: a share of what is there, so that the work grows with the number
    /// found and not with its square.
    fn refresh(&mut self) {
        let new = self.found.len() - self.index.len();
        if new > self.index.len() / 8 || (new > 0 && self.found.len() < 20_000) {
            self.index = SpatialIndex::new(self.found.clone());
            self.stamp += 1;
        }
    }
}
