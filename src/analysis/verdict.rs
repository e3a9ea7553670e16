//! What a lens would have had of an item, as one word.

use crate::model::VenueKind;

/// What a lens would have had of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The lens would have found it by its place.
    Captured,
    /// Like captured, and the person may think it is gone.
    Retained,
    /// Public, but not by this lens's way.
    Public,
    /// Only followers, friends or chosen people.
    Restricted,
    /// Never published.
    Private,
    /// The export does not say enough.
    Unknown,
}

impl Verdict {
    /// Every verdict, in display order.
    pub const ALL: [Self; 6] =
        [Self::Captured, Self::Retained, Self::Public, Self::Restricted, Self::Private, Self::Unknown];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Retained => "retained",
            Self::Public => "public",
            Self::Restricted => "restricted",
            Self::Private => "private",
            Self::Unknown => "unknown",
        }
    }

    /// The label shown on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Captured => "Captured by place",
            Self::Retained => "Captured, thought gone",
            Self::Public => "Public, not by this way",
            Self::Restricted => "Followers or friends",
            Self::Private => "Never published",
            Self::Unknown => "Not enough is known",
        }
    }

    /// What it means, in one sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Captured => "This harvester would have found it by its place",
            Self::Retained => {
                "This harvester would have found it and kept it, although you may think it is gone: a story past its lifetime, \
                 something archived or deleted, or an account closed since"
            }
            Self::Public => {
                "It was public, but this harvester's way did not lead to it: no place, another kind, or another time"
            }
            Self::Restricted => "Only followers, friends or people you chose could see it",
            Self::Private => "It was never published: location history, logins, drafts, files of your own",
            Self::Unknown => "The export does not say who could see it, or whether it carried a place",
        }
    }

    /// Whether the harvester would have had it.
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Captured | Self::Retained)
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The fence a taken item fell into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Geofence {
    /// A place of a kind that was on the lens's list.
    Kind(VenueKind),
    /// A place of another or unknown kind: it would match if this very place was fenced.
    Unclassified,
    /// A fence of the lens's own, or of the user's.
    Fence,
    /// No fence: the lens looked anywhere, or at accounts.
    Anywhere,
}

impl Geofence {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Unclassified => "unclassified",
            Self::Fence => "fence",
            Self::Anywhere => "anywhere",
        }
    }
}
