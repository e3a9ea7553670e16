//! Running a program to its end, and what that took.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Of several runs the fastest counts: the others were disturbed.
const RUNS: usize = 3;

/// What a run took.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    pub(crate) time: Duration,
    /// Peak of the whole process in KiB, where the system tells it.
    pub(crate) memory: Option<u64>,
    /// Bytes it asked the system for, where the system tells it.
    pub(crate) read: Option<u64>,
}

/// Opens an archive with the command line.
pub(crate) fn inspect(path: &Path) -> Run {
    fastest(Command::new(env!("CARGO_BIN_EXE_geoshadow")).arg("inspect").arg(path))
}

/// The fastest of some runs.
pub(crate) fn fastest(command: &mut Command) -> Run {
    (0..RUNS).map(|_| run(command)).min_by_key(|r| r.time).unwrap()
}

/// A peer, which `None` says is not installed.
pub(crate) fn peer(command: &mut Command, version: &str) -> Option<Run> {
    let name = command.get_program().to_string_lossy().into_owned();
    if Command::new(&name).arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("{name} is not installed; the ratio to it is left out");
        return None;
    }
    Some(fastest(command))
}

/// Runs a command to its end; the system's account of it is read while it runs.
fn run(command: &mut Command) -> Run {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let folder = format!("/proc/{}", child.id());
    let (mut memory, mut read) = (None, None);
    loop {
        memory = memory.max(figure(&format!("{folder}/status"), "VmHWM:"));
        read = read.max(figure(&format!("{folder}/io"), "rchar:"));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{command:?}");
            return Run { time: began.elapsed(), memory, read };
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn figure(file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|l| l.strip_prefix(name))?.trim().trim_end_matches(" kB").parse().ok()
}
