//! GPS files that the test makes up, read by this program and by gpsbabel: both must find the same.
//!
//! Where gpsbabel is not installed the test says so and passes, except where `CI` or
//! `GEOSHADOW_NEEDS_GPSBABEL` is set: there it must be.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking and says when it is skipped"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::load::load;
use geoshadow::model::{Dataset, ItemKind};
use jiff::Timestamp;

/// A fix: degrees and, where the format has times, seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    lat: f64,
    lon: f64,
    seconds: Option<i64>,
}

/// Half a metre at the equator, which is what the coarsest of the formats keeps.
const CLOSE_DEGREES: f64 = 5e-6;

/// Fixes all over the world, some seconds to some hours apart, the same in every run.
fn rows() -> Vec<Row> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut seconds = 1_290_000_000;
    let mut row = || {
        seconds += 1 + (next() * 7_000.0) as i64;
        let degrees = |half: f64, part: f64| ((part * 2.0 - 1.0) * half * 1e5).round() / 1e5;
        Row { lat: degrees(85.0, next()), lon: degrees(179.0, next()), seconds: Some(seconds) }
    };
    (0..300).map(|_| row()).collect()
}

fn time(row: &Row) -> String {
    Timestamp::from_second(row.seconds.unwrap()).unwrap().to_string()
}

fn joined(rows: &[Row], each: impl Fn(&Row) -> String) -> String {
    rows.iter().map(each).collect::<Vec<_>>().concat()
}

fn gpx(rows: &[Row]) -> String {
    let points = joined(rows, |row| {
        let (lat, lon, time) = (row.lat, row.lon, time(row));
        format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"><ele>1</ele><time>{time}</time></trkpt>\n")
    });
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>T</name><trkseg>{points}</trkseg></trk></gpx>"
    )
}

/// The older version, in which a fix may have its speed and course beside its time.
fn gpx_old(rows: &[Row]) -> String {
    let points = joined(rows, |row| {
        let (lat, lon, time) = (row.lat, row.lon, time(row));
        format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"><time>{time}</time><course>12</course><speed>1.5</speed></trkpt>\n")
    });
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.0\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/0\"><trk><trkseg>{points}</trkseg></trk></gpx>"
    )
}

fn gpx_waypoints(rows: &[Row]) -> String {
    let points = joined(rows, |row| {
        format!("<wpt lat=\"{}\" lon=\"{}\"><time>{}</time><name>W</name></wpt>\n", row.lat, row.lon, time(row))
    });
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/1\">{points}</gpx>"
    )
}

fn kml_places(rows: &[Row]) -> String {
    let places = joined(rows, |row| {
        format!(
            "<Placemark><name>W</name><TimeStamp><when>{}</when></TimeStamp><Point><coordinates>{},{},1</coordinates></Point></Placemark>\n",
            time(row),
            row.lon,
            row.lat
        )
    });
    format!("<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{places}</Document></kml>")
}

fn kml(rows: &[Row]) -> String {
    let whens = joined(rows, |row| format!("<when>{}</when>\n", time(row)));
    let coords = joined(rows, |row| format!("<gx:coord>{} {} 1</gx:coord>\n", row.lon, row.lat));
    format!(
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document><Placemark><name>T</name><gx:Track>{whens}{coords}</gx:Track></Placemark></Document></kml>"
    )
}

/// The same in many tracks of nested folders, each opened from a point of view with a time of its own.
fn kml_parts(rows: &[Row]) -> String {
    let part = |rows: &[Row]| {
        let whole = kml(rows);
        let (from, to) = (whole.find("<Placemark>").unwrap(), whole.find("</Document>").unwrap());
        let view = "<Placemark><LookAt><gx:TimeStamp><when>2001-01-01T00:00:00Z</when></gx:TimeStamp></LookAt>";
        format!("<Folder><Folder>{}</Folder></Folder>", whole[from..to].replacen("<Placemark>", view, 1))
    };
    let parts: Vec<String> = rows.chunks(7).map(part).collect();
    format!(
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document>{}</Document></kml>",
        parts.concat()
    )
}

/// A text in UTF-16 with a byte order mark.
fn utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn tcx(rows: &[Row]) -> String {
    let points = joined(rows, |row| {
        format!(
            "<Trackpoint><Time>{}</Time><Position><LatitudeDegrees>{}</LatitudeDegrees><LongitudeDegrees>{}</LongitudeDegrees></Position></Trackpoint>\n",
            time(row),
            row.lat,
            row.lon
        )
    });
    let start = time(&rows[0]);
    format!(
        "<?xml version=\"1.0\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities><Activity Sport=\"Running\"><Id>{start}</Id><Lap StartTime=\"{start}\"><TotalTimeSeconds>1</TotalTimeSeconds><Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    )
}

/// A sentence with its check sum.
fn sentence(body: &str) -> String {
    let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    format!("${body}*{sum:02X}\r\n")
}

/// The time of the day, the day, and the position as a receiver writes them.
fn told(row: &Row) -> (String, String, String) {
    let angle = |value: f64, digits: usize| {
        let (degrees, minutes) = (value.abs().trunc(), value.abs().fract() * 60.0);
        format!("{degrees:0digits$}{minutes:08.5}")
    };
    let at = Timestamp::from_second(row.seconds.unwrap()).unwrap();
    let (north, east) = (if row.lat < 0.0 { 'S' } else { 'N' }, if row.lon < 0.0 { 'W' } else { 'E' });
    let position = format!("{},{north},{},{east}", angle(row.lat, 2), angle(row.lon, 3));
    (at.strftime("%H%M%S").to_string(), at.strftime("%d%m%y").to_string(), position)
}

/// As receivers send them: gpsbabel gives a position to the fix before when the dated sentence comes first.
fn nmea(rows: &[Row], talker: &str) -> String {
    joined(rows, |row| {
        let (clock, day, position) = told(row);
        sentence(&format!("{talker}GGA,{clock},{position},1,08,0.9,1.0,M,0.0,M,,"))
            + &sentence(&format!("{talker}RMC,{clock},A,{position},0.0,0.0,{day},,,A"))
    })
}

/// The short sentence of a position instead of the long one, among those of other instruments and notes of a logger.
fn nmea_short(rows: &[Row]) -> String {
    joined(rows, |row| {
        let (clock, day, position) = told(row);
        let dated = sentence(&format!("GPRMC,{clock},A,{position},0.0,0.0,{day},,,A"));
        sentence(&format!("GPGLL,{position},{clock},A,A")) + "# note\r\n!AIVDM,1,1,,A,x*00\r\n" + &dated
    })
}

fn geojson(rows: &[Row]) -> String {
    let feature = |row: &Row| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"W\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{},{}]}}}}",
            row.lon, row.lat
        )
    };
    let features: Vec<String> = rows.iter().map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(",\n"))
}

fn csv(rows: &[Row]) -> String {
    let lines = joined(rows, |row| {
        let at = Timestamp::from_second(row.seconds.unwrap()).unwrap();
        format!("{},{},{}\n", row.lat, row.lon, at.strftime("%Y/%m/%d,%H:%M:%S"))
    });
    format!("Latitude,Longitude,Date,Time\n{lines}")
}

/// The check sum of FIT: CRC-16 with the polynomial 0xA001.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xa001 } else { crc >> 1 })
    })
}

fn fit(rows: &[Row], is_big_endian: bool) -> Vec<u8> {
    // That it is an activity, then the layout of a record: time, latitude, longitude.
    let mut body = vec![0x40, 0, 0, 0, 0, 1, 0, 1, 0, 0, 4];
    let order = u8::from(is_big_endian);
    let record = if is_big_endian { [0, 20] } else { [20, 0] };
    body.extend([0x41, 0, order, record[0], record[1], 3, 253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85]);
    for row in rows {
        let semicircles = |degrees: f64| (degrees * 2_147_483_648.0 / 180.0).round() as i32;
        body.push(1);
        let numbers = [(row.seconds.unwrap() - 631_065_600) as i32, semicircles(row.lat), semicircles(row.lon)];
        for number in numbers {
            body.extend(if is_big_endian { number.to_be_bytes() } else { number.to_le_bytes() });
        }
    }
    let mut file = vec![14, 0x10, 0x54, 0x08];
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(b".FIT");
    file.extend(crc(&file).to_le_bytes());
    file.extend(body);
    file.extend(crc(&file).to_le_bytes());
    file
}

fn ours(path: &Path) -> Dataset {
    let (progress, cancel) = (Progress::default(), CancelToken::default());
    let loaded = load(&[path.to_owned()], Limits::default(), &progress, &cancel, &mut |_| ());
    Dataset::clone(&loaded.unwrap_or_else(|e| panic!("{}: {e}", path.display())).dataset)
}

fn our_points(dataset: &Dataset) -> Vec<Row> {
    let row = |i| {
        let row = dataset.points.row(i);
        Row { lat: row.point.lat(), lon: row.point.lon(), seconds: Some(row.seconds) }
    };
    (0..dataset.points.len()).map(row).collect()
}

fn our_places(dataset: &Dataset) -> Vec<Row> {
    let places = dataset.items.iter().filter(|item| item.kind == ItemKind::SavedPlace);
    let row = |item: &geoshadow::model::Item| {
        let point = item.location?.point;
        Some(Row { lat: point.lat(), lon: point.lon(), seconds: item.time.map(Timestamp::as_second) })
    };
    places.filter_map(row).collect()
}

/// What gpsbabel reads: tracks (`-t`) or waypoints (`-w`) of a file.
fn theirs(format: &str, what: &str, path: &Path) -> Vec<Row> {
    let out = path.with_extension("out");
    let run = Command::new("gpsbabel")
        .args([what, "-i", format, "-f"])
        .arg(path)
        .args(["-o", "unicsv,utc=0", "-F"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success(), "{format}: {}", String::from_utf8_lossy(&run.stderr));
    let mut table = csv::Reader::from_path(&out).unwrap();
    let header = table.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name);
    let row = |record: csv::StringRecord| {
        let field = |name: &str| column(name).and_then(|c| record.get(c)).filter(|f| !f.is_empty());
        let moment = field("Date").zip(field("Time")).map(|(date, time)| {
            let time = time.split('.').next().unwrap();
            format!("{}T{time}Z", date.replace('/', "-")).parse::<Timestamp>().unwrap().as_second()
        });
        let number = |name: &str| field(name).unwrap().parse().unwrap();
        Row { lat: number("Latitude"), lon: number("Longitude"), seconds: moment }
    };
    table.records().map(|record| row(record.unwrap())).collect()
}

fn assert_same(format: &str, ours: &[Row], theirs: &[Row], made: &[Row]) {
    assert_eq!((ours.len(), theirs.len()), (made.len(), made.len()), "{format}: how many each found");
    let order = |rows: &[Row]| {
        let mut rows = rows.to_vec();
        rows.sort_by(|a, b| a.seconds.cmp(&b.seconds).then(a.lat.total_cmp(&b.lat)));
        rows
    };
    let close = |a: &Row, b: &Row| {
        (a.lat - b.lat).abs() < CLOSE_DEGREES && (a.lon - b.lon).abs() < CLOSE_DEGREES && a.seconds == b.seconds
    };
    // Not every format has times.
    let made: Vec<Row> = if ours.iter().any(|row| row.seconds.is_some()) {
        made.to_vec()
    } else {
        made.iter().map(|row| Row { seconds: None, ..*row }).collect()
    };
    let (ours, theirs, made) = (order(ours), order(theirs), order(&made));
    for ((ours, theirs), made) in ours.iter().zip(&theirs).zip(&made) {
        assert!(close(ours, made), "{format}: {ours:?} here, {made:?} was written");
        assert!(close(ours, theirs), "{format}: {ours:?} here, {theirs:?} there");
    }
}

/// Whether to compare at all.
fn is_installed() -> bool {
    let found = Command::new("gpsbabel").arg("-V").output().is_ok();
    let needed = std::env::var_os("CI").is_some();
    assert!(found || !needed, "GPSBabel is not installed (apt-get install gpsbabel)");
    if !found {
        eprintln!("skipped: GPSBabel is not installed (apt-get install gpsbabel)");
    }
    found
}

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn tracks_are_read_as_gpsbabel_reads_them() {
    if !is_installed() {
        return;
    }
    let (folder, rows) = (tempfile::tempdir().unwrap(), rows());
    let files = [
        ("gpx", written(folder.path(), "a.gpx", gpx(&rows))),
        ("gpx", written(folder.path(), "old.gpx", gpx_old(&rows))),
        ("kml", written(folder.path(), "b.kml", kml(&rows))),
        ("gtrnctr", written(folder.path(), "c.tcx", tcx(&rows))),
        ("gpx", written(folder.path(), "utf16.gpx", utf_16(&gpx(&rows)))),
        ("kml", written(folder.path(), "parts.kml", kml_parts(&rows))),
        ("nmea", written(folder.path(), "d.nmea", nmea(&rows, "GP"))),
        ("nmea", written(folder.path(), "gn.nmea", nmea(&rows, "GN"))),
        ("nmea", written(folder.path(), "ga.nmea", nmea(&rows, "GA"))),
        ("nmea", written(folder.path(), "returns.nmea", nmea(&rows, "GL").replace("\r\n", "\r"))),
        ("nmea", written(folder.path(), "short.nmea", nmea_short(&rows))),
        ("nmea", written(folder.path(), "gb.nmea", nmea(&rows, "GB"))),
        ("nmea", written(folder.path(), "qz.nmea", nmea(&rows, "QZ"))),
        ("nmea", written(folder.path(), "integrated.nmea", nmea(&rows, "IN"))),
        ("gpx", written(folder.path(), "without_extension", gpx(&rows))),
        ("kml", written(folder.path(), "put_away.kml.bak", kml(&rows))),
        ("garmin_fit", written(folder.path(), "ride.bin", fit(&rows, false))),
        ("garmin_fit", written(folder.path(), "e.fit", fit(&rows, false))),
        ("garmin_fit", written(folder.path(), "big.fit", fit(&rows, true))),
    ];
    for (format, path) in files {
        assert_same(format, &our_points(&ours(&path)), &theirs(format, "-t", &path), &rows);
    }
}

#[test]
fn places_and_tables_are_read_as_gpsbabel_reads_them() {
    if !is_installed() {
        return;
    }
    let (folder, rows) = (tempfile::tempdir().unwrap(), rows());
    let path = written(folder.path(), "a.gpx", gpx_waypoints(&rows));
    assert_same("gpx", &our_places(&ours(&path)), &theirs("gpx", "-w", &path), &rows);
    let path = written(folder.path(), "d.kml", kml_places(&rows));
    assert_same("kml", &our_places(&ours(&path)), &theirs("kml", "-w", &path), &rows);
    let path = written(folder.path(), "b.geojson", geojson(&rows));
    assert_same("geojson", &our_places(&ours(&path)), &theirs("geojson", "-w", &path), &rows);
    let path = written(folder.path(), "c.csv", csv(&rows));
    assert_same("unicsv", &our_points(&ours(&path)), &theirs("unicsv,utc=0", "-w", &path), &rows);
    // Without the line of names, which gpsbabel is told and this program tells by the values.
    let csv = csv(&rows);
    let path = written(folder.path(), "no_names.csv", csv.split_once('\n').unwrap().1);
    let fields = "unicsv,utc=0,fields=lat+lon+date+time";
    assert_same("unicsv", &our_points(&ours(&path)), &theirs(fields, "-w", &path), &rows);
}

#[test]
fn what_gpsbabel_writes_is_read_back() {
    if !is_installed() {
        return;
    }
    let (folder, rows) = (tempfile::tempdir().unwrap(), rows());
    let path = written(folder.path(), "a.gpx", gpx(&rows));
    for (format, name) in
        [("gpx", "out.gpx"), ("kml,points=0,lines=0,track=1", "out.kml"), ("gtrnctr,course=0", "out.tcx")]
    {
        let out = folder.path().join(name);
        let run = Command::new("gpsbabel")
            .args(["-t", "-i", "gpx", "-f"])
            .arg(&path)
            .args(["-o", format, "-F"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(run.status.success(), "{format}: {}", String::from_utf8_lossy(&run.stderr));
        assert_same(format, &our_points(&ours(&out)), &rows, &rows);
    }
}
