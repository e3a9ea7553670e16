//! What kind of GPS file bytes are, by their beginning; names are not asked.

use super::{columns, geojson};
use crate::platform::support::json_scan::Skipper;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// GPS Exchange Format 1.0 and 1.1.
    Gpx,
    /// Keyhole Markup Language, also out of a KMZ.
    Kml,
    /// Training Center XML.
    Tcx,
    /// The binary format of sports watches.
    Fit,
    /// JSON with features or geometries.
    GeoJson,
    /// Sentences of a GPS receiver.
    Nmea,
    /// A table of fixes.
    Csv,
}

impl Format {
    /// Its name for the user.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gpx => "GPX",
            Self::Kml => "KML",
            Self::Tcx => "TCX",
            Self::Fit => "FIT",
            Self::GeoJson => "GeoJSON",
            Self::Nmea => "NMEA",
            Self::Csv => "CSV",
        }
    }
}

/// What a file with this beginning is, or `None` when it is no GPS file.
pub fn sniff(head: &[u8]) -> Option<Format> {
    if head.get(8..12) == Some(b".FIT") {
        return Some(Format::Fit);
    }
    let zeros_out: Vec<u8>;
    // UTF-16 is looked at without its zeros, which is good enough for names of elements.
    let text = if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || head.get(1) == Some(&0) {
        zeros_out = head.iter().copied().filter(|b| *b != 0 && *b < 0x80).collect();
        &zeros_out
    } else {
        head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
    };
    // Sequences of JSON texts set this mark before each.
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(geojson::SEQUENCE_MARK).unwrap_or(text);
    match text.first()? {
        b'<' => root_of_xml(text),
        b'{' => is_geojson(text).then_some(Format::GeoJson),
        b'[' => None,
        _ if is_nmea(text) => Some(Format::Nmea),
        _ => columns::Columns::is_log(text).then_some(Format::Csv),
    }
}

/// The first element that is no declaration and no comment.
fn root_of_xml(text: &[u8]) -> Option<Format> {
    let mut rest = text;
    for _ in 0..64 {
        let at = memchr::memchr(b'<', rest)?;
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix(b"!--") {
            rest = comment.get(memchr::memmem::find(comment, b"-->")?..)?;
            continue;
        }
        if matches!(rest.first()?, b'?' | b'!') {
            continue;
        }
        let end = rest.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
        let name = rest.get(..end)?.rsplit(|b| *b == b':').next()?;
        return match name {
            b"gpx" => Some(Format::Gpx),
            b"kml" | b"Document" | b"Folder" | b"Placemark" => Some(Format::Kml),
            b"TrainingCenterDatabase" => Some(Format::Tcx),
            _ => None,
        };
    }
    None
}

/// Whether a JSON object is GeoJSON by its own fields, or lists features as loggers' uploads do. Objects deeper
/// inside do not count: many platforms keep a geometry somewhere in a record.
fn is_geojson(text: &[u8]) -> bool {
    let (mut at, mut depth) = (0, 0_u32);
    let (mut own, mut list, mut feature) = (None, false, false);
    let mut shaped = false;
    while let Some(byte) = text.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let Some(len) = Skipper::new(b'"').feed(&text[at..]) else { break };
                let word = &text[at + 1..at + len - 1];
                at += len;
                let Some(value) = text[at..].trim_ascii_start().strip_prefix(b":") else { continue };
                match (word, depth) {
                    (b"type", 1) => own = own.or(Some(value.trim_ascii_start())),
                    (b"type", 3) => feature |= value.trim_ascii_start().starts_with(b"\"Feature\""),
                    (b"features" | b"locations", 1) => list = true,
                    (b"geometry" | b"coordinates" | b"geometries" | b"properties", 1) => shaped = true,
                    _ => {}
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let named = |types: &[&[u8]]| own.is_some_and(|own| types.iter().any(|t| own.starts_with(t)));
    named(&[b"\"FeatureCollection\""])
        || list && feature
        || shaped
            && named(&[
                b"\"Feature\"",
                b"\"Point\"",
                b"\"MultiPoint\"",
                b"\"LineString\"",
                b"\"MultiLineString\"",
                b"\"GeometryCollection\"",
            ])
}

/// A sentence of a receiver in the first lines.
fn is_nmea(text: &[u8]) -> bool {
    text.split(|b| matches!(b, b'\n' | b'\r')).take(40).any(|line| {
        let Some(at) = memchr::memchr(b'$', line).filter(|at| *at < 40) else { return false };
        let kind = line.get(at + 3..at + 6).unwrap_or_default();
        matches!(kind, b"RMC" | b"GGA" | b"GLL" | b"GSA" | b"GSV" | b"VTG" | b"WPL" | b"ZDA")
            && line.get(at + 6) == Some(&b',')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_content() {
        let cases: [(&[u8], Option<Format>); 20] = [
            (b"\n  <?xml version=\"1.0\"?><!-- <kml> --><gpx version=\"1.1\">", Some(Format::Gpx)),
            (b"<x:gpx>", Some(Format::Gpx)),
            (b"<kml xmlns=\"http://earth.google.com/kml/2.1\">", Some(Format::Kml)),
            (b"     <TrainingCenterDatabase>", Some(Format::Tcx)),
            (b"<html><gpx>", None),
            (b"<svg/>", None),
            (b"\x0e\x10\x43\x08\x00\x00\x00\x00.FIT", Some(Format::Fit)),
            (b"{\"type\": \"FeatureCollection\", \"features\": []}", Some(Format::GeoJson)),
            (b"{\"geometry\":{\"coordinates\":[1,2]},\"type\":\"Feature\"}", Some(Format::GeoJson)),
            (b"{\"name\":\"x\",\"type\":\"module\",\"features\":[]}", None),
            (b"{\"type\":\"Pointless\",\"coordinates\":[]}", None),
            (b"{\"trips\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}", None),
            (b"{\"locations\":[{\"type\":\"Feature\"", Some(Format::GeoJson)),
            (b"[1]", None),
            (b"2024-01-01 $GPRMC,1,A\n", Some(Format::Nmea)),
            (b"costs $5,\n", None),
            (b"lat,lon,time\n1,2,3", Some(Format::Csv)),
            (b"lat,lon,caption\n1,2,3", None),
            (b"", None),
            (b"\xff\xfe<\0g\0p\0x\0>\0", Some(Format::Gpx)),
        ];
        for (head, format) in cases {
            assert_eq!(sniff(head), format, "{}", String::from_utf8_lossy(head));
        }
    }
}
