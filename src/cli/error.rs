//! How a run can end other than well.

use std::io;
use std::process::ExitCode;

use crate::report::for_terminal;

/// How a run ended.
#[derive(Debug)]
pub(super) enum CliError {
    /// It was used wrongly: exit code 2.
    Usage(String),
    /// It failed: exit code 1.
    Failed(String),
    /// Whoever read the output has closed it: nothing to say.
    Pipe,
}

impl CliError {
    /// A failure with the words of another error.
    pub(super) fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::from(1),
            Self::Pipe => ExitCode::SUCCESS,
        }
    }

    /// What to say: `error: ` and a line for each thing that is wrong, safe for a terminal.
    pub(super) fn message(&self) -> String {
        let (Self::Usage(text) | Self::Failed(text)) = self else { return String::new() };
        text.lines()
            .map(|line| {
                let line = for_terminal(line);
                if line.starts_with("hint: ") { format!("{line}\n") } else { format!("error: {line}\n") }
            })
            .collect()
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Pipe
        } else {
            Self::Failed(format!("Cannot write the output: {error}"))
        }
    }
}
