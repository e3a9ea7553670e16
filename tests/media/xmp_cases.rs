//! XMP packets in the forms that programs write, and the position that each holds.

use crate::corpus::{Expected, Why};

/// A packet, its name, and what it says.
pub(crate) struct XmpCase {
    pub(crate) name: &'static str,
    pub(crate) packet: String,
    pub(crate) expected: Expected,
}

/// A packet with these attributes and elements.
pub(crate) fn packet(attributes: &str, elements: &str) -> String {
    format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n\
         <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<rdf:Description rdf:about='' \
         xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' \
         {attributes}>\n{elements}\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end='w'?>"
    )
}

fn case(name: &'static str, attributes: &str, elements: &str, expected: Expected) -> XmpCase {
    XmpCase { name, packet: packet(attributes, elements), expected }
}

/// Coordinates as other programs than the standard's spell them.
fn spellings() -> Vec<XmpCase> {
    let paris = Expected::At(48.8584, 2.2945);
    vec![
        case(
            "signs",
            "exif:GPSLatitude='48 deg 51&apos; 30.24&quot; N' exif:GPSLongitude='2 deg 17&apos; 40.2&quot; E'",
            "",
            paris,
        ),
        case("colons", "exif:GPSLatitude='48:51:30.24N' exif:GPSLongitude='2:17:40.2E'", "", paris),
        case(
            "four_numbers",
            "exif:GPSLatitude='48,51,30,4N' exif:GPSLongitude='2,17,40,9E'",
            "",
            Expected::At(48.858_333_3, 2.294_444_4),
        ),
        case("blank_seconds", "exif:GPSLatitude='48,51.504,0.0N' exif:GPSLongitude='2,17.67,0.0E'", "", paris),
        case("degrees_and_zeros", "exif:GPSLatitude='48.8584 0 0 N' exif:GPSLongitude='2.2945 0 0 E'", "", paris),
        case(
            "words",
            "exif:GPSLatitude='48 degrees 51 minutes 30.24 seconds North' exif:GPSLongitude='2 degrees 17 minutes 40.2 seconds East'",
            "",
            paris,
        ),
        case("other_signs", "exif:GPSLatitude='48˚51´30.24“ N' exif:GPSLongitude='2˚17´40.2“ E'", "", paris),
        case("spaces", "exif:GPSLatitude='48 51 30.24 N' exif:GPSLongitude='2 17 40.2 E'", "", paris),
        case("names", "exif:GPSLatitude='48,51.504North' exif:GPSLongitude='2,17.67East'", "", paris),
        case(
            "fractions",
            "exif:GPSLatitude='48/1,51/1,3024/100N' exif:GPSLongitude='2/1,17/1,402/10E'",
            "",
            Expected::Differs(Some((48.8584, 2.2945)), Why::Fractions),
        ),
        case(
            "letters_first",
            "exif:GPSLatitude='S 48,51.504' exif:GPSLongitude='W 2,17.67'",
            "",
            Expected::Differs(Some((-48.8584, -2.2945)), Why::LetterFirst),
        ),
    ]
}

/// The cases.
pub(crate) fn all() -> Vec<XmpCase> {
    let mut cases = forms();
    cases.extend(spellings());
    cases
}

/// The forms of a packet.
fn forms() -> Vec<XmpCase> {
    let paris = Expected::At(48.8584, 2.2945);
    let created = "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'><Iptc4xmpExt:City>Paris</Iptc4xmpExt:City>\
        <exif:GPSLatitude>48,51.504N</exif:GPSLatitude><exif:GPSLongitude>2,17.67E</exif:GPSLongitude></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>";
    vec![
        case("attributes", "exif:GPSLatitude='48,51.504N' exif:GPSLongitude='2,17.67E'", "", paris),
        case(
            "elements",
            "",
            "<exif:GPSLatitude>48,51.504N</exif:GPSLatitude>\n<exif:GPSLongitude>2,17.67E</exif:GPSLongitude>",
            paris,
        ),
        case(
            "seconds",
            "exif:GPSLatitude='48,51,30.24S' exif:GPSLongitude='2,17,40.2W'",
            "",
            Expected::At(-48.8584, -2.2945),
        ),
        case(
            "decimal",
            "exif:GPSLatitude='-33.8567' exif:GPSLongitude='151.2152'",
            "",
            Expected::At(-33.8567, 151.2152),
        ),
        case(
            "qualified",
            "",
            "<exif:GPSLatitude rdf:parseType='Resource'><rdf:value>48,51.504N</rdf:value></exif:GPSLatitude><exif:GPSLongitude rdf:value='2,17.67E'/>",
            paris,
        ),
        case("destination", "exif:GPSDestLatitude='48,51.504N' exif:GPSDestLongitude='2,17.67E'", "", Expected::None),
        case("double_quotes", "exif:GPSLatitude=\"48,51.504N\"\n\texif:GPSLongitude = \"2,17.67E\"", "", paris),
        case(
            "another_prefix",
            "xmlns:e='http://ns.adobe.com/exif/1.0/' e:GPSLatitude='48,51.504N' e:GPSLongitude='2,17.67E'",
            "",
            paris,
        ),
        case(
            "drone",
            "xmlns:drone-dji='http://www.dji.com/drone-dji/1.0/' drone-dji:GpsLatitude='+48.8584' drone-dji:GpsLongitude='+2.2945'",
            "",
            paris,
        ),
        case(
            "drone_misspelt",
            "xmlns:drone-dji='http://www.dji.com/drone-dji/1.0/' drone-dji:GpsLatitude='-33.8567' drone-dji:GpsLongtitude='151.2152'",
            "",
            Expected::Differs(Some((-33.8567, 151.2152)), Why::Misspelt),
        ),
        case(
            "error_and_method",
            "exif:GPSLatitude='48,51.504N' exif:GPSLongitude='2,17.67E' exif:GPSHPositioningError='165/1' exif:GPSProcessingMethod='CELLID'",
            "",
            paris,
        ),
        case(
            "zero",
            "exif:GPSLatitude='0,0.0N' exif:GPSLongitude='0,0.0E'",
            "",
            Expected::Differs(None, Why::NullIsland),
        ),
        case("nothing", "exif:PixelXDimension='10'", "", Expected::None),
        case("latitude_only", "exif:GPSLatitude='48,51.504N'", "", Expected::None),
        case("place_shown", "", &created.replace("LocationCreated", "LocationShown"), Expected::None),
        case("place_created", "", created, Expected::Differs(Some((48.8584, 2.2945)), Why::PlaceCreated)),
        case(
            "city",
            "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:City='Paris' photoshop:Country='France'",
            "",
            Expected::None,
        ),
    ]
}
