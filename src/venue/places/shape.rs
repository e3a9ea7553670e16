//! Where a place is: a point or an outline, and how far from it a position lies.

use crate::model::GeoPoint;
use crate::street::{E7, Polygon, contains};

/// Metres of a degree of latitude on the sphere of mean Earth radius.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// The shape of a place.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Point(E7),
    Outline(Box<[Polygon]>),
}

/// How a position lies to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    /// Metres to it; zero inside its outline.
    pub(super) metres: f64,
    /// Metres to the nearest side from inside its outline; zero outside, and for a point.
    pub(super) depth: f64,
}

/// The rectangle around a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: E7,
    pub(super) max: E7,
}

impl Shape {
    pub(super) fn corners(&self) -> usize {
        let ring = |p: &Polygon| p.outer.len() + p.holes.iter().map(Vec::len).sum::<usize>();
        match self {
            Self::Point(_) => 0,
            Self::Outline(polygons) => polygons.iter().map(ring).sum(),
        }
    }

    pub(super) fn bounds(&self) -> Bounds {
        match self {
            Self::Point(at) => Bounds { min: *at, max: *at },
            Self::Outline(polygons) => {
                let all = || polygons.iter().flat_map(|p| &p.outer);
                let of = |pick: fn(&E7) -> i32| {
                    let values = all().map(pick);
                    (values.clone().min().unwrap_or_default(), values.max().unwrap_or_default())
                };
                let ((south, north), (west, east)) = (of(|p| p.lat), of(|p| p.lon));
                Bounds { min: E7 { lat: south, lon: west }, max: E7 { lat: north, lon: east } }
            }
        }
    }

    /// How a position lies to it. Right to a thousandth within a few kilometres, which is as far as anybody asks.
    pub(super) fn standing(&self, at: GeoPoint) -> Standing {
        let local = Local::around(at);
        match self {
            Self::Point(point) => Standing { metres: length(local.of(*point)), depth: 0.0 },
            Self::Outline(polygons) => {
                let here = E7 { lat: (at.lat() * 1e7).round() as i32, lon: (at.lon() * 1e7).round() as i32 };
                let inside = polygons
                    .iter()
                    .any(|p| contains(&p.outer, here) && !p.holes.iter().any(|hole| contains(hole, here)));
                let rings = polygons.iter().flat_map(|p| std::iter::once(&p.outer).chain(&p.holes));
                let edge = rings.map(|ring| local.to_ring(ring)).fold(f64::INFINITY, f64::min);
                if inside { Standing { metres: 0.0, depth: edge } } else { Standing { metres: edge, depth: 0.0 } }
            }
        }
    }
}

/// Metres east and north of a position.
struct Local {
    lat: f64,
    lon: f64,
    east: f64,
}

impl Local {
    fn around(at: GeoPoint) -> Self {
        Self { lat: at.lat(), lon: at.lon(), east: at.lat().to_radians().cos() * METRES_PER_DEGREE }
    }

    fn of(&self, at: E7) -> [f64; 2] {
        let mut lon = at.lon_degrees() - self.lon;
        // The short way round.
        lon -= (lon / 360.0).round() * 360.0;
        [lon * self.east, (at.lat_degrees() - self.lat) * METRES_PER_DEGREE]
    }

    fn to_ring(&self, ring: &[E7]) -> f64 {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        sides.map(|(a, b)| to_side(self.of(*a), self.of(*b))).fold(f64::INFINITY, f64::min)
    }
}

fn to_side(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (-(a[0] * dx + a[1] * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    length([a[0] + t * dx, a[1] + t * dy])
}

fn length([x, y]: [f64; 2]) -> f64 {
    x.hypot(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn e7(lat: f64, lon: f64) -> E7 {
        E7 { lat: (lat * 1e7) as i32, lon: (lon * 1e7) as i32 }
    }

    #[test]
    fn inside_is_zero_and_deep_and_outside_is_metres_to_the_wall() {
        // 111 m high and about 111 m wide.
        let outer = vec![e7(60.0, 25.0), e7(60.0, 25.002), e7(60.001, 25.002), e7(60.001, 25.0)];
        let shape = Shape::Outline(Box::new([Polygon { outer, holes: Vec::new() }]));
        let at = |lat, lon| shape.standing(GeoPoint::new(lat, lon).unwrap());
        let middle = at(60.0005, 25.001);
        assert!(middle.metres == 0.0 && (middle.depth - 55.6).abs() < 0.5, "{middle:?}");
        let north = at(60.0012, 25.001);
        assert!((north.metres - 22.2).abs() < 0.2 && north.depth == 0.0, "{north:?}");
    }

    proptest! {
        #[test]
        fn the_distance_to_a_point_is_that_on_the_sphere(lat in -80.0f64..80.0, lon in -180.0f64..180.0, dx in -0.003f64..0.003, dy in -0.003f64..0.003) {
            let at = GeoPoint::new(lat, lon).unwrap();
            let other = (lon + dx + 540.0).rem_euclid(360.0) - 180.0;
            let there = E7 { lat: ((lat + dy) * 1e7) as i32, lon: (other * 1e7) as i32 };
            let exact = at.distance_metres(GeoPoint::new(there.lat_degrees(), there.lon_degrees()).unwrap());
            let metres = Shape::Point(there).standing(at).metres;
            prop_assert!((metres - exact).abs() < 0.1 + exact * 0.001, "{} {}", metres, exact);
        }
    }
}
