//! Fixtures whose files are named in capital letters or in small ones, as old file systems, sync programs
//! and people leave them: they must be read like the originals.

use super::fixture::{Case, Part};
use super::{import, snapshot};

/// The lines of a snapshot in any order and in small letters: paths are shown, and sorted, as they are written. So
/// is the file by which an export was told, the first of several.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line_of(&line.to_lowercase().replace(".zip", ""))).collect();
    lines.sort();
    lines
}

fn line_of(line: &str) -> String {
    let line = line.trim_end_matches(',').trim().trim_matches('"');
    match line.split_once(" in ") {
        // A path as a record gives it, and the file found by it.
        Some((path, file)) if path == file => path.to_owned(),
        _ => line.split_once(", by ").map_or(line, |(layout, _)| layout).to_owned(),
    }
}

fn renamed(part: &Part, name: fn(&str) -> String) -> Part {
    let mut part = part.clone();
    for (path, _) in &mut part.files {
        *path = name(path);
    }
    part
}

/// Loads a case with its files named in the letters of one case and compares it with the original.
pub(crate) fn check(case: &Case) {
    let original = lines(&snapshot::of(&import::from_folder(case)));
    for name in [str::to_ascii_uppercase, str::to_ascii_lowercase] {
        let parts: Vec<Part> = case.parts.iter().map(|part| renamed(part, name)).collect();
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = parts.iter().map(|part| part.write(folder.path())).collect();
        let other = lines(&snapshot::of(&import::from_paths(&paths)));
        let only = |a: &[String], b: &[String]| a.iter().filter(|l| !b.contains(l)).cloned().collect::<Vec<_>>();
        assert_eq!(original, other, "\nlost {:#?}\nnew {:#?}", only(&original, &other), only(&other, &original));
    }
}
