//! What Facebook keeps about where the account is, and places of events and of the profile.

use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::draft::Upload;
use super::layout::{Role, TraceFile};
use super::place::Tag;
use super::rules;
use crate::model::{Evidence, ItemKind, Location, LocationSource, Origin, Place};
use crate::platform::support::meta_json::{self, list, records, root_name};
use crate::platform::support::meta_position::coordinate;
use crate::platform::support::meta_trace::{self, Standing, Trace, Traces};

const KEPT: Standing = Standing::kept(&rules::KEPT_BY_FACEBOOK);

/// Reads a file of traces. `Err` says what it holds instead of what its name says.
pub(super) fn read(file: TraceFile, value: &Value, index: u32) -> Result<Traces, String> {
    let roots: Vec<_> = Role::Trace(file).roots().collect();
    let mut traces = Traces::default();
    if file == TraceFile::Autofill {
        return meta_trace::typed_address(value, &roots, KEPT, Origin::new(index, 0));
    }
    if file == TraceFile::EventResponses {
        event_responses(value, &roots, index, &mut traces)?;
        return Ok(traces);
    }
    for (i, record) in records(value, &roots)?.iter().enumerate() {
        let origin = Origin::new(index, i as u64);
        let (found, refused) = (traces.found.len(), traces.refused.len());
        match file {
            TraceFile::LastLocation => last_location(record, origin, &mut traces),
            TraceFile::PrimaryLocation => traces.found.extend(primary_location(record, origin)),
            TraceFile::PublicLocation => traces.found.extend(public_location(record, origin)),
            TraceFile::Voting => traces.found.extend(voting(record, origin)),
            TraceFile::Sampled | TraceFile::OfInterest => traces.found.extend(meta_trace::places_of_interest(record, KEPT, origin)),
            TraceFile::Logins => traces.found.extend(login(record, origin)),
            TraceFile::OwnEvents => traces.found.extend(event(record, Standing::not_told(&rules::OWN_EVENT), origin)),
            TraceFile::OwnPlaces => traces.found.extend(own_place(record, origin)),
            TraceFile::EventResponses | TraceFile::Autofill => {}
        }
        if traces.found.len() == found {
            traces.skipped.push(match file {
                TraceFile::OwnEvents => NO_PLACE,
                _ if traces.refused.len() > refused => "a position that cannot be right",
                _ => "a record without anything known in it",
            });
        }
    }
    Ok(traces)
}

const NO_PLACE: &str = "an event without a place";

fn text(map: &Value, key: &str) -> Option<String> {
    map.get(key).and_then(meta_json::text)
}

/// The first time under any of these fields.
fn time_of(record: &Value, fields: &[&str]) -> Option<Timestamp> {
    fields.iter().filter_map(|key| record.get(*key)).find_map(meta_json::time)
}

fn located(point: crate::model::GeoPoint, source: LocationSource) -> Location {
    Location::at(point, source, Evidence::Recorded)
}

fn last_location(record: &Value, origin: Origin, traces: &mut Traces) {
    match record.get("coordinate").and_then(coordinate) {
        Some(Ok(position)) => {
            let time = time_of(record, &["time", "timestamp", "creation_timestamp"]);
            let mut trace = Trace::new(ItemKind::DeviceLocation, time, KEPT, origin);
            trace.location = Some(located(position.point, LocationSource::Inferred));
            traces.found.push(trace);
        }
        Some(Err(_)) => traces.refused.push(origin),
        None => {}
    }
}

fn primary_location(record: &Value, origin: Origin) -> Vec<Trace> {
    let pairs = record.get("city_region_pairs").into_iter().flat_map(list);
    let named = pairs.filter_map(|pair| joined(list(pair).iter().filter_map(meta_json::text)));
    named.chain(labelled(record)).map(|name| Trace::place(&name, None, true, KEPT, origin)).collect()
}

/// Places in labels, as the files on locations have them since about 2024: the labels of one group make one name.
fn labelled(record: &Value) -> Vec<String> {
    let labels = meta_json::labels(record);
    let names = |group: u32| {
        labels.iter().filter(move |l| l.group == group).filter_map(|l| l.value.clone()).filter(|v| meta_trace::is_name(v))
    };
    let mut groups: Vec<u32> = labels.iter().map(|l| l.group).collect();
    groups.dedup();
    groups.into_iter().filter_map(|group| joined(names(group))).collect()
}

fn public_location(record: &Value, origin: Origin) -> Vec<Trace> {
    let parts = ["city", "region", "country"].iter().filter_map(|key| text(record, key));
    let standing = Standing::not_told(&rules::PROFILE_PLACE);
    let named = joined(parts).into_iter().chain(labelled(record));
    named.map(|name| Trace::place(&name, None, false, standing, origin)).collect()
}

fn voting(record: &Value, origin: Origin) -> Option<Trace> {
    let name = text(record, "voting_location").or_else(|| meta_json::text(record))?;
    Some(Trace::place(&name, None, false, KEPT, origin))
}

/// Parts of a name from small to large, each once.
fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let mut parts: Vec<String> = parts.collect();
    parts.dedup();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A login or session: some lists keep its fields in a `session` of the record.
fn login(record: &Value, origin: Origin) -> Option<Trace> {
    let session = record.get("session").filter(|s| s.is_object());
    let of = |key: &str| text(record, key).or_else(|| session.and_then(|s| text(s, key)));
    let times = ["timestamp", "updated_timestamp", "created_timestamp"];
    let time = time_of(record, &times).or_else(|| session.and_then(|s| time_of(s, &times)));
    let ip = ["ip_address", "ip"].iter().filter_map(|key| of(key)).find(|ip| ip.parse::<IpAddr>().is_ok());
    let place = of("location").or_else(|| joined(["city", "region", "country"].iter().filter_map(|key| of(key))));
    if time.is_none() && ip.is_none() && place.is_none() {
        return None;
    }
    let mut trace = Trace::new(ItemKind::Login, time, KEPT, origin);
    trace.place = place.map(Place::named);
    let action = of("action").or_else(|| of("event"));
    let parts: Vec<String> = action.into_iter().chain(ip.map(|ip| format!("IP address {ip}"))).collect();
    trace.text = (!parts.is_empty()).then(|| parts.join(", "));
    Some(trace)
}

/// The address from which a picture or video was uploaded.
pub(super) fn upload((address, at): Upload, origin: Origin) -> Trace {
    let mut trace = Trace::new(ItemKind::Login, at, KEPT, origin);
    trace.text = Some(format!("IP address {address}, of an upload"));
    trace
}

/// `{"event_responses_v2": {"events_joined": […], "events_declined": […], "events_interested": […]}}`.
fn event_responses(value: &Value, roots: &[&str], index: u32, traces: &mut Traces) -> Result<(), String> {
    let root = value.as_object().and_then(|map| map.iter().find(|(key, _)| roots.contains(&root_name(key))));
    let answers: &Map<String, Value> = root.and_then(|(_, lists)| lists.as_object()).ok_or("something else")?;
    let mut record = 0;
    for (answer, events) in answers {
        for value in list(events) {
            let origin = Origin::new(index, record);
            record += 1;
            if root_name(answer) == "events_declined" {
                traces.skipped.push("an event you declined");
                continue;
            }
            match event(value, Standing::not_told(&rules::EVENT), origin) {
                Some(trace) => traces.found.push(trace),
                None => traces.skipped.push(NO_PLACE),
            }
        }
    }
    Ok(())
}

fn event(record: &Value, standing: Standing, origin: Origin) -> Option<Trace> {
    let place = record.get("place").map(Tag::of).filter(|tag| !tag.is_empty())?;
    let mut trace = named(&place, ItemKind::SavedPlace, time_of(record, &["start_timestamp"]), standing, origin);
    trace.text = text(record, "name");
    Some(trace)
}

fn own_place(record: &Value, origin: Origin) -> Option<Trace> {
    let place = Some(Tag::of(record)).filter(|tag| !tag.is_empty())?;
    let time = time_of(record, &["creation_timestamp", "timestamp"]);
    Some(named(&place, ItemKind::SavedPlace, time, Standing::not_told(&rules::OWN_PLACE), origin))
}

fn named(place: &Tag, kind: ItemKind, time: Option<Timestamp>, standing: Standing, origin: Origin) -> Trace {
    let mut trace = Trace::new(kind, time, standing, origin);
    trace.location = place.point().map(|p| located(p.point, LocationSource::PlaceTag));
    let with_address = |name: &str| Place { address: place.address.as_deref().map(Into::into), ..Place::named(name) };
    trace.place = place.name.as_deref().map(with_address);
    trace
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn logins_are_read_from_flat_records_and_from_sessions() {
        let flat = json!({"account_activity_v2": [{"action": "Login", "timestamp": 1_600_000_000, "ip_address": "192.0.2.1",
            "city": "Leeds", "region": "England", "country": "GB"}]});
        let nested = json!({"login_protection_data_v2": [{"session": {"created_timestamp": 1_600_000_000, "ip_address": "192.0.2.1"}}]});
        let flat = read(TraceFile::Logins, &flat, 0).unwrap().found.remove(0);
        assert_eq!(flat.place.map(|p| p.name), Some("Leeds, England, GB".into()));
        let nested = read(TraceFile::Logins, &nested, 0).unwrap().found.remove(0);
        assert_eq!((nested.time, nested.text.as_deref()), (flat.time, Some("IP address 192.0.2.1")));
    }

    #[test]
    fn events_declined_or_without_a_place_are_left_out() {
        let event = |place: &Value| json!({"name": "Fair", "start_timestamp": 1_600_000_000, "place": place});
        let hall = json!({"name": "Town Hall"});
        let file = json!({"event_responses_v2": {"events_joined": [event(&hall), event(&Value::Null)], "events_declined": [event(&hall)]}});
        let traces = read(TraceFile::EventResponses, &file, 0).unwrap();
        assert_eq!((traces.found.len(), traces.skipped.len()), (1, 2));
    }
}
