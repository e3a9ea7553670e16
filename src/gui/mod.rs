//! The window: the only module that names the toolkit.

pub mod action;
pub mod app;
pub mod cx;
mod derived;
mod detail;
mod files;
mod filters;
mod format;
mod help;
mod icons;
mod items;
mod keys;
mod loading;
mod logo;
pub mod map;
mod marks;
mod metrics;
mod notice;
mod overview;
mod pictures;
mod popovers;
mod raw;
mod ready;
mod start;
pub mod state;
mod style;
mod task;
pub mod theme;
mod timeline;
mod top_bar;
mod typography;
mod viewer;
mod widgets;
mod window;

pub use app::App;
pub use window::{GuiError, GuiOptions, run};
