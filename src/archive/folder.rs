//! A folder as a container. Links are not followed, and only regular files are opened.

use std::path::Path;

use crate::model::FileStatus;

use super::draft::{Draft, Slot};
use super::name;
use super::{ArchiveError, Limits};

/// Folders inside folders that are looked into.
const DEEPEST: usize = 64;

/// Every file of a folder. What cannot be read is listed with the reason.
pub(super) fn list(
    root: &Path,
    container: &str,
    limits: Limits,
    check: &mut dyn FnMut() -> Result<(), ArchiveError>,
) -> Result<Vec<Draft>, ArchiveError> {
    let mut drafts = Vec::new();
    let walk = walkdir::WalkDir::new(root).follow_links(false).follow_root_links(true).max_depth(DEEPEST);
    for step in walk {
        check()?;
        if drafts.len() >= limits.entries {
            let what = format!("over {} files", limits.entries).into();
            return Err(ArchiveError::TooMany { name: container.into(), what });
        }
        match step {
            Ok(found) if found.depth() == 0 => {}
            Ok(found) => drafts.extend(draft(root, &found)),
            Err(error) if error.depth() == 0 => {
                let source = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                return Err(ArchiveError::Open { path: root.into(), source });
            }
            Err(error) => drafts.push(unreadable(root, &error)),
        }
    }
    Ok(drafts)
}

fn draft(root: &Path, found: &walkdir::DirEntry) -> Option<Draft> {
    let kind = found.file_type();
    if kind.is_dir() {
        // A folder at the limit is not looked into; say so rather than lose what is in it.
        let aside = |d: Draft| d.with_note(FileStatus::Failed, "nested too deeply; its files were not read");
        return (found.depth() == DEEPEST).then(|| aside(located(root, found.path(), 0)));
    }
    let size = found.metadata().map_or(0, |m| m.len());
    let draft = located(root, found.path(), if kind.is_file() { size } else { 0 });
    Some(if kind.is_file() {
        draft
    } else if kind.is_symlink() {
        draft.refused(FileStatus::Ignored, "a link, which is not followed")
    } else {
        draft.refused(FileStatus::Ignored, "not a regular file")
    })
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Draft {
    let why = error.io_error().map_or_else(|| "it cannot be read".to_owned(), |e| format!("it cannot be read: {e}"));
    located(root, error.path().unwrap_or(root), 0).refused(FileStatus::Failed, &why)
}

/// The path below the root, cleaned; the real one is kept where cleaning changed it.
fn located(root: &Path, path: &Path, size: u64) -> Draft {
    let below = path.strip_prefix(root).unwrap_or(path);
    let text = below.to_string_lossy();
    let clean = name::clean(&text);
    let unchanged = below.to_str().is_some_and(|exact| exact == &*clean.path);
    Draft::new(clean.path, size, Slot::Path((!unchanged).then(|| below.into())))
}
