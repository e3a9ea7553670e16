//! JPEG: segments are hopped over up to the picture itself.

use super::found::Found;
use super::tiff::{self, Directory};
use super::window::{Span, Stop, Window};
use super::{iptc, mp4, xmp};

/// Segments before the picture; panoramas and colour profiles have a few dozen.
const SEGMENTS_CAP: usize = 2000;
/// Bytes of rubbish tolerated between two segments.
const RUBBISH_CAP: u64 = 4096;
const XMP_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_HEADER: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
/// Bytes of a packet that goes on in further segments.
const EXTENDED_CAP: u64 = 1 << 20;

/// A segment that goes on with an XMP packet.
struct Extension {
    guid: [u8; 32],
    /// Length of the whole, and where in it this part belongs.
    total: u32,
    offset: u32,
    content: Span,
}

/// Reads the JPEG that starts at `start`.
pub(super) fn read(window: &mut Window<'_>, start: u64, found: &mut Found) -> Result<(), Stop> {
    let mut extensions = Vec::new();
    let result = segments(window, start, &mut extensions, found);
    found.tolerate(result, "JPEG segments")?;
    if !found.has_point() {
        extended_packet(window, &extensions, found)?;
    }
    if let Some(len) = found.motion_tail.filter(|_| !found.has_point()) {
        // The picture may be scrubbed of its position and the video behind it not.
        let file_len = window.file_len()?;
        let result = match file_len.checked_sub(len) {
            Some(at) => mp4::motion(window, Span { start: at, len }, found),
            None => Err(Stop::End),
        };
        found.tolerate(result, "the video behind the picture")?;
    }
    Ok(())
}

fn segments(
    window: &mut Window<'_>,
    start: u64,
    extensions: &mut Vec<Extension>,
    found: &mut Found,
) -> Result<(), Stop> {
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
                match marker {
                    0xe1 => application_segment(window, content, extensions, found)?,
                    0xed => photoshop_segment(window, content, found)?,
                    _ => {}
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

fn application_segment(
    window: &mut Window<'_>,
    content: Span,
    extensions: &mut Vec<Extension>,
    found: &mut Found,
) -> Result<(), Stop> {
    let head = window.up_to(content.start, (content.len as usize).min(EXTENDED_HEADER.len() + 40))?;
    let exif_header = tiff::exif_header_len(head);
    if exif_header > 0 {
        let result = tiff::read(window, content.skip(exif_header as u64), Directory::Main, found);
        found.tolerate(result, "EXIF block")?;
    } else if head.starts_with(XMP_HEADER) && found.wants_xmp() {
        xmp::read(window, content.skip(XMP_HEADER.len() as u64), found)?;
    } else if let Some(rest) = head.strip_prefix(EXTENDED_HEADER)
        && let Some((guid, rest)) = rest.split_first_chunk::<32>()
        && let Some((total, rest)) = rest.split_first_chunk::<4>()
        && let Some(offset) = rest.first_chunk::<4>()
    {
        let (total, offset) = (u32::from_be_bytes(*total), u32::from_be_bytes(*offset));
        let content = content.skip(EXTENDED_HEADER.len() as u64 + 40);
        extensions.push(Extension { guid: *guid, total, offset, content });
    }
    Ok(())
}

fn photoshop_segment(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    let head = window.up_to(content.start, (content.len as usize).min(iptc::HEADER.len()))?;
    if head == iptc::HEADER {
        let result = iptc::read_resources(window, content.skip(iptc::HEADER.len() as u64), found);
        found.tolerate(result, "Photoshop resources")?;
    }
    Ok(())
}

/// Reads the packet whose parts stand in several segments, if all are there.
fn extended_packet(window: &mut Window<'_>, extensions: &[Extension], found: &mut Found) -> Result<(), Stop> {
    let Some(guid) = found.extended_guid else { return Ok(()) };
    let mut parts: Vec<&Extension> = extensions.iter().filter(|e| e.guid == guid).collect();
    parts.sort_by_key(|e| e.offset);
    let mut packet = Vec::new();
    for part in parts {
        let fits = u64::from(part.total) <= EXTENDED_CAP && packet.len() as u64 + part.content.len <= EXTENDED_CAP;
        if !fits || u64::from(part.offset) != packet.len() as u64 {
            found.damaged("XMP packet in parts");
            return Ok(());
        }
        packet.extend_from_slice(window.take(part.content.start, part.content.len as usize)?);
    }
    if !packet.is_empty() {
        xmp::parse(&packet, found);
    }
    Ok(())
}
