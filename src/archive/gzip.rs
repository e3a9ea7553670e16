//! A gzip stream that can be read from anywhere.
//!
//! Deflate only runs forward. While the stream is read once to list what is in it, the state of the
//! decompressor is kept every so often; reading somewhere later starts at the state before it. The
//! distance between the states grows with the stream, so that they never take more than some 90 MB.

use std::io::{self, BufRead as _, Read, Seek, SeekFrom};
use std::sync::Arc;

use flate2::Crc;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::blob::{Blob, BlobReader, target};

/// What deflate may refer back to.
const WINDOW: usize = 32 << 10;
/// States kept at most; then every second one is dropped.
const MOST_STATES: usize = 2_048;
/// Bytes between two states at first.
const FIRST_STEP: u64 = 1 << 20;

/// Everything needed to go on inflating from a position.
#[derive(Clone)]
struct State {
    /// Position in the compressed bytes.
    input_at: u64,
    /// Position in the unpacked bytes.
    at: u64,
    /// The decompressor; `None` before the header of a gzip member.
    inflate: Option<Box<DecompressorOxide>>,
    /// The last unpacked bytes, as a ring.
    window: Box<[u8]>,
    /// Where in the ring the next byte goes.
    window_at: usize,
}

/// A gzip stream with states to start from.
pub(super) struct Gzip {
    blob: Blob,
    states: Vec<State>,
    len: u64,
}

impl std::fmt::Debug for Gzip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gzip").field("states", &self.states.len()).field("len", &self.len).finish_non_exhaustive()
    }
}

impl Gzip {
    /// Starts the pass that lists the stream.
    pub(super) fn scan(blob: &Blob) -> Scan {
        let stream = Stream::new(blob, State::start());
        Scan { states: vec![stream.state.clone()], step: FIRST_STEP, crc: Crc::new(), stream }
    }

    /// A reader of `len` unpacked bytes from `start` on.
    pub(super) fn reader(self: &Arc<Self>, start: u64, len: u64) -> GzipReader {
        GzipReader { gzip: Arc::clone(self), stream: None, start, len: len.min(self.len.saturating_sub(start)), pos: 0 }
    }
}

impl State {
    fn start() -> Self {
        Self { input_at: 0, at: 0, inflate: None, window: vec![0; WINDOW].into(), window_at: 0 }
    }
}

/// Inflates from a state on.
struct Stream {
    input: BlobReader,
    state: State,
    /// Unpacked bytes in the ring that were not handed out yet, before `state.window_at`.
    pending: usize,
    /// Checksum and length of the member that just ended, as its trailer states them.
    trailer: Option<[u8; 8]>,
}

impl Stream {
    fn new(blob: &Blob, state: State) -> Self {
        let input = blob.reader().narrowed(state.input_at, u64::MAX);
        Self { input, state, pending: 0, trailer: None }
    }

    /// Hands out the next unpacked bytes; 0 only at the end of the stream.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.pending == 0 {
            if !self.advance()? {
                return Ok(0);
            }
        }
        let from = (self.state.window_at + WINDOW - self.pending) % WINDOW;
        let ready = self.state.window.get(from..(from + self.pending).min(WINDOW)).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        if let (Some(to), Some(ready)) = (buffer.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(ready);
        }
        self.pending -= count;
        self.state.at += count as u64;
        Ok(count)
    }

    /// Inflates some more into the ring; `false` at the end of the stream.
    fn advance(&mut self) -> io::Result<bool> {
        if self.state.inflate.is_none() {
            if !self.member_header()? {
                return Ok(false);
            }
            self.state.inflate = Some(Box::default());
        }
        let State { inflate: Some(inflate), window, window_at, input_at, .. } = &mut self.state else {
            return Ok(false);
        };
        let input = self.input.fill_buf()?;
        if input.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (status, used, count) = decompress(inflate, input, window, *window_at, TINFL_FLAG_HAS_MORE_INPUT);
        self.input.consume(used);
        *input_at += used as u64;
        *window_at = (*window_at + count) % WINDOW;
        self.pending = count;
        match status {
            TINFLStatus::Done => {
                self.state.inflate = None;
                self.trailer = Some(self.take()?);
            }
            TINFLStatus::NeedsMoreInput | TINFLStatus::HasMoreOutput => {}
            _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "the compressed data is damaged")),
        }
        Ok(true)
    }

    /// Reads the header of a member; `false` if none follows (zeros after the last one are padding).
    fn member_header(&mut self) -> io::Result<bool> {
        let magic = self.input.fill_buf()?;
        if magic.first().is_none_or(|b| *b == 0) {
            return Ok(false);
        }
        let fixed: [u8; 10] = self.take()?;
        let [0x1f, 0x8b, 8, flags, ..] = fixed else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not gzip"));
        };
        if flags & 4 != 0 {
            let len: [u8; 2] = self.take()?;
            for _ in 0..u16::from_le_bytes(len) {
                self.take::<1>()?;
            }
        }
        for text in [8, 16] {
            // A name or comment ends at a zero byte.
            while flags & text != 0 && self.take::<1>()? != [0] {}
        }
        if flags & 2 != 0 {
            self.take::<2>()?;
        }
        Ok(true)
    }

    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes)?;
        self.state.input_at += N as u64;
        Ok(bytes)
    }
}

/// The pass that lists the stream, noting states on its way.
pub(super) struct Scan {
    stream: Stream,
    states: Vec<State>,
    step: u64,
    crc: Crc,
}

impl Scan {
    /// Compressed bytes read so far.
    pub(super) fn input_at(&self) -> u64 {
        self.stream.state.input_at
    }

    /// Unpacked bytes read so far.
    pub(super) fn at(&self) -> u64 {
        self.stream.state.at
    }

    /// Ends the pass: what was read can be read again from anywhere.
    pub(super) fn finish(self, blob: Blob) -> Gzip {
        Gzip { blob, states: self.states, len: self.stream.state.at }
    }

    fn note_state(&mut self) {
        let last = self.states.last().map_or(0, |s| s.at);
        if self.stream.pending > 0 || self.stream.state.at < last + self.step {
            return;
        }
        if self.states.len() >= MOST_STATES {
            let mut drop = true;
            self.states.retain(|_| {
                drop = !drop;
                !drop
            });
            self.step *= 2;
        }
        self.states.push(self.stream.state.clone());
    }
}

impl Read for Scan {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.crc.update(buffer.get(..count).unwrap_or_default());
        if self.stream.pending == 0
            && let Some(trailer) = self.stream.trailer.take()
        {
            let [a, b, c, d, ..] = trailer;
            let sum = self.crc.sum();
            self.crc.reset();
            if u32::from_le_bytes([a, b, c, d]) != sum {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the compressed data is damaged"));
            }
        }
        self.note_state();
        Ok(count)
    }
}

/// Reads a part of a gzip stream.
pub(super) struct GzipReader {
    gzip: Arc<Gzip>,
    stream: Option<Stream>,
    start: u64,
    len: u64,
    pos: u64,
}

/// Skipping up to this much is quicker than starting from a kept state.
const SKIP_IN_PLACE: u64 = 256 << 10;

impl GzipReader {
    /// A stream that stands at the position wanted, or as little before it as possible.
    fn stream_to(&mut self, wanted: u64) -> Option<&mut Stream> {
        let at = self.stream.as_ref().map(|s| s.state.at);
        let near = at.is_some_and(|at| at <= wanted && wanted - at <= SKIP_IN_PLACE);
        if !near {
            let after = self.gzip.states.partition_point(|s| s.at <= wanted);
            let state = self.gzip.states.get(after.saturating_sub(1))?;
            if at.is_none_or(|at| at > wanted || at < state.at) {
                self.stream = Some(Stream::new(&self.gzip.blob, state.clone()));
            }
        }
        self.stream.as_mut()
    }
}

impl Read for GzipReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.pos)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let (Some(buffer), true) = (buffer.get_mut(..wanted), wanted > 0) else { return Ok(0) };
        let at = self.start + self.pos;
        let Some(stream) = self.stream_to(at) else { return Ok(0) };
        let mut skipped = [0; 4 << 10];
        while stream.state.at < at {
            let part = (at - stream.state.at).min(skipped.len() as u64) as usize;
            if stream.read(skipped.get_mut(..part).unwrap_or_default())? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let count = stream.read(buffer)?;
        self.pos += count as u64;
        Ok(count)
    }
}

impl Seek for GzipReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pos = target(to, self.pos, self.len)?;
        Ok(self.pos)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn varied(len: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..len).map(|i| if i % 3 == 0 { next() } else { b'a' + (i / 1000 % 26) as u8 }).collect()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::GzBuilder::new().filename("x.tar").write(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn scanned(packed: Vec<u8>) -> (Arc<Gzip>, io::Result<Vec<u8>>) {
        let blob = Blob::memory(packed);
        let mut scan = Gzip::scan(&blob);
        let mut all = Vec::new();
        let result = scan.read_to_end(&mut all).map(|_| all);
        (Arc::new(scan.finish(blob)), result)
    }

    #[test]
    fn every_part_reads_the_same_as_the_whole() {
        let bytes = varied(5 << 20);
        let (first, second) = bytes.split_at(3 << 20);
        let (gzip, all) = scanned([packed(first), packed(second), vec![0; 100]].concat());
        assert!(all.unwrap() == bytes, "two members and padding are one stream");
        assert!(gzip.states.len() > 3);
        for (start, len) in [(0, 10), (3 << 20, 100), ((3 << 20) - 50, 100), (5 << 20, 10), (1_234_567, 400_000)] {
            let mut part = Vec::new();
            gzip.reader(start as u64, len as u64).read_to_end(&mut part).unwrap();
            assert!(part == bytes[start..(start + len).min(bytes.len())], "{start} {len}");
        }
        let mut reader = gzip.reader(100, 4 << 20);
        for at in [4_000_000_usize, 0, 2_000_000, 2_000_010, 1_999_000] {
            reader.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut four = [0; 4];
            reader.read_exact(&mut four).unwrap();
            assert_eq!(four, bytes[100 + at..][..4]);
        }
    }

    #[test]
    fn a_stream_that_stops_or_is_damaged_says_so() {
        let whole = packed(&varied(100_000));
        let cut = whole[..whole.len() / 2].to_vec();
        assert_eq!(scanned(cut).1.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let mut damaged = whole;
        let trailer = damaged.len() - 8;
        damaged[trailer] ^= 1;
        assert_eq!(scanned(damaged).1.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
