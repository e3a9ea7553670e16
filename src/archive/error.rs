//! What can go wrong with a container or an entry.

use std::path::PathBuf;

/// A failure to open a container or to read an entry. The message says what was found and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The path does not exist or cannot be read.
    #[error("Cannot open {}: {source}", path.display())]
    Open {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file claims to be an archive and is not a whole one.
    #[error("{name} is damaged or was not downloaded completely ({detail}); download it again from the platform")]
    Damaged {
        /// Name of the container.
        name: Box<str>,
        /// What is wrong with it.
        detail: Box<str>,
    },
    /// The file is not a container that this program opens.
    #[error("{name} is {found}; {advice}")]
    NotAnArchive {
        /// Name of the file.
        name: Box<str>,
        /// What it is instead.
        found: Box<str>,
        /// What to do.
        advice: Box<str>,
    },
    /// The entry is listed, and not to be read.
    #[error("{path} was not read: {why}")]
    Refused {
        /// Path inside the container.
        path: Box<str>,
        /// Why.
        why: Box<str>,
    },
    /// The entry or container is encrypted.
    #[error("{name} is protected by a password; unpack it with the password first, then open the folder")]
    Encrypted {
        /// Name of the container or entry.
        name: Box<str>,
    },
    /// The entry is compressed in a way this program does not read.
    #[error(
        "{path} is compressed by a method this program does not read ({method}); unpack the archive and open the folder"
    )]
    Method {
        /// Path inside the container.
        path: Box<str>,
        /// The method.
        method: Box<str>,
    },
    /// An entry is larger than the cap for its use.
    #[error("{path} is larger than the {cap} bytes this program reads of such a file")]
    TooLarge {
        /// Path inside the container.
        path: Box<str>,
        /// The cap in bytes.
        cap: u64,
    },
    /// The container has more entries, or deeper nesting, than the limits allow.
    #[error("{name} has {what}, more than this program opens")]
    TooMany {
        /// Name of the container.
        name: Box<str>,
        /// What there is too much of.
        what: Box<str>,
    },
    /// Reading an entry failed.
    #[error("Cannot read {path}: {source}")]
    Read {
        /// Path inside the container.
        path: Box<str>,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The user cancelled.
    #[error("Cancelled")]
    Cancelled,
}
