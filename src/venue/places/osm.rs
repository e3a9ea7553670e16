//! Places out of an extract of OpenStreetMap.

use std::io::{Read, Seek};

use super::Found;
use super::kinds::kind_by_tags;
use super::shape::Shape;
use crate::model::VenueKind;
use crate::street::{Collect, E7, Polygon, Sort, StreetError, Tags, closed_ring, read_extract};

pub(super) fn read(file: impl Read + Seek, found: &mut Found, cancelled: &dyn Fn() -> bool) -> Result<(), StreetError> {
    read_extract(file, &mut Collector { found }, cancelled)
}

struct Collector<'a> {
    found: &'a mut Found,
}

/// Keys of things that are places, whether or not of a kind that is known here.
const PLACE_KEYS: [&str; 6] = ["amenity", "tourism", "shop", "leisure", "healthcare", "aeroway"];

fn kind(tags: Tags<'_>) -> Option<VenueKind> {
    kind_by_tags(|key| tags.get(key))
}

impl Collector<'_> {
    fn add(&mut self, tags: Tags<'_>, shape: impl FnOnce() -> Shape) -> Result<(), StreetError> {
        if let Some(kind) = kind(tags) {
            return self.found.add(kind, tags.get("name").unwrap_or_default(), shape());
        }
        self.found.without_kind += 1;
        Ok(())
    }
}

impl Collect for Collector<'_> {
    fn wants(&self, _: Sort, tags: Tags<'_>) -> bool {
        kind(tags).is_some() || PLACE_KEYS.iter().any(|key| tags.get(key).is_some())
    }

    fn point(&mut self, at: E7, tags: Tags<'_>) -> Result<(), StreetError> {
        self.add(tags, || Shape::Point(at))
    }

    fn way(&mut self, line: &[E7], tags: Tags<'_>) -> Result<(), StreetError> {
        self.add(tags, || match closed_ring(line) {
            Some(outer) => Shape::Outline(Box::new([Polygon { outer, holes: Vec::new() }])),
            None => Shape::Point(line[line.len() / 2]),
        })
    }

    fn area(&mut self, polygons: &[Polygon], tags: Tags<'_>) -> Result<(), StreetError> {
        self.add(tags, || Shape::Outline(polygons.into()))
    }
}
