//! `QuickTime`, MP4, M4V and 3GP: position and time in the movie's header, user data and metadata keys.
//!
//! Also the first level of HEIF, AVIF, Canon's CR3, JPEG 2000 and JPEG XL, which consist of the same boxes.

use jiff::Timestamp;

use crate::model::GeoPoint;

use super::boxes::{BoxHead, Boxes};
use super::coordinate::iso6709;
use super::fix::{self, Fix};
use super::found::{Found, label};
use super::moment::WrittenTime;
use super::place::{self, MediaPlace};
use super::tiff::{self, Directory};
use super::window::{Span, Stop, Window};
use super::{MediaKind, heif, maker, xmp};

/// Marks an XMP packet in a box of the type `uuid`.
const XMP_UUID: [u8; 16] = *b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
/// Marks the metadata of Canon's CR3.
const CANON_UUID: [u8; 16] = *b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
/// Marks an EXIF block in JPEG 2000.
const EXIF_UUID: [u8; 16] = *b"JpgTiffExif->JP2";
/// Keys of one list.
const KEYS_CAP: u64 = 2000;
/// Bytes read of a text value.
const TEXT_CAP: u64 = 256;
/// Seconds from 1904, where `QuickTime` counts from, to 1970.
const EPOCH_1904: u64 = 2_082_844_800;

/// Reads the boxes of a file, or of one inside another. Says what it is by its brand, else by what it holds.
pub(super) fn read(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<MediaKind, Stop> {
    let (mut brand, mut has_movie, mut has_picture) = (None, false, false);
    let mut boxes = Boxes::inside(span);
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"ftyp" => brand = Some(window.array::<4>(head.content.start)?),
            b"moov" => {
                has_movie = true;
                window.stroll();
                let result = movie(window, head.content, 0, found);
                found.tolerate(result, "movie header")?;
            }
            b"meta" => {
                has_picture = true;
                let result = heif::read(window, head.content, found);
                found.tolerate(result, "list of items")?;
                // That of a video lists keys instead.
                if !found.has_own_point() {
                    let result = keys_and_values(window, head.content, found);
                    found.tolerate(result, "list of keys")?;
                }
            }
            b"uuid" => uuid(window, head.content, found)?,
            b"Exif" => {
                let result = heif::exif_item(window, head.content, found);
                found.tolerate(result, "EXIF block")?;
            }
            b"xml " if found.wants_xmp() => xmp::read(window, head.content, found)?,
            // Either of the two, packed with Brotli.
            b"brob" => found.is_packed |= matches!(&window.array::<4>(head.content.start)?, b"Exif" | b"xml "),
            // The video of a picture that moves.
            b"mpvd" if has_picture && !found.has_point() => {
                let result = motion(window, head.content, found);
                found.tolerate(result, "movie header")?;
            }
            b"JXL " | b"jP  " => has_picture = true,
            b"mdat" => window.hop(),
            _ => {}
        }
        if (has_movie || has_picture) && found.has_own_point() {
            break;
        }
    }
    if !has_movie && !has_picture {
        return Err(Stop::End);
    }
    let is_picture = brand.map_or(!has_movie, |b| is_picture_brand(b) || !has_movie);
    Ok(if is_picture { MediaKind::Photo } else { MediaKind::Video })
}

/// Reads the video that belongs to a picture, if one begins there. A video inside of it is not looked for.
pub(super) fn motion(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    found.count_block()?;
    let mut boxes = Boxes::inside(span);
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"moov" => return movie(window, head.content, 0, found),
            b"ftyp" | b"mdat" | b"free" | b"skip" | b"wide" => window.hop(),
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// Whether a file starts as one of boxes, also without the type box, as old cameras write it.
pub(super) fn is_boxes(head: &[u8]) -> bool {
    matches!(
        head.get(4..8),
        Some(b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot" | b"JXL " | b"jP  ")
    )
}

/// Whether the brand of a file is one of pictures.
pub(super) const fn is_picture_brand(brand: [u8; 4]) -> bool {
    matches!(
        &brand,
        b"heic"
            | b"heix"
            | b"heim"
            | b"heis"
            | b"hevc"
            | b"hevx"
            | b"mif1"
            | b"msf1"
            | b"avif"
            | b"avis"
            | b"crx "
            | b"jxl "
            | b"jp2 "
            | b"jpx "
    )
}

/// Reads the boxes of a movie, or of a track of it.
fn movie(window: &mut Window<'_>, content: Span, depth: u8, found: &mut Found) -> Result<(), Stop> {
    let mut boxes = Boxes::inside(content);
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"mvhd" => found.header_time = found.header_time.or(header_time(window, head.content)?),
            b"trak" if depth == 0 => movie(window, head.content, 1, found)?,
            b"udta" => user_data(window, head.content, found)?,
            b"meta" => keys_and_values(window, head.content, found)?,
            b"uuid" => uuid(window, head.content, found)?,
            _ => {}
        }
    }
    Ok(())
}

/// The creation time; 0 stands for none. The format means UTC.
fn header_time(window: &mut Window<'_>, content: Span) -> Result<Option<Timestamp>, Stop> {
    let [version, ..] = window.array::<4>(content.start)?;
    let seconds = if version == 1 {
        u64::from_be_bytes(window.array(content.start + 4)?)
    } else {
        u64::from(u32::from_be_bytes(window.array(content.start + 4)?))
    };
    // Some cameras count from 1970; no digital video is from before that.
    let unix = seconds.checked_sub(EPOCH_1904).unwrap_or(seconds);
    let is_video_age = (631_152_000..4_102_444_800).contains(&unix);
    Ok(is_video_age.then(|| Timestamp::from_second(unix as i64).ok()).flatten())
}

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Position,
    Place,
    Accuracy,
    Created,
    Maker,
    Model,
}

/// The meaning of a four-character name in user data or an item list.
const fn meaning_of_name(name: [u8; 4]) -> Option<Meaning> {
    match &name {
        b"\xa9xyz" | b"@xyz" => Some(Meaning::Position),
        b"\xa9day" => Some(Meaning::Created),
        b"\xa9mak" => Some(Meaning::Maker),
        b"\xa9mod" => Some(Meaning::Model),
        _ => None,
    }
}

/// The meaning of a key of the metadata list.
fn meaning_of_key(key: &[u8]) -> Option<Meaning> {
    match key.strip_prefix(b"com.apple.quicktime.").unwrap_or(key) {
        b"location.ISO6709" => Some(Meaning::Position),
        b"location.name" => Some(Meaning::Place),
        b"location.accuracy.horizontal" => Some(Meaning::Accuracy),
        b"creationdate" => Some(Meaning::Created),
        b"make" => Some(Meaning::Maker),
        b"model" => Some(Meaning::Model),
        _ => None,
    }
}

fn apply(meaning: Meaning, bytes: &[u8], found: &mut Found) {
    let text = std::str::from_utf8(bytes.split(|b| *b == 0).next().unwrap_or_default()).unwrap_or_default();
    match meaning {
        Meaning::Position => found.video = found.video.or_else(|| found.noted(iso6709(text))),
        Meaning::Place => set_place(found, text),
        Meaning::Accuracy => {
            let metres = text.trim().parse::<f64>().ok().and_then(fix::accuracy);
            found.video_accuracy_metres = found.video_accuracy_metres.or(metres);
        }
        Meaning::Created => found.video_time = found.video_time.or_else(|| WrittenTime::parse(text)),
        Meaning::Maker => found.maker = found.maker.take().or_else(|| label(bytes)),
        Meaning::Model => found.model = found.model.take().or_else(|| label(bytes)),
    }
}

fn set_place(found: &mut Found, text: &str) {
    if found.video_place.is_none() {
        found.video_place = place::name(text).map(|name| MediaPlace { name: Some(name), ..MediaPlace::default() });
    }
}

fn user_data(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    let mut boxes = Boxes::inside(content);
    while let Some(head) = boxes.next(window)? {
        match (&head.kind, meaning_of_name(head.kind)) {
            (b"meta", _) => keys_and_values(window, head.content, found)?,
            (b"loci", _) => {
                let fix = location_box(window, head.content, found)?;
                found.video_coarse = found.video_coarse.or(fix);
            }
            (b"XMP_", _) if found.wants_xmp() => xmp::read(window, head.content, found)?,
            (name, _) if maker::is_own(*name) => {
                let result = maker::read(window, *name, head.content, found);
                found.tolerate(result, "user data")?;
            }
            (_, Some(meaning)) => user_text(window, head, meaning, found)?,
            _ => {}
        }
    }
    Ok(())
}

/// A text of user data: its length, its language, itself. Some writers use the form of item lists here.
fn user_text(window: &mut Window<'_>, head: BoxHead, meaning: Meaning, found: &mut Found) -> Result<(), Stop> {
    // All of it or nothing: a coordinate cut short still looks like one.
    if !head.is_whole {
        return Err(Stop::Bad("user data"));
    }
    let bytes = window.take(head.content.start, head.content.len.min(TEXT_CAP) as usize)?;
    if bytes.get(4..8) == Some(b"data") {
        apply(meaning, bytes.get(16..).unwrap_or_default(), found);
    } else if matches!(bytes, [b'+' | b'-', ..]) {
        // Early phones wrote the position alone.
        apply(meaning, bytes, found);
    } else if let Some(([a, b, _, _], text)) = bytes.split_first_chunk::<4>() {
        // A length that does not fit is wrong; the box's own then holds.
        let len = usize::from(u16::from_be_bytes([*a, *b]));
        apply(meaning, text.get(..len).filter(|t| !t.is_empty()).unwrap_or(text), found);
    }
    Ok(())
}

/// 3GPP's location box: version, language, name, role, longitude, latitude, altitude. A fictional
/// place is none, and 999 stands for no coordinate.
fn location_box(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<Option<Fix>, Stop> {
    const FICTIONAL: u8 = 2;
    const NO_DEGREES: f64 = 999.0;
    let bytes = window.up_to(content.start, content.len.min(1024) as usize)?;
    let name = bytes.get(6..).ok_or(Stop::End)?;
    let (text, after) = if name.starts_with(b"\xfe\xff") {
        let end = name.as_chunks::<2>().0.iter().position(|pair| *pair == [0, 0]).ok_or(Stop::End)? * 2;
        let units =
            name.get(2..end).unwrap_or_default().as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
        (char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), end + 2)
    } else {
        let end = name.iter().position(|b| *b == 0).ok_or(Stop::End)?;
        (String::from_utf8_lossy(name.get(..end).unwrap_or_default()).into_owned(), end + 1)
    };
    let Some([role, rest @ ..]) = name.get(after..) else { return Err(Stop::End) };
    let ([lon, lat], rest) = rest.as_chunks::<4>().0.split_first_chunk::<2>().ok_or(Stop::End)?;
    let fixed = |bytes: &[u8; 4]| f64::from(i32::from_be_bytes(*bytes)) / 65_536.0;
    if *role == FICTIONAL {
        return Ok(None);
    }
    let height = rest.first().map(fixed).and_then(fix::altitude);
    let degrees = [lat, lon].map(|d| Some(fixed(d)).filter(|d| *d < NO_DEGREES));
    let point = GeoPoint::from_pair(degrees[0], degrees[1]);
    set_place(found, &text);
    Ok(found.noted(point.map(|p| Fix { altitude_metres: height, ..Fix::sure(p) })))
}

/// The box `meta`: a list of keys and a list of values that refer to them, or a list of named values.
fn keys_and_values(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    // In MP4 it starts with a version, in QuickTime it does not.
    let head = window.up_to(content.start, 12)?;
    let skip = if head.get(4..8) == Some(b"hdlr") { 0 } else { 4 };
    let (mut keys, mut values) = (None, None);
    let mut boxes = Boxes::inside(content.skip(skip));
    while let Some(head) = boxes.next(window)? {
        match &head.kind {
            b"keys" => keys = Some(head.content),
            b"ilst" => values = Some(head.content),
            b"xml " if found.wants_xmp() => xmp::read(window, head.content, found)?,
            _ => {}
        }
    }
    let keys = keys.map_or(Ok(Vec::new()), |keys| meanings_of_keys(window, keys))?;
    let Some(values) = values else { return Ok(()) };
    let mut boxes = Boxes::inside(values);
    while let Some(item) = boxes.next(window)? {
        let index = u32::from_be_bytes(item.kind);
        let by_key = keys.iter().find(|(i, _)| *i == index).map(|(_, meaning)| *meaning);
        if let Some(meaning) = by_key.or_else(|| meaning_of_name(item.kind)).filter(|_| item.is_whole) {
            let bytes = window.take(item.content.start, item.content.len.min(TEXT_CAP) as usize)?;
            if bytes.get(4..8) == Some(b"data") {
                apply(meaning, bytes.get(16..).unwrap_or_default(), found);
            }
        }
    }
    Ok(())
}

/// The keys that mean something here, by their number, which starts with 1.
fn meanings_of_keys(window: &mut Window<'_>, content: Span) -> Result<Vec<(u32, Meaning)>, Stop> {
    let count = u64::from(u32::from_be_bytes(window.array(content.start + 4)?));
    let mut meanings = Vec::new();
    let mut at = content.start + 8;
    for index in 1..=count.min(KEYS_CAP) as u32 {
        let size = u64::from(u32::from_be_bytes(window.array(at)?));
        let len = size.checked_sub(8).ok_or(Stop::Bad("keys"))?;
        if at.saturating_add(size) > content.end() {
            return Err(Stop::End);
        }
        let key = window.up_to(at + 8, len.min(TEXT_CAP) as usize)?;
        meanings.extend(meaning_of_key(key).map(|m| (index, m)));
        at += size;
    }
    Ok(meanings)
}

fn uuid(window: &mut Window<'_>, content: Span, found: &mut Found) -> Result<(), Stop> {
    if content.len < 16 {
        return Ok(());
    }
    let (id, rest) = (window.array::<16>(content.start)?, content.skip(16));
    if id == XMP_UUID && found.wants_xmp() {
        window.stroll();
        xmp::read(window, rest, found)?;
    } else if id == EXIF_UUID {
        let result = tiff::read(window, rest, Directory::Main, found);
        found.tolerate(result, "EXIF block")?;
    } else if id == CANON_UUID {
        let mut boxes = Boxes::inside(rest);
        while let Some(head) = boxes.next(window)? {
            let first = match &head.kind {
                b"CMT1" | b"CMT2" => Directory::Main,
                b"CMT4" => Directory::Gps,
                _ => continue,
            };
            let result = tiff::read(window, head.content, first, found);
            found.tolerate(result, "EXIF block")?;
        }
    }
    Ok(())
}
