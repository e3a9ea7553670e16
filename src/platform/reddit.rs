//! Reddit: the internet addresses in its data request, a zip of CSV files.
//!
//! `ip_logs.csv` has one row a login, and one for the day the account was opened that says
//! `registration ip` in place of a date; `messages.csv` has the address of messages. Posts and
//! comments carry no places. Layout as described by a parser of 2023.

use std::collections::BTreeSet;

use super::support::kept::{blank_account, ip_text, kept};
use super::support::table::{NotATable, Table, for_each_row};
use super::support::instant;
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{AccountId, ItemKind, Origin, PlatformId, Rule};

/// The adapter.
pub(super) struct Reddit;

const ID: PlatformId = PlatformId("reddit");

static KEPT_BY_REDDIT: Rule = Rule {
    id: "reddit.kept",
    text: "Reddit keeps the addresses you used; nobody else sees them",
    source: "ip_logs.csv and messages.csv",
};

const GUIDES: &[Guide] = &[Guide {
    title: "Reddit",
    hint: "data request",
    steps: &[
        "On reddit.com/settings/data-request ask for your data, all of the time",
        "Download the zip from the message that Reddit sends you",
    ],
    in_short: "on reddit.com/settings/data-request ask for your data",
}];

/// Files by which the folder of `ip_logs.csv` is known to be Reddit's.
const BESIDE: &[&str] = &["comments.csv", "posts.csv", "post_votes.csv", "comment_votes.csv", "subscribed_subreddits.csv"];

/// What stands in place of a date in the row of the account's opening.
const REGISTRATION: &str = "registration ip";

/// Bytes of a file looked at.
const HEAD: usize = 256;

fn is_logs(source: &dyn Source, id: EntryId) -> bool {
    source.head(id, HEAD).is_ok_and(|head| {
        Table::open(&head).is_ok_and(|table| table.column(&["date"]).is_some() && table.column(&["ip"]).is_some())
    })
}

/// Folders of exports, and the first file that told.
fn folders(source: &dyn Source) -> BTreeSet<(u16, Box<str>)> {
    let named = |names: &[&str]| {
        let files = real_entries(source).filter(|(_, e)| names.contains(&e.lower_name()));
        files.collect::<Vec<(EntryId, &Entry)>>()
    };
    let known: BTreeSet<(u16, &str)> = named(BESIDE).iter().map(|(_, e)| (e.container, e.folder())).collect();
    let logs = named(&["ip_logs.csv"]).into_iter();
    logs.filter(|(id, e)| known.contains(&(e.container, e.folder())) && is_logs(source, *id))
        .map(|(_, e)| (e.container, e.folder().into()))
        .collect()
}

impl Platform for Reddit {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Reddit"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let folders = folders(source);
        let inside = |e: &Entry| e.extension() == "csv" && folders.contains(&(e.container, e.folder().into()));
        let files: Vec<&Entry> = real_entries(source).map(|(_, e)| e).filter(|e| inside(e)).collect();
        let first = files.iter().find(|e| e.lower_name() == "ip_logs.csv")?;
        let root = |e: &&Entry| ExportRoot { container: e.container, folder: e.path.clone() };
        Some(Recognition {
            because: first.path.clone(),
            roots: files.iter().map(root).collect(),
            layout: "CSV".into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let account = cx.account(blank_account(ID));
        for id in cx.entries_of(found) {
            cx.check()?;
            match cx.source().entry(id).lower_name() {
                "ip_logs.csv" => addresses(cx, id, account, "logins")?,
                "messages.csv" => addresses(cx, id, account, "addresses of messages")?,
                _ => cx.ignore(id, "not read; it has no field for a place"),
            }
        }
        Ok(())
    }
}

/// Rows of a date and an address.
fn addresses(cx: &mut ImportCx<'_>, id: EntryId, account: AccountId, what: &str) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(NotATable(why)) => {
            cx.fail(id, why);
            return Ok(());
        }
    };
    let (date, ip) = (table.column(&["date"]), table.column(&["ip"]));
    let mut count = 0_u64;
    let whole = for_each_row(cx, id, &mut table, |cx, row| {
        count += 1;
        let Some(address) = row.text(ip).and_then(|ip| ip_text(&ip)) else {
            return cx.skip("a row without an address", 1);
        };
        let date = row.text(date);
        let opened = date.as_ref().is_some_and(|d| d.eq_ignore_ascii_case(REGISTRATION));
        let mut item = kept(ID, ItemKind::Login, &KEPT_BY_REDDIT, Origin::new(id.0, row.number));
        item.account = Some(account);
        item.set_time(date.and_then(|d| instant::utc_clock(&d)));
        item.text = Some(if opened { format!("{address}, when the account was opened").into() } else { address });
        cx.item(item);
    })?;
    if whole {
        cx.done(id, format!("{what}, {count} rows"));
    }
    Ok(())
}
