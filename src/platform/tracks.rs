//! Loose GPS files: GPX, KML and KMZ, TCX, FIT, GeoJSON, NMEA and CSV logs that no platform's export owns.
//!
//! Told by content. Timed fixes become points, marked places and planned or untimed lines become
//! items at their position; a plan is nobody's presence. Nothing a file refers to is fetched.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Origin, Place,
    PlatformId, PointSource, Rule, TimePrecision,
};

use super::photos::{common_folder, unread_exports};
use super::support::track::{self, Format, Line, LineName, Mark, Unread, keep_line};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};

/// The adapter.
pub(super) struct Tracks;

const ID: PlatformId = PlatformId("tracks");

static FILE: Rule = Rule {
    id: "tracks.file",
    text: "A GPS file in a folder is not a post; this archive records no publication of it",
    source: "the archive holds the file and no record of a platform about it",
};
static FOREIGN: Rule = Rule {
    id: "tracks.foreign_fields",
    text: "The file has fields that no GPS file has, so it may come from a platform; it does not say who could see it",
    source: "names of the fields beside the position",
};
static UNREAD_EXPORT: Rule = Rule {
    id: "tracks.unread_export",
    text: "The file lies in what looks like a platform's export whose records were not read, so who could see it is not known",
    source: "names of files and folders in the same archive",
};

const GUIDES: &[Guide] = &[Guide {
    title: "GPS files",
    hint: "GPX, FIT, KML, …",
    steps: &[
        "Save the tracks from the watch, the phone's logger or the website as GPX, or copy its .fit files",
        "Open the files, or the folder or zip that holds them. Tracks without times show where they begin",
    ],
    in_short: "save the tracks as GPX with times",
}];

/// Files whose names promise a GPS file. A KMZ is opened as an archive of its own.
const TELLING: &[&str] = &["gpx", "kml", "kmz", "tcx", "fit", "geojson", "nmea", "nma"];
/// Files of other names that may hold one.
const POSSIBLE: &[&str] = &["csv", "json", "xml", "txt", "log", "gps"];
/// Files without a telling name that are looked into for recognition.
const HEADS: usize = 200;

/// The extension, that of the packed file for one packed with gzip.
fn extension(entry: &Entry) -> String {
    let name = entry.file_name().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or_else(String::new, |(_, e)| e.to_owned())
}

fn is_telling(entry: &Entry) -> bool {
    TELLING.contains(&&*extension(entry))
}

fn is_possible(entry: &Entry) -> bool {
    let extension = extension(entry);
    TELLING.contains(&&*extension) || POSSIBLE.contains(&&*extension)
}

impl Platform for Tracks {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "GPS files"
    }

    fn is_loose(&self) -> bool {
        true
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut folders: BTreeMap<u16, &str> = BTreeMap::new();
        let (mut count, mut heads) = (0_u64, 0);
        for (id, entry) in real_entries(source).filter(|(_, e)| is_possible(e)) {
            let is_one = is_telling(entry) || {
                heads += 1;
                heads <= HEADS && source.head(id, 4 << 10).is_ok_and(|head| track::sniff(&head).is_some())
            };
            if is_one {
                count += 1;
                let folder = folders.entry(entry.container).or_insert(entry.folder());
                *folder = common_folder(folder, entry.folder());
            }
        }
        let roots = folders.into_iter().map(|(container, folder)| ExportRoot { container, folder: folder.into() });
        (count > 0).then(|| Recognition {
            roots: roots.collect(),
            layout: "files".into(),
            because: format!("{count} GPS file{}", if count == 1 { "" } else { "s" }).into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut mine = cx.entries_of(found);
        mine.retain(|id| is_possible(cx.source().entry(*id)) && cx.is_unclaimed(*id) && !cx.owned_by_another(*id));
        let exports = unread_exports(cx.source());
        track::read_all(cx, &mine, |cx, id, read| match read {
            Ok(tracks) => {
                let in_export = exports.contains(&cx.source().entry(id).container);
                File { cx, id, format: tracks.format, source: tracks.source, in_export, record: 0 }.keep(tracks);
            }
            Err(Unread::Failed(why)) => cx.fail(id, why),
            Err(Unread::NotATrack) if is_telling(cx.source().entry(id)) => {
                cx.ignore(id, "named like a GPS file, but holds none");
            }
            // Somebody else's table or JSON.
            Err(Unread::NotATrack) => {}
        })
    }
}

/// One file on its way into the dataset.
struct File<'f, 'c> {
    cx: &'f mut ImportCx<'c>,
    id: EntryId,
    format: Format,
    source: PointSource,
    in_export: bool,
    record: u64,
}

/// What was kept of a file, for the user.
#[derive(Default)]
struct Outcome {
    lines: u64,
    points: u64,
    plans: u64,
    untimed: u64,
    places: u64,
}

impl File<'_, '_> {
    fn keep(mut self, tracks: track::Tracks) {
        let mut outcome = Outcome::default();
        for (reason, count) in &tracks.skipped {
            self.cx.skip(reason, *count);
        }
        for line in &tracks.lines {
            self.line(line, &mut outcome);
        }
        for mark in &tracks.marks {
            outcome.places += 1;
            let item = self.mark(mark);
            self.cx.item(item);
        }
        let mut text = format!("{}: {}", tracks.format.name(), outcome.text());
        if tracks.assumed_utc {
            text += "; times without a zone were taken for UTC";
        }
        if tracks.has_links {
            text += "; it refers to files elsewhere, which are never fetched";
        }
        match tracks.flaw {
            Some(flaw) => self.cx.fail(self.id, format!("{flaw} ({text})")),
            None => self.cx.done(self.id, text),
        }
    }

    fn line(&mut self, line: &Line, outcome: &mut Outcome) {
        let entry = self.cx.source().entry(self.id);
        let name = line.name.clone().unwrap_or_else(|| entry.file_name().into());
        let rest = line.fixes.len() as u64 - 1;
        if line.is_plan {
            outcome.plans += 1;
            self.beginning(line, name);
            self.cx.skip("a point of a plan, which is nobody's presence", rest);
        } else if line.is_virtual {
            self.cx.skip("a position in a virtual world", rest + 1);
        } else {
            let kept = keep_line(self.cx, LineName { platform: ID, name: &name, file: self.id }, self.source, line);
            if kept.is_untimed {
                outcome.untimed += 1;
                self.beginning(line, name);
                self.cx.skip("a point without a time", rest);
            } else {
                outcome.lines += 1;
                outcome.points += kept.points;
            }
        }
    }

    /// A line that does not tell when anyone was there is shown by where it begins.
    fn beginning(&mut self, line: &Line, name: Box<str>) {
        if let Some(first) = line.fixes.first() {
            let item = self.mark(&Mark { name: Some(name), ..Mark::at(first.point) });
            self.cx.item(item);
        }
    }

    fn mark(&mut self, mark: &Mark) -> Item {
        let origin = Origin::new(self.id.0, self.record);
        self.record += 1;
        let unknown = |rule| {
            (AudienceClaim::Own(Audience::Unknown, Evidence::Missing, rule), Life::Live, Claim::unknown(rule))
        };
        let (audience, life, tagged) = if self.in_export {
            unknown(&UNREAD_EXPORT)
        } else if mark.is_foreign {
            unknown(&FOREIGN)
        } else {
            let life = Life::NeverPublished { evidence: Evidence::Likely, rule: &FILE };
            let audience = AudienceClaim::Own(Audience::OnlyMe, Evidence::Likely, &FILE);
            (audience, life, Claim::no(Evidence::Likely, &FILE))
        };
        let kind = if mark.is_stay { ItemKind::Visit } else { ItemKind::SavedPlace };
        let mut item = Item::new(ID, kind, audience, life, tagged, origin);
        set_time(&mut item, mark.time);
        item.location = Some(Location {
            point: mark.point,
            accuracy_metres: None,
            // A place on a map is drawn by hand more often than it is measured.
            source: match self.format {
                Format::Kml | Format::GeoJson => LocationSource::PlaceTag,
                _ => LocationSource::Gps,
            },
            evidence: Evidence::Recorded,
        });
        item.place = mark.name.clone().map(|name| Place { address: mark.address.clone(), ..Place::named(name) });
        item.text.clone_from(&mark.text);
        item
    }
}

fn set_time(item: &mut Item, time: Option<track::TrackTime>) {
    let Some(time) = time else { return };
    item.set_zoned_time(Timestamp::from_second(time.at.as_second()).ok(), time.is_zoned);
    if !time.is_to_second && item.time.is_some() {
        item.time_precision = TimePrecision::Day;
    }
}

impl Outcome {
    fn text(&self) -> String {
        let counted = |count: u64, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let points = if self.points == 1 { "1 point".to_owned() } else { format!("{} points", self.points) };
        let parts = [
            counted(self.lines, "track", "tracks").map(|t| format!("{t} with {points}")),
            counted(self.untimed, "line without times, shown by its beginning", "lines without times, shown by their beginnings"),
            counted(self.plans, "plan, shown by its beginning", "plans, shown by their beginnings"),
            counted(self.places, "place", "places"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "no position".to_owned() } else { parts.join(", ") }
    }
}
