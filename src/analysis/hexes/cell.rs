//! One cell: where it lies on the map and what lies in it.

use h3o::{CellIndex, LatLng, Resolution};

use crate::analysis::mercator::WorldPoint;
use crate::model::GeoPoint;

/// Part of the edge of a finest cell within which of its middle a position is in it for certain: no cell is so small or
/// so far out of shape that its edge comes nearer.
const SURELY_INSIDE: f64 = 0.35;

/// A cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HexCell(CellIndex);

/// The edge of a cell in the square world.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The middle of the cell, `x` in `[0, 1)`.
    pub centre: WorldPoint,
    /// The corners in turn, in the copy of the world of the middle. Five for a pentagon, up to ten where an edge is bent.
    pub corners: Vec<WorldPoint>,
    /// The edge of the world, 0 or 1, that the cell reaches because a pole lies in it. Its corners then go round
    /// the world from west to east once, without coming back.
    pub pole: Option<f64>,
}

impl HexCell {
    /// The cell of a position. Resolutions beyond 15 do not exist and count as that.
    pub fn of(point: GeoPoint, resolution: u8) -> Option<Self> {
        let resolution = Resolution::try_from(resolution).unwrap_or(Resolution::Fifteen);
        Some(Self(LatLng::new(point.lat(), point.lon()).ok()?.to_cell(resolution)))
    }

    /// The cell with this number, if there is one.
    pub fn from_number(number: u64) -> Option<Self> {
        CellIndex::try_from(number).ok().map(Self)
    }

    /// Its number in the grid. Of cells of one resolution those of a coarser cell are neighbours in order.
    pub fn number(self) -> u64 {
        self.0.into()
    }

    /// Its resolution, 0 to 15.
    pub fn resolution(self) -> u8 {
        self.0.resolution().into()
    }

    /// The cell of a coarser resolution that it belongs to; itself for its own and finer ones.
    #[must_use]
    pub fn parent(self, resolution: u8) -> Self {
        Resolution::try_from(resolution).ok().and_then(|r| self.0.parent(r)).map_or(self, Self)
    }

    /// Its true area on the sphere, square kilometres.
    pub fn area_km2(self) -> f64 {
        self.0.area_km2()
    }

    /// Its middle.
    pub fn centre(self) -> GeoPoint {
        geo_point(LatLng::from(self.0))
    }

    /// Whether a position lies in it.
    pub fn contains(self, point: GeoPoint) -> bool {
        // A circle around the cell is asked first: most positions lie far away, and a cell takes long to work out.
        let reach = f64::from(u8::from(self.0.is_pentagon())) + 2.0;
        let near = self.0.resolution().edge_length_rads() * reach;
        (point.lat() - LatLng::from(self.0).lat()).abs().to_radians() <= near
            && Self::of(point, self.resolution()) == Some(self)
    }

    /// The edge in the square world.
    pub fn outline(self) -> Outline {
        let middle = self.centre();
        let world = |at: &LatLng| WorldPoint::from_degrees(at.lat(), at.lng());
        let mut corners: Vec<WorldPoint> = Vec::with_capacity(10);
        for at in self.0.boundary().iter().map(world) {
            // The shorter way round from the corner before: a cell may lie on both sides of the antimeridian.
            let x = corners.last().map_or(at.x, |before| at.x + (before.x - at.x).round());
            corners.push(WorldPoint { x, ..at });
        }
        let turn = match (corners.first(), corners.last()) {
            (Some(first), Some(last)) => (last.x - first.x).round(),
            _ => 0.0,
        };
        let pole = (turn != 0.0).then(|| if middle.lat() > 0.0 { 0.0 } else { 1.0 });
        let mut centre = WorldPoint::from_geo(middle).wrapped();
        centre.x = centre.x.rem_euclid(1.0);
        if pole.is_some() {
            if turn < 0.0 {
                corners.reverse();
            }
            corners.extend(corners.first().copied().map(|first| WorldPoint { x: first.x + 1.0, ..first }));
            let west = corners.first().map_or(0.0, |first| first.x);
            centre.x += (west + 0.5 - centre.x).round();
        } else if let Some(first) = corners.first() {
            let shift = (centre.x - first.x).round();
            for corner in &mut corners {
                corner.x += shift;
            }
        }
        Outline { centre, corners, pole }
    }

    /// Whether a position is so near its middle that it is in it without working out more.
    pub(super) fn surely_contains(centre: GeoPoint, point: GeoPoint) -> bool {
        let metres_per_degree = 111_000.0;
        let north = (point.lat() - centre.lat()) * metres_per_degree;
        let east = (point.lon() - centre.lon()) * metres_per_degree * centre.lat().to_radians().cos();
        north.hypot(east) < SURELY_INSIDE * edge_metres(super::FINEST)
    }

    /// A stretch of the square world around the cell and everything finer in it: western, northern, eastern and southern
    /// end, generous, and `x` beyond `[0, 1]` across the antimeridian.
    pub(super) fn surroundings(self) -> (WorldPoint, WorldPoint) {
        let centre = LatLng::from(self.0);
        // Finer cells stick out of a coarser one, and cells are not all of the same size: twice the usual edge holds both.
        let reach = (self.0.resolution().edge_length_rads() * 2.0).to_degrees();
        let (north, south) = (centre.lat() + reach, centre.lat() - reach);
        let farthest = north.abs().max(south.abs());
        let east = if farthest >= 89.0 { 180.0 } else { reach / farthest.to_radians().cos() };
        let x = |lon: f64| (lon + 180.0) / 360.0;
        let y = |lat: f64| WorldPoint::from_degrees(lat, 0.0).y;
        let (west, east) = (x(centre.lng() - east.min(180.0)), x(centre.lng() + east.min(180.0)));
        (WorldPoint { x: west, y: y(north) }, WorldPoint { x: east, y: y(south) })
    }
}

/// Usual length of an edge of cells of a resolution, metres.
pub(super) fn edge_metres(resolution: u8) -> f64 {
    Resolution::try_from(resolution).map_or(0.0, Resolution::edge_length_m)
}

/// Usual area of cells of a resolution, square kilometres.
pub(super) fn usual_km2(resolution: u8) -> f64 {
    Resolution::try_from(resolution).map_or(0.0, Resolution::area_km2)
}

fn geo_point(at: LatLng) -> GeoPoint {
    let lon = (at.lng() + 180.0).rem_euclid(360.0) - 180.0;
    GeoPoint::new(at.lat().clamp(-90.0, 90.0), lon.clamp(-180.0, 180.0))
        .unwrap_or_else(|| unreachable!("clamped into range"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> GeoPoint {
        GeoPoint::new(lat, lon).unwrap()
    }

    proptest! {
        #[test]
        fn a_position_is_in_its_cell_and_in_no_neighbour(lat in -90.0..90.0f64, lon in -180.0..180.0f64, resolution in 0u8..=11) {
            let cell = HexCell::of(point(lat, lon), resolution).unwrap();
            prop_assert!(cell.contains(point(lat, lon)));
            prop_assert!(cell.contains(cell.centre()));
            if resolution > 0 {
                prop_assert!(!cell.contains(HexCell::of(point(-lat, lon + 90.0 - 180.0 * f64::from(u8::from(lon > 0.0))), resolution).unwrap().centre()));
            }
        }

        #[test]
        fn the_outline_lies_within_the_surroundings_and_around_the_middle(lat in -85.0..85.0f64, lon in -180.0..180.0f64, resolution in 0u8..=11) {
            let cell = HexCell::of(point(lat, lon), resolution).unwrap();
            let outline = cell.outline();
            let (min, max) = cell.surroundings();
            prop_assert!((0.0..1.0).contains(&outline.centre.x) || outline.pole.is_some());
            for corner in &outline.corners {
                prop_assert!(outline.pole.is_some() || (corner.x - outline.centre.x).abs() <= 0.5, "{outline:?}");
                prop_assert!(corner.y >= min.y - 1e-9 && corner.y <= max.y + 1e-9);
                let copy = (f64::midpoint(min.x, max.x) - corner.x).round();
                let inside = corner.x + copy >= min.x - 1e-9 && corner.x + copy <= max.x + 1e-9;
                prop_assert!(outline.pole.is_some() || inside, "{min:?} {max:?} {outline:?}");
            }
        }

        #[test]
        fn a_finer_position_lies_within_the_surroundings_of_all_coarser_cells(lat in -84.0..84.0f64, lon in -180.0..180.0f64) {
            let finest = HexCell::of(point(lat, lon), 11).unwrap();
            let at = WorldPoint::from_degrees(lat, lon);
            for resolution in 0..=11 {
                let (min, max) = finest.parent(resolution).surroundings();
                let copy = (f64::midpoint(min.x, max.x) - at.x).round();
                prop_assert!((min.x..=max.x).contains(&(at.x + copy)) && (min.y..=max.y).contains(&at.y), "{resolution}");
            }
        }

        #[test]
        fn near_the_middle_is_inside(lat in -89.0..89.0f64, lon in -180.0..180.0f64, angle in 0.0..std::f64::consts::TAU) {
            let cell = HexCell::of(point(lat, lon), super::super::FINEST).unwrap();
            let centre = cell.centre();
            let reach = edge_metres(super::super::FINEST) * SURELY_INSIDE * 0.999 / 111_000.0;
            let east = reach * angle.cos() / centre.lat().to_radians().cos();
            let near = GeoPoint::new(centre.lat() + reach * angle.sin(), centre.lon() + east);
            if let Some(near) = near.filter(|n| HexCell::surely_contains(centre, *n)) {
                prop_assert_eq!(HexCell::of(near, super::super::FINEST), Some(cell));
            }
        }
    }

    #[test]
    fn even_the_smallest_cells_hold_what_is_near_their_middle() {
        for pentagon in Resolution::Eleven.pentagons() {
            let cell = HexCell(pentagon);
            let centre = cell.centre();
            for step in 0..72 {
                let angle = f64::from(step) * std::f64::consts::TAU / 72.0;
                let reach = edge_metres(11) * SURELY_INSIDE * 0.999 / 111_000.0;
                let east = reach * angle.cos() / centre.lat().to_radians().cos();
                let near = point(centre.lat() + reach * angle.sin(), centre.lon() + east);
                assert_eq!(HexCell::of(near, 11), Some(cell), "{cell:?}");
            }
        }
    }

    #[test]
    fn pentagons_have_five_corners_and_the_bends_of_their_edges() {
        for pentagon in Resolution::Two.pentagons() {
            let outline = HexCell(pentagon).outline();
            assert!(matches!(outline.corners.len(), 5 | 10), "{}", outline.corners.len());
        }
    }

    #[test]
    fn a_cell_on_the_antimeridian_is_not_drawn_round_the_world() {
        let cell = HexCell::of(point(-17.0, 180.0), 3).unwrap();
        let outline = cell.outline();
        let west = outline.corners.iter().map(|c| c.x).fold(f64::INFINITY, f64::min);
        let east = outline.corners.iter().map(|c| c.x).fold(f64::NEG_INFINITY, f64::max);
        assert!(east - west < 0.01 && outline.pole.is_none(), "{outline:?}");
    }

    #[test]
    fn a_cell_with_a_pole_goes_round_the_world_once() {
        for (lat, edge) in [(90.0, 0.0), (-90.0, 1.0)] {
            let outline = HexCell::of(point(lat, 0.0), 0).unwrap().outline();
            assert_eq!(outline.pole, Some(edge));
            let (first, last) = (outline.corners[0], outline.corners[outline.corners.len() - 1]);
            assert!((last.x - first.x - 1.0).abs() < 1e-9);
            assert!(outline.corners.windows(2).all(|pair| pair[1].x > pair[0].x), "{outline:?}");
        }
    }
}
