//! Discord: the events of a data package, one JSON record a line, in `activity/…/events-….json`.
//!
//! Every event names the town that Discord found for its internet address. Layout as described by parsers
//! of 2021–23, in four folders: analytics, modeling, reporting and tns. Messages carry no places and are not read.

use std::collections::BTreeSet;

use super::support::json_raw::Raw;
use super::support::json_stream::finish;
use super::support::kept::{blank_account, ip_text, kept};
use super::support::records::{keep, text_of};
use super::support::towns::{Log, Seen};
use super::support::{instant, lines};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{AccountId, Item, ItemKind, Origin, PlatformId, Rule};

/// The adapter.
pub(super) struct Discord;

const ID: PlatformId = PlatformId("discord");

static KEPT_BY_DISCORD: Rule = Rule {
    id: "discord.kept",
    text: "Discord keeps this about your account; nobody else sees it",
    source: "account/user.json and the events of the data package",
};

const GUIDES: &[Guide] = &[Guide {
    title: "Discord",
    hint: "with activity",
    steps: &[
        "In Discord open Settings, Data and privacy, Request all of my data",
        "Leave Activity chosen: only its events hold places",
        "Download the package when the mail arrives and open the zip",
    ],
    in_short: "in Settings, Data and privacy, request all of your data, Activity among it",
}];

/// Folders and files of a package.
const PARTS: &[&str] =
    &["account", "activities", "activity", "ads", "messages", "programs", "servers", "support_tickets", "readme.txt"];

/// Bytes of a file looked at.
const HEAD: usize = 8 << 10;
/// Files looked at in all.
const MOST_HEADS: usize = 200;

/// The package's folder, if an entry lies where its events lie.
fn package(entry: &Entry) -> Option<&str> {
    let name = entry.file_name().to_ascii_lowercase();
    let (above, _kind) = entry.folder().rsplit_once('/')?;
    let root = match above.rsplit_once('/') {
        Some((root, last)) if last.eq_ignore_ascii_case("activity") => root,
        None if above.eq_ignore_ascii_case("activity") => "",
        _ => return None,
    };
    (name.starts_with("events-") && entry.extension() == "json").then_some(root)
}

fn is_events(source: &dyn Source, id: EntryId) -> bool {
    let Ok(head) = source.head(id, HEAD) else { return false };
    let head = String::from_utf8_lossy(&head);
    head.trim_start().starts_with('{') && head.contains("\"event_type\"")
}

fn packages(source: &dyn Source) -> BTreeSet<ExportRoot> {
    let candidates = real_entries(source).filter_map(|(id, entry)| Some((id, entry, package(entry)?)));
    let found = candidates.take(MOST_HEADS).filter(|(id, ..)| is_events(source, *id));
    found.map(|(_, entry, root)| ExportRoot { container: entry.container, folder: root.into() }).collect()
}

impl Platform for Discord {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Discord"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let packages = packages(source);
        let inside = |e: &Entry| packages.iter().any(|p| p.contains(e.container, &e.path));
        let (_, first) = real_entries(source).find(|(_, e)| inside(e) && package(e).is_some())?;
        let mut roots = BTreeSet::new();
        for (_, entry) in real_entries(source) {
            for at in packages.iter().filter(|p| p.contains(entry.container, &entry.path)) {
                let rest = entry.path.get(at.folder.len()..).unwrap_or_default().trim_start_matches('/');
                let part = rest.split('/').next().unwrap_or_default();
                if PARTS.contains(&&*part.to_ascii_lowercase()) {
                    let end = entry.path.len() - rest.len() + part.len();
                    let folder = entry.path.get(..end).unwrap_or_default().into();
                    roots.insert(ExportRoot { container: entry.container, folder });
                }
            }
        }
        Some(Recognition {
            roots: roots.into_iter().collect(),
            layout: "data package".into(),
            because: first.path.clone(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let account = cx.account(blank_account(ID));
        let mut seen = Seen::new();
        for id in cx.entries_of(found) {
            cx.check()?;
            if is_account(cx.source().entry(id)) {
                user(cx, id, account);
                continue;
            }
            if package(cx.source().entry(id)).is_none() {
                cx.ignore(id, "not read; it has no field for a place");
                continue;
            }
            let mut count = 0_u64;
            let ending = lines::for_each_line(cx, id, |cx, line| {
                count += 1;
                let event = EVENTS.event(Raw::new(line), Origin::new(id.0, count - 1), &mut seen);
                keep(cx, event.map(|item| Item { account: Some(account), ..item }));
            })?;
            finish(cx, id, &ending, count, "events");
        }
        Ok(())
    }
}

/// Whether a file is `account/user.json`.
fn is_account(entry: &Entry) -> bool {
    let folder = entry.folder().rsplit('/').next().unwrap_or_default();
    folder.eq_ignore_ascii_case("account") && entry.file_name().eq_ignore_ascii_case("user.json")
}

/// The account, with the internet address that Discord last knew of it where the file has one.
fn user(cx: &mut ImportCx<'_>, id: EntryId, account: AccountId) {
    let Some(user) = cx.read_json(id) else { return };
    let record = cx.account_mut(account);
    record.handle = text_of(&user, "username").unwrap_or_default().into();
    let is_known = !record.handle.is_empty();
    cx.done(id, "the account");
    match text_of(&user, "ip").and_then(ip_text) {
        Some(ip) => {
            let mut item = kept(ID, ItemKind::Login, &KEPT_BY_DISCORD, Origin::new(id.0, 0));
            item.account = Some(account);
            item.text = Some(ip);
            cx.item(item);
        }
        None if is_known => cx.fact(1),
        None => cx.skip("a record without anything known in it", 1),
    }
}

static EVENTS: Log = Log {
    platform: ID,
    rule: &KEPT_BY_DISCORD,
    fields: ["city", "region_code", "country_code", "ip", "timestamp"],
    also: &[],
    // Quotes inside of the quotes.
    moment: |text| instant::utc_clock(text.trim_matches('"')),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_quotes_inside_of_quotes_is_read() {
        let line = br#"{"event_type":"app_opened","ip":"192.0.2.1","city":"Bern","country_code":"CH","timestamp":"\"2023-01-02T03:04:05.678Z\""}"#;
        let item = EVENTS.event(Raw::new(line), Origin::new(0, 0), &mut Seen::new()).unwrap();
        assert_eq!(item.time.unwrap().to_string(), "2023-01-02T03:04:05.678Z");
        assert_eq!(&*item.place.unwrap().name, "Bern, CH");
        assert!(item.location.is_none(), "an address has no position");
    }
}
