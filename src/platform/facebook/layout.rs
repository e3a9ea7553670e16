//! Which file of an export is what, told by its name; what it holds decides in the end.

use crate::archive::{Entry, EntryId, Source};
use crate::platform::support::meta_html;
use crate::platform::support::meta_import::{self, is_media, stem_before};
use crate::platform::support::meta_json::root_name;

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Posts and the like, by shelf.
    Shelf(Shelf),
    /// The trail of the device.
    LocationHistory,
    /// Positions, places and logins that Facebook keeps, and places of events.
    Trace(TraceFile),
    /// Names, home town, current city.
    Profile,
}

/// Where something published stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// `your_posts_1.json`, later `your_posts__check_ins__photos_and_videos_1.json`.
    Posts,
    /// `archive.json`: archived and hidden posts.
    Archive,
    /// `archived_stories.json`.
    Stories,
    /// `group_posts_and_comments.json`, earlier `your_posts_in_groups.json`: posts to groups.
    Groups,
    /// `posts_on_other_pages_and_profiles.json`: posts on what belongs to others.
    OtherWalls,
    /// `check-ins.json`.
    CheckIns,
    /// `places_you_have_been_tagged_in.json`.
    TaggedPlaces,
    /// `items_sold.json`.
    Marketplace,
    /// `album/0.json`.
    Album,
    /// `your_uncategorized_photos.json`.
    Photos,
    /// `your_videos.json`.
    Videos,
}

/// What Facebook keeps about where the account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TraceFile {
    /// The last position of the device.
    LastLocation,
    /// The town Facebook takes the account to be in.
    PrimaryLocation,
    /// The same as others may see it.
    PublicLocation,
    /// The place in which the person votes.
    Voting,
    /// Places Facebook thinks the person cares about.
    OfInterest,
    /// Places by which ads were chosen.
    Sampled,
    /// Logins and sessions.
    Logins,
    /// Answers to invitations.
    EventResponses,
    /// Events of the person's own.
    OwnEvents,
    /// Places of the person's own making.
    OwnPlaces,
    /// What the person typed into forms.
    Autofill,
}

/// File names without shard number and extension, apostrophes as `_`; what they are; the root keys
/// of their lists; and whether the name with such a key makes the folder a Facebook export.
const FILES: &[(&str, Role, &[&str], bool)] = &[
    ("your_posts", Role::Shelf(Shelf::Posts), &["status_updates"], true),
    ("your_posts__check_ins__photos_and_videos", Role::Shelf(Shelf::Posts), &[], true),
    ("archive", Role::Shelf(Shelf::Archive), &["archive"], false),
    ("archived_stories", Role::Shelf(Shelf::Stories), &["archived_stories"], true),
    ("group_posts_and_comments", Role::Shelf(Shelf::Groups), &["group_posts"], true),
    ("your_posts_in_groups", Role::Shelf(Shelf::Groups), &["group_posts"], true),
    ("your_posts_and_comments_in_groups", Role::Shelf(Shelf::Groups), &["group_posts"], true),
    ("posts_on_other_pages_and_profiles", Role::Shelf(Shelf::OtherWalls), &[], false),
    ("check-ins", Role::Shelf(Shelf::CheckIns), &["check_ins"], true),
    ("check_ins", Role::Shelf(Shelf::CheckIns), &["check_ins"], true),
    ("places_you_have_been_tagged_in", Role::Shelf(Shelf::TaggedPlaces), &["places_you_have_been_tagged_in"], true),
    ("items_sold", Role::Shelf(Shelf::Marketplace), &["items_selling", "items_sold"], true),
    ("your_uncategorized_photos", Role::Shelf(Shelf::Photos), &["other_photos", "photos"], true),
    ("your_photos", Role::Shelf(Shelf::Photos), &["other_photos", "photos"], true),
    ("your_videos", Role::Shelf(Shelf::Videos), &["videos"], true),
    ("location_history", Role::LocationHistory, &["location_history", "location_history_all"], true),
    ("last_location", Role::Trace(TraceFile::LastLocation), &["last_location"], true),
    ("primary_location", Role::Trace(TraceFile::PrimaryLocation), &["primary_location"], true),
    ("primary_public_location", Role::Trace(TraceFile::PublicLocation), &["primary_public_location"], true),
    ("location", Role::Trace(TraceFile::Voting), &["voting_location"], true),
    ("locations_of_interest", Role::Trace(TraceFile::OfInterest), &["locations_of_interest"], false),
    ("your_sampled_locations", Role::Trace(TraceFile::Sampled), &["sampled_locations"], false),
    ("where_you_re_logged_in", Role::Trace(TraceFile::Logins), &["active_sessions"], true),
    ("account_activity", Role::Trace(TraceFile::Logins), &["account_activity"], true),
    ("logins_and_logouts", Role::Trace(TraceFile::Logins), &["account_accesses"], true),
    ("ip_address_activity", Role::Trace(TraceFile::Logins), &["used_ip_address"], true),
    ("used_ip_addresses", Role::Trace(TraceFile::Logins), &["used_ip_address"], true),
    ("user_ip_addresses", Role::Trace(TraceFile::Logins), &["used_ip_address"], true),
    ("record_details", Role::Trace(TraceFile::Logins), &["admin_records"], true),
    ("administrative_records", Role::Trace(TraceFile::Logins), &["admin_records"], true),
    ("login_protection_data", Role::Trace(TraceFile::Logins), &["login_protection_data"], true),
    ("your_event_responses", Role::Trace(TraceFile::EventResponses), &["event_responses"], true),
    ("your_events", Role::Trace(TraceFile::OwnEvents), &["your_events"], true),
    ("places_you_ve_created", Role::Trace(TraceFile::OwnPlaces), &["your_places"], true),
    ("your_places", Role::Trace(TraceFile::OwnPlaces), &["your_places"], true),
    ("autofill_information", Role::Trace(TraceFile::Autofill), &["autofill_information"], false),
    ("profile_information", Role::Profile, &["profile"], true),
];

impl Role {
    /// The root keys under which such a file holds its records.
    pub(super) fn roots(self) -> impl Iterator<Item = &'static str> {
        FILES.iter().filter(move |(_, role, ..)| *role == self).flat_map(|(_, _, roots, _)| roots.iter().copied())
    }
}

/// The name without extension and shard number, in lower case and without apostrophes, if it is a JSON file.
fn stem(entry: &Entry) -> Option<String> {
    stem_before(entry, ".json")
}

/// The shelf that a web page shows, in an export that has no JSON.
pub(super) fn page_shelf(entry: &Entry) -> Option<Shelf> {
    let stem = stem_before(entry, ".html")?;
    match FILES.iter().find(|(name, ..)| *name == stem)?.1 {
        Role::Shelf(shelf @ (Shelf::Posts | Shelf::CheckIns)) => Some(shelf),
        _ => None,
    }
}

/// Bytes of a page looked at to see whether records can be told in it; its styles come first.
const PAGE_HEAD_BYTES: usize = 512 << 10;

/// Whether a web page shows published things in a form that can be read.
pub(super) fn is_readable_page(source: &dyn Source, id: EntryId) -> bool {
    let Ok(head) = source.head(id, PAGE_HEAD_BYTES) else { return false };
    meta_html::cards(&String::from_utf8_lossy(&head)).iter().any(|card| card.time().is_some())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Folders whose files are about other things, though some bear the same names.
const OTHER_FOLDERS: [&str; 6] =
    ["messages", "ads_information", "comments_and_reactions", "groups", "pages", "your_activity_across_facebook"];

/// What a file is read for, told by its name. `path` is its path below the export's root.
pub(super) fn role(entry: &Entry, path: &str) -> Option<Role> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders).to_lowercase();
    let last = folders.rsplit('/').next().unwrap_or_default();
    let is_elsewhere = OTHER_FOLDERS.contains(&last);
    let stem = stem(entry)?;
    if is_number(&stem) {
        return (last == "album").then_some(Role::Shelf(Shelf::Album));
    }
    let role = FILES.iter().find(|(name, ..)| *name == stem).map(|(_, role, ..)| *role)?;
    let is_there = matches!(role, Role::Shelf(Shelf::Groups) | Role::Trace(TraceFile::Sampled | TraceFile::Autofill));
    (!is_elsewhere || is_there).then_some(role)
}

/// Bytes looked at to see whether a file holds what its name says.
const HEAD_BYTES: usize = 4096;

/// Whether an entry shows that a Facebook export is here.
pub(super) fn is_marker(source: &dyn Source, id: EntryId, role: Role) -> bool {
    let Ok(head) = source.head(id, HEAD_BYTES) else { return false };
    let head = String::from_utf8_lossy(&head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    match role {
        Role::Shelf(Shelf::Posts) => {
            // The only post of an account may stand without a list around it.
            let is_posts = is_list(&head) || has("attachments");
            is_posts && has("timestamp") && ["attachments", "data", "title"].iter().any(|key| has(key))
        }
        Role::Shelf(Shelf::CheckIns | Shelf::TaggedPlaces) => has("label_values"),
        Role::Shelf(Shelf::Album) => has("photos") && (has("cover_photo") || has("last_modified_timestamp")),
        _ => {
            let certain = FILES.iter().any(|(_, r, _, certain)| *r == role && *certain);
            certain && first_key(&head).is_some_and(|key| role.roots().any(|root| root_name(key) == root))
        }
    }
}

fn is_list(head: &str) -> bool {
    head.trim_start_matches('\u{feff}').trim_start().starts_with('[')
}

/// The first key of a top-level object.
fn first_key(head: &str) -> Option<&str> {
    let inside = head.trim_start_matches('\u{feff}').trim_start().strip_prefix('{')?.trim_start();
    inside.strip_prefix('"')?.split('"').next()
}

/// Folders that exporters put between the root of an export and its files.
const INNER_FOLDERS: [&str; 24] = [
    "ads_information",
    "album",
    "archive",
    "events",
    "facebook_marketplace",
    "facebook_profile_information",
    "groups",
    "location",
    "logged_information",
    "marketplace",
    "media",
    "other_activity",
    "other_logged_information",
    "other_personal_information",
    "personal_information",
    "photos_and_videos",
    "places",
    "posts",
    "profile_information",
    "security_and_login_information",
    "stories",
    "voting",
    "voting_location_and_reminders",
    "your_facebook_activity",
];

/// The folder in which the export of a file starts.
pub(super) fn root_of(entry: &Entry) -> &str {
    let mut root = entry.folder();
    loop {
        let (rest, last) = root.rsplit_once('/').unwrap_or(("", root));
        if root.is_empty() || !INNER_FOLDERS.contains(&last.to_lowercase().as_str()) {
            return root;
        }
        root = rest;
    }
}

/// The folder in which a part without any JSON starts, told by a picture or video in the folders
/// that exports keep them in: `posts/media/Mobileuploads_x/`.
pub(super) fn media_root_of(entry: &Entry) -> Option<&str> {
    if !is_media(entry.extension()) {
        return None;
    }
    let path = entry.lower_path();
    let start = ["your_facebook_activity/posts/media/", "posts/media/", "photos_and_videos/"].iter().find_map(|folder| {
        let at = path.find(folder)?;
        (at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/'))).then_some(at)
    })?;
    entry.path.get(..start).map(|root| root.trim_end_matches('/'))
}

/// The generation of a layout, told by the path of one of its files and by whether its root key has a
/// version, as such keys have since 2021.
pub(super) fn generation(path: &str, has_version: Option<bool>) -> Option<&'static str> {
    let path = path.to_lowercase();
    let has = |folder: &str| path.contains(folder);
    match () {
        () if has("your_facebook_activity/") || has("logged_information/") || has("personal_information/profile") => {
            Some("2024–26 layout")
        }
        () if has_version == Some(true) || has("posts/album/") => Some("2021–23 layout"),
        () if has_version == Some(false) || has("photos_and_videos/") => Some("2018–20 layout"),
        () => None,
    }
}

/// Whether the root key at the beginning of a file has a version; `None` for a file without a root key.
pub(super) fn has_version(source: &dyn Source, id: EntryId, role: Role) -> Option<bool> {
    let head = source.head(id, HEAD_BYTES).ok()?;
    let head = String::from_utf8_lossy(&head);
    let key = first_key(&head).filter(|key| role.roots().any(|root| root_name(key) == root))?;
    Some(root_name(key) != key)
}

/// Why a file is left aside, for files that are not read.
pub(super) fn ignore_reason(path: &str, extension: &str) -> &'static str {
    let lower = path.to_lowercase();
    let has = |part: &str| lower.contains(part);
    match () {
        () if is_media(extension) => meta_import::unnamed_media(&lower),
        () if let Some(reason) = meta_import::page_reason(extension) => reason,
        () if has("edits_you_made") => "edits of posts; the posts themselves are read from their own list",
        () if has("memories") => "older posts shown or shared again as memories; those posts are read from their own list",
        () if has("birthday") => "pictures and greetings for birthdays; how this file looks is not known to this program",
        () if has("messages") || has("inbox/") => "private messages, not read",
        () if has("device_location") => "the mobile carrier, not a position",
        () if has("timezone") => "a time zone, not a place",
        () if has("reaction") || has("likes") => "reactions, not about where you were",
        () if has("comments") => "comments, not about where you were",
        () if has("groups") => "lists of groups, not about where you were",
        () if has("ads_") || has("advert") || has("/ads/") || lower.starts_with("ads/") => "advertising, not about where you were",
        () if has("search") => "searches, not about where you were",
        () if has("friend") || has("follow") => "other people's accounts, not read",
        () if has("pages") => "pages, not about where you were",
        () if extension == "json" => "not about where you were or who could see it",
        () => "nothing in it about where you were or who could see it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(path: &str) -> Option<Role> {
        role(&Entry::at(path), path)
    }

    #[test]
    fn files_are_told_by_name_whatever_the_apostrophe_or_folder() {
        for name in ["where_you're_logged_in.json", "where_you’re_logged_in.json", "where_you_re_logged_in.json"] {
            assert_eq!(role_of(name), Some(Role::Trace(TraceFile::Logins)), "{name}");
        }
        assert_eq!(role_of("posts/your_posts_12.json"), Some(Role::Shelf(Shelf::Posts)));
        assert_eq!(role_of("x/your_posts__check_ins__photos_and_videos_1.json"), Some(Role::Shelf(Shelf::Posts)));
        assert_eq!(role_of("photos_and_videos/album/3.json"), Some(Role::Shelf(Shelf::Album)));
        assert_eq!(role_of("groups/group_posts_and_comments.json"), Some(Role::Shelf(Shelf::Groups)));
        assert_eq!(role_of("groups/archive.json"), None);
        assert_eq!(role_of("messages/3.json"), None);
        assert_eq!(role_of("posts/your_posts_1.html"), None);
    }

    #[test]
    fn the_root_is_found_below_any_number_of_folders() {
        assert_eq!(root_of(&Entry::at("posts/album/0.json")), "");
        assert_eq!(root_of(&Entry::at("a/b/your_facebook_activity/posts/check-ins.json")), "a/b");
        assert_eq!(media_root_of(&Entry::at("a/posts/media/Mobileuploads_x/1.jpg")), Some("a"));
        assert_eq!(media_root_of(&Entry::at("your_facebook_activity/posts/media/x/1.jpg")), Some(""));
        assert_eq!(media_root_of(&Entry::at("outposts/media/x/1.jpg")), None);
    }
}
