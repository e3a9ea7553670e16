//! The fields of a lens file, and their checks.
//!
//! Everything a lens needs is said here as data; the engine that applies it knows no lens by name.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::LensError;
use super::check;
use super::fence::Fence;
use super::moment::{date_or_instant, midnight, optional_date_or_instant};
use super::rules::{Condition, PerhapsReach, ProfileFallback, RequiredReach, TextRule};
use super::select::{Fences, Select};
use super::window::Window;
use super::worked::Example;
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
    /// When it collected, on all its platforms taken together.
    pub window: Window,
    /// When it collected on single platforms, where that differs.
    #[serde(default, rename = "period")]
    pub periods: Vec<Period>,
    /// Ids of the platforms it read.
    pub platforms: Vec<String>,
    /// Kinds of item it took.
    pub kinds: Vec<ItemKind>,
    /// Sources of a position by which it could find an item. Others, such as `exif`, did not show it anything.
    #[serde(default)]
    pub location_kinds: Vec<LocationSource>,
    /// Whether an item must carry a place at all.
    #[serde(default = "yes")]
    pub needs_place: bool,
    /// The reach an item must have had for it to be found.
    pub min_reach: RequiredReach,
    /// A smaller reach that may have been enough.
    #[serde(default)]
    pub perhaps_reach: Option<PerhapsReach>,
    /// Which places it watched.
    pub select: Select,
    /// What it did with items that vanish after a lifetime.
    pub stories: StoryRule,
    /// Whether it read items older than its window.
    pub backfill: Backfill,
    /// For a lens that only looked at what was new: how many hours after publication.
    #[serde(default)]
    pub live_hours: Option<i64>,
    /// Words that the text of an item must hold.
    #[serde(default)]
    pub text: Option<TextRule>,
    /// What must have held and no export tells.
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
    /// Whether its search fell back on the text of the profile.
    #[serde(default)]
    pub profile_fallback: Option<ProfileFallback>,
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
    /// The one day, UTC, on which someone looks in its way; `None` for its own time, as in every file.
    #[serde(skip)]
    pub seen_on: Option<Date>,
}

/// When a lens collected on some of its platforms: `[from, to)`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Ids of the platforms.
    pub platforms: Vec<String>,
    /// First moment; UTC.
    #[serde(deserialize_with = "date_or_instant")]
    pub from: Timestamp,
    /// First moment after it, or open; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub to: Option<Timestamp>,
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

const fn yes() -> bool {
    true
}

impl Lens {
    /// Reads a lens from the text of its file. `name` is used in messages.
    pub fn parse(name: &str, text: &str) -> Result<Self, LensError> {
        let parsed: Result<Self, _> = toml::from_str(text);
        let lens = parsed.map_err(|source| match check::wrong_fence(text, &source) {
            Some(problem) => problem.in_file(name, text),
            None => LensError::Parse { name: name.into(), source: Box::new(source) },
        })?;
        check::lens(&lens).map_err(|problem| problem.in_file(name, text))?;
        Ok(lens)
    }

    /// The kinds of venue it watched, if it had a list.
    pub fn listed_kinds(&self) -> &[VenueKind] {
        match &self.select {
            Select::VenueKind(listed) => &listed.any_of,
            _ => &[],
        }
    }

    /// When it collected on a platform: `[from, to)`, in order.
    pub fn collecting(&self, platform: &str) -> impl Iterator<Item = (Timestamp, Option<Timestamp>)> + Clone {
        let own = move |p: &&Period| p.platforms.iter().any(|id| id == platform);
        let has_own = self.periods.iter().any(|p| own(&p));
        let whole = (!has_own).then_some((self.window.from, self.window.to));
        let parts = self.periods.iter().filter(own);
        whole.into_iter().chain(parts.map(|p| (p.from, p.to)))
    }

    /// Its name where it does not begin the sentence: the name itself, as `Graph Search`, or where it is a description,
    /// with its first letter small: `a friend's app`.
    pub fn name_inside(&self) -> Cow<'_, str> {
        let name = self.name.as_str();
        let is_words = ["A ", "An ", "The ", "Someone "].iter().any(|word| name.starts_with(word));
        match name.chars().next().filter(|_| is_words) {
            Some(first) => Cow::Owned(first.to_lowercase().chain(name.chars().skip(1)).collect()),
            None => Cow::Borrowed(name),
        }
    }

    /// Its title, and the day on which it looks if that is not in its own time; for headings.
    pub fn heading(&self) -> Cow<'_, str> {
        match self.seen_on {
            None => Cow::Borrowed(&self.title),
            Some(day) => Cow::Owned(format!("{}, as seen on {day}", self.title)),
        }
    }

    /// This lens, but looking on one day, UTC, instead of in its own time: what someone who looked in its way on that
    /// day could see. Whether it read older items, and how new they had to be, stays as the lens has it.
    #[must_use]
    pub fn looking_on(mut self, day: Date) -> Self {
        // At the ends of the calendar there is no such day, and nothing to see.
        let from = midnight(day).unwrap_or(Timestamp::MAX);
        let to = day.tomorrow().ok().and_then(midnight).unwrap_or(Timestamp::MAX);
        // The day is asked for, so that there is no doubt about it.
        let sure = Evidence::Recorded;
        let (certain_from, certain_to) = (None, None);
        self.window = Window {
            from,
            to: Some(to),
            certain_from,
            certain_to,
            from_evidence: sure,
            to_evidence: sure,
            once: false,
        };
        self.periods.clear();
        self.seen_on = Some(day);
        self
    }

    /// This lens looking on a day, if there is one, or else in its own time.
    #[must_use]
    pub fn looking_on_or_in_its_time(self, day: Option<Date>) -> Self {
        match day {
            Some(day) => self.looking_on(day),
            None => self,
        }
    }

    /// This lens, but watching `fences` instead of its own places. How a place counts stays as the lens has it.
    #[must_use]
    pub fn watching(mut self, fences: Vec<Fence>) -> Self {
        let extent = self.select.extent().unwrap_or_default();
        self.select = Select::Fences(Fences { fence: fences, extent });
        self.needs_place = true;
        if self.location_kinds.is_empty() {
            self.location_kinds.extend(LocationSource::PUBLISHED);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_description_has_a_small_letter_inside_a_sentence_and_a_name_keeps_its_own() {
        let named = |name: &str| {
            let mut lens = crate::lens::builtin()[0].clone();
            name.clone_into(&mut lens.name);
            lens.name_inside().into_owned()
        };
        assert_eq!(named("A friend's app"), "a friend's app");
        assert_eq!(named("Someone who watches a place"), "someone who watches a place");
        for name in ["Graph Search", "Strava's heat map", "Please Rob Me", "Ann"] {
            assert_eq!(named(name), name);
        }
    }
}
