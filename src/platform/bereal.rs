//! `BeReal`: `memories.json` and `posts.json`, exports of 2023 to 2026.
//!
//! The same post stands in both files, joined by the moment it was taken; only `posts.json` says who
//! could see it. A second download, `<user>_<time>.json.gz`, is the log of what was done in the app, one
//! event a line, with the town of each.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::support::coord::{self, NoPoint};
use super::support::json_raw::Raw;
use super::support::json_stream::finish;
use super::support::lines;
use super::support::medium;
use super::support::moment::{self, Clock};
use super::support::places::{by_head, holds_all, roots_of};
use super::support::privacy::Privacy;
use super::support::records::{NOT_A_RECORD, boxed, keep, read_list};
use super::support::towns::{Log, Seen};
use super::support::track::unpacked_head;
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Limits, Source, real_entries};
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, MediaRef, Origin,
    PlatformId, Rule,
};

/// The platform's id.
const BEREAL: PlatformId = PlatformId("bereal");

/// The adapter.
pub(super) struct BeReal;

static VISIBILITY: Rule = Rule {
    id: "bereal.visibility",
    text: "The export records who could see the post",
    source: "visibility in posts.json",
};
static FRIENDS_OF_FRIENDS: Rule = Rule {
    id: "bereal.friends_of_friends",
    text: "The export records that your friends could see the post, and their friends too, whom you may not know: more people than \u{201c}friends\u{201d} says, and not everybody",
    source: "visibility in posts.json",
};
static NO_VISIBILITY: Rule = Rule {
    id: "bereal.no_visibility",
    text: "The export does not say who could see this post",
    source: "absence of the post, or of its visibility, in posts.json",
};
static LIFETIME: Rule = Rule {
    id: "bereal.one_day",
    text: "A post is shown until the next day's moment, about 24 hours, and then only to you",
    source: "how the app works; posts are not kept on the profile",
};
static LOCATION: Rule = Rule {
    id: "bereal.location",
    text: "The post was shared with its position, an exact pin on a map",
    source: "location in the export",
};
static NO_LOCATION: Rule = Rule {
    id: "bereal.no_location",
    text: "The post was shared without a position",
    source: "absence of location in the export",
};
static BAD_LOCATION: Rule = Rule {
    id: "bereal.bad_location",
    text: "The post has a position in the export, but not one on Earth",
    source: "location in the export",
};

static KEPT_BY_BEREAL: Rule = Rule {
    id: "bereal.kept",
    text: "BeReal keeps the log of what you did in the app; nobody else sees it",
    source: "the log of events in the export",
};

/// A parser of 2026 says that the events name towns. The app sends its events to Amplitude, and these are the
/// names of fields in that company's export of events.
static EVENTS: Log = Log {
    platform: BEREAL,
    rule: &KEPT_BY_BEREAL,
    fields: ["city", "region", "country", "ip_address", "event_time"],
    also: &[(3, "ip"), (4, "client_event_time"), (4, "timestamp"), (4, "time")],
    // Its times are UTC, as those of the posts.
    moment: |text| moment::read(text, Clock::Utc).map(|spelled| spelled.time),
};

const GUIDES: &[Guide] = &[Guide {
    title: "BeReal",
    hint: "your data",
    steps: &[
        "In the app open your profile, Settings, Help, Contact us, and ask for a copy of your data",
        "Wait for the mail and download all that it offers, the zip and the log of events, while the links are valid",
    ],
    in_short: "in the app, in Settings, Help, ask for a copy of your data",
}];

fn is_part(entry: &Entry) -> bool {
    matches!(entry.lower_name(), "memories.json" | "posts.json")
}

fn is_bereals(head: &[u8]) -> bool {
    holds_all(head, &["\"frontImage\"", "\"backImage\""]) || holds_all(head, &["\"primary\"", "\"secondary\"", "\"takenAt\""])
}

/// Files of an export.
fn is_mine(entry: &Entry, inside: &str) -> bool {
    const OTHERS: &[&str] = &["realmojis.json", "user.json", "friends.json", "comments.json"];
    let first = inside.split_once('/').map(|(first, _)| first);
    matches!(first, Some("photos" | "conversations"))
        || first.is_none() && (is_part(entry) || OTHERS.contains(&entry.lower_name()) || is_event_log(entry.lower_name()))
}

/// Whether a file is the log of what was done in the app, `<user>_<time>.json.gz`: a download of its own. Browsers
/// unpack it, and number a second download.
fn is_event_log(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let Some((_, time)) = name.strip_suffix(".json").and_then(|stem| stem.rsplit_once('_')) else { return false };
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    digits >= SHORTEST_TIME && matches!(time.as_bytes().get(digits), None | Some(b' ' | b'(' | b'-'))
}

/// Digits of the time in the name of a log, at least; those seen have ten or more.
const SHORTEST_TIME: usize = 3;

impl Platform for BeReal {
    fn id(&self) -> PlatformId {
        BEREAL
    }

    fn name(&self) -> &'static str {
        "BeReal"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["memories.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut hits = by_head(source, is_part, is_bereals);
        let logs = real_entries(source).filter(|(_, e)| is_event_log(e.lower_name())).take(MOST_LOGS);
        let logs: Vec<EntryId> = logs.map(|(id, _)| id).filter(|id| holds_events(source, *id)).collect();
        let has_posts = !hits.is_empty();
        hits.extend(logs);
        let first = *hits.first()?;
        let mut missing = Vec::new();
        if !has_posts {
            missing.push("No `memories.json` and no `posts.json`: this is the log of what you did in the app; your posts come in a zip of their own, open both together".into());
        } else if !real_entries(source).any(|(_, e)| e.lower_name() == "posts.json") {
            missing.push("No `posts.json`: who could see your posts is only in that file".into());
        }
        Some(Recognition {
            roots: roots_of(source, hits, Entry::folder, is_mine),
            layout: if has_posts { "JSON" } else { "log of events" }.into(),
            because: source.entry(first).file_name().into(),
            missing,
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut posts = Posts::default();
        let mut rest = Vec::new();
        for id in cx.entries_of(found) {
            cx.check()?;
            let entry = cx.source().entry(id);
            if is_part(entry) {
                posts.read(cx, id)?;
            } else {
                posts.files.insert(tail(&entry.path), id);
                rest.push(id);
            }
        }
        posts.finish(cx)?;
        let mut seen = Seen::new();
        for id in rest {
            cx.check()?;
            if cx.is_unclaimed(id) && is_event_log(cx.source().entry(id).lower_name()) {
                events(cx, id, &mut seen)?;
            } else if cx.is_unclaimed(id) {
                cx.ignore(id, "no post of the export names it, or no positions of a kind that this program reads");
            }
        }
        Ok(())
    }
}

/// Logs of events looked at.
const MOST_LOGS: usize = 16;

/// Whether a packed file is a log of events.
fn holds_events(source: &dyn Source, id: EntryId) -> bool {
    let head = unpacked_head(source, id, Limits::default());
    head.trim_ascii_start().starts_with(b"{") && holds_all(&head, &["\"event_type\""])
}

fn events(cx: &mut ImportCx<'_>, id: EntryId, seen: &mut Seen) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = lines::for_each_line(cx, id, |cx, line| {
        count += 1;
        keep(cx, EVENTS.event(Raw::new(line), Origin::new(id.0, count - 1), seen));
    })?;
    finish(cx, id, &ending, count, "events");
    Ok(())
}

/// The folder and name at the end of a path in lower case; the folders above differ between the records and the archive.
fn tail(path: &str) -> Box<str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{}/{name}", folder.rsplit('/').next().unwrap_or_default()).to_ascii_lowercase().into()
}

#[derive(Default)]
struct Posts {
    items: Vec<Item>,
    /// By the moment taken.
    by_moment: BTreeMap<Timestamp, usize>,
    /// Files by folder and name.
    files: BTreeMap<Box<str>, EntryId>,
    merged: u64,
}

impl Posts {
    fn read(&mut self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        read_list(cx, id, &[], "posts", |cx, raw, origin| match post(raw, origin) {
            Some(item) => self.add(item),
            None => cx.skip(NOT_A_RECORD, 1),
        })
    }

    fn add(&mut self, item: Item) {
        let same = item.time.and_then(|t| self.by_moment.get(&t).copied());
        if let Some(known) = same.and_then(|i| self.items.get_mut(i)).filter(|k| k.origin.file != item.origin.file) {
            self.merged += 1;
            join(known, item);
            return;
        }
        if let Some(time) = item.time {
            self.by_moment.entry(time).or_insert(self.items.len());
        }
        self.items.push(item);
    }

    fn finish(mut self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        cx.merged(self.merged);
        for (i, mut item) in std::mem::take(&mut self.items).into_iter().enumerate() {
            if i % 256 == 0 {
                cx.check()?;
            }
            for medium in &mut item.media {
                medium.file = self.files.get(&tail(&medium.path)).map(|id| id.0);
                if let Some(file) = medium.file {
                    cx.done(EntryId(file), "picture or video of a post");
                    *medium = medium::reference(cx, EntryId(file));
                }
            }
            cx.item(item);
        }
        Ok(())
    }
}

/// Takes over what only the other file's record says.
fn join(known: &mut Item, other: Item) {
    let other_location = known.location.and(other.location);
    known.also_in.push(other.origin);
    if matches!(known.audience, AudienceClaim::Own(Audience::Unknown, ..)) {
        known.audience = other.audience;
    }
    if known.location.is_none() {
        known.location = other.location;
        known.tagged = other.tagged;
    }
    // Where only one of the two files has the position, the other is taken to have left it out.
    if known.location.is_some() && other_location.is_none() {
        known.tagged = Claim::yes(Evidence::Likely, &LOCATION);
    }
    known.public_location = known.location.map(|l| Location { evidence: Evidence::Likely, ..l });
    known.text = known.text.take().or(other.text);
    let names: Vec<Box<str>> = known.media.iter().map(|m| tail(&m.path)).collect();
    known.media.extend(other.media.into_iter().filter(|m| !names.contains(&tail(&m.path))));
}

fn post(raw: Raw<'_>, origin: Origin) -> Option<Item> {
    let fields = ["takenTime", "takenAt", "date", "location", "caption", "visibility"];
    let [memory_time, post_time, day, location, caption, visibility] = raw.pick(fields);
    let media = ["primary", "secondary", "frontImage", "backImage", "btsMedia"];
    let media: Vec<MediaRef> = media.iter().filter_map(|key| boxed(raw.get(key)?.get("path"))).map(|path| MediaRef { path, file: None }).collect();
    let taken = moment::of_raw(memory_time.or(post_time), Clock::Utc);
    if taken.is_none() && media.is_empty() && location.is_none() {
        return None;
    }
    let [lat, lon] = location.map_or([None; 2], |l| l.pick(["latitude", "longitude"]));
    let point = coord::pair(lat, lon);
    let tagged = match point {
        Ok(_) => Claim::yes(Evidence::Recorded, &LOCATION),
        Err(NoPoint::OutOfRange | NoPoint::NotNumbers) => Claim::unknown(&BAD_LOCATION),
        Err(_) => Claim::no(Evidence::Recorded, &NO_LOCATION),
    };
    let life = Life::Expires { after: SignedDuration::from_hours(24), rule: &LIFETIME };
    let privacy = Privacy { life, ..Privacy::shared(Audience::Unknown, Evidence::Missing, &NO_VISIBILITY, tagged) };
    let mut item = privacy.item(BEREAL, ItemKind::Post, origin);
    if let Some((audience, rule)) = visibility.and_then(audience) {
        // No word of the audiences says friends of friends; the nearest is too narrow to be sure of.
        let evidence = if rule == &FRIENDS_OF_FRIENDS { Evidence::Likely } else { Evidence::Recorded };
        item.audience = AudienceClaim::Own(audience, evidence, rule);
    }
    moment::set_time(&mut item, taken);
    if taken.is_none()
        && let Some(mut day) = moment::of_raw(day, Clock::Utc)
    {
        // A memory's `date` is the day's first moment.
        day.precision = crate::model::TimePrecision::Day;
        moment::set_time(&mut item, Some(day));
    }
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    item.public_location = item.location.map(|l| Location { evidence: Evidence::Likely, ..l });
    item.text = boxed(caption);
    item.media = media;
    Some(item)
}

/// The widest audience of a post's list, and the rule that says so.
fn audience(visibility: Raw<'_>) -> Option<(Audience, &'static Rule)> {
    let one = visibility.text().into_iter();
    let words: Vec<String> = visibility.items().filter_map(Raw::text).chain(one).map(|w| w.to_ascii_lowercase().replace(['_', ' '], "-")).collect();
    let has = |word: &str| words.iter().any(|w| w == word);
    if has("public") || has("discovery") || has("everyone") {
        Some((Audience::Public, &VISIBILITY))
    } else if has("friends-of-friends") {
        Some((Audience::Friends, &FRIENDS_OF_FRIENDS))
    } else if has("friends") {
        Some((Audience::Friends, &VISIBILITY))
    } else {
        None
    }
}
