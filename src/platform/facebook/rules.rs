//! The rules by which this adapter reads statements out of an export.

use crate::model::Rule;

/// Audiences are in no export.
pub(super) static AUDIENCE: Rule = Rule {
    id: "facebook.audience",
    text: "Facebook lets you choose an audience for each post and leaves it out of the export, so nobody can tell from it who could see this",
    source: "absence of any audience in posts, albums, stories and profile; checked on four exports of 2022",
};
/// The audience of someone else.
pub(super) static AUDIENCE_OF_OTHERS: Rule = Rule {
    id: "facebook.audience_of_others",
    text: "Someone else tagged you at this place; who could see that was for them to choose, and the export does not say",
    source: "places_you_have_been_tagged_in.json",
};
/// The audience of a post to a group.
pub(super) static AUDIENCE_OF_GROUP: Rule = Rule {
    id: "facebook.audience_of_group",
    text: "You posted this to a group; the export does not say whether everyone could read the group or its members only",
    source: "group_posts_and_comments.json, which has no field for the kind of group",
};
/// The audience of a post on someone else's page.
pub(super) static AUDIENCE_OF_PAGE: Rule = Rule {
    id: "facebook.audience_of_page",
    text: "You posted this on someone else's page or profile; who could see it there was for them to choose, and the export does not say",
    source: "posts_on_other_pages_and_profiles.json",
};
/// A post to a group without a place.
pub(super) static GROUP_PLACE: Rule = Rule {
    id: "facebook.group_place",
    text: "The export gives no place with this post; whether it gives the places of posts to groups as it does those of others was not measured",
    source: "absence of the place field in group_posts_and_comments.json",
};
/// A post on someone else's page without a place.
pub(super) static PAGE_OF_OTHERS_PLACE: Rule = Rule {
    id: "facebook.page_of_others_place",
    text: "The list of posts on other pages was never seen to give places, so it cannot tell whether this one had one",
    source: "posts_on_other_pages_and_profiles.json, as parsers of 2024–26 describe it: a message, whose page, media",
};
/// A place of the post.
pub(super) static PLACE: Rule = Rule {
    id: "facebook.place",
    text: "The export gives the place you tagged or checked in at",
    source: "the place field of a post's attachments, and the place tags of check-ins.json",
};
/// A place named by someone else.
pub(super) static PLACE_BY_OTHERS: Rule = Rule {
    id: "facebook.place_by_others",
    text: "The export names the place at which someone else tagged you",
    source: "places_you_have_been_tagged_in.json",
};
/// A post without a place.
pub(super) static NO_PLACE: Rule = Rule {
    id: "facebook.no_place",
    text: "The export gives the place of every post that has one, and none with this one",
    source: "absence of the place field in a post's attachments; measured on four exports of 2022",
};
/// A place field without a place in it.
pub(super) static PLACE_UNREADABLE: Rule = Rule {
    id: "facebook.place_unreadable",
    text: "The export has a field for the place here, but neither a name nor a position in it",
    source: "the place field of a post's attachments, and check-ins.json",
};
/// A position of a photo.
pub(super) static PHOTO_POSITION: Rule = Rule {
    id: "facebook.photo_position",
    text: "The position stands with the picture; whether it is where the camera was or a place you tagged in the picture is not known",
    source: "latitude and longitude in the exif_data of a picture; in exports of 2022 some such pairs repeat and others do not",
};
/// A place on a web page.
pub(super) static PAGE_PLACE: Rule = Rule {
    id: "facebook.page_place",
    text: "The web page shows a position in brackets with this post, which may be that of a tagged place or something you wrote",
    source: "posts and check-ins in an export as HTML pages",
};
/// No place on a web page.
pub(super) static PAGE: Rule = Rule {
    id: "facebook.page",
    text: "The web page shows no place that could be read here; whether it had one is not known",
    source: "posts and check-ins in an export as HTML pages",
};
/// A photo or video outside posts.
pub(super) static PHOTO_PLACE: Rule = Rule {
    id: "facebook.photo_place",
    text: "A picture or video can have a place of its own, and the lists of albums do not give it",
    source: "album files and lists of photos and videos, which have no place field",
};
/// A story.
pub(super) static STORY_PLACE: Rule = Rule {
    id: "facebook.story_place",
    text: "The export was never seen to give the places of stories, so it cannot tell whether this one had a location sticker",
    source: "absence of places in archived_stories.json",
};
/// Something for sale.
pub(super) static SALE: Rule = Rule {
    id: "facebook.sale",
    text: "You offered it on Marketplace, which is searched by place, and the export gives the position of the offer; \
           buyers see it roughly, not exactly",
    source: "the location field of an item for sale",
};
/// An event.
pub(super) static EVENT: Rule = Rule {
    id: "facebook.event",
    text: "You answered an invitation to this event; the export tells neither whether you went nor who could see your answer",
    source: "your_event_responses.json",
};
/// An event of one's own.
pub(super) static OWN_EVENT: Rule = Rule {
    id: "facebook.own_event",
    text: "You made this event; the export tells neither whether you were there nor who could see it",
    source: "your_events.json",
};
/// A place of one's own making.
pub(super) static OWN_PLACE: Rule = Rule {
    id: "facebook.own_place",
    text: "You made this place on Facebook; the export does not tell who could see that",
    source: "places_you've_created.json",
};
/// A place in the profile.
pub(super) static PROFILE_PLACE: Rule = Rule {
    id: "facebook.profile_place",
    text: "It stands in your profile; who could see it was for you to choose, and the export does not say",
    source: "profile_information.json and primary_public_location.json",
};
/// Kept by the platform.
pub(super) static KEPT_BY_FACEBOOK: Rule = Rule {
    id: "facebook.kept_by_facebook",
    text: "This is something Facebook keeps about your account; it was never published",
    source: "the file it stands in",
};
/// Twenty-four hours.
pub(super) static STORY_LIFETIME: Rule = Rule {
    id: "facebook.story_lifetime",
    text: "A story is gone from view 24 hours after it was published",
    source: "how Facebook shows stories",
};
/// Archived.
pub(super) static ARCHIVED: Rule = Rule {
    id: "facebook.archived",
    text: "You published it and archived or hid it later; the export does not say when",
    source: "archive.json",
};
