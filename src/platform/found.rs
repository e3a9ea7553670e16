//! The last resort: any latitude and longitude side by side in JSON and CSV that no other adapter reads.
//!
//! Nobody knows what such a record is, whose it is, or who could see it; the items say so. Only
//! pairs that look like degrees count, so that a program's settings are not taken for places.

mod json;
mod keys;
mod table;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource, Origin,
    PlatformId, Rule, TimePrecision,
};

use super::photos::common_folder;
use super::support::track::TrackTime;
use super::{ExportRoot, ImportCx, ImportError, Platform, Recognition};

/// The adapter.
pub(super) struct Found;

const ID: PlatformId = PlatformId("found");

static UNKNOWN: Rule = Rule {
    id: "found.unknown",
    text: "The position was found in a file of no platform that this program knows; nothing tells what it is or who could see it",
    source: "a latitude beside a longitude in JSON or CSV",
};

/// Bytes at the start of a file in which the fields must show up.
const HEAD: usize = 64 << 10;
/// Files looked into for recognition.
const HEADS: usize = 200;
/// Items kept of one file at most.
const MOST_ITEMS: u64 = 200_000;
/// Folders of programs' own files, which are nobody's data.
const PROGRAMS: &[&str] = &["node_modules", ".git", "site-packages", "vendor"];

fn is_possible(entry: &Entry) -> bool {
    let is_program = entry.lower_path().split('/').any(|part| PROGRAMS.contains(&part));
    !is_program && matches!(entry.extension(), "json" | "jsonl" | "ndjson" | "csv" | "tsv")
}

fn is_table(entry: &Entry) -> bool {
    matches!(entry.extension(), "csv" | "tsv")
}

/// Whether a file has a field for a latitude and one for a longitude near its beginning.
fn promises(source: &dyn Source, id: EntryId) -> bool {
    source.head(id, HEAD).is_ok_and(|head| {
        if is_table(source.entry(id)) { table::has_pair(&head) } else { json::has_pair(&head) }
    })
}

impl Platform for Found {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Found, platform not known"
    }

    fn is_loose(&self) -> bool {
        true
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut folders: BTreeMap<u16, &str> = BTreeMap::new();
        let mut count = 0_u64;
        for (id, entry) in real_entries(source).filter(|(_, e)| is_possible(e)).take(HEADS) {
            if promises(source, id) {
                count += 1;
                let folder = folders.entry(entry.container).or_insert(entry.folder());
                *folder = common_folder(folder, entry.folder());
            }
        }
        let roots = folders.into_iter().map(|(container, folder)| ExportRoot { container, folder: folder.into() });
        (count > 0).then(|| Recognition {
            roots: roots.collect(),
            layout: "not known".into(),
            because: "latitudes beside longitudes".into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            let entry = cx.source().entry(id);
            let is_free = is_possible(entry) && cx.is_unclaimed(id) && !cx.owned_by_another(id);
            if !is_free || !promises(cx.source(), id) {
                continue;
            }
            let is_table = is_table(entry);
            let mut file = File { cx, id, items: 0, record: 0 };
            let flaw = if is_table { table::read(&mut file) } else { json::read(&mut file) };
            let (items, what) = (file.items, file.outcome());
            // A read that failed because the user cancelled must not pass for a damaged file.
            cx.check()?;
            match flaw {
                Some(flaw) => cx.fail(id, format!("{flaw} ({what})")),
                None if items > 0 => cx.done(id, what),
                None => cx.ignore(id, "numbers called latitude and longitude that are no positions"),
            }
        }
        Ok(())
    }
}

/// A position and what stands beside it.
#[derive(Clone, Debug, PartialEq)]
struct Spot {
    point: GeoPoint,
    time: Option<TrackTime>,
    label: Option<Box<str>>,
}

/// One file on its way into the dataset.
struct File<'f, 'c> {
    cx: &'f mut ImportCx<'c>,
    id: EntryId,
    items: u64,
    record: u64,
}

impl File<'_, '_> {
    fn keep(&mut self, spot: Spot) {
        self.record += 1;
        if self.items >= MOST_ITEMS {
            return self.cx.skip("more positions in one file of an unknown kind than this program shows", 1);
        }
        self.items += 1;
        let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &UNKNOWN);
        let origin = Origin::new(self.id.0, self.record - 1);
        let mut item = Item::new(ID, ItemKind::Other, audience, Life::Live, Claim::unknown(&UNKNOWN), origin);
        if let Some(time) = spot.time {
            item.set_zoned_time(Timestamp::from_second(time.at.as_second()).ok(), time.is_zoned);
            if !time.is_to_second && item.time.is_some() {
                item.time_precision = TimePrecision::Day;
            }
        }
        item.location = Some(Location::at(spot.point, LocationSource::Inferred, Evidence::Likely));
        item.text = spot.label;
        self.cx.item(item);
    }

    fn skip(&mut self, reason: &str) {
        self.record += 1;
        self.cx.skip(reason, 1);
    }

    fn outcome(&self) -> String {
        let positions = if self.items == 1 { "position" } else { "positions" };
        format!("{} {positions}, of an unknown kind", self.items)
    }
}
