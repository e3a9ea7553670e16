//! Plain data that every later stage sees: items, points, accounts, ledgers.
//!
//! No input or output, no window toolkit, and no platform named: what a platform's export
//! records is written into these types by its adapter.

mod account;
mod angle;
mod capture;
mod dataset;
mod day;
mod evidence;
mod geo;
mod item;
mod ledger;
mod no_point;
mod points;
mod question;
mod venue_kind;

pub use account::{Account, AccountId, PrivacyPeriod, PrivacyToggle, ProfileFact, ProfileField, periods_from_toggles};
pub use angle::{degrees_of_parts, hemisphere};
pub use capture::{Captured, Links};
pub use dataset::{ArchiveInfo, Container, Dataset, Recognised};
pub use day::{date_words, day_words};
pub use evidence::{Claim, Evidence, Rule};
pub use geo::{GeoBounds, GeoPoint};
pub use item::{
    Audience, AudienceClaim, Item, ItemId, ItemKind, Life, Location, LocationSource, MediaRef, Origin, Place,
    PlatformId, TimePrecision,
};
pub use ledger::{FileLedger, FileRecord, FileStatus, Flawed, RecordLedger, Warning};
pub use no_point::NoPoint;
pub use points::{PointRow, PointSource, Points, Track, TrackId};
pub use question::{Ask, Question};
pub use venue_kind::VenueKind;
