//! Fences from a file: GeoJSON (polygons; points with a `radius` in metres) or KML (polygons).
//!
//! The file is the user's own, but may come from anywhere: its size, its fences and their corners are capped,
//! and what is in it and no fence is an error rather than left out in silence.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use geojson::{Feature, GeoJson, Geometry, GeometryValue, PolygonType, Position};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::LensError;
use super::fence::{Fence, FenceError, MAX_CORNERS, MAX_FENCES};
use crate::model::GeoPoint;

/// The largest file that is read, in bytes.
const MAX_BYTES: usize = 32 << 20;

/// The fences in a GeoJSON or KML file, of which no more is read than is needed to tell that it is too large. `name` is
/// used in messages.
pub fn open_fences(name: &str, path: &Path) -> Result<Vec<Fence>, LensError> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_string(&mut text));
    read.map_err(|source| LensError::Read { name: name.into(), source })?;
    read_fences(name, &text)
}

/// The fences in the text of a GeoJSON or KML file. `name` is used in messages.
pub fn read_fences(name: &str, text: &str) -> Result<Vec<Fence>, LensError> {
    let wrong = |problem: String| LensError::Fences { name: name.into(), problem: problem.into() };
    if text.len() > MAX_BYTES {
        return Err(wrong(format!("the file is larger than {} MB", MAX_BYTES >> 20)));
    }
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let found = match start.chars().next() {
        Some('{') => from_geojson(start),
        Some('<') => from_kml(start),
        _ => Err("this is neither GeoJSON nor KML".to_owned()),
    };
    let fences = found.map_err(wrong)?;
    if fences.is_empty() {
        return Err(wrong("there is no polygon in it, and no point with a radius".to_owned()));
    }
    Ok(fences)
}

/// Fences as they are found, with names for those that have none.
#[derive(Default)]
struct Found(Vec<Fence>, usize);

impl Found {
    fn name(&self, given: Option<&str>) -> String {
        match given.map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => name.chars().take(200).collect(),
            None => format!("fence {}", self.0.len() + 1),
        }
    }

    fn add(&mut self, fence: Result<Fence, FenceError>) -> Result<(), String> {
        let number = self.0.len() + 1;
        if number > MAX_FENCES {
            return Err(format!("there are more than {MAX_FENCES} fences in it"));
        }
        let fence = fence.map_err(|error| format!("fence {number}: {error}"))?;
        self.1 += fence.corners();
        if self.1 > MAX_CORNERS {
            return Err(format!("the outlines have more than {MAX_CORNERS} corners together"));
        }
        self.0.push(fence);
        Ok(())
    }
}

fn from_geojson(text: &str) -> Result<Vec<Fence>, String> {
    let mut found = Found::default();
    match text.parse::<GeoJson>().map_err(|e| format!("not GeoJSON: {e}"))? {
        GeoJson::Geometry(geometry) => add_geometry(&geometry, None, None, &mut found)?,
        GeoJson::Feature(feature) => add_feature(&feature, &mut found)?,
        GeoJson::FeatureCollection(all) => all.features.iter().try_for_each(|f| add_feature(f, &mut found))?,
    }
    Ok(found.0)
}

fn add_feature(feature: &Feature, found: &mut Found) -> Result<(), String> {
    let property = |names: &[&str]| {
        let properties = feature.properties.as_ref()?;
        names.iter().find_map(|name| properties.get(*name))
    };
    let name = property(&["name", "title", "Name"]).and_then(|v| v.as_str());
    let radius = property(&["radius_m", "radius"]).and_then(|v| v.as_f64().or_else(|| v.as_str()?.parse().ok()));
    match &feature.geometry {
        Some(geometry) => add_geometry(geometry, name, radius, found),
        None => Ok(()),
    }
}

fn add_geometry(geometry: &Geometry, name: Option<&str>, radius: Option<f64>, found: &mut Found) -> Result<(), String> {
    match &geometry.value {
        GeometryValue::Polygon { coordinates } => add_polygon(coordinates, name, found),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().try_for_each(|polygon| add_polygon(polygon, name, found))
        }
        GeometryValue::Point { coordinates } => {
            let Some(radius) = radius else {
                let text = "a point is a fence only with a property `radius` in metres";
                return Err(format!("{}: {text}", found.name(name)));
            };
            let centre = geo_point(coordinates)?;
            found.add(Fence::circle(found.name(name), centre, radius))
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().try_for_each(|g| add_geometry(g, name, radius, found))
        }
        GeometryValue::MultiPoint { .. } | GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. } => {
            Err(format!("{}: a fence is a polygon or a point with a radius, not a line", found.name(name)))
        }
    }
}

fn add_polygon(polygon: &PolygonType, name: Option<&str>, found: &mut Found) -> Result<(), String> {
    let rings: Result<Vec<Vec<GeoPoint>>, String> =
        polygon.iter().map(|ring| ring.iter().map(geo_point).collect()).collect();
    found.add(Fence::outline(found.name(name), &rings?))
}

fn geo_point(position: &Position) -> Result<GeoPoint, String> {
    let &[lon, lat, ..] = position.as_slice() else { return Err("a position needs two numbers".to_owned()) };
    GeoPoint::new(lat, lon).ok_or_else(|| FenceError::OutOfRange { lat, lon }.to_string())
}

/// What of a KML file has been read of the polygon at hand.
#[derive(Default)]
struct Placemark {
    name: String,
    outer: Vec<GeoPoint>,
    holes: Vec<Vec<GeoPoint>>,
}

fn from_kml(text: &str) -> Result<Vec<Fence>, String> {
    let mut reader = Reader::from_str(text);
    let mut found = Found::default();
    let (mut mark, mut words) = (Placemark::default(), String::new());
    let (mut in_polygon, mut in_hole, mut in_mark) = (false, false, false);
    loop {
        let event = reader.read_event().map_err(|e| format!("not KML, at byte {}: {e}", reader.error_position()))?;
        match event {
            Event::Start(tag) => {
                words.clear();
                match tag.local_name().as_ref() {
                    b"Placemark" => (mark, in_mark) = (Placemark::default(), true),
                    b"Polygon" => (in_polygon, mark.outer, mark.holes) = (true, Vec::new(), Vec::new()),
                    b"innerBoundaryIs" => in_hole = true,
                    _ => {}
                }
            }
            Event::Text(text) => words.push_str(&text.decode().map_err(|e| e.to_string())?),
            Event::CData(text) => words.push_str(&text.decode().map_err(|e| e.to_string())?),
            Event::End(tag) => match tag.local_name().as_ref() {
                b"name" if in_mark && mark.name.is_empty() => words.trim().clone_into(&mut mark.name),
                b"coordinates" if in_polygon && in_hole => mark.holes.push(kml_ring(&words)?),
                b"coordinates" if in_polygon => mark.outer = kml_ring(&words)?,
                b"innerBoundaryIs" => in_hole = false,
                b"Polygon" => {
                    in_polygon = false;
                    let rings: Vec<Vec<GeoPoint>> =
                        std::iter::once(std::mem::take(&mut mark.outer)).chain(mark.holes.drain(..)).collect();
                    found.add(Fence::outline(found.name(Some(&mark.name)), &rings))?;
                }
                b"Placemark" => in_mark = false,
                _ => {}
            },
            Event::Eof => return Ok(found.0),
            _ => {}
        }
    }
}

/// `lon,lat[,altitude]` separated by white space.
fn kml_ring(text: &str) -> Result<Vec<GeoPoint>, String> {
    let corner = |tuple: &str| {
        let mut numbers = tuple.split(',').map(str::parse::<f64>);
        let (Some(Ok(lon)), Some(Ok(lat))) = (numbers.next(), numbers.next()) else {
            let shown: String = tuple.chars().take(40).collect();
            return Err(format!("a corner is written lon,lat in KML, found {shown:?}"));
        };
        GeoPoint::new(lat, lon).ok_or_else(|| FenceError::OutOfRange { lat, lon }.to_string())
    };
    text.split_whitespace().map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        read_fences("f", text).unwrap().into_iter().map(|f| f.name).collect()
    }

    fn inside(text: &str, lat: f64, lon: f64) -> Vec<Option<bool>> {
        let at = GeoPoint::new(lat, lon).unwrap();
        read_fences("f", text).unwrap().iter().map(|f| f.holds_position(at, 0.0)).collect()
    }

    const GEOJSON: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"Park"},"geometry":{"type":"Polygon","coordinates":
            [[[16.3,48.1],[16.5,48.1],[16.5,48.3],[16.3,48.3],[16.3,48.1]],
             [[16.38,48.18],[16.42,48.18],[16.42,48.22],[16.38,48.22],[16.38,48.18]]]}},
        {"type":"Feature","properties":{"radius":500},"geometry":{"type":"Point","coordinates":[2.35,48.85]}}]}"#;

    const KML: &str = r#"<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>All</name>
        <Placemark><name>Park</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
        16.3,48.1,0 16.5,48.1,0 16.5,48.3,0 16.3,48.3,0 16.3,48.1,0</coordinates></LinearRing></outerBoundaryIs>
        <innerBoundaryIs><LinearRing><coordinates>16.38,48.18 16.42,48.18 16.42,48.22 16.38,48.22 16.38,48.18
        </coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Document></kml>"#;

    #[test]
    fn polygons_with_holes_and_points_with_a_radius_are_fences() {
        assert_eq!(names(GEOJSON), ["Park", "fence 2"]);
        assert_eq!(inside(GEOJSON, 48.15, 16.35), [Some(true), Some(false)]);
        assert_eq!(inside(GEOJSON, 48.2, 16.4), [Some(false), Some(false)], "in the hole");
        assert_eq!(names(KML), ["Park"]);
        assert_eq!(inside(KML, 48.15, 16.35), [Some(true)]);
        assert_eq!(inside(KML, 48.2, 16.4), [Some(false)], "in the hole");
    }

    #[test]
    fn what_holds_no_fence_is_an_error_that_says_why() {
        let error = |text: &str| read_fences("mine.json", text).unwrap_err().to_string();
        assert!(error("hello").contains("mine.json: this is neither GeoJSON nor KML"));
        assert!(error(r#"{"type":"FeatureCollection","features":[]}"#).contains("no polygon"));
        assert!(error(r#"{"type":"Point","coordinates":[1,2]}"#).contains("radius"));
        assert!(error(r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#).contains("not a line"));
        assert!(error(r#"{"type":"Polygon","coordinates":[[[1,200],[3,4],[5,6]]]}"#).contains("latitude"));
        assert!(error("{\"type\":\"Polygon\"}").contains("not GeoJSON"));
        assert!(error("<kml><Placemark></kml>").contains("not KML"));
        let deep = "<a>".repeat(200_000);
        assert!(!error(&deep).is_empty(), "nesting does not exhaust the stack");
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(cut in 0..KML.len(), junk in "[<>{}\\[\\],0-9a-z\"/ .-]{0,60}") {
            let cut = (0..=cut).rev().find(|i| KML.is_char_boundary(*i)).unwrap_or(0);
            for text in [KML, GEOJSON] {
                let cut = cut.min(text.len());
                let _fences = read_fences("f", &format!("{}{junk}", &text[..cut]));
                let _fences = read_fences("f", &format!("{junk}{}", &text[cut..]));
            }
        }
    }
}
