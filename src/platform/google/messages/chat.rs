//! `Google Chat/Groups/<chat>/messages.json`: messages with their writer; `Google Chat/Users/<user>/user_info.json`
//! says who the account is. Chat has no shared positions: places are links to maps among the words of a message.
//!
//! Layout as programs of 2025 and 2026 read it. Times are written out in English: `Thursday, March 14, 2024 at
//! 10:30:15 PM UTC`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{NO_PLACE, REASONS, TO_CHAT, keep};
use crate::archive::EntryId;
use crate::model::{Item, ItemKind};
use crate::platform::google::GOOGLE;
use crate::platform::google::record::{self, NOT_A_RECORD, boxed_text};
use crate::platform::support::held::Held;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{finish, read_pieces};
use crate::platform::support::map_link;
use crate::platform::support::meta_date::display_time;
use crate::platform::{ImportCx, ImportError};

/// The account's addresses, in lower case.
#[derive(Default)]
pub(in crate::platform::google) struct Owner(BTreeSet<String>);

impl Owner {
    /// Reads whose chats they are; where the files of Chat do not say, the profile may.
    pub(in crate::platform::google) fn read(cx: &mut ImportCx<'_>, users: &[EntryId], profile: Option<EntryId>) -> Self {
        let mut owner = Self::default();
        for id in users {
            let Some(bytes) = cx.read(*id) else { continue };
            owner.add(Raw::new(&bytes).at(&["user", "email"]));
            cx.done(*id, "whose chats these are");
        }
        let profile = profile.filter(|_| owner.0.is_empty());
        if let Some(Ok(bytes)) = profile.map(|id| cx.source().read(id, cx.limits().whole_file_bytes)) {
            let emails = Raw::new(&bytes).get("emails").into_iter().flat_map(Raw::items);
            emails.for_each(|email| owner.add(email.get("value")));
        }
        owner
    }

    fn add(&mut self, email: Option<Raw<'_>>) {
        self.0.extend(email.and_then(Raw::filled).map(|email| email.trim().to_lowercase()));
    }

    /// Whether the account wrote a message, if that can be told.
    fn wrote(&self, message: Raw<'_>) -> Option<bool> {
        let email = message.at(&["creator", "email"])?.filled()?;
        (!self.0.is_empty()).then(|| self.0.contains(&email.trim().to_lowercase()))
    }
}

/// Reads a chat.
pub(in crate::platform::google) fn read(cx: &mut ImportCx<'_>, id: EntryId, owner: &Owner) -> Result<(), ImportError> {
    let (mut count, mut undated) = (0_u64, 0_u64);
    let mut held = Held::default();
    let ending = read_pieces(cx, id, &["messages"], |cx, piece| {
        let raw = Raw::new(piece.bytes);
        let origin = record::origin(id, count);
        count += 1;
        if !raw.is_object() {
            return cx.skip(NOT_A_RECORD, 1);
        }
        let sender = || {
            let [email, name] = ["email", "name"].map(|key| raw.at(&["creator", key]).and_then(Raw::filled));
            // Where the account is known, a sender without an address is not asked about.
            let name = name.filter(|_| owner.0.is_empty());
            (email.unwrap_or_default(), name.unwrap_or_default())
        };
        if !cx.hints().names.is_empty() {
            let (email, name) = sender();
            held.meet(cx.hints(), &email, &name);
        }
        let Some(item) = item(raw, origin) else { return cx.skip(NO_PLACE, 1) };
        let is_own = owner.wrote(raw);
        undated += u64::from(is_own == Some(true) && item.as_ref().is_ok_and(|item| item.time.is_none()));
        let (email, name) = sender();
        keep(cx, &mut held, is_own, (&email, &name), item);
    })?;
    if undated > 0 {
        cx.warn("The dates of its messages are written in a way that is not understood, so they have no time", Some(id));
    }
    held.settle(cx, id, None, REASONS);
    finish(cx, id, &ending, count, "messages of a chat");
    Ok(())
}

/// A message with a place, or what is wrong with that; `None` without one.
fn item(raw: Raw<'_>, origin: crate::model::Origin) -> Option<Result<Item, &'static str>> {
    let [text, created] = raw.pick(["text", "created_date"]);
    let text = text?.text()?;
    let location = match map_link::in_text(&text)?.location() {
        Ok(location) => location,
        Err(why) => return Some(Err(why.reason())),
    };
    let mut item = TO_CHAT.item(GOOGLE, ItemKind::Message, origin);
    let moment = created.and_then(Raw::text).and_then(|date| written(&date));
    item.set_zoned_time(moment.map(|(at, _)| at), moment.is_some_and(|(_, zoned)| zoned));
    item.location = Some(location);
    item.text = boxed_text(&text);
    Some(Ok(item))
}

/// A moment, and whether its zone is known. Names of days are not English words for months, but in other languages some
/// begin like one, so only English ones are passed over.
fn written(date: &str) -> Option<(Timestamp, bool)> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let date = date.trim();
    let date = match date.split_once(',') {
        Some((day, rest)) if DAYS.contains(&day) => rest.trim_start(),
        _ if date.starts_with(|c: char| c.is_ascii_digit()) => date,
        _ => return None,
    };
    let (clock, zone) = date.rsplit_once([' ', '\u{202f}', '\u{a0}'])?;
    let is_zone = !zone.contains(':') && !["am", "pm"].iter().any(|half| zone.eq_ignore_ascii_case(half));
    let at = display_time(if is_zone { clock } else { date })?;
    let is_utc = ["UTC", "GMT", "Z"].contains(&zone);
    Some((at.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp(), is_utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_chat_writes_them() {
        let at = |text| written(text).map(|(at, zoned)| (at.to_string(), zoned));
        let expected = "2024-03-14T22:30:15Z".to_owned();
        for text in ["Thursday, March 14, 2024 at 10:30:15\u{202f}PM UTC", "Thursday, 14 March 2024 at 22:30:15 UTC", "14 March 2024 at 22:30:15 UTC"] {
            assert_eq!(at(text), Some((expected.clone(), true)), "{text}");
        }
        assert_eq!(at("Thursday, March 14, 2024 at 10:30:15 PM CET"), Some((expected.clone(), false)));
        assert_eq!(at("Thursday, March 14, 2024 at 10:30:15 PM"), Some((expected, false)));
        for none in ["mardi 14 avril 2024 à 22:30:15 UTC", "", "Thursday", "Thursday, soon", "Thursday, March 44, 2024 at 10:30:15 PM UTC"] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn whoever_is_not_known_is_neither_the_account_nor_someone_else() {
        let message = Raw::new(br#"{"creator":{"email":" Robin@Example.org "}}"#);
        let owner = |emails: &[&str]| Owner(emails.iter().map(|e| (*e).to_owned()).collect());
        assert_eq!(owner(&["robin@example.org"]).wrote(message), Some(true));
        assert_eq!(owner(&["kim@example.org"]).wrote(message), Some(false));
        assert_eq!(owner(&[]).wrote(message), None);
        assert_eq!(owner(&["robin@example.org"]).wrote(Raw::new(br#"{"creator":{"name":"Robin"}}"#)), None);
    }
}
