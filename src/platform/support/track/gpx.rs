//! GPX 1.0 and 1.1: tracks, routes and waypoints. Routes are plans.

use std::io::Read;

use super::time::period;
use super::{Fix, Format, Line, Mark, Order, Tracks, name_of};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::xml::{Ending, Handler, Tag, walk};

/// Reads a file to its end, or as far as it goes.
pub(super) fn read(reader: impl Read, order: Option<Order>) -> (Tracks, Ending) {
    let mut file =
        File { out: Tracks::ordered(Format::Gpx, order), line: Line::default(), line_depth: None, point: None };
    let ending = walk(reader, &mut file);
    file.end_point();
    file.end_line();
    (file.out, ending)
}

/// A point whose element is not closed yet.
struct Pending {
    depth: usize,
    is_waypoint: bool,
    lat: Option<f64>,
    lon: Option<f64>,
    seconds: Option<i64>,
    time: Option<super::TrackTime>,
    period: Option<Box<str>>,
    name: Option<Box<str>>,
    text: Option<Box<str>>,
}

struct File {
    out: Tracks,
    line: Line,
    line_depth: Option<usize>,
    point: Option<Pending>,
}

fn number(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

/// A number that needs a second look: with escapes in it, or with the comma of a program that wrote it in the
/// language of its user.
fn odd_number(tag: &Tag<'_>, name: &str) -> Option<f64> {
    tag.attribute(name)?.trim().replace(',', ".").parse().ok()
}

impl File {
    fn begin_point(&mut self, depth: usize, is_waypoint: bool, tag: &Tag<'_>) {
        self.end_point();
        let mut point = Pending {
            depth,
            is_waypoint,
            lat: None,
            lon: None,
            seconds: None,
            time: None,
            period: None,
            name: None,
            text: None,
        };
        tag.each_raw(|name, value| match name {
            b"lat" => point.lat = number(value),
            b"lon" => point.lon = number(value),
            _ => {}
        });
        if point.lat.is_none() || point.lon.is_none() {
            point.lat = point.lat.or_else(|| odd_number(tag, "lat"));
            point.lon = point.lon.or_else(|| odd_number(tag, "lon"));
        }
        self.point = Some(point);
    }

    fn end_point(&mut self) {
        let Some(point) = self.point.take() else { return };
        let place = match coord::degrees(point.lat, point.lon) {
            Ok(place) => place,
            Err(why) => return self.out.skip(NoPoint::reason(why)),
        };
        if point.is_waypoint {
            let mark =
                Mark { name: point.name, text: point.text, time: point.time, period: point.period, ..Mark::at(place) };
            self.out.mark(mark);
        } else {
            self.out.fix(&mut self.line, Fix { seconds: point.seconds, point: place, accuracy_metres: None });
        }
    }

    fn begin_line(&mut self, depth: usize, is_plan: bool) {
        self.end_point();
        self.end_line();
        self.line.is_plan = is_plan;
        self.line_depth = Some(depth);
    }

    fn end_line(&mut self) {
        self.line_depth = None;
        self.out.line(std::mem::take(&mut self.line));
    }
}

impl Handler for File {
    fn open(&mut self, name: &[u8], depth: usize, tag: &Tag<'_>) -> bool {
        match name {
            b"trkpt" | b"rtept" => self.begin_point(depth, false, tag),
            b"wpt" => self.begin_point(depth, true, tag),
            b"trk" => self.begin_line(depth, false),
            b"rte" => self.begin_line(depth, true),
            b"time" => return self.point.as_ref().is_some_and(|p| p.depth + 1 == depth),
            b"name" | b"desc" | b"type" => {
                let outer = self.point.as_ref().map(|p| p.depth).or(self.line_depth);
                return outer.is_some_and(|outer| outer + 1 == depth);
            }
            _ => {}
        }
        false
    }

    fn close(&mut self, name: &[u8], depth: usize, text: &str) {
        if let Some(point) = &mut self.point {
            match name {
                b"trkpt" | b"rtept" | b"wpt" => self.end_point(),
                b"time" if depth == point.depth + 1 => {
                    if point.is_waypoint {
                        point.time = self.out.moment(text);
                        point.period = period(text).filter(|_| point.time.is_none());
                    } else {
                        point.seconds = self.out.seconds(text);
                    }
                }
                b"name" if point.is_waypoint && depth == point.depth + 1 => point.name = name_of(text),
                b"desc" if point.is_waypoint && depth == point.depth + 1 => point.text = name_of(text),
                _ => {}
            }
            return;
        }
        let Some(outer) = self.line_depth else { return };
        match name {
            b"trk" | b"rte" => self.end_line(),
            b"name" if depth == outer + 1 => self.line.name = name_of(text),
            b"type" if depth == outer + 1 => {
                self.line.sport = name_of(text);
                self.line.is_virtual = text.to_ascii_lowercase().contains("virtual");
            }
            _ => {}
        }
    }
}
