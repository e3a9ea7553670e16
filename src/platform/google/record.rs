//! Items and points in the form that every part of a Takeout needs.

use std::borrow::Cow;

use jiff::Timestamp;

use super::rules::Privacy;
use super::{GOOGLE, rules};
use crate::archive::EntryId;
use crate::model::{
    Evidence, GeoPoint, Item, ItemKind, Origin, Place, PointRow, PointSource, Track, TrackId,
};
use crate::platform::ImportCx;
use crate::platform::support::coord::NoPoint;
use crate::platform::support::instant;
use crate::platform::support::json_raw::Raw;

/// Reason for fixes without a usable time.
pub(super) const NO_TIME: &str = "no time";
/// Reason for text that is not JSON where a record should be.
pub(super) const NOT_A_RECORD: &str = "not a record";

/// An item with nothing but what every item has.
pub(super) fn item(kind: ItemKind, privacy: Privacy, origin: Origin) -> Item {
    Item::new(GOOGLE, kind, privacy.audience, privacy.life, privacy.tagged, origin)
}

/// The record with this number in a file.
pub(super) fn origin(id: EntryId, record: u64) -> Origin {
    Origin::new(id.0, record)
}

/// An instant from a field.
pub(super) fn time_of(raw: Option<Raw<'_>>) -> Option<Timestamp> {
    instant::instant(std::str::from_utf8(raw?.token()).ok()?)
}

/// Seconds since 1970 from a field.
pub(super) fn seconds_of(raw: Option<Raw<'_>>) -> Option<i64> {
    instant::seconds(raw?.token())
}

/// Text of a field, unless it is empty.
pub(super) fn boxed(raw: Option<Raw<'_>>) -> Option<Box<str>> {
    raw?.filled().map(|text| Cow::into_owned(text).into())
}

/// What Google calls a stay at a place without saying its name: its own guess, and named as such.
pub(super) fn guessed_place(semantic_type: &str) -> Option<Place> {
    let word = semantic_type.trim().to_ascii_uppercase().replace([' ', '-'], "_");
    let word = word.trim_start_matches("TYPE_").trim_start_matches("INFERRED_");
    let name = match word {
        "HOME" => "Home (Google's label)",
        "WORK" => "Work (Google's label)",
        "SCHOOL" => "School (Google's label)",
        _ => return None,
    };
    Some(Place::named(name))
}

/// How a fix was obtained, in any spelling.
pub(super) fn point_source(word: &[u8]) -> PointSource {
    if word.eq_ignore_ascii_case(b"GPS") {
        PointSource::Gps
    } else if word.eq_ignore_ascii_case(b"WIFI") {
        PointSource::Wifi
    } else if word.eq_ignore_ascii_case(b"CELL") {
        PointSource::Cell
    } else {
        PointSource::Unknown
    }
}

/// The fields of a fix that a file may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fix {
    /// When; seconds since 1970 UTC.
    pub(super) seconds: Option<i64>,
    /// Where, or why not.
    pub(super) point: Result<GeoPoint, NoPoint>,
    /// Radius in metres.
    pub(super) accuracy_metres: Option<f64>,
    /// How it was obtained.
    pub(super) source: PointSource,
}

impl Fix {
    /// A position at a time, worked out by Google or not further described.
    pub(super) const fn plain(seconds: Option<i64>, point: Result<GeoPoint, NoPoint>) -> Self {
        Self { seconds, point, accuracy_metres: None, source: PointSource::Unknown }
    }
}

/// The trails of one file: one for each device it names.
#[derive(Debug)]
pub(super) struct Trails<'n> {
    file: EntryId,
    /// Name of the trail when the file names no device.
    plain_name: Box<str>,
    /// Names of devices by their tag.
    device_names: &'n super::settings::DeviceNames,
    /// Trails by device tag.
    known: Vec<(Box<[u8]>, Option<TrackId>)>,
    /// The trail used last.
    last: usize,
}

impl<'n> Trails<'n> {
    pub(super) fn new(file: EntryId, plain_name: &str, device_names: &'n super::settings::DeviceNames) -> Self {
        Self { file, plain_name: plain_name.into(), device_names, known: Vec::new(), last: 0 }
    }

    /// Keeps a fix as a point of a device's trail, or counts why not.
    pub(super) fn keep(&mut self, cx: &mut ImportCx<'_>, device: &[u8], fix: Fix) {
        let point = match fix.point {
            Ok(point) => point,
            Err(why) => return cx.skip(why.reason(), 1),
        };
        let Some(seconds) = fix.seconds else { return cx.skip(NO_TIME, 1) };
        let Some(track) = self.track(cx, device) else { return cx.skip("more devices than can be numbered", 1) };
        let accuracy_metres = fix.accuracy_metres.filter(|a| *a >= 0.0).map(|a| a as f32);
        cx.point(PointRow { seconds, point, accuracy_metres, source: fix.source, track });
    }

    fn track(&mut self, cx: &mut ImportCx<'_>, device: &[u8]) -> Option<TrackId> {
        if let Some((tag, track)) = self.known.get(self.last)
            && **tag == *device
        {
            return *track;
        }
        self.last = self.known.iter().position(|(tag, _)| **tag == *device).unwrap_or(self.known.len());
        if self.last == self.known.len() {
            let name = match device {
                b"" => self.plain_name.clone(),
                tag => self.device_names.name_of(tag),
            };
            let track = cx.track(Track { platform: GOOGLE, name, file: self.file.0 });
            self.known.push((device.into(), track));
        }
        self.known.get(self.last).and_then(|(_, track)| *track)
    }
}

/// Privacy of everything in Location History.
pub(super) const TIMELINE: Privacy = rules::private(Evidence::Recorded, &rules::TIMELINE_PRIVATE);

/// Text, unless it is empty.
pub(super) fn boxed_text(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}
