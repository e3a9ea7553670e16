//! The JSON dialects of Meta's exports, read without trusting any of their shapes.
//!
//! Records come as activity items (`string_map_data`), lists (`string_list_data`), labelled values
//! (`label_values`, nested without warning) and media objects, often side by side in one export.
//! [`labels`] makes one flat list of the first three. Text is UTF-8 whose bytes were written as
//! characters; [`demojibake`] repairs it. Labels are in the language of the person, so callers
//! match by shape first and by words second.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use super::meta_place_words::is_place;

/// Repairs text whose UTF-8 bytes were written as one character each; leaves all other text alone.
pub fn demojibake(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(repaired)) => repaired.into(),
        _ => text.into(),
    }
}

/// The repaired text of a string; numbers and booleans as they are written. `None` for the rest and for blank text.
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => demojibake(s).trim().to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A number written as integer, float or text, with point or comma.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => parse_number(s),
        _ => None,
    }
    .filter(|n| n.is_finite())
}

/// A decimal number in text, with point or comma.
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',' | 'e' | 'E');
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) || !text.chars().all(plain) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

/// From here on a Unix time must be in milliseconds: in seconds it would lie past the year 5000.
const MILLISECONDS_FROM: f64 = 1e11;

/// A Unix time in seconds, or in milliseconds where it is too large for seconds. Zero stands for "no time".
pub fn time(value: &Value) -> Option<Timestamp> {
    let n = number(value).filter(|n| *n > 0.0)?;
    let milliseconds = if n >= MILLISECONDS_FROM { n } else { (n * 1000.0).round() };
    Timestamp::from_millisecond(milliseconds as i64).ok()
}

/// One or many: the elements of a list, or the bare value itself; nothing for null.
pub fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(all) => all,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// Fields by which an object is a record itself and not a wrapper around a list of them.
const RECORD_FIELDS: [&str; 8] = [
    "label_values",
    "media",
    "string_map_data",
    "string_list_data",
    "uri",
    "creation_timestamp",
    "media_map_data",
    "attachments",
];

/// The records of a file: the list under one of `roots`, a bare list, or a single bare record.
///
/// # Errors
/// The name of the property found instead, when the file holds something else.
pub fn records<'v>(file: &'v Value, roots: &[&str]) -> Result<&'v [Value], String> {
    let map = match file {
        Value::Array(all) => return Ok(all),
        Value::Object(map) => map,
        _ => return Err("a bare value".to_owned()),
    };
    let named = |key: &str| roots.iter().any(|root| root_name(key).eq_ignore_ascii_case(root));
    if let Some((_, value)) = map.iter().find(|(key, _)| named(key)) {
        return Ok(wrapped_list(value).unwrap_or_else(|| list(value)));
    }
    if RECORD_FIELDS.iter().any(|field| map.contains_key(*field)) {
        return Ok(std::slice::from_ref(file));
    }
    match map.keys().next() {
        Some(key) => Err(format!("“{}”", demojibake(key).chars().take(60).collect::<String>())),
        None => Ok(&[]),
    }
}

/// The one list of an object that is no record itself, as in `{"group_posts": {"activity_log_data": […]}}`.
fn wrapped_list(value: &Value) -> Option<&[Value]> {
    let map = value.as_object().filter(|map| !RECORD_FIELDS.iter().any(|field| map.contains_key(*field)))?;
    let mut fields = map.values();
    match (fields.next(), fields.next()) {
        (Some(Value::Array(all)), None) => Some(all),
        _ => None,
    }
}

/// A root key without the version that later exports append: `profile_v2` is `profile`.
pub fn root_name(key: &str) -> &str {
    match key.rsplit_once("_v") {
        Some((name, version)) if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => key,
    }
}

/// One labelled value of a record, whatever the dialect.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Key of the list of siblings it stands in: two labels of one group belong together.
    pub group: u32,
    /// The label, repaired; empty where the dialect has none.
    pub name: String,
    /// The value's text, repaired.
    pub value: Option<String>,
    /// The value's time, or the time beside the value; UTC.
    pub at: Option<Timestamp>,
    /// Labels of the values it is nested in, outermost first.
    pub path: Vec<String>,
}

impl Label {
    /// The label in the form in which labels are compared: lower case, plain apostrophes, single spaces.
    pub fn key(&self) -> String {
        comparable(&self.name)
    }

    /// Whether it, or something that it is nested in, is said to be a place, and something stands there.
    pub fn is_of_place(&self) -> bool {
        let mut names = self.path.iter().map(|name| comparable(name)).chain([self.key()]);
        self.value.as_deref().is_some_and(|value| !value.trim().is_empty()) && names.any(|name| is_place(&name))
    }

    /// The value as a yes or no, when it is one. Meta does not translate these words.
    pub fn flag(&self) -> Option<bool> {
        match self.value.as_deref() {
            Some(v) if v.eq_ignore_ascii_case("true") => Some(true),
            Some(v) if v.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

/// Text in the form in which labels are compared: lower case, plain apostrophes, single spaces.
pub fn comparable(label: &str) -> String {
    let plain = label.chars().map(|c| if matches!(c, '’' | '‘' | 'ʼ' | '`') { '\'' } else { c });
    let lower = plain.collect::<String>().to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every labelled value of a record, in file order, of all dialects and at every depth.
pub fn labels(record: &Value) -> Vec<Label> {
    let mut walk = Walk { found: Vec::new(), groups: 0, path: Vec::new() };
    let Some(record) = record.as_object() else { return walk.found };
    if let Some(map) = record.get("string_map_data").and_then(Value::as_object) {
        let group = walk.new_group();
        for (name, value) in map {
            walk.push(group, demojibake(name).into_owned(), value);
        }
    }
    if let Some(values) = record.get("string_list_data") {
        let group = walk.new_group();
        for value in list(values) {
            walk.push(group, String::new(), value);
        }
    }
    if let Some(values) = record.get("label_values") {
        walk.siblings(values);
    }
    walk.found
}

struct Walk {
    found: Vec<Label>,
    groups: u32,
    path: Vec<String>,
}

impl Walk {
    fn new_group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    fn push(&mut self, group: u32, name: String, value: &Value) {
        let field = |key: &str| value.get(key);
        let words = [field("value"), field("href")].into_iter().flatten().find_map(text);
        let at = [field("timestamp_value"), field("timestamp")].into_iter().flatten().find_map(time);
        self.found.push(Label { group, name, value: words, at, path: self.path.clone() });
    }

    fn siblings(&mut self, values: &Value) {
        let group = self.new_group();
        for value in list(values) {
            if value.is_string() {
                self.found.push(Label {
                    group,
                    name: String::new(),
                    value: text(value),
                    at: None,
                    path: self.path.clone(),
                });
                continue;
            }
            let name = ["label", "title"].iter().find_map(|key| value.get(key).and_then(text)).unwrap_or_default();
            if ["value", "href", "timestamp_value", "timestamp"].iter().any(|key| value.get(key).is_some()) {
                self.push(group, name.clone(), value);
            }
            for nested in ["dict", "vec", "label_values"].iter().filter_map(|key| value.get(key)) {
                self.path.push(name.clone());
                self.siblings(nested);
                self.path.pop();
            }
        }
    }
}

/// Every media object of a record, in file order, at every depth; text tracks of videos left out.
pub fn media(record: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    collect_media(record, &mut found);
    found
}

fn collect_media<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| collect_media(v, found)),
        Value::Object(map) => match map.get("uri").and_then(Value::as_str) {
            Some(uri) if is_text_track(uri) => {}
            Some(_) => found.push(value),
            None => map.values().for_each(|v| collect_media(v, found)),
        },
        _ => {}
    }
}

fn is_text_track(uri: &str) -> bool {
    let uri = uri.to_ascii_lowercase();
    [".srt", ".vtt"].iter().any(|end| uri.strip_suffix(end).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Text as Meta's exporter mangles it.
    fn mangled(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn bytes_written_as_characters_are_put_together_again() {
        for clean in ["Café “Zoë” 🌊", "Ünïcödé", "ВКЛ", "plain"] {
            assert_eq!(demojibake(&mangled(clean)), clean);
            assert_eq!(demojibake(clean), clean, "clean text stays");
        }
        assert_eq!(demojibake("50\u{a0}€"), "50\u{a0}€", "a character beyond one byte shows that it is clean");
    }

    #[test]
    fn numbers_and_times_come_in_many_shapes() {
        assert_eq!(number(&json!(-28)), Some(-28.0));
        assert_eq!(number(&json!("48,85")), Some(48.85));
        assert_eq!(number(&json!("inf")), None);
        assert_eq!(number(&json!([1])), None);
        let noon = Some("2018-06-01T12:00:00Z".parse().unwrap());
        assert_eq!(time(&json!(1_527_854_400)), noon);
        assert_eq!(time(&json!("1527854400")), noon);
        assert_eq!(time(&json!(1_527_854_400_000_i64)), noon, "milliseconds");
        assert_eq!(time(&json!(0)), None, "zero is no time");
        assert_eq!(time(&json!(u64::MAX)), None);
    }

    #[test]
    fn a_file_is_a_list_a_named_list_or_one_bare_record() {
        let post = json!({"media": []});
        assert_eq!(records(&json!([post, post]), &[]).map(<[_]>::len), Ok(2));
        assert_eq!(records(&json!({"ig_stories": [post]}), &["ig_stories"]).map(<[_]>::len), Ok(1));
        assert_eq!(records(&json!({"ig_stories_v2": post}), &["ig_stories"]).map(<[_]>::len), Ok(1));
        assert_eq!(records(&post, &["ig_stories"]).map(<[_]>::len), Ok(1));
        assert!(records(&json!({"subscriptions_reels": []}), &["ig_reels_media"]).is_err());
    }

    #[test]
    fn labels_are_found_in_every_dialect_and_at_every_depth() {
        let record = json!({
            "string_map_data": {mangled("Compte privé"): {"value": "False", "timestamp": 0}},
            "string_list_data": [{"value": "x", "timestamp": 1_527_854_400}],
            "label_values": [{"label": "Details", "dict": [{"title": "", "dict": [{"label": "City", "value": "Town"}]}]},
                             {"label": "Places", "vec": [{"value": "A"}, {"value": "B"}]}],
        });
        let found = labels(&record);
        let names: Vec<_> = found.iter().map(|l| (l.key(), l.value.clone().unwrap_or_default())).collect();
        let expected = [("compte privé", "False"), ("", "x"), ("city", "Town"), ("", "A"), ("", "B")]
            .map(|(a, b)| (a.into(), b.into()));
        assert_eq!(names, expected);
        assert_eq!(found[2].path, ["Details", ""]);
        assert_eq!(found[3].group, found[4].group);
    }
}
