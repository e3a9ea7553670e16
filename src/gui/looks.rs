//! What models have seen in the pictures of the opened archive, and the job that makes them look. In memory only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

use egui::Context;

use crate::archive::{EntryId, Source};
use crate::vision::{Depth, Job, Refusal, Seen};

/// Pictures that were looked at.
pub struct Looks {
    source: Arc<dyn Source>,
    looked: BTreeMap<EntryId, Result<Seen, Refusal>>,
    job: Option<Job>,
    /// Answers of the running job so far.
    done: usize,
    /// To be looked at once the running job is through.
    queue: BTreeSet<EntryId>,
    generation: u64,
}

impl Looks {
    /// Nothing looked at yet.
    pub(crate) fn new(source: &Arc<dyn Source>) -> Self {
        Self {
            source: Arc::clone(source),
            looked: BTreeMap::new(),
            job: None,
            done: 0,
            queue: BTreeSet::new(),
            generation: 0,
        }
    }

    /// What came of a picture, if it was looked at.
    pub(crate) fn of(&self, file: EntryId) -> Option<&Result<Seen, Refusal>> {
        self.looked.get(&file)
    }

    /// How many pictures the running job is through with, and how many it was given.
    pub(crate) fn progress(&self) -> Option<(usize, usize)> {
        self.job.as_ref().map(|job| (self.done, job.total()))
    }

    /// Whether a picture is waiting for its turn or being looked at.
    pub(crate) fn is_looking(&self) -> bool {
        self.job.is_some()
    }

    /// Grows with every answer.
    pub(crate) const fn generation(&self) -> u64 {
        self.generation
    }

    /// Looks at these pictures, those left out that were looked at before.
    pub(crate) fn look_at(&mut self, ctx: &Context, files: &[EntryId]) {
        self.queue.extend(files.iter().filter(|file| !self.looked.contains_key(file)));
        self.start_next(ctx);
    }

    /// Stops, and keeps what was seen.
    pub(crate) fn stop(&mut self) {
        self.queue.clear();
        self.job = None;
    }

    fn start_next(&mut self, ctx: &Context) {
        if self.job.is_some() || self.queue.is_empty() {
            return;
        }
        let files: Vec<EntryId> = std::mem::take(&mut self.queue).into_iter().collect();
        let waker = ctx.clone();
        self.done = 0;
        match Job::start(Arc::clone(&self.source), files.clone(), Depth::Everything, move || waker.request_repaint()) {
            Ok(job) => self.job = Some(job),
            Err(_) => self.looked.extend(files.into_iter().map(|file| (file, Err(Refusal::Model)))),
        }
    }

    /// Takes the answers that have come. Called in every frame.
    pub(crate) fn poll(&mut self, ctx: &Context) {
        while let Some(job) = &self.job {
            match job.results.try_recv() {
                Ok(looked) => {
                    self.looked.insert(looked.file, looked.seen);
                    self.done += 1;
                    self.generation += 1;
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.job = None;
                    self.generation += 1;
                    self.start_next(ctx);
                }
            }
        }
    }
}
