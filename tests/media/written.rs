//! Files into which exiftool itself writes a position, by every way that it knows, and takes it out again.

use std::process::Command;

use crate::containers::{self as c, Place};
use crate::corpus::{Expected, File, file};
use crate::tiff::{Block, Value, field};
use crate::{SAME, exiftool_finds, is_installed, is_near, ours, read};

/// Files without a position that exiftool can write into.
fn bases() -> Vec<(&'static str, Vec<u8>)> {
    let tiff = || {
        let long = |tag, value| field(tag, Value::Long(value));
        let main = vec![
            long(0x0100, 1),
            long(0x0101, 1),
            field(0x010f, Value::Ascii(b"Maker\0")),
            long(0x0111, 8),
            long(0x0117, 1),
        ];
        Block { main, ..Block::new(Vec::new()) }
    };
    vec![
        ("a.jpg", c::jpeg(&[])),
        ("a.png", c::png(&[], &[])),
        ("a.webp", c::webp(&[])),
        ("a.gif", c::gif(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>")),
        ("a.tif", tiff().build()),
        ("big_endian.tif", Block { big_endian: true, ..tiff() }.build()),
        ("a.dng", tiff().build()),
        ("a.nef", tiff().build()),
        ("a.psd", c::psd(&[], false)),
        ("a.psb", c::psd(&[], true)),
        ("a.heic", c::heif(*b"heic", Some(&tiff().build()), None, Place::End)),
        ("a.avif", c::heif(*b"avif", Some(&tiff().build()), None, Place::Data)),
        ("a.jp2", c::jp2(&c::XMP_UUID, b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>")),
        ("a.jxl", c::jxl(&[])),
        ("a.mov", c::video(*b"qt  ", b"", true)),
        ("first.mov", c::video(*b"qt  ", b"", false)),
        ("a.mp4", c::video(*b"isom", b"", true)),
        ("a.3gp", c::video(*b"3gp5", b"", true)),
        ("a.cr3", c::cr3(&tiff().build(), &Block::new(Vec::new()).build())),
        ("a.raf", c::raf(&c::jpeg(&[]))),
    ]
}

/// Ways of writing a position: the options for it.
const WAYS: &[(&str, &[&str])] = &[
    (
        "exif",
        &[
            "-EXIF:GPSLatitude=-33.8567",
            "-EXIF:GPSLatitudeRef=S",
            "-EXIF:GPSLongitude=151.2152",
            "-EXIF:GPSLongitudeRef=E",
            "-EXIF:GPSHPositioningError=7.5",
            "-EXIF:GPSProcessingMethod=CELLID",
            "-EXIF:GPSAltitude=8",
            "-EXIF:GPSAltitudeRef#=1",
        ],
    ),
    ("xmp", &["-XMP:GPSLatitude=33 deg 51' 24.12\" S", "-XMP:GPSLongitude=151 deg 12' 54.72\" E"]),
    ("shifted", &["-XMP:GPSLatitude=-33.8567", "-XMP:GPSLongitude=151.2152", "-XMP:GPSHPositioningError=7.5"]),
    ("keys", &["-Keys:GPSCoordinates=-33.8567, 151.2152, 35"]),
    ("user_data", &["-UserData:GPSCoordinates=-33.8567, 151.2152"]),
    ("item_list", &["-ItemList:GPSCoordinates=-33.8567, 151.2152, -3"]),
    ("place_created", &["-XMP:City=Sydney", "-IPTC:City=Sydney"]),
];

/// Runs exiftool once with all these lines of arguments, each a run of its own to it.
fn run(lines: &[Vec<String>], folder: &std::path::Path) {
    let list: String =
        lines.iter().map(|line| line.join("\n") + "\n-q\n-q\n-m\n-overwrite_original\n-execute\n").collect();
    let path = folder.join("arguments");
    std::fs::write(&path, list).expect("a file is written");
    Command::new("exiftool").arg("-@").arg(&path).output().expect("exiftool runs");
    std::fs::remove_file(path).expect("a file is removed");
}

/// The files of a folder as they are now.
fn files_of(folder: &std::path::Path) -> Vec<File> {
    let mut files: Vec<File> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            file(name, std::fs::read(&path).expect("a file"), Expected::None)
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Files of which both say something else.
fn differences(folder: &std::path::Path) -> (Vec<File>, usize, Vec<String>) {
    let (files, theirs) = (files_of(folder), exiftool_finds(folder));
    let mut wrong = Vec::new();
    for one in &files {
        let (here, there) = (ours(one), theirs.get(&one.name).copied().flatten());
        if !is_near(here, there, SAME) {
            wrong.push(format!("{}: {here:?}, exiftool {there:?}", one.name));
        }
    }
    let count = files.iter().filter(|one| ours(one).is_some()).count();
    (files, count, wrong)
}

#[test]
fn what_exiftool_writes_is_found_and_what_it_removes_is_gone() {
    if !is_installed() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder to write into");
    let mut lines = Vec::new();
    for (name, bytes) in bases() {
        for (way, options) in WAYS {
            let path = folder.path().join(format!("{way}-{name}"));
            std::fs::write(&path, &bytes).expect("a file is written");
            let arguments = options.iter().map(|option| (*option).to_owned());
            lines.push(arguments.chain([path.display().to_string()]).collect());
        }
    }
    run(&lines, folder.path());
    let (files, count, wrong) = differences(folder.path());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
    assert!(count >= 50, "exiftool wrote a position into {count} files only");
    let named = |name: &str| read(files.iter().find(|one| one.name == name).expect("the file")).expect("it is read");
    for name in ["exif-a.jpg", "exif-a.psd", "exif-a.png", "exif-a.tif", "exif-a.jp2", "exif-a.jxl"] {
        let found = named(name);
        assert_eq!((found.accuracy_metres, found.altitude_metres), (Some(7.5), Some(-8.0)), "{name}");
        assert_eq!(found.method, Some(geoshadow::media::FixMethod::Cell), "{name}");
    }
    let lines: Vec<Vec<String>> =
        files.iter().map(|one| vec!["-all=".to_owned(), folder.path().join(&one.name).display().to_string()]).collect();
    run(&lines, folder.path());
    let (_, left, wrong) = differences(folder.path());
    assert!(wrong.is_empty(), "{} of {} after removal:\n{}", wrong.len(), files.len(), wrong.join("\n"));
    assert!(left < count / 2, "{left} of {count} are left");
}
