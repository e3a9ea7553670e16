//! The square Web Mercator world: where the map's maths happens.

use std::f64::consts::{PI, TAU};

use crate::model::GeoPoint;

/// Latitude of the upper and lower edge of the square world, degrees.
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// Length of the equator in metres: the width of the world at its middle.
pub const EQUATOR_METRES: f64 = 40_075_016.685_578_5;

/// A position in the square world: `x` runs from 0 at 180° W to 1 at 180° E, `y` from 0 at the north to 1 at the south.
///
/// `x` may leave `[0, 1]` where the world is shown repeated; the position is then one in a neighbouring copy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorldPoint {
    /// East, in widths of the world.
    pub x: f64,
    /// South, in widths of the world.
    pub y: f64,
}

impl WorldPoint {
    /// Where a position lies in the square world; beyond ±85.05° it is moved to the edge.
    pub fn from_geo(point: GeoPoint) -> Self {
        Self::from_degrees(point.lat(), point.lon())
    }

    /// Like [`WorldPoint::from_geo`], from degrees.
    pub fn from_degrees(lat: f64, lon: f64) -> Self {
        let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        // The same as the usual asinh(tan), in half of the time.
        let sin = lat.sin();
        let y = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (2.0 * TAU);
        Self { x: ((lon + 180.0) / 360.0).clamp(0.0, 1.0), y: y.clamp(0.0, 1.0) }
    }

    /// The position on the ground; whatever the copy of the world it lies in.
    pub fn to_geo(self) -> GeoPoint {
        let lat = self.lat();
        let lon = self.wrapped().x * 360.0 - 180.0;
        GeoPoint::new(lat, lon.clamp(-180.0, 180.0)).unwrap_or_else(|| unreachable!("clamped into range"))
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        let y = if self.y.is_finite() { self.y.clamp(0.0, 1.0) } else { 0.5 };
        (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees()
    }

    /// The same position in the copy of the world that has `x` in `[0, 1]`; 1 stays 1.
    #[must_use]
    pub fn wrapped(self) -> Self {
        let x = if self.x.is_finite() { self.x } else { 0.5 };
        let x = if (0.0..=1.0).contains(&x) { x } else { x.rem_euclid(1.0) };
        Self { x, y: self.y }
    }
}

/// How many metres on the ground one width of the world stands for at height `y`.
pub fn metres_per_world(y: f64) -> f64 {
    EQUATOR_METRES / (PI * (1.0 - 2.0 * y)).cosh()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_positions_are_where_the_tile_scheme_puts_them() {
        let greenwich = WorldPoint::from_degrees(0.0, 0.0);
        assert!((greenwich.x - 0.5).abs() < 1e-12 && (greenwich.y - 0.5).abs() < 1e-12);
        // Tile 10/163/395 of the usual scheme holds the middle of San Francisco.
        let city = WorldPoint::from_degrees(37.7749, -122.4194);
        assert_eq!(((city.x * 1024.0) as u32, (city.y * 1024.0) as u32), (163, 395));
    }

    #[test]
    fn poles_lie_on_the_edge() {
        assert!(WorldPoint::from_degrees(90.0, 0.0).y.abs() < 1e-9);
        assert!((WorldPoint::from_degrees(-90.0, 0.0).y - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_metre_is_a_metre() {
        let a = WorldPoint::from_degrees(60.0, 25.0);
        let b = WorldPoint { x: a.x + 1000.0 / metres_per_world(a.y), ..a };
        let metres = a.to_geo().distance_metres(b.to_geo());
        assert!((metres - 1000.0).abs() < 5.0, "{metres}");
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lat in -85.05f64..85.05, lon in -180.0f64..180.0, copy in -3i32..=3) {
            let mut world = WorldPoint::from_degrees(lat, lon);
            world.x += f64::from(copy);
            let back = world.to_geo();
            prop_assert!((back.lat() - lat).abs() < 1e-9);
            prop_assert!((back.lon() - lon).abs() < 1e-9);
        }
    }
}
