//! Reviews, starred places and labelled places of a Takeout.

use serde_json::{Value, json};

use super::SampleError;
use super::json::{self as out, Text};
use super::packing::Packing;
use super::rng::seed_of;
use super::takeout::labelled;
use super::world::{Persona, Spot};

/// Path of the reviews.
pub(super) const REVIEWS: &str = "Takeout/Maps (your places)/Reviews.json";
/// Path of the starred places.
pub(super) const SAVED: &str = "Takeout/Maps (your places)/Saved Places.json";
/// Path of the labelled places.
pub(super) const LABELLED: &str = "Takeout/Maps/My labeled places/Labeled places.json";

/// Number of items in these files.
pub(super) fn count(persona: &Persona) -> usize {
    persona.reviews.len() + persona.saved.len() + labelled(persona).len()
}

/// Writes the three files.
pub(super) fn write(zip: &mut Packing<'_>, persona: &Persona) -> Result<(), SampleError> {
    let reviews = persona.reviews.iter().filter_map(|review| {
        let (spot, _) = persona.spot(review.spot)?;
        let mut properties = json!({
            "date": review.at,
            "five_star_rating_published": review.stars,
            "google_maps_url": link(spot),
            "location": location(spot),
        });
        if let Some(fields) = properties.as_object_mut().filter(|_| !review.text.is_empty()) {
            fields.insert("review_text_published".to_owned(), review.text.into());
        }
        Some(feature(spot.lat, spot.lon, &properties))
    });
    collection(zip, REVIEWS, &reviews.collect::<Vec<_>>())?;
    let saved = persona.saved.iter().enumerate().filter_map(|(number, name)| {
        let (spot, _) = persona.spot(name)?;
        let date = format!("2019-0{}-11T08:15:0{}Z", 1 + number % 9, number % 10);
        Some(feature(
            spot.lat,
            spot.lon,
            &json!({ "date": date, "google_maps_url": link(spot), "location": location(spot) }),
        ))
    });
    collection(zip, SAVED, &saved.collect::<Vec<_>>())?;
    let places = labelled(persona)
        .map(|(name, point, address)| feature(point.lat(), point.lon(), &json!({ "name": name, "address": address })));
    collection(zip, LABELLED, &places)
}

fn collection(zip: &mut Packing<'_>, path: &str, features: &[Value]) -> Result<(), SampleError> {
    let value = json!({ "type": "FeatureCollection", "features": features });
    zip.file(path, |mut w| out::value(&mut w, &value, Text::Plain))
}

fn feature(lat: f64, lon: f64, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [lon, lat] }, "properties": properties })
}

fn link(spot: &Spot) -> String {
    format!("https://www.google.com/maps/place//data=!1s0x0:0x{:x}", seed_of(spot.name))
}

fn location(spot: &Spot) -> Value {
    json!({ "address": spot.address, "name": spot.name })
}
