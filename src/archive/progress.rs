//! How far loading is, and the request to stop it; shared between the worker and whoever watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counters of a running load. Cheap to update from the worker and to read every frame.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes read so far.
    pub bytes: AtomicU64,
    /// Bytes that will be read, as far as is known; 0 when it is not.
    pub total_bytes: AtomicU64,
    /// Items found so far.
    pub items: AtomicU64,
    /// Points found so far.
    pub points: AtomicU64,
    /// Path inside the archive of the file being read.
    current: std::sync::Mutex<Box<str>>,
}

impl Progress {
    /// Says which file is being read.
    pub fn set_current(&self, path: &str) {
        if let Ok(mut current) = self.current.lock() {
            *current = path.into();
        }
    }

    /// The file being read; empty before the first.
    pub fn current(&self) -> Box<str> {
        self.current.lock().map_or_else(|_| "".into(), |c| c.clone())
    }

    /// Counts bytes read.
    pub fn add_bytes(&self, count: u64) {
        self.bytes.fetch_add(count, Ordering::Relaxed);
    }

    /// Part done, 0 to 1, or `None` while the total is not known.
    pub fn fraction(&self) -> Option<f32> {
        let total = self.total_bytes.load(Ordering::Relaxed);
        let done = self.bytes.load(Ordering::Relaxed);
        (total > 0).then(|| (done as f64 / total as f64).min(1.0) as f32)
    }
}

/// A request to stop, checked by the worker.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks the worker to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether stopping was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
