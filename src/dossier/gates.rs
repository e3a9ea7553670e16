//! Why an inference is not shown: below these counts it would be surer than its evidence.

/// Located points that home and work need.
pub const HOME_POINTS: u64 = 10;
/// Days that they must lie on.
pub const HOME_DAYS: u64 = 5;
/// Of these, points at the place in its own hours.
pub const HOME_HOURS: u64 = 3;
/// Lower bound of the share of days that must speak for a home or work place before it is called possible. Ours: below
/// it the most frequent bar wins.
pub const LEAST_BOUND: f64 = 0.25;
/// Points that a routine needs.
pub const ROUTINE_POINTS: u64 = 20;
/// Weeks that they must span.
pub const ROUTINE_WEEKS: u64 = 4;
/// Weeks of evidence that a regular absence needs.
pub const ABSENCE_WEEKS: u64 = 6;
/// Visits in order that regularity needs.
pub const REGULARITY_VISITS: u64 = 100;
/// Different places that regularity needs.
pub const REGULARITY_PLACES: u64 = 3;
/// Times that somebody must be named together with a place before it counts as a tie.
pub const TIE_MEETINGS: u64 = 3;

/// Public tracks with an end at a privacy zone that finding it needs. Ours: three ways out define a circle, two more test
/// it.
pub const ZONE_TRACKS: u64 = 5;
/// Different ways out of the zone among these ends.
pub const ZONE_SPOTS: u64 = 5;

/// Why something is not shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Withheld {
    /// Too few located points.
    Points {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// Too few different days.
    Days {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// Too few points in the hours that matter.
    Hours {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// Too short a time.
    Weeks {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// Too few visits in order.
    Visits {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// Too few different places.
    Places {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// The ways of finding it lead to different places.
    Disagreement,
    /// They agree on a place that too few days speak for.
    Support {
        /// Days that speak for it.
        days: u64,
        /// Days that could.
        of: u64,
    },
    /// It was seen there at one part of the day only, which a gym or a bar explains as well as a home.
    PartOfDay,
    /// It needs a home to start from, and none was found.
    NoHome,
    /// Nothing of what was seen came into view while it happened.
    NoneLive,
    /// Too few tracks that a stranger can open.
    Tracks {
        /// As many there are.
        have: u64,
        /// As many it takes.
        need: u64,
    },
    /// The ends of tracks lie on no circle: nothing was cut off them.
    Untrimmed,
    /// What the evidence leaves open is as wide as what it is about.
    Ambiguous,
}

impl Withheld {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Points { .. } => "too_few_points",
            Self::Days { .. } => "too_few_days",
            Self::Hours { .. } => "too_few_points_in_these_hours",
            Self::Weeks { .. } => "too_few_weeks",
            Self::Visits { .. } => "too_few_visits",
            Self::Places { .. } => "too_few_places",
            Self::Disagreement => "methods_disagree",
            Self::Support { .. } => "too_little_support",
            Self::PartOfDay => "one_part_of_day",
            Self::NoHome => "no_home",
            Self::NoneLive => "none_live",
            Self::Tracks { .. } => "too_few_tracks",
            Self::Untrimmed => "not_trimmed",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// The sentence for the user; no period at the end.
    pub fn sentence(self) -> String {
        match self {
            Self::Points { have, need } => format!("It takes {need} located points, and there are {have}"),
            Self::Days { have, need } => format!("It takes points on {need} different days, and there are {have}"),
            Self::Hours { have, need } => {
                format!("It takes {need} points at one place in the hours that matter, and there are {have}")
            }
            Self::Weeks { have, need } => format!("It takes points over {need} weeks, and there are {have}"),
            Self::Visits { have, need } => format!("It takes {need} visits in order, and there are {have}"),
            Self::Places { need: 1, .. } => "No place that was seen could be one".to_owned(),
            Self::Places { have, need } => format!("It takes {need} different places, and there are {have}"),
            Self::Disagreement => "Three ways of finding it lead to different places".to_owned(),
            Self::Support { days, of } => {
                format!(
                    "The place found most often accounts for only {days} of {of} days, which is too little to claim it"
                )
            }
            Self::PartOfDay => {
                "The place found was only seen at one part of the day, which a gym or a bar explains as well".to_owned()
            }
            Self::NoHome => "It is measured from the home, and no home was found".to_owned(),
            Self::NoneLive => "Nothing of this is known to have come into view while it happened".to_owned(),
            Self::Tracks { have, need } => {
                format!("It takes {need} tracks that anyone could open and that end there, and there are {have}")
            }
            Self::Untrimmed => "The ends of the tracks lie on no circle around a hidden place".to_owned(),
            Self::Ambiguous => "The ends of the tracks leave open as much as the zone itself hides".to_owned(),
        }
    }
}
