//! The location history of a Takeout: stays and ways by month, and the raw fixes of the first weeks.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::SampleError;
use super::json::{self as out, Text};
use super::packing::Packing;
use super::rng::{Rng, seed_of};
use super::takeout::{Takeout, months};
use super::trail::{Stay, way};
use super::world::Role;
use crate::model::GeoPoint;

/// Path of the raw fixes.
pub(super) const RECORDS: &str = "Takeout/Location History/Records.json";
/// Days of raw fixes; they are the bulk of such an export.
const RAW_DAYS: i64 = 45;
/// Metres below which going from one stay to the next is no way of its own.
const LEAST_WAY: f64 = 150.0;

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// Path of the file that a stay beginning at `at` stands in.
pub(super) fn month_path(at: i64) -> String {
    let day = TimeZone::UTC.to_datetime(Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH));
    let month = MONTHS.get(usize::from(day.month().unsigned_abs()) - 1).copied().unwrap_or_default();
    format!("Takeout/Location History/Semantic Location History/{0}/{0}_{month}.json", day.year())
}

/// Whether a way stands behind the stay with this index.
pub(super) fn leaves_by_way(stays: &[Stay], index: usize) -> bool {
    match (stays.get(index), stays.get(index + 1)) {
        (Some(a), Some(b)) => a.point.distance_metres(b.point) > LEAST_WAY,
        _ => false,
    }
}

/// Writes the months, the raw fixes and the device settings.
pub(super) fn write(zip: &mut Packing<'_>, takeout: &Takeout) -> Result<(), SampleError> {
    let Some(first) = takeout.stays.first() else { return Ok(()) };
    let stays = &takeout.stays;
    for (path, records) in months(takeout) {
        let objects = records.into_iter().flat_map(|(_, index)| {
            let visit = stays.get(index).map(visit);
            let segment = leaves_by_way(stays, index).then(|| stays.get(index).zip(stays.get(index + 1)));
            visit.into_iter().chain(segment.flatten().map(|(a, b)| segment_between(a, b)))
        });
        zip.file(&path, |mut w| out::under_key(&mut w, "timelineObjects", objects, Text::Plain))?;
    }
    let until = first.from + RAW_DAYS * 86_400;
    zip.file(RECORDS, |w| raw_fixes(w, takeout, until))?;
    let (maker, model, _) = takeout.persona.phone;
    let settings = json!({
        "historyEnabled": true,
        "deviceSettings": [{
            "deviceTag": device_tag(takeout),
            "reportingEnabled": true,
            "devicePrettyName": format!("{maker} {model}"),
            "platformType": "ANDROID",
            "deviceSpec": { "manufacturer": maker, "model": model },
        }],
    });
    zip.file("Takeout/Location History/Settings.json", |mut w| out::value(&mut w, &settings, Text::Plain))
}

fn device_tag(takeout: &Takeout) -> i64 {
    -((seed_of(takeout.persona.id) >> 33) as i64)
}

fn e7(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

fn iso(at: i64, millis: u64) -> String {
    let time = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{}.{:03}Z", time.strftime("%Y-%m-%dT%H:%M:%S"), millis % 1000)
}

fn place_id(name: &str) -> String {
    format!("ChIJ{:016x}{:07x}", seed_of(name), super::rng::mix(seed_of(name)) & 0xfff_ffff)
}

fn visit(stay: &Stay) -> Value {
    let (lat, lon) = (e7(stay.point.lat()), e7(stay.point.lon()));
    let mut location = json!({
        "latitudeE7": lat,
        "longitudeE7": lon,
        "placeId": place_id(stay.spot.name),
        "address": stay.spot.address,
    });
    if let Some(fields) = location.as_object_mut() {
        let (key, value) = match stay.spot.role {
            Role::Home => ("semanticType", "TYPE_HOME"),
            Role::Work => ("semanticType", "TYPE_WORK"),
            _ => ("name", stay.spot.name),
        };
        fields.insert(key.to_owned(), value.into());
        fields.insert("locationConfidence".to_owned(), json!(60.0 + (stay.from % 390) as f64 / 10.0));
    }
    json!({ "placeVisit": {
        "location": location,
        "duration": { "startTimestamp": iso(stay.from, stay.from as u64 * 7), "endTimestamp": iso(stay.to, stay.to as u64 * 7) },
        "placeConfidence": "HIGH_CONFIDENCE",
        "centerLatE7": lat,
        "centerLngE7": lon,
        "visitConfidence": 70 + stay.from % 29,
        "editConfirmationStatus": "NOT_CONFIRMED",
        "placeVisitType": "SINGLE_PLACE",
        "placeVisitImportance": "MAIN",
    }})
}

fn segment_between(a: &Stay, b: &Stay) -> Value {
    let metres = a.point.distance_metres(b.point);
    let at = |p: GeoPoint| json!({ "latitudeE7": e7(p.lat()), "longitudeE7": e7(p.lon()) });
    let kind = way(metres);
    let steps = if kind == "FLYING" { 0 } else { 3 };
    let mut rng = Rng::new(a.from as u64, b.from as u64);
    let points: Vec<Value> = (1..=steps)
        .map(|step| {
            let share = f64::from(step) / f64::from(steps + 1);
            let on = |from: f64, to: f64, sway: f64| e7(from + (to - from) * share + sway);
            let sway = metres / 111_000.0 * 0.06;
            let (dy, dx) = (rng.range(-sway, sway), rng.range(-sway, sway));
            json!({ "latE7": on(a.point.lat(), b.point.lat(), dy), "lngE7": on(a.point.lon(), b.point.lon(), dx) })
        })
        .collect();
    json!({ "activitySegment": {
        "startLocation": at(a.point),
        "endLocation": at(b.point),
        "duration": { "startTimestamp": iso(a.to, 0), "endTimestamp": iso(b.from, 0) },
        "distance": metres as i64,
        "activityType": kind,
        "confidence": "HIGH",
        "activities": [{ "activityType": kind, "probability": 90.0 + (a.to % 90) as f64 / 10.0 }],
        "waypointPath": { "waypoints": points, "source": "INFERRED" },
    }})
}

/// Fixes every few minutes by day, fewer by night, closer together on the way.
fn raw_fixes(mut w: &mut dyn Write, takeout: &Takeout, until: i64) -> io::Result<()> {
    let mut rng = Rng::new(takeout.seed ^ seed_of(takeout.persona.id), 0xf1f);
    let tag = device_tag(takeout);
    let stays: Vec<&Stay> = takeout.stays.iter().take_while(|s| s.from < until).collect();
    let mut fixes: Vec<Value> = Vec::new();
    for (index, stay) in stays.iter().enumerate() {
        let mut at = stay.from;
        while at < stay.to {
            let step = if stay.to - stay.from > 5 * 3600 { 1500 } else { 420 };
            let spread = 0.000_12;
            let (lat, lon) =
                (stay.point.lat() + rng.range(-spread, spread), stay.point.lon() + rng.range(-spread, spread));
            fixes.push(fix((lat, lon), at, (rng.between(12, 40), "WIFI"), tag));
            at += rng.between(step / 2, step * 3 / 2);
        }
        if let Some(next) = stays.get(index + 1).filter(|_| leaves_by_way(&takeout.stays, index)) {
            on_the_way(&mut fixes, stay, next, tag, &mut rng);
        }
    }
    out::under_key(&mut w, "locations", fixes.into_iter(), Text::Plain)
}

fn on_the_way(fixes: &mut Vec<Value>, a: &Stay, b: &Stay, tag: i64, rng: &mut Rng) {
    let metres = a.point.distance_metres(b.point);
    // Nobody has a fix in the air.
    if way(metres) == "FLYING" {
        return;
    }
    let lasting = (b.from - a.to).min(travel_time(metres));
    let mut at = 60;
    while at < lasting {
        let share = at as f64 / lasting as f64;
        let sway = metres / 111_000.0 * 0.02;
        let lat = a.point.lat() + (b.point.lat() - a.point.lat()) * share + rng.range(-sway, sway);
        let lon = a.point.lon() + (b.point.lon() - a.point.lon()) * share + rng.range(-sway, sway);
        fixes.push(fix((lat, lon), b.from - lasting + at, (rng.between(4, 14), "GPS"), tag));
        at += rng.between(60, 180);
    }
}

fn travel_time(metres: f64) -> i64 {
    (metres / if way(metres) == "WALKING" { 1.3 } else { 9.0 }) as i64 + 120
}

fn fix((lat, lon): (f64, f64), at: i64, (accuracy, source): (i64, &str), tag: i64) -> Value {
    json!({
        "latitudeE7": e7(lat),
        "longitudeE7": e7(lon),
        "accuracy": accuracy,
        "source": source,
        "deviceTag": tag,
        "timestamp": iso(at, (at * 13) as u64),
    })
}
