//! Maps drawn in My Maps, and tracks and maps kept in other products: KML, KMZ, GPX and the like.
//!
//! Who may open such a map is a setting that the file does not hold.

use super::{GOOGLE, rules};
use crate::archive::EntryId;
use crate::model::{Audience, Claim, Evidence};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::track::{self, Mark, Owner, Tracks, Unread};
use crate::platform::{ImportCx, ImportError};

/// Extensions of files that are read here, in lower case.
pub(super) const EXTENSIONS: &[&str] = &["fit", "gpx", "kml"];

/// Reads maps and tracks, each with its name where it has one.
pub(super) fn read(cx: &mut ImportCx<'_>, ids: &[EntryId]) -> Result<(), ImportError> {
    track::read_all(cx, ids, |cx, id, read| match read {
        Ok(tracks) => keep(cx, id, tracks),
        Err(Unread::Failed(why)) => cx.fail(id, why),
        Err(Unread::NotATrack) => cx.ignore(id, "named like a map or a track, but holds none"),
    })
}

fn keep(cx: &mut ImportCx<'_>, id: EntryId, tracks: Tracks) {
    let rule = if is_my_map(cx, id) { &rules::MY_MAP } else { &rules::OTHER_PRODUCT };
    let privacy = |_: &Mark| Privacy::shared(Audience::Unknown, Evidence::Missing, rule, Claim::unknown(rule));
    let note = tracks.title.as_ref().map(|title| format!("On the map \u{201c}{title}\u{201d}"));
    track::keep_file(cx, id, Owner { platform: GOOGLE, privacy: &privacy, note: note.as_deref() }, tracks);
}

/// Whether a file lies in the folder of My Maps, whose name Google does not translate; a KMZ is a container of its own.
fn is_my_map(cx: &ImportCx<'_>, id: EntryId) -> bool {
    let source = cx.source();
    let entry = source.entry(id);
    let container = source.containers().get(usize::from(entry.container)).map_or("", |c| &*c.name);
    container.split('/').chain(entry.folder().split('/')).any(|part| part.eq_ignore_ascii_case("My Maps"))
}
