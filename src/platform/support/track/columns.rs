//! Tables of fixes: CSV of loggers and converters, told by columns that all belong to such a log.
//!
//! One column of another kind (a caption, a link) and the table may be some platform's export, of
//! which nobody can say that it was never published; such a table is not read here. Nor is one that no
//! receiver or sensor wrote, unless its rows follow each other in time as those of a log do.

use super::column_names::{Role, is_utc, role};
use super::time::{ColumnOrder, FIRST_YEAR, is_of_receivers, moment, moment_in, period};
use super::{Fix, Format, Line, Mark, TrackTime, Tracks, headless, name_of};
use crate::platform::support::axis::{Axis, Half, Unit};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::numbered_date::{self, Order};
use crate::platform::support::table::{Row, Table, from_header};

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

/// What the rows showed of their order.
#[derive(Default)]
struct Rows {
    /// Seconds of each row that has a time or a day.
    seconds: Vec<i64>,
    /// Whether every row with a time gives that of the day.
    has_clocks: bool,
    /// Whether a row has no time, or a name.
    has_others: bool,
    /// Whether a number above one has decimals: pixels and cells have none, and parts of a screen are smaller.
    has_decimals: bool,
}

impl Needs {
    fn are_met(self, rows: &Rows) -> bool {
        let seconds = &rows.seconds;
        let is_in_order = !rows.has_others && (seconds.is_sorted() || seconds.iter().rev().is_sorted());
        match self {
            Self::Nothing => true,
            Self::Order => is_in_order,
            Self::Density => {
                let mut gaps: Vec<i64> = seconds.windows(2).map(|pair| pair[0].abs_diff(pair[1]) as i64).collect();
                gaps.sort_unstable();
                let median = gaps.get(gaps.len() / 2).copied();
                let is_dense = seconds.len() >= DENSE_ROWS && median.is_some_and(|gap| gap <= DENSE_SECONDS);
                is_in_order && is_dense && rows.has_clocks
            }
        }
    }
}

/// Where the time of a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// In one column.
    One(usize),
    /// The day in one column, the time of the day in another.
    Two { day: usize, clock: usize },
}

impl When {
    /// Whether it stands in a column, or in that and another.
    pub(super) const fn is_at(self, column: usize) -> bool {
        match self {
            Self::One(one) => one == column,
            Self::Two { day, clock } => day == column || clock == column,
        }
    }

    fn text(self, row: Row<'_>) -> Option<String> {
        let of = |column| row.text(Some(column));
        match self {
            Self::One(column) => of(column).map(String::from),
            Self::Two { day, clock } => match (of(day)?, of(clock)) {
                (day, Some(clock)) => Some(format!("{day} {clock}")),
                (day, None) => Some(day.into()),
            },
        }
    }
}

/// Where in a table the fields of a fix stand.
pub(super) struct Columns {
    lat: (usize, Half),
    lon: (usize, Half),
    /// Whether the position stands in columns called `y` and `x`, as pixels do.
    is_xy: bool,
    when: Option<When>,
    /// A column of moments beside a day and a time of the day.
    other: Option<usize>,
    is_utc: bool,
    /// Whether the day is written in six digits, the year first, as loggers with a microphone do.
    is_short: bool,
    name: Option<usize>,
    text: Option<usize>,
    accuracy: Option<usize>,
    needs: Needs,
}

impl Columns {
    fn of(table: &Table<'_>) -> Option<Self> {
        // Of the loggers with a microphone; elsewhere a tag is somebody's word.
        let has_voice = table.column(&["vox"]).is_some();
        let role = |name: &String| role(name).or((has_voice && name == "tag").then_some(Role::Other));
        let roles: Vec<Role> = table.header().iter().map(role).collect::<Option<_>>()?;
        // Of a local time and one in UTC the latter is the moment.
        let of_utc = |column: &usize| table.header().get(*column).is_some_and(|name| is_utc(name));
        let find = |wanted: &Role| {
            let mut all = roles.iter().enumerate().filter(|(_, role)| *role == wanted).map(|(column, _)| column);
            let first = all.next()?;
            Some(std::iter::once(first).chain(all).find(of_utc).unwrap_or(first))
        };
        let half = |axis| {
            roles.iter().enumerate().find_map(|(column, role)| match role {
                Role::Half(half) if half.axis == axis => Some((column, half.clone())),
                _ => None,
            })
        };
        let (lat, lon) = (half(Axis::Lat)?, half(Axis::Lon)?);
        let [time, any_time, day, clock] =
            [Role::Time, Role::TimeOfAnything, Role::Date, Role::Clock].map(|role| find(&role));
        let both = day.zip(clock).map(|(day, clock)| When::Two { day, clock });
        let when = both.or(time.or(clock).or(any_time).or(day).map(When::One));
        let other = time.or(any_time).filter(|_| both.is_some());
        let [name, text, accuracy] = [Role::Name, Role::Text, Role::Accuracy].map(|role| find(&role));
        let header = |column: usize| table.header().get(column).map_or("", String::as_str);
        // GPS programs number their marked places, and write day and clock apart.
        let is_numbered = both.is_some() && table.column(&["no"]).is_some();
        let is_scaled = lat.1.unit != Unit::Degrees;
        let needs = if is_scaled || is_numbered || find(&Role::Measured).is_some() || accuracy.is_some() {
            Needs::Nothing
        } else if name.is_some() || text.is_some() {
            return None;
        } else if find(&Role::Other).is_some() || when == any_time.map(When::One) {
            Needs::Density
        } else {
            Needs::Order
        };
        let is_timed_in_utc = |when: When| match when {
            When::One(column) => is_utc(header(column)),
            When::Two { clock, .. } => is_utc(header(clock)),
        };
        (when.is_some() || name.is_some()).then(|| Self {
            is_xy: header(lat.0) == "y",
            is_utc: when.is_some_and(is_timed_in_utc),
            lat,
            lon,
            when,
            other,
            is_short: has_voice,
            name,
            text,
            accuracy,
            needs,
        })
    }

    /// Those of a table without names.
    pub(super) fn by_place(lat: usize, lon: usize, when: When, has_others: bool) -> Self {
        let half = |axis| Half { axis, unit: Unit::Degrees, rest: String::new() };
        Self {
            lat: (lat, half(Axis::Lat)),
            lon: (lon, half(Axis::Lon)),
            is_xy: false,
            when: Some(when),
            other: None,
            is_utc: false,
            is_short: false,
            name: None,
            text: None,
            accuracy: None,
            needs: if has_others { Needs::Density } else { Needs::Order },
        }
    }

    /// Whether the beginning of a file is that of a table of fixes.
    pub(super) fn is_log(head: &[u8]) -> bool {
        const LONGEST_HEADER: usize = 4_096;
        let line = from_header(head).split(|b| *b == b'\n').next().unwrap_or_default();
        let is_named = line.len() < LONGEST_HEADER && Table::open(line).is_ok_and(|table| Self::of(&table).is_some());
        // The last line may be cut.
        let rows = head.iter().rposition(|b| *b == b'\n').and_then(|end| head.get(..end)).unwrap_or_default();
        is_named || headless::columns(rows).is_some()
    }

    /// Takes the column of moments instead of a day and a time of the day that may be those of any zone, if all its first
    /// rows tell an instant.
    fn prefer_instants(&mut self, bytes: &[u8]) {
        const ROWS: usize = 100;
        let (Some(other), Ok(mut table)) = (self.other, Table::open(bytes)) else { return };
        let mut seen = 0;
        while seen < ROWS
            && let Some(Ok(row)) = table.next_row()
        {
            let Some(text) = row.text(Some(other)) else { continue };
            if !moment(&text).is_some_and(|time| time.is_zoned && time.is_to_second && is_of_receivers(time.at)) {
                return;
            }
            seen += 1;
        }
        if seen > 0 {
            self.when = Some(When::One(other));
        }
    }

    /// The order of day and month in the table's dates, where these are numbers in an order that they do not tell.
    fn order(&self, bytes: &[u8]) -> Option<Order> {
        let when = self.when?;
        let mut table = Table::open(bytes).ok()?;
        let mut column = ColumnOrder::default();
        while !column.is_settled()
            && let Some(row) = table.next_row()
        {
            column.take(&row.ok().and_then(|row| when.text(row)).unwrap_or_default());
        }
        column.order()
    }

    /// When a row is of, and what it says of that in words where it gives no day.
    fn time(&self, row: Row<'_>, order: Option<Order>) -> (Option<TrackTime>, Option<Box<str>>) {
        let Some(mut text) = self.when.and_then(|when| when.text(row)) else { return (None, None) };
        let is_digits = |(at, b): (usize, u8)| if at == 6 { b == b' ' } else { b.is_ascii_digit() };
        if self.is_short && text.len() == 13 && text.bytes().enumerate().all(is_digits) {
            text.insert_str(0, "20");
        }
        let time = moment_in(&text, order).map(|time| TrackTime { is_zoned: time.is_zoned || self.is_utc, ..time });
        (time, period(&text).filter(|_| time.is_none()))
    }

    fn is_either(&self, row: Row<'_>) -> bool {
        let text = self.when.and_then(|when| when.text(row));
        text.and_then(|text| numbered_date::read(&text)).is_some_and(|(numbers, _)| numbers.is_either(FIRST_YEAR))
    }

    fn read(&self, row: Row<'_>, order: Option<Order>, out: &mut Tracks, log: &mut Line, rows: &mut Rows) {
        let field = |(column, half): &(usize, Half)| {
            row.text(Some(*column)).and_then(|text| coord::angle(&text)).map(|value| half.degrees(value))
        };
        let (lat, lon) = (field(&self.lat), field(&self.lon));
        rows.has_decimals |= [lat, lon].iter().flatten().any(|degrees| degrees.fract() != 0.0 && degrees.abs() > 1.0);
        let says =
            || [self.lat.0, self.lon.0].into_iter().any(|c| row.text(Some(c)).is_some_and(|t| !coord::is_none(&t)));
        let point = match coord::if_silent(coord::degrees(lat, lon), says) {
            Ok(point) => point,
            Err(why) => return out.skip(NoPoint::reason(why)),
        };
        let (time, period) = self.time(row, order);
        out.undated += u64::from(period.is_some() && self.is_either(row));
        let name = self.name.and_then(|c| row.text(Some(c))).and_then(|n| name_of(&n));
        rows.seconds.extend(time.map(|time| floor_seconds(time.at)));
        rows.has_clocks &= time.is_none_or(|time| time.is_to_second);
        rows.has_others |= time.is_none() || name.is_some();
        if let Some(time) = time.filter(|t| t.is_to_second && name.is_none()) {
            out.assumed_utc |= !time.is_zoned;
            let accuracy_metres = row.number(self.accuracy).filter(|a| *a >= 0.0).map(|a| a as f32);
            out.fix(log, Fix { seconds: Some(floor_seconds(time.at)), point, accuracy_metres });
        } else {
            let text = self.text.and_then(|c| row.text(Some(c))).and_then(|t| name_of(&t));
            out.mark(Mark { name, text, time, period, ..Mark::at(point) });
        }
    }
}

/// Reads a table to its end, or as far as it is one; `None` when its rows are no log.
pub(super) fn read(bytes: &[u8], said: Option<Order>) -> Option<Tracks> {
    let mut out = Tracks::new(Format::Csv);
    let mut log = Line::default();
    let named = || Table::open(bytes).ok().and_then(|table| Some((Columns::of(&table)?, table)));
    let opened = named().or_else(|| Some((headless::columns(bytes)?, Table::headless(bytes))));
    let Some((mut columns, mut table)) = opened else {
        out.flaw = Some("not a table of positions".into());
        return Some(out);
    };
    columns.prefer_instants(bytes);
    let order = columns.order(bytes).or(said);
    let mut rows = Rows { has_clocks: true, ..Rows::default() };
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => columns.read(row, order, &mut out, &mut log, &mut rows),
            Err(why) => {
                out.flaw = Some(why.0);
                break;
            }
        }
    }
    out.line(log);
    let is_log = columns.needs.are_met(&rows) && (rows.has_decimals || !columns.is_xy);
    is_log.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(header: &str, row: impl Fn(i64) -> String, count: i64) -> String {
        (0..count).fold(format!("{header}\n"), |all, n| all + &row(n) + "\n")
    }

    fn is_log(text: &str) -> bool {
        Columns::is_log(text.as_bytes()) && read(text.as_bytes(), None).is_some()
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
        assert!(is_log("x,y,time\n9.2,45.1,2021-08-03T18:00:00Z\n"));
        assert!(!is_log("x,y,time\n12,45,2021-08-03T18:00:00Z\n"), "pixels");
        assert!(!is_log("x,y,time\n0.25,0.75,2021-08-03T18:00:00Z\n"), "parts of a screen");
        assert!(is_log(&rows("lat,lon,date", |n| format!("45.{n},9.{n},2021-08-0{}", n + 1), 5)), "days in order");
        assert!(!is_log(&rows("lat,lon,date", |n| format!("45.{n},9.{n},2021-08-0{}", n * 3 % 5 + 1), 5)));
    }
}
