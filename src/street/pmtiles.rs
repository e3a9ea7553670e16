//! `.pmtiles`: many tiles in one file, found by a directory (`PMTiles` version 3).
//!
//! The crate `pmtiles` reads it by asynchronous calls only, which bring tokio along; this program has no use for either.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;

use super::mvt::read_tile;
use super::streets::Extent;
use super::tile::{StreetTile, TileKey};
use super::wire::varint;
use super::{E7, StreetError};

const HEADER_BYTES: usize = 127;
/// The largest directory, packed and unpacked, in bytes.
const MAX_DIRECTORY_BYTES: u64 = 16 << 20;
/// The largest tile, packed and unpacked, in bytes.
const MAX_TILE_BYTES: u64 = 16 << 20;
/// Directories below directories; writers use two levels.
const MAX_DEPTH: usize = 4;
/// Directories kept beside the first.
const KEPT: usize = 24;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
}

impl Packing {
    fn of(byte: u8, what: &str) -> Result<Self, StreetError> {
        match byte {
            0 | 1 => Ok(Self::Plain),
            2 => Ok(Self::Gzip),
            _ => Err(StreetError::Unsupported(format!("its {what} are packed with something other than gzip").into())),
        }
    }

    pub(super) fn unpack(self, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, StreetError> {
        if self == Self::Plain {
            return Ok(bytes);
        }
        let mut unpacked = Vec::new();
        let mut decoder = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1);
        decoder.read_to_end(&mut unpacked).map_err(|_broken| StreetError::Damaged)?;
        if unpacked.len() as u64 > limit { Err(StreetError::Damaged) } else { Ok(unpacked) }
    }
}

/// An entry of a directory: a run of equal tiles, or another directory where the run is empty.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    first: u64,
    run: u64,
    offset: u64,
    length: u64,
}

/// A file of tiles.
pub(super) struct PmTiles {
    file: Mutex<File>,
    root: Arc<[Entry]>,
    leaves: Mutex<BTreeMap<u64, Arc<[Entry]>>>,
    leaf_offset: u64,
    data_offset: u64,
    directories: Packing,
    tiles: Packing,
    extent: Extent,
}

impl PmTiles {
    pub(super) fn open(mut file: File) -> Result<Self, StreetError> {
        let mut head = [0; HEADER_BYTES];
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut head).map_err(|_short| StreetError::Damaged)?;
        if head[7] != 3 {
            return Err(StreetError::Unsupported("it is of another version than 3 of its format".into()));
        }
        match head[99] {
            1 => {}
            2..=5 => return Err(StreetError::Unsupported("its tiles are pictures; vector tiles are read here".into())),
            _ => return Err(StreetError::Unsupported("its tiles are of a kind that is not read here".into())),
        }
        let number =
            |at: usize| head.get(at..at + 8).and_then(|b| b.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b));
        let degrees =
            |at: usize| head.get(at..at + 4).and_then(|b| b.first_chunk()).map_or(0, |b| i32::from_le_bytes(*b));
        let corner = |at: usize| E7::new(degrees(at + 4).into(), degrees(at).into());
        let (min, max) = (corner(102).ok_or(StreetError::Damaged)?, corner(110).ok_or(StreetError::Damaged)?);
        let (min_zoom, max_zoom) = (head[100], head[101]);
        if min_zoom > max_zoom || max_zoom > 24 {
            return Err(StreetError::Damaged);
        }
        let directories = Packing::of(head[97], "directories")?;
        let root = directory(&mut file, number(8), number(16), directories)?;
        Ok(Self {
            file: Mutex::new(file),
            root: root.into(),
            leaves: Mutex::default(),
            leaf_offset: number(40),
            data_offset: number(56),
            directories,
            tiles: Packing::of(head[98], "tiles")?,
            extent: Extent { min, max, zooms: [min_zoom, max_zoom], shown_from: f64::from(min_zoom) },
        })
    }

    pub(super) const fn extent(&self) -> Extent {
        self.extent
    }

    /// Reads a tile; an empty one where the file has none.
    pub(super) fn tile(&self, key: TileKey) -> Result<StreetTile, StreetError> {
        let id = tile_id(key);
        let mut entries = Arc::clone(&self.root);
        for _ in 0..MAX_DEPTH {
            let after = entries.partition_point(|e| e.first <= id);
            let Some(entry) = after.checked_sub(1).and_then(|i| entries.get(i)).copied() else { break };
            if entry.run == 0 {
                entries = self.leaf(entry)?;
            } else if id - entry.first < entry.run {
                let offset = self.data_offset.checked_add(entry.offset).ok_or(StreetError::Damaged)?;
                let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                let packed = read_part(&mut file, offset, entry.length, MAX_TILE_BYTES)?;
                drop(file);
                return read_tile(&self.tiles.unpack(packed, MAX_TILE_BYTES)?);
            } else {
                break;
            }
        }
        Ok(StreetTile { extent: 4096, ..StreetTile::default() })
    }

    fn leaf(&self, entry: Entry) -> Result<Arc<[Entry]>, StreetError> {
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(leaf) = leaves.get(&entry.offset) {
            return Ok(Arc::clone(leaf));
        }
        let offset = self.leaf_offset.checked_add(entry.offset).ok_or(StreetError::Damaged)?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let leaf: Arc<[Entry]> = directory(&mut file, offset, entry.length, self.directories)?.into();
        if leaves.len() >= KEPT {
            leaves.pop_first();
        }
        leaves.insert(entry.offset, Arc::clone(&leaf));
        Ok(leaf)
    }
}

fn read_part(file: &mut File, offset: u64, length: u64, limit: u64) -> Result<Vec<u8>, StreetError> {
    if length > limit {
        return Err(StreetError::Damaged);
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(StreetError::Damaged) }
}

fn directory(file: &mut File, offset: u64, length: u64, packing: Packing) -> Result<Vec<Entry>, StreetError> {
    let packed = read_part(file, offset, length, MAX_DIRECTORY_BYTES)?;
    entries(&packing.unpack(packed, MAX_DIRECTORY_BYTES)?).ok_or(StreetError::Damaged)
}

fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes;
    let count = usize::try_from(varint(&mut rest)?).ok()?;
    // Each has four numbers of a byte at least.
    if count > rest.len() / 4 {
        return None;
    }
    let mut entries = vec![Entry::default(); count];
    let mut id = 0u64;
    for entry in &mut entries {
        id = id.checked_add(varint(&mut rest)?)?;
        entry.first = id;
    }
    for entry in &mut entries {
        entry.run = varint(&mut rest)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut rest)?;
    }
    let mut next = 0u64;
    for entry in &mut entries {
        entry.offset = match varint(&mut rest)? {
            0 => next,
            offset => offset - 1,
        };
        next = entry.offset.checked_add(entry.length)?;
    }
    Some(entries)
}

/// The number of a tile: all zooms before, then its place on the Hilbert curve.
fn tile_id(key: TileKey) -> u64 {
    let before = ((1u64 << (2 * key.zoom)) - 1) / 3;
    let (mut x, mut y) = (u64::from(key.column), u64::from(key.row));
    let side = 1u64 << key.zoom;
    let mut along = 0;
    let mut half = side >> 1;
    while half > 0 {
        let (right, low) = (u64::from(x & half > 0), u64::from(y & half > 0));
        along += half * half * ((3 * right) ^ low);
        if low == 0 {
            if right == 1 {
                x = (side - 1).wrapping_sub(x);
                y = (side - 1).wrapping_sub(y);
            }
            std::mem::swap(&mut x, &mut y);
        }
        half >>= 1;
    }
    before + along
}

#[cfg(test)]
mod tests {
    use super::super::written::{pmtiles, vector_tile};
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;

    fn opened(bytes: &[u8]) -> Result<PmTiles, StreetError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        PmTiles::open(file)
    }

    #[test]
    fn tiles_are_numbered_along_the_curve() {
        let id = |zoom, column, row| tile_id(TileKey { zoom, column, row });
        assert_eq!([id(0, 0, 0), id(1, 0, 0), id(1, 0, 1), id(1, 1, 1), id(1, 1, 0), id(2, 0, 0)], [0, 1, 2, 3, 4, 5]);
        assert_eq!(id(12, 3423, 1763), 19_078_479, "the example of the format's own description");
    }

    #[test]
    fn a_tile_is_found_in_the_first_directory_and_in_a_leaf() {
        let key = TileKey { zoom: 14, column: 9_326, row: 4_743 };
        for leaf in [false, true] {
            let tiles = opened(&pmtiles(tile_id(key), &vector_tile(), leaf)).unwrap();
            assert_eq!(tiles.extent().zooms, [12, 14]);
            assert_eq!(tiles.tile(key).unwrap().lines.len(), 1, "{leaf}");
            assert!(tiles.tile(TileKey { row: 1, ..key }).unwrap().lines.is_empty());
        }
    }

    #[test]
    fn pictures_and_other_versions_are_told_apart() {
        let mut bytes = pmtiles(5, &vector_tile(), false);
        bytes[99] = 2;
        assert!(opened(&bytes).err().unwrap().to_string().contains("pictures"));
        bytes[7] = 2;
        assert!(opened(&bytes).err().unwrap().to_string().contains("version"));
        assert!(matches!(opened(b"PMTiles\x03").err(), Some(StreetError::Damaged)));
    }

    proptest! {
        #[test]
        fn broken_files_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), leaf in any::<bool>()) {
            let key = TileKey { zoom: 14, column: 9_326, row: 4_743 };
            let mut bytes = pmtiles(tile_id(key), &vector_tile(), leaf);
            let place = at.index(bytes.len());
            bytes[place] = byte;
            if let Ok(tiles) = opened(&bytes) {
                drop(tiles.tile(key));
            }
        }
    }
}
