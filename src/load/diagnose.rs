//! What an archive is that gave nothing, or less than it could: one sentence that says what was
//! found, what was expected and what to ask the platform for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::archive::{Entry, EntryId, Source, junk_reason, real_entries};
use crate::model::{Dataset, FileRecord, FileStatus};
use crate::platform::Platform;
use crate::platform::support::track::lacks_names;

use super::import::Found;
use super::signs::{SIGNS, Then};

/// What was opened, and who found something in it.
pub(super) struct Known<'a> {
    /// Every adapter.
    pub(super) platforms: &'a [&'a dyn Platform],
    /// The containers.
    pub(super) source: &'a dyn Source,
    /// The adapters that recognised something.
    pub(super) found: &'a [Found<'a>],
}

/// Bytes of a table looked at, which are some hundred rows.
const TABLE_HEAD: usize = 16 << 10;

/// What an adapter met and did not keep.
#[derive(Default)]
pub(super) struct LeftOut {
    /// Records, by the reason.
    skipped: BTreeMap<Box<str>, u64>,
    /// Warnings, and files that could not be read.
    told: usize,
}

impl LeftOut {
    /// What all adapters so far have left out.
    pub(super) fn so_far(dataset: &Dataset) -> Self {
        let told = dataset.warnings.len() + dataset.files.count(FileStatus::Failed);
        Self { skipped: dataset.records.skipped().clone(), told }
    }

    /// What was left out since `before`.
    pub(super) fn since(mut self, before: &Self) -> Self {
        for (reason, count) in &before.skipped {
            self.skipped.entry(reason.clone()).and_modify(|all| *all = all.saturating_sub(*count));
        }
        self.skipped.retain(|_, count| *count > 0);
        self.told = self.told.saturating_sub(before.told);
        self
    }

    /// Whether the export was read to its end and what was left out is all that it holds.
    fn is_all(&self) -> bool {
        self.told == 0 && !self.skipped.is_empty()
    }

    /// Half a sentence on an export of which nothing was kept. What was left out may have had a place, so it is only said
    /// to hold none if nothing was; a warning or a failed file says more already.
    fn nothing(&self) -> String {
        const NOTHING: &str = "nothing in the export could be put on the map or the timeline";
        let Some((reason, count)) = self.skipped.iter().max_by_key(|(_, count)| **count).filter(|_| self.told == 0)
        else {
            let is_empty = self.told == 0;
            return if is_empty { "the export holds nothing with a time or a place" } else { NOTHING }.to_owned();
        };
        let all: u64 = self.skipped.values().sum();
        let records = if all == 1 { "record" } else { "records" };
        let mostly = if *count == all { "" } else { ", mostly" };
        format!("{NOTHING} ({all} {records} left out{mostly}: {reason})")
    }
}

/// Half a sentence on how to ask for a platform's export.
fn how_to_ask(platforms: &[&dyn Platform], id: &str) -> &'static str {
    let guide = platforms.iter().find(|p| p.id().0 == id).and_then(|p| p.guides().first());
    guide.map_or("ask the platform for all of your data", |guide| guide.in_short)
}

/// Nothing was recognised at all.
pub(super) fn nothing_recognised(known: &Known<'_>, dataset: &Dataset) -> String {
    let mut texts: Vec<String> = dataset.warnings.iter().map(|w| w.text.to_string()).collect();
    for container in 0..known.source.containers().len() {
        let files = Files::of(known, dataset, container);
        let said = files.entries.is_empty() && texts.len() + 1 >= known.source.containers().len() && !texts.is_empty();
        if !said && !files.only_archives() {
            texts.push(files.finding().unwrap_or_else(|| files.unknown()));
        }
    }
    texts.truncate(MOST_TEXTS);
    texts.join("\n")
}

/// Sentences shown at most when nothing was recognised.
const MOST_TEXTS: usize = 5;

/// What is to be said about containers that were not understood or gave nothing.
pub(super) fn findings(known: &Known<'_>, left_out: &[LeftOut], dataset: &Dataset) -> Vec<String> {
    let mut texts = Vec::new();
    for container in 0..known.source.containers().len() {
        let understood = known.found.iter().any(|f| {
            !f.platform.is_loose() && f.recognition.roots.iter().any(|r| usize::from(r.container) == container)
        });
        let touched =
            known.found.iter().any(|f| f.recognition.roots.iter().any(|r| usize::from(r.container) == container));
        if understood {
            continue;
        }
        let files = Files::of(known, dataset, container);
        if files.entries.is_empty() || files.only_archives() {
            continue;
        }
        match files.finding() {
            Some(text) => texts.push(text),
            None if !touched => texts.push(files.unknown()),
            None => {}
        }
    }
    let found = known.found.iter().zip(left_out);
    texts.extend(found.filter_map(|(found, left_out)| gave_nothing(known, found, left_out, dataset)));
    texts
}

/// That an adapter recognised its platform's export and found nothing in it to show.
fn gave_nothing(known: &Known<'_>, found: &Found<'_>, left_out: &LeftOut, dataset: &Dataset) -> Option<String> {
    let id = found.platform.id();
    // An export may hold things of a platform within the platform, told apart by their id.
    let is_inside = |file: u32| {
        let file = dataset.files.get(file).filter(|_| !found.platform.is_loose());
        file.is_some_and(|f| has_root_of(found, f))
    };
    let items = dataset.items.iter().any(|i| i.platform == id || is_inside(i.origin.file));
    // A track may have been announced and no row of it kept.
    let is_here = dataset.points.tracks().iter().any(|t| t.platform == id);
    let points = is_here && (0..dataset.points.len()).any(|row| dataset.points.platform(row) == id);
    // What was left out until the user says something has been told.
    if items || points || dataset.questions.iter().any(|question| is_inside(question.file)) {
        return None;
    }
    let name = found.platform.name();
    if !found.platform.is_loose() {
        let how = how_to_ask(&[found.platform], id.0);
        let how = if left_out.is_all() && found.platform.is_whole(&found.recognition) {
            String::new()
        } else {
            format!("; {how}")
        };
        return Some(format!("{name}: {}{how}", left_out.nothing()));
    }
    let anything = !dataset.items.is_empty() || !dataset.points.is_empty();
    // Whatever holds positions is looked into; that is nobody's expectation where an export was recognised.
    let is_expected = id.0 != "found" || known.found.iter().all(|f| f.platform.is_loose());
    // What another adapter left aside was not looked into.
    let owners = || known.found.iter().filter(|f| !f.platform.is_loose());
    let is_owned = |file: &FileRecord| owners().any(|f| has_root_of(f, file));
    let looked_into = |file: &FileRecord| {
        file.status != FileStatus::Failed
            && junk_reason(&file.path).is_none()
            && has_root_of(found, file)
            && !is_owned(file)
    };
    (!anything && is_expected && dataset.files.iter().any(looked_into))
        .then(|| format!("{name}: none of the files looked into holds a position"))
}

fn has_root_of(found: &Found<'_>, file: &FileRecord) -> bool {
    found.recognition.roots.iter().any(|root| root.contains(file.archive, &file.path))
}

/// The real files of one container.
struct Files<'a> {
    platforms: &'a [&'a dyn Platform],
    source: &'a dyn Source,
    name: &'a str,
    entries: Vec<(EntryId, &'a Entry)>,
    dataset: &'a Dataset,
    container: usize,
}

impl<'a> Files<'a> {
    fn of(known: &Known<'a>, dataset: &'a Dataset, container: usize) -> Self {
        let entries = real_entries(known.source).filter(|(_, e)| usize::from(e.container) == container).collect();
        let name = known.source.containers().get(container).map_or("", |c| &c.name);
        Self { platforms: known.platforms, source: known.source, name, entries, dataset, container }
    }

    /// Whether anything was read from it, by whichever adapter.
    fn gave(&self) -> bool {
        let is_here =
            |file: u32| self.dataset.files.get(file).is_some_and(|f| usize::from(f.archive) == self.container);
        self.dataset.items.iter().any(|item| is_here(item.origin.file))
            || self.dataset.points.tracks().iter().any(|track| is_here(track.file))
    }

    /// Whether all of it are archives that were opened as such.
    fn only_archives(&self) -> bool {
        let mut files = self.dataset.files.iter().filter(|f| usize::from(f.archive) == self.container);
        let archive = |text: &str| text == "opened as an archive" || text == "opened already";
        !self.entries.is_empty() && files.all(|f| archive(&f.reason) || junk_reason(&f.path).is_some())
    }

    fn has_folder(&self, folder: &str) -> bool {
        self.entries.iter().any(|(_, e)| e.path.split('/').rev().skip(1).any(|part| part.eq_ignore_ascii_case(folder)))
    }

    /// Whether there is a file or folder by a sign, as [`SIGNS`] has them.
    fn has(&self, sign: &str) -> bool {
        if let Some(folder) = sign.strip_suffix('/') {
            return self.has_folder(folder);
        }
        let (name, text) = sign.split_once('=').map_or((sign, None), |(name, text)| (name, Some(text)));
        let is_named = |e: &Entry| match name.split_once('*') {
            Some((start, end)) => {
                let rest = e.lower_name().strip_prefix(start);
                rest.is_some_and(|rest| rest.ends_with(end))
            }
            None => e.has_suffix(name),
        };
        let mut named = self.entries.iter().filter(|(_, e)| is_named(e));
        match text {
            None => named.next().is_some(),
            Some(text) => named.take(MOST_HEADS).any(|(id, _)| {
                let head = self.source.head(*id, HEAD);
                let (text, at) = text.strip_prefix('^').map_or((text, None), |text| (text, Some(0)));
                let found = head.ok().and_then(|head| memchr::memmem::find(&head, text.as_bytes()));
                found.is_some() && (at.is_none() || found == at)
            }),
        }
    }

    fn has_extension(&self, extension: &str) -> bool {
        self.entries.iter().any(|(_, e)| e.extension() == extension)
    }

    /// What it is, if it looks like an export.
    fn finding(&self) -> Option<String> {
        self.html_export()
            .or_else(|| self.empty())
            .or_else(|| self.incomplete())
            .or_else(|| self.other_export())
            .or_else(|| self.nameless_log())
    }

    /// A log of positions that cannot be read for want of names above its columns.
    fn nameless_log(&self) -> Option<String> {
        let tables = self.entries.iter().filter(|(_, e)| matches!(e.extension(), "csv" | "tsv" | "txt" | "log"));
        let is_one = |id: EntryId| self.source.head(id, TABLE_HEAD).is_ok_and(|head| lacks_names(&head));
        let (_, log) = tables.take(MOST_HEADS).find(|(id, _)| is_one(*id))?;
        Some(format!(
            "{} looks like a log of positions without names above its columns, and nothing tells which of two is the latitude; \
             give it a first line of names in the order of its columns, as time,lat,lon, and open it again",
            log.file_name()
        ))
    }

    /// The kind made for reading in a browser: the choice that Meta offers first, and Snapchat's default.
    fn html_export(&self) -> Option<String> {
        if !self.has_extension("html") || self.has_extension("json") {
            return None;
        }
        let instagram = ["your_instagram_activity/", "content/posts_1.html", "followers_and_following/"];
        let facebook =
            ["your_facebook_activity/", "profile_information/profile_information.html", "posts/your_posts_1.html"];
        let either = ["start_here.html", "account_information/", "personal_information/", "media/posts/"];
        let any = |signs: &[&str]| signs.iter().any(|sign| self.has(sign));
        let snapchat = ["html/memories_history.html", "html/location_history.html", "html/snap_history.html"];
        let (what, id) = if any(&snapchat) {
            ("a Snapchat export", "snapchat")
        } else if any(&facebook) {
            ("a Facebook export", "facebook")
        } else if any(&instagram) || any(&either) {
            ("an Instagram export", "instagram")
        } else {
            return None;
        };
        let how = how_to_ask(self.platforms, id);
        Some(format!(
            "{} is {what} as HTML pages, which leave out what this program reads; ask for it again as JSON: {how}",
            self.name
        ))
    }

    /// An export that is known by the name of a file with nothing in it.
    fn empty(&self) -> Option<String> {
        let is_own = |platform: &dyn Platform, e: &Entry| platform.own_names().iter().any(|name| e.has_suffix(name));
        self.platforms.iter().find_map(|platform| {
            let mut own = self.entries.iter().filter(|(_, e)| is_own(*platform, e)).take(MOST_NAMES);
            let (_, file) = own.find(|(id, e)| holds_nothing(self.source, *id, e))?;
            let how = how_to_ask(self.platforms, platform.id().0);
            Some(format!(
                "{} looks like an export of {}, by the name of {}, but that file holds nothing; unless you have nothing there, \
                 ask for all of it: {how}",
                self.name,
                platform.name(),
                file.file_name()
            ))
        })
    }

    /// An export of the right platform, without the parts that are needed.
    fn incomplete(&self) -> Option<String> {
        let ask = |what: &str, platform: &str| {
            let how = how_to_ask(self.platforms, platform);
            Some(format!("{} is {what}; ask for all of it: {how}", self.name))
        };
        let instagram = [
            "your_instagram_activity/",
            "personal_information/",
            "followers_and_following/",
            "login_and_account_creation/",
        ];
        if instagram.iter().any(|sign| self.has(sign)) && self.has_extension("json") {
            return ask("an Instagram export without posts or stories", "instagram");
        }
        if self.is_old_instagram() {
            let how = how_to_ask(self.platforms, "instagram");
            return Some(format!(
                "{} looks like a part of an Instagram export of 2018–20 without media.json, which holds the posts and their places; \
                 open all of its parts together, or ask for all of it: {how}",
                self.name
            ));
        }
        let facebook = [
            "your_facebook_activity/",
            "profile_information/",
            "facebook_profile_information/",
            "your_activity_across_facebook/",
        ];
        if facebook.iter().any(|sign| self.has(sign)) && self.has_extension("json") {
            return ask("a Facebook export without posts or places", "facebook");
        }
        if ["json/snap_history.json", "json/chat_history.json", "json/friends.json"].iter().any(|sign| self.has(sign)) {
            return ask("a Snapchat export without memories and places", "snapchat");
        }
        if self.has_folder("Takeout") || self.has("archive_browser.html") {
            let products = self.products();
            let how = how_to_ask(self.platforms, "google");
            let what = if self.gave() { "of which only single files were understood" } else { "without places" };
            return Some(format!("{} is a Google Takeout archive {what} (it holds {products}); {how}", self.name));
        }
        None
    }

    /// Whether a folder holds files of an Instagram export of 2018 to 2020: several by name, and one that is told by more
    /// than a name that any app may give.
    fn is_old_instagram(&self) -> bool {
        let named = |e: &Entry| OLD_INSTAGRAM.iter().find(|(name, _)| e.lower_name() == *name);
        let mut told: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        for (id, entry) in &self.entries {
            let Some((_, keys)) = named(entry) else { continue };
            let (count, is_certain) = told.entry(entry.lower_folder()).or_default();
            *count += 1;
            let is_its = |head: &[u8]| keys.iter().any(|key| memchr::memmem::find(head, key.as_bytes()).is_some());
            *is_certain = *is_certain || self.source.head(*id, HEAD).is_ok_and(|head| is_its(&head));
        }
        told.values().any(|(count, is_certain)| *count >= ENOUGH_OLD && *is_certain)
    }

    /// The products in a Takeout archive, for the user.
    fn products(&self) -> String {
        let below = |(_, e): &(EntryId, &Entry)| {
            let mut parts = e.path.split('/').skip_while(|part| !part.eq_ignore_ascii_case("Takeout")).skip(1);
            let product = parts.next()?.to_owned();
            parts.next().map(|_| product)
        };
        let products: BTreeSet<String> = self.entries.iter().filter_map(below).collect();
        let mut names: Vec<String> = products.into_iter().collect();
        let more = names.len().saturating_sub(MOST_NAMES);
        names.truncate(MOST_NAMES);
        match (names.is_empty(), more) {
            (true, _) => "no product at all".to_owned(),
            (false, 0) => names.join(", "),
            (false, more) => format!("{} and {more} more", names.join(", ")),
        }
    }

    fn other_export(&self) -> Option<String> {
        let is_here = |signs: &[&str]| signs.iter().any(|sign| sign.split('&').all(|sign| self.has(sign)));
        let (what, then, _) = SIGNS.iter().find(|(_, _, signs)| is_here(signs))?;
        let name = self.name;
        Some(match then {
            Then::Ask(id) => {
                format!("{name} looks like {what}; ask for it again: {}", how_to_ask(self.platforms, id))
            }
            Then::Say(text) => format!("{name} looks like {what}: {text}"),
        })
    }

    /// A sentence for what looks like no export at all.
    fn unknown(&self) -> String {
        let name = self.name;
        if self.entries.is_empty() {
            return format!("{name} holds no files; {EXPECTED}");
        }
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for (_, entry) in &self.entries {
            *kinds.entry(entry.extension().to_owned()).or_default() += 1;
        }
        let most = kinds.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse((*kind).clone())));
        let mostly = match most {
            Some((kind, _)) if !kind.is_empty() && kind.len() <= 5 => format!(", mostly .{kind}"),
            _ => String::new(),
        };
        let count = self.entries.len();
        let files = if count == 1 { "file" } else { "files" };
        format!("{name} is no export that this program knows ({count} {files}{mostly}); {EXPECTED}")
    }
}

/// Files of an Instagram export of 2018 to 2020 that hold nothing about where anybody was, and what stands at the start of
/// one, by parsers of that time. Most of the names any app may use; those of which the name is enough have an empty text.
const OLD_INSTAGRAM: &[(&str, &[&str])] = &[
    ("autofill.json", &[]),
    ("comments.json", &["\"media_comments\""]),
    ("devices.json", &[]),
    ("likes.json", &["\"media_likes\"", "\"comment_likes\""]),
    ("messages.json", &[]),
    ("saved.json", &["\"saved_media\""]),
    ("searches.json", &[]),
    ("seen_content.json", &[""]),
    ("settings.json", &[]),
    ("stories_activities.json", &[""]),
    ("uploaded_contacts.json", &[]),
];
/// So many of them are no chance.
const ENOUGH_OLD: usize = 3;

/// Files of one kind looked into, and bytes of each.
const MOST_HEADS: usize = 40;
const HEAD: usize = 4 << 10;

/// Bytes of a file that may hold nothing but an empty list.
const EMPTY_FILE: u64 = 4 << 10;

/// Whether a file holds no record: an empty list, a table without rows, or nothing at all.
fn holds_nothing(source: &dyn Source, id: EntryId, entry: &Entry) -> bool {
    if entry.size > EMPTY_FILE {
        return false;
    }
    let Ok(bytes) = source.head(id, EMPTY_FILE as usize) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    match entry.extension() {
        "csv" => text.lines().count() < 2,
        "json" => text.is_empty() || serde_json::from_str(text).is_ok_and(|value| says_nothing(&value)),
        _ => text.is_empty(),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.iter().all(says_nothing),
        Value::Object(fields) => fields.values().all(says_nothing),
    }
}

/// What would have been right, for the end of a sentence.
const EXPECTED: &str =
    "expected is the export of an account as its platform gave it, or a folder of photos or GPS tracks";

/// Product names listed at most.
const MOST_NAMES: usize = 6;
