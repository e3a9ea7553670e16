//! A circle on the globe that millions of positions are compared with.

use super::outline::METRES_PER_DEGREE;
use crate::model::GeoPoint;

/// Bands of latitude across a circle.
const BANDS: usize = 2_048;
/// What rounding may move an edge by: a tenth of a millimetre on the ground, and as much of a width in degrees.
const ROUNDING: f64 = 1e-9;
/// Closer to a pole, in degrees, longitudes say too little to be compared.
const NEAR_POLE: f64 = 0.5;

/// A point and a radius, cut into bands of latitude. In each is known how far to the east or west of the centre all lies
/// inside, and from where on nothing does: only what lies between needs the distance on the sphere.
#[derive(Clone, Debug)]
pub struct Disc {
    centre: GeoPoint,
    radius_metres: f64,
    south: f64,
    north: f64,
    per_degree: f64,
    bands: Vec<Band>,
}

/// Degrees of longitude from the centre.
#[derive(Clone, Copy, Debug)]
struct Band {
    /// Less is inside.
    inside: f64,
    /// More is outside.
    beyond: f64,
}

impl Band {
    /// Nothing is known.
    const OPEN: Self = Self { inside: -1.0, beyond: f64::INFINITY };
}

impl Disc {
    /// Of a radius in metres.
    pub fn new(centre: GeoPoint, radius_metres: f64) -> Self {
        let reach = radius_metres / METRES_PER_DEGREE;
        // A metre for rounding.
        let edge = reach + 1.0 / METRES_PER_DEGREE;
        let (south, north) = ((centre.lat() - edge).max(-90.0), (centre.lat() + edge).min(90.0));
        let per_degree = BANDS as f64 / (north - south);
        let is_plain = reach < 85.0 && centre.lat().abs() < 90.0 - NEAR_POLE;
        let band = |index: usize| {
            let at = |index: usize| south + index as f64 / per_degree;
            let (low, high) = (at(index) - ROUNDING, at(index + 1) + ROUNDING);
            if is_plain && low > NEAR_POLE - 90.0 && high < 90.0 - NEAR_POLE {
                across(centre, reach, low, high)
            } else {
                Band::OPEN
            }
        };
        Self { centre, radius_metres, south, north, per_degree, bands: (0..BANDS).map(band).collect() }
    }

    /// Whether a position lies inside or on the edge; the same as comparing its distance with the radius.
    pub fn contains(&self, at: GeoPoint) -> bool {
        if at.lat() < self.south || at.lat() > self.north {
            return false;
        }
        let index = ((at.lat() - self.south) * self.per_degree) as usize;
        let band = self.bands.get(index).copied().unwrap_or(Band::OPEN);
        let apart = (at.lon() - self.centre.lon()).abs();
        let apart = apart.min(360.0 - apart);
        apart < band.inside || (apart <= band.beyond && self.centre.distance_metres(at) <= self.radius_metres)
    }
}

/// The band between two latitudes of a circle that reaches so many degrees from its centre.
///
/// A meridian meets a circle at most twice, so the width rises up to one latitude and falls from there: it is least at an
/// end of the band, and most at an end or there.
fn across(centre: GeoPoint, reach: f64, low: f64, high: f64) -> Band {
    let ends = [half_width(centre, reach, low), half_width(centre, reach, high)];
    let widest = (centre.lat().to_radians().sin() / reach.to_radians().cos()).asin().to_degrees();
    let most = if (low..=high).contains(&widest) { half_width(centre, reach, widest) } else { None };
    let inside = match ends {
        [Some(a), Some(b)] => a.min(b),
        _ => -1.0,
    };
    let beyond = ends.into_iter().chain([most]).flatten().fold(0.0, f64::max);
    Band { inside: inside - ROUNDING - inside.abs() * ROUNDING, beyond: beyond + ROUNDING + beyond * ROUNDING }
}

/// How many degrees of longitude the circle reaches from its centre at a latitude, or `None` if it does not get there.
fn half_width(centre: GeoPoint, reach: f64, lat: f64) -> Option<f64> {
    let square_of_half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let left = square_of_half(reach) - square_of_half(lat - centre.lat());
    let scale = centre.lat().to_radians().cos() * lat.to_radians().cos();
    (left >= 0.0).then(|| 2.0 * (left / scale).sqrt().min(1.0).asin().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn turned(lon: f64) -> f64 {
        (lon + 540.0).rem_euclid(360.0) - 180.0
    }

    proptest! {
        #[test]
        fn it_holds_what_the_distance_tells(
            (lat, lon) in (-90.0..=90.0_f64, -180.0..=180.0_f64), size in 0.0..7.3_f64,
            offsets in prop::collection::vec((-1.2..1.2_f64, -1.2..1.2_f64), 200),
        ) {
            let (centre, radius) = (GeoPoint::new(lat, lon).unwrap(), 10_f64.powf(size));
            let disc = Disc::new(centre, radius);
            let reach = radius / METRES_PER_DEGREE;
            for (north, east) in offsets {
                let there = (lat + north * reach).clamp(-90.0, 90.0);
                let wide = reach / there.to_radians().cos().max(1e-9);
                let at = GeoPoint::new(there, turned(lon + (east * wide).clamp(-180.0, 180.0))).unwrap();
                prop_assert_eq!(disc.contains(at), centre.distance_metres(at) <= radius, "{:?} of {} around {:?}", at, radius, centre);
            }
        }

        #[test]
        fn the_very_edge_is_told_by_the_distance_as_well(
            (lat, lon) in (-89.0..=89.0_f64, -180.0..=180.0_f64), size in 0.0..6.9_f64, part in -1.0..1.0_f64,
        ) {
            let (centre, radius) = (GeoPoint::new(lat, lon).unwrap(), 10_f64.powf(size));
            let disc = Disc::new(centre, radius);
            let reach = radius / METRES_PER_DEGREE;
            let there = (lat + part * reach).clamp(-90.0, 90.0);
            let edge = half_width(centre, reach, there).unwrap_or(0.0);
            for step in [-1e-8, -1e-9, -1e-12, 0.0, 1e-12, 1e-9, 1e-8] {
                for side in [1.0, -1.0] {
                    let at = GeoPoint::new(there, turned(lon + side * (edge + step))).unwrap();
                    prop_assert_eq!(disc.contains(at), centre.distance_metres(at) <= radius, "{:?} {}", at, step);
                }
            }
        }
    }

    #[test]
    fn few_positions_need_their_distance() {
        let disc = Disc::new(GeoPoint::new(60.17, 24.94).unwrap(), 8_000.0);
        let widest = disc.bands.iter().map(|band| band.inside).fold(0.0, f64::max);
        let open: f64 = disc.bands.iter().map(|band| band.beyond - band.inside.max(0.0)).sum();
        let all: f64 = disc.bands.iter().map(|band| band.beyond).sum();
        assert!((widest - 0.1445).abs() < 0.001 && open / all < 0.002, "{widest} {}", open / all);
    }
}
