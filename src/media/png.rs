//! PNG: the chunk eXIf, which may stand after the picture, and the text chunks of older writers.

use std::io::Read as _;

use super::found::Found;
use super::tiff::{self, Directory};
use super::window::{Span, Stop, TAKE_CAP, Window};
use super::{iptc, xmp};

/// Chunks of one file; pictures are cut into chunks of 8 KB and more.
const CHUNKS_CAP: usize = 200_000;
/// Bytes that a compressed text chunk may unpack to.
const UNPACKED_CAP: u64 = 4 << 20;

/// Reads the chunks.
pub(super) fn read(window: &mut Window<'_>, found: &mut Found) -> Result<(), Stop> {
    let mut at = 8;
    let mut has_ended = false;
    for _ in 0..CHUNKS_CAP {
        let head = window.up_to(at, 8)?;
        let Some(&[a, b, c, d, ref kind @ ..]) = head.first_chunk::<8>() else {
            return if has_ended { Ok(()) } else { Err(Stop::End) };
        };
        let kind: [u8; 4] = *kind;
        let content = Span { start: at + 8, len: u64::from(u32::from_be_bytes([a, b, c, d])) };
        match &kind {
            // Some writers add chunks after the end; anything else there is not ours to judge.
            b"IEND" => has_ended = true,
            _ if has_ended && !kind.iter().all(u8::is_ascii_alphabetic) => return Ok(()),
            b"eXIf" | b"zxIf" => {
                let result = exif_block(window, content, found);
                found.tolerate(result, "EXIF block")?;
            }
            b"tEXt" | b"zTXt" | b"iTXt" => text_chunk(window, kind, content, found)?,
            b"IDAT" => window.hop(),
            _ => {}
        }
        // Four bytes of checksum follow.
        at = content.end().saturating_add(4);
    }
    Err(Stop::Bad("PNG chunks"))
}

fn exif_block(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    window.stroll();
    let head = window.up_to(content.start, content.len.min(16) as usize)?;
    let header = tiff::exif_header_len(head) as u64;
    let result = if head.first() == Some(&0) {
        // A zero, the length, and the block packed: proposed once, and written by some.
        let packed = window.up_to(content.start, content.len.min(TAKE_CAP as u64) as usize)?;
        let block = packed.get(5..).and_then(unpack).ok_or(Stop::Bad("EXIF block"))?;
        tiff::read_memory(&block, tiff::exif_header_len(&block), found)
    } else {
        tiff::read(window, content.skip(header), Directory::Main, found)
    };
    window.hop();
    result
}

fn text_chunk(window: &mut Window<'_>, kind: [u8; 4], content: Span, found: &mut Found) -> Result<(), Stop> {
    let head = window.up_to(content.start, content.len.min(80) as usize)?;
    let keyword = head.split(|b| *b == 0).next().unwrap_or_default();
    let is_xmp = keyword == b"XML:com.adobe.xmp" && found.wants_xmp();
    let is_profile = matches!(
        keyword,
        b"Raw profile type exif"
            | b"Raw profile type APP1"
            | b"Raw profile type xmp"
            | b"Raw profile type EXIF"
            | b"Raw profile type iptc"
            | b"Raw profile type 8bim"
    );
    if !is_xmp && !is_profile {
        return Ok(());
    }
    let skip = keyword.len() + 1;
    let bytes = window.up_to(content.start, content.len.min(TAKE_CAP as u64) as usize)?;
    let Some(text) = chunk_text(kind, bytes.get(skip..).unwrap_or_default()) else {
        found.damaged("a PNG text chunk");
        return Ok(());
    };
    if is_xmp {
        xmp::parse(&text, found);
    } else {
        let result = raw_profile(&text, found);
        found.tolerate(result, "a PNG text chunk")?;
    }
    Ok(())
}

/// The text of a chunk, after its keyword, unpacked.
fn chunk_text(kind: [u8; 4], rest: &[u8]) -> Option<Vec<u8>> {
    match (&kind, rest) {
        (b"tEXt", text) => Some(text.to_vec()),
        (b"zTXt", [_method, packed @ ..]) => unpack(packed),
        (b"iTXt", [is_packed, _method, rest @ ..]) => {
            // Language and translated keyword, each ended by a zero byte.
            let text = rest.splitn(3, |b| *b == 0).nth(2)?;
            if *is_packed == 0 { Some(text.to_vec()) } else { unpack(text) }
        }
        _ => None,
    }
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let result = flate2::read::ZlibDecoder::new(packed).take(UNPACKED_CAP).read_to_end(&mut text);
    // What came before a break is still worth reading.
    (result.is_ok() || !text.is_empty()).then_some(text)
}

/// Reads a profile in hexadecimal, as `ImageMagick` writes it: name, length, digits in lines.
fn raw_profile(text: &[u8], found: &mut Found) -> Result<(), Stop> {
    let mut lines = text.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty());
    let (Some(_name), Some(_len)) = (lines.next(), lines.next()) else { return Err(Stop::End) };
    let digits = lines.flatten().filter_map(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
    let digits: Vec<u8> = digits.collect();
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |n, d| n << 4 | d)).collect();
    let exif_header = tiff::exif_header_len(&bytes);
    if let Some(packet) = bytes.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0") {
        xmp::parse(packet, found);
        Ok(())
    } else if exif_header > 0 || tiff::is_tiff(&bytes) {
        tiff::read_memory(&bytes, exif_header, found)
    } else if matches!(*bytes, [b'8', b'B', b'I', b'M', ..] | [0x1c, ..]) || bytes.starts_with(iptc::HEADER) {
        iptc::read_memory(&bytes, found)
    } else {
        xmp::parse(&bytes, found);
        Ok(())
    }
}
