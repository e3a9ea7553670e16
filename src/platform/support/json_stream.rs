//! JSON files of any size, one element of a top-level list at a time.
//!
//! A file is inflated on a thread of its own while the elements of the chunks before are read;
//! memory stays flat. What came before a cut or a fault is kept.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use super::json_split::{Ending, Piece, Sink, Splitter};
use crate::archive::EntryId;
use crate::platform::{ImportCx, ImportError};

/// Bytes handed from the inflating to the reading thread at a time.
const CHUNK: usize = 256 << 10;

/// Chunks that may wait for the reading thread.
const CHUNKS_WAITING: usize = 4;

/// Files below this size are not worth a thread.
const SMALL_FILE: u64 = 512 << 10;

/// A [`Sink`] that keeps or skips what it takes in the context it is handed.
pub trait PieceReader {
    /// See [`Sink::start`].
    fn start(&mut self, cx: &mut ImportCx<'_>, field: Option<usize>, text: &[u8]) -> Option<usize> {
        let _ = (cx, field, text);
        None
    }

    /// Takes an element.
    fn piece(&mut self, cx: &mut ImportCx<'_>, piece: Piece<'_>);
}

struct ByClosure<F>(F);

impl<F: FnMut(&mut ImportCx<'_>, Piece<'_>)> PieceReader for ByClosure<F> {
    fn piece(&mut self, cx: &mut ImportCx<'_>, piece: Piece<'_>) {
        (self.0)(cx, piece);
    }
}

struct InContext<'r, 'c, R> {
    cx: &'r mut ImportCx<'c>,
    reader: &'r mut R,
}

impl<R: PieceReader> Sink for InContext<'_, '_, R> {
    fn start(&mut self, field: Option<usize>, text: &[u8]) -> Option<usize> {
        self.reader.start(self.cx, field, text)
    }

    fn piece(&mut self, piece: Piece<'_>) {
        self.reader.piece(self.cx, piece);
    }
}

/// Reads an entry and hands every element of its wanted lists to `each`; see [`read_with`].
pub fn read_pieces(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    wanted: &[&str],
    each: impl FnMut(&mut ImportCx<'_>, Piece<'_>),
) -> Result<Ending, ImportError> {
    read_with(cx, id, wanted, &mut ByClosure(each))
}

/// The same for lists of few elements that may each be as large as a file, such as whole conversations.
pub fn read_large_pieces(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    wanted: &[&str],
    each: impl FnMut(&mut ImportCx<'_>, Piece<'_>),
) -> Result<Ending, ImportError> {
    let cap = usize::try_from(cx.limits().whole_file_bytes).unwrap_or(usize::MAX);
    read_split(cx, id, Splitter::new(wanted).with_cap(cap), &mut ByClosure(each))
}

/// Reads an entry and hands every element of its wanted lists to `reader`, with the context to keep or skip it in.
///
/// Elements that are too large are counted as skipped here. The file's status is left to the caller.
pub fn read_with(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    wanted: &[&str],
    reader: &mut impl PieceReader,
) -> Result<Ending, ImportError> {
    read_split(cx, id, Splitter::new(wanted), reader)
}

/// Reads a script that gives JSON to a variable, `window.YTD.tweets.part0 = [`, and hands every element of the list, or
/// of its wanted lists, to `each`; see [`read_with`].
pub fn read_script(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    wanted: &[&str],
    each: impl FnMut(&mut ImportCx<'_>, Piece<'_>),
) -> Result<Ending, ImportError> {
    read_split(cx, id, Splitter::of_script(wanted), &mut ByClosure(each))
}

/// Says what became of a streamed file of `count` records.
pub fn finish(cx: &mut ImportCx<'_>, id: EntryId, ending: &Ending, count: u64, what: &str) {
    let records = counted_records(count);
    let why = match ending {
        Ending::Whole => return cx.done(id, format!("{what}, {records}")),
        Ending::CutOff => "the file is cut off".to_owned(),
        Ending::Damaged => "something in it is not JSON".to_owned(),
        Ending::Unreadable(why) => why.to_string(),
    };
    cx.fail(id, format!("{why}; {records} before that were read, download the export again for the rest"));
    cx.warn(format!("Only a part of this file could be read ({records}): {why}"), Some(id));
}

/// `1 record`, `12 records`.
pub fn counted_records(count: u64) -> String {
    super::words::counted(count, "record", "records")
}

fn read_split(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    mut splitter: Splitter<'_>,
    reader: &mut impl PieceReader,
) -> Result<Ending, ImportError> {
    let bytes = match cx.open(id) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Ending::Unreadable(error.to_string().into())),
    };
    let is_small = cx.source().entry(id).size < SMALL_FILE;
    let mut each = |cx: &mut ImportCx<'_>, chunk: &[u8]| {
        splitter.feed(chunk, &mut InContext { cx, reader });
    };
    let fault = if is_small { read_here(cx, bytes, &mut each)? } else { read_ahead(cx, bytes, &mut each)? };
    cx.check()?;
    cx.skip("a record larger than this program reads", splitter.oversized());
    Ok(fault.map_or_else(|| splitter.ending(), Ending::Unreadable))
}

/// A buffer that is filled again and again, and how much of it counts.
struct Chunk {
    buffer: Vec<u8>,
    len: usize,
}

impl Chunk {
    fn new() -> Self {
        Self { buffer: vec![0; CHUNK], len: 0 }
    }

    /// Fills the buffer; whether there may be more. What was read before a fault counts.
    fn fill(&mut self, reader: &mut impl Read) -> std::io::Result<bool> {
        self.len = 0;
        while let Some(free) = self.buffer.get_mut(self.len..).filter(|free| !free.is_empty()) {
            match reader.read(free) {
                Ok(0) => return Ok(false),
                Ok(count) => self.len += count.min(free.len()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }
}

/// Why reading failed, if it did.
type Fault = Option<Box<str>>;

fn read_here(
    cx: &mut ImportCx<'_>,
    mut reader: impl Read,
    each: &mut impl FnMut(&mut ImportCx<'_>, &[u8]),
) -> Result<Fault, ImportError> {
    let mut chunk = Chunk::new();
    loop {
        cx.check()?;
        let more = chunk.fill(&mut reader);
        each(cx, chunk.bytes());
        match more {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Ok(Some(error.to_string().into())),
        }
    }
}

/// A filled chunk, or why there is none.
type Filled = std::io::Result<Chunk>;

/// Reads on a thread of its own. What was read before a fault still arrives.
fn read_ahead(
    cx: &mut ImportCx<'_>,
    reader: impl Read + Send,
    each: &mut impl FnMut(&mut ImportCx<'_>, &[u8]),
) -> Result<Fault, ImportError> {
    let (filled, chunks) = sync_channel::<Filled>(CHUNKS_WAITING);
    let (spare, empty) = channel::<Chunk>();
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().name("inflate".to_owned());
        if let Err(error) = worker.spawn_scoped(scope, move || pump(reader, &filled, &empty)) {
            return Ok(Some(error.to_string().into()));
        }
        // Dropped on the way out, also after a cancel, so that the worker stops.
        let chunks = chunks;
        while let Ok(chunk) = chunks.recv() {
            cx.check()?;
            match chunk {
                Ok(chunk) => {
                    each(cx, chunk.bytes());
                    // The worker is gone once it has read everything; then the buffer is not needed.
                    spare.send(chunk).unwrap_or_default();
                }
                Err(error) => return Ok(Some(error.to_string().into())),
            }
        }
        Ok(None)
    })
}

fn pump(mut reader: impl Read, filled: &SyncSender<Filled>, empty: &Receiver<Chunk>) {
    loop {
        let mut chunk = empty.try_recv().unwrap_or_else(|_none_yet| Chunk::new());
        let more = chunk.fill(&mut reader);
        if filled.send(Ok(chunk)).is_err() {
            return;
        }
        match more {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                // Nobody listens after a cancel.
                filled.send(Err(error)).unwrap_or_default();
                return;
            }
        }
    }
}
