//! Pictures and videos sent as files: Telegram passes those on as they are, with their metadata.

use std::collections::BTreeMap;

use crate::archive::{EntryId, real_entries};
use crate::media::{is_media_extension, read_metadata};
use crate::model::{Evidence, Location, LocationSource};
use crate::platform::{ExportRoot, ImportCx};

/// Files of an export by their path from the folder of `result.json`, in lower case.
#[derive(Debug, Default)]
pub(super) struct Originals(BTreeMap<String, EntryId>);

impl Originals {
    /// Those beside a `result.json`.
    pub(super) fn beside(cx: &ImportCx<'_>, result: EntryId) -> Self {
        let home = cx.source().entry(result);
        let root = ExportRoot { container: home.container, folder: home.folder().into() };
        let media = real_entries(cx.source()).filter(|(_, e)| is_media_extension(e.extension()));
        let inside = media.filter(|(_, e)| root.contains(e.container, &e.path));
        let path = |path: &str| path.get(home.folder().len()..).unwrap_or_default().trim_start_matches('/').to_owned();
        Self(inside.map(|(id, e)| (path(e.lower_path()), id)).collect())
    }

    /// The position in the metadata of a file, if it has one.
    pub(super) fn read(&self, cx: &mut ImportCx<'_>, path: &str) -> Option<(EntryId, Location)> {
        let id = *self.0.get(&path.to_ascii_lowercase())?;
        let cap = cx.limits().media_head_bytes;
        let read = match cx.open(id) {
            Ok(mut reader) => read_metadata(reader.as_mut(), cap).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let metadata = match read {
            Ok(metadata) => metadata,
            Err(why) => {
                cx.fail(id, why);
                return None;
            }
        };
        let Some(point) = metadata.point else {
            cx.done(id, "sent as a file, without position");
            return None;
        };
        cx.done(id, "sent as a file, with position");
        let evidence = if metadata.point_doubt.is_some() { Evidence::Likely } else { Evidence::Recorded };
        let source = LocationSource::Exif;
        Some((id, Location { point, accuracy_metres: metadata.accuracy_metres, source, evidence }))
    }
}
