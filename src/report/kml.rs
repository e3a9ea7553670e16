//! KML 2.2: items as placemarks, trails as tracks.

use std::io::{self, Write};

use crate::model::Points;

use super::View;
use super::escape::for_xml;
use super::row::{PlaceField, Row, each};

pub(super) fn write(view: &View<'_>, points: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let (kml, gx) = ("http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2");
    writeln!(out, "<kml xmlns=\"{kml}\" xmlns:gx=\"{gx}\"><Document>")?;
    writeln!(out, "<name>Geoshadow, {}</name>", for_xml(&view.lens.heading()))?;
    each(view, false, |row| placemark(row, out))?;
    if points {
        tracks(view, out)?;
    }
    writeln!(out, "</Document></kml>")
}

fn placemark(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some((lat, lon)) = row.lat.zip(row.lon) else { return Ok(()) };
    write!(out, "<Placemark id=\"{}\">", for_xml(&row.id))?;
    write!(
        out,
        "<name>{}</name>",
        for_xml(row.place.as_ref().and_then(PlaceField::recorded_name).unwrap_or(row.kind))
    )?;
    if let Some(text) = row.text {
        write!(out, "<description>{}</description>", for_xml(text))?;
    }
    if let Some(time) = row.time {
        write!(out, "<TimeStamp><when>{time}</when></TimeStamp>")?;
    }
    write!(out, "<ExtendedData>")?;
    let data = [
        ("platform", Some(row.platform)),
        ("kind", Some(row.kind)),
        ("verdict", Some(row.verdict)),
        ("evidence", Some(row.evidence)),
        ("audience", Some(row.audience)),
        ("geofence", row.geofence),
        ("location_source", row.location_source),
        ("file", Some(row.file)),
    ];
    for (name, value) in data {
        if let Some(value) = value {
            write!(out, "<Data name=\"{name}\"><value>{}</value></Data>", for_xml(value))?;
        }
    }
    writeln!(out, "</ExtendedData><Point><coordinates>{lon},{lat}</coordinates></Point></Placemark>")
}

fn tracks(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let points = &view.dataset.points;
    for (track, rows) in points.tracks().iter().zip(rows_by_track(points)) {
        // A track needs a time for every position.
        let timed =
            rows.into_iter().filter_map(|i| Some((points.timestamp(i as usize)?, points.row(i as usize).point)));
        let mut timed = timed.peekable();
        if timed.peek().is_none() {
            continue;
        }
        writeln!(out, "<Placemark><name>{}</name><gx:Track>", for_xml(&track.name))?;
        for (time, at) in timed {
            writeln!(out, "<when>{time}</when><gx:coord>{} {} 0</gx:coord>", at.lon(), at.lat())?;
        }
        writeln!(out, "</gx:Track></Placemark>")?;
    }
    Ok(())
}

/// The rows of each track, in time order.
pub(super) fn rows_by_track(points: &Points) -> Vec<Vec<u32>> {
    let mut rows = vec![Vec::new(); points.tracks().len()];
    for index in 0..points.len() as u32 {
        if let Some(of_track) = rows.get_mut(usize::from(points.row(index as usize).track.0)) {
            of_track.push(index);
        }
    }
    rows
}
