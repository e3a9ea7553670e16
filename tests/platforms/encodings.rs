//! Fixtures saved in other encodings, as editors and spreadsheets do: they must be read like the originals.

use std::io::{Read as _, Write as _};

use super::fixture::{Case, Part};
use super::{import, snapshot};

/// Extensions of files that are text without naming an encoding of their own.
const TEXT: &[&str] = &["csv", "geojson", "html", "js", "json", "log", "nmea", "rec", "tsv", "txt"];

#[derive(Clone, Copy)]
enum Encoding {
    Utf8WithMark,
    Utf16Le,
    Utf16BeWithoutMark,
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let marked = || std::iter::once(0xfeff).chain(text.encode_utf16());
    match encoding {
        Encoding::Utf8WithMark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => marked().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16BeWithoutMark => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

/// Whether an encoding without a mark can be told: by the zeros between letters of ASCII at the start.
fn starts_plainly(text: &str) -> bool {
    text.len() >= 2 && text.bytes().take(2).all(|b| b.is_ascii())
}

fn in_encoding(part: &Part, encoding: Encoding) -> Part {
    let mut part = part.clone();
    for (path, bytes) in &mut part.files {
        let (path, unpacked) = match path.strip_suffix(".gz") {
            Some(path) => (path, inflated(bytes)),
            None => (path.as_str(), Some(bytes.clone())),
        };
        let is_text = path.rsplit_once('.').is_some_and(|(_, e)| TEXT.contains(&e.to_lowercase().as_str()));
        let Some(text) = unpacked.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        if is_text && starts_plainly(text.trim_start_matches('\u{feff}')) {
            let is_packed = bytes.starts_with(GZIP);
            *bytes = encoded(&text, encoding);
            if is_packed {
                *bytes = deflated(bytes);
            }
        }
    }
    part
}

/// The first bytes of a file packed with gzip.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// `None` for a file that is cut off or only named as a packed one.
fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).ok().map(|_| out)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Loads a case in other encodings and compares it with the original.
pub(crate) fn check(case: &Case) {
    let original = snapshot::of(&import::from_folder(case));
    for encoding in [Encoding::Utf8WithMark, Encoding::Utf16Le, Encoding::Utf16BeWithoutMark] {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = case.parts.iter().map(|part| in_encoding(part, encoding).write(folder.path())).collect();
        assert_eq!(original, snapshot::of(&import::from_paths(&paths)));
    }
}
