//! Coordinates in Meta's media objects and labels, good and bad.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::coord::NoPoint;
use super::meta_json::{Label, list, number, parse_number, time};
use crate::model::GeoPoint;

/// A coordinate pair found in a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The position.
    pub point: GeoPoint,
    /// Whether the pair stood without any other metadata, as the coordinate of a place does.
    pub alone: bool,
    /// Decimals given, of whichever axis has more.
    pub decimals: u8,
}

/// Why a coordinate pair was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// 0/0, which exporters write for "none".
    Zero,
    /// Latitude without longitude, or the other way round.
    Half,
    /// Not on Earth, or not a number.
    OutOfRange,
}

impl Refused {
    /// What is wrong with the record, for [`ImportCx::flaw`](crate::platform::ImportCx::flaw).
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Zero => NoPoint::Zero.reason(),
            Self::Half => NoPoint::NotNumbers.reason(),
            Self::OutOfRange => NoPoint::OutOfRange.reason(),
        }
    }
}

/// A pair as it stands in a file: absent, good, or refused.
pub type Found = Option<Result<Position, Refused>>;

/// Every coordinate pair of a media object, in any entry of its photo, video or other metadata.
pub fn exif_positions(media: &Value) -> Vec<Result<Position, Refused>> {
    let Some(kinds) = media.get("media_metadata").and_then(Value::as_object) else { return Vec::new() };
    metadata_entries(kinds).filter_map(exif_position).collect()
}

/// The address from which a picture or video was uploaded, and when, as far as its metadata say so.
pub fn upload(media: &Value) -> Option<(IpAddr, Option<Timestamp>)> {
    let kinds = media.get("media_metadata").and_then(Value::as_object)?;
    metadata_entries(kinds).find_map(|entry| {
        let address = entry.get("upload_ip")?.as_str()?.trim().parse().ok()?;
        let at = entry.get("upload_timestamp").and_then(time);
        Some((address, at.or_else(|| time(media.get("creation_timestamp")?))))
    })
}

/// The entries of all kinds of metadata: those in `exif_data`, and until 2020 the kind itself.
fn metadata_entries(kinds: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let all =
        kinds.values().flat_map(|kind| std::iter::once(kind).chain(kind.get("exif_data").into_iter().flat_map(list)));
    all.filter_map(Value::as_object)
}

fn exif_position(entry: &Map<String, Value>) -> Found {
    let (lat, lon) = (present(entry.get("latitude")), present(entry.get("longitude")));
    let alone = entry.iter().all(|(key, v)| v.is_null() || key == "latitude" || key == "longitude");
    pair(lat.map(Written::of), lon.map(Written::of), alone)
}

/// The pair of a `coordinate` field: an object with `latitude` and `longitude`, or text like `(48.85 , 2.35)`.
pub fn coordinate(value: &Value) -> Found {
    match value {
        Value::Object(map) => exif_position(map),
        Value::String(text) => bracketed(text),
        _ => None,
    }
}

/// The pair in text that is nothing but two numbers in brackets: `(48.85 , 2.35)`.
pub fn bracketed(text: &str) -> Found {
    let inside = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (lat, lon) = inside.split_once(',')?;
    let number = |text: &str| parse_number(text).is_some() && !text.contains(',');
    (number(lat) && number(lon)).then(|| pair(Some(Written::of_text(lat)), Some(Written::of_text(lon)), true)).flatten()
}

/// When a picture was taken, by its camera's clock: `2018:06:02 10:00:00` in any entry of its metadata.
pub fn captured(media: &Value) -> Option<DateTime> {
    let kinds = media.get("media_metadata").and_then(Value::as_object)?;
    let texts = metadata_entries(kinds).flat_map(|entry| {
        ["date_time_original", "date_time_digitized"].into_iter().filter_map(|key| entry.get(key)?.as_str())
    });
    let time = |text: &str| {
        let whole = |len: usize, format: &str| DateTime::strptime(format, text.trim().get(..len)?).ok();
        whole(19, "%Y:%m:%d %H:%M:%S").or_else(|| whole(15, "%Y%m%dT%H%M%S"))
    };
    texts.filter_map(time).find(|t| t.year() > 1825)
}

fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|v| !v.is_null() && v.as_str() != Some(""))
}

/// The pair under the labels for latitude and longitude that stand beside each other.
pub fn labelled_position(
    labels: &[Label],
    is_latitude: impl Fn(&str) -> bool,
    is_longitude: impl Fn(&str) -> bool,
) -> Found {
    let valued = |l: &&Label| l.value.is_some();
    let lat = labels.iter().filter(valued).find(|l| is_latitude(&l.key()));
    let group = lat.map(|l| l.group);
    let beside = |l: &&Label| group.is_none_or(|g| g == l.group);
    let lon = labels.iter().filter(valued).filter(beside).find(|l| is_longitude(&l.key()));
    let written = |l: &Label| Written::of_text(l.value.as_deref().unwrap_or_default());
    pair(lat.map(written), lon.map(written), true)
}

/// A number as written: its value, and its decimals.
struct Written {
    value: Option<f64>,
    decimals: u8,
}

impl Written {
    fn of(value: &Value) -> Self {
        match value {
            Value::String(s) => Self::of_text(s),
            Value::Number(n) => Self { value: number(value), decimals: decimals(&n.to_string()) },
            _ => Self { value: None, decimals: 0 },
        }
    }

    fn of_text(text: &str) -> Self {
        Self { value: parse_number(text), decimals: decimals(text.trim()) }
    }
}

fn decimals(text: &str) -> u8 {
    let digits = text.split_once(['.', ',']).map_or("", |(_, digits)| digits.trim_end_matches('0'));
    digits.len().min(usize::from(u8::MAX)) as u8
}

fn pair(lat: Option<Written>, lon: Option<Written>, alone: bool) -> Found {
    let (lat, lon) = match (lat, lon) {
        (None, None) => return None,
        (Some(lat), Some(lon)) => (lat, lon),
        _ => return Some(Err(Refused::Half)),
    };
    let point = lat.value.zip(lon.value).and_then(|(lat, lon)| GeoPoint::new(lat, lon));
    Some(match point {
        None => Err(Refused::OutOfRange),
        Some(point) if point.is_null_island() => Err(Refused::Zero),
        Some(point) => Ok(Position { point, alone, decimals: lat.decimals.max(lon.decimals) }),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn positions(exif_data: &Value) -> Vec<Result<Position, Refused>> {
        exif_positions(&json!({"media_metadata": {"photo_metadata": {"exif_data": exif_data}}}))
    }

    fn at(lat: f64, lon: f64, alone: bool, decimals: u8) -> Position {
        Position { point: GeoPoint::new(lat, lon).unwrap(), alone, decimals }
    }

    #[test]
    fn every_entry_is_looked_at() {
        assert_eq!(positions(&json!([])), []);
        let second = json!([{"iso": 100}, {"latitude": -28, "longitude": 15.25}]);
        assert_eq!(positions(&second), [Ok(at(-28.0, 15.25, true, 2))]);
        let video =
            json!({"media_metadata": {"video_metadata": {"exif_data": {"latitude": "1.5", "longitude": "2.75"}}}});
        assert_eq!(exif_positions(&video), [Ok(at(1.5, 2.75, true, 2))]);
    }

    #[test]
    fn a_pair_beside_camera_data_is_told_apart() {
        assert_eq!(positions(&json!([{"latitude": 1.5, "longitude": 2.5, "iso": 100}])), [Ok(at(1.5, 2.5, false, 1))]);
    }

    #[test]
    fn coordinates_come_as_objects_and_in_brackets() {
        let both = [json!({"latitude": "1.5", "longitude": -2}), json!("(1.5 , -2)"), json!(" (1.5,-2.0) ")];
        for value in both {
            assert_eq!(coordinate(&value), Some(Ok(at(1.5, -2.0, true, 1))), "{value}");
        }
        for none in
            [json!("1.5, 2"), json!("(north, south)"), json!("(1.5)"), json!("(1,2,3)"), json!([1, 2]), json!({})]
        {
            assert_eq!(coordinate(&none), None, "{none}");
        }
        assert_eq!(coordinate(&json!("(0 , 0)")), Some(Err(Refused::Zero)));
        assert_eq!(coordinate(&json!({"latitude": 4})), Some(Err(Refused::Half)));
    }

    #[test]
    fn an_upload_is_read_from_either_layout_and_zero_is_no_time() {
        let at = |seconds| Timestamp::from_second(seconds).ok();
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        let new = json!({"creation_timestamp": 100, "media_metadata": {"photo_metadata": {"exif_data": [{"iso": 80}, {"upload_ip": "192.0.2.1"}]}}});
        let old = json!({"creation_timestamp": 100, "media_metadata": {"video_metadata": {"upload_ip": "192.0.2.1", "upload_timestamp": 90}}});
        let zero = json!({"media_metadata": {"video_metadata": {"exif_data": [{"upload_ip": "192.0.2.1", "upload_timestamp": 0}]}}});
        assert_eq!([upload(&new), upload(&old)], [Some((address, at(100))), Some((address, at(90)))]);
        assert_eq!(upload(&zero), Some((address, None)));
        for none in [
            json!({}),
            json!({"media_metadata": {"photo_metadata": {"upload_ip": "here"}}}),
            json!({"upload_ip": "192.0.2.1"}),
        ] {
            assert_eq!(upload(&none), None, "{none}");
        }
    }

    #[test]
    fn bad_pairs_are_refused_with_their_reason() {
        let bad = json!([{"latitude": 0, "longitude": 0}, {"latitude": 5.5}, {"latitude": 91, "longitude": 0}, {"latitude": "x", "longitude": 1}]);
        assert_eq!(
            positions(&bad),
            [Err(Refused::Zero), Err(Refused::Half), Err(Refused::OutOfRange), Err(Refused::OutOfRange)]
        );
    }
}
