//! What an archive leaves open and its user can say when opening it.

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Which of these names in a chat is the user's own. The name under which most was left out comes first.
    OwnName(Vec<Box<str>>),
    /// Which of the numbers of its dates is the day.
    DateOrder,
}

/// A question about one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// Index of the file in the ledger.
    pub file: u32,
    /// What is asked.
    pub ask: Ask,
    /// Records that were left out, or are without a time, until it is answered.
    pub records: u64,
}
