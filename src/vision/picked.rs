//! Which files of an archive are pictures to look at.

use std::collections::BTreeMap;

use crate::archive::EntryId;
use crate::media::is_video_path;
use crate::model::{Dataset, ItemId};

/// A picture in the archive and the items that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturedFile {
    /// The file.
    pub file: EntryId,
    /// The items, in time order.
    pub items: Vec<ItemId>,
}

/// The pictures of these items that are in the archive, each once, in the order of the archive. Videos are left out.
pub fn pictures_of(dataset: &Dataset, items: &[ItemId]) -> Vec<PicturedFile> {
    let mut found: BTreeMap<EntryId, Vec<ItemId>> = BTreeMap::new();
    for &id in items {
        let Some(item) = dataset.items.get(id.index()) else { continue };
        for medium in &item.media {
            let Some(file) = medium.file.filter(|_| !is_video_path(&medium.path)) else { continue };
            let shown = found.entry(EntryId(file)).or_default();
            if shown.last() != Some(&id) {
                shown.push(id);
            }
        }
    }
    found.into_iter().map(|(file, items)| PicturedFile { file, items }).collect()
}
