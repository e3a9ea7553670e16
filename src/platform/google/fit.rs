//! Google Fit: areas of a day in tables, and tracks of activities.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::record::{self, Fix, NO_TIME, Trails};
use super::settings::DeviceNames;
use super::{GOOGLE, rules};
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, ItemKind, Location, LocationSource, PointSource};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::instant;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::table::{Row, Table, for_each_row};
use crate::platform::support::track::{self, Format, LineName, Tracks, Unread, keep_line};
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// What the trail of an activity is called.
const ACTIVITY: &str = "Google Fit, activity";

/// Whether the head of a CSV file is that of a day's metrics with an area.
pub(super) fn is_daily(head: &[u8]) -> bool {
    let heading = String::from_utf8_lossy(head.split(|b| *b == b'\n').next().unwrap_or_default()).to_lowercase();
    heading.contains("low latitude") && heading.contains("high longitude")
}

/// Reads the tables: those of single days, and of the summary the days that have no table of their own.
pub(super) fn read_tables(cx: &mut ImportCx<'_>, ids: Vec<EntryId>, names: &DeviceNames) -> Result<(), ImportError> {
    let mut days = BTreeSet::new();
    let mut summaries = Vec::new();
    for id in ids {
        match day_of(cx.source().entry(id).file_name()) {
            Some(day) => {
                days.insert(day);
                read_day(cx, id, day, names)?;
            }
            None => summaries.push(id),
        }
    }
    for id in summaries {
        read_summary(cx, id, &mut days)?;
    }
    Ok(())
}

/// The day in the name of a table.
fn day_of(file_name: &str) -> Option<Date> {
    file_name.get(..10)?.parse().ok()
}

/// The rectangle of a row.
struct Corners([Option<usize>; 4]);

impl Corners {
    fn of(table: &Table<'_>) -> Self {
        Self(["low latitude", "low longitude", "high latitude", "high longitude"].map(|name| table.column(&[name])))
    }

    /// Its middle, and how far its corners are from it in metres.
    fn area(&self, row: &Row<'_>) -> Result<(GeoPoint, f64), NoPoint> {
        let [south, west, north, east] = self.0;
        middle(row.point(south, west)?, row.point(north, east)?)
    }
}

/// Reads the table of a day: each row is a stretch of time, and the rectangle in which the device was.
fn read_day(cx: &mut ImportCx<'_>, id: EntryId, day: Date, names: &DeviceNames) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Ok(mut table) = Table::open(&bytes) else {
        cx.fail(id, "not a table");
        return Ok(());
    };
    let start = table.column(&["start time"]);
    let corners = Corners::of(&table);
    let mut trails = Trails::new(id, "Google Fit, areas", names);
    let mut count = 0_u64;
    let whole = for_each_row(cx, id, &mut table, |cx, row| {
        count += 1;
        let time = row.text(start).and_then(|t| instant::instant(&format!("{day}T{t}")));
        let area = corners.area(&row);
        let fix = Fix {
            seconds: time.map(instant::floor_seconds),
            point: area.map(|(middle, _)| middle),
            accuracy_metres: area.ok().map(|(_, radius)| radius),
            source: PointSource::Unknown,
        };
        trails.keep(cx, b"", fix);
    })?;
    if whole {
        cx.done(id, format!("areas of a day, {}", counted(count, "row", "rows")));
    }
    Ok(())
}

/// Reads the summary: each row is a day, and the rectangle in which the device was. `known` are days that were read.
fn read_summary(cx: &mut ImportCx<'_>, id: EntryId, known: &mut BTreeSet<Date>) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Ok(mut table) = Table::open(&bytes) else {
        cx.fail(id, "not a table");
        return Ok(());
    };
    let date = table.column(&["date"]);
    let corners = Corners::of(&table);
    let mut count = 0_u64;
    let whole = for_each_row(cx, id, &mut table, |cx, row| {
        count += 1;
        let text = row.text(date);
        let Some(day) = text.as_deref().and_then(|t| t.parse::<Date>().ok()) else { return cx.skip(NO_TIME, 1) };
        if !known.insert(day) {
            return cx.merged(1);
        }
        let (point, radius) = match corners.area(&row) {
            Ok(area) => area,
            Err(why) => return cx.skip(why.reason(), 1),
        };
        let privacy = rules::private(Evidence::Recorded, &rules::FIT_PRIVATE);
        let mut item = record::item(ItemKind::DeviceLocation, privacy, record::origin(id, count - 1));
        moment::set_text(&mut item, text.as_deref(), Clock::Local, None);
        item.location = Some(Location {
            point,
            accuracy_metres: Some(radius),
            source: LocationSource::Inferred,
            evidence: Evidence::Likely,
        });
        cx.item(item);
    })?;
    if whole {
        cx.done(id, format!("areas of days, {}", counted(count, "row", "rows")));
    }
    Ok(())
}

/// The middle of a rectangle, and how far its corners are from it in metres.
fn middle(low: GeoPoint, high: GeoPoint) -> Result<(GeoPoint, f64), NoPoint> {
    let middle = coord::degrees(Some(f64::midpoint(low.lat(), high.lat())), Some(f64::midpoint(low.lon(), high.lon())))?;
    Ok((middle, middle.distance_metres(low).max(middle.distance_metres(high))))
}

/// Whether the head of a file is that of a training in XML.
pub(super) fn is_training(head: &[u8]) -> bool {
    track::sniff(head) == Some(Format::Tcx)
}

/// Reads trainings: their points, as far as each file is whole.
pub(super) fn read_trainings(cx: &mut ImportCx<'_>, ids: &[EntryId]) -> Result<(), ImportError> {
    track::read_all(cx, ids, |cx, id, read| match read {
        Ok(tracks) => keep_training(cx, id, &tracks),
        Err(Unread::Failed(why)) => cx.fail(id, why),
        Err(Unread::NotATrack) => cx.fail(id, "not a training in XML"),
    })
}

fn keep_training(cx: &mut ImportCx<'_>, id: EntryId, tracks: &Tracks) {
    for (reason, count) in &tracks.skipped {
        cx.skip(reason, *count);
    }
    let mut points = 0;
    for line in &tracks.lines {
        let count = line.fixes.len() as u64;
        if line.is_plan {
            cx.skip("a point of a plan, which is nobody's presence", count);
        } else if line.is_virtual {
            cx.skip("a position in a virtual world", count);
        } else {
            let kept = keep_line(cx, LineName { platform: GOOGLE, name: ACTIVITY, file: id }, tracks.source, line);
            if kept.is_untimed {
                cx.skip(NO_TIME, count);
            }
            points += kept.points;
        }
    }
    let what = format!("track of an activity, {}", counted(points, "point", "points"));
    match &tracks.flaw {
        Some(flaw) => cx.fail(id, format!("{flaw} ({what})")),
        None => cx.done(id, what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_with_and_without_units_in_their_headings() {
        assert!(is_daily(b"Start time,End time,Low latitude (deg),Low longitude (deg),High latitude (deg),High longitude (deg)\n"));
        assert!(is_daily(b"Date,Low Latitude,Low Longitude,High Latitude,High Longitude\n"));
        assert!(!is_daily(b"Date,Latitude,Longitude\n"));
    }
}
