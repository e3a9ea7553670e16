//! GeoJSON: points and lines, with times where some program put them into properties.

use serde_json::Value;

use super::{Fix, Format, Line, Mark, Order, TrackTime, Tracks, moment_in, name_of};
use crate::model::GeoPoint;
use crate::platform::support::coord;
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::json_split::{Ending, Piece, Splitter};

/// Properties that loggers write; a feature with others may be a record of some platform.
const LOG_PROPERTIES: &[&str] = &[
    "acc",
    "accuracy",
    "activity",
    "alt",
    "altitude",
    "altitude_accuracy",
    "batt",
    "battery_level",
    "battery_state",
    "bearing",
    "begin",
    "cmt",
    "cog",
    "color",
    "coordinateproperties",
    "coordtimes",
    "course",
    "date",
    "datetime",
    "desc",
    "description",
    "device_id",
    "ele",
    "elevation",
    "end",
    "gpstime",
    "heading",
    "horizontal_accuracy",
    "icon",
    "id",
    "motion",
    "name",
    "provider",
    "speed",
    "speed_accuracy",
    "stroke",
    "sym",
    "tid",
    "time",
    "timestamp",
    "times",
    "title",
    "track_fid",
    "track_seg_id",
    "track_seg_point_id",
    "trigger",
    "tst",
    "type",
    "vac",
    "vel",
    "vertical_accuracy",
    "wifi",
];

/// What stands before each text of a sequence of JSON texts (RFC 7464).
pub(super) const SEQUENCE_MARK: &[u8] = b"\x1e";
/// Geometries inside each other at most.
const DEPTH: usize = 8;

/// Reads a text, or as much of it as is JSON.
pub(super) fn read(bytes: &[u8], order: Option<Order>) -> Tracks {
    let mut file = File { out: Tracks::ordered(Format::GeoJson, order), log: Line::default() };
    if bytes.trim_ascii_start().starts_with(SEQUENCE_MARK) {
        file.values(bytes);
        return file.finished();
    }
    let mut splitter = Splitter::new(&["features", "locations", "geometries"]);
    let mut count = 0_u64;
    splitter.feed(bytes, &mut |piece: Piece<'_>| {
        count += 1;
        match serde_json::from_slice::<Value>(piece.bytes) {
            Ok(value) => file.object(&value, 0),
            Err(_not_json) => file.out.skip("a feature that is not valid JSON"),
        }
    });
    for _ in 0..splitter.oversized() {
        file.out.skip("a record larger than this program reads");
    }
    match splitter.ending() {
        Ending::Whole if count == 0 => file.values(bytes),
        Ending::Whole => {}
        Ending::CutOff => file.out.flaw = Some("the file ends too early; what came before is kept".into()),
        Ending::Damaged | Ending::Unreadable(_) => {
            file.out.flaw = Some("not valid JSON from some point on; what came before is kept".into());
        }
    }
    file.finished()
}

struct File {
    out: Tracks,
    /// Timed points that belong to no line of their own: the features of a log.
    log: Line,
}

impl File {
    fn finished(mut self) -> Tracks {
        let log = std::mem::take(&mut self.log);
        self.out.line(log);
        self.out
    }

    /// One value, or one after the other: a feature in each line, perhaps with a mark before it.
    fn values(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        loop {
            rest = rest.trim_ascii_start();
            rest = rest.strip_prefix(SEQUENCE_MARK).unwrap_or(rest).trim_ascii_start();
            if rest.is_empty() {
                return;
            }
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
            match values.next() {
                Some(Ok(value)) => {
                    let end = values.byte_offset();
                    self.object(&value, 0);
                    rest = rest.get(end..).unwrap_or_default();
                }
                Some(Err(error)) => return self.out.flaw = Some(format!("not valid JSON ({error})").into()),
                None => return,
            }
        }
    }

    /// A feature, or a geometry on its own.
    fn object(&mut self, value: &Value, depth: usize) {
        if depth > DEPTH {
            return self.out.skip("geometries nested too deep");
        }
        let empty = Value::Null;
        match value.get("type").and_then(Value::as_str) {
            Some("Feature") => {
                let properties = value.get("properties").unwrap_or(&empty);
                match value.get("geometry").filter(|g| g.is_object()) {
                    Some(geometry) => self.geometry(geometry, properties, depth),
                    None => self.out.skip("a feature without a geometry"),
                }
            }
            _ => self.geometry(value, &empty, depth),
        }
    }

    fn geometry(&mut self, geometry: &Value, properties: &Value, depth: usize) {
        let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
        let list = || coordinates.as_array().map_or(&[][..], Vec::as_slice);
        match geometry.get("type").and_then(Value::as_str) {
            Some("Point") => self.point(coordinates, properties),
            Some("MultiPoint") => list().iter().for_each(|c| self.point(c, properties)),
            Some("LineString") => self.line(list(), times(properties), properties),
            Some("MultiLineString") => {
                let all = times(properties).and_then(Value::as_array);
                for (i, part) in list().iter().enumerate() {
                    let part_times = all.and_then(|t| t.get(i)).filter(|t| t.is_array());
                    self.line(part.as_array().map_or(&[], Vec::as_slice), part_times, properties);
                }
            }
            Some("GeometryCollection") => {
                for part in geometry.get("geometries").and_then(Value::as_array).into_iter().flatten() {
                    if depth < DEPTH {
                        self.geometry(part, properties, depth + 1);
                    }
                }
            }
            Some("Polygon" | "MultiPolygon") => self.out.skip("an area or picture, which is no position"),
            _ => self.out.skip("no coordinates"),
        }
    }

    fn point(&mut self, coordinates: &Value, properties: &Value) {
        let point = match position(coordinates) {
            Ok(point) => point,
            Err(why) => return self.out.skip(why.reason()),
        };
        let name = text(properties, &["name", "title"]);
        let time = self.time(properties);
        let is_foreign = properties
            .as_object()
            .is_some_and(|p| p.keys().any(|key| !LOG_PROPERTIES.contains(&key.to_ascii_lowercase().as_str())));
        if let Some(time) = time.filter(|t| t.is_to_second && name.is_none() && !is_foreign) {
            self.out.assumed_utc |= !time.is_zoned;
            let accuracy_metres =
                number(properties, &["accuracy", "horizontal_accuracy", "acc"]).map(|metres| metres as f32);
            let fix = Fix { seconds: Some(floor_seconds(time.at)), point, accuracy_metres };
            self.out.fix(&mut self.log, fix);
        } else {
            let text = text(properties, &["desc", "description", "cmt"]);
            self.out.mark(Mark { name, text, time, is_foreign, ..Mark::at(point) });
        }
    }

    fn time(&mut self, properties: &Value) -> Option<TrackTime> {
        let written = |key: &&str| match properties.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let keys = ["time", "timestamp", "datetime", "date", "gpstime", "tst", "begin"];
        let mut all = keys.iter().filter_map(written);
        let first = all.next()?;
        // One that is none counts as unread only if no other field tells.
        let told = std::iter::once(first.clone()).chain(all).find_map(|text| moment_in(&text, self.out.order));
        told.or_else(|| self.out.moment(&first))
    }

    fn line(&mut self, coordinates: &[Value], times: Option<&Value>, properties: &Value) {
        let times = times.and_then(Value::as_array).filter(|t| t.len() == coordinates.len());
        let mut line = Line { name: text(properties, &["name", "title"]), ..Line::default() };
        for (i, at) in coordinates.iter().enumerate() {
            let seconds = match times.and_then(|t| t.get(i)) {
                Some(Value::String(text)) => self.out.seconds(text),
                Some(Value::Number(number)) => self.out.seconds(&number.to_string()),
                _ => None,
            };
            match position(at) {
                Ok(point) => self.out.fix(&mut line, Fix { seconds, point, accuracy_metres: None }),
                Err(why) => self.out.skip(why.reason()),
            }
        }
        self.out.line(line);
    }
}

fn position(coordinates: &Value) -> Result<GeoPoint, coord::NoPoint> {
    let number = |at: usize| {
        let value = coordinates.get(at)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    coord::degrees(number(1), number(0))
}

fn text(properties: &Value, keys: &[&str]) -> Option<Box<str>> {
    keys.iter().find_map(|key| name_of(properties.get(key)?.as_str()?))
}

fn number(properties: &Value, keys: &[&str]) -> Option<f64> {
    keys.iter().find_map(|key| properties.get(key)?.as_f64()).filter(|n| n.is_finite() && *n >= 0.0)
}

/// Times beside the coordinates of a line, under the names that converters give them.
fn times(properties: &Value) -> Option<&Value> {
    let nested = properties.get("coordinateProperties").and_then(|p| p.get("times"));
    nested.or_else(|| ["coordTimes", "times"].iter().find_map(|key| properties.get(key)))
}
