//! How far somebody moves about.

use crate::model::GeoPoint;

/// How far somebody moves about, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Radius of gyration: root of the mean square distance from the centre of all sightings.
    pub gyration_metres: f64,
    /// The same of the two most visited places alone; small for who goes between home and work.
    pub gyration_top2_metres: f64,
    /// The longest distance from the home, where one was found.
    pub farthest_from_home_metres: Option<f64>,
}

/// The centre of positions: the mean of their directions from the middle of the earth, which works across the
/// antimeridian and at the poles. `None` for none, or for positions that cancel out.
pub fn centre(points: impl Iterator<Item = GeoPoint>) -> Option<GeoPoint> {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for point in points {
        let (lat, lon) = (point.lat().to_radians(), point.lon().to_radians());
        x += lat.cos() * lon.cos();
        y += lat.cos() * lon.sin();
        z += lat.sin();
    }
    let length = (x * x + y * y + z * z).sqrt();
    if length < 1e-9 {
        return None;
    }
    GeoPoint::new((z / length).clamp(-1.0, 1.0).asin().to_degrees(), y.atan2(x).to_degrees())
}

/// The radius of gyration in metres; 0 for no points.
pub fn gyration(points: impl Iterator<Item = GeoPoint> + Clone) -> f64 {
    let Some(centre) = centre(points.clone()) else { return 0.0 };
    let (mut sum, mut count) = (0.0, 0.0);
    for point in points {
        sum += point.distance_metres(centre).powi(2);
        count += 1.0;
    }
    if count > 0.0 { (sum / count).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_between_fiji_and_samoa_does_not_go_round_the_world() {
        let at = |lat, lon| GeoPoint::new(lat, lon).unwrap();
        let trace = [at(-18.14, 178.44), at(-13.83, -171.76)];
        let middle = centre(trace.iter().copied()).unwrap();
        assert!(middle.lon() < -170.0 || middle.lon() > 170.0, "{middle:?}");
        let apart = trace[0].distance_metres(trace[1]);
        assert!((gyration(trace.iter().copied()) - apart / 2.0).abs() < 10.0);
        assert!(gyration(std::iter::empty()).abs() < f64::EPSILON);
    }
}
