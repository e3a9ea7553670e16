//! Google Fit: areas of a day in tables, and tracks of activities.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::record::{Fix, Trails};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::{GeoPoint, PointSource};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::instant;
use crate::platform::support::table::{Table, for_each_row};
use crate::platform::{ImportCx, ImportError};

/// Whether the head of a CSV file is that of a day's metrics with an area.
pub(super) fn is_daily(head: &[u8]) -> bool {
    let heading = String::from_utf8_lossy(head.split(|b| *b == b'\n').next().unwrap_or_default()).to_lowercase();
    heading.contains("low latitude") && heading.contains("high longitude")
}

/// Reads a table: each row is a stretch of time, and the rectangle in which the device was. The day
/// stands in the name of the file, so the summary of all days, which repeats them, is left out.
pub(super) fn read_daily(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let Some(day) = cx.source().entry(id).file_name().get(..10).filter(|d| d.parse::<jiff::civil::Date>().is_ok())
    else {
        cx.ignore(id, "a summary of the files of single days");
        return Ok(());
    };
    let day = day.to_owned();
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Ok(mut table) = Table::open(&bytes) else {
        cx.fail(id, "not a table");
        return Ok(());
    };
    let start = table.column(&["start time"]);
    let [south, west, north, east] =
        ["low latitude", "low longitude", "high latitude", "high longitude"].map(|name| table.column(&[name]));
    let mut trails = Trails::new(id, "Google Fit, areas", names);
    let mut count = 0_u64;
    let whole = for_each_row(cx, id, &mut table, |cx, row| {
        count += 1;
        let time = row.text(start).and_then(|t| instant::instant(&format!("{day}T{t}")));
        let corners = row.point(south, west).and_then(|low| Ok((low, row.point(north, east)?)));
        let area = corners.and_then(|(low, high)| middle(low, high));
        let accuracy_metres = area.ok().map(|(_, radius)| radius);
        let fix = Fix {
            seconds: time.map(instant::floor_seconds),
            point: area.map(|(middle, _)| middle),
            accuracy_metres,
            source: PointSource::Unknown,
        };
        trails.keep(cx, b"", fix);
    })?;
    if whole {
        cx.done(id, format!("areas of a day, {count} rows"));
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
    String::from_utf8_lossy(head).contains("<TrainingCenterDatabase")
}

/// A point of a track while it is read.
#[derive(Default)]
struct Trackpoint {
    time: Option<jiff::Timestamp>,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// Reads a training: its points, as far as the file is whole.
pub(super) fn read_training(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let text = String::from_utf8_lossy(&bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut trails = Trails::new(id, "Google Fit, activity", names);
    let (mut point, mut inside, mut count) = (None::<Trackpoint>, Vec::new(), 0_u64);
    let fault = loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                inside = tag.local_name().as_ref().to_vec();
                if inside == b"Trackpoint" {
                    point = Some(Trackpoint::default());
                }
            }
            Ok(Event::Text(value)) => {
                let value = value.decode().unwrap_or_default();
                if let Some(point) = &mut point {
                    match inside.as_slice() {
                        b"Time" => point.time = instant::instant(&value),
                        b"LatitudeDegrees" => point.lat = value.trim().parse().ok(),
                        b"LongitudeDegrees" => point.lon = value.trim().parse().ok(),
                        _ => {}
                    }
                }
            }
            Ok(Event::End(tag)) => {
                inside.clear();
                if tag.local_name().as_ref() == b"Trackpoint"
                    && let Some(point) = point.take()
                {
                    count += 1;
                    if count.is_multiple_of(256) {
                        cx.check()?;
                    }
                    let seconds = point.time.map(instant::floor_seconds);
                    trails.keep(cx, b"", Fix::plain(seconds, coord::degrees(point.lat, point.lon)));
                }
            }
            Ok(Event::Eof) => break point.is_some(),
            Ok(_) => {}
            Err(_broken) => break true,
        }
    };
    if fault {
        cx.fail(id, format!("the file is cut off or damaged; {count} points before that were read"));
    } else {
        cx.done(id, format!("track of an activity, {count} points"));
    }
    Ok(())
}
