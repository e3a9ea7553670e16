//! JSON nested deeper than any stack: nothing may panic or run over, and what is refused must be counted.

use geoshadow::model::{Dataset, FileStatus};

use super::fixture::{Case, Part};
use super::{import, invariants};

/// Levels; a stack of two megabytes ends long before.
const LEVELS: usize = 100_000;
/// Bytes behind which long lists are read in parts.
const LONG: usize = 2 << 20;

/// Puts a list of lists behind all else in the last list of a file, and spaces behind all; whether there is one.
fn deepen(bytes: &mut Vec<u8>, padding: usize) -> bool {
    let Some(at) = bytes.iter().rposition(|b| *b == b']') else { return false };
    let rest = bytes.split_off(at);
    let comma: &[u8] = if bytes.trim_ascii_end().ends_with(b"[") { b"" } else { b"," };
    bytes.extend([comma, &b"[".repeat(LEVELS), &b"]".repeat(LEVELS), &rest, &b" ".repeat(padding)].concat());
    true
}

/// What was refused: files, and records.
fn refused(dataset: &Dataset) -> (usize, u64) {
    (dataset.files.count(FileStatus::Failed), dataset.records.skipped().values().sum())
}

/// Whether what is lost of a case is counted; `None` where nothing in it is read as JSON.
pub(crate) fn is_counted(case: &Case, is_long: bool) -> Option<bool> {
    let before = import::import(&import::Parts::new(&case.parts));
    let mut parts: Vec<Part> = case.parts.clone();
    let mut changed = 0;
    for (path, bytes) in parts.iter_mut().flat_map(|part| &mut part.files) {
        let is_json = path.rsplit('.').next() == Some("json");
        let was_read = before.files.iter().any(|file| file.path.as_ref() == path && file.status == FileStatus::Read);
        if was_read && is_json && deepen(bytes, if is_long { LONG } else { 0 }) {
            changed += 1;
        }
    }
    let after = import::import(&import::Parts::new(&parts));
    invariants::check(&after);
    // What stands where nobody looks is no loss.
    let is_all_there = after.records.kept() == before.records.kept();
    (changed > 0).then(|| is_all_there || refused(&after) != refused(&before))
}
