//! What can be wrong with a lens or surface file.

/// A file that does not describe a lens, with the place in it where that shows.
#[derive(Debug, thiserror::Error)]
pub enum LensError {
    /// Not TOML, or not the fields a lens has. The message holds line and column.
    #[error("{name} is not a lens file: {source}")]
    Parse {
        /// File name or id.
        name: Box<str>,
        /// What the reader said, with line and column.
        source: Box<toml::de::Error>,
    },
    /// Well-formed, but contradicting itself or incomplete.
    #[error("{name}:{line}:{column}: {problem}")]
    Invalid {
        /// File name or id.
        name: Box<str>,
        /// Line in the file, from 1.
        line: usize,
        /// Column in the line, from 1.
        column: usize,
        /// What is wrong and what was expected.
        problem: Box<str>,
    },
    /// A file of fences that holds none, or something else.
    #[error("{name}: {problem}")]
    Fences {
        /// File name.
        name: Box<str>,
        /// What is wrong and what was expected.
        problem: Box<str>,
    },
    /// The file could not be read.
    #[error("Cannot read {name}: {source}")]
    Read {
        /// Path as given.
        name: Box<str>,
        /// What the system said.
        source: std::io::Error,
    },
}
