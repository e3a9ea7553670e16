//! What can still be read of a JSON file that breaks off or is damaged.

use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The whole records before the first fault: elements of a top-level list, or of the lists and
/// values of a top-level object. The record in which the fault lies is left out.
pub fn whole_records(bytes: &[u8]) -> Option<Value> {
    let mut found = None;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    // The fault is known already; what was read before it is in `found`.
    let _fault = deserializer.deserialize_any(Top(&mut found));
    found.filter(|value| match value {
        Value::Array(all) => !all.is_empty(),
        Value::Object(map) => !map.values().all(|v| v.as_array().is_some_and(Vec::is_empty)),
        _ => false,
    })
}

struct Top<'a>(&'a mut Option<Value>);

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if let Value::Array(all) = self.0.insert(Value::Array(Vec::new())) {
            while let Some(element) = seq.next_element()? {
                all.push(element);
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Value::Object(found) = self.0.insert(Value::Object(Map::new())) {
            while let Some(key) = map.next_key::<String>()? {
                let mut slot = Value::Null;
                let result = map.next_value_seed(Nested(&mut slot));
                if !slot.is_null() {
                    found.insert(key, slot);
                }
                result?;
            }
        }
        Ok(())
    }
}

/// A value of the top-level object: a list keeps its whole elements, anything else only counts when whole.
struct Nested<'a>(&'a mut Value);

impl<'de> DeserializeSeed<'de> for Nested<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        *self.0 = Value::Array(Vec::new());
        if let Value::Array(all) = self.0 {
            while let Some(element) = seq.next_element()? {
                all.push(element);
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut whole = Map::new();
        while let Some((key, value)) = map.next_entry()? {
            whole.insert(key, value);
        }
        *self.0 = Value::Object(whole);
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<(), E> {
        *self.0 = v.into();
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<(), E> {
        *self.0 = v.into();
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<(), E> {
        *self.0 = v.into();
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<(), E> {
        *self.0 = v.into();
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<(), E> {
        *self.0 = v.into();
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom("no value"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_before_the_break_are_kept_and_the_broken_one_is_not() {
        assert_eq!(whole_records(br#"[{"a":1},{"b":2},{"c":"#), Some(json!([{"a":1},{"b":2}])));
        assert_eq!(whole_records(br#"{"x":[{"a":1},{"b":2},{"c"#), Some(json!({"x": [{"a":1},{"b":2}]})));
        assert_eq!(whole_records(br#"{"x":true,"y":{"z":1"#), Some(json!({"x": true})));
    }

    #[test]
    fn nothing_whole_is_nothing() {
        for bytes in [&b""[..], b"[", b"[{", b"{", b"{\"a\"", b"{\"a\":[{", b"7", b"<html>"] {
            assert_eq!(whole_records(bytes), None);
        }
    }

    #[test]
    fn an_undamaged_file_is_read_whole() {
        let value = json!({"a": [1, "x", null, {"b": [true]}], "c": 2.5, "d": {"e": null}});
        assert_eq!(whole_records(value.to_string().as_bytes()), Some(value));
    }
}
