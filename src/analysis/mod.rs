//! Pure functions from a dataset, a lens and a filter to numbers and reasons.
//!
//! No input or output and no lens or platform by name: what differs between them is data.

pub mod area;
pub mod assume;
pub mod axis;
mod clauses;
pub mod clusters;
pub mod decide;
pub mod example;
mod explain;
pub mod exposure;
mod facets;
mod fences;
pub mod filter;
pub mod gaps;
pub mod heat;
pub mod hexes;
pub mod histogram;
pub mod index;
mod lights;
pub mod lines;
mod looked;
mod looked_on;
pub mod mercator;
pub mod morton;
pub mod positions;
pub mod reach;
mod threads;
mod verdict;
pub mod week;
mod words;

pub use area::{Area, RowSet};
pub use assume::{Assumption, Assumptions};
pub use exposure::{Exposure, ItemVerdict, Reason};
pub use facets::{Classes, FacetTable, Facets};
pub use fences::FenceTally;
pub use filter::{Filter, RowSets, TimeWindow};
pub use lights::{Lights, Moment, Moments, Tally};
pub use verdict::{Geofence, Verdict};
pub use week::{AtHours, WeekClock, WeekHour, WeekHours};
pub use words::{audience_words, lower_first};
