//! GPX 1.1: items as waypoints, trails as tracks.

use std::io::{self, Write};

use super::View;
use super::escape::for_xml;
use super::kml::rows_by_track;
use super::row::{PlaceField, Row, each};

pub(super) fn write(view: &View<'_>, points: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<gpx version=\"1.1\" creator=\"geoshadow\" xmlns=\"http://www.topografix.com/GPX/1/1\">")?;
    each(view, false, |row| waypoint(row, out))?;
    if points {
        tracks(view, out)?;
    }
    writeln!(out, "</gpx>")
}

fn waypoint(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some((lat, lon)) = row.lat.zip(row.lon) else { return Ok(()) };
    write!(out, "<wpt lat=\"{lat}\" lon=\"{lon}\">")?;
    if let Some(time) = row.time {
        write!(out, "<time>{time}</time>")?;
    }
    write!(
        out,
        "<name>{}</name>",
        for_xml(row.place.as_ref().and_then(PlaceField::recorded_name).unwrap_or(row.kind))
    )?;
    if let Some(text) = row.text {
        write!(out, "<cmt>{}</cmt>", for_xml(text))?;
    }
    let source = row.location_source.unwrap_or("unknown");
    write!(out, "<desc>{} ({}), {}, from {source}</desc>", row.verdict, row.evidence, row.audience)?;
    write!(out, "<src>{}</src>", for_xml(row.file))?;
    writeln!(out, "<type>{}</type></wpt>", row.kind)
}

fn tracks(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let points = &view.dataset.points;
    for (track, rows) in points.tracks().iter().zip(rows_by_track(points)) {
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "<trk><name>{}</name><type>{}</type><trkseg>", for_xml(&track.name), track.platform)?;
        for index in rows {
            let at = points.row(index as usize).point;
            write!(out, "<trkpt lat=\"{}\" lon=\"{}\">", at.lat(), at.lon())?;
            if let Some(time) = points.timestamp(index as usize) {
                write!(out, "<time>{time}</time>")?;
            }
            writeln!(out, "</trkpt>")?;
        }
        writeln!(out, "</trkseg></trk>")?;
    }
    Ok(())
}
