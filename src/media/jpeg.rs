//! JPEG: segments are hopped over up to the picture itself.

use super::found::Found;
use super::tiff::{self, Directory};
use super::window::{Span, Stop, Window};
use super::xmp;

/// Segments before the picture; panoramas and colour profiles have a few dozen.
const SEGMENTS_CAP: usize = 2000;
/// Bytes of rubbish tolerated between two segments.
const RUBBISH_CAP: u64 = 4096;
const XMP_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Reads the JPEG that starts at `start`.
pub(super) fn read(window: &mut Window<'_>, start: u64, found: &mut Found) -> Result<(), Stop> {
    let mut at = start.saturating_add(2);
    for _ in 0..SEGMENTS_CAP {
        let (marker, after) = next_marker(window, at)?;
        match marker {
            // Start of scan and end of image: what follows is no metadata.
            0xda | 0xd9 => return Ok(()),
            // Markers without content.
            0x01 | 0xd0..=0xd8 => at = after,
            _ => {
                let len = u64::from(u16::from_be_bytes(window.array(after)?));
                let content = Span { start: after + 2, len: len.checked_sub(2).ok_or(Stop::Bad("JPEG segments"))? };
                if marker == 0xe1 {
                    application_segment(window, content, found)?;
                }
                at = content.end();
            }
        }
    }
    Err(Stop::Bad("JPEG segments"))
}

/// The next marker at or after `at`, and the position after it.
fn next_marker(window: &mut Window<'_>, at: u64) -> Result<(u8, u64), Stop> {
    let mut is_lead = false;
    for at in at..at.saturating_add(RUBBISH_CAP) {
        let [byte] = window.array(at)?;
        match byte {
            0xff => is_lead = true,
            0 => is_lead = false,
            marker if is_lead => return Ok((marker, at + 1)),
            _ => {}
        }
    }
    Err(Stop::Bad("JPEG segments"))
}

fn application_segment(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    let head = window.up_to(content.start, (content.len as usize).min(XMP_HEADER.len()))?;
    let exif_header = tiff::exif_header_len(head);
    if exif_header > 0 {
        let result = tiff::read(window, content.skip(exif_header as u64), Directory::Main, found);
        found.tolerate(result, "EXIF block")?;
    } else if head == XMP_HEADER && found.wants_xmp() {
        xmp::read(window, content.skip(XMP_HEADER.len() as u64), found)?;
    }
    Ok(())
}
