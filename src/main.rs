//! The `geoshadow` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    geoshadow::cli::run(std::env::args_os())
}
