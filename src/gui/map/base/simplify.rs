//! Leaving out points that are not seen: Visvalingam's method, the point whose triangle is smallest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::pack::TilePoint;

/// Twice the area of a triangle, in square units.
fn double_area(a: TilePoint, b: TilePoint, c: TilePoint) -> u64 {
    let [a, b, c] = [a, b, c].map(|p| [i64::from(p[0]), i64::from(p[1])]);
    ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).unsigned_abs()
}

/// The points without those whose triangle with their neighbours is smaller than `area` square units.
///
/// `keep` names points that stay: those on the edge of a tile, where the neighbour tile continues. The ends of a line
/// stay, and a ring keeps at least four points.
pub(super) fn simplify(
    points: &[TilePoint],
    ring: bool,
    area: u64,
    keep: impl Fn(TilePoint) -> bool,
) -> Vec<TilePoint> {
    let count = points.len();
    if count <= if ring { 4 } else { 2 } {
        return points.to_vec();
    }
    let fixed: Vec<bool> = (0..count).map(|i| keep(points[i]) || (!ring && (i == 0 || i + 1 == count))).collect();
    let mut before: Vec<usize> = (0..count).map(|i| (i + count - 1) % count).collect();
    let mut after: Vec<usize> = (0..count).map(|i| (i + 1) % count).collect();
    let mut gone = vec![false; count];
    let mut left = count;
    let triangle = |i: usize, p: usize, n: usize| double_area(points[p], points[i], points[n]);
    let entry = |i: usize, at_least: u64, p: usize, n: usize| Reverse((triangle(i, p, n).max(at_least), i, p, n));
    let mut queue: BinaryHeap<_> =
        (0..count).filter(|i| !fixed[*i]).map(|i| entry(i, 0, before[i], after[i])).collect();
    while let Some(Reverse((size, i, p, n))) = queue.pop() {
        if size >= area * 2 || (ring && left <= 4) {
            break;
        }
        // An entry from before a neighbour went is out of date; a newer one is in the queue.
        if gone[i] || before[i] != p || after[i] != n {
            continue;
        }
        gone[i] = true;
        left -= 1;
        after[p] = n;
        before[n] = p;
        for j in [p, n] {
            if !fixed[j] {
                queue.push(entry(j, size, before[j], after[j]));
            }
        }
    }
    points.iter().zip(gone).filter(|(_, gone)| !gone).map(|(p, _)| *p).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bends_go_and_large_ones_stay() {
        let line = [[0, 0], [10, 1], [20, 0], [30, 50], [40, 0]];
        assert_eq!(simplify(&line, false, 60, |_| false), [[0, 0], [20, 0], [30, 50], [40, 0]]);
    }

    #[test]
    fn points_on_the_edge_of_a_tile_stay() {
        let line = [[0, 0], [10, 1], [20, 0]];
        assert_eq!(simplify(&line, false, 1000, |p| p[0] == 10), line);
    }

    #[test]
    fn a_ring_never_collapses() {
        let ring: Vec<TilePoint> = (0..20).map(|i| [i, i * i % 7]).collect();
        assert_eq!(simplify(&ring, true, u64::MAX / 4, |_| false).len(), 4);
    }
}
