//! Calls, searches and scans, with the town in which Snapchat took a device to be.
//!
//! `talk_history.json`, `search_history.json` and `scans.json`, as parsers of 2022–26 read them. No coordinates
//! were seen in them; a place written as one is read as one.

use serde_json::Value;

use super::{SNAPCHAT, place_text, rules, shares};
use crate::archive::EntryId;
use crate::model::{Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, TimePrecision};
use crate::platform::support::coord;
use crate::platform::support::json_stream::counted_records;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{joined, keep, read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

const CALLS: Privacy = Privacy::private(Evidence::Recorded, &rules::CALLS);
const KEPT: Privacy = Privacy::private(Evidence::Recorded, &rules::TRACES);

/// Which file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Traces {
    /// Voice and video calls, and games.
    Calls,
    /// Searches; their times are of the hour.
    Searches,
    /// Codes and things scanned with the camera.
    Scans,
    /// Messages, of which those that share a place are kept.
    Chats,
}

impl Traces {
    const fn what(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Searches => "searches",
            Self::Scans => "scans",
            Self::Chats => "messages, for the places shared in them",
        }
    }
}

/// Reads the file.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, traces: Traces) -> Result<(), ImportError> {
    each_record(cx, id, traces.what(), &mut |cx, heading, record, origin| {
        let item = match traces {
            Traces::Chats => shares::shared_place(heading, record, origin),
            _ => item(traces, heading, record, origin),
        };
        keep(cx, item);
    })
}

/// What is done with a record, by the heading of its list.
type Each<'a> = &'a mut dyn FnMut(&mut ImportCx<'_>, &str, &Value, Origin);

/// Reads a file of lists of records, each list under its heading or bare.
pub(super) fn each_record(cx: &mut ImportCx<'_>, id: EntryId, what: &str, each: Each<'_>) -> Result<(), ImportError> {
    let Some(tree) = read_tree(cx, id) else { return Ok(()) };
    let bare = [("", &tree)].into_iter().filter(|_| tree.is_array());
    let headed = tree.as_object().into_iter().flatten().map(|(heading, list)| (heading.as_str(), list));
    let mut count = 0_u64;
    for (heading, list) in bare.chain(headed) {
        for record in list.as_array().into_iter().flatten() {
            if count.is_multiple_of(256) {
                cx.check()?;
            }
            each(cx, heading, record, Origin::new(id.0, count));
            count += 1;
        }
    }
    cx.done(id, format!("{what}, {}", counted_records(count)));
    Ok(())
}

fn item(traces: Traces, heading: &str, record: &Value, origin: Origin) -> Result<Item, &'static str> {
    let mut item = match traces {
        Traces::Calls => CALLS.item(SNAPCHAT, ItemKind::Message, origin),
        _ => KEPT.item(SNAPCHAT, ItemKind::DeviceLocation, origin),
    };
    match text_of(record, "Location").filter(|text| !coord::is_none(text)) {
        Some(text) if place_text::is_position(text) => {
            let spot = place_text::read(text);
            item.flaw = coord::flaw(&spot);
            item.location = spot.ok().map(|(point, accuracy_metres)| Location {
                point,
                accuracy_metres,
                source: LocationSource::Inferred,
                evidence: Evidence::Likely,
            });
        }
        Some(name) => item.place = Some(Place::named(name)),
        None => item.place = town(record),
    }
    if item.location.is_none() && item.place.is_none() {
        return Err(item.flaw.unwrap_or(match traces {
            Traces::Calls => "a call without a town",
            Traces::Searches => "a search without a place",
            _ => "a scan without a place",
        }));
    }
    let times = ["Date & Time", "Date and time (hourly)", "Date", "Time"];
    let time = times.into_iter().filter_map(|key| text_of(record, key)).find_map(|t| moment::read(t, Clock::Local));
    moment::set_time(&mut item, time);
    if traces == Traces::Searches && item.time.is_some() {
        item.time_precision = TimePrecision::Day;
    }
    item.text = match traces {
        Traces::Calls => joined([Some(heading), text_of(record, "Type"), text_of(record, "Result")]),
        Traces::Searches => Some("A search in the app".into()),
        _ => Some("A scan with the camera".into()),
    };
    Ok(item)
}

fn town(record: &Value) -> Option<Place> {
    let [city, region, country] = ["City", "Region", "Country"].map(|key| text_of(record, key));
    let name = city.or(region).or(country)?;
    let rest = [region, country].into_iter().map(|part| part.filter(|part| *part != name));
    Some(Place { address: joined(rest), ..Place::named(name) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_trace_names_a_town_and_was_never_published() {
        let call = json!({"Date & Time": "2026-01-02 03:04:05 UTC", "Type": "VIDEO", "City": "exampletown", "Country": "XX"});
        let item = item(Traces::Calls, "Incoming Calls", &call, Origin::new(0, 0)).unwrap();
        assert_eq!(item.text.as_deref(), Some("Incoming Calls, VIDEO"));
        assert_eq!(item.place.map(|p| (p.name, p.address)), Some(("exampletown".into(), Some("XX".into()))));
        assert!(item.location.is_none());
    }

    #[test]
    fn the_time_of_a_search_is_of_the_hour() {
        let search = json!({"Date and time (hourly)": "2026-01-02 03:00:00 UTC", "Search Term": "x", "Location": "Exampletown"});
        let found = item(Traces::Searches, "", &search, Origin::new(0, 0)).unwrap();
        assert_eq!(found.time_precision, TimePrecision::Day);
        let nowhere = json!({"Date and time (hourly)": "2026-01-02 03:00:00 UTC", "Search Term": "x", "Location": ""});
        assert_eq!(item(Traces::Searches, "", &nowhere, Origin::new(0, 0)).err(), Some("a search without a place"));
    }
}
