//! Loose GPS files: GPX, KML and KMZ, TCX, FIT, GeoJSON, NMEA and CSV logs that no platform's export owns.
//!
//! Told by content. Timed fixes become points, marked places and planned or untimed lines become
//! items at their position; a plan is nobody's presence. Nothing a file refers to is fetched.

use std::collections::BTreeMap;

use crate::archive::{Entry, Limits, Source, real_entries};
use crate::model::{Audience, Claim, Evidence, PlatformId, Rule};

use super::photos::{common_folder, unread_exports};
use super::support::privacy::Privacy;
use super::support::track::{self, Mark, Owner, Unread};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};

/// The adapter.
pub(super) struct Tracks;

const ID: PlatformId = PlatformId("tracks");

static FILE: Rule = Rule {
    id: "tracks.file",
    text: "A GPS file in a folder is not a post; this archive records no publication of it",
    source: "the archive holds the file and no record of a platform about it",
};
static FOREIGN: Rule = Rule {
    id: "tracks.foreign_fields",
    text: "The file has fields that no GPS file has, so it may come from a platform; it does not say who could see it",
    source: "names of the fields beside the position",
};
static UNREAD_EXPORT: Rule = Rule {
    id: "tracks.unread_export",
    text: "The file lies in what looks like a platform's export whose records were not read, so who could see it is not known",
    source: "names of files and folders in the same archive",
};

const GUIDES: &[Guide] = &[Guide {
    title: "GPS files",
    hint: "GPX, FIT, KML, …",
    steps: &[
        "Save the tracks from the watch, the phone's logger or the website as GPX, or copy its .fit files",
        "Open the files, or the folder or zip that holds them. Tracks without times show where they begin",
    ],
    in_short: "save the tracks as GPX with times",
}];

/// Files whose names promise a GPS file. A KMZ is opened as an archive of its own.
const TELLING: &[&str] = &["gpx", "kml", "kmz", "tcx", "fit", "geojson", "geojsonl", "geojsons", "nmea", "nma"];
/// Files of other names that may hold one.
const POSSIBLE: &[&str] =
    &["csv", "tsv", "json", "jsonl", "ndjson", "xml", "txt", "log", "gps", "", "bak", "bin", "dat", "old", "orig", "tmp"];
/// Files without a telling name that are looked into for recognition.
const HEADS: usize = 200;

fn is_telling(entry: &Entry) -> bool {
    TELLING.contains(&&*track::extension(entry))
}

/// Without an extension, or with one that was put behind the right one, a file may be anything.
fn is_possible(entry: &Entry) -> bool {
    let extension = track::extension(entry);
    let was_telling = || entry.file_name().split('.').skip(1).any(|part| TELLING.contains(&&*part.to_ascii_lowercase()));
    TELLING.contains(&&*extension) || POSSIBLE.contains(&&*extension) || was_telling()
}

impl Platform for Tracks {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "GPS files"
    }

    fn is_loose(&self) -> bool {
        true
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut folders: BTreeMap<u16, &str> = BTreeMap::new();
        let (mut count, mut heads) = (0_u64, 0);
        for (id, entry) in real_entries(source).filter(|(_, e)| is_possible(e)) {
            let is_one = is_telling(entry) || {
                heads += 1;
                heads <= HEADS && track::sniff(&track::unpacked_head(source, id, Limits::default())).is_some()
            };
            if is_one {
                count += 1;
                let folder = folders.entry(entry.container).or_insert(entry.folder());
                *folder = common_folder(folder, entry.folder());
            }
        }
        let roots = folders.into_iter().map(|(container, folder)| ExportRoot { container, folder: folder.into() });
        (count > 0).then(|| Recognition {
            roots: roots.collect(),
            layout: "files".into(),
            because: format!("{count} GPS file{}", if count == 1 { "" } else { "s" }).into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let mut mine = cx.entries_of(found);
        mine.retain(|id| is_possible(cx.source().entry(*id)) && cx.is_unclaimed(*id) && !cx.owned_by_another(*id));
        let exports = unread_exports(cx);
        track::read_all(cx, &mine, |cx, id, read| match read {
            Ok(tracks) => {
                let in_export = exports.contains(&cx.source().entry(id).container);
                let privacy = |mark: &Mark| privacy(mark, in_export);
                track::keep_file(cx, id, Owner { platform: ID, privacy: &privacy, note: None }, tracks);
            }
            // Any bytes may pass for a packed file at first.
            Err(Unread::Failed(why)) if is_telling(cx.source().entry(id)) => cx.fail(id, why),
            Err(Unread::NotATrack) if is_telling(cx.source().entry(id)) => {
                cx.ignore(id, "named like a GPS file, but holds none");
            }
            // Somebody else's table or JSON.
            Err(Unread::NotATrack | Unread::Failed(_)) => {}
        })
    }
}

/// Who could see a place in a file that no platform's record speaks of.
fn privacy(mark: &Mark, in_export: bool) -> Privacy {
    let unknown = |rule| Privacy::shared(Audience::Unknown, Evidence::Missing, rule, Claim::unknown(rule));
    if in_export {
        unknown(&UNREAD_EXPORT)
    } else if mark.is_foreign {
        unknown(&FOREIGN)
    } else {
        Privacy::private(Evidence::Likely, &FILE)
    }
}
