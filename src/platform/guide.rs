//! How to ask a platform for one's export, for the user.

/// One way of asking for an export, in the form that can be read best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guide {
    /// What is asked for: "Google Takeout".
    pub title: &'static str,
    /// The choices that matter, in a few words: "JSON, all time".
    pub hint: &'static str,
    /// What to do, step by step; no period at the end.
    pub steps: &'static [&'static str],
    /// The same in half a sentence, for the end of an error message: "at takeout.google.com choose …".
    pub in_short: &'static str,
}
