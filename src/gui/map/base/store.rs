//! Tiles that are ready, and a thread that prepares the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::layers::{Detail, TileId};
use super::mesh::TileMesh;

/// Tiles kept beyond those in view, so that going back costs nothing.
const KEPT: usize = 900;

/// The tiles of one map.
pub(super) struct Store {
    ready: BTreeMap<TileId, (Arc<TileMesh>, u64)>,
    asked: BTreeSet<TileId>,
    worker: Option<Worker>,
    frame: u64,
}

struct Worker {
    requests: Sender<TileId>,
    results: Receiver<(TileId, TileMesh)>,
}

impl Store {
    pub(super) fn new() -> Self {
        Self { ready: BTreeMap::new(), asked: BTreeSet::new(), worker: None, frame: 0 }
    }

    /// Takes in what the thread has prepared. Called once a frame.
    pub(super) fn begin_frame(&mut self) {
        self.frame += 1;
        if let Some(worker) = &self.worker {
            for (id, mesh) in worker.results.try_iter() {
                self.asked.remove(&id);
                self.ready.insert(id, (Arc::new(mesh), self.frame));
            }
        }
        if self.ready.len() > KEPT {
            let mut ages: Vec<u64> = self.ready.values().map(|(_, used)| *used).collect();
            ages.sort_unstable();
            let oldest_kept = ages[ages.len() - KEPT / 2].min(self.frame - 1);
            self.ready.retain(|_, (_, used)| *used >= oldest_kept);
        }
    }

    /// Waits until everything that was asked for is ready, for at most `limit`: for pictures, not for the screen.
    pub(super) fn wait(&mut self, limit: Duration) {
        let until = std::time::Instant::now() + limit;
        while let (Some(worker), false) = (&self.worker, self.asked.is_empty()) {
            let left = until.saturating_duration_since(std::time::Instant::now());
            let Ok((id, mesh)) = worker.results.recv_timeout(left) else { return };
            self.asked.remove(&id);
            self.ready.insert(id, (Arc::new(mesh), self.frame));
        }
    }

    /// A tile, if it is ready. Those of the coarsest detail always are: they are small, and something must be there in
    /// the first frame.
    pub(super) fn tile(&mut self, id: TileId) -> Option<Arc<TileMesh>> {
        if let Some((mesh, used)) = self.ready.get_mut(&id) {
            *used = self.frame;
            return Some(Arc::clone(mesh));
        }
        (id.detail == Detail::COARSEST).then(|| self.prepare_now(id))
    }

    fn prepare_now(&mut self, id: TileId) -> Arc<TileMesh> {
        let mesh = Arc::new(id.prepare());
        self.ready.insert(id, (Arc::clone(&mesh), self.frame));
        mesh
    }

    /// Has a tile prepared, unless it is ready or on its way.
    pub(super) fn ask(&mut self, id: TileId, wake: &egui::Context) {
        if self.ready.contains_key(&id) || self.asked.contains(&id) {
            return;
        }
        if self.worker.is_none() {
            self.worker = Worker::start(wake.clone());
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

impl Worker {
    fn start(wake: egui::Context) -> Option<Self> {
        let (requests, inbox) = channel::<TileId>();
        let (outbox, results) = channel();
        let work = move || {
            let mut waiting: Vec<TileId> = Vec::new();
            while let Ok(first) = inbox.recv() {
                waiting.push(first);
                // The newest is what the user looks at now.
                while let Some(id) = waiting.pop() {
                    if outbox.send((id, id.prepare())).is_err() {
                        return;
                    }
                    waiting.extend(inbox.try_iter());
                }
                wake.request_repaint();
            }
        };
        // Without a thread the caller prepares tiles itself.
        std::thread::Builder::new().name("base map".to_owned()).spawn(work).ok()?;
        Some(Self { requests, results })
    }
}
