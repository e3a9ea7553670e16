//! Loading, with the progress shown where somebody watches.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use crate::archive::{Limits, Progress};
use crate::load::{Job, LoadError, LoadEvent, Loaded};
use crate::report::for_terminal;

use super::error::CliError;

/// How often the progress line is drawn again.
pub(super) const REDRAW_EVERY: Duration = Duration::from_millis(100);

/// Loads `paths` as one set.
pub(super) fn load(paths: Vec<PathBuf>) -> Result<Loaded, CliError> {
    let watched = io::stderr().is_terminal();
    let job = Job::start(paths, Limits::default(), || ()).map_err(CliError::failed)?;
    loop {
        match job.events.recv_timeout(REDRAW_EVERY) {
            Ok(LoadEvent::Preview(_)) => {}
            Ok(LoadEvent::Finished(result)) => {
                show(watched, "");
                return result.map_err(CliError::failed);
            }
            Err(RecvTimeoutError::Timeout) => show(watched, &line(&job.progress)),
            Err(RecvTimeoutError::Disconnected) => return Err(CliError::failed(LoadError::Crashed)),
        }
    }
}

fn line(progress: &Progress) -> String {
    let part = progress.fraction().map_or_else(|| "  ".to_owned(), |f| format!("{:3.0} %", f * 100.0));
    let (items, points) = (progress.items.load(Ordering::Relaxed), progress.points.load(Ordering::Relaxed));
    let current = progress.current();
    let name = for_terminal(current.rsplit('/').next().unwrap_or_default());
    let name: String = name.chars().take(40).collect();
    format!("{part}  {items} items, {points} points  {name}")
}

/// Replaces the progress line.
pub(super) fn show(watched: bool, line: &str) {
    if watched {
        let mut err = io::stderr().lock();
        // Where standard error is closed nobody watches.
        write!(err, "\r\u{1b}[K{line}").and_then(|()| err.flush()).unwrap_or_default();
    }
}

/// Says on standard error what the user should know.
pub(super) fn tell_warnings(loaded: &Loaded) {
    let mut err = io::stderr().lock();
    for warning in &loaded.dataset.warnings {
        writeln!(err, "warning: {}", for_terminal(&warning.text)).unwrap_or_default();
    }
}
