//! The background job: many pictures, a worker for each core, results as they come.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use crate::archive::{CancelToken, EntryId, Source};
use crate::media::{PICTURE_FILE_CAP, PictureCaps, PictureError, decode_picture};

use super::network::Core;
use super::{Depth, LOOK_SIDE, Models, Seen};

/// Workers at most: each holds one decoded picture, at most [`PictureCaps::BACKGROUND`] of memory.
const MOST_WORKERS: usize = 4;
/// Results that wait to be taken; workers pause when there are more.
const WAITING: usize = 64;

/// Why a picture was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// The archive did not give it.
    #[error("The picture could not be read from the archive")]
    Unreadable,
    /// No pixels came of it.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A model failed on it.
    #[error("The models could not look at this picture")]
    Model,
}

/// A picture, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// The file.
    pub file: EntryId,
    /// What the models see in it.
    pub seen: Result<Seen, Refusal>,
}

/// Work on the pictures of an archive. Dropping it stops it after the pictures that are being looked at.
pub struct Job {
    /// Results, in no order; disconnected when nothing follows.
    pub results: Receiver<Looked>,
    total: usize,
    cancel: CancelToken,
}

/// What the workers share.
struct Shared {
    source: Arc<dyn Source>,
    files: Vec<EntryId>,
    next: AtomicUsize,
    depth: Depth,
    models: OnceLock<Option<Models>>,
    cancel: CancelToken,
}

impl Job {
    /// Starts to look at these files of `source`. `wake` is called after each of them, and at the end.
    pub fn start(
        source: Arc<dyn Source>,
        files: Vec<EntryId>,
        depth: Depth,
        wake: impl Fn() + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, results) = sync_channel(WAITING);
        let cancel = CancelToken::default();
        let total = files.len();
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS).min(total);
        let shared = Arc::new(Shared {
            source,
            files,
            next: AtomicUsize::new(0),
            depth,
            models: OnceLock::new(),
            cancel: cancel.clone(),
        });
        for _ in 0..workers {
            let (shared, send, wake) = (Arc::clone(&shared), send.clone(), wake.clone());
            std::thread::Builder::new().name("vision".to_owned()).spawn(move || {
                shared.work(&send, &wake);
                drop(send);
                wake();
            })?;
        }
        Ok(Self { results, total, cancel })
    }

    /// How many pictures it was given.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Asks the workers to stop.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Shared {
    fn work(&self, send: &SyncSender<Looked>, wake: &impl Fn()) {
        let core = Core::new();
        while !self.cancel.is_cancelled() {
            let Some(&file) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            // A decoder or a model that gives up on one picture must not take the others with it.
            let seen = catch_unwind(AssertUnwindSafe(|| self.look(file, &core))).unwrap_or(Err(Refusal::Model));
            if send.send(Looked { file, seen }).is_err() {
                return;
            }
            wake();
        }
    }

    fn look(&self, file: EntryId, core: &Core) -> Result<Seen, Refusal> {
        if file.index() >= self.source.entries().len() {
            return Err(Refusal::Unreadable);
        }
        let bytes = self.source.read(file, PICTURE_FILE_CAP).map_err(|_unreadable| Refusal::Unreadable)?;
        let picture = decode_picture(&bytes, LOOK_SIDE, PictureCaps::BACKGROUND)?;
        drop(bytes);
        let models = self.models.get_or_init(|| Models::load().ok()).as_ref().ok_or(Refusal::Model)?;
        // Without transparency and deep colours from here on.
        let picture = image::DynamicImage::ImageRgb8(picture.into_rgb8());
        models.look_on(&picture, self.depth, core).map_err(|_failed| Refusal::Model)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Cursor;

    use super::*;
    use crate::archive::MemorySource;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([90, 120, 200]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    fn start(count: usize) -> Job {
        let mut files: Vec<(String, Vec<u8>)> =
            (0..count).map(|i| (format!("{i:03}.png"), png(40, 30 + i as u32))).collect();
        files.push(("x.png".to_owned(), b"not a picture".to_vec()));
        files.push(("y.png".to_owned(), png(40, 40)[..50].to_vec()));
        let source: Arc<dyn Source> = Arc::new(MemorySource::new("x", files));
        let ids = (0..count as u32 + 3).map(EntryId).collect();
        Job::start(source, ids, Depth::Labels, || ()).unwrap()
    }

    #[test]
    fn every_picture_gets_an_answer_whatever_is_wrong_with_others() {
        let job = start(3);
        assert_eq!(job.total(), 6);
        let found: BTreeMap<u32, Result<Seen, Refusal>> = job.results.iter().map(|l| (l.file.0, l.seen)).collect();
        assert_eq!(found.len(), 6);
        assert!((0..3).all(|i| found[&i].is_ok()));
        assert_eq!(found[&3], Err(Refusal::Picture(PictureError::Format)));
        assert_eq!(found[&4], Err(Refusal::Picture(PictureError::Damaged)));
        assert_eq!(found[&5], Err(Refusal::Unreadable), "an index from elsewhere is no reason to panic");
    }

    #[test]
    fn a_cancelled_job_stops_before_the_end() {
        let job = start(400);
        let first = job.results.recv().unwrap();
        assert!(first.seen.is_ok() || first.seen.is_err());
        job.cancel();
        // What waits, what is being looked at, and no more.
        assert!(job.results.iter().count() <= WAITING + MOST_WORKERS);
    }
}
