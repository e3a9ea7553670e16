//! Where the time of a frame goes: a line for each frame in the file that `GEOSHADOW_FRAMES` names.
//!
//! Times are those of the processor in the window's thread, so that waiting, and what else the machine does, do not count.

use std::cell::Cell;
use std::fs::File;
use std::io::{LineWriter, Write as _};
use std::path::PathBuf;
use std::time::Duration;

/// The variable that names the file to write to.
const VARIABLE: &str = "GEOSHADOW_FRAMES";

/// A part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What follows from the input and the filter, before anything is laid out.
    Update,
    /// The map, heat included.
    Map,
    /// Heat and hexagons.
    Heat,
    /// The timeline.
    Timeline,
    /// Laying out and drawing everything, all of the above but the update included.
    Layout,
}

/// The stages in the order of the columns.
pub const STAGES: [(Stage, &str); 5] = [
    (Stage::Update, "update"),
    (Stage::Layout, "layout"),
    (Stage::Map, "map"),
    (Stage::Heat, "heat"),
    (Stage::Timeline, "timeline"),
];

thread_local! {
    /// Time of each stage in the frame that is being made; only the window's thread draws.
    static SPENT: Cell<[Duration; STAGES.len()]> = const { Cell::new([Duration::ZERO; STAGES.len()]) };
}

/// Processor time that this thread has had.
#[cfg(unix)]
pub fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32)
}

/// Time since the first question: the processor's time of a thread cannot be asked for here.
#[cfg(not(unix))]
pub fn processor_time() -> Duration {
    static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(std::time::Instant::now).elapsed()
}

/// Does `work` as a part of the frame.
pub(crate) fn measure<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let began = processor_time();
    let done = work();
    let mut spent = SPENT.get();
    spent[stage as usize] += processor_time().saturating_sub(began);
    SPENT.set(spent);
    done
}

/// What a stage has taken in the frame that was made last, or is being made.
pub fn spent(stage: Stage) -> Duration {
    SPENT.get()[stage as usize]
}

/// Forgets the stages of the frame before.
pub(crate) fn begin() {
    SPENT.set([Duration::ZERO; STAGES.len()]);
}

/// The log, where one was asked for.
#[derive(Debug)]
pub(crate) struct FrameLog {
    file: LineWriter<File>,
    frame: u64,
    /// When the frame before began and when its drawing was laid out.
    last: Option<(Duration, Duration)>,
}

impl FrameLog {
    /// The log that the environment asks for, if it does; or a sentence for the user why it cannot be written.
    pub(crate) fn asked_for() -> Option<Result<Self, String>> {
        std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(|name| Self::create(PathBuf::from(name)))
    }

    fn create(path: PathBuf) -> Result<Self, String> {
        let why = |error: std::io::Error| format!("The log of frames cannot be written: {error}");
        let mut file = LineWriter::new(File::create(path).map_err(why)?);
        let stages: Vec<&str> = STAGES.iter().map(|(_, name)| *name).collect();
        // What follows the layout is cutting shapes into triangles and handing them to the graphics driver.
        writeln!(file, "frame,total_us,{}_us,tessellation_us", stages.join("_us,")).map_err(why)?;
        Ok(Self { file, frame: 0, last: None })
    }

    /// Writes the line of the frame before, now that the next one begins and all of it is known.
    pub(crate) fn begin(&mut self) {
        let now = processor_time();
        if let Some((began, laid_out)) = self.last.take() {
            self.frame += 1;
            let stages: Vec<String> = STAGES.iter().map(|(stage, _)| spent(*stage).as_micros().to_string()).collect();
            let (total, after) = (now.saturating_sub(began).as_micros(), now.saturating_sub(laid_out).as_micros());
            // A full disk is no reason to stop the window.
            writeln!(self.file, "{},{total},{},{after}", self.frame, stages.join(",")).unwrap_or_default();
        }
        self.last = Some((now, now));
    }

    /// Notes that everything is laid out.
    pub(crate) fn laid_out(&mut self) {
        if let Some((_, laid_out)) = &mut self.last {
            *laid_out = processor_time();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_a_line_and_its_stages_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frames.csv");
        let mut log = FrameLog::create(path.clone()).unwrap();
        for _ in 0..3 {
            log.begin();
            begin();
            let busy = || (0..20_000_u64).fold(1, |a, b| std::hint::black_box(a ^ b));
            measure(Stage::Layout, || measure(Stage::Map, || measure(Stage::Heat, busy)));
            log.laid_out();
        }
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(lines.len(), 3, "the last frame is not over");
        assert_eq!(lines[0].len(), STAGES.len() + 3);
        for line in &lines[1..] {
            let number = |name: &str| -> u64 {
                line[lines[0].iter().position(|column| *column == name).unwrap()].parse().unwrap()
            };
            assert!(number("heat_us") <= number("map_us") && number("map_us") <= number("layout_us"));
            assert!(number("layout_us") + number("tessellation_us") <= number("total_us") + 1);
        }
        assert!(FrameLog::create(folder.path().join("no/such/folder")).is_err());
    }
}
