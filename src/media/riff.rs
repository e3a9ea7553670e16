//! WebP and AVI: chunks of a RIFF container with an EXIF block or an XMP packet.

use super::found::Found;
use super::moment::WrittenTime;
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
        let head = window.up_to(at, 12)?;
        let Some((&[ref kind @ .., a, b, c, d], inside)) = head.split_first_chunk::<8>() else {
            // Wholly read unless the file ends before its stated end.
            return if at >= end || !found.is_empty() { Ok(()) } else { Err(Stop::End) };
        };
        let content = Span { start: at + 8, len: u64::from(u32::from_le_bytes([a, b, c, d])) };
        let is_head = matches!(inside, b"hdrl" | b"strl");
        match kind.to_ascii_uppercase().as_slice() {
            // The lists at the beginning of a video are gone through as if their chunks stood outside of them.
            b"LIST" if is_head => {
                at = content.start + 4;
                continue;
            }
            b"LIST" => window.hop(),
            b"EXIF" => {
                let head = window.up_to(content.start, content.len.min(16) as usize)?;
                let header = tiff::exif_header_len(head) as u64;
                let result = tiff::read(window, content.skip(header), Directory::Main, found);
                found.tolerate(result, "EXIF block")?;
            }
            b"STRD" if inside == b"AVIF" => {
                let result = tiff::read_bare(window, content.skip(8), found);
                found.tolerate(result, "EXIF block")?;
            }
            b"IDIT" => found.original = found.original.or(date(window, content)?),
            b"XMP " | b"XMP\0" | b"_PMX" if found.wants_xmp() => xmp::read(window, content, found)?,
            _ => {}
        }
        at = content.end().saturating_add(content.len % 2);
    }
    Err(Stop::Bad("RIFF chunks"))
}

/// `Mon Mar 10 15:04:43 2003`, or as in EXIF.
fn date(window: &mut Window<'_>, content: Span) -> Result<Option<WrittenTime>, Stop> {
    let bytes = window.up_to(content.start, content.len.min(32) as usize)?;
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let in_words = || jiff::civil::DateTime::strptime("%a %b %d %H:%M:%S %Y", text).ok();
    let words = || in_words().map(|local| WrittenTime { local, offset: None });
    Ok(WrittenTime::parse(text).or_else(words).filter(|time| super::moment::is_likely(&time.local)))
}
