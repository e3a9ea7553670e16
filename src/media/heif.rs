//! HEIF and AVIF: list of items says where the EXIF block and the XMP packet are.

use super::boxes::Boxes;
use super::found::Found;
use super::tiff;
use super::window::{Span, Stop, Window};
use super::xmp;

/// Items of one file; pictures in tiles have a few hundred.
const ITEMS_CAP: u64 = 20_000;
/// Metadata items read of one file.
const WANTED_CAP: usize = 8;
/// Pieces of one item.
const EXTENTS_CAP: u64 = 64;
/// Bytes put together of an item in pieces.
const ASSEMBLED_CAP: u64 = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Exif,
    Xmp,
}

/// Reads the metadata that the box `meta` of a picture lists. `content` starts with the version field.
pub(super) fn read(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    let (mut info, mut locations, mut inline) = (None, None, None);
    let mut boxes = Boxes::inside(content.skip(4));
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"iinf" => info = Some(head.content),
            b"iloc" => locations = Some(head.content),
            b"idat" => inline = Some(head.content),
            _ => {}
        }
    }
    let (Some(info), Some(locations)) = (info, locations) else { return Ok(()) };
    let wanted = wanted_items(window, info)?;
    if wanted.is_empty() {
        return Ok(());
    }
    for (content, pieces) in locate(window, locations, inline, &wanted)? {
        let result = read_item(window, content, &pieces, found);
        found.tolerate(result, "EXIF block")?;
    }
    Ok(())
}

/// Reads integers one after the other.
struct Ints<'w, 'r> {
    window: &'w mut Window<'r>,
    at: u64,
    end: u64,
}

impl Ints<'_, '_> {
    /// An integer of 0 to 8 bytes.
    fn int(&mut self, size: u64) -> Result<u64, Stop> {
        let at = self.at;
        self.at = at.checked_add(size).filter(|end| *end <= self.end).ok_or(Stop::End)?;
        let bytes = self.window.take(at, size.min(8) as usize)?;
        Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn skip(&mut self, count: u64) {
        self.at = self.at.saturating_add(count);
    }
}

/// Ids of the items that hold metadata.
fn wanted_items(window: &mut Window<'_>, info: Span) -> Result<Vec<(u64, Content)>, Stop> {
    let [version, ..] = window.array::<4>(info.start)?;
    // A count of two bytes, or four in later versions; the entries say themselves how long they are.
    let mut boxes = Boxes::inside(info.skip(if version == 0 { 6 } else { 8 }));
    let mut wanted = Vec::new();
    while let Some(head) = boxes.next(window)? {
        if &head.kind == b"infe" && wanted.len() < WANTED_CAP {
            wanted.extend(item_entry(window, head.content)?);
        }
    }
    Ok(wanted)
}

fn item_entry(window: &mut Window<'_>, entry: Span) -> Result<Option<(u64, Content)>, Stop> {
    let bytes = window.up_to(entry.start, entry.len.min(160) as usize)?;
    let (id, rest) = match *bytes {
        [0 | 1, _, _, _, a, b, _, _, ref rest @ ..] => (u64::from(u16::from_be_bytes([a, b])), (None, rest)),
        [2, _, _, _, a, b, _, _, ref rest @ ..] => (u64::from(u16::from_be_bytes([a, b])), split_kind(rest)),
        [_, _, _, _, a, b, c, d, _, _, ref rest @ ..] => {
            (u64::from(u32::from_be_bytes([a, b, c, d])), split_kind(rest))
        }
        _ => return Err(Stop::End),
    };
    // Name and type of content, each ended by a zero byte.
    let mut texts = rest.1.split(|b| *b == 0).skip(1);
    let media_type = texts.next().unwrap_or_default();
    let content = match rest.0 {
        Some(b"Exif") => Some(Content::Exif),
        Some(b"mime") | None if media_type == b"application/rdf+xml" => Some(Content::Xmp),
        _ => None,
    };
    Ok(content.map(|c| (id, c)))
}

fn split_kind(rest: &[u8]) -> (Option<&[u8; 4]>, &[u8]) {
    rest.split_first_chunk::<4>().map_or((None, rest), |(kind, rest)| (Some(kind), rest))
}

/// Where the pieces of each wanted item lie in the file.
fn locate(
    window: &mut Window<'_>,
    locations: Span,
    inline: Option<Span>,
    wanted: &[(u64, Content)],
) -> Result<Vec<(Content, Vec<Span>)>, Stop> {
    let [version, ..] = window.array::<4>(locations.start)?;
    let mut ints = Ints { window, at: locations.start + 4, end: locations.end() };
    let sizes = ints.int(2)?;
    let [offset_size, length_size, base_size] = [sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15];
    let index_size = if version == 0 { 0 } else { sizes & 15 };
    let id_size = if version < 2 { 2 } else { 4 };
    let count = ints.int(id_size)?;
    if count > ITEMS_CAP {
        return Err(Stop::Bad("list of items"));
    }
    let mut located = Vec::new();
    for _ in 0..count {
        let id = ints.int(id_size)?;
        let method = if version == 0 { 0 } else { ints.int(2)? & 15 };
        let in_other_file = ints.int(2)? != 0;
        let base = ints.int(base_size)?;
        let extents = ints.int(2)?;
        let Some((_, content)) = wanted.iter().find(|(w, _)| *w == id).filter(|_| !in_other_file && method < 2) else {
            ints.skip(extents * (index_size + offset_size + length_size));
            continue;
        };
        let mut pieces = Vec::new();
        for _ in 0..extents.min(EXTENTS_CAP) {
            ints.skip(index_size);
            let (offset, len) = (base.saturating_add(ints.int(offset_size)?), ints.int(length_size)?);
            let start = if method == 0 { offset } else { inline.ok_or(Stop::End)?.locate(offset, len)? };
            pieces.push(Span { start, len });
        }
        ints.skip(extents.saturating_sub(EXTENTS_CAP) * (index_size + offset_size + length_size));
        located.push((*content, pieces));
    }
    Ok(located)
}

fn read_item(window: &mut Window<'_>, content: Content, pieces: &[Span], found: &mut Found) -> Result<(), Stop> {
    match (content, pieces) {
        // What is left of an item whose content was removed.
        (_, pieces) if pieces.iter().all(|piece| piece.len == 0) => Ok(()),
        (Content::Exif, [span]) => exif_item(window, *span, found),
        (Content::Exif, pieces) => {
            let bytes = assemble(window, pieces)?;
            let span = Span { start: 0, len: bytes.len() as u64 };
            exif_item(&mut Window::new(&mut std::io::Cursor::new(bytes), u64::MAX), span, found)
        }
        (Content::Xmp, _) if !found.wants_xmp() => Ok(()),
        (Content::Xmp, [span]) => xmp::read(window, *span, found),
        (Content::Xmp, pieces) => {
            xmp::parse(&assemble(window, pieces)?, found);
            Ok(())
        }
    }
}

fn assemble(window: &mut Window<'_>, pieces: &[Span]) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    for piece in pieces {
        let room = ASSEMBLED_CAP - bytes.len() as u64;
        bytes.extend_from_slice(window.up_to(piece.start, piece.len.min(room) as usize)?);
    }
    Ok(bytes)
}

/// Reads an EXIF block that starts with the distance to the TIFF structure, or, by mistake, does not.
pub(super) fn exif_item(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    let head = window.up_to(span.start, span.len.min(20) as usize)?;
    let mut skip = tiff::exif_header_len(head) as u64;
    if let Some(distance) = head.first_chunk::<4>()
        && !tiff::is_tiff(head)
    {
        let stated = 4 + u64::from(u32::from_be_bytes(*distance));
        let is_stated = span.locate(stated, 4).is_ok() && tiff::is_tiff(window.up_to(span.start + stated, 16)?);
        let head = window.up_to(span.start + 4, rest_len(span))?;
        if is_stated {
            skip = stated;
        } else if tiff::is_tiff(head) {
            skip = 4;
        } else if tiff::exif_header_len(head) > 0 {
            skip = 4 + tiff::exif_header_len(head) as u64;
        }
    }
    tiff::read(window, span.skip(skip), tiff::Directory::Main, found)
}

fn rest_len(span: Span) -> usize {
    span.len.saturating_sub(4).min(16) as usize
}
