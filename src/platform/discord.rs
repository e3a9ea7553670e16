//! Discord: the events of a data package, one JSON record a line, in `activity/…/events-….json`.
//!
//! Every event names the town that Discord found for its internet address; there are hundreds of
//! thousands of them, so one is kept for each day, town and address. Layout as described by parsers
//! of 2021–23, in four folders: analytics, modeling, reporting and tns. Messages carry no places and are not read.

use std::collections::{BTreeSet, HashSet};

use super::support::json_raw::Raw;
use super::support::json_stream::finish;
use super::support::kept::{blank_account, ip_text, kept};
use super::support::records::text_of;
use super::support::{instant, lines};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{AccountId, Item, ItemKind, Origin, Place, PlatformId, Rule};

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
        let mut seen = HashSet::new();
        for id in cx.entries_of(found) {
            cx.check()?;
            if is_account(cx.source().entry(id)) {
                user(cx, id, account);
                continue;
            }
            if package(cx.source().entry(id)).is_none() {
                cx.ignore(id, "carries no places");
                continue;
            }
            let mut count = 0_u64;
            let ending = lines::for_each_line(cx, id, |cx, line| {
                count += 1;
                match event(Raw::new(line), account, Origin::new(id.0, count - 1), &mut seen) {
                    Ok(item) => cx.item(item),
                    Err(why) => cx.skip(why, 1),
                }
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

/// A day (since 1970 UTC), a town and an address, of which one event is kept.
type Seen = HashSet<(Option<i64>, Option<Box<str>>, Option<Box<str>>)>;

fn event(raw: Raw<'_>, account: AccountId, origin: Origin, seen: &mut Seen) -> Result<Item, &'static str> {
    if !raw.is_valid() || !raw.is_object() {
        return Err("not a record");
    }
    let [city, region, country, ip, time] = raw.pick(["city", "region_code", "country_code", "ip", "timestamp"]);
    let text = |field: Option<Raw<'_>>| field?.filled().map(|t| t.trim().to_owned());
    let (region, country) = (text(region), text(country));
    let place = text(city).map_or_else(|| country.clone(), |city| Some([Some(city), country.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")));
    let ip = text(ip).and_then(|ip| ip_text(&ip));
    if place.is_none() && ip.is_none() {
        return Err("an event without a place or an address");
    }
    // Quotes inside of the quotes.
    let time = text(time).and_then(|t| instant::utc_clock(t.trim_matches('"')));
    let day = time.map(|t| t.as_second().div_euclid(86_400));
    let place: Option<Box<str>> = place.map(Into::into);
    if !seen.insert((day, place.clone(), ip.clone())) {
        return Err("an event of the same day, town and address as another");
    }
    let mut item = kept(ID, ItemKind::Login, &KEPT_BY_DISCORD, origin);
    item.account = Some(account);
    item.set_time(time);
    item.place = place.map(Place::named);
    if let Some(place) = &mut item.place {
        place.address = region.map(Into::into);
    }
    item.text = ip;
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_quotes_inside_of_quotes_is_read() {
        let line = br#"{"event_type":"app_opened","ip":"192.0.2.1","city":"Bern","country_code":"CH","timestamp":"\"2023-01-02T03:04:05.678Z\""}"#;
        let item = event(Raw::new(line), AccountId(0), Origin::new(0, 0), &mut HashSet::new()).unwrap();
        assert_eq!(item.time.unwrap().to_string(), "2023-01-02T03:04:05.678Z");
        assert_eq!(&*item.place.unwrap().name, "Bern, CH");
        assert!(item.location.is_none(), "an address has no position");
    }
}
