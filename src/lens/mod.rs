//! Lenses: one harvester profile each, parsed from TOML and validated.
//!
//! What a lens means for an archive is worked out by [`crate::analysis`]; this module only reads,
//! checks and lists them. Also the surfaces: which way of looking at a platform was open to whom, when.

mod builtin;
mod error;
mod schema;
mod surface;

pub use builtin::{builtin, builtin_by_id, surfaces};
pub use error::LensError;
pub use schema::{
    Backfill, Example, ExampleExpectation, ExampleItem, Keeps, Lens, ListedKinds, Select, Source, StoryRule, Window,
    WorksToday, parse_moment,
};
pub use surface::{ReachLevel, Surface, Surfaces};
