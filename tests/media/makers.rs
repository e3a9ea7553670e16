//! Videos whose makers keep the position in user data of their own, and what is packed.

use crate::containers as c;
use crate::corpus::{Expected, File, file};
use crate::exif_cases;
use crate::tiff::Block;

/// The files.
pub(crate) fn all() -> Vec<File> {
    let mut files: Vec<File> = ["north_east", "south_west", "below_sea", "no_fix", "destination_only"]
        .into_iter()
        .flat_map(|name| {
            let case = exif_cases::all().into_iter().find(|case| case.name == name).expect("a case of this name");
            containers(&case.block)
                .into_iter()
                .map(move |(container, bytes)| file(format!("maker-{name}-{container}"), bytes, case.expected))
        })
        .collect();
    let behind = c::jxl(&[(b"brob", b"Exif\x8b\x02\x80\0\0\0\0\0\x03".to_vec())]);
    files.push(file("packed_block.jxl".into(), behind, Expected::None));
    files.push(file("bare.jxl".into(), b"\xff\x0a\x7f\0\0\0".to_vec(), Expected::None));
    files.push(file("nothing.psd".into(), c::psd(&[], false), Expected::None));
    files.push(file("nothing.avi".into(), c::avi(&[], &[]), Expected::None));
    files
}

fn containers(block: &Block) -> Vec<(&'static str, Vec<u8>)> {
    let tiff = block.build();
    let video = |kind: &[u8], content: &[u8]| c::video(*b"qt  ", &c::boxed(b"udta", &c::boxed(kind, content)), true);
    let panasonic = |head: usize| {
        let mut content = vec![0; head];
        content.extend([b"\xff\xd8\xff\xe1\x02\x00Exif\0\0", tiff.as_slice()].concat());
        video(b"PANA", &content)
    };
    let mut table = vec![0; 0x180];
    table[0xc7..0xcb].copy_from_slice(b"GPS_");
    for (tag, at) in [(1, 0xcf), (2, 0xd1), (3, 0xe9), (4, 0xeb), (5, 0x103), (6, 0x104)] {
        let value = block.value_of(tag).unwrap_or_default();
        table[at..at + value.len()].copy_from_slice(&value);
    }
    let stream = [b"AVIF\0\0\0\0".to_vec(), block.directories(0)].concat();
    vec![
        ("nikon.mov", video(b"NCDT", &c::boxed(b"NCTG", &block.listed()))),
        ("pentax.mov", video(b"PENT", &table)),
        ("panasonic.mp4", panasonic(0x10)),
        ("panasonic_old.mp4", panasonic(0x4068)),
        ("panasonic_later.mp4", panasonic(0x4080)),
        ("stream.avi", c::avi(&[(b"strd", stream)], &[])),
        ("thumbnail.mp4", video(b"CNTH", &c::boxed(b"CNDA", &c::jpeg(&[c::exif_segment(&tiff)])))),
    ]
}
