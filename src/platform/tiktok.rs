//! TikTok: the JSON export, `user_data_tiktok.json` and the older `user_data.json`.
//!
//! Sections were renamed in 2024 and are translated, lists in them were not; so lists are found by
//! their own names. No coordinates anywhere: a post names its place. Layouts as described by parsers
//! of 2022–26. The text form of the export leaves out too much to be read.

mod addresses;
mod records;

use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::PlatformId;
use crate::platform::support::json_stream::counted_records;
use crate::platform::support::kept::blank_account;
use crate::platform::support::json_raw::Raw;

/// The adapter.
pub(super) struct TikTok;

const ID: PlatformId = PlatformId("tiktok");

const GUIDES: &[Guide] = &[Guide {
    title: "TikTok",
    hint: "JSON, all data",
    steps: &[
        "In TikTok open Settings and privacy, Account, Download your data",
        "Choose all data and the file format JSON; TXT is offered first and leaves out what this program reads",
        "When it is ready, after some days, download it there and open the zip",
    ],
    in_short: "in Settings and privacy, Account, Download your data, choose all data and the format JSON",
}];

/// Bytes of a file looked at.
const HEAD: usize = 64 << 10;

fn is_export(source: &dyn Source, id: EntryId, entry: &Entry) -> bool {
    let name = entry.file_name().to_ascii_lowercase();
    if !name.starts_with("user_data") || entry.extension() != "json" {
        return false;
    }
    let Ok(head) = source.head(id, HEAD) else { return false };
    // Nobody else's file has this name; when all of its lists are empty nothing in it need say whose it is.
    if name.starts_with("user_data_tiktok") {
        return head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start().starts_with(b"{");
    }
    let head = String::from_utf8_lossy(&head);
    let has = |text: &str| head.contains(text);
    has("tiktok") || has("TikTok") || has("\"App Settings\"") && has("\"Activity\"")
}

fn exports(source: &dyn Source) -> Vec<EntryId> {
    real_entries(source).filter(|(id, entry)| is_export(source, *id, entry)).map(|(id, _)| id).collect()
}

impl Platform for TikTok {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "TikTok"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let exports = exports(source);
        let first = source.entry(*exports.first()?);
        let root = |entry: &Entry| ExportRoot { container: entry.container, folder: entry.path.clone() };
        Some(Recognition {
            roots: exports.iter().map(|id| root(source.entry(*id))).collect(),
            layout: "JSON".into(),
            because: first.path.clone(),
            missing: Vec::new(),
        })
    }

    fn import(&self, _found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in exports(cx.source()) {
            cx.check()?;
            if let Some(bytes) = cx.read(id) {
                import_file(cx, id, &bytes)?;
            }
        }
        Ok(())
    }
}

fn import_file(cx: &mut ImportCx<'_>, id: EntryId, bytes: &[u8]) -> Result<(), ImportError> {
    let account = cx.account(blank_account(ID));
    let raw = Raw::new(bytes);
    let count = records::read(cx, id, raw, account)?;
    let records = counted_records(count);
    if raw.is_valid() {
        cx.done(id, format!("posts, reviews, logins, addresses, settings, {records}"));
    } else {
        let why = "not valid JSON; the file may be cut off, download the export again";
        cx.fail(id, format!("{why}; {records} before the damage were read"));
        cx.warn(format!("Only a part of this file could be read ({records})"), Some(id));
    }
    Ok(())
}
