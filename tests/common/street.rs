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
        numbers.into_iter().for_each(|n| varint(n, &mut bytes));
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
