//! The vocabulary of an invented life: spots, trips, switches, and the persona made of them.

use crate::model::VenueKind;

use super::pictures::Scene;

/// What a spot is in a life; decides hours and captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Where the person lives. Hardly ever tagged.
    Home,
    /// Where the person works or learns.
    Work,
    /// Breakfast and coffee.
    Cafe,
    /// Lunch and dinner.
    Restaurant,
    /// Drinks in the evening.
    Bar,
    /// Training.
    Gym,
    /// Fresh air by day.
    Outdoors,
    /// Shopping.
    Mall,
    /// Games and concerts.
    Stadium,
    /// Flying.
    Airport,
    /// Nights away.
    Hotel,
    /// Nights away, and gambling.
    Casino,
    /// A ship, or its quay.
    Cruise,
    /// An illness.
    Hospital,
    /// Museums, theatres, sights.
    Culture,
    /// A whole town, tagged instead of a venue.
    Town,
}

/// A place with the tag a platform has for it.
#[derive(Debug)]
pub(super) struct Spot {
    /// Name of the tag.
    pub name: &'static str,
    /// Kinds of venue it may rightly be called, the best one first; empty for an open-ended place.
    pub kinds: &'static [VenueKind],
    /// What it is in the life.
    pub role: Role,
    /// The tag's own latitude, degrees, with as many decimals as the platform has.
    pub lat: f64,
    /// The tag's own longitude, degrees.
    pub lon: f64,
    /// What a picture of it shows.
    pub scene: Scene,
    /// What is written there; empty for nothing.
    pub sign: &'static str,
    /// Street and town, as a map service writes it.
    pub address: &'static str,
}

/// Days away from home.
#[derive(Debug)]
pub(super) struct Trip {
    /// First day, `YYYY-MM-DD`.
    pub from: &'static str,
    /// Number of days.
    pub days: i32,
    /// IANA time zone there.
    pub zone: &'static str,
    /// Spots there. The first one is where the nights are spent.
    pub spots: &'static [Spot],
}

/// Something the persona did, written by hand.
#[derive(Debug)]
pub(super) struct Scripted {
    /// Local time of the place, `YYYY-MM-DDTHH:MM`.
    pub at: &'static str,
    /// How it was published.
    pub form: Form,
    /// Name of a spot of the persona.
    pub spot: &'static str,
    /// Whether the place was tagged.
    pub tagged: bool,
    /// Caption.
    pub caption: &'static str,
}

/// How something was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// A single photo.
    Photo,
    /// A single video.
    Video,
    /// Several photos in one post.
    Carousel(u8),
    /// A photo for 24 hours.
    Story,
    /// A post archived at some time after.
    Archived,
    /// A post deleted within the last 30 days before the export.
    Deleted,
    /// Never published.
    Draft,
}

/// A change of the profile.
#[derive(Debug)]
pub(super) struct ProfileChange {
    /// When, RFC 3339.
    pub at: &'static str,
    /// `Profile Bio Text`, `Profile Name`, `Username`.
    pub field: &'static str,
    /// Value before.
    pub before: &'static str,
    /// Value after.
    pub after: &'static str,
}

/// A review on a map service.
#[derive(Debug)]
pub(super) struct Review {
    /// When, RFC 3339.
    pub at: &'static str,
    /// Name of a spot of the persona.
    pub spot: &'static str,
    /// Stars, 1 to 5.
    pub stars: u8,
    /// Text; may be empty.
    pub text: &'static str,
}

/// An invented person.
#[derive(Debug)]
pub(super) struct Persona {
    /// Stable id.
    pub id: &'static str,
    /// Display name in the profile.
    pub name: &'static str,
    /// Handle. Ends in `.example`, so that it is nobody's.
    pub handle: &'static str,
    /// Bio at the time of the export.
    pub bio: &'static str,
    /// Birthday, `YYYY-MM-DD`.
    pub born: &'static str,
    /// Home town as the platform words it.
    pub home_city: &'static str,
    /// Language code of the logins.
    pub language: &'static str,
    /// Phone: maker, model, model code.
    pub phone: (&'static str, &'static str, &'static str),
    /// IANA time zone of home.
    pub zone: &'static str,
    /// When the account was opened, RFC 3339.
    pub joined: &'static str,
    /// First and last day with a post.
    pub span: (&'static str, &'static str),
    /// When the export of the 2022 layout was made, RFC 3339.
    pub exported: &'static str,
    /// When the export of the 2019 layout was made, RFC 3339.
    pub exported_old: &'static str,
    /// Switches of the account's privacy: moment (RFC 3339) and whether to private. Empty for an account never switched.
    pub switches: &'static [(&'static str, bool)],
    /// Whether the account is private when the 2022 export is made.
    pub private_now: bool,
    /// How much is posted by year, from the first year of the span on.
    pub years: &'static [u32],
    /// Stories among a hundred posts, once there are stories.
    pub story_percent: u64,
    /// Everyday spots.
    pub spots: &'static [Spot],
    /// Trips, none overlapping.
    pub trips: &'static [Trip],
    /// Things done, most telling first.
    pub scripted: &'static [Scripted],
    /// Changes of the profile.
    pub profile_changes: &'static [ProfileChange],
    /// Moments of the profile pictures, RFC 3339, the last one in use.
    pub profile_photos: &'static [&'static str],
    /// Reviews.
    pub reviews: &'static [Review],
    /// Names of spots starred on the map.
    pub saved: &'static [&'static str],
    /// First day of the location history, `YYYY-MM-DD`.
    pub trail_from: &'static str,
    /// Friends' handles, all ending in `.example`.
    pub friends: &'static [&'static str],
    /// Captions.
    pub words: &'static Words,
}

/// Captions of a persona: `{p}` is the place, `{f}` a friend's handle, `{d}` a thing from `things`.
#[derive(Debug)]
pub(super) struct Words {
    /// Sentences by role.
    pub lines: &'static [(Role, &'static [&'static str])],
    /// Sentences that fit anywhere.
    pub anywhere: &'static [&'static str],
    /// Words for `{d}` by role.
    pub things: &'static [(Role, &'static [&'static str])],
    /// Short ends of a caption.
    pub endings: &'static [&'static str],
    /// Hashtags by role.
    pub tags: &'static [(Role, &'static [&'static str])],
    /// Words on stories.
    pub story: &'static [&'static str],
}

impl Persona {
    /// The spot with this name, with the time zone it lies in.
    pub(super) fn spot(&self, name: &str) -> Option<(&'static Spot, &'static str)> {
        let at_home = self.spots.iter().map(|s| (s, self.zone));
        let away = self.trips.iter().flat_map(|t| t.spots.iter().map(move |s| (s, t.zone)));
        at_home.chain(away).find(|(s, _)| s.name == name)
    }

    /// The everyday spot of a role; every persona has a home and a work place.
    pub(super) fn everyday(&self, role: Role) -> &'static Spot {
        self.spots.iter().find(|s| s.role == role).expect("every persona has a home and a work place")
    }
}
