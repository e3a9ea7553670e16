//! From one GPS file to rows of the dataset, for adapters that know nothing of it but what stands in it.

use jiff::Timestamp;

use super::{Format, Line, LineName, Mark, TrackTime, Tracks, keep_line};
use crate::archive::EntryId;
use crate::model::{
    Ask, Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId, PointSource, TimePrecision,
};
use crate::platform::ImportCx;
use crate::platform::support::privacy::Privacy;
use crate::platform::support::words::counted;

/// Whose a file is, and who could see what.
#[derive(Clone, Copy)]
pub struct Owner<'o> {
    /// The platform.
    pub platform: PlatformId,
    /// Who could see a place marked in it, a plan or a line without times.
    pub privacy: &'o dyn Fn(&Mark) -> Privacy,
    /// A line of text for each of these.
    pub note: Option<&'o str>,
}

/// Keeps what a file holds and says so. Timed fixes become points, marked places and planned or untimed lines
/// become items at their position; a plan is nobody's presence.
pub fn keep_file(cx: &mut ImportCx<'_>, id: EntryId, owner: Owner<'_>, tracks: Tracks) {
    let file = File { cx, id, owner, format: tracks.format, source: tracks.source, record: 0 };
    file.keep(tracks);
}

/// One file on its way into the dataset.
struct File<'f, 'c, 'o> {
    cx: &'f mut ImportCx<'c>,
    id: EntryId,
    owner: Owner<'o>,
    format: Format,
    source: PointSource,
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

impl File<'_, '_, '_> {
    fn keep(mut self, tracks: Tracks) {
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
        if tracks.unread_times > 0 {
            let times = counted(tracks.unread_times, "time", "times");
            text = format!("{text}; {times} could not be read");
            self.cx.warn(
                format!("{times} in this file could not be read: no usual form, or day and month cannot be told apart"),
                Some(self.id),
            );
        }
        if tracks.undated > 0 {
            self.cx.ask(self.id, Ask::DateOrder, tracks.undated);
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
            let kept = keep_line(
                self.cx,
                LineName { platform: self.owner.platform, name: &name, file: self.id },
                self.source,
                line,
            );
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
            let period = line.period.clone();
            let item = self.mark(&Mark { name: Some(name), time: line.time, period, ..Mark::at(first.point) });
            self.cx.item(item);
        }
    }

    fn mark(&mut self, mark: &Mark) -> Item {
        let origin = Origin::new(self.id.0, self.record);
        self.record += 1;
        let privacy = (self.owner.privacy)(mark);
        let kind = if mark.is_stay { ItemKind::Visit } else { ItemKind::SavedPlace };
        let mut item = privacy.item(self.owner.platform, kind, origin);
        set_time(&mut item, mark.time);
        item.location = Some(Location {
            point: mark.point,
            accuracy_metres: None,
            // A place on a map is drawn by hand more often than it is measured; a table may be anything.
            source: match self.format {
                Format::Kml | Format::GeoJson => LocationSource::PlaceTag,
                Format::Csv => LocationSource::Inferred,
                Format::Gpx | Format::Tcx | Format::Fit | Format::Nmea => LocationSource::Gps,
            },
            evidence: Evidence::Recorded,
        });
        item.place = mark.name.clone().map(|name| Place { address: mark.address.clone(), ..Place::named(name) });
        let period = mark.period.as_ref().map(|period| format!("Dated {period}"));
        let texts = [mark.text.as_deref(), self.owner.note, period.as_deref()];
        let text: Vec<&str> = texts.into_iter().flatten().collect();
        item.text = (!text.is_empty()).then(|| text.join("\n").into());
        item
    }
}

fn set_time(item: &mut Item, time: Option<TrackTime>) {
    let Some(time) = time else { return };
    item.set_zoned_time(Timestamp::from_second(time.at.as_second()).ok(), time.is_zoned);
    if !time.is_to_second && item.time.is_some() {
        item.time_precision = TimePrecision::Day;
    }
}

impl Outcome {
    fn text(&self) -> String {
        let points = counted(self.points, "point", "points");
        let counted = |count: u64, one: &str, many: &str| (count > 0).then(|| counted(count, one, many));
        let parts = [
            counted(self.lines, "track", "tracks").map(|t| format!("{t} with {points}")),
            counted(
                self.untimed,
                "line without times, shown by its beginning",
                "lines without times, shown by their beginnings",
            ),
            counted(self.plans, "plan, shown by its beginning", "plans, shown by their beginnings"),
            counted(self.places, "place", "places"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "no position".to_owned() } else { parts.join(", ") }
    }
}
