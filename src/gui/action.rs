//! What panels ask the application to do. Panels change nothing themselves.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::civil::Date;

use crate::analysis::heat::Kernel;
use crate::analysis::{Assumptions, Filter, TimeWindow};
use crate::archive::EntryId;
use crate::dossier::Scope;
use crate::lens::Fence;
use crate::model::ItemId;
use crate::platform::Hints;

use super::state::{GapKey, MapLayer, MapTool, Page, ThemeChoice, TrailStyle};

/// What is to become of the fences that the user watches.
#[derive(Clone, Debug, PartialEq)]
pub enum FenceEdit {
    /// Watch these as well.
    Add(Vec<Fence>),
    /// Put another in the place of one.
    Replace(usize, Box<Fence>),
    /// Watch one no more.
    Remove(usize),
    /// Watch none.
    RemoveAll,
    /// Show the handles of one, or of none.
    Choose(Option<usize>),
    /// The same, and move the map there.
    Show(usize),
    /// Show the system's file dialog for files with fences.
    Pick,
    /// Watch what is in these files as well.
    Load(Vec<PathBuf>),
    /// Show the system's dialog for the file to save them to.
    PickFile,
    /// Save them to this file as GeoJSON.
    Save(PathBuf),
}

/// A request from a panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Load these as one set.
    Open(Vec<PathBuf>),
    /// Load what is open again, with this said of it.
    Tell(Box<Hints>),
    /// Load a built-in fictional archive: of this persona, or of the first one.
    OpenSample(Option<String>),
    /// Use these files of streets and places of the user's own.
    OpenOwn(Vec<PathBuf>),
    /// Show the system's file dialog for files of streets and places.
    PickOwn,
    /// Forget the files of streets and places.
    CloseOwn,
    /// Show the system's file dialog.
    PickFiles,
    /// Show the system's folder dialog.
    PickFolder,
    /// Show the system's file dialog for a lens file.
    PickLens,
    /// Read a lens file, and look through it.
    OpenLens(PathBuf),
    /// Stop loading.
    CancelLoading,
    /// Go back to the start screen and forget the archive.
    Close,
    /// Select an item, or none.
    Select(Option<ItemId>),
    /// Select the visible item so many places further on in time, or back.
    SelectNeighbour(isize),
    /// Look at the archive through another lens.
    SetLens(String),
    /// Look at the archive through this lens, and show the items that pass the filter.
    ShowThrough(String, Box<Filter>),
    /// Show other items.
    SetFilter(Box<Filter>),
    /// Show only this stretch of time, or all of it.
    SetWindow(Option<TimeWindow>),
    /// Show these items and no others: what a statement of the dossier rests on.
    ShowItems(Arc<BTreeSet<ItemId>>),
    /// Show again what was shown before [`Action::ShowItems`].
    ShowAllItems,
    /// Show this stretch of time on the map: what a statement of the dossier rests on that comes from trails alone.
    ShowStretch(TimeWindow),
    /// Judge by this instead of what the user told so far.
    Assume(Box<Assumptions>),
    /// Judge as seen on this day, UTC, or as in the lens's own time.
    SeeOn(Option<Date>),
    /// Go to a gap of the archive, where the user can say something about it.
    ShowGap(GapKey),
    /// Let models look at these pictures of the archive.
    LookAtPictures(Arc<[EntryId]>),
    /// Let them stop; what was seen stays.
    StopLooking,
    /// Draw the dossier from something else.
    SetScope(Scope),
    /// Show the map another way.
    SetLayer(MapLayer),
    /// Change what is watched.
    Fences(FenceEdit),
    /// Let a drag on the map do something else.
    SetTool(MapTool),
    /// Let positions spread farther or less far in the heat.
    SetKernel(Kernel),
    /// Draw trails in another way.
    SetTrails(TrailStyle),
    /// Go to another page.
    SetPage(Page),
    /// Light, dark, or as the system.
    SetTheme(ThemeChoice),
    /// Move the map to show everything that is visible.
    FitAll,
    /// Move the map to an item.
    ShowOnMap(ItemId),
    /// Tell the user something in passing.
    Notify(String),
    /// Show or hide the list of keys.
    ShowHelp(bool),
}

/// Sends actions; wakes the window so that they take effect in the next frame.
#[derive(Clone)]
pub struct ActionSender {
    sender: Sender<Action>,
    ctx: egui::Context,
}

impl ActionSender {
    /// A sender that wakes `ctx`.
    pub fn new(sender: Sender<Action>, ctx: egui::Context) -> Self {
        Self { sender, ctx }
    }

    /// Sends an action. The receiver lives as long as the window does.
    pub fn send(&self, action: Action) {
        if self.sender.send(action).is_ok() {
            self.ctx.request_repaint();
        }
    }
}
