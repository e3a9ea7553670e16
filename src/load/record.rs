//! The record of an export that an item was read from, as it stands in the file.
//!
//! Adapters number records each in the way that suits their files. So a record is only shown when it
//! bears the item's own marks: its time, its position or the path of its picture.

use serde_json::Value;

use super::Loaded;
use crate::archive::{EntryId, Source};
use crate::model::{Item, Origin};
use crate::platform::support::salvage::whole_records;

/// Largest file that is searched.
const FILE_CAP: u64 = 96 << 20;
/// A file of so many bytes is read at a glance.
const SMALL: usize = 3 << 10;
/// Longest record that is shown, bytes.
const LONGEST: usize = 64 << 10;

/// The text of the record at `origin`, laid out for reading, or why it cannot be shown; a sentence without a period.
///
/// Reads and parses the whole file: call it on a thread of its own.
pub fn record_text(loaded: &Loaded, item: &Item, origin: Origin) -> Result<String, &'static str> {
    let source: &dyn Source = &*loaded.source;
    if origin.file as usize >= source.entries().len() {
        return Err("The file is not in the archive");
    }
    let id = EntryId(origin.file);
    let bytes = source.read(id, FILE_CAP).map_err(|_unreadable| "The file is too large to look a record up in")?;
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let marks = Marks::of(item);
    let found = match source.entry(id).extension() {
        "json" | "geojson" | "js" => json_record(&text, origin.record, &marks),
        "csv" | "tsv" | "txt" => line(&text, origin.record, &marks),
        _ => return Err("Records of this kind of file are not shown as text"),
    };
    let mut found = found.ok_or("The record could not be told from the others in the file")?;
    if found.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| found.is_char_boundary(*at)).unwrap_or(0);
        found.truncate(end);
        found.push_str("\n…");
    }
    Ok(found)
}

/// Texts by which the record of an item is known.
struct Marks {
    /// Its own: time and pictures. Two items seldom share them.
    own: Vec<String>,
    /// Its position, place and words, which many share.
    shared: Vec<String>,
}

impl Marks {
    fn of(item: &Item) -> Self {
        let file_name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let paths = item.media.iter().map(|m| file_name(&m.path));
        let mut own: Vec<String> = paths.collect();
        if let Some(time) = item.time {
            own.push(time.as_second().to_string());
            let written = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%a %b %d %H:%M:%S"];
            own.extend(written.map(|format| time.strftime(format).to_string()));
        }
        let points = [item.location, item.public_location].into_iter().flatten().map(|l| l.point);
        let mut shared: Vec<String> = points
            .flat_map(|p| [p.lat().to_string(), p.lat().to_string().replace('.', ","), format!("{:.0}", p.lat() * 1e7)])
            .collect();
        // Words of ours stand before an internet address.
        let words = item.text.iter().flat_map(|text| text.lines());
        shared.extend(words.map(|line| line.strip_prefix("IP address ").unwrap_or(line).trim().to_owned()));
        // A name that was worked out stands in another record.
        shared.extend(item.place.iter().filter_map(|place| place.recorded_name()).map(str::to_owned));
        own.retain(|mark| mark.len() > 3);
        shared.retain(|mark| mark.len() > 3);
        Self { own, shared }
    }

    fn own_in(&self, text: &str) -> bool {
        self.own.iter().any(|mark| text.contains(mark.as_str()))
    }

    fn any_in(&self, text: &str) -> bool {
        self.own_in(text) || self.shared.iter().any(|mark| text.contains(mark.as_str()))
    }
}

fn json_record(text: &str, record: u32, marks: &Marks) -> Option<String> {
    // A script assigns its value to a name.
    let start = text.find(['[', '{'])?;
    let text = text.get(start..)?;
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    // A file that is cut off was read as far as it goes.
    let whole = values.next()?.ok().or_else(|| whole_records(text.as_bytes()))?;
    let all = records(&whole);
    let found = all.get(record as usize).filter(|value| marks.any_in(&value.to_string()));
    let found = found.or_else(|| all.iter().find(|value| marks.own_in(&value.to_string()))).copied();
    // A small file is shown whole, where its records cannot be told apart.
    let alone = || Some(&whole).filter(|_| all.len() < 2 || text.len() <= SMALL);
    let shown = |value: &Value| serde_json::to_string_pretty(value).ok();
    let mut value = found.or_else(alone)?;
    let mut text = shown(value)?;
    // A record that is too long to be shown may be a list of records, such as a conversation.
    while text.len() > LONGEST
        && let Some(inner) = records(value).into_iter().find(|inner| marks.own_in(&inner.to_string()))
    {
        value = inner;
        text = shown(value)?;
    }
    Some(text)
}

/// The elements of the outermost lists of a document, in its order.
fn records(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(fields) => fields.values().flat_map(records).collect(),
        _ => Vec::new(),
    }
}

/// A line of a table under its heading.
fn line(text: &str, record: u32, marks: &Marks) -> Option<String> {
    let heading = text.lines().next()?;
    let at = |number: usize| text.lines().nth(number);
    let near = [record as usize + 1, record as usize];
    let found = near.into_iter().filter_map(at).find(|line| marks.any_in(line));
    let found = found.or_else(|| text.lines().skip(1).find(|line| marks.own_in(line)))?;
    Some(format!("{heading}\n{found}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_record_too_long_to_be_shown_the_part_with_the_marks_is() {
        let events: Vec<Value> =
            (0..2000).map(|n| serde_json::json!({"timestamp": 1_443_742_000 + n, "text": "x".repeat(40)})).collect();
        let file = serde_json::json!({"conversations": [{"name": "a", "events": events}]}).to_string();
        let marks = Marks { own: vec!["1443743234".to_owned()], shared: Vec::new() };
        let shown = json_record(&file, 5, &marks).unwrap();
        assert!(shown.contains("1443743234") && shown.len() < 200, "{} bytes", shown.len());
    }
}
