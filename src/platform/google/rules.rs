//! The rules by which a Takeout is read, with their sources.

use crate::model::{Audience, AudienceClaim, Claim, Evidence, Life, Rule};
pub(super) use crate::platform::support::privacy::Privacy;

/// Location History and Timeline.
pub(super) static TIMELINE_PRIVATE: Rule = Rule {
    id: "google.timeline_private",
    text: "Location History is kept between you and Google; nobody else sees it",
    source: "Google's data portability documentation; there is no way to publish it",
};
/// Areas of days of Google Fit.
pub(super) static FIT_PRIVATE: Rule = Rule {
    id: "google.fit_private",
    text: "Google Fit keeps the area of each day between you and Google; nobody else sees it",
    source: "the tables of Google Fit, which have no field for sharing",
};
/// Photos without any sign of sharing.
pub(super) static PHOTOS_PRIVATE: Rule = Rule {
    id: "google.photos_private",
    text: "Google Photos are private unless shared; the export does not record what you shared by link",
    source: "Google Photos sidecar files have no field for sharing",
};
/// Photos in an album that shows signs of sharing.
pub(super) static PHOTOS_SHARED_ALBUM: Rule = Rule {
    id: "google.photos_shared_album",
    text: "The photo is in an album that was shared; the export does not record with whom",
    source: "sharedAlbumComments or access in the album's metadata file",
};
/// Photos have no place pages.
pub(super) static PHOTOS_UNTAGGED: Rule = Rule {
    id: "google.photos_untagged",
    text: "Google Photos does not list photos by place for other people",
    source: "Google Photos has no public place pages",
};
/// Media that lie in another product's folder.
pub(super) static OTHER_PRODUCT: Rule = Rule {
    id: "google.other_product",
    text: "A file of another Google product; the export does not say who could see it",
    source: "no sidecar file beside it",
};
/// A published review.
pub(super) static REVIEW_PUBLIC: Rule = Rule {
    id: "google.review_public",
    text: "A published review stands on the place's page, which anyone can open",
    source: "the published rating or text in Reviews.json",
};
/// A review of the older layout, whose fields do not say that it was published.
pub(super) static REVIEW_OLD_LAYOUT: Rule = Rule {
    id: "google.review_old_layout",
    text: "Reviews stand on the place's page; this older layout does not say whether it was published",
    source: "Reviews.json with the fields Star Rating and Review Comment",
};
/// A review without a published part.
pub(super) static REVIEW_DRAFT: Rule = Rule {
    id: "google.review_draft",
    text: "A review without a published rating or text is a draft",
    source: "absence of five_star_rating_published and review_text_published in Reviews.json",
};
/// A photo or video added to a place on Google Maps.
pub(super) static MAPS_MEDIA_PUBLIC: Rule = Rule {
    id: "google.maps_media_public",
    text: "Photos and videos added to Google Maps stand on the place's page, which anyone can open",
    source: "the export's folder of photos and videos added to Maps",
};
/// An answer to a question about a place.
pub(super) static MAPS_ANSWER: Rule = Rule {
    id: "google.maps_answer",
    text: "Answers to Google's questions go into what a place's page says; the export does not record whether anyone sees who answered",
    source: "the files of answers have no field for who sees them",
};
/// A question or an answer about a place.
pub(super) static QUESTION_PUBLIC: Rule = Rule {
    id: "google.question_public",
    text: "Questions and answers about a place stand on its page, which anyone can open",
    source: "the export's file of questions and answers, which has no field for who sees them",
};
/// A suggested edit of a place.
pub(super) static MAPS_EDIT: Rule = Rule {
    id: "google.maps_edit",
    text: "An edit changes what a place's page says; the export does not record whether anyone sees who suggested it",
    source: "the files of suggested edits have no field for who sees them",
};
/// What a contribution to Maps is attached to.
pub(super) static MAPS_PLACE: Rule = Rule {
    id: "google.maps_place",
    text: "Contributions to Google Maps are attached to a place and listed on its page",
    source: "Google Maps contributions exist only at a place",
};
/// Starred and labelled places.
pub(super) static PLACES_PRIVATE: Rule = Rule {
    id: "google.places_private",
    text: "Starred and labelled places are shown only to you",
    source: "Saved Places.json, Labeled places.json",
};
/// Lists of saved places.
pub(super) static LISTS_PRIVATE: Rule = Rule {
    id: "google.lists_private",
    text: "Lists of saved places are private unless shared by link; the export does not record that",
    source: "the files of saved lists have no field for sharing",
};

/// A map drawn by hand.
pub(super) static MY_MAP: Rule = Rule {
    id: "google.my_map",
    text: "A map of My Maps is private, shared by link or public; the export does not record which",
    source: "the files of My Maps have no field for sharing",
};

/// A message in Hangouts or Google Chat.
pub(super) static TO_CHAT: Rule = Rule {
    id: "google.to_chat",
    text: "A message in Hangouts or Google Chat goes to the people of its conversation, which may be a space that all of an organisation can join",
    source: "the people of each conversation in Hangouts.json and in the folders of Google Chat; neither has a field for publishing",
};
/// Conversations have no place pages.
pub(super) static CHAT_WITHOUT_PLACES: Rule = Rule {
    id: "google.chat_without_places",
    text: "Neither Hangouts nor Google Chat shows anybody messages by place",
    source: "Hangouts and Google Chat have no search by place",
};
/// Searches, visited pages and the areas beside them.
pub(super) static ACTIVITY_PRIVATE: Rule = Rule {
    id: "google.activity_private",
    text: "What you searched for and looked at is kept between you and Google",
    source: "MyActivity.json and the history of Chrome; there is no way to publish them",
};
/// Addresses from which the account was used.
pub(super) static ACCESS_LOG: Rule = Rule {
    id: "google.access_log",
    text: "Which internet addresses and devices used the account is between you and Google; a town in it is that of the address",
    source: "Access Log Activity; there is no way to publish it",
};
/// Who may see a video.
pub(super) static VIDEO_PRIVACY: Rule = Rule {
    id: "youtube.privacy",
    text: "The export says whether the video is public, unlisted or private",
    source: "the column Privacy of videos.csv, as it was when the export was made",
};
/// A video whose setting is not in the export.
pub(super) static VIDEO_PRIVACY_MISSING: Rule = Rule {
    id: "youtube.privacy_missing",
    text: "The export does not say who could see the video",
    source: "no row of videos.csv with a known word for its privacy",
};
/// A private video that was published once.
pub(super) static VIDEO_MADE_PRIVATE: Rule = Rule {
    id: "youtube.made_private",
    text: "The video is private now but has a moment of publication; who could see it in between is not recorded",
    source: "Privacy and Video Publish Timestamp in videos.csv",
};
/// A video that is not private, on a channel that is.
pub(super) static VIDEO_CHANNEL_HIDDEN: Rule = Rule {
    id: "youtube.channel_hidden",
    text: "The video is not private but its channel was hidden when the export was made; who could see it before is not recorded",
    source: "Channel Visibility in channel.csv and Privacy in videos.csv",
};
/// A place preset for videos.
pub(super) static VIDEO_PRESET: Rule = Rule {
    id: "youtube.preset_place",
    text: "A place preset for new videos is a setting that only the account sees; a video that took it over has it in its own record",
    source: "Video Default Location in the settings of the channel",
};
/// A video with the place of its recording.
pub(super) static VIDEO_PLACE: Rule = Rule {
    id: "youtube.recording_place",
    text: "The video carries the place where it was recorded, by which programs can search",
    source: "video recordings.csv; recordingDetails.location of YouTube's interface for programs",
};
/// A video without it.
pub(super) static VIDEO_WITHOUT_PLACE: Rule = Rule {
    id: "youtube.no_recording_place",
    text: "The export gives no place of recording for the video",
    source: "absence of the video from video recordings.csv",
};

/// A place of recording without a position.
pub(super) static VIDEO_BAD_PLACE: Rule = Rule {
    id: "youtube.no_recording_position",
    text: "The export gives a place of recording for the video, but no position on Earth",
    source: "the video's row in video recordings.csv",
};

/// Something added to a place, of which nobody knows who sees whose it is, by `rule`.
pub(super) const fn unattributed(rule: &'static Rule) -> Privacy {
    Privacy::shared(Audience::Unknown, Evidence::Missing, rule, Claim::unknown(rule))
}

/// Never published, by `rule`.
pub(super) const fn private(evidence: Evidence, rule: &'static Rule) -> Privacy {
    Privacy::private(evidence, rule)
}

/// Public on the page of a place, by `rule`.
pub(super) const fn on_place_page(evidence: Evidence, rule: &'static Rule) -> Privacy {
    Privacy {
        audience: AudienceClaim::Own(Audience::Public, evidence, rule),
        life: Life::Live,
        tagged: Claim::yes(Evidence::Recorded, &MAPS_PLACE),
    }
}
