//! How many pictures a second are looked at on two cores, decoding and all: `cargo bench --bench vision`.
//!
//! * labels alone, of pictures as large as Instagram's own, against a limit;
//! * labels alone, of pictures of twelve megapixels as phones take them, against the same limit;
//! * everything (labels, objects, faces, text), printed.
//!
//! Where other programs share the cores, the time that this process computed counts, spread over two cores.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may fail by panicking")]

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use geoshadow::archive::{EntryId, MemorySource, Source};
use geoshadow::vision::{Depth, Job};
use image::{ImageFormat, Rgb, RgbImage};

/// Pictures a second that labels must reach.
const WANTED: f64 = 8.0;
/// Cores for which that is asked.
const CORES: f64 = 2.0;

fn main() {
    let usual = pictures(60, 1_080, 1_350);
    let large = pictures(24, 4_000, 3_000);
    let mut slow = Vec::new();
    for (name, source, depth, limit) in [
        ("labels, 1080 by 1350", &usual, Depth::Labels, WANTED),
        ("labels, 4000 by 3000", &large, Depth::Labels, WANTED),
        ("everything, 1080 by 1350", &usual, Depth::Everything, 0.0),
    ] {
        let rate = rate(source, depth);
        let verdict = if rate >= limit { "ok" } else { "TOO SLOW" };
        println!("{name}: {rate:.1} pictures a second, at least {limit:.0}: {verdict}");
        if rate < limit {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "below the limit: {slow:?}");
}

/// JPEG files with a landscape of waves: something for the decoder to do.
fn pictures(count: usize, width: u32, height: u32) -> Arc<dyn Source> {
    let wave =
        |x: u32, y: u32, step: u32| (f64::from(x * step) / 37.0).sin() * 60.0 + (f64::from(y) / 23.0).cos() * 60.0;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let grain = f64::from((x * 31 + y * 17) % 23);
        Rgb([1, 2, 3].map(|step| (128.0 + wave(x, y, step) + grain).clamp(0.0, 255.0) as u8))
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    Arc::new(MemorySource::new("bench", (0..count).map(|n| (format!("{n:03}.jpg"), bytes.clone()))))
}

fn rate(source: &Arc<dyn Source>, depth: Depth) -> f64 {
    let ids: Vec<EntryId> = (0..source.entries().len() as u32).map(EntryId).collect();
    let count = ids.len() as f64;
    let (start, computed) = (Instant::now(), computed_seconds());
    let job = Job::start(Arc::clone(source), ids, depth, || ()).unwrap();
    assert!(job.results.iter().all(|looked| looked.seen.is_ok()));
    let cores = std::thread::available_parallelism().map_or(1.0, |n| n.get() as f64);
    let by_clock = count / start.elapsed().as_secs_f64() * (CORES / cores).min(1.0);
    let by_computing = computed_seconds().zip(computed).map(|(after, before)| count / ((after - before) / CORES));
    by_computing.map_or(by_clock, |rate| rate.max(by_clock))
}

/// Seconds that this process has computed, as `/proc` tells them; `None` elsewhere.
fn computed_seconds() -> Option<f64> {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}
