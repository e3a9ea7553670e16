//! The worker thread and its messages.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use crate::archive::{CancelToken, Limits, Progress};
use crate::model::GeoPoint;

use super::{LoadError, Loaded};

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

impl Job {
    /// Starts loading `paths` as one set on a thread. `wake` is called whenever there is something new to see.
    pub fn start(paths: Vec<PathBuf>, limits: Limits, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (send, events) = channel();
        let progress = Arc::new(Progress::default());
        let cancel = CancelToken::default();
        let (worker_progress, worker_cancel) = (Arc::clone(&progress), cancel.clone());
        std::thread::Builder::new().name("load".to_owned()).spawn(move || {
            let mut pending = Vec::new();
            let mut preview = |point: GeoPoint| {
                pending.push(point);
                if pending.len() >= 512 && send.send(LoadEvent::Preview(std::mem::take(&mut pending))).is_ok() {
                    wake();
                }
            };
            let result = load(&paths, limits, &worker_progress, &worker_cancel, &mut preview);
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

/// Loads `paths` as one set, on the calling thread.
pub fn load(
    paths: &[PathBuf],
    limits: Limits,
    progress: &Progress,
    cancel: &CancelToken,
    preview: &mut dyn FnMut(GeoPoint),
) -> Result<Loaded, LoadError> {
    let _ = (paths, limits, progress, cancel, preview);
    Err(LoadError::NotRecognised("not yet".into()))
}
