//! Vector tiles (Mapbox Vector Tile 2.1), walked where they lie.
//!
//! The crate `mvt-reader` sets aside room for a whole feature at every move of its pen, so that a small hostile tile
//! asks for gigabytes, and gives up a layer for one wrong feature; here a wrong feature is left out.

use super::StreetError;
use super::class::{by_layer, is_place_layer, is_quarter};
use super::names::{length, longest_stretch};
use super::tile::{Class, Name, StreetTile, Unit};
use super::wire::{Fields, Packed, zigzag};

/// Most points of all shapes of a tile together.
const MAX_POINTS: usize = 1 << 20;
/// Most keys or values of a layer.
const MAX_WORDS: usize = 1 << 18;
/// Coordinates further out than this many tiles are no part of it.
const MAX_TILES_OUT: i64 = 8;
/// The units to which all layers of a tile are brought.
const EXTENT: i32 = 4096;

/// Reads a tile that is not packed any more.
pub(super) fn read_tile(bytes: &[u8]) -> Result<StreetTile, StreetError> {
    let mut tile = StreetTile { extent: EXTENT, ..StreetTile::default() };
    let mut points = 0;
    for field in Fields::of(bytes) {
        if let (3, value) = field? {
            Layer::of(value.bytes().unwrap_or_default())?.read(&mut tile, &mut points)?;
        }
    }
    Ok(tile)
}

#[derive(Default)]
struct Layer<'a> {
    name: &'a str,
    extent: i64,
    keys: Vec<&'a str>,
    /// Texts; other values say nothing here.
    values: Vec<&'a str>,
    features: Vec<&'a [u8]>,
}

fn text(bytes: Option<&[u8]>) -> &str {
    bytes.and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
}

impl<'a> Layer<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, StreetError> {
        let mut layer = Self { extent: 4096, ..Self::default() };
        for field in Fields::of(bytes) {
            let (number, value) = field?;
            match number {
                1 => layer.name = text(value.bytes()),
                2 => layer.features.extend(value.bytes()),
                3 => layer.keys.push(text(value.bytes())),
                4 => layer.values.push(string_of(value.bytes().unwrap_or_default())?),
                5 => layer.extent = value.number().and_then(|n| i64::try_from(n).ok()).unwrap_or(0),
                _ => {}
            }
            if layer.keys.len().max(layer.values.len()).max(layer.features.len()) > MAX_WORDS {
                return Err(StreetError::Damaged);
            }
        }
        if (1..=1 << 16).contains(&layer.extent) { Ok(layer) } else { Err(StreetError::Damaged) }
    }

    fn read(&self, tile: &mut StreetTile, points: &mut usize) -> Result<(), StreetError> {
        for feature in &self.features {
            self.feature(feature, tile, points)?;
            if *points > MAX_POINTS {
                return Err(StreetError::TooLarge { what: "a tile of more points than any map has".into() });
            }
        }
        Ok(())
    }

    fn feature(&self, bytes: &[u8], tile: &mut StreetTile, points: &mut usize) -> Result<(), StreetError> {
        let (mut tags, mut geometry, mut kind) = (Packed::default(), Packed::default(), 0);
        for field in Fields::of(bytes) {
            let (number, value) = field?;
            match number {
                2 => tags = Packed(value.bytes().unwrap_or_default()),
                3 => kind = value.number().unwrap_or(0),
                4 => geometry = Packed(value.bytes().unwrap_or_default()),
                _ => {}
            }
        }
        let get = |wanted: &str| {
            let mut tags = tags.clone();
            while let (Some(key), Some(value)) = (tags.next(), tags.next()) {
                if self.keys.get(key as usize) == Some(&wanted) {
                    return self.values.get(value as usize).copied().filter(|v| !v.is_empty());
                }
            }
            None
        };
        if is_place_layer(self.name) {
            let quarter = ["kind_detail", "class", "kind", "pmap:kind"].iter().filter_map(|k| get(k)).any(is_quarter);
            if let (true, Some(name)) = (quarter, get("name")) {
                let at = self.shapes(geometry, points).first().and_then(|s| s.points.first().copied());
                tile.names.extend(at.map(|at| Name { text: name.into(), class: None, along: [at, at] }));
            }
            return Ok(());
        }
        let Some(class) = by_layer(self.name, get) else { return Ok(()) };
        let shapes = self.shapes(geometry, points);
        if let Some(name) = get("name").filter(|_| kind == 2 && class.is_way()) {
            let longest =
                shapes.iter().filter_map(|s| longest_stretch(&s.points)).max_by(|a, b| length(a).total_cmp(&length(b)));
            tile.names.extend(longest.map(|along| Name { text: name.into(), class: Some(class), along }));
        }
        // Layers of names repeat the shapes of the layers they name.
        if matches!(self.name, "transportation_name" | "street_labels") {
            return Ok(());
        }
        match kind {
            2 if Class::LINES.contains(&class) => {
                tile.lines.extend(shapes.into_iter().filter(|s| s.points.len() > 1).map(|s| (class, s.points)));
            }
            3 if Class::AREAS.contains(&class) => tile.areas.extend(polygons(shapes).into_iter().map(|p| (class, p))),
            _ => {}
        }
        Ok(())
    }

    /// The lines or rings that the pen draws; it stops where it makes no sense.
    fn shapes(&self, mut geometry: Packed<'_>, points: &mut usize) -> Vec<Drawn> {
        let mut shapes: Vec<Drawn> = Vec::new();
        let mut at = [0i64; 2];
        while let Some(command) = geometry.next() {
            let (id, count) = (command & 7, command >> 3);
            match id {
                1 | 2 => {
                    for _ in 0..count {
                        let (Some(dx), Some(dy)) = (geometry.next(), geometry.next()) else { return shapes };
                        at = [at[0].saturating_add(zigzag(dx)), at[1].saturating_add(zigzag(dy))];
                        if id == 1 {
                            shapes.push(Drawn::default());
                        }
                        let (Some(point), Some(shape)) = (self.unit(at), shapes.last_mut()) else { return shapes };
                        *points += 1;
                        if shape.points.last() != Some(&point) {
                            shape.points.push(point);
                        }
                        if *points > MAX_POINTS {
                            return shapes;
                        }
                    }
                }
                7 => {
                    if let Some(shape) = shapes.last_mut() {
                        shape.closed = true;
                    }
                }
                _ => return shapes,
            }
        }
        shapes
    }

    fn unit(&self, at: [i64; 2]) -> Option<Unit> {
        let far = self.extent * MAX_TILES_OUT;
        let inside = at.iter().all(|v| (-far..=far).contains(v));
        inside.then(|| at.map(|v| (v * i64::from(EXTENT) / self.extent) as i32))
    }
}

#[derive(Default)]
struct Drawn {
    points: Vec<Unit>,
    closed: bool,
}

/// The text of a value.
fn string_of(value: &[u8]) -> Result<&str, StreetError> {
    for field in Fields::of(value) {
        if let (1, value) = field? {
            return Ok(text(value.bytes()));
        }
    }
    Ok("")
}

/// Rings that turn one way are outlines, those that turn the other way are holes of the outline before.
fn polygons(shapes: Vec<Drawn>) -> Vec<Vec<Vec<Unit>>> {
    let mut polygons: Vec<Vec<Vec<Unit>>> = Vec::new();
    for shape in shapes.into_iter().filter(|s| s.closed && s.points.len() >= 3) {
        let sides = shape.points.iter().zip(shape.points.iter().cycle().skip(1));
        let cross = |(a, b): (&Unit, &Unit)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]);
        let area: i64 = sides.map(cross).sum();
        match polygons.last_mut() {
            Some(polygon) if area < 0 => polygon.push(shape.points),
            // Some writers turn all rings the other way round.
            _ => polygons.push(vec![shape.points]),
        }
    }
    polygons
}

#[cfg(test)]
mod tests {
    use super::super::written::{Message, vector_tile};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn roads_areas_and_names_are_read() {
        let tile = read_tile(&vector_tile()).unwrap();
        assert_eq!(tile.lines, [(Class::Primary, vec![[100, 100], [300, 100], [300, 200]])]);
        assert_eq!(tile.areas, [(Class::Water, vec![vec![[0, 0], [50, 0], [50, 50], [0, 50]]])]);
        let name = Name { text: "Rantatie".into(), class: Some(Class::Primary), along: [[100, 100], [300, 100]] };
        assert_eq!(tile.names, [name]);
    }

    #[test]
    fn a_pen_that_moves_without_end_is_stopped() {
        let feature = Message::default().number(3, 2).packed(4, [(u64::from(u32::MAX) << 3) | 1, 2, 2]);
        let layer = Message::default().bytes(1, b"water").bytes(2, &feature.0);
        let tile = read_tile(&Message::default().bytes(3, &layer.0).0).unwrap();
        assert!(tile.lines.is_empty());
        let wide = Message::default().bytes(1, b"water").number(5, 0);
        assert!(read_tile(&Message::default().bytes(3, &wide.0).0).is_err());
    }

    proptest! {
        #[test]
        fn broken_tiles_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = vector_tile();
            let place = at.index(bytes.len());
            bytes[place] = byte;
            bytes.truncate(cut.index(bytes.len() + 1).max(1));
            drop(read_tile(&bytes));
        }

        #[test]
        fn any_geometry_never_panics(commands in prop::collection::vec(any::<u64>(), 0..60), kind in 0u64..5) {
            let feature = Message::default().number(3, kind).packed(4, commands);
            let layer = Message::default().bytes(1, b"water").bytes(2, &feature.0);
            drop(read_tile(&Message::default().bytes(3, &layer.0).0));
        }
    }
}
