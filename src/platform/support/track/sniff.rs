//! What kind of GPS file bytes are, by their beginning; names are not asked.

use super::columns;

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
    let text = text.trim_ascii_start();
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

/// The words by which a JSON text is GeoJSON, near its beginning and as values of a `type`.
fn is_geojson(text: &[u8]) -> bool {
    const TYPES: &[&[u8]] = &[
        b"FeatureCollection",
        b"Feature",
        b"Point",
        b"MultiPoint",
        b"LineString",
        b"MultiLineString",
        b"GeometryCollection",
    ];
    let (mut at, mut typed, mut shaped) = (0, false, false);
    while let Some(quote) = memchr::memchr(b'"', text.get(at..).unwrap_or_default()) {
        let start = at + quote + 1;
        let Some(len) = memchr::memchr(b'"', &text[start..]) else { break };
        let (word, after) = (&text[start..start + len], text[start + len + 1..].trim_ascii_start());
        at = start + len + 1;
        if word == b"type" && after.first() == Some(&b':') {
            let value = after[1..].trim_ascii_start();
            let named = |t: &[u8]| value.get(1..=t.len()) == Some(t) && value.get(t.len() + 1) == Some(&b'"');
            typed |= TYPES.iter().any(|t| named(t));
        }
        shaped |=
            matches!(word, b"features" | b"geometry" | b"coordinates" | b"geometries") && after.first() == Some(&b':');
        if typed && shaped {
            return true;
        }
    }
    false
}

/// A sentence of a receiver in the first lines.
fn is_nmea(text: &[u8]) -> bool {
    text.split(|b| *b == b'\n').take(20).any(|line| {
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
        let cases: [(&[u8], Option<Format>); 18] = [
            (b"\n  <?xml version=\"1.0\"?><!-- <kml> --><gpx version=\"1.1\">", Some(Format::Gpx)),
            (b"<x:gpx>", Some(Format::Gpx)),
            (b"<kml xmlns=\"http://earth.google.com/kml/2.1\">", Some(Format::Kml)),
            (b"     <TrainingCenterDatabase>", Some(Format::Tcx)),
            (b"<html><gpx>", None),
            (b"<svg/>", None),
            (b"\x0e\x10\x43\x08\x00\x00\x00\x00.FIT", Some(Format::Fit)),
            (b"{\"type\": \"FeatureCollection\", \"features\": []}", Some(Format::GeoJson)),
            (b"{\"geometry\":{\"coordinates\":[1,2],\"type\":\"Point\"}}", Some(Format::GeoJson)),
            (b"{\"name\":\"x\",\"type\":\"module\",\"features\":[]}", None),
            (b"{\"type\":\"Pointless\",\"coordinates\":[]}", None),
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
