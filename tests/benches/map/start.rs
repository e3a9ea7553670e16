//! From the start of the program to a complete frame of a fictional person.

use geoshadow::gui::frames::processor_time;

use crate::Results;
use crate::index::numbers_of;
use crate::window::{Window, process_time};

/// The argument by which this program is told to measure, in a process that has done nothing before.
pub(crate) const CHILD: &str = "--start";

/// Opens the window on the first fictional person, as `geoshadow --sample` does but without a screen: making the archive,
/// reading it, the lens, base map, fonts, layout and triangles, in processor time of all threads since the program began.
pub(crate) fn first_frame(results: &mut Results) {
    let runs: Vec<Vec<f64>> = (0..3).map(|_| numbers_of(&[CHILD])).collect();
    let best = |at: usize| runs.iter().map(|run| run[at]).fold(f64::INFINITY, f64::min);
    println!("start to first frame: {:.2} s of it in the window's thread", best(1));
    results.check("start to first frame, a fictional person", best(0), 0.5, "s");
}

/// Prints seconds of all threads and of the window's for [`first_frame`].
pub(crate) fn child() {
    let _window = Window::open_sample();
    println!("{} {}", process_time().as_secs_f64(), processor_time().as_secs_f64());
}
