//! Comma-separated values. Text that a spreadsheet would run as a formula is marked as text.

use std::io::{self, Write};

use super::View;
use super::escape::for_cell;
use super::row::{Row, each};

const HEADING: &[&str] = &[
    "id",
    "platform",
    "account",
    "kind",
    "time",
    "time_precision",
    "lat",
    "lon",
    "accuracy_m",
    "location_source",
    "public_lat",
    "public_lon",
    "place",
    "place_category",
    "place_inferred",
    "audience",
    "verdict",
    "evidence",
    "geofence",
    "reasons",
    "archive",
    "file",
    "record",
    "media",
    "text",
];

pub(super) fn write(view: &View<'_>, points: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(HEADING)?;
    each(view, points, |row| Ok::<_, io::Error>(writer.write_record(cells(row).iter())?))?;
    writer.flush()
}

fn cells(row: &Row<'_>) -> Vec<String> {
    fn plain(value: Option<impl ToString>) -> String {
        value.map(|v| v.to_string()).unwrap_or_default()
    }
    let text = |text: &str| for_cell(text).into_owned();
    let reasons: Vec<&str> = row.reasons.iter().filter(|r| r.decisive).map(|r| r.text.as_str()).collect();
    vec![
        text(&row.id),
        row.platform.to_owned(),
        text(row.account.unwrap_or_default()),
        row.kind.to_owned(),
        plain(row.time),
        row.time_precision.to_owned(),
        plain(row.lat),
        plain(row.lon),
        plain(row.accuracy_m),
        plain(row.location_source),
        plain(row.public_lat),
        plain(row.public_lon),
        text(row.place.as_ref().map_or("", |p| p.name)),
        plain(row.place.as_ref().and_then(|p| p.category)),
        plain(row.place.as_ref().map(|p| p.inferred)),
        row.audience.to_owned(),
        row.verdict.to_owned(),
        row.evidence.to_owned(),
        plain(row.geofence),
        text(&reasons.join("; ")),
        text(row.archive),
        text(row.file),
        plain(row.record),
        text(&row.media.join("; ")),
        text(row.text.unwrap_or_default()),
    ]
}
