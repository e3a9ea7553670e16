//! Threads: what an Instagram export of 2023 or later keeps of it in `your_instagram_activity/threads/`.
//!
//! `threads_and_replies.json` holds everything written, as media objects whose path is often empty;
//! `personal_information.json` the profile with its privacy flag. No list of privacy switches and no
//! tagged place was ever seen in one. Its file names are those of Instagram, so it has a root of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::meta_export::{self, MediaIndex, Names, Root};
use super::support::meta_file::{self, Content};
use super::support::meta_json::{self, labels, records};
use super::support::meta_position::exif_positions;
use super::support::meta_words as words;
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::model::{
    Account, AccountId, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Origin,
    PlatformId, PrivacyPeriod, ProfileFact, ProfileField, Rule,
};

/// The adapter.
pub(super) struct Threads;

const ID: PlatformId = PlatformId("threads");

/// The folder of an Instagram export in which it lies.
const FOLDER: &str = "your_instagram_activity/threads";
const POSTS_ROOT: &str = "text_post_app_text_posts";
const PROFILE_ROOT: &str = "text_post_app_text_post_app_profile";

/// No switches in exports.
static NO_SWITCHES: Rule = Rule {
    id: "threads.no_switches",
    text: "The export says at most whether the Threads profile is private now; it was never seen to list switches of that, \
           so it cannot tell how it was before",
    source: "absence of a list of privacy switches in the threads folder of Instagram exports",
};
/// No place in exports.
static PLACE: Rule = Rule {
    id: "threads.place",
    text: "The export was never seen to give tagged places of threads, so it cannot tell whether this one had any",
    source: "absence of places in threads_and_replies.json",
};
/// A position in the metadata.
static POSITION: Rule = Rule {
    id: "threads.position",
    text: "The position stands with the picture; whether it is where the camera was or a place you tagged is not known",
    source: "latitude and longitude in the exif_data of threads_and_replies.json",
};

const GUIDES: &[Guide] = &[Guide {
    title: "Threads",
    hint: "with Instagram, JSON",
    steps: &[
        "Threads comes with the export of the Instagram profile it belongs to: in Accounts Center open Your information and permissions, Export your information",
        "Choose the Instagram profile and all available information, or tick Threads where the kinds of information are listed",
        "Choose date range All time, format JSON",
    ],
    in_short: "in Accounts Centre export the information of the Instagram profile, Threads included, choose Format: JSON and Date range: All time",
}];

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Posts,
    Profile,
}

/// Below the folder of Threads.
fn role(path: &str) -> Option<Role> {
    match path.to_lowercase().as_str() {
        "threads_and_replies.json" => Some(Role::Posts),
        "personal_information.json" => Some(Role::Profile),
        _ => None,
    }
}

/// The folder of Threads that an entry lies in.
fn folder_of(entry: &Entry) -> Option<&str> {
    let folder = entry.folder();
    let above = entry.lower_folder().strip_suffix(FOLDER)?;
    (above.is_empty() || above.ends_with('/')).then_some(folder)
}

/// Bytes looked at to see whether a file holds what its name says.
const HEAD_BYTES: usize = 4096;

impl Platform for Threads {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Threads"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["threads/threads_and_replies.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut roots: BTreeSet<ExportRoot> = BTreeSet::new();
        let (mut because, mut posts) = (None, false);
        for (id, entry) in crate::archive::real_entries(source) {
            let Some(folder) = folder_of(entry) else { continue };
            let Some(role) = role(entry.file_name()) else { continue };
            let head = source.head(id, HEAD_BYTES).unwrap_or_default();
            let root = if role == Role::Posts { POSTS_ROOT } else { PROFILE_ROOT };
            if roots.len() < meta_export::MANY_ROOTS && String::from_utf8_lossy(&head).contains(root) {
                roots.insert(ExportRoot { container: entry.container, folder: folder.into() });
                because.get_or_insert_with(|| Box::from(format!("{FOLDER}/{}", entry.file_name())));
                posts |= role == Role::Posts;
            }
        }
        let none = "No threads_and_replies.json, so nothing you wrote: ask for Threads too, in JSON and for all time";
        Some(Recognition {
            roots: roots.into_iter().collect(),
            layout: "inside an Instagram export, 2023–26".into(),
            because: because?,
            missing: if posts { Vec::new() } else { vec![none.into()] },
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let roots = meta_export::collect(found, "instagram-", cx);
        let mut read = Vec::with_capacity(roots.len());
        for root in &roots {
            read.push(Files::read(root, cx)?);
        }
        let names: Vec<Names> = read.iter().map(|files| Names { now: files.user(), ..Names::default() }).collect();
        let media = media(found, cx);
        let mut used = BTreeSet::new();
        for group in meta_export::group(&roots, &names) {
            let parts: Vec<_> = group.iter().filter_map(|i| Some((roots.get(*i)?, read.get(*i)?))).collect();
            account(&parts, &media, &mut used, cx)?;
        }
        for id in used {
            cx.ignore(EntryId(id), "picture or video of an item, shown with it");
        }
        Ok(())
    }
}

/// The files of a root.
#[derive(Default)]
struct Files {
    posts: Vec<(EntryId, Content)>,
    profiles: Vec<(EntryId, Content)>,
}

impl Files {
    fn read(root: &Root, cx: &mut ImportCx<'_>) -> Result<Self, ImportError> {
        let mut files = Self::default();
        for (id, path) in &root.entries {
            cx.check()?;
            let Some(role) = role(path) else {
                cx.ignore(*id, "of Threads, not something you wrote");
                continue;
            };
            let Some(content) = meta_file::read(cx, *id) else { continue };
            let list = if role == Role::Posts { &mut files.posts } else { &mut files.profiles };
            list.push((*id, content));
        }
        Ok(files)
    }

    fn user(&self) -> Option<String> {
        let records = self.profiles.iter().filter_map(|(_, content)| records(&content.value, &[PROFILE_ROOT]).ok());
        let labels = records.flatten().take(1).flat_map(labels);
        labels.into_iter().find(|l| words::is_user_name(&l.key())).and_then(|l| l.value).map(|user| user.to_lowercase())
    }
}

/// The pictures and videos of the exports that Threads lies in, and of other parts opened with them.
fn media(found: &Recognition, cx: &ImportCx<'_>) -> MediaIndex {
    let above = |root: &ExportRoot| {
        let folder = root.folder.get(..root.folder.len().saturating_sub(FOLDER.len())).unwrap_or_default().trim_end_matches('/');
        ExportRoot { container: root.container, folder: folder.into() }
    };
    let mut roots: Vec<ExportRoot> = found.roots.iter().map(above).collect();
    let containers = cx.source().containers().len().min(usize::from(u16::MAX)) as u16;
    let others = (0..containers).filter(|c| found.roots.iter().all(|root| root.container != *c));
    roots.extend(others.map(|container| ExportRoot { container, folder: "".into() }));
    let mut index = MediaIndex::default();
    let exports = Recognition { roots, ..found.clone() };
    meta_export::collect(&exports, "", cx).iter().enumerate().for_each(|(i, root)| index.add(i, root));
    index
}

/// Second, text, and which it is of those that share both in one file.
type Key = (Option<i64>, String, usize);

fn account(
    parts: &[(&Root, &Files)],
    media: &MediaIndex,
    used: &mut BTreeSet<u32>,
    cx: &mut ImportCx<'_>,
) -> Result<(), ImportError> {
    let id = cx.account(profile(parts));
    let mut facts = 0;
    for (file, content) in parts.iter().flat_map(|(_, files)| &files.profiles) {
        match records(&content.value, &[PROFILE_ROOT]) {
            Ok(records) => {
                facts += records.len() as u64;
                cx.done(*file, "profile and privacy flag");
            }
            Err(found) => cx.ignore(*file, format!("not what its name says: it holds {found}")),
        }
    }
    cx.fact(facts);
    let mut items: Vec<Item> = Vec::new();
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (file, content) in parts.iter().flat_map(|(_, files)| &files.posts) {
        cx.check()?;
        let records = match records(&content.value, &[POSTS_ROOT]) {
            Ok(records) => records,
            Err(found) => {
                cx.ignore(*file, format!("not what its name says: it holds {found}"));
                continue;
            }
        };
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for (i, record) in records.iter().enumerate() {
            let origin = Origin::new(file.0, i as u64);
            let Some(item) = post(record, id, media, origin) else {
                cx.skip("an empty record", 1);
                continue;
            };
            let second = item.time.map(jiff::Timestamp::as_second);
            let mut key = (second, item.text.as_deref().unwrap_or_default().to_owned(), 0);
            let count = counts.entry(key.clone()).or_default();
            *count += 1;
            key.2 = *count;
            let index = *known.entry(key).or_insert(items.len());
            match items.get_mut(index) {
                Some(double) => {
                    double.also_in.push(origin);
                    cx.merged(1);
                }
                None => items.push(item),
            }
        }
        let threads = if records.len() == 1 { "thread or reply" } else { "threads and replies" };
        if content.complete {
            cx.done(*file, format!("{} {threads}", records.len()));
        }
    }
    for item in items {
        used.extend(item.media.iter().filter_map(|m| m.file));
        cx.item(item);
    }
    Ok(())
}

/// The account, as its latest profile tells.
fn profile(parts: &[(&Root, &Files)]) -> Account {
    let mut parts: Vec<_> = parts.iter().collect();
    parts.sort_by_key(|(root, _)| root.hint.exported);
    let mut profile: Vec<ProfileFact> = Vec::new();
    let mut flag = None;
    for (file, content) in parts.iter().flat_map(|(_, files)| &files.profiles) {
        let found = records(&content.value, &[PROFILE_ROOT]).into_iter().flatten().take(1);
        for labels in found.map(labels) {
            // A flag taken for it by its place alone is not sure enough: no Threads export showed where it stands.
            let known_flag = words::privacy_flag(&labels).filter(|(_, guessed)| !guessed);
            flag = known_flag.map(|(private, _)| private).or(flag);
            for (field, is) in FIELDS {
                let value = labels.iter().find(|l| is(&l.key())).and_then(|l| l.value.as_deref());
                let known = |value: &str| profile.iter().any(|f| f.field == *field && &*f.value == value);
                if let Some(value) = value.filter(|value| !known(value)) {
                    let origin = Origin::new(file.0, 0);
                    profile.push(ProfileFact { field: *field, value: value.into(), since: None, origin });
                }
            }
        }
    }
    let handle = profile.iter().rfind(|f| f.field == ProfileField::Handle).map(|f| f.value.clone());
    let by_name = || parts.iter().rev().find_map(|(root, _)| root.hint.user.as_deref().map(Into::into));
    Account {
        platform: ID,
        handle: handle.or_else(by_name).unwrap_or_default(),
        private_now: flag,
        periods: vec![PrivacyPeriod::unknown(&NO_SWITCHES)],
        profile,
        created: None,
        exported: parts.iter().filter_map(|(root, _)| root.hint.exported).max(),
    }
}

/// Tells a label by its words.
type IsLabel = fn(&str) -> bool;

/// Fields of a profile and the words for them.
const FIELDS: &[(ProfileField, IsLabel)] = &[
    (ProfileField::Handle, words::is_user_name),
    (ProfileField::Name, words::is_display_name),
    (ProfileField::Bio, words::is_bio),
    (ProfileField::Link, words::is_link),
];

fn post(record: &Value, account: AccountId, media: &MediaIndex, origin: Origin) -> Option<Item> {
    let pieces = meta_json::media(record);
    let time = |value: &Value| value.get("creation_timestamp").and_then(meta_json::time);
    let title = |value: &Value| value.get("title").and_then(meta_json::text);
    let text = title(record).or_else(|| pieces.iter().find_map(|m| title(m)));
    let paths: Vec<String> = pieces.iter().filter_map(|m| m.get("uri").and_then(meta_json::text)).collect();
    let time = time(record).or_else(|| pieces.iter().find_map(|m| time(m)));
    if time.is_none() && text.is_none() && paths.is_empty() {
        return None;
    }
    let position = pieces.iter().flat_map(|m| exif_positions(m)).find_map(Result::ok);
    let rule = if position.is_some() { &POSITION } else { &PLACE };
    let audience = AudienceClaim::FollowsAccount;
    let mut item = Item::new(ID, ItemKind::Post, audience, Life::Live, Claim::unknown(rule), origin);
    item.account = Some(account);
    item.set_time(time);
    item.location = position.map(|p| Location::at(p.point, LocationSource::Exif, Evidence::Recorded));
    item.text = text.map(Into::into);
    item.media = paths.iter().map(|path| media.resolve(0, path)).collect();
    Some(item)
}
