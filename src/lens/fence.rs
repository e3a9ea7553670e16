//! Fences: circles, rectangles and outlines on the map, and whether a place lies in one.
//!
//! Three-valued: a place with an extent or an uncertain position may lie in a fence or not.

use std::borrow::Cow;

use serde::Deserialize;

use super::circle;
use super::outline::{Corner, METRES_PER_DEGREE, Outline};
use super::select::PlaceRule;
use crate::model::GeoPoint;

/// The most fences of one file or lens.
pub const MAX_FENCES: usize = 2_000;
/// The most corners of one outline, and of all outlines of a file.
pub(super) const MAX_CORNERS: usize = 100_000;
/// The largest radius that makes sense: a quarter of the Earth's circumference, in metres.
const MAX_RADIUS_METRES: f64 = 10_007_557.0;

/// Why something is no fence.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FenceError {
    /// A coordinate out of range.
    #[error("latitude must be within ±90 and longitude within ±180 degrees, found {lat}, {lon}")]
    OutOfRange {
        /// Latitude as given.
        lat: f64,
        /// Longitude as given.
        lon: f64,
    },
    /// A radius that is no length.
    #[error("a radius must be more than 0 and at most 10007 km, found {0} m")]
    Radius(f64),
    /// An outline that encloses nothing.
    #[error("an outline needs at least three corners that differ")]
    TooFewCorners,
    /// An outline too long to look at.
    #[error("an outline may have at most {MAX_CORNERS} corners, found {0}")]
    TooManyCorners(usize),
    /// A rectangle whose edges are the wrong way round.
    #[error("a rectangle needs south < north and west ≠ east")]
    Rectangle,
    /// No shape, or several.
    #[error("a fence is one of: circle, box, ring")]
    OneShape,
    /// Not written as asked for.
    #[error("expected LAT,LON,RADIUS_M, for instance 48.2082,16.3738,500")]
    Watch,
}

/// A named area.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RawFence")]
pub struct Fence {
    /// Name for the user.
    pub name: String,
    /// The area.
    pub shape: Shape,
}

/// The area of a fence.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A point and a radius.
    Circle {
        /// The centre.
        centre: GeoPoint,
        /// The radius in metres.
        radius_metres: f64,
    },
    /// An outline, perhaps with holes.
    Outline(Outline),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFence {
    name: String,
    circle: Option<RawCircle>,
    r#box: Option<RawBox>,
    ring: Option<Vec<RawPoint>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCircle {
    lat: f64,
    lon: f64,
    radius_m: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoint {
    lat: f64,
    lon: f64,
}

impl TryFrom<RawFence> for Fence {
    type Error = FenceError;

    fn try_from(raw: RawFence) -> Result<Self, FenceError> {
        let RawFence { name, circle, r#box, ring } = raw;
        match (circle, r#box, ring) {
            (Some(c), None, None) => Self::circle(name, point(c.lat, c.lon)?, c.radius_m),
            (None, Some(b), None) => Self::rectangle(name, point(b.south, b.west)?, point(b.north, b.east)?),
            (None, None, Some(ring)) => {
                let ring: Result<Vec<GeoPoint>, _> = ring.iter().map(|p| point(p.lat, p.lon)).collect();
                Self::outline(name, &[ring?])
            }
            _ => Err(FenceError::OneShape),
        }
    }
}

fn point(lat: f64, lon: f64) -> Result<GeoPoint, FenceError> {
    GeoPoint::new(lat, lon).ok_or(FenceError::OutOfRange { lat, lon })
}

impl Fence {
    /// A point and a radius in metres.
    pub fn circle(name: String, centre: GeoPoint, radius_metres: f64) -> Result<Self, FenceError> {
        if !(radius_metres > 0.0 && radius_metres <= MAX_RADIUS_METRES) {
            return Err(FenceError::Radius(radius_metres));
        }
        Ok(Self { name, shape: Shape::Circle { centre, radius_metres } })
    }

    /// A rectangle in degrees; one whose west lies east of its east crosses the antimeridian.
    pub fn rectangle(name: String, south_west: GeoPoint, north_east: GeoPoint) -> Result<Self, FenceError> {
        let (south, north, west) = (south_west.lat(), north_east.lat(), south_west.lon());
        let east = if north_east.lon() < west { north_east.lon() + 360.0 } else { north_east.lon() };
        if south >= north || west >= east {
            return Err(FenceError::Rectangle);
        }
        let corner = |lat, lon| Corner { lat, lon };
        let ring = vec![corner(south, west), corner(south, east), corner(north, east), corner(north, west)];
        Ok(Self { name, shape: Shape::Outline(Outline::new(vec![ring])) })
    }

    /// An outline and its holes. Closing corners may be left out; an edge takes the short way round the Earth.
    pub fn outline(name: String, rings: &[Vec<GeoPoint>]) -> Result<Self, FenceError> {
        let corners: usize = rings.iter().map(Vec::len).sum();
        if corners > MAX_CORNERS {
            return Err(FenceError::TooManyCorners(corners));
        }
        let outline = Outline::of_rings(rings).ok_or(FenceError::TooFewCorners)?;
        Ok(Self { name, shape: Shape::Outline(outline) })
    }

    /// A circle written as `LAT,LON,RADIUS_M`.
    pub fn watch(text: &str) -> Result<Self, FenceError> {
        let parts: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
        // What is wrong with the number is seen from the example.
        let Ok([lat, lon, radius]) = parts.as_deref() else { return Err(FenceError::Watch) };
        Self::circle(text.trim().to_owned(), point(*lat, *lon)?, *radius)
    }

    /// Its outline in degrees, for drawing: a circle as so many corners.
    pub fn rings(&self, circle_corners: usize) -> Cow<'_, [Vec<Corner>]> {
        match &self.shape {
            Shape::Circle { centre, radius_metres } => {
                Cow::Owned(vec![circle::ring(*centre, *radius_metres, circle_corners)])
            }
            Shape::Outline(outline) => Cow::Borrowed(outline.rings()),
        }
    }

    /// The corners of its outline; 0 for a circle.
    pub(super) fn corners(&self) -> usize {
        match &self.shape {
            Shape::Circle { .. } => 0,
            Shape::Outline(outline) => outline.rings().iter().map(Vec::len).sum(),
        }
    }

    /// Whether a position known to within `radius_metres` lies in it.
    pub fn holds_position(&self, at: GeoPoint, radius_metres: f64) -> Option<bool> {
        // Far away is told without looking at every edge.
        if self.gap_metres(at) > radius_metres {
            return Some(false);
        }
        let inside = self.contains(at);
        (radius_metres <= 0.0 || radius_metres <= self.edge_metres(at)).then_some(inside)
    }

    /// Whether a place counts as being in it, by `rule`. The place lies around `centre` and reaches
    /// `radius_metres` from it in at least one direction, if that is known.
    pub fn holds_place(&self, centre: GeoPoint, radius_metres: Option<f64>, rule: PlaceRule) -> Option<bool> {
        let inside = self.contains(centre);
        match (rule, radius_metres) {
            (PlaceRule::Centre, _) => Some(inside),
            (PlaceRule::Inside, _) if !inside => Some(false),
            (PlaceRule::Touches, _) if inside => Some(true),
            (PlaceRule::Inside, Some(radius)) if radius <= self.edge_metres(centre) => Some(true),
            // Its farthest part is so far from its centre that it cannot be inside, in whichever direction it lies.
            (PlaceRule::Inside, Some(radius)) if radius > self.longest_metres(centre) => Some(false),
            (PlaceRule::Touches, Some(radius)) if self.holds_position(centre, radius) == Some(false) => Some(false),
            (PlaceRule::Inside | PlaceRule::Touches, _) => None,
        }
    }

    /// The longest way in metres from `from` to a part of the fence, or more.
    fn longest_metres(&self, from: GeoPoint) -> f64 {
        match &self.shape {
            Shape::Circle { centre, radius_metres } => centre.distance_metres(from) + radius_metres,
            Shape::Outline(outline) => outline.longest_metres(from),
        }
    }

    /// Whether a position lies in it, taken as exact. Fast enough to ask for millions of them.
    pub fn contains(&self, at: GeoPoint) -> bool {
        match &self.shape {
            Shape::Circle { centre, radius_metres } => {
                // Most positions are told apart by latitude alone; the metre is for rounding.
                (centre.lat() - at.lat()).abs() * METRES_PER_DEGREE <= radius_metres + 1.0
                    && centre.distance_metres(at) <= *radius_metres
            }
            Shape::Outline(outline) => outline.contains(at),
        }
    }

    /// Distance to the edge in metres; exact where it is small, roughly right where it is not.
    fn edge_metres(&self, at: GeoPoint) -> f64 {
        match &self.shape {
            Shape::Circle { centre, radius_metres } => (centre.distance_metres(at) - radius_metres).abs(),
            Shape::Outline(outline) => outline.edge_metres(outline.turned(at)),
        }
    }

    /// At most the distance to it in metres; 0 for what may be inside.
    fn gap_metres(&self, at: GeoPoint) -> f64 {
        match &self.shape {
            Shape::Circle { centre, radius_metres } => (centre.distance_metres(at) - radius_metres).max(0.0),
            Shape::Outline(outline) => outline.gap_metres(outline.turned(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    fn vienna(radius: f64) -> Fence {
        Fence::circle("Vienna".to_owned(), at(48.2082, 16.3738), radius).unwrap()
    }

    #[test]
    fn a_place_counts_inside_a_circle_only_if_all_of_it_is() {
        let centre = at(48.2082, 16.3738);
        let city = Some(15_000.0);
        assert_eq!(vienna(1_000.0).holds_place(centre, city, PlaceRule::Inside), Some(false));
        assert_eq!(vienna(40_000.0).holds_place(centre, city, PlaceRule::Inside), Some(true));
        assert_eq!(vienna(1_000.0).holds_place(centre, city, PlaceRule::Centre), Some(true));
        assert_eq!(vienna(1_000.0).holds_place(centre, city, PlaceRule::Touches), Some(true));
        assert_eq!(vienna(40_000.0).holds_place(centre, None, PlaceRule::Inside), None, "its size is not known");
        let near = at(48.2082, 16.7);
        assert_eq!(vienna(30_000.0).holds_place(near, city, PlaceRule::Inside), None, "its outline is not known");
        assert_eq!(vienna(30_000.0).holds_place(at(49.0, 16.37), None, PlaceRule::Inside), Some(false));
    }

    #[test]
    fn an_uncertain_position_is_in_a_fence_only_if_all_of_where_it_can_be_is() {
        let fence = vienna(1_000.0);
        assert_eq!(fence.holds_position(at(48.2082, 16.3738), 900.0), Some(true));
        assert_eq!(fence.holds_position(at(48.2082, 16.3738), 5_000.0), None);
        assert_eq!(fence.holds_position(at(48.3082, 16.3738), 5_000.0), Some(false));
    }

    #[test]
    fn outlines_have_holes_and_cross_the_antimeridian() {
        let square = |d: f64| vec![at(-d, -d), at(-d, d), at(d, d), at(d, -d), at(-d, -d)];
        let ring = Fence::outline("ring".to_owned(), &[square(2.0), square(1.0)]).unwrap();
        assert_eq!(ring.holds_position(at(1.5, 0.0), 0.0), Some(true));
        assert_eq!(ring.holds_position(at(0.0, 0.0), 0.0), Some(false));
        let fiji = vec![at(-20.0, 176.0), at(-20.0, -178.0), at(-15.0, -178.0), at(-15.0, 176.0)];
        let box_fiji = Fence::rectangle("box".to_owned(), at(-20.0, 176.0), at(-15.0, -178.0)).unwrap();
        for fence in [Fence::outline("Fiji".to_owned(), &[fiji]).unwrap(), box_fiji] {
            assert_eq!(fence.holds_position(at(-17.0, 179.0), 0.0), Some(true));
            assert_eq!(fence.holds_position(at(-17.0, -179.0), 0.0), Some(true));
            assert_eq!(fence.holds_position(at(-17.0, 0.0), 0.0), Some(false));
        }
    }

    #[test]
    fn what_is_no_fence_is_refused() {
        assert_eq!(Fence::watch("48.2,16.3"), Err(FenceError::Watch));
        assert_eq!(Fence::watch("48.2,16.3,much"), Err(FenceError::Watch));
        assert_eq!(Fence::watch("98.2,16.3,500"), Err(FenceError::OutOfRange { lat: 98.2, lon: 16.3 }));
        assert_eq!(Fence::watch("48.2,16.3,0"), Err(FenceError::Radius(0.0)));
        assert!(matches!(Fence::watch("48.2,16.3,NaN"), Err(FenceError::Radius(_))));
        assert!(Fence::watch("48.2, 16.3, 500").is_ok());
        let line = vec![at(0.0, 0.0), at(1.0, 1.0), at(0.0, 0.0)];
        assert_eq!(Fence::outline(String::new(), &[line]), Err(FenceError::TooFewCorners));
    }

    proptest! {
        #[test]
        fn being_inside_agrees_with_the_geo_crate(
            corners in prop::collection::vec((40.0..50.0_f64, 5.0..15.0_f64), 3..12),
            (lat, lon) in (39.0..51.0_f64, 4.0..16.0_f64),
        ) {
            use geo::{Contains as _, Distance as _, Euclidean};
            let ring: Vec<GeoPoint> = corners.iter().map(|(lat, lon)| at(*lat, *lon)).collect();
            let fence = Fence::outline(String::new(), &[ring]).unwrap();
            let scale = METRES_PER_DEGREE * lat.to_radians().cos();
            let local = |y: f64, x: f64| geo::Coord { x: (x - lon) * scale, y: (y - lat) * METRES_PER_DEGREE };
            let line: geo::LineString = corners.iter().chain(corners.first()).map(|(y, x)| local(*y, *x)).collect();
            let origin = geo::Point::new(0.0, 0.0);
            let edge = Euclidean.distance(&origin, &line);
            let found = fence.edge_metres(at(lat, lon));
            prop_assert!((found - edge).abs() < 1.0, "{found} {edge}");
            prop_assert!(fence.gap_metres(at(lat, lon)) <= edge + 1.0);
            // The geo crate counts a self-crossing outline by winding or parity alike only outside and for simple ones.
            let polygon = geo::Polygon::new(line, Vec::new());
            if edge > 1.0 && corners.len() == 3 {
                prop_assert_eq!(fence.contains(at(lat, lon)), polygon.contains(&origin));
            }
        }

        #[test]
        fn a_certain_answer_never_turns_round_when_more_is_known(
            (lat, lon) in (47.5..49.0_f64, 15.5..17.5_f64), radius in 1.0..60_000.0_f64, place in 0.0..60_000.0_f64,
        ) {
            let fence = vienna(radius);
            let centre = at(lat, lon);
            for rule in [PlaceRule::Centre, PlaceRule::Inside, PlaceRule::Touches] {
                let vague = fence.holds_place(centre, None, rule);
                prop_assert!(vague.is_none() || vague == fence.holds_place(centre, Some(place), rule));
            }
            let certain = fence.holds_position(centre, place);
            prop_assert!(certain.is_none() || certain == fence.holds_position(centre, place / 2.0));
        }
    }
}
