//! Loading, with the progress shown where somebody watches.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use crate::archive::Progress;
use crate::load::{Job, LoadError, LoadEvent, Loaded};
use crate::platform::Hints;
use crate::report::{for_terminal, hint_for};
use crate::venue::{Places, PlacesTold};

use super::error::CliError;
use super::options::LookOptions;

/// How often the progress line is drawn again.
pub(super) const REDRAW_EVERY: Duration = Duration::from_millis(100);

/// Loads `paths` as one set and tells kinds of places by the user's own.
pub(super) fn load_with(paths: Vec<PathBuf>, look: &LookOptions) -> Result<Loaded, CliError> {
    let mut loaded = load(paths, look.hints.clone())?;
    for places in &look.places {
        let told = places.tell(Arc::make_mut(&mut loaded.dataset));
        tell_places(places, told);
    }
    Ok(loaded)
}

/// Says on standard error what a file of places was good for.
fn tell_places(places: &Places, told: PlacesTold) {
    let PlacesTold { by_name, by_distance } = told;
    let origin = if places.is_osm() { " (© OpenStreetMap contributors)" } else { "" };
    let name = for_terminal(places.name());
    let line = format!(
        "places: {} in {name}{origin}; kind told of {} items, {by_name} by name and {by_distance} by distance alone",
        places.len(),
        by_name + by_distance
    );
    // Where standard error is closed nobody listens.
    writeln!(io::stderr().lock(), "{line}").unwrap_or_default();
}

/// Loads `paths` as one set.
fn load(paths: Vec<PathBuf>, hints: Hints) -> Result<Loaded, CliError> {
    let watched = io::stderr().is_terminal();
    let job = Job::start(paths, hints, || ()).map_err(CliError::failed)?;
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
    for question in &loaded.dataset.questions {
        writeln!(err, "{}", for_terminal(&hint_for(question))).unwrap_or_default();
    }
}
