//! The outline of a circle on the globe.

use super::outline::{Corner, METRES_PER_DEGREE};
use crate::model::GeoPoint;

/// So far, in degrees, the ends of an outline around a pole lie over each other: rounding leaves no gap between them.
const SEAM: f64 = 1e-9;

/// The corners of a circle, `count` of them at least three, going round clockwise. Longitudes go past ±180 where it
/// crosses the antimeridian; around a pole the outline runs on along that edge of the map.
pub(super) fn ring(centre: GeoPoint, radius_metres: f64, count: usize) -> Vec<Corner> {
    let count = count.max(3);
    let (sin_lat, cos_lat) = centre.lat().to_radians().sin_cos();
    let (sin_way, cos_way) = (radius_metres / METRES_PER_DEGREE).to_radians().sin_cos();
    let mut corners: Vec<Corner> = Vec::with_capacity(count + 3);
    for step in 0..=count {
        let (sin, cos) = (std::f64::consts::TAU * step as f64 / count as f64).sin_cos();
        let sin_there = (sin_lat * cos_way + cos_lat * sin_way * cos).clamp(-1.0, 1.0);
        let east = (sin * sin_way * cos_lat).atan2(cos_way - sin_lat * sin_there).to_degrees();
        let lon = centre.lon() + east;
        // The copy of the meridian next to the corner before.
        let turns = corners.last().map_or(0.0, |before| ((before.lon - lon) / 360.0).round());
        corners.push(Corner { lat: sin_there.asin().to_degrees(), lon: lon + 360.0 * turns });
    }
    let reach = radius_metres / METRES_PER_DEGREE;
    let pole = match (centre.lat() + reach > 90.0, centre.lat() - reach < -90.0) {
        (true, _) => Some(90.0),
        (_, true) => Some(-90.0),
        (false, false) => None,
    };
    if let (Some(lat), Some(first), Some(last)) = (pole, corners.first().copied(), corners.last_mut()) {
        let around = last.lon - first.lon;
        if around.abs() > 180.0 {
            last.lon = first.lon + (360.0 + SEAM) * around.signum();
        }
        let lon = last.lon;
        corners.push(Corner { lat, lon });
        corners.push(Corner { lat, lon: first.lon });
    } else {
        corners.pop();
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lens::Outline;
    use proptest::prelude::*;

    #[test]
    fn a_circle_around_a_pole_has_no_seam() {
        // Found by the property below: the position lies beyond the pole on the meridian of the centre.
        for (lat, lon) in
            [(84.208_194_416_909_9, 160.642_102_160_157_98), (-71.5, -33.3), (62.0, 0.1), (89.99, 179.999)]
        {
            let centre = GeoPoint::new(lat, lon).unwrap();
            let outline = Outline::new(vec![ring(centre, 6_368_760.4, 2_000)]);
            for metres in 1..60 {
                let there = ring(centre, f64::from(metres) * 100_000.0, 360)[0];
                let back = ring(centre, f64::from(metres) * 100_000.0, 360)[180];
                for corner in [there, back] {
                    let lon = (corner.lon + 540.0).rem_euclid(360.0) - 180.0;
                    let near = [lon - 1e-13, lon, lon + 1e-13].map(|lon| lon.clamp(-180.0, 180.0));
                    for lon in near {
                        assert!(outline.contains(GeoPoint::new(corner.lat, lon).unwrap()), "{lat} {metres} {lon}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_outline_of_a_circle_holds_what_is_in_the_circle(
            (lat, lon) in (-90.0..=90.0_f64, -180.0..=180.0_f64), radius in 1.0..9_000_000.0_f64,
            way in 0.0..1.6_f64, bearing in 0.0..360.0_f64,
        ) {
            let centre = GeoPoint::new(lat, lon).unwrap();
            let outline = Outline::new(vec![ring(centre, radius, 2_000)]);
            let there = ring(centre, (radius * way).max(0.5), 360)[bearing as usize];
            let there = GeoPoint::new(there.lat, (there.lon + 540.0).rem_euclid(360.0) - 180.0).unwrap();
            let distance = centre.distance_metres(there);
            if (distance / radius - 1.0).abs() > 0.02 && lat.abs() < 89.0 {
                prop_assert_eq!(outline.contains(there), distance < radius, "{} of {}", distance, radius);
            }
        }
    }
}
