//! Pure functions from a dataset, a lens and a filter to numbers and reasons.
//!
//! No input or output and no lens or platform by name: what differs between them is data.

pub mod assume;
pub mod axis;
mod clauses;
pub mod clusters;
pub mod decide;
pub mod example;
mod explain;
pub mod exposure;
mod facets;
pub mod filter;
pub mod heat;
pub mod hexes;
pub mod histogram;
pub mod index;
pub mod lines;
pub mod mercator;
pub mod morton;
pub mod positions;
pub mod reach;
mod verdict;

pub use assume::{Assumption, Assumptions};
pub use exposure::{Exposure, ItemVerdict, Lights, Moments, Reason, Tally};
pub use facets::{FacetTable, Facets};
pub use filter::{Filter, TimeWindow};
pub use verdict::{Geofence, Verdict};
