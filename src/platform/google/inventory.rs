//! Every file of an export sorted by what it is, before anything is imported.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};

use super::photos::{Photos, album, names};
use super::sniff::{self, Kind};
use super::youtube::{self, YouTube};
use super::{access_log, fit, maps_drawn, maps_media, other, saved_lists};
use crate::archive::{ArchiveInfo, EntryId};
use crate::platform::support::json_raw::Raw;
use crate::platform::{ImportCx, ImportError, Recognition};

/// What lies where.
#[derive(Default)]
pub(super) struct Inventory {
    /// Files with records of their own, in the order in which they are read.
    pub(super) records: Vec<(Kind, EntryId)>,
    /// Name and address of the account.
    pub(super) profile: Option<EntryId>,
    /// Lists of saved places.
    pub(super) saved_lists: Vec<EntryId>,
    /// Google Photos.
    pub(super) photos: Photos,
    /// Photos and videos added to Maps.
    pub(super) maps: maps_media::MapsMedia,
    /// Tables of Fit.
    pub(super) fit_tables: Vec<EntryId>,
    /// Tracks of Fit.
    pub(super) trainings: Vec<EntryId>,
    /// Maps drawn by hand, and tracks of other products.
    pub(super) drawn: Vec<EntryId>,
    /// Whose chats in Google Chat are.
    pub(super) chat_users: Vec<EntryId>,
    /// From where the account was used.
    pub(super) access_logs: Vec<(access_log::Kind, EntryId)>,
    /// `YouTube`.
    pub(super) youtube: YouTube,
    /// Media of other products.
    pub(super) elsewhere: Vec<EntryId>,
    /// Whether the activity log is in it as web pages.
    has_pages: bool,
    /// Files already met, to know the same file in another part.
    seen: BTreeSet<(Box<str>, u64, u64)>,
    /// Media, until it is known which folders are whose.
    media: Vec<Medium>,
    /// Folders with sidecars of Google Photos, and the folders they lie in.
    photo_folders: BTreeSet<Box<str>>,
}

struct Medium {
    id: EntryId,
    folder: Box<str>,
    in_takeout: bool,
}

/// Where an entry lies inside its export. Paths are in lower case: people and old file systems change the case.
struct Spot<'p> {
    path: &'p str,
    folder: &'p str,
    /// Whether it lies in a map of My Maps, which is an archive of its own.
    in_map: bool,
    /// Whether the export's root is a whole Takeout, so that the first folder is a product.
    in_takeout: bool,
}

/// The product to which the places belong that a person looked at and wrote about; the name is not translated.
const MAPS: &str = "maps";

/// The first folder of a path inside a Takeout.
fn product(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

impl Spot<'_> {
    fn is_maps(&self) -> bool {
        self.in_takeout && product(self.folder) == MAPS
    }
}

impl Inventory {
    /// Sorts every file under the roots.
    pub(super) fn take(found: &Recognition, cx: &mut ImportCx<'_>) -> Result<Self, ImportError> {
        let mut inventory = Self::default();
        let source = cx.source();
        let is_map = |container: &ArchiveInfo| container.name.to_lowercase().ends_with(".kmz");
        let maps: Vec<bool> = source.containers().iter().map(is_map).collect();
        for id in cx.entries_of(found) {
            cx.check()?;
            let entry = source.entry(id);
            let roots = found.roots.iter().filter(|r| r.contains(entry.container, &entry.path));
            let root = roots.map(|r| &*r.folder).max_by_key(|folder| folder.len()).unwrap_or_default();
            let inside = entry.lower_path().get(root.len()..).unwrap_or_default().trim_start_matches('/');
            let path = if inside.is_empty() { entry.lower_name() } else { inside };
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let in_takeout = root.rsplit('/').next().is_some_and(super::recognise::is_takeout_name);
            let in_map = maps.get(usize::from(entry.container)).is_some_and(|is_map| *is_map);
            inventory.sort(cx, id, &Spot { path, folder, in_map, in_takeout });
        }
        if inventory.has_pages {
            cx.warn(super::PAGES_HINT, None);
        }
        inventory.sort_media(cx);
        inventory.records.sort_by_key(|(kind, id)| (*kind != Kind::Settings, *id));
        Ok(inventory)
    }

    fn sort(&mut self, cx: &mut ImportCx<'_>, id: EntryId, spot: &Spot<'_>) {
        let extension = cx.source().entry(id).extension();
        match extension {
            "json" | "csv" | "txt" | "tcx" => match cx.source().head(id, sniff::HEAD) {
                Ok(head) if extension == "json" => self.sort_json(cx, id, spot, &head),
                Ok(head) if extension == "csv" => self.sort_csv(cx, id, spot, &head),
                Ok(head) if extension == "tcx" && fit::is_training(&head) => {
                    if !self.is_repeated(cx, id, spot, &head) {
                        self.trainings.push(id);
                    }
                }
                Ok(head) if super::is_encrypted_backup_note(&head) => {
                    cx.done(id, "note that Timeline is kept encrypted");
                    cx.warn(super::ENCRYPTED_HINT, Some(id));
                }
                Ok(_) => cx.ignore(id, other::reason(spot.path, extension)),
                Err(error) => cx.fail(id, error.to_string()),
            },
            media if names::is_media(media) && spot.in_map => cx.ignore(id, other::IN_MAP),
            media if names::is_media(media) => {
                let folder = spot.folder.into();
                self.media.push(Medium { id, folder, in_takeout: spot.in_takeout });
            }
            track if maps_drawn::EXTENSIONS.contains(&track) => match cx.source().head(id, sniff::HEAD) {
                Ok(head) if !self.is_repeated(cx, id, spot, &head) => self.drawn.push(id),
                Ok(_) => {}
                Err(error) => cx.fail(id, error.to_string()),
            },
            "html" | "htm" if other::is_activity(spot.path) => {
                cx.ignore(id, other::reason(spot.path, extension));
                self.has_pages = true;
            }
            // Archives that were opened say so already.
            _ if !cx.is_unclaimed(id) => {}
            _ => cx.ignore(id, other::reason(spot.path, extension)),
        }
    }

    fn sort_json(&mut self, cx: &mut ImportCx<'_>, id: EntryId, spot: &Spot<'_>, head: &[u8]) {
        let kind = sniff::kind(head);
        match kind {
            Kind::PhotoSidecar => {
                self.photo_folders.insert(spot.folder.into());
                let parent = spot.folder.rsplit_once('/').map_or("", |(parent, _)| parent);
                if !spot.in_takeout || !parent.is_empty() {
                    self.photo_folders.insert(parent.into());
                }
                self.photos.add_sidecar(cx, spot.folder, id, head);
            }
            Kind::MapsSidecar => self.maps.add_sidecar(spot.folder, id),
            Kind::Album => {
                let is_shared = is_shared(Raw::new(head));
                if is_shared {
                    self.photos.mark_shared(spot.folder);
                }
                let has_places = memchr::memmem::find(head, b"locationEnrichment").is_some();
                if !has_places || self.is_repeated(cx, id, spot, head) || !album::read(cx, id, is_shared) {
                    cx.ignore(id, other::ALBUM);
                }
            }
            Kind::Profile if self.profile.is_none() => self.profile = Some(id),
            Kind::Profile => cx.ignore(id, "the same file stands in another part of the export"),
            Kind::ChatUser => self.chat_users.push(id),
            Kind::ChatGroup => cx.ignore(id, other::CHAT_GROUP),
            Kind::Dishes => cx.ignore(id, other::DISHES),
            Kind::Traffic => cx.ignore(id, other::TRAFFIC),
            // Cut off before anything tells what it is.
            Kind::Other if head.len() < sniff::HEAD && !is_json(head) => cx.fail(id, other::NO_JSON),
            Kind::Other if spot.is_maps() && !sniff::has_positions(head) => cx.ignore(id, other::OF_MAPS),
            Kind::Other => cx.ignore(id, other::reason(spot.path, "json")),
            // Other products may ask questions too.
            Kind::Questions if !spot.is_maps() => cx.ignore(id, other::reason(spot.path, "json")),
            _ if self.is_repeated(cx, id, spot, head) => {}
            _ => self.records.push((kind, id)),
        }
    }

    fn sort_csv(&mut self, cx: &mut ImportCx<'_>, id: EntryId, spot: &Spot<'_>, head: &[u8]) {
        if saved_lists::is_saved_list(head) {
            if !self.is_repeated(cx, id, spot, head) {
                self.saved_lists.push(id);
            }
        } else if let Some(kind) = youtube::kind(&cx.source().entry(id).path, head) {
            if !self.is_repeated(cx, id, spot, head) {
                self.youtube.add(kind, id);
            }
        } else if fit::is_daily(head) {
            if !self.is_repeated(cx, id, spot, head) {
                self.fit_tables.push(id);
            }
        } else if let Some(kind) = access_log::kind(head) {
            if !self.is_repeated(cx, id, spot, head) {
                self.access_logs.push((kind, id));
            }
        } else if saved_lists::is_link_list(head) {
            cx.ignore(id, other::LINKS);
        } else {
            cx.ignore(id, other::reason(spot.path, "csv"));
        }
    }

    /// Whether the same file came in another part; then its records are not read twice.
    fn is_repeated(&mut self, cx: &mut ImportCx<'_>, id: EntryId, spot: &Spot<'_>, head: &[u8]) -> bool {
        let mut hasher = std::hash::DefaultHasher::new();
        head.hash(&mut hasher);
        let is_new = self.seen.insert((spot.path.into(), cx.source().entry(id).size, hasher.finish()));
        if !is_new {
            cx.ignore(id, "the same file stands in another part of the export");
        }
        !is_new
    }

    fn sort_media(&mut self, cx: &ImportCx<'_>) {
        for Medium { id, folder, in_takeout } in std::mem::take(&mut self.media) {
            let name = cx.source().entry(id).file_name();
            let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
            let product = product(&folder);
            let is_beside_sidecars = [&*folder, parent].iter().any(|f| self.photo_folders.contains(*f));
            if self.maps.has_folder(&folder) || in_takeout && product == MAPS {
                self.maps.add_media(&folder, id, cx.source().entry(id).lower_name());
            } else if is_beside_sidecars || !in_takeout || is_photos_product(product) {
                self.photos.add_media(&folder, id, name);
            } else {
                self.elsewhere.push(id);
            }
        }
    }
}

/// `Google Photos` in the languages in which its folder was seen, for parts that hold media only.
pub(super) fn is_photos_product(folder: &str) -> bool {
    let name = folder.to_lowercase();
    let photo = ["photo", "foto", "fotk", "фото", "снимки", "フォト", "포토", "相册", "相簿", "zdj", "fényk", "valoku"];
    name.contains("google") && photo.iter().any(|word| name.contains(word))
}

/// Whether an album's metadata show that others were let in. `protected` is what every album says.
fn is_shared(album: Raw<'_>) -> bool {
    let album = album.get("albumData").unwrap_or(album);
    let [comments, access] = album.pick(["sharedAlbumComments", "access"]);
    comments.is_some_and(|c| c.items().next().is_some())
        || access.is_some_and(|a| a.token().eq_ignore_ascii_case(b"public"))
}

/// Whether a whole file is JSON.
fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// Files of one folder by name, for folders that are matched by name.
pub(super) type ByFolder<T> = BTreeMap<Box<str>, T>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signs_of_sharing_mark_an_album() {
        let shared = |json: &str| is_shared(Raw::new(json.as_bytes()));
        assert!(shared(r#"{"title":"a","sharedAlbumComments":[{"text":"hi"}]}"#));
        assert!(shared(r#"{"albumData":{"title":"a","access":"public"}}"#));
        assert!(!shared(r#"{"title":"a","access":"protected","sharedAlbumComments":[]}"#));
    }
}
