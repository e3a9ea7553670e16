//! A lazy view of JSON text: fields are found when asked for, and a value of an unexpected type is
//! simply not there. Nothing is allocated but strings with escapes.
//!
//! Exporters write the same field as a number, as a string, as an object or not at all; a typed
//! reader would refuse the whole record for one of them.

use std::borrow::Cow;

use super::json_scan::{trim_start, value_len};

/// The text of one JSON value.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    /// A view of a value; white space and a byte order mark around it do not matter.
    pub fn new(text: &'a [u8]) -> Self {
        Self(trim_start(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)).trim_ascii_end())
    }

    /// A view of the value at the start of a text that goes on after it.
    pub const fn at_start_of(text: &'a [u8]) -> Self {
        Self(text)
    }

    /// Whether the text is valid JSON from start to end.
    pub fn is_valid(self) -> bool {
        serde_json::from_slice::<serde::de::IgnoredAny>(self.0).is_ok()
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// The fields of an object in their order; none for another type. Keys are as spelled: a key
    /// written with escapes is not recognised, and no exporter writes one for plain letters.
    pub fn fields(self) -> Fields<'a> {
        let rest = self.0.strip_prefix(b"{");
        Fields { rest: rest.unwrap_or_default(), state: if rest.is_some() { Walk::Going } else { Walk::Broken } }
    }

    /// The elements of an array; none for another type.
    pub fn items(self) -> Items<'a> {
        Items(self.0.strip_prefix(b"[").unwrap_or_default())
    }

    /// The values of several fields of an object, found in one pass. `null` counts as absent.
    pub fn pick<const N: usize>(self, keys: [&str; N]) -> [Option<Self>; N] {
        let mut found = [None; N];
        for (key, value) in self.fields() {
            if let Some(at) = keys.iter().position(|k| k.as_bytes() == key) {
                found[at] = (value.0 != b"null").then_some(value);
            }
        }
        found
    }

    /// The value of a field of an object. `null` counts as absent.
    pub fn get(self, key: &str) -> Option<Self> {
        let [value] = self.pick([key]);
        value
    }

    /// The value at the end of a path of fields.
    pub fn at(self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a string.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inside = self.0.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        if memchr::memchr(b'\\', inside).is_none() {
            return Some(String::from_utf8_lossy(inside));
        }
        serde_json::from_slice(self.0).ok().map(Cow::Owned)
    }

    /// The text of a string, unless it is empty.
    pub fn filled(self) -> Option<Cow<'a, str>> {
        self.text().filter(|t| !t.trim().is_empty())
    }

    /// The bytes of a number or of a string without escapes: what identifies a device, whatever type it has.
    pub fn token(self) -> &'a [u8] {
        self.0.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\"")).unwrap_or(self.0)
    }

    /// An integer, written as a number or as a string; a fraction is rounded away.
    pub fn integer(self) -> Option<i64> {
        let token = self.token().trim_ascii();
        if let Some(value) = small_integer(token) {
            return Some(value);
        }
        let text = std::str::from_utf8(token).ok()?;
        text.parse().ok().or_else(|| {
            let value = self.number()?;
            (value.abs() < 9e15).then_some(value.round() as i64)
        })
    }

    /// A finite number, written as a number or as a string.
    pub fn number(self) -> Option<f64> {
        if let Some(value) = small_integer(self.token()) {
            return Some(value as f64);
        }
        let text = std::str::from_utf8(self.token()).ok()?;
        text.trim().parse().ok().filter(|v: &f64| v.is_finite())
    }

    /// Whether it is `true`, as a literal or as a string.
    pub fn is_true(self) -> bool {
        self.token().eq_ignore_ascii_case(b"true")
    }

    /// The text it was read from.
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }
}

/// An integer of at most 18 digits, which cannot overflow.
fn small_integer(token: &[u8]) -> Option<i64> {
    let digits = token.strip_prefix(b"-").unwrap_or(token);
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0_i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if digits.len() == token.len() { value } else { -value })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    Going,
    Whole,
    Broken,
}

/// Walks over the fields of an object.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
    state: Walk,
}

impl<'a> Fields<'a> {
    /// Once walked to the end: whether it was an object with its closing brace.
    pub fn is_whole(&self) -> bool {
        self.state == Walk::Whole
    }

    /// Once walked to the end: what follows the closing brace, or `None` when there was none.
    pub fn rest(&self) -> Option<&'a [u8]> {
        self.is_whole().then_some(self.rest)
    }

    fn step(&mut self) -> Option<(&'a [u8], Raw<'a>)> {
        let rest = trim_start(self.rest);
        let rest = rest.strip_prefix(b",").map_or(rest, trim_start);
        if let Some(after) = rest.strip_prefix(b"}") {
            self.rest = after;
            self.state = Walk::Whole;
            return None;
        }
        let inside = rest.strip_prefix(b"\"")?;
        let end = memchr::memchr(b'"', inside).filter(|end| *end == 0 || inside[end - 1] != b'\\');
        let end = end.or_else(|| value_len(rest).map(|len| len - 2))?;
        let value = trim_start(trim_start(&inside[end + 1..]).strip_prefix(b":")?);
        let len = value_len(value)?;
        self.rest = &value[len..];
        Some((&inside[..end], Raw(&value[..len])))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], Raw<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.state != Walk::Going {
            return None;
        }
        let step = self.step();
        if step.is_none() && self.state == Walk::Going {
            self.state = Walk::Broken;
        }
        step
    }
}

/// Walks over the elements of an array.
#[derive(Clone, Debug)]
pub struct Items<'a>(&'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        let rest = trim_start(self.0);
        let rest = rest.strip_prefix(b",").map_or(rest, trim_start);
        self.0 = b"";
        let len = value_len(rest).filter(|_| rest[0] != b']')?;
        self.0 = &rest[len..];
        Some(Raw(&rest[..len]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_value_of_another_type_is_not_there() {
        let raw = Raw::new(br#" {"a" : "12", "b": 3.6, "c": null, "d": {"e": [1, "x"]}, "f": "\u00b0", "g": "True"} "#);
        let [text, fraction, null, object, escape] = raw.pick(["a", "b", "c", "d", "f"]);
        assert_eq!(text.and_then(Raw::integer), Some(12));
        assert_eq!(fraction.and_then(Raw::integer), Some(4));
        assert!(null.is_none());
        assert_eq!(object.and_then(Raw::integer), None);
        assert_eq!(escape.and_then(Raw::text).as_deref(), Some("°"));
        assert_eq!(raw.at(&["d", "e"]).unwrap().items().filter_map(Raw::text).collect::<Vec<_>>(), ["x"]);
        assert!(raw.get("g").unwrap().is_true());
    }

    #[test]
    fn an_object_without_its_end_is_not_whole() {
        for (text, whole) in
            [(r#"{"a":1}"#, true), ("{}", true), (r#"{"a":1"#, false), (r#"{"a" 1}"#, false), ("7", false)]
        {
            let mut fields = Raw::new(text.as_bytes()).fields();
            fields.by_ref().for_each(drop);
            assert_eq!(fields.is_whole(), whole, "{text}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("[a-z{}\\[\\],:]{0,4}", inner, 0..4)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    fn same(raw: Raw<'_>, value: &Value) {
        match value {
            Value::Object(map) => {
                let keys: Vec<_> = raw.fields().map(|(k, _)| String::from_utf8_lossy(k).into_owned()).collect();
                assert_eq!(keys, map.keys().cloned().collect::<Vec<_>>());
                raw.fields().zip(map.values()).for_each(|((_, r), v)| same(r, v));
            }
            Value::Array(all) => {
                assert_eq!(raw.items().count(), all.len());
                raw.items().zip(all).for_each(|(r, v)| same(r, v));
            }
            Value::String(text) => assert_eq!(raw.text().as_deref(), Some(text.as_str())),
            Value::Number(number) => assert_eq!(raw.integer(), number.as_i64()),
            other => assert_eq!(raw.as_bytes(), other.to_string().as_bytes()),
        }
    }

    proptest! {
        #[test]
        fn it_sees_what_serde_json_sees(value in any_json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
            same(Raw::new(text.as_bytes()), &json!(value));
        }

        #[test]
        fn it_never_panics(text in prop::collection::vec(prop::sample::select(&b"{}[]\",:\\ 1a-\xff"[..]), 0..40)) {
            let raw = Raw::new(&text);
            for (_, value) in raw.fields() {
                let _seen = (value.text(), value.integer(), value.number(), value.is_valid(), value.items().count());
            }
            let _seen = (raw.items().count(), raw.text(), raw.integer(), raw.get("a"));
        }
    }
}
