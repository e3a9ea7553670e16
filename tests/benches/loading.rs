//! How fast archives open, as a ratio to a peer or a limit, measured in the same run: `cargo bench --bench loading`.
//!
//! * a Google location history of two million fixes, against `unzip -tqq`, which only inflates the same file;
//! * four hundred GPX files with a million points in a zip, against a limit in seconds;
//! * an Instagram export of a hundred thousand items, against a limit in seconds.
//!
//! Peaks of memory are those of the whole process, as `/proc` tells them; elsewhere they are left out.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may fail by panicking")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RUNS: usize = 3;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % end
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut failed = Vec::new();
    let mut check = |name: &str, value: f64, limit: f64, unit: &str| {
        let verdict = if value <= limit { "ok" } else { "TOO SLOW" };
        println!("{name}: {value:.2} {unit}, at most {limit:.2}: {verdict}");
        if value > limit {
            failed.push(name.to_owned());
        }
    };
    let records = folder.path().join("records.zip");
    write_records(&records, 2_000_000);
    let (ours, memory) = fastest(|| inspect(&records));
    if let Some((peer, _)) = unzip(&records) {
        check("records: time to that of unzip -t", ours.as_secs_f64() / peer.as_secs_f64(), 0.6, "");
    }
    check_memory(&mut check, "records: memory", memory, 300.0);
    let tracks = folder.path().join("tracks.zip");
    write_tracks(&tracks, 400, 2_500);
    let (ours, memory) = fastest(|| inspect(&tracks));
    check("tracks: time", ours.as_secs_f64(), 1.0, "s");
    check_memory(&mut check, "tracks: memory", memory, 150.0);
    let posts = folder.path().join("posts.zip");
    let program = env!("CARGO_BIN_EXE_geoshadow");
    let sample = Command::new(program).args(["sample", "--items", "100000", "-o"]).arg(&posts).status().unwrap();
    assert!(sample.success());
    let (ours, _) = fastest(|| inspect(&posts));
    check("100,000 posts: time", ours.as_secs_f64(), 2.0, "s");
    assert!(failed.is_empty(), "beyond the limit: {failed:?}");
}

fn check_memory(check: &mut impl FnMut(&str, f64, f64, &str), name: &str, peak: Option<u64>, limit: f64) {
    if let Some(peak) = peak {
        check(name, peak as f64 / 1024.0, limit, "MiB");
    }
}

/// The best of some runs, and the memory of that run in KiB.
fn fastest(run: impl Fn() -> (Duration, Option<u64>)) -> (Duration, Option<u64>) {
    (0..RUNS).map(|_| run()).min_by_key(|(time, _)| *time).unwrap()
}

fn inspect(path: &Path) -> (Duration, Option<u64>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoshadow"));
    timed(command.arg("inspect").arg(path))
}

/// `None` where there is no such program.
fn unzip(path: &Path) -> Option<(Duration, Option<u64>)> {
    if Command::new("unzip").arg("-v").stdout(Stdio::null()).status().is_err() {
        println!("unzip is not installed; the ratio to it is left out");
        return None;
    }
    Some(fastest(|| timed(Command::new("unzip").arg("-tqq").arg(path))))
}

/// Runs a command to its end; the peak of its memory is read while it runs.
fn timed(command: &mut Command) -> (Duration, Option<u64>) {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kib);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{command:?}");
            return (began.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A location history as Google wrote it until 2024.
fn write_records(path: &Path, count: u32) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    let options = SimpleFileOptions::default().large_file(true);
    zip.start_file("Takeout/Location History (Timeline)/Records.json", options).unwrap();
    let mut dice = Dice(42);
    let (mut seconds, mut lat, mut lon) = (1_400_000_000, 377_749_000_i64, -1_224_194_000_i64);
    let mut text = String::from("{\n  \"locations\": [");
    for n in 0..count {
        seconds += 20 + dice.below(100);
        lat = (lat + dice.below(18_001) - 9_000).clamp(-850_000_000, 850_000_000);
        lon = (lon + dice.below(18_001) - 9_000).clamp(-1_790_000_000, 1_790_000_000);
        let time = jiff::Timestamp::from_second(seconds).unwrap();
        let (comma, accuracy) = (if n == 0 { "" } else { ", " }, 3 + dice.below(77));
        let source = ["WIFI", "GPS", "CELL"][dice.below(3) as usize];
        let activity = if n % 5 == 0 {
            format!(
                "\"activity\": [{{\n      \"activity\": [{{\n        \"type\": \"STILL\",\n        \"confidence\": 62\n      }}],\n      \"timestamp\": \"{time}\"\n    }}],\n    "
            )
        } else {
            String::new()
        };
        write!(text, "{comma}{{\n    \"latitudeE7\": {lat},\n    \"longitudeE7\": {lon},\n    \"accuracy\": {accuracy},\n    {activity}\"source\": \"{source}\",\n    \"deviceTag\": 577680260,\n    \"timestamp\": \"{time}\"\n  }}").unwrap();
        if text.len() > 1 << 20 {
            zip.write_all(text.as_bytes()).unwrap();
            text.clear();
        }
    }
    text.push_str("]\n}\n");
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap();
}

/// Recorded walks, one a file.
fn write_tracks(path: &Path, files: u32, points: u32) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    let mut dice = Dice(7);
    for file in 0..files {
        let start = 1_500_000_000 + i64::from(file) * 86_400;
        let (mut lat, mut lon) = (48_200_000 + dice.below(100_000), 16_300_000 + dice.below(100_000));
        let mut text = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"bench\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>\n",
        );
        for n in 0..points {
            lat += dice.below(41) - 20;
            lon += dice.below(41) - 20;
            let time = jiff::Timestamp::from_second(start + i64::from(n) * 2).unwrap();
            let (height, lat, lon) = (200 + dice.below(50), lat as f64 / 1e6, lon as f64 / 1e6);
            writeln!(text, "<trkpt lat=\"{lat:.6}\" lon=\"{lon:.6}\"><ele>{height}.4</ele><time>{time}</time></trkpt>")
                .unwrap();
        }
        text.push_str("</trkseg></trk></gpx>\n");
        zip.start_file(format!("activities/{file}.gpx"), SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}
