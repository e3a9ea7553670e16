//! What the pictures and videos of an export say of themselves.

use super::named_day::day_in_name;
use crate::archive::EntryId;
use crate::media::{MediaError, MediaMetadata, read_metadata};
use crate::model::{Evidence, Item, ItemKind, Location, LocationSource, MediaRef, NoPoint};
use crate::platform::ImportCx;

/// The metadata of a picture or video; one that is damaged is marked failed and says nothing.
pub fn metadata(cx: &mut ImportCx<'_>, id: EntryId) -> MediaMetadata {
    let cap = cx.limits().media_head_bytes;
    let read = cx.open(id).map(|mut reader| read_metadata(reader.as_mut(), cap));
    let why = match read {
        Ok(Ok(metadata)) => return metadata,
        Ok(Err(MediaError::Format)) => return MediaMetadata::default(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    cx.fail(id, why);
    MediaMetadata::default()
}

/// Gives an item the position of a medium's own metadata, or says why its coordinates are none.
pub fn locate(item: &mut Item, metadata: &MediaMetadata) {
    item.location = exif_location(metadata);
    if item.location.is_none() {
        item.flaw = item.flaw.or_else(|| metadata.no_point.and_then(NoPoint::flaw));
    }
}

/// The position in a medium's own metadata.
pub fn exif_location(metadata: &MediaMetadata) -> Option<Location> {
    let evidence = if metadata.point_doubt.is_some() { Evidence::Likely } else { Evidence::Recorded };
    let (point, accuracy_metres) = (metadata.point?, metadata.accuracy_metres);
    Some(Location { point, accuracy_metres, source: LocationSource::Exif, evidence })
}

/// Sets an item's time by a medium's metadata, else by the name that a camera gave it; a camera's clock without zone
/// is good for the day only.
pub fn set_time(item: &mut Item, metadata: &MediaMetadata, file_name: &str) {
    let by_clock = || metadata.taken_local?.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp());
    let day = || by_clock().or_else(|| day_in_name(file_name));
    item.set_zoned_time(metadata.taken.or_else(day), metadata.taken.is_some());
}

/// A medium of the archive.
pub fn reference(cx: &ImportCx<'_>, id: EntryId) -> MediaRef {
    MediaRef { path: cx.source().entry(id).path.clone(), file: Some(id.0) }
}

/// Photo or video, by the extension of a file.
pub fn kind_of(extension: &str) -> ItemKind {
    match extension.to_ascii_lowercase().as_str() {
        "mp4" | "mov" | "m4v" | "3gp" | "avi" | "webm" | "mkv" | "mpg" | "mpeg" | "wmv" => ItemKind::Video,
        _ => ItemKind::Photo,
    }
}
