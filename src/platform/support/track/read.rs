//! From an entry to what it holds: unpacked, told by content, read by several threads.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use flate2::read::MultiGzDecoder;

use super::{Format, Order, Tracks, columns, fit, geojson, gpx, kml, nmea, sniff, tcx};
use crate::archive::{Entry, EntryId, Limits, Source, TextReader, is_text};
use crate::platform::support::xml::Ending;
use crate::platform::{ImportCx, ImportError};

/// Bytes at the start by which a file is told.
const HEAD: usize = 4 << 10;
/// Bytes of the formats that are held as a whole.
const WHOLE_CAP: u64 = 256 << 20;

/// Why a file gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no GPS file.
    NotATrack,
    /// It could not be read; the text says why.
    Failed(Box<str>),
}

/// A reader of at most `left` bytes, which then fails instead of ending.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "it unpacks to more than this program reads"))?;
        Ok(count)
    }
}

/// Opens an entry, through gzip where it is packed so.
pub(in crate::platform::support) fn unpacked<'s>(
    source: &'s dyn Source,
    id: EntryId,
    limits: Limits,
) -> Result<Box<dyn Read + Send + 's>, Box<str>> {
    let text = |error: &dyn std::error::Error| -> Box<str> { error.to_string().into() };
    let mut reader = source.open(id).map_err(|e| text(&e))?;
    let mut magic = Vec::new();
    reader.by_ref().take(2).read_to_end(&mut magic).map_err(|e| text(&e))?;
    let is_gzip = magic == [0x1f, 0x8b];
    let whole = io::Cursor::new(magic).chain(reader);
    if !is_gzip {
        return Ok(Box::new(whole));
    }
    let packed = source.entry(id).size.max(1);
    let left = packed.saturating_mul(limits.inflate_ratio).min(limits.streamed_file_bytes);
    let inner = Capped { inner: MultiGzDecoder::new(io::BufReader::new(whole)), left };
    // The source reads text in any encoding; what is packed inside comes to it as bytes.
    Ok(if is_text(&extension(source.entry(id))) { Box::new(TextReader::new(inner, left)) } else { Box::new(inner) })
}

/// The extension of an entry in lower case, that of the packed file for one packed with gzip.
pub fn extension(entry: &Entry) -> String {
    let name = entry.file_name().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or_else(String::new, |(_, e)| e.to_owned())
}

/// The beginning of an entry, unpacked. Empty when it cannot be read.
pub fn unpacked_head(source: &dyn Source, id: EntryId, limits: Limits) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(reader) = unpacked(source, id, limits) {
        // What came before a fault is enough to tell the file by, or it is not.
        reader.take(HEAD as u64).read_to_end(&mut head).unwrap_or_default();
    }
    head
}

/// An entry as a whole, unpacked, within the cap for whole files; and what kept it from being read to its end, if anything.
pub fn unpacked_whole(source: &dyn Source, id: EntryId, limits: Limits) -> (Vec<u8>, Option<Box<str>>) {
    let mut bytes = Vec::new();
    let fault = match unpacked(source, id, limits) {
        Ok(reader) => reader.take(limits.whole_file_bytes).read_to_end(&mut bytes).err().map(|e| e.to_string().into()),
        Err(why) => Some(why),
    };
    let is_longer = bytes.len() as u64 >= limits.whole_file_bytes;
    (bytes, fault.or_else(|| is_longer.then(|| "more in it than this program reads".into())))
}

/// Reads an entry, whatever GPS file it is. One whose dates turn out to be numbers in an order that all of them together
/// tell, or that the user has said, is read a second time.
pub fn read(source: &dyn Source, id: EntryId, limits: Limits, said: Option<Order>) -> Result<Tracks, Unread> {
    let first = read_in(source, id, limits, None);
    let order = match &first {
        Ok(tracks) => tracks.found_order().or(said.filter(|_| tracks.undated > 0)),
        // A table whose times are not told is no log, until they are.
        Err(Unread::NotATrack) => said,
        Err(Unread::Failed(_)) => None,
    };
    if order.is_some() { read_in(source, id, limits, order) } else { first }
}

fn read_in(source: &dyn Source, id: EntryId, limits: Limits, order: Option<Order>) -> Result<Tracks, Unread> {
    let mut reader = unpacked(source, id, limits).map_err(Unread::Failed)?;
    let mut head = Vec::new();
    if let Err(error) = reader.by_ref().take(HEAD as u64).read_to_end(&mut head)
        && head.is_empty()
    {
        return Err(Unread::Failed(error.to_string().into()));
    }
    let format = sniff(&head).ok_or(Unread::NotATrack)?;
    let mut reader = io::Cursor::new(head).chain(reader);
    Ok(match format {
        Format::Gpx => of_xml(gpx::read(reader, order)),
        Format::Kml => of_xml(kml::read(reader, order)),
        Format::Tcx => of_xml(tcx::read(reader, order)),
        Format::Nmea => {
            let (mut tracks, result) = nmea::read(reader);
            tracks.flaw = result.err().map(|error| error.to_string().into());
            tracks
        }
        Format::Fit | Format::GeoJson | Format::Csv => {
            let mut bytes = Vec::new();
            let fault = reader.by_ref().take(WHOLE_CAP).read_to_end(&mut bytes).err();
            let is_longer = bytes.len() as u64 >= WHOLE_CAP;
            let mut tracks = match format {
                Format::Fit => fit::read(&bytes),
                Format::GeoJson => geojson::read(&bytes, order),
                _ => columns::read(&bytes, order).ok_or(Unread::NotATrack)?,
            };
            if let Some(fault) = fault {
                tracks.flaw = Some(fault.to_string().into());
            } else if is_longer {
                tracks.flaw = Some("more in it than this program reads".into());
            }
            tracks
        }
    })
}

fn of_xml((mut tracks, ending): (Tracks, Ending)) -> Tracks {
    tracks.flaw = match ending {
        Ending::Whole => None,
        Ending::CutOff => Some("the file ends too early; what came before is kept".into()),
        Ending::Damaged(why) => Some(format!("damaged ({why}); what came before is kept").into()),
        Ending::Unreadable(why) => Some(why),
    };
    tracks
}

/// Threads that read files; the inflating of zips takes most of the time and runs in them.
const MOST_WORKERS: usize = 4;
/// Files that each worker may have read ahead of the import.
const AHEAD: usize = 4;

/// Reads many entries on several threads and hands them to `each` in their order.
pub fn read_all(
    cx: &mut ImportCx<'_>,
    ids: &[EntryId],
    mut each: impl FnMut(&mut ImportCx<'_>, EntryId, Result<Tracks, Unread>),
) -> Result<(), ImportError> {
    let (source, limits, said) = (cx.source(), cx.limits(), cx.hints().dates);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS).min(ids.len());
    let pool = Pool { source, limits, said, ids, next: AtomicUsize::new(0) };
    std::thread::scope(|scope| {
        let (results, arrivals) = channel();
        // A permit for every file that may be on its way; workers wait for one before they read.
        let mut permits = Vec::new();
        for _ in 0..workers {
            let (permit, permitted) = channel();
            let (results, pool) = (results.clone(), &pool);
            let worker = std::thread::Builder::new().name("tracks".to_owned());
            if worker.spawn_scoped(scope, move || pool.work(&permitted, &results)).is_ok() {
                permits.push(permit);
            }
        }
        drop(results);
        let mut queue = Queue { arrivals, permits, waiting: std::collections::BTreeMap::new() };
        queue.permit_first();
        for (index, id) in ids.iter().enumerate() {
            cx.check()?;
            let read = queue.take(index).unwrap_or_else(|| read(source, *id, limits, said));
            each(cx, *id, read);
        }
        // A file that failed because the user cancelled must not pass for a damaged one.
        cx.check()
    })
}

struct Pool<'p> {
    source: &'p dyn Source,
    limits: Limits,
    said: Option<Order>,
    ids: &'p [EntryId],
    next: AtomicUsize,
}

type Arrival = (usize, usize, Result<Tracks, Unread>);

impl Pool<'_> {
    fn work(&self, permitted: &Receiver<usize>, results: &Sender<Arrival>) {
        while let Ok(worker) = permitted.recv() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(id) = self.ids.get(index) else { return };
            if results.send((worker, index, read(self.source, *id, self.limits, self.said))).is_err() {
                return;
            }
        }
    }
}

/// Results that came before their turn.
struct Queue {
    arrivals: Receiver<Arrival>,
    permits: Vec<Sender<usize>>,
    waiting: std::collections::BTreeMap<usize, (usize, Result<Tracks, Unread>)>,
}

impl Queue {
    fn permit_first(&self) {
        for worker in 0..self.permits.len() {
            (0..AHEAD).for_each(|_| self.permit(worker));
        }
    }

    fn permit(&self, worker: usize) {
        if let Some(permit) = self.permits.get(worker) {
            // A worker that has nothing left to read is gone.
            permit.send(worker).unwrap_or_default();
        }
    }

    /// The result with this number, or `None` when no worker will bring it.
    fn take(&mut self, index: usize) -> Option<Result<Tracks, Unread>> {
        while !self.waiting.contains_key(&index) {
            let (worker, at, read) = self.arrivals.recv().ok()?;
            self.waiting.insert(at, (worker, read));
        }
        let (worker, read) = self.waiting.remove(&index)?;
        self.permit(worker);
        Some(read)
    }
}
