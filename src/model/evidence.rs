//! How sure a statement is, and the named rule it rests on.

/// How well a statement is supported, from strongest to weakest.
///
/// The order is meaningful: `max` of several evidences is the weakest of them, which is what a
/// verdict resting on all of them carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A field in the export says so.
    Recorded,
    /// Inferred; the rule is named.
    Likely,
    /// The user told us.
    Assumed,
    /// Nothing says either way.
    Missing,
}

impl Evidence {
    /// The word used on screen and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Likely => "likely",
            Self::Assumed => "assumed",
            Self::Missing => "missing",
        }
    }

    /// The weaker of two evidences.
    #[must_use]
    pub fn weakest(self, other: Self) -> Self {
        self.max(other)
    }
}

/// A rule by which an adapter or the engine reads a statement out of an export.
///
/// Rules are constants beside the code that applies them, so that every inferred statement can
/// say why it was made and where the rule comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id, `area.what`, for tests and for the JSON.
    pub id: &'static str,
    /// The sentence shown to the user; no period at the end.
    pub text: &'static str,
    /// Where the rule comes from: a field name, an official page, a measurement.
    pub source: &'static str,
}

/// A three-valued statement with its evidence and rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// `Some(true)`, `Some(false)`, or `None` when the export does not say.
    pub holds: Option<bool>,
    /// How sure `holds` is; [`Evidence::Missing`] exactly when it is `None`.
    pub evidence: Evidence,
    /// The rule that led to it.
    pub rule: &'static Rule,
}

impl Claim {
    /// The statement holds.
    pub const fn yes(evidence: Evidence, rule: &'static Rule) -> Self {
        Self { holds: Some(true), evidence, rule }
    }

    /// The statement does not hold.
    pub const fn no(evidence: Evidence, rule: &'static Rule) -> Self {
        Self { holds: Some(false), evidence, rule }
    }

    /// The export does not say.
    pub const fn unknown(rule: &'static Rule) -> Self {
        Self { holds: None, evidence: Evidence::Missing, rule }
    }
}
