//! What is drawn of streets, cut into square tiles of the Web Mercator world.

use super::pbf::E7;

/// What is drawn alike, in drawing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Land, where a file says what is land.
    Land,
    /// Parks, woods, grass.
    Green,
    /// Sea, lakes, wide rivers.
    Water,
    /// Rivers and canals as lines.
    Waterway,
    /// Houses.
    Building,
    /// Ways for feet and bicycles.
    Path,
    /// Railways and trams.
    Rail,
    /// Streets to live in, service roads.
    Minor,
    /// Streets that lead through a quarter.
    Street,
    /// Secondary roads.
    Secondary,
    /// Primary roads.
    Primary,
    /// Motorways and trunk roads.
    Motorway,
}

impl Class {
    /// The classes of areas.
    pub const AREAS: [Self; 4] = [Self::Land, Self::Green, Self::Water, Self::Building];
    /// The classes of lines.
    pub const LINES: [Self; 8] = [
        Self::Waterway,
        Self::Path,
        Self::Rail,
        Self::Minor,
        Self::Street,
        Self::Secondary,
        Self::Primary,
        Self::Motorway,
    ];

    /// Whether it is something to drive, ride or walk on.
    pub fn is_way(self) -> bool {
        self >= Self::Path && self != Self::Rail
    }
}

/// A point inside a tile, in the tile's units, south and east of its corner.
pub type Unit = [i32; 2];

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written.
    pub text: Box<str>,
    /// What it is of; `None` for a quarter or village.
    pub class: Option<Class>,
    /// The stretch of a line that it stands along; twice the same point for the name of an area or a quarter.
    pub along: [Unit; 2],
}

/// A tile of streets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreetTile {
    /// Its width in units.
    pub extent: i32,
    /// Areas: each a list of rings, the first the outline.
    pub areas: Vec<(Class, Vec<Vec<Unit>>)>,
    /// Lines of two points at least.
    pub lines: Vec<(Class, Vec<Unit>)>,
    /// Names.
    pub names: Vec<Name>,
}

/// Which tile: the world is cut into `2^zoom` by `2^zoom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileKey {
    /// How often the world is halved, at most 24.
    pub zoom: u8,
    /// From the west.
    pub column: u32,
    /// From the north.
    pub row: u32,
}

/// Units across the world in [`world`].
pub(super) const WORLD_UNITS: f64 = (1u32 << 30) as f64;

/// The position in Web Mercator, in [`WORLD_UNITS`]; latitudes beyond its edge lie on the edge.
pub(super) fn world(at: E7) -> Unit {
    let x = at.lon_degrees() / 360.0 + 0.5;
    let sin = at.lat_degrees().to_radians().sin().clamp(-0.999_999, 0.999_999);
    let y = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (4.0 * std::f64::consts::PI);
    [(x * WORLD_UNITS) as i32, (y.clamp(0.0, 1.0) * WORLD_UNITS) as i32]
}

/// The part of a ring inside a square from `min` to `max`, both axes alike, cut along its sides.
pub(super) fn clip_ring(ring: &[Unit], min: i32, max: i32) -> Vec<Unit> {
    let mut points = ring.to_vec();
    for axis in 0..2 {
        for (limit, keep_less) in [(min, false), (max, true)] {
            let inside = |p: &Unit| if keep_less { p[axis] <= limit } else { p[axis] >= limit };
            let mut cut = Vec::with_capacity(points.len() + 4);
            for (i, p) in points.iter().enumerate() {
                let before = &points[(i + points.len() - 1) % points.len()];
                if inside(p) != inside(before) {
                    cut.push(crossing(*before, *p, axis, limit));
                }
                if inside(p) {
                    cut.push(*p);
                }
            }
            points = cut;
        }
    }
    points.dedup();
    if points.len() < 3 { Vec::new() } else { points }
}

/// The parts of a line inside a square from `min` to `max`, both axes alike.
pub(super) fn clip_line(line: &[Unit], min: i32, max: i32) -> Vec<Vec<Unit>> {
    let mut parts: Vec<Vec<Unit>> = Vec::new();
    let mut part: Vec<Unit> = Vec::new();
    for side in line.windows(2) {
        let [a, b] = [side[0], side[1]];
        let Some((from, to)) = clip_side(a, b, min, max) else {
            if part.len() > 1 {
                parts.push(std::mem::take(&mut part));
            }
            part.clear();
            continue;
        };
        if part.last() != Some(&from) {
            if part.len() > 1 {
                parts.push(std::mem::take(&mut part));
            }
            part = vec![from];
        }
        if to != from {
            part.push(to);
        }
    }
    if part.len() > 1 {
        parts.push(part);
    }
    parts
}

fn clip_side(mut a: Unit, mut b: Unit, min: i32, max: i32) -> Option<(Unit, Unit)> {
    for axis in 0..2 {
        for limit in [min, max] {
            let outside = |p: &Unit| if limit == min { p[axis] < limit } else { p[axis] > limit };
            match (outside(&a), outside(&b)) {
                (true, true) => return None,
                (true, false) => a = crossing(a, b, axis, limit),
                (false, true) => b = crossing(a, b, axis, limit),
                (false, false) => {}
            }
        }
    }
    Some((a, b))
}

fn crossing(a: Unit, b: Unit, axis: usize, limit: i32) -> Unit {
    let other = 1 - axis;
    let (from, to) = (i64::from(a[axis]), i64::from(b[axis]));
    let t = (i64::from(limit) - from) as f64 / (to - from) as f64;
    let along = f64::from(a[other]) + t * (f64::from(b[other]) - f64::from(a[other]));
    let mut point = [limit; 2];
    point[other] = along.round() as i32;
    point
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_world_is_a_square_with_greenwich_in_the_middle() {
        assert_eq!(world(E7 { lat: 0, lon: 0 }), [1 << 29, 1 << 29]);
        let helsinki = world(E7 { lat: 601_699_000, lon: 249_384_000 });
        assert_eq!(helsinki.map(|v| v >> 16), [9_326, 4_742], "tile 14/9326/4742");
    }

    #[test]
    fn a_line_through_a_tile_is_cut_at_both_sides_and_may_come_back() {
        let parts = clip_line(&[[-50, 50], [150, 50], [150, 80], [-50, 80]], 0, 100);
        assert_eq!(parts, [vec![[0, 50], [100, 50]], vec![[100, 80], [0, 80]]]);
        assert!(clip_line(&[[-50, -50], [-10, 200]], 0, 100).is_empty());
    }

    #[test]
    fn a_ring_around_a_tile_becomes_the_tile() {
        let ring = clip_ring(&[[-50, -50], [150, -50], [150, 150], [-50, 150]], 0, 100);
        assert_eq!(ring.len(), 4);
        assert!(ring.iter().flatten().all(|v| *v == 0 || *v == 100));
    }

    proptest! {
        #[test]
        fn what_is_cut_lies_inside(line in prop::collection::vec(any::<[i32; 2]>(), 2..20)) {
            let line: Vec<Unit> = line.iter().map(|p| p.map(|v| v / 4)).collect();
            let inside = |p: &Unit| p.iter().all(|v| (0..=1000).contains(v));
            prop_assert!(clip_ring(&line, 0, 1000).iter().all(inside));
            for part in clip_line(&line, 0, 1000) {
                prop_assert!(part.len() > 1 && part.iter().all(inside));
            }
        }
    }
}
