//! A tile of streets made ready to draw.

use std::collections::BTreeMap;

use crate::gui::map::base::mesh::TileMesh;
use crate::street::{Class, Name, StreetError, StreetTile};

/// Rings of more corners are not filled: cutting them into triangles takes longer than anybody waits.
const MOST_CORNERS: usize = 20_000;

/// A tile of streets, ready to draw.
#[derive(Debug, Default)]
pub(super) struct StreetMesh {
    /// Width of the tile in units.
    pub(super) extent: i32,
    /// Whether shapes reach beyond the tile, and are there again in the next one.
    pub(super) overhangs: bool,
    /// Whether the file had something here that could not be read.
    pub(super) failed: bool,
    pub(super) names: Vec<Name>,
    classes: BTreeMap<Class, TileMesh>,
}

impl StreetMesh {
    pub(super) fn of(tile: Result<StreetTile, StreetError>) -> Self {
        let Ok(tile) = tile else { return Self { extent: 1, failed: true, ..Self::default() } };
        let StreetTile { extent, areas, lines, names } = tile;
        let extent = extent.max(1);
        let beyond = |p: &[i32; 2]| p.iter().any(|v| *v < 0 || *v > extent);
        let overhangs = areas.iter().flat_map(|(_, rings)| rings).chain(lines.iter().map(|(_, line)| line));
        let overhangs = overhangs.flatten().any(beyond);
        let mut classes: BTreeMap<Class, TileMesh> = BTreeMap::new();
        for (class, rings) in &areas {
            let mesh = classes.entry(*class).or_insert_with(|| TileMesh::new(extent));
            if rings.iter().map(Vec::len).sum::<usize>() <= MOST_CORNERS {
                mesh.add_area(rings);
            }
            if matches!(class, Class::Building) {
                for ring in rings {
                    mesh.add_outline(ring);
                }
            }
        }
        for (class, line) in &lines {
            classes.entry(*class).or_insert_with(|| TileMesh::new(extent)).add_line(line);
        }
        Self { extent, overhangs, failed: false, names, classes }
    }

    /// What there is of a class.
    pub(super) fn class(&self, class: Class) -> Option<&TileMesh> {
        self.classes.get(&class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_knows_whether_it_reaches_beyond_itself_and_what_failed() {
        let line = |x: i32| StreetTile {
            extent: 100,
            lines: vec![(Class::Minor, vec![[0, 0], [x, 50]])],
            ..StreetTile::default()
        };
        assert!(!StreetMesh::of(Ok(line(100))).overhangs);
        assert!(StreetMesh::of(Ok(line(101))).overhangs);
        assert!(StreetMesh::of(Ok(line(1))).class(Class::Minor).is_some());
        assert!(StreetMesh::of(Err(StreetError::Damaged)).failed);
    }
}
