//! Writes small extracts and vector tiles, for tests of what reads them.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part of this")]
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test may fail by panicking")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

/// A protocol buffer in the making.
#[derive(Clone, Default)]
pub(crate) struct Message(pub(crate) Vec<u8>);

pub(crate) fn varint(mut number: u64, into: &mut Vec<u8>) {
    while number >= 128 {
        into.push(number as u8 | 128);
        number >>= 7;
    }
    into.push(number as u8);
}

pub(crate) fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

impl Message {
    pub(crate) fn number(mut self, field: u64, number: u64) -> Self {
        varint(field << 3, &mut self.0);
        varint(number, &mut self.0);
        self
    }

    pub(crate) fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        varint(field << 3 | 2, &mut self.0);
        varint(bytes.len() as u64, &mut self.0);
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn packed(self, field: u64, numbers: impl IntoIterator<Item = u64>) -> Self {
        let mut bytes = Vec::new();
        for n in numbers {
            varint(n, &mut bytes);
        }
        self.bytes(field, &bytes)
    }

    /// Each as the difference to the one before.
    pub(crate) fn steps(self, field: u64, numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut last = 0;
        let step = |n: i64| zigzag(n.wrapping_sub(std::mem::replace(&mut last, n)));
        self.packed(field, numbers.into_iter().map(step).collect::<Vec<_>>())
    }
}

pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

type OwnTags = &'static [(&'static str, &'static str)];

/// An extract of OpenStreetMap in the making.
#[derive(Default)]
pub(crate) struct Extract {
    nodes: Vec<(i64, f64, f64, OwnTags)>,
    ways: Vec<(i64, Vec<i64>, OwnTags)>,
    relations: Vec<(Vec<(i64, &'static str)>, OwnTags)>,
    strings: Vec<&'static str>,
}

impl Extract {
    pub(crate) fn node(mut self, lat: f64, lon: f64, tags: OwnTags) -> Self {
        let id = self.nodes.len() as i64 + 1;
        self.nodes.push((id, lat, lon, tags));
        self
    }

    /// A way through these positions, which become nodes; closed by repeating the first one's number.
    pub(crate) fn way(mut self, line: &[(f64, f64)], closed: bool, tags: OwnTags) -> Self {
        let first = self.nodes.len() as i64 + 1;
        let mut refs = Vec::new();
        for (id, (lat, lon)) in (first..).zip(line) {
            self.nodes.push((id, *lat, *lon, &[]));
            refs.push(id);
        }
        if closed {
            refs.push(first);
        }
        self.ways.push((self.ways.len() as i64 + 1, refs, tags));
        self
    }

    /// A relation of these ways, counted from 1.
    pub(crate) fn relation(mut self, ways: &[(i64, &'static str)], tags: OwnTags) -> Self {
        self.relations.push((ways.to_vec(), tags));
        self
    }

    fn string(&mut self, text: &'static str) -> u64 {
        if let Some(at) = self.strings.iter().position(|s| *s == text) {
            return at as u64;
        }
        self.strings.push(text);
        self.strings.len() as u64 - 1
    }

    fn tagged(&mut self, message: Message, tags: OwnTags) -> Message {
        let keys: Vec<u64> = tags.iter().map(|(k, _)| self.string(k)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, v)| self.string(v)).collect();
        message.packed(2, keys).packed(3, values)
    }

    fn block(&mut self) -> Vec<u8> {
        self.strings = vec![""];
        let nodes = std::mem::take(&mut self.nodes);
        let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
        let mut tags = Vec::new();
        for (.., own) in &nodes {
            for (key, value) in *own {
                tags.extend([self.string(key), self.string(value)]);
            }
            tags.push(0);
        }
        let dense = Message::default()
            .steps(1, nodes.iter().map(|n| n.0))
            .steps(8, nodes.iter().map(|n| e7(n.1)))
            .steps(9, nodes.iter().map(|n| e7(n.2)))
            .packed(10, tags);
        let mut group = Message::default().bytes(2, &dense.0);
        for (id, refs, own) in std::mem::take(&mut self.ways) {
            let way = self.tagged(Message::default().number(1, id as u64), own).steps(8, refs);
            group = group.bytes(3, &way.0);
        }
        for (ways, own) in std::mem::take(&mut self.relations) {
            let roles: Vec<u64> = ways.iter().map(|(_, role)| self.string(role)).collect();
            let relation = self.tagged(Message::default().number(1, 1), own);
            let relation =
                relation.packed(8, roles).steps(9, ways.iter().map(|w| w.0)).packed(10, ways.iter().map(|_| 1));
            group = group.bytes(4, &relation.0);
        }
        let table = self.strings.iter().fold(Message::default(), |table, s| table.bytes(1, s.as_bytes()));
        Message::default().bytes(1, &table.0).bytes(2, &group.0).0
    }

    /// The bytes of the `.osm.pbf` file.
    pub(crate) fn write(mut self) -> Vec<u8> {
        let header = Message::default().bytes(4, b"OsmSchema-V0.6").bytes(4, b"DenseNodes");
        let mut file = blob("OSMHeader", &header.0);
        file.extend(blob("OSMData", &self.block()));
        file
    }
}

/// A blob with its head.
pub(crate) fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let blob = Message::default().number(2, content.len() as u64).bytes(3, &deflated(content));
    let head = Message::default().bytes(1, kind.as_bytes()).number(3, blob.0.len() as u64);
    let mut bytes = (head.0.len() as u32).to_be_bytes().to_vec();
    bytes.extend(head.0);
    bytes.extend(blob.0);
    bytes
}

/// A vector tile with a primary road, a water area, and a feature of no kind that is drawn.
pub(crate) fn vector_tile() -> Vec<u8> {
    let word = |text: &str| Message::default().bytes(1, text.as_bytes()).0;
    let pen = |id: u64, count: u64| id | (count << 3);
    let step = |x: i64, y: i64| [zigzag(x), zigzag(y)];
    let road = [vec![pen(1, 1)], step(100, 100).into(), vec![pen(2, 2)], step(200, 0).into(), step(0, 100).into()];
    let road = Message::default().packed(2, [0, 0, 1, 1]).number(3, 2).packed(4, road.concat());
    let roads = Message::default()
        .number(15, 2)
        .bytes(1, b"transportation")
        .bytes(2, &road.0)
        .bytes(3, b"class")
        .bytes(3, b"name")
        .bytes(4, &word("primary"))
        .bytes(4, &word("Rantatie"))
        .number(5, 4096);
    let lake = [
        vec![pen(1, 1)],
        step(0, 0).into(),
        vec![pen(2, 3)],
        step(50, 0).into(),
        step(0, 50).into(),
        step(-50, 0).into(),
        vec![pen(7, 1)],
    ];
    let lake = Message::default().number(3, 3).packed(4, lake.concat());
    let water = Message::default().number(15, 2).bytes(1, b"water").bytes(2, &lake.0).number(5, 4096);
    Message::default().bytes(3, &roads.0).bytes(3, &water.0).0
}

/// A `.pmtiles` file of zooms 12 to 14 around Helsinki with one tile of this number, in the first directory or in a leaf.
pub(crate) fn pmtiles(id: u64, tile: &[u8], leaf: bool) -> Vec<u8> {
    let packed = gzipped(tile);
    let directory = |run: u64, length: usize| {
        let mut bytes = Vec::new();
        for n in [1, id, run, length as u64, 1] {
            varint(n, &mut bytes);
        }
        gzipped(&bytes)
    };
    let data_directory = directory(1, packed.len());
    let (root, leaves) =
        if leaf { (directory(0, data_directory.len()), data_directory) } else { (data_directory, Vec::new()) };
    let root_at = 127u64;
    let leaves_at = root_at + root.len() as u64;
    let data_at = leaves_at + leaves.len() as u64;
    let mut file = b"PMTiles\x03".to_vec();
    let numbers = [root_at, root.len() as u64, leaves_at, 0, leaves_at, leaves.len() as u64, data_at];
    for n in numbers.iter().chain(&[packed.len() as u64, 1, 1, 1]) {
        file.extend(n.to_le_bytes());
    }
    file.extend([1, 2, 2, 1, 12, 14]);
    for n in [240_000_000i32, 600_000_000, 260_000_000, 610_000_000] {
        file.extend(n.to_le_bytes());
    }
    file.push(12);
    file.extend([0; 8]);
    file.extend(root);
    file.extend(leaves);
    file.extend(packed);
    file
}

const PAGE: usize = 1024;

enum Column<'a> {
    Number(u32),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// The database's varint of a number below 2^21.
fn big_varint(number: u64) -> Vec<u8> {
    let digits = [(number >> 14) & 127, (number >> 7) & 127, number & 127];
    let skip = digits.iter().take(2).take_while(|d| **d == 0).count();
    let last = digits.len() - 1;
    (skip..=last).map(|i| digits[i] as u8 | if i < last { 128 } else { 0 }).collect()
}

fn row(columns: &[Column<'_>]) -> Vec<u8> {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for column in columns {
        match column {
            Column::Number(n) => {
                head.extend(big_varint(4));
                body.extend(n.to_be_bytes());
            }
            Column::Text(text) => {
                head.extend(big_varint(13 + 2 * text.len() as u64));
                body.extend(text.as_bytes());
            }
            Column::Bytes(bytes) => {
                head.extend(big_varint(12 + 2 * bytes.len() as u64));
                body.extend(*bytes);
            }
        }
    }
    let mut row = big_varint(head.len() as u64 + 1);
    row.extend(head);
    row.extend(body);
    row
}

/// A leaf page of a table with these rows, what lies before its head included; long rows go on in pages from `next` on.
fn leaf(before: &[u8], rows: &[Vec<u8>], next: u32, overflow: &mut Vec<Vec<u8>>) -> Vec<u8> {
    let mut page = vec![0; PAGE];
    page[..before.len()].copy_from_slice(before);
    let head = before.len();
    page[head] = 0x0d;
    page[head + 3..head + 5].copy_from_slice(&(rows.len() as u16).to_be_bytes());
    let mut end = PAGE;
    for (i, row) in rows.iter().enumerate() {
        let mut cell = big_varint(row.len() as u64);
        cell.extend(big_varint(i as u64 + 1));
        let (usable, least) = (PAGE, (PAGE - 12) * 32 / 255 - 23);
        if row.len() <= usable - 35 {
            cell.extend(row);
        } else {
            let local = least + (row.len() - least) % (usable - 4);
            let local = if local <= usable - 35 { local } else { least };
            cell.extend(&row[..local]);
            cell.extend((next + overflow.len() as u32).to_be_bytes());
            let parts: Vec<&[u8]> = row[local..].chunks(usable - 4).collect();
            for (n, part) in parts.iter().enumerate() {
                let after = if n + 1 < parts.len() { next + overflow.len() as u32 + 1 } else { 0 };
                let mut more = after.to_be_bytes().to_vec();
                more.extend(*part);
                more.resize(PAGE, 0);
                overflow.push(more);
            }
        }
        end -= cell.len();
        page[end..end + cell.len()].copy_from_slice(&cell);
        let pointer = head + 8 + 2 * i;
        page[pointer..pointer + 2].copy_from_slice(&(end as u16).to_be_bytes());
    }
    page
}

/// An `.mbtiles` file with one tile, its row counted from the north.
pub(crate) fn mbtiles(zoom: u32, column: u32, row_from_north: u32, tile: &[u8], format: &str) -> Vec<u8> {
    let table = |name, root, sql| {
        row(&[Column::Text("table"), Column::Text(name), Column::Text(name), Column::Number(root), Column::Text(sql)])
    };
    let tables = [
        table("metadata", 2, "CREATE TABLE metadata (name text, value text)"),
        table(
            "tiles",
            3,
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)",
        ),
    ];
    let mut head = b"SQLite format 3\0".to_vec();
    head.extend((PAGE as u16).to_be_bytes());
    head.extend([1, 1, 0, 64, 32, 32]);
    head.resize(56, 0);
    head.extend([0, 0, 0, 1]);
    head.resize(100, 0);
    let mut overflow = Vec::new();
    let about = [("format", format), ("bounds", "24.0,60.0,26.0,61.0")];
    let about: Vec<Vec<u8>> = about.iter().map(|(k, v)| row(&[Column::Text(k), Column::Text(v)])).collect();
    let from_south = (1 << zoom) - 1 - row_from_north;
    let tiles = [row(&[Column::Number(zoom), Column::Number(column), Column::Number(from_south), Column::Bytes(tile)])];
    let mut file = leaf(&head, &tables, 4, &mut overflow);
    file.extend(leaf(&[], &about, 4, &mut overflow));
    file.extend(leaf(&[], &tiles, 4, &mut overflow));
    file.extend(overflow.concat());
    file
}
