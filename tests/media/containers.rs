//! Puts metadata into files of every format, with as little around them as readers ask for.

use std::io::Write as _;

fn be32(value: usize) -> [u8; 4] {
    (value as u32).to_be_bytes()
}

/// A JPEG with these segments, each a marker and a content.
pub(crate) fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    for (marker, content) in segments {
        out.extend([0xff, *marker]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    }
    out.extend(b"\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x7f\xff\xd9");
    out
}

pub(crate) fn exif_segment(tiff: &[u8]) -> (u8, Vec<u8>) {
    (0xe1, [b"Exif\0\0", tiff].concat())
}

pub(crate) fn xmp_segment(packet: &[u8]) -> (u8, Vec<u8>) {
    (0xe1, [b"http://ns.adobe.com/xap/1.0/\0", packet].concat())
}

/// Further segments of a packet, `step` bytes each.
pub(crate) fn extended_segments(guid: &str, packet: &[u8], step: usize) -> Vec<(u8, Vec<u8>)> {
    let head = |at: usize| {
        let header = b"http://ns.adobe.com/xmp/extension/\0".as_slice();
        [header, guid.as_bytes(), &be32(packet.len()), &be32(at)].concat()
    };
    packet.chunks(step).enumerate().map(|(i, part)| (0xe1, [head(i * step), part.to_vec()].concat())).collect()
}

pub(crate) fn iptc_record(record: u8, number: u8, value: &[u8]) -> Vec<u8> {
    [&[0x1c, record, number], (value.len() as u16).to_be_bytes().as_slice(), value].concat()
}

pub(crate) fn photoshop(records: &[u8]) -> Vec<u8> {
    let mut out = b"Photoshop 3.0\x008BIM\x04\x25\0\0\0\0\0\x10".to_vec();
    out.extend([7; 16]);
    out.extend(b"8BIM\x04\x04\0\0");
    out.extend(be32(records.len()));
    out.extend(records);
    out.resize(out.len() + records.len() % 2, 0);
    out
}

/// Photoshop's resources with this one among them.
pub(crate) fn photoshop_resource(number: u16, content: &[u8]) -> Vec<u8> {
    [photoshop(&[]), resource(number, content)].concat()
}

/// One of Photoshop's resources.
pub(crate) fn resource(number: u16, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend([b"8BIM", number.to_be_bytes().as_slice(), b"\0\0", &be32(content.len()), content].concat());
    out.resize(out.len() + content.len() % 2, 0);
    out
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    [&be32(content.len()), kind, content, &crc.sum().to_be_bytes()].concat()
}

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes every byte");
    encoder.finish().expect("memory takes every byte")
}

/// A PNG with chunks before and after the picture.
pub(crate) fn png(before: &[(&[u8], Vec<u8>)], after: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let chunks = |all: &[(&[u8], Vec<u8>)]| all.iter().flat_map(|(kind, content)| chunk(kind, content)).collect();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"),
        chunks(before),
        chunk(b"IDAT", &zlib(&[0, 0])),
        chunks(after),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A profile in hexadecimal lines.
pub(crate) fn raw_profile(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut text = format!("\n{name}\n{:8}\n", bytes.len());
    for line in bytes.chunks(36) {
        for byte in line {
            text.extend([byte >> 4, byte & 15].map(|d| char::from_digit(u32::from(d), 16).expect("a digit")));
        }
        text.push('\n');
    }
    text.into_bytes()
}

pub(crate) fn text_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    [keyword.as_bytes(), b"\0", text].concat()
}

pub(crate) fn packed_text_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    [keyword.as_bytes(), b"\0\0", &zlib(text)].concat()
}

pub(crate) fn international_chunk(keyword: &str, text: &[u8], packed: bool) -> Vec<u8> {
    let flag: &[u8] = if packed { b"\0\x01\0\0\0" } else { b"\0\0\0\0\0" };
    [keyword.as_bytes(), flag, &if packed { zlib(text) } else { text.to_vec() }].concat()
}

/// A WebP with these chunks after its picture.
pub(crate) fn webp(chunks: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBPVP8X\x0a\0\0\0\x0c\0\0\0\0\0\0\0\0\0VP8L\x05\0\0\0\x2f\0\0\0\0\0".to_vec();
    for (kind, content) in chunks {
        body.extend_from_slice(kind);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(content);
        body.resize(body.len() + content.len() % 2, 0);
    }
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}

/// An AVI with these chunks in the list that describes it, and these behind its pictures.
pub(crate) fn avi(inside: &[(&[u8], Vec<u8>)], behind: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let mut out = [kind, &(content.len() as u32).to_le_bytes(), content].concat();
        out.resize(out.len() + content.len() % 2, 0);
        out
    };
    let chunks = |all: &[(&[u8], Vec<u8>)]| all.iter().flat_map(|(kind, content)| chunk(kind, content)).collect();
    let stream = [b"strl".to_vec(), chunk(b"strh", &[0; 56]), chunks(inside)].concat();
    let head = [b"hdrl".to_vec(), chunk(b"avih", &[0; 56]), chunk(b"LIST", &stream)].concat();
    let pictures = [b"movi".as_slice(), &chunk(b"00dc", &[7; 3001])].concat();
    let body = [b"AVI ".to_vec(), chunk(b"LIST", &head), chunk(b"LIST", &pictures), chunks(behind)].concat();
    chunk(b"RIFF", &body)
}

/// A file of Photoshop with these resources, in the form for large ones or not.
pub(crate) fn psd(resources: &[u8], is_large: bool) -> Vec<u8> {
    let version: &[u8] = if is_large { b"\0\x02" } else { b"\0\x01" };
    let head = [b"8BPS".as_slice(), version, b"\0\0\0\0\0\0\0\x03\0\0\0\x08\0\0\0\x08\0\x08\0\x03"].concat();
    let layers: &[u8] = if is_large { &[0; 8] } else { &[0; 4] };
    [head, be32(0).to_vec(), be32(resources.len()).to_vec(), resources.to_vec(), layers.to_vec(), vec![0; 500]].concat()
}

/// A block in the form of PNG that packs it.
pub(crate) fn packed_block(block: &[u8]) -> Vec<u8> {
    [b"\0".as_slice(), &be32(block.len()), &zlib(block)].concat()
}

/// A GIF with a packet.
pub(crate) fn gif(packet: &[u8]) -> Vec<u8> {
    let tail: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
    [b"GIF89a\x01\0\x01\0\0\0\0!\xff\x0bXMP DataXMP", packet, &tail, b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"]
        .concat()
}

/// A box of an MP4 and its kin.
pub(crate) fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&be32(content.len() + 8), kind, content].concat()
}

/// Where a HEIF keeps its metadata.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In the first box of data.
    Data,
    /// Behind everything else.
    End,
    /// In the list itself.
    Inline,
    /// In two pieces.
    Pieces,
}

/// Number, type, what follows the type, content.
type Item = (u16, &'static [u8], Vec<u8>, Vec<u8>);

/// A HEIF or AVIF with an EXIF block and a packet as items.
pub(crate) fn heif(brand: [u8; 4], exif: Option<&[u8]>, xmp: Option<&[u8]>, place: Place) -> Vec<u8> {
    let exif = exif.map(|tiff| [b"\0\0\0\x06Exif\0\0", tiff].concat());
    let items: Vec<Item> = [
        exif.map(|bytes| (2, b"Exif".as_slice(), b"\0".to_vec(), bytes)),
        xmp.map(|bytes| (3, b"mime".as_slice(), b"\0application/rdf+xml\0\0".to_vec(), bytes.to_vec())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut infos = [b"\0\0\0\0".as_slice(), &(items.len() as u16 + 1).to_be_bytes()].concat();
    infos.extend(boxed(b"infe", b"\x02\0\0\0\0\x01\0\0hvc1\0"));
    for (id, kind, rest, _) in &items {
        infos.extend(boxed(b"infe", &[b"\x02\0\0\0", id.to_be_bytes().as_slice(), b"\0\0", kind, rest].concat()));
    }
    let idat: Vec<u8> =
        if place == Place::Inline { items.iter().flat_map(|i| i.3.clone()).collect() } else { Vec::new() };
    let picture = [0xaa; 64];
    let end_gap = if place == Place::End { 5000 } else { 0 };
    let meta = |data_at: usize| {
        let mut list = b"\x01\0\0\0\x44\0".to_vec();
        list.extend((items.len() as u16 + 1).to_be_bytes());
        list.extend([b"\0\x01\0\0\0\0\0\x01".as_slice(), &be32(data_at), &be32(picture.len())].concat());
        let mut at = data_at + picture.len() + end_gap;
        let mut inline_at = 0;
        for (id, _, _, bytes) in &items {
            list.extend(id.to_be_bytes());
            match place {
                Place::Inline => {
                    list.extend([b"\0\x01\0\0\0\x01".as_slice(), &be32(inline_at), &be32(bytes.len())].concat());
                    inline_at += bytes.len();
                }
                Place::Pieces => {
                    let first = bytes.len() / 2;
                    list.extend([b"\0\0\0\0\0\x02".as_slice(), &be32(at), &be32(first)].concat());
                    list.extend([be32(at + first), be32(bytes.len() - first)].concat());
                }
                Place::Data | Place::End => {
                    list.extend([b"\0\0\0\0\0\x01".as_slice(), &be32(at), &be32(bytes.len())].concat());
                }
            }
            at += bytes.len();
        }
        let mut inside = b"\0\0\0\0".to_vec();
        inside.extend(boxed(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"));
        inside.extend(boxed(b"pitm", b"\0\0\0\0\0\x01"));
        inside.extend(boxed(b"iinf", &infos));
        inside.extend(boxed(b"iloc", &list));
        if place == Place::Inline {
            inside.extend(boxed(b"idat", &idat));
        }
        boxed(b"meta", &inside)
    };
    let file_type = boxed(b"ftyp", &[brand.as_slice(), b"\0\0\0\0mif1", &brand].concat());
    let data_at = file_type.len() + meta(0).len() + 8;
    let mut data = picture.to_vec();
    data.resize(data.len() + end_gap, 0);
    if place != Place::Inline {
        data.extend(items.iter().flat_map(|i| &i.3));
    }
    [file_type, meta(data_at), boxed(b"mdat", &data)].concat()
}

/// A JPEG XL in boxes.
pub(crate) fn jxl(boxes: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\0\0\0\x0cJXL \r\n\x87\n".to_vec();
    out.extend(boxed(b"ftyp", b"jxl \0\0\0\0jxl "));
    out.extend(boxes.iter().flat_map(|(kind, content)| boxed(kind, content)));
    out.extend(boxed(b"jxlc", b"\xff\x0a\0\0"));
    out
}

/// A raw picture of Fujifilm around a JPEG.
pub(crate) fn raf(jpeg: &[u8]) -> Vec<u8> {
    let mut out = b"FUJIFILMCCD-RAW 0201FF389501".to_vec();
    out.extend(b"X-T1");
    out.resize(84, 0);
    out.extend([be32(148), be32(jpeg.len())].concat());
    out.resize(148, 0);
    out.extend(jpeg);
    out
}

/// A raw picture of Canon: two blocks, the second of them for the position.
pub(crate) fn cr3(main: &[u8], gps: &[u8]) -> Vec<u8> {
    let id = b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48".to_vec();
    let inside = [id, boxed(b"CMT1", main), boxed(b"CMT4", gps)].concat();
    let movie = boxed(b"moov", &boxed(b"uuid", &inside));
    [boxed(b"ftyp", b"crx \0\0\0\x01crx isom"), movie, boxed(b"mdat", &[0; 16])].concat()
}

/// A movie header, after 1 Jan 2020 in UTC.
pub(crate) fn movie_header() -> Vec<u8> {
    let mut content = b"\0\0\0\0".to_vec();
    content.extend([be32(0xda31_a500), be32(0xda31_a500), be32(600), be32(600)].concat());
    content.resize(100, 0);
    boxed(b"mvhd", &content)
}

/// A video with these boxes in its movie box, after or before its data.
pub(crate) fn video(brand: [u8; 4], inside: &[u8], at_end: bool) -> Vec<u8> {
    let head = boxed(b"ftyp", &[brand.as_slice(), b"\0\0\x02\0", &brand].concat());
    let movie = boxed(b"moov", &[movie_header(), inside.to_vec()].concat());
    let data = boxed(b"mdat", &[0x11; 3000]);
    if at_end { [head, data, movie].concat() } else { [head, movie, data].concat() }
}

/// User data with a text of `QuickTime`.
pub(crate) fn user_text(kind: &[u8], text: &str) -> Vec<u8> {
    let content = [(text.len() as u16).to_be_bytes().as_slice(), b"\x15\xc7", text.as_bytes()].concat();
    boxed(b"udta", &boxed(kind, &content))
}

/// User data with the location box of 3GPP; `name` with its ending zeros. Longitude, latitude, altitude.
pub(crate) fn location_box(name: &[u8], role: u8, lat: f64, lon: f64, altitude: f64) -> Vec<u8> {
    let fixed = |v: f64| ((v * 65_536.0).round() as i32).to_be_bytes();
    let content =
        [b"\0\0\0\0\x55\xc4", name, &[role], &fixed(lon), &fixed(lat), &fixed(altitude), b"earth\0\0"].concat();
    boxed(b"udta", &boxed(b"loci", &content))
}

/// The metadata list of Apple: keys and values.
pub(crate) fn keys(pairs: &[(&str, &str)], full: bool) -> Vec<u8> {
    let mut names = [b"\0\0\0\0".as_slice(), &be32(pairs.len())].concat();
    let mut values = Vec::new();
    for (i, (key, value)) in pairs.iter().enumerate() {
        names.extend([&be32(key.len() + 8), b"mdta", key.as_bytes()].concat());
        let data = boxed(b"data", &[b"\0\0\0\x01\0\0\0\0", value.as_bytes()].concat());
        values.extend(boxed(&be32(i + 1), &data));
    }
    let handler = boxed(b"hdlr", b"\0\0\0\0\0\0\0\0mdta\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let version: &[u8] = if full { b"\0\0\0\0" } else { b"" };
    boxed(b"meta", &[version, &handler, &boxed(b"keys", &names), &boxed(b"ilst", &values)].concat())
}

/// Marks an XMP packet in a box of the type `uuid`.
pub(crate) const XMP_UUID: [u8; 16] = *b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";

pub(crate) fn xmp_box(packet: &[u8]) -> Vec<u8> {
    boxed(b"uuid", &[&XMP_UUID, packet].concat())
}

/// A JPEG 2000 with a block of its own.
pub(crate) fn jp2(id: &[u8; 16], content: &[u8]) -> Vec<u8> {
    let mut out = b"\0\0\0\x0cjP  \r\n\x87\n".to_vec();
    out.extend(boxed(b"ftyp", b"jp2 \0\0\0\0jp2 "));
    out.extend(boxed(b"jp2h", &boxed(b"ihdr", b"\0\0\0\x01\0\0\0\x01\0\x03\x07\x07\0\0")));
    out.extend(boxed(b"uuid", &[id.as_slice(), content].concat()));
    out.extend(boxed(b"jp2c", b"\xff\x4f\xff\x51"));
    out
}
