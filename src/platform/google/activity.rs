//! `My Activity`, and the history of Chrome: where a device was when something was searched, and which
//! maps were looked at. The first are points of a trail, the second items of their own, because looking
//! at a place is not being there.

use super::record::{self, Fix, NO_TIME, NOT_A_RECORD, Trails, boxed, time_of};
use super::rules;
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::{Evidence, Item, ItemKind, Location, LocationSource, PointSource};
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::support::map_link::{self, MapView};
use crate::platform::{ImportCx, ImportError};

/// Reason for records without any position.
const NO_PLACE: &str = "an activity without an area or a map";
/// Reason for pages that are no map.
const NO_MAP: &str = "a visited page that is not a map";
/// Areas of one record; real ones have two or three.
const AREAS_CAP: usize = 8;

/// Reads an activity log.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let mut trails = Trails::new(id, "My Activity", names);
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &[], |cx, piece| {
        let raw = Raw::new(piece.bytes);
        count += 1;
        if raw.is_object() { record_of_log(cx, raw, id, count - 1, &mut trails) } else { cx.skip(NOT_A_RECORD, 1) }
    })?;
    super::finish(cx, id, &ending, count, "activity log");
    Ok(())
}

/// One record: a map that was looked at, and the areas in which the device was.
fn record_of_log(cx: &mut ImportCx<'_>, raw: Raw<'_>, id: EntryId, number: u64, trails: &mut Trails<'_>) {
    let [time, link, title, infos, snippet] = raw.pick(["time", "titleUrl", "title", "locationInfos", "snippet"]);
    // Records before about 2013 keep the time elsewhere.
    let time = time_of(time).or_else(|| time_of(snippet?.get("publishedAt")));
    let view = link.and_then(Raw::text).and_then(|l| map_link::looked_at(&l));
    let mut areas: Vec<MapView> = Vec::new();
    for info in infos.into_iter().flat_map(Raw::items).take(AREAS_CAP) {
        let area = info.get("url").and_then(Raw::text).and_then(|u| map_link::area(&u));
        areas.extend(area.filter(|a| !areas.contains(a)));
    }
    if view.is_none() && areas.is_empty() {
        return cx.skip(NO_PLACE, 1);
    }
    for area in areas {
        let fix = Fix {
            seconds: time.map(floor_seconds),
            point: Ok(area.point),
            accuracy_metres: area.radius_metres,
            source: PointSource::Unknown,
        };
        trails.keep(cx, b"", fix);
    }
    if let Some(view) = view {
        let mut item = looked_at(view, id, number);
        item.set_time(time);
        item.text = boxed(title);
        cx.item(item);
    }
}

fn looked_at(view: MapView, id: EntryId, number: u64) -> Item {
    let privacy = rules::private(Evidence::Recorded, &rules::ACTIVITY_PRIVATE);
    let mut item = record::item(ItemKind::MapView, privacy, record::origin(id, number));
    item.location = Some(Location {
        point: view.point,
        accuracy_metres: view.radius_metres,
        source: LocationSource::Text,
        evidence: Evidence::Recorded,
    });
    item
}

/// Reads the history of Chrome.
pub(super) fn read_browser(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["Browser History"], |cx, piece| {
        let [link, title, time] = Raw::new(piece.bytes).pick(["url", "title", "time_usec"]);
        count += 1;
        let Some(view) = link.and_then(Raw::text).and_then(|l| map_link::looked_at(&l)) else {
            return cx.skip(NO_MAP, 1);
        };
        let Some(time) = time.and_then(Raw::integer).and_then(|t| jiff::Timestamp::from_microsecond(t).ok()) else {
            return cx.skip(NO_TIME, 1);
        };
        let mut item = looked_at(view, id, count - 1);
        item.set_time(Some(time));
        item.text = boxed(title);
        cx.item(item);
    })?;
    super::finish(cx, id, &ending, count, "history of the browser");
    Ok(())
}
