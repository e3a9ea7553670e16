//! Tables of fixes: CSV of loggers and converters, told by columns that all belong to such a log.
//!
//! One column of another kind (a caption, a link) and the table may be some platform's export, of
//! which nobody can say that it was never published; such a table is not read here. Nor is one that no
//! receiver or sensor wrote, unless its rows follow each other in time as those of a log do.

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
/// Columns that a receiver or a sensor fills, by which a table is a log.
const MEASURED: &[&str] = &[
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
    "sog",
    "hdop",
    "vdop",
    "pdop",
    "sat",
    "sats",
    "satellites",
    "nsat",
    "fix",
    "valid",
    "depth",
    "temperature",
    "heart rate",
    "heartrate",
    "hr",
    "cadence",
    "power",
    "battery",
    "batt",
    "geoidheight",
    "geoid height",
    "ageofdgpsdata",
    "dgpsid",
    "verticalaccuracy",
    "vertical_accuracy",
    "vac",
    "rcr",
    "steps",
    "g-x",
    "g-y",
    "g-z",
];
/// Further columns of logs, which other tables have as well.
const OTHER: &[&str] = &[
    "",
    "#",
    "no",
    "index",
    "id",
    "provider",
    "source",
    "type",
    "symbol",
    "icon",
    "distance",
    "annotation",
    "profile",
    "starttimestampms",
    "activity",
    "segment",
    "track",
    "device",
    "tid",
];
/// Columns of time that posts and lists have rather than logs.
const TIME_OF_ANYTHING: &[&str] = &["created_at", "date"];

/// What the rows must be like, so that a table is a log and not a list of places or posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Nothing: only a log has such columns.
    Nothing,
    /// Positions and times alone: the times must be in order.
    Order,
    /// Also something else: the times must be in order and close to each other.
    Density,
}

/// Rows by which density is judged, at least.
const DENSE_ROWS: usize = 5;
/// Seconds between most rows of a log, at most: loggers that save power wake up every quarter of an hour.
const DENSE_SECONDS: i64 = 900;

impl Needs {
    fn are_met(self, fixes: &[Fix], marks: usize) -> bool {
        let seconds: Vec<i64> = fixes.iter().filter_map(|fix| fix.seconds).collect();
        let is_in_order = seconds.is_sorted() || seconds.iter().rev().is_sorted();
        match self {
            Self::Nothing => true,
            Self::Order => is_in_order && marks == 0,
            Self::Density => {
                let mut gaps: Vec<i64> = seconds.windows(2).map(|pair| pair[0].abs_diff(pair[1]) as i64).collect();
                gaps.sort_unstable();
                let median = gaps.get(gaps.len() / 2).copied();
                let is_dense = seconds.len() >= DENSE_ROWS && median.is_some_and(|gap| gap <= DENSE_SECONDS);
                is_in_order && is_dense && marks == 0
            }
        }
    }
}

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
    needs: Needs,
}

impl Columns {
    fn of(table: &Table<'_>) -> Option<Self> {
        let (lat, lon) = (table.column(LATITUDE)?, table.column(LONGITUDE)?);
        let groups = [LATITUDE, LONGITUDE, TIME, DATE, CLOCK, NAME, TEXT, ACCURACY, MEASURED, OTHER];
        let known = |column: &String| groups.iter().any(|group| group.contains(&column.as_str()));
        let has = |group: &[&str]| table.header().iter().any(|column| group.contains(&column.as_str()));
        let (date, clock) = (table.column(DATE), table.column(CLOCK));
        let both = date.is_some() && clock.is_some();
        let is_log = table.header().iter().all(known);
        let timed = both || table.column(TIME).is_some();
        let is_e7 = table.header().get(lat).is_some_and(|name| name.ends_with("e7"));
        // GPS programs number their marked places, and write day and clock apart.
        let is_numbered = both && has(&["no"]);
        let needs = if is_e7 || is_numbered || has(MEASURED) || has(ACCURACY) {
            Needs::Nothing
        } else if has(NAME) || has(TEXT) {
            return None;
        } else if has(OTHER) || !both && has(TIME_OF_ANYTHING) {
            Needs::Density
        } else {
            Needs::Order
        };
        (is_log && (timed || table.column(NAME).is_some())).then(|| Self {
            needs,
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
        let field = |column: usize| row.text(Some(column)).and_then(|text| coord::angle(&text));
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

/// Reads a table to its end, or as far as it is one; `None` when its rows are no log.
pub(super) fn read(bytes: &[u8]) -> Option<Tracks> {
    let mut out = Tracks::new(Format::Csv);
    let mut log = Line::default();
    let opened = Table::open(bytes).ok().and_then(|table| Some((Columns::of(&table)?, table)));
    let Some((columns, mut table)) = opened else {
        out.flaw = Some("not a table of positions".into());
        return Some(out);
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
    let is_log = columns.needs.are_met(&log.fixes, out.marks.len());
    out.line(log);
    is_log.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(header: &str, row: impl Fn(i64) -> String, count: i64) -> String {
        (0..count).fold(format!("{header}\n"), |all, n| all + &row(n) + "\n")
    }

    fn is_log(text: &str) -> bool {
        Columns::is_log(text.as_bytes()) && read(text.as_bytes()).is_some()
    }

    #[test]
    fn a_log_is_told_from_a_list_of_places_or_posts() {
        let at = |n: i64, step: i64| jiff::Timestamp::from_second(1_600_000_000 + n * step).unwrap();
        let plain = |step: i64| move |n: i64| format!("{},45.{n},9.{n}", at(n, step));
        let with_id = |step: i64| move |n: i64| format!("{n},{},45.{n},9.{n}", at(n, step));
        assert!(is_log(&rows("time,lat,lon", plain(86_400), 3)), "only positions and times, in order");
        assert!(is_log(&rows("time,lat,lon", plain(-60), 3)), "the newest first");
        assert!(!is_log(&rows("time,lat,lon", |n| plain(60)(n * 7 % 5), 5)), "in no order");
        assert!(is_log(&rows("time,lat,lon,speed", |n| plain(60)(n * 7 % 5) + ",1", 5)), "a sensor wrote it");
        assert!(is_log(&rows("id,created_at,lat,lon", with_id(300), 8)), "many in a short time");
        assert!(!is_log(&rows("id,created_at,lat,lon", with_id(86_400), 8)), "one a day");
        assert!(!is_log(&rows("id,created_at,lat,lon", with_id(300), 3)), "too few to tell");
        assert!(!is_log(&rows("created_at,lat,lon", plain(86_400), 8)));
        assert!(!is_log("name,lat,lon\nA,45.1,9.2\n"));
        assert!(!is_log(&rows("name,lat,lon,created_at", |n| format!("A,45.{n},9.{n},{}", at(n, 60)), 8)));
        assert!(is_log("No,Latitude,Longitude,Name,Date,Time\n1,45.1,9.2,A,2021/08/03,18:00:00\n"));
        assert!(is_log("name,lat,lon,ele\nA,45.1,9.2,100\n"));
    }
}
