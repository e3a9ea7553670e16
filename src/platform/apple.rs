//! Apple's copy of one's data: iCloud Photos in parts, each with `Photo Details.csv` beside the media.
//!
//! The tables have no coordinates, so positions come from the media themselves. Dates stand in the table
//! unquoted although they contain a comma. `iCloud Shared Albums.zip` holds `My Albums/<album>/` with
//! `AlbumInfo.json` beside the media. Significant Locations and the history of Maps are kept on the
//! phone and are not part of it.

use std::collections::{BTreeMap, BTreeSet};

use super::support::medium;
use super::support::moment::{self, Clock, SpelledTime};
use super::support::places::{by_head, header_of, parent, roots_of};
use super::support::privacy::Privacy;
use super::support::records::{NOT_A_RECORD, open_table, read_rows};
use super::support::table::Row;
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::media::is_media_extension;
use crate::model::{Audience, Claim, Evidence, Item, MediaRef, Origin, PlatformId, Rule, TimePrecision};

/// The platform's id.
const APPLE: PlatformId = PlatformId("apple");

/// The adapter.
pub(super) struct Apple;

static PRIVATE: Rule = Rule {
    id: "apple.photos_private",
    text: "iCloud Photos are private unless shared; this part of the export does not record what you shared",
    source: "Photo Details.csv has no field for sharing",
};
static UNTAGGED: Rule = Rule {
    id: "apple.photos_untagged",
    text: "iCloud Photos are not listed by place for other people",
    source: "iCloud has no public place pages",
};

const KEPT: Privacy = Privacy {
    tagged: Claim::no(Evidence::Likely, &UNTAGGED),
    ..Privacy::private(Evidence::Likely, &PRIVATE)
};

static SHARED: Rule = Rule {
    id: "apple.shared_album",
    text: "A shared album is open to the people who were invited and, if it has a website, to whoever has its link; the export does not record which",
    source: "the folder of the album in iCloud Shared Albums, with its AlbumInfo.json",
};

static SHARED_LIBRARY: Rule = Rule {
    id: "apple.shared_library",
    text: "A shared library is open to the up to five people whom you share it with",
    source: "the name of Shared Library Details.csv; how iCloud's shared library works",
};

const IN_SHARED_LIBRARY: Privacy = Privacy::shared(
    Audience::Custom,
    Evidence::Likely,
    &SHARED_LIBRARY,
    Claim::no(Evidence::Likely, &UNTAGGED),
);

const IN_SHARED_ALBUM: Privacy = Privacy::shared(
    Audience::Custom,
    Evidence::Likely,
    &SHARED,
    Claim::no(Evidence::Likely, &UNTAGGED),
);

const GUIDES: &[Guide] = &[Guide {
    title: "Apple",
    hint: "iCloud Photos",
    steps: &[
        "On privacy.apple.com choose Request a copy of your data and pick iCloud Photos",
        "Download every part and open them together; the first one holds the shared albums as a zip, which is opened as well",
    ],
    in_short: "on privacy.apple.com request a copy of your data with iCloud Photos, and open all of its parts together",
}];

/// Folders beside that of the photos.
const FOLDERS: &[&str] = &["Photos", "Albums", "Memories", "Recently Deleted"];

/// The number of a part and how many there are, by Apple's name for it: `iCloud Photos Part 1 of 3`.
fn part_of(name: &str) -> Option<(u16, u16)> {
    let (number, rest) = name.strip_prefix("iCloud Photos Part ")?.split_once(" of ")?;
    let count = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((number.parse().ok()?, count.parse().ok()?))
}

/// The parts that are not there, as far as those that are tell how many there must be.
fn absent_parts(source: &dyn Source, roots: &[ExportRoot]) -> Vec<Box<str>> {
    const MOST_NAMED: usize = 8;
    let names = roots.iter().flat_map(|root| {
        let container = source.containers().get(usize::from(root.container)).map_or("", |c| &*c.name);
        container.split('/').chain(root.folder.split('/'))
    });
    let there: BTreeSet<(u16, u16)> = names.filter_map(part_of).collect();
    let Some(count) = there.iter().map(|(_, count)| *count).max() else { return Vec::new() };
    let absent: Vec<String> = (1..=count)
        .filter(|number| !there.contains(&(*number, count)))
        .take(MOST_NAMED + 1)
        .map(|number| number.to_string())
        .collect();
    let more = if absent.len() > MOST_NAMED { " and more" } else { "" };
    let named = absent.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let parts = if absent.len() == 1 { "Part" } else { "Parts" };
    let text = format!("{parts} {named}{more} of {count} of iCloud Photos: download them all and open them together");
    if absent.is_empty() { Vec::new() } else { vec![text.into()] }
}

fn is_details(head: &[u8]) -> bool {
    let header = header_of(head);
    ["imgname", "filechecksum"].iter().all(|name| header.iter().any(|h| h == name))
}

fn is_named_details(entry: &Entry) -> bool {
    let name = entry.file_name().to_lowercase();
    entry.extension() == "csv" && ["photo details", "shared library details"].iter().any(|start| name.starts_with(start))
}

/// Whether a table is that of a library shared with others, by its name.
fn is_shared_library(entry: &Entry) -> bool {
    entry.file_name().to_lowercase().starts_with("shared library")
}

/// The folders of shared albums. The file's name alone is anybody's, so a folder above it must be Apple's.
fn shared_albums(source: &dyn Source) -> BTreeSet<(u16, &str)> {
    let is_apples = |entry: &Entry| {
        let container = source.containers().get(usize::from(entry.container)).map_or("", |c| &*c.name);
        let above = container.split('/').chain(entry.folder().split('/'));
        above.into_iter().any(|part| part.eq_ignore_ascii_case("My Albums") || part.to_lowercase().starts_with("icloud shared albums"))
    };
    let named = real_entries(source).map(|(_, e)| e).filter(|e| e.lower_name() == "albuminfo.json");
    named.filter(|e| is_apples(e)).map(|e| (e.container, e.folder())).collect()
}

fn is_own_folder(name: &str) -> bool {
    FOLDERS.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The folder of a part.
fn top(entry: &Entry) -> &str {
    let folder = entry.folder();
    let name = folder.rsplit('/').next().unwrap_or_default();
    if is_own_folder(name) { parent(folder) } else { folder }
}

fn is_mine(entry: &Entry, inside: &str) -> bool {
    match inside.split_once('/') {
        Some((first, _)) => is_own_folder(first),
        None => is_named_details(entry) || is_media_extension(entry.extension()),
    }
}

impl Platform for Apple {
    fn id(&self) -> PlatformId {
        APPLE
    }

    fn name(&self) -> &'static str {
        "Apple iCloud Photos"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let hits = by_head(source, is_named_details, is_details);
        let albums = shared_albums(source);
        let because = match hits.first() {
            Some(first) => source.entry(*first).file_name(),
            None if !albums.is_empty() => "AlbumInfo.json",
            None => return None,
        };
        let mut roots = roots_of(source, hits, top, is_mine);
        roots.extend(albums.iter().map(|(container, folder)| ExportRoot { container: *container, folder: (*folder).into() }));
        let missing = absent_parts(source, &roots);
        Some(Recognition { roots, layout: "iCloud Photos".into(), because: because.into(), missing })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let source = cx.source();
        let mut media = Media::default();
        let mut tables = Vec::new();
        let albums = shared_albums(source);
        for id in cx.entries_of(found) {
            cx.check()?;
            let entry = source.entry(id);
            if albums.contains(&(entry.container, entry.folder())) {
                read_shared(cx, id);
            } else if is_media_extension(entry.extension()) {
                media.files.entry(entry.file_name().to_lowercase()).or_default().push(id);
            } else if is_named_details(entry) {
                media.tables.insert((entry.container, entry.folder().into()));
                tables.push(id);
            } else {
                cx.ignore(id, "names of photos in an album or memory, or no positions of a kind that this program reads");
            }
        }
        for id in tables {
            cx.check()?;
            read_table(cx, id, &mut media)?;
        }
        for id in media.files.into_values().flatten() {
            cx.check()?;
            let item = item(cx, KEPT, Some(id), None, Origin::new(id.0, 0), source.entry(id).file_name());
            cx.done(id, "a photo or video that no table describes");
            cx.item(item);
        }
        Ok(())
    }
}

/// A photo or video in a shared album, or what is said of the album.
fn read_shared(cx: &mut ImportCx<'_>, id: EntryId) {
    let entry = cx.source().entry(id);
    if !is_media_extension(entry.extension()) {
        return cx.ignore(id, "title and settings of a shared album");
    }
    let mut item = IN_SHARED_ALBUM.item(APPLE, medium::kind_of(entry.extension()), Origin::new(id.0, 0));
    let album = entry.folder().rsplit('/').next().filter(|name| !name.is_empty());
    item.text = album.map(|name| format!("In the shared album \u{201c}{name}\u{201d}").into());
    describe(cx, &mut item, id);
    cx.done(id, "a photo or video in a shared album");
    cx.item(item);
}

fn read_table(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    media: &mut Media,
) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    if bytes.trim_ascii().is_empty() {
        cx.done(id, "an empty table");
        return Ok(());
    }
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let (name, date) = (table.column(&["imgName"]), table.column(&["originalCreationDate"]));
    let privacy = if is_shared_library(cx.source().entry(id)) { IN_SHARED_LIBRARY } else { KEPT };
    read_rows(cx, id, &mut table, "details of photos and videos", |cx, row, origin| {
        let Some(name) = row.text(name) else { return cx.skip(NOT_A_RECORD, 1) };
        let file = take(cx, media, id, &name);
        let item = item(cx, privacy, file, created(row, date), origin, &name);
        if let Some(file) = file {
            cx.done(file, "a photo or video");
        }
        cx.item(item);
    })
}

/// The file of this name that lies beside the table; else, of those beside no table, the only one in the same container:
/// cameras give the same name again and again, and each part has tables of its own.
fn take(cx: &ImportCx<'_>, media: &mut Media, table: EntryId, name: &str) -> Option<EntryId> {
    let source = cx.source();
    let place = |id: &EntryId| (source.entry(*id).container, source.entry(*id).folder());
    let named = media.files.get_mut(&name.to_lowercase())?;
    let here = place(&table);
    let is_loose = |id: &EntryId| {
        let (container, folder) = place(id);
        container == here.0 && !media.tables.contains(&(container, folder.into()))
    };
    let beside = named.iter().position(|id| place(id) == here);
    let only = || {
        let mut loose = named.iter().enumerate().filter(|(_, id)| is_loose(id)).map(|(at, _)| at);
        loose.next().filter(|_| loose.next().is_none())
    };
    Some(named.remove(beside.or_else(only)?))
}

/// The media that no row was found for yet, by name in lower case, and the folders of the tables.
#[derive(Default)]
struct Media {
    files: BTreeMap<String, Vec<EntryId>>,
    tables: BTreeSet<(u16, Box<str>)>,
}

fn item(cx: &mut ImportCx<'_>, privacy: Privacy, file: Option<EntryId>, created: Option<SpelledTime>, origin: Origin, name: &str) -> Item {
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
    let mut item = privacy.item(APPLE, medium::kind_of(extension), origin);
    match file {
        Some(file) => describe(cx, &mut item, file),
        None => item.media.push(MediaRef { path: name.into(), file: None }),
    }
    // A day is less than what the file says of itself.
    if created.is_some_and(|c| c.precision != TimePrecision::Day || item.time.is_none()) {
        moment::set_time(&mut item, created);
    }
    item
}

/// Gives an item what its file says of itself.
fn describe(cx: &mut ImportCx<'_>, item: &mut Item, file: EntryId) {
    let found = medium::metadata(cx, file);
    medium::locate(item, &found);
    medium::set_time(item, &found, cx.source().entry(file).file_name());
    item.media.push(medium::reference(cx, file));
}

/// `Saturday June 4,2022 12:11 PM GMT`; without quotes the part after the comma is the next field.
fn created(row: Row<'_>, column: Option<usize>) -> Option<SpelledTime> {
    let first = row.text(column)?;
    let is_whole = first.contains(':') || first.starts_with(|c: char| c.is_ascii_digit());
    let rest = if is_whole { None } else { row.text(column.map(|c| c + 1)) };
    written_date(&format!("{first} {}", rest.unwrap_or_default()))
}

fn written_date(text: &str) -> Option<SpelledTime> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return moment::read(text, Clock::Local);
    }
    let mut words = text.split([' ', ',']).filter(|w| !w.is_empty()).skip(1);
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let start = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|m| *m == start)? + 1;
    let rest: Vec<&str> = words.collect();
    moment::read(&format!("{year}-{month:02}-{:0>2} {}", day, rest.join(" ")), Clock::Local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_written() {
        let at = |text| written_date(text).map(|m| m.time.to_string());
        assert_eq!(at("Saturday June 4,2022 12:11 PM GMT"), Some("2022-06-04T12:11:00Z".into()));
        assert_eq!(at("Saturday June 4, 2022 12:11 AM GMT"), Some("2022-06-04T00:11:00Z".into()));
        assert_eq!(at("Monday January 15,2024 09:30 AM GMT"), Some("2024-01-15T09:30:00Z".into()));
        assert_eq!(at("2026-01-02"), Some("2026-01-02T00:00:00Z".into()));
        assert_eq!(at("Samstag, 4. Juni 2022"), None);
        assert_eq!(at(""), None);
    }
}
