//! The window: the only module that names the toolkit.

pub mod action;
pub mod cx;
pub mod map;
pub mod state;
pub mod theme;
