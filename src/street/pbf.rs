//! `.osm.pbf`: blobs of the OpenStreetMap extract format, and the nodes, ways and relations in them.
//!
//! Layout as the project's wiki gives it (PBF Format). The crate `osmpbf` reads it too, but unpacks each block into
//! objects a hundred times its size before anything can be counted, and stops the program on members of a type it does
//! not know; here a block is walked where it lies.

use std::io::{Read, Seek, SeekFrom};

use flate2::read::ZlibDecoder;

use super::StreetError;
use super::wire::{Fields, Packed, zigzag};

/// The largest head of a blob by the format's own rule, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;
/// The largest blob by the format's own rule, in bytes, packed or not.
const MAX_BLOB_BYTES: usize = 32 << 20;
/// Most strings of a block; writers put 8,000 elements into one.
const MAX_STRINGS: usize = 1 << 20;
/// Unpacked, a file may be this many times its size, and so many bytes more.
const MAX_RATIO: u64 = 30;
const FREE_BYTES: u64 = 64 << 20;

/// A position in units of 1e-7 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct E7 {
    /// Latitude, within ±90 degrees.
    pub lat: i32,
    /// Longitude, within ±180 degrees.
    pub lon: i32,
}

impl E7 {
    /// The position, unless it is not on Earth.
    pub fn new(lat: i64, lon: i64) -> Option<Self> {
        let inside = lat.unsigned_abs() <= 900_000_000 && lon.unsigned_abs() <= 1_800_000_000;
        inside.then_some(Self { lat: lat as i32, lon: lon as i32 })
    }

    /// Latitude in degrees.
    pub fn lat_degrees(self) -> f64 {
        f64::from(self.lat) / 1e7
    }

    /// Longitude in degrees.
    pub fn lon_degrees(self) -> f64 {
        f64::from(self.lon) / 1e7
    }
}

/// What is known of an element: `amenity` is `bar`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value for a key; empty ones count as none.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, v)| *k == key && !v.is_empty()).map(|(_, value)| *value)
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a relation is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) way: i64,
    pub(super) role: &'a str,
}

/// An element of a file.
pub(super) enum Element<'a> {
    Node { id: i64, at: E7 },
    Way { id: i64, nodes: Packed<'a> },
    Relation { ways: Vec<Member<'a>> },
}

/// Where a blob lies in the file, and its packed size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlobPlace {
    pub(super) offset: u64,
    size: usize,
}

/// Walks the blobs of a file.
pub(super) struct Blobs<R> {
    file: R,
    bytes: u64,
    unpacked: u64,
}

impl<R: Read + Seek> Blobs<R> {
    pub(super) fn new(mut file: R) -> Result<Self, StreetError> {
        let bytes = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, bytes, unpacked: 0 })
    }

    /// Where the blobs with elements lie. Checks that the file needs nothing that is not read here.
    pub(super) fn places(&mut self) -> Result<Vec<BlobPlace>, StreetError> {
        let mut places = Vec::new();
        let mut offset = 0;
        while offset < self.bytes {
            let (kind, place) = self.head(offset)?;
            offset = place.offset + place.size as u64;
            match kind {
                Kind::Data => places.push(place),
                Kind::Header => check_features(&self.unpack(place)?)?,
                Kind::Other => {}
            }
        }
        if offset > self.bytes {
            return Err(StreetError::Damaged);
        }
        Ok(places)
    }

    fn head(&mut self, offset: u64) -> Result<(Kind, BlobPlace), StreetError> {
        self.file.seek(SeekFrom::Start(offset))?;
        let mut length = [0; 4];
        self.read(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > MAX_HEAD_BYTES {
            return Err(StreetError::Damaged);
        }
        let mut head = vec![0; length];
        self.read(&mut head)?;
        let (mut kind, mut size) = (Kind::Other, None);
        for field in Fields::of(&head) {
            match field? {
                (1, value) => kind = Kind::of(value.bytes().unwrap_or_default()),
                (3, value) => size = value.number().and_then(|n| usize::try_from(n).ok()),
                _ => {}
            }
        }
        let size = size.filter(|n| *n <= MAX_BLOB_BYTES).ok_or(StreetError::Damaged)?;
        Ok((kind, BlobPlace { offset: offset + 4 + length as u64, size }))
    }

    /// Reads and unpacks a blob.
    pub(super) fn unpack(&mut self, place: BlobPlace) -> Result<Vec<u8>, StreetError> {
        self.file.seek(SeekFrom::Start(place.offset))?;
        let mut blob = vec![0; place.size];
        self.read(&mut blob)?;
        let mut unpacked = None;
        for field in Fields::of(&blob) {
            match field? {
                (1, value) => unpacked = value.bytes().map(<[u8]>::to_vec),
                (3, value) => unpacked = Some(inflate(value.bytes().unwrap_or_default())?),
                (4..=7, value) if value.bytes().is_some() => {
                    let text = "its blobs are packed with something other than zlib; convert it with `osmium cat`";
                    return Err(StreetError::Unsupported(text.into()));
                }
                _ => {}
            }
        }
        let unpacked = unpacked.ok_or(StreetError::Damaged)?;
        self.unpacked += unpacked.len() as u64;
        // Each blob is read at most twice.
        if self.unpacked / 2 > self.bytes * MAX_RATIO + FREE_BYTES {
            return Err(StreetError::Damaged);
        }
        Ok(unpacked)
    }

    fn read(&mut self, into: &mut [u8]) -> Result<(), StreetError> {
        self.file.read_exact(into).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => StreetError::Damaged,
            _ => StreetError::Read(error),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    Data,
    Other,
}

impl Kind {
    fn of(word: &[u8]) -> Self {
        match word {
            b"OSMHeader" => Self::Header,
            b"OSMData" => Self::Data,
            _ => Self::Other,
        }
    }
}

fn inflate(packed: &[u8]) -> Result<Vec<u8>, StreetError> {
    let mut unpacked = Vec::new();
    let limit = MAX_BLOB_BYTES as u64 + 1;
    ZlibDecoder::new(packed).take(limit).read_to_end(&mut unpacked).map_err(|_broken| StreetError::Damaged)?;
    if unpacked.len() > MAX_BLOB_BYTES { Err(StreetError::Damaged) } else { Ok(unpacked) }
}

fn check_features(header: &[u8]) -> Result<(), StreetError> {
    for field in Fields::of(header) {
        if let (4, value) = field?
            && !matches!(value.bytes(), Some(b"OsmSchema-V0.6" | b"DenseNodes"))
        {
            let name = String::from_utf8_lossy(value.bytes().unwrap_or_default()).chars().take(60).collect::<String>();
            return Err(StreetError::Unsupported(format!("it needs “{name}”, which is not read here").into()));
        }
    }
    Ok(())
}

/// What holds for all elements of a block.
struct Block<'a> {
    strings: Vec<&'a str>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl<'a> Block<'a> {
    fn string(&self, index: u64) -> &'a str {
        usize::try_from(index).ok().and_then(|i| self.strings.get(i)).copied().unwrap_or_default()
    }

    /// From the block's own units.
    fn position(&self, lat: i64, lon: i64) -> Option<E7> {
        let degrees = |offset: i64, v: i64| Some(offset.checked_add(self.granularity.checked_mul(v)?)? / 100);
        E7::new(degrees(self.lat_offset, lat)?, degrees(self.lon_offset, lon)?)
    }
}

/// Calls `each` with every element of an unpacked block and its tags.
pub(super) fn elements(
    block: &[u8],
    each: &mut impl FnMut(Element<'_>, Tags<'_>) -> Result<(), StreetError>,
) -> Result<(), StreetError> {
    let mut common = Block { strings: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
    let mut groups = Vec::new();
    for field in Fields::of(block) {
        let (number, value) = field?;
        let signed = value.number().map(u64::cast_signed);
        match number {
            1 => common.strings = strings(value.bytes().unwrap_or_default())?,
            2 if groups.len() < MAX_STRINGS => groups.extend(value.bytes()),
            17 => common.granularity = signed.unwrap_or(100),
            19 => common.lat_offset = signed.unwrap_or(0),
            20 => common.lon_offset = signed.unwrap_or(0),
            _ => {}
        }
    }
    let mut reader = Reader { block: &common, pairs: Vec::new() };
    for group in groups {
        for field in Fields::of(group) {
            let (number, value) = field?;
            let Some(bytes) = value.bytes() else { continue };
            match number {
                1 => reader.node(bytes, each)?,
                2 => reader.dense(bytes, each)?,
                3 => reader.way(bytes, each)?,
                4 => reader.relation(bytes, each)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn strings(table: &[u8]) -> Result<Vec<&str>, StreetError> {
    let mut strings = Vec::new();
    for field in Fields::of(table) {
        if let (1, value) = field? {
            if strings.len() >= MAX_STRINGS {
                return Err(StreetError::Damaged);
            }
            // A string that is no text is no tag that is looked for.
            strings.push(std::str::from_utf8(value.bytes().unwrap_or_default()).unwrap_or_default());
        }
    }
    Ok(strings)
}

struct Reader<'b, 'a> {
    block: &'b Block<'a>,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Reader<'_, 'a> {
    fn take_pairs(&mut self, keys: &[u8], values: &[u8]) {
        self.pairs.clear();
        let pairs = Packed(keys).zip(Packed(values));
        self.pairs.extend(pairs.map(|(k, v)| (self.block.string(k), self.block.string(v))));
    }

    fn node(
        &mut self,
        bytes: &'a [u8],
        each: &mut impl FnMut(Element<'_>, Tags<'_>) -> Result<(), StreetError>,
    ) -> Result<(), StreetError> {
        let (mut id, mut lat, mut lon): (i64, i64, i64) = (0, 0, 0);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        for field in Fields::of(bytes) {
            let (number, value) = field?;
            let signed = value.number().map_or(0, zigzag);
            match number {
                1 => id = signed,
                2 => keys = value.bytes().unwrap_or_default(),
                3 => values = value.bytes().unwrap_or_default(),
                8 => lat = signed,
                9 => lon = signed,
                _ => {}
            }
        }
        self.take_pairs(keys, values);
        match self.block.position(lat, lon) {
            Some(at) => each(Element::Node { id, at }, Tags(&self.pairs)),
            None => Ok(()),
        }
    }

    fn dense(
        &mut self,
        bytes: &'a [u8],
        each: &mut impl FnMut(Element<'_>, Tags<'_>) -> Result<(), StreetError>,
    ) -> Result<(), StreetError> {
        let [mut ids, mut lats, mut lons, mut tags] = [(); 4].map(|()| Packed::default());
        for field in Fields::of(bytes) {
            let (number, value) = field?;
            let packed = Packed(value.bytes().unwrap_or_default());
            match number {
                1 => ids = packed,
                8 => lats = packed,
                9 => lons = packed,
                10 => tags = packed,
                _ => {}
            }
        }
        let (mut id, mut lat, mut lon) = (0i64, 0i64, 0i64);
        while let (Some(a), Some(b), Some(c)) = (ids.signed(), lats.signed(), lons.signed()) {
            id = id.wrapping_add(a);
            lat = lat.wrapping_add(b);
            lon = lon.wrapping_add(c);
            self.pairs.clear();
            // Keys and values of a node, then a zero.
            while let Some(key) = tags.next().filter(|k| *k != 0) {
                let value = tags.next().unwrap_or(0);
                self.pairs.push((self.block.string(key), self.block.string(value)));
            }
            if let Some(at) = self.block.position(lat, lon) {
                each(Element::Node { id, at }, Tags(&self.pairs))?;
            }
        }
        Ok(())
    }

    fn way(
        &mut self,
        bytes: &'a [u8],
        each: &mut impl FnMut(Element<'_>, Tags<'_>) -> Result<(), StreetError>,
    ) -> Result<(), StreetError> {
        let mut id = 0;
        let (mut keys, mut values, mut nodes): (&[u8], &[u8], &[u8]) = (&[], &[], &[]);
        for field in Fields::of(bytes) {
            match field? {
                (1, value) => id = value.number().unwrap_or(0).cast_signed(),
                (2, value) => keys = value.bytes().unwrap_or_default(),
                (3, value) => values = value.bytes().unwrap_or_default(),
                (8, value) => nodes = value.bytes().unwrap_or_default(),
                _ => {}
            }
        }
        self.take_pairs(keys, values);
        each(Element::Way { id, nodes: Packed(nodes) }, Tags(&self.pairs))
    }

    fn relation(
        &mut self,
        bytes: &'a [u8],
        each: &mut impl FnMut(Element<'_>, Tags<'_>) -> Result<(), StreetError>,
    ) -> Result<(), StreetError> {
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        let [mut roles, mut ids, mut kinds] = [(); 3].map(|()| Packed::default());
        for field in Fields::of(bytes) {
            let (number, value) = field?;
            let bytes = value.bytes().unwrap_or_default();
            match number {
                2 => keys = bytes,
                3 => values = bytes,
                8 => roles = Packed(bytes),
                9 => ids = Packed(bytes),
                10 => kinds = Packed(bytes),
                _ => {}
            }
        }
        self.take_pairs(keys, values);
        let mut ways = Vec::new();
        let mut id = 0i64;
        while let (Some(step), Some(role), Some(kind)) = (ids.signed(), roles.next(), kinds.next()) {
            id = id.wrapping_add(step);
            // 0 is a node, 1 a way, 2 a relation.
            if kind == 1 {
                ways.push(Member { way: id, role: self.block.string(role) });
            }
        }
        each(Element::Relation { ways }, Tags(&self.pairs))
    }
}
