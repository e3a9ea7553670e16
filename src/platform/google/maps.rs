//! Google Maps: reviews, starred and labelled places, routes to work.
//!
//! `GeoJSON` with the coordinates of places, longitude first. Two generations of properties:
//! `Google Maps URL` and `Location` in title case until about 2021, snake case since.

use super::record::{self, NOT_A_RECORD, boxed, time_of};
use super::rules::{self, Privacy};
use super::sniff::Kind;
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, Place};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::{ImportCx, ImportError};

/// Reads a file of features.
pub(super) fn read_features(cx: &mut ImportCx<'_>, id: EntryId, kind: Kind) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["features"], |cx, piece| {
        let raw = Raw::new(piece.bytes);
        count += 1;
        match feature(raw, kind, id, count - 1) {
            Ok(item) => cx.item(item),
            Err(why) => cx.skip(why, 1),
        }
    })?;
    let what = match kind {
        Kind::Reviews => "reviews of places",
        Kind::SavedPlaces => "starred places",
        _ => "labelled places",
    };
    super::finish(cx, id, &ending, count, what);
    Ok(())
}

fn feature(raw: Raw<'_>, kind: Kind, id: EntryId, count: u64) -> Result<Item, &'static str> {
    let [geometry, properties] = raw.pick(["geometry", "properties"]);
    let properties = properties.filter(|p| p.is_object()).ok_or(NOT_A_RECORD)?;
    let [new, old] = properties.pick(["location", "Location"]);
    let point = point_of(geometry, new.or(old));
    let origin = record::origin(id, count);
    let mut item = if kind == Kind::Reviews {
        review(properties, origin)
    } else {
        record::item(ItemKind::SavedPlace, rules::private(Evidence::Recorded, &rules::PLACES_PRIVATE), origin)
    };
    let [date, published] = properties.pick(["date", "Published"]);
    item.set_time(time_of(date).or_else(|| time_of(published)));
    item.place = place_of(properties, new.or(old));
    item.location = point.ok().map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
    item.flaw = coord::flaw(&point);
    if let Err(why) = point
        && item.place.is_none()
        && item.text.is_none()
    {
        return Err(why.reason());
    }
    if item.life == crate::model::Life::Live {
        item.public_location = item.location;
    }
    Ok(item)
}

/// The place's coordinates: those of the geometry, else those the older generation repeats beside the address.
fn point_of(geometry: Option<Raw<'_>>, location: Option<Raw<'_>>) -> Result<GeoPoint, NoPoint> {
    let mut pair = geometry.and_then(|g| g.get("coordinates")).into_iter().flat_map(Raw::items);
    let (lon, lat) = (pair.next().and_then(Raw::number), pair.next().and_then(Raw::number));
    coord::degrees(lat, lon).or_else(|why| {
        let [lat, lon] = location
            .and_then(|l| l.get("Geo Coordinates"))
            .map_or([None; 2], |c| c.pick(["Latitude", "Longitude"]));
        coord::pair(lat, lon).map_err(|also| if why == NoPoint::Missing { also } else { why })
    })
}

fn place_of(properties: Raw<'_>, location: Option<Raw<'_>>) -> Option<Place> {
    let [name, title, address] = properties.pick(["name", "Title", "address"]);
    let fields = ["name", "Business Name", "address", "Address"];
    let [new_name, old_name, new_address, old_address] = location.map_or([None; 4], |l| l.pick(fields));
    let name = [new_name, old_name, name, title].into_iter().find_map(boxed);
    let address = [new_address, old_address, address].into_iter().find_map(boxed);
    let address = address.map(|a| a.replace('\n', ", ").into());
    let mut place = Place::named(name.or_else(|| address.clone())?);
    place.address = address;
    Some(place)
}

/// A review. Only what its fields call published is shown as text.
fn review(properties: Raw<'_>, origin: crate::model::Origin) -> Item {
    let fields = ["five_star_rating_published", "review_text_published", "Star Rating", "Review Comment"];
    let [rating, text, old_rating, old_text] = properties.pick(fields);
    // A text that is there and empty was not written.
    let privacy: Privacy = if rating.is_some() || text.is_some_and(|text| text.filled().is_some()) {
        rules::on_place_page(Evidence::Recorded, &rules::REVIEW_PUBLIC)
    } else if old_rating.is_some() || old_text.is_some() {
        rules::on_place_page(Evidence::Likely, &rules::REVIEW_OLD_LAYOUT)
    } else {
        rules::private(Evidence::Recorded, &rules::REVIEW_DRAFT)
    };
    let mut item = record::item(ItemKind::Review, privacy, origin);
    let stars = rating.or(old_rating).and_then(stars).map(|n| format!("Rated {n} of 5").into());
    item.text = boxed(text).or_else(|| boxed(old_text)).or(stars);
    // An account has one review of a place.
    let links = properties.pick(["google_maps_url", "Google Maps URL"]);
    item.own_id = links.into_iter().find_map(boxed).map(|link| format!("review {link}").into());
    item
}

/// A rating as a number or as a word.
fn stars(raw: Raw<'_>) -> Option<i64> {
    let words: [&[u8]; 5] = [b"ONE", b"TWO", b"THREE", b"FOUR", b"FIVE"];
    let word = words.iter().position(|w| raw.token().eq_ignore_ascii_case(w)).map(|i| i as i64 + 1);
    raw.integer().or(word).filter(|n| (1..=5).contains(n))
}

/// Reads routes to work: their ends are places that Google keeps for the account. The ways between are plans.
pub(super) fn read_commute(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["trips"], |cx, piece| {
        for visit in Raw::new(piece.bytes).get("place_visit").into_iter().flat_map(Raw::items) {
            let degrees = visit.at(&["place", "lat_lng"]).map_or([None; 2], |p| p.pick(["latitude", "longitude"]));
            let [lat, lon] = degrees.map(|d| d.and_then(Raw::number));
            match coord::degrees(lat, lon) {
                Ok(point) => {
                    let privacy = rules::private(Evidence::Recorded, &rules::PLACES_PRIVATE);
                    let mut item = record::item(ItemKind::AccountPlace, privacy, record::origin(id, count));
                    item.location = Some(Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
                    item.place = Some(Place::named("End of a commute"));
                    cx.item(item);
                }
                Err(why) => cx.skip(why.reason(), 1),
            }
        }
        count += 1;
    })?;
    super::finish(cx, id, &ending, count, "routes to work");
    Ok(())
}
