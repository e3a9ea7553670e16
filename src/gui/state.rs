//! What the user chose: kept apart from the data and from what follows from both.

use std::cell::Cell;

use crate::analysis::Filter;
use crate::analysis::heat::Kernel;
use crate::dossier::Scope;
use crate::model::ItemId;

/// The main pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Map, timeline, detail.
    #[default]
    Map,
    /// Table of everything.
    Items,
    /// What a stranger's file would say.
    Dossier,
}

/// How the map shows items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapLayer {
    /// Density, with pins where there is room.
    #[default]
    Heat,
    /// Counts by cell of a grid of hexagons.
    Hexes,
    /// Pins and clusters.
    Pins,
}

/// How location trails are drawn as lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrailStyle {
    /// Coloured by when.
    #[default]
    ByTime,
    /// Coloured by how fast.
    BySpeed,
    /// Not at all.
    Off,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// Where the map is asked to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapTarget {
    /// To show everything that is visible.
    FitAll,
    /// To an item.
    Item(ItemId),
}

/// A wish for the map to move. The map fulfils each serial number once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapRequest {
    /// Grows with every wish.
    pub serial: u64,
    /// Where to.
    pub target: MapTarget,
}

/// What the user chose to look at. Never written to disk: a camera position is a home address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewState {
    /// Id of the lens.
    pub lens: String,
    /// Which items are shown, the brush on the timeline included.
    pub filter: Filter,
    /// How the map shows them.
    pub layer: MapLayer,
    /// How far a position spreads in the heat.
    pub kernel: Kernel,
    /// How trails are drawn.
    pub trails: TrailStyle,
    /// The page.
    pub page: Page,
    /// What the dossier is drawn from.
    pub scope: Scope,
    /// The selected item.
    pub selection: Option<ItemId>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// The latest wish for the map to move.
    pub map_request: Option<MapRequest>,
}

impl ViewState {
    /// Asks the map to move.
    pub fn ask_map(&mut self, target: MapTarget) {
        let serial = self.map_request.map_or(0, |r| r.serial) + 1;
        self.map_request = Some(MapRequest { serial, target });
    }
}

/// The item under the pointer, shared by all panels: any of them sets `next`, all read `previous`.
#[derive(Debug, Default)]
pub struct Hover {
    /// What was under the pointer in the last frame.
    pub previous: Option<ItemId>,
    /// What is under it in this one.
    pub next: Cell<Option<ItemId>>,
}

impl Hover {
    /// Makes this frame's item the last one's. Called once per frame, first pass only.
    pub fn flip(&mut self) {
        self.previous = self.next.take();
    }
}
