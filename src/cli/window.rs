//! Opening the window, where there is one.

#[cfg(feature = "gui")]
use std::borrow::Cow;
use std::path::PathBuf;

#[cfg(feature = "gui")]
use crate::lens::{PLACE_WATCHER, Select};

use super::error::CliError;
use super::options::LookOptions;

/// What the window starts with.
#[derive(Debug)]
pub(super) struct WindowOptions {
    /// Load these at once.
    pub(super) paths: Vec<PathBuf>,
    /// Load the fictional archive of this persona at once.
    pub(super) sample: Option<String>,
    /// How to look at it.
    pub(super) look: LookOptions,
}

/// Opens the window and returns when it was closed.
pub(super) fn open(options: WindowOptions) -> Result<(), CliError> {
    let WindowOptions { paths, sample, look } = options;
    show(paths, sample, look)
}

#[cfg(feature = "gui")]
fn show(paths: Vec<PathBuf>, sample: Option<String>, look: LookOptions) -> Result<(), CliError> {
    let LookOptions { lens, assumptions, places, hints } = look;
    // Watched places alone are the window's own affair: it draws them and lets them be changed.
    let fences = match &lens.select {
        Select::Fences(own) if lens.id == PLACE_WATCHER => own.fence.clone(),
        _ => Vec::new(),
    };
    let chosen = fences.is_empty().then(|| lens.id.clone());
    let own_lenses = match lens {
        Cow::Owned(own) if fences.is_empty() => vec![own],
        _ => Vec::new(),
    };
    let places = places.into_iter().map(std::sync::Arc::new).collect();
    let sample = sample.map(Some);
    let options =
        crate::gui::GuiOptions { paths, sample, lens: chosen, own_lenses, assumptions, hints, fences, places };
    crate::gui::run(options).map_err(CliError::failed)
}

#[cfg(not(feature = "gui"))]
fn show(_: Vec<PathBuf>, _: Option<String>, _: LookOptions) -> Result<(), CliError> {
    Err(CliError::Failed(NO_WINDOW.to_owned()))
}

#[cfg(not(feature = "gui"))]
const NO_WINDOW: &str = "This build of geoshadow has no window; use the command line instead: geoshadow inspect PATH";
