//! `activities.csv`: one row an activity, columns found by their English names, else by their place.

use jiff::Timestamp;

use super::{Export, date};
use crate::archive::EntryId;
use crate::platform::support::table::{Row, Table, for_each_row};
use crate::platform::{ImportCx, ImportError};

/// One row.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    /// Its position in the file.
    pub(super) record: u64,
    /// The number Strava gave it.
    pub(super) id: Option<Box<str>>,
    /// When it began, by the list.
    pub(super) time: Option<Timestamp>,
    /// Its name.
    pub(super) name: Option<Box<str>>,
    /// Its description.
    pub(super) description: Option<Box<str>>,
    /// Whether its type says that it was in a made-up world.
    pub(super) is_virtual: bool,
    /// Path of its file, as the list gives it.
    pub(super) file: Option<Box<str>>,
    /// Paths of its pictures.
    pub(super) media: Vec<Box<str>>,
}

/// Rows looked at to find the column of files.
const PROBED_ROWS: usize = 2_000;

/// Whether the beginning of a list names files of activities, which only Strava's does.
pub(super) fn names_files(head: &[u8]) -> bool {
    Table::open(head).is_ok_and(|mut table| {
        let named = table.column(&["activity id"]).is_some() && table.column(&["filename"]).is_some();
        named || file_column(&mut table).is_some()
    })
}

fn is_activity_file(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let text = text.strip_suffix(".gz").unwrap_or(&text);
    text.starts_with("activities/") && [".gpx", ".tcx", ".fit"].iter().any(|ending| text.ends_with(ending))
}

/// The column in which a file of an activity stands, in whichever row one does.
fn file_column(table: &mut Table<'_>) -> Option<usize> {
    const MOST_COLUMNS: usize = 200;
    for _ in 0..PROBED_ROWS {
        let Ok(row) = table.next_row()? else { return None };
        if let Some(column) = (0..MOST_COLUMNS).find(|c| row.text(Some(*c)).is_some_and(|t| is_activity_file(&t))) {
            return Some(column);
        }
    }
    None
}

/// The names of the files in the beginning of a list, in lower case and without the ending of a packed file.
pub(super) fn file_names(head: &[u8]) -> Vec<String> {
    let column = Table::open(head).ok().and_then(|mut table| file_column(&mut table));
    let (Some(column), Ok(mut table)) = (column, Table::open(head)) else { return Vec::new() };
    let mut names = Vec::new();
    while let Some(Ok(row)) = table.next_row() {
        if let Some(path) = row.text(Some(column)).filter(|path| is_activity_file(path)) {
            let path = path.to_lowercase();
            let name = path.rsplit('/').next().unwrap_or(&path);
            names.push(name.strip_suffix(".gz").unwrap_or(name).to_owned());
        }
    }
    names
}

struct Columns {
    id: Option<usize>,
    date: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
    description: Option<usize>,
    file: Option<usize>,
    media: Option<usize>,
}

impl Columns {
    /// The order has been the same in every language; new columns come before the last, which is the media's.
    fn of(table: &Table<'_>, file: Option<usize>) -> Self {
        let named = |name: &str, place: usize| table.column(&[name]).or(Some(place));
        Self {
            id: named("activity id", 0),
            date: named("activity date", 1),
            name: named("activity name", 2),
            kind: named("activity type", 3),
            description: named("activity description", 4),
            file: file.or_else(|| named("filename", 12)),
            media: table.column(&["media"]).or_else(|| table.header().len().checked_sub(1).filter(|last| *last > 12)),
        }
    }

    fn read(&self, row: Row<'_>) -> Activity {
        let text = |column| row.text(column).map(|t| Box::<str>::from(&*t));
        let media = row.text(self.media);
        let media = media.iter().flat_map(|all| all.split('|')).map(str::trim);
        Activity {
            record: row.number,
            id: text(self.id),
            time: row.text(self.date).and_then(|t| date::parse(&t)),
            name: text(self.name),
            description: text(self.description),
            is_virtual: row.text(self.kind).is_some_and(|kind| is_virtual(&kind)),
            file: text(self.file),
            media: media.filter(|path| is_media_path(path)).map(Box::from).collect(),
        }
    }
}

fn is_media_path(path: &str) -> bool {
    path.starts_with("media/") || path.starts_with("photos/")
}

/// Whether the name of a kind of activity, in whichever language, is that of a virtual one.
pub(super) fn is_virtual(kind: &str) -> bool {
    const WORDS: &[&str] =
        &["virtu", "wirtual", "виртуал", "віртуал", "バーチャル", "虚拟", "虛擬", "가상", "sanal", "เสมือน"];
    let kind = kind.to_lowercase();
    WORDS.iter().any(|word| kind.contains(word))
}

/// Reads the list, with the file it stands in.
pub(super) fn read(
    cx: &mut ImportCx<'_>,
    export: &Export,
) -> Result<Option<(EntryId, Vec<Activity>)>, ImportError> {
    let Some(id) = export.file("activities.csv") else { return Ok(None) };
    let Some(bytes) = cx.read(id) else { return Ok(None) };
    let file = Table::open(&bytes).ok().and_then(|mut table| file_column(&mut table));
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(why) => {
            cx.fail(id, why.0);
            return Ok(None);
        }
    };
    let columns = Columns::of(&table, file);
    let mut rows = Vec::new();
    let whole = for_each_row(cx, id, &mut table, |_, row| {
        if !row.is_blank() {
            rows.push(columns.read(row));
        }
    })?;
    if whole {
        cx.done(id, format!("{} activit{}", rows.len(), if rows.len() == 1 { "y" } else { "ies" }));
    }
    Ok(Some((id, rows)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_told_by_the_files_it_names() {
        assert!(names_files(b"Identifiant,Date\n1,2,activities/1.fit.gz\n"));
        assert!(names_files(b"Activity ID,Filename\n"));
        assert!(!names_files(b"id,name\n1,activities/swimming\n"));
        assert!(!names_files(b""));
    }

    #[test]
    fn virtual_kinds_are_told_in_every_language() {
        for kind in ["Virtual Ride", "Sortie \u{e0} v\u{e9}lo virtuelle", "Virtuelle Radfahrt", "バーチャルライド", "Виртуальный заезд"] {
            assert!(is_virtual(kind), "{kind}");
        }
        assert!(!is_virtual("Ride") && !is_virtual(""));
    }
}
