//! Telegram: the JSON export of Telegram Desktop, of the whole account or of one chat.
//!
//! `result.json` holds every message of everyone; kept are one's own that share a position, a place
//! or a live location, a link to a map that spells one out, or a picture sent as a file that keeps its position, and the
//! sessions. What was passed on (`forwarded_from`) tells nothing of where the person was. Layout as described by parsers
//! of 2023–26. Only messages to public groups and channels can be read by strangers, and nobody can search them by place.

mod message;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{AccountId, PlatformId, ProfileFact, ProfileField};
use crate::platform::support::kept::blank_account;
use crate::platform::support::originals::Originals;
use message::Owner;

/// The adapter.
pub(super) struct Telegram;

const ID: PlatformId = PlatformId("telegram");

const GUIDES: &[Guide] = &[Guide {
    title: "Telegram",
    hint: "machine-readable JSON",
    steps: &[
        "In Telegram Desktop (not on the phone) open Settings, Advanced, Export Telegram data",
        "Choose personal chats, groups and channels, and active sessions",
        "Set the format to machine-readable JSON; the other choice, HTML, cannot be read",
        "Open the folder that it writes. The export of a single group does not say which messages are yours: open it with the rest, or say your name when asked",
    ],
    in_short: "in Telegram Desktop, Settings, Advanced, Export Telegram data, choose machine-readable JSON",
}];

/// Folders and pages that Telegram writes beside `result.json`.
const BESIDE: &[&str] = &[
    "chats", "contacts", "css", "files", "images", "js", "lists", "photos", "profile_pictures",
    "round_video_messages", "stickers", "stories", "video_files", "voice_messages", "export_results.html",
];

/// The layout of an export of chats between two, or of groups.
const ONE_CHAT: &str = "single chat";

/// Bytes of a file looked at.
const HEAD: usize = 8 << 10;

/// What an export covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Account,
    /// One chat between two, which tells who exported it.
    ChatOfTwo,
    Chat,
}

/// Whether a file is an export, by its first fields.
fn scope(source: &dyn Source, id: EntryId, entry: &Entry) -> Option<Scope> {
    let name = entry.file_name().to_ascii_lowercase();
    if !name.starts_with("result") || entry.extension() != "json" {
        return None;
    }
    let head = source.head(id, HEAD).ok()?;
    let text = String::from_utf8_lossy(&head);
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    let a_chat = message::CHAT_TYPES.iter().any(|(kind, _)| has(kind)) && has("type") && has("id");
    // The note that begins the export of an account is in the user's language and names Telegram; a chat's own export
    // begins with the chat.
    let is_whole = has("personal_information") || has("about") && text.contains("Telegram");
    if is_whole && (has("personal_information") || has("chats") || has("contacts")) {
        Some(Scope::Account)
    } else if a_chat && has("messages") {
        Some(if has("personal_chat") || has("bot_chat") { Scope::ChatOfTwo } else { Scope::Chat })
    } else {
        None
    }
}

fn exports(source: &dyn Source) -> Vec<(EntryId, Scope)> {
    real_entries(source).filter_map(|(id, entry)| Some((id, scope(source, id, entry)?))).collect()
}

impl Platform for Telegram {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Telegram"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn is_whole(&self, found: &Recognition) -> bool {
        &*found.layout == ONE_CHAT && found.missing.is_empty()
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let exports = exports(source);
        let (first, _) = *exports.first()?;
        let whole = exports.iter().any(|(_, scope)| *scope == Scope::Account);
        let of_two = exports.iter().any(|(_, scope)| *scope == Scope::ChatOfTwo);
        let mut roots = BTreeSet::new();
        for (id, _) in &exports {
            let entry = source.entry(*id);
            let beside = |name: &&str| if entry.folder().is_empty() { (*name).into() } else { format!("{}/{name}", entry.folder()).into() };
            roots.insert(ExportRoot { container: entry.container, folder: entry.path.clone() });
            roots.extend(BESIDE.iter().map(|name| ExportRoot { container: entry.container, folder: beside(name) }));
        }
        let missing = "A single group does not say which messages are yours: export the whole account, \
            in Telegram Desktop, Settings, Advanced, Export Telegram data";
        Some(Recognition {
            roots: roots.into_iter().collect(),
            layout: if whole { "whole account" } else { ONE_CHAT }.into(),
            because: source.entry(first).path.clone(),
            missing: if whole || of_two { Vec::new() } else { vec![missing.into()] },
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut exports = exports(cx.source());
        // Those that tell whose they are come first.
        exports.sort_by_key(|(id, scope)| (*scope, *id));
        let mut owners = BTreeMap::new();
        for (id, scope) in exports {
            cx.check()?;
            import_file(cx, id, scope, &mut owners)?;
        }
        for id in cx.entries_of(found) {
            if cx.is_unclaimed(id) {
                cx.ignore(id, "a file of a chat, not one of yours that was sent as it is");
            }
        }
        Ok(())
    }
}

/// Accounts by what they are called as senders.
type Owners = BTreeMap<String, AccountId>;

fn import_file(cx: &mut ImportCx<'_>, id: EntryId, scope: Scope, owners: &mut Owners) -> Result<(), ImportError> {
    // A single chat is of the one whose account, or other chat, is opened with it, if that is one person.
    let told = owners.first_key_value().filter(|_| scope == Scope::Chat && owners.len() == 1);
    let (told, account) = told.map(|(sender, account)| (sender.clone(), *account)).unzip();
    let account = account.unwrap_or_else(|| cx.account(blank_account(ID)));
    let originals = Originals::beside(cx, id);
    let told = if told.is_none() && scope == Scope::Chat { named(cx, id)? } else { told };
    let mut reader = message::Reader::new(account, id, told, originals);
    let read = walk::walk(cx, id, &mut reader);
    cx.check()?;
    let count = reader.finish(cx);
    if let Some(sender) = reader.owner.sender() {
        owners.entry(sender.to_owned()).or_insert(account);
    }
    name_account(cx, account, &reader.owner, id);
    let messages = if count == 1 { "1 message".to_owned() } else { format!("{count} messages") };
    match read {
        Ok(()) => cx.done(id, messages),
        Err(why) => {
            cx.fail(id, format!("{why}; {messages} before that were read, export again for the rest"));
            cx.warn(format!("Only a part of this file could be read ({messages}): {why}"), Some(id));
        }
    }
    Ok(())
}

/// The sender of a chat who bears a name that the user said is theirs, if only one does.
fn named(cx: &mut ImportCx<'_>, id: EntryId) -> Result<Option<String>, ImportError> {
    if cx.hints().names.is_empty() {
        return Ok(None);
    }
    let mut scout = message::Reader::scout(id);
    // What is wrong with the file is said when it is read.
    walk::walk(cx, id, &mut scout).unwrap_or_default();
    cx.check()?;
    if scout.named.len() > 1 {
        cx.warn("Several people of this chat go by the name that you said is yours, so none of them is taken for you", Some(id));
        return Ok(None);
    }
    Ok(scout.named.pop_first())
}

fn name_account(cx: &mut ImportCx<'_>, account: crate::model::AccountId, owner: &Owner, id: EntryId) {
    let record = cx.account_mut(account);
    if !owner.handle.is_empty() {
        record.handle = owner.handle.as_str().into();
    }
    if !owner.name.is_empty() {
        let origin = crate::model::Origin::new(id.0, 0);
        let value = owner.name.as_str().into();
        record.profile.push(ProfileFact { field: ProfileField::Name, value, since: None, origin });
    }
}
