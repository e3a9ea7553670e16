//! Memories: records of `memories_history.json` and the media in `memories/`.
//!
//! Since 2026 nothing in a record names its file. They are joined by the id in the record's link where
//! there is one, by the file's time in the zip where one record and one file of a kind have it to the second,
//! and otherwise only where a day has one record and one file of a kind.

use std::collections::{BTreeMap, BTreeSet};

use super::{SNAPCHAT, place_text, rules};
use crate::archive::EntryId;
use crate::model::{Evidence, Item, ItemKind, Location, LocationSource, Origin, TimePrecision};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::medium;
use crate::platform::support::moment::{self, Clock, SpelledTime};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{keep, read_list};
use crate::platform::{ImportCx, ImportError};

const PRIVATE: Privacy = Privacy::private(Evidence::Likely, &rules::MEMORIES_PRIVATE);

/// Length of an id in text.
const UUID: usize = 36;

/// Day and id in a name like `2026-09-02_00000000-0000-0000-0000-000000000000-main.mp4`.
pub(super) fn named(file_name: &str) -> Option<(&str, String)> {
    let (day, rest) = (file_name.get(..10)?, file_name.get(10..)?.strip_prefix('_')?);
    let (id, rest) = (rest.get(..UUID)?, rest.get(UUID..)?);
    let is_day = day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let is_id = id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (is_day && is_id && ["-main.", "-overlay.", "-thumbnail."].iter().any(|part| rest.starts_with(part)))
        .then(|| (day, id.to_ascii_lowercase()))
}

type DayAndKind = (Box<str>, ItemKind);

/// Media of memories, and the records read of them.
#[derive(Default)]
pub(super) struct Shelf {
    media: BTreeMap<String, Snap>,
    all: BTreeSet<EntryId>,
    records: Vec<(Item, Option<String>)>,
    has_records: bool,
}

/// The files of one memory.
struct Snap {
    day: Box<str>,
    kind: ItemKind,
    files: Vec<EntryId>,
}

impl Shelf {
    /// Sorts the media among the entries of an export.
    pub(super) fn of(cx: &ImportCx<'_>, entries: &[EntryId]) -> Self {
        let mut shelf = Self::default();
        for id in entries {
            let entry = cx.source().entry(*id);
            let Some((day, uuid)) = named(entry.lower_name()) else { continue };
            shelf.all.insert(*id);
            let is_main = entry.lower_name().contains("-main.");
            let fresh = || Snap { day: day.into(), kind: ItemKind::Photo, files: Vec::new() };
            let snap = shelf.media.entry(uuid).or_insert_with(fresh);
            if is_main {
                snap.kind = medium::kind_of(entry.extension());
                snap.files.insert(0, *id);
            } else {
                snap.files.push(*id);
            }
        }
        shelf
    }

    /// Whether a file is one of its media.
    pub(super) fn holds(&self, id: EntryId) -> bool {
        self.all.contains(&id)
    }

    /// Reads the file of records.
    pub(super) fn read(&mut self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        self.has_records = true;
        read_list(cx, id, &["Saved Media"], "memories", |cx, raw, origin| {
            if raw.is_object() {
                self.records.push(memory(raw, origin));
            } else {
                cx.skip(crate::platform::support::records::NOT_A_RECORD, 1);
            }
        })?;
        Ok(())
    }

    /// Joins records and media and keeps the items.
    pub(super) fn finish(mut self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut owners: BTreeMap<String, usize> = BTreeMap::new();
        for (i, (_, uuid)) in self.records.iter().enumerate() {
            if let Some(uuid) = uuid.as_ref().filter(|uuid| self.media.contains_key(*uuid)) {
                owners.entry(uuid.clone()).or_insert(i);
            }
        }
        self.join_by_time(cx, &mut owners)?;
        self.join_by_day(cx, &mut owners);
        for (uuid, snap) in std::mem::take(&mut self.media) {
            cx.check()?;
            let owner = owners.get(&uuid).and_then(|i| self.records.get_mut(*i));
            if let Some((item, _)) = owner {
                item.media = snap.files.iter().map(|id| medium::reference(cx, *id)).collect();
                snap.files.iter().for_each(|id| cx.done(*id, "picture or video of a memory"));
            } else if self.has_records {
                snap.files.iter().for_each(|id| {
                    cx.ignore(*id, "a memory's file; nothing in the export says which record it belongs to");
                });
            } else {
                let item = undescribed(cx, &snap);
                keep(cx, item);
            }
        }
        for (item, _) in self.records {
            cx.item(item);
        }
        Ok(())
    }

    /// Snapchat gives the files in its zips the time of their record.
    fn join_by_time(&self, cx: &ImportCx<'_>, owners: &mut BTreeMap<String, usize>) -> Result<(), ImportError> {
        let taken: BTreeSet<usize> = owners.values().copied().collect();
        let mut records: BTreeMap<(i64, ItemKind), Vec<usize>> = BTreeMap::new();
        for (i, (item, _)) in self.records.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
            if let Some(time) = item.time.filter(|_| item.time_precision == TimePrecision::Second) {
                records.entry((time.as_second(), item.kind)).or_default().push(i);
            }
        }
        if records.is_empty() {
            return Ok(());
        }
        let mut claims: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
        for (uuid, snap) in self.media.iter().filter(|(uuid, _)| !owners.contains_key(*uuid)) {
            cx.check()?;
            let Some(modified) = snap.files.first().and_then(|id| cx.source().modified(*id)) else { continue };
            let seconds = modified.seconds..=modified.seconds + i64::from(!modified.is_exact);
            let at_time = seconds.filter_map(|second| records.get(&(second, snap.kind))).flatten();
            let fitting: Vec<usize> = at_time.copied().filter(|i| self.is_of_day(*i, &snap.day)).collect();
            if let [record] = fitting.as_slice() {
                claims.entry(*record).or_default().push(uuid);
            }
        }
        for (record, files) in claims {
            if let [uuid] = files.as_slice() {
                owners.insert((*uuid).clone(), record);
            }
        }
        Ok(())
    }

    /// Whether a file has a time of its day, which then would be that of its record if it had one.
    fn has_another_time(&self, cx: &ImportCx<'_>, uuid: &str, day: &str) -> bool {
        let main = self.media.get(uuid).and_then(|snap| snap.files.first());
        let modified = main.and_then(|id| cx.source().modified(*id)).filter(|modified| modified.is_exact);
        let time = modified.and_then(|modified| jiff::Timestamp::from_second(modified.seconds).ok());
        time.is_some_and(|time| day_of(time) == day)
    }

    /// Whether a record is of the day that a file has in its name.
    fn is_of_day(&self, record: usize, day: &str) -> bool {
        let time = self.records.get(record).and_then(|(item, _)| item.time);
        time.is_some_and(|time| day_of(time) == day)
    }

    /// A day's only record of a kind is that of the day's only file.
    fn join_by_day(&self, cx: &ImportCx<'_>, owners: &mut BTreeMap<String, usize>) {
        let mut files: BTreeMap<DayAndKind, Vec<&String>> = BTreeMap::new();
        for (uuid, snap) in self.media.iter().filter(|(uuid, _)| !owners.contains_key(*uuid)) {
            files.entry((snap.day.clone(), snap.kind)).or_default().push(uuid);
        }
        let taken: BTreeSet<usize> = owners.values().copied().collect();
        let mut records: BTreeMap<DayAndKind, Vec<usize>> = BTreeMap::new();
        for (i, (item, _)) in self.records.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
            if let Some(time) = item.time {
                records.entry((day_of(time).into(), item.kind)).or_default().push(i);
            }
        }
        for (key, found) in files {
            if let ([uuid], Some([record])) = (found.as_slice(), records.get(&key).map(Vec::as_slice))
                && !self.has_another_time(cx, uuid, &key.0)
            {
                owners.insert((*uuid).clone(), *record);
            }
        }
    }
}

/// A memory whose record is not in what was opened: its file's name has the day.
fn undescribed(cx: &mut ImportCx<'_>, snap: &Snap) -> Result<Item, &'static str> {
    let first = *snap.files.first().ok_or(crate::platform::support::records::NOT_A_RECORD)?;
    let mut item = PRIVATE.item(SNAPCHAT, snap.kind, Origin::new(first.0, 0));
    moment::set_text(&mut item, Some(&snap.day), Clock::Utc, None);
    item.media = snap.files.iter().map(|id| medium::reference(cx, *id)).collect();
    snap.files.iter().for_each(|id| cx.done(*id, "picture or video of a memory whose record is missing"));
    Ok(item)
}

/// A record, and the id of its file where a link or a field has it.
fn memory(raw: Raw<'_>, origin: Origin) -> (Item, Option<String>) {
    let fields = ["Date", "Media Type", "Location", "Latitude", "Longitude", "Download Link", "Media ID", "Snap UUID"];
    let [date, kind, place, lat, lon, link, media_id, snap_id] = raw.pick(fields);
    let kind = kind.and_then(Raw::text).unwrap_or_default().to_ascii_lowercase();
    let kind = if kind.contains("video") { ItemKind::Video } else { ItemKind::Photo };
    let mut item = PRIVATE.item(SNAPCHAT, kind, origin);
    moment::set_raw(&mut item, date, Clock::Local);
    let in_text = place.and_then(Raw::text).map_or(Err(NoPoint::Missing), |text| place_text::read(&text));
    let pair = || coord::pair(lat, lon).map(|p| (p, None));
    let spot = in_text.or_else(|why| pair().map_err(|also| if also == NoPoint::Missing { why } else { also }));
    item.flaw = coord::flaw(&spot);
    item.location = spot.ok().map(|(point, accuracy_metres)| Location {
        point,
        accuracy_metres,
        source: LocationSource::Gps,
        evidence: Evidence::Recorded,
    });
    let id_in_link = link.and_then(Raw::text).and_then(|link| {
        let rest = link.split_once("mid=")?.1;
        rest.get(..UUID).map(str::to_ascii_lowercase)
    });
    let id = || [media_id, snap_id].into_iter().flatten().find_map(Raw::filled).map(|id| id.to_ascii_lowercase());
    (item, id_in_link.or_else(id))
}

/// The day of a time, as the names of files have it.
fn day_of(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// Whether a time is good for a trail.
pub(super) const fn is_exact(moment: SpelledTime) -> bool {
    matches!(moment.precision, TimePrecision::Second | TimePrecision::Minute)
}
