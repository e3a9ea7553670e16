//! One photo: its file of details and its original.

use serde_json::Value;

use super::{FLICKR, rules};
use crate::archive::EntryId;
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, GeoPoint, Item, Location, LocationSource, Origin, TimePrecision,
};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::medium;
use crate::platform::support::moment::{self, Clock, SpelledTime};
use crate::platform::support::records::{read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

/// Reads a photo's file; `media` are its originals.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, media: Vec<EntryId>) -> Result<(), ImportError> {
    let tree = read_tree(cx, id);
    let is_details = tree.as_ref().is_some_and(|t| t.get("privacy").is_some() || t.get("photopage").is_some());
    let Some(tree) = tree.as_ref().filter(|_| is_details) else {
        if tree.is_some() {
            cx.fail(id, "not a photo's details");
        }
        cx.skip(crate::platform::support::records::NOT_A_RECORD, 1);
        for id in media {
            cx.ignore(id, "an original whose photo's details could not be read");
        }
        return Ok(());
    };
    let on_map = position(tree.get("geo").unwrap_or(&Value::Null)).transpose();
    let tagged = match on_map {
        Ok(Some(_)) => Claim::unknown(&rules::GEO_PERMISSION),
        Ok(None) => Claim::no(Evidence::Recorded, &rules::NO_GEO),
        Err(_) => Claim::unknown(&rules::BAD_GEO),
    };
    let privacy = rules::by_word(text_of(tree, "privacy").unwrap_or_default(), tagged);
    let extension = text_of(tree, "original").and_then(|url| url.rsplit_once('.')).map_or("", |(_, e)| e);
    let mut item = privacy.item(FLICKR, medium::kind_of(extension), Origin::new(id.0, 0));
    set_times(&mut item, tree);
    item.flaw = coord::flaw(&on_map);
    item.location = on_map.ok().flatten();
    item.text = text_of(tree, "name").or_else(|| text_of(tree, "description")).map(Into::into);
    for medium in media {
        cx.check()?;
        let found = medium::metadata(cx, medium);
        cx.done(medium, "original of a photo");
        item.media.push(medium::reference(cx, medium));
        if item.location.is_none() {
            medium::locate(&mut item, &found);
            // Whoever may see the photo may have its original, with everything the camera wrote.
            let served = matches!(item.audience, AudienceClaim::Own(Audience::Public, ..));
            let likely = |l: Location| Location { evidence: Evidence::Likely, ..l };
            item.public_location = item.location.filter(|_| served).map(likely);
        }
    }
    cx.item(item);
    cx.done(id, "details of a photo");
    Ok(())
}

/// When it was taken, by the camera's clock, and when it came to Flickr, by Flickr's.
fn set_times(item: &mut Item, tree: &Value) {
    let read = |key| text_of(tree, key).and_then(|text| moment::read(text, Clock::Local));
    // A photo of which only the year is known is dated to its first second.
    let is_year = |key| text_of(tree, key).is_some_and(|text| text.ends_with("-01-01 00:00:00"));
    let imported: Option<SpelledTime> = read("date_imported");
    let taken = read("date_taken").filter(|_| !is_year("date_taken"));
    moment::set_time(item, taken.or(imported));
    if item.time.is_some() {
        item.time_precision = TimePrecision::Day;
    }
    item.published = imported.map(|m| m.time);
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
}
