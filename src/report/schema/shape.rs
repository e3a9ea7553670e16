//! What is kept of a value: which types it had, how often, and the same of what is inside it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::mask::Values;

/// Names of fields kept of one object; a list keyed by data has more, and none of them is a field.
const MOST_FIELDS: usize = 400;

/// The shape of all values at one place of the structure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// How often each type was seen there.
    pub(super) types: BTreeMap<&'static str, u64>,
    /// Fields of objects.
    pub(super) fields: BTreeMap<Box<str>, Self>,
    /// What stands in fields beyond those kept.
    pub(super) other_fields: Option<Box<Self>>,
    /// What stands in lists.
    pub(super) elements: Option<Box<Self>>,
    /// Elements of the longest list.
    pub(super) longest: u64,
}

impl Shape {
    /// Adds a JSON document; `false` when it is damaged. What follows it, as in a script, is not looked at.
    pub(super) fn read_json(&mut self, reader: impl Read, values: &mut Values) -> bool {
        let mut json = serde_json::Deserializer::from_reader(reader);
        Seed { shape: self, values }.deserialize(&mut json).is_ok()
    }

    /// Adds a row of a table: names of columns and what stands in them.
    pub(super) fn add_row<'n>(&mut self, fields: impl Iterator<Item = (&'n str, String)>, values: &mut Values) {
        self.count("row");
        for (name, text) in fields {
            let kind = kind_of(&text);
            values.add(&text);
            self.field(name).count(kind);
        }
    }

    fn count(&mut self, kind: &'static str) {
        *self.types.entry(kind).or_default() += 1;
    }

    fn field(&mut self, name: &str) -> &mut Self {
        if self.fields.len() >= MOST_FIELDS && !self.fields.contains_key(name) {
            return self.other_fields.get_or_insert_default();
        }
        self.fields.entry(name.into()).or_default()
    }
}

/// What sort of text it is, told from its characters; says nothing of what it means.
fn kind_of(text: &str) -> &'static str {
    let text = text.trim();
    if text.is_empty() {
        "empty text"
    } else if text.parse::<i64>().is_ok() {
        "text of an integer"
    } else if text.parse::<f64>().is_ok() {
        "text of a number"
    } else if text.starts_with("http://") || text.starts_with("https://") {
        "text of a link"
    } else if text.len() >= 8 && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['-', '/', '.', ':']) {
        "text that starts like a date"
    } else {
        "text"
    }
}

/// Reads one value into a shape, without keeping it.
struct Seed<'a> {
    shape: &'a mut Shape,
    values: &'a mut Values,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.shape.count("true or false");
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.values.add(&value.to_string());
        self.shape.count("integer");
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.values.add(&value.to_string());
        self.shape.count("integer");
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.values.add(&value.to_string());
        self.shape.count("number");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.shape.count("null");
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.values.add(text);
        self.shape.count(kind_of(text));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { shape, values } = self;
        shape.count("list");
        let mut length = 0;
        loop {
            let elements = shape.elements.get_or_insert_default();
            if list.next_element_seed(Seed { shape: elements, values })?.is_none() {
                break;
            }
            length += 1;
        }
        shape.longest = shape.longest.max(length);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { shape, values } = self;
        shape.count("object");
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(Seed { shape: shape.field(&name), values })?;
        }
        Ok(())
    }
}
