//! GPS files, whoever wrote them: lines of fixes and single marked places, told by content.
//!
//! Shared by the adapter of loose tracks and by those of platforms whose exports hold such files.

mod column_names;
mod columns;
mod file;
mod fit;
mod geojson;
mod gpx;
mod headless;
mod keep;
mod kml;
mod nmea;
pub(super) mod read;
mod sniff;
mod tcx;
mod time;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::numbered_date::{self, Order, Told};
use crate::model::{GeoPoint, PointSource};

pub use file::{Owner, keep_file};
pub use headless::lacks_names;
pub use keep::{Kept, LineName, keep_line};
pub use read::{Unread, extension, read, read_all, unpacked_head, unpacked_whole};
pub use sniff::{Format, sniff};
pub use time::{ColumnOrder, FIRST_YEAR, TrackTime, moment, moment_in, says_none};

/// Fixes kept of one file at most: a year of one a second is 31 million, and nobody's watch holds that.
const MOST_FIXES: usize = 8_000_000;
/// Single places kept of one file at most.
const MOST_MARKS: usize = 200_000;

/// One position of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// When; seconds since 1970 UTC. A planned line has no times.
    pub seconds: Option<i64>,
    /// Where.
    pub point: GeoPoint,
    /// Radius of uncertainty in metres, when the file gives one.
    pub accuracy_metres: Option<f32>,
}

/// A line of fixes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its name, when the file gives one.
    pub name: Option<Box<str>>,
    /// The sport, in the file's words.
    pub sport: Option<Box<str>>,
    /// Whether it is a plan (a route, a course) and no record of where someone was.
    pub is_plan: bool,
    /// When, to the day at best, for a line whose fixes have no times.
    pub time: Option<TrackTime>,
    /// What the file says of its time where it gives no day: `May 2024, without a day`.
    pub period: Option<Box<str>>,
    /// Whether the file says that it was ridden or run indoors, on a map that is not where the person was.
    pub is_virtual: bool,
    /// The fixes, in the file's order.
    pub fixes: Vec<Fix>,
}

/// A place marked on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its name.
    pub name: Option<Box<str>>,
    /// Its description.
    pub text: Option<Box<str>>,
    /// Its address.
    pub address: Option<Box<str>>,
    /// When it was marked, or when a stay there began.
    pub time: Option<TrackTime>,
    /// What the file says of its time where it gives no day: `May 2024, without a day`.
    pub period: Option<Box<str>>,
    /// Whether it is a stay: the file gives its beginning and its end.
    pub is_stay: bool,
    /// Whether it carries fields that no GPS file has, so that it may be some platform's record.
    pub is_foreign: bool,
    /// Where.
    pub point: GeoPoint,
}

impl Mark {
    /// A place with nothing but its position.
    pub const fn at(point: GeoPoint) -> Self {
        Self {
            name: None,
            text: None,
            address: None,
            time: None,
            period: None,
            is_stay: false,
            is_foreign: false,
            point,
        }
    }
}

/// What one file holds.
#[derive(Clone, Debug)]
pub struct Tracks {
    /// What kind of file it is.
    pub format: Format,
    /// How its fixes were obtained, as far as that kind of file tells.
    pub source: PointSource,
    /// What the file as a whole is called, when it says so.
    pub title: Option<Box<str>>,
    /// Its lines, without those that hold nothing.
    pub lines: Vec<Line>,
    /// Its single places.
    pub marks: Vec<Mark>,
    /// Records left out, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// What is wrong with the file, for the user; what came before it is kept.
    pub flaw: Option<Box<str>>,
    /// Whether times without a zone were taken for UTC.
    pub assumed_utc: bool,
    /// Whether it refers to files elsewhere, which are never fetched.
    pub has_links: bool,
    /// Times in which something stands that is none.
    pub unread_times: u64,
    /// Dates of three numbers that would be read if it were known which of them is the day.
    pub undated: u64,
    /// The order of the numbers in its dates, where a first reading found that they have one.
    order: Option<Order>,
    /// What the dates that are three numbers tell of their order.
    told: Told,
    fixes: usize,
}

impl Tracks {
    /// Nothing yet, of a file of this kind whose dates have this order.
    fn ordered(format: Format, order: Option<Order>) -> Self {
        Self { order, ..Self::new(format) }
    }

    /// Nothing yet, of a file of this kind.
    pub fn new(format: Format) -> Self {
        let source = match format {
            Format::Gpx | Format::Tcx | Format::Fit | Format::Nmea => PointSource::Gps,
            Format::Kml | Format::GeoJson | Format::Csv => PointSource::Unknown,
        };
        Self {
            format,
            source,
            title: None,
            lines: Vec::new(),
            marks: Vec::new(),
            skipped: BTreeMap::new(),
            flaw: None,
            assumed_utc: false,
            has_links: false,
            unread_times: 0,
            undated: 0,
            order: None,
            told: Told::default(),
            fixes: 0,
        }
    }

    /// Leaves a record out.
    pub fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Adds a fix to a line, unless the file holds too many.
    pub fn fix(&mut self, line: &mut Line, fix: Fix) {
        if self.fixes < MOST_FIXES {
            self.fixes += 1;
            line.fixes.push(fix);
        } else {
            self.skip("more fixes in one file than this program reads");
        }
    }

    /// Adds a line, unless it is empty.
    pub fn line(&mut self, line: Line) {
        if !line.fixes.is_empty() {
            self.lines.push(line);
        }
    }

    /// Adds a single place, unless the file holds too many.
    pub fn mark(&mut self, mark: Mark) {
        if self.marks.len() < MOST_MARKS {
            self.marks.push(mark);
        } else {
            self.skip("more places in one file than this program reads");
        }
    }

    /// Seconds of a time, with the note that its zone had to be assumed.
    fn seconds(&mut self, text: &str) -> Option<i64> {
        if let Some(seconds) = super::instant::seconds(text.as_bytes()).filter(|_| !time::is_no_count(text)) {
            return Some(seconds);
        }
        let moment = self.moment(text).filter(|m| m.is_to_second)?;
        self.assumed_utc |= !moment.is_zoned;
        Some(super::instant::floor_seconds(moment.at))
    }

    /// A time as [`moment_in`] reads it; notes what a text tells that is none.
    fn moment(&mut self, text: &str) -> Option<TrackTime> {
        let found = moment_in(text, self.order);
        if found.is_none() && !time::says_none(text) && time::period_of_month(text).is_none() {
            self.unread_times += 1;
            if let Some((numbers, _)) = numbered_date::read(text) {
                self.told.take(numbers, time::FIRST_YEAR);
                self.undated += u64::from(numbers.is_either(time::FIRST_YEAR));
            }
        }
        found
    }

    /// Whether a second reading with the order that the dates turned out to have would find more.
    fn found_order(&self) -> Option<Order> {
        self.told.sure().filter(|_| self.order.is_none())
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.marks.is_empty()
    }

    /// The earliest time of a fix.
    pub fn first_time(&self) -> Option<Timestamp> {
        let seconds = self.lines.iter().flat_map(|l| &l.fixes).filter_map(|f| f.seconds).min()?;
        Timestamp::from_second(seconds).ok()
    }
}

/// A name without space around it, unless it is empty; cut where nobody reads on.
fn name_of(text: &str) -> Option<Box<str>> {
    const LONGEST: usize = 4_000;
    let text = text.trim();
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    (!text.is_empty()).then(|| text[..end].into())
}

#[cfg(test)]
mod tests;
