//! Where results go.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::CliError;

/// Standard output or a file.
#[derive(Debug)]
pub(super) enum Output {
    /// Standard output.
    Stdout,
    /// A file, which is replaced if it is there.
    File(PathBuf),
}

impl Output {
    /// Checks that the output is none of the inputs, which are never changed.
    pub(super) fn new(typed: Option<PathBuf>, inputs: &[PathBuf]) -> Result<Self, CliError> {
        let Some(path) = typed.filter(|path| path != Path::new("-")) else { return Ok(Self::Stdout) };
        let real = path.canonicalize().ok();
        let is_input = real.is_some() && inputs.iter().any(|input| input.canonicalize().ok() == real);
        if is_input || path.is_dir() {
            let what = if is_input { "is one of the archives to read" } else { "is a folder" };
            return Err(CliError::Usage(format!("The output {} {what}; name another file", path.display())));
        }
        Ok(Self::File(path))
    }

    /// Writes to it. A file is only touched now, when there is something to write.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
        match self {
            Self::Stdout => {
                let mut out = BufWriter::new(io::stdout().lock());
                write(&mut out)?;
                out.flush()?;
            }
            Self::File(path) => {
                let cannot = |error| CliError::Failed(format!("Cannot write {}: {error}", path.display()));
                let mut out = BufWriter::new(File::create(path).map_err(cannot)?);
                write(&mut out).and_then(|()| out.flush()).map_err(cannot)?;
            }
        }
        Ok(())
    }
}
