//! Looking at the pictures of an archive, with the progress shown where somebody watches.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;

use crate::archive::EntryId;
use crate::load::Loaded;
use crate::model::ItemId;
use crate::report::Gallery;
use crate::vision::{Depth, Job, PicturedFile, Refusal, Seen, pictures_of};

use super::error::CliError;
use super::loading::{REDRAW_EVERY, show};

/// Pictures and what was seen in them.
pub(super) struct SeenPictures {
    pictures: Vec<PicturedFile>,
    looked: BTreeMap<EntryId, Result<Seen, Refusal>>,
}

impl SeenPictures {
    pub(super) fn gallery(&self) -> Gallery<'_> {
        Gallery { pictures: &self.pictures, looked: &self.looked }
    }
}

/// Looks at the pictures of these items.
pub(super) fn look(loaded: &Loaded, items: &[ItemId]) -> Result<SeenPictures, CliError> {
    let pictures = pictures_of(&loaded.dataset, items);
    let files = pictures.iter().map(|p| p.file).collect();
    let job = Job::start(Arc::clone(&loaded.source), files, Depth::Everything, || ()).map_err(CliError::failed)?;
    let watched = io::stderr().is_terminal();
    let mut looked = BTreeMap::new();
    loop {
        match job.results.recv_timeout(REDRAW_EVERY) {
            Ok(result) => {
                looked.insert(result.file, result.seen);
            }
            Err(RecvTimeoutError::Timeout) => {
                show(watched, &format!("{} of {} pictures looked at", looked.len(), job.total()));
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    show(watched, "");
    Ok(SeenPictures { pictures, looked })
}
