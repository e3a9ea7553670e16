//! Why the rest of a Takeout is left aside.

use crate::archive::Entry;

/// The reason for a file that is neither JSON with positions nor a medium.
pub(super) fn reason(path: &str, extension: &str) -> &'static str {
    match extension {
        "html" | "htm" if is_activity(path) => {
            "activity log as a web page; choose JSON when you export to have it in a readable form"
        }
        "html" | "htm" => "web page, such as the index of the export",
        "json" => "no positions of a kind that this program reads",
        "csv" | "tsv" | "xlsx" => "table without places",
        "kmz" | "tcx" => "map or track; open it on its own to see it",
        "mbox" | "eml" => "mail",
        "ics" => "calendar",
        "vcf" => "contacts",
        "txt" | "md" | "pdf" | "doc" | "docx" | "odt" | "rtf" | "pptx" => "document",
        "zip" | "tgz" | "gz" => "archive inside the export",
        "mp3" | "m4a" | "wav" | "ogg" | "opus" | "flac" | "aac" => "sound recording",
        "" => "file without an extension",
        _ => "a kind of file without positions",
    }
}

/// Parts of the name of the activity log in lower case, in the languages in which Google writes it.
const ACTIVITY: &[&str] = &[
    "ctivit", "ktivit", "ttivit", "ctivid", "tividad", "ktywno", "etkinli", "tapahtum", "tevékenys", "действ", "дії",
    "δραστηρι", "アクティビティ", "活动", "活動", "활동", "กิจกรรม", "نشاط", "פעילות",
];

/// Whether a path is that of an activity log.
pub(super) fn is_activity(path: &str) -> bool {
    let path = path.to_lowercase();
    ACTIVITY.iter().any(|word| path.contains(word))
}

/// Whether a file inside a Takeout is a page of the activity log: both its folder and it itself are named so.
pub(super) fn is_activity_page(entry: &Entry) -> bool {
    matches!(entry.extension(), "html" | "htm") && is_activity(entry.folder()) && is_activity(entry.file_name())
}

/// The reason for a list of saved links.
pub(super) const LINKS: &str = "a list of saved links, none of them to a place";
/// What is wrong with a file that is named as JSON and is none.
pub(super) const NO_JSON: &str = "not valid JSON; the file may be cut off, download the export again";
/// The reason for album metadata.
pub(super) const ALBUM: &str = "title and settings of an album";
/// The reason for the people of a chat.
pub(super) const CHAT_GROUP: &str = "the name and the people of a chat";
/// The reason for words in pictures of places.
pub(super) const DISHES: &str = "dishes, products and activities in pictures of places; it does not name the places";
/// The reason for reports about traffic.
pub(super) const TRAFFIC: &str = "a report about traffic, which does not say where";
/// The reason for the rest of what Maps keeps.
pub(super) const OF_MAPS: &str = "settings of Google Maps, or something added to it, without a place";
/// The reason for media of other products.
pub(super) const MEDIA_ELSEWHERE: &str = "a picture or video of another Google product, without a position";
/// The reason for pictures in a map drawn by hand.
pub(super) const IN_MAP: &str = "a picture or an icon on a map";
