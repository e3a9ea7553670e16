//! The photos themselves, each once: copies in albums, years and parts are brought together.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::sidecar::Sidecar;
use crate::archive::EntryId;
use crate::model::{AudienceClaim, Audience, Captured, Item, ItemKind, MediaRef};
use crate::platform::{ImportCx, ImportError};
use crate::platform::google::record;
use crate::platform::google::rules::Privacy;

/// One sidecar with its media, as it stands in one folder.
pub(super) struct Copy<'s> {
    /// Number of the folder.
    pub(super) folder: usize,
    /// The sidecar's files: one, or the same one in several parts.
    pub(super) files: Vec<EntryId>,
    pub(super) sidecar: &'s Sidecar,
    /// The media's name by the sidecar's name.
    pub(super) base: String,
    /// Its media, the described one first.
    pub(super) media: Vec<EntryId>,
    pub(super) privacy: Privacy,
}

/// The kind of an item by the extension of a file name.
pub(in crate::platform::google) fn kind_of(name: &str) -> ItemKind {
    let extension = name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_lowercase());
    if names::is_video(&extension) { ItemKind::Video } else { ItemKind::Photo }
}

struct Photo {
    item: Item,
    /// Its file's name, to be shown when the file itself is not there.
    name: Box<str>,
    folders: BTreeSet<usize>,
    /// Size in bytes of the described medium, when it is there.
    size: Option<u64>,
}

/// All photos so far, and the ways to find one again.
#[derive(Default)]
pub(super) struct Library {
    photos: Vec<Photo>,
    by_url: BTreeMap<Box<str>, usize>,
    by_title: BTreeMap<(Box<str>, jiff::Timestamp), Vec<usize>>,
    by_file: BTreeMap<(String, u64), usize>,
}

impl Library {
    /// Adds a sidecar with its media, as a photo of its own or to the one that it is a copy of.
    pub(super) fn add(&mut self, cx: &mut ImportCx<'_>, copy: &Copy<'_>) {
        let size = copy.media.first().map(|id| cx.source().entry(*id).size);
        let index = self.find(copy, size).unwrap_or_else(|| self.start(cx, copy, size));
        self.remember(cx, index, copy);
        let Some(photo) = self.photos.get_mut(index) else { return };
        photo.folders.insert(copy.folder);
        photo.size = photo.size.or(size);
        let item = &mut photo.item;
        let is_first = |id: &EntryId| id.0 == item.origin.file;
        let others: Vec<EntryId> = copy.files.iter().filter(|id| !is_first(id)).copied().collect();
        cx.merged(others.len() as u64);
        item.also_in.extend(others.into_iter().map(|id| record::origin(id, 0)));
        item.location = item.location.or(copy.sidecar.location);
        item.text = item.text.take().or_else(|| copy.sidecar.description.clone());
        if matches!(copy.privacy.audience, AudienceClaim::Own(Audience::Custom, ..)) {
            (item.audience, item.life) = (copy.privacy.audience, copy.privacy.life);
        }
        for id in &copy.media {
            cx.done(*id, "a photo or video");
        }
        self.attach(cx, index, &copy.media);
    }

    /// The photo that this is a copy of, in another folder.
    fn find(&self, copy: &Copy<'_>, size: Option<u64>) -> Option<usize> {
        if let Some(index) = copy.sidecar.url.as_ref().and_then(|url| self.by_url.get(url)) {
            return Some(*index);
        }
        let key = (copy.sidecar.title.clone()?, copy.sidecar.taken?);
        let is_same = |photo: &Photo| {
            let sizes_agree = photo.size.is_none() || size.is_none() || photo.size == size;
            !photo.folders.contains(&copy.folder) && sizes_agree
        };
        let candidates = self.by_title.get(&key)?;
        candidates.iter().copied().find(|i| self.photos.get(*i).is_some_and(is_same))
    }

    fn start(&mut self, cx: &mut ImportCx<'_>, copy: &Copy<'_>, size: Option<u64>) -> usize {
        let name = copy.media.first().map(|id| cx.source().entry(*id).file_name());
        let title = copy.sidecar.title.as_deref();
        let kind = kind_of(name.or(title).unwrap_or(&copy.base));
        let origin = record::origin(copy.files.first().copied().unwrap_or(EntryId(0)), 0);
        let mut item = record::item(kind, copy.privacy, origin);
        item.set_time(copy.sidecar.taken);
        item.captured = Some(Captured { at: copy.sidecar.taken, ..Captured::default() });
        item.location = copy.sidecar.location;
        let name = title.unwrap_or(&copy.base).into();
        self.photos.push(Photo { item, name, folders: BTreeSet::new(), size });
        self.photos.len() - 1
    }

    fn remember(&mut self, cx: &ImportCx<'_>, index: usize, copy: &Copy<'_>) {
        if let Some(url) = &copy.sidecar.url {
            self.by_url.entry(url.clone()).or_insert(index);
        }
        if let (Some(title), Some(taken)) = (&copy.sidecar.title, copy.sidecar.taken) {
            let all = self.by_title.entry((title.clone(), taken)).or_default();
            if !all.contains(&index) {
                all.push(index);
            }
        }
        for id in &copy.media {
            self.by_file.entry(file_key(cx, *id)).or_insert(index);
        }
    }

    /// Adds media to a photo, copies of the same file once.
    fn attach(&mut self, cx: &ImportCx<'_>, index: usize, media: &[EntryId]) {
        let Some(photo) = self.photos.get_mut(index) else { return };
        for id in media {
            let entry = cx.source().entry(*id);
            let is_there = photo.item.media.iter().filter_map(|m| m.file).any(|file| {
                let other = cx.source().entry(EntryId(file));
                other.file_name().eq_ignore_ascii_case(entry.file_name()) && other.size == entry.size
            });
            if !is_there {
                photo.item.media.push(MediaRef { path: entry.path.clone(), file: Some(id.0) });
            }
        }
    }

    /// Adds a medium without a sidecar: a copy of one that is known, or a photo of its own.
    pub(super) fn add_undescribed(
        &mut self,
        cx: &mut ImportCx<'_>,
        folder: usize,
        name: &str,
        ids: &[EntryId],
        privacy: Privacy,
    ) {
        for id in ids {
            let key = (names::folded(name), cx.source().entry(*id).size);
            if self.by_file.contains_key(&key) {
                cx.done(*id, "a copy of a photo or video that stands elsewhere");
                continue;
            }
            cx.done(*id, "a photo or video without a details file; its own metadata were read");
            let item = super::undescribed(cx, *id, privacy);
            self.by_file.insert(key, self.photos.len());
            self.photos.push(Photo { item, name: name.into(), folders: BTreeSet::from([folder]), size: None });
        }
    }

    /// Hands the photos over. Where Google holds no position or no time, the file itself is asked.
    pub(super) fn finish(self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for Photo { mut item, name, .. } in self.photos {
            cx.check()?;
            if item.media.is_empty() {
                item.media.push(MediaRef { path: name.clone(), file: None });
            }
            let first = item.media.first().and_then(|m| m.file).filter(|file| *file != item.origin.file);
            if item.location.is_none() || item.time.is_none() {
                let found = first.map(|file| super::metadata(cx, EntryId(file))).unwrap_or_default();
                if item.location.is_none() {
                    super::locate(&mut item, &found);
                }
                if item.time.is_none() {
                    item.captured = Some(Captured { at: found.taken, local: found.taken_local, point: None });
                    super::set_time_by_metadata(&mut item, &found, &name);
                }
            }
            cx.item(item);
        }
        Ok(())
    }
}

fn file_key(cx: &ImportCx<'_>, id: EntryId) -> (String, u64) {
    let entry = cx.source().entry(id);
    (names::folded(&names::normal(entry.file_name())), entry.size)
}
