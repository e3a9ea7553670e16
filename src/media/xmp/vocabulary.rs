//! The vocabularies of XMP packets, and those of their words that are read.

use quick_xml::name::ResolveResult;

/// A vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    Rdf,
    Exif,
    Photoshop,
    IptcCore,
    IptcExtension,
    Dji,
    Camera,
    Container,
    ContainerItem,
    Notes,
    Other,
}

/// Addresses of vocabularies, and the prefix that packets without declarations use.
const VOCABULARIES: &[(&str, &str, Vocabulary)] = &[
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", Vocabulary::Rdf),
    ("http://ns.adobe.com/exif/1.0", "exif", Vocabulary::Exif),
    ("http://ns.adobe.com/photoshop/1.0", "photoshop", Vocabulary::Photoshop),
    ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns", "Iptc4xmpCore", Vocabulary::IptcCore),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29", "Iptc4xmpExt", Vocabulary::IptcExtension),
    ("http://www.dji.com/drone-dji/1.0", "drone-dji", Vocabulary::Dji),
    ("http://ns.google.com/photos/1.0/camera", "GCamera", Vocabulary::Camera),
    ("http://ns.google.com/photos/1.0/container", "Container", Vocabulary::Container),
    ("http://ns.google.com/photos/1.0/container/item", "Item", Vocabulary::ContainerItem),
    ("http://ns.adobe.com/xmp/note", "xmpNote", Vocabulary::Notes),
];

/// A property that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Lat,
    LatRef,
    Lon,
    LonRef,
    Altitude,
    AltitudeRef,
    Error,
    Method,
    FixTime,
    Original,
    Created,
    DjiLat,
    DjiLon,
    Spot,
    City,
    Region,
    Country,
    CountryCode,
    MotionOffset,
    Semantic,
    Length,
    Padding,
    ExtendedGuid,
}

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name<'n> {
    pub(super) vocabulary: Vocabulary,
    pub(super) local: &'n [u8],
}

impl<'n> Name<'n> {
    /// The name `local` in a vocabulary; where the packet forgot to declare its prefix, the usual one.
    pub(super) fn of(vocabulary: &ResolveResult<'_>, prefix: Option<&[u8]>, local: &'n [u8]) -> Self {
        let found = match vocabulary {
            ResolveResult::Bound(address) => {
                let address = address.into_inner().trim_ascii();
                let address = address.strip_suffix(b"/").unwrap_or(address);
                VOCABULARIES.iter().find(|(known, ..)| known.as_bytes() == address)
            }
            ResolveResult::Unknown(_) => {
                VOCABULARIES.iter().find(|(_, usual, _)| prefix.is_some_and(|p| p == usual.as_bytes()))
            }
            ResolveResult::Unbound => None,
        };
        Self { vocabulary: found.map_or(Vocabulary::Other, |(.., vocabulary)| *vocabulary), local }
    }

    pub(super) fn is(&self, vocabulary: Vocabulary, local: &[u8]) -> bool {
        self.vocabulary == vocabulary && self.local == local
    }

    /// What it means.
    pub(super) fn key(&self) -> Option<Key> {
        Some(match (self.vocabulary, self.local) {
            (Vocabulary::Exif, b"GPSLatitude") => Key::Lat,
            (Vocabulary::Exif, b"GPSLatitudeRef") => Key::LatRef,
            (Vocabulary::Exif, b"GPSLongitude") => Key::Lon,
            (Vocabulary::Exif, b"GPSLongitudeRef") => Key::LonRef,
            (Vocabulary::Exif, b"GPSAltitude") => Key::Altitude,
            (Vocabulary::Exif, b"GPSAltitudeRef") => Key::AltitudeRef,
            (Vocabulary::Exif, b"GPSHPositioningError") => Key::Error,
            (Vocabulary::Exif, b"GPSProcessingMethod") => Key::Method,
            (Vocabulary::Exif, b"GPSTimeStamp") => Key::FixTime,
            (Vocabulary::Exif, b"DateTimeOriginal") => Key::Original,
            (Vocabulary::Photoshop, b"DateCreated") => Key::Created,
            // The second is a slip of the drones' maker.
            (Vocabulary::Dji, b"GpsLatitude") => Key::DjiLat,
            (Vocabulary::Dji, b"GpsLongitude" | b"GpsLongtitude") => Key::DjiLon,
            (Vocabulary::IptcCore, b"Location") | (Vocabulary::IptcExtension, b"Sublocation" | b"LocationName") => {
                Key::Spot
            }
            (Vocabulary::Photoshop | Vocabulary::IptcExtension, b"City") => Key::City,
            (Vocabulary::Photoshop, b"State") | (Vocabulary::IptcExtension, b"ProvinceState") => Key::Region,
            (Vocabulary::Photoshop, b"Country") | (Vocabulary::IptcExtension, b"CountryName") => Key::Country,
            (Vocabulary::IptcCore | Vocabulary::IptcExtension, b"CountryCode") => Key::CountryCode,
            (Vocabulary::Camera, b"MotionPhotoOffset" | b"MicroVideoOffset") => Key::MotionOffset,
            (Vocabulary::ContainerItem, b"Semantic") => Key::Semantic,
            (Vocabulary::ContainerItem, b"Length") => Key::Length,
            (Vocabulary::ContainerItem, b"Padding") => Key::Padding,
            (Vocabulary::Notes, b"HasExtendedXMP") => Key::ExtendedGuid,
            _ => return None,
        })
    }
}
