//! Tiles that are ready, and a thread that prepares the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Makes a tile ready: the work of a few milliseconds.
type Prepare<K, T> = Arc<dyn Fn(K) -> T + Send + Sync>;

/// The tiles of one map by their key.
pub(in crate::gui::map) struct Store<K, T> {
    prepare: Prepare<K, T>,
    /// Name of the thread.
    name: &'static str,
    /// Tiles kept beyond those in view, so that going back costs nothing.
    kept: usize,
    ready: BTreeMap<K, (Arc<T>, u64)>,
    asked: BTreeSet<K>,
    worker: Option<Worker<K, T>>,
    frame: u64,
}

struct Worker<K, T> {
    requests: Sender<K>,
    results: Receiver<(K, T)>,
}

impl<K: Copy + Ord + Send + 'static, T: Send + 'static> Store<K, T> {
    /// Keeps about `kept` tiles, which `prepare` makes on a thread called `name`.
    pub(in crate::gui::map) fn new(
        name: &'static str,
        kept: usize,
        prepare: impl Fn(K) -> T + Send + Sync + 'static,
    ) -> Self {
        let prepare = Arc::new(prepare);
        Self { prepare, name, kept, ready: BTreeMap::new(), asked: BTreeSet::new(), worker: None, frame: 0 }
    }

    /// Takes in what the thread has prepared. Called once a frame.
    pub(in crate::gui::map) fn begin_frame(&mut self) {
        self.frame += 1;
        if let Some(worker) = &self.worker {
            for (id, mesh) in worker.results.try_iter() {
                self.asked.remove(&id);
                self.ready.insert(id, (Arc::new(mesh), self.frame));
            }
        }
        if self.ready.len() > self.kept {
            let mut ages: Vec<u64> = self.ready.values().map(|(_, used)| *used).collect();
            ages.sort_unstable();
            let oldest_kept = ages[ages.len() - self.kept / 2].min(self.frame - 1);
            self.ready.retain(|_, (_, used)| *used >= oldest_kept);
        }
    }

    /// Waits until everything that was asked for is ready, for at most `limit`: for pictures, not for the screen.
    pub(in crate::gui::map) fn wait(&mut self, limit: Duration) {
        let until = std::time::Instant::now() + limit;
        while let (Some(worker), false) = (&self.worker, self.asked.is_empty()) {
            let left = until.saturating_duration_since(std::time::Instant::now());
            let Ok((id, mesh)) = worker.results.recv_timeout(left) else { return };
            self.asked.remove(&id);
            self.ready.insert(id, (Arc::new(mesh), self.frame));
        }
    }

    /// A tile, if it is ready.
    pub(in crate::gui::map) fn tile(&mut self, id: K) -> Option<Arc<T>> {
        let (mesh, used) = self.ready.get_mut(&id)?;
        *used = self.frame;
        Some(Arc::clone(mesh))
    }

    /// Prepares a tile on the spot.
    pub(in crate::gui::map) fn prepare_now(&mut self, id: K) -> Arc<T> {
        let mesh = Arc::new((self.prepare)(id));
        self.ready.insert(id, (Arc::clone(&mesh), self.frame));
        mesh
    }

    /// The tiles that are ready.
    pub(in crate::gui::map) fn iter(&self) -> impl Iterator<Item = &T> {
        self.ready.values().map(|(tile, _)| &**tile)
    }

    /// Has a tile prepared, unless it is ready or on its way.
    pub(in crate::gui::map) fn ask(&mut self, id: K, wake: &egui::Context) {
        if self.ready.contains_key(&id) || self.asked.contains(&id) {
            return;
        }
        if self.worker.is_none() {
            self.worker = Worker::start(self.name, Arc::clone(&self.prepare), wake.clone());
        }
        match &self.worker {
            Some(worker) if worker.requests.send(id).is_ok() => {
                self.asked.insert(id);
            }
            // Without a thread the map is slower, not empty.
            _ => {
                self.prepare_now(id);
            }
        }
    }
}

impl<K: Copy + Send + 'static, T: Send + 'static> Worker<K, T> {
    fn start(name: &str, prepare: Prepare<K, T>, wake: egui::Context) -> Option<Self> {
        let (requests, inbox) = channel::<K>();
        let (outbox, results) = channel();
        let work = move || {
            let mut waiting: Vec<K> = Vec::new();
            while let Ok(first) = inbox.recv() {
                waiting.push(first);
                // The newest is what the user looks at now.
                while let Some(id) = waiting.pop() {
                    if outbox.send((id, prepare(id))).is_err() {
                        return;
                    }
                    waiting.extend(inbox.try_iter());
                }
                wake.request_repaint();
            }
        };
        // Without a thread the caller prepares tiles itself.
        std::thread::Builder::new().name(name.to_owned()).spawn(work).ok()?;
        Some(Self { requests, results })
    }
}
