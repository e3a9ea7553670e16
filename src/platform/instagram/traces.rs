//! What Instagram keeps about where an account is: logins, device positions, places it inferred.
//!
//! None of this was ever published.

use std::net::IpAddr;

use serde_json::Value;

use super::account::At;
use super::layout::Role;
use super::{old, rules};
use crate::model::{Evidence, GeoPoint, ItemKind, Location, LocationSource, Origin, Place};
use crate::platform::support::meta_place_words as place_words;
use crate::platform::support::meta_json::{self, Label, labels, records};
use crate::platform::support::meta_trace::{self, Standing, Trace, Traces};

const KEPT: Standing = Standing::kept(&rules::KEPT_BY_INSTAGRAM);

/// Reads a file of traces. `Err` says what it holds instead of what its name says.
pub(super) fn read(role: Role, value: &Value, at: At) -> Result<Traces, String> {
    if role == Role::OldAbout {
        return old_city(value, at);
    }
    let roots: Vec<_> = role.roots().collect();
    if role == Role::Autofill {
        return meta_trace::typed_address(value, &roots, KEPT, at.record(0));
    }
    let mut traces = Traces::default();
    for (i, record) in records(value, &roots)?.iter().enumerate() {
        let origin = at.record(i);
        let before = traces.found.len();
        match role {
            Role::Logins | Role::ProfileActivity => traces.found.extend(login(record, origin)),
            Role::Signup => traces.found.extend(signup(record, origin)),
            Role::OldHistory => traces.found.extend(old_login(record, origin)),
            Role::LastLocation => last_location(record, origin, &mut traces),
            Role::BasedIn => traces.found.extend(based_in(record, origin)),
            _ => traces.found.extend(meta_trace::places_of_interest(record, KEPT, origin)),
        }
        if traces.found.len() == before {
            traces.skipped.push("a record without anything known in it");
        }
    }
    Ok(traces)
}

fn ip_of(labels: &[Label]) -> Option<String> {
    let values = labels.iter().filter_map(|l| l.value.as_deref());
    values.filter(|v| v.parse::<IpAddr>().is_ok()).map(str::to_owned).next()
}

fn login(record: &Value, origin: Origin) -> Option<Trace> {
    let labels = labels(record);
    let title = record.get("title").and_then(meta_json::text);
    let by_title = || title.as_deref().and_then(old::moment).map(|(time, _)| time);
    let own = || record.get("timestamp").and_then(meta_json::time);
    let time = labels.iter().find_map(|l| l.at).or_else(own).or_else(by_title);
    let ip = ip_of(&labels);
    // Meta names the city of a session in a nested list; its label is translated, its depth is not.
    let city = labels.iter().filter(|l| !l.path.is_empty()).filter_map(|l| l.value.as_deref()).find(|v| is_city(v));
    if time.is_none() && ip.is_none() && city.is_none() {
        return None;
    }
    let mut trace = Trace::new(ItemKind::Login, time, KEPT, origin);
    trace.place = city.map(Place::named);
    trace.text = ip.map(|ip| format!("IP address {ip}"));
    Some(trace)
}

/// The address from which the account was opened, and the device; most exports give only the time, which is a fact of
/// the account.
fn signup(record: &Value, origin: Origin) -> Option<Trace> {
    let labels = labels(record);
    let ip = ip_of(&labels)?;
    let mut trace = Trace::new(ItemKind::Login, labels.iter().find_map(|l| l.at), KEPT, origin);
    let device = labels.iter().find(|l| DEVICE.contains(&l.key().as_str())).and_then(|l| l.value.as_deref());
    let device = device.map(|device| format!(", {device}")).unwrap_or_default();
    trace.text = Some(format!("IP address {ip}{device}, when the account was opened"));
    Some(trace)
}

/// Labels of the device; those but the English are not checked.
const DEVICE: [&str; 5] = ["device", "appareil", "gerät", "dispositivo", "apparaat"];

/// “Town, CC”: words, a comma, words, and nothing that other fields hold.
fn is_city(value: &str) -> bool {
    let part = |p: &str| !p.trim().is_empty() && !p.contains(|c: char| c.is_ascii_digit() || matches!(c, '/' | ':' | '(' | ';' | '='));
    value.split_once(',').is_some_and(|(town, rest)| part(town) && part(rest)) && value.chars().count() <= 100
}

fn old_login(record: &Value, origin: Origin) -> Option<Trace> {
    let text = |key: &str| record.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
    let time = text("timestamp").and_then(old::moment);
    let ip = text("ip_address").filter(|v| v.parse::<IpAddr>().is_ok());
    if time.is_none() && ip.is_none() {
        return None;
    }
    let mut trace = Trace::new(ItemKind::Login, time.map(|(t, _)| t), KEPT, origin);
    trace.zoned = time.is_none_or(|(_, zoned)| zoned);
    trace.text = ip.map(|ip| format!("IP address {ip}"));
    Some(trace)
}

/// The decimal numbers of a record that can be coordinates, with whether their label says they are coarse.
fn last_location(record: &Value, origin: Origin, traces: &mut Traces) {
    let labels = labels(record);
    let time = labels.iter().filter_map(|l| l.at).max();
    let numbers: Vec<(&Label, f64)> = labels
        .iter()
        .filter_map(|l| Some((l, meta_json::parse_number(l.value.as_deref()?)?)))
        .filter(|(l, _)| place_words::is_latitude(&l.key()) || place_words::is_longitude(&l.key()) || l.value.as_deref().is_some_and(|v| v.contains(['.', ','])))
        .collect();
    let mut best: Option<(GeoPoint, bool)> = None;
    for pair in numbers.chunks(2) {
        let [(lat, lat_value), (lon, lon_value)] = pair else {
            traces.refused.push(origin);
            continue;
        };
        let swapped = place_words::is_longitude(&lat.key()) && place_words::is_latitude(&lon.key());
        let (lat_value, lon_value) = if swapped { (*lon_value, *lat_value) } else { (*lat_value, *lon_value) };
        let Some(point) = GeoPoint::from_export(lat_value, lon_value) else {
            traces.refused.push(origin);
            continue;
        };
        // In a language that is not known nothing tells the two pairs apart but their order, the imprecise one first.
        let keys = [lat.key(), lon.key()];
        let untold = keys.iter().any(|key| !place_words::is_latitude(key) && !place_words::is_longitude(key));
        let coarse = untold || keys.iter().any(|key| place_words::is_imprecise(key));
        if best.is_none_or(|(_, best_coarse)| best_coarse && (untold || !coarse)) {
            best = Some((point, coarse));
        }
    }
    let Some((point, coarse)) = best else { return };
    let mut trace = Trace::new(ItemKind::DeviceLocation, time, KEPT, origin);
    let source = if coarse { LocationSource::Inferred } else { LocationSource::Gps };
    trace.location = Some(Location::at(point, source, Evidence::Recorded));
    traces.found.push(trace);
}

fn based_in(record: &Value, origin: Origin) -> Option<Trace> {
    let labels = labels(record);
    let mut parts: Vec<&str> = labels.iter().filter_map(|l| l.value.as_deref()).collect();
    // Country, region, city: the export goes from large to small, people write it the other way.
    if labels.iter().any(|l| !l.path.is_empty()) {
        parts.reverse();
    }
    parts.dedup();
    if parts.is_empty() {
        return None;
    }
    Some(Trace::place(&parts.join(", "), labels.iter().find_map(|l| l.at), true, KEPT, origin))
}

fn old_city(value: &Value, at: At) -> Result<Traces, String> {
    let map = value.as_object().ok_or("a list")?;
    let mut traces = Traces::default();
    match map.get("city_name").and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty()) {
        Some(city) => traces.found.push(Trace::place(city, None, true, KEPT, at.record(0))),
        None => traces.skipped.push("a record without anything known in it"),
    }
    Ok(traces)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: At = At { file: 0, root: 0, exported: None, complete: true };

    #[test]
    fn the_exact_position_is_preferred_and_its_source_told_apart() {
        let coarse = json!({"Imprecise Latitude": {"value": "48.9"}, "Imprecise Longitude": {"value": "2.3"}});
        let exact = json!({"Latitude exacte": {"value": "48.858"}, "Longitude exacte": {"value": "2.294"}, "Heure": {"value": "", "timestamp": 1_650_000_000}});
        let location = |fields: &[&Value]| {
            let all: serde_json::Map<_, _> = fields.iter().flat_map(|f| f.as_object().unwrap().clone()).collect();
            let file = json!({"account_history_imprecise_last_known_location": [{"string_map_data": all}]});
            read(Role::LastLocation, &file, AT).unwrap().found.remove(0).location.unwrap()
        };
        assert_eq!(location(&[&coarse]).source, LocationSource::Inferred);
        let unknown = json!({"aa": {"value": "48.9"}, "bb": {"value": "2.3"}, "cc": {"value": "48.858"}, "dd": {"value": "2.294"}});
        let untold = location(&[&unknown]);
        assert_eq!((untold.source, untold.point.lat()), (LocationSource::Inferred, 48.858), "no word tells how exact it is");
        let both = location(&[&coarse, &exact]);
        assert_eq!((both.source, both.point.lat()), (LocationSource::Gps, 48.858));
    }

    #[test]
    fn a_session_tells_its_city_and_never_a_position() {
        let session = json!([{"label_values": [{"label": "IP address", "value": "192.0.2.1"}, {"label": "User Agent", "value": "X (a, b)"},
            {"label": "Details", "dict": [{"label": "Location", "value": "Town, FR"}]}, {"label": "Last Login", "timestamp_value": 1_650_000_000}]}]);
        let trace = read(Role::ProfileActivity, &session, AT).unwrap().found.remove(0);
        assert_eq!(&*trace.place.unwrap().name, "Town, FR");
        assert_eq!((trace.text.as_deref(), trace.location), (Some("IP address 192.0.2.1"), None));
    }
}
