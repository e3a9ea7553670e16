//! What else must hold for a lens to take an item: reach, conditions, words in its text.

use serde::Deserialize;

use super::ReachLevel;
use crate::model::{Evidence, ItemKind};

/// The reach an item must have had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequiredReach {
    /// Chosen people saw it.
    Chosen,
    /// A group saw it.
    Group,
    /// Followers or friends saw it.
    Followers,
    /// It was public on the profile.
    Public,
    /// It was found by its place with a login.
    ByPlaceLogin,
    /// It was found by its place without an account.
    ByPlaceOpen,
    /// It went into an aggregate, such as a heat map, whoever saw it itself.
    Aggregate,
}

impl RequiredReach {
    /// The level of the lattice, or `None` for the aggregate beside it.
    pub const fn level(self) -> Option<ReachLevel> {
        match self {
            Self::Chosen => Some(ReachLevel::Chosen),
            Self::Group => Some(ReachLevel::Group),
            Self::Followers => Some(ReachLevel::Followers),
            Self::Public => Some(ReachLevel::Public),
            Self::ByPlaceLogin => Some(ReachLevel::ByPlaceLogin),
            Self::ByPlaceOpen => Some(ReachLevel::ByPlaceOpen),
            Self::Aggregate => None,
        }
    }

    /// The letter used in the documentation of the lattice.
    pub fn letter(self) -> String {
        self.level().map_or_else(|| "Agg".to_owned(), |level| level.letter().to_string())
    }

    /// What it means, for the user.
    pub fn label(self) -> &'static str {
        self.level().map_or("anyone, but only in an aggregate", ReachLevel::label)
    }
}

/// A smaller reach that may have been enough, if something held that no export tells.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerhapsReach {
    /// The reach.
    pub level: ReachLevel,
    /// What must have held, in one sentence for the user.
    pub because: String,
}

/// Who a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The item or its account: as long as the export does not tell, nothing is known.
    Item,
    /// The harvester, such as whom it had on its list: the item would match if it held.
    Harvester,
}

/// Something that must have held and that no export tells. The user may answer it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Name by which the user answers it: `PLATFORM.ID=yes`.
    pub id: String,
    /// Who it is about.
    pub about: About,
    /// The platforms it applies to; all of the lens when left out.
    #[serde(default)]
    pub platforms: Vec<String>,
    /// The kinds of item it applies to; all of the lens when left out.
    #[serde(default)]
    pub kinds: Vec<ItemKind>,
    /// What must have held, in one sentence for the user.
    pub because: String,
}

impl Condition {
    /// Whether it is asked of items of this platform and kind.
    pub fn applies_to(&self, platform: &str, kind: ItemKind) -> bool {
        let platform_fits = self.platforms.is_empty() || self.platforms.iter().any(|p| p == platform);
        platform_fits && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}

/// Words that the text of an item must hold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextRule {
    /// One of these must be in it, in any case of letters.
    pub any_of: Vec<String>,
    /// Words that may hide them, such as a shortened link: with one of these the text does not tell.
    #[serde(default)]
    pub hidden_by: Vec<String>,
    /// The platforms whose items are asked; all of the lens when left out.
    #[serde(default)]
    pub platforms: Vec<String>,
    /// Why, in one sentence for the user.
    pub because: String,
}

/// A search that falls back on the text of the profile where an item has no place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileFallback {
    /// What is known, in one sentence for the user.
    pub because: String,
    /// How sure that is.
    pub evidence: Evidence,
}
