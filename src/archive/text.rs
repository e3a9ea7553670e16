//! Text files in other encodings than UTF-8, turned into UTF-8 as they stream.
//!
//! Exports are UTF-8. What people did with them before is not: spreadsheets save UTF-16 or the code page of the
//! system, editors put a byte order mark first. A file that is UTF-8 passes through as it is.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Extensions of files whose bytes are text without an encoding of its own. XML names its encoding, and its
/// reader looks at that.
const EXTENSIONS: &[&str] = &[
    "csv", "geojson", "geojsonl", "geojsons", "gps", "htm", "html", "js", "json", "jsonl", "log", "ndjson", "nma",
    "nmea", "rec", "tsv", "txt",
];

/// Bytes read at a time while the start is looked at or the text decoded, at most and at least.
const CHUNK: usize = 64 << 10;
const LEAST_CHUNK: usize = 256;

/// Bytes at the start that are checked for being UTF-8; a text that is, is taken for UTF-8 to its end.
const CHECKED: u64 = 4 << 20;

/// Whether a file with this extension, in lower case, is opened as text.
pub fn is_text(extension: &str) -> bool {
    EXTENSIONS.contains(&extension)
}

/// What is known of the bytes that follow.
enum State {
    /// Nothing was read yet.
    Start,
    /// They are given as they are; of so many it is still checked that they are UTF-8.
    Plain { unchecked: u64 },
    /// They are in another encoding.
    Decoding(Box<Decoder>),
}

/// A reader that gives UTF-8, whatever the file is written in.
pub struct TextReader<R> {
    inner: R,
    /// Bytes read at a time.
    chunk: usize,
    state: State,
    /// Bytes from the file that are not looked at yet, from `raw_at`.
    raw: Vec<u8>,
    raw_at: usize,
    /// Bytes to be given next, from `out_at`.
    out: Vec<u8>,
    out_at: usize,
    /// Why no more can be read, told once what came before is given.
    fault: Option<io::Error>,
    /// Whether a letter beyond ASCII was met in the form of UTF-8.
    saw_utf8: bool,
    /// Whether it is a page, which names its encoding itself.
    is_markup: bool,
    /// Bytes given so far.
    position: u64,
}

impl<R: Read> TextReader<R> {
    /// A reader of the text in `inner`, which stands at its beginning and is about `size` bytes long: of a hundred
    /// thousand small files each is read into no more room than it needs.
    pub fn new(inner: R, size: u64) -> Self {
        Self {
            inner,
            chunk: usize::try_from(size).unwrap_or(CHUNK).saturating_add(1).clamp(LEAST_CHUNK, CHUNK),
            state: State::Start,
            raw: Vec::new(),
            raw_at: 0,
            out: Vec::new(),
            out_at: 0,
            fault: None,
            saw_utf8: false,
            is_markup: false,
            position: 0,
        }
    }

    /// Fills `raw` up behind what is left in it; whether that is all there is.
    fn read_raw(&mut self) -> bool {
        self.raw.drain(..self.raw_at);
        self.raw_at = 0;
        let mut len = self.raw.len();
        self.raw.resize(len.max(self.chunk), 0);
        let mut ended = self.fault.is_some();
        while let Some(free) = self.raw.get_mut(len..).filter(|free| !free.is_empty() && !ended) {
            match self.inner.read(free) {
                Ok(0) => ended = true,
                Ok(count) => len += count.min(free.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.fault = Some(error);
                    ended = true;
                }
            }
        }
        self.raw.truncate(len);
        ended
    }

    /// Puts the next bytes into `out`; none at the end of the file.
    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.out_at = 0;
        while self.out.is_empty() {
            let ended = self.read_raw();
            match self.state {
                State::Decoding(_) => self.decode(ended),
                _ if ended && self.raw.is_empty() => return self.fault.take().map_or(Ok(()), Err),
                State::Start => self.start(),
                State::Plain { unchecked } => self.check(unchecked, ended),
            }
        }
        Ok(())
    }

    /// Tells UTF-16 and the mark of UTF-8 by the first bytes.
    fn start(&mut self) {
        let marked = Encoding::for_bom(&self.raw);
        self.is_markup = self.raw.trim_ascii_start().starts_with(b"<");
        self.raw_at = marked.map_or(0, |(_, mark)| mark);
        let encoding = marked.map(|(encoding, _)| encoding).or_else(|| utf16_without_mark(&self.raw));
        self.state = match encoding.filter(|encoding| *encoding != UTF_8) {
            Some(encoding) => State::Decoding(Box::new(encoding.new_decoder_without_bom_handling())),
            None => State::Plain { unchecked: CHECKED },
        };
    }

    /// Gives what is UTF-8, and tells the encoding of the rest where something is not.
    fn check(&mut self, unchecked: u64, ended: bool) {
        let rest = self.raw.get(self.raw_at..).unwrap_or_default();
        let (valid, is_fault) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), false),
            // A letter that was cut in two at the end of what is read so far.
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || ended),
        };
        let good = rest.get(..valid).unwrap_or_default();
        self.saw_utf8 |= !good.is_ascii();
        self.out.extend_from_slice(good);
        self.raw_at += valid;
        let rest = self.raw.get(self.raw_at..).unwrap_or_default();
        let unchecked = unchecked.saturating_sub(valid as u64);
        self.state = if is_fault && !self.saw_utf8 && !self.is_markup && !is_mostly_utf8(rest) {
            State::Decoding(Box::new(guessed(rest).new_decoder_without_bom_handling()))
        } else if is_fault || unchecked == 0 {
            // UTF-8, with a fault in it or not, which is left to whoever reads the file.
            self.out.extend_from_slice(rest);
            self.raw_at = self.raw.len();
            State::Plain { unchecked: 0 }
        } else {
            State::Plain { unchecked }
        };
    }

    fn decode(&mut self, ended: bool) {
        let State::Decoding(decoder) = &mut self.state else { return };
        let raw = self.raw.get(self.raw_at..).unwrap_or_default();
        let most = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(self.chunk * 4);
        self.out.resize(most, 0);
        let (result, read, written, _) = decoder.decode_to_utf8(raw, &mut self.out, ended);
        self.out.truncate(written);
        self.raw_at += read;
        if ended && result == CoderResult::InputEmpty {
            // A decoder that has ended takes no more.
            self.state = State::Plain { unchecked: 0 };
        }
    }

    /// Whether nothing is left to look at or to tell, so that the bytes of the file can be given as they are.
    fn passes_through(&self) -> bool {
        matches!(self.state, State::Plain { unchecked: 0 }) && self.raw_at >= self.raw.len() && self.fault.is_none()
    }
}

impl<R: Read + Seek> TextReader<R> {
    /// Starts again from the beginning.
    fn rewind(&mut self) -> io::Result<()> {
        self.inner.seek(SeekFrom::Start(0))?;
        self.state = State::Start;
        (self.raw_at, self.out_at, self.position, self.saw_utf8) = (0, 0, 0, false);
        self.fault = None;
        self.raw.clear();
        self.out.clear();
        Ok(())
    }

    /// Reads on to `target`, or to the end.
    fn skip_to(&mut self, target: u64) -> io::Result<()> {
        let between = target.saturating_sub(self.position);
        io::copy(&mut self.by_ref().take(between), &mut io::sink())?;
        Ok(())
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.out_at >= self.out.len() && !buffer.is_empty() {
            if self.passes_through() {
                let count = self.inner.read(buffer)?;
                self.position += count as u64;
                return Ok(count);
            }
            self.refill()?;
        }
        let ready = self.out.get(self.out_at..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.out_at += count;
        self.position += count as u64;
        Ok(count)
    }
}

impl<R: Read + Seek> Seek for TextReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "a position before the beginning");
        let target = match to {
            SeekFrom::Start(target) => target,
            SeekFrom::Current(by) => self.position.checked_add_signed(by).ok_or_else(before)?,
            SeekFrom::End(by) => {
                self.skip_to(u64::MAX)?;
                self.position.checked_add_signed(by).ok_or_else(before)?
            }
        };
        if target < self.position {
            self.rewind()?;
        }
        self.skip_to(target)?;
        Ok(self.position)
    }
}

/// UTF-16 by the zeros that it has between the letters of a key, a heading or a date.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    match head.get(..4)? {
        [a, 0, b, 0] if *a != 0 && *b != 0 => Some(UTF_16LE),
        [0, a, 0, b] if *a != 0 && *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a stretch that starts with a fault has more letters in UTF-8 than faults.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut faults) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    letters >= faults
}

/// The code page that text which is no UTF-8 is most likely written in.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn reader(bytes: &[u8]) -> TextReader<Cursor<Vec<u8>>> {
        TextReader::new(Cursor::new(bytes.to_vec()), bytes.len() as u64)
    }

    fn read(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        reader(bytes).read_to_end(&mut out).unwrap();
        out
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8(read(bytes)).unwrap()
    }

    fn utf16(text: &str, mark: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
    }

    #[test]
    fn the_code_page_of_a_table_is_guessed() {
        let in_code_page = |label: &str, text: &str| {
            let (bytes, _, _) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
            assert!(std::str::from_utf8(&bytes).is_err());
            bytes.into_owned()
        };
        for (label, written) in [
            ("windows-1252", "Name,Ort\nBäckerei Schröder,Köln\n"),
            ("windows-1252", "Titre,Note\nCafé de la Plage,déjà visité à Nîmes\n"),
            ("windows-1252", "Lugar\nA Coruña\n"),
            ("windows-1250", "Nazwa,Miejsce\nKawiarnia Pod Żółtą Łódką,Łódź i Gdańsk\n"),
            ("windows-1251", "Название\nКафе на набережной\n"),
            ("shift_jis", "名前\n東京駅の近くの喫茶店\n"),
        ] {
            assert_eq!(text(&in_code_page(label, written)), written, "{label}");
        }
    }

    #[test]
    fn a_code_page_is_told_behind_the_first_chunk_too() {
        let long = "a,b\n".repeat(CHUNK / 2);
        let bytes = [long.as_bytes(), b"Caf\xe9 de la gare,\xe0 midi\n"].concat();
        assert_eq!(text(&bytes), format!("{long}Café de la gare,à midi\n"));
    }

    #[test]
    fn utf_8_with_a_fault_stays_as_it_is() {
        for bytes in [&b"Caf\xc3\xa9 \xff bar"[..], b"\xffcaf\xc3\xa9", b"<p>Caf\xe9</p>", b"", b"\x80\xc3\xa9"] {
            assert_eq!(read(bytes), bytes);
        }
    }

    #[test]
    fn a_fault_of_the_archive_is_told_after_what_came_before() {
        struct Cut(Cursor<Vec<u8>>);
        impl Read for Cut {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                match self.0.read(buffer)? {
                    0 => Err(io::Error::other("damaged")),
                    count => Ok(count),
                }
            }
        }
        for bytes in [b"{\"a\": 1".to_vec(), utf16("{\"a\": 1", "\u{feff}", u16::to_le_bytes)] {
            let mut out = Vec::new();
            let error = TextReader::new(Cut(Cursor::new(bytes)), 1).read_to_end(&mut out).unwrap_err();
            assert_eq!((out.as_slice(), error.to_string().as_str()), (&b"{\"a\": 1"[..], "damaged"));
        }
    }

    #[test]
    fn reading_can_go_on_from_anywhere() {
        let written = "é".repeat(CHUNK) + "{}";
        for bytes in [written.clone().into_bytes(), utf16(&written, "\u{feff}", u16::to_be_bytes)] {
            let mut reader = reader(&bytes);
            for at in [written.len() - 2, 10, CHUNK + 2] {
                assert_eq!(reader.seek(SeekFrom::Start(at as u64)).unwrap(), at as u64);
                let mut two = [0; 2];
                reader.read_exact(&mut two).unwrap();
                assert_eq!(two, written.as_bytes()[at..at + 2]);
            }
            assert_eq!(reader.seek(SeekFrom::End(0)).unwrap(), written.len() as u64);
        }
    }

    proptest! {
        #[test]
        fn unicode_comes_out_the_same_however_it_is_read(written in "[{a-z][a-z]\\PC{0,40}", step in 1_usize..9) {
            let little = utf16(&written, "\u{feff}", u16::to_le_bytes);
            let big = utf16(&written, "", u16::to_be_bytes);
            for bytes in [written.as_bytes(), &["\u{feff}".as_bytes(), written.as_bytes()].concat(), &little, &big] {
                let (mut reader, mut out, mut some) = (reader(bytes), Vec::new(), [0; 9]);
                while let count @ 1.. = reader.read(&mut some[..step]).unwrap() {
                    out.extend_from_slice(&some[..count]);
                }
                prop_assert_eq!(&out, written.as_bytes());
            }
        }

        #[test]
        fn no_bytes_panic_or_hang(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            read(&bytes);
        }
    }
}
