//! Files of places that the user opened. Kept until they are closed; nothing is written.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::Dataset;
use crate::venue::{Places, PlacesError};

use super::format;
use super::task::{Progress, Task};

/// Files of places that the user opened.
#[derive(Default)]
pub struct OwnFiles {
    places: Vec<Arc<Places>>,
    waiting: VecDeque<PathBuf>,
    reading: Option<Reading>,
    /// Grows with every change of what is open.
    generation: u64,
}

struct Reading {
    name: String,
    task: Task<Result<Places, PlacesError>>,
    cancel: Arc<AtomicBool>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// What has become of a file.
pub(crate) enum Opened {
    /// Its places are there.
    Places(Arc<Places>),
    /// It could not be used; in words for the user. Nothing has changed.
    Failed(String),
}

impl OwnFiles {
    pub(crate) fn with(places: Vec<Arc<Places>>) -> Self {
        let generation = u64::from(!places.is_empty());
        Self { places, generation, ..Self::default() }
    }

    /// The places that are open.
    pub fn places(&self) -> &[Arc<Places>] {
        &self.places
    }

    /// The name of the file that is being read.
    pub fn reading(&self) -> Option<&str> {
        self.reading.as_ref().map(|reading| reading.name.as_str())
    }

    /// Grows with every change of what is open.
    pub(crate) const fn generation(&self) -> u64 {
        self.generation
    }

    /// Reads these, one after the other, on a thread.
    pub(crate) fn open(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        self.waiting.extend(paths);
        self.next(ctx);
    }

    fn next(&mut self, ctx: &egui::Context) {
        if self.reading.is_some() {
            return;
        }
        let Some(path) = self.waiting.pop_front() else { return };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let cancel = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&cancel);
        let work = move || Places::open(&path, &|| asked.load(Ordering::Relaxed));
        // Without a thread there is nothing to read with; the next frame tries the next file.
        self.reading = Task::start(ctx, "own places", work).ok().map(|task| Reading { name, task, cancel });
    }

    /// Looks whether a file is read, without waiting.
    pub(crate) fn poll(&mut self, ctx: &egui::Context) -> Option<Opened> {
        let result = match self.reading.as_ref()?.task.poll() {
            Progress::Running => return None,
            Progress::Done(result) => Some(result),
            Progress::Lost => None,
        };
        let name = self.reading.take().map(|reading| reading.name.clone()).unwrap_or_default();
        self.next(ctx);
        Some(match result {
            Some(Ok(places)) => {
                let places = Arc::new(places);
                self.places.retain(|open| open.name() != places.name());
                self.places.push(Arc::clone(&places));
                self.generation += 1;
                Opened::Places(places)
            }
            Some(Err(error)) => Opened::Failed(format::one_line(&error.to_string(), 300)),
            None => Opened::Failed(format!("{}: could not be read", format::one_line(&name, 80))),
        })
    }

    /// Forgets all of them. Returns whether anything changed.
    pub(crate) fn close(&mut self) -> bool {
        let had = !self.places.is_empty();
        self.waiting.clear();
        self.reading = None;
        self.places.clear();
        self.generation += u64::from(had);
        had
    }
}

/// Tells kinds of places by what is open; the very same data where nothing is.
pub(crate) fn tell(base: Arc<Dataset>, places: &[Arc<Places>]) -> Arc<Dataset> {
    if places.is_empty() {
        return base;
    }
    let mut told = Dataset::clone(&base);
    for places in places {
        places.tell(&mut told);
    }
    Arc::new(told)
}

/// Whether a file is one of streets and places rather than an archive, by its name.
pub(crate) fn is_own(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pbf"))
}
