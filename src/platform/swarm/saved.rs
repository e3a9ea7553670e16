//! Venues that were put on lists or rated, which need not have been visited.

use super::check_ins::{point, venue};
use super::{Memory, SWARM, rules};
use crate::archive::EntryId;
use crate::model::{Audience, Claim, Evidence, Item, ItemKind, Location, LocationSource, Origin, Rule};
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{finish, read_pieces};
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{NOT_A_RECORD, boxed, keep, read_deep_list};
use crate::platform::{ImportCx, ImportError};

/// Reads lists; an entry of one is a record.
pub(super) fn read_lists(cx: &mut ImportCx<'_>, id: EntryId, memory: &Memory) -> Result<(), ImportError> {
    read_deep_list(cx, id, &["items", "lists", "listItems", "response"], "venues on lists", |cx, raw, origin| {
        let item = raw.get("venue").ok_or("a list without venues").and_then(|venue| {
            let mut item = of_venue(venue, ItemKind::SavedPlace, &rules::LIST, origin, memory)?;
            moment::set_raw(&mut item, raw.get("createdAt"), Clock::Utc);
            item.text = boxed(raw.get("text"));
            Ok(item)
        });
        keep(cx, item);
    })
}

/// The lists of `venueRatings.json`, and what each means.
const RATINGS: [(&str, &str); 3] = [("venueLikes", "Liked"), ("venueOkays", "Okay"), ("venueDislikes", "Disliked")];

/// Reads ratings. Most have no time.
pub(super) fn read_ratings(cx: &mut ImportCx<'_>, id: EntryId, memory: &Memory) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &RATINGS.map(|(field, _)| field), |cx, piece| {
        let raw = Raw::new(piece.bytes);
        let words = piece.field.and_then(|field| RATINGS.get(field)).map(|(_, words)| (*words).into());
        let list = raw.get("items").into_iter().flat_map(Raw::items);
        let alone = raw.get("items").is_none().then_some(raw);
        for venue in list.chain(alone) {
            let item = of_venue(venue, ItemKind::Review, &rules::RATING, Origin::new(id.0, count), memory);
            keep(cx, item.map(|mut item| {
                moment::set_raw(&mut item, venue.get("createdAt"), Clock::Utc);
                item.text.clone_from(&words);
                item
            }));
            count += 1;
        }
    })?;
    finish(cx, id, &ending, count, "ratings of venues");
    Ok(())
}

/// An item at a venue, with what other files tell of it.
fn of_venue(raw: Raw<'_>, kind: ItemKind, rule: &'static Rule, origin: Origin, memory: &Memory) -> Result<Item, &'static str> {
    let (id, place) = venue(raw);
    if id.is_none() && place.is_none() {
        return Err(NOT_A_RECORD);
    }
    let known = id.and_then(|id| memory.venues.get(&id)).cloned().unwrap_or_default();
    let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, rule, Claim::unknown(rule));
    let mut item = privacy.item(SWARM, kind, origin);
    let own = raw.get("location").map(|location| point(location, "lat", "lng"));
    item.flaw = own.as_ref().and_then(coord::flaw);
    let own = own.and_then(Result::ok).map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
    let likely = |l: Location| Location { evidence: Evidence::Likely, ..l };
    item.location = own.or(known.location.map(likely));
    item.public_location = own.or(known.public_location.map(likely));
    item.place = place.or(known.place);
    Ok(item)
}
