//! Streets out of an extract of OpenStreetMap: its shapes in memory, cut into tiles when they are asked for.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::StreetError;
use super::class::{by_tags, is_quarter};
use super::extract::{Collect, Sort, read_extract};
use super::names::longest_stretch;
use super::pbf::{E7, Tags};
use super::rings::{Polygon, closed_ring};
use super::sea::{Coast, SeaTile};
use super::streets::Extent;
use super::tile::{Class, Name, StreetTile, TileKey, Unit, clip_line, clip_ring, world};

/// Tiles are of this zoom: a few streets wide.
const ZOOM: u8 = 14;
/// Units of the world across a tile.
const TILE_UNITS: i32 = 1 << (30 - ZOOM);
/// Most corners of all shapes together.
const MAX_CORNERS: usize = 16_000_000;
/// Most shapes.
const MAX_SHAPES: usize = 3_000_000;
/// A shape over more tiles than this, along one side, is left out: a country's border.
const MOST_TILES: i32 = 400;
/// Most entries of the index.
const MAX_INDEX: usize = 12_000_000;

struct Shape {
    class: Class,
    /// One line, or the rings of an area.
    lines: Vec<Box<[Unit]>>,
    name: Box<str>,
}

/// The streets of an extract.
#[derive(Default)]
pub(super) struct OsmStreets {
    shapes: Vec<Shape>,
    quarters: Vec<(Box<str>, Unit)>,
    by_tile: BTreeMap<[i32; 2], Vec<u32>>,
    quarters_by_tile: BTreeMap<[i32; 2], Vec<u32>>,
    coast: Coast,
    corners: usize,
    indexed: usize,
    bounds: Option<[E7; 2]>,
}

impl OsmStreets {
    pub(super) fn read(file: impl Read + Seek, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        let mut streets = Self::default();
        read_extract(file, &mut streets, cancelled)?;
        if !streets.shapes.iter().any(|shape| shape.class.is_way()) {
            return Err(StreetError::Nothing("there are no streets in it".into()));
        }
        streets.coast.finish(TILE_UNITS);
        Ok(streets)
    }

    pub(super) fn extent(&self) -> Extent {
        let nowhere = E7 { lat: 0, lon: 0 };
        let [min, max] = self.bounds.unwrap_or([nowhere; 2]);
        Extent { min, max, zooms: [ZOOM, ZOOM], shown_from: 12.3 }
    }

    pub(super) fn tile(&self, key: TileKey) -> StreetTile {
        let mut tile = StreetTile { extent: TILE_UNITS, ..StreetTile::default() };
        if key.zoom != ZOOM {
            return tile;
        }
        let at = [key.column as i32, key.row as i32];
        let origin = at.map(|v| v * TILE_UNITS);
        let local = |p: &Unit| [p[0] - origin[0], p[1] - origin[1]];
        let SeaTile { known, sea } = self.coast.tile(at, TILE_UNITS);
        if known {
            tile.areas.push((Class::Land, vec![vec![[0, 0], [TILE_UNITS, 0], [TILE_UNITS; 2], [0, TILE_UNITS]]]));
        }
        tile.areas.extend(sea.into_iter().map(|rings| (Class::Water, rings)));
        let shapes = self.by_tile.get(&at).into_iter().flatten().filter_map(|i| self.shapes.get(*i as usize));
        for shape in shapes {
            let lines = shape.lines.iter().map(|line| line.iter().map(local).collect::<Vec<_>>());
            if Class::AREAS.contains(&shape.class) {
                let mut rings = lines.map(|ring| clip_ring(&ring, 0, TILE_UNITS));
                let Some(outer) = rings.next().filter(|ring| !ring.is_empty()) else { continue };
                let holes = rings.filter(|ring| !ring.is_empty());
                tile.areas.push((shape.class, std::iter::once(outer).chain(holes).collect()));
                continue;
            }
            for part in lines.flat_map(|line| clip_line(&line, 0, TILE_UNITS)) {
                if !shape.name.is_empty() && shape.class.is_way() {
                    let along = longest_stretch(&part);
                    let name = |along| Name { text: shape.name.clone(), class: Some(shape.class), along };
                    tile.names.extend(along.map(name));
                }
                tile.lines.push((shape.class, part));
            }
        }
        let quarters = self.quarters_by_tile.get(&at).into_iter().flatten();
        tile.names.extend(quarters.filter_map(|i| self.quarters.get(*i as usize)).map(|(name, at)| {
            let at = local(at);
            Name { text: name.clone(), class: None, along: [at, at] }
        }));
        tile
    }

    fn reach(&mut self, at: E7) {
        let [min, max] = self.bounds.get_or_insert([at; 2]);
        *min = E7 { lat: min.lat.min(at.lat), lon: min.lon.min(at.lon) };
        *max = E7 { lat: max.lat.max(at.lat), lon: max.lon.max(at.lon) };
    }

    fn add(&mut self, class: Class, name: &str, lines: Vec<Box<[Unit]>>) -> Result<(), StreetError> {
        let of = |axis: usize| {
            let values = lines.iter().flat_map(|l| l.iter()).map(|p| p[axis]);
            Some((values.clone().min()? / TILE_UNITS, values.max()? / TILE_UNITS))
        };
        let (Some((left, right)), Some((top, bottom))) = (of(0), of(1)) else { return Ok(()) };
        if right - left > MOST_TILES || bottom - top > MOST_TILES {
            return Ok(());
        }
        self.corners += lines.iter().map(|l| l.len()).sum::<usize>();
        self.indexed += ((right - left + 1) * (bottom - top + 1)) as usize;
        if self.corners > MAX_CORNERS || self.shapes.len() >= MAX_SHAPES || self.indexed > MAX_INDEX {
            let what = format!("more than {} million corners of streets and houses", MAX_CORNERS / 1_000_000);
            return Err(StreetError::TooLarge { what: what.into() });
        }
        let number = self.shapes.len() as u32;
        for column in left..=right {
            for row in top..=bottom {
                self.by_tile.entry([column, row]).or_default().push(number);
            }
        }
        let name = name.chars().filter(|c| !c.is_control()).take(80).collect::<String>().into();
        self.shapes.push(Shape { class, lines, name });
        Ok(())
    }
}

fn line(points: &[E7]) -> Box<[Unit]> {
    points.iter().map(|at| world(*at)).collect()
}

impl Collect for OsmStreets {
    fn wants(&self, sort: Sort, tags: Tags<'_>) -> bool {
        match sort {
            Sort::Node => tags.get("place").is_some_and(is_quarter) && tags.get("name").is_some(),
            Sort::Way => tags.get("natural") == Some("coastline") || by_tags(tags, true).is_some(),
            Sort::Area => by_tags(tags, true).is_some_and(|class| Class::AREAS.contains(&class)),
        }
    }

    fn point(&mut self, at: E7, tags: Tags<'_>) -> Result<(), StreetError> {
        let name: String = tags.get("name").unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect();
        let at = world(at);
        if self.quarters.len() < MAX_SHAPES {
            let number = self.quarters.len() as u32;
            self.quarters_by_tile.entry(at.map(|v| v / TILE_UNITS)).or_default().push(number);
            self.quarters.push((name.into(), at));
        }
        Ok(())
    }

    fn way(&mut self, points: &[E7], tags: Tags<'_>) -> Result<(), StreetError> {
        if tags.get("natural") == Some("coastline") {
            self.coast.add(line(points).into());
        }
        let ring = closed_ring(points);
        let Some(class) = by_tags(tags, ring.is_some()) else { return Ok(()) };
        let name = tags.get("name").unwrap_or_default();
        if Class::AREAS.contains(&class) {
            return match ring {
                Some(ring) => self.add(class, name, vec![line(&ring)]),
                None => Ok(()),
            };
        }
        if class.is_way() {
            for at in points {
                self.reach(*at);
            }
        }
        self.add(class, name, vec![line(points)])
    }

    fn area(&mut self, polygons: &[Polygon], tags: Tags<'_>) -> Result<(), StreetError> {
        let Some(class) = by_tags(tags, true) else { return Ok(()) };
        polygons.iter().try_for_each(|polygon| {
            let rings = std::iter::once(&polygon.outer).chain(&polygon.holes).map(|ring| line(ring)).collect();
            self.add(class, "", rings)
        })
    }
}
