//! Pictures and videos that went with the messages of a chat: a chat passes some on as they are, with the position in their
//! metadata for everyone who gets them.

use std::collections::BTreeMap;

use super::medium;
use crate::archive::{EntryId, real_entries};
use crate::media::{is_media_extension, read_metadata};
use crate::model::Location;
use crate::platform::{ExportRoot, ImportCx};

/// Media beside the file of a chat, by their path from its folder, in lower case.
#[derive(Debug, Default)]
pub struct Originals(BTreeMap<String, EntryId>);

impl Originals {
    /// Those in the folder of a chat and below.
    pub fn beside(cx: &ImportCx<'_>, chat: EntryId) -> Self {
        let home = cx.source().entry(chat);
        let root = ExportRoot { container: home.container, folder: home.folder().into() };
        let media = real_entries(cx.source()).filter(|(_, e)| is_media_extension(e.extension()));
        let inside = media.filter(|(_, e)| root.contains(e.container, &e.path));
        let path = |path: &str| path.get(home.folder().len()..).unwrap_or_default().trim_start_matches('/').to_owned();
        Self(inside.map(|(id, e)| (path(e.lower_path()), id)).collect())
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<EntryId> {
        self.0.get(&path.to_ascii_lowercase()).or_else(|| self.0.get(&path.to_lowercase())).copied()
    }
}

/// The position in the metadata of a file, if it has one. `aside` says why the file is none of the user's, or is not
/// known to be.
pub fn position(cx: &mut ImportCx<'_>, id: EntryId, aside: Option<&'static str>) -> Option<Location> {
    let cap = cx.limits().media_head_bytes;
    let read = match cx.open(id) {
        Ok(mut reader) => read_metadata(reader.as_mut(), cap).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let location = match read {
        Ok(metadata) => medium::exif_location(&metadata),
        Err(why) => {
            cx.fail(id, why);
            return None;
        }
    };
    match (aside, location) {
        (Some(aside), _) => cx.ignore(id, aside),
        (None, Some(_)) => cx.done(id, "sent in a chat, with position"),
        (None, None) => cx.done(id, "sent in a chat, without position"),
    }
    location
}
