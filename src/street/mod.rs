//! Files of streets and places that the user has: extracts of OpenStreetMap and vector tiles. Reading only, from disk
//! only; what their shapes are good for is for others to say.

mod error;
mod extract;
mod pbf;
mod rings;
mod wire;
#[cfg(test)]
#[path = "../../tests/common/street.rs"]
pub(crate) mod written;

pub use error::StreetError;
pub use extract::{Collect, Sort, read_extract};
pub use pbf::{E7, Tags};
pub use rings::{Polygon, Ring, closed_ring, contains};
