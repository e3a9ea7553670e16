//! Hangouts and Google Chat: places in the account's own messages, which only the people of a conversation see.

pub(super) mod chat;
pub(super) mod hangouts;

use super::rules;
use super::rules::Privacy;
use crate::model::{Audience, Claim, Evidence, Item};
use crate::platform::ImportCx;
use crate::platform::support::held::{Held, Reasons};

const NO_PLACE: &str = "a message without a place";
const OF_OTHERS: &str = "a place that someone else sent";
const UNCLEAR: &str = "a place that may be someone else's: the export does not say which of the people you are";

const REASONS: Reasons = Reasons { of_others: OF_OTHERS, unclear: UNCLEAR };

/// Who can read a message.
const TO_CHAT: Privacy = Privacy::shared(
    Audience::Custom,
    Evidence::Recorded,
    &rules::TO_CHAT,
    Claim::no(Evidence::Recorded, &rules::CHAT_WITHOUT_PLACES),
);

/// Keeps a message with a place that the account sent, or counts why it is left out. `is_own` is `None` where nothing
/// tells whether it did; then it is held until the whole conversation is read.
fn keep(
    cx: &mut ImportCx<'_>,
    held: &mut Held,
    is_own: Option<bool>,
    (id, name): (&str, &str),
    item: Result<Item, &'static str>,
) {
    match (item, is_own) {
        (Ok(item), Some(true)) => cx.item(item),
        (Err(why), Some(true)) => cx.skip(why, 1),
        (_, Some(false)) => cx.skip(OF_OTHERS, 1),
        (item, None) => held.hold(id, name, item),
    }
}
