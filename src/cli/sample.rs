//! Writing a fictional archive.

use std::fs::File;
use std::io::{BufWriter, Cursor, Write as _};

use crate::sample;

use super::error::CliError;
use super::output::Output;

/// Which archive to write.
#[derive(Debug)]
pub(super) struct SampleOptions {
    /// Whose life it tells.
    pub(super) persona: String,
    /// Which platform's export it is.
    pub(super) platform: String,
    /// Another number gives another archive.
    pub(super) seed: u64,
    /// How many items it holds.
    pub(super) items: Option<u32>,
}

/// Writes it.
pub(super) fn write(options: &SampleOptions, output: &Output) -> Result<(), CliError> {
    let SampleOptions { persona, platform, seed, items } = options;
    match output {
        Output::Stdout => {
            // A zip is written with jumps back, which standard output cannot do.
            let mut bytes = Cursor::new(Vec::new());
            sample::write(&mut bytes, persona, platform, *seed, *items).map_err(CliError::failed)?;
            output.write(|out| out.write_all(bytes.get_ref()))
        }
        Output::File(path) => {
            let cannot = |error| CliError::Failed(format!("Cannot write {}: {error}", path.display()));
            let mut file = BufWriter::new(File::create(path).map_err(cannot)?);
            sample::write(&mut file, persona, platform, *seed, *items).map_err(CliError::failed)?;
            file.flush().map_err(cannot)
        }
    }
}
