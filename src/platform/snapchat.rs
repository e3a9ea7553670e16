//! Snapchat "My Data", layouts of 2022 to 2026: `json/memories_history.json`, `json/location_history.json`,
//! `json/snap_map_places_history.json`, `json/account.json`, calls, searches and scans, stories, places shared in
//! chats, and media in `memories/`.
//!
//! The export comes in numbered parts, of which later ones hold media only. Of chats only that a place was shared is
//! kept. `shared_story.json` is left aside: its rows have a date and a link, and not whose story it is.

mod account;
mod history;
mod memories;
mod place_text;
mod rules;
mod shares;
mod snap_map;
mod traces;

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};

use jiff::Timestamp;
use traces::Traces;

use super::support::places::{by_head, holds_all, holds_any, parent, roots_of};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{Account, PlatformId};

/// The platform's id.
const SNAPCHAT: PlatformId = PlatformId("snapchat");

/// The adapter.
pub(super) struct Snapchat;

const GUIDES: &[Guide] = &[Guide {
    title: "Snapchat",
    hint: "JSON, with Memories",
    steps: &[
        "On accounts.snapchat.com choose My Data",
        "Turn on Export your Memories and Export JSON files",
        "Choose all dates and submit the request",
        "Download every part and open them together",
    ],
    in_short: "at accounts.snapchat.com choose My Data, with Export JSON files and Export your Memories turned on",
}];

/// Sections of the file of locations, in any layout.
const SECTIONS: &[&str] = &[
    "\"Frequent Locations\"",
    "\"Latest Location\"",
    "\"Home & Work\"",
    "\"Home, School & Work\"",
    "\"Daily Top Locations\"",
    "\"Location History\"",
    "\"Areas you may have visited",
    "\"Businesses and ",
];

/// Folders of an export.
const FOLDERS: &[&str] = &["json", "html", "memories", "chat_media", "shared_story"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Memories,
    Locations,
    SnapMap,
    Account,
    Profile,
    Stories,
    Traces(Traces),
}

fn role_of(entry: &Entry) -> Option<Role> {
    match entry.lower_name() {
        "memories_history.json" => Some(Role::Memories),
        "location_history.json" => Some(Role::Locations),
        "snap_map_places_history.json" => Some(Role::SnapMap),
        "account.json" => Some(Role::Account),
        "user_profile.json" => Some(Role::Profile),
        "talk_history.json" => Some(Role::Traces(Traces::Calls)),
        "search_history.json" => Some(Role::Traces(Traces::Searches)),
        "scans.json" => Some(Role::Traces(Traces::Scans)),
        "chat_history.json" => Some(Role::Traces(Traces::Chats)),
        "story_history.json" => Some(Role::Stories),
        _ => None,
    }
}

fn is_snapchats(head: &[u8]) -> bool {
    holds_any(head, &["\"Saved Media\"", "\"Snap Map Places History\"", "\"Scan History\""])
        || holds_any(head, SECTIONS)
        || holds_all(head, &["\"Basic Information\"", "\"Login History\""])
        || holds_all(head, &["\"App Profile\"", "\"Engagement\""])
        || holds_all(head, &["\"Outgoing Calls\"", "\"Incoming Calls\""])
        || holds_all(head, &["\"Date and time (hourly)\"", "\"Search Term\""])
        || holds_all(head, &["\"Date\"", "\"Media Type\"", "\"Location\""])
}

/// The folder in which the export starts.
fn top(entry: &Entry) -> &str {
    let folder = entry.folder();
    let name = entry.lower_folder().rsplit('/').next().unwrap_or_default();
    if FOLDERS.contains(&name) { parent(folder) } else { folder }
}

fn is_mine(entry: &Entry, inside: &str) -> bool {
    let first = inside.split_once('/').map(|(first, _)| first);
    first.is_some_and(|first| FOLDERS.contains(&first))
        || first.is_none() && (role_of(entry).is_some() || entry.lower_name() == "index.html")
}

impl Platform for Snapchat {
    fn id(&self) -> PlatformId {
        SNAPCHAT
    }

    fn name(&self) -> &'static str {
        "Snapchat"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["memories_history.json", "snap_map_places_history.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let records = by_head(source, |e| role_of(e).is_some(), is_snapchats);
        let is_medium = |e: &Entry| e.lower_folder().ends_with("memories") && memories::named(e.lower_name()).is_some();
        let media: Vec<EntryId> = real_entries(source).filter(|(_, e)| is_medium(e)).map(|(id, _)| id).collect();
        let first = *records.first().or(media.first())?;
        let lacks = |role| !records.iter().any(|id| role_of(source.entry(*id)) == Some(role));
        let mut missing = Vec::new();
        if lacks(Role::Memories) {
            missing.push("No `memories_history.json`, which says when and where each memory was taken: open all parts of the export together, and ask for it with Export JSON files turned on".into());
        }
        if lacks(Role::Locations) {
            missing.push("No `location_history.json`: the places Snapchat keeps of you are not in this part of the export".into());
        }
        Some(Recognition {
            roots: roots_of(source, records.iter().chain(&media).copied(), top, is_mine),
            layout: if records.is_empty() { "My Data, media only" } else { "My Data" }.into(),
            because: source.entry(first).file_name().into(),
            missing,
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let first_item = cx.items_mut().len();
        let entries = cx.entries_of(found);
        let mut shelf = memories::Shelf::of(cx, &entries);
        let mut seen = BTreeSet::new();
        let mut owner = account::Owner::default();
        let mut stories = Vec::new();
        for id in entries {
            cx.check()?;
            if shelf.holds(id) {
                continue;
            }
            let role = role_of(cx.source().entry(id));
            match role {
                None => cx.ignore(id, other(cx.source().entry(id))),
                Some(_) if !seen.insert(fingerprint(cx, id)) => {
                    cx.ignore(id, "the same file stands in another part of the export");
                }
                Some(Role::Memories) => shelf.read(cx, id)?,
                Some(Role::Locations) => history::read(cx, id)?,
                Some(Role::SnapMap) => snap_map::read(cx, id)?,
                Some(Role::Profile) => account::read_profile(cx, id),
                Some(Role::Stories) => stories.push(id),
                Some(Role::Traces(file)) => traces::read(cx, id, file)?,
                Some(Role::Account) => owner = account::read(cx, id)?.unwrap_or(owner),
            }
        }
        // Those that another file has with their place are known by now.
        for id in stories {
            shares::read_stories(cx, id, first_item)?;
        }
        shelf.finish(cx)?;
        let account = Account {
            platform: SNAPCHAT,
            handle: owner.handle,
            private_now: None,
            periods: Vec::new(),
            profile: owner.profile,
            created: owner.created,
            exported: exported(found, cx.source()),
        };
        if !account.handle.is_empty() || account.exported.is_some() {
            let account = cx.account(account);
            for item in cx.items_mut().iter_mut().skip(first_item) {
                item.account = Some(account);
            }
        }
        Ok(())
    }
}

/// Bytes by which a file is known to be the same in another part.
const FINGERPRINT: usize = 64 << 10;

fn fingerprint(cx: &ImportCx<'_>, id: EntryId) -> (String, u64, u64) {
    let entry = cx.source().entry(id);
    let mut hasher = std::hash::DefaultHasher::new();
    // A file that cannot be read is reported by whoever reads it.
    cx.source().head(id, FINGERPRINT).unwrap_or_default().hash(&mut hasher);
    (entry.lower_name().to_owned(), entry.size, hasher.finish())
}

/// When the export was made, from the name Snapchat gives its parts: `mydata~1700000000000-2.zip`.
fn exported(found: &Recognition, source: &dyn Source) -> Option<Timestamp> {
    let names = found.roots.iter().filter_map(|root| source.containers().get(usize::from(root.container)));
    let millis = names.filter_map(|c| {
        let digits: String = c.name.to_ascii_lowercase().strip_prefix("mydata~")?.chars().take_while(char::is_ascii_digit).collect();
        (digits.len() == 13).then(|| digits.parse().ok()).flatten()
    });
    millis.max().and_then(|millis| Timestamp::from_millisecond(millis).ok())
}

/// Why a file is left aside.
fn other(entry: &Entry) -> &'static str {
    let folder = entry.lower_folder().rsplit('/').next().unwrap_or_default();
    match (folder, entry.lower_name(), entry.extension()) {
        ("chat_media", ..) => "sent or received in a chat; the export does not say where it was taken",
        ("shared_story", ..) => "posted to a story; the export does not say where it was taken",
        (_, "snap_history.json", _) => "snaps sent and received, of whose places the export keeps no position",
        (_, "shared_story.json", _) => "stories and Spotlight snaps by date and link; the export does not say which are your own, nor where they were taken",
        (_, _, "html") => "the same as a web page; the JSON files are read",
        _ => "no positions of a kind that this program reads",
    }
}
