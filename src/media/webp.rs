//! WebP: the chunks EXIF and XMP of its RIFF container.

use super::found::Found;
use super::tiff::{self, Directory};
use super::window::{Span, Stop, Window};
use super::xmp;

/// Chunks of one file; animations have one per frame.
const CHUNKS_CAP: usize = 20_000;

/// Reads the chunks.
pub(super) fn read(window: &mut Window<'_>, found: &mut Found) -> Result<(), Stop> {
    let [a, b, c, d] = window.array(4)?;
    let end = u64::from(u32::from_le_bytes([a, b, c, d])).saturating_add(8);
    let mut at = 12;
    for _ in 0..CHUNKS_CAP {
        let head = window.up_to(at, 8)?;
        let Some(&[ref kind @ .., a, b, c, d]) = head.first_chunk::<8>() else {
            // Wholly read unless the file ends before its stated end.
            return if at >= end || !found.is_empty() { Ok(()) } else { Err(Stop::End) };
        };
        let content = Span { start: at + 8, len: u64::from(u32::from_le_bytes([a, b, c, d])) };
        match kind.to_ascii_uppercase().as_slice() {
            b"EXIF" => {
                let head = window.up_to(content.start, content.len.min(16) as usize)?;
                let header = tiff::exif_header_len(head) as u64;
                let result = tiff::read(window, content.skip(header), Directory::Main, found);
                found.tolerate(result, "EXIF block")?;
            }
            b"XMP " | b"XMP\0" if found.wants_xmp() => xmp::read(window, content, found)?,
            _ => {}
        }
        at = content.end().saturating_add(content.len % 2);
    }
    Err(Stop::Bad("WebP chunks"))
}
