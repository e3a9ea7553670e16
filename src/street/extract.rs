//! Shapes out of an OpenStreetMap extract: ways with the positions of their nodes, relations with the rings of their ways.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};

use super::StreetError;
use super::pbf::{Blobs, E7, Element, Tags, elements};
use super::rings::{Polygon, assemble};
use super::wire::Packed;

/// Most nodes held at once: a large city with everything around it. 16 bytes each.
const MAX_NODES: usize = 20_000_000;
/// Most ways that relations are made of.
const MAX_MEMBERS: usize = 2_000_000;
/// Most nodes of a way; the project's own limit is 2,000.
const MAX_WAY_NODES: usize = 20_000;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A point.
    Node,
    /// A line or the outline of an area.
    Way,
    /// An area of several ways.
    Area,
}

/// Takes what is found in an extract.
pub trait Collect {
    /// Whether an element is worth working out its shape.
    fn wants(&self, sort: Sort, tags: Tags<'_>) -> bool;
    /// A point that was wanted.
    fn point(&mut self, at: E7, tags: Tags<'_>) -> Result<(), StreetError>;
    /// A way that was wanted; closed if it ends where it starts.
    fn way(&mut self, line: &[E7], tags: Tags<'_>) -> Result<(), StreetError>;
    /// An area that was wanted, of one or several polygons.
    fn area(&mut self, polygons: &[Polygon], tags: Tags<'_>) -> Result<(), StreetError>;
}

/// Reads an `.osm.pbf` file. Ways whose nodes the file does not hold are left out, as at the edge of an extract.
pub fn read_extract(
    file: impl Read + Seek,
    collect: &mut impl Collect,
    cancelled: &dyn Fn() -> bool,
) -> Result<(), StreetError> {
    let mut blobs = Blobs::new(file)?;
    let places = blobs.places()?;
    let mut nodes = Nodes::default();
    let mut relations = Relations::default();
    let mut with_ways = Vec::new();
    for place in places {
        if cancelled() {
            return Err(StreetError::Cancelled);
        }
        let mut has_ways = false;
        let block = blobs.unpack(place)?;
        elements(&block, &mut |element, tags| match element {
            Element::Node { id, at } => {
                nodes.add(id, at)?;
                if !tags.is_empty() && collect.wants(Sort::Node, tags) { collect.point(at, tags) } else { Ok(()) }
            }
            Element::Way { .. } => {
                has_ways = true;
                Ok(())
            }
            Element::Relation { ways } => {
                let is_area = matches!(tags.get("type"), Some("multipolygon"));
                if is_area && collect.wants(Sort::Area, tags) {
                    relations.add(ways.iter().map(|m| (m.way, m.role == "inner")), tags)
                } else {
                    Ok(())
                }
            }
        })?;
        if has_ways {
            with_ways.push(place);
        }
    }
    nodes.finish();
    let mut line = Vec::new();
    for place in with_ways {
        if cancelled() {
            return Err(StreetError::Cancelled);
        }
        let block = blobs.unpack(place)?;
        elements(&block, &mut |element, tags| {
            let Element::Way { id, nodes: refs } = element else { return Ok(()) };
            let wanted = !tags.is_empty() && collect.wants(Sort::Way, tags);
            let member = relations.needs(id);
            if (wanted || member) && nodes.line(refs, &mut line) {
                if member {
                    relations.lines.insert(id, line.as_slice().into());
                }
                if wanted {
                    collect.way(&line, tags)?;
                }
            }
            Ok(())
        })?;
    }
    relations.finish(collect)
}

/// Positions by the number of the node.
#[derive(Default)]
struct Nodes {
    rows: Vec<(i64, E7)>,
    unsorted: bool,
}

impl Nodes {
    fn add(&mut self, id: i64, at: E7) -> Result<(), StreetError> {
        if self.rows.len() >= MAX_NODES {
            return Err(StreetError::TooLarge {
                what: format!("more than {} million nodes", MAX_NODES / 1_000_000).into(),
            });
        }
        self.unsorted |= self.rows.last().is_some_and(|(last, _)| *last > id);
        self.rows.push((id, at));
        Ok(())
    }

    fn finish(&mut self) {
        if self.unsorted {
            self.rows.sort_unstable_by_key(|(id, _)| *id);
        }
    }

    fn at(&self, id: i64) -> Option<E7> {
        let found = self.rows.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.rows.get(found).map(|(_, at)| *at)
    }

    /// Puts the positions of these nodes into `line`. Returns whether it is a line: two known nodes at least.
    fn line(&self, mut refs: Packed<'_>, line: &mut Vec<E7>) -> bool {
        line.clear();
        let mut id = 0i64;
        let mut whole = true;
        while let Some(step) = refs.signed() {
            id = id.wrapping_add(step);
            match self.at(id) {
                Some(at) if line.last() != Some(&at) => line.push(at),
                Some(_) => {}
                None => whole = false,
            }
            if line.len() > MAX_WAY_NODES {
                return false;
            }
        }
        // What lies beyond the edge of an extract would be cut off by a straight line.
        whole && line.len() >= 2
    }
}

struct Relation {
    tags: Vec<(Box<str>, Box<str>)>,
    outer: Vec<i64>,
    inner: Vec<i64>,
}

/// Areas waiting for their ways.
#[derive(Default)]
struct Relations {
    all: Vec<Relation>,
    needed: HashSet<i64>,
    lines: HashMap<i64, Box<[E7]>>,
    members: usize,
}

impl Relations {
    fn add(&mut self, ways: impl Iterator<Item = (i64, bool)>, tags: Tags<'_>) -> Result<(), StreetError> {
        let tags = tags.0.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        let mut relation = Relation { tags, outer: Vec::new(), inner: Vec::new() };
        for (way, inner) in ways {
            self.needed.insert(way);
            self.members += 1;
            if inner { relation.inner.push(way) } else { relation.outer.push(way) }
        }
        if self.members > MAX_MEMBERS {
            let what = format!("areas of more than {} million ways", MAX_MEMBERS / 1_000_000);
            return Err(StreetError::TooLarge { what: what.into() });
        }
        self.all.push(relation);
        Ok(())
    }

    fn needs(&self, way: i64) -> bool {
        self.needed.contains(&way)
    }

    fn finish(&self, collect: &mut impl Collect) -> Result<(), StreetError> {
        for relation in &self.all {
            let lines = |ways: &[i64]| -> Option<Vec<&[E7]>> {
                ways.iter().map(|way| self.lines.get(way).map(|line| &**line)).collect()
            };
            // An area of which some sides are beyond the edge of the extract has no known shape.
            let (Some(outer), Some(inner)) = (lines(&relation.outer), lines(&relation.inner)) else { continue };
            let polygons = assemble(&outer, &inner);
            if !polygons.is_empty() {
                let pairs: Vec<(&str, &str)> = relation.tags.iter().map(|(k, v)| (&**k, &**v)).collect();
                collect.area(&polygons, Tags(&pairs))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::written::{Extract, Message, blob};
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    #[derive(Default)]
    struct Everything {
        points: Vec<(E7, String)>,
        ways: Vec<(usize, String)>,
        areas: Vec<(usize, usize)>,
    }

    fn name(tags: Tags<'_>) -> String {
        tags.get("name").unwrap_or_default().to_owned()
    }

    impl Collect for Everything {
        fn wants(&self, _: Sort, tags: Tags<'_>) -> bool {
            tags.get("skip").is_none()
        }

        fn point(&mut self, at: E7, tags: Tags<'_>) -> Result<(), StreetError> {
            self.points.push((at, name(tags)));
            Ok(())
        }

        fn way(&mut self, line: &[E7], tags: Tags<'_>) -> Result<(), StreetError> {
            self.ways.push((line.len(), name(tags)));
            Ok(())
        }

        fn area(&mut self, polygons: &[Polygon], _: Tags<'_>) -> Result<(), StreetError> {
            self.areas.push((polygons.len(), polygons.iter().map(|p| p.holes.len()).sum()));
            Ok(())
        }
    }

    fn read(bytes: &[u8]) -> Result<Everything, StreetError> {
        let mut all = Everything::default();
        read_extract(Cursor::new(bytes), &mut all, &|| false)?;
        Ok(all)
    }

    fn sample() -> Vec<u8> {
        let square = |at: f64, side: f64| [(at, at), (at, at + side), (at + side, at + side), (at + side, at)];
        Extract::default()
            .node(60.1, 24.9, &[("amenity", "bar"), ("name", "Ankkuri")])
            .node(60.2, 24.8, &[("skip", "yes")])
            .way(&[(60.0, 24.0), (60.0, 24.1)], false, &[("highway", "primary"), ("name", "Rantatie")])
            .way(&square(60.0, 0.01), true, &[])
            .way(&square(60.004, 0.002), true, &[])
            .relation(&[(2, "outer"), (3, "inner")], &[("type", "multipolygon"), ("name", "Piha")])
            .write()
    }

    #[test]
    fn points_ways_and_areas_come_with_their_tags_and_shapes() {
        let all = read(&sample()).unwrap();
        assert_eq!(all.points, [(E7 { lat: 601_000_000, lon: 249_000_000 }, "Ankkuri".to_owned())]);
        assert_eq!(all.ways, [(2, "Rantatie".to_owned())]);
        assert_eq!(all.areas, [(1, 1)]);
    }

    #[test]
    fn what_is_not_read_is_said() {
        let header = Message::default().bytes(4, b"HistoricalInformation");
        let error = read(&blob("OSMHeader", &header.0)).err().unwrap().to_string();
        assert!(error.contains("HistoricalInformation"), "{error}");
        let mut head = Message::default().bytes(1, b"OSMData").number(3, 1 << 40).0;
        let mut bytes = (head.len() as u32).to_be_bytes().to_vec();
        bytes.append(&mut head);
        assert!(matches!(read(&bytes).err(), Some(StreetError::Damaged)), "a blob of a terabyte");
    }

    #[test]
    fn nothing_is_read_once_nobody_wants_it() {
        let mut all = Everything::default();
        let bytes = sample();
        let result = read_extract(Cursor::new(&bytes), &mut all, &|| true);
        assert!(matches!(result, Err(StreetError::Cancelled)) && all.points.is_empty());
    }

    #[test]
    fn every_cut_of_a_file_is_an_error_or_an_earlier_end() {
        let bytes = sample();
        for end in 0..bytes.len() {
            match read(&bytes[..end]) {
                Ok(all) => assert!(all.points.is_empty(), "{end}"),
                Err(error) => assert!(matches!(error, StreetError::Damaged), "{end}: {error}"),
            }
        }
    }

    proptest! {
        #[test]
        fn broken_bytes_never_panic(at in 0usize..400, byte in any::<u8>(), more in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut bytes = sample();
            let place = at % bytes.len();
            bytes[place] = byte;
            bytes.extend(more);
            drop(read(&bytes));
        }

        #[test]
        fn broken_blocks_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), junk in prop::collection::vec(any::<u8>(), 0..200)) {
            // Inside the compression, where a broken byte is not found out by its checksum.
            let nodes = Message::default().steps(1, [i64::MAX, 1, -5]).steps(8, [i64::MIN, 3]).steps(9, [7, 7]);
            let way = Message::default().number(1, 1).packed(2, [9]).packed(3, [9]).steps(8, [1, 2, 1]);
            let group = Message::default().bytes(2, &nodes.0).bytes(3, &way.0).bytes(4, &junk);
            let mut block = Message::default().bytes(1, &[]).bytes(2, &group.0).number(17, u64::MAX).0;
            let place = at.index(block.len());
            block[place] = byte;
            drop(read(&blob("OSMData", &block)));
        }
    }
}
