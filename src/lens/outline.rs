//! Closed outlines on the globe: corners in degrees, joined by lines that are straight in degrees.

use crate::model::GeoPoint;

/// Metres of one degree of latitude on the sphere of mean Earth radius.
pub(super) const METRES_PER_DEGREE: f64 = 111_195.08;
/// So little below the pole, in degrees, a position at it counts: the edge of an outline that ends there is inside.
const BELOW_POLE: f64 = 1e-9;

/// A corner in degrees; the longitude may lie beyond ±180 where an outline crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

impl Corner {
    /// Metres of one degree of longitude here.
    fn metres_per_longitude(self) -> f64 {
        METRES_PER_DEGREE * self.lat.to_radians().cos().max(1e-6)
    }
}

/// A closed outline; holes are further rings.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Each without its closing corner. Longitudes go past ±180 where the outline crosses the antimeridian.
    rings: Vec<Vec<Corner>>,
    south_west: Corner,
    north_east: Corner,
    stripes: Stripes,
}

impl Outline {
    pub(super) fn new(rings: Vec<Vec<Corner>>) -> Self {
        let corners = || rings.iter().flatten();
        let least = |f: fn(&Corner) -> f64| corners().map(f).fold(f64::INFINITY, f64::min);
        let most = |f: fn(&Corner) -> f64| corners().map(f).fold(f64::NEG_INFINITY, f64::max);
        let south_west = Corner { lat: least(|c| c.lat), lon: least(|c| c.lon) };
        let north_east = Corner { lat: most(|c| c.lat), lon: most(|c| c.lon) };
        let stripes = Stripes::new(&rings, south_west.lat, north_east.lat);
        Self { rings, south_west, north_east, stripes }
    }

    /// From closed or open rings, whose edges take the short way round the Earth; `None` if nothing is enclosed.
    pub(super) fn of_rings(rings: &[Vec<GeoPoint>]) -> Option<Self> {
        let rings: Vec<Vec<Corner>> = rings.iter().map(|ring| unwound(ring)).filter(|ring| ring.len() >= 3).collect();
        (!rings.is_empty()).then(|| Self::new(rings))
    }

    /// The rings, each without its closing corner; the first encloses, further ones are holes or further parts.
    pub fn rings(&self) -> &[Vec<Corner>] {
        &self.rings
    }

    /// The south-western and the north-eastern corner of the rectangle around it.
    pub const fn corners(&self) -> (Corner, Corner) {
        (self.south_west, self.north_east)
    }

    /// Width and height in metres of the rectangle around it: the width where it is widest.
    pub fn size_metres(&self) -> (f64, f64) {
        let (low, high) = (self.south_west, self.north_east);
        let nearest_equator = if low.lat <= 0.0 && high.lat >= 0.0 { 0.0 } else { low.lat.abs().min(high.lat.abs()) };
        let widest = Corner { lat: nearest_equator, lon: 0.0 };
        ((high.lon - low.lon) * widest.metres_per_longitude(), (high.lat - low.lat) * METRES_PER_DEGREE)
    }

    /// The point's longitude, turned by whole circles to where the outline is.
    pub(super) fn turned(&self, at: GeoPoint) -> Corner {
        let from = f64::midpoint(self.south_west.lon, self.north_east.lon) - 180.0;
        let lon = at.lon() - 360.0 * ((at.lon() - from) / 360.0).floor();
        Corner { lat: at.lat().min(90.0 - BELOW_POLE), lon }
    }

    /// Whether a position lies inside: an uneven number of edges lies east of it.
    pub(super) fn contains(&self, at: GeoPoint) -> bool {
        let at = self.turned(at);
        // What is wider than the Earth lies over itself.
        let beyond = ((self.north_east.lon - self.south_west.lon) / 720.0 - 0.5).ceil().max(0.0) as i32;
        (-beyond..=beyond).any(|turn| self.holds(Corner { lon: at.lon + 360.0 * f64::from(turn), ..at }))
    }

    fn holds(&self, at: Corner) -> bool {
        let (low, high) = (self.south_west, self.north_east);
        let near = at.lat >= low.lat && at.lat <= high.lat && at.lon >= low.lon && at.lon <= high.lon;
        near && self.stripes.at(at.lat).iter().filter(|(a, b)| crosses(*a, *b, at)).count() % 2 == 1
    }

    /// At most the distance to it in metres; 0 for what may be inside.
    pub(super) fn gap_metres(&self, at: Corner) -> f64 {
        let beside =
            (self.south_west.lon - at.lon).max(at.lon - self.north_east.lon).max(0.0) * at.metres_per_longitude();
        let above = (self.south_west.lat - at.lat).max(at.lat - self.north_east.lat).max(0.0) * METRES_PER_DEGREE;
        beside.hypot(above)
    }

    /// Distance to the edge in metres; exact where it is small, roughly right where it is not.
    pub(super) fn edge_metres(&self, at: Corner) -> f64 {
        let scale = at.metres_per_longitude();
        edges(&self.rings).map(|(a, b)| distance_to_edge(at, a, b, scale)).fold(f64::INFINITY, f64::min)
    }

    /// The longest way in metres from `from` to a part of it, or more.
    pub(super) fn longest_metres(&self, from: GeoPoint) -> f64 {
        let at = self.turned(from);
        let narrowest = self.south_west.lat.abs().min(self.north_east.lat.abs());
        let crosses_equator = self.south_west.lat <= 0.0 && self.north_east.lat >= 0.0;
        let widest = if crosses_equator { 1.0 } else { narrowest.to_radians().cos() };
        let wide = (at.lon - self.south_west.lon).abs().max((self.north_east.lon - at.lon).abs());
        let high = (at.lat - self.south_west.lat).abs().max((self.north_east.lat - at.lat).abs());
        (wide * widest).hypot(high) * METRES_PER_DEGREE
    }
}

/// The edges of closed rings.
fn edges(rings: &[Vec<Corner>]) -> impl Iterator<Item = (Corner, Corner)> {
    rings.iter().flat_map(|ring| ring.iter().copied().zip(ring.iter().skip(1).chain(ring.first()).copied()))
}

/// The ring without repeated corners, its longitudes going on past ±180 where an edge crosses there.
fn unwound(ring: &[GeoPoint]) -> Vec<Corner> {
    let mut corners: Vec<Corner> = Vec::with_capacity(ring.len());
    let (mut turns, mut before) = (0.0, None);
    for p in ring {
        let step: f64 = before.map_or(0.0, |before| p.lon() - before);
        // A whole turn is an outline around the Earth, drawn along the antimeridian on both sides.
        if step.abs() > 180.0 && step.abs() < 360.0 {
            turns -= step.signum();
        }
        before = Some(p.lon());
        let lon = p.lon() + 360.0 * turns;
        let corner = Corner { lat: p.lat(), lon };
        if corners.last() != Some(&corner) {
            corners.push(corner);
        }
    }
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    corners
}

/// The edges by stripes of latitude, so that a position is compared with the few at its height.
#[derive(Clone, Debug, PartialEq)]
struct Stripes {
    south: f64,
    per_degree: f64,
    /// Where the edges of each stripe begin; one longer than there are stripes.
    start: Vec<u32>,
    edges: Vec<(Corner, Corner)>,
}

impl Stripes {
    /// The most stripes of one outline.
    const MOST: usize = 4_096;

    fn new(rings: &[Vec<Corner>], south: f64, north: f64) -> Self {
        let count = rings.iter().map(Vec::len).sum::<usize>();
        let mut stripes = (2 * count).clamp(1, Self::MOST);
        let scale = |stripes: usize| if north > south { stripes as f64 / (north - south) } else { 0.0 };
        let span = |stripes: usize, (a, b): (Corner, Corner)| {
            let stripe = |lat: f64| (((lat - south) * scale(stripes)) as usize).min(stripes - 1);
            stripe(a.lat.min(b.lat))..=stripe(a.lat.max(b.lat))
        };
        let entries = |stripes: usize| edges(rings).map(|e| span(stripes, e).count()).sum::<usize>();
        // Edges from top to bottom are in every stripe: memory has to stay in proportion.
        while stripes > 1 && entries(stripes) > 8 * count + 256 {
            stripes /= 2;
        }
        let mut start = vec![0_u32; stripes + 1];
        for edge in edges(rings) {
            span(stripes, edge).for_each(|stripe| start[stripe + 1] += 1);
        }
        for stripe in 0..stripes {
            start[stripe + 1] += start[stripe];
        }
        let nowhere = Corner { lat: 0.0, lon: 0.0 };
        let mut filed = vec![(nowhere, nowhere); start[stripes] as usize];
        let mut next = start.clone();
        for edge in edges(rings) {
            for stripe in span(stripes, edge) {
                filed[next[stripe] as usize] = edge;
                next[stripe] += 1;
            }
        }
        Self { south, per_degree: scale(stripes), start, edges: filed }
    }

    fn at(&self, lat: f64) -> &[(Corner, Corner)] {
        let stripe = (((lat - self.south) * self.per_degree) as usize).min(self.start.len() - 2);
        &self.edges[self.start[stripe] as usize..self.start[stripe + 1] as usize]
    }
}

/// Whether a ray from `at` towards the east crosses the edge.
fn crosses(a: Corner, b: Corner, at: Corner) -> bool {
    (a.lat > at.lat) != (b.lat > at.lat) && at.lon < a.lon + (at.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
}

/// Distance in metres on the plane that touches the Earth at `at`.
fn distance_to_edge(at: Corner, a: Corner, b: Corner, scale: f64) -> f64 {
    let (ax, ay) = ((a.lon - at.lon) * scale, (a.lat - at.lat) * METRES_PER_DEGREE);
    let (dx, dy) = ((b.lon - a.lon) * scale, (b.lat - a.lat) * METRES_PER_DEGREE);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    fn outline(corners: &[(f64, f64)]) -> Outline {
        let ring = corners.iter().map(|(lat, lon)| Corner { lat: *lat, lon: *lon }).collect();
        Outline::new(vec![ring])
    }

    proptest! {
        #[test]
        fn stripes_change_no_answer(
            corners in prop::collection::vec((-90.0..=90.0_f64, 100.0..260.0_f64), 3..40),
            (lat, lon) in (-90.0..=90.0_f64, -180.0..=180.0_f64),
        ) {
            let outline = outline(&corners);
            let p = outline.turned(at(lat, lon));
            let all = edges(&outline.rings).filter(|(a, b)| crosses(*a, *b, p)).count() % 2 == 1;
            prop_assert_eq!(outline.contains(at(lat, lon)), all);
            prop_assert!(outline.stripes.edges.len() <= 8 * corners.len() + 256);
        }

        #[test]
        fn turning_the_earth_changes_no_answer(
            corners in prop::collection::vec((-80.0..=80.0_f64, -60.0..60.0_f64), 3..12),
            (lat, lon) in (-80.0..=80.0_f64, -100.0..100.0_f64), turn in -180.0..180.0_f64,
        ) {
            let wrapped = |lon: f64| (lon + turn + 540.0).rem_euclid(360.0) - 180.0;
            let ring: Vec<GeoPoint> = corners.iter().map(|(lat, lon)| at(*lat, wrapped(*lon))).collect();
            let turned = Outline::of_rings(&[ring]).unwrap();
            let here = outline(&corners);
            // Rounding may move an edge over a position that lies on it.
            let clear = here.edge_metres(here.turned(at(lat, lon))) > 1.0;
            prop_assert!(!clear || turned.contains(at(lat, wrapped(lon))) == here.contains(at(lat, lon)));
        }
    }

    #[test]
    fn the_edge_of_the_map_is_inside() {
        let world = outline(&[(-90.0, -180.0), (-90.0, 180.0), (90.0, 180.0), (90.0, -180.0)]);
        for (lat, lon) in [(90.0, 0.0), (-90.0, 0.0), (90.0, 180.0), (-90.0, -180.0), (0.0, 180.0), (0.0, -180.0)] {
            assert!(world.contains(at(lat, lon)), "{lat} {lon}");
        }
        let arctic = outline(&[(80.0, 170.0), (80.0, 200.0), (90.0, 200.0), (90.0, 170.0)]);
        assert!(arctic.contains(at(90.0, 175.0)) && arctic.contains(at(85.5, -170.0)));
        assert!(!arctic.contains(at(85.5, 0.0)));
    }

    #[test]
    fn what_is_wider_than_the_earth_holds_every_copy() {
        let wide = outline(&[(-10.0, -250.0), (-10.0, 250.0), (10.0, 250.0), (10.0, -250.0)]);
        for lon in [-180.0, -90.0, 0.0, 90.0, 180.0] {
            assert!(wide.contains(at(0.0, lon)), "{lon}");
        }
        assert!(!wide.contains(at(20.0, 0.0)));
    }
}
