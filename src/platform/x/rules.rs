//! The rules by which an X archive is read, with their sources.

use crate::model::Rule;

/// An exact position.
pub(super) static EXACT: Rule = Rule {
    id: "x.exact_position",
    text: "The tweet carries an exact position, and tweets can be searched by position",
    source: "the fields geo and coordinates of the tweet",
};
/// An exact position behind the name of a place, in the years in which the app did not show it.
pub(super) static HIDDEN_EXACT: Rule = Rule {
    id: "x.hidden_exact_position",
    text: "The app may have shown no more than the name of the place, but the tweet's exact position was open to anyone through Twitter's interface for programs",
    source: "geo beside place in a tweet from before April 2015; press reports of 2019 on positions behind coarse tags",
};
/// A place without an exact position.
pub(super) static PLACE: Rule = Rule {
    id: "x.place",
    text: "The tweet carries a place, and tweets can be searched by it",
    source: "the field place of the tweet",
};
/// Two spellings of the position that contradict each other.
pub(super) static ORDER_UNCERTAIN: Rule = Rule {
    id: "x.order_uncertain",
    text: "The tweet carries a position, but its two spellings contradict each other and no place tells which number is the latitude",
    source: "the fields geo and coordinates of the tweet",
};
/// A position that cannot be one.
pub(super) static POSITION_UNREADABLE: Rule = Rule {
    id: "x.position_unreadable",
    text: "The tweet's position could not be read, so whether it carried a place is not known",
    source: "the fields geo and coordinates of the tweet",
};
/// The fields are there and empty.
pub(super) static EMPTY: Rule = Rule {
    id: "x.no_place",
    text: "The tweet's fields for position and place are empty",
    source: "the fields geo, coordinates and place of the tweet",
};
/// No field for a place, in an archive that gives places.
pub(super) static NONE_GIVEN: Rule = Rule {
    id: "x.no_place_given",
    text: "The archive gives the places of other tweets and none of this one",
    source: "absence of geo, coordinates and place from the tweet",
};
/// No field for a place, in an archive that gives no places at all.
pub(super) static NEVER_GIVEN: Rule = Rule {
    id: "x.places_never_given",
    text: "No tweet of this archive names a place; X may leave places out of its archives, so whether this one carried one is not known",
    source: "absence of place from every tweet of the archive",
};
/// Retweets.
pub(super) static RETWEET: Rule = Rule {
    id: "x.retweet",
    text: "A retweet carries no place of the one who retweets",
    source: "text that starts with RT @, or retweeted_status",
};
/// A retweet with a position.
pub(super) static RETWEET_WITH_PLACE: Rule = Rule {
    id: "x.retweet_with_place",
    text: "The text is a retweet and comes with a place; whether it is yours or that of the tweet repeated is not recorded",
    source: "geo, coordinates or place beside a text that starts with RT @",
};
/// Deleted tweets.
pub(super) static DELETED: Rule = Rule {
    id: "x.deleted",
    text: "The tweet was deleted before the archive was made",
    source: "the archive's files of deleted tweets",
};
/// Deleted tweets of which only the times are kept.
pub(super) static DELETED_HEADER: Rule = Rule {
    id: "x.deleted_header",
    text: "Of this deleted tweet the archive keeps only the times, so whether it carried a place is not known",
    source: "deleted-tweet-headers.js",
};
/// Tweets that a later archive lacks.
pub(super) static GONE_LATER: Rule = Rule {
    id: "x.gone_later",
    text: "A later archive of the account does not hold this tweet any more, so it was deleted between the two",
    source: "the tweet files of both archives",
};
/// Twitter Circle.
pub(super) static CIRCLE: Rule = Rule {
    id: "x.circle",
    text: "The tweet went to your Twitter Circle, a list of people you chose",
    source: "twitter-circle-tweet.js",
};
/// Communities.
pub(super) static COMMUNITY: Rule = Rule {
    id: "x.community",
    text: "The tweet went to a community; the archive does not record who could read there",
    source: "community-tweet.js",
};
/// Who could watch a live broadcast.
pub(super) static BROADCAST_AUDIENCE: Rule = Rule {
    id: "x.broadcast_audience",
    text: "Broadcasts could be for anyone or for chosen people; the archive does not record which this one was",
    source: "absence of an audience from periscope-broadcast-metadata.js",
};
/// How long a live broadcast could be watched.
pub(super) static BROADCAST_LIFETIME: Rule = Rule {
    id: "x.broadcast_lifetime",
    text: "A broadcast could be watched live, and again for as long as it was kept; the archive does not say how long",
    source: "absence of an end from periscope-broadcast-metadata.js",
};
/// A live broadcast with a place.
pub(super) static BROADCAST_PLACE: Rule = Rule {
    id: "x.broadcast_place",
    text: "The broadcast was sent with its location, and Periscope showed such broadcasts on a map",
    source: "hasLocation in periscope-broadcast-metadata.js; press reports on Periscope's map of broadcasts",
};
/// A live broadcast without a place.
pub(super) static BROADCAST_WITHOUT_PLACE: Rule = Rule {
    id: "x.broadcast_no_place",
    text: "The broadcast was sent without a location",
    source: "hasLocation in periscope-broadcast-metadata.js",
};
/// A live broadcast of which the archive does not say whether it had a place.
pub(super) static BROADCAST_PLACE_UNTOLD: Rule = Rule {
    id: "x.broadcast_place_untold",
    text: "The archive does not say in words this program knows whether the broadcast was sent with its location",
    source: "hasLocation, latitude and longitude in periscope-broadcast-metadata.js",
};
/// A time that no list of switches covers.
pub(super) static NOT_LISTED: Rule = Rule {
    id: "x.switches_not_listed",
    text: "X lists only the switches of the six months before an archive was made, so whether the account was protected before or all along cannot be told",
    source: "protectedAt of protected-history.js, as the README.txt of the archives describes it",
};
/// A time between two recorded switches that the lists do not wholly cover.
pub(super) static PARTLY_LISTED: Rule = Rule {
    id: "x.switches_partly_listed",
    text: "The account was switched to this, and the archives' lists of switches do not cover all of the time until the next recorded switch",
    source: "protected-history.js of several archives, each of which covers six months as README.txt says",
};
/// What an archive until 2018 says, for the time before it was made.
pub(super) static PUBLIC_THEN: Rule = Rule {
    id: "x.public_then",
    text: "The account was public when the older archive was made, and is taken to have been so before",
    source: "the field protected that archives until 2018 repeat with every tweet",
};
/// A list of switches that could not be read in full.
pub(super) static SWITCHES_UNREADABLE: Rule = Rule {
    id: "x.switches_unreadable",
    text: "The archive's list of switches between protected and public could not be read in full",
    source: "protected-history.js",
};
/// Records of the account's protection that contradict each other.
pub(super) static ARCHIVES_DIFFER: Rule = Rule {
    id: "x.protection_contested",
    text: "The records of whether the account was protected contradict each other, and no switch on record explains it",
    source: "protected-history.js, and the field protected that archives until 2018 repeat with every tweet",
};
/// The place in a profile.
pub(super) static PROFILE_LOCATION: Rule = Rule {
    id: "x.profile_location",
    text: "The location in the profile stands open to anyone, also when the tweets are protected",
    source: "profile.js; what a profile shows of a protected account",
};
/// The place in a profile and searches by place.
pub(super) static PROFILE_SEARCH: Rule = Rule {
    id: "x.profile_search",
    text: "Twitter's search near a place also went by the location in profiles",
    source: "descriptions of the search operator near:",
};
/// Logins, advertising and the like.
pub(super) static KEPT_BY_X: Rule = Rule {
    id: "x.kept",
    text: "X keeps this about your account; nobody else sees it",
    source: "the archive's files on logins, advertising and personalization",
};
