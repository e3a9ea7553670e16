//! Opening the window, where there is one.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::analysis::Assumptions;
use crate::lens::Lens;

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
    let LookOptions { lens, assumptions } = look;
    show(paths, sample, lens, assumptions)
}

#[cfg(feature = "gui")]
fn show(
    paths: Vec<PathBuf>,
    sample: Option<String>,
    lens: Cow<'static, Lens>,
    assumptions: Assumptions,
) -> Result<(), CliError> {
    let chosen = Some(lens.id.clone());
    let own_lenses = match lens {
        Cow::Borrowed(_) => Vec::new(),
        Cow::Owned(own) => vec![own],
    };
    let options = crate::gui::GuiOptions { paths, sample: sample.map(Some), lens: chosen, own_lenses, assumptions };
    crate::gui::run(options).map_err(CliError::failed)
}

#[cfg(not(feature = "gui"))]
fn show(_: Vec<PathBuf>, _: Option<String>, _: Cow<'static, Lens>, _: Assumptions) -> Result<(), CliError> {
    Err(CliError::Failed(NO_WINDOW.to_owned()))
}

#[cfg(not(feature = "gui"))]
const NO_WINDOW: &str = "This build of geoshadow has no window; use the command line instead: geoshadow inspect PATH";
