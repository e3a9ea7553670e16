//! Fences as GeoJSON, in the form in which they are read back: polygons, and points with a `radius` in metres.

use serde_json::{Value, json};

use super::fence::{Fence, Shape};
use super::outline::Corner;

/// Edges longer than this, in degrees, get a corner between: read back, an edge takes the short way round the Earth.
const LONGEST_EDGE: f64 = 120.0;

/// The text of a GeoJSON file with these fences.
pub fn fences_to_geojson(fences: &[Fence]) -> String {
    let features: Vec<Value> = fences.iter().map(feature).collect();
    format!("{:#}\n", json!({ "type": "FeatureCollection", "features": features }))
}

fn feature(fence: &Fence) -> Value {
    let mut properties = json!({ "name": fence.name });
    let geometry = match &fence.shape {
        Shape::Circle { centre, radius_metres } => {
            properties["radius"] = json!(radius_metres);
            json!({ "type": "Point", "coordinates": [centre.lon(), centre.lat()] })
        }
        Shape::Outline(outline) => {
            let rings: Vec<Vec<[f64; 2]>> = outline.rings().iter().map(|ring| positions(ring)).collect();
            json!({ "type": "Polygon", "coordinates": rings })
        }
    };
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

/// Longitude and latitude of every corner, closed, within ±180 degrees.
fn positions(ring: &[Corner]) -> Vec<[f64; 2]> {
    let mut all = Vec::with_capacity(ring.len() + 1);
    for (a, b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
        let pieces = ((b.lon - a.lon).abs() / LONGEST_EDGE).ceil().max(1.0);
        for piece in 0..pieces as usize {
            let t = piece as f64 / pieces;
            all.push([wrapped(a.lon + (b.lon - a.lon) * t), a.lat + (b.lat - a.lat) * t]);
        }
    }
    all.extend(all.first().copied());
    all
}

fn wrapped(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lens::read_fences;
    use crate::model::GeoPoint;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            corners in prop::collection::vec((-89.0..89.0_f64, -80.0..80.0_f64), 3..9), turn in -180.0..180.0_f64,
            radius in 1.0..1e6_f64, name in "[a-zA-Z\\u{e4}\"\\\\ ]{1,20}x", (lat, lon) in (-90.0..90.0_f64, -180.0..180.0_f64),
        ) {
            let ring: Vec<GeoPoint> = corners.iter().map(|(lat, lon)| at(*lat, wrapped(lon + turn))).collect();
            // Corners may be the same by chance.
            let Ok(outline) = Fence::outline(name.clone(), &[ring]) else { return Ok(()) };
            let fences = [outline, Fence::circle("c".to_owned(), at(lat, lon), radius).unwrap()];
            let read = read_fences("saved", &fences_to_geojson(&fences)).unwrap();
            prop_assert_eq!(read.len(), 2);
            prop_assert_eq!(&read[0].name, name.trim());
            let Shape::Circle { centre, radius_metres } = read[1].shape else { panic!("a circle stays one") };
            // The reader of numbers may miss the last bit.
            prop_assert!(centre.distance_metres(at(lat, lon)) < 1e-3 && (radius_metres - radius).abs() < 1e-3);
            // Turning a longitude over the antimeridian rounds it: a position on the edge may change sides.
            let clear = fences[0].holds_position(at(lat, lon), 1.0).is_some();
            prop_assert!(!clear || read[0].contains(at(lat, lon)) == fences[0].contains(at(lat, lon)));
        }
    }

    #[test]
    fn a_band_around_the_earth_is_written_and_read() {
        let band = Fence::rectangle("band".to_owned(), at(-10.0, -180.0), at(10.0, 180.0)).unwrap();
        let wide = Fence::rectangle("wide".to_owned(), at(-10.0, -120.0), at(10.0, 110.0)).unwrap();
        let read = read_fences("saved", &fences_to_geojson(&[band, wide])).unwrap();
        for lon in [-150.0, -90.0, 0.0, 90.0, 170.0] {
            assert!(read[0].contains(at(0.0, lon)), "{lon}");
            assert_eq!(read[1].contains(at(0.0, lon)), (-120.0..110.0).contains(&lon), "{lon}");
        }
    }
}
