//! What panels ask the application to do. Panels change nothing themselves.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::analysis::heat::Kernel;
use crate::analysis::{Filter, TimeWindow};
use crate::dossier::Scope;
use crate::model::ItemId;

use super::state::{MapLayer, Page, ThemeChoice, TrailStyle};

/// A request from a panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Load these as one set.
    Open(Vec<PathBuf>),
    /// Load a built-in fictional archive: of this persona, or of the first one.
    OpenSample(Option<String>),
    /// Show the system's file dialog.
    PickFiles,
    /// Show the system's folder dialog.
    PickFolder,
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
    /// Draw the dossier from something else.
    SetScope(Scope),
    /// Show the map another way.
    SetLayer(MapLayer),
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
