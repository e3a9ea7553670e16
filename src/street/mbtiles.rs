//! `.mbtiles`: tiles as rows of a table in a database file.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::sync::{Mutex, PoisonError};

use super::mvt::read_tile;
use super::pmtiles::Packing;
use super::sqlite::{Cell, Place, Sqlite, Table};
use super::streets::Extent;
use super::tile::{StreetTile, TileKey};
use super::{E7, StreetError};

/// The largest tile, packed and unpacked, in bytes.
const MAX_TILE_BYTES: u64 = 16 << 20;
/// Most tiles of a file that are kept track of.
const MAX_TILES: usize = 6_000_000;
const MAX_ZOOM: i64 = 24;

/// A file of tiles.
pub(super) struct MbTiles {
    file: Mutex<Sqlite>,
    /// Where each tile's bytes are.
    places: BTreeMap<TileKey, Place>,
    column: usize,
    extent: Extent,
}

impl MbTiles {
    pub(super) fn open(file: File, cancelled: &dyn Fn() -> bool) -> Result<Self, StreetError> {
        let mut file = Sqlite::open(file)?;
        let tables = file.tables()?;
        let table = |name: &str| tables.iter().find(|t| t.name.eq_ignore_ascii_case(name));
        let about = table("metadata").map(|t| metadata(&mut file, t)).transpose()?.unwrap_or_default();
        if let Some(format) = about.get("format").filter(|f| !matches!(f.as_str(), "pbf" | "mvt")) {
            let format: String = format.chars().take(20).collect();
            let text = format!("its tiles are “{format}”; vector tiles (pbf) are read here");
            return Err(StreetError::Unsupported(text.into()));
        }
        let (places, column) = match (table("tiles"), table("map"), table("images")) {
            (Some(tiles), ..) => (direct(&mut file, tiles, cancelled)?, tiles.column("tile_data")),
            (None, Some(map), Some(images)) => (by_id(&mut file, map, images, cancelled)?, images.column("tile_data")),
            _ => {
                let text =
                    "its tables are laid out in a way that is not read here; `pmtiles convert` makes a .pmtiles of it";
                return Err(StreetError::Unsupported(text.into()));
            }
        };
        let column = column.ok_or(StreetError::Damaged)?;
        let zooms = places.keys().map(|key| key.zoom);
        let (Some(min), Some(max)) = (zooms.clone().min(), zooms.max()) else {
            return Err(StreetError::Nothing("there are no tiles in it".into()));
        };
        let [south_west, north_east] = bounds(about.get("bounds").map_or("", String::as_str));
        let extent = Extent { min: south_west, max: north_east, zooms: [min, max], shown_from: f64::from(min) };
        Ok(Self { file: Mutex::new(file), places, column, extent })
    }

    pub(super) const fn extent(&self) -> Extent {
        self.extent
    }

    /// Reads a tile; an empty one where the file has none.
    pub(super) fn tile(&self, key: TileKey) -> Result<StreetTile, StreetError> {
        let Some(place) = self.places.get(&key) else {
            return Ok(StreetTile { extent: 4096, ..StreetTile::default() });
        };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let packed = file.bytes(*place, self.column, MAX_TILE_BYTES)?;
        drop(file);
        let packing = if packed.starts_with(&[0x1f, 0x8b]) { Packing::Gzip } else { Packing::Plain };
        read_tile(&packing.unpack(packed, MAX_TILE_BYTES)?)
    }
}

fn metadata(file: &mut Sqlite, table: &Table) -> Result<BTreeMap<String, String>, StreetError> {
    let mut about = BTreeMap::new();
    file.rows(table, 2, &|| false, &mut |_, row, _| {
        if let [Cell::Text(name), Cell::Text(value)] = row
            && matches!(name.as_str(), "format" | "bounds")
        {
            about.insert(name.clone(), value.clone());
        }
        Ok(())
    })?;
    Ok(about)
}

/// The corners that the metadata names, as west, south, east, north; else those of the world.
fn bounds(text: &str) -> [E7; 2] {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let corner = |lon: f64, lat: f64| E7::new((lat * 1e7) as i64, (lon * 1e7) as i64);
    let named = match numbers[..] {
        [west, south, east, north] if west < east && south < north => corner(west, south).zip(corner(east, north)),
        _ => None,
    };
    let (lat, lon) = (850_000_000, 1_800_000_000);
    named.map_or([E7 { lat: -lat, lon: -lon }, E7 { lat, lon }], |(a, b)| [a, b])
}

/// The columns of a table's key.
fn key_columns(table: &Table) -> Result<[usize; 3], StreetError> {
    let column = |name| table.column(name).ok_or(StreetError::Damaged);
    Ok([column("zoom_level")?, column("tile_column")?, column("tile_row")?])
}

fn key(row: &[Cell], [zoom, column, tile_row]: [usize; 3]) -> Option<TileKey> {
    let number = |i: usize| match row.get(i) {
        Some(Cell::Integer(n)) => Some(*n),
        _ => None,
    };
    let zoom = number(zoom).filter(|z| (0..=MAX_ZOOM).contains(z))?;
    let count = 1i64 << zoom;
    let (column, from_south) = (number(column)?, number(tile_row)?);
    let inside = (0..count).contains(&column) && (0..count).contains(&from_south);
    inside.then(|| TileKey { zoom: zoom as u8, column: column as u32, row: (count - 1 - from_south) as u32 })
}

fn too_many() -> StreetError {
    StreetError::TooLarge { what: format!("more than {} million tiles", MAX_TILES / 1_000_000).into() }
}

fn direct(
    file: &mut Sqlite,
    table: &Table,
    cancelled: &dyn Fn() -> bool,
) -> Result<BTreeMap<TileKey, Place>, StreetError> {
    let columns = key_columns(table)?;
    let wanted = columns.into_iter().max().unwrap_or(0) + 1;
    let mut places = BTreeMap::new();
    file.rows(table, wanted, cancelled, &mut |place, row, _| {
        places.extend(key(row, columns).map(|key| (key, place)));
        if places.len() > MAX_TILES { Err(too_many()) } else { Ok(()) }
    })?;
    Ok(places)
}

/// Tiles that many keys share: one table from keys to ids, one from ids to bytes.
fn by_id(
    file: &mut Sqlite,
    map: &Table,
    images: &Table,
    cancelled: &dyn Fn() -> bool,
) -> Result<BTreeMap<TileKey, Place>, StreetError> {
    let id_in = |table: &Table| table.column("tile_id").ok_or(StreetError::Damaged);
    let (own, other) = (id_in(images)?, id_in(map)?);
    let id = |cell: Option<&Cell>, row: i64| match cell {
        Some(Cell::Text(text)) => Some(text.clone()),
        Some(Cell::Integer(n)) => Some(n.to_string()),
        // A column that is the row's number.
        Some(Cell::Null) => Some(row.to_string()),
        _ => None,
    };
    let mut by_id: HashMap<String, Place> = HashMap::new();
    file.rows(images, own + 1, cancelled, &mut |place, row, number| {
        by_id.extend(id(row.get(own), number).map(|id| (id, place)));
        if by_id.len() > MAX_TILES { Err(too_many()) } else { Ok(()) }
    })?;
    let columns = key_columns(map)?;
    let wanted = columns.into_iter().max().unwrap_or(0).max(other) + 1;
    let mut places = BTreeMap::new();
    file.rows(map, wanted, cancelled, &mut |_, row, _| {
        let place = id(row.get(other), 0).and_then(|id| by_id.get(&id));
        places.extend(key(row, columns).zip(place.copied()));
        if places.len() > MAX_TILES { Err(too_many()) } else { Ok(()) }
    })?;
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::super::written::{mbtiles, vector_tile};
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;

    const KEY: TileKey = TileKey { zoom: 14, column: 9_326, row: 4_743 };

    fn opened(bytes: &[u8]) -> Result<MbTiles, StreetError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        MbTiles::open(file, &|| false)
    }

    #[test]
    fn a_tile_is_found_by_its_row_counted_from_the_south() {
        let tiles = opened(&mbtiles(14, 9_326, 4_743, &vector_tile(), "pbf")).unwrap();
        assert_eq!(tiles.extent().zooms, [14, 14]);
        assert_eq!(tiles.tile(KEY).unwrap().lines.len(), 1);
        assert!(tiles.tile(TileKey { row: 0, ..KEY }).unwrap().lines.is_empty());
        assert_eq!(tiles.extent().min, E7 { lat: 600_000_000, lon: 240_000_000 });
    }

    #[test]
    fn a_long_tile_is_put_together_from_its_pages() {
        // A layer that nothing is drawn of, so long that the row does not fit its page.
        let mut long = vector_tile();
        let padding = super::super::written::Message::default().bytes(1, &[b'x'; 3_000]);
        long.extend(super::super::written::Message::default().bytes(3, &padding.0).0);
        let tiles = opened(&mbtiles(14, 9_326, 4_743, &long, "pbf")).unwrap();
        assert_eq!(tiles.tile(KEY).unwrap().lines.len(), 1);
    }

    #[test]
    fn pictures_are_told_apart() {
        let error = opened(&mbtiles(14, 1, 1, b"x", "png")).err().unwrap();
        assert!(error.to_string().contains("“png”"), "{error}");
    }

    proptest! {
        #[test]
        fn broken_files_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = mbtiles(14, 9_326, 4_743, &vector_tile(), "pbf");
            let place = at.index(bytes.len());
            bytes[place] = byte;
            bytes.truncate(cut.index(bytes.len() + 1).max(bytes.len() / 2));
            if let Ok(tiles) = opened(&bytes) {
                drop(tiles.tile(KEY));
            }
        }
    }
}
