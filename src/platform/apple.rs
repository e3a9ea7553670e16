//! Apple's copy of one's data: iCloud Photos in parts, each with `Photo Details.csv` beside the media.
//!
//! The tables have no coordinates, so positions come from the media themselves. Dates stand in the table
//! unquoted although they contain a comma. Significant Locations and the history of Maps are kept on the
//! phone and are not part of it.

use std::collections::BTreeMap;

use super::support::medium;
use super::support::moment::{self, Clock, SpelledTime};
use super::support::places::{by_head, header_of, parent, roots_of};
use super::support::privacy::Privacy;
use super::support::records::{NOT_A_RECORD, open_table, read_rows};
use super::support::table::Row;
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::media::is_media_extension;
use crate::model::{Claim, Evidence, Item, Origin, PlatformId, Rule};

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

const GUIDES: &[Guide] = &[Guide {
    title: "Apple",
    hint: "iCloud Photos",
    steps: &[
        "On privacy.apple.com choose Request a copy of your data and pick iCloud Photos",
        "Download every part and open them together",
    ],
    in_short: "on privacy.apple.com request a copy of your data with iCloud Photos, and open all of its parts together",
}];

/// Folders beside that of the photos.
const FOLDERS: &[&str] = &["Photos", "Albums", "Memories", "Recently Deleted"];

fn is_details(head: &[u8]) -> bool {
    let header = header_of(head);
    ["imgname", "filechecksum"].iter().all(|name| header.iter().any(|h| h == name))
}

fn is_named_details(entry: &Entry) -> bool {
    entry.extension() == "csv" && entry.file_name().starts_with("Photo Details")
}

/// The folder of a part.
fn top(entry: &Entry) -> &str {
    let folder = entry.folder();
    let name = folder.rsplit('/').next().unwrap_or_default();
    if FOLDERS.contains(&name) { parent(folder) } else { folder }
}

fn is_mine(entry: &Entry, inside: &str) -> bool {
    match inside.split_once('/') {
        Some((first, _)) => FOLDERS.contains(&first),
        None => is_named_details(entry) || is_media_extension(&entry.extension()),
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
        let first = *hits.first()?;
        Some(Recognition {
            roots: roots_of(source, hits, top, is_mine),
            layout: "iCloud Photos".into(),
            because: source.entry(first).file_name().into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let source = cx.source();
        let mut media: BTreeMap<(u16, String), Vec<EntryId>> = BTreeMap::new();
        let mut tables = Vec::new();
        for id in cx.entries_of(found) {
            let entry = source.entry(id);
            if is_media_extension(&entry.extension()) {
                media.entry((entry.container, entry.file_name().to_lowercase())).or_default().push(id);
            } else if is_named_details(entry) {
                tables.push(id);
            } else {
                cx.ignore(id, "names of photos in an album or memory, or no positions of a kind that this program reads");
            }
        }
        for id in tables {
            cx.check()?;
            read_table(cx, id, &mut media)?;
        }
        for id in media.into_values().flatten() {
            cx.check()?;
            let item = item(cx, Some(id), None, Origin::new(id.0, 0), &source.entry(id).extension());
            cx.done(id, "a photo or video that no table describes");
            cx.item(item);
        }
        Ok(())
    }
}

fn read_table(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    media: &mut BTreeMap<(u16, String), Vec<EntryId>>,
) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    if bytes.trim_ascii().is_empty() {
        cx.done(id, "an empty table");
        return Ok(());
    }
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let (name, date) = (table.column(&["imgName"]), table.column(&["originalCreationDate"]));
    let container = cx.source().entry(id).container;
    read_rows(cx, id, &mut table, "details of photos and videos", |cx, row, origin| {
        let Some(name) = row.text(name) else { return cx.skip(NOT_A_RECORD, 1) };
        let file = take(media, container, &name.to_lowercase());
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_owned();
        let item = item(cx, file, created(row, date), origin, &extension);
        if let Some(file) = file {
            cx.done(file, "a photo or video");
        }
        cx.item(item);
    })
}

/// The file of this name, of the same part if it has one.
fn take(media: &mut BTreeMap<(u16, String), Vec<EntryId>>, container: u16, name: &str) -> Option<EntryId> {
    let key = (container, name.to_owned());
    let found = media.get_mut(&key)?;
    let first = (!found.is_empty()).then(|| found.remove(0));
    if found.is_empty() {
        media.remove(&key);
    }
    first
}

fn item(cx: &mut ImportCx<'_>, file: Option<EntryId>, created: Option<SpelledTime>, origin: Origin, extension: &str) -> Item {
    let mut item = KEPT.item(APPLE, medium::kind_of(extension), origin);
    if let Some(file) = file {
        let found = medium::metadata(cx, file);
        medium::locate(&mut item, &found);
        medium::set_time(&mut item, &found);
        item.media.push(medium::reference(cx, file));
    }
    if created.is_some() {
        moment::set_time(&mut item, created);
    }
    item
}

/// `Saturday June 4,2022 12:11 PM GMT`; without quotes the part after the comma is the next field.
fn created(row: Row<'_>, column: Option<usize>) -> Option<SpelledTime> {
    let first = row.text(column)?;
    let rest = if first.contains(':') { None } else { row.text(column.map(|c| c + 1)) };
    written_date(&format!("{first} {}", rest.unwrap_or_default()))
}

fn written_date(text: &str) -> Option<SpelledTime> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
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
        assert_eq!(at("Samstag, 4. Juni 2022"), None);
        assert_eq!(at(""), None);
    }
}
