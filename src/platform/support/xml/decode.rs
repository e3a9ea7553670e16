//! Text files of any encoding as a stream of UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes read at a time.
const CHUNK: usize = 64 << 10;
/// Bytes at the start in which a file names its encoding.
const HEAD: usize = 512;

/// A reader that gives UTF-8, whatever it reads, and refuses tokens beyond a size.
pub(super) struct Utf8<R> {
    inner: R,
    /// `None` when the file is UTF-8 already, or takes itself for it.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    raw_at: usize,
    out: Vec<u8>,
    out_at: usize,
    ended: bool,
    token_cap: usize,
    token_left: usize,
}

impl<R: Read> Utf8<R> {
    /// Looks at the start of the file for its encoding.
    pub(super) fn new(inner: R, token_cap: usize) -> io::Result<Self> {
        let mut reader = Self {
            inner,
            decoder: None,
            raw: Vec::new(),
            raw_at: 0,
            out: Vec::new(),
            out_at: 0,
            ended: false,
            token_cap,
            token_left: token_cap,
        };
        reader.read_raw()?;
        let encoding = encoding(reader.raw.get(..HEAD).unwrap_or(&reader.raw));
        if let Some((_, mark)) = Encoding::for_bom(&reader.raw) {
            reader.raw_at = mark;
        }
        reader.decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(reader)
    }

    /// The next token may be as large as the cap.
    pub(super) const fn start_token(&mut self) {
        self.token_left = self.token_cap;
    }

    /// Whether all of the file was read.
    pub(super) const fn is_at_end(&self) -> bool {
        self.ended && self.out_at >= self.out.len()
    }

    /// Reads the next stretch of the file. A first stretch is filled up, so that it holds the declaration.
    fn read_raw(&mut self) -> io::Result<()> {
        self.raw.resize(CHUNK, 0);
        self.raw_at = 0;
        let mut len = 0;
        while let Some(free) = self.raw.get_mut(len..).filter(|free| !free.is_empty()) {
            match self.inner.read(free) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => len += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.raw.truncate(len);
        Ok(())
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out_at = 0;
        self.out.clear();
        while self.out.is_empty() {
            if self.raw_at >= self.raw.len() {
                if self.ended {
                    return Ok(());
                }
                self.read_raw()?;
            }
            let raw = self.raw.get(self.raw_at..).unwrap_or_default();
            let Some(decoder) = &mut self.decoder else {
                std::mem::swap(&mut self.out, &mut self.raw);
                self.out_at = self.raw_at;
                self.raw.clear();
                self.raw_at = 0;
                return Ok(());
            };
            let most = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(CHUNK * 4);
            self.out.resize(most, 0);
            let (result, read, written, _) = decoder.decode_to_utf8(raw, &mut self.out, self.ended);
            self.out.truncate(written);
            self.raw_at += read;
            if result == CoderResult::InputEmpty {
                self.raw_at = self.raw.len();
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token_left == 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a tag or text larger than this program reads"));
        }
        if self.out_at >= self.out.len() {
            self.refill()?;
        }
        let available = self.out.get(self.out_at..).unwrap_or_default();
        Ok(&available[..available.len().min(self.token_left)])
    }

    fn consume(&mut self, count: usize) {
        self.out_at = (self.out_at + count).min(self.out.len());
        self.token_left = self.token_left.saturating_sub(count);
    }
}

/// The encoding by byte order mark, by the zeros of UTF-16, or by the declaration.
fn encoding(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head {
        [b'<' | b' ' | b'\n' | b'\r', 0, ..] => return UTF_16LE,
        [0, b'<' | b' ' | b'\n' | b'\r', ..] => return UTF_16BE,
        _ => {}
    }
    let named = declared(head).and_then(Encoding::for_label);
    // Text that can be read as bytes is not UTF-16, whatever it says of itself.
    named.filter(|e| *e != UTF_16LE && *e != UTF_16BE).unwrap_or(UTF_8)
}

fn declared(head: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b'>', head)?;
    let declaration = head.get(..end)?;
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let rest = declaration.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first().filter(|(q, _)| matches!(q, b'"' | b'\''))?;
    rest.split(|b| b == quote).next()
}
