//! The fields of a lens file, and their checks.
//!
//! Everything a lens needs is said here as data; the engine that applies it knows no lens by name.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::{LensError, ReachLevel};
use crate::model::{Evidence, ItemKind, LocationSource, VenueKind};

/// One harvester, as a way of looking at an archive.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lens {
    /// Stable id, used on the command line and in JSON.
    pub id: String,
    /// Name for the user: "HYP3R, 2018–19".
    pub title: String,
    /// Short name used inside sentences: "HYP3R".
    pub name: String,
    /// What sort of harvester it is: marketer, police, researcher.
    pub kind: String,
    /// One paragraph for the user.
    pub summary: String,
    /// When the facts were last checked, `YYYY-MM-DD`.
    pub reviewed_on: String,
    /// When it collected.
    pub window: Window,
    /// Ids of the platforms it read.
    pub platforms: Vec<String>,
    /// Kinds of item it took.
    pub kinds: Vec<ItemKind>,
    /// Sources of a position by which it could find an item. Others, such as `exif`, did not show it anything.
    pub location_kinds: Vec<LocationSource>,
    /// The reach an item must have had for it to be found.
    pub min_reach: ReachLevel,
    /// Which places it watched.
    pub select: Select,
    /// What it did with items that vanish after a lifetime.
    pub stories: StoryRule,
    /// Whether it read items older than its window.
    pub backfill: Backfill,
    /// What it kept, and for how long.
    pub keeps: Keeps,
    /// Whether the same way is open today.
    pub works_today: WorksToday,
    /// Where the facts come from.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// Worked examples, run by the tests and shown to the user.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
}

/// When a lens collected: `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First moment; UTC.
    #[serde(deserialize_with = "date_or_instant")]
    pub from: Timestamp,
    /// First moment after it, or open; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub to: Option<Timestamp>,
    /// The first moment for which a source vouches, if later than `from`; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub certain_from: Option<Timestamp>,
    /// How sure the time between `from` and `certain_from` is.
    pub from_evidence: Evidence,
    /// How sure the end is.
    pub to_evidence: Evidence,
}

/// Which places a lens watched.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Select {
    /// A list of venues of some kinds. Nobody outside knows the list itself.
    VenueKind(ListedKinds),
    /// Any place at all.
    Anywhere {},
}

/// The kinds on a list of venues.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedKinds {
    /// The kinds.
    pub any_of: Vec<VenueKind>,
}

/// What a lens did with items that vanish after a lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryRule {
    /// Whether it took them at all.
    pub taken: bool,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Whether a lens read items older than its window.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backfill {
    /// Whether it did.
    pub taken: bool,
    /// How sure that is.
    pub evidence: Evidence,
}

/// What a lens kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeps {
    /// How long it kept items, for the user: "indefinitely".
    pub items: String,
    /// How long it kept items that vanish, for the user.
    pub stories: String,
    /// The fields it kept.
    pub fields: Vec<String>,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Whether the same way is open today.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksToday {
    /// Whether it is.
    pub open: bool,
    /// What is known, in one sentence for the user.
    pub because: String,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name by which other fields refer to it.
    pub id: String,
    /// Title of the publication.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Date, as exactly as known.
    pub date: String,
}

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
pub struct ExampleItem {
    /// Id of the platform.
    pub platform: String,
    /// Its kind.
    pub kind: ItemKind,
    /// When it was published; UTC.
    #[serde(deserialize_with = "date_or_instant")]
    pub published: Timestamp,
    /// When it vanished, in hours after publication; a story has 24.
    #[serde(default)]
    pub lifetime_hours: Option<i64>,
    /// Whether it was archived or deleted at an unknown moment.
    #[serde(default)]
    pub taken_down: bool,
    /// Source of its position.
    #[serde(default)]
    pub location: Option<LocationSource>,
    /// Whether it carried a place to be found by; leave out for "the export does not say".
    #[serde(default)]
    pub tagged: Option<bool>,
    /// Kind of the place.
    #[serde(default)]
    pub venue: Option<VenueKind>,
    /// Switches of the account's privacy, as `[moment, "private" | "public"]`.
    #[serde(default)]
    pub switches: Vec<(String, String)>,
    /// Whether the account is private at the time of the export; leave out for "not known".
    #[serde(default)]
    pub private_now: Option<bool>,
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
    /// The clause that fails first, for items not taken.
    #[serde(default)]
    pub first_failing: Option<String>,
    /// What the geofence field holds, for items taken.
    #[serde(default)]
    pub geofence: Option<String>,
}

impl Lens {
    /// Reads a lens from the text of its file. `name` is used in messages.
    pub fn parse(name: &str, text: &str) -> Result<Self, LensError> {
        let parsed: Result<Self, _> = toml::from_str(text);
        let lens = parsed.map_err(|source| LensError::Parse { name: name.into(), source: Box::new(source) })?;
        lens.check().map_err(|problem| LensError::Invalid { name: name.into(), problem: problem.into() })?;
        Ok(lens)
    }

    /// The kinds of venue it watched, if it had a list.
    pub fn listed_kinds(&self) -> &[VenueKind] {
        match &self.select {
            Select::VenueKind(listed) => &listed.any_of,
            Select::Anywhere {} => &[],
        }
    }

    fn check(&self) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err("id must consist of lower-case letters, digits and underscores".to_owned());
        }
        if self.window.to.is_some_and(|to| to <= self.window.from) {
            return Err("window.to must lie after window.from".to_owned());
        }
        let lists = [
            ("platforms", self.platforms.is_empty()),
            ("kinds", self.kinds.is_empty()),
            ("source", self.sources.is_empty()),
            ("example", self.examples.is_empty()),
        ];
        if let Some((field, _)) = lists.iter().find(|(_, empty)| *empty) {
            return Err(format!("{field} must not be empty"));
        }
        if matches!(&self.select, Select::VenueKind(listed) if listed.any_of.is_empty()) {
            return Err("select.any_of must name at least one kind of venue".to_owned());
        }
        self.reviewed_on.parse::<jiff::civil::Date>().map_err(|e| format!("reviewed_on must be a date: {e}"))?;
        Ok(())
    }
}

/// Reads `YYYY-MM-DD` (midnight UTC) or an RFC 3339 instant.
pub(super) fn date_or_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_moment(&text).map_err(serde::de::Error::custom)
}

/// Like [`date_or_instant`], for a field that may be left out.
pub(super) fn optional_date_or_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    date_or_instant(deserializer).map(Some)
}

/// The moment written as `YYYY-MM-DD` (midnight UTC) or as an RFC 3339 instant.
pub fn parse_moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(date) = text.parse::<jiff::civil::Date>() {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        return jiff::tz::TimeZone::UTC.to_timestamp(midnight).map_err(|e| e.to_string());
    }
    text.parse().map_err(|e| format!("expected YYYY-MM-DD or an RFC 3339 instant, found {text:?} ({e})"))
}
