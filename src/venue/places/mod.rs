//! Places that the user loads: an extract of OpenStreetMap or GeoJSON. What kind of place a position is, by what lies there.
//!
//! The embedded tables know words, not places. A file of the user's own does, for one region and for the time it was
//! made. It tells the kind of an item's place in two ways, both [`Evidence::Likely`](crate::model::Evidence):
//!
//! 1. By name and distance: a loaded place near the position bears the name that the export gives. Stronger than the
//!    words of the name, because somebody mapped it there.
//! 2. By distance alone, where the export gives no name. How sure falls with the distance and with what the position
//!    leaves open; where two kinds fit, neither is told.

mod geojson;
mod index;
mod kinds;
mod matching;
mod osm;
mod shape;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::model::{Dataset, VenueKind};
use crate::street::{StreetError, is_extract};

use index::Index;
use shape::Shape;

/// The largest file read, in bytes.
const MAX_BYTES: u64 = 1 << 30;
/// Most places kept.
const MAX_PLACES: usize = 1_000_000;
/// Most corners of all outlines together.
const MAX_CORNERS: usize = 8_000_000;
/// The longest name kept, in characters.
const MAX_NAME_CHARS: usize = 120;

/// A place that the user loaded.
#[derive(Clone, Debug)]
struct Row {
    kind: VenueKind,
    /// Empty if it has none.
    name: Box<str>,
    shape: Shape,
}

/// Places that the user loaded.
#[derive(Debug)]
pub struct Places {
    name: Box<str>,
    rows: Vec<Row>,
    index: Index,
    /// Tagged things of no kind that is known here.
    without_kind: u64,
    /// Whether it is an extract of OpenStreetMap, whose origin is to be named.
    osm: bool,
}

/// What loaded places did to the items of an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlacesTold {
    /// Items whose kind of place was told by name and distance.
    pub by_name: usize,
    /// Items whose kind of place was told by distance alone.
    pub by_distance: usize,
}

/// A file of places that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {source}")]
pub struct PlacesError {
    /// The file.
    name: Box<str>,
    /// What is wrong with it.
    source: StreetError,
}

impl Places {
    /// Reads a file of places: an `.osm.pbf` extract or GeoJSON. `cancelled` is asked now and then.
    pub fn open(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Self, PlacesError> {
        let shown = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let name: Box<str> = shown.chars().take(MAX_NAME_CHARS).collect::<String>().into();
        let read = File::open(path).map_err(StreetError::from).and_then(|file| Self::read(&name, file, cancelled));
        read.map_err(|source| PlacesError { name, source })
    }

    /// Reads places from an open file. `name` is the file's, for the user.
    pub fn read(name: &str, mut file: impl Read + Seek, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        let bytes = file.seek(SeekFrom::End(0))?;
        if bytes > MAX_BYTES {
            return Err(StreetError::TooLarge { what: format!("more than {} GB", MAX_BYTES >> 30).into() });
        }
        file.seek(SeekFrom::Start(0))?;
        let mut head = [0; 16];
        let mut filled = 0;
        while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match file.read(rest)? {
                0 => break,
                read => filled += read,
            }
        }
        file.seek(SeekFrom::Start(0))?;
        let mut found = Found::default();
        let osm = is_extract(&head);
        if osm {
            osm::read(file, &mut found, cancelled)?;
        } else if is_json(&head) {
            geojson::read(file, bytes, &mut found)?;
        } else {
            return Err(StreetError::NotRecognised { expected: "places are .osm.pbf or GeoJSON" });
        }
        found.finish(name, osm)
    }

    /// The file they are from.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none; a file without places is an error.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> BTreeMap<VenueKind, usize> {
        let mut counts = BTreeMap::new();
        self.rows.iter().for_each(|row| *counts.entry(row.kind).or_default() += 1);
        counts
    }

    /// Things in the file that are of no kind that is known here, and were left out.
    pub fn without_kind(&self) -> u64 {
        self.without_kind
    }

    /// Whether "© OpenStreetMap contributors" is to be shown where they are.
    pub fn is_osm(&self) -> bool {
        self.osm
    }

    /// Tells kinds of places of a dataset's items. A kind that the export gives stays.
    pub fn tell(&self, dataset: &mut Dataset) -> PlacesTold {
        let mut told = PlacesTold::default();
        for item in &mut dataset.items {
            match self.tell_item(item) {
                Some(matching::By::Name) => told.by_name += 1,
                Some(matching::By::Distance) => told.by_distance += 1,
                None => {}
            }
        }
        told
    }
}

fn is_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
}

/// Places as they are found.
#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    corners: usize,
    without_kind: u64,
}

impl Found {
    fn add(&mut self, kind: VenueKind, name: &str, shape: Shape) -> Result<(), StreetError> {
        self.corners += shape.corners();
        let too_many = match () {
            () if self.rows.len() >= MAX_PLACES => format!("more than {MAX_PLACES} places"),
            () if self.corners > MAX_CORNERS => format!("outlines of more than {MAX_CORNERS} corners"),
            () => String::new(),
        };
        if !too_many.is_empty() {
            return Err(StreetError::TooLarge { what: too_many.into() });
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        let name: String = words.join(" ").chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect();
        self.rows.push(Row { kind, name: name.into(), shape });
        Ok(())
    }

    fn finish(self, name: &str, osm: bool) -> Result<Places, StreetError> {
        let Self { rows, corners: _, without_kind } = self;
        if rows.is_empty() {
            let text = "no place of a kind that is known here is in it (hotels, bars, hospitals and the like)";
            return Err(StreetError::Nothing(text.into()));
        }
        let index = Index::new(rows.iter().map(|row| row.shape.bounds()));
        Ok(Places { name: name.into(), rows, index, without_kind, osm })
    }
}

#[cfg(test)]
mod tests;
