//! The command line: arguments, checked options, a run. Results go to standard output, talk to
//! standard error; the exit code is 0 when done, 1 when it failed, 2 when it was used wrongly.

mod args;
mod error;
mod lenses;
mod loading;
mod options;
mod output;
mod pictures;
#[cfg(feature = "gui")]
mod render;
mod run;
mod sample;
mod window;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use error::CliError;

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help goes to standard output, usage errors to standard error; a closed pipe ends both.
            error.print().unwrap_or_default();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match run::run(args) {
        Ok(()) | Err(CliError::Pipe) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody to tell.
            write!(std::io::stderr().lock(), "{}", error.message()).unwrap_or_default();
            error.exit_code()
        }
    }
}
