//! The map: camera, base map, heat, pins.

mod base;
mod camera;
mod projector;
