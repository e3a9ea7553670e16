//! Places out of GeoJSON: points and polygons with the tags of OpenStreetMap as properties, or a `kind` by our own words.

use std::io::Read;

use geojson::{Feature, GeoJson, Geometry, GeometryValue, JsonObject, PolygonType, Position};

use super::Found;
use super::kinds::{kind_by_tags, kind_by_word};
use super::shape::Shape;
use crate::model::VenueKind;
use crate::street::{E7, Polygon, Ring, StreetError, closed_ring};

/// The largest GeoJSON read, in bytes: it is held as a whole.
const MAX_BYTES: u64 = 96 << 20;

pub(super) fn read(mut file: impl Read, bytes: u64, found: &mut Found) -> Result<(), StreetError> {
    if bytes > MAX_BYTES {
        return Err(StreetError::TooLarge { what: format!("more than {} MB of GeoJSON", MAX_BYTES >> 20).into() });
    }
    let mut text = String::new();
    let read = file.by_ref().take(MAX_BYTES).read_to_string(&mut text);
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => StreetError::Unsupported("the text is not UTF-8".into()),
        _ => StreetError::Read(error),
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let parsed = text.parse::<GeoJson>().map_err(|error| {
        let what: String = error.to_string().chars().take(160).collect();
        StreetError::Unsupported(format!("it is not GeoJSON: {what}").into())
    })?;
    match parsed {
        GeoJson::FeatureCollection(all) => all.features.iter().try_for_each(|f| add(f, found)),
        GeoJson::Feature(feature) => add(&feature, found),
        // A shape that nothing is said of.
        GeoJson::Geometry(_) => Ok(()),
    }
}

fn add(feature: &Feature, found: &mut Found) -> Result<(), StreetError> {
    let kind = feature.properties.as_ref().and_then(kind);
    let (Some(kind), Some(properties), Some(geometry)) = (kind, &feature.properties, &feature.geometry) else {
        found.without_kind += 1;
        return Ok(());
    };
    let name = text(properties, "name").or_else(|| text(properties, "title")).unwrap_or_default();
    add_geometry(geometry, kind, name, found)
}

fn kind(properties: &JsonObject) -> Option<VenueKind> {
    let by_word = ["kind", "category"].iter().find_map(|key| kind_by_word(text(properties, key)?));
    by_word.or_else(|| kind_by_tags(|key| text(properties, key)))
}

/// A property, or one inside `tags`, as some converters write them.
fn text<'a>(properties: &'a JsonObject, key: &str) -> Option<&'a str> {
    let inside = || properties.get("tags")?.get(key);
    properties.get(key).or_else(inside)?.as_str().filter(|value| !value.trim().is_empty())
}

fn add_geometry(geometry: &Geometry, kind: VenueKind, name: &str, found: &mut Found) -> Result<(), StreetError> {
    match &geometry.value {
        GeometryValue::Point { coordinates } => add_shape(position(coordinates).map(Shape::Point), kind, name, found),
        GeometryValue::MultiPoint { coordinates } => {
            coordinates.iter().try_for_each(|p| add_shape(position(p).map(Shape::Point), kind, name, found))
        }
        GeometryValue::Polygon { coordinates } => {
            add_shape(polygon(coordinates).map(|p| Shape::Outline(Box::new([p]))), kind, name, found)
        }
        GeometryValue::MultiPolygon { coordinates } => {
            let all: Option<Vec<Polygon>> = coordinates.iter().map(polygon).collect();
            add_shape(all.filter(|all| !all.is_empty()).map(|all| Shape::Outline(all.into())), kind, name, found)
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().try_for_each(|g| add_geometry(g, kind, name, found))
        }
        GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. } => {
            found.without_kind += 1;
            Ok(())
        }
    }
}

fn add_shape(shape: Option<Shape>, kind: VenueKind, name: &str, found: &mut Found) -> Result<(), StreetError> {
    let Some(shape) = shape else {
        return Err(StreetError::Unsupported(
            format!(
                "the place “{}” has a position that is not on Earth, or an outline that is not closed",
                name.chars().take(60).collect::<String>()
            )
            .into(),
        ));
    };
    found.add(kind, name, shape)
}

fn polygon(rings: &PolygonType) -> Option<Polygon> {
    let mut rings = rings.iter().map(|ring| -> Option<Ring> {
        let line: Option<Vec<E7>> = ring.iter().map(position).collect();
        closed_ring(&line?)
    });
    let outer = rings.next()??;
    Some(Polygon { outer, holes: rings.collect::<Option<_>>()? })
}

fn position(position: &Position) -> Option<E7> {
    let &[lon, lat, ..] = position.as_slice() else { return None };
    let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
    E7::new(e7(lat), e7(lon)).filter(|_| lat.is_finite() && lon.is_finite())
}
