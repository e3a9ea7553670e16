//! The rules by which a Flickr export is read, with their sources.

use crate::model::{Audience, Claim, Evidence, Rule};
use crate::platform::support::privacy::Privacy;

/// A photo's own setting.
static PRIVACY: Rule = Rule {
    id: "flickr.privacy",
    text: "The export records who may see the photo, as it was set when the export was made",
    source: "privacy in the photo's file",
};
/// A setting that is not known.
static PRIVACY_UNKNOWN: Rule = Rule {
    id: "flickr.privacy_unknown",
    text: "The export does not say in words this program knows who may see the photo",
    source: "privacy in the photo's file",
};
/// Who may see the position.
pub(super) static GEO_PERMISSION: Rule = Rule {
    id: "flickr.geo_permission",
    text: "The photo has a position; who may see it is a setting of its own, which the export leaves out",
    source: "geo in the photo's file; Flickr's separate permission for positions",
};
/// A position on the map, and one in the camera data.
pub(super) static GEO_AND_CAMERA: Rule = Rule {
    id: "flickr.geo_and_camera",
    text: "The photo has a position; who may see it is a setting of its own, which the export leaves out. The camera wrote a \
           position into the original too, which others could read if they were let have the original or its camera data; \
           the export does not say",
    source: "geo in the photo's file; Flickr's separate permissions for positions, originals and camera data; tests of \
             2026 by sellers of metadata removers found it kept in originals",
};
/// A position in the camera data alone.
pub(super) static CAMERA_ONLY: Rule = Rule {
    id: "flickr.camera_only",
    text: "The photo was not on Flickr's map. The camera wrote a position into it, which others could read if they were let \
           have the original or its camera data; the export does not say",
    source: "absence of geo in the photo's file; Flickr's separate permissions for originals and camera data; tests of \
             2026 by sellers of metadata removers found it kept in originals, a test of 2013 removed from other sizes",
};
/// No position.
pub(super) static NO_GEO: Rule = Rule {
    id: "flickr.no_geo",
    text: "The photo was not on Flickr's map",
    source: "absence of geo in the photo's file",
};

/// A position that is none.
pub(super) static BAD_GEO: Rule = Rule {
    id: "flickr.bad_geo",
    text: "The photo has a position in the export, but not one on Earth",
    source: "geo in the photo's file",
};

/// Who may see a photo, by the word of its file.
pub(super) fn by_word(word: &str, tagged: Claim) -> Privacy {
    let word = word.trim().to_ascii_lowercase();
    let shared = |audience| Privacy::shared(audience, Evidence::Recorded, &PRIVACY, tagged);
    match word.as_str() {
        "public" => shared(Audience::Public),
        "private" | "only you" => shared(Audience::OnlyMe),
        word if word.contains("friend") => shared(Audience::Friends),
        word if word.contains("family") => shared(Audience::Custom),
        _ => Privacy::shared(Audience::Unknown, Evidence::Missing, &PRIVACY_UNKNOWN, tagged),
    }
}
