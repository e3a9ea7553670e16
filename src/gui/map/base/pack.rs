//! The packed base map: how the files under `assets/basemap` and `assets/odbl` are read.
//!
//! A file holds one layer at four levels of detail. After the magic `GSM1` and the number of levels come, for each level,
//! one byte `z` (the world is cut into `2^z` by `2^z` tiles), one byte with the digits of a coordinate inside a tile, and
//! the unpacked and packed size; then the packed levels, each a zlib stream. Unpacked, a level is the number of its tiles,
//! for each tile the step to its number (`row << z | column`) and its size, then the tiles. All numbers but the single
//! bytes are LEB128; coordinates are zigzag differences to the point before in the same tile.
//!
//! A tile of an area layer is a number of polygons, each a number of rings (the first is the outline), each a number of
//! points. A tile of a line layer is a number of lines, each a rank byte and a number of points.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::Range;
use std::sync::OnceLock;

/// A point inside a tile, in the tile's units.
pub(in crate::gui::map) type TilePoint = [i32; 2];

/// A polygon: its outline, then its holes.
pub(super) type Rings = Vec<Vec<TilePoint>>;

/// A line and how important it is; 0 is most.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PackedLine {
    pub(super) rank: u8,
    pub(super) points: Vec<TilePoint>,
}

/// One layer, its levels unpacked at first use.
pub(super) struct Pack {
    levels: Vec<(Header, OnceLock<Level>)>,
}

struct Header {
    tile_zoom: u8,
    bits: u8,
    raw_len: usize,
    packed: &'static [u8],
}

struct Level {
    bytes: Vec<u8>,
    tiles: BTreeMap<u64, Range<usize>>,
}

impl Pack {
    /// Reads the head of a file. A damaged one becomes a layer without levels: a plain map is better than none.
    pub(super) fn new(file: &'static [u8]) -> Self {
        Self { levels: read_headers(file).unwrap_or_default() }
    }

    /// Digits of a coordinate inside a tile of this level: tiles are `2^bits` units wide.
    pub(super) fn bits(&self, level: usize) -> u8 {
        self.levels.get(level).map_or(0, |(h, _)| h.bits)
    }

    /// The polygons of a tile; none where the layer has nothing.
    pub(super) fn polygons(&self, level: usize, column: u32, row: u32) -> Vec<Rings> {
        self.tile(level, column, row).and_then(|mut r| r.polygons()).unwrap_or_default()
    }

    /// The lines of a tile.
    pub(super) fn lines(&self, level: usize, column: u32, row: u32) -> Vec<PackedLine> {
        self.tile(level, column, row).and_then(|mut r| r.lines()).unwrap_or_default()
    }

    fn tile(&self, level: usize, column: u32, row: u32) -> Option<Reader<'_>> {
        let (header, unpacked) = self.levels.get(level)?;
        let level = unpacked.get_or_init(|| header.unpack());
        let span = level.tiles.get(&(u64::from(row) << header.tile_zoom | u64::from(column)))?;
        Some(Reader { bytes: level.bytes.get(span.clone())?, last: [0, 0] })
    }
}

fn read_headers(file: &'static [u8]) -> Option<Vec<(Header, OnceLock<Level>)>> {
    let mut reader = Reader { bytes: file.strip_prefix(b"GSM1")?, last: [0, 0] };
    let count = reader.number()?.min(16);
    let mut headers = Vec::new();
    for _ in 0..count {
        let (tile_zoom, bits) = (reader.byte()?, reader.byte()?);
        headers.push((tile_zoom, bits, reader.number()? as usize, reader.number()? as usize));
    }
    let mut rest = reader.bytes;
    let mut levels = Vec::new();
    for (tile_zoom, bits, raw_len, packed_len) in headers {
        let packed = rest.get(..packed_len)?;
        rest = rest.get(packed_len..)?;
        levels.push((Header { tile_zoom, bits, raw_len, packed }, OnceLock::new()));
    }
    Some(levels)
}

impl Header {
    fn unpack(&self) -> Level {
        let mut bytes = Vec::with_capacity(self.raw_len);
        let mut zlib = flate2::read::ZlibDecoder::new(self.packed).take(self.raw_len as u64);
        let directory = match zlib.read_to_end(&mut bytes) {
            Ok(_) => Reader { bytes: &bytes, last: [0, 0] }.directory(),
            Err(_) => None,
        };
        Level { tiles: directory.unwrap_or_default(), bytes }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    last: TilePoint,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    fn directory(mut self) -> Option<BTreeMap<u64, Range<usize>>> {
        let total = self.bytes.len();
        let mut sizes = Vec::new();
        let mut id = 0u64;
        for _ in 0..self.number()? {
            id = id.checked_add(self.number()?)?;
            sizes.push((id, self.number()? as usize));
        }
        let mut start = total - self.bytes.len();
        let mut tiles = BTreeMap::new();
        for (id, size) in sizes {
            let end = start.checked_add(size)?;
            tiles.insert(id, start..end);
            start = end;
        }
        Some(tiles)
    }

    fn points(&mut self) -> Option<Vec<TilePoint>> {
        let count = self.number()?;
        (0..count).map(|_| self.point()).collect()
    }

    fn point(&mut self) -> Option<TilePoint> {
        for axis in 0..2 {
            let zigzag = self.number()?;
            let step = (zigzag >> 1) as i32 ^ -((zigzag & 1) as i32);
            self.last[axis] = self.last[axis].checked_add(step)?;
        }
        Some(self.last)
    }

    fn polygons(&mut self) -> Option<Vec<Rings>> {
        let count = self.number()?;
        (0..count).map(|_| (0..self.number()?).map(|_| self.points()).collect()).collect()
    }

    fn lines(&mut self) -> Option<Vec<PackedLine>> {
        let count = self.number()?;
        (0..count).map(|_| Some(PackedLine { rank: self.byte()?, points: self.points()? })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_an_empty_layer() {
        static GOOD: &[u8] = include_bytes!("../../../../assets/basemap/countries.z");
        for cut in [0, 3, 5, 20, GOOD.len() / 2] {
            assert!(Pack::new(&GOOD[..cut]).lines(0, 0, 0).is_empty() || cut > 20);
        }
        assert!(Pack::new(b"something else").polygons(0, 0, 0).is_empty());
    }

    #[test]
    fn tiles_beyond_the_layer_are_empty() {
        let pack = Pack::new(include_bytes!("../../../../assets/basemap/countries.z"));
        assert!(!pack.lines(0, 0, 0).is_empty());
        assert!(pack.lines(0, 1, 0).is_empty());
        assert!(pack.lines(9, 0, 0).is_empty());
    }
}
