//! Opening the window, where there is one.

use std::path::PathBuf;

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
    let _ = (paths, sample, look.lens, look.assumptions);
    Err(CliError::Failed(NO_WINDOW.to_owned()))
}

const NO_WINDOW: &str = "This build of geoshadow has no window; use the command line instead: geoshadow inspect PATH";
