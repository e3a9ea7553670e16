//! The fixtures of loose photos through the reader: whole, by other ways of reading, and broken.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

const CAP: u64 = 1 << 20;

/// Every media file among the fixtures, with its name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        let (below, here): (Vec<PathBuf>, Vec<PathBuf>) =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).partition(|p| p.is_dir());
        folders.extend(below);
        files.extend(here);
    }
    files.sort();
    let named = |p: PathBuf| (p.strip_prefix(&root).unwrap().display().to_string(), std::fs::read(p).unwrap());
    let files: Vec<_> = files.into_iter().map(named).collect();
    assert!(files.len() > 50, "the fixtures were found");
    files
}

fn read(bytes: &[u8]) -> std::result::Result<MediaMetadata, String> {
    read_metadata(&mut Cursor::new(bytes), CAP).map_err(|e| e.to_string())
}

/// A file that hands out at most `step` bytes at a time and counts them.
struct Counting<'a> {
    inner: Cursor<&'a [u8]>,
    step: usize,
    count: u64,
}

impl<'a> Counting<'a> {
    fn new(bytes: &'a [u8], step: usize) -> Self {
        Self { inner: Cursor::new(bytes), step, count: 0 }
    }
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let len = buffer.len().min(self.step);
        let count = self.inner.read(&mut buffer[..len])?;
        self.count += count as u64;
        Ok(count)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}

#[test]
fn every_format_gives_the_same_place_and_time() {
    for (name, bytes) in fixtures().iter().filter(|(name, _)| name.starts_with("formats")) {
        let metadata = read(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (lat, lon) = if name.ends_with("big.tif") { (48.858_366, 2.294_5) } else { (45.764, 4.835_7) };
        let point = metadata.point.unwrap_or_else(|| panic!("{name} has no position"));
        assert!((point.lat() - lat).abs() < 1e-5 && (point.lon() - lon).abs() < 1e-5, "{name}: {point:?}");
        let taken = metadata.taken.map(|t| t.to_string());
        let expected = (!name.ends_with("big.tif")).then_some("2019-06-15T12:03:22Z");
        assert_eq!(taken.as_deref(), expected, "{name}");
        assert_eq!(metadata.damage, None, "{name}");
    }
}

#[test]
fn a_reader_that_gives_byte_by_byte_gives_the_same() {
    for (name, bytes) in fixtures() {
        let mut reader = Counting::new(&bytes, 1);
        let slow = read_metadata(&mut reader, CAP).map_err(|e| e.to_string());
        let count = reader.count;
        match (slow, read(&bytes)) {
            (Ok(slow), Ok(fast)) => {
                assert_eq!(slow.bytes_read, count, "{name}");
                assert_eq!(MediaMetadata { bytes_read: 0, ..slow }, MediaMetadata { bytes_read: 0, ..fast }, "{name}");
            }
            (slow, fast) => assert_eq!(slow, fast, "{name}"),
        }
    }
}

#[test]
fn a_reader_starts_at_the_beginning_wherever_the_file_stands() {
    let (_, bytes) = fixtures().into_iter().find(|(name, _)| name.ends_with("app1.jpg")).unwrap();
    let mut cursor = Cursor::new(&bytes);
    cursor.set_position(100);
    assert!(read_metadata(&mut cursor, CAP).unwrap().point.is_some());
}

#[test]
fn of_a_large_picture_only_the_head_is_read() {
    let (_, mut bytes) = fixtures().into_iter().find(|(name, _)| name.ends_with("app1.jpg")).unwrap();
    bytes.resize(5_000_000, 0);
    assert!(read(&bytes).unwrap().bytes_read <= 4096);
    let (_, mut bytes) = fixtures().into_iter().find(|(name, _)| name.ends_with("little.tif")).unwrap();
    bytes.resize(5_000_000, 0);
    assert!(read(&bytes).unwrap().bytes_read <= 4096);
}

#[test]
fn every_truncation_ends_and_invents_no_position() {
    for (name, bytes) in fixtures() {
        let whole = read(&bytes).ok().and_then(|m| m.point);
        for len in 0..bytes.len().min(1500) {
            let mut reader = Counting::new(&bytes[..len], usize::MAX);
            let result = read_metadata(&mut reader, 512);
            assert!(reader.count <= 512, "{name} cut to {len} bytes");
            let Ok(metadata) = result else { continue };
            assert_eq!(metadata.bytes_read, reader.count, "{name}");
            assert!(metadata.point.is_none() || metadata.point == whole, "{name} cut to {len} bytes");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flipped_bytes_never_panic_and_keep_to_the_cap(
        flips in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6),
        cap in 16_u64..20_000,
    ) {
        for (name, mut bytes) in fixtures() {
            let len = bytes.len();
            for (at, value) in &flips {
                if let Some(byte) = bytes.get_mut((at * len as f64) as usize) {
                    *byte = *value;
                }
            }
            let mut reader = Counting::new(&bytes, usize::MAX);
            let result = read_metadata(&mut reader, cap);
            prop_assert!(reader.count <= cap, "{}", name);
            if let Ok(metadata) = result {
                prop_assert_eq!(metadata.bytes_read, reader.count);
            }
        }
    }

    #[test]
    fn arbitrary_bytes_after_a_known_start_never_panic(
        start in prop::sample::select(vec![
            b"\xff\xd8\xff\xe1".as_slice(), b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\0\0WEBP", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08",
            b"II\x2b\0\x08\0\0\0", b"GIF89a", b"\0\0\0\x10ftypheic\0\0\0\0", b"\0\0\0\x08wide\0\0\x10\0moov", b"FUJIFILMCCD-RAW",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let bytes = [start, &rest].concat();
        let mut reader = Counting::new(&bytes, usize::MAX);
        let result = read_metadata(&mut reader, 5000);
        prop_assert!(reader.count <= 5000);
        prop_assert!(result.is_err() || result.is_ok_and(|m| m.bytes_read == reader.count));
    }
}

#[test]
fn a_failing_read_is_said_and_not_taken_for_damage() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, _: SeekFrom) -> Result<u64> {
            Ok(0)
        }
    }
    assert!(matches!(read_metadata(&mut Failing, CAP), Err(MediaError::Read(_))));
}

#[test]
fn a_box_that_points_far_away_costs_no_memory_and_no_time() {
    // A list of a billion keys, a directory of 65535 fields, and chunks that claim the whole address space.
    let far: [&[u8]; 4] = [
        b"\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\x38moov\0\0\0\x30meta\0\0\0\x10hdlr\0\0\0\0\0\0\0\0\0\0\0\x10keys\0\0\0\0\x3f\xff\xff\xff\0\0\0\x08ilst",
        b"II*\0\x08\0\0\0\xff\xff",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffeXIf",
        b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    for bytes in far {
        assert!(read(bytes).is_err() || read(bytes).is_ok_and(|m| m.point.is_none()));
    }
}
