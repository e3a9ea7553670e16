//! One background job: open, recognise, import, with progress and cancel.
//!
//! The same call serves the window (on a named thread) and the command line (waiting for it).

mod diagnose;
mod doubles;
mod error;
mod import;
mod job;
mod link;
mod record;
mod signs;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use error::LoadError;
pub use job::{Job, LoadEvent, NamedBytes, load, load_bytes};
pub use record::record_text;

use crate::archive::{Limits, Source};
use crate::model::Dataset;
use crate::platform::Hints;

/// How to open archives.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The caps to keep to.
    pub limits: Limits,
    /// What the user says of them.
    pub hints: Hints,
}

impl From<Limits> for Opening {
    fn from(limits: Limits) -> Self {
        Self { limits, hints: Hints::default() }
    }
}

impl From<Hints> for Opening {
    fn from(hints: Hints) -> Self {
        Self { limits: Limits::default(), hints }
    }
}

/// A loaded set of archives: the data, and the containers, from which pictures are still read on demand.
#[derive(Clone)]
pub struct Loaded {
    /// Everything read.
    pub dataset: Arc<Dataset>,
    /// The containers. Entry ids are indices of the dataset's file ledger.
    pub source: Arc<dyn Source>,
}
