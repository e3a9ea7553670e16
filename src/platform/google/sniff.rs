//! What a JSON file of Google's is, told by its keys. Names and folders are localised; keys are not.

use std::collections::BTreeSet;

use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_scan::{Skipper, is_space, trim_start};

/// Bytes at the start of a file in which its keys are looked for.
pub(super) const HEAD: usize = 64 << 10;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Raw location history.
    Records,
    /// A month of stays and trips.
    Semantic,
    /// Timeline exported from a phone.
    Timeline,
    /// Edits of the Timeline.
    Edits,
    /// Settings of Location History.
    Settings,
    /// A Google Photos sidecar.
    PhotoSidecar,
    /// A sidecar of a photo or video added to Maps.
    MapsSidecar,
    /// Title and settings of an album.
    Album,
    /// Reviews of places.
    Reviews,
    /// Starred places.
    SavedPlaces,
    /// Labelled places.
    LabelledPlaces,
    /// Routes to work.
    CommuteRoutes,
    /// An answer to a question about a place.
    Answer,
    /// A suggested edit of a place.
    Edit,
    /// Questions and answers about places.
    Questions,
    /// Dishes and the like in pictures of places.
    Dishes,
    /// A report about traffic.
    Traffic,
    /// Conversations in Hangouts.
    Hangouts,
    /// Messages of a chat in Google Chat.
    Chat,
    /// Whose chats they are.
    ChatUser,
    /// The people of a chat.
    ChatGroup,
    /// Name and address of the account.
    Profile,
    /// What was searched and looked at.
    MyActivity,
    /// Pages visited with Chrome.
    BrowserHistory,
    /// Positions of Fit.
    FitLocations,
    /// Anything else.
    Other,
}

impl Kind {
    /// Whether a file of this kind, wherever it lies, can only be Google's.
    pub(super) const fn is_distinctive(self) -> bool {
        !matches!(
            self,
            Self::Album
                | Self::LabelledPlaces
                | Self::Profile
                | Self::Questions
                | Self::Dishes
                | Self::Traffic
                | Self::ChatUser
                | Self::ChatGroup
                | Self::Other
        )
    }
}

/// Keys of the objects in the head of a JSON text.
struct Keys<'a> {
    /// First character of the text.
    opens: u8,
    /// Keys of the outermost object.
    top: BTreeSet<&'a [u8]>,
    /// Keys of all objects.
    all: BTreeSet<&'a [u8]>,
}

impl<'a> Keys<'a> {
    fn of(head: &'a [u8]) -> Option<Self> {
        let text = trim_start(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
        let opens = text.first().copied().filter(|b| matches!(b, b'{' | b'['))?;
        let mut keys = Self { opens, top: BTreeSet::new(), all: BTreeSet::new() };
        let (mut at, mut depth) = (0, 0_u32);
        while let Some(byte) = text.get(at) {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    let Some(len) = Skipper::new(b'"').feed(&text[at..]) else { break };
                    let inside = &text[at + 1..at + len - 1];
                    at += len;
                    let after = text[at..].iter().find(|b| !is_space(**b));
                    if after == Some(&b':') {
                        keys.all.insert(inside);
                        if depth == 1 {
                            keys.top.insert(inside);
                        }
                    }
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        Some(keys)
    }

    fn top(&self, key: &str) -> bool {
        self.opens == b'{' && self.top.contains(key.as_bytes())
    }

    fn any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.all.contains(key.as_bytes()))
    }

    fn all(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.all.contains(key.as_bytes()))
    }

    fn only_top(&self, keys: &[&str]) -> bool {
        self.top.iter().all(|key| keys.iter().any(|k| k.as_bytes() == *key))
    }
}

/// Fields that only raw location history of Google has.
const FIX_FIELDS: [&str; 4] = ["latitudeE7", "longitudeE7", "timestampMs", "deviceTag"];
/// Fields that only published or drafted reviews have.
const REVIEW_FIELDS: [&str; 4] =
    ["five_star_rating_published", "review_text_published", "Star Rating", "Review Comment"];
/// The type of data of a file of Fit that holds positions; all the others have the same keys.
const FIT_LOCATIONS: &[u8] = b"com.google.location.sample";
/// Fields that an album's metadata file may have.
const ALBUM_FIELDS: [&str; 10] = [
    "title",
    "description",
    "access",
    "date",
    "location",
    "geoData",
    "enrichments",
    "sharedAlbumComments",
    "albumData",
    "url",
];

/// What a JSON file is, from its first [`HEAD`] bytes.
pub(super) fn kind(head: &[u8]) -> Kind {
    let Some(keys) = Keys::of(head) else { return Kind::Other };
    if keys.opens == b'[' {
        return list_kind(&keys);
    }
    if keys.top("locations") && (keys.any(&FIX_FIELDS) || keys.top.len() == 1 && keys.all.len() == 1) {
        Kind::Records
    } else if keys.top("timelineObjects") {
        Kind::Semantic
    } else if keys.top("semanticSegments") || keys.top("rawSignals") || keys.top("userLocationProfile") {
        Kind::Timeline
    } else if keys.top("timelineEdits") {
        Kind::Edits
    } else if keys.top("deviceSettings") && keys.any(&["hasReportedLocations", "deviceTag", "retentionWindowDays"]) {
        Kind::Settings
    } else if keys.top("photoTakenTime") {
        Kind::PhotoSidecar
    } else if keys.top("creationTime") && keys.top("geoDataExif") {
        Kind::MapsSidecar
    } else if keys.top("features") {
        feature_kind(&keys)
    } else if keys.top("trips") && keys.any(&["place_visit"]) {
        Kind::CommuteRoutes
    } else if keys.top("placeUrl") && keys.top("question") && keys.top("selectedChoice") {
        Kind::Answer
    } else if keys.top("placeUrl") && keys.top("editAction") {
        Kind::Edit
    } else if keys.top("questions") && keys.top("answers") {
        Kind::Questions
    } else if keys.top("contributions") && (keys.all.len() == 1 || keys.any(&["photo_url", "photoUrl", "tagText"])) {
        Kind::Dishes
    } else if keys.top("contributionType") && keys.top("disruptionType") {
        Kind::Traffic
    } else if (keys.top("conversations") || keys.top("conversation_state")) && keys.any(&["gaia_id"]) {
        Kind::Hangouts
    } else if keys.top("messages") && keys.all(&["creator", "created_date"]) && keys.any(&["topic_id", "message_id"]) {
        Kind::Chat
    } else if keys.top("user") && keys.top("membership_info") {
        Kind::ChatUser
    } else if keys.top("members") && keys.any(&["user_type"]) {
        Kind::ChatGroup
    } else if keys.top("Browser History") && keys.any(&["time_usec"]) {
        Kind::BrowserHistory
    } else if keys.top("Data Points") && memchr::memmem::find(head, FIT_LOCATIONS).is_some() {
        Kind::FitLocations
    } else if keys.top("emails") && keys.top("displayName") {
        Kind::Profile
    } else if is_album(&keys) {
        Kind::Album
    } else {
        Kind::Other
    }
}

fn list_kind(keys: &Keys<'_>) -> Kind {
    let has_span = keys.all(&["startTime", "endTime"]);
    if has_span && keys.any(&["visit", "activity", "timelinePath", "timelineMemory"]) {
        Kind::Timeline
    } else if keys.any(&["header", "snippet"]) && keys.any(&["products", "titleUrl"]) {
        Kind::MyActivity
    } else if keys.any(&["placeVisit", "activitySegment"]) && keys.any(&["duration"]) {
        // What some converters leave of the object around it.
        Kind::Semantic
    } else if keys.all(&["latitudeE7", "longitudeE7"]) && keys.any(&["timestampMs", "deviceTag", "formFactor"]) {
        Kind::Records
    } else {
        Kind::Other
    }
}

fn feature_kind(keys: &Keys<'_>) -> Kind {
    if keys.any(&REVIEW_FIELDS) {
        Kind::Reviews
    } else if keys.any(&["google_maps_url", "Google Maps URL"]) {
        Kind::SavedPlaces
    } else if keys.all(&["properties", "geometry", "name", "address"]) {
        Kind::LabelledPlaces
    } else {
        Kind::Other
    }
}

fn is_album(keys: &Keys<'_>) -> bool {
    keys.top("albumData") || keys.top("title") && keys.only_top(&ALBUM_FIELDS)
}

/// Whether a JSON text has fields for positions, in one of Google's spellings.
pub(super) fn has_positions(head: &[u8]) -> bool {
    Keys::of(head).is_some_and(|keys| keys.any(&["latitude", "lat", "latitudeE7", "latE7", "latLng", "lat_lng", "coordinates"]))
}

/// Whether a file of raw location history holds no fix at all; such a file does not tell whose it is.
pub(super) fn is_empty_history(head: &[u8]) -> bool {
    Raw::new(head).get("locations").is_some_and(|l| l.items().next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_keys_wherever_they_stand() {
        let cases = [
            (r#"{"locations":[{"activity":[{"x":1}],"latitudeE7":1}]}"#, Kind::Records),
            (r#"{"locations": []}"#, Kind::Records),
            (r#"{"locations":[{"lat":1.5,"lon":2}]}"#, Kind::Other),
            ("\u{feff}{\"timelineObjects\" : []}", Kind::Semantic),
            (r#"{"userLocationProfile":{},"rawSignals":[]}"#, Kind::Timeline),
            (r#"[{"endTime" : "x","startTime" : "y","visit" : {}}]"#, Kind::Timeline),
            (r#"{"timelineEdits":[]}"#, Kind::Edits),
            (r#"{"createdTime":"","deviceSettings":[{"deviceTag":1}]}"#, Kind::Settings),
            (r#"{"title":"a","photoTakenTime":{"timestamp":"1"},"geoDataExif":{}}"#, Kind::PhotoSidecar),
            (r#"{"title":"a","creationTime":{},"geoDataExif":{}}"#, Kind::MapsSidecar),
            (r#"{"placeUrl":"x","question":"y","selectedChoice":"z"}"#, Kind::Answer),
            (r#"{"placeUrl":"x","editAction":"y"}"#, Kind::Edit),
            (r#"{"questions":[],"answers":[]}"#, Kind::Questions),
            (r#"{"contributions":[{"photo_url":"x"}]}"#, Kind::Dishes),
            (r#"{"contributionType":"x","disruptionType":"y"}"#, Kind::Traffic),
            (r#"{"conversations":[{"conversation":{"conversation":{"x":[{"gaia_id":"1"}]}}}]}"#, Kind::Hangouts),
            (r#"{"conversations":[{"id":"1"}]}"#, Kind::Other),
            (r#"{"messages":[{"creator":{},"created_date":"x","topic_id":"y"}]}"#, Kind::Chat),
            (r#"{"messages":[{"sender_name":"x"}]}"#, Kind::Other),
            (r#"{"displayName":"A","emails":[{"value":"a@example.org"}]}"#, Kind::Profile),
            (r#"{"albumData":{"title":"a"}}"#, Kind::Album),
            (r#"{"title":"a","enrichments":[{"x":{}}]}"#, Kind::Album),
            (r#"{"title":"a","content":"b"}"#, Kind::Other),
            (r#"{"features":[{"properties":{"Star Rating":5}}]}"#, Kind::Reviews),
            (r#"{"features":[{"properties":{"google_maps_url":""}}]}"#, Kind::SavedPlaces),
            (r#"{"features":[{"geometry":{},"properties":{"name":"","address":""}}]}"#, Kind::LabelledPlaces),
            (r#"{"features":[{"geometry":{},"properties":{}}]}"#, Kind::Other),
            (r#"[{"header":"Maps","titleUrl":""}]"#, Kind::MyActivity),
            (r#"[{"latitudeE7":1,"longitudeE7":2,"deviceTag":3}]"#, Kind::Records),
            (r#"[{"latitudeE7":1,"longitudeE7":2,"caption":""}]"#, Kind::Other),
            (r#"[{"placeVisit":{"duration":{}}}]"#, Kind::Semantic),
            (r#"{"a":"\"locations\": [{\"latitudeE7\""}"#, Kind::Other),
            (r#"{"Data Source":"derived:com.google.location.sample:x","Data Points":[]}"#, Kind::FitLocations),
            (r#"{"Data Source":"derived:com.google.heart_rate.bpm:x","Data Points":[]}"#, Kind::Other),
            ("not json", Kind::Other),
            ("", Kind::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_head_cut_anywhere_never_panics() {
        let text = r#"{"locations":[{"latitudeE7":1,"x":"\""}]}"#;
        for cut in 0..text.len() {
            let _seen = (kind(&text.as_bytes()[..cut]), is_empty_history(&text.as_bytes()[..cut]));
        }
    }
}
