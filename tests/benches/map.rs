//! How fast the map, the heat, the pins and the timeline are with a million and with ten million positions:
//! `cargo bench --bench map`. Everything is made up in memory; nothing is read but, for two peers, a file of their input.
//!
//! * frames of a scripted tour through the real window, without a GPU: pans, zooms, brushes, plays; 99th percentile;
//! * a change of the filter or of the lens until everything shows it;
//! * the whole heat of a view, against datashader, which only counts the same points: it runs where `python3`, or the
//!   program named by `GEOSHADOW_BENCH_PYTHON`, has it (`pip install datashader`);
//! * the index of a million pins, against supercluster, where `node` finds it (`npm install supercluster`, and its folder
//!   `node_modules` in `NODE_PATH`);
//! * the nearest of all positions, and how times grow from one million to ten;
//! * from the start of the program to the first frame of a fictional person.
//!
//! Frames are measured in processor time of the window's thread. What several threads do is measured by the clock and in
//! processor time of the process, and the lesser of the two counts: on a busy machine the clock also counts others' work.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may fail by panicking")]

#[path = "../common/archive.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, clippy::allow_attributes, reason = "it uses a part of this")]
mod archive;
#[path = "common/mod.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "it uses a part of this")]
mod common;
#[path = "map/data.rs"]
mod data;
#[path = "map/index.rs"]
mod index;
#[path = "map/peers.rs"]
mod peers;
#[path = "map/start.rs"]
mod start;
#[path = "map/tour.rs"]
mod tour;
#[path = "map/window.rs"]
mod window;

use std::collections::BTreeMap;

use common::Checks;

/// Trail rows of the smaller and of the larger archive. Items are a twentieth of that.
const SIZES: [u32; 2] = [1_000_000, 10_000_000];
/// How much longer ten times as much may take.
const GROWTH: f64 = 11.0;
/// The time for a frame, milliseconds.
const FRAME: f64 = 16.0;

/// What was measured.
#[derive(Default)]
pub(crate) struct Results {
    checks: Checks,
    /// By what was measured: the figure of each size, to see how it grows.
    growing: BTreeMap<String, Vec<f64>>,
}

impl Results {
    /// A figure and its limit.
    pub(crate) fn check(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        self.checks.at_most(name, value, limit, unit);
    }

    /// The same, of something that is to grow no faster than its input.
    pub(crate) fn check_growing(&mut self, name: &str, (size, value): (u32, f64), limit: f64, unit: &str) {
        self.check(&format!("{name}, {} M", size / 1_000_000), value, limit, unit);
        self.growing.entry(name.to_owned()).or_default().push(value);
    }

    fn finish(mut self) {
        for (name, values) in std::mem::take(&mut self.growing) {
            if let [small, large] = values[..] {
                // Less than a tenth of a millisecond is too little to compare with.
                self.check(&format!("{name}: growth"), large / small.max(0.1), GROWTH, "times");
            }
        }
        self.checks.end();
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(index::PINS_CHILD) => return index::pins_child(),
        Some(index::ROWS_CHILD) => return index::rows_child(arguments.next().unwrap().parse().unwrap()),
        Some(start::CHILD) => return start::child(),
        _ => {}
    }
    let mut results = Results::default();
    start::first_frame(&mut results);
    index::pins(&mut results);
    for size in SIZES {
        index::rows(&mut results, size);
    }
    for size in SIZES {
        println!("--- {} M trail rows, {} items", size / 1_000_000, size / 20);
        let loaded = data::person(size, size / 20);
        index::nearest(&mut results, &loaded, size);
        tour::run(&mut results, loaded, size);
    }
    results.finish();
}
