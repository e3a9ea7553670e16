//! Photos and videos added to Google Maps: public on the page of a place that the export does not name.
//!
//! Sidecars like those of Google Photos, with `creationTime` and `geoDataExif` only; some exports hold
//! hundreds of pictures and not one sidecar. The public sees the place, not the position in the file.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::ByFolder;
use super::photos;
use super::record::{self, boxed, time_of};
use super::rules;
use crate::archive::EntryId;
use crate::model::{Evidence, Item, Location, LocationSource, MediaRef};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::{ImportCx, ImportError};

/// The files, by folder.
#[derive(Default)]
pub(super) struct MapsMedia(ByFolder<Folder>);

#[derive(Default)]
struct Folder {
    sidecars: Vec<EntryId>,
    /// By name in lower case; the same one may come in several parts.
    media: BTreeMap<String, Vec<EntryId>>,
}

impl MapsMedia {
    /// Adds a sidecar.
    pub(super) fn add_sidecar(&mut self, folder: &str, id: EntryId) {
        self.0.entry(folder.into()).or_default().sidecars.push(id);
    }

    /// Adds a photo or video by its name in lower case.
    pub(super) fn add_media(&mut self, folder: &str, id: EntryId, name: &str) {
        self.0.entry(folder.into()).or_default().media.entry(name.to_owned()).or_default().push(id);
    }

    /// Whether there are sidecars in a folder.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.0.contains_key(folder)
    }

    /// Makes the items.
    pub(super) fn import(self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for mut folder in self.0.into_values() {
            let mut seen = BTreeSet::new();
            for id in std::mem::take(&mut folder.sidecars) {
                cx.check()?;
                let entry = cx.source().entry(id);
                let name = entry.file_name();
                if !seen.insert(entry.lower_name()) {
                    cx.merged(1);
                    cx.done(id, "the same details as in another part of the export");
                    continue;
                }
                let Some(mut item) = described(cx, id) else { continue };
                let media = photos::names::media_of_sidecar(name);
                let titled = item.text.take().map(|title| title.to_ascii_lowercase());
                let names = [Some(media.to_ascii_lowercase()), titled];
                let files = names.into_iter().flatten().find_map(|name| folder.media.remove(&name)).unwrap_or_default();
                let file = files.first().copied();
                let path = file.map_or(media.into(), |f| cx.source().entry(f).path.clone());
                item.kind = photos::kind_of(&path);
                item.media.push(MediaRef { path, file: file.map(|f| f.0) });
                cx.done(id, "details of a photo or video added to Maps");
                for file in files {
                    cx.done(file, "a photo or video added to Maps");
                }
                cx.item(item);
            }
            for files in folder.media.into_values() {
                cx.check()?;
                let Some((id, copies)) = files.split_first().map(|(id, copies)| (*id, copies)) else { continue };
                for copy in copies {
                    cx.done(*copy, "the same photo or video as in another part of the export");
                }
                cx.done(id, "a photo or video added to Maps; its own metadata were read");
                let privacy = rules::on_place_page(Evidence::Likely, &rules::MAPS_MEDIA_PUBLIC);
                let item = photos::undescribed(cx, id, privacy);
                cx.item(item);
            }
        }
        Ok(())
    }
}

/// An item from a sidecar; its `text` is the title, for the caller to match by.
fn described(cx: &mut ImportCx<'_>, id: EntryId) -> Option<Item> {
    let bytes = cx.read(id)?;
    let raw = Raw::new(&bytes);
    if !raw.is_valid() {
        cx.fail(id, super::CUT_OFF);
        return None;
    }
    let [title, created, exif] = raw.pick(["title", "creationTime", "geoDataExif"]);
    let privacy = rules::on_place_page(Evidence::Likely, &rules::MAPS_MEDIA_PUBLIC);
    let mut item = record::item(photos::kind_of(""), privacy, record::origin(id, 0));
    item.set_time(created.and_then(|c| time_of(c.get("timestamp"))));
    let [lat, lon] = exif.map_or([None; 2], |e| e.pick(["latitude", "longitude"]));
    // Without a position in the picture the pair is 0/0.
    let point = coord::pair(lat, lon).map_err(|why| if why == NoPoint::Zero { NoPoint::Missing } else { why });
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|p| Location::at(p, LocationSource::Exif, Evidence::Recorded));
    item.text = boxed(title);
    Some(item)
}
