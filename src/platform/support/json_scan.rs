//! Finding the end of a JSON value without reading what is in it, across chunk boundaries.

use memchr::{memchr2, memchr3};

/// The shape of a value, told by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// An object or array. Only its own kind of bracket is counted: in well-formed JSON that is enough.
    Nested { open: u8, close: u8 },
    /// A string.
    Text,
    /// A number, `true`, `false`, `null`, or anything else that is none of the above.
    Scalar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Outside,
    InText,
    Escaped,
}

/// A scan for the end of one value; can be fed piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct Skipper {
    shape: Shape,
    state: State,
    depth: u32,
}

/// Whether JSON allows this byte between tokens.
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// For every byte whether it ends a number or literal.
const ENDS_SCALAR: [bool; 256] = {
    let mut table = [false; 256];
    let ends = b",}] \t\r\n";
    let mut i = 0;
    while i < ends.len() {
        table[ends[i] as usize] = true;
        i += 1;
    }
    table
};

impl Skipper {
    /// A scan of a value that starts with `first`; `first` itself is still to be fed.
    pub const fn new(first: u8) -> Self {
        let shape = match first {
            b'{' => Shape::Nested { open: b'{', close: b'}' },
            b'[' => Shape::Nested { open: b'[', close: b']' },
            b'"' => Shape::Text,
            _ => Shape::Scalar,
        };
        Self { shape, state: State::Outside, depth: 0 }
    }

    /// Whether the value has no end mark of its own, so that the end of the input ends it too.
    pub const fn is_scalar(&self) -> bool {
        matches!(self.shape, Shape::Scalar)
    }

    /// Scans on; the number of bytes up to the end of the value, or `None` when it is not among them.
    pub fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        match self.shape {
            Shape::Nested { open, close } => self.feed_nested(bytes, open, close),
            Shape::Text => self.feed_text(bytes),
            Shape::Scalar => bytes.iter().position(|b| ENDS_SCALAR[usize::from(*b)]),
        }
    }

    fn feed_nested(&mut self, bytes: &[u8], open: u8, close: u8) -> Option<usize> {
        let mut rest = bytes;
        loop {
            if self.state == State::Outside {
                let at = memchr3(b'"', open, close, rest)?;
                let found = rest[at];
                rest = &rest[at + 1..];
                if found == b'"' {
                    self.state = State::InText;
                } else if found == open {
                    self.depth = self.depth.saturating_add(1);
                } else {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(bytes.len() - rest.len());
                    }
                }
            } else {
                rest = &rest[self.text_end(rest)?..];
            }
        }
    }

    fn feed_text(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut start = 0;
        if self.state == State::Outside {
            start = usize::from(!bytes.is_empty());
            self.state = if bytes.is_empty() { State::Outside } else { State::InText };
        }
        Some(start + self.text_end(&bytes[start..])?)
    }

    /// Inside a string: the number of bytes up to and with its closing quote.
    fn text_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            if self.state == State::Escaped {
                bytes.get(at)?;
                at += 1;
                self.state = State::InText;
            }
            at += memchr2(b'"', b'\\', &bytes[at..])? + 1;
            if bytes[at - 1] == b'"' {
                self.state = State::Outside;
                return Some(at);
            }
            self.state = State::Escaped;
        }
    }
}

/// The number of bytes of the value at the start of `bytes`, or `None` when its end is missing.
pub fn value_len(bytes: &[u8]) -> Option<usize> {
    let mut skipper = Skipper::new(*bytes.first()?);
    let end = skipper.feed(bytes).or_else(|| skipper.is_scalar().then_some(bytes.len()))?;
    (end > 0).then_some(end)
}

/// `bytes` without white space at its start.
pub fn trim_start(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !is_space(*b)).unwrap_or(bytes.len());
    &bytes[start..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_and_brackets_inside_strings_do_not_count() {
        let text = br#"{"a":"}\"]}","b":[{"c":"\\"}]} , 5"#;
        assert_eq!(value_len(text), Some(text.len() - 4));
    }

    #[test]
    fn a_value_without_its_end_has_none() {
        for text in [&b"{\"a\":1"[..], b"[1,[2]", b"\"abc\\\"", b"", b","] {
            assert_eq!(value_len(text), None);
        }
    }

    proptest! {
        #[test]
        fn any_cut_of_any_value_finds_the_same_end(text in ".{0,40}", cut in 0_usize..80, deep in 0_usize..4) {
            let mut value = serde_json::json!({ "k": text.clone(), text: [1, "]}"] });
            for _ in 0..deep {
                value = serde_json::json!([value, { "x": "\\" }]);
            }
            let bytes = value.to_string().into_bytes();
            let cut = cut.min(bytes.len());
            let mut skipper = Skipper::new(bytes[0]);
            let end = skipper.feed(&bytes[..cut]).or_else(|| Some(cut + skipper.feed(&bytes[cut..])?));
            prop_assert_eq!(end, Some(bytes.len()));
        }
    }
}
