//! Why nothing could be loaded.

use crate::archive::ArchiveError;

/// A load that gave nothing to look at. Each message says what was found, what was expected and what to ask for.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No container could be opened.
    #[error(transparent)]
    Archive(ArchiveError),
    /// Opened, but nothing in it is of a known export; the text says what it looks like and what to ask for.
    #[error("{0}")]
    NotRecognised(Box<str>),
    /// The user cancelled.
    #[error("Cancelled")]
    Cancelled,
    /// The worker ended without a result.
    #[error("Reading the archive ended unexpectedly; this is a fault in Geoshadow")]
    Crashed,
}

impl From<ArchiveError> for LoadError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Cancelled => Self::Cancelled,
            other => Self::Archive(other),
        }
    }
}
