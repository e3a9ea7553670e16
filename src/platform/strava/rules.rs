//! The rules by which statements are read from a Strava export.

use crate::model::{Audience, AudienceClaim, Claim, Evidence, Rule};

/// The account's default, which is no record of a single activity.
pub(super) static DEFAULT: Rule = Rule {
    id: "strava.default_visibility",
    text: "The account's default for new activities says so; each activity may have been set otherwise, and older ones came under older defaults",
    source: "Default Activity Visibility in visibility_settings.csv",
};
/// No default either.
pub(super) static NO_VISIBILITY: Rule = Rule {
    id: "strava.no_visibility",
    text: "A Strava export does not record who could see an activity, and this one does not tell the account's default",
    source: "absence of a visibility column in activities.csv, and of a default that is understood",
};
/// A position in a track.
pub(super) static MAP: Rule = Rule {
    id: "strava.map",
    text: "An activity with a GPS track is listed on the segments it crosses and drawn into the heatmap, unless parts or all of its map were hidden or contributing to the heatmap was switched off",
    source: "the activity's GPS file; map settings of single activities are not exported",
};
/// No track.
pub(super) static NO_MAP: Rule = Rule {
    id: "strava.no_map",
    text: "The activity has no GPS track, so nothing on a map leads to it",
    source: "absence of positions in the activity's file, or of a file",
};
/// A file that could not be read.
pub(super) static LOST_MAP: Rule = Rule {
    id: "strava.lost_map",
    text: "The activity's file is missing from the export or could not be read, so whether it had a map is not known",
    source: "the file named in activities.csv",
};
/// Zwift and the like.
pub(super) static VIRTUAL: Rule = Rule {
    id: "strava.virtual",
    text: "A virtual activity: its positions are those of a made-up world and not where the person was",
    source: "the activity's type, or the sport in its file",
};
/// Logins are logs.
pub(super) static LOGIN: Rule = Rule {
    id: "strava.login",
    text: "A login is in the account's records, which only the account and Strava see",
    source: "logins.csv",
};
/// The town of the profile.
pub(super) static TOWN: Rule = Rule {
    id: "strava.profile_town",
    text: "The profile names a town; the export does not say who could see the profile",
    source: "profile.csv",
};
/// Nobody looks for a town.
pub(super) static NO_TOWN_SEARCH: Rule = Rule {
    id: "strava.no_town_search",
    text: "The town in a profile puts nothing on a map and nothing into a list of a place",
    source: "how Strava looks; absence of a position in profile.csv",
};
/// Zones are settings.
pub(super) static ZONE: Rule = Rule {
    id: "strava.privacy_zone",
    text: "A privacy zone is a setting that only the account and Strava see; the tracks in the export are not trimmed by it",
    source: "privacy_zones.csv",
};
/// A picture that nothing refers to.
pub(super) static LOOSE_MEDIA: Rule = Rule {
    id: "strava.loose_media",
    text: "No activity of the export names this picture, so who could see it is not known",
    source: "the Media column of activities.csv",
};

/// Who could see the activities, as far as the account's default tells.
pub(super) const fn audience(default: Option<Audience>) -> AudienceClaim {
    match default {
        Some(audience) => AudienceClaim::Own(audience, Evidence::Likely, &DEFAULT),
        None => AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &NO_VISIBILITY),
    }
}

/// Whether the map led strangers to an activity.
pub(super) const fn tagged(map: Map) -> Claim {
    match map {
        Map::Real => Claim::yes(Evidence::Likely, &MAP),
        Map::None => Claim::no(Evidence::Likely, &NO_MAP),
        Map::Lost => Claim::unknown(&LOST_MAP),
        Map::Virtual => Claim::no(Evidence::Likely, &VIRTUAL),
    }
}

/// What an activity has of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Map {
    /// Positions where the person was.
    Real,
    /// None: indoors, or typed in by hand.
    None,
    /// A file that is missing or broken.
    Lost,
    /// Positions in a made-up world.
    Virtual,
}
