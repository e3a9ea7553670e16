//! `OwnTracks`: `.rec` files of its recorder, its messages as JSON lists or one a line, and the places that the app saves
//! (`.otrw`, and in its settings, `.otrc`).
//!
//! A `.rec` file may be packed with gzip. A line of it is a time, a star, and a message; the message alone is read. Nothing of it is
//! published: it goes to the owner's own server.

use std::collections::{BTreeMap, BTreeSet};

use super::support::coord;
use super::support::instant::floor_seconds;
use super::support::json_raw::Raw;
use super::support::json_split::Ending;
use super::support::moment::{self, Clock};
use super::support::places::{by_head, holds_all, recognition};
use super::support::privacy::Privacy;
use super::support::json_stream::finish;
use super::support::track::{extension, unpacked_whole};
use super::support::records::{NOT_A_RECORD, boxed, read_list};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::model::{
    Evidence, ItemKind, Location, LocationSource, Origin, Place, PlatformId, PointRow, PointSource, Rule,
    TimePrecision, Track, TrackId,
};

/// The platform's id.
const OWNTRACKS: PlatformId = PlatformId("owntracks");

/// The adapter.
pub(super) struct OwnTracks;

static OWN_SERVER: Rule = Rule {
    id: "owntracks.own_server",
    text: "OwnTracks sends positions to a server of your own choice and publishes nothing",
    source: "OwnTracks' messages; how the app works",
};

const PRIVATE: Privacy = Privacy::private(Evidence::Recorded, &OWN_SERVER);

/// Bytes by which a list is told from messages one a line.
const HEAD: usize = 4 << 10;

/// Trails told apart in one file by their topic.
const MOST_TRAILS: usize = 64;

const GUIDES: &[Guide] = &[Guide {
    title: "OwnTracks",
    hint: "the recorder's store",
    steps: &[
        "Copy the folder rec of the recorder's store, which holds a file for each month and device",
        "Or save what the recorder's API gives as JSON, and open that file",
    ],
    in_short: "open the folder rec of the recorder's store",
}];

fn is_owntracks(head: &[u8]) -> bool {
    holds_all(head, &["\"_type\"", "\"location\"", "\"tst\"", "\"lat\""])
        || holds_all(head, &["\"_type\"", "\"waypoint", "\"desc\"", "\"rad\"", "\"lat\""])
}

impl Platform for OwnTracks {
    fn id(&self) -> PlatformId {
        OWNTRACKS
    }

    fn name(&self) -> &'static str {
        "OwnTracks"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let is_named = |e: &Entry| is_rec(e) || matches!(e.extension(), "json" | "jsonl" | "ndjson" | "otrw" | "otrc");
        let hits = by_head(source, is_named, is_owntracks);
        let told: BTreeSet<&str> = hits.iter().map(|id| &*source.entry(*id).path).collect();
        recognition(source, &hits, "messages", |e, _| is_rec(e) || told.contains(&*e.path))
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            let Ok(head) = cx.source().head(id, HEAD) else {
                cx.fail(id, "cannot be read");
                continue;
            };
            let mut trails = Trails { id, plain: plain_name(cx.source().entry(id)), known: BTreeMap::new() };
            // A message has its type at the top; a list, bare or in an answer of the API, has not.
            let is_list = Raw::new(&head).get("_type").is_none();
            if !is_rec(cx.source().entry(id)) && is_list {
                read_list(cx, id, &["locations", "data", "waypoints"], "messages", |cx, raw, origin| trails.message(cx, raw, origin))?;
            } else {
                read_lines(cx, id, &mut trails)?;
            }
        }
        Ok(())
    }
}

/// Whether it is a file of the recorder, packed with gzip or not.
fn is_rec(entry: &Entry) -> bool {
    extension(entry) == "rec"
}

/// User and device from the folders of a recorder's file: `rec/robin/phone/2024-03.rec`.
fn plain_name(entry: &Entry) -> Box<str> {
    let mut parts = entry.folder().rsplit('/').take(2).filter(|p| !p.is_empty() && *p != "rec");
    match (parts.next(), parts.next()) {
        (Some(device), Some(user)) => format!("{user}/{device}").into(),
        (Some(device), None) => device.into(),
        _ => "OwnTracks".into(),
    }
}

/// A message a line, whatever stands before its brace.
fn read_lines(cx: &mut ImportCx<'_>, id: EntryId, trails: &mut Trails) -> Result<(), ImportError> {
    cx.begin(id);
    let (bytes, fault) = unpacked_whole(cx.source(), id, cx.limits());
    // A read that failed because the user cancelled must not pass for a damaged file.
    cx.check()?;
    let mut count = 0_u64;
    // What the app saves is one message, on as many lines as it likes.
    let whole = Raw::new(bytes.trim_ascii());
    if whole.is_object() && fault.is_none() && whole.is_valid() {
        trails.message(cx, whole, Origin::new(id.0, 0));
        finish(cx, id, &Ending::Whole, 1, "messages");
        return Ok(());
    }
    for line in bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        if count.is_multiple_of(256) {
            cx.check()?;
        }
        let origin = Origin::new(id.0, count);
        count += 1;
        match memchr::memchr(b'{', line).and_then(|start| line.get(start..)).map(Raw::new).filter(|raw| raw.is_valid()) {
            Some(raw) => trails.message(cx, raw, origin),
            None => cx.skip(NOT_A_RECORD, 1),
        }
    }
    finish(cx, id, &fault.map_or(Ending::Whole, Ending::Unreadable), count, "messages");
    Ok(())
}

struct Trails {
    id: EntryId,
    plain: Box<str>,
    known: BTreeMap<Box<str>, Option<TrackId>>,
}

impl Trails {
    fn message(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>, origin: Origin) {
        let [kind, topic] = raw.pick(["_type", "topic"]);
        let kind = kind.and_then(Raw::text).unwrap_or_default();
        match &*kind {
            "location" | "transition" => self.fix(cx, raw, boxed(topic)),
            "waypoint" => waypoint(cx, raw, origin),
            "waypoints" | "configuration" => {
                let all = raw.get("waypoints").into_iter().flat_map(Raw::items);
                all.for_each(|one| waypoint(cx, one, origin));
            }
            "encrypted" => cx.skip("an encrypted message", 1),
            "" => cx.skip(NOT_A_RECORD, 1),
            _ => cx.skip("a message without a position", 1),
        }
    }

    fn fix(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>, topic: Option<Box<str>>) {
        let [lat, lon, time, stored, accuracy] = raw.pick(["lat", "lon", "tst", "created_at", "acc"]);
        let point = match coord::pair(lat, lon) {
            Ok(point) => point,
            Err(why) => return cx.skip(why.reason(), 1),
        };
        let times = [time, stored].into_iter().filter_map(|time| moment::of_raw(time, Clock::Utc));
        let Some(time) = times.into_iter().find(|time| time.precision == TimePrecision::Second) else {
            return cx.skip("no time", 1);
        };
        let seconds = floor_seconds(time.time);
        let Some(track) = self.track(cx, topic) else { return cx.skip("more devices than can be numbered", 1) };
        let accuracy_metres = accuracy.and_then(Raw::number).filter(|a| *a >= 0.0).map(|a| a as f32);
        cx.point(PointRow { seconds, point, accuracy_metres, source: PointSource::Unknown, track });
    }

    fn track(&mut self, cx: &mut ImportCx<'_>, topic: Option<Box<str>>) -> Option<TrackId> {
        // Comings and goings have a topic below that of their device.
        let of_device = |topic: Box<str>| -> Box<str> {
            let topic = topic.strip_prefix("owntracks/").unwrap_or(&topic);
            topic.strip_suffix("/event").unwrap_or(topic).into()
        };
        let is_known = |name: &str| self.known.len() < MOST_TRAILS || self.known.contains_key(name);
        let name = topic.map(of_device).filter(|name| is_known(name)).unwrap_or_else(|| self.plain.clone());
        let file = self.id.0;
        let fresh = || cx.track(Track { platform: OWNTRACKS, name: name.clone(), file });
        *self.known.entry(name.clone()).or_insert_with(fresh)
    }
}

/// A place whose coming and going the app reports.
fn waypoint(cx: &mut ImportCx<'_>, raw: Raw<'_>, origin: Origin) {
    let [lat, lon, name, radius] = raw.pick(["lat", "lon", "desc", "rad"]);
    let point = match coord::degrees(lat.and_then(Raw::number), lon.and_then(Raw::number)) {
        Ok(point) => point,
        Err(why) => return cx.skip(why.reason(), 1),
    };
    let mut item = PRIVATE.item(OWNTRACKS, ItemKind::SavedPlace, origin);
    item.location = Some(Location {
        point,
        accuracy_metres: radius.and_then(Raw::number).filter(|r| *r > 0.0),
        source: LocationSource::PlaceTag,
        evidence: Evidence::Recorded,
    });
    item.place = boxed(name).map(Place::named);
    cx.item(item);
}
