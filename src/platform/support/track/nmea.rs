//! NMEA 0183: what a GPS receiver says, sentence by sentence.

use std::io::{self, BufReader, Read};

use super::{Fix, Format, Line, Mark, Tracks, name_of};
use crate::platform::support::coord;

/// Bytes of a line at most; the standard says 82.
const LINE_CAP: usize = 4_096;

/// Reads a file to its end; a fault in reading is handed back with what came before it.
pub(super) fn read(reader: impl Read) -> (Tracks, io::Result<()>) {
    let mut log = Log { out: Tracks::new(Format::Nmea), line: Line::default(), day: None, last: None };
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let mut sentence = Vec::new();
    let result = loop {
        match read_line(&mut reader, &mut sentence) {
            Ok(false) => break Ok(()),
            Ok(true) => log.sentence(&sentence),
            Err(error) => break Err(error),
        }
    };
    log.out.line(std::mem::take(&mut log.line));
    (log.out, result)
}

/// Reads up to the next end of a line, which some receivers write as a carriage return alone; `false` at the end.
fn read_line(reader: &mut impl io::BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    loop {
        let bytes = match reader.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr2(b'\n', b'\r', bytes);
        let room = LINE_CAP.saturating_sub(line.len());
        let count = end.unwrap_or(bytes.len()).min(room);
        line.extend_from_slice(&bytes[..count]);
        let is_line = end.is_some_and(|end| end == count) || line.len() >= LINE_CAP;
        let is_over = bytes.is_empty();
        reader.consume(count + usize::from(end == Some(count)));
        if is_line || is_over {
            return Ok(!is_over || !line.is_empty());
        }
    }
}

struct Log {
    out: Tracks,
    line: Line,
    /// Seconds at the beginning of the day that the last dated sentence was of.
    day: Option<i64>,
    /// Time of day of the last fix kept, and whether its sentence was dated.
    last: Option<(i64, bool)>,
}

impl Log {
    fn sentence(&mut self, line: &[u8]) {
        let Some(start) = memchr::memchr(b'$', line) else { return };
        let body = line[start + 1..].trim_ascii_end();
        let (body, checksum) = match memchr::memrchr(b'*', body) {
            Some(star) => (&body[..star], body.get(star + 1..star + 3)),
            None => (body, None),
        };
        let Ok(text) = std::str::from_utf8(body) else { return };
        let fields: Vec<&str> = text.split(',').collect();
        let kind = fields.first().and_then(|f| f.get(2..)).unwrap_or_default();
        if !matches!(kind, "RMC" | "GGA" | "GLL" | "WPL" | "ZDA") {
            return;
        }
        let sum = body.iter().fold(0, |sum, byte| sum ^ byte);
        let stated = checksum.and_then(|c| std::str::from_utf8(c).ok()).map(|c| u8::from_str_radix(c, 16));
        if stated.is_some_and(|stated| stated != Ok(sum)) {
            return self.out.skip("a damaged sentence (its checksum does not fit)");
        }
        match kind {
            "RMC" => self.rmc(&fields),
            "GGA" => self.gga(&fields),
            "GLL" => self.gll(&fields),
            "WPL" => self.waypoint(&fields),
            _ => self.day = zda_day(&fields).or(self.day),
        }
    }

    fn rmc(&mut self, fields: &[&str]) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let time = time_of_day(field(1));
        let day = day_of(field(9));
        self.day = day.or(self.day);
        if field(2) != "A" {
            return self.out.skip("a fix that the receiver itself calls void");
        }
        // The undated sentence of the same moment came first: it is dated now, not doubled.
        if let (Some((last, false)), Some(now)) = (self.last, time)
            && last == now
            && let Some(fix) = self.line.fixes.last_mut()
        {
            fix.seconds = day.map(|day| day + now);
            self.last = Some((now, true));
            return;
        }
        self.fix([field(3), field(4), field(5), field(6)], time, true);
    }

    fn gga(&mut self, fields: &[&str]) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let is_void = matches!(field(6), "" | "0");
        self.undated([field(2), field(3), field(4), field(5)], time_of_day(field(1)), is_void);
    }

    fn gll(&mut self, fields: &[&str]) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        // Before version 2 of the standard it ended with the position or the time.
        let is_void = !matches!(field(6), "A" | "");
        self.undated([field(1), field(2), field(3), field(4)], time_of_day(field(5)), is_void);
    }

    /// A fix whose sentence gives the time of the day at most; that of a moment that was told already is not another.
    fn undated(&mut self, position: [&str; 4], time: Option<i64>, is_void: bool) {
        if self.last.is_some_and(|(last, _)| Some(last) == time) {
            return;
        }
        if is_void {
            return self.out.skip("a fix that the receiver itself calls void");
        }
        // Past midnight before the first dated sentence of the new day.
        if let (Some((last, _)), Some(now), Some(day)) = (self.last, time, self.day)
            && now + 43_200 < last
        {
            self.day = Some(day + 86_400);
        }
        self.fix(position, time, false);
    }

    fn fix(&mut self, position: [&str; 4], time: Option<i64>, dated: bool) {
        match coord::degrees(angle(position[0], position[1]), angle(position[2], position[3])) {
            Ok(point) => {
                let seconds = time.and_then(|time| Some(self.day? + time));
                self.out.fix(&mut self.line, Fix { seconds, point, accuracy_metres: None });
                self.last = time.map(|time| (time, dated));
            }
            Err(why) => self.out.skip(why.reason()),
        }
    }

    fn waypoint(&mut self, fields: &[&str]) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        match coord::degrees(angle(field(1), field(2)), angle(field(3), field(4))) {
            Ok(point) => self.out.mark(Mark { name: name_of(field(5)), ..Mark::at(point) }),
            Err(why) => self.out.skip(why.reason()),
        }
    }
}

/// Degrees from `ddmm.mmmm` and the letter of the hemisphere.
fn angle(text: &str, hemisphere: &str) -> Option<f64> {
    let value: f64 = text.parse().ok().filter(|v: &f64| v.is_finite() && *v >= 0.0)?;
    let degrees = (value / 100.0).trunc();
    let minutes = value - degrees * 100.0;
    let angle = degrees + minutes / 60.0;
    match hemisphere {
        "N" | "E" => Some(angle).filter(|_| minutes < 60.0),
        "S" | "W" => Some(-angle).filter(|_| minutes < 60.0),
        _ => None,
    }
}

fn two(text: &str, at: usize) -> Option<i64> {
    text.get(at..at + 2)?.parse().ok().filter(|n: &i64| *n >= 0)
}

/// Seconds since midnight from `hhmmss.ss`.
fn time_of_day(text: &str) -> Option<i64> {
    let (hour, minute, second) = (two(text, 0)?, two(text, 2)?, two(text, 4)?);
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Seconds at midnight from `ddmmyy`; the year of the first satellite decides the century.
fn day_of(text: &str) -> Option<i64> {
    let (day, month, year) = (two(text, 0)?, two(text, 2)?, two(text, 4)?);
    midnight(if year < 78 { 2000 + year } else { 1900 + year }, month, day)
}

fn zda_day(fields: &[&str]) -> Option<i64> {
    let number = |at: usize| fields.get(at)?.parse::<i64>().ok();
    midnight(number(4)?, number(3)?, number(2)?)
}

fn midnight(year: i64, month: i64, day: i64) -> Option<i64> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(date.at(0, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}
