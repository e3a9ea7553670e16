//! XML as GPS programs write it: pulled event by event, from any encoding, without a schema.
//!
//! No document type and no entity of its own is ever expanded, nothing outside the file is looked
//! at, and depth and the size of everything held in memory are capped. A broken tail does not take
//! away what came before it.

mod decode;

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use decode::Utf8;

/// Elements inside each other at most. Folders of a KML file are nested by hand.
const DEPTH: usize = 128;
/// Bytes of one tag, comment or stretch of text at most; the coordinates of a long line are one text.
const TOKEN_CAP: usize = 64 << 20;

/// How a file ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As XML should.
    Whole,
    /// Inside an element.
    CutOff,
    /// At something that is not XML, that is nested too deep or too large.
    Damaged(Box<str>),
    /// Reading failed.
    Unreadable(Box<str>),
}

/// Takes elements as they come. Names are without their prefix: programs disagree on namespaces.
pub trait Handler {
    /// An element begins, `depth` levels below the outermost; whether its text is wanted.
    fn open(&mut self, name: &[u8], depth: usize, tag: &Tag<'_>) -> bool;

    /// An element ends; `text` is what stood in it if that was wanted, without space around it.
    fn close(&mut self, name: &[u8], depth: usize, text: &str);

    /// Whether nothing more is wanted.
    fn is_full(&self) -> bool {
        false
    }
}

/// A start tag.
pub struct Tag<'e>(&'e BytesStart<'e>);

impl Tag<'_> {
    /// Hands every attribute to `each`: its name without prefix, and its value as it stands there.
    /// Numbers hold no escapes, which makes this the quick way for them.
    pub fn each_raw(&self, mut each: impl FnMut(&[u8], &[u8])) {
        // Looking for duplicates takes a time that grows with the square of their number.
        let mut attributes = self.0.html_attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            each(attribute.key.local_name().as_ref(), &attribute.value);
        }
    }

    /// The value of an attribute, escapes resolved.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut found = None;
        self.each_raw(|key, value| {
            if found.is_none() && key == name.as_bytes() {
                let text = String::from_utf8_lossy(value);
                found = Some(quick_xml::escape::unescape(&text).map_or_else(|_| text.to_string(), Into::into));
            }
        });
        found
    }
}

/// Reads to the end, or as far as it goes.
pub fn walk(reader: impl Read, handler: &mut impl Handler) -> Ending {
    let source = match Utf8::new(reader, TOKEN_CAP) {
        Ok(source) => source,
        Err(error) => return Ending::Unreadable(error.to_string().into()),
    };
    let mut reader = Reader::from_reader(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk { handler, depth: 0, text: None, began: false };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().start_token();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return walk.at_end(),
            Ok(event) => {
                if let Some(ending) = walk.take(&event) {
                    return ending;
                }
            }
            Err(quick_xml::Error::Io(error)) => return fault(&error),
            // A tag without an end is what a file that was cut off looks like.
            Err(quick_xml::Error::Syntax(error)) => {
                let cut = reader.get_mut().is_at_end();
                return if cut && walk.began { Ending::CutOff } else { Ending::Damaged(error.to_string().into()) };
            }
            Err(error) => return Ending::Damaged(error.to_string().into()),
        }
    }
}

fn fault(error: &std::io::Error) -> Ending {
    if error.kind() == std::io::ErrorKind::FileTooLarge {
        Ending::Damaged(error.to_string().into())
    } else {
        Ending::Unreadable(error.to_string().into())
    }
}

struct Walk<'h, H> {
    handler: &'h mut H,
    depth: usize,
    /// The text of the innermost element, while it is wanted.
    text: Option<Vec<u8>>,
    began: bool,
}

impl<H: Handler> Walk<'_, H> {
    fn take(&mut self, event: &Event<'_>) -> Option<Ending> {
        match event {
            Event::Start(tag) => {
                if self.depth >= DEPTH {
                    return Some(Ending::Damaged(format!("elements nested more than {DEPTH} deep").into()));
                }
                let wanted = self.handler.open(tag.local_name().as_ref(), self.depth, &Tag(tag));
                self.text = wanted.then(Vec::new);
                self.began = true;
                self.depth += 1;
            }
            Event::Empty(tag) => {
                let name = tag.local_name();
                self.handler.open(name.as_ref(), self.depth, &Tag(tag));
                self.handler.close(name.as_ref(), self.depth, "");
                self.text = None;
                self.began = true;
            }
            // An end without its beginning belongs to nothing.
            Event::End(tag) if self.depth > 0 => {
                self.depth -= 1;
                let text = self.text.take().unwrap_or_default();
                self.handler.close(tag.local_name().as_ref(), self.depth, String::from_utf8_lossy(&text).trim());
            }
            Event::Text(text) => return self.add(text),
            Event::CData(text) => return self.add(text),
            Event::GeneralRef(name) => {
                let mut utf8 = [0; 4];
                if let Some(letter) = letter(name) {
                    return self.add(letter.encode_utf8(&mut utf8).as_bytes());
                }
            }
            _ => {}
        }
        self.handler.is_full().then(|| Ending::Damaged("more in it than this program reads".into()))
    }

    fn add(&mut self, more: &[u8]) -> Option<Ending> {
        let text = self.text.as_mut()?;
        if text.len() + more.len() > TOKEN_CAP {
            return Some(Ending::Damaged("a text larger than this program reads".into()));
        }
        text.extend_from_slice(more);
        None
    }

    const fn at_end(&self) -> Ending {
        if self.depth > 0 { Ending::CutOff } else { Ending::Whole }
    }
}

/// The letter that a reference stands for; entities that a file declares stand for nothing.
fn letter(name: &BytesRef<'_>) -> Option<char> {
    match &**name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes down what comes.
    #[derive(Default)]
    struct Notes(Vec<String>);

    impl Handler for Notes {
        fn open(&mut self, name: &[u8], depth: usize, tag: &Tag<'_>) -> bool {
            let a = tag.attribute("a").map_or(String::new(), |a| format!(" a={a}"));
            self.0.push(format!("{depth}<{}{a}", String::from_utf8_lossy(name)));
            true
        }

        fn close(&mut self, name: &[u8], depth: usize, text: &str) {
            self.0.push(format!("{depth}>{} {text}", String::from_utf8_lossy(name)));
        }
    }

    fn notes(bytes: &[u8]) -> (Vec<String>, Ending) {
        let mut notes = Notes::default();
        let ending = walk(bytes, &mut notes);
        (notes.0, ending)
    }

    #[test]
    fn names_lose_their_prefix_and_text_its_escapes() {
        let (seen, ending) =
            notes(b"  <?xml version='1.0'?><x:k a='1&amp;2'><n> T&amp;J &#252;<![CDATA[<b>]]> </n><e/></x:k>");
        assert_eq!(seen, ["0<k a=1&2", "1<n", "1>n T&J \u{fc}<b>", "1<e", "1>e ", "0>k "]);
        assert_eq!(ending, Ending::Whole);
    }

    #[test]
    fn what_came_before_a_broken_tail_is_kept() {
        for tail in ["", "<", "<n", "<n a='", "<!-- ", "<![CDATA[ x", "</"] {
            let (seen, ending) = notes(format!("<k><n>1</n>{tail}").as_bytes());
            assert_eq!(seen[..3], ["0<k", "1<n", "1>n 1"], "{tail}");
            assert_eq!(ending, Ending::CutOff, "{tail}");
        }
        let (seen, ending) = notes(b"<k><n>1</n><!oops><n>2</n></k>");
        assert_eq!(seen.len(), 3);
        assert!(matches!(ending, Ending::Damaged(_)), "{ending:?}");
    }

    #[test]
    fn every_encoding_of_old_programs_is_read() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><n>Z\xfcrich</n>";
        assert_eq!(notes(latin).0[1], "0>n Z\u{fc}rich");
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><n>Z\u{fc}rich \u{1f6b2}</n>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xff, 0xfe], &little[..]].concat();
        for bytes in [little, big, marked] {
            assert_eq!(notes(&bytes).0[1], "0>n Z\u{fc}rich \u{1f6b2}");
        }
        let wrong = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-16\"?><n>Z\u{fc}rich</n>";
        assert_eq!(notes(wrong.as_bytes()).0[1], "0>n Z\u{fc}rich");
        assert_eq!(notes(b"<n>a\xffb</n>").0[1], "0>n a\u{fffd}b");
    }

    #[test]
    fn no_entity_is_expanded_and_depth_is_capped() {
        let bomb = b"<!DOCTYPE n [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><n>x&b;&amp;</n>";
        assert_eq!(notes(bomb).0[1], "0>n x&");
        let (seen, ending) = notes("<d>".repeat(100_000).as_bytes());
        assert_eq!(seen.len(), DEPTH);
        assert!(matches!(ending, Ending::Damaged(_)));
    }

    #[test]
    fn hostile_tags_take_time_in_proportion_to_their_size() {
        let attributes = format!("<k {}/>", "b='1' ".repeat(200_000));
        let began = std::time::Instant::now();
        assert_eq!(notes(attributes.as_bytes()).1, Ending::Whole);
        let unmatched = "</k>".repeat(200_000);
        assert_eq!(notes(unmatched.as_bytes()).1, Ending::Whole);
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "it takes a fraction of a second");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _seen = notes(&bytes);
        }

        #[test]
        fn no_text_panics(text in "[<>/!?&;#x0a\"'= \\[\\]CDAT-]{0,80}") {
            let _seen = notes(text.as_bytes());
        }
    }
}
