//! Pictures and videos of activities.

use super::rules::LOOSE_MEDIA;
use super::{Export, ID, Owner};
use crate::archive::EntryId;
use crate::media::{MediaKind, MediaMetadata, is_media_extension, read_metadata};
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, MediaRef, Origin,
};
use crate::platform::{ImportCx, ImportError};

/// Gives an activity its pictures; one without a track gets the position that its first located picture holds.
pub(super) fn attach(cx: &mut ImportCx<'_>, export: &Export, item: &mut Item, paths: &[Box<str>]) {
    for path in paths {
        let file = export.file(path);
        item.media.push(MediaRef { path: path.clone(), file: file.map(|id| id.0) });
        let Some(id) = file else { continue };
        let is_virtual = item.tagged.rule == &super::rules::VIRTUAL;
        if item.location.is_none() && !is_virtual {
            item.location = metadata(cx, id).and_then(|found| location(&found));
        }
        cx.done(id, "a picture or video of an activity");
    }
}

fn metadata(cx: &ImportCx<'_>, id: EntryId) -> Option<MediaMetadata> {
    let cap = cx.limits().media_head_bytes;
    // A picture that cannot be read is still the activity's picture.
    read_metadata(cx.open(id).ok()?.as_mut(), cap).ok()
}

fn location(found: &MediaMetadata) -> Option<Location> {
    let evidence = if found.point_doubt.is_some() { Evidence::Likely } else { Evidence::Recorded };
    let (source, accuracy_metres) = (LocationSource::Exif, found.accuracy_metres);
    found.point.map(|point| Location { point, accuracy_metres, source, evidence })
}

/// Keeps the pictures that no activity names.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export, owner: Owner) -> Result<(), ImportError> {
    let all: Vec<EntryId> = ["media/", "photos/"].iter().flat_map(|f| export.folder(f)).map(|(_, id)| id).collect();
    for id in all {
        cx.check()?;
        if !cx.is_unclaimed(id) || !is_media_extension(&cx.source().entry(id).extension()) {
            continue;
        }
        let Some(found) = metadata(cx, id) else {
            cx.fail(id, "not a picture or video that can be read");
            continue;
        };
        let kind = match found.kind {
            MediaKind::Photo => ItemKind::Photo,
            MediaKind::Video => ItemKind::Video,
        };
        let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &LOOSE_MEDIA);
        let origin = Origin::new(id.0, 0);
        let mut item = Item::new(ID, kind, audience, Life::Live, Claim::unknown(&LOOSE_MEDIA), origin);
        item.account = owner.0;
        item.location = location(&found);
        item.set_zoned_time(found.taken, true);
        item.media = vec![MediaRef { path: cx.source().entry(id).path.clone(), file: Some(id.0) }];
        cx.done(id, "a picture or video that no activity names");
        cx.item(item);
    }
    Ok(())
}
