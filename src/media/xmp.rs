//! Position and time in XMP packets.
//!
//! A packet is XML of known form; only properties of the described picture itself count, not those
//! of structures inside, which name other places (the place shown, for instance).

use crate::model::GeoPoint;

use super::coordinate::xmp_degrees;
use super::found::{Fix, Found};
use super::moment::Moment;
use super::window::{Span, Stop, TAKE_CAP, Window};

const EXIF: &str = "http://ns.adobe.com/exif/1.0/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
/// Elements read of one packet.
const ELEMENTS_CAP: usize = 20_000;

/// Reads the packet in `span`, or its first part if it is very long.
pub(super) fn read(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    let bytes = window.up_to(span.start, span.len.min(TAKE_CAP as u64) as usize)?;
    parse(bytes, found);
    Ok(())
}

/// Reads the packet in `bytes`.
pub(super) fn parse(bytes: &[u8], found: &mut Found) {
    let text = String::from_utf8_lossy(bytes);
    let mut packet = Packet::default();
    packet.read(&text);
    let point = packet.lat.zip(packet.lon).and_then(|(lat, lon)| GeoPoint::from_export(lat, lon));
    found.xmp = found.xmp.or(point.map(Fix::sure));
    found.xmp_time = found.xmp_time.or(packet.original).or(packet.created);
}

/// The properties of a packet.
#[derive(Default)]
struct Packet {
    lat: Option<f64>,
    lon: Option<f64>,
    original: Option<Moment>,
    created: Option<Moment>,
}

impl Packet {
    fn read(&mut self, text: &str) {
        let names = Names::of(text);
        let mut rest = text;
        let mut depth = 0_usize;
        // Depth inside `rdf:RDF`: its children describe the picture, theirs are its properties.
        let mut rdf_depth = None;
        for _ in 0..ELEMENTS_CAP {
            let Some((tag, after)) = next_tag(rest) else { return };
            rest = after;
            match tag {
                Tag::Close => {
                    depth = depth.saturating_sub(1);
                    if rdf_depth.is_some_and(|d| depth < d) {
                        rdf_depth = None;
                    }
                }
                Tag::Open { name, attributes, is_empty } => {
                    match rdf_depth.map(|d| depth - d) {
                        Some(0) => each_attribute(attributes, |name, value| self.property(&names, name, value)),
                        Some(1) => {
                            // Without the tag after it the value may be cut short.
                            if let Some((value, _)) = rest.split_once('<') {
                                self.property(&names, name, value);
                            }
                        }
                        _ => {}
                    }
                    if !is_empty {
                        depth += 1;
                        if rdf_depth.is_none() && local_name(name) == "RDF" {
                            rdf_depth = Some(depth);
                        }
                    }
                }
                Tag::Other => {}
            }
        }
    }

    fn property(&mut self, names: &Names<'_>, name: &str, value: &str) {
        let Some((prefix, local)) = name.split_once(':') else { return };
        if prefix == names.exif {
            match local {
                "GPSLatitude" => self.lat = self.lat.or_else(|| xmp_degrees(value)),
                "GPSLongitude" => self.lon = self.lon.or_else(|| xmp_degrees(value)),
                "DateTimeOriginal" => self.original = self.original.or_else(|| Moment::parse(value)),
                _ => {}
            }
        } else if prefix == names.photoshop && local == "DateCreated" {
            self.created = self.created.or_else(|| Moment::parse(value));
        }
    }
}

/// The prefixes that the packet gives to the two vocabularies.
struct Names<'t> {
    exif: &'t str,
    photoshop: &'t str,
}

impl<'t> Names<'t> {
    fn of(text: &'t str) -> Self {
        let prefix = |uri: &str, usual: &'t str| {
            let head = text.split(uri).next().filter(|head| head.len() < text.len())?;
            let declared = head.trim_end_matches(['"', '\'', '=', ' ', '\n', '\r', '\t']);
            declared.rsplit("xmlns:").next().filter(|p| p.len() < 64 && !p.contains(' ')).or(Some(usual))
        };
        Self {
            exif: prefix(EXIF, "exif").unwrap_or("exif"),
            photoshop: prefix(PHOTOSHOP, "photoshop").unwrap_or("photoshop"),
        }
    }
}

enum Tag<'t> {
    Open {
        name: &'t str,
        attributes: &'t str,
        is_empty: bool,
    },
    Close,
    /// A comment, an instruction, character data.
    Other,
}

/// The next tag of `text` and what follows it.
fn next_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let (_, text) = text.split_once('<')?;
    let other = |end: &str| text.split_once(end).map(|(_, rest)| (Tag::Other, rest));
    if text.starts_with("!--") {
        return other("-->");
    } else if text.starts_with("![CDATA[") {
        return other("]]>");
    } else if text.starts_with('?') {
        return other("?>");
    } else if text.starts_with('!') {
        return other(">");
    }
    let (tag, rest) = split_tag(text)?;
    if tag.starts_with('/') {
        return Some((Tag::Close, rest));
    }
    let (body, is_empty) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
    let (name, attributes) = body.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((body, ""));
    Some((Tag::Open { name, attributes, is_empty }, rest))
}

/// Splits at the `>` that ends the tag, which is not one inside a quoted value.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let end = text.bytes().position(|b| match (quote, b) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(b);
            false
        }
        (Some(q), b) if q == b => {
            quote = None;
            false
        }
        _ => false,
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn each_attribute(mut text: &str, mut each: impl FnMut(&str, &str)) {
    while let Some((name, rest)) = text.split_once('=') {
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return };
        let Some((value, rest)) = rest.get(1..).and_then(|r| r.split_once(quote)) else { return };
        each(name.trim(), value);
        text = rest;
    }
}

fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(packet: &str) -> Found {
        let mut found = Found::default();
        parse(packet.as_bytes(), &mut found);
        found
    }

    fn rdf(inside: &str) -> String {
        format!(
            "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
             <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{inside}</rdf:RDF></x:xmpmeta>"
        )
    }

    #[test]
    fn properties_are_read_as_attributes_and_as_elements() {
        let attributes = rdf("<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitudeRef='x'
            exif:GPSLatitude = \"48,51.5N\" exif:GPSLongitude='2,17.7E' exif:DateTimeOriginal='2019-06-15T14:03:22+02:00'/>");
        let elements = rdf("<rdf:Description xmlns:e=\"http://ns.adobe.com/exif/1.0/\"><!-- <x> --><e:GPSLatitude>48,51.5N</e:GPSLatitude>
            <e:GPSLongitude>2,17.7E</e:GPSLongitude></rdf:Description>");
        for packet in [&attributes, &elements] {
            let point = found(packet).xmp.unwrap().point;
            assert!((point.lat() - 48.858_333).abs() < 1e-6 && (point.lon() - 2.295).abs() < 1e-6);
        }
        assert_eq!(found(&attributes).xmp_time.unwrap().instant().unwrap().to_string(), "2019-06-15T12:03:22Z");
    }

    #[test]
    fn the_position_of_a_place_shown_is_not_the_pictures() {
        let packet = rdf("<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/'><i:LocationShown><rdf:Bag>
            <rdf:li><rdf:Description exif:GPSLatitude='48,51.5N' exif:GPSLongitude='2,17.7E'/></rdf:li>
            <rdf:li rdf:parseType='Resource'><exif:GPSLatitude>1,2N</exif:GPSLatitude><exif:GPSLongitude>1,2E</exif:GPSLongitude>
            </rdf:li></rdf:Bag></i:LocationShown></rdf:Description>");
        assert_eq!(found(&packet).xmp, None);
    }

    #[test]
    fn a_broken_packet_gives_nothing() {
        for packet in ["", "<", "<rdf:RDF", "<rdf:RDF><a b='", "<rdf:RDF></rdf:RDF></rdf:RDF></x><y/>", "<a/><!--"] {
            assert!(found(packet).is_empty(), "{packet}");
        }
    }
}
