//! The packed tables and how they are unpacked.
//!
//! `assets/gazetteer/places.z` is zlib. Inside: `GAZ1`, six lengths as varints, then six parts.
//! 1. Text: the time zones one a line, an empty line, then one line a region: country code, region code,
//!    region name, number of its places, with tabs between.
//! 2. The names of all places, one a line, region by region; within a region along a Hilbert curve.
//! 3. and 4. Latitudes and longitudes in units of 10⁻⁴ degrees, each as the difference from the place before, zigzag varints.
//! 5. Populations, varints.
//! 6. Time zones as numbers into the list of part 1, varints.
//!
//! `assets/gazetteer/alternates.z` (zlib; `GAL1`, two lengths, two parts) holds names in other
//! languages of places of 15,000 and more: 1. pairs of varints, how many places to go on and how many names follow for
//! that place; 2. the names, one a line. Romanised forms of other scripts and airport codes are left out.

use std::io::Read as _;

use super::Settlement;
use crate::model::GeoPoint;

static PLACES: &[u8] = include_bytes!("../../../assets/gazetteer/places.z");
static ALTERNATES: &[u8] = include_bytes!("../../../assets/gazetteer/alternates.z");

/// One degree in the unit of the columns.
const UNITS_PER_DEGREE: f64 = 1e4;

/// A first-level region of a country.
pub(super) struct Region {
    pub(super) country: Box<str>,
    pub(super) code: Box<str>,
    pub(super) name: Box<str>,
    /// Inhabitants of its settlements: a rough measure of its size.
    pub(super) population: u64,
}

/// The settlements as columns, most inhabitants first.
pub(super) struct Table {
    text: Box<str>,
    name: Vec<(u32, u32)>,
    lat: Vec<i32>,
    lon: Vec<i32>,
    population: Vec<u32>,
    region: Vec<u16>,
    time_zone: Vec<u16>,
    pub(super) regions: Vec<Region>,
    time_zones: Vec<Box<str>>,
    /// Row of each place of the file.
    row_of_packed: Vec<u32>,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.name.len()
    }

    pub(super) fn name(&self, row: u32) -> &str {
        let (from, to) = self.name[row as usize];
        &self.text[from as usize..to as usize]
    }

    pub(super) fn point(&self, row: u32) -> GeoPoint {
        let degrees = |column: &[i32]| f64::from(column[row as usize]) / UNITS_PER_DEGREE;
        GeoPoint::new(degrees(&self.lat), degrees(&self.lon)).expect("the packed table holds positions in range")
    }

    pub(super) fn settlement(&self, row: u32) -> Settlement<'_> {
        let i = row as usize;
        let region = &self.regions[self.region[i] as usize];
        Settlement {
            name: self.name(row),
            point: self.point(row),
            population: self.population[i],
            country: &region.country,
            region: &region.name,
            region_code: &region.code,
            time_zone: &self.time_zones[self.time_zone[i] as usize],
        }
    }

    /// Calls `f` with row and name for every alternate name.
    pub(super) fn for_each_alternate(&self, mut f: impl FnMut(u32, &str)) {
        let bytes = inflate(ALTERNATES);
        let [index, text] = parts(&bytes, b"GAL1");
        let mut names = std::str::from_utf8(text).expect("packed as UTF-8").lines();
        let (mut index, mut packed) = (index, 0);
        while !index.is_empty() {
            packed += varint(&mut index) as usize;
            let count = varint(&mut index) as usize;
            for name in names.by_ref().take(count) {
                f(self.row_of_packed[packed], name);
            }
        }
    }
}

/// Unpacks a zlib stream of this program's own.
pub(in crate::venue) fn inflate(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len() * 2);
    flate2::read::ZlibDecoder::new(packed).read_to_end(&mut bytes).expect("an embedded table is whole");
    bytes
}

fn varint(bytes: &mut &[u8]) -> u32 {
    let mut value = 0u32;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u32::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            break;
        }
    }
    value
}

fn zigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

fn parts<'a, const N: usize>(bytes: &'a [u8], magic: &[u8]) -> [&'a [u8]; N] {
    let mut rest = bytes.strip_prefix(magic).expect("an embedded table starts with its mark");
    let lengths: [usize; N] = std::array::from_fn(|_| varint(&mut rest) as usize);
    lengths.map(|length| {
        let (part, after) = rest.split_at(length);
        rest = after;
        part
    })
}

pub(super) fn unpack() -> Table {
    let bytes = inflate(PLACES);
    let [head, names, mut lat, mut lon, mut population, mut zone] = parts(&bytes, b"GAZ1");
    let (time_zones, mut regions, region) = read_head(std::str::from_utf8(head).expect("packed as UTF-8"));
    let text: Box<str> = std::str::from_utf8(names).expect("packed as UTF-8").into();
    let count = region.len();
    let name = line_spans(&text, count);
    let lat = read_deltas(&mut lat, count);
    let lon = read_deltas(&mut lon, count);
    let population: Vec<u32> = (0..count).map(|_| varint(&mut population)).collect();
    let time_zone: Vec<u16> = (0..count).map(|_| varint(&mut zone) as u16).collect();
    for (&r, &p) in region.iter().zip(&population) {
        regions[r as usize].population += u64::from(p);
    }

    // Most inhabitants first; equal ones stay in the order of the file.
    let mut order: Vec<u64> = population.iter().zip(0u64..).map(|(&p, i)| u64::from(u32::MAX - p) << 32 | i).collect();
    order.sort_unstable();
    let order: Vec<u32> = order.into_iter().map(|key| key as u32).collect();
    let mut row_of_packed = vec![0; count];
    for (row, &packed) in order.iter().enumerate() {
        row_of_packed[packed as usize] = row as u32;
    }
    Table {
        name: permuted(&name, &order),
        lat: permuted(&lat, &order),
        lon: permuted(&lon, &order),
        population: permuted(&population, &order),
        region: permuted(&region, &order),
        time_zone: permuted(&time_zone, &order),
        text,
        regions,
        time_zones,
        row_of_packed,
    }
}

/// Time zones, regions, and the region of every place of the file.
fn read_head(head: &str) -> (Vec<Box<str>>, Vec<Region>, Vec<u16>) {
    let (zones, lines) = head.split_once("\n\n").expect("the head has two parts");
    let mut regions = Vec::new();
    let mut region_of_place = Vec::new();
    for line in lines.lines() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("a region has four fields");
        let (country, code, name) = (next().into(), next().into(), next().into());
        let count: usize = next().parse().expect("the last field is a number");
        region_of_place.resize(region_of_place.len() + count, regions.len() as u16);
        regions.push(Region { country, code, name, population: 0 });
    }
    (zones.lines().map(Into::into).collect(), regions, region_of_place)
}

fn line_spans(text: &str, count: usize) -> Vec<(u32, u32)> {
    let mut spans = Vec::with_capacity(count);
    let mut from = 0;
    for (at, _) in text.bytes().enumerate().filter(|&(_, b)| b == b'\n') {
        spans.push((from, at as u32));
        from = at as u32 + 1;
    }
    assert_eq!(spans.len(), count, "one name a place");
    spans
}

fn read_deltas(bytes: &mut &[u8], count: usize) -> Vec<i32> {
    let mut value = 0;
    let mut next = || {
        value += zigzag(varint(bytes));
        value
    };
    (0..count).map(|_| next()).collect()
}

fn permuted<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| column[i as usize]).collect()
}
