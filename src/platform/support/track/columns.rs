//! Tables of fixes: CSV of loggers and converters, told by columns that all belong to such a log.
//!
//! One column of another kind (a caption, a link) and the table may be some platform's export, of
//! which nobody can say that it was never published; such a table is not read here.

use super::{Fix, Format, Line, Mark, Tracks, moment, name_of};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::table::{Row, Table};

const LATITUDE: &[&str] = &["latitude", "lat", "y", "latitude_deg", "position_lat", "latitudee7", "late7"];
const LONGITUDE: &[&str] =
    &["longitude", "lon", "lng", "long", "x", "longitude_deg", "position_long", "longitudee7", "lnge7"];
const TIME: &[&str] = &[
    "time",
    "timestamp",
    "datetime",
    "date_time",
    "date time",
    "utc",
    "utc time",
    "gpstime",
    "fixtime",
    "recorded_at",
    "created_at",
    "timestampms",
    "tst",
    "unixtime",
    "iso_time",
    "date",
];
const DATE: &[&str] = &["date", "utc date", "day"];
const CLOCK: &[&str] = &["time", "utc time", "local time"];
const NAME: &[&str] = &["name"];
const TEXT: &[&str] = &["description", "desc", "notes", "comment", "comments"];
const ACCURACY: &[&str] =
    &["accuracy", "accuracy_m", "accuracy (m)", "horizontal_accuracy", "horizontal accuracy", "acc"];
/// Further columns of GPS logs, without a meaning for where someone was.
const OTHER: &[&str] = &[
    "",
    "#",
    "no",
    "index",
    "id",
    "n/s",
    "e/w",
    "ns",
    "ew",
    "alt",
    "altitude",
    "altitude (m)",
    "elevation",
    "ele",
    "height",
    "speed",
    "speed_kmh",
    "vel",
    "velocity",
    "course",
    "heading",
    "bearing",
    "cog",
    "hdop",
    "vdop",
    "pdop",
    "sat",
    "sats",
    "satellites",
    "nsat",
    "fix",
    "valid",
    "provider",
    "source",
    "type",
    "symbol",
    "icon",
    "depth",
    "temperature",
    "heart rate",
    "heartrate",
    "hr",
    "cadence",
    "power",
    "distance",
    "battery",
    "batt",
    "annotation",
    "profile",
    "starttimestampms",
    "geoidheight",
    "ageofdgpsdata",
    "dgpsid",
    "activity",
    "sog",
    "segment",
    "track",
    "verticalaccuracy",
    "vertical_accuracy",
    "vac",
    "rcr",
    "steps",
    "geoid height",
    "device",
    "tid",
    "g-x",
    "g-y",
    "g-z",
];

/// Where in a table the fields of a fix stand.
pub(super) struct Columns {
    lat: usize,
    lon: usize,
    is_e7: bool,
    time: Option<usize>,
    date: Option<usize>,
    clock: Option<usize>,
    name: Option<usize>,
    text: Option<usize>,
    accuracy: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Option<Self> {
        let (lat, lon) = (table.column(LATITUDE)?, table.column(LONGITUDE)?);
        let groups = [LATITUDE, LONGITUDE, TIME, DATE, CLOCK, NAME, TEXT, ACCURACY, OTHER];
        let known = |column: &String| groups.iter().any(|group| group.contains(&column.as_str()));
        let (date, clock) = (table.column(DATE), table.column(CLOCK));
        let both = date.is_some() && clock.is_some();
        let is_log = table.header().iter().all(known);
        let timed = both || table.column(TIME).is_some();
        let is_e7 = table.header().get(lat).is_some_and(|name| name.ends_with("e7"));
        (is_log && (timed || table.column(NAME).is_some())).then(|| Self {
            lat,
            lon,
            is_e7,
            time: table.column(TIME).filter(|_| !both),
            date: date.filter(|_| both),
            clock: clock.filter(|_| both),
            name: table.column(NAME),
            text: table.column(TEXT),
            accuracy: table.column(ACCURACY),
        })
    }

    /// Whether the beginning of a file is that of a table of fixes.
    pub(super) fn is_log(head: &[u8]) -> bool {
        const LONGEST_HEADER: usize = 4_096;
        let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
        line.len() < LONGEST_HEADER && Table::open(line).is_ok_and(|table| Self::of(&table).is_some())
    }

    fn read(&self, row: Row<'_>, out: &mut Tracks, log: &mut Line) {
        let field = |column: usize| row.text(Some(column)).and_then(|text| angle(&text));
        let scale = if self.is_e7 { 1e7 } else { 1.0 };
        let point = match coord::degrees(field(self.lat).map(|v| v / scale), field(self.lon).map(|v| v / scale)) {
            Ok(point) => point,
            Err(why) => return out.skip(NoPoint::reason(why)),
        };
        let time = match (self.date.and_then(|c| row.text(Some(c))), self.clock.and_then(|c| row.text(Some(c)))) {
            (Some(date), Some(clock)) => moment(&format!("{date} {clock}")),
            (Some(date), None) => moment(&date),
            _ => self.time.and_then(|c| row.text(Some(c))).and_then(|text| moment(&text)),
        };
        let name = self.name.and_then(|c| row.text(Some(c))).and_then(|n| name_of(&n));
        if let Some(time) = time.filter(|t| t.is_to_second && name.is_none()) {
            out.assumed_utc |= !time.is_zoned;
            let accuracy_metres = row.number(self.accuracy).filter(|a| *a >= 0.0).map(|a| a as f32);
            out.fix(log, Fix { seconds: Some(floor_seconds(time.at)), point, accuracy_metres });
        } else {
            let text = self.text.and_then(|c| row.text(Some(c))).and_then(|t| name_of(&t));
            out.mark(Mark { name, text, time, ..Mark::at(point) });
        }
    }
}

/// Degrees, perhaps with a comma before the fraction or the letter of the hemisphere at either end.
fn angle(text: &str) -> Option<f64> {
    let trimmed = text.trim_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '°' | ' '));
    let negative = text.contains(['S', 's', 'W', 'w']);
    let number: f64 = trimmed.parse().or_else(|_| trimmed.replace(',', ".").parse()).ok()?;
    let is_plain = trimmed.len() == text.len();
    Some(if negative && !is_plain { -number.abs() } else { number }).filter(|n| n.is_finite())
}

/// Reads a table to its end, or as far as it is one.
pub(super) fn read(bytes: &[u8]) -> Tracks {
    let mut out = Tracks::new(Format::Csv);
    let mut log = Line::default();
    let opened = Table::open(bytes).ok().and_then(|table| Some((Columns::of(&table)?, table)));
    let Some((columns, mut table)) = opened else {
        out.flaw = Some("not a table of positions".into());
        return out;
    };
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => columns.read(row, &mut out, &mut log),
            Err(why) => {
                out.flaw = Some(why.0);
                break;
            }
        }
    }
    out.line(log);
    out
}
