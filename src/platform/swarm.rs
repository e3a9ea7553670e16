//! Foursquare and Swarm: `checkins1.json` and further, `photos.json` with `pix/`, `visits.json`,
//! `unconfirmed_visits.json`, `tips.json`, `lists.json`, `venueRatings.json`. Exports of 2018 to 2026, and dumps of the API's answers.
//!
//! Coordinates stand beside a check-in, inside its venue, or nowhere; then those of a visit to the same venue serve.

mod check_ins;
mod extras;
mod rules;
mod saved;

use std::collections::{BTreeMap, BTreeSet};

use super::support::places::{by_head, holds_all, holds_any, recognition};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::model::{Location, Place, PlatformId};

/// The platform's id.
const SWARM: PlatformId = PlatformId("swarm");

/// The adapter.
pub(super) struct Swarm;

const GUIDES: &[Guide] = &[Guide {
    title: "Swarm",
    hint: "and Foursquare, all data",
    steps: &[
        "In Swarm or on foursquare.com open Settings, Privacy Settings, and choose to export your data",
        "Wait for the mail with the link and download the zip",
    ],
    in_short: "in Swarm's Settings, Privacy Settings, choose to export your data",
}];

/// What a file holds, in the order in which files are read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Unconfirmed,
    Visits,
    CheckIns,
    Photos,
    Tips,
    Lists,
    Ratings,
    /// Known, and of no use, with the reason.
    Other(&'static str),
}

/// Files in which no place is looked for.
const OTHERS: &[(&str, &str)] = &[
    ("users", "friends and followers"),
    ("friends", "friends"),
    ("comments", "comments under check-ins, which are read from their own files"),
    ("shares", "where check-ins and tips were shared to, which are read from their own files"),
    ("expertise", "in what Foursquare takes you for an expert"),
    ("plans", "plans with friends, in which no place is looked for"),
];

fn role_of(entry: &Entry) -> Option<Role> {
    let stem = entry.lower_name().strip_suffix(".json")?.trim_end_matches(|c: char| c.is_ascii_digit());
    match stem {
        "unconfirmed_visits" => Some(Role::Unconfirmed),
        "visits" => Some(Role::Visits),
        "checkins" => Some(Role::CheckIns),
        "photos" => Some(Role::Photos),
        "tips" => Some(Role::Tips),
        "lists" => Some(Role::Lists),
        "venueratings" => Some(Role::Ratings),
        _ => OTHERS.iter().find(|(name, _)| *name == stem).map(|(_, why)| Role::Other(why)),
    }
}

fn is_swarms(head: &[u8]) -> bool {
    holds_any(head, &["\"timeZoneOffset\"", "\"type\":\"checkin\"", "\"type\": \"checkin\"", "\"timeArrived\""])
        || holds_all(head, &["\"venueId\"", "\"startTime\""])
        || holds_all(head, &["\"createdAt\"", "\"venue\""])
}

fn is_mine(entry: &Entry, inside: &str) -> bool {
    inside.starts_with("pix/") || !inside.contains('/') && role_of(entry).is_some()
}

/// What is known of a venue or of a check-in, for those that name it only by its id.
#[derive(Clone, Default)]
struct Known {
    place: Option<Place>,
    location: Option<Location>,
    public_location: Option<Location>,
}

/// What one file tells about the records of another.
#[derive(Default)]
struct Memory {
    /// By venue id.
    venues: BTreeMap<Box<str>, Known>,
    /// By check-in id.
    check_ins: BTreeMap<Box<str>, Known>,
    /// Ids of the photos that stand in check-ins.
    photos: BTreeSet<Box<str>>,
    /// Pictures by file name in lower case.
    pix: BTreeMap<Box<str>, EntryId>,
}

impl Platform for Swarm {
    fn id(&self) -> PlatformId {
        SWARM
    }

    fn name(&self) -> &'static str {
        "Foursquare Swarm"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["checkins1.json", "checkins.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let is_named = |e: &Entry| matches!(role_of(e), Some(Role::CheckIns | Role::Visits | Role::Unconfirmed));
        let hits = by_head(source, is_named, is_swarms);
        let mut found = recognition(source, &hits, "JSON", is_mine)?;
        if !hits.iter().any(|id| role_of(source.entry(*id)) == Some(Role::CheckIns)) {
            found.missing.push("No `checkins1.json`: the check-ins are not in this part of the export".into());
        }
        Some(found)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut memory = Memory::default();
        let mut files = Vec::new();
        for id in cx.entries_of(found) {
            let entry = cx.source().entry(id);
            match role_of(entry) {
                Some(Role::Other(why)) => cx.ignore(id, why),
                Some(role) => files.push((role, id)),
                None if entry.lower_folder().ends_with("pix") => {
                    memory.pix.insert(entry.lower_name().into(), id);
                }
                None => cx.ignore(id, "not a file of this export that this program reads"),
            }
        }
        files.sort_unstable();
        for (role, id) in files {
            cx.check()?;
            match role {
                Role::Unconfirmed => extras::read_unconfirmed(cx, id, &mut memory)?,
                Role::Visits => extras::read_visits(cx, id)?,
                Role::CheckIns => check_ins::read(cx, id, &mut memory)?,
                Role::Photos => extras::read_photos(cx, id, &mut memory)?,
                Role::Tips => extras::read_tips(cx, id, &mut memory)?,
                Role::Lists => saved::read_lists(cx, id, &memory)?,
                Role::Ratings => saved::read_ratings(cx, id, &memory)?,
                Role::Other(_) => {}
            }
        }
        for (_, id) in memory.pix {
            cx.ignore(id, "a picture that no record of the export names");
        }
        Ok(())
    }
}
