//! Packets as programs write them, and broken ones.

use proptest::prelude::*;

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

fn near(found: &Found, lat: f64, lon: f64) -> bool {
    found
        .xmp
        .or(found.xmp_other)
        .is_some_and(|f| (f.point.lat() - lat).abs() < 1e-6 && (f.point.lon() - lon).abs() < 1e-6)
}

#[test]
fn properties_are_read_as_attributes_and_as_elements() {
    let attributes = rdf("<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitudeRef='x'
        exif:GPSLatitude = \"48,51.5N\" exif:GPSLongitude='2,17.7E' exif:DateTimeOriginal='2019-06-15T14:03:22+02:00'/>");
    let elements = rdf(
        "<rdf:Description xmlns:e=\"http://ns.adobe.com/exif/1.0/\"><!-- <x> --><e:GPSLatitude>48,51.5N</e:GPSLatitude>
        <e:GPSLongitude>2,17.7E</e:GPSLongitude></rdf:Description>",
    );
    for packet in [&attributes, &elements] {
        assert!(near(&found(packet), 48.0 + 51.5 / 60.0, 2.295));
    }
    assert_eq!(found(&attributes).xmp_time.unwrap().instant().unwrap().to_string(), "2019-06-15T12:03:22Z");
}

#[test]
fn a_prefix_means_what_it_was_declared_to() {
    let another =
        rdf("<rdf:Description xmlns:exif='http://example.org/' exif:GPSLatitude='1,1N' exif:GPSLongitude='1,1E'/>");
    assert_eq!(found(&another).xmp, None);
    let undeclared = rdf("<rdf:Description exif:GPSLatitude='48,30N' exif:GPSLongitude='2,30E'/>");
    assert!(near(&found(&undeclared), 48.5, 2.5));
}

#[test]
fn the_position_of_a_place_shown_is_not_the_pictures() {
    let packet = rdf("<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:i='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'><i:LocationShown><rdf:Bag>
        <rdf:li><rdf:Description exif:GPSLatitude='48,51.5N' exif:GPSLongitude='2,17.7E'/></rdf:li>
        <rdf:li rdf:parseType='Resource'><i:City>Rom</i:City><exif:GPSLatitude>1,2N</exif:GPSLatitude><exif:GPSLongitude>1,2E</exif:GPSLongitude>
        </rdf:li></rdf:Bag></i:LocationShown></rdf:Description>");
    let found = found(&packet);
    assert_eq!((found.xmp, found.xmp_other, found.xmp_place), (None, None, None));
}

#[test]
fn the_place_of_creation_gives_name_and_position() {
    let forms = [
        "<i:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'><i:City>K&#246;ln &amp; Umland</i:City><i:CountryCode>DE</i:CountryCode>
            <exif:GPSLatitude>50,57N</exif:GPSLatitude><exif:GPSLongitude>6,57E</exif:GPSLongitude></rdf:li></rdf:Bag></i:LocationCreated>",
        "<i:LocationCreated><rdf:Bag><rdf:li><rdf:Description i:City='K&#246;ln &amp; Umland' i:CountryCode='DE'
            exif:GPSLatitude='50,57N' exif:GPSLongitude='6,57E'/></rdf:li></rdf:Bag></i:LocationCreated>",
        "<i:LocationCreated i:City='K&#246;ln &amp; Umland' i:CountryCode='DE' exif:GPSLatitude='50,57N' exif:GPSLongitude='6,57E'/>",
    ];
    for form in forms {
        let packet = rdf(&format!(
            "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:i='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'>{form}</rdf:Description>"
        ));
        let found = found(&packet);
        assert!(near(&found, 50.95, 6.95), "{form}");
        let place = found.xmp_place.unwrap();
        assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Köln & Umland"), Some("DE")), "{form}");
    }
}

#[test]
fn hemispheres_in_properties_of_their_own_and_those_of_drones_are_applied() {
    let packet = rdf("<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='33.85' exif:GPSLatitudeRef='S'
        exif:GPSLongitude='70.5' exif:GPSLongitudeRef='W' exif:GPSHPositioningError='385/10' exif:GPSProcessingMethod='CELLID'
        exif:GPSAltitude='120/10' exif:GPSAltitudeRef='1'/>");
    let fix = found(&packet).xmp.unwrap();
    assert!(near(&found(&packet), -33.85, -70.5));
    assert_eq!((fix.altitude_metres, fix.accuracy_metres), (Some(-12.0), Some(38.5)));
    assert_eq!(fix.method, Some(super::super::FixMethod::Cell));
    let drone = rdf(
        "<rdf:Description xmlns:d='http://www.dji.com/drone-dji/1.0/' d:GpsLatitude='+46.5' d:GpsLongtitude='-7.25'/>",
    );
    assert!(near(&found(&drone), 46.5, -7.25));
}

#[test]
fn a_video_behind_the_picture_is_found_in_the_old_and_the_new_way() {
    let old = rdf(
        "<rdf:Description xmlns:g='http://ns.google.com/photos/1.0/camera/' g:MicroVideo='1' g:MicroVideoOffset='4711'/>",
    );
    assert_eq!(found(&old).motion_tail, Some(4711));
    let new = rdf("<rdf:Description xmlns:C='http://ns.google.com/photos/1.0/container/' xmlns:I='http://ns.google.com/photos/1.0/container/item/'>
        <C:Directory><rdf:Seq><rdf:li rdf:parseType='Resource'><C:Item I:Mime='image/jpeg' I:Semantic='Primary' I:Length='0' I:Padding='8'/></rdf:li>
        <rdf:li rdf:parseType='Resource'><C:Item I:Mime='video/mp4' I:Semantic='MotionPhoto' I:Length='4000' I:Padding='11'/></rdf:li>
        </rdf:Seq></C:Directory></rdf:Description>");
    assert_eq!(found(&new).motion_tail, Some(4011));
}

#[test]
fn a_packet_in_wide_characters_is_read() {
    let text = rdf(
        "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,30N' exif:GPSLongitude='2,30E'/>",
    );
    for (mark, order) in [([0xfe, 0xff], u16::to_be_bytes as fn(u16) -> [u8; 2]), ([0xff, 0xfe], u16::to_le_bytes)] {
        let wide: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(order)).collect();
        let mut found = Found::default();
        parse(&wide, &mut found);
        assert!(near(&found, 48.5, 2.5));
    }
}

#[test]
fn a_broken_packet_gives_nothing() {
    for packet in ["", "<", "<rdf:RDF", "<rdf:RDF><a b='", "<rdf:RDF></rdf:RDF></rdf:RDF></x><y/>", "<a/><!--"] {
        assert!(found(packet).is_empty(), "{packet}");
    }
    let cut = rdf(
        "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,30N' exif:GPSLongitude='2,3",
    );
    assert_eq!(found(&cut[..cut.len() - 30]).xmp, None, "a value cut short is no value");
}

#[test]
fn what_came_before_a_fault_counts() {
    let packet = rdf(
        "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,30N' exif:GPSLongitude='2,30E'/><a <b",
    );
    assert!(near(&found(&packet), 48.5, 2.5));
}

#[test]
fn a_hostile_packet_ends_soon() {
    let nested = rdf(&"<rdf:li>".repeat(100_000));
    assert!(found(&nested).is_empty());
    let declarations: Vec<String> = (0..20_000).map(|i| format!(" xmlns:a{i}='b{i}'")).collect();
    let declarations = declarations.concat();
    let packet = rdf(&format!("<x{declarations}>{}</x>", "<rdf:Description a19999:b='1'/>".repeat(10_000)));
    assert!(found(&packet).is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in "[<>/a-c:='\" &;#x!\\[\\]-]{0,200}") {
        parse(rdf(&text).as_bytes(), &mut Found::default());
        parse(text.as_bytes(), &mut Found::default());
    }
}
