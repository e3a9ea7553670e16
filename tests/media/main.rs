//! Photo and video metadata against exiftool, over a corpus with every container and pitfall.
//!
//! A position wherever exiftool finds one, none where it finds none; the exceptions are decisions, listed
//! with their reasons in [`corpus::Why`], and each must still be one.

mod containers;
mod corpus;
mod exif_cases;
mod hostile;
mod makers;
mod tiff;
mod written;
mod xmp_cases;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::process::Command;

use corpus::{Expected, File};
use geoshadow::media::{FixMethod, MediaMetadata, PointDoubt, read_metadata, read_sidecar};

/// Bytes that the program reads of a file at most.
const CAP: u64 = 8 << 20;
/// Degrees within which two readings are the same: a tenth of a metre.
pub(crate) const SAME: f64 = 1e-6;

pub(crate) fn read(file: &File) -> Option<MediaMetadata> {
    read_metadata(&mut Cursor::new(&file.bytes), CAP).ok()
}

pub(crate) fn ours(file: &File) -> Option<(f64, f64)> {
    let point = if file.is_sidecar() { read_sidecar(&file.bytes).point } else { read(file)?.point };
    point.map(|p| (p.lat(), p.lon()))
}

pub(crate) fn is_near(a: Option<(f64, f64)>, b: Option<(f64, f64)>, within: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= within && (a.1 - b.1).abs() <= within,
        (None, None) => true,
        _ => false,
    }
}

fn named(files: &[File], name: &str) -> MediaMetadata {
    let file = files.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no file {name}"));
    read(file).unwrap_or_else(|| panic!("{name} was not read"))
}

#[test]
fn every_file_gives_the_position_that_was_written_into_it() {
    let files = corpus::all();
    assert!(files.len() >= 300, "{} files", files.len());
    let names: BTreeSet<&str> = files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names.len(), files.len(), "every file has a name of its own");
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let expected = match file.expected {
                Expected::At(lat, lon) | Expected::Unsigned(lat, lon) => Some((lat, lon)),
                Expected::None => None,
                Expected::Differs(point, _) => point,
            };
            // The box of 3GPP counts in steps of two metres.
            let within = if file.name.contains("loci") { 1e-5 } else { SAME };
            let found = ours(file);
            (!is_near(found, expected, within)).then(|| format!("{}: {found:?}, not {expected:?}", file.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

#[test]
fn what_is_known_of_a_position_is_kept() {
    let files = corpus::all();
    assert_eq!(named(&files, "exif-error_large-app1.jpg").accuracy_metres, Some(165.0));
    assert_eq!(named(&files, "exif-error_blank-app1.jpg").accuracy_metres, None);
    assert_eq!(named(&files, "exif-method_cell-end.heic").method, Some(FixMethod::Cell));
    assert_eq!(named(&files, "exif-method_bare-chunk.webp").method, Some(FixMethod::Fused));
    assert_eq!(named(&files, "exif-below_sea-app1.jpg").altitude_metres, Some(-8.0));
    assert_eq!(named(&files, "exif-height_no_reference-app1.jpg").altitude_metres, Some(8.0));
    assert_eq!(named(&files, "exif-height_signed-app1.jpg").altitude_metres, Some(38.5));
    assert_eq!(named(&files, "exif-void_status-app1.jpg").point_doubt, Some(PointDoubt::NoFix));
    assert_eq!(named(&files, "exif-no_letters-app1.jpg").point_doubt, Some(PointDoubt::Hemisphere));
    assert_eq!(named(&files, "both-no_letters_then_xmp.jpg").point_doubt, None);
    let minute = named(&files, "exif-seconds_blank_whole_minutes-app1.jpg");
    assert_eq!(minute.point_doubt, Some(PointDoubt::Seconds));
    assert!(minute.accuracy_metres.is_some_and(|m| m > 1800.0));
    assert_eq!(named(&files, "exif-seconds_blank-app1.jpg").point_doubt, None, "the minutes have a fraction");
    for name in ["exif-date_and_time-app1.jpg", "exif-date_with_zeros-app1.jpg"] {
        assert_eq!(named(&files, name).taken.unwrap().to_string(), "2019-06-15T12:03:22Z");
    }
    let xmp = named(&files, "xmp-error_and_method-text.png");
    assert_eq!((xmp.accuracy_metres, xmp.method), (Some(165.0), Some(FixMethod::Cell)));
    let apple = named(&files, "video-height-keys.mov");
    assert_eq!((apple.accuracy_metres, apple.altitude_metres), (Some(4.7), Some(0.0)));
    assert_eq!(named(&files, "video-depth-user_data.mp4").altitude_metres, Some(-12.5));
    assert_eq!(named(&files, "video-loci_named.3gp").altitude_metres, Some(12.0));
    for (name, place) in [
        ("iptc-no_position.jpg", "Orléans"),
        ("xmp-city-item.heic", "Paris"),
        ("xmp-place_created-app1.jpg", "Paris"),
        ("video-loci_wide_name.mp4", "Pier"),
    ] {
        let found = named(&files, name).place.unwrap().to_place().unwrap();
        assert_eq!(&*found.name, place, "{name}");
    }
    assert_eq!(named(&files, "xmp-place_shown-app1.jpg").place, None);
    assert!(named(&files, "packed_block.jxl").is_packed && !named(&files, "bare.jxl").is_packed);
    assert_eq!(named(&files, "maker-below_sea-nikon.mov").altitude_metres, Some(-8.0));
    assert_eq!(named(&files, "nothing.avi").kind, geoshadow::media::MediaKind::Video);
}

#[expect(clippy::print_stderr, reason = "a test that was passed over must say so")]
fn say(text: &str) {
    eprintln!("{text}");
}

/// What exiftool finds, by file name. `None` where it is not installed.
pub(crate) fn exiftool(files: &[File]) -> Option<BTreeMap<String, Option<(f64, f64)>>> {
    if !is_installed() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder to write into");
    for file in files {
        std::fs::write(folder.path().join(&file.name), &file.bytes).expect("a file is written");
    }
    Some(exiftool_finds(folder.path()))
}

/// Whether exiftool can be asked.
pub(crate) fn is_installed() -> bool {
    let is_installed = Command::new("exiftool").arg("-ver").output().is_ok_and(|o| o.status.success());
    if !is_installed {
        assert!(std::env::var_os("CI").is_none(), "exiftool is missing; Debian: libimage-exiftool-perl");
        say("skipped: exiftool is not installed");
    }
    is_installed
}

/// What exiftool finds in the files of a folder.
pub(crate) fn exiftool_finds(folder: &std::path::Path) -> BTreeMap<String, Option<(f64, f64)>> {
    let groups = ["Composite", "XMP", "EXIF"];
    let tags = groups.iter().flat_map(|g| [format!("-{g}:GPSLatitude"), format!("-{g}:GPSLongitude")]);
    let output = Command::new("exiftool")
        .args(["-j", "-n", "-G0", "-q"])
        .args(tags)
        .arg(folder)
        .output()
        .expect("exiftool runs");
    let found: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(&output.stdout).expect("JSON");
    let number = |value: Option<&serde_json::Value>| match value? {
        serde_json::Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    let point = |one: &serde_json::Map<String, serde_json::Value>| {
        let pair = |g: &&str| {
            let degrees = ["GPSLatitude", "GPSLongitude"].map(|tag| number(one.get(&format!("{g}:{tag}"))));
            degrees[0].zip(degrees[1])
        };
        groups.iter().find_map(pair)
    };
    let name = |one: &serde_json::Map<String, serde_json::Value>| {
        let path = one.get("SourceFile").and_then(serde_json::Value::as_str).unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    };
    found.iter().map(|one| (name(one), point(one))).collect()
}

#[test]
fn exiftool_finds_the_same_positions() {
    let files = corpus::all();
    let Some(theirs) = exiftool(&files) else { return };
    assert_eq!(theirs.len(), files.len(), "exiftool has read every file");
    let mut wrong = Vec::new();
    for file in &files {
        let (found, other) = (ours(file), theirs.get(&file.name).copied().flatten());
        // Of the box of 3GPP it shows five places.
        let same = is_near(found, other, if file.name.contains("loci") { 1e-5 } else { SAME });
        if let Expected::Differs(_, why) = file.expected {
            if same {
                wrong.push(format!("{}: no difference any more ({why:?})", file.name));
            }
        } else if !same {
            wrong.push(format!("{}: {found:?}, exiftool {other:?}", file.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}
