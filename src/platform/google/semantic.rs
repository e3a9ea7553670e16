//! Semantic Location History: `2022_MARCH.json` and the like, stays and trips as Google worked them out.
//!
//! `{"timelineObjects": [{"placeVisit": …} | {"activitySegment": …}]}`. Positions are spelled
//! `latitudeE7`, `latE7` or `centerLatE7` in one and the same file. Seen 2013 to 2024.

use super::record::{self, Fix, NO_TIME, NOT_A_RECORD, TIMELINE, Trails, boxed, seconds_of};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, ItemKind, Location, LocationSource, Place};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::{ImportCx, ImportError};

/// Stays inside stays that are followed.
const VISIT_DEPTH: usize = 8;

/// Reads one month.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let name = cx.source().entry(id).file_name();
    let month = name.rsplit_once('.').map_or(name, |(month, _)| month).replace('_', " ");
    // The month is in the name of the file, unless somebody named it otherwise.
    let name = if month.contains(|c: char| c.is_ascii_digit()) { format!("Timeline {month}") } else { "Timeline".to_owned() };
    let mut month = Month { id, trails: Trails::new(id, &name, names), count: 0 };
    let ending = read_pieces(cx, id, &["timelineObjects"], |cx, piece| {
        month.count += 1;
        let [visit, activity] = Raw::new(piece.bytes).pick(["placeVisit", "activitySegment"]);
        match (visit, activity) {
            (Some(visit), _) => month.visit(cx, visit, 0),
            (None, Some(activity)) => month.activity(cx, activity),
            (None, None) => cx.skip(NOT_A_RECORD, 1),
        }
    })?;
    super::finish(cx, id, &ending, month.count, "stays and trips");
    Ok(())
}

struct Month<'n> {
    id: EntryId,
    trails: Trails<'n>,
    /// Top-level records met so far, the current one included.
    count: u64,
}

/// First and last second of a stay or trip.
#[derive(Clone, Copy)]
struct Span {
    start: Option<i64>,
    end: Option<i64>,
}

impl Span {
    fn of(record: Raw<'_>) -> Self {
        let fields = ["startTimestamp", "startTimestampMs", "endTimestamp", "endTimestampMs"];
        let [start, start_ms, end, end_ms] = record.get("duration").map_or([None; 4], |d| d.pick(fields));
        Self {
            start: seconds_of(start).or_else(|| seconds_of(start_ms)),
            end: seconds_of(end).or_else(|| seconds_of(end_ms)),
        }
    }

    /// The time of the `index`-th of `count` points spread evenly between start and end.
    fn at(self, index: usize, count: usize) -> Option<i64> {
        match (self.start, self.end) {
            (Some(start), Some(end)) if end >= start => {
                let part = (index + 1) as f64 / (count + 1) as f64;
                Some(start + ((end - start) as f64 * part) as i64)
            }
            (start, end) => start.or(end),
        }
    }
}

/// A position under any of the spellings.
fn position(raw: Option<Raw<'_>>) -> Result<GeoPoint, NoPoint> {
    let lat = ["latitudeE7", "latE7", "centerLatE7"];
    let lon = ["longitudeE7", "lngE7", "centerLngE7"];
    let axis = |keys| raw.and_then(|r| r.pick::<3>(keys).into_iter().flatten().next()?.integer());
    coord::e7(axis(lat), axis(lon))
}

/// Tag of the device that a place was seen by; empty when it is not said.
fn device_of(place: Raw<'_>) -> &[u8] {
    place.at(&["sourceInfo", "deviceTag"]).map_or(b"", Raw::token)
}

/// Where a stay was: the place, else the centre of its fixes, else the first candidate.
struct Found<'a> {
    point: Result<GeoPoint, NoPoint>,
    place: Option<Raw<'a>>,
    is_candidate: bool,
}

fn find_place(visit: Raw<'_>) -> Found<'_> {
    let [place, candidates] = visit.pick(["location", "otherCandidateLocations"]);
    let point = position(place).or_else(|why| position(Some(visit)).map_err(|_also_none| why));
    let first = candidates.and_then(|all| all.items().next());
    match point {
        Err(_) if position(first).is_ok() => Found { point: position(first), place: first, is_candidate: true },
        _ => Found { point, place, is_candidate: false },
    }
}

fn name_place(place: Option<Raw<'_>>, is_candidate: bool) -> Option<Place> {
    let [name, address, semantic] = place?.pick(["name", "address", "semanticType"]);
    let address = boxed(address).map(|a| a.replace('\n', ", ").into());
    let guess = |name| Place::named(format!("{name} (one of Google's guesses)"));
    let named = boxed(name).map(|name| if is_candidate { guess(name) } else { Place::named(name) });
    let label = || record::guessed_place(&semantic?.filled()?);
    let by_address = || address.clone().map(Place::named);
    let mut place = named.or_else(label).or_else(by_address)?;
    place.address = address;
    Some(place)
}

impl Month<'_> {
    fn visit(&mut self, cx: &mut ImportCx<'_>, visit: Raw<'_>, depth: usize) {
        let [edit, confidence, path, children] =
            visit.pick(["editConfirmationStatus", "placeConfidence", "simplifiedRawPath", "childVisits"]);
        let found = find_place(visit);
        let span = Span::of(visit);
        let says = |field: Option<Raw<'_>>, word: &[u8]| field.is_some_and(|f| f.token() == word);
        let confirmed = says(edit, b"CONFIRMED") || says(confidence, b"USER_CONFIRMED");
        let evidence = if confirmed && !found.is_candidate { Evidence::Recorded } else { Evidence::Likely };
        match found.point {
            Ok(point) => {
                let mut item = record::item(ItemKind::Visit, TIMELINE, record::origin(self.id, self.count - 1));
                item.set_time(span.start.or(span.end).and_then(|s| jiff::Timestamp::from_second(s).ok()));
                item.location = Some(Location::at(point, LocationSource::Inferred, evidence));
                item.place = name_place(found.place, found.is_candidate);
                cx.item(item);
            }
            Err(why) => cx.skip(why.reason(), 1),
        }
        let device = found.place.map_or(&b""[..], device_of);
        self.timed_path(cx, device, path, span);
        for child in children.into_iter().flat_map(Raw::items) {
            if depth < VISIT_DEPTH {
                self.visit(cx, child, depth + 1);
            } else {
                cx.skip("stays nested too deeply", 1);
            }
        }
    }

    fn activity(&mut self, cx: &mut ImportCx<'_>, trip: Raw<'_>) {
        let span = Span::of(trip);
        let fields =
            ["startLocation", "endLocation", "simplifiedRawPath", "waypointPath", "transitPath", "parkingEvent"];
        let [start, end, timed, waypoints, transit, parking] = trip.pick(fields);
        let device = start.map_or(&b""[..], device_of);
        let mut kept_any = false;
        for (place, seconds) in [(start, span.start), (end, span.end)] {
            if let Ok(point) = position(place) {
                self.trails.keep(cx, device, Fix::plain(seconds, Ok(point)));
                kept_any = true;
            }
        }
        let timed_count = self.timed_path(cx, device, timed, span);
        let stops = transit.and_then(|t| t.get("transitStops"));
        let waypoints = waypoints.and_then(|w| w.get("waypoints"));
        for list in [waypoints, stops].into_iter().flatten() {
            let count = list.items().count();
            kept_any |= count > 0;
            if timed_count > 0 {
                cx.skip("a way point of a trip that has a timed path", count as u64);
                continue;
            }
            for (index, point) in list.items().enumerate() {
                self.trails.keep(cx, device, Fix::plain(span.at(index, count), position(Some(point))));
            }
        }
        kept_any |= timed_count > 0;
        kept_any |= self.parking(cx, device, parking, span);
        if !kept_any {
            cx.skip("a trip without any position", 1);
        }
    }

    /// Keeps the points of a timed path; how many there were.
    fn timed_path(&mut self, cx: &mut ImportCx<'_>, device: &[u8], path: Option<Raw<'_>>, span: Span) -> usize {
        let points = path.and_then(|p| p.get("points"));
        let count = points.map_or(0, |p| p.items().count());
        for (index, point) in points.into_iter().flat_map(Raw::items).enumerate() {
            let [time, time_ms, accuracy] = point.pick(["timestamp", "timestampMs", "accuracyMeters"]);
            let seconds = seconds_of(time).or_else(|| seconds_of(time_ms)).or_else(|| span.at(index, count));
            let accuracy_metres = accuracy.and_then(Raw::number);
            let fix = Fix { accuracy_metres, ..Fix::plain(seconds, position(Some(point))) };
            self.trails.keep(cx, device, fix);
        }
        count
    }

    fn parking(&mut self, cx: &mut ImportCx<'_>, device: &[u8], parking: Option<Raw<'_>>, span: Span) -> bool {
        let Some(parking) = parking else { return false };
        let [place, time, time_ms] = parking.pick(["location", "timestamp", "timestampMs"]);
        let seconds = seconds_of(time).or_else(|| seconds_of(time_ms)).or(span.end);
        if seconds.is_none() {
            cx.skip(NO_TIME, 1);
            return true;
        }
        let accuracy = place.and_then(|p| p.get("accuracyMetres")).and_then(Raw::number);
        let fix = Fix { accuracy_metres: accuracy, ..Fix::plain(seconds, position(place)) };
        self.trails.keep(cx, device, fix);
        true
    }
}
