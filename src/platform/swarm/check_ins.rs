//! Check-ins.

use super::{Known, Memory, SWARM, extras, rules};
use crate::archive::EntryId;
use crate::model::{Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Origin, Place};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::records::{NOT_A_RECORD, boxed, id_of, joined, keep, read_deep_list};
use crate::platform::{ImportCx, ImportError};

/// A position from fields of an object.
pub(super) fn point(raw: Raw<'_>, lat: &str, lng: &str) -> Result<crate::model::GeoPoint, NoPoint> {
    let [lat, lng] = raw.pick([lat, lng]);
    coord::pair(lat, lng)
}

/// The position of a venue, in its location or beside its name.
pub(super) fn venue_point(venue: Raw<'_>) -> Result<crate::model::GeoPoint, NoPoint> {
    let inside = venue.get("location").map_or(Err(NoPoint::Missing), |l| point(l, "lat", "lng"));
    if inside == Err(NoPoint::Missing) { point(venue, "lat", "lng") } else { inside }
}

/// A venue: its id, and its name and address.
pub(super) fn venue(raw: Raw<'_>) -> (Option<Box<str>>, Option<Place>) {
    let [id, name, location] = raw.pick(["id", "name", "location"]);
    let fields = ["address", "city", "country"].map(|key| boxed(location.and_then(|l| l.get(key))));
    let place = boxed(name).map(|name| Place {
        address: joined(fields.iter().map(Option::as_deref)),
        ..Place::named(name)
    });
    (boxed(id), place)
}

/// Reads the file: the export's `items`, or what the API answered.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, memory: &mut Memory) -> Result<(), ImportError> {
    read_deep_list(cx, id, &["items", "checkins", "response"], "check-ins", |cx, raw, origin| {
        let item = check_in(raw, origin, memory);
        let is_one = item.is_ok();
        keep(cx, item);
        if is_one {
            photos(cx, raw, origin, memory);
        }
    })
}

/// Keeps the photos inside a check-in, as the API answers them.
fn photos(cx: &mut ImportCx<'_>, raw: Raw<'_>, origin: Origin, memory: &mut Memory) {
    let [id, photos] = raw.pick(["id", "photos"]);
    let list = photos.map(|photos| photos.get("items").unwrap_or(photos));
    for photo in list.into_iter().flat_map(Raw::items).filter(|photo| photo.is_object()) {
        memory.photos.extend(boxed(photo.get("id")));
        let item = extras::photo(cx, photo, origin, memory, boxed(id).as_deref());
        cx.item(item);
    }
}

fn check_in(raw: Raw<'_>, origin: Origin, memory: &mut Memory) -> Result<Item, &'static str> {
    let fields = ["id", "createdAt", "visibility", "private", "shout", "venue", "location"];
    let [id, created, visibility, private, shout, venue_raw, spot] = raw.pick(fields);
    if created.is_none() && venue_raw.is_none() {
        return Err(NOT_A_RECORD);
    }
    let (venue_id, place) = venue_raw.map(venue).unwrap_or_default();
    let tagged = match &venue_id.as_ref().map(|_| ()).or(place.as_ref().map(|_| ())) {
        Some(()) => Claim::yes(Evidence::Recorded, &rules::VENUE),
        None => Claim::no(Evidence::Recorded, &rules::NO_VENUE),
    };
    let visibility = visibility.and_then(Raw::text).unwrap_or_default();
    let privacy = rules::by_visibility(&visibility, private.is_some_and(Raw::is_true), tagged);
    let mut item = privacy.item(SWARM, ItemKind::CheckIn, origin);
    moment::set_raw(&mut item, created, Clock::Utc);
    item.text = boxed(shout);
    let known = venue_id.as_ref().and_then(|id| memory.venues.get(id));
    let of_venue = venue_raw.map(venue_point);
    // A check-in without a venue has its position in a location of its own.
    let own = match point(raw, "lat", "lng") {
        Err(NoPoint::Missing) => spot.map_or(Err(NoPoint::Missing), |spot| point(spot, "lat", "lng")),
        own => own,
    };
    item.flaw = coord::flaw(&own).or_else(|| coord::flaw(of_venue.as_ref()?));
    let of_venue = of_venue.and_then(Result::ok).map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
    let own = own.ok().map(|p| Location::at(p, LocationSource::CheckIn, Evidence::Recorded));
    item.location = own.or(of_venue).or_else(|| known?.location);
    // Strangers saw the venue's place, which the check-in's own coordinate stands near.
    let public = of_venue.or(item.location.map(|l| Location { evidence: Evidence::Likely, ..l }));
    let of_spot = || spot.and_then(|spot| boxed(spot.get("name"))).map(Place::named);
    item.place = place.or_else(|| known?.place.clone()).or_else(of_spot);
    let public = public.filter(|_| tagged.holds == Some(true));
    if !matches!(item.life, Life::NeverPublished { .. }) {
        item.public_location = public;
    }
    let known = Known { place: item.place.clone(), location: item.location, public_location: public };
    if let Some(id) = venue_id {
        memory.venues.entry(id).or_default().learn(&known);
    }
    item.own_id = id_of(id);
    if let Some(id) = boxed(id) {
        memory.check_ins.insert(id, known);
    }
    Ok(item)
}

impl Known {
    /// Fills in what is not known yet.
    pub(super) fn learn(&mut self, other: &Self) {
        self.place = self.place.take().or_else(|| other.place.clone());
        self.location = self.location.or(other.location);
        self.public_location = self.public_location.or(other.public_location);
    }
}
