//! Pictures and videos of activities.

use std::collections::BTreeMap;

use super::rules::LOOSE_MEDIA;
use super::{Export, ID, Owner};
use crate::archive::EntryId;
use crate::media::is_media_extension;
use crate::model::{Audience, AudienceClaim, Claim, Evidence, Item, Life, MediaRef, Origin};
use crate::platform::support::medium;
use crate::platform::support::records::{open_table, read_rows};
use crate::platform::{ImportCx, ImportError};

/// Gives an activity its pictures; one without a track gets the position that its first located picture holds.
pub(super) fn attach(
    cx: &mut ImportCx<'_>,
    export: &Export,
    captions: &BTreeMap<String, Box<str>>,
    item: &mut Item,
    paths: &[Box<str>],
) {
    for path in paths {
        let file = export.file(path);
        item.media.push(MediaRef { path: path.clone(), file: file.map(|id| id.0) });
        if let Some(caption) = captions.get(&path.to_lowercase()) {
            let before = item.text.take().map_or(String::new(), |text| format!("{text}\n"));
            item.text = Some(format!("{before}{caption}").into());
        }
        let Some(id) = file else { continue };
        let is_virtual = item.tagged.rule == &super::rules::VIRTUAL;
        if item.location.is_none() && !is_virtual {
            medium::locate(item, &medium::metadata(cx, id));
        }
        cx.done(id, "a picture or video of an activity");
    }
}

/// What people wrote under pictures, by the path of the picture in lower case.
pub(super) fn captions(cx: &mut ImportCx<'_>, export: &Export) -> Result<BTreeMap<String, Box<str>>, ImportError> {
    let mut captions = BTreeMap::new();
    for name in ["media.csv", "photos.csv"] {
        let Some(id) = export.file(name) else { continue };
        let Some(bytes) = cx.read(id) else { continue };
        let Some(mut table) = open_table(cx, id, &bytes) else { continue };
        let path = table.column(&["media filename", "photo filename", "filename"]).or(Some(0));
        let caption = table.column(&["media caption", "photo caption", "caption"]).or(Some(1));
        read_rows(cx, id, &mut table, "captions of pictures", |cx, row, _| match (row.text(path), row.text(caption)) {
            (Some(path), Some(caption)) => {
                captions.insert(path.to_lowercase(), Box::from(&*caption));
                cx.fact(1);
            }
            _ => cx.skip("a picture without a caption", 1),
        })?;
    }
    Ok(captions)
}

/// Keeps the pictures that no activity names.
pub(super) fn read(
    cx: &mut ImportCx<'_>,
    export: &Export,
    captions: &BTreeMap<String, Box<str>>,
    owner: Owner,
) -> Result<(), ImportError> {
    let all: Vec<(String, EntryId)> =
        ["media/", "photos/"].iter().flat_map(|f| export.folder(f)).map(|(path, id)| (path.to_owned(), id)).collect();
    for (path, id) in all {
        cx.check()?;
        if !cx.is_unclaimed(id) || !is_media_extension(cx.source().entry(id).extension()) {
            continue;
        }
        let found = medium::metadata(cx, id);
        let kind = medium::kind_of(cx.source().entry(id).extension());
        let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &LOOSE_MEDIA);
        let origin = Origin::new(id.0, 0);
        let mut item = Item::new(ID, kind, audience, Life::Live, Claim::unknown(&LOOSE_MEDIA), origin);
        item.account = owner.0;
        medium::locate(&mut item, &found);
        medium::set_time(&mut item, &found, cx.source().entry(id).file_name());
        item.text = captions.get(&path).cloned();
        item.media = vec![medium::reference(cx, id)];
        cx.done(id, "a picture or video that no activity names");
        cx.item(item);
    }
    Ok(())
}
