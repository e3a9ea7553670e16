//! Surfaces: the ways in which a platform could be looked at, and by whom, over time.

use jiff::Timestamp;
use serde::Deserialize;

use super::moment::{date_or_instant, optional_date_or_instant};
use super::schema::Source;
use crate::model::{Evidence, ItemKind};

/// Who could reach an item, as a lattice in total order from nobody to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReachLevel {
    /// A: only the person and the platform.
    OnlyMe,
    /// B: chosen people, such as close friends.
    Chosen,
    /// C: tagged people or a group.
    Group,
    /// D: followers or friends.
    Followers,
    /// E: public on the profile or by link; nobody who only knows the place finds it.
    Public,
    /// F: found by its place by anyone who is logged in.
    ByPlaceLogin,
    /// G: found by its place by anyone, without an account.
    ByPlaceOpen,
}

impl ReachLevel {
    /// The letter used in the documentation of the lattice.
    pub const fn letter(self) -> char {
        match self {
            Self::OnlyMe => 'A',
            Self::Chosen => 'B',
            Self::Group => 'C',
            Self::Followers => 'D',
            Self::Public => 'E',
            Self::ByPlaceLogin => 'F',
            Self::ByPlaceOpen => 'G',
        }
    }

    /// What it means, for the user.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnlyMe => "only you and the platform",
            Self::Chosen => "people you chose",
            Self::Group => "tagged people or a group",
            Self::Followers => "your followers",
            Self::Public => "anyone who opened your profile",
            Self::ByPlaceLogin => "anyone logged in who looked at the place",
            Self::ByPlaceOpen => "anyone who looked at the place, without an account",
        }
    }
}

/// One way of finding items by their place, open to someone for some time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// Stable id within its platform.
    pub id: String,
    /// What it is, for the user: "location page".
    pub title: String,
    /// The kinds of item shown there.
    pub kinds: Vec<ItemKind>,
    /// First moment; UTC.
    #[serde(deserialize_with = "date_or_instant")]
    pub from: Timestamp,
    /// First moment after it, or open; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub to: Option<Timestamp>,
    /// The reach it certainly gave.
    pub reach: ReachLevel,
    /// The reach it may have given at times, if more than `reach`.
    #[serde(default)]
    pub reach_at_most: Option<ReachLevel>,
    /// The smallest reach of its own that an item needed to be shown there.
    #[serde(default = "public")]
    pub opens_from: ReachLevel,
    /// Whether items are shown only in an aggregate, such as a heat map, and not themselves.
    #[serde(default)]
    pub aggregate: bool,
    /// How sure that is.
    pub evidence: Evidence,
    /// What is known, in one sentence for the user.
    pub because: String,
    /// Names of entries in the file's `source` list.
    pub sources: Vec<String>,
}

const fn public() -> ReachLevel {
    ReachLevel::Public
}

/// All surfaces of one platform.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surfaces {
    /// Id of the platform.
    pub platform: String,
    /// Name of the platform for the user, as its adapter has it if there is one.
    pub name: String,
    /// When the facts were last checked, `YYYY-MM-DD`.
    pub reviewed_on: String,
    /// The surfaces.
    #[serde(rename = "surface")]
    pub surfaces: Vec<Surface>,
    /// Where the facts come from.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}
