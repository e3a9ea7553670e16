//! A bounded, buffered view of a file that is read here and there.
//!
//! Every walker reads through it, so the cap on bytes and the few, small reads hold for all formats.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

/// What a file must be able to do to be read here and there.
pub(super) trait Bytes: Read + Seek {}

impl<T: Read + Seek + ?Sized> Bytes for T {}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file, or the block, ends before what it announces.
    End,
    /// The cap on bytes read is reached.
    Cap,
    /// The structure contradicts itself.
    Bad(&'static str),
    /// The system refused.
    Io(std::io::Error),
}

/// Bytes read at once where the next ones are likely to be needed too.
const CHUNK: usize = 4096;
/// Bytes that one call may ask for; longer values are never needed whole.
pub(super) const TAKE_CAP: usize = 1 << 20;

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte.
    pub(super) start: u64,
    /// Number of bytes.
    pub(super) len: u64,
}

impl Span {
    /// A file, whose length need not be known: reading past its end is noticed.
    pub(super) const FILE: Self = Self { start: 0, len: u64::MAX };

    /// The first byte after it.
    pub(super) const fn end(self) -> u64 {
        self.start.saturating_add(self.len)
    }

    /// The span without its first `count` bytes.
    pub(super) fn skip(self, count: u64) -> Self {
        let count = count.min(self.len);
        Self { start: self.start.saturating_add(count), len: self.len - count }
    }

    /// Where in the file `len` bytes at `offset` of the span lie, if they lie in it.
    pub(super) fn locate(self, offset: u64, len: u64) -> Result<u64, Stop> {
        match offset.checked_add(len) {
            Some(end) if end <= self.len => Ok(self.start.saturating_add(offset)),
            _ => Err(Stop::End),
        }
    }
}

/// The file, the piece of it in memory, and what may still be read.
pub(super) struct Window<'r> {
    reader: &'r mut (dyn Bytes + 'r),
    /// Where the reader stands; `None` when that is not known.
    reader_at: Option<u64>,
    buffer: Vec<u8>,
    /// Position in the file of the first byte in `buffer`.
    start: u64,
    chunk: usize,
    cap: u64,
    read: u64,
}

impl<'r> Window<'r> {
    /// A view of `reader` that reads at most `cap` bytes of it.
    pub(super) fn new(reader: &'r mut (dyn Bytes + 'r), cap: u64) -> Self {
        Self { reader, reader_at: None, buffer: Vec::new(), start: 0, chunk: CHUNK, cap, read: 0 }
    }

    /// Bytes read so far.
    pub(super) const fn bytes_read(&self) -> u64 {
        self.read
    }

    /// From now on reads only what is asked for: the walker hops from header to header.
    pub(super) const fn hop(&mut self) {
        self.chunk = 64;
    }

    /// From now on reads on: what follows will be needed.
    pub(super) const fn stroll(&mut self) {
        self.chunk = CHUNK;
    }

    /// Up to `len` bytes at `at`, fewer only at the end of the file.
    pub(super) fn up_to(&mut self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let len = len.min(TAKE_CAP);
        let end = self.start + self.buffer.len() as u64;
        if at < self.start || at.saturating_add(len as u64) > end {
            self.fill(at, len)?;
        }
        let bytes = self.buffer.get((at - self.start) as usize..).unwrap_or_default();
        Ok(bytes.get(..len).unwrap_or(bytes))
    }

    /// Exactly `len` bytes at `at`.
    pub(super) fn take(&mut self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let bytes = self.up_to(at, len)?;
        if bytes.len() == len { Ok(bytes) } else { Err(Stop::End) }
    }

    /// Exactly `N` bytes at `at`.
    pub(super) fn array<const N: usize>(&mut self, at: u64) -> Result<[u8; N], Stop> {
        self.take(at, N)?.try_into().ok().ok_or(Stop::End)
    }

    /// The length of the file.
    pub(super) fn file_len(&mut self) -> Result<u64, Stop> {
        self.reader_at = None;
        self.reader.seek(SeekFrom::End(0)).map_err(Stop::Io)
    }

    fn fill(&mut self, at: u64, len: usize) -> Result<(), Stop> {
        let end = self.start + self.buffer.len() as u64;
        if (self.start..=end).contains(&at) {
            self.buffer.drain(..(at - self.start) as usize);
        } else {
            self.buffer.clear();
        }
        self.start = at;
        let have = self.buffer.len();
        if self.reader_at != Some(at + have as u64) && !self.seek(at + have as u64)? {
            return Ok(());
        }
        let allowed = usize::try_from(self.cap - self.read).unwrap_or(usize::MAX);
        let want = (len.max(self.chunk) - have).min(allowed);
        self.buffer.resize(have + want, 0);
        let mut filled = have;
        let result = loop {
            match self.reader.read(self.buffer.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => break Ok(()),
                Ok(count) => filled += count.min(self.buffer.len() - filled),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(Stop::Io(error)),
            }
            if filled >= len {
                break Ok(());
            }
        };
        self.buffer.truncate(filled);
        self.read += (filled - have) as u64;
        self.reader_at = result.is_ok().then_some(at + filled as u64);
        result?;
        if filled < len && self.read == self.cap { Err(Stop::Cap) } else { Ok(()) }
    }

    /// Whether there is anything at `at`.
    fn seek(&mut self, at: u64) -> Result<bool, Stop> {
        self.reader_at = None;
        match self.reader.seek(SeekFrom::Start(at)) {
            Ok(_) => Ok(true),
            // Some readers refuse positions after the end, which is no failure here.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::UnexpectedEof) => Ok(false),
            Err(error) => Err(Stop::Io(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn data() -> Vec<u8> {
        (0..20_000_u32).flat_map(u32::to_be_bytes).collect()
    }

    #[test]
    fn any_order_of_reads_gives_the_file() {
        let data = data();
        let mut cursor = Cursor::new(&data);
        let mut window = Window::new(&mut cursor, 1 << 30);
        for at in [0, 4000, 4094, 4096, 70_000, 8, 79_990] {
            assert_eq!(window.take(at, 10).unwrap(), &data[at as usize..at as usize + 10]);
        }
        assert_eq!(window.up_to(79_990, 100).unwrap(), &data[79_990..]);
        assert!(matches!(window.take(79_995, 10), Err(Stop::End)));
        assert!(window.up_to(u64::MAX, 4).unwrap().is_empty());
    }

    #[test]
    fn no_more_than_the_cap_is_read() {
        let data = data();
        let mut cursor = Cursor::new(&data);
        let mut window = Window::new(&mut cursor, 5000);
        assert!(window.take(0, 100).is_ok());
        assert!(window.take(10_000, 900).is_ok());
        assert!(matches!(window.take(20_000, 100), Err(Stop::Cap)));
        assert!(window.bytes_read() <= 5000);
    }

    #[test]
    fn spans_refuse_what_lies_outside() {
        let span = Span { start: 100, len: 10 };
        assert_eq!(span.locate(4, 6).unwrap(), 104);
        assert!(span.locate(5, 6).is_err());
        assert!(span.locate(u64::MAX, 6).is_err());
        assert_eq!(span.skip(50), Span { start: 110, len: 0 });
    }
}
