//! Training Center XML: activities, and courses, which are plans.

use std::io::Read;

use super::{Fix, Format, Line, Order, Tracks, name_of};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::xml::{Ending, Handler, Tag, walk};

/// Reads a file to its end, or as far as it goes.
pub(super) fn read(reader: impl Read, order: Option<Order>) -> (Tracks, Ending) {
    let mut file = File { out: Tracks::ordered(Format::Tcx, order), line: Line::default(), in_line: None, point: None };
    let ending = walk(reader, &mut file);
    file.end_point();
    file.end_line();
    (file.out, ending)
}

#[derive(Default)]
struct Pending {
    lat: Option<f64>,
    lon: Option<f64>,
    seconds: Option<i64>,
    /// A position was begun: a reading without one is usual indoors.
    has_position: bool,
}

struct File {
    out: Tracks,
    line: Line,
    in_line: Option<usize>,
    point: Option<Pending>,
}

impl File {
    fn begin_line(&mut self, depth: usize, is_plan: bool) {
        self.end_point();
        self.end_line();
        self.line.is_plan = is_plan;
        self.in_line = Some(depth);
    }

    fn end_line(&mut self) {
        self.in_line = None;
        self.out.line(std::mem::take(&mut self.line));
    }

    fn end_point(&mut self) {
        let Some(point) = self.point.take() else { return };
        if !point.has_position {
            return self.out.skip("a reading without a position");
        }
        match coord::degrees(point.lat, point.lon) {
            Ok(place) => {
                let fix = Fix { seconds: point.seconds, point: place, accuracy_metres: None };
                self.out.fix(&mut self.line, fix);
            }
            Err(why) => self.out.skip(NoPoint::reason(why)),
        }
    }
}

impl Handler for File {
    fn open(&mut self, name: &[u8], depth: usize, tag: &Tag<'_>) -> bool {
        match name {
            b"Activity" => {
                self.begin_line(depth, false);
                self.line.sport = tag.attribute("Sport").and_then(|s| name_of(&s));
                self.line.is_virtual =
                    self.line.sport.as_ref().is_some_and(|s| s.to_ascii_lowercase().contains("virtual"));
            }
            b"Course" => self.begin_line(depth, true),
            b"Trackpoint" => {
                self.end_point();
                self.point = Some(Pending::default());
            }
            b"Position" => {
                if let Some(point) = &mut self.point {
                    point.has_position = true;
                }
            }
            b"Time" | b"LatitudeDegrees" | b"LongitudeDegrees" => return self.point.is_some(),
            b"Name" | b"Notes" => return self.in_line.is_some_and(|outer| outer + 1 == depth),
            _ => {}
        }
        false
    }

    fn close(&mut self, name: &[u8], depth: usize, text: &str) {
        match (name, &mut self.point) {
            (b"Time", Some(point)) => point.seconds = self.out.seconds(text),
            (b"LatitudeDegrees", Some(point)) => point.lat = text.parse().ok(),
            (b"LongitudeDegrees", Some(point)) => point.lon = text.parse().ok(),
            (b"Trackpoint", _) => self.end_point(),
            (b"Activity" | b"Course", _) => {
                self.end_point();
                self.end_line();
            }
            (b"Name", None) if self.in_line.is_some_and(|outer| outer + 1 == depth) => self.line.name = name_of(text),
            _ => {}
        }
    }
}
