//! Splitting JSON text of any size into the elements of its top-level lists.

use super::json_scan::{Skipper, is_space};

/// Bytes of one element beyond which it is left out, unless told otherwise.
const ELEMENT_CAP: usize = 32 << 20;

/// Bytes of a key beyond which the rest is not kept; no wanted key is that long.
const KEY_CAP: usize = 64 << 10;

/// Bytes before the equals sign of a script beyond which it is none; real ones have a few dozen.
const PREFACE_CAP: usize = 4 << 10;

/// One element of a list, or the whole value of a wanted field that is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Index into the wanted fields; `None` for an element of a bare list.
    pub field: Option<usize>,
    /// Its JSON text.
    pub bytes: &'a [u8],
}

/// Takes elements as a [`Splitter`] finds them.
pub trait Sink {
    /// Offers text that starts with an object. A sink that can read the object without being told
    /// where it ends says how long it was; otherwise it gets it as a [`Piece`] once the end is found.
    /// Finding the end first costs as much again as reading it.
    fn start(&mut self, field: Option<usize>, text: &[u8]) -> Option<usize> {
        let _ = (field, text);
        None
    }

    /// Takes an element.
    fn piece(&mut self, piece: Piece<'_>);
}

impl<F: FnMut(Piece<'_>)> Sink for F {
    fn piece(&mut self, piece: Piece<'_>) {
        self(piece);
    }
}

/// How a file ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As JSON should.
    Whole,
    /// In the middle.
    CutOff,
    /// Something that is not JSON stands in it.
    Damaged,
    /// Reading failed; the text says why.
    Unreadable(Box<str>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the equals sign of a script.
    Preface,
    /// Before the top-level value.
    Start,
    /// Inside the top-level object, before a key.
    Key,
    /// Inside a key.
    InKey,
    /// After a key.
    Colon,
    /// Before the value of a wanted or another field.
    Value,
    /// Inside a value nobody wants.
    Unwanted,
    /// Inside a wanted list, before an element.
    Between,
    /// Inside an element or a wanted value.
    Taking,
    /// After the top-level value.
    End,
    /// After something that is not JSON.
    Lost,
}

/// Splits JSON text into the elements of top-level lists, whatever the size of the chunks it comes in.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the text so far, none of them an argument")]
#[derive(Debug)]
pub struct Splitter<'w> {
    wanted: &'w [&'w str],
    place: Place,
    /// Index of the wanted field whose value is being read.
    field: Option<usize>,
    in_list: bool,
    bare: bool,
    skipper: Skipper,
    /// The part of a key or an element that came with earlier chunks.
    carry: Vec<u8>,
    oversized: bool,
    oversized_count: u64,
    damaged: bool,
    /// Bytes of a script's preface so far.
    preface: usize,
    /// Bytes of one element beyond which it is left out.
    cap: usize,
}

impl<'w> Splitter<'w> {
    /// A splitter that gives the values of these top-level fields, and the elements of a bare list.
    pub const fn new(wanted: &'w [&'w str]) -> Self {
        Self {
            wanted,
            place: Place::Start,
            field: None,
            in_list: false,
            bare: false,
            skipper: Skipper::new(b'{'),
            carry: Vec::new(),
            oversized: false,
            oversized_count: 0,
            damaged: false,
            preface: 0,
            cap: ELEMENT_CAP,
        }
    }

    /// The same with elements of at most `cap` bytes.
    #[must_use]
    pub const fn with_cap(mut self, cap: usize) -> Self {
        self.cap = cap;
        self
    }

    /// A splitter of a script that gives JSON to a variable: `window.YTD.tweets.part0 = [`. Plain JSON is read as well.
    pub const fn of_script(wanted: &'w [&'w str]) -> Self {
        let mut splitter = Self::new(wanted);
        splitter.place = Place::Preface;
        splitter
    }

    /// Elements left out because of their size.
    pub const fn oversized(&self) -> u64 {
        self.oversized_count
    }

    /// How the text ended, once all of it was fed.
    pub const fn ending(&self) -> Ending {
        match self.place {
            Place::Lost => Ending::Damaged,
            Place::End if self.damaged => Ending::Damaged,
            Place::End => Ending::Whole,
            _ => Ending::CutOff,
        }
    }

    /// Takes the next chunk and hands every element that ends in it to `sink`.
    pub fn feed(&mut self, chunk: &[u8], sink: &mut impl Sink) {
        let mut at = 0;
        while let Some(byte) = chunk.get(at) {
            at += match self.place {
                Place::InKey => self.in_key(&chunk[at..]),
                Place::Unwanted => self.unwanted(&chunk[at..]),
                Place::Taking => self.taking(&chunk[at..], sink),
                Place::End | Place::Lost => return,
                Place::Between if *byte == b'{' => self.offer(&chunk[at..], sink),
                _ => self.between_tokens(*byte),
            };
        }
    }

    /// One byte of structure; the number of bytes it used up, which is 0 when a value starts with it.
    fn between_tokens(&mut self, byte: u8) -> usize {
        if is_space(byte) {
            return 1;
        }
        match (self.place, byte) {
            (Place::Preface, b'[' | b'{') if self.preface == 0 => {
                self.place = Place::Start;
                return 0;
            }
            (Place::Preface, b'=') => self.place = Place::Start,
            (Place::Preface | Place::Start, 0xef | 0xbb | 0xbf) | (Place::Key | Place::Between, b',') => {}
            (Place::Preface, _) if self.preface < PREFACE_CAP => self.preface += 1,
            (Place::Start, b'{') => self.place = Place::Key,
            (Place::Start, b'[') => {
                (self.bare, self.in_list) = (true, true);
                self.place = Place::Between;
            }
            (Place::Key, b'"') => return self.start(Place::InKey, byte),
            (Place::Key, b'}') => self.place = Place::End,
            (Place::Colon, b':') => self.place = Place::Value,
            (Place::Value, b'[') if self.field.is_some() => {
                self.in_list = true;
                self.place = Place::Between;
            }
            (Place::Between, b']') => self.leave_list(),
            (Place::Between, b'}') => self.damaged = true,
            (Place::Value, b',' | b'}' | b']') | (Place::Preface | Place::Start | Place::Key | Place::Colon, _) => {
                self.place = Place::Lost;
            }
            (Place::Value, _) if self.field.is_none() => return self.start(Place::Unwanted, byte),
            _ => return self.start(Place::Taking, byte),
        }
        1
    }

    /// An object in a list: read by the sink at once, or to be taken once its end is found.
    fn offer(&mut self, rest: &[u8], sink: &mut impl Sink) -> usize {
        match sink.start(self.field, rest) {
            Some(len) if (1..=rest.len()).contains(&len) => len,
            _ => self.start(Place::Taking, b'{'),
        }
    }

    fn start(&mut self, place: Place, first: u8) -> usize {
        self.skipper = Skipper::new(first);
        self.place = place;
        0
    }

    fn leave_list(&mut self) {
        self.in_list = false;
        self.place = if self.bare { Place::End } else { Place::Key };
    }

    fn in_key(&mut self, rest: &[u8]) -> usize {
        let end = self.skipper.feed(rest);
        let part = &rest[..end.unwrap_or(rest.len())];
        if self.carry.len() + part.len() <= KEY_CAP {
            self.carry.extend_from_slice(part);
        }
        if end.is_some() {
            let key = self.carry.strip_prefix(b"\"").and_then(|k| k.strip_suffix(b"\"")).unwrap_or_default();
            self.field = self.wanted.iter().position(|w| w.as_bytes() == key);
            self.carry.clear();
            self.place = Place::Colon;
        }
        part.len()
    }

    fn unwanted(&mut self, rest: &[u8]) -> usize {
        let end = self.skipper.feed(rest);
        if end.is_some() {
            self.place = Place::Key;
        }
        end.unwrap_or(rest.len())
    }

    fn taking(&mut self, rest: &[u8], sink: &mut impl Sink) -> usize {
        let Some(end) = self.skipper.feed(rest) else {
            self.keep(rest);
            return rest.len();
        };
        let field = self.field;
        if self.carry.is_empty() && !self.oversized && end <= self.cap {
            sink.piece(Piece { field, bytes: &rest[..end] });
        } else {
            self.keep(&rest[..end]);
            if self.oversized {
                self.oversized_count += 1;
            } else {
                sink.piece(Piece { field, bytes: &self.carry });
            }
            self.carry.clear();
            self.oversized = false;
        }
        self.place = if self.in_list { Place::Between } else { Place::Key };
        end
    }

    fn keep(&mut self, part: &[u8]) {
        if self.oversized || self.carry.len() + part.len() > self.cap {
            self.oversized = true;
            self.carry = Vec::new();
        } else {
            self.carry.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::platform::support::json_raw::Raw;

    type Seen = Vec<(Option<usize>, String)>;

    /// Reads objects at once when they are whole, as a reader of many records does.
    struct Eager(Seen);

    impl Sink for Eager {
        fn start(&mut self, field: Option<usize>, text: &[u8]) -> Option<usize> {
            let mut fields = Raw::at_start_of(text).fields();
            fields.by_ref().for_each(drop);
            let len = text.len() - fields.rest()?.len();
            self.0.push((field, String::from_utf8_lossy(&text[..len]).into_owned()));
            Some(len)
        }

        fn piece(&mut self, piece: Piece<'_>) {
            self.0.push((piece.field, String::from_utf8_lossy(piece.bytes).into_owned()));
        }
    }

    fn split(bytes: &[u8], wanted: &[&str], cuts: &[usize]) -> (Seen, Ending) {
        let mut splitter = Splitter::new(wanted);
        let mut seen = Vec::new();
        let mut each = |piece: Piece<'_>| seen.push((piece.field, String::from_utf8_lossy(piece.bytes).into_owned()));
        let mut rest = bytes;
        for cut in cuts {
            let (now, later) = rest.split_at((*cut).min(rest.len()));
            splitter.feed(now, &mut each);
            rest = later;
        }
        splitter.feed(rest, &mut each);
        (seen, splitter.ending())
    }

    fn texts(seen: &Seen) -> Vec<&str> {
        seen.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn wanted_lists_are_found_in_any_order_and_others_passed_over() {
        let text = "\u{feff} { \"x\" : [{\"a\":[1]}], \"b\" : [ {\"a\":1} , 2,\"]\" ] , \"y\":null,\"a\":[[1],[]],\"c\":{\"d\":1}}";
        let (seen, ending) = split(text.as_bytes(), &["a", "b", "c"], &[]);
        assert_eq!(texts(&seen), ["{\"a\":1}", "2", "\"]\"", "[1]", "[]", "{\"d\":1}"]);
        assert_eq!(
            seen.iter().map(|(f, _)| *f).collect::<Vec<_>>(),
            [Some(1), Some(1), Some(1), Some(0), Some(0), Some(2)]
        );
        assert_eq!(ending, Ending::Whole);
    }

    #[test]
    fn a_file_cut_off_keeps_what_came_before() {
        let (seen, ending) = split(br#"{"locations":[{"a":1},{"a":2},{"a""#, &["locations"], &[]);
        assert_eq!(texts(&seen), [r#"{"a":1}"#, r#"{"a":2}"#]);
        assert_eq!(ending, Ending::CutOff);
    }

    #[test]
    fn what_is_not_json_is_said_to_be_damaged() {
        assert_eq!(split(b"<html>", &["a"], &[]).1, Ending::Damaged);
        assert_eq!(split(b"{\"a\" [1]}", &["a"], &[]).1, Ending::Damaged);
        assert_eq!(split(b"", &["a"], &[]).1, Ending::CutOff);
        let (seen, ending) = split(b"[{\"a\":1} } oops {\"b\":2}]", &[], &[]);
        assert_eq!(texts(&seen), ["{\"a\":1}", "oops", "{\"b\":2}"], "it goes on after a fault");
        assert_eq!(ending, Ending::Damaged);
    }

    #[test]
    fn a_script_gives_what_it_assigns() {
        let script = |text: &str, wanted: &[&str]| {
            let mut seen = Vec::new();
            let mut splitter = Splitter::of_script(wanted);
            let mut each = |piece: Piece<'_>| seen.push(String::from_utf8_lossy(piece.bytes).into_owned());
            text.bytes().for_each(|byte| splitter.feed(&[byte], &mut each));
            (seen, splitter.ending())
        };
        let whole = |all: &[&str]| (all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), Ending::Whole);
        assert_eq!(script("\u{feff}window.YTD.tweets.part0 = [ {\"a\":1}, 2 ];", &[]), whole(&["{\"a\":1}", "2"]));
        assert_eq!(script("Grailbird.data.tweets_2015_01 =\n[{}]", &[]), whole(&["{}"]));
        assert_eq!(script("window[\"a\"] = {\"x\": [1]}", &["x"]), whole(&["1"]));
        assert_eq!(script("[3]", &[]), whole(&["3"]));
        assert_eq!(script("function f() {}", &[]), (vec![], Ending::CutOff));
        assert_eq!(script(&"x".repeat(5000), &[]), (vec![], Ending::Damaged));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            "[ -~°\\\\\"]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c{}\"\\\\]{0,3}", inner, 0..4)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    fn expected(value: &Value, wanted: &[&str]) -> Vec<(Option<usize>, Value)> {
        let spread = |field, value: &Value| match value {
            Value::Array(all) => all.iter().map(|v| (field, v.clone())).collect(),
            other => vec![(field, other.clone())],
        };
        match value {
            Value::Object(map) => map
                .iter()
                .filter_map(|(key, v)| Some(spread(Some(wanted.iter().position(|w| w == key)?), v)))
                .flatten()
                .collect(),
            list => spread(None, list),
        }
    }

    #[test]
    fn an_element_beyond_the_cap_is_counted_and_left_out() {
        let text = br#"["aaaa", "bbbbbbbbbbbbbbbb", "cc"]"#;
        for size in [1, 5, text.len()] {
            let mut splitter = Splitter::new(&[]).with_cap(10);
            let mut seen = Vec::new();
            for chunk in text.chunks(size) {
                splitter.feed(chunk, &mut |piece: Piece<'_>| seen.push(piece.bytes.to_vec()));
            }
            assert_eq!(
                (seen.len(), splitter.oversized(), splitter.ending()),
                (2, 1, Ending::Whole),
                "chunks of {size}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_chunking_gives_what_serde_json_gives(
            list in prop::collection::vec(any_json(), 0..5),
            other in any_json(),
            bare in any::<bool>(),
            pretty in any::<bool>(),
            cuts in prop::collection::vec(0_usize..40, 0..12),
        ) {
            let value = if bare { json!(list) } else { json!({ "z": other, "a": list, "b": other, "c": [other] }) };
            let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
            let (seen, ending) = split(text.as_bytes(), &["a", "c"], &cuts);
            let parsed: Vec<_> = seen.iter().map(|(f, t)| (*f, serde_json::from_str::<Value>(t).unwrap())).collect();
            prop_assert_eq!(parsed, expected(&value, &["a", "c"]));
            prop_assert_eq!(ending, Ending::Whole);
            let mut eager = Eager(Vec::new());
            let mut splitter = Splitter::new(&["a", "c"]);
            let mut rest = text.as_bytes();
            for cut in cuts {
                let (now, later) = rest.split_at(cut.min(rest.len()));
                splitter.feed(now, &mut eager);
                rest = later;
            }
            splitter.feed(rest, &mut eager);
            prop_assert_eq!(eager.0, seen, "reading at once gives the same as finding the end first");
        }

        #[test]
        fn mangled_text_gives_the_same_for_any_chunking(
            text in prop::collection::vec(prop::sample::select(&b"{}[]\",:\\ a1-\xef"[..]), 0..60),
            cuts in prop::collection::vec(0_usize..10, 0..12),
        ) {
            prop_assert_eq!(split(&text, &["a"], &cuts), split(&text, &["a"], &[]));
        }
    }
}
