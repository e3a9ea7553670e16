//! Items that are too close to each other to be drawn apart, put together. No count is ever lost.

mod tally;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Verdict;
use super::index::{CellRect, SpatialIndex};
use super::mercator::WorldPoint;

pub use tally::Tallies;
use tally::Tally;

/// Items drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// How many there are.
    pub count: u32,
    /// Their middle.
    pub centre: WorldPoint,
    /// How many of each verdict, in the order of [`Verdict::ALL`].
    pub by_verdict: [u32; Verdict::ALL.len()],
    /// Western and northern end of where they lie.
    pub min: WorldPoint,
    /// Eastern and southern end.
    pub max: WorldPoint,
    /// Their places in the index; several stretches, in order.
    pub members: Vec<Range<usize>>,
}

impl Cluster {
    /// The places of the members in the index.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.members.iter().cloned().flatten()
    }

    /// Width of where they lie, the larger of both axes, in widths of the world.
    pub fn extent(&self) -> f64 {
        (self.max.x - self.min.x).max(self.max.y - self.min.y)
    }

    fn of(tally: &Tally, members: Range<usize>) -> Self {
        let (min, max) = tally.corners();
        let (count, centre) = (tally.count(), tally.centre());
        Self { count, centre, by_verdict: tally.by_verdict, min, max, members: vec![members] }
    }

    fn absorb(&mut self, other: Self) {
        let (a, b) = (f64::from(self.count), f64::from(other.count));
        self.centre.x = (self.centre.x * a + other.centre.x * b) / (a + b);
        self.centre.y = (self.centre.y * a + other.centre.y * b) / (a + b);
        self.count += other.count;
        self.min = WorldPoint { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) };
        self.max = WorldPoint { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) };
        self.by_verdict.iter_mut().zip(other.by_verdict).for_each(|(a, b)| *a += b);
        self.members.extend(other.members);
    }
}

/// The clusters of the items in a rectangle of the world: none closer to a bigger one than `radius` widths of the world
/// when they were gathered. The largest come first.
///
/// Items are gathered by cells of the world rather than of the screen, so a cluster does not change when the map is
/// moved. Whole cells are taken, so the result reaches a little beyond the rectangle. `tallies` are those of the index.
pub fn clusters(
    index: &SpatialIndex,
    tallies: &Tallies,
    min: WorldPoint,
    max: WorldPoint,
    radius: f64,
) -> Vec<Cluster> {
    let depth = (-radius.log2()).ceil().clamp(0.0, f64::from(super::morton::BITS)) as u8;
    let Some(rect) = CellRect::touching(depth, min, max) else { return Vec::new() };
    let mut spans: BTreeMap<(u32, u32), Range<usize>> = BTreeMap::new();
    index.for_each_cell(depth, rect, &mut |x, y, members| {
        // Members of a cell are neighbours in the order, and come in order.
        spans.entry((x, y)).and_modify(|s| s.end = members.end).or_insert(members);
    });
    let mut cells: BTreeMap<(u32, u32), Cluster> = BTreeMap::new();
    for (cell, members) in spans {
        cells.insert(cell, Cluster::of(&tallies.of(index, members.clone()), members));
    }
    merge_close(cells, radius)
}

/// Lets each cluster, the largest first, take in the smaller ones around it.
fn merge_close(mut cells: BTreeMap<(u32, u32), Cluster>, radius: f64) -> Vec<Cluster> {
    let mut order: Vec<(u32, (u32, u32))> = cells.iter().map(|(cell, c)| (c.count, *cell)).collect();
    order.sort_unstable_by_key(|(count, cell)| (std::cmp::Reverse(*count), *cell));
    let mut merged = Vec::with_capacity(order.len());
    for (_, cell) in order {
        let Some(mut cluster) = cells.remove(&cell) else { continue };
        let middle = cluster.centre;
        // A cell is at most `radius` wide and more than half of it, so two cells to each side are enough.
        for x in cell.0.saturating_sub(2)..=cell.0.saturating_add(2) {
            for y in cell.1.saturating_sub(2)..=cell.1.saturating_add(2) {
                let close = |c: &Cluster| (c.centre.x - middle.x).hypot(c.centre.y - middle.y) < radius;
                if cells.get(&(x, y)).is_some_and(close)
                    && let Some(other) = cells.remove(&(x, y))
                {
                    cluster.absorb(other);
                }
            }
        }
        cluster.members.sort_unstable_by_key(|m| m.start);
        merged.push(cluster);
    }
    merged.sort_by_key(|c| (std::cmp::Reverse(c.count), c.members.first().map(|m| m.start)));
    merged
}

#[cfg(test)]
mod tests {
    use super::super::morton;
    use super::*;
    use proptest::prelude::*;

    fn index(points: &[(f64, f64)]) -> SpatialIndex {
        let entry = |(i, p): (usize, &(f64, f64))| (morton::of_world(WorldPoint { x: p.0, y: p.1 }), i as u32);
        SpatialIndex::new(points.iter().enumerate().map(entry).collect())
    }

    fn verdict_of(key: u32) -> Verdict {
        Verdict::ALL[key as usize % Verdict::ALL.len()]
    }

    const WORLD: (WorldPoint, WorldPoint) = (WorldPoint { x: 0.0, y: 0.0 }, WorldPoint { x: 1.0, y: 1.0 });

    proptest! {
        #[test]
        fn no_item_is_lost_or_counted_twice(
            points in prop::collection::vec(prop_oneof![(0.0f64..=1.0, 0.0f64..=1.0), (0.5f64..0.501, 0.5f64..0.501)], 0..300),
            radius in 1e-9f64..0.4,
        ) {
            let index = index(&points);
            let tallies = Tallies::new(&index, verdict_of);
            let clusters = clusters(&index, &tallies, WORLD.0, WORLD.1, radius);
            let total: u32 = clusters.iter().map(|c| c.count).sum();
            prop_assert_eq!(total as usize, points.len());
            let mut members: Vec<usize> = clusters.iter().flat_map(Cluster::iter).collect();
            members.sort_unstable();
            prop_assert!(members.into_iter().eq(0..points.len()));
            for cluster in &clusters {
                prop_assert_eq!(cluster.by_verdict.iter().sum::<u32>(), cluster.count);
                prop_assert!(cluster.centre.x >= cluster.min.x - 1e-9 && cluster.centre.x <= cluster.max.x + 1e-9);
            }
        }
    }

    #[test]
    fn what_is_close_is_one_and_what_is_far_is_two() {
        // On both sides of a cell's edge, which must not keep neighbours apart.
        let index = index(&[(0.499_999, 0.5), (0.500_001, 0.5), (0.7, 0.5)]);
        let found = clusters(&index, &Tallies::new(&index, verdict_of), WORLD.0, WORLD.1, 0.01);
        assert_eq!(found.iter().map(|c| c.count).collect::<Vec<_>>(), [2, 1]);
        assert!((found[0].centre.x - 0.5).abs() < 1e-6);
    }

    #[test]
    fn moving_the_view_does_not_change_a_cluster() {
        let places: Vec<(f64, f64)> =
            (0..400).map(|i| (0.5 + f64::from(i % 20) * 0.001, 0.5 + f64::from(i / 20) * 0.001)).collect();
        let index = index(&places);
        let tallies = Tallies::new(&index, verdict_of);
        let view =
            |x: f64| clusters(&index, &tallies, WorldPoint { x, y: 0.49 }, WorldPoint { x: x + 0.05, y: 0.54 }, 0.0035);
        assert_eq!(view(0.48), view(0.479));
    }
}
