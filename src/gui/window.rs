//! Opening the native window.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Assumptions;
use crate::lens::{Fence, Lens};
use crate::platform::Hints;
use crate::venue::Places;

use super::{App, logo};

/// What to open the window with.
#[derive(Clone, Debug, Default)]
pub struct GuiOptions {
    /// Load these at once.
    pub paths: Vec<PathBuf>,
    /// Load a fictional archive at once: of this persona, or of the first one.
    pub sample: Option<Option<String>>,
    /// Id of the lens to start with; the first built-in one otherwise.
    pub lens: Option<String>,
    /// Lenses of the user's own, offered beside the built-in ones.
    pub own_lenses: Vec<Lens>,
    /// What the user says where the export is silent.
    pub assumptions: Assumptions,
    /// What the user says of the archives in `paths`.
    pub hints: Hints,
    /// Fences to watch from the start, drawn on the map.
    pub fences: Vec<Fence>,
    /// Files that tell kinds of places.
    pub places: Vec<Arc<Places>>,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum GuiError {
    /// Nothing to show a window on.
    #[error("There is no display to open a window on; use the command line instead: geoshadow inspect PATH")]
    NoDisplay,
    /// The system refused.
    #[error("The window could not be opened ({detail}); use the command line instead: geoshadow inspect PATH")]
    Refused {
        /// What the system said.
        detail: Box<str>,
    },
}

/// Opens the window and returns when it was closed.
pub fn run(options: GuiOptions) -> Result<(), GuiError> {
    if !has_display() {
        return Err(GuiError::NoDisplay);
    }
    let native = eframe::NativeOptions { viewport: viewport(), ..eframe::NativeOptions::default() };
    let result = eframe::run_native("geoshadow", native, Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, options)))));
    result.map_err(|error| match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => GuiError::NoDisplay,
        other => GuiError::Refused { detail: other.to_string().into() },
    })
}

fn viewport() -> egui::ViewportBuilder {
    const ICON_PIXELS: usize = 128;
    let icon = egui::IconData { rgba: logo::rgba(ICON_PIXELS), width: ICON_PIXELS as u32, height: ICON_PIXELS as u32 };
    egui::ViewportBuilder::default()
        .with_title("Geoshadow")
        .with_app_id("geoshadow")
        .with_icon(icon)
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([960.0, 600.0])
}

/// Whether a display is named at all. The toolkit would stop the whole program where none is.
fn has_display() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return true;
    }
    let named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    named("DISPLAY") || named("WAYLAND_DISPLAY") || named("WAYLAND_SOCKET")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_window_the_command_line_is_named() {
        for error in [GuiError::NoDisplay, GuiError::Refused { detail: "no OpenGL".into() }] {
            assert!(error.to_string().contains("geoshadow inspect PATH"));
        }
    }
}
