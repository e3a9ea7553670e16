//! WhatsApp: chats exported as text, `_chat.txt` in a zip or `WhatsApp Chat with ….txt`.
//!
//! Two styles of headers, `[date, time] Name: text` from iPhones and `date, time - Name: text` from
//! Android, in the language and date order of the phone, without a time zone. Shared positions are
//! links to a map, whatever the language. Layout as described by parsers up to 2026. The text does
//! not say who exported it; it is told between two people by the chat's title, in a group by a message that the
//! owner deleted, by another chat opened with it, or by the user. Pictures lie beside the text; those that the owner sent
//! as documents keep their position. The text has no mark of what was passed on.

mod attached;
mod chat;
mod header;
mod sign;

use std::collections::{BTreeMap, BTreeSet};

use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::media::is_media_extension;
use crate::model::PlatformId;
use crate::platform::support::kept::blank_account;
use crate::platform::support::originals::Originals;
use attached::Senders;
use chat::{Chat, Media};

/// The adapter.
pub(super) struct WhatsApp;

const ID: PlatformId = PlatformId("whatsapp");

const GUIDES: &[Guide] = &[Guide {
    title: "WhatsApp",
    hint: "one chat at a time",
    steps: &[
        "Open the chat, tap its name or the three dots, then Export chat; without media is enough",
        "Leave the name of the file as it is: it tells who the other person is",
        "A group does not always tell which messages are yours; open it together with a chat between two, or say your name when asked",
    ],
    in_short: "in a chat between two people choose Export chat, and leave the name of the file as it is",
}];

/// Bytes of a file looked at.
const HEAD: usize = 4 << 10;

/// Bytes looked at of a file whose name does not tell.
const LONG_HEAD: usize = 64 << 10;

/// Bytes of a chat searched for the names of files beside it.
const TEXT_CAP: usize = 8 << 20;

/// Lines of a file looked at; the first may be a mark of its own.
const HEAD_LINES: usize = 5;

/// Reason for a picture or video that no message names.
const UNNAMED: &str =
    "beside a chat none of whose messages names it, so whose it is is not known; if it is yours, open it apart from the chat";

/// The word that every name the app gives a chat has in it, in any language.
const WORD: &str = "whatsapp";

fn is_chat(source: &dyn Source, id: EntryId, entry: &Entry) -> bool {
    if entry.extension() != "txt" {
        return false;
    }
    let Ok(head) = source.head(id, HEAD) else { return false };
    if !String::from_utf8_lossy(&head).lines().take(HEAD_LINES).any(|line| header::split(line).is_some()) {
        return false;
    }
    let is_named = chat::is_copy_of(without_ending(entry.lower_name()), "_chat") || !titles(source, entry).is_empty();
    let is_sure = |head: Vec<u8>| sign::is_surely_a_chat(&String::from_utf8_lossy(&head));
    is_named || source.head(id, LONG_HEAD).is_ok_and(is_sure)
}

/// Whether a file beside a chat is one of it: whose a picture there is only its messages tell.
fn is_of_chat(entry: &Entry) -> bool {
    is_media_extension(entry.extension()) || is_attachment(entry.lower_name())
}

/// Other files beside chats that stand in their texts: tracks and tables that somebody sent are not the user's own.
fn named_beside(source: &dyn Source, chats: &[EntryId]) -> BTreeSet<EntryId> {
    let mut named = BTreeSet::new();
    for chat in chats {
        let home = source.entry(*chat);
        let is_beside = |e: &Entry| e.container == home.container && e.folder() == home.folder();
        let other = |e: &Entry| is_beside(e) && e.extension() != "txt" && !is_of_chat(e);
        let others: Vec<(EntryId, &Entry)> = real_entries(source).filter(|(_, e)| other(e)).collect();
        if others.is_empty() {
            continue;
        }
        let Ok(text) = source.head(*chat, TEXT_CAP) else { continue };
        let text = text.to_ascii_lowercase();
        let name = |e: &Entry| e.file_name().to_ascii_lowercase();
        let stands = |e: &Entry| memchr::memmem::find(&text, name(e).as_bytes()).is_some();
        named.extend(others.into_iter().filter(|(_, e)| stands(e)).map(|(id, _)| id));
    }
    named
}

fn chats(source: &dyn Source) -> Vec<EntryId> {
    real_entries(source).filter(|(id, entry)| is_chat(source, *id, entry)).map(|(id, _)| id).collect()
}

/// Whether a file is named, in lower case, as the app names pictures and files of a chat: `IMG-20230801-WA0001.jpg`,
/// `00000012-PHOTO-2023-08-01-12-00-00.jpg`.
fn is_attachment(name: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() >= count && text.bytes().take(count).all(|b| b.is_ascii_digit());
    let android = name.split_once("-wa").is_some_and(|(_, rest)| digits(rest, 4));
    let iphone = digits(name, 8) && name.get(8..).is_some_and(|r| r.starts_with('-') && r.contains("-20"));
    android || iphone
}

/// The names that the app can have given the chat: of the file, the folders and the archives around it, the nearest
/// first, without their endings. Only such as have the app's own name in them: any other is the user's.
fn titles<'s>(source: &'s dyn Source, entry: &'s Entry) -> Vec<&'s str> {
    let container = source.containers().get(usize::from(entry.container)).map_or("", |c| &c.name);
    let around = entry.path.rsplit('/').chain(container.rsplit('/'));
    around.map(without_ending).filter(|name| name.to_lowercase().contains(WORD)).collect()
}

fn without_ending(name: &str) -> &str {
    let ending = [".txt", ".zip", ".tar.gz", ".tgz", ".tar"].into_iter().find(|ending| {
        let at = name.len().checked_sub(ending.len()).and_then(|at| name.get(at..));
        at.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    });
    name.get(..name.len() - ending.map_or(0, str::len)).unwrap_or(name)
}

impl Platform for WhatsApp {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "WhatsApp"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["_chat.txt"]
    }

    fn is_whole(&self, _found: &Recognition) -> bool {
        true
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let chats = chats(source);
        let first = source.entry(*chats.first()?);
        let homes: BTreeSet<(u16, &str)> =
            chats.iter().map(|id| source.entry(*id)).map(|e| (e.container, e.folder())).collect();
        let named = named_beside(source, &chats);
        let beside = |e: &Entry| homes.contains(&(e.container, e.folder())) && is_of_chat(e);
        let own = real_entries(source).filter(|(id, e)| chats.contains(id) || named.contains(id) || beside(e));
        let root = |e: &Entry| ExportRoot { container: e.container, folder: e.path.clone() };
        Some(Recognition {
            roots: own.map(|(_, e)| root(e)).collect(),
            layout: if chats.len() == 1 { "one chat".into() } else { format!("{} chats", chats.len()).into() },
            because: first.path.clone(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let account = cx.account(blank_account(ID));
        let mut known = BTreeMap::new();
        let mut owners = BTreeSet::new();
        let mut senders = Senders::default();
        for id in chats(cx.source()) {
            cx.check()?;
            let titles = titles(cx.source(), cx.source().entry(id));
            let Some(bytes) = cx.read(id) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let chat = Chat::of(&text);
            let beside = Originals::beside(cx, id);
            senders.note(&beside, chat.written());
            let own = chat.own_name(&titles, cx.hints()).map(str::to_owned);
            owners.extend(own.clone());
            known.insert(id, (own, beside));
        }
        for (id, (own, beside)) in known {
            let Some(bytes) = cx.read(id) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let chat = Chat::of(&text);
            // One phone writes the same name of its owner into every chat.
            let own = own.as_deref().or_else(|| chat.one_of(&owners)).or_else(|| chat.who_deleted());
            let media = Media { beside: &beside, senders: &senders };
            chat.read(cx, id, own, account, media)?;
        }
        if let Some(name) = owners.pop_first().filter(|_| owners.is_empty()) {
            cx.account_mut(account).handle = name.into();
        }
        for id in cx.entries_of(found) {
            if cx.is_unclaimed(id) {
                let is_medium = is_media_extension(cx.source().entry(id).extension());
                cx.ignore(id, if is_medium { UNNAMED } else { "a file of a chat, which may be someone else's" });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_named_by_its_file_or_by_what_is_around_it() {
        let titles = |container: &str, path: &str| {
            let source = crate::archive::MemorySource::new(container, [(path.to_owned(), Vec::new())]);
            titles(&source, source.entry(EntryId(0))).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(titles("WhatsApp Chat - Olga.zip", "_chat.txt"), ["WhatsApp Chat - Olga"]);
        assert_eq!(titles("whatsapp chat - olga.tar.gz", "x/_chat.txt"), ["whatsapp chat - olga"]);
        assert_eq!(titles("all.zip/WHATSAPP CHAT - OLGA.ZIP", "_CHAT.TXT"), ["WHATSAPP CHAT - OLGA"]);
        let both = ["WhatsApp Chat with Nora", "WhatsApp Chat - Olga"];
        assert_eq!(titles("x", "WhatsApp Chat - Olga/Files/WhatsApp Chat with Nora.txt"), both);
        assert_eq!(titles("Olga.zip", "Olga/_chat.txt"), [""; 0], "that name is the user's");
    }

    #[test]
    fn attachments_are_told_by_name() {
        for name in ["IMG-20230801-WA0001.jpg", "00000012-PHOTO-2023-08-01-12-00-00.jpg", "VID-20230801-WA0012.mp4"] {
            assert!(is_attachment(&name.to_ascii_lowercase()), "{name}");
        }
        for name in ["IMG_1.jpg", "20230801.jpg", "x-WA.jpg", "é"] {
            assert!(!is_attachment(name), "{name}");
        }
    }
}
