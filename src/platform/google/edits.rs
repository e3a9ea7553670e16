//! `Timeline Edits.json`: corrections of the Timeline, with the raw fixes around them.
//!
//! `{"timelineEdits": [{deviceId, rawSignal | placeAggregates}]}`; accuracies are in millimetres.
//! Often the only file with positions in a Takeout made after Timeline moved to the phone.

use super::record::{self, Fix, NOT_A_RECORD, TIMELINE, Trails, point_source, seconds_of, time_of};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, ItemKind, Location, LocationSource};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::{ImportCx, ImportError};

/// Reads the edits: raw fixes become points, aggregated places items.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let mut trails = Trails::new(id, "Timeline edits", names);
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["timelineEdits"], |cx, piece| {
        count += 1;
        let raw = Raw::new(piece.bytes);
        let [device, signal, places] = raw.pick(["deviceId", "rawSignal", "placeAggregates"]);
        if let Some(signal) = signal {
            raw_signal(cx, &mut trails, device.map_or(b"", Raw::token), signal);
        }
        if let Some(places) = places {
            aggregates(cx, id, count - 1, places);
        }
        if signal.is_none() && places.is_none() {
            cx.skip(if raw.is_object() { "an edit without a position" } else { NOT_A_RECORD }, 1);
        }
    })?;
    super::finish(cx, id, &ending, count, "edits of the Timeline");
    Ok(())
}

fn point_e7(raw: Option<Raw<'_>>) -> Result<GeoPoint, NoPoint> {
    let keys = ["latE7", "latitudeE7", "lngE7", "longitudeE7"];
    let [a, b, c, d] = raw.map_or([None; 4], |r| r.pick(keys));
    coord::e7(a.or(b).and_then(Raw::integer), c.or(d).and_then(Raw::integer))
}

fn raw_signal(cx: &mut ImportCx<'_>, trails: &mut Trails<'_>, device: &[u8], signal: Raw<'_>) {
    let Some(fix) = signal.at(&["signal", "position"]) else {
        return cx.skip("an edit without a position", 1);
    };
    let [point, accuracy, source, time] = fix.pick(["point", "accuracyMm", "source", "timestamp"]);
    let fix = Fix {
        seconds: seconds_of(time),
        point: point_e7(point),
        accuracy_metres: accuracy.and_then(Raw::number).map(|mm| mm / 1000.0),
        source: point_source(source.map_or(b"", Raw::token)),
    };
    trails.keep(cx, device, fix);
}

fn aggregates(cx: &mut ImportCx<'_>, id: EntryId, count: u64, aggregates: Raw<'_>) {
    let [places, window] = aggregates.pick(["placeAggregateInfo", "processWindow"]);
    let time = window.and_then(|w| time_of(w.get("startTime")));
    for place in places.into_iter().flat_map(Raw::items) {
        let [point, place_point] = place.pick(["point", "placePoint"]);
        match point_e7(point).or_else(|why| point_e7(place_point).map_err(|_also_none| why)) {
            Ok(point) => {
                let mut item = record::item(ItemKind::AccountPlace, TIMELINE, record::origin(id, count));
                item.set_time(time);
                item.location = Some(Location::at(point, LocationSource::Inferred, Evidence::Likely));
                cx.item(item);
            }
            Err(why) => cx.skip(why.reason(), 1),
        }
    }
}
