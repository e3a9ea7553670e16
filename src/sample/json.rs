//! JSON as the platforms write it: Meta's with every UTF-8 byte as its own escape, streamed record by record.

use std::io::{self, Write};

use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes each byte beyond ASCII as `\u00XX`, which is what Meta's exporter has done since 2020.
struct Mangled;

impl Formatter for Mangled {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment.as_bytes();
        while let Some(at) = rest.iter().position(|b| !b.is_ascii()) {
            let (plain, beyond) = rest.split_at(at);
            writer.write_all(plain)?;
            let Some((byte, after)) = beyond.split_first() else { break };
            write!(writer, "\\u{byte:04x}")?;
            rest = after;
        }
        writer.write_all(rest)
    }
}

/// How text beyond ASCII is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// Byte by byte, as Meta does.
    Mangled,
    /// UTF-8.
    Plain,
}

/// Writes one value.
pub(super) fn value(out: &mut impl Write, value: &Value, text: Text) -> io::Result<()> {
    use serde::Serialize as _;
    let done = match text {
        Text::Mangled => value.serialize(&mut Serializer::with_formatter(out, Mangled)),
        Text::Plain => value.serialize(&mut Serializer::with_formatter(out, CompactFormatter)),
    };
    done.map_err(io::Error::from)
}

/// Writes an array, one record a line, building one record at a time.
pub(super) fn array(out: &mut impl Write, records: impl Iterator<Item = Value>, text: Text) -> io::Result<()> {
    out.write_all(b"[")?;
    for (number, record) in records.enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        value(out, &record, text)?;
    }
    out.write_all(b"\n]")
}

/// Writes an object of one array under `key`, one record a line.
pub(super) fn under_key(
    out: &mut impl Write,
    key: &str,
    records: impl Iterator<Item = Value>,
    text: Text,
) -> io::Result<()> {
    write!(out, "{{\"{key}\": ")?;
    array(out, records, text)?;
    out.write_all(b"}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_mangled_byte_by_byte_and_can_be_repaired() {
        let mut out = Vec::new();
        value(&mut out, &serde_json::json!({"Zażółć": "café ’ 🛳️ \"q\"\n"}), Text::Mangled).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.is_ascii());
        assert!(text.contains(r"caf\u00c3\u00a9 \u00e2\u0080\u0099"), "{text}");
        let Value::Object(read) = serde_json::from_str(&text).unwrap() else { panic!() };
        let (key, read) = read.iter().next().unwrap();
        let repair =
            |s: &str| String::from_utf8(s.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()).unwrap();
        assert_eq!(repair(key), "Zażółć");
        assert_eq!(repair(read.as_str().unwrap()), "café ’ 🛳️ \"q\"\n");
    }
}
