//! Photos, tips and visits.

use super::check_ins::{point, venue, venue_point};
use super::{Known, Memory, SWARM, rules};
use crate::archive::EntryId;
use crate::model::{Claim, Evidence, Item, ItemKind, Location, LocationSource, Origin, Place};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::medium;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{NOT_A_RECORD, boxed, id_of, keep, read_deep_list};
use crate::platform::{ImportCx, ImportError};

const VISIT: Privacy = Privacy::private(Evidence::Recorded, &rules::VISITS);

/// Stops that the app noticed.
pub(super) fn read_visits(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    read_deep_list(cx, id, &["items", "response"], "stops the app noticed", |cx, raw, origin| {
        let [arrived, city, kind] = raw.pick(["timeArrived", "city", "locationType"]);
        let mut item = VISIT.item(SWARM, ItemKind::Visit, origin);
        moment::set_raw(&mut item, arrived, Clock::Utc);
        let place = boxed(city).map(Place::named);
        item.text = boxed(kind);
        keep(cx, located(item, raw, "latitude", "longitude", place));
    })
}

/// A visit at a position, or at a place known by name.
fn located(mut item: Item, raw: Raw<'_>, lat: &str, lng: &str, place: Option<Place>) -> Result<Item, &'static str> {
    let point = point(raw, lat, lng);
    if let (Err(why), None) = (point, &place) {
        return Err(why.reason());
    }
    item.location = point.ok().map(|p| Location::at(p, LocationSource::Inferred, Evidence::Likely));
    item.place = place;
    Ok(item)
}

/// Stops whose venue the app guessed.
pub(super) fn read_unconfirmed(cx: &mut ImportCx<'_>, id: EntryId, memory: &mut Memory) -> Result<(), ImportError> {
    read_deep_list(cx, id, &["items", "response"], "stops whose venue the app guessed", |cx, raw, origin| {
        let [start, venue_id, venue_raw] = raw.pick(["startTime", "venueId", "venue"]);
        let (inner_id, place) = venue_raw.map(venue).unwrap_or_default();
        let mut item = VISIT.item(SWARM, ItemKind::Visit, origin);
        moment::set_raw(&mut item, start, Clock::Utc);
        let item = located(item, raw, "lat", "lng", place);
        if let (Ok(item), Some(id)) = (&item, boxed(venue_id).or(inner_id)) {
            let known = Known { place: item.place.clone(), location: item.location, public_location: None };
            memory.venues.entry(id).or_default().learn(&known);
        }
        keep(cx, item);
    })
}

/// Photos. Each has a visibility of its own, whatever that of its check-in.
pub(super) fn read_photos(cx: &mut ImportCx<'_>, id: EntryId, memory: &mut Memory) -> Result<(), ImportError> {
    read_deep_list(cx, id, &["items", "photos", "response"], "photos", |cx, raw, origin| {
        if !raw.is_object() {
            return cx.skip(NOT_A_RECORD, 1);
        }
        if boxed(raw.get("id")).is_some_and(|id| memory.photos.contains(&id)) {
            return cx.merged(1);
        }
        let item = photo(cx, raw, origin, memory, None);
        cx.item(item);
    })
}

/// A photo, of the check-in with this id if it stands in one.
pub(super) fn photo(
    cx: &mut ImportCx<'_>,
    raw: Raw<'_>,
    origin: Origin,
    memory: &mut Memory,
    check_in: Option<&str>,
) -> Item {
    let fields = ["createdAt", "visibility", "relatedItemUrl", "fullUrl", "suffix", "venue"];
    let [created, visibility, related, url, suffix, venue_raw] = raw.pick(fields);
    let related = related.and_then(Raw::text).unwrap_or_default();
    let related_id = related.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next();
    let related_id = check_in.or(related_id);
    let (venue_id, place) = venue_raw.map(venue).unwrap_or_default();
    let venue_id = venue_id.as_deref().or(related_id);
    let known = related_id.and_then(|id| memory.check_ins.get(id));
    let known = known.or_else(|| memory.venues.get(venue_id?)).cloned().unwrap_or_default();
    let at_venue = related.contains("/v/") || related.contains("/venue/") || known.place.is_some() || place.is_some();
    let tagged = if at_venue {
        Claim::yes(Evidence::Likely, &rules::PHOTO_AT_VENUE)
    } else {
        Claim::unknown(&rules::PHOTO_ELSEWHERE)
    };
    let visibility = visibility.and_then(Raw::text).unwrap_or_default();
    let privacy = rules::by_visibility(&visibility, false, tagged);
    let mut item = privacy.item(SWARM, ItemKind::Photo, origin);
    moment::set_raw(&mut item, created, Clock::Utc);
    item.own_id = id_of(raw.get("id"));
    item.location = known.location;
    if at_venue && !matches!(item.life, crate::model::Life::NeverPublished { .. }) {
        let likely = |l: Location| Location { evidence: Evidence::Likely, ..l };
        item.public_location = known.public_location.or(known.location.map(likely));
    }
    item.place = place.or(known.place);
    let mut name = [url, suffix].into_iter().flatten().filter_map(Raw::text);
    let file = name.find_map(|n| memory.pix.remove(&*n.rsplit('/').next()?.to_ascii_lowercase()));
    if let Some(file) = file {
        cx.done(file, "picture of a photo");
        item.media.push(medium::reference(cx, file));
    }
    item
}

/// Tips: short reviews of venues.
pub(super) fn read_tips(cx: &mut ImportCx<'_>, id: EntryId, memory: &mut Memory) -> Result<(), ImportError> {
    const PUBLIC: Privacy = Privacy::shared(
        crate::model::Audience::Public,
        Evidence::Likely,
        &rules::TIP,
        Claim::yes(Evidence::Recorded, &rules::TIP),
    );
    read_deep_list(cx, id, &["items", "tips", "response"], "tips", |cx, raw, origin| {
        let [created, text, venue_raw] = raw.pick(["createdAt", "text", "venue"]);
        let (venue_id, place) = venue_raw.map(venue).unwrap_or_default();
        let text = boxed(text);
        if text.is_none() && place.is_none() {
            return cx.skip(NOT_A_RECORD, 1);
        }
        let mut item = PUBLIC.item(SWARM, ItemKind::Review, origin);
        moment::set_raw(&mut item, created, Clock::Utc);
        item.text = text;
        item.own_id = id_of(raw.get("id"));
        let known = venue_id.and_then(|id| memory.venues.get(&id)).cloned().unwrap_or_default();
        let of_venue = venue_raw.and_then(|v| venue_point(v).ok());
        let own = point(raw, "lat", "lng").ok();
        let of_venue = of_venue.or(own).map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
        item.location = of_venue.or(known.location);
        item.public_location = item.location.map(|l| Location { evidence: Evidence::Likely, ..l });
        item.place = place.or(known.place);
        cx.item(item);
    })
}
