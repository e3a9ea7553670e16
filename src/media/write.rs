//! Writes an EXIF block into a JPEG: what the pictures of the fictional archives carry.
//!
//! Only the fields that [`read_metadata`](super::read_metadata) reads; never used on a user's file.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::model::GeoPoint;

/// What to write. Fields that are `None` are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExifToWrite<'a> {
    /// Where the picture was taken.
    pub point: Option<GeoPoint>,
    /// When, by the camera's clock.
    pub taken_local: Option<DateTime>,
    /// That clock's offset from UTC in minutes, east positive.
    pub offset_minutes: Option<i16>,
    /// Maker of the device.
    pub maker: Option<&'a str>,
    /// Model of the device.
    pub model: Option<&'a str>,
}

/// The largest number of bytes a JPEG segment holds beside its length field.
const SEGMENT_CAP: usize = 65_533;
/// Seconds of arc are written in steps of 1/10000, which is 3 mm on the ground.
const STEPS_PER_SECOND: u64 = 10_000;

/// `jpeg` with an EXIF block in place of any it had; unchanged if it is not a JPEG or the block would not fit.
pub fn jpeg_with_exif(jpeg: &[u8], exif: &ExifToWrite<'_>) -> Vec<u8> {
    let Some(body) = jpeg.strip_prefix(b"\xff\xd8") else { return jpeg.to_vec() };
    let block = [b"Exif\0\0".as_slice(), &tiff_block(exif)].concat();
    if block.len() > SEGMENT_CAP {
        return jpeg.to_vec();
    }
    let (segments, rest) = leading_segments(body);
    let (first, others) = segments.split_at(segments.iter().take_while(|s| s.starts_with(b"\xff\xe0")).count());
    let head = [0xff, 0xe1].into_iter().chain((block.len() as u16 + 2).to_be_bytes());
    let mut out = Vec::with_capacity(jpeg.len() + block.len() + 4);
    out.extend_from_slice(b"\xff\xd8");
    out.extend(first.iter().copied().flatten());
    out.extend(head.chain(block));
    out.extend(others.iter().filter(|s| !is_exif(s)).copied().flatten());
    out.extend_from_slice(rest);
    out
}

fn is_exif(segment: &[u8]) -> bool {
    segment.starts_with(b"\xff\xe1") && segment.get(4..10) == Some(b"Exif\0\0")
}

/// The application segments at the start, each with its marker, and what follows them.
fn leading_segments(mut body: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut segments = Vec::new();
    while let [0xff, 0xe0..=0xef, high, low, ..] = *body {
        let length = usize::from(u16::from_be_bytes([high, low])) + 2;
        let Some((segment, rest)) = body.split_at_checked(length) else { break };
        segments.push(segment);
        body = rest;
    }
    (segments, body)
}

/// A field of a directory, its value as little-endian bytes.
struct Field {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const UNDEFINED: u16 = 7;

impl Field {
    fn ascii(tag: u16, text: &str) -> Self {
        let value = [text.as_bytes(), b"\0"].concat();
        Self { tag, kind: ASCII, count: value.len() as u32, value }
    }

    fn bytes(tag: u16, kind: u16, value: &[u8]) -> Self {
        Self { tag, kind, count: value.len() as u32, value: value.to_vec() }
    }

    fn long(tag: u16, value: u32) -> Self {
        Self { tag, kind: LONG, count: 1, value: value.to_le_bytes().to_vec() }
    }

    fn rationals(tag: u16, values: &[(u32, u32)]) -> Self {
        let value = values.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()]).flatten().collect();
        Self { tag, kind: RATIONAL, count: values.len() as u32, value }
    }
}

fn tiff_block(exif: &ExifToWrite<'_>) -> Vec<u8> {
    const HEADER: &[u8] = b"II*\0\x08\0\0\0";
    let (exif_fields, gps_fields) = (exif_directory(exif), gps_directory(exif));
    // The sizes do not depend on the pointers' values, so a first pass with zeros tells the offsets.
    let after_main = HEADER.len() + directory(&main_directory(exif, 0, 0), HEADER.len()).len();
    let exif_bytes = directory(&exif_fields, after_main);
    let gps_at = after_main + exif_bytes.len();
    let gps_pointer = if gps_fields.is_empty() { 0 } else { gps_at };
    let main = directory(&main_directory(exif, after_main, gps_pointer), HEADER.len());
    let gps = if gps_fields.is_empty() { Vec::new() } else { directory(&gps_fields, gps_at) };
    [HEADER, &main, &exif_bytes, &gps].concat()
}

fn main_directory(exif: &ExifToWrite<'_>, exif_at: usize, gps_at: usize) -> Vec<Field> {
    let mut fields = Vec::new();
    fields.extend(exif.maker.map(|m| Field::ascii(0x010f, m)));
    fields.extend(exif.model.map(|m| Field::ascii(0x0110, m)));
    fields.extend(exif.taken_local.map(|t| Field::ascii(0x0132, &date_time(t))));
    fields.push(Field::long(0x8769, exif_at as u32));
    fields.extend(exif.point.map(|_| Field::long(0x8825, gps_at as u32)));
    fields
}

fn exif_directory(exif: &ExifToWrite<'_>) -> Vec<Field> {
    let mut fields = vec![Field::bytes(0x9000, UNDEFINED, b"0232")];
    fields.extend(exif.taken_local.map(|t| Field::ascii(0x9003, &date_time(t))));
    fields.extend(exif.taken_local.map(|t| Field::ascii(0x9004, &date_time(t))));
    let offset = exif.offset_minutes.filter(|_| exif.taken_local.is_some()).map(|minutes| {
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    });
    for tag in [0x9010, 0x9011, 0x9012] {
        fields.extend(offset.as_deref().map(|o| Field::ascii(tag, o)));
    }
    fields
}

fn gps_directory(exif: &ExifToWrite<'_>) -> Vec<Field> {
    let Some(point) = exif.point else { return Vec::new() };
    let lat_ref = if point.lat().is_sign_negative() { "S" } else { "N" };
    let lon_ref = if point.lon().is_sign_negative() { "W" } else { "E" };
    let mut fields = vec![
        Field::bytes(0x0000, BYTE, &[2, 3, 0, 0]),
        Field::ascii(0x0001, lat_ref),
        Field::rationals(0x0002, &degrees(point.lat())),
        Field::ascii(0x0003, lon_ref),
        Field::rationals(0x0004, &degrees(point.lon())),
    ];
    let utc = exif.taken_local.zip(exif.offset_minutes);
    let utc = utc.and_then(|(t, m)| t.checked_sub(SignedDuration::from_mins(i64::from(m))).ok());
    if let Some(utc) = utc {
        let [hour, minute, second] = [utc.hour(), utc.minute(), utc.second()].map(|v| (v.unsigned_abs().into(), 1));
        fields.push(Field::rationals(0x0007, &[hour, minute, second]));
        fields.push(Field::ascii(0x001d, &format!("{:04}:{:02}:{:02}", utc.year(), utc.month(), utc.day())));
    }
    fields
}

fn degrees(value: f64) -> [(u32, u32); 3] {
    let steps = (value.abs() * (3600 * STEPS_PER_SECOND) as f64).round() as u64;
    let (minutes, seconds) = (steps / (60 * STEPS_PER_SECOND), steps % (60 * STEPS_PER_SECOND));
    [((minutes / 60) as u32, 1), ((minutes % 60) as u32, 1), (seconds as u32, STEPS_PER_SECOND as u32)]
}

fn date_time(t: DateTime) -> String {
    let (year, month, day) = (t.year(), t.month(), t.day());
    format!("{year:04}:{month:02}:{day:02} {:02}:{:02}:{:02}", t.hour(), t.minute(), t.second())
}

/// A directory placed at offset `at`: its table of fields, then the values that do not fit in the table.
fn directory(fields: &[Field], at: usize) -> Vec<u8> {
    let mut table = (fields.len() as u16).to_le_bytes().to_vec();
    let mut values: Vec<u8> = Vec::new();
    let values_at = at + 2 + fields.len() * 12 + 4;
    for field in fields {
        table.extend_from_slice(&field.tag.to_le_bytes());
        table.extend_from_slice(&field.kind.to_le_bytes());
        table.extend_from_slice(&field.count.to_le_bytes());
        if field.value.len() <= 4 {
            table.extend(field.value.iter().copied().chain([0; 4]).take(4));
        } else {
            table.extend_from_slice(&((values_at + values.len()) as u32).to_le_bytes());
            values.extend_from_slice(&field.value);
            // Values start at even offsets.
            values.resize(values.len().next_multiple_of(2), 0);
        }
    }
    table.extend_from_slice(&[0; 4]);
    table.extend_from_slice(&values);
    table
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use exif::{In, Tag};
    use jiff::civil::date;

    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([200, 120, 40]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        bytes
    }

    fn all() -> ExifToWrite<'static> {
        ExifToWrite {
            point: GeoPoint::new(-33.856_784, 151.215_297),
            taken_local: Some(date(2018, 12, 31).at(23, 59, 58, 0)),
            offset_minutes: Some(-150),
            maker: Some("Maker"),
            model: Some("Model 7"),
        }
    }

    /// The fields as another reader of EXIF sees them.
    fn fields(jpeg: &[u8]) -> exif::Exif {
        exif::Reader::new().read_from_container(&mut Cursor::new(jpeg)).unwrap()
    }

    fn shown(exif: &exif::Exif, tag: Tag) -> Option<String> {
        exif.get_field(tag, In::PRIMARY).map(|f| f.display_value().to_string())
    }

    #[test]
    fn another_reader_finds_what_was_written() {
        let exif = fields(&jpeg_with_exif(&jpeg(), &all()));
        assert_eq!(shown(&exif, Tag::GPSLatitude).unwrap(), "33 deg 51 min 24.4224 sec");
        assert_eq!(shown(&exif, Tag::GPSLatitudeRef).unwrap(), "S");
        assert_eq!(shown(&exif, Tag::GPSLongitude).unwrap(), "151 deg 12 min 55.0692 sec");
        assert_eq!(shown(&exif, Tag::GPSLongitudeRef).unwrap(), "E");
        assert_eq!(shown(&exif, Tag::DateTimeOriginal).unwrap(), "2018-12-31 23:59:58");
        assert_eq!(shown(&exif, Tag::OffsetTimeOriginal).unwrap(), "\"-02:30\"");
        assert_eq!(shown(&exif, Tag::GPSDateStamp).unwrap(), "2019-01-01");
        assert_eq!(shown(&exif, Tag::Make).unwrap(), "\"Maker\"");
        assert_eq!(shown(&exif, Tag::Model).unwrap(), "\"Model 7\"");
    }

    #[test]
    fn the_picture_itself_stays_the_same() {
        let (before, after) = (jpeg(), jpeg_with_exif(&jpeg(), &all()));
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
        assert_eq!(pixels(&before), pixels(&after));
    }

    #[test]
    fn writing_again_replaces_the_block() {
        let once = jpeg_with_exif(&jpeg(), &all());
        let bare = ExifToWrite { model: Some("Other"), ..ExifToWrite::default() };
        let twice = jpeg_with_exif(&once, &bare);
        let exif = fields(&twice);
        assert_eq!(shown(&exif, Tag::Model).unwrap(), "\"Other\"");
        assert_eq!(shown(&exif, Tag::GPSLatitude), None);
        assert_eq!(twice.windows(6).filter(|w| w == b"Exif\0\0").count(), 1);
    }

    #[test]
    fn what_is_no_jpeg_is_left_alone() {
        assert_eq!(jpeg_with_exif(b"GIF89a", &all()), b"GIF89a");
    }

    #[test]
    fn sixty_seconds_carry_into_the_next_minute() {
        assert_eq!(degrees(11.999_999_999_99), [(12, 1), (0, 1), (0, 10_000)]);
        assert_eq!(degrees(-180.0), [(180, 1), (0, 1), (0, 10_000)]);
    }
}
