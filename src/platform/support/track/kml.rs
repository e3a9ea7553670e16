//! KML: places, lines and timed tracks (`gx:Track`, and plain `Track` since 2.3). What it refers to elsewhere is never fetched.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use super::time::{WITHOUT_DAY, period};
use super::{Fix, Format, Line, Mark, Order, TrackTime, Tracks, moment_in, name_of};
use crate::model::GeoPoint;
use crate::platform::support::coord;
use crate::platform::support::html;
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::xml::{Ending, Handler, Tag, walk};

/// Reads a file to its end, or as far as it goes.
pub(super) fn read(reader: impl Read, order: Option<Order>) -> (Tracks, Ending) {
    let mut file = File {
        out: Tracks::ordered(Format::Kml, order),
        place: None,
        shape: Shape::None,
        whens: Vec::new(),
        coarse: BTreeMap::new(),
        coords: Vec::new(),
        view: None,
    };
    let ending = walk(reader, &mut file);
    file.end_track();
    file.end_place();
    (file.out, ending)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    None,
    Point,
    Line,
    Track,
    /// An area, a model, a picture laid over the ground.
    Other,
}

/// A placemark that is not closed yet.
#[derive(Default)]
struct Pending {
    depth: usize,
    name: Option<Box<str>>,
    text: Option<Box<str>>,
    address: Option<Box<str>>,
    begin: Option<TrackTime>,
    end: Option<TrackTime>,
    /// The month or year that it begins with, and the one that it ends with.
    period: [Option<Box<str>>; 2],
    points: Vec<GeoPoint>,
    lines: Vec<Vec<Fix>>,
    areas: u32,
    /// Whether a position in it was counted as left out.
    is_counted: bool,
}

impl Pending {
    /// A mark with all that is said of the place as a whole.
    fn mark(&self, point: GeoPoint) -> Mark {
        let period = match self.period.each_ref().map(Option::as_deref) {
            [Some(begin), Some(end)] if begin != end => {
                Some(format!("{} to {end}", begin.trim_end_matches(WITHOUT_DAY)).into())
            }
            [begin, end] => begin.or(end).map(Into::into),
        };
        Mark {
            name: self.name.clone(),
            text: self.text.clone(),
            address: self.address.clone(),
            time: self.begin,
            period,
            is_stay: self.begin.is_some() && self.end.is_some(),
            ..Mark::at(point)
        }
    }
}

struct File {
    out: Tracks,
    place: Option<Pending>,
    shape: Shape,
    whens: Vec<Option<i64>>,
    /// Texts of times that do not tell the time of the day, by their place among the times.
    coarse: BTreeMap<usize, Box<str>>,
    coords: Vec<Option<GeoPoint>>,
    /// Depth of the point of view that the file opens a place from, which has a time of its own.
    view: Option<usize>,
}

impl File {
    /// Positions of `lon,lat[,alt]` tuples between spaces; whether any was left out and counted so.
    fn tuples(&mut self, text: &str, mut each: impl FnMut(&mut Tracks, GeoPoint)) -> bool {
        let mut is_counted = false;
        for tuple in closed_up(text).split_ascii_whitespace() {
            match pair(tuple.split(',')) {
                Ok(point) => each(&mut self.out, point),
                Err(why) => {
                    self.out.skip(why.reason());
                    is_counted = true;
                }
            }
        }
        is_counted
    }

    fn coordinates(&mut self, text: &str) {
        let Some(mut place) = self.place.take() else { return };
        match self.shape {
            Shape::Point => {
                // A stray second tuple of a point is no second place.
                let text = closed_up(text);
                let first = text.split_ascii_whitespace().next().unwrap_or_default();
                place.is_counted |= self.tuples(first, |_, point| place.points.push(point));
            }
            Shape::Line => {
                let mut line = Line::default();
                place.is_counted |= self.tuples(text, |out, point| {
                    out.fix(&mut line, Fix { seconds: None, point, accuracy_metres: None });
                });
                place.lines.push(line.fixes);
            }
            // Those of an area or a picture, which is counted as such.
            Shape::Track | Shape::Other | Shape::None => {}
        }
        self.place = Some(place);
    }

    /// Times and positions are two lists side by side; what has no partner is left out.
    fn end_track(&mut self) {
        if self.shape != Shape::Track {
            return;
        }
        self.shape = Shape::None;
        let (whens, coords) = (std::mem::take(&mut self.whens), std::mem::take(&mut self.coords));
        let coarse = std::mem::take(&mut self.coarse);
        let mut line = Line::default();
        for (at, (when, point)) in whens.iter().zip(&coords).enumerate() {
            match (point, coarse.get(&at)) {
                (None, _) => self.out.skip("a time without a position"),
                // To the day or less: no fix of a track, but a place on that day.
                (Some(point), Some(text)) => {
                    let place = self.place.as_ref().map_or(Mark::at(*point), |place| place.mark(*point));
                    let time = moment_in(text, self.out.order);
                    let period = period(text).filter(|_| time.is_none());
                    self.out.mark(Mark { time, period, is_stay: false, ..place });
                }
                (Some(point), None) => {
                    let fix = Fix { seconds: *when, point: *point, accuracy_metres: None };
                    self.out.fix(&mut line, fix);
                }
            }
        }
        // A track without any time is a line.
        if whens.is_empty() {
            for point in coords.iter().flatten() {
                self.out.fix(&mut line, Fix { seconds: None, point: *point, accuracy_metres: None });
            }
        } else {
            for _ in whens.len()..coords.len() {
                self.out.skip("a position without a time");
            }
        }
        for _ in coords.len()..whens.len() {
            self.out.skip("a time without a position");
        }
        match &mut self.place {
            Some(place) => {
                place.is_counted |= !whens.is_empty() || !coords.is_empty();
                place.lines.push(line.fixes);
            }
            None => self.out.line(line),
        }
    }

    fn end_place(&mut self) {
        self.shape = Shape::None;
        let Some(mut place) = self.place.take() else { return };
        let lines = std::mem::take(&mut place.lines);
        let has_any = !place.points.is_empty() || lines.iter().any(|fixes| !fixes.is_empty());
        for fixes in lines {
            let mut line = Line { name: place.name.clone(), fixes, ..Line::default() };
            span(&mut line.fixes, place.begin, place.end);
            if let Some(first) = line.fixes.first() {
                let mark = place.mark(first.point);
                (line.time, line.period) = (mark.time, mark.period);
            }
            self.out.line(line);
        }
        for point in std::mem::take(&mut place.points) {
            let mark = place.mark(point);
            self.out.mark(mark);
        }
        for _ in 0..place.areas {
            self.out.skip("an area or picture, which is no position");
        }
        if !has_any && !place.is_counted && place.areas == 0 {
            self.out.skip("no coordinates");
        }
    }
}

/// Gives the ends of a line without times the ends of its time span; the rest stays without.
fn span(fixes: &mut [Fix], begin: Option<TrackTime>, end: Option<TrackTime>) {
    if fixes.iter().any(|f| f.seconds.is_some()) {
        return;
    }
    let seconds = |m: Option<TrackTime>| m.filter(|m| m.is_to_second).map(|m| floor_seconds(m.at));
    if let Some(first) = fixes.first_mut() {
        first.seconds = seconds(begin);
    }
    if let Some(last) = fixes.last_mut().filter(|f| f.seconds.is_none()) {
        last.seconds = seconds(end);
    }
}

/// Tuples without the space that some programs write behind their commas, by which tuples are told apart.
fn closed_up(text: &str) -> Cow<'_, str> {
    let first = text.split_ascii_whitespace().next().unwrap_or_default();
    let is_spaced = first.strip_suffix(',').is_some_and(|number| !number.contains(','));
    if is_spaced { text.replace(", ", ",").into() } else { text.into() }
}

/// A description, which programs write as HTML.
fn description(text: &str) -> Option<Box<str>> {
    if text.contains('<') && text.contains('>') { name_of(&html::words(text)) } else { name_of(text) }
}

fn pair<'t>(mut parts: impl Iterator<Item = &'t str>) -> Result<GeoPoint, coord::NoPoint> {
    let mut number = || parts.next()?.trim().parse::<f64>().ok();
    let (lon, lat) = (number(), number());
    coord::degrees(lat, lon)
}

impl Handler for File {
    fn open(&mut self, name: &[u8], depth: usize, _tag: &Tag<'_>) -> bool {
        match name {
            b"Placemark" => {
                self.end_track();
                self.end_place();
                self.place = Some(Pending { depth, ..Pending::default() });
            }
            b"Point" => self.shape = Shape::Point,
            b"LineString" => self.shape = Shape::Line,
            b"Polygon" | b"Model" => {
                self.shape = Shape::Other;
                if let Some(place) = &mut self.place {
                    place.areas = place.areas.saturating_add(1);
                }
            }
            // The edge of an area stays an area.
            b"LinearRing" if self.shape != Shape::Other => self.shape = Shape::Line,
            b"Track" => {
                self.end_track();
                self.shape = Shape::Track;
            }
            b"LookAt" | b"Camera" if self.view.is_none() => self.view = Some(depth),
            _ if self.view.is_some() => {}
            b"NetworkLink" => self.out.has_links = true,
            b"coord" => return self.shape == Shape::Track,
            b"when" => return self.shape == Shape::Track || self.place.is_some(),
            b"coordinates" | b"begin" | b"end" => return self.place.is_some(),
            // The name of the document, or of the one folder that stands for it.
            b"name" if self.place.is_none() && self.out.title.is_none() => return depth <= 2,
            b"name" | b"description" | b"address" => return self.place.as_ref().is_some_and(|p| p.depth + 1 == depth),
            _ => {}
        }
        false
    }

    fn close(&mut self, name: &[u8], depth: usize, text: &str) {
        if self.view.is_some_and(|view| depth <= view) {
            self.view = None;
        }
        match name {
            b"Track" => self.end_track(),
            b"Point" | b"LineString" | b"Polygon" | b"Model" => self.shape = Shape::None,
            b"LinearRing" if self.shape == Shape::Line => self.shape = Shape::None,
            b"Placemark" => {
                self.end_track();
                self.end_place();
            }
            b"coordinates" => self.coordinates(text),
            b"coord" if self.shape == Shape::Track => {
                if self.coords.len() < super::MOST_FIXES {
                    // A comma stands between the numbers only where no space does; else it is inside one of them.
                    let has_spaces = text.trim().contains(|c: char| c.is_ascii_whitespace());
                    let is_between = |c: char| c.is_ascii_whitespace() || c == ',' && !has_spaces;
                    let parts = text.split(is_between).map(|part| part.trim_end_matches(','));
                    self.coords.push(pair(parts.filter(|part| !part.is_empty())).ok());
                }
            }
            b"when" if self.shape == Shape::Track => {
                if self.whens.len() < super::MOST_FIXES {
                    let seconds = self.out.seconds(text);
                    let is_coarse = || moment_in(text, self.out.order).is_some() || period(text).is_some();
                    if seconds.is_none() && is_coarse() {
                        self.coarse.insert(self.whens.len(), text.into());
                    }
                    self.whens.push(seconds);
                }
            }
            b"name" if self.place.is_none() && depth <= 2 => {
                self.out.title = self.out.title.take().or_else(|| name_of(text));
            }
            _ => {
                let Some(place) = &mut self.place else { return };
                match name {
                    b"when" | b"begin" => {
                        place.begin = place.begin.or_else(|| self.out.moment(text));
                        let period = || period(text).filter(|_| place.begin.is_none());
                        place.period[0] = place.period[0].take().or_else(period);
                    }
                    b"end" => {
                        place.end = self.out.moment(text);
                        place.period[1] = period(text).filter(|_| place.end.is_none());
                    }
                    b"name" if depth == place.depth + 1 => place.name = name_of(text),
                    b"description" if depth == place.depth + 1 => place.text = description(text),
                    b"address" if depth == place.depth + 1 => place.address = name_of(text),
                    _ => {}
                }
            }
        }
    }
}
