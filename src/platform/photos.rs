//! Loose photos and videos: every media file that no platform's export owns.
//!
//! One item a file, with the position and time of its own metadata or of the XMP file beside it.
//! The file's own date is not used: copying and unpacking change it. A camera's clock without a
//! zone is good for the day only.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::media::{
    HEAD_LEN, MediaError, MediaKind, MediaMetadata, MediaPlace, Sidecar, is_media_extension, is_media_head,
    read_metadata, read_sidecar,
};
use crate::model::{
    Audience, AudienceClaim, Captured, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, MediaRef, NoPoint,
    Origin, PlatformId, Rule, TimePrecision,
};

use super::support::named_day::day_in_name;
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};

/// The adapter.
pub(super) struct Photos;

const ID: PlatformId = PlatformId("photos");

static FILE: Rule = Rule {
    id: "photos.file",
    text: "A file in a folder is not a post; this archive records no publication of it",
    source: "the archive holds the file and no record of a platform about it",
};
static UNREAD_EXPORT: Rule = Rule {
    id: "photos.unread_export",
    text: "The file lies in what looks like a platform's export whose records were not read, so who could see it is not known",
    source: "names of files and folders in the same archive",
};

const GUIDES: &[Guide] = &[Guide {
    title: "A folder of photos",
    hint: "originals",
    steps: &[
        "Copy the originals from the phone or camera; pictures saved from chats and social networks have lost their position",
        "Open the folder. Positions are read from the pictures' own metadata",
    ],
    in_short: "open the originals from the phone or camera; pictures saved from chats and social networks have lost their position",
}];

/// Bytes read of an XMP file; real ones have a few thousand.
const SIDECAR_CAP: u64 = 1 << 20;

/// Folders and files by which exports are known that no adapter reads, or not in this form. Pictures
/// in them may have been published.
const EXPORT_SIGNS: &[&str] = &[
    "/your_instagram_activity/",
    "/your_facebook_activity/",
    "/posts/media/",
    "/media/posts/",
    "/media/stories/",
    "/media/reels/",
    "/media/archived_posts/",
    "/photos_and_videos/",
    "/tweets_media/",
    "/tweet_media/",
    "/deleted_tweets_media/",
    "/start_here.html",
    "/archive_browser.html",
    "/takeout/",
    "/json/memories_history.json",
    "/html/memories_history.html",
    "/checkins.json",
    "/user_data_tiktok.json",
    "/activities.csv",
];

impl Platform for Photos {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Photos and videos"
    }

    fn is_loose(&self) -> bool {
        true
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut folders: BTreeMap<u16, &str> = BTreeMap::new();
        let mut count = 0_u64;
        let mut heads = 0;
        let mut is_one = |id: EntryId, entry: &Entry| {
            is_media(entry) || entry.extension().is_empty() && {
                heads += 1;
                heads <= HEADS && is_media_head(&source.head(id, HEAD_LEN).unwrap_or_default())
            }
        };
        for (_, entry) in real_entries(source).filter(|(id, e)| is_one(*id, e)) {
            count += 1;
            let folder = folders.entry(entry.container).or_insert(entry.folder());
            *folder = common_folder(folder, entry.folder());
        }
        let roots = folders.into_iter().map(|(container, folder)| ExportRoot { container, folder: folder.into() });
        (count > 0).then(|| Recognition {
            roots: roots.collect(),
            layout: "files".into(),
            because: format!("{count} photos or videos").into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mine: Vec<EntryId> = cx.entries_of(found).into_iter().filter(|id| !cx.owned_by_another(*id)).collect();
        let sidecars = Sidecars::of(cx.source(), &mine);
        let exports = unread_exports(cx);
        let mut described = BTreeSet::new();
        for id in &mine {
            cx.check()?;
            let entry = cx.source().entry(*id);
            if is_media(entry) || is_nameless_medium(cx, *id) {
                let sidecar = sidecars.beside(entry);
                described.extend(sidecar);
                import_file(cx, *id, sidecar, exports.contains(&entry.container));
            }
        }
        // A read that failed because the user cancelled must not pass for a damaged file.
        cx.check()?;
        for id in mine {
            if described.contains(&id) {
                cx.ignore(id, "adds nothing to the photo beside it");
            } else if !is_media(cx.source().entry(id)) && cx.is_unclaimed(id) {
                let is_unread = UNREAD_KINDS.contains(&cx.source().entry(id).extension());
                cx.ignore(id, if is_unread { UNREAD_KIND } else { "not a photo or video" });
            }
        }
        Ok(())
    }
}

fn is_media(entry: &Entry) -> bool {
    is_media_extension(entry.extension())
}

/// Files without an extension that are looked into for recognition.
const HEADS: usize = 200;

/// Whether a file without an extension is a photo or video all the same: recovered files and caches have no names.
fn is_nameless_medium(cx: &ImportCx<'_>, id: EntryId) -> bool {
    let is_nameless = cx.source().entry(id).extension().is_empty() && cx.is_unclaimed(id);
    is_nameless && is_media_head(&cx.source().head(id, HEAD_LEN).unwrap_or_default())
}

/// Extensions of pictures and videos in which no position is looked for.
const UNREAD_KINDS: &[&str] = &["avchd", "bmp", "m2ts", "mkv", "mpg", "mrw", "mts", "svg", "tga", "webm", "wmv", "x3f"];
const UNREAD_KIND: &str = "a kind of picture or video in which this program looks for no position";

/// The folder that holds both.
pub(super) fn common_folder<'a>(a: &'a str, b: &str) -> &'a str {
    let mut folder = a;
    loop {
        let holds_b = folder.is_empty() || b.strip_prefix(folder).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        if holds_b {
            return folder;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// The containers that look like a platform's export, by something in them that no adapter owns.
pub(super) fn unread_exports(cx: &ImportCx<'_>) -> BTreeSet<u16> {
    let looks_like_one = |entry: &Entry| {
        let path = format!("/{}", entry.lower_path());
        EXPORT_SIGNS.iter().any(|sign| if sign.ends_with('/') { path.contains(sign) } else { path.ends_with(sign) })
    };
    let signs = real_entries(cx.source()).filter(|(_, e)| looks_like_one(e));
    signs.filter(|(id, _)| !cx.owned_by_another(*id)).map(|(_, e)| e.container).collect()
}

/// The XMP files, by container and lower-case path without their extension.
struct Sidecars(BTreeMap<(u16, String), EntryId>);

impl Sidecars {
    fn of(source: &dyn Source, ids: &[EntryId]) -> Self {
        let xmp = ids.iter().map(|id| (*id, source.entry(*id))).filter(|(_, e)| e.extension() == "xmp");
        Self(xmp.map(|(id, e)| ((e.container, stem(&e.path)), id)).collect())
    }

    /// That of `IMG_1.jpg` is `IMG_1.jpg.xmp` or `IMG_1.xmp`.
    fn beside(&self, media: &Entry) -> Option<EntryId> {
        if self.0.is_empty() {
            return None;
        }
        let full = (media.container, media.path.to_lowercase());
        self.0.get(&full).or_else(|| self.0.get(&(media.container, stem(&media.path)))).copied()
    }
}

fn stem(path: &str) -> String {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_lowercase()
}

fn import_file(cx: &mut ImportCx<'_>, id: EntryId, sidecar: Option<EntryId>, in_export: bool) {
    let cap = cx.limits().media_head_bytes;
    let read = match cx.open(id) {
        Ok(mut reader) => read_metadata(reader.as_mut(), cap),
        Err(error) => return cx.fail(id, error.to_string()),
    };
    let metadata = match read {
        Ok(metadata) => metadata,
        Err(MediaError::Read(error)) => return cx.fail(id, format!("cannot be read: {error}")),
        Err(error) => return cx.fail(id, error.to_string()),
    };
    let (sidecar, described) = match sidecar.filter(|_| metadata.point.is_none() || !is_dated(&metadata)) {
        Some(file) => (Some(file), read_beside(cx, file)),
        None => (None, Sidecar::default()),
    };
    let item = item(cx.source().entry(id), id, &metadata, &described, sidecar, in_export);
    cx.done(id, outcome(&item, &metadata));
    cx.item(item);
}

const fn is_dated(metadata: &MediaMetadata) -> bool {
    metadata.taken.is_some() || metadata.taken_local.is_some()
}

/// What the XMP file beside a picture says; one that cannot be read is marked failed.
fn read_beside(cx: &mut ImportCx<'_>, file: EntryId) -> Sidecar {
    match cx.source().read(file, SIDECAR_CAP) {
        Ok(bytes) => {
            let described = read_sidecar(&bytes);
            if described != Sidecar::default() {
                cx.done(file, "position or time of the photo beside it");
            }
            described
        }
        Err(error) => {
            cx.fail(file, error.to_string());
            Sidecar::default()
        }
    }
}

fn item(
    entry: &Entry,
    id: EntryId,
    metadata: &MediaMetadata,
    described: &Sidecar,
    sidecar: Option<EntryId>,
    in_export: bool,
) -> Item {
    let own = |point| {
        let evidence = if metadata.point_doubt.is_some() { Evidence::Likely } else { Evidence::Recorded };
        Location { point, accuracy_metres: metadata.accuracy_metres, source: LocationSource::Exif, evidence }
    };
    let beside = |point| Location {
        point,
        accuracy_metres: described.accuracy_metres,
        source: LocationSource::Exif,
        evidence: Evidence::Recorded,
    };
    let location = metadata.point.map(own).or_else(|| described.point.map(beside));
    let (taken, local) = if is_dated(metadata) {
        (metadata.taken, metadata.taken_local)
    } else {
        (described.taken, described.taken_local)
    };
    let by_clock = || local?.to_zoned_datetime(TimeZone::UTC).ok().map(|z| z.timestamp());
    let (audience, life, tagged) = publication(in_export);
    let kind = match metadata.kind {
        MediaKind::Photo => ItemKind::Photo,
        MediaKind::Video => ItemKind::Video,
    };
    let mut item = Item::new(ID, kind, audience, life, tagged, Origin::new(id.0, 0));
    let by_name = || day_in_name(entry.file_name());
    item.set_zoned_time(taken.or_else(by_clock).or_else(by_name), taken.is_some());
    item.captured = Some(Captured { at: taken, local, point: None });
    item.location = location;
    let refused = metadata.no_point.or(described.no_point).filter(|_| location.is_none());
    item.flaw = refused.and_then(NoPoint::flaw);
    item.place = metadata.place.as_ref().or(described.place.as_ref()).and_then(MediaPlace::to_place);
    item.media = vec![MediaRef { path: entry.path.clone(), file: Some(id.0) }];
    let from_sidecar = sidecar.filter(|_| *described != Sidecar::default());
    item.also_in = from_sidecar.map(|file| Origin::new(file.0, 0)).into_iter().collect();
    item
}

/// Who could see a loose file: nobody, as far as the archive tells; but nobody knows of one that
/// lies in an export whose records were not read.
fn publication(in_export: bool) -> (AudienceClaim, Life, Claim) {
    if in_export {
        let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &UNREAD_EXPORT);
        (audience, Life::Live, Claim::unknown(&UNREAD_EXPORT))
    } else {
        let audience = AudienceClaim::Own(Audience::OnlyMe, Evidence::Likely, &FILE);
        (audience, Life::NeverPublished { evidence: Evidence::Likely, rule: &FILE }, Claim::no(Evidence::Likely, &FILE))
    }
}

/// What became of a file, for the user.
fn outcome(item: &Item, metadata: &MediaMetadata) -> String {
    let mut text = match item.location {
        Some(_) => format!("{} with position", item.kind),
        // Nobody looked at all of it, so nobody can say that there is none.
        None if metadata.is_packed => format!("{}, its metadata packed with Brotli, which this program does not unpack", item.kind),
        None => format!("{} without position", item.kind),
    };
    match item.time_precision {
        TimePrecision::Day if item.captured.is_none_or(|c| c.local.is_none()) => text += ", day by the file's name",
        TimePrecision::Day => text += ", time by the camera's clock, whose zone it does not record",
        TimePrecision::Unknown => text += ", without time",
        _ => {}
    }
    if let Some(method) = metadata.method {
        text = format!("{text}, found by {method}");
    }
    if let Some(flaw) = item.flaw {
        text = format!("{text}, {flaw}");
    }
    if let Some(doubt) = metadata.point_doubt {
        text = format!("{text}, {doubt}");
    }
    if let Some(damage) = metadata.damage {
        text = format!("{text}; its metadata is damaged in part ({damage})");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_folder_ends_at_a_slash() {
        assert_eq!(common_folder("a/b/c", "a/b/d"), "a/b");
        assert_eq!(common_folder("a/bc", "a/b"), "a");
        assert_eq!(common_folder("a/b", "a/b/c"), "a/b");
        assert_eq!(common_folder("a", "b"), "");
        assert_eq!(common_folder("", "b"), "");
    }

    #[test]
    fn a_picture_in_an_export_that_was_not_read_is_not_called_private() {
        let (audience, life, tagged) = publication(true);
        assert!(matches!(audience, AudienceClaim::Own(Audience::Unknown, Evidence::Missing, _)));
        assert!(!matches!(life, Life::NeverPublished { .. }));
        assert_eq!(tagged.holds, None);
    }
}
