//! The rules by which a Swarm export is read, with their sources.

use crate::model::{Audience, Claim, Evidence, Rule};
use crate::platform::support::privacy::Privacy;

/// A check-in's own setting.
pub(super) static VISIBILITY: Rule = Rule {
    id: "swarm.visibility",
    text: "The export records who could see it",
    source: "visibility in the export",
};
/// Off the grid.
static OFF_THE_GRID: Rule = Rule {
    id: "swarm.off_the_grid",
    text: "The check-in is off the grid: shown to nobody but you",
    source: "visibility or private of the check-in",
};
/// No setting on record.
static NO_VISIBILITY: Rule = Rule {
    id: "swarm.no_visibility",
    text: "Older records do not say who could see them; Swarm shows check-ins to friends, Foursquare once showed more",
    source: "absence of visibility in the export",
};
/// A check-in is at a venue.
pub(super) static VENUE: Rule = Rule {
    id: "swarm.venue",
    text: "A check-in names its venue",
    source: "venue of the check-in",
};
/// A shout.
pub(super) static NO_VENUE: Rule = Rule {
    id: "swarm.no_venue",
    text: "The check-in names no venue",
    source: "absence of venue in the check-in",
};
/// Photos on venue pages.
pub(super) static PHOTO_AT_VENUE: Rule = Rule {
    id: "swarm.photo_at_venue",
    text: "A public photo stands on the venue's page, also when its check-in was for friends only",
    source: "relatedItemUrl of the photo; Foursquare's venue pages",
};
/// A photo of nothing known.
pub(super) static PHOTO_ELSEWHERE: Rule = Rule {
    id: "swarm.photo_elsewhere",
    text: "The export does not say at which venue the photo was",
    source: "relatedItemUrl of the photo",
};
/// Tips.
pub(super) static TIP: Rule = Rule {
    id: "swarm.tip",
    text: "A tip stands on the venue's page, which anyone can open",
    source: "tips.json; Foursquare has no other kind of tip",
};
/// Lists of venues.
pub(super) static LIST: Rule = Rule {
    id: "swarm.list",
    text: "A venue on a list; the export does not record who could see the list",
    source: "lists.json has no field that is known to say who sees a list",
};
/// Ratings of venues.
pub(super) static RATING: Rule = Rule {
    id: "swarm.rating",
    text: "What you thought of a venue; the export does not record who could see it",
    source: "venueRatings.json has no field for who sees a rating",
};
/// Visits.
pub(super) static VISITS: Rule = Rule {
    id: "swarm.visits_private",
    text: "A stop that the app noticed by itself and that you never posted; only you and Foursquare know it",
    source: "visits.json, unconfirmed_visits.json",
};

const OFF: Privacy = Privacy::private(Evidence::Recorded, &OFF_THE_GRID);

/// Who could see a check-in or photo. `is_private` is the older flag.
pub(super) fn by_visibility(visibility: &str, is_private: bool, tagged: Claim) -> Privacy {
    let word = visibility.to_ascii_lowercase().replace([' ', '_', '-'], "");
    let shared = |audience| Privacy::shared(audience, Evidence::Recorded, &VISIBILITY, tagged);
    match word.as_str() {
        _ if is_private => OFF,
        "private" | "self" | "offthegrid" => OFF,
        "public" | "everyone" => shared(Audience::Public),
        "friends" => shared(Audience::Friends),
        "closefriends" => shared(Audience::CloseFriends),
        "followers" => shared(Audience::Followers),
        _ => Privacy::shared(Audience::Unknown, Evidence::Missing, &NO_VISIBILITY, tagged),
    }
}
