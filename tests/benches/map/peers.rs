//! Programs that do the same elsewhere, run on the same points where they are installed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use geoshadow::load::Loaded;

/// Width and height of the view, as in the window.
const VIEW: (u32, u32) = (1280, 800);

const DATASHADER: &str = r#"
import sys, time
import numpy, pandas, datashader
points = numpy.fromfile(sys.argv[1], dtype="<f8").reshape(-1, 2)
frame = pandas.DataFrame({"x": points[:, 0].copy(), "y": points[:, 1].copy()})
canvas = datashader.Canvas(plot_width=int(sys.argv[2]), plot_height=int(sys.argv[3]))
best = float("inf")
for _ in range(4):
    clock, busy = time.perf_counter(), time.process_time()
    canvas.points(frame, "x", "y", datashader.count())
    best = min(best, time.perf_counter() - clock, time.process_time() - busy)
print(best * 1000)
"#;

const SUPERCLUSTER: &str = r#"
const fs = require("fs");
const loaded = require("supercluster");
const Supercluster = loaded.default || loaded;
const bytes = fs.readFileSync(process.argv[2]);
const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
const points = [];
for (let i = 0; i < values.length; i += 2) {
  points.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [values[i + 1], values[i]] } });
}
const before = process.memoryUsage().rss, clock = process.hrtime.bigint(), busy = process.cpuUsage();
const index = new Supercluster({ radius: 40, maxZoom: 16 });
index.load(points);
const spent = process.cpuUsage(busy);
const wall = Number(process.hrtime.bigint() - clock) / 1e6;
console.log(Math.min(wall, (spent.user + spent.system) / 1e3), (process.memoryUsage().rss - before) / 1048576);
"#;

/// Everything of an archive that has a position, in the square world.
pub(crate) fn points(loaded: &Loaded) -> Vec<(f64, f64)> {
    use geoshadow::analysis::mercator::WorldPoint;
    let points = &loaded.dataset.points;
    let rows = points.lat_e7().iter().zip(points.lon_e7());
    let rows = rows.map(|(lat, lon)| WorldPoint::from_degrees(f64::from(*lat) / 1e7, f64::from(*lon) / 1e7));
    let items = loaded.dataset.items.iter().filter_map(|item| Some(WorldPoint::from_geo(item.location?.point)));
    rows.chain(items).map(|at| (at.x, at.y)).collect()
}

/// A folder with the points in a file.
fn file_of(points: &[(f64, f64)]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("points");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for (a, b) in points {
        file.write_all(&a.to_le_bytes()).unwrap();
        file.write_all(&b.to_le_bytes()).unwrap();
    }
    file.flush().unwrap();
    (folder, path)
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    let status = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The numbers that a script prints about a file of points.
fn numbers(program: &str, script: (&str, &str), arguments: &[String], points: &[(f64, f64)]) -> Option<Vec<f64>> {
    let (folder, path) = file_of(points);
    let file = folder.path().join(script.0);
    std::fs::write(&file, script.1).unwrap();
    let output = Command::new(program).arg(file).arg(path).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let numbers: Option<Vec<f64>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
    numbers.filter(|numbers| output.status.success() && !numbers.is_empty())
}

/// Milliseconds that datashader takes, warm, to count the points in the cells of a view.
pub(crate) fn datashader(points: &[(f64, f64)]) -> Option<f64> {
    let python = std::env::var("GEOSHADOW_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !runs(&python, &["-c", "import datashader"]) {
        println!("datashader is not installed (pip install datashader); it would count {} points", points.len());
        return None;
    }
    let size = [VIEW.0.to_string(), VIEW.1.to_string()];
    let time = *numbers(&python, ("peer.py", DATASHADER), &size, points)?.first()?;
    println!("datashader: {time:.1} ms to count {} points", points.len());
    Some(time)
}

/// Prints what supercluster takes to index the places.
pub(crate) fn supercluster(places: &[(f64, f64)]) {
    if !runs("node", &["-e", "require('supercluster')"]) {
        println!("supercluster is not installed (npm install supercluster); it would index {} places", places.len());
        return;
    }
    if let Some([time, memory]) = numbers("node", ("peer.cjs", SUPERCLUSTER), &[], places).as_deref() {
        println!("supercluster: {:.2} s and {memory:.0} MiB to index {} places", time / 1e3, places.len());
    }
}
