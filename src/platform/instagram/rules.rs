//! The rules by which this adapter reads statements out of an export.

use crate::model::Rule;

/// A place name in the old layout.
pub(super) static PLACE_NAME: Rule = Rule {
    id: "instagram.place_name",
    text: "The export names the place you tagged",
    source: "the location field of media.json, exports of 2018 to 2020",
};
/// No place name in the old layout.
pub(super) static NO_PLACE_NAME: Rule = Rule {
    id: "instagram.no_place_name",
    text: "The export of this time names the tagged place of every post that has one, and names none here",
    source: "absence of the location field in media.json, exports of 2018 to 2020",
};
/// A story of the old layout.
pub(super) static OLD_STORY: Rule = Rule {
    id: "instagram.old_story",
    text: "The export of this time was never seen to name the places of stories, so it cannot tell whether this one had a location sticker",
    source: "absence of the location field on stories in media.json, exports of 2018 to 2020",
};
/// A place field that holds no name.
pub(super) static PLACE_UNREADABLE: Rule = Rule {
    id: "instagram.place_unreadable",
    text: "The export has a field for the tagged place here, but not a name in it",
    source: "the location field of media.json, exports of 2018 to 2020",
};
/// A pair of coordinates alone.
pub(super) static LONE_PAIR: Rule = Rule {
    id: "instagram.lone_pair",
    text: "The export gives a position apart from any camera data, which is how the position of a tagged place looks: \
           in the exports measured, such positions were those of places, not of the camera",
    source: "exif_data entries holding only latitude and longitude; measured on four exports of 2022",
};
/// The same, and the pair comes back on other days.
pub(super) static LONE_PAIR_RECURS: Rule = Rule {
    id: "instagram.lone_pair_recurs",
    text: "The export gives a position apart from any camera data, and exactly the same position on another day; \
           a camera never measures the same position twice, so it is very likely that of a tagged place",
    source: "exif_data entries holding only latitude and longitude, equal on two or more days; measured on four exports of 2022",
};
/// The same, and the pair is round.
pub(super) static LONE_PAIR_ROUND: Rule = Rule {
    id: "instagram.lone_pair_round",
    text: "The export gives a position apart from any camera data, with so few decimals as the places of towns and venues have and cameras do not write; \
           it is very likely that of a tagged place",
    source: "exif_data entries holding only latitude and longitude, with five decimals or fewer; measured on four exports of 2022",
};
/// Latitude and longitude as labels.
pub(super) static LABELLED_PAIR: Rule = Rule {
    id: "instagram.labelled_pair",
    text: "The export gives the post itself a latitude and longitude, which is very probably the position of a tagged place",
    source: "the Latitude and Longitude labels of posts.json, exports since 2025",
};
/// A pair among camera data.
pub(super) static WITH_CAMERA_DATA: Rule = Rule {
    id: "instagram.with_camera_data",
    text: "The position stands among the camera's own data, so it may be where the picture was taken rather than a tagged place",
    source: "exif_data entries holding latitude and longitude beside other fields",
};
/// A pair that was refused.
pub(super) static POSITION_UNREADABLE: Rule = Rule {
    id: "instagram.position_unreadable",
    text: "The export has a position here that cannot be right, so it cannot tell whether there was a tagged place",
    source: "half a coordinate pair, or one that is not on Earth",
};
/// A label that speaks of a place.
pub(super) static PLACE_LABEL: Rule = Rule {
    id: "instagram.place_label",
    text: "A label of the record speaks of a place, in a form that this program does not know, so it cannot tell whether a place was tagged",
    source: "labels of the record; no description of the export has one for places",
};
/// An album without coordinates in an export that never gives them.
pub(super) static ALBUM: Rule = Rule {
    id: "instagram.album",
    text: "Instagram does not export the places of posts with several pictures in this file, so it cannot tell whether there was a tagged place",
    source: "posts of several media without coordinates in posts_1.json; measured on four exports of 2022",
};
/// A post whose posts.json record has no coordinates.
pub(super) static NO_LABELLED_PAIR: Rule = Rule {
    id: "instagram.no_labelled_pair",
    text: "The export gives positions of posts, and none for this one",
    source: "absence of the Latitude and Longitude labels in posts.json, exports since 2025",
};
/// A position on a web page.
pub(super) static PAGE_POSITION: Rule = Rule {
    id: "instagram.page_position",
    text: "The web page shows a position, but not whether it stood apart from the camera's data, \
           so it may be that of a tagged place or of the camera",
    source: "latitude and longitude in an export as HTML pages",
};
/// No position on a web page.
pub(super) static PAGE: Rule = Rule {
    id: "instagram.page",
    text: "The web page shows no position here; whether such pages show every tagged place is not known",
    source: "posts and stories in an export as HTML pages",
};
/// A record without any media.
pub(super) static NO_MEDIA: Rule = Rule {
    id: "instagram.no_media",
    text: "The export names no picture or video of this post, where it would give the position of a tagged place",
    source: "posts without media in posts_1.json",
};
/// A single picture without coordinates.
pub(super) static NO_PAIR: Rule = Rule {
    id: "instagram.no_pair",
    text: "The export gives the position of a tagged place with posts of one picture or video, and none with this one",
    source: "absence of latitude and longitude in the exif_data of a post; measured on four exports of 2022",
};
/// A story without coordinates.
pub(super) static NO_STICKER: Rule = Rule {
    id: "instagram.no_sticker",
    text: "The export gives the position of a location sticker with stories, and none with this one",
    source: "absence of latitude and longitude in the exif_data of a story; measured on four exports of 2022",
};
/// A profile picture carries no place.
pub(super) static PROFILE_PICTURE: Rule = Rule {
    id: "instagram.profile_picture",
    text: "A profile picture carries no place, and is seen by everyone even when the account is private",
    source: "how Instagram shows profiles",
};
/// Never published.
pub(super) static KEPT_BY_INSTAGRAM: Rule = Rule {
    id: "instagram.kept_by_instagram",
    text: "This is something Instagram keeps about your account; it was never published",
    source: "the file it stands in",
};
/// Twenty-four hours.
pub(super) static STORY_LIFETIME: Rule = Rule {
    id: "instagram.story_lifetime",
    text: "A story is gone from view 24 hours after it was published",
    source: "how Instagram shows stories",
};
/// Archived.
pub(super) static ARCHIVED: Rule = Rule {
    id: "instagram.archived",
    text: "You published it and archived it later; the export does not say when",
    source: "archived_posts.json",
};
/// In an older export only.
pub(super) static GONE_LATER: Rule = Rule {
    id: "instagram.gone_later",
    text: "An older export has it and a newer one, which reaches back further, does not: you archived or deleted it in between",
    source: "comparison of two exports of one account",
};
/// Recently deleted.
pub(super) static DELETED: Rule = Rule {
    id: "instagram.deleted",
    text: "You published it and deleted it in the 30 days before the export, unless you had archived it earlier",
    source: "recently_deleted_content.json; deleted items are kept for about 30 days",
};
/// A draft.
pub(super) static DRAFT: Rule =
    Rule { id: "instagram.draft", text: "It is a draft that was never published", source: "the Draft label of posts.json" };
/// Not marked as published.
pub(super) static NOT_PUBLISHED: Rule = Rule {
    id: "instagram.not_published",
    text: "The export says that it was not published",
    source: "the Published label of posts.json",
};
/// `other_content.json` holds drafts too.
pub(super) static OTHER_CONTENT: Rule = Rule {
    id: "instagram.other_content",
    text: "The file it stands in holds drafts as well as published things, so it may never have been published",
    source: "other_content.json",
};
/// Marked in an unknown language.
pub(super) static UNCLEAR_MARK: Rule = Rule {
    id: "instagram.unclear_mark",
    text: "It carries a mark in a language this program does not know, unlike most others, so it may be a draft that was never published",
    source: "True or False labels of posts.json that are not among the known words",
};
/// A story after close friends were used.
pub(super) static CLOSE_FRIENDS: Rule = Rule {
    id: "instagram.close_friends",
    text: "You had used close friends stories by then, and the export does not say which stories went to close friends only",
    source: "First Close Friends Story Time in the account information",
};
/// A story in the time of close friends, and nothing says whether they were used.
pub(super) static CLOSE_FRIENDS_NOT_TOLD: Rule = Rule {
    id: "instagram.close_friends_not_told",
    text: "It may have gone to close friends only; nothing that could be read in the export says whether you ever used close friends stories",
    source: "absence of account_information.json or instagram_profile_information.json",
};
/// A story from before close friends.
pub(super) static BEFORE_CLOSE_FRIENDS: Rule = Rule {
    id: "instagram.before_close_friends",
    text: "Stories could not yet be shared with close friends only",
    source: "close friends stories opened on 30 November 2018, from recollection",
};
/// The flag was guessed.
pub(super) static FLAG_GUESSED: Rule = Rule {
    id: "instagram.flag_guessed",
    text: "The export records no switch of the account's privacy, so it is taken to have always been as it is now; \
           the label of the privacy flag was in an unknown language, and the last yes-or-no field of the profile was taken for it",
    source: "the last True or False of personal_information.json, where the flag stood in every export seen",
};
/// The list of switches could not be read.
pub(super) static SWITCHES_UNREADABLE: Rule = Rule {
    id: "instagram.switches_unreadable",
    text: "The export has a list of privacy switches, but it could not be read, so nobody can tell when the account was public",
    source: "account_privacy_changes.json or profile_privacy_changes.json",
};
/// A switch without a time.
pub(super) static SWITCH_WITHOUT_TIME: Rule = Rule {
    id: "instagram.switch_without_time",
    text: "The export records a privacy switch without saying when, so nobody can tell when the account was public",
    source: "account_privacy_changes.json or profile_privacy_changes.json",
};
/// Two exports of one account say different things.
pub(super) static EXPORTS_DIFFER: Rule = Rule {
    id: "instagram.exports_differ",
    text: "Two exports of this account say different things about its privacy and no switch between them is recorded",
    source: "the privacy flags of both exports",
};
