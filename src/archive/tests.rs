//! Opening real containers, whole, partial and hostile.

use std::io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use proptest::prelude::*;

use super::*;

mod zips;

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, options(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar_gz(files: &[(&str, &[u8])]) -> Vec<u8> {
    let encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut builder = ::tar::Builder::new(encoder);
    for (name, content) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

fn open_named(name: &str, bytes: Vec<u8>) -> Result<ArchiveSet, ArchiveError> {
    open_bytes(vec![(name.to_owned(), bytes.into())], Limits::default(), &Progress::default(), &CancelToken::default())
}

fn open_zip(bytes: Vec<u8>) -> ArchiveSet {
    open_named("export.zip", bytes).unwrap()
}

fn open_all(paths: &[&Path]) -> Result<ArchiveSet, ArchiveError> {
    let paths: Vec<PathBuf> = paths.iter().map(|p| (*p).to_owned()).collect();
    open_paths(&paths, Limits::default(), &Progress::default(), &CancelToken::default())
}

fn paths(set: &ArchiveSet) -> Vec<&str> {
    set.entries().iter().map(|e| &*e.path).collect()
}

fn names(set: &ArchiveSet) -> Vec<&str> {
    set.containers().iter().map(|c| &*c.name).collect()
}

fn id(set: &ArchiveSet, path: &str) -> EntryId {
    EntryId(set.entries().iter().position(|e| &*e.path == path).unwrap() as u32)
}

fn content(set: &ArchiveSet, path: &str) -> Vec<u8> {
    set.read(id(set, path), 1 << 30).unwrap()
}

fn note_of<'a>(set: &'a ArchiveSet, path: &str) -> Option<(FileStatus, &'a str)> {
    let id = id(set, path);
    set.notes().iter().find(|n| n.entry == Some(id)).map(|n| (n.status.unwrap(), &*n.text))
}

fn warnings(set: &ArchiveSet) -> Vec<&str> {
    set.notes().iter().filter(|n| n.entry.is_none()).map(|n| &*n.text).collect()
}

fn varied(len: usize) -> Vec<u8> {
    (0..len as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 27) as u8).collect()
}

#[test]
fn a_download_that_was_chosen_twice_is_read_once() {
    let files: [(&str, &[u8]); 2] = [("a/posts.json", b"[1, 2]"), ("a/photo.jpg", b"picture")];
    let (one, packed) = (zipped(&files, CompressionMethod::Stored), zipped(&files, CompressionMethod::Deflated));
    let other = zipped(&[files[0], ("a/photo.jpg", b"another")], CompressionMethod::Stored);
    let all = [("one.zip", one.clone()), ("one (1).zip", one), ("two.zip", packed), ("other.zip", other)];
    let all = all.map(|(name, bytes)| (name.to_owned(), bytes.into())).to_vec();
    let set = open_bytes(all, Limits::default(), &Progress::default(), &CancelToken::default()).unwrap();
    assert_eq!(set.containers().iter().map(|c| c.entries).collect::<Vec<_>>(), [2, 0, 0, 2]);
    let notes: Vec<&str> = set.notes().iter().map(|note| &*note.text).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("one (1).zip holds the same files as one.zip"), "{notes:?}");
}

#[test]
fn stored_and_packed_members_read_the_same_from_anywhere() {
    let big = varied(300_000);
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated, CompressionMethod::Bzip2] {
        let set = open_zip(zipped(&[("b/big.bin", &big), ("a.json", b"{}"), ("empty", b"")], method));
        assert_eq!(paths(&set), ["a.json", "b/big.bin", "empty"]);
        assert_eq!(content(&set, "a.json"), b"{}");
        assert_eq!(content(&set, "empty"), b"");
        assert!(content(&set, "b/big.bin") == big);
        let mut reader = set.open(id(&set, "b/big.bin")).unwrap();
        for at in [200_000_usize, 10, 299_990, 0, 150_000, 150_001] {
            reader.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut ten = [0; 10];
            reader.read_exact(&mut ten).unwrap();
            assert_eq!(ten, big[at..at + 10], "{method} at {at}");
        }
        assert_eq!(reader.seek(SeekFrom::End(-5)).unwrap(), 299_995);
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, big[299_995..]);
    }
}

#[test]
fn a_zip64_and_bytes_before_the_zip_are_understood() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.json", options(CompressionMethod::Deflated).large_file(true)).unwrap();
    writer.write_all(b"[1]").unwrap();
    for i in 0..65_600 {
        writer.start_file(format!("m/{i}"), options(CompressionMethod::Stored)).unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    assert_eq!(open_zip(zip.clone()).entries().len(), 65_601);
    let set = open_named("export.zip", [b"#!/bin/sh\n".repeat(100), zip].concat()).unwrap();
    assert_eq!(set.entries().len(), 65_601);
    assert_eq!(content(&set, "a.json"), b"[1]");
}

#[test]
fn hostile_names_stay_inside_and_are_accounted_for() {
    let plain =
        zipped(&[("aa_evil.json", b"{}"), ("zz\\ok.json", b"[]"), ("same.json", b"1")], CompressionMethod::Stored);
    let set = open_zip(replace(&plain, b"aa_evil.json", b"../evil.json"));
    assert_eq!(paths(&set), ["evil.json", "same.json", "zz/ok.json"]);
    assert_eq!(note_of(&set, "evil.json"), Some((FileStatus::Failed, "its name points outside the archive")));
    assert!(set.open(id(&set, "evil.json")).is_err());
    assert_eq!(content(&set, "zz/ok.json"), b"[]");
}

#[test]
fn members_of_one_name_are_all_listed() {
    let zip = replace(
        &zipped(&[("one.json", b"1"), ("two.json", b"2")], CompressionMethod::Stored),
        b"one.json",
        b"two.json",
    );
    let set = open_zip(zip);
    assert_eq!(paths(&set), ["two (copy 2).json", "two.json"]);
    assert_eq!(content(&set, "two.json"), b"2");
    assert_eq!(content(&set, "two (copy 2).json"), b"1");
    assert!(warnings(&set)[0].contains("1 file has the name of another one in export.zip"), "{:?}", warnings(&set));
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

#[test]
fn a_damaged_member_fails_and_the_others_do_not() {
    let zip = zipped(&[("a.json", b"unmistakable"), ("b.json", b"[]")], CompressionMethod::Stored);
    let set = open_zip(replace(&zip, b"unmistakable", b"unmistakeble"));
    let error = set.read(id(&set, "a.json"), 100).unwrap_err().to_string();
    assert!(error.contains("its content is damaged"), "{error}");
    assert_eq!(content(&set, "b.json"), b"[]");
}

#[test]
fn members_that_share_bytes_are_refused() {
    let mut zip = zipped(&[("a.json", &[7; 500]), ("b.json", &[8; 500])], CompressionMethod::Stored);
    let second = zip.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    zip[second + 42..second + 46].copy_from_slice(&4_u32.to_le_bytes());
    let set = open_zip(zip);
    assert_eq!(note_of(&set, "b.json"), Some((FileStatus::Failed, "another file uses the same bytes")));
    assert_eq!(content(&set, "a.json"), [7; 500]);
}

#[test]
fn a_size_that_is_a_lie_is_not_believed() {
    let mut zip = zipped(&[("a.json", &vec![b'a'; 50_000])], CompressionMethod::Deflated);
    let record = zip.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    zip[record + 24..record + 28].copy_from_slice(&100_u32.to_le_bytes());
    let short = open_zip(zip.clone());
    assert!(short.read(EntryId(0), 1 << 20).is_err(), "it unpacks to more than it says");
    zip[record + 24..record + 28].copy_from_slice(&4_000_000_000_u32.to_le_bytes());
    let long = open_zip(zip);
    let error = long.read(EntryId(0), u64::MAX).unwrap_err().to_string();
    assert!(error.contains("claims to unpack"), "{error}");
}

#[test]
fn encryption_and_unknown_methods_are_named() {
    let mut zip = zipped(&[("a.json", b"secret"), ("b.json", b"[]")], CompressionMethod::Stored);
    let records: Vec<usize> = zip.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(i, _)| i).collect();
    zip[records[0] + 8] |= 1;
    let set = open_zip(zip.clone());
    assert!(matches!(set.open(id(&set, "a.json")), Err(ArchiveError::Encrypted { .. })));
    assert_eq!(content(&set, "b.json"), b"[]");
    assert!(warnings(&set)[0].contains("password"), "{:?}", warnings(&set));
    zip[records[1] + 8] |= 1;
    assert!(matches!(open_named("x.zip", zip.clone()), Err(ArchiveError::Encrypted { .. })));
    zip[records[0] + 8] &= !1;
    zip[records[0] + 10] = 14;
    let set = open_zip(zip);
    let error = set.open(id(&set, "a.json")).err().unwrap().to_string();
    assert!(error.contains("LZMA"), "{error}");
}

#[test]
fn what_is_whole_of_a_zip_without_its_end_is_offered() {
    let big = varied(100_000);
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let zip = zipped(&[("a.json", b"[1]"), ("b.json", b"[2]"), ("c.bin", &big)], method);
        let data = zip.windows(5).position(|w| w == b"c.bin").unwrap() + 5;
        let set = open_zip(zip[..data + 1000].to_vec());
        assert_eq!(paths(&set), ["a.json", "b.json", "c.bin"]);
        assert_eq!(content(&set, "b.json"), b"[2]");
        assert_eq!(note_of(&set, "c.bin"), Some((FileStatus::Failed, "the archive ends inside it")));
        let warning = warnings(&set)[0];
        assert!(warning.contains("2 files at its beginning") && warning.contains("download it again"), "{warning}");
    }
}

#[test]
fn members_whose_sizes_follow_them_are_recovered_too() {
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let mut writer = ZipWriter::new_stream(Vec::new());
        for (name, content) in [("a.json", varied(70_000)), ("b.json", b"[2]".to_vec())] {
            writer.start_file(name, options(method)).unwrap();
            writer.write_all(&content).unwrap();
        }
        let zip = writer.finish().unwrap().into_inner();
        let directory = zip.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        let set = open_zip(zip[..directory + 10].to_vec());
        assert!(content(&set, "a.json") == varied(70_000), "{method}");
        assert_eq!(content(&set, "b.json"), b"[2]");
    }
}

#[test]
fn nothing_left_of_a_zip_is_an_error_that_says_so() {
    let zip = zipped(&[("a.json", b"[1]")], CompressionMethod::Stored);
    let error = open_named("export.zip", zip[zip.len() - 30..].to_vec()).unwrap_err().to_string();
    assert!(error.contains("export.zip is damaged or was not downloaded completely"), "{error}");
}

#[test]
fn files_that_are_no_archives_are_told_apart() {
    let message = |name: &str, bytes: &[u8]| open_named(name, bytes.to_vec()).unwrap_err().to_string();
    assert!(message("a.zip", b"<!DOCTYPE html><html>login").contains("web page"));
    assert!(message("a.zip", b"").contains("empty (0 bytes)"));
    assert!(message("a.zip", b"hello").contains("damaged"));
    assert!(message("a.rar", b"Rar!\x1a\x07\x00....").contains("RAR"));
    assert!(message("a.tgz", b"hello").contains("not the archive its name promises"));
    let single = open_named("Records.json", b"{}".to_vec()).unwrap();
    assert_eq!(single.containers()[0].container, Container::File);
    assert_eq!(content(&single, "Records.json"), b"{}");
}

#[test]
fn a_tar_gz_reads_in_any_order() {
    let big = varied(2_500_000);
    let bytes = tar_gz(&[("z/big.bin", &big), ("a.json", b"[1]"), ("z/b.json", b"[2]")]);
    for (name, bytes) in [("export.tgz", bytes.clone()), ("export.tar", gunzip(&bytes))] {
        let set = open_named(name, bytes).unwrap();
        assert_eq!(paths(&set), ["a.json", "z/b.json", "z/big.bin"]);
        assert_eq!(set.containers()[0].container, Container::TarGz);
        assert_eq!(content(&set, "z/b.json"), b"[2]");
        assert_eq!(content(&set, "a.json"), b"[1]");
        assert!(content(&set, "z/big.bin") == big);
    }
    let set = open_named("export.tgz", bytes[..bytes.len() / 2].to_vec()).unwrap();
    assert_eq!(note_of(&set, "z/big.bin"), Some((FileStatus::Failed, "the archive ends inside it")));
    assert!(warnings(&set)[0].contains("it ends too early"));
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut all).unwrap();
    all
}

#[test]
fn zips_inside_zips_are_containers_of_their_own_down_to_a_depth() {
    let innermost = zipped(&[("deep.json", b"3")], CompressionMethod::Stored);
    let inner = zipped(&[("in.json", b"2"), ("third.zip", &innermost)], CompressionMethod::Deflated);
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let outer = zipped(&[("out.json", b"1"), ("p/inner.zip", &inner), ("bad.zip", b"no zip")], method);
        let set = open_named("outer.zip", outer.clone()).unwrap();
        assert_eq!(names(&set), ["outer.zip", "outer.zip/p/inner.zip", "outer.zip/p/inner.zip/third.zip"]);
        assert_eq!(content(&set, "deep.json"), b"3");
        assert_eq!(note_of(&set, "p/inner.zip"), Some((FileStatus::Read, "opened as an archive")));
        assert_eq!(note_of(&set, "bad.zip").unwrap().0, FileStatus::Failed);
        let limits = Limits { nesting: 1, ..Limits::default() };
        let shallow = open_bytes(
            vec![("outer.zip".to_owned(), outer.into())],
            limits,
            &Progress::default(),
            &CancelToken::default(),
        )
        .unwrap();
        assert_eq!(names(&shallow), ["outer.zip", "outer.zip/p/inner.zip"]);
        assert_eq!(note_of(&shallow, "third.zip").unwrap().0, FileStatus::Failed);
    }
}

#[test]
fn compressed_archives_inside_archives_have_a_budget() {
    let inner = zipped(&[("in.bin", &varied(5_000))], CompressionMethod::Stored);
    let outer = zipped(&[("a.zip", &inner), ("b.zip", &inner)], CompressionMethod::Deflated);
    let limits = Limits { nested_bytes: 8_000, ..Limits::default() };
    let set =
        open_bytes(vec![("o.zip".to_owned(), outer.into())], limits, &Progress::default(), &CancelToken::default())
            .unwrap();
    assert_eq!(names(&set), ["o.zip", "o.zip/a.zip"]);
    assert_eq!(note_of(&set, "b.zip").unwrap().0, FileStatus::Failed);
}

#[test]
fn a_folder_of_parts_opens_the_parts_and_follows_no_links() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("downloads");
    std::fs::create_dir_all(root.join("sub")).unwrap();
    let part = |name: &str| zipped(&[(name, b"[]")], CompressionMethod::Deflated);
    std::fs::write(root.join("takeout-1.zip"), part("Takeout/a.json")).unwrap();
    std::fs::write(root.join("sub/takeout-2.zip"), part("Takeout/b.json")).unwrap();
    std::fs::write(root.join("sub/x.json"), "{}").unwrap();
    std::fs::write(dir.path().join("outside.json"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path(), root.join("link")).unwrap();
    let set = open_all(&[&root, &root.join("takeout-1.zip")]).unwrap();
    assert_eq!(names(&set), ["downloads", "takeout-1.zip", "downloads/sub/takeout-2.zip"]);
    assert_eq!(content(&set, "Takeout/b.json"), b"[]");
    assert_eq!(content(&set, "sub/x.json"), b"{}");
    assert!(!paths(&set).iter().any(|p| p.contains("outside")));
    #[cfg(unix)]
    assert_eq!(note_of(&set, "link"), Some((FileStatus::Ignored, "a link, which is not followed")));
    assert_eq!(note_of(&set, "takeout-1.zip"), Some((FileStatus::Ignored, "opened already")));
}

#[test]
fn parts_opened_together_are_one_source_and_a_broken_one_is_listed() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two, bad] = ["p-1.zip", "p-2.zip", "p-3.zip"].map(|name| dir.path().join(name));
    std::fs::write(&one, zipped(&[("a.json", b"1")], CompressionMethod::Stored)).unwrap();
    std::fs::write(&two, zipped(&[("b.json", b"2")], CompressionMethod::Stored)).unwrap();
    std::fs::write(&bad, "<html>").unwrap();
    let set = open_all(&[&two, &bad, &one, &two]).unwrap();
    assert_eq!(names(&set), ["p-2.zip", "p-1.zip", "p-3.zip"]);
    assert_eq!(note_of(&set, "p-3.zip").unwrap().0, FileStatus::Failed);
    assert!(warnings(&set).iter().any(|w| w.contains("given twice")));
    assert!(matches!(open_all(&[&dir.path().join("none.zip")]), Err(ArchiveError::Open { .. })));
}

#[test]
fn cancelling_stops_opening() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.json"), "{}").unwrap();
    let cancel = CancelToken::default();
    cancel.cancel();
    let result = open_paths(&[dir.path().to_owned()], Limits::default(), &Progress::default(), &cancel);
    assert!(matches!(result, Err(ArchiveError::Cancelled)));
}

/// Opens and reads everything; whatever comes out, it must end, and stay within what was allowed.
fn exercise(name: &str, bytes: Vec<u8>) {
    const CAP: u64 = 1 << 20;
    let limits = Limits { nested_bytes: CAP, whole_file_bytes: CAP, ..Limits::default() };
    let set = open_bytes(vec![(name.to_owned(), bytes.into())], limits, &Progress::default(), &CancelToken::default());
    let Ok(set) = set else { return };
    for i in 0..set.entries().len() as u32 {
        if let Ok(content) = set.read(EntryId(i), CAP) {
            assert!(content.len() as u64 <= CAP);
        }
        let from_the_middle = set.open(EntryId(i)).and_then(|mut reader| {
            let mut bytes = [0; 16];
            let read = reader.seek(SeekFrom::Start(3)).and_then(|_| reader.read(&mut bytes));
            read.map_err(|source| ArchiveError::Read { path: "".into(), source })
        });
        assert!(from_the_middle.is_err() || from_the_middle.is_ok_and(|count| count <= 16));
    }
}

fn samples() -> [(&'static str, Vec<u8>); 6] {
    let inner = zipped(&[("in.json", b"[1,2,3]")], CompressionMethod::Deflated);
    let files: [(&str, &[u8]); 3] =
        [("a/posts_1.json", b"[{\"x\":1},{\"x\":2}]"), ("m.jpg", &[9; 300]), ("i.zip", &inner)];
    let mut stream = ZipWriter::new_stream(Vec::new());
    stream.start_file("a.json", options(CompressionMethod::Deflated)).unwrap();
    stream.write_all(b"[1,2,3,4,5]").unwrap();
    [
        ("x.zip", zipped(&files, CompressionMethod::Stored)),
        ("x.zip", zipped(&files, CompressionMethod::Deflated)),
        ("x.zip", stream.finish().unwrap().into_inner()),
        ("x.tgz", tar_gz(&files)),
        ("x.zip", zipped(&files, CompressionMethod::Bzip2)),
        ("x.zip", zips::deflate64(&varied(200), 400)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn truncated_archives_never_panic_or_hang(which in 0..6_usize, keep in 0.0..1.0_f64) {
        let (name, bytes) = samples()[which].clone();
        let keep = (bytes.len() as f64 * keep) as usize;
        exercise(name, bytes[..keep].to_vec());
    }

    #[test]
    fn mangled_archives_never_panic_or_hang(which in 0..6_usize, flips in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..12)) {
        let (name, mut bytes) = samples()[which].clone();
        for (at, value) in flips {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] ^= value;
        }
        exercise(name, bytes);
    }

    #[test]
    fn any_tar_inside_intact_gzip_never_panics(flips in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..12)) {
        let mut tar = gunzip(&samples()[3].1);
        for (at, value) in flips {
            let at = (tar.len() as f64 * at) as usize;
            tar[at] ^= value;
        }
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&tar).unwrap();
        exercise("x.tgz", encoder.finish().unwrap());
    }
}
