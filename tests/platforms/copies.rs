//! An export and a copy of it that differs in its bytes, opened together: everything is there once.

use std::path::{Path, PathBuf};

use super::fixture::{Case, Part};
use super::import;

/// Files in which a blank line more changes nothing.
const TEXT: &[&str] = &["csv", "gpx", "html", "js", "json", "kml", "tcx", "txt", "xml"];

/// Loads a case with its copy and compares the counts with those of the case alone.
pub(crate) fn check(case: &Case) {
    let Ok(alone) = import::from_paths(&originals(case)) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut paths = originals(case);
    paths.extend(case.parts.iter().map(|part| copied(part, folder.path())));
    let both = import::from_paths(&paths).unwrap();
    let counts = |d: &geoshadow::model::Dataset| (d.items.len(), d.points.len(), d.accounts.len());
    assert_eq!(counts(&alone), counts(&both), "alone and with a copy");
    assert!(both.records.read() >= alone.records.read());
}

fn originals(case: &Case) -> Vec<PathBuf> {
    case.parts.iter().map(|part| part.path.clone()).collect()
}

fn copied(part: &Part, folder: &Path) -> PathBuf {
    let path = folder.join(&part.name);
    for (name, bytes) in &part.files {
        let file = if part.path.is_file() { path.clone() } else { path.join(name) };
        let is_text = name.rsplit_once('.').is_some_and(|(_, e)| TEXT.contains(&e.to_lowercase().as_str()));
        let end: &[u8] = if is_text { b"\n" } else { b"" };
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, [bytes, end].concat()).unwrap();
    }
    path
}
