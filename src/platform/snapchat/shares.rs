//! Places shared in chats and stories of one's own, in files that hold no places.
//!
//! `chat_history.json`: messages under the name of the chat, of which those of the kind `LOCATION` are places; which
//! place is left out. Since about 2023 `IsSender` says whose a message is, before that (recalled, not checked) the
//! heading of its list. `story_history.json`: when own stories were posted and how often they were seen, not by whom.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::traces::each_record;
use super::{SNAPCHAT, rules};
use crate::archive::EntryId;
use crate::model::{Audience, AudienceClaim, Item, ItemKind, Origin, TimePrecision};
use crate::platform::support::meta_json;
use crate::platform::support::moment::{self, Clock, SpelledTime};
use crate::platform::support::records::{keep, text_of};
use crate::platform::{ImportCx, ImportError};

/// A place that was shared in a chat.
pub(super) fn shared_place(heading: &str, record: &Value, origin: Origin) -> Result<Item, &'static str> {
    if !text_of(record, "Media Type").is_some_and(|kind| kind.eq_ignore_ascii_case("location")) {
        return Err("a message without a place");
    }
    let by_heading = || ["Sent ", "Received "].iter().position(|start| heading.starts_with(start)).map(|found| found == 0);
    match record.get("IsSender").and_then(Value::as_bool).or_else(by_heading) {
        Some(true) => {}
        Some(false) => return Err("a place that someone else shared"),
        None => return Err("a shared place that may be someone else's"),
    }
    let mut item = rules::TO_CHAT.item(SNAPCHAT, ItemKind::Message, origin);
    moment::set_time(&mut item, time_of(record, "Created").or_else(|| in_milliseconds(record)));
    item.text = Some("A place shared in a chat; the export leaves out which".into());
    Ok(item)
}

/// The field says microseconds and holds milliseconds.
fn in_milliseconds(record: &Value) -> Option<SpelledTime> {
    let number = meta_json::number(record.get("Created(microseconds)")?)?;
    let time = Timestamp::from_millisecond(number as i64).ok().filter(|_| (1e11..1e14).contains(&number))?;
    Some(SpelledTime { time, precision: TimePrecision::Second })
}

/// Reads a file of stories. One that an item from `first_item` on has with its place is the same; all that tells is
/// the second, and of the snaps of the Snap Map only those posted to a story of the same kind.
pub(super) fn read_stories(cx: &mut ImportCx<'_>, id: EntryId, first_item: usize) -> Result<(), ImportError> {
    let is_story = |item: &Item| {
        let is_open = matches!(item.audience, AudienceClaim::Own(Audience::Unknown, ..));
        item.kind == ItemKind::Story && item.time_precision == TimePrecision::Second && is_open
    };
    let numbered = cx.items_mut().iter().enumerate().skip(first_item).filter(|(_, item)| is_story(item));
    let mut known: BTreeMap<Timestamp, usize> = numbered.filter_map(|(i, item)| Some((item.time?, i))).collect();
    each_record(cx, id, "stories, for when your own were posted", &mut |cx, heading, record, origin| {
        let story = own_story(heading, record, origin);
        // Two stories of one second are two.
        let same = story.as_ref().ok().and_then(|story| known.remove(&story.time?));
        match same.and_then(|i| cx.items_mut().get_mut(i)) {
            Some(same) => {
                same.also_in.push(origin);
                cx.merged(1);
            }
            None => keep(cx, story),
        }
    })
}

/// A story of one's own.
fn own_story(heading: &str, record: &Value, origin: Origin) -> Result<Item, &'static str> {
    if !heading.starts_with("Your Story") {
        return Err("a story of someone else that you looked at");
    }
    let time = time_of(record, "Story Date").ok_or("a view of a story, or a story without a time")?;
    let mut item = rules::OWN_STORY.item(SNAPCHAT, ItemKind::Story, origin);
    moment::set_time(&mut item, Some(time));
    let views = record.get("Story Views").and_then(meta_json::text);
    item.text = views.map(|views| format!("A story, seen {views} times").into());
    Ok(item)
}

fn time_of(record: &Value, key: &str) -> Option<SpelledTime> {
    text_of(record, key).and_then(|text| moment::read(text, Clock::Local))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ORIGIN: Origin = Origin { file: 0, record: 0 };

    #[test]
    fn only_places_of_ones_own_are_kept_and_which_is_not_guessed() {
        let of = |is_sender: Value| json!({"Media Type": "LOCATION", "IsSender": is_sender, "Created(microseconds)": 1_700_000_000_000_i64});
        let own = shared_place("robin", &of(json!(true)), ORIGIN).unwrap();
        assert_eq!(own.time.map(Timestamp::as_second), Some(1_700_000_000));
        assert!(own.location.is_none() && own.place.is_none());
        assert_eq!(shared_place("robin", &of(json!(false)), ORIGIN).err(), Some("a place that someone else shared"));
        assert_eq!(shared_place("robin", &of(Value::Null), ORIGIN).err(), Some("a shared place that may be someone else's"));
        assert!(shared_place("Sent Saved Chat History", &of(Value::Null), ORIGIN).is_ok());
        let text = json!({"Media Type": "TEXT", "IsSender": true});
        assert_eq!(shared_place("robin", &text, ORIGIN).err(), Some("a message without a place"));
    }
}
