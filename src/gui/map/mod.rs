//! The map: camera, base map, heat, pins.
//!
//! [`MapPanel`] shows an opened archive, [`PreviewMap`] fills while one is read. Every layer is a file with its own small
//! state; what they compute lies in `analysis` and knows nothing of the window.

mod areas;
mod base;
mod camera;
mod graticule;
mod heat;
mod hexes;
mod highlight;
mod input;
mod labels;
mod marks;
mod overlay;
mod panel;
mod pins;
mod preview;
mod projector;
mod shown;
mod small;
mod streets;
mod tooltip;
mod trails;
mod turn;

pub use panel::MapPanel;
pub use preview::PreviewMap;
pub(crate) use projector::Projector;
pub(crate) use small::{Caption, Frame, SmallMap};
