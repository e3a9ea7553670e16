//! Rings out of the ways of an area, and which hole lies in which outline.

use std::collections::HashMap;

use super::pbf::E7;

/// A closed line: its first point is not repeated at its end. At least three points.
pub type Ring = Vec<E7>;

/// An outline and its holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polygon {
    /// The outline.
    pub outer: Ring,
    /// What is cut out of it.
    pub holes: Vec<Ring>,
}

/// The ring of a line that ends where it starts.
pub fn closed_ring(line: &[E7]) -> Option<Ring> {
    let (last, ring) = line.split_last()?;
    (ring.len() >= 3 && ring.first() == Some(last)).then(|| ring.to_vec())
}

/// More pairs of outline and hole than any real area has are not compared.
const MOST_PAIRS: usize = 1 << 20;

/// Joins lines to rings and puts each hole into the outline that holds it. Lines that close no ring are left out.
pub(super) fn assemble(outer: &[&[E7]], inner: &[&[E7]]) -> Vec<Polygon> {
    let mut polygons: Vec<Polygon> =
        join(outer).into_iter().map(|outer| Polygon { outer, holes: Vec::new() }).collect();
    let holes = join(inner);
    if polygons.len().saturating_mul(holes.len()) > MOST_PAIRS {
        return polygons;
    }
    for hole in holes {
        let around = match polygons.len() {
            0 => None,
            1 => Some(0),
            _ => polygons.iter().position(|p| hole.first().is_some_and(|at| contains(&p.outer, *at))),
        };
        if let Some(polygon) = around.and_then(|i| polygons.get_mut(i)) {
            polygon.holes.push(hole);
        }
    }
    polygons
}

/// Whether a ring holds a position, by the number of its sides to the east.
pub fn contains(ring: &[E7], at: E7) -> bool {
    let (x, y) = (i64::from(at.lon), i64::from(at.lat));
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = |(a, b): &(&E7, &E7)| {
        let (ay, by) = (i64::from(a.lat), i64::from(b.lat));
        let (ax, bx) = (i64::from(a.lon), i64::from(b.lon));
        // Products of two differences of 1e-7 degrees fit.
        (ay > y) != (by > y) && {
            let along = i128::from(x - ax) * i128::from(by - ay);
            let side = i128::from(bx - ax) * i128::from(y - ay);
            if by > ay { along < side } else { along > side }
        }
    };
    sides.filter(crosses).count() % 2 == 1
}

fn join(lines: &[&[E7]]) -> Vec<Ring> {
    let mut rings = Vec::new();
    let mut used = vec![false; lines.len()];
    let mut ends: HashMap<E7, Vec<usize>> = HashMap::new();
    for (i, line) in lines.iter().enumerate() {
        if let Some(ring) = closed_ring(line) {
            rings.push(ring);
            used[i] = true;
        } else if let (Some(first), Some(last)) = (line.first(), line.last()) {
            ends.entry(*first).or_default().push(i);
            ends.entry(*last).or_default().push(i);
        }
    }
    for i in 0..lines.len() {
        if std::mem::replace(&mut used[i], true) {
            continue;
        }
        let mut path = lines[i].to_vec();
        while let (Some(first), Some(last)) = (path.first(), path.last()) {
            if first == last && path.len() > 1 {
                break;
            }
            let Some(next) = ends.get_mut(last).and_then(|at| take_unused(at, &used)) else { break };
            used[next] = true;
            let line = lines[next];
            if line.first() == Some(last) {
                path.extend(line.iter().skip(1));
            } else {
                path.extend(line.iter().rev().skip(1));
            }
        }
        rings.extend(closed_ring(&path));
    }
    rings
}

/// The last of these that is not used yet; those after it are dropped for good.
fn take_unused(numbers: &mut Vec<usize>, used: &[bool]) -> Option<usize> {
    while let Some(i) = numbers.pop() {
        if !used[i] {
            return Some(i);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e7(lat: i32, lon: i32) -> E7 {
        E7 { lat, lon }
    }

    #[test]
    fn lines_are_joined_whichever_way_they_run() {
        let (a, b) = ([e7(0, 0), e7(0, 10), e7(10, 10)], [e7(0, 0), e7(10, 0), e7(10, 10)]);
        let stray = [e7(50, 50), e7(60, 60)];
        let polygons = assemble(&[&a, &stray, &b], &[]);
        assert_eq!(polygons.len(), 1);
        assert_eq!(polygons[0].outer.len(), 4);
    }

    #[test]
    fn a_hole_goes_into_the_outline_around_it() {
        let square = |at: i32, side: i32| {
            let (low, high) = (at, at + side);
            vec![e7(low, low), e7(low, high), e7(high, high), e7(high, low), e7(low, low)]
        };
        let (first, second, hole) = (square(0, 10), square(100, 10), square(103, 2));
        let polygons = assemble(&[&first, &second], &[&hole]);
        assert!(polygons[0].holes.is_empty());
        assert_eq!(polygons[1].holes.len(), 1);
    }

    #[test]
    fn a_ring_holds_what_is_inside() {
        let ring = [e7(0, 0), e7(0, 100), e7(100, 100), e7(100, 0)];
        assert!(contains(&ring, e7(50, 50)) && contains(&ring, e7(1, 99)));
        assert!(!contains(&ring, e7(50, 101)) && !contains(&ring, e7(-1, 50)) && !contains(&ring, e7(101, 50)));
    }
}
