//! Names of places in IPTC-IIM records, which Photoshop keeps among its resources.

use super::found::Found;
use super::place::{MediaPlace, name};
use super::tiff::{self, Directory};
use super::window::{Span, Stop, Window};
use super::xmp;

/// The header of a JPEG segment with Photoshop's resources.
pub(super) const HEADER: &[u8] = b"Photoshop 3.0\0";
/// Resources of one list; real ones have a few dozen.
const RESOURCES_CAP: usize = 1000;
/// Number of the resource that holds the records.
const IPTC_RESOURCE: u16 = 0x0404;
/// Numbers of those that hold what a JPEG has in segments of its own.
const EXIF_RESOURCE: u16 = 0x0422;
const XMP_RESOURCE: u16 = 0x0424;
/// Bytes read of the records.
const RECORDS_CAP: u64 = 64 << 10;

/// Reads Photoshop's resources: the records, and an EXIF block or an XMP packet among them.
pub(super) fn read_resources(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    found.count_block()?;
    let mut rest = span;
    for _ in 0..RESOURCES_CAP {
        if rest.len < 12 {
            return Ok(());
        }
        let [signature @ .., id_high, id_low, name_len] = window.array::<7>(rest.start)?;
        if !matches!(&signature, b"8BIM" | b"PHUT" | b"DCSR" | b"AgHg" | b"MeSa") {
            return Err(Stop::Bad("Photoshop resources"));
        }
        // The name is padded so that it and its length take an even number of bytes.
        let after_name = rest.skip(6 + (u64::from(name_len) + 1).next_multiple_of(2));
        let len = u64::from(u32::from_be_bytes(window.array(after_name.start)?));
        let content = Span { start: after_name.locate(4, len)?, len };
        match u16::from_be_bytes([id_high, id_low]) {
            IPTC_RESOURCE => read_records(window, content, found)?,
            EXIF_RESOURCE => {
                let result = tiff::read(window, content, Directory::Main, found);
                found.tolerate(result, "EXIF block")?;
            }
            XMP_RESOURCE if found.wants_xmp() => xmp::read(window, content, found)?,
            _ => {}
        }
        rest = after_name.skip(4 + len.next_multiple_of(2));
    }
    Err(Stop::Bad("Photoshop resources"))
}

/// Reads the records.
pub(super) fn read_records(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    let bytes = window.up_to(span.start, span.len.min(RECORDS_CAP) as usize)?;
    parse(bytes, found);
    Ok(())
}

/// Reads resources or bare records in memory.
pub(super) fn read_memory(bytes: &[u8], found: &mut Found) -> Result<(), Stop> {
    let bytes = bytes.strip_prefix(HEADER).unwrap_or(bytes);
    if bytes.starts_with(b"8BIM") {
        let span = Span { start: 0, len: bytes.len() as u64 };
        read_resources(&mut Window::new(&mut std::io::Cursor::new(bytes), u64::MAX), span, found)
    } else {
        parse(bytes, found);
        Ok(())
    }
}

fn parse(mut bytes: &[u8], found: &mut Found) {
    let mut is_utf8 = false;
    let mut place = MediaPlace::default();
    let mut code = None;
    while let [0x1c, record, number, high, low, rest @ ..] = bytes {
        let len = u16::from_be_bytes([*high, *low]);
        // The highest bit announces a length of more bytes, which no name has.
        let Some((value, after)) = rest.split_at_checked(usize::from(len)).filter(|_| len < 0x8000) else { break };
        bytes = after;
        let text = || name(&decode(value, is_utf8));
        match (record, number) {
            (1, 90) => is_utf8 = value == b"\x1b%G",
            (2, 90) => place.city = place.city.take().or_else(text),
            (2, 92) => place.name = place.name.take().or_else(text),
            (2, 95) => place.region = place.region.take().or_else(text),
            (2, 100) => code = code.or_else(text),
            (2, 101) => place.country = place.country.take().or_else(text),
            _ => {}
        }
    }
    place.country = place.country.or(code);
    if !place.is_empty() && found.iptc_place.is_none() {
        found.iptc_place = Some(place);
    }
}

/// The text, whose encoding is stated for UTF-8 only; many writers use UTF-8 without saying so, and
/// text of one byte a letter is hardly ever valid UTF-8 by chance.
fn decode(value: &[u8], is_utf8: bool) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf8 => String::from_utf8_lossy(value).into_owned(),
        Err(_) => value.iter().map(|b| char::from(*b)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(record: u8, number: u8, value: &[u8]) -> Vec<u8> {
        [&[0x1c, record, number], (value.len() as u16).to_be_bytes().as_slice(), value].concat()
    }

    fn place(records: &[u8]) -> Option<MediaPlace> {
        let mut found = Found::default();
        let resource = [
            b"8BIM\x04\x25\0\0\0\0\0\x01x\0".as_slice(),
            b"8BIM\x04\x04\x03abc",
            &(records.len() as u32).to_be_bytes(),
            records,
        ]
        .concat();
        read_memory(&[HEADER, &resource].concat(), &mut found).unwrap();
        found.iptc_place
    }

    #[test]
    fn names_are_read_in_every_encoding() {
        let latin = [record(2, 90, b"Z\xfcrich"), record(2, 100, b"CHE")].concat();
        let found = place(&latin).unwrap();
        assert_eq!((found.city.as_deref(), found.country.as_deref()), (Some("Zürich"), Some("CHE")));
        let utf8 = [record(1, 90, b"\x1b%G"), record(2, 90, "Zürich".as_bytes()), record(2, 101, b"Schweiz")].concat();
        let found = place(&utf8).unwrap();
        assert_eq!((found.city.as_deref(), found.country.as_deref()), (Some("Zürich"), Some("Schweiz")));
        assert_eq!(place(&record(2, 90, "Zürich".as_bytes())).unwrap().city.as_deref(), Some("Zürich"));
    }

    #[test]
    fn what_is_broken_ends_the_list_and_keeps_what_came_before() {
        let cut = [record(2, 90, b"Lyon"), b"\x1c\x02\x5f\x00\x20cut".to_vec()].concat();
        assert_eq!(place(&cut).unwrap().city.as_deref(), Some("Lyon"));
        assert_eq!(place(b"\x1c\x02\x5a\xff\xff"), None);
        assert!(read_memory(b"8BIM\x04\x04\0\0\xff\xff\xff\xff", &mut Found::default()).is_err());
    }
}
