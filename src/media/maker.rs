//! What cameras of single makers keep in the user data of their videos instead of the fields that everybody reads.
//!
//! The layouts are those that exiftool documents: Nikon's list of fields, the beginning of a JPEG of Panasonic and
//! Leica, the picture that stands for a video of Canon, the table of Pentax.

use super::boxes::Boxes;
use super::found::Found;
use super::window::{Span, Stop, Window};
use super::{jpeg, tiff};

/// Whether user data of this name are a maker's own.
pub(super) const fn is_own(name: [u8; 4]) -> bool {
    matches!(&name, b"NCDT" | b"PANA" | b"LEIC" | b"CNTH" | b"PENT")
}

/// Reads them.
pub(super) fn read(window: &mut Window<'_>, name: [u8; 4], content: Span, found: &mut Found) -> Result<(), Stop> {
    match &name {
        b"PENT" => return tiff::read_table(window, content, found),
        b"PANA" | b"LEIC" => return jpeg_after_head(window, content, found),
        _ => {}
    }
    let mut boxes = Boxes::inside(content);
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"NCTG" => tiff::read_list(window, head.content, found)?,
            b"CNDA" => jpeg::read(window, head.content.start, found)?,
            _ => {}
        }
    }
    Ok(())
}

/// Lengths of the heads before the JPEG in the models known.
const HEADS: [u64; 4] = [0x10, 0x4068, 0x4080, 0x20_0080];

/// No more than the first segment of that JPEG is sound.
fn jpeg_after_head(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    for head in HEADS.into_iter().take_while(|head| head + 12 < content.len) {
        let rest = content.skip(head);
        if let [0xff, 0xd8, 0xff, 0xe1, _, _, b'E', b'x', b'i', b'f', 0, 0] = window.up_to(rest.start, 12)? {
            return tiff::read(window, rest.skip(12), tiff::Directory::Main, found);
        }
    }
    Ok(())
}
