//! Google Photos: one item for each sidecar, and for each medium that has none.
//!
//! A sidecar may lie in one part of the export and its medium in another, the same photo stands in an
//! album and in the folder of its year, and the same sidecar may come in two parts: folders of all
//! parts are laid over each other first. Media need not be there. Layouts of 2017 to 2025.

pub(super) mod album;
mod library;
mod matching;
pub(super) mod names;
mod sidecar;

use std::collections::BTreeMap;

pub(super) use library::kind_of;
use library::{Copy, Library};
use matching::Named;
use sidecar::Sidecar;

use super::rules::{self, Privacy};
use crate::archive::EntryId;
use crate::model::{Captured, Evidence, Origin};
use crate::platform::support::medium::{locate, metadata, set_time as set_time_by_metadata};
use crate::platform::{ImportCx, ImportError};

/// Reason under which a partner's photos are left out.
const PARTNERS: &str = "a partner's photo, which does not say where you were";

/// Everything of Google Photos in an export, by folder relative to the export's root.
#[derive(Default)]
pub(super) struct Photos {
    folders: BTreeMap<Box<str>, Folder>,
}

#[derive(Default)]
struct Folder {
    /// Sidecars by normalised name; the same one may come in several parts.
    sidecars: BTreeMap<String, Vec<(EntryId, Sidecar)>>,
    /// Media by normalised name.
    media: BTreeMap<String, Vec<EntryId>>,
    is_shared_album: bool,
}

impl Photos {
    /// Adds a sidecar; marks it failed when it is broken.
    pub(super) fn add_sidecar(&mut self, cx: &mut ImportCx<'_>, folder: &str, id: EntryId, bytes: &[u8]) {
        let Some(sidecar) = Sidecar::parse(bytes) else { return cx.fail(id, super::CUT_OFF) };
        if let Some(flaw) = sidecar.flaw {
            cx.flaw(flaw, Origin::new(id.0, 0));
        }
        let name = names::normal(cx.source().entry(id).file_name());
        self.folders.entry(folder.into()).or_default().sidecars.entry(name).or_default().push((id, sidecar));
        cx.done(id, "details of a photo or video");
    }

    /// Adds a medium.
    pub(super) fn add_media(&mut self, folder: &str, id: EntryId, name: &str) {
        self.folders.entry(folder.into()).or_default().media.entry(names::normal(name)).or_default().push(id);
    }

    /// Says that an album shows signs of having been shared.
    pub(super) fn mark_shared(&mut self, folder: &str) {
        self.folders.entry(folder.into()).or_default().is_shared_album = true;
    }

    /// Makes the items.
    pub(super) fn import(self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut library = Library::default();
        let mut left_over = Vec::new();
        let mut order: Vec<_> = self.folders.into_iter().collect();
        order.sort_by_key(|(name, _)| !is_year_folder(name));
        for (index, (_, folder)) in order.iter().enumerate() {
            cx.check()?;
            let privacy = privacy(folder.is_shared_album);
            describe(cx, &mut library, index, folder, privacy, &mut left_over)?;
        }
        for (folder, name, ids) in left_over {
            cx.check()?;
            let privacy = privacy(order.get(folder).is_some_and(|(_, f)| f.is_shared_album));
            library.add_undescribed(cx, folder, &name, &ids, privacy);
        }
        library.finish(cx)
    }
}

/// `Photos from 2023` in any language, rather than an album.
fn is_year_folder(folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let year = name.get(name.len().saturating_sub(4)..).and_then(|y| y.parse::<u16>().ok());
    year.is_some_and(|y| (1800..2200).contains(&y)) && name.len() > 4
}

const fn privacy(is_shared_album: bool) -> Privacy {
    use crate::model::{Audience, AudienceClaim, Claim, Life};
    let tagged = Claim::no(Evidence::Likely, &rules::PHOTOS_UNTAGGED);
    let private = rules::private(Evidence::Likely, &rules::PHOTOS_PRIVATE);
    if is_shared_album {
        let audience = AudienceClaim::Own(Audience::Custom, Evidence::Likely, &rules::PHOTOS_SHARED_ALBUM);
        Privacy { audience, life: Life::Live, tagged }
    } else {
        Privacy { tagged, ..private }
    }
}

type LeftOver = (usize, String, Vec<EntryId>);

/// Turns the sidecars of a folder into items; media that no sidecar describes are left over.
fn describe(
    cx: &mut ImportCx<'_>,
    library: &mut Library,
    index: usize,
    folder: &Folder,
    privacy: Privacy,
    left_over: &mut Vec<LeftOver>,
) -> Result<(), ImportError> {
    let media: Vec<&str> = folder.media.keys().map(String::as_str).collect();
    let named: Vec<Named<'_>> = folder
        .sidecars
        .iter()
        .map(|(name, all)| Named {
            name: names::SidecarName::of(name),
            title: all.first().and_then(|(_, s)| s.title.as_deref()),
        })
        .collect();
    let matches = matching::assign(&named, &media);
    let mut media_of: Vec<Vec<EntryId>> = vec![Vec::new(); named.len()];
    for (medium, (name, ids)) in folder.media.iter().enumerate() {
        match matches.owner.get(medium).copied().flatten() {
            Some(owner) if matches.main[owner] == Some(medium) => {
                media_of[owner].splice(0..0, ids.iter().copied());
            }
            Some(owner) => media_of[owner].extend(ids),
            None => left_over.push((index, name.clone(), ids.clone())),
        }
    }
    for ((all, named), media) in folder.sidecars.values().zip(&named).zip(media_of) {
        cx.check()?;
        let Some((_, sidecar)) = all.first() else { continue };
        if sidecar.is_partners {
            cx.skip(PARTNERS, all.len() as u64);
            for id in media {
                cx.ignore(id, PARTNERS);
            }
            continue;
        }
        let files = all.iter().map(|(id, _)| *id).collect();
        library.add(cx, &Copy { folder: index, files, sidecar, base: named.name.exact(), media, privacy });
    }
    Ok(())
}

/// An item of a medium that has no sidecar, from its own metadata.
pub(super) fn undescribed(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    privacy: Privacy,
) -> crate::model::Item {
    let entry = cx.source().entry(id);
    let mut item = super::record::item(library::kind_of(entry.file_name()), privacy, super::record::origin(id, 0));
    item.media.push(crate::model::MediaRef { path: entry.path.clone(), file: Some(id.0) });
    let found = metadata(cx, id);
    item.captured = Some(Captured { at: found.taken, local: found.taken_local, point: None });
    locate(&mut item, &found);
    item.place = found.place.as_ref().and_then(crate::media::MediaPlace::to_place);
    set_time_by_metadata(&mut item, &found, entry.file_name());
    item
}
