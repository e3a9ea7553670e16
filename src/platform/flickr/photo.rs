//! One photo: its file of details and its original.
//!
//! Exports of 2018 have the camera data in the details too, `exif`: `{"ExifIFD:DateTimeOriginal": {"full", "label", "value",
//! "raw_value"}}`. How a position looks in it was not seen; it is read as the tool spells it whose names the fields have:
//! `GPS:GPSLatitude`, `48 deg 51' 24.5"`, with the hemisphere in it or in a field of its own.

use serde_json::Value;

use super::{FLICKR, rules};
use crate::archive::EntryId;
use crate::model::{
    Captured, Claim, Evidence, GeoPoint, Item, Location, LocationSource, Origin, TimePrecision, hemisphere,
};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::medium;
use crate::platform::support::moment::{self, Clock, SpelledTime};
use crate::platform::support::records::{read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

/// Reads a photo's file; `media` are its originals.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, photo: &str, media: &[EntryId]) -> Result<(), ImportError> {
    let tree = read_tree(cx, id);
    let is_details = tree.as_ref().is_some_and(|t| t.get("privacy").is_some() || t.get("photopage").is_some());
    let Some(tree) = tree.as_ref().filter(|_| is_details) else {
        if tree.is_some() {
            cx.fail(id, "not a photo's details");
        }
        cx.skip(crate::platform::support::records::NOT_A_RECORD, 1);
        for id in media {
            cx.ignore(*id, "an original whose photo's details could not be read");
        }
        return Ok(());
    };
    let on_map = position(tree.get("geo").unwrap_or(&Value::Null)).transpose();
    let noted = camera_data(tree);
    let privacy = rules::by_word(text_of(tree, "privacy").unwrap_or_default(), Claim::no(Evidence::Recorded, &rules::NO_GEO));
    let extension = text_of(tree, "original").and_then(|url| url.rsplit_once('.')).map_or("", |(_, e)| e);
    let mut item = privacy.item(FLICKR, medium::kind_of(extension), Origin::new(id.0, 0));
    item.own_id = Some(photo.into());
    set_times(&mut item, tree);
    item.location = noted.ok().map(|point| Location::at(point, LocationSource::Exif, Evidence::Recorded));
    item.flaw = coord::flaw(&on_map).or(coord::flaw(&noted));
    let mut captured = Captured::default();
    for medium in media.iter().copied() {
        cx.check()?;
        let found = medium::metadata(cx, medium);
        cx.done(medium, "original of a photo");
        item.media.push(medium::reference(cx, medium));
        captured = Captured { at: captured.at.or(found.taken), local: captured.local.or(found.taken_local), point: None };
        if item.location.is_none() {
            medium::locate(&mut item, &found);
        }
    }
    item.tagged = tagged(&on_map, item.location.is_some());
    // Where the camera was stays beside where the photo stands on the map.
    if let Ok(Some(on_map)) = on_map {
        let camera = item.location.replace(on_map).map(|camera| camera.point);
        captured.point = camera.filter(|point| *point != on_map.point);
    }
    item.captured = Some(captured).filter(|known| *known != Captured::default());
    item.text = text_of(tree, "name").or_else(|| text_of(tree, "description")).map(Into::into);
    cx.item(item);
    cx.done(id, "details of a photo");
    Ok(())
}

/// Whether strangers could find a photo by its place: by its position on the map, not by what the camera wrote.
const fn tagged(on_map: &Result<Option<Location>, NoPoint>, has_camera_position: bool) -> Claim {
    match (on_map, has_camera_position) {
        (Ok(Some(_)), false) => Claim::unknown(&rules::GEO_PERMISSION),
        (Ok(Some(_)), true) => Claim::unknown(&rules::GEO_AND_CAMERA),
        (Ok(None), false) => Claim::no(Evidence::Recorded, &rules::NO_GEO),
        (Ok(None), true) => Claim::no(Evidence::Recorded, &rules::CAMERA_ONLY),
        (Err(_), _) => Claim::unknown(&rules::BAD_GEO),
    }
}

/// A field of the camera data in the details, in its plainest spelling.
fn camera_field<'v>(tree: &'v Value, name: &str) -> Option<&'v str> {
    let fields = tree.get("exif")?.as_object()?;
    let (_, field) = fields.iter().find(|(key, _)| key.rsplit(':').next() == Some(name))?;
    ["value", "full", "raw_value"].iter().find_map(|key| text_of(field, key)).or_else(|| field.as_str())
}

/// The position in the camera data of the details; one without a hemisphere could be in either and is none.
fn camera_data(tree: &Value) -> Result<GeoPoint, NoPoint> {
    let fields = |axis: &str| (camera_field(tree, axis), camera_field(tree, &format!("{axis}Ref")));
    let axes = ["GPSLatitude", "GPSLongitude"].map(fields);
    let degrees = |(text, side): (Option<&str>, Option<&str>)| {
        let angle = text?.replace("deg", "°");
        let word = |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| hemisphere(word).is_some());
        match side.filter(|_| !word(&angle)) {
            Some(side) => coord::angle(&format!("{angle} {side}")),
            None => coord::angle(&angle).filter(|value| *value < 0.0 || word(&angle)),
        }
    };
    let point = coord::degrees(degrees(axes[0]), degrees(axes[1]));
    coord::if_silent(point, || axes.iter().any(|(text, _)| text.is_some()))
}

/// When it was taken, by the camera's clock, and when it came to Flickr, by Flickr's.
fn set_times(item: &mut Item, tree: &Value) {
    let read = |key| text_of(tree, key).and_then(|text| moment::read(text, Clock::Local));
    // A photo of which only the year is known is dated to its first second.
    let is_year = |key| text_of(tree, key).is_some_and(|text| text.ends_with("-01-01 00:00:00"));
    let imported: Option<SpelledTime> = read("date_imported");
    let by_camera = || camera_field(tree, "DateTimeOriginal").and_then(exif_time);
    let taken = read("date_taken").filter(|_| !is_year("date_taken")).or_else(by_camera);
    moment::set_time(item, taken.or(imported));
    if item.time.is_some() {
        item.time_precision = TimePrecision::Day;
    }
    item.published = imported.map(|m| m.time);
}

/// A time as cameras write it, `2008:07:01 13:04:18`.
fn exif_time(text: &str) -> Option<SpelledTime> {
    let (date, clock) = text.trim().split_once(' ')?;
    moment::read(&format!("{} {clock}", date.replace(':', "-")), Clock::Local)
}

/// The position on Flickr's map, or why it cannot be read. Old and empty ones come as lists, `[]`.
fn position(geo: &Value) -> Option<Result<Location, NoPoint>> {
    let geo = geo.as_array().map_or(geo, |all| all.first().unwrap_or(&Value::Null));
    let point = match point(geo) {
        Err(NoPoint::Missing | NoPoint::Zero) => return None,
        Err(why) => return Some(Err(why)),
        Ok(point) => point,
    };
    let accuracy = geo.get("accuracy").and_then(number).map(|(value, _)| value);
    let accuracy_metres = accuracy.and_then(radius_metres);
    let (source, evidence) = (LocationSource::PlaceTag, Evidence::Recorded);
    Some(Ok(Location { point, accuracy_metres, source, evidence }))
}

fn point(geo: &Value) -> Result<GeoPoint, NoPoint> {
    let [lat, lon] = ["latitude", "longitude"].map(|key| geo.get(key).and_then(number));
    let degrees = |(value, is_whole): (f64, bool)| if is_whole { value / 1e6 } else { value };
    coord::degrees(lat.map(degrees), lon.map(degrees))
}

/// A number or its text, and whether it was written without a fraction.
fn number(value: &Value) -> Option<(f64, bool)> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    text.parse().ok().filter(|v: &f64| v.is_finite()).map(|value| (value, !text.contains(['.', 'e', 'E'])))
}

/// Flickr's accuracy is the level of the map on which the photo was placed, 1 for the world to 16 for a
/// street: about a quarter of what one tile of such a map shows, in metres.
fn radius_metres(level: f64) -> Option<f64> {
    const EQUATOR_METRES: f64 = 40_075_017.0;
    (1.0..=16.0).contains(&level).then(|| (EQUATOR_METRES / 2_f64.powf(level) / 4.0).round())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn positions_are_millionths_of_a_degree_unless_they_have_a_point() {
        let at = |geo: Value| position(&geo).map(|l| l.unwrap()).map(|l| (l.point.lat(), l.point.lon(), l.accuracy_metres));
        let whole = json!({"latitude": "49696401", "longitude": "-123159753", "accuracy": "15"});
        assert_eq!(at(whole), Some((49.696_401, -123.159_753, Some(306.0))));
        let pointed = json!({"latitude": "49.696401", "longitude": -123.5, "accuracy": 0});
        assert_eq!(at(pointed), Some((49.696_401, -123.5, None)));
        for none in [json!([]), json!({}), json!(null), json!({"latitude": "0", "longitude": "0", "accuracy": "0"})] {
            assert_eq!(at(none), None);
        }
        let far = json!({"latitude": "149696401", "longitude": "0", "accuracy": "16"});
        assert_eq!(position(&far), Some(Err(NoPoint::OutOfRange)), "there is one, and it cannot be right");
        let listed = json!([{"latitude": 1_500_000, "longitude": 2_500_000, "accuracy": "16"}]);
        assert_eq!(at(listed), Some((1.5, 2.5, Some(153.0))));
    }

    #[test]
    fn the_camera_data_of_old_details_gives_a_position_only_with_its_hemispheres() {
        let at = |lat: Value, lon: Value, sides: Option<(&str, &str)>| {
            let mut exif = json!({"GPS:GPSLatitude": {"label": "GPS Latitude", "value": lat},
                "GPS:GPSLongitude": {"label": "GPS Longitude", "full": lon}});
            if let Some((north, east)) = sides {
                exif["GPS:GPSLatitudeRef"] = json!({"value": north});
                exif["GPS:GPSLongitudeRef"] = json!({"value": east});
            }
            camera_data(&json!({"exif": exif})).map(|p| (p.lat(), p.lon()))
        };
        let degrees = (json!("48 deg 30' 0.00\""), json!("2 deg 15' 0.00\""));
        assert_eq!(at(degrees.0.clone(), degrees.1.clone(), Some(("South", "West"))), Ok((-48.5, -2.25)));
        assert_eq!(at(json!("48 deg 30' 0.00\" N"), json!("2 deg 15' 0.00\" E"), None), Ok((48.5, 2.25)));
        assert_eq!(at(json!("-48.5"), json!("-2.25"), None), Ok((-48.5, -2.25)));
        assert_eq!(at(degrees.0, degrees.1, None), Err(NoPoint::NotNumbers), "which hemisphere is not said");
        assert_eq!(at(json!(""), json!([]), None), Err(NoPoint::Missing));
        assert_eq!(camera_data(&json!({"exif": []})), Err(NoPoint::Missing));
    }

    #[test]
    fn the_cameras_own_time_stands_in_for_one_that_is_missing() {
        let tree = json!({"date_taken": "0000-00-00 00:00:00", "date_imported": "2008-07-03 09:48:30",
            "exif": {"ExifIFD:DateTimeOriginal": {"full": "", "label": "Date taken", "value": "2008:07:01 13:04:18"}}});
        let mut item = rules::by_word("public", Claim::unknown(&rules::BAD_GEO)).item(FLICKR, medium::kind_of("jpg"), Origin::new(0, 0));
        set_times(&mut item, &tree);
        assert_eq!(item.time.map(|t| t.to_string()).as_deref(), Some("2008-07-01T13:04:18Z"));
        assert_eq!(item.time_precision, TimePrecision::Day);
    }
}
