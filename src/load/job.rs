//! The worker thread and its messages.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::archive::{CancelToken, Progress, open_bytes, open_paths};
use crate::model::GeoPoint;
use crate::platform::PLATFORMS;

use super::import::import;
use super::{LoadError, Loaded, Opening};

/// A message from the worker.
pub enum LoadEvent {
    /// Positions found since the last message, for a map that fills while loading.
    Preview(Vec<GeoPoint>),
    /// Nothing follows.
    Finished(Result<Loaded, LoadError>),
}

/// A running load. Dropping it cancels it.
pub struct Job {
    /// Messages from the worker; disconnected without `Finished` only if the worker crashed.
    pub events: Receiver<LoadEvent>,
    /// How far it is.
    pub progress: Arc<Progress>,
    cancel: CancelToken,
}

/// The file name and the bytes of an archive held in memory.
pub type NamedBytes = (String, Cow<'static, [u8]>);

impl Job {
    /// Starts loading `paths` as one set on a thread. `wake` is called whenever there is something new to see.
    pub fn start(
        paths: Vec<PathBuf>,
        opening: impl Into<Opening>,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let opening = opening.into();
        Self::spawn(wake, move |progress, cancel, preview| load(&paths, opening, progress, cancel, preview))
    }

    /// Starts loading archives that `make` gives from memory, as one set. It runs on the worker's thread.
    pub fn start_made(
        make: impl FnOnce() -> Result<Vec<NamedBytes>, LoadError> + Send + 'static,
        opening: impl Into<Opening>,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let opening = opening.into();
        Self::spawn(wake, move |progress, cancel, preview| load_bytes(make()?, opening, progress, cancel, preview))
    }

    fn spawn(
        wake: impl Fn() + Send + 'static,
        work: impl FnOnce(&Progress, &CancelToken, &mut dyn FnMut(GeoPoint)) -> Result<Loaded, LoadError> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, events) = channel();
        let progress = Arc::new(Progress::default());
        let cancel = CancelToken::default();
        let (worker_progress, worker_cancel) = (Arc::clone(&progress), cancel.clone());
        std::thread::Builder::new().name("load".to_owned()).spawn(move || {
            let mut batch = Batch::new(&send, &wake);
            let result = work(&worker_progress, &worker_cancel, &mut |point| batch.push(point));
            batch.flush();
            // Nobody listens when the window moved on; then the result is not wanted.
            send.send(LoadEvent::Finished(result)).unwrap_or_default();
            wake();
        })?;
        Ok(Self { events, progress, cancel })
    }

    /// Asks the worker to stop.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Positions on their way to the map.
struct Batch<'a> {
    send: &'a Sender<LoadEvent>,
    wake: &'a dyn Fn(),
    pending: Vec<GeoPoint>,
    sent: Instant,
}

/// Positions in one message at most.
const LARGEST_BATCH: usize = 4_096;
/// Messages come at least this far apart, unless they are full.
const BATCH_EVERY: Duration = Duration::from_millis(100);

impl<'a> Batch<'a> {
    fn new(send: &'a Sender<LoadEvent>, wake: &'a dyn Fn()) -> Self {
        Self { send, wake, pending: Vec::new(), sent: Instant::now() }
    }

    fn push(&mut self, point: GeoPoint) {
        self.pending.push(point);
        if self.pending.len() >= LARGEST_BATCH || self.sent.elapsed() >= BATCH_EVERY {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() && self.send.send(LoadEvent::Preview(std::mem::take(&mut self.pending))).is_ok() {
            (self.wake)();
        }
        self.sent = Instant::now();
    }
}

/// Loads `paths` as one set, on the calling thread.
pub fn load(
    paths: &[PathBuf],
    opening: impl Into<Opening>,
    progress: &Progress,
    cancel: &CancelToken,
    preview: &mut dyn FnMut(GeoPoint),
) -> Result<Loaded, LoadError> {
    let opening = opening.into();
    let set = open_paths(paths, opening.limits, progress, cancel)?;
    import(PLATFORMS, Arc::new(set), &opening, progress, cancel, preview)
}

/// Loads an archive held in memory, on the calling thread, in the very same way.
pub fn load_bytes(
    archives: Vec<NamedBytes>,
    opening: impl Into<Opening>,
    progress: &Progress,
    cancel: &CancelToken,
    preview: &mut dyn FnMut(GeoPoint),
) -> Result<Loaded, LoadError> {
    let opening = opening.into();
    let set = open_bytes(archives, opening.limits, progress, cancel)?;
    import(PLATFORMS, Arc::new(set), &opening, progress, cancel, preview)
}
