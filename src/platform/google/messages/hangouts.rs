//! `Hangouts/Hangouts.json`: conversations with their events. Newer files hold `conversations`, each with `events`;
//! those before 2018 `conversation_state`, each with `event`, and longer names of fields, such as
//! `embeds.PlaceV2.place_v2`. A shared place is an attachment; a map may also be linked to in words.
//!
//! Layouts as several programs read them. Every event names the sender, and the account as `self`.

use super::{NO_PLACE, REASONS, TO_CHAT, keep};
use crate::archive::EntryId;
use crate::model::{Evidence, Item, ItemKind, Location, LocationSource, Place};
use crate::platform::google::GOOGLE;
use crate::platform::google::record::{self, boxed, boxed_text, time_of};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::held::Held;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{finish, read_large_pieces};
use crate::platform::support::map_link;
use crate::platform::support::records::joined;
use crate::platform::{ImportCx, ImportError};

/// Reads the file; an event is a record.
pub(in crate::platform::google) fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let mut held = Held::default();
    let ending = read_large_pieces(cx, id, &["conversations", "conversation_state"], |cx, piece| {
        let outer = Raw::new(piece.bytes);
        let state = outer.get("conversation_state").unwrap_or(outer);
        let own = own_id(state);
        let [events, older] = state.pick(["events", "event"]);
        for event in events.or(older).into_iter().flat_map(Raw::items) {
            match shared(event) {
                Some(shared) => {
                    let item = shared.map(|shared| shared.item(event, id, count));
                    keep(cx, &mut held, is_own(event, own), ("", ""), item);
                }
                None => cx.skip(NO_PLACE, 1),
            }
            count += 1;
        }
    })?;
    held.settle(cx, id, None, REASONS);
    finish(cx, id, &ending, count, "conversations in Hangouts");
    Ok(())
}

/// The account, as its own state of a conversation names it.
fn own_id(state: Raw<'_>) -> Option<Raw<'_>> {
    let conversation = state.get("conversation")?;
    let conversation = conversation.get("conversation").unwrap_or(conversation);
    conversation.at(&["self_conversation_state", "self_read_state", "participant_id"])
}

/// Whether the account sent an event, by the account's id in the event itself, else in its conversation.
fn is_own(event: Raw<'_>, own: Option<Raw<'_>>) -> Option<bool> {
    let [sender, state] = event.pick(["sender_id", "self_event_state"]);
    let own = state.and_then(|state| state.get("user_id")).or(own)?;
    let sender = sender?;
    let ids = |key: &str| {
        let id = |raw: Raw<'_>| raw.get(key).is_some_and(|id| !id.token().is_empty());
        (id(sender) && id(own)).then(|| sender.get(key).map(Raw::token) == own.get(key).map(Raw::token))
    };
    ids("gaia_id").or_else(|| ids("chat_id"))
}

/// The field of this name, which older files write behind others: `embeds.PlaceV2.place_v2`.
fn field<'a>(raw: Raw<'a>, name: &str) -> Option<Raw<'a>> {
    let is_it = |key: &[u8]| key.strip_suffix(name.as_bytes()).is_some_and(|rest| rest.is_empty() || rest.ends_with(b"."));
    raw.fields().find(|(key, value)| is_it(key) && value.is_object()).map(|(_, value)| value)
}

/// A place in a message.
struct Shared {
    location: Result<Location, NoPoint>,
    place: Option<Place>,
    text: Option<Box<str>>,
}

/// The place in an event, or what is wrong with it; `None` without one.
fn shared(event: Raw<'_>) -> Option<Result<Shared, &'static str>> {
    let mentions = |text: &str| memchr::memmem::find(event.as_bytes(), text.as_bytes()).is_some();
    // Nearly all of a million events are told by this.
    if !mentions("place_v2") && !mentions("goo") {
        return None;
    }
    let [segments, attachments] = event.at(&["chat_message", "message_content"])?.pick(["segment", "attachment"]);
    let parts = segments.into_iter().flat_map(Raw::items).filter_map(|s| s.get("text")?.text());
    let text = parts.collect::<Vec<_>>().concat();
    let embedded = attachments.into_iter().flat_map(Raw::items).filter_map(|a| a.get("embed_item"));
    let mut places = embedded.filter_map(|embed| {
        let place = field(embed, "place_v2");
        // The address of the map also stands as the attachment's id.
        place.map(located).or_else(|| linked(&embed.get("id")?.text()?))
    });
    let (location, place) = places.next().or_else(|| linked(&text))?;
    let text = boxed_text(&text);
    Some(match (&place, location) {
        (None, Err(why)) => Err(why.reason()),
        _ => Ok(Shared { location, place, text }),
    })
}

type Located = (Result<Location, NoPoint>, Option<Place>);

/// The place that an attachment describes.
fn located(raw: Raw<'_>) -> Located {
    let [url, name, address, geo] = raw.pick(["url", "name", "address", "geo"]);
    let degrees = geo.and_then(|geo| field(geo, "geo_coordinates_v2"));
    let [lat, lon] = degrees.map_or([None; 2], |d| d.pick(["latitude", "longitude"]));
    let place = boxed(name).map(|name| Place { address: address.and_then(postal), ..Place::named(name) });
    // What has no name is a position, which may have been picked on the map.
    let (source, evidence) = match place {
        Some(_) => (LocationSource::PlaceTag, Evidence::Recorded),
        None => (LocationSource::Gps, Evidence::Likely),
    };
    let point = coord::pair(lat, lon).or_else(|why| {
        let link = url.and_then(Raw::text).map(|url| map_link::place(&url));
        link.and_then(Result::ok).ok_or(why)
    });
    (point.map(|point| Location::at(point, source, evidence)), place)
}

fn postal(address: Raw<'_>) -> Option<Box<str>> {
    let parts = field(address, "postal_address_v2")?;
    let keys = ["street_address", "address_locality", "address_region", "address_country"];
    let whole = boxed(parts.get("name"));
    let parts = parts.pick(keys).map(boxed);
    whole.map(|name| name.replace('\n', ", ").into()).or_else(|| joined(parts.iter().map(Option::as_deref)))
}

/// The position that a link to a map spells out, if it does.
fn linked(text: &str) -> Option<Located> {
    Some((map_link::in_text(text)?.location(), None))
}

impl Shared {
    fn item(self, event: Raw<'_>, id: EntryId, record: u64) -> Item {
        let mut item = TO_CHAT.item(GOOGLE, ItemKind::Message, record::origin(id, record));
        item.set_time(time_of(event.get("timestamp")));
        item.flaw = coord::flaw(&self.location);
        item.location = self.location.ok();
        (item.place, item.text) = (self.place, self.text);
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_compared_with_the_account_by_the_same_kind_of_id() {
        let own = |event: &str, own: Option<&str>| is_own(Raw::new(event.as_bytes()), own.map(|o| Raw::new(o.as_bytes())));
        let event = r#"{"sender_id":{"gaia_id":"1","chat_id":"7"},"self_event_state":{"user_id":{"gaia_id":"1"}}}"#;
        assert_eq!(own(event, Some(r#"{"gaia_id":"2"}"#)), Some(true), "the event itself says who");
        let event = r#"{"sender_id":{"gaia_id":"1","chat_id":"7"}}"#;
        assert_eq!(own(event, Some(r#"{"gaia_id":"2","chat_id":"7"}"#)), Some(false));
        assert_eq!(own(event, Some(r#"{"chat_id":"7"}"#)), Some(true));
        assert_eq!(own(event, Some(r#"{"gaia_id":""}"#)), None);
        assert_eq!(own(event, None), None);
        assert_eq!(own("{}", Some(r#"{"gaia_id":"2"}"#)), None);
    }
}
