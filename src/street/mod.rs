//! Files of streets and places that the user has: extracts of OpenStreetMap and vector tiles. Reading only, from disk
//! only; what their shapes are good for is for others to say.

mod class;
mod error;
mod extract;
mod mbtiles;
mod mvt;
mod names;
mod osm;
mod pbf;
mod pmtiles;
mod rings;
mod sea;
mod sqlite;
mod streets;
mod tile;
mod wire;
#[cfg(test)]
#[path = "../../tests/common/street.rs"]
pub(crate) mod written;

pub use error::StreetError;
pub use extract::{Collect, Sort, read_extract};
pub use pbf::{E7, Tags};
pub use rings::{Polygon, Ring, closed_ring, contains};
pub use streets::{Extent, Streets, is_extract};
pub use tile::{Class, Name, StreetTile, TileKey, Unit};
