//! Lenses: one harvester profile each, parsed from TOML and validated.
//!
//! What a lens means for an archive is worked out by [`crate::analysis`]; this module only reads,
//! checks and lists them. Also the surfaces (which way of looking at a platform was open to whom, when),
//! the fences that a lens or the user watches, and the cards for what no export can decide.

mod builtin;
mod card;
mod check;
mod circle;
mod disc;
mod error;
mod fence;
mod fence_file;
mod fence_write;
mod file;
mod moment;
mod outline;
mod rules;
mod schema;
mod select;
mod surface;
mod window;
mod worked;

pub use builtin::{PLACE_WATCHER, builtin, builtin_by_id, cards, surfaces, watching};
pub use card::Card;
pub use check::position_of_example;
pub use disc::Disc;
pub use error::LensError;
pub use fence::{Fence, FenceError, MAX_FENCES, Shape};
pub use fence_file::{open_fences, read_fences};
pub use fence_write::fences_to_geojson;
pub use file::read;
pub use moment::{midnight, parse_moment};
pub use outline::{Corner, Outline};
pub use rules::{About, Condition, PerhapsReach, ProfileFallback, RequiredReach, TextRule};
pub use schema::{Backfill, Keeps, Lens, Period, Source, StoryRule, WorksToday};
pub use select::{AccountList, Extent, Fences, ListedKinds, PlaceRule, Query, QueryArea, Select, distance};
pub use surface::{ReachLevel, Surface, Surfaces};
pub use window::Window;
pub use worked::{Example, ExampleExpectation, ExampleItem};
