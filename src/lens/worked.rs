//! Worked examples of a lens file.

use jiff::Timestamp;
use serde::Deserialize;

use super::moment::optional_date_or_instant;
use crate::model::{Audience, Evidence, ItemKind, LocationSource, TimePrecision, VenueKind};

/// A worked example.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows, for the user.
    pub title: String,
    /// The item and its account.
    pub item: ExampleItem,
    /// What must come out.
    pub expect: ExampleExpectation,
}

/// The item of a worked example, with just enough of its account.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the file, there or left out")]
pub struct ExampleItem {
    /// Id of the platform.
    pub platform: String,
    /// Its kind.
    pub kind: ItemKind,
    /// When it was published; UTC. Leave out for "the export does not say".
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub published: Option<Timestamp>,
    /// How finely that is known; to the second when left out.
    #[serde(default)]
    pub time_precision: Option<TimePrecision>,
    /// When it vanished, in hours after publication; a story has 24.
    #[serde(default)]
    pub lifetime_hours: Option<i64>,
    /// Whether it was archived or deleted at an unknown moment.
    #[serde(default)]
    pub taken_down: bool,
    /// With `taken_down`: it was certainly still up at this moment; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub up_until: Option<Timestamp>,
    /// Whether the export does not say how long it stayed up.
    #[serde(default)]
    pub perhaps_gone: bool,
    /// Whether it was never published.
    #[serde(default)]
    pub never_published: bool,
    /// Source of its position.
    #[serde(default)]
    pub location: Option<LocationSource>,
    /// Latitude in degrees; some place or other when left out.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude in degrees.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Radius of the place or of the uncertainty, in metres.
    #[serde(default)]
    pub accuracy_m: Option<f64>,
    /// How sure the position is; recorded when left out.
    #[serde(default)]
    pub location_evidence: Option<Evidence>,
    /// Whether it carried a place to be found by; leave out for "the export does not say".
    #[serde(default)]
    pub tagged: Option<bool>,
    /// Kind of the place.
    #[serde(default)]
    pub venue: Option<VenueKind>,
    /// Its own audience, if it has one; the account's privacy decides when left out.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// How sure its own audience is; recorded when left out.
    #[serde(default)]
    pub audience_evidence: Option<Evidence>,
    /// Whether it may have gone to a smaller circle than the account's.
    #[serde(default)]
    pub perhaps_smaller_circle: bool,
    /// Its text.
    #[serde(default)]
    pub text: Option<String>,
    /// Switches of the account's privacy, as `[moment, "private" | "public"]`.
    #[serde(default)]
    pub switches: Vec<(String, String)>,
    /// Whether the account is private at the time of the export; leave out for "not known".
    #[serde(default)]
    pub private_now: Option<bool>,
    /// When the export was made; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub exported: Option<Timestamp>,
    /// City that the profile names.
    #[serde(default)]
    pub home_city: Option<String>,
    /// What the user told us, as on the command line: `facebook=public@2010..2014`.
    #[serde(default)]
    pub assume: Vec<String>,
}

/// What must come out of a worked example.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleExpectation {
    /// The verdict's word.
    pub verdict: String,
    /// The evidence, if it matters to the example.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// The clause that fails first, for items not taken; for an unknown verdict the first that is open.
    #[serde(default)]
    pub first_failing: Option<String>,
    /// What the geofence field holds, for items taken.
    #[serde(default)]
    pub geofence: Option<String>,
    /// Whether it can be taken at the time of the export: `yes`, `no` or `unknown`.
    #[serde(default)]
    pub now: Option<String>,
    /// Whether it was taken and has been closed since.
    #[serde(default)]
    pub closed_since: Option<bool>,
}
