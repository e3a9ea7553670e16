//! Archives to open, made up, the same at every run.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use geoshadow::media::{ExifToWrite, jpeg_with_exif};
use geoshadow::model::GeoPoint;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::common::Dice;
use crate::sparse::SparseZip;

/// Bytes of a picture, as phones and platforms keep them.
const PICTURE_BYTES: u64 = 200_000;

/// A location history as Google wrote it until 2024.
pub(crate) fn records(path: &Path, count: u32) {
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
pub(crate) fn tracks(path: &Path, files: u32, points: u32) {
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

/// Pictures with a position, in a zip and as files of a folder.
pub(crate) fn photos(zip: &Path, folder: &Path, count: u32) {
    let mut archive = SparseZip::create(zip);
    let mut dice = Dice(3);
    std::fs::create_dir(folder).unwrap();
    for n in 0..count {
        let picture = picture(&mut dice);
        archive.add(&format!("photos/{n:06}.jpg"), &picture, PICTURE_BYTES);
        let mut file = File::create(folder.join(format!("{n:06}.jpg"))).unwrap();
        file.write_all(&picture).unwrap();
        file.set_len(PICTURE_BYTES).unwrap();
    }
    archive.finish();
}

/// A small picture with a position in its EXIF block.
fn picture(dice: &mut Dice) -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    image::RgbImage::new(16, 16).write_to(&mut plain, image::ImageFormat::Jpeg).unwrap();
    let (lat, lon) = (dice.below(160_000_000) - 80_000_000, dice.below(358_000_000) - 179_000_000);
    let point = GeoPoint::new(lat as f64 / 1e6, lon as f64 / 1e6);
    jpeg_with_exif(plain.get_ref(), &ExifToWrite { point, ..ExifToWrite::default() })
}

/// An Instagram export without its pictures.
pub(crate) fn posts(path: &Path, items: u32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoshadow"));
    let done = command.arg("sample").arg("--items").arg(items.to_string()).arg("-o").arg(path).status().unwrap();
    assert!(done.success());
}

/// The export `plain` with a picture wherever its records name one. The size of all in bytes.
pub(crate) fn with_pictures(plain: &Path, path: &Path) -> u64 {
    let mut source = ZipArchive::new(File::open(plain).unwrap()).unwrap();
    let mut archive = SparseZip::create(path);
    let (mut dice, mut texts, mut seen) = (Dice(5), Vec::new(), BTreeSet::new());
    for n in 0..source.len() {
        let mut member = source.by_index(n).unwrap();
        let mut text = Vec::new();
        member.read_to_end(&mut text).unwrap();
        let name = member.name().unwrap().into_owned();
        archive.add(&name, &text, 0);
        seen.insert(name);
        texts.push(String::from_utf8_lossy(&text).into_owned());
    }
    let named = texts.iter().flat_map(|t| t.split("\"uri\":\"").skip(1)).filter_map(|t| t.split('"').next());
    for uri in named.filter(|uri| Path::new(uri).extension().is_some_and(|e| e == "jpg")) {
        if seen.insert(uri.to_owned()) {
            archive.add(uri, &picture(&mut dice), PICTURE_BYTES);
        }
    }
    archive.finish();
    std::fs::metadata(path).unwrap().len()
}

/// A set of parts of one Takeout with as many videos in all, each of half a megabyte that is not on disk.
pub(crate) fn parts(folder: &Path, parts: u32, members: u32) -> Vec<std::path::PathBuf> {
    (1..=parts)
        .map(|part| {
            let path = folder.join(format!("takeout-20250314T101112Z-{part:03}.zip"));
            let mut archive = SparseZip::create(&path);
            for n in 0..members / parts {
                archive.add(&format!("Takeout/Drive/backups/{part}/{n:06}.bin"), b"", 512 << 10);
            }
            archive.finish();
            path
        })
        .collect()
}
