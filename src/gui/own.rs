//! Files of streets and places that the user opened. Kept until they are closed; nothing is written.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::Dataset;
use crate::sample::Extract;
use crate::street::{StreetError, Streets};
use crate::venue::Places;

use super::format;
use super::task::{Progress, Task};

/// Files of streets and places that the user opened.
#[derive(Default)]
pub struct OwnFiles {
    places: Vec<Arc<Places>>,
    streets: Option<Arc<Streets>>,
    waiting: VecDeque<Source>,
    reading: Option<Reading>,
    /// What came with a fictional archive, to be closed with it.
    carried: Read,
    /// Names of files for which no thread could be had; not told yet.
    unread: VecDeque<String>,
    /// Grows with every change of what is open.
    generation: u64,
}

/// Where a file is.
enum Source {
    Disk(PathBuf),
    /// The program carries it.
    Carried(Extract),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Disk(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Carried(extract) => extract.name.to_owned(),
        }
    }
}

struct Reading {
    name: String,
    is_carried: bool,
    task: Task<Result<Read, String>>,
    cancel: Arc<AtomicBool>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// What a file was good for.
#[derive(Clone, Default)]
struct Read {
    places: Option<Arc<Places>>,
    streets: Option<Arc<Streets>>,
}

impl Read {
    fn new(places: Option<Places>, streets: Option<Streets>) -> Self {
        Self { places: places.map(Arc::new), streets: streets.map(Arc::new) }
    }

    /// Reads a file for both, as far as its format has them.
    fn of(source: &Source, cancelled: &dyn Fn() -> bool) -> Result<Self, String> {
        match source {
            Source::Disk(path) => Self::of_file(path, cancelled),
            Source::Carried(extract) => Self::of_extract(*extract, cancelled).map_err(|error| error.to_string()),
        }
    }

    fn of_extract(extract: Extract, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        let file = || std::io::Cursor::new(extract.bytes);
        let streets = Streets::read_extract(file(), cancelled)?;
        let places = Places::read(extract.name, file(), cancelled)?;
        Ok(Self::new(Some(places), Some(streets)))
    }

    fn of_file(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Self, String> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let streets = match Streets::open(path, cancelled) {
            Ok(streets) => Ok(streets),
            // What is no file of streets may be one of places; an extract without streets may have places.
            Err(error @ (StreetError::NotRecognised { .. } | StreetError::Nothing(_))) => Err(error),
            Err(error) => return Err(format!("{name}: {error}")),
        };
        let has_places = match (&streets, path.extension()) {
            (Ok(_), Some(extension)) => extension.eq_ignore_ascii_case("pbf"),
            (Ok(_), None) => false,
            (Err(_), _) => true,
        };
        if !has_places {
            return Ok(Self::new(None, streets.ok()));
        }
        match (Places::open(path, cancelled), streets) {
            (Ok(places), streets) => Ok(Self::new(Some(places), streets.ok())),
            (Err(_), Ok(streets)) => Ok(Self::new(None, Some(streets))),
            (Err(error), Err(_)) => Err(error.to_string()),
        }
    }
}

/// What has become of a file.
pub(crate) enum Opened {
    /// It is there; in words for the user.
    Done(String),
    /// It could not be used; in words for the user. Nothing has changed.
    Failed(String),
}

fn could_not_read(name: &str) -> Opened {
    Opened::Failed(format!("{}: could not be read", format::one_line(name, 80)))
}

impl OwnFiles {
    pub(crate) fn with(places: Vec<Arc<Places>>) -> Self {
        let generation = u64::from(!places.is_empty());
        Self { places, generation, ..Self::default() }
    }

    /// With these streets to draw.
    pub(crate) fn drawing(self, streets: Option<Arc<Streets>>) -> Self {
        Self { streets, ..self }
    }

    /// The places that are open.
    pub fn places(&self) -> &[Arc<Places>] {
        &self.places
    }

    /// The streets that are open.
    pub fn streets(&self) -> Option<&Arc<Streets>> {
        self.streets.as_ref()
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
        self.waiting.extend(paths.into_iter().map(Source::Disk));
        self.next(ctx);
    }

    /// Reads what comes with a fictional archive, unless the user has files of their own open.
    pub(crate) fn open_carried(&mut self, ctx: &egui::Context, extract: Extract) {
        if self.streets.is_none() && self.places.is_empty() && self.reading.is_none() {
            self.waiting.push_back(Source::Carried(extract));
            self.next(ctx);
        }
    }

    fn next(&mut self, ctx: &egui::Context) {
        while self.reading.is_none()
            && let Some(source) = self.waiting.pop_front()
        {
            let (name, is_carried) = (source.name(), matches!(source, Source::Carried(_)));
            let cancel = Arc::new(AtomicBool::new(false));
            let asked = Arc::clone(&cancel);
            let work = move || Read::of(&source, &|| asked.load(Ordering::Relaxed));
            if let Ok(task) = Task::start(ctx, "own files", work) {
                self.reading = Some(Reading { name, is_carried, task, cancel });
            } else {
                // Without a thread there is nothing to read with: that is told, and the next file tried.
                self.unread.push_back(name);
                ctx.request_repaint();
            }
        }
    }

    /// Looks whether a file is read, without waiting.
    pub(crate) fn poll(&mut self, ctx: &egui::Context) -> Option<Opened> {
        if let Some(name) = self.unread.pop_front() {
            ctx.request_repaint();
            return Some(could_not_read(&name));
        }
        let result = match self.reading.as_ref()?.task.poll() {
            Progress::Running => return None,
            Progress::Done(result) => Some(result),
            Progress::Lost => None,
        };
        let (name, is_carried) =
            self.reading.take().map(|reading| (reading.name.clone(), reading.is_carried)).unwrap_or_default();
        self.next(ctx);
        Some(match result {
            Some(Ok(read)) => Opened::Done(self.take(read, &name, is_carried)),
            Some(Err(error)) => Opened::Failed(format::one_line(&error, 300)),
            None => could_not_read(&name),
        })
    }

    fn take(&mut self, read: Read, name: &str, is_carried: bool) -> String {
        if is_carried {
            self.carried = read.clone();
        }
        let mut parts = Vec::new();
        if let Some(streets) = read.streets {
            self.streets = Some(streets);
            parts.push("streets".to_owned());
        }
        if let Some(places) = read.places {
            parts.push(format!("{} of a known kind", format::counted(places.len() as u64, "place", "places")));
            self.places.retain(|open| open.name() != places.name());
            self.places.push(places);
            self.generation += 1;
        }
        format!("{} in {}", parts.join(" and "), format::one_line(name, 60))
    }

    /// Forgets what came with a fictional archive, and nothing else.
    pub(crate) fn close_carried(&mut self) {
        self.waiting.retain(|source| matches!(source, Source::Disk(_)));
        if self.reading.as_ref().is_some_and(|reading| reading.is_carried) {
            self.reading = None;
        }
        let Read { places, streets } = std::mem::take(&mut self.carried);
        if let Some(places) = places {
            self.places.retain(|open| !Arc::ptr_eq(open, &places));
            self.generation += 1;
        }
        if let (Some(open), Some(streets)) = (&self.streets, streets)
            && Arc::ptr_eq(open, &streets)
        {
            self.streets = None;
        }
    }

    /// Forgets all of them. Returns whether what is known of places changed.
    pub(crate) fn close(&mut self) -> bool {
        let had = !self.places.is_empty();
        self.streets = None;
        self.waiting.clear();
        self.unread.clear();
        self.reading = None;
        self.places.clear();
        self.carried = Read::default();
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
    let own = |extension: &std::ffi::OsStr| {
        ["pbf", "pmtiles", "mbtiles"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    };
    path.extension().is_some_and(own)
}
