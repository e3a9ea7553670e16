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
use crate::platform::support::coord::NoPoint;
use crate::platform::support::instant::floor_seconds;
use crate::platform::support::json_stream::counted_records;
use crate::platform::support::moment::{self, Clock, SpelledTime};
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
    cx.done(id, format!("places that Snapchat keeps, {}", counted_records(reader.count)));
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
    time: Option<SpelledTime>,
    spot: Option<place_text::Spot>,
    name: Option<Box<str>>,
    address: Option<Box<str>>,
    note: Option<Box<str>>,
    /// A position that is none: not on Earth, or 0/0.
    refused: Option<NoPoint>,
}

impl Said {
    /// What a text says if it is a position, good or not.
    fn at(text: &str) -> Option<Self> {
        if !place_text::is_position(text) {
            return None;
        }
        match place_text::read(text) {
            Ok(spot) => Some(Self { spot: Some(spot), ..Self::default() }),
            Err(NoPoint::Missing) => None,
            Err(why) => Some(Self { refused: Some(why), ..Self::default() }),
        }
    }
}

impl Reader {
    fn section(&mut self, cx: &mut ImportCx<'_>, section: &str, value: &Value) -> Result<(), ImportError> {
        match value {
            Value::Object(labels) if section.starts_with("Home") => {
                for (label, spot) in labels {
                    let text = spot.as_str().map(str::trim).unwrap_or_default();
                    // A school is told by its name.
                    let by_name = || Said { name: Some(text.into()), note: Some(label.as_str().into()), ..Said::default() };
                    let said = match Said::at(text) {
                        Some(said) => Said { name: said.spot.map(|_| guess(label)), ..said },
                        None if text.is_empty() => Said::default(),
                        None => by_name(),
                    };
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
            let why = said.refused.map_or("a record without a position or the name of a place", NoPoint::reason);
            return cx.skip(why, 1);
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
        Value::String(text) => Said::at(text).unwrap_or_default(),
        Value::Array(fields) => of_fields(fields),
        Value::Object(_) => of_object(value),
        _ => Said::default(),
    }
}

/// `["2026-02-09 00:41:21 UTC", "52.370, 4.895"]`, `["2025-03-02", "Example Store"]`, `["Example Pub", "Exampletown"]`.
/// Some begin with a month, `2026-02`, which is no moment and kept as a note.
fn of_fields(fields: &[Value]) -> Said {
    let mut texts = fields.iter().filter_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty()).peekable();
    let time = texts.peek().and_then(|text| moment::read(text, Clock::Local));
    let note = texts.peek().copied().filter(|text| is_month(text)).map(Into::into);
    if time.is_some() || note.is_some() {
        texts.next();
    }
    let (first, second) = (texts.next(), texts.next());
    if let Some(said) = first.and_then(Said::at) {
        return Said { time, note, ..said };
    }
    Said { time, name: first.map(Into::into), address: second.map(Into::into), note, ..Said::default() }
}

/// Whether a text is a year and a month, `2026-02` or `2026/02`.
fn is_month(text: &str) -> bool {
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    text.split_once(['-', '/']).is_some_and(|(year, month)| {
        (year.len(), month.len()) == (4, 2) && is_number(year) && is_number(month)
    })
}

fn of_object(value: &Value) -> Said {
    let fields = || value.as_object().into_iter().flatten();
    let when = || ["Time", "Date"].into_iter().filter_map(|key| text_of(value, key));
    let time = when().find_map(|text| moment::read(text, Clock::Local));
    let month = when().find(|text| is_month(text)).map(Into::into);
    let of_value = |(key, text): (&String, &Value)| Some((key.clone(), Said::at(text.as_str()?)?));
    if let Some((key, said)) = fields().find_map(of_value) {
        // `{"Date: 2022-07-14 UTC": "lat … ± … meters, long …"}`: the day stands in the key.
        let day = key.strip_prefix("Date:").map(str::trim);
        let in_key = || moment::read(day?.get(..10)?, Clock::Utc).filter(|_| day.is_some_and(|d| !d.contains(" - ")));
        let note = day.filter(|_| time.is_none()).map(Into::into).or(month);
        return Said { time: time.or_else(in_key), note, ..said };
    }
    let region = || joined([text_of(value, "Region"), text_of(value, "Country"), text_of(value, "Postal Code")]);
    let name = text_of(value, "Name").or_else(|| text_of(value, "City")).or_else(|| text_of(value, "Region"));
    Said { time, name: name.map(Into::into), address: region(), note: month, ..Said::default() }
}
