//! The corpus: every pitfall in every container that can hold it.

use crate::containers::{self as c, Place};
use crate::exif_cases;
use crate::makers;
use crate::tiff::{Block, Value, field};
use crate::xmp_cases;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Expected {
    /// A position; degrees, latitude first.
    At(f64, f64),
    /// A position whose hemispheres are not said.
    Unsigned(f64, f64),
    /// None.
    None,
    /// Something else than exiftool finds, on purpose.
    Differs(Option<(f64, f64)>, Why),
}

/// Why a result is not exiftool's. Each is a decision, and the test fails when exiftool no longer differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// Zero degrees both ways is what devices write for "none"; exiftool shows the numbers as they are.
    NullIsland,
    /// Degrees that do not exist are no position; exiftool shows the numbers as they are.
    OutOfRange,
    /// Blank seconds leave degrees and minutes, which are good for a kilometre and said to be; exiftool gives up.
    SecondsBlank,
    /// Degrees, minutes and seconds as fractions, which exiftool takes for twice as many numbers.
    Fractions,
    /// The letter of the hemisphere stands first, where exiftool does not look for it.
    LetterFirst,
    /// The place where an IPTC record says that the picture was created is where the person was; exiftool
    /// shows it under another name.
    PlaceCreated,
    /// The video behind a picture may hold a position when the picture was scrubbed; exiftool looks there
    /// only when told to.
    MotionTail,
    /// A place that is marked as fictional is not where somebody was; exiftool shows it.
    Fictional,
    /// A property that drones of one maker misspell; exiftool shows it by its wrong name.
    Misspelt,
    /// Items inside the list of items of a HEIF, which exiftool before version 13 does not read.
    InlineItem,
    /// A metadata list in the form of MP4, where exiftool expects that of `QuickTime`.
    FullMetadataList,
    /// User data of a track rather than of the movie, which exiftool does not take for the movie's.
    TrackData,
    /// The name before the position is in wide characters, in which exiftool loses count.
    WideName,
}

/// One file.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) expected: Expected,
}

impl File {
    /// Whether it is a packet beside a picture rather than a picture.
    pub(crate) fn is_sidecar(&self) -> bool {
        std::path::Path::new(&self.name).extension().is_some_and(|e| e == "xmp")
    }
}

pub(crate) fn file(name: String, bytes: Vec<u8>, expected: Expected) -> File {
    File { name, bytes, expected }
}

/// Every file.
pub(crate) fn all() -> Vec<File> {
    let mut files = Vec::new();
    for case in exif_cases::all() {
        for (container, bytes) in exif_containers(&case.block) {
            let expected = match (case.expected, container) {
                (Expected::At(lat, lon) | Expected::Unsigned(lat, lon), "inline.heif") => {
                    Expected::Differs(Some((lat, lon)), Why::InlineItem)
                }
                // Found by neither, for two reasons.
                (Expected::Differs(None, _), "inline.heif") => Expected::None,
                (expected, _) => expected,
            };
            files.push(file(format!("exif-{}-{container}", case.name), bytes, expected));
        }
    }
    for case in xmp_cases::all() {
        for (container, bytes) in xmp_containers(case.packet.as_bytes()) {
            files.push(file(format!("xmp-{}-{container}", case.name), bytes, case.expected));
        }
    }
    files.extend(videos());
    files.extend(together());
    files.extend(motion());
    files.extend(makers::all());
    files
}

fn exif_containers(block: &Block) -> Vec<(&'static str, Vec<u8>)> {
    let tiff = block.build();
    let header = [b"Exif\0\0", tiff.as_slice()].concat();
    let profile = |name: &str, bytes: &[u8]| c::raw_profile(name, bytes);
    let gps_alone = {
        // In Canon's raw files the directory stands alone, as the first of its block.
        let main = block.gps.clone();
        Block { main, gps: Vec::new(), exif: Vec::new(), ..block.clone() }.build()
    };
    let olympus = block.build_with(*b"RO");
    let panasonic = block.build_with(*b"U\0");
    vec![
        ("app1.jpg", c::jpeg(&[c::exif_segment(&tiff)])),
        (
            "second.jpg",
            c::jpeg(&[(0xe2, vec![3; 500]), (0xe1, b"http://example.org/\0".to_vec()), c::exif_segment(&tiff)]),
        ),
        ("chunk.png", c::png(&[(b"eXIf", tiff.clone())], &[])),
        ("after.png", c::png(&[], &[(b"eXIf", tiff.clone())])),
        (
            "packed_profile.png",
            c::png(&[(b"zTXt", c::packed_text_chunk("Raw profile type exif", &profile("exif", &header)))], &[]),
        ),
        (
            "text_profile.png",
            c::png(&[(b"tEXt", c::text_chunk("Raw profile type APP1", &profile("generic profile", &header)))], &[]),
        ),
        ("packed_chunk.png", c::png(&[(b"zxIf", c::packed_block(&tiff))], &[])),
        ("resource.psd", c::psd(&c::resource(0x0422, &tiff), false)),
        ("chunk.webp", c::webp(&[(b"EXIF", tiff.clone())])),
        ("prefixed.webp", c::webp(&[(b"EXIF", header)])),
        ("data.heic", c::heif(*b"heic", Some(&tiff), None, Place::Data)),
        ("end.heic", c::heif(*b"heic", Some(&tiff), None, Place::End)),
        ("inline.heif", c::heif(*b"mif1", Some(&tiff), None, Place::Inline)),
        ("item.avif", c::heif(*b"avif", Some(&tiff), None, Place::Data)),
        ("box.jxl", c::jxl(&[(b"Exif", [b"\0\0\0\0", tiff.as_slice()].concat())])),
        ("raw.dng", tiff.clone()),
        ("raw.nef", tiff.clone()),
        ("raw.arw", tiff.clone()),
        ("raw.cr3", c::cr3(&Block::new(Vec::new()).build(), &gps_alone)),
        ("raw.raf", c::raf(&c::jpeg(&[c::exif_segment(&tiff)]))),
        ("second.tif", Block { in_second: true, ..block.clone() }.build()),
        ("preview.rw2", {
            let preview = field(0x2e, Value::Raw(7, c::jpeg(&[(0xe2, vec![0; 900]), c::exif_segment(&tiff)])));
            Block { main: vec![preview], ..Block::new(Vec::new()) }.build_with(*b"U\0")
        }),
        ("raw.orf", olympus),
        ("picture.jxr", block.build_with([0xbc, 1])),
        ("raw.rw2", panasonic),
        ("plain.tif", tiff),
    ]
    .into_iter()
    // Olympus, Panasonic and JPEG XR write little-endian only.
    .filter(|(name, _)| !block.big_endian || !matches!(*name, "raw.orf" | "raw.rw2" | "picture.jxr"))
    .collect()
}

fn xmp_containers(packet: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let text = |packed| c::international_chunk("XML:com.adobe.xmp", packet, packed);
    let tiff = {
        let mut block = Block::new(Vec::new());
        block.main = vec![field(0x02bc, Value::Raw(1, packet.to_vec()))];
        block.build()
    };
    vec![
        ("app1.jpg", c::jpeg(&[c::xmp_segment(packet)])),
        ("beside.xmp", packet.to_vec()),
        ("text.png", c::png(&[(b"iTXt", text(false))], &[])),
        ("packed_text_at_end.png", c::png(&[], &[(b"iTXt", text(true))])),
        ("chunk.webp", c::webp(&[(b"XMP ", packet.to_vec())])),
        ("extension.gif", c::gif(packet)),
        ("resource.psb", c::psd(&c::resource(0x0424, packet), true)),
        ("chunk.avi", c::avi(&[], &[(b"_PMX", packet.to_vec())])),
        ("field.tif", tiff),
        ("item.heic", c::heif(*b"heic", None, Some(packet), Place::End)),
        (
            "profile.png",
            c::png(&[(b"zTXt", c::packed_text_chunk("Raw profile type xmp", &c::raw_profile("xmp", packet)))], &[]),
        ),
        ("item.avif", c::heif(*b"avif", None, Some(packet), Place::Data)),
        ("box.jxl", c::jxl(&[(b"xml ", packet.to_vec())])),
        ("box.mp4", [c::video(*b"isom", b"", false), c::xmp_box(packet)].concat()),
        ("user_data.mov", c::video(*b"qt  ", &c::boxed(b"udta", &c::boxed(b"XMP_", packet)), true)),
    ]
}

/// Videos with positions in their own fields.
fn videos() -> Vec<File> {
    let texts: [(&str, &str, Expected); 14] = [
        ("degrees", "+51.4169-000.0806/", Expected::At(51.4169, -0.0806)),
        ("height", "+27.1281+100.2508+000.000/", Expected::At(27.1281, 100.2508)),
        ("depth", "-33.8567+151.2152-012.500/", Expected::At(-33.8567, 151.2152)),
        ("system", "+48.8584+002.2945+035.000CRSWGS_84/", Expected::At(48.8584, 2.2945)),
        ("no_slash", "+48.8584+002.2945", Expected::At(48.8584, 2.2945)),
        ("fine", "+48.85837009+002.29448100+035.2/", Expected::At(48.858_370_09, 2.294_481)),
        ("minutes", "+4851.504-00217.670/", Expected::At(48.8584, -2.2945)),
        ("minutes_height", "-2257.114-04312.630+710/", Expected::At(-22.9519, -43.2105)),
        ("seconds", "+485130.24+0021740.2/", Expected::At(48.8584, 2.2945)),
        ("whole", "+48+002/", Expected::At(48.0, 2.0)),
        ("none", "+00.0000+000.0000/", Expected::Differs(None, Why::NullIsland)),
        ("garbage", "somewhere", Expected::None),
        ("spaces", "+48.8584 +002.2945 +35", Expected::At(48.8584, 2.2945)),
        ("no_signs", "48.8584 2.2945", Expected::At(48.8584, 2.2945)),
    ];
    let mut files = Vec::new();
    for (name, text, expected) in texts {
        let location = ("com.apple.quicktime.location.ISO6709", text);
        let apple = c::keys(
            &[
                ("com.apple.quicktime.make", "Maker"),
                location,
                ("com.apple.quicktime.location.accuracy.horizontal", "4.7"),
            ],
            false,
        );
        let in_track = c::boxed(b"trak", &c::user_text(b"\xa9xyz", text));
        for (container, bytes) in [
            ("user_data.mp4", c::video(*b"isom", &c::user_text(b"\xa9xyz", text), false)),
            ("user_data_at_end.3gp", c::video(*b"3gp4", &c::user_text(b"\xa9xyz", text), true)),
            ("keys.mov", c::video(*b"qt  ", &apple, false)),
            ("keys_at_end.mov", c::video(*b"qt  ", &apple, true)),
            ("track.mov", c::video(*b"qt  ", &in_track, false)),
            ("keys_outside.mp4", [c::video(*b"mp42", b"", true), c::keys(&[location], true)].concat()),
            ("keys.mp4", c::video(*b"mp42", &c::keys(&[("com.android.version", "14"), location], true), true)),
        ] {
            let why = match container {
                "track.mov" => Some(Why::TrackData),
                "keys.mp4" => Some(Why::FullMetadataList),
                _ => None,
            };
            let expected = match (expected, why) {
                (Expected::At(lat, lon), Some(why)) => Expected::Differs(Some((lat, lon)), why),
                (Expected::Differs(None, _), Some(_)) => Expected::None,
                (expected, _) => expected,
            };
            files.push(file(format!("video-{name}-{container}"), bytes, expected));
        }
    }
    for (name, place, role, lat, lon, expected) in [
        ("plain", b"\0".as_slice(), 0, 52.369_29, 6.676_09, Expected::At(52.369_29, 6.676_09)),
        ("named", b"Pier 7\0", 0, -33.8567, 151.2152, Expected::At(-33.8567, 151.2152)),
        (
            "wide_name",
            b"\xfe\xff\0P\0i\0e\0r\0\0",
            1,
            40.6892,
            -74.0445,
            Expected::Differs(Some((40.6892, -74.0445)), Why::WideName),
        ),
        ("fictional", b"Nowhere\0", 2, 40.0, -74.0, Expected::Differs(None, Why::Fictional)),
    ] {
        for brand in [b"3gp5", b"isom"] {
            let inside = c::location_box(place, role, lat, lon, 12.0);
            let extension = if brand == b"3gp5" { "3gp" } else { "mp4" };
            files.push(file(format!("video-loci_{name}.{extension}"), c::video(*brand, &inside, true), expected));
        }
    }
    files.push(file("video-nothing.mp4".into(), c::video(*b"isom", b"", true), Expected::None));
    files
}

/// Several records in one file.
fn together() -> Vec<File> {
    let by_name = |name: &str| {
        let case = exif_cases::all().into_iter().find(|case| case.name == name);
        case.expect("a case of this name").block.build()
    };
    let paris = by_name("big_endian");
    let lyon = xmp_cases::packet("exif:GPSLatitude='45,45.84N' exif:GPSLongitude='4,50.142E'", "");
    let lyon = lyon.as_bytes();
    let at_paris = Expected::At(48.8584, 2.2945);
    let at_lyon = Expected::At(45.764, 4.8357);
    let records = [c::iptc_record(1, 90, b"\x1b%G"), c::iptc_record(2, 90, "Orléans".as_bytes())].concat();
    let long = xmp_cases::packet(
        "exif:GPSLatitude='45,45.84N' exif:GPSLongitude='4,50.142E'",
        &format!("<dc:x xmlns:dc='d'>{}</dc:x>", "é".repeat(40_000)),
    );
    let guid = "0123456789ABCDEF0123456789ABCDEF";
    let first = xmp_cases::packet(
        &format!("xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmpNote:HasExtendedXMP='{guid}'"),
        "",
    );
    let mut extended = vec![c::xmp_segment(first.as_bytes())];
    extended.extend(c::extended_segments(guid, long.as_bytes(), 60_000));
    let mut shuffled = extended.clone();
    shuffled.swap(1, 2);
    let mut foreign = vec![c::xmp_segment(first.as_bytes())];
    foreign.extend(c::extended_segments("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", long.as_bytes(), 60_000));
    vec![
        file("both-exif_wins.jpg".into(), c::jpeg(&[c::exif_segment(&paris), c::xmp_segment(lyon)]), at_paris),
        file("both-exif_wins_after.jpg".into(), c::jpeg(&[c::xmp_segment(lyon), c::exif_segment(&paris)]), at_paris),
        file("both-exif_wins.heic".into(), c::heif(*b"heic", Some(&paris), Some(lyon), Place::Pieces), at_paris),
        file("both-exif_wins.webp".into(), c::webp(&[(b"EXIF", paris.clone()), (b"XMP ", lyon.to_vec())]), at_paris),
        file(
            "both-no_fix_then_xmp.jpg".into(),
            c::jpeg(&[c::exif_segment(&by_name("no_fix")), c::xmp_segment(lyon)]),
            at_lyon,
        ),
        file(
            "both-seconds_blank_then_xmp.jpg".into(),
            c::jpeg(&[c::exif_segment(&by_name("seconds_blank_whole_minutes")), c::xmp_segment(lyon)]),
            at_lyon,
        ),
        file(
            "both-no_letters_then_xmp.jpg".into(),
            c::jpeg(&[c::exif_segment(&by_name("no_letters")), c::xmp_segment(lyon)]),
            at_lyon,
        ),
        file(
            "both-zeroed_then_xmp.jpg".into(),
            c::jpeg(&[c::exif_segment(&by_name("zeroed")), c::xmp_segment(lyon)]),
            Expected::Differs(Some((45.764, 4.8357)), Why::NullIsland),
        ),
        file("iptc-no_position.jpg".into(), c::jpeg(&[(0xed, c::photoshop(&records))]), Expected::None),
        file("iptc-and_exif.jpg".into(), c::jpeg(&[(0xed, c::photoshop(&records)), c::exif_segment(&paris)]), at_paris),
        file("resource_exif.jpg".into(), c::jpeg(&[(0xed, c::photoshop_resource(0x0422, &paris))]), at_paris),
        file("resource_xmp.jpg".into(), c::jpeg(&[(0xed, c::photoshop_resource(0x0424, lyon))]), at_lyon),
        file("exif.jp2".into(), c::jp2(b"JpgTiffExif->JP2", &paris), at_paris),
        file("xmp.jp2".into(), c::jp2(&c::XMP_UUID, lyon), at_lyon),
        file("extended.jpg".into(), c::jpeg(&extended), at_lyon),
        file("extended-shuffled.jpg".into(), c::jpeg(&shuffled), at_lyon),
        file("extended-of_another.jpg".into(), c::jpeg(&foreign), Expected::None),
        file("pieces.heic".into(), c::heif(*b"heic", Some(&paris), None, Place::Pieces), at_paris),
        file("nothing.jpg".into(), c::jpeg(&[]), Expected::None),
        file("nothing.png".into(), c::png(&[], &[]), Expected::None),
        file("nothing.webp".into(), c::webp(&[]), Expected::None),
        file("nothing.heic".into(), c::heif(*b"heic", None, None, Place::Data), Expected::None),
    ]
}

/// Pictures with a video behind them.
fn motion() -> Vec<File> {
    let video = c::video(*b"mp42", &c::user_text(b"\xa9xyz", "+48.8584+002.2945/"), true);
    let len = video.len();
    let old = xmp_cases::packet(
        &format!(
            "xmlns:GCamera='http://ns.google.com/photos/1.0/camera/' GCamera:MicroVideo='1' GCamera:MicroVideoOffset='{len}'"
        ),
        "",
    );
    let new = xmp_cases::packet(
        "xmlns:GCamera='http://ns.google.com/photos/1.0/camera/' GCamera:MotionPhoto='1'",
        &format!(
            "<Container:Directory xmlns:Container='http://ns.google.com/photos/1.0/container/' xmlns:Item='http://ns.google.com/photos/1.0/container/item/'>\
             <rdf:Seq><rdf:li rdf:parseType='Resource'><Container:Item Item:Mime='image/jpeg' Item:Semantic='Primary' Item:Length='0' Item:Padding='0'/></rdf:li>\
             <rdf:li rdf:parseType='Resource'><Container:Item Item:Mime='video/mp4' Item:Semantic='MotionPhoto' Item:Length='{len}' Item:Padding='0'/></rdf:li></rdf:Seq></Container:Directory>"
        ),
    );
    let there = Expected::Differs(Some((48.8584, 2.2945)), Why::MotionTail);
    let behind = |packet: &str| [c::jpeg(&[c::xmp_segment(packet.as_bytes())]), video.clone()].concat();
    let lying = xmp_cases::packet(
        "xmlns:GCamera='http://ns.google.com/photos/1.0/camera/' GCamera:MicroVideoOffset='99999999'",
        "",
    );
    vec![
        file("motion-old.jpg".into(), behind(&old), there),
        file("motion-new.jpg".into(), behind(&new), there),
        file("motion-lying.jpg".into(), behind(&lying), Expected::None),
        file("motion-unsaid.jpg".into(), [c::jpeg(&[]), video.clone()].concat(), Expected::None),
        file(
            "motion.heic".into(),
            [c::heif(*b"heic", None, None, Place::Data), c::boxed(b"mpvd", &video)].concat(),
            there,
        ),
    ]
}
