//! Positions on the WGS 84 ellipsoid, in degrees.

/// A position that has passed the range check: finite, latitude within ±90, longitude within ±180 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeoPoint {
    lat: f64,
    lon: f64,
}

/// Below this distance from 0°/0° in both axes (degrees) a coordinate pair is an export's "no
/// location" rather than a spot in the Gulf of Guinea: exporters write 0/0 for "none".
const NULL_ISLAND_DEGREES: f64 = 1e-3;

impl GeoPoint {
    /// A position from degrees, or `None` when out of range or not finite.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let ok = lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0;
        ok.then_some(Self { lat, lon })
    }

    /// Like [`GeoPoint::new`], and refuses the pair 0/0 that exports write for "no location".
    pub fn from_export(lat: f64, lon: f64) -> Option<Self> {
        Self::from_pair(Some(lat), Some(lon)).ok()
    }

    /// A position from degrees times 10⁷, the integer form of Google's location files.
    pub fn from_e7(lat_e7: i64, lon_e7: i64) -> Option<Self> {
        Self::from_export(lat_e7 as f64 / 1e7, lon_e7 as f64 / 1e7)
    }

    /// Whether this is the 0/0 that stands for "no location".
    pub fn is_null_island(self) -> bool {
        self.lat.abs() < NULL_ISLAND_DEGREES && self.lon.abs() < NULL_ISLAND_DEGREES
    }

    /// Latitude in degrees, north positive.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in degrees, east positive.
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// The radius, in metres, that the number of decimals leaves open.
    ///
    /// Trailing zeros are lost in a number, so a position that happens to be short counts as a rounded one.
    pub fn rounding_metres(self) -> f64 {
        let metres_per_degree = 111_195.0;
        metres_per_degree * 0.5 * 10.0_f64.powi(-self.decimals()) * std::f64::consts::SQRT_2
    }

    /// Decimals of a degree that both coordinates need, at most 6.
    pub fn decimals(self) -> i32 {
        let exact = |degrees: f64, places: i32| {
            let scaled = degrees * 10.0_f64.powi(places);
            (scaled - scaled.round()).abs() < 1e-6
        };
        (0..6).find(|places| exact(self.lat, *places) && exact(self.lon, *places)).unwrap_or(6)
    }

    /// Great-circle distance in metres on the sphere of mean Earth radius.
    pub fn distance_metres(self, other: Self) -> f64 {
        use geo::{Distance as _, Haversine};
        Haversine.distance(geo::Point::new(self.lon, self.lat), geo::Point::new(other.lon, other.lat))
    }
}

/// A rectangle in degrees. `west > east` means that it crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeoBounds {
    /// Western edge, degrees.
    pub west: f64,
    /// Southern edge, degrees.
    pub south: f64,
    /// Eastern edge, degrees.
    pub east: f64,
    /// Northern edge, degrees.
    pub north: f64,
}

impl GeoBounds {
    /// Whether `point` lies inside or on the edge.
    pub fn contains(&self, point: GeoPoint) -> bool {
        let lon_inside = if self.west <= self.east {
            (self.west..=self.east).contains(&point.lon)
        } else {
            point.lon >= self.west || point.lon <= self.east
        };
        lon_inside && (self.south..=self.north).contains(&point.lat)
    }

    /// The smallest rectangle around `points` that does not cross the antimeridian, or `None` without any.
    pub fn around(points: impl IntoIterator<Item = GeoPoint>) -> Option<Self> {
        points.into_iter().fold(None, |bounds: Option<Self>, p| {
            let b = bounds.unwrap_or(Self { west: p.lon, south: p.lat, east: p.lon, north: p.lat });
            Some(Self {
                west: b.west.min(p.lon),
                south: b.south.min(p.lat),
                east: b.east.max(p.lon),
                north: b.north.max(p.lat),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_out_of_range_are_refused() {
        assert!(GeoPoint::new(90.1, 0.0).is_none());
        assert!(GeoPoint::new(0.0, -180.5).is_none());
        assert!(GeoPoint::new(f64::NAN, 0.0).is_none());
        assert!(GeoPoint::new(-90.0, 180.0).is_some());
    }

    #[test]
    fn only_the_pair_zero_zero_means_no_location() {
        assert!(GeoPoint::from_export(0.0, 0.0).is_none());
        assert!(GeoPoint::from_export(0.0, 10.0).is_some(), "the equator is a place");
        assert!(GeoPoint::from_export(51.48, 0.0).is_some(), "so is Greenwich");
    }

    #[test]
    fn the_decimals_of_a_coordinate_bound_its_precision() {
        let metres = |lat, lon| GeoPoint::new(lat, lon).unwrap().rounding_metres();
        assert!((metres(52.0, 13.0) - 78_600.0).abs() < 100.0);
        assert!((metres(52.5, 13.41) - 786.0).abs() < 1.0);
        assert!(metres(52.520_008, 13.404_954) < 0.1);
    }

    #[test]
    fn bounds_can_cross_the_antimeridian() {
        let fiji = GeoBounds { west: 176.0, south: -20.0, east: -178.0, north: -15.0 };
        assert!(fiji.contains(GeoPoint::new(-17.0, 179.0).unwrap()));
        assert!(fiji.contains(GeoPoint::new(-17.0, -179.0).unwrap()));
        assert!(!fiji.contains(GeoPoint::new(-17.0, 0.0).unwrap()));
    }
}
