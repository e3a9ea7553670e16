//! Cards: ways of finding people of which an export cannot tell whether they met someone.

use serde::Deserialize;

use super::schema::Source;

/// A way of finding people that is explained and not scored.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Stable id, used on the command line.
    pub id: String,
    /// Name for the user.
    pub title: String,
    /// One paragraph for the user: what it was or is.
    pub summary: String,
    /// Why an export cannot decide it.
    pub why_not: String,
    /// What can be done or tried all the same.
    pub instead: String,
    /// When the facts were last checked, `YYYY-MM-DD`.
    pub reviewed_on: String,
    /// Where the facts come from.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}
