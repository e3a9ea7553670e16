//! The corpus broken: cut short and with flipped bits. Nothing panics, nothing is read beyond the cap.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use geoshadow::media::{MediaMetadata, read_metadata, read_sidecar};
use proptest::prelude::*;

use crate::corpus::{self, File};

/// A file that counts the bytes it hands out.
struct Counting<'a> {
    inner: Cursor<&'a [u8]>,
    count: u64,
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}

/// What is found within a cap, which must be kept to.
fn read(bytes: &[u8], cap: u64) -> Option<MediaMetadata> {
    let mut reader = Counting { inner: Cursor::new(bytes), count: 0 };
    let found = read_metadata(&mut reader, cap);
    assert!(reader.count <= cap, "{} bytes read of at most {cap}", reader.count);
    if let Ok(metadata) = &found {
        assert_eq!(metadata.bytes_read, reader.count);
    }
    found.ok()
}

/// Files of one record each, of which a part can hold no other position than the whole.
fn single(file: &File) -> bool {
    !file.name.starts_with("both") && !file.name.starts_with("motion")
}

#[test]
fn a_part_of_a_file_gives_no_other_position_than_the_whole() {
    for file in corpus::all().iter().filter(|file| single(file)) {
        let whole = read(&file.bytes, 1 << 20).and_then(|m| m.point);
        let step = (file.bytes.len() / 60).max(1);
        for len in (0..file.bytes.len()).step_by(step) {
            let part = read(&file.bytes[..len], 1 << 20).and_then(|m| m.point);
            assert!(part.is_none() || part == whole, "{} cut to {len} bytes: {part:?}", file.name);
        }
    }
}

#[test]
fn of_a_file_of_many_megabytes_little_is_read() {
    for name in
        ["exif-north_east-app1.jpg", "exif-north_east-raw.dng", "exif-north_east-end.heic", "video-degrees-keys.mov"]
    {
        let mut file = corpus::all().into_iter().find(|f| f.name == name).unwrap();
        file.bytes.resize(30_000_000, 0);
        let found = read(&file.bytes, 8 << 20).unwrap();
        assert!(found.point.is_some() && found.bytes_read <= 16 << 10, "{name}: {} bytes", found.bytes_read);
    }
}

/// A directory of fields that all lie behind it, and what follows it.
fn directory(magic: u8, tag: u16, fields: u16, len: u32, inside: &[u8]) -> Vec<u8> {
    let at = 14 + u32::from(fields) * 12;
    let field = [tag.to_le_bytes().as_slice(), &[7, 0], &len.to_le_bytes(), &at.to_le_bytes()].concat();
    let head = [b"II".as_slice(), &[magic, 0], &8_u32.to_le_bytes(), &fields.to_le_bytes()].concat();
    [head, field.repeat(usize::from(fields)), vec![0; 4], inside.to_vec()].concat()
}

#[test]
fn blocks_inside_each_other_end_somewhere() {
    // Each pair of an EXIF block and a list of resources takes 38 bytes.
    const LEVELS: u32 = 50_000;
    let resource = |len: u32| [b"8BIM\x04\x22\0\0".as_slice(), &len.to_be_bytes()].concat();
    let pair = |left: u32| directory(42, 0x8649, 1, left * 38 + 12, &resource(left * 38));
    let chain: Vec<u8> = (0..LEVELS).rev().flat_map(pair).collect();
    assert!(read(&chain, 8 << 20).is_none());
    // A picture whose block holds another picture as its preview.
    let preview = directory(0x55, 0x2e, 1, 1001, b"");
    let picture = [b"\xff\xd8\xff\xe1\xff\xffExif\0\0".as_slice(), &preview].concat();
    let chain = [picture.repeat(LEVELS as usize), vec![0; 80_000]].concat();
    assert!(read(&chain, 8 << 20).is_none());
    // Few levels, of which each is named a thousand times.
    let mut wide = directory(42, 0x8649, 1, 0, b"");
    for _ in 0..6 {
        let list = [resource(wide.len() as u32), wide].concat();
        wide = directory(42, 0x8649, 1000, list.len() as u32, &list);
    }
    assert!(read(&wide, 8 << 20).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn flipped_bits_never_panic_and_keep_to_the_cap(
        flips in prop::collection::vec((0.0..1.0_f64, 0_u8..8), 1..12),
        cut in 0.2..1.0_f64,
        cap in 16_u64..20_000,
    ) {
        for mut file in corpus::all() {
            let len = file.bytes.len();
            for (at, bit) in &flips {
                file.bytes[(at * len as f64) as usize] ^= 1 << bit;
            }
            let _whole = read(&file.bytes, cap);
            let _part = read(&file.bytes[..(cut * len as f64) as usize], cap);
        }
    }

    #[test]
    fn flipped_bits_in_the_head_never_panic(flips in prop::collection::vec((0_usize..300, 0_u8..8), 1..6)) {
        for mut file in corpus::all() {
            for (at, bit) in &flips {
                if let Some(byte) = file.bytes.get_mut(*at) {
                    *byte ^= 1 << bit;
                }
            }
            let _found = read(&file.bytes, 1 << 20);
            if file.is_sidecar() {
                let _found = read_sidecar(&file.bytes);
            }
        }
    }
}
