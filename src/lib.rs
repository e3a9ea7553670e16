//! Geoshadow.

pub mod analysis;
pub mod archive;
pub mod cli;
#[cfg(feature = "gui")]
pub mod gui;
pub mod lens;
pub mod load;
pub mod media;
pub mod model;
pub mod platform;
pub mod report;
pub mod sample;
pub mod venue;
