//! Which file of an export is what, told by its name; what it holds decides in the end.

use crate::archive::{Entry, EntryId, Source};
use crate::platform::support::meta_html;
use crate::platform::support::meta_import::{self, is_media, stem_before};

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Posts, stories and the like, by shelf.
    Media(Shelf),
    /// `media.json` of the old layout.
    OldMedia,
    /// `profile.json` of the old layout.
    OldProfile,
    /// `connections.json` of the old layout.
    OldConnections,
    /// `account_history.json` of the old layout.
    OldHistory,
    /// `information_about_you.json` of the old layout.
    OldAbout,
    /// Profile fields and the privacy flag.
    PersonalInformation,
    /// Whether close friends stories were ever used.
    AccountInformation,
    /// Switches of the account's privacy.
    PrivacyChanges,
    /// Changes of bio, name, handle, link.
    ProfileChanges,
    /// Followers, counted.
    Followers,
    /// Logins.
    Logins,
    /// Sessions of 2025 and later, with a city.
    ProfileActivity,
    /// The last known position of a device.
    LastLocation,
    /// Where Instagram thinks the account is based.
    BasedIn,
    /// Places Instagram thinks the person cares about.
    LocationsOfInterest,
    /// When the account was opened, and from which address.
    Signup,
    /// What the person typed into forms.
    Autofill,
}

/// Where in the app something published stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// `posts_1.json`, `posts.json`.
    Posts,
    /// `reels.json`.
    Reels,
    /// `igtv_videos.json`.
    Igtv,
    /// `stories.json`.
    Stories,
    /// `archived_posts.json`.
    Archived,
    /// `recently_deleted_content.json`.
    Deleted,
    /// `other_content.json`: drafts and others.
    Other,
    /// `profile_photos.json`.
    ProfilePhotos,
}

/// File names without shard number and extension, what they are, the root keys of their lists, and
/// whether the name with such a key makes the folder an Instagram export.
const FILES: &[(&str, Role, &[&str], bool)] = &[
    ("posts", Role::Media(Shelf::Posts), &["ig_posts", "posts"], true),
    ("reels", Role::Media(Shelf::Reels), &["ig_reels_media"], true),
    ("igtv_videos", Role::Media(Shelf::Igtv), &["ig_igtv_media"], true),
    ("stories", Role::Media(Shelf::Stories), &["ig_stories"], true),
    ("archived_posts", Role::Media(Shelf::Archived), &["ig_archived_post_media"], true),
    ("recently_deleted_content", Role::Media(Shelf::Deleted), &["ig_recently_deleted_media"], true),
    ("other_content", Role::Media(Shelf::Other), &["ig_other_media"], true),
    ("profile_photos", Role::Media(Shelf::ProfilePhotos), &["ig_profile_picture"], true),
    ("media", Role::OldMedia, &["photos", "videos", "stories", "profile", "direct"], true),
    ("profile", Role::OldProfile, &["private_account", "date_joined", "profile_pic_url"], true),
    ("connections", Role::OldConnections, &["followers", "following", "close_friends"], true),
    ("account_history", Role::OldHistory, &["login_history"], true),
    ("information_about_you", Role::OldAbout, &["city_name"], true),
    ("personal_information", Role::PersonalInformation, &["profile_user"], true),
    ("account_information", Role::AccountInformation, &["profile_account_insights"], true),
    ("instagram_profile_information", Role::AccountInformation, &["profile_account_insights"], true),
    ("account_privacy_changes", Role::PrivacyChanges, &["account_history_account_privacy_history"], true),
    ("profile_privacy_changes", Role::PrivacyChanges, &["account_history_account_privacy_history"], true),
    ("profile_changes", Role::ProfileChanges, &["profile_profile_change"], false),
    ("followers", Role::Followers, &["relationships_followers"], false),
    ("login_activity", Role::Logins, &["account_history_login_history"], true),
    ("logout_activity", Role::Logins, &["account_history_logout_history"], true),
    ("profile_activity", Role::ProfileActivity, &[], true),
    ("last_known_location", Role::LastLocation, &["account_history_imprecise_last_known_location"], true),
    ("account_based_in", Role::BasedIn, &["inferred_data_primary_location"], true),
    ("profile_based_in", Role::BasedIn, &["inferred_data_primary_location"], true),
    ("locations_of_interest", Role::LocationsOfInterest, &["inferred_data_locations_of_interest"], true),
    ("autofill_information", Role::Autofill, &["ig_autofill_data"], true),
    ("signup_information", Role::Signup, &["account_history_registration_info"], true),
    ("signup_details", Role::Signup, &["account_history_registration_info"], true),
    ("instagram_signup_details", Role::Signup, &["account_history_registration_info"], true),
];

impl Role {
    /// The root keys under which such a file holds its records.
    pub(super) fn roots(self) -> impl Iterator<Item = &'static str> {
        FILES.iter().filter(move |(_, role, ..)| *role == self).flat_map(|(_, _, roots, _)| roots.iter().copied())
    }
}

/// The name without extension and shard number, in lower case, if it is a JSON file.
fn stem(entry: &Entry) -> Option<String> {
    stem_before(entry, ".json")
}

/// Folders whose files bear the same names but are about other things.
const OTHER_FOLDERS: [&str; 7] = [
    "threads",
    "past_instagram_insights",
    "subscriptions",
    "ads_information",
    "messages",
    "monetization",
    "your_activity_across_facebook",
];

/// Whether a path lies in a folder whose files are about other things: the one it is, if so. Only
/// folders of an export count, not those above it, which the user named.
fn other_folder(path: &str) -> Option<&'static str> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders).to_lowercase();
    for part in folders.rsplit('/') {
        match OTHER_FOLDERS.iter().find(|other| **other == part) {
            Some(other) => return Some(*other),
            None if INNER_FOLDERS.contains(&part) => {}
            None => return None,
        }
    }
    None
}

/// What a file is read for, told by its name and place. `path` is its path below the export's root.
pub(super) fn role(entry: &Entry, path: &str) -> Option<Role> {
    if other_folder(path).is_some() {
        return None;
    }
    let stem = stem(entry)?;
    FILES.iter().find(|(name, ..)| *name == stem).map(|(_, role, ..)| *role)
}

/// What a web page is read for, in an export that has no JSON.
pub(super) fn page_role(entry: &Entry, path: &str) -> Option<Role> {
    if other_folder(path).is_some() || !path.contains('/') {
        return None;
    }
    let stem = stem_before(entry, ".html")?;
    let role = FILES.iter().find(|(name, ..)| *name == stem).map(|(_, role, ..)| *role)?;
    matches!(role, Role::Media(_) | Role::PersonalInformation | Role::PrivacyChanges).then_some(role)
}

/// Bytes of a page looked at to see whether records can be told in it; its styles come first.
const PAGE_HEAD_BYTES: usize = 512 << 10;

/// Whether a web page shows published things in a form that can be read.
pub(super) fn is_readable_page(source: &dyn Source, id: EntryId) -> bool {
    let entry = source.entry(id);
    if !matches!(page_role(entry, &entry.path), Some(Role::Media(shelf)) if shelf != Shelf::ProfilePhotos) {
        return false;
    }
    let Ok(head) = source.head(id, PAGE_HEAD_BYTES) else { return false };
    meta_html::cards(&String::from_utf8_lossy(&head)).iter().any(|card| card.time().is_some())
}

/// Bytes looked at to see whether a file holds what its name says.
const HEAD_BYTES: usize = 4096;

/// Whether an entry shows that an Instagram export is here.
pub(super) fn is_marker(source: &dyn Source, id: EntryId) -> bool {
    let entry = source.entry(id);
    if other_folder(&entry.path).is_some() {
        return false;
    }
    let Some(stem) = stem(entry) else { return false };
    let Some((name, role, roots, true)) = FILES.iter().find(|(name, ..)| *name == stem) else { return false };
    let Ok(head) = source.head(id, HEAD_BYTES) else { return false };
    let head = String::from_utf8_lossy(&head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    match role {
        Role::Media(Shelf::Posts) => {
            head.trim_start_matches('\u{feff}').trim_start().starts_with(['[', '{'])
                && (has("label_values") || (has("media") && has("uri") && has("creation_timestamp")))
                && !has("organic_insights_posts")
        }
        Role::OldMedia => roots.iter().any(|key| has(key)) && has("taken_at") && has("path"),
        Role::OldProfile => has("username") && roots.iter().any(|key| has(key)),
        Role::AccountInformation if *name == "instagram_profile_information" => {
            has("label_values") || roots.iter().any(|key| has(key))
        }
        Role::OldConnections => has("followers") && has("following"),
        Role::OldHistory => has("login_history") && has("ip_address"),
        // Facebook has files of these names too, in other folders.
        Role::BasedIn | Role::LocationsOfInterest if has("label_values") => is_in(entry, "information_about_you"),
        Role::ProfileActivity => has("label_values") && is_in(entry, "login_and_profile_creation"),
        _ => roots.iter().any(|key| has(key)),
    }
}

/// Whether a file lies in a folder of this name.
fn is_in(entry: &Entry, folder: &str) -> bool {
    entry.lower_folder().rsplit('/').next() == Some(folder)
}

/// Files of the old layout, which the other parts of an export have none of.
const OLD: [Role; 5] = [Role::OldMedia, Role::OldProfile, Role::OldConnections, Role::OldHistory, Role::OldAbout];

impl Role {
    /// Whether it is a file of the old layout.
    pub(super) fn is_old(self) -> bool {
        OLD.contains(&self)
    }
}

/// Folders that exporters put between the root of an export and its files.
const INNER_FOLDERS: [&str; 21] = [
    "account_information",
    "autofill_information",
    "connections",
    "content",
    "followers_and_following",
    "information_about_you",
    "instagram_profile_information",
    "login_and_account_creation",
    "login_and_profile_creation",
    "logged_information",
    "media",
    "personal_information",
    "posts",
    "preferences",
    "profile",
    "profile_information",
    "reels",
    "security_and_login_information",
    "stories",
    "your_instagram_activity",
    "personal_info",
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
/// that exports keep them in: `media/posts/201902/`, in the old layout `photos/201902/`; and
/// whether it is of the old layout, whose folders other people's photo collections may have too.
pub(super) fn media_root_of(entry: &Entry) -> Option<(&str, bool)> {
    let folder = entry.lower_folder();
    let (rest, month) = folder.rsplit_once('/').unwrap_or(("", folder));
    if month.len() != 6 || !month.bytes().all(|b| b.is_ascii_digit()) || !is_media(entry.extension()) {
        return None;
    }
    let (above, shelf) = rest.rsplit_once('/').unwrap_or(("", rest));
    let as_written = |root: &str| entry.path.get(..root.len());
    let new = ["posts", "stories", "reels", "igtv", "archived_posts", "recently_deleted", "other", "profile"];
    if let Some(root) = above.strip_suffix("media").filter(|root| root.is_empty() || root.ends_with('/'))
        && new.contains(&shelf)
    {
        return as_written(root.trim_end_matches('/')).map(|root| (root, false));
    }
    ["photos", "videos", "stories", "profile", "direct"].contains(&shelf).then(|| as_written(above).map(|root| (root, true)))?
}

/// The generation of a layout, for the user, told by the path of one of its files; `None` for files that have lain
/// in one place since 2022.
pub(super) fn generation(path: &str, role: Role) -> Option<&'static str> {
    let path = path.to_lowercase();
    let has = |folder: &str| path.contains(folder);
    match role {
        _ if role.is_old() => Some("2018–20 layout"),
        _ if has("your_instagram_activity/media/") || has("login_and_profile_creation/") => Some("2025–26 layout"),
        _ if has("your_instagram_activity/") || has("security_and_login_information/") => Some("2023–24 layout"),
        _ if has("personal_information/") => None,
        _ => Some("2021–22 layout"),
    }
}

/// Whether a file is one of the web pages that an export in HTML holds in place of the lists read here.
pub(super) fn is_page_of_posts(entry: &Entry) -> bool {
    let name = entry.file_name().to_lowercase();
    let stem = name.strip_suffix(".html").unwrap_or_default();
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    ["posts", "stories", "reels", "archived_posts", "personal_information", "login_activity"].contains(&stem)
}

/// Why a file is left aside, for files that are not read.
pub(super) fn ignore_reason(path: &str, extension: &str) -> &'static str {
    let lower = path.to_lowercase();
    let has = |part: &str| lower.contains(part);
    match () {
        () if is_media(extension) => meta_import::unnamed_media(&lower),
        () if other_folder(path) == Some("threads") => "of Threads, not of Instagram posts",
        () if let Some(reason) = meta_import::page_reason(extension) => reason,
        () if has("friend_map") => "who may see you on Instagram's map; such a file was never seen to hold a position",
        () if has("messages") || has("message_") || has("/direct") => "private messages, not read",
        () if has("likes") || has("liked_") => "likes, not about where you were",
        () if has("comments") || has("comment_") => "comments, not about where you were",
        () if has("ads_") || has("advert") || has("/ads/") || lower.starts_with("ads/") => "advertising, not about where you were",
        () if has("search") => "searches, not about where you were",
        () if has("saved") => "saved posts of others, not about where you were",
        () if has("repost") => "posts of others that you shared again",
        () if has("contacts") => "address book, not read",
        () if has("follow") || has("connections") || has("close_friends") => "other people's accounts, not read",
        () if has("insights") => "statistics of your posts, not about where you were",
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
    fn files_are_told_by_name_and_not_by_folder() {
        assert_eq!(role_of("content/posts_1.json"), Some(Role::Media(Shelf::Posts)));
        assert_eq!(role_of("your_instagram_activity/media/Posts.json"), Some(Role::Media(Shelf::Posts)));
        assert_eq!(role_of("stories.json"), Some(Role::Media(Shelf::Stories)));
        assert_eq!(role_of("followers_12.json"), Some(Role::Followers));
        assert_eq!(role_of("content/posts_1.html"), None);
    }

    #[test]
    fn files_of_the_same_name_in_other_folders_are_not_taken() {
        assert_eq!(role_of("your_instagram_activity/threads/personal_information.json"), None);
        assert_eq!(role_of("logged_information/past_instagram_insights/posts.json"), None);
        assert_eq!(role_of("your_instagram_activity/subscriptions/reels.json"), None);
        let above = "messages/threads/my export/content/posts_1.json";
        assert_eq!(role_of(above), Some(Role::Media(Shelf::Posts)), "folders above the export are the user's");
    }

    #[test]
    fn the_root_is_found_below_any_number_of_folders() {
        assert_eq!(root_of(&Entry::at("content/posts_1.json")), "");
        assert_eq!(root_of(&Entry::at("a/b/your_instagram_activity/media/posts.json")), "a/b");
        assert_eq!(root_of(&Entry::at("a/personal_information/personal_information/personal_information.json")), "a");
        assert_eq!(media_root_of(&Entry::at("x/media/posts/201902/a.jpg")), Some(("x", false)));
        assert_eq!(media_root_of(&Entry::at("photos/201902/a.jpg")), Some(("", true)));
        assert_eq!(media_root_of(&Entry::at("photos/holiday/a.jpg")), None);
    }
}
