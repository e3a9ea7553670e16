//! The Timeline exported from a phone since 2024: `Timeline.json` on Android under the name of the
//! phone's language, `location-history.json` on iOS.
//!
//! Android writes an object of `semanticSegments`, `rawSignals` and `userLocationProfile`; iOS a bare
//! list of the same segments with every number as a string, positions as `geo:` links and path times
//! as minutes from the start. One reader takes both spellings, because files mix them.

use super::record::{self, Fix, NOT_A_RECORD, TIMELINE, Trails, boxed, point_source, seconds_of, time_of};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, ItemKind, Location, LocationSource, Place};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::{ImportCx, ImportError};

/// The lists of an Android file, in the order that the reader tells them apart by.
const FIELDS: [&str; 3] = ["semanticSegments", "rawSignals", "userLocationProfile"];

/// Reads a file of either phone system.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let trail = |name| Trails::new(id, name, names);
    let mut file = File { id, paths: trail("Timeline"), signals: trail("Timeline, raw positions"), count: 0 };
    let ending = read_pieces(cx, id, &FIELDS, |cx, piece| {
        file.count += 1;
        let raw = Raw::new(piece.bytes);
        match piece.field {
            None | Some(0) => file.segment(cx, raw),
            Some(1) => file.signal(cx, raw),
            Some(_) => file.profile(cx, raw),
        }
    })?;
    super::finish(cx, id, &ending, file.count, "Timeline exported from a phone");
    Ok(())
}

struct File<'n> {
    id: EntryId,
    paths: Trails<'n>,
    signals: Trails<'n>,
    /// Top-level records met so far, the current one included.
    count: u64,
}

/// A position: text, or an object that holds one under `latLng` in any case.
fn position(raw: Option<Raw<'_>>) -> Result<GeoPoint, NoPoint> {
    let raw = raw.ok_or(NoPoint::Missing)?;
    if let Some(text) = raw.text() {
        return coord::lat_lng_text(&text);
    }
    let inner = raw.fields().find(|(key, _)| key.eq_ignore_ascii_case(b"latLng"));
    coord::lat_lng_text(&inner.and_then(|(_, value)| value.text()).ok_or(NoPoint::Missing)?)
}

impl File<'_> {
    fn segment(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>) {
        let fields = ["startTime", "endTime", "visit", "activity", "timelinePath", "timelineMemory"];
        let [start, end, visit, activity, path, memory] = raw.pick(fields);
        if let Some(visit) = visit {
            self.visit(cx, visit, start.or(end));
        } else if let Some(activity) = activity {
            self.activity(cx, activity, start, end);
        } else if let Some(path) = path {
            self.path(cx, path, seconds_of(start));
        } else if memory.is_some() {
            cx.skip("a memory of a trip, without coordinates", 1);
        } else {
            cx.skip(NOT_A_RECORD, 1);
        }
    }

    fn visit(&mut self, cx: &mut ImportCx<'_>, visit: Raw<'_>, time: Option<Raw<'_>>) {
        let candidate = visit.get("topCandidate");
        let [place, semantic] = candidate.map_or([None; 2], |c| c.pick(["placeLocation", "semanticType"]));
        match position(place) {
            Ok(point) => {
                let mut item = record::item(ItemKind::Visit, TIMELINE, record::origin(self.id, self.count - 1));
                item.set_time(time_of(time));
                item.location = Some(Location::at(point, LocationSource::Inferred, Evidence::Likely));
                item.place = semantic.and_then(|s| record::guessed_place(&s.filled()?));
                cx.item(item);
            }
            Err(why) => cx.skip(why.reason(), 1),
        }
    }

    fn activity(&mut self, cx: &mut ImportCx<'_>, trip: Raw<'_>, start: Option<Raw<'_>>, end: Option<Raw<'_>>) {
        let [from, to, parking] = trip.pick(["start", "end", "parking"]);
        let parked = parking.map_or([None; 2], |p| p.pick(["location", "startTime"]));
        let stops = [(from, start), (to, end), (parked[0], parked[1].or(end))];
        let mut kept_any = false;
        for (place, time) in stops.into_iter().filter(|(place, _)| place.is_some()) {
            kept_any = true;
            self.paths.keep(cx, b"", Fix::plain(seconds_of(time), position(place)));
        }
        if !kept_any {
            cx.skip("a trip without any position", 1);
        }
    }

    fn path(&mut self, cx: &mut ImportCx<'_>, path: Raw<'_>, start: Option<i64>) {
        let mut any = false;
        for step in path.items() {
            any = true;
            let [point, time, minutes] = step.pick(["point", "time", "durationMinutesOffsetFromStartTime"]);
            let minutes = minutes.and_then(Raw::integer).unwrap_or(0);
            let by_offset = || start.filter(|_| (0..=100_000).contains(&minutes)).map(|s| s + minutes * 60);
            self.paths.keep(cx, b"", Fix::plain(seconds_of(time).or_else(by_offset), position(point)));
        }
        if !any {
            cx.skip("an empty path", 1);
        }
    }

    fn signal(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>) {
        let [fix, activity, scan] = raw.pick(["position", "activityRecord", "wifiScan"]);
        let Some(fix) = fix else {
            let why = match (activity, scan) {
                (Some(_), _) => "a guess of what you were doing, without a position",
                (None, Some(_)) => "a list of Wi-Fi networks, without a position",
                (None, None) => NOT_A_RECORD,
            };
            return cx.skip(why, 1);
        };
        let [accuracy, source, time] = fix.pick(["accuracyMeters", "source", "timestamp"]);
        let fix = Fix {
            seconds: seconds_of(time),
            point: position(Some(fix)),
            accuracy_metres: accuracy.and_then(Raw::number),
            source: point_source(source.map_or(b"", Raw::token)),
        };
        self.signals.keep(cx, b"", fix);
    }

    fn profile(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>) {
        for frequent in raw.get("frequentPlaces").into_iter().flat_map(Raw::items) {
            let [place, label] = frequent.pick(["placeLocation", "label"]);
            match position(place) {
                Ok(point) => {
                    let at = record::origin(self.id, self.count - 1);
                    let mut item = record::item(ItemKind::AccountPlace, TIMELINE, at);
                    item.location = Some(Location::at(point, LocationSource::Inferred, Evidence::Likely));
                    let known = label.and_then(|l| record::guessed_place(&l.filled()?));
                    item.place = known.or_else(|| boxed(label).map(Place::named));
                    cx.item(item);
                }
                Err(why) => cx.skip(why.reason(), 1),
            }
        }
    }
}
