//! Opening the window, where there is one.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::analysis::Assumptions;
use crate::lens::Lens;
use crate::venue::Places;

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
    let LookOptions { lens, assumptions, places } = look;
    show(paths, sample, lens, assumptions, places)
}

#[cfg(feature = "gui")]
fn show(
    paths: Vec<PathBuf>,
    sample: Option<String>,
    lens: Cow<'static, Lens>,
    assumptions: Assumptions,
    places: Vec<Places>,
) -> Result<(), CliError> {
    let chosen = Some(lens.id.clone());
    let own_lenses = match lens {
        Cow::Borrowed(_) => Vec::new(),
        Cow::Owned(own) => vec![own],
    };
    let places = places.into_iter().map(std::sync::Arc::new).collect();
    let sample = sample.map(Some);
    let options = crate::gui::GuiOptions { paths, sample, lens: chosen, own_lenses, assumptions, places };
    crate::gui::run(options).map_err(CliError::failed)
}

#[cfg(not(feature = "gui"))]
fn show(
    _: Vec<PathBuf>,
    _: Option<String>,
    _: Cow<'static, Lens>,
    _: Assumptions,
    _: Vec<Places>,
) -> Result<(), CliError> {
    Err(CliError::Failed(NO_WINDOW.to_owned()))
}

#[cfg(not(feature = "gui"))]
const NO_WINDOW: &str = "This build of geoshadow has no window; use the command line instead: geoshadow inspect PATH";
