//! The index of positions: how long it takes to build, how much memory, and how fast the nearest is found.

use std::process::Command;

use geoshadow::analysis::Verdict;
use geoshadow::analysis::clusters::{Tallies, clusters};
use geoshadow::analysis::index::SpatialIndex;
use geoshadow::analysis::mercator::WorldPoint;
use geoshadow::analysis::morton;
use geoshadow::analysis::positions::Positions;
use geoshadow::load::Loaded;

use crate::data::{self, Dice};
use crate::window::took;
use crate::{Results, peers};

/// The arguments by which this program is told to measure in a process of its own: there memory can be measured, and it
/// is new to the small index as it is to the large one.
pub(crate) const PINS_CHILD: &str = "--pins";
pub(crate) const ROWS_CHILD: &str = "--rows";
const PINS: u32 = 1_000_000;

/// Runs this program again, and gives the numbers that it prints.
pub(crate) fn numbers_of(arguments: &[&str]) -> Vec<f64> {
    let output = Command::new(std::env::current_exe().unwrap()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

/// Builds the index of so many rows, each time in a process of its own.
pub(crate) fn rows(results: &mut Results, size: u32) {
    // The best of three: what else runs on the machine must not count.
    let times = (0..3).map(|_| numbers_of(&[ROWS_CHILD, &size.to_string()])[0]);
    let best = times.fold(f64::INFINITY, f64::min);
    results.check_growing("index of everything", (size, best), f64::INFINITY, "ms");
}

/// Prints milliseconds for [`rows`].
pub(crate) fn rows_child(size: u32) {
    let loaded = data::person(size, size / 20);
    println!("{}", took(|| Positions::of(&loaded.dataset)).0);
}

/// Builds the index of a million pins in a process of its own.
pub(crate) fn pins(results: &mut Results) {
    let numbers = numbers_of(&[PINS_CHILD]);
    results.check("pins: index of 1 M", numbers[0] / 1e3, 0.5, "s");
    if numbers[1] > 0.0 {
        results.check("pins: memory of 1 M", numbers[1], 100.0, "MiB");
    }
    println!("pins: clusters of the whole world of 1 M after {:.1} ms more", numbers[2]);
    peers::supercluster(&data::places(PINS));
}

/// Prints milliseconds, mebibytes and milliseconds for [`pins`].
pub(crate) fn pins_child() {
    let places = data::places(PINS);
    let entry =
        |(key, (lat, lon)): (usize, &(f64, f64))| (morton::of_world(WorldPoint::from_degrees(*lat, *lon)), key as u32);
    let before = memory("VmRSS:");
    let (time, index) = took(|| SpatialIndex::new(places.iter().enumerate().map(entry).collect()));
    let peak = memory("VmHWM:").saturating_sub(before);
    let (min, max) = (WorldPoint { x: 0.0, y: 0.0 }, WorldPoint { x: 1.0, y: 1.0 });
    let verdict_of = |key: u32| Verdict::ALL[key as usize % Verdict::ALL.len()];
    let (world, found) = took(|| clusters(&index, &Tallies::new(&index, verdict_of), min, max, 40.0 / 1024.0));
    assert_eq!(found.iter().map(|c| c.count).sum::<u32>(), PINS);
    println!("{time} {} {world}", peak as f64 / 1024.0);
}

/// A line of what the system knows of this process, KiB; 0 where it does not tell.
fn memory(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Looks for the nearest of everything, from near and from far.
pub(crate) fn nearest(results: &mut Results, loaded: &Loaded, size: u32) {
    let positions = Positions::of(&loaded.dataset);
    let bytes = positions.points.bytes() as f64 / positions.points.len() as f64;
    results.check(&format!("index of everything, {} M: bytes a position", size / 1_000_000), bytes, 24.0, "");
    let (time, extent) = took(|| positions.extent());
    assert!(extent.is_some());
    results.check(&format!("extent, {} M", size / 1_000_000), time, 1.0, "ms");
    let mut dice = Dice(5);
    let mut worst: f64 = 0.0;
    for zoom in 0..20 {
        let radius = 12.0 / (256.0 * f64::from(1 << zoom));
        for _ in 0..100 {
            let place = positions.points.position((dice.roll() * positions.points.len() as f64) as usize);
            let beside = |v: f64, dice: &mut Dice| v + dice.bell() * radius;
            let at = WorldPoint { x: beside(place.x, &mut dice), y: beside(place.y, &mut dice) };
            // The best of three: what else runs on the machine must not count.
            let times = (0..3).map(|_| took(|| positions.points.nearest(at, radius, |_| true)).0);
            worst = worst.max(times.fold(f64::INFINITY, f64::min));
        }
    }
    results.check(&format!("nearest of {} M: the slowest of 2,000", size / 1_000_000), worst, 1.0, "ms");
}
