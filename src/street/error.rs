//! What can be wrong with a file of streets or places.

/// Why a file of streets or places could not be used. The name of the file is the caller's to add.
#[derive(Debug, thiserror::Error)]
pub enum StreetError {
    /// The bytes are not what the format says.
    #[error("the file is damaged or cut short")]
    Damaged,
    /// Not a format that is read here.
    #[error("this is none of the files that are read here: {expected}")]
    NotRecognised {
        /// What would be.
        expected: &'static str,
    },
    /// A variant of the format that is not read.
    #[error("{0}")]
    Unsupported(Box<str>),
    /// More than this program holds.
    #[error("the file holds {what}; cut out the region you need")]
    TooLarge {
        /// What there is too much of, with the limit.
        what: Box<str>,
    },
    /// Nothing in it is of use.
    #[error("{0}")]
    Nothing(Box<str>),
    /// Nobody wants the result any more.
    #[error("cancelled")]
    Cancelled,
    /// The system could not read it.
    #[error("cannot be read: {0}")]
    Read(#[from] std::io::Error),
}
