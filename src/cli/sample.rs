//! Writing a fictional archive.

use super::error::CliError;
use super::output::Output;

/// Which archive to write.
#[derive(Debug)]
pub(super) struct SampleOptions {
    /// Whose life it tells; the first persona without.
    pub(super) persona: Option<String>,
    /// Which platform's export it is.
    pub(super) platform: String,
    /// Another number gives another archive.
    pub(super) seed: u64,
    /// About how many items it holds.
    pub(super) items: Option<u32>,
}

/// Writes it.
pub(super) fn write(options: &SampleOptions, output: &Output) -> Result<(), CliError> {
    let _ = (options, output);
    Err(CliError::Failed("Fictional archives are not part of this build yet".to_owned()))
}
