//! `location_history.json`: a short trail, places Snapchat worked out, and towns.
//!
//! Sections and spellings change from export to export, so records are read by their shape.

use serde_json::Value;

use super::memories::is_exact;
use super::{SNAPCHAT, place_text, rules};
use crate::archive::EntryId;
use crate::model::{
    Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PointRow, PointSource, Track, TrackId,
};
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::moment::{self, Clock, Moment};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{joined, read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

const PRIVATE: Privacy = Privacy::private(Evidence::Recorded, &rules::KEPT_BY_SNAPCHAT);

/// Lists inside lists.
const MOST_DEPTH: usize = 4;

/// Reads the file.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(tree) = read_tree(cx, id) else { return Ok(()) };
    let track = cx.track(Track { platform: SNAPCHAT, name: "Snapchat location history".into(), file: id.0 });
    let mut reader = Reader { id, track, count: 0 };
    for (section, value) in tree.as_object().into_iter().flatten() {
        reader.section(cx, section, value)?;
    }
    cx.done(id, format!("places that Snapchat keeps, {} records", reader.count));
    Ok(())
}

struct Reader {
    id: EntryId,
    track: Option<TrackId>,
    count: u64,
}

/// What a record says.
#[derive(Default)]
struct Said {
    time: Option<Moment>,
    spot: Option<place_text::Spot>,
    name: Option<Box<str>>,
    address: Option<Box<str>>,
    note: Option<Box<str>>,
}

impl Reader {
    fn section(&mut self, cx: &mut ImportCx<'_>, section: &str, value: &Value) -> Result<(), ImportError> {
        match value {
            Value::Object(labels) if section.starts_with("Home") => {
                for (label, spot) in labels {
                    let text = spot.as_str().map(str::trim).unwrap_or_default();
                    let spot = place_text::read(text).ok().filter(|_| is_pair(text));
                    // A school is told by its name.
                    let by_name = (!text.is_empty() && !is_pair(text)).then(|| Box::from(text));
                    let is_named = by_name.is_some();
                    let name = spot.map(|_| guess(label)).or(by_name);
                    let note = is_named.then(|| label.as_str().into());
                    let said = Said { spot, name, note, ..Said::default() };
                    self.keep(cx, ItemKind::AccountPlace, said);
                }
            }
            Value::Object(lists) if lists.values().any(Value::is_array) => {
                for (_, list) in lists {
                    self.walk(cx, section, list, 0)?;
                }
            }
            _ => self.walk(cx, section, value, 0)?,
        }
        Ok(())
    }

    fn walk(&mut self, cx: &mut ImportCx<'_>, section: &str, value: &Value, depth: usize) -> Result<(), ImportError> {
        match value {
            // A list of texts is a record of its own.
            Value::Array(all) if depth < MOST_DEPTH && (all.is_empty() || !all.iter().all(Value::is_string)) => {
                for one in all {
                    self.walk(cx, section, one, depth + 1)?;
                }
            }
            Value::Null => {}
            _ => {
                if self.count.is_multiple_of(256) {
                    cx.check()?;
                }
                self.keep(cx, kind_of(section), said(value));
            }
        }
        Ok(())
    }

    /// Keeps a record: a position with an exact time as a point of the trail, anything else as an item.
    fn keep(&mut self, cx: &mut ImportCx<'_>, kind: ItemKind, said: Said) {
        let origin = Origin::new(self.id.0, self.count);
        self.count += 1;
        if let (Some((point, accuracy)), Some(time), Some(track), None) =
            (said.spot, said.time.filter(|t| is_exact(*t)), self.track, &said.name)
        {
            let (seconds, accuracy_metres) = (floor_seconds(time.time), accuracy.map(|a| a as f32));
            return cx.point(PointRow { seconds, point, accuracy_metres, source: PointSource::Unknown, track });
        }
        if said.spot.is_none() && said.name.is_none() {
            return cx.skip("a record without a position or the name of a place", 1);
        }
        cx.item(item(kind, said, origin));
    }
}

fn item(kind: ItemKind, said: Said, origin: Origin) -> Item {
    let mut item = PRIVATE.item(SNAPCHAT, kind, origin);
    moment::set_time(&mut item, said.time);
    item.location = said.spot.map(|(point, accuracy_metres)| Location {
        point,
        accuracy_metres,
        source: LocationSource::Inferred,
        evidence: Evidence::Likely,
    });
    item.place = said.name.map(|name| Place { address: said.address, ..Place::named(name) });
    item.text = said.note;
    item
}

/// What Snapchat takes a place for: its own guess, or a label whose origin it does not tell.
fn guess(label: &str) -> Box<str> {
    match label.strip_prefix("inferred") {
        Some(label) => format!("{label} (Snapchat's guess)").into(),
        None => format!("{label} (Snapchat's label)").into(),
    }
}

fn kind_of(section: &str) -> ItemKind {
    let is = |word: &str| section.contains(word);
    if is("Frequent") || is("Top Locations Per") {
        ItemKind::AccountPlace
    } else if is("Latest") {
        ItemKind::DeviceLocation
    } else {
        ItemKind::Visit
    }
}

fn said(value: &Value) -> Said {
    match value {
        Value::String(text) => Said { spot: place_text::read(text).ok(), ..Said::default() },
        Value::Array(fields) => of_fields(fields),
        Value::Object(_) => of_object(value),
        _ => Said::default(),
    }
}

/// `["2026-02-09 00:41:21 UTC", "52.370, 4.895"]`, `["2025-03-02", "Example Store"]`, `["Example Pub", "Exampletown"]`.
fn of_fields(fields: &[Value]) -> Said {
    let mut texts = fields.iter().filter_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty()).peekable();
    let time = texts.peek().and_then(|text| moment::read(text, Clock::Local));
    if time.is_some() {
        texts.next();
    }
    let (first, second) = (texts.next(), texts.next());
    let spot = first.and_then(|text| place_text::read(text).ok()).filter(|_| first.is_some_and(is_pair));
    if spot.is_some() {
        return Said { time, spot, ..Said::default() };
    }
    Said { time, name: first.map(Into::into), address: second.map(Into::into), ..Said::default() }
}

/// Whether a text is numbers and the words around them, rather than a name that has numbers in it.
fn is_pair(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let known = ["latitude", "longitude", "lat", "long", "lon", "lng", "meters", "metres", "m", "e"];
    words.into_iter().all(|word| known.contains(&word.to_lowercase().as_str()))
}

fn of_object(value: &Value) -> Said {
    let fields = || value.as_object().into_iter().flatten();
    let time = ["Time", "Date"].into_iter().find_map(|key| moment::read(text_of(value, key)?, Clock::Local));
    let of_value = |(key, text): (&String, &Value)| {
        let text = text.as_str()?;
        let spot = place_text::read(text).ok().filter(|_| is_pair(text) && moment::read(text, Clock::Local).is_none())?;
        Some((key.clone(), spot))
    };
    if let Some((key, spot)) = fields().find_map(of_value) {
        // `{"Date: 2022-07-14 UTC": "lat … ± … meters, long …"}`: the day stands in the key.
        let day = key.strip_prefix("Date:").map(str::trim);
        let in_key = || moment::read(day?.get(..10)?, Clock::Utc).filter(|_| day.is_some_and(|d| !d.contains(" - ")));
        let note = day.filter(|_| time.is_none()).map(Into::into);
        return Said { time: time.or_else(in_key), spot: Some(spot), note, ..Said::default() };
    }
    let region = || joined([text_of(value, "Region"), text_of(value, "Country"), text_of(value, "Postal Code")]);
    let name = text_of(value, "Name").or_else(|| text_of(value, "City")).or_else(|| text_of(value, "Region"));
    Said { time, name: name.map(Into::into), address: region(), ..Said::default() }
}
