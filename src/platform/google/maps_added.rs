//! What a person added to Google Maps besides reviews and pictures: questions and answers about places, and edits of
//! what is said of them.
//!
//! An edit is a file of its own, `{"placeUrl", "editAction", "metadata": {"createTime"}}`, as programs read it; the
//! place is mostly an address of its page without a position. `Questions and Answers.json` has the lists `questions`
//! and `answers`; the fields of their elements are not known, so every spelling that Google uses elsewhere is taken.

use super::record::{self, NOT_A_RECORD, boxed, time_of};
use super::rules::{self, Privacy};
use crate::archive::EntryId;
use crate::model::{Evidence, Item, ItemKind, Life, LocationSource, Origin, Place};
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::support::map_link;
use crate::platform::support::records::keep;
use crate::platform::{ImportCx, ImportError};

/// Fields that hold the address of a place's page.
pub(super) const PLACE_LINKS: [&str; 4] = ["placeUrl", "place_url", "google_maps_url", "googleMapsUrl"];

/// Reads questions and answers.
pub(super) fn read_questions(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let privacy = rules::on_place_page(Evidence::Likely, &rules::QUESTION_PUBLIC);
    let ending = read_pieces(cx, id, &["questions", "answers"], |cx, piece| {
        let item = item(Raw::new(piece.bytes), privacy, record::origin(id, count));
        keep(cx, item);
        count += 1;
    })?;
    super::finish(cx, id, &ending, count, "questions and answers about places");
    Ok(())
}

/// Reads the file of an edit.
pub(super) fn read_edit(cx: &mut ImportCx<'_>, id: EntryId) {
    let Some(bytes) = cx.read(id) else { return };
    let raw = Raw::new(&bytes);
    if !raw.is_valid() {
        return cx.fail(id, super::CUT_OFF);
    }
    let item = item(raw, rules::unattributed(&rules::MAPS_EDIT), record::origin(id, 0)).map(|mut item| {
        if item.time.is_none() {
            item.set_time(super::maps_answers::time_in(cx.source().entry(id).file_name()));
        }
        let action = raw.get("editAction").and_then(Raw::text).map(|action| action.replace('_', " ").to_lowercase());
        item.text = action.map(|action| format!("Suggested an edit: {action}").into());
        item
    });
    keep(cx, item);
    cx.done(id, "an edit of a place that you suggested");
}

/// Something said of a place, if it says anything.
fn item(raw: Raw<'_>, privacy: Privacy, origin: Origin) -> Result<Item, &'static str> {
    let first = |keys: [&str; 8]| raw.pick(keys).into_iter().flatten().find(|value| value.filled().is_some());
    let [place, location, metadata] = raw.pick(["place", "location", "metadata"]);
    let about = place.or(location).filter(|about| about.is_object());
    let [link, other, further, last] = raw.pick(PLACE_LINKS);
    let link = link.or(other).or(further).or(last).or_else(|| about?.get("url"));
    let name = first(["placeName", "place_name", "", "", "", "", "", ""]).or_else(|| about?.get("name"));
    let text = first(["questionText", "answerText", "question", "answer", "text", "", "", ""]);
    let time = first(["creationTime", "createTime", "created", "created_at", "date", "time", "timestamp", ""]);
    let mut item = record::item(ItemKind::Review, privacy, origin);
    item.set_time(time_of(time.or_else(|| metadata?.get("createTime"))));
    item.text = boxed(text);
    let address = boxed(about.and_then(|about| about.get("address")));
    item.place = boxed(name).map(|name| Place { address, ..Place::named(name) });
    let link = link.and_then(Raw::text);
    let location = link.as_deref().map(|link| map_link::location(link, LocationSource::PlaceTag, LocationSource::Inferred));
    item.flaw = location.as_ref().and_then(coord::flaw);
    item.location = location.and_then(Result::ok);
    if item.life == Life::Live {
        item.public_location = item.location;
    }
    let says_anything = item.text.is_some() || item.place.is_some() || link.is_some();
    if says_anything { Ok(item) } else { Err(NOT_A_RECORD) }
}
