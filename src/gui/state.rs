//! What the user chose: kept apart from the data and from what follows from both.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::Filter;
use crate::analysis::gaps::Topic;
use crate::analysis::heat::Kernel;
use crate::dossier::Scope;
use crate::lens::Fence;
use crate::model::{ItemId, PlatformId};

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
    /// The lenses side by side.
    Lenses,
    /// What the archive does not record, and what the user says about it.
    Gaps,
}

impl Page {
    /// Whether it shows items one by one, so that filters, search, timeline and selection have something to act on.
    pub const fn shows_items(self) -> bool {
        matches!(self, Self::Map | Self::Items)
    }
}

/// A gap of the archive: its platform and what is not recorded.
pub type GapKey = (PlatformId, Topic);

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

/// What a drag on the map does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapTool {
    /// Moves it.
    #[default]
    Hand,
    /// Draws a box to look at alone.
    Box,
    /// Draws around what to look at alone.
    Lasso,
    /// Draws a circle to watch.
    Circle,
    /// Draws an outline to watch, corner by corner.
    Outline,
}

impl MapTool {
    /// Whether it draws what is watched.
    pub const fn draws_fences(self) -> bool {
        matches!(self, Self::Circle | Self::Outline)
    }
}

/// The radius in metres around a place that is watched with one click.
pub const WATCH_METRES: f64 = 250.0;

/// The fences that the user watches. Never written unless the user saves them: a fence can be a home.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// The fences, in the order in which they were made.
    pub fences: Arc<Vec<Fence>>,
    /// The one with handles.
    pub selected: Option<usize>,
    /// Id of the lens to go back to when no fence is left.
    pub before: Option<String>,
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
    /// To a fence that is watched.
    Fence(usize),
    /// To all of them.
    Fences,
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
    /// The day, UTC, on which someone looks through it; `None` for the lens's own time.
    pub seen_on: Option<Date>,
    /// Which items are shown, the brush on the timeline included.
    pub filter: Filter,
    /// How the map shows them.
    pub layer: MapLayer,
    /// What a drag on the map does.
    pub tool: MapTool,
    /// What is watched.
    pub watch: Watch,
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
    /// The page from which the items came that alone are shown.
    pub only_from: Page,
    /// The latest wish to see a gap, with a number that grows with every wish.
    pub gap_request: Option<(u64, GapKey)>,
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

    /// Goes to a gap.
    pub fn ask_gap(&mut self, gap: GapKey) {
        let serial = self.gap_request.as_ref().map_or(0, |r| r.0) + 1;
        self.gap_request = Some((serial, gap));
        self.page = Page::Gaps;
    }
}

/// The item under the pointer, shared by all panels: any of them sets `next`, all read `previous`.
#[derive(Debug, Default)]
pub struct Hover {
    /// What was under the pointer in the last frame.
    pub previous: Option<ItemId>,
    /// What is under it in this one.
    pub next: Cell<Option<ItemId>>,
    /// The items under it in the last frame, when it was on something that stands for several.
    pub several: Option<Arc<Vec<ItemId>>>,
    /// Those under it in this one.
    pub next_several: RefCell<Option<Arc<Vec<ItemId>>>>,
}

impl Hover {
    /// Whether other panels have to be told what this frame found.
    pub fn has_changed(&self) -> bool {
        self.next.get() != self.previous || *self.next_several.borrow() != self.several
    }

    /// Makes this frame's item the last one's. Called once per frame, first pass only.
    pub fn flip(&mut self) {
        self.previous = self.next.take();
        self.several = self.next_several.take();
    }
}
