//! What the importers of Meta's platforms do alike: files met twice, pictures shown with items, and what
//! is said of that which is missing or left aside.

use std::collections::{BTreeMap, BTreeSet};

use super::meta_export::Root;
use super::words::counted;
use crate::archive::{Entry, EntryId};
use crate::model::Item;
use crate::platform::ImportCx;

/// Reason for pictures and videos that nothing names.
const UNNAMED_MEDIA: &str = "picture or video that no record of the export names";

/// Reason for a picture or video that was not shown with an item, by its path in lower case.
pub fn unnamed_media(path: &str) -> &'static str {
    let is_of_messages = ["messages/", "inbox/", "direct/"].iter().any(|folder| {
        path.match_indices(folder).any(|(at, _)| at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/')))
    });
    if is_of_messages { "picture or video of private messages, which are not read" } else { UNNAMED_MEDIA }
}

/// The name of a file before this extension and before the number of its shard, in lower case and with
/// apostrophes as `_`; `None` with another extension.
pub fn stem_before(entry: &Entry, extension: &str) -> Option<String> {
    // Of most files of an export the extension tells at once that they are something else.
    let name = entry.file_name();
    let ending = name.len().checked_sub(extension.len()).and_then(|at| name.get(at..))?;
    if !ending.eq_ignore_ascii_case(extension) {
        return None;
    }
    let name = name.to_lowercase().replace(['\'', '’', '‘'], "_");
    let stem = name.strip_suffix(extension)?;
    Some(match stem.rsplit_once('_') {
        Some((base, shard)) if !shard.is_empty() && shard.bytes().all(|b| b.is_ascii_digit()) => base.to_owned(),
        _ => stem.to_owned(),
    })
}

/// Whether a file with this extension is a picture, video or sound.
pub fn is_media(extension: &str) -> bool {
    let known = [
        "jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "bmp", "mp4", "mov", "m4v", "webm", "avi", "3gp", "mp3",
        "m4a", "aac", "wav", "ogg", "opus",
    ];
    known.contains(&extension)
}

/// Why a file of the export's web pages, or of subtitles, is left aside, if it is one by its extension.
pub fn page_reason(extension: &str) -> Option<&'static str> {
    match extension {
        "html" | "htm" => Some("web page, not read"),
        "srt" | "vtt" => Some("subtitles of a video"),
        "css" | "js" | "ico" | "svg" => Some("part of the export's own web pages"),
        _ => None,
    }
}

/// The files that were read, by root: path in lower case, and hash.
#[derive(Debug)]
pub struct Contents {
    by_root: Vec<BTreeMap<String, u64>>,
}

impl Contents {
    /// None yet, of so many roots.
    pub fn new(roots: usize) -> Self {
        Self { by_root: vec![BTreeMap::new(); roots] }
    }

    /// Whether the same file was read before, in this part or in another; then it is left aside.
    pub fn is_repeated(&self, cx: &mut ImportCx<'_>, id: EntryId, path: &str, hash: u64) -> bool {
        let key = path.to_lowercase();
        let is_repeated = self.by_root.iter().any(|files| files.get(&key) == Some(&hash));
        if is_repeated {
            cx.ignore(id, "the same file is in another part and was read there");
        }
        is_repeated
    }

    /// Remembers a file of a root.
    pub fn add(&mut self, root: usize, path: &str, hash: u64) {
        if let Some(files) = self.by_root.get_mut(root) {
            files.insert(path.to_lowercase(), hash);
        }
    }

    /// Path and hash of the files of each root.
    pub fn by_root(&self) -> &[BTreeMap<String, u64>] {
        &self.by_root
    }
}

/// The pictures and videos that items name.
#[derive(Debug, Default)]
pub struct Shown {
    named: u64,
    missing: u64,
    files: BTreeSet<u32>,
}

impl Shown {
    /// Keeps an item, and what it shows.
    pub fn keep(&mut self, cx: &mut ImportCx<'_>, item: Item) {
        self.named += item.media.len() as u64;
        self.missing += item.media.iter().filter(|m| m.file.is_none()).count() as u64;
        self.files.extend(item.media.iter().filter_map(|m| m.file));
        cx.item(item);
    }

    /// Says how many of them are not in the export.
    pub fn warn_of_missing(&self, cx: &mut ImportCx<'_>, platform: &str) {
        let (missing, named) = (self.missing, self.named);
        if missing > 0 {
            cx.warn(
                format!(
                    "{missing} of {named} pictures and videos that the {platform} export names are not in it; \
                     if it came in several parts, open all of them together"
                ),
                None,
            );
        }
    }
}

/// Accounts for every file that is not read, with a reason by path and extension. `is_read` says whether it
/// is, `is_page` whether it is a web page of posts: `true` if such a page was left aside.
pub fn leave_aside(
    cx: &mut ImportCx<'_>,
    roots: &[&Root],
    shown: &Shown,
    is_read: impl Fn(&Entry, &str) -> bool,
    is_page: impl Fn(&Entry) -> bool,
    reason: impl Fn(&str, &str) -> &'static str,
) -> bool {
    let mut has_pages = false;
    for (id, path) in roots.iter().flat_map(|root| &root.entries) {
        let entry = cx.source().entry(*id);
        let extension = entry.extension();
        if is_read(entry, path) {
            continue;
        }
        if shown.files.contains(&id.0) {
            cx.ignore(*id, "picture or video of an item, shown with it");
        } else if !cx.owned_by_another(*id) {
            has_pages |= is_page(entry);
            cx.ignore(*id, reason(path, extension));
        }
    }
    has_pages
}

/// Says how many times name no zone.
pub fn warn_of_unzoned(cx: &mut ImportCx<'_>, platform: &str, count: u64) {
    let (names, they_are) = if count == 1 { ("names", "it is") } else { ("name", "they are") };
    if count > 0 {
        let times = counted(count, "time", "times");
        let text = format!(
            "{times} of the {platform} export {names} no time zone; {they_are} taken as UTC and sure only to the day"
        );
        cx.warn(text, None);
    }
}

/// Says that posts stand on web pages that were not read.
pub fn warn_of_pages(cx: &mut ImportCx<'_>, platform: &str) {
    let text = format!(
        "Part of the {platform} export is in HTML and was not read; ask {platform} for the same information in JSON"
    );
    cx.warn(text, None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_messages_are_named_by_records_that_are_not_read() {
        for path in
            ["your_facebook_activity/messages/inbox/bob_1/photos/1.jpg", "messages/photos/1.jpg", "direct/201903/1.jpg"]
        {
            assert_ne!(unnamed_media(path), UNNAMED_MEDIA, "{path}");
        }
        for path in ["posts/media/my_messages/1.jpg", "media/posts/201905/1.jpg"] {
            assert_eq!(unnamed_media(path), UNNAMED_MEDIA, "{path}");
        }
    }
}
