//! The rules by which a Snapchat export is read, with their sources.

use jiff::SignedDuration;

use crate::model::{Audience, Claim, Evidence, ItemKind, Life, Rule};
use crate::platform::support::privacy::Privacy;

/// Memories.
pub(super) static MEMORIES_PRIVATE: Rule = Rule {
    id: "snapchat.memories_private",
    text: "Memories are kept for you alone; the export does not say whether the same snap was also sent or posted",
    source: "memories_history.json has no field for sharing",
};
/// The file of locations.
pub(super) static KEPT_BY_SNAPCHAT: Rule = Rule {
    id: "snapchat.kept",
    text: "Snapchat keeps this for itself; nobody else saw this record",
    source: "location_history.json",
};
/// Logins.
pub(super) static LOGINS: Rule = Rule {
    id: "snapchat.logins",
    text: "Logins are known to Snapchat and to nobody else",
    source: "Login History in account.json",
};
/// Countries.
pub(super) static COUNTRY: Rule = Rule {
    id: "snapchat.country",
    text: "Snapchat keeps the country of an account for itself",
    source: "Basic Information in account.json, App Profile in user_profile.json",
};
/// Calls.
pub(super) static CALLS: Rule = Rule {
    id: "snapchat.calls",
    text: "Snapchat keeps the town of a call for itself; the export does not say of which of the callers it is",
    source: "City and Country in talk_history.json",
};
/// Searches and scans.
pub(super) static TRACES: Rule = Rule {
    id: "snapchat.traces",
    text: "Snapchat keeps the place of a search or a scan for itself",
    source: "Location in search_history.json and scans.json",
};
/// A place in a chat.
static CHAT: Rule = Rule {
    id: "snapchat.chat",
    text: "You shared a place in a chat; only those in it could see that, and Snapchat has no search of chats by place",
    source: "Media Type LOCATION in chat_history.json",
};
/// A place in a chat.
pub(super) const TO_CHAT: Privacy =
    Privacy::shared(Audience::Custom, Evidence::Likely, &CHAT, Claim::no(Evidence::Likely, &CHAT));
/// A story.
static STORY_LISTED: Rule = Rule {
    id: "snapchat.story_listed",
    text: "The export lists when your story was posted and how often it was seen; whether by friends or by everyone, and \
           whether it had a place, it does not say",
    source: "Your Story Views in story_history.json",
};
/// A story.
pub(super) const OWN_STORY: Privacy = Privacy {
    life: Life::Expires { after: SignedDuration::from_hours(24), rule: &STORY_LIFETIME },
    ..Privacy::shared(Audience::Unknown, Evidence::Missing, &STORY_LISTED, Claim::unknown(&STORY_LISTED))
};
/// A snap sent to people.
static SHARE_SENT: Rule = Rule {
    id: "snapchat.share_sent",
    text: "The snap was sent to people you chose",
    source: "Share Type in snap_map_places_history.json",
};
/// A snap posted to a story, nobody knows which.
static SHARE_STORY: Rule = Rule {
    id: "snapchat.share_story",
    text: "The snap was posted to a story; the export does not say whether to friends or to everyone",
    source: "Share Type in snap_map_places_history.json",
};
/// A snap given to the public.
static SHARE_PUBLIC: Rule = Rule {
    id: "snapchat.share_public",
    text: "The snap was given to the Snap Map, Our Story or Spotlight, which anyone can open",
    source: "Share Type in snap_map_places_history.json; Snapchat's privacy pages on public content",
};
/// How long such snaps stay.
static PUBLIC_LIFETIME: Rule = Rule {
    id: "snapchat.public_lifetime",
    text: "Snaps given to the public stay for a while, sometimes for years; the export does not say how long",
    source: "Snapchat's privacy pages on public content",
};
/// Any other way.
static SHARE_UNKNOWN: Rule = Rule {
    id: "snapchat.share_unknown",
    text: "The export does not say in words this program knows with whom the snap was shared",
    source: "Share Type in snap_map_places_history.json",
};
/// A story's lifetime.
static STORY_LIFETIME: Rule = Rule {
    id: "snapchat.story_24h",
    text: "A story is shown for 24 hours",
    source: "Snapchat's default for stories",
};
/// The place of such a snap.
static SNAP_PLACE: Rule = Rule {
    id: "snapchat.snap_place",
    text: "The export lists the snap under a place of the Snap Map",
    source: "Place in snap_map_places_history.json",
};

/// Who could see a snap of the Snap Map's list, by its share type, and what it was.
pub(super) fn by_share_type(share_type: &str) -> (ItemKind, Privacy) {
    let word = share_type.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| word.contains(w));
    let shared = |audience, rule| Privacy::shared(audience, Evidence::Likely, rule, Claim::yes(Evidence::Likely, &SNAP_PLACE));
    let is_story = has(&["story", "stories", "spotlight"]);
    if has(&["send", "sent", "chat"]) && !is_story {
        (ItemKind::Message, shared(Audience::Custom, &SHARE_SENT))
    } else if has(&["our story", "spotlight", "snap map", "public"]) {
        let life = Life::PerhapsGone { rule: &PUBLIC_LIFETIME };
        (ItemKind::Story, Privacy { life, ..shared(Audience::Public, &SHARE_PUBLIC) })
    } else if is_story {
        let life = Life::Expires { after: SignedDuration::from_hours(24), rule: &STORY_LIFETIME };
        (ItemKind::Story, Privacy { life, ..shared(Audience::Unknown, &SHARE_STORY) })
    } else {
        (ItemKind::Post, shared(Audience::Unknown, &SHARE_UNKNOWN))
    }
}
