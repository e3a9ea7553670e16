//! How fast archives open, as a ratio to a peer or a limit, measured in the same run: `cargo bench --bench loading`.
//!
//! * a Google location history of two million fixes against `unzip -tqq`, which only inflates the same file, and one
//!   of eight million, about a gigabyte of text, against the first;
//! * four hundred GPX files with a million points in a zip, against a limit in seconds;
//! * five thousand photos in a zip, against `exiftool -fast2` over the same files unpacked;
//! * an Instagram export of a hundred thousand items, without and with its pictures, against a limit in seconds;
//! * a set of ten zips of five gigabytes each, opened by their directories.
//!
//! Peaks of memory and bytes read are those of the whole process, as `/proc` tells them; elsewhere they are left out.
//! Where a peer is not installed its ratio is left out; on Debian they are `unzip` and `libimage-exiftool-perl`.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may fail by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod generate;
mod measure;
mod sparse;

use std::path::Path;
use std::process::Command;

use common::Checks;
use measure::{Run, fastest, inspect, peer};

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut checks = Checks::default();
    for part in [records, tracks, photos, posts, parts] {
        part(folder.path(), &mut checks);
    }
    checks.end();
}

fn records(folder: &Path, checks: &mut Checks) {
    let path = folder.join("records.zip");
    generate::records(&path, 2_000_000);
    let ours = inspect(&path);
    if let Some(peer) = peer(Command::new("unzip").arg("-tqq").arg(&path), "-v") {
        checks.at_most("records: time to that of unzip -t", ratio(ours, peer), 0.6, "");
    }
    memory(checks, "records", ours, 300.0);
    generate::records(&path, 8_000_000);
    checks.at_most("records: four times as many, time to one", ratio(inspect(&path), ours), 4.4, "");
}

fn tracks(folder: &Path, checks: &mut Checks) {
    let path = folder.join("tracks.zip");
    generate::tracks(&path, 400, 2_500);
    let ours = inspect(&path);
    checks.at_most("tracks: time", ours.time.as_secs_f64(), 1.0, "s");
    memory(checks, "tracks", ours, 150.0);
}

fn photos(folder: &Path, checks: &mut Checks) {
    let (path, loose) = (folder.join("photos.zip"), folder.join("photos"));
    generate::photos(&path, &loose, 5_000);
    let ours = inspect(&path);
    let mut exiftool = Command::new("exiftool");
    exiftool.args(["-fast2", "-n", "-q", "-csv", "-GPSLatitude", "-GPSLongitude", "-DateTimeOriginal"]).arg(&loose);
    if let Some(peer) = peer(&mut exiftool, "-ver") {
        checks.at_least("photos: times as fast as exiftool", 1.0 / ratio(ours, peer), 20.0, "");
    }
    memory(checks, "photos", ours, 150.0);
}

fn posts(folder: &Path, checks: &mut Checks) {
    let (plain, path) = (folder.join("plain.zip"), folder.join("posts.zip"));
    generate::posts(&plain, 100_000);
    checks.at_most("100,000 posts: time", inspect(&plain).time.as_secs_f64(), 2.0, "s");
    let bytes = generate::with_pictures(&plain, &path);
    let ours = inspect(&path);
    checks.at_most("100,000 posts with pictures: time", ours.time.as_secs_f64(), 2.0, "s");
    if let Some(read) = ours.read {
        let share = 100.0 * read as f64 / bytes as f64;
        checks.at_most("100,000 posts with pictures: bytes read of those there", share, 5.0, "%");
    }
    memory(checks, "100,000 posts with pictures", ours, 500.0);
}

fn parts(folder: &Path, checks: &mut Checks) {
    let (small, large) = (folder.join("small"), folder.join("large"));
    let open = |folder: &Path, members: u32| {
        std::fs::create_dir(folder).unwrap();
        let paths = generate::parts(folder, 10, members);
        fastest(Command::new(env!("CARGO_BIN_EXE_geoshadow")).arg("inspect").args(paths))
    };
    let (one, ten) = (open(&small, 10_000), open(&large, 100_000));
    checks.at_most("50 GB in ten parts, 100,000 entries: time", ten.time.as_secs_f64(), 1.0, "s");
    memory(checks, "50 GB in ten parts, 100,000 entries", ten, 150.0);
    if let (Some(one), Some(ten)) = (one.memory, ten.memory) {
        checks.at_most("50 GB to 5 GB: memory", ten as f64 / one as f64, 10.0, "");
    }
}

fn ratio(ours: Run, peer: Run) -> f64 {
    ours.time.as_secs_f64() / peer.time.as_secs_f64()
}

fn memory(checks: &mut Checks, name: &str, run: Run, limit: f64) {
    if let Some(peak) = run.memory {
        checks.at_most(&format!("{name}: memory"), peak as f64 / 1024.0, limit, "MiB");
    }
}
