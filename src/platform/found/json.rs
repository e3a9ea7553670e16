//! JSON of any shape, walked once without holding it: an object that has a latitude and a longitude is a position.
//!
//! Its time is its own field, else one of the objects it stands in as a field; a time does not reach
//! into a list, for there it is that of the list.

use std::fmt;
use std::io::BufReader;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::keys;
use super::{File, Spot};
use crate::model::GeoPoint;
use crate::platform::support::axis::{Axis, Half, half};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_scan::{Skipper, is_space};
use crate::platform::support::track::TrackTime;

/// Halves of positions kept of one object.
const MOST_HALVES: usize = 32;
/// Objects around a position that are asked for a time.
const LEVELS: u8 = 2;
/// Bytes of a label that are kept.
const LABEL: usize = 500;

/// Whether the beginning of a JSON text has keys for both halves of a position.
pub(super) fn has_pair(head: &[u8]) -> bool {
    let (mut at, mut lat, mut lon) = (0, false, false);
    // Whether the text before was the name of a field that may hold both halves.
    let mut is_both = false;
    while let Some(quote) = head.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let start = at + quote;
        let Some(len) = Skipper::new(b'"').feed(&head[start..]) else { return false };
        let inside = &head[start + 1..start + len - 1];
        at = start + len;
        let is_key = head[at..].iter().find(|b| !is_space(**b)) == Some(&b':');
        let text = std::str::from_utf8(inside);
        if !is_key && std::mem::take(&mut is_both) && text.is_ok_and(|t| keys::point_in(t).is_some()) {
            return true;
        }
        if is_key && let Ok(name) = text {
            is_both = keys::both(name).is_some();
            match half(name).map(|half| half.axis) {
                Some(Axis::Lat) => lat = true,
                Some(Axis::Lon) => lon = true,
                None => {}
            }
            // A geometry has both in one list.
            let is_list = name == "coordinates";
            (lat, lon) = (lat || is_list, lon || is_list);
        }
        if lat && lon {
            return true;
        }
    }
    false
}

/// Reads a file of one value or of several, one after the other; what is wrong with it.
pub(super) fn read(file: &mut File<'_, '_>) -> Option<Box<str>> {
    let size = file.cx.source().entry(file.id).size;
    if size > file.cx.limits().whole_file_bytes {
        return Some("larger than this program reads of an unknown kind".into());
    }
    let reader = match file.cx.open(file.id) {
        Ok(reader) => reader,
        Err(error) => return Some(error.to_string().into()),
    };
    let mut reader = BufReader::with_capacity(64 << 10, WithoutMark::new(reader));
    let mut json = serde_json::Deserializer::from_reader(&mut reader);
    loop {
        let mut walk = Walk { file, is_inside: false };
        match (Node { walk: &mut walk }).deserialize(&mut json) {
            Ok(seen) => walk.emit(seen),
            Err(error) if error.is_eof() && !walk.is_inside => return None,
            Err(error) => return Some(format!("not valid JSON from some point on ({error})").into()),
        }
    }
}

/// A reader that leaves out a byte order mark.
struct WithoutMark<R> {
    inner: R,
    is_started: bool,
}

impl<R: std::io::Read> WithoutMark<R> {
    const fn new(inner: R) -> Self {
        Self { inner, is_started: false }
    }
}

impl<R: std::io::Read> std::io::Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if !std::mem::replace(&mut self.is_started, true) && buffer[..count].starts_with(b"\xef\xbb\xbf") {
            buffer.copy_within(3..count, 0);
            return Ok(count - 3);
        }
        Ok(count)
    }
}

struct Walk<'w, 'f, 'c> {
    file: &'w mut File<'f, 'c>,
    /// Whether a value was begun.
    is_inside: bool,
}

impl Walk<'_, '_, '_> {
    fn emit(&mut self, seen: Seen) {
        if let Seen::Object(spots) = seen {
            for waiting in spots {
                self.file.keep(waiting.spot);
            }
        }
    }
}

/// A position that an object around it may still give a time.
struct Waiting {
    spot: Spot,
    levels: u8,
}

/// What was read of a value.
enum Seen {
    Nothing,
    Number(f64),
    Text(Box<str>),
    /// The first numbers of a list that holds nothing else.
    Numbers(Vec<f64>),
    /// Positions without a time.
    Object(Vec<Waiting>),
}

struct Node<'n, 'w, 'f, 'c> {
    walk: &'n mut Walk<'w, 'f, 'c>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_, '_, '_> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_, '_, '_> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Seen, E> {
        Ok(Seen::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Seen, E> {
        Ok(Seen::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Seen, E> {
        Ok(Seen::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Seen, E> {
        Ok(Seen::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Seen, E> {
        Ok(Seen::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Seen, E> {
        Ok(Seen::Text(cut(text).into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Seen, A::Error> {
        self.walk.is_inside = true;
        let mut numbers = Some(Vec::new());
        while let Some(seen) = list.next_element_seed(Node { walk: &mut *self.walk })? {
            match (seen, &mut numbers) {
                (Seen::Number(number), Some(all)) if all.len() < 3 => all.push(number),
                (seen, _) => {
                    numbers = None;
                    self.walk.emit(seen);
                }
            }
        }
        Ok(numbers.map_or(Seen::Nothing, Seen::Numbers))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen, A::Error> {
        self.walk.is_inside = true;
        let mut object = Object::default();
        while let Some(name) = map.next_key::<String>()? {
            if self.walk.file.cx.check().is_err() {
                return Err(A::Error::custom("cancelled"));
            }
            if name.len() > LABEL {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let seen = map.next_value_seed(Node { walk: &mut *self.walk })?;
            object.take(&name, seen);
        }
        Ok(Seen::Object(object.finish(self.walk)))
    }
}

fn cut(text: &str) -> &str {
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= LABEL).unwrap_or(text.len());
    &text[..end]
}

/// What was read of an object.
#[derive(Default)]
struct Object {
    /// Halves of positions, `None` where a text stands that is no number.
    halves: Vec<(Half, Option<f64>)>,
    times: Vec<(u8, String, TrackTime)>,
    label: Option<(u8, Box<str>)>,
    is_point: bool,
    coordinates: Option<(f64, f64)>,
    /// Positions written as one text, with the rest of the field's name.
    texts: Vec<(Result<GeoPoint, NoPoint>, String)>,
    inner: Vec<Waiting>,
}

impl Object {
    fn take(&mut self, name: &str, seen: Seen) {
        if let Some(half) = half(name) {
            let value = match &seen {
                Seen::Number(number) => Some(Some(*number)),
                Seen::Text(text) => (!coord::is_none(text)).then(|| coord::angle(text)),
                _ => None,
            };
            if let Some(value) = value.filter(|_| self.halves.len() < MOST_HALVES) {
                let degrees = value.map(|value| half.degrees(value));
                self.halves.push((half, degrees));
            }
        }
        if let Some((rank, rest)) = keys::time_rank(name).filter(|_| self.times.len() < MOST_HALVES) {
            let moment = match &seen {
                Seen::Number(number) => keys::plausible(&format!("{}", number.trunc())),
                Seen::Text(text) => keys::plausible(text),
                _ => None,
            };
            self.times.extend(moment.map(|moment| (rank, rest, moment)));
        }
        match seen {
            Seen::Text(text) => {
                if let Some((rest, point)) = keys::both(name).zip(keys::point_in(&text)) {
                    self.texts.push((point, rest));
                }
                self.is_point |= name == "type" && &*text == "Point";
                let rank = keys::label_rank(name).filter(|_| !text.is_empty());
                if let Some(rank) = rank.filter(|rank| self.label.as_ref().is_none_or(|(best, _)| rank < best)) {
                    self.label = Some((rank, text));
                }
            }
            Seen::Numbers(numbers) if name == "coordinates" => {
                if let [lon, lat, ..] = numbers.as_slice() {
                    self.coordinates = Some((*lat, *lon));
                }
            }
            Seen::Object(spots) => self.inner.extend(spots),
            _ => {}
        }
    }

    /// The time for a position whose fields have this in common.
    fn time(&self, rest: &str) -> Option<TrackTime> {
        let best = |own: bool| {
            let fits = self.times.iter().filter(|(_, r, _)| !own || r == rest);
            fits.min_by_key(|(rank, ..)| *rank).map(|(.., moment)| *moment)
        };
        best(true).or_else(|| best(false))
    }

    /// Keeps the positions that have a time or are too deep for one, and hands on the others.
    fn finish(mut self, walk: &mut Walk<'_, '_, '_>) -> Vec<Waiting> {
        let mut found: Vec<(Result<Option<_>, NoPoint>, String)> = Vec::new();
        for (half, lat) in self.halves.iter().filter(|(half, _)| half.axis == Axis::Lat) {
            let lon = self.halves.iter().find(|(other, _)| other.axis == Axis::Lon && other.rest == half.rest);
            match (lat, lon) {
                (Some(lat), Some((_, Some(lon)))) => found.push((keys::point(*lat, *lon), half.rest.clone())),
                // Two texts under these names are somebody's words.
                (None, Some((_, Some(_)))) | (Some(_), Some((_, None))) => {
                    found.push((Err(NoPoint::NotNumbers), half.rest.clone()));
                }
                _ => {}
            }
        }
        if let Some((lat, lon)) = self.coordinates.filter(|_| self.is_point) {
            found.push((coord::degrees(Some(lat), Some(lon)).map(Some), String::new()));
        }
        found.extend(self.texts.drain(..).map(|(point, rest)| (point.map(Some), rest)));
        let mut waiting = Vec::new();
        let label = self.label.take().map(|(_, text)| text);
        for (point, rest) in found {
            match point {
                Ok(Some(point)) => {
                    let spot = Spot { point, time: self.time(&rest), label: label.clone() };
                    waiting.push(Waiting { spot, levels: 0 });
                }
                Ok(None) => walk.file.skip("whole numbers, which are no position"),
                Err(why) => walk.file.skip(why.reason()),
            }
        }
        for inner in std::mem::take(&mut self.inner) {
            let spot = Spot {
                time: inner.spot.time.or_else(|| self.time("")),
                label: inner.spot.label.or_else(|| label.clone()),
                ..inner.spot
            };
            waiting.push(Waiting { spot, levels: inner.levels + 1 });
        }
        let (done, open): (Vec<Waiting>, Vec<Waiting>) =
            waiting.into_iter().partition(|w| w.spot.time.is_some() || w.levels >= LEVELS);
        walk.emit(Seen::Object(done));
        open
    }
}
