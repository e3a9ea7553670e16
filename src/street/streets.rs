//! A file of streets, whatever its format: how far it reaches and its tiles.

use std::fs::File;
use std::io::{Read as _, Seek, SeekFrom};
use std::path::Path;

use super::StreetError;
use super::mbtiles::MbTiles;
use super::names::joined;
use super::osm::OsmStreets;
use super::pbf::E7;
use super::pmtiles::PmTiles;
use super::tile::{StreetTile, TileKey};

/// How far a file of streets reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// South-western corner.
    pub min: E7,
    /// North-eastern corner.
    pub max: E7,
    /// The coarsest and the finest zoom there are tiles of.
    pub zooms: [u8; 2],
    /// The zoom of the map from which they are worth drawing.
    pub shown_from: f64,
}

enum Source {
    Osm(OsmStreets),
    Pm(PmTiles),
    Mb(Box<MbTiles>),
}

/// An open file of streets.
pub struct Streets {
    source: Source,
}

impl Streets {
    /// Opens an `.osm.pbf`, `.pmtiles` or `.mbtiles` file. An extract is read as a whole, of the others the directory.
    pub fn open(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        file.by_ref().take(16).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        let source = match &head[..] {
            [b'P', b'M', b'T', b'i', b'l', b'e', b's', ..] => Source::Pm(PmTiles::open(file)?),
            head if head.starts_with(b"SQLite format 3\0") => Source::Mb(Box::new(MbTiles::open(file, cancelled)?)),
            head if is_extract(head) => Source::Osm(OsmStreets::read(file, cancelled)?),
            _ => return Err(StreetError::NotRecognised { expected: "streets are .osm.pbf, .pmtiles or .mbtiles" }),
        };
        Ok(Self { source })
    }

    /// Reads an extract of OpenStreetMap that is already open.
    pub fn read_extract(file: impl std::io::Read + Seek, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        OsmStreets::read(file, cancelled).map(|osm| Self { source: Source::Osm(osm) })
    }

    /// How far it reaches.
    pub fn extent(&self) -> Extent {
        match &self.source {
            Source::Osm(osm) => osm.extent(),
            Source::Pm(tiles) => tiles.extent(),
            Source::Mb(tiles) => tiles.extent(),
        }
    }

    /// A tile; an empty one where there is nothing. Reads from disk: not for the thread that draws.
    pub fn tile(&self, key: TileKey) -> Result<StreetTile, StreetError> {
        let tile = match &self.source {
            Source::Osm(osm) => osm.tile(key),
            Source::Pm(tiles) => tiles.tile(key)?,
            Source::Mb(tiles) => tiles.tile(key)?,
        };
        Ok(StreetTile { names: joined(tile.names), ..tile })
    }
}

/// Whether a file that begins so is an extract of OpenStreetMap.
pub fn is_extract(head: &[u8]) -> bool {
    head.get(4..).is_some_and(|rest| rest.starts_with(b"\x0a\x09OSMHeader"))
}
