//! Work that takes longer than a frame: one thread, one result.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Up to so many rows of trails are gone through within a frame: it takes a millisecond or two. More are a task.
pub(crate) const ROWS_AT_ONCE: usize = 100_000;

/// A running piece of work. Dropping it means that nobody wants the result any more.
pub(crate) struct Task<T> {
    result: Receiver<T>,
}

/// What has become of a task.
pub(crate) enum Progress<T> {
    /// Still at it.
    Running,
    /// Here it is; asked again, the task counts as lost.
    Done(T),
    /// It crashed.
    Lost,
}

impl<T: Send + 'static> Task<T> {
    /// Starts `work` on a thread called `name`; the window is drawn again when it is done.
    pub(crate) fn start(
        ctx: &egui::Context,
        name: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, result) = channel();
        let waker = ctx.clone();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            // Nobody listens once another task has taken this one's place.
            send.send(work()).unwrap_or_default();
            waker.request_repaint();
        })?;
        Ok(Self { result })
    }

    /// Looks whether it is done, without waiting.
    pub(crate) fn poll(&self) -> Progress<T> {
        match self.result.try_recv() {
            Ok(value) => Progress::Done(value),
            Err(TryRecvError::Empty) => Progress::Running,
            Err(TryRecvError::Disconnected) => Progress::Lost,
        }
    }
}
