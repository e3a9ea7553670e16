//! Hangouts and Google Chat: places in the account's own messages, which only the people of a conversation see.

pub(super) mod chat;
pub(super) mod hangouts;

use std::collections::BTreeMap;

use super::rules;
use super::rules::Privacy;
use crate::archive::EntryId;
use crate::model::{Audience, Claim, Evidence, Item};
use crate::platform::ImportCx;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::kept::ask_who;

const NO_PLACE: &str = "a message without a place";
const OF_OTHERS: &str = "a place that someone else sent";
const UNCLEAR: &str = "a place that may be someone else's: the export does not say which of the people you are";

/// Who can read a message.
const TO_CHAT: Privacy = Privacy::shared(
    Audience::Custom,
    Evidence::Recorded,
    &rules::TO_CHAT,
    Claim::no(Evidence::Recorded, &rules::CHAT_WITHOUT_PLACES),
);

/// Whose messages were met so far.
#[derive(Default)]
struct Senders {
    /// Places that may be someone else's, by the name of the sender.
    unclear: BTreeMap<String, u64>,
}

impl Senders {
    /// Keeps a message with a place that the account sent, or counts why it is left out. `is_own` is `None` where
    /// nothing tells whether it did.
    fn keep(
        &mut self,
        cx: &mut ImportCx<'_>,
        is_own: Option<bool>,
        name: Option<Raw<'_>>,
        item: Result<Item, &'static str>,
    ) {
        let name = || name.and_then(Raw::filled).unwrap_or_default();
        match (item, is_own.or_else(|| cx.hints().is_own(&name()).then_some(true))) {
            (Ok(item), Some(true)) => cx.item(item),
            (Err(why), Some(true)) => cx.skip(why, 1),
            (_, Some(false)) => cx.skip(OF_OTHERS, 1),
            (_, None) => {
                *self.unclear.entry(name().into()).or_default() += 1;
                cx.skip(UNCLEAR, 1);
            }
        }
    }

    /// Tells the user of messages that may be theirs.
    fn finish(self, cx: &mut ImportCx<'_>, id: EntryId) {
        ask_who(cx, id, self.unclear.iter().map(|(name, count)| (name.as_str(), *count)).collect(), UNCLEAR);
    }
}
