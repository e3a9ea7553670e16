//! Polarsteps: `trip/<name>_<id>/trip.json` with steps, `locations.json` with the route, photos and videos
//! in a folder for each step, and `user/user.json`.
//!
//! A trip is for its owner, for followers or for everyone. The export writes that as a number, and no
//! source says which number is which.

use std::collections::BTreeMap;

use serde_json::Value;

use super::support::coord::{self, NoPoint};
use super::support::json_raw::Raw;
use super::support::medium;
use super::support::moment::{self, Clock, SpelledTime};
use super::support::places::{by_head, holds_all, holds_any, parent, roots_of};
use super::support::privacy::Privacy;
use super::support::records::{joined, keep, read_list, read_tree, text_of};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::media::is_media_extension;
use crate::model::{
    Account, Audience, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource, Origin, Place, PlatformId,
    PointRow, PointSource, ProfileFact, ProfileField, Rule, TimePrecision, Track,
};

/// The platform's id.
const POLARSTEPS: PlatformId = PlatformId("polarsteps");

/// The adapter.
pub(super) struct Polarsteps;

static VISIBILITY: Rule = Rule {
    id: "polarsteps.visibility",
    text: "The export writes who can see a trip as a number whose meaning is not documented",
    source: "visibility in trip.json",
};
static STEP: Rule = Rule {
    id: "polarsteps.step",
    text: "A step stands at its place on the trip's map",
    source: "location of the step in trip.json",
};
static NO_PLACE: Rule = Rule {
    id: "polarsteps.no_place",
    text: "The step names no place",
    source: "absence of location in the step",
};
static BAD_PLACE: Rule = Rule {
    id: "polarsteps.place_unreadable",
    text: "The step's place could not be read",
    source: "location of the step in trip.json",
};
static DELETED: Rule = Rule {
    id: "polarsteps.deleted",
    text: "The step or its trip was deleted; the export does not say when",
    source: "is_deleted in trip.json",
};

/// What trails cannot say.
const ROUTE_NOTE: &str = "Polarsteps draws the route for whoever can see the trip; like every trail it is counted here \
    as known to the platform only";

const GUIDES: &[Guide] = &[Guide {
    title: "Polarsteps",
    hint: "a copy of your data",
    steps: &["On polarsteps.com open Account settings and choose Download my data", "Wait for the mail and download the zip"],
    in_short: "on polarsteps.com, in Account settings, choose Download my data",
}];

fn is_trip(head: &[u8]) -> bool {
    let of_a_trip = ["\"travel_tracker_device\"", "\"planned_steps_visible\"", "\"all_steps\"", "\"total_km\""];
    holds_all(head, &["\"visibility\"", "\"start_date\""])
        && holds_any(head, &of_a_trip)
        && holds_any(head, &["\"slug\"", "\"all_steps\""])
}

/// The folder in which the export starts: the one that holds `trip`, or that of a trip on its own.
fn top(entry: &Entry) -> &str {
    let folder = entry.folder();
    let above = parent(folder);
    if parent(entry.lower_folder()).rsplit('/').next() == Some("trip") { parent(above) } else { folder }
}

fn is_mine(entry: &Entry, inside: &str) -> bool {
    match inside.split_once('/') {
        Some(("trip" | "user" | "photos" | "videos", _)) => true,
        Some(_) => is_media_extension(entry.extension()) && step_of(entry).is_some(),
        None => matches!(inside, "trip.json" | "locations.json" | ""),
    }
}

/// The step's id in the folder above a medium: `london_104653631/photos/x.jpg`.
fn step_of(entry: &Entry) -> Option<&str> {
    let folder = entry.lower_folder();
    let folder = folder.strip_suffix("/photos").or_else(|| folder.strip_suffix("/videos"))?;
    let id = folder.rsplit('/').next()?.rsplit_once('_')?.1;
    (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

impl Platform for Polarsteps {
    fn id(&self) -> PlatformId {
        POLARSTEPS
    }

    fn name(&self) -> &'static str {
        "Polarsteps"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let hits = by_head(source, |e| e.lower_name() == "trip.json", is_trip);
        let first = *hits.first()?;
        Some(Recognition {
            roots: roots_of(source, hits, top, is_mine),
            layout: "trips".into(),
            because: source.entry(first).file_name().into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let source = cx.source();
        let first_item = cx.items_mut().len();
        let entries = cx.entries_of(found);
        let mut media: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for id in &entries {
            if let Some(step) = step_of(source.entry(*id)) {
                media.entry(step).or_default().push(*id);
            }
        }
        let (mut owner, mut has_route) = (None, false);
        for id in entries {
            cx.check()?;
            let entry = source.entry(id);
            match entry.lower_name() {
                "trip.json" => read_trip(cx, id, &mut media)?,
                "locations.json" => {
                    read_route(cx, id)?;
                    has_route = true;
                }
                "user.json" => owner = read_user(cx, id),
                _ if step_of(entry).is_some() => {}
                _ => cx.ignore(id, "no positions of a kind that this program reads"),
            }
        }
        for id in media.into_values().flatten() {
            cx.ignore(id, "a picture or video whose step is not in what was opened");
        }
        if has_route {
            cx.warn(ROUTE_NOTE, None);
        }
        if let Some(owner) = owner {
            let account = cx.account(owner);
            for item in cx.items_mut().iter_mut().skip(first_item) {
                item.account = Some(account);
            }
        }
        Ok(())
    }
}

fn is_true(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool) == Some(true)
}

/// Seconds since 1970, with a fraction.
fn moment_of(value: &Value, key: &str) -> Option<SpelledTime> {
    let text = value.get(key)?.to_string();
    moment::of_raw(Some(Raw::new(text.as_bytes())), Clock::Utc)
}

fn read_trip(cx: &mut ImportCx<'_>, id: EntryId, media: &mut BTreeMap<&str, Vec<EntryId>>) -> Result<(), ImportError> {
    let Some(trip) = read_tree(cx, id) else { return Ok(()) };
    let steps = ["all_steps", "steps"].iter().find_map(|key| trip.get(*key)?.as_array());
    let steps = steps.map_or(&[][..], Vec::as_slice);
    let segments = trip.get("segments").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (i, step) in steps.iter().enumerate() {
        cx.check()?;
        let kind = text_of(step, "supertype").unwrap_or_default();
        if !step.is_object() || kind.contains("plan") {
            cx.skip(if step.is_object() { "a planned step" } else { "not a record" }, 1);
            continue;
        }
        let is_deleted = is_true(step, "is_deleted") || is_true(&trip, "is_deleted");
        let mut item = step_item(step, is_deleted, Origin::new(id.0, i as u64));
        let key = step.get("id").map(Value::to_string).unwrap_or_default();
        for file in media.remove(key.trim_matches('"')).unwrap_or_default() {
            cx.done(file, "picture or video of a step");
            item.media.push(medium::reference(cx, file));
        }
        cx.item(item);
    }
    for (i, segment) in segments.iter().enumerate() {
        cx.check()?;
        let is_deleted = is_true(segment, "is_deleted") || is_true(&trip, "is_deleted");
        keep(cx, stay(segment, is_deleted, Origin::new(id.0, (steps.len() + i) as u64)));
    }
    cx.done(id, format!("a trip, {} steps", steps.len() + segments.len()));
    Ok(())
}

/// When a stay began, in the words of several forms of the export.
const ARRIVED: &[&str] = &["arrived", "arrived_at", "arrival", "start_time", "start_date", "time"];
/// When it ended, which is all that some segments say.
const DEPARTED: &[&str] = &["departed", "departed_at", "departure", "end_time", "end_date"];

/// A stay between two stretches of the route, in an older form of the export.
fn stay(segment: &Value, is_deleted: bool, origin: Origin) -> Result<Item, &'static str> {
    let at = segment.get("location").filter(|at| at.is_object()).unwrap_or(segment);
    let point = point_of(at);
    let place = text_of(at, "name").or_else(|| text_of(segment, "name"));
    if let Err(why) = point
        && place.is_none()
    {
        return Err(why.reason());
    }
    let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, &VISIBILITY, Claim::unknown(&VISIBILITY));
    let mut item = privacy.item(POLARSTEPS, ItemKind::Visit, origin);
    if is_deleted {
        item.life = Life::TakenDown { up_until_at_least: None, rule: &DELETED };
    }
    let time = ARRIVED.iter().chain(DEPARTED).find_map(|key| moment_of(segment, key).or_else(|| moment_of(at, key)));
    moment::set_time(&mut item, time);
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::Inferred, Evidence::Likely));
    item.place = place.map(Place::named);
    Ok(item)
}

/// Degrees in `lat` and `lon`, in older exports `lng`.
fn point_of(at: &Value) -> Result<GeoPoint, NoPoint> {
    let says = |key| at.get(key).is_some_and(|value| !value.is_null());
    let degrees = |key| {
        let value: &Value = at.get(key)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite())
    };
    let point = coord::degrees(degrees("lat"), degrees("lon").or_else(|| degrees("lng")));
    coord::if_silent(point, || ["lat", "lon", "lng"].into_iter().any(says))
}

fn step_item(step: &Value, is_deleted: bool, origin: Origin) -> Item {
    // Older exports write the position into the step itself.
    let at = step.get("location").filter(|at| at.is_object()).unwrap_or(step);
    let point = point_of(at);
    let location = point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    let place = text_of(step.get("location").unwrap_or(&Value::Null), "name").map(|name| {
        let around = text_of(at, "full_detail").or_else(|| text_of(at, "detail"));
        Place { address: joined([around]), ..Place::named(name) }
    });
    let flaw = coord::flaw(&point);
    let tagged = if location.is_some() || place.is_some() {
        Claim::yes(Evidence::Recorded, &STEP)
    } else if flaw.is_some() {
        Claim::unknown(&BAD_PLACE)
    } else {
        Claim::no(Evidence::Recorded, &NO_PLACE)
    };
    let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, &VISIBILITY, tagged);
    let mut item = privacy.item(POLARSTEPS, ItemKind::Post, origin);
    if is_deleted {
        item.life = Life::TakenDown { up_until_at_least: None, rule: &DELETED };
    }
    moment::set_time(&mut item, ["start_time", "arrived"].iter().find_map(|key| moment_of(step, key)));
    item.published = moment_of(step, "creation_time").map(|m| m.time);
    item.flaw = flaw;
    item.location = location;
    item.public_location = location;
    item.place = place;
    item.text = ["description", "display_name", "name"].iter().find_map(|key| text_of(step, key)).map(Into::into);
    item
}

/// The route between the steps.
fn read_route(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let folder = cx.source().entry(id).folder().rsplit('/').next().unwrap_or_default();
    let track = cx.track(Track { platform: POLARSTEPS, name: folder.into(), file: id.0 });
    read_list(cx, id, &["locations", "segments"], "the route of a trip", |cx, raw, origin| {
        let [lat, lon, lng, time] = raw.pick(["lat", "lon", "lng", "time"]);
        let is_stay = ARRIVED.iter().chain(DEPARTED).any(|key| *key != "time" && raw.get(key).is_some_and(|v| v.as_bytes() != b"null"));
        if is_stay || raw.get("location").is_some_and(Raw::is_object) {
            let segment = serde_json::from_slice(raw.token()).unwrap_or_default();
            return keep(cx, stay(&segment, false, origin));
        }
        let point = coord::pair(lat, lon.or(lng));
        let time = moment::of_raw(time, Clock::Local).filter(|m| m.precision == TimePrecision::Second);
        match (point, time, track) {
            (Err(why), ..) => cx.skip(why.reason(), 1),
            (_, None, _) => cx.skip("no time", 1),
            (_, _, None) => cx.skip("more trails than can be numbered", 1),
            (Ok(point), Some(time), Some(track)) => {
                let seconds = super::support::instant::floor_seconds(time.time);
                cx.point(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Unknown, track });
            }
        }
    })
}

fn read_user(cx: &mut ImportCx<'_>, id: EntryId) -> Option<Account> {
    let user = read_tree(cx, id)?;
    let name = joined([text_of(&user, "first_name"), text_of(&user, "last_name")]).map(|n| n.replace(", ", " "));
    let fields = [
        (ProfileField::Name, name.as_deref()),
        (ProfileField::Bio, text_of(&user, "description")),
        (ProfileField::HomeCity, text_of(&user, "living_location_name")),
    ];
    let fact = |(field, value): (ProfileField, Option<&str>)| {
        Some(ProfileFact { field, value: value?.into(), since: None, origin: Origin::new(id.0, 0) })
    };
    let profile: Vec<ProfileFact> = fields.into_iter().filter_map(fact).collect();
    let handle: Box<str> = text_of(&user, "username").unwrap_or_default().into();
    cx.fact(profile.len() as u64 + u64::from(!handle.is_empty()));
    cx.done(id, "profile of the account");
    Some(Account {
        platform: POLARSTEPS,
        handle,
        private_now: None,
        periods: Vec::new(),
        profile,
        created: None,
        exported: None,
    })
}
