//! Clusters in view, kept while the map is moved, and gliding apart when it is zoomed.

use crate::analysis::clusters::{Cluster, clusters};
use crate::analysis::mercator::WorldPoint;
use crate::model::ItemId;

use super::super::projector::Projector;
use super::super::shown::{Key, Shown};
use super::super::turn::{Fit, Turn};
use super::{ClusterTarget, Drawn, Target, badge, ease};

/// How near items must be to become one, in points, at the lower end of a half step of zoom.
const RADIUS_POINTS: f64 = 40.0;
/// How far around the view clusters are computed, so that moving the map computes nothing.
const MARGIN: f32 = 260.0;
/// Seconds in which the parts of a cluster take their places.
const SPLIT_SECONDS: f64 = 0.2;

/// The clusters of one map.
#[derive(Default)]
pub(super) struct Clusters {
    made: Option<Made>,
}

struct Made {
    key: Key,
    step: i32,
    /// What of the world they cover; `x` may lie in several copies.
    min: WorldPoint,
    max: WorldPoint,
    clusters: Vec<Placed>,
    born: f64,
}

struct Placed {
    cluster: Cluster,
    /// In which copy of the world it is seen.
    copy: i32,
    /// Where it came from, when it is part of one that was split.
    from: Option<WorldPoint>,
}

/// Half steps of zoom: clusters change there and nowhere between.
fn step(zoom: f64) -> i32 {
    (zoom * 2.0).floor() as i32
}

impl Clusters {
    /// Works out where the clusters are drawn. Returns whether they are still moving. Without `now` nothing glides.
    pub(super) fn place(
        &mut self,
        projector: &Projector,
        shown: &Shown,
        (now, turn): (Option<f64>, &mut Turn),
        drawn: &mut Vec<Drawn>,
    ) -> bool {
        let fit = self.made.as_ref().map_or(Fit::Useless, |made| made.fit(projector, shown));
        if turn.is_due(fit) {
            let before = self.made.take();
            self.made = Some(make(projector, shown, before, now));
        }
        let Some(made) = &self.made else { return false };
        let t = now.map_or(1.0, |now| ((now - made.born) / SPLIT_SECONDS).clamp(0.0, 1.0)) as f32;
        // The largest come last, above the others.
        drawn.extend(made.clusters.iter().rev().map(|placed| placed.drawn(projector, shown, t)));
        t < 1.0 && made.clusters.iter().any(|c| c.from.is_some())
    }
}

impl Made {
    fn fit(&self, projector: &Projector, shown: &Shown) -> Fit {
        let (min, max) = projector.bounds(0.0);
        let covers = self.min.x <= min.x
            && self.max.x >= max.x
            && (self.min.y <= min.y || self.min.y <= 0.0)
            && (self.max.y >= max.y || self.max.y >= 1.0);
        Fit::of((self.key == shown.key && covers).then_some(self.step == step(projector.zoom)))
    }
}

impl Placed {
    fn drawn(&self, projector: &Projector, shown: &Shown, t: f32) -> Drawn {
        let in_copy = |p: WorldPoint| WorldPoint { x: p.x + f64::from(self.copy), ..p };
        let place = projector.screen(in_copy(self.cluster.centre));
        let at = self.from.map_or(place, |from| ease(projector.screen(in_copy(from)), place, t));
        let opacity = if self.from.is_some() { 0.3 + 0.7 * t } else { 1.0 };
        let cluster = &self.cluster;
        if let (1, Some(first)) = (cluster.count, cluster.iter().next()) {
            let what = Target::Item(ItemId(shown.positions.items.key(first)));
            return Drawn { at, radius: 5.5, opacity, what };
        }
        let what = Target::Cluster(Box::new(ClusterTarget {
            by_verdict: cluster.by_verdict,
            centre: in_copy(cluster.centre),
            corners: (in_copy(cluster.min), in_copy(cluster.max)),
            members: cluster.members.clone(),
        }));
        Drawn { at, radius: badge::radius(cluster.count), opacity, what }
    }
}

fn make(projector: &Projector, shown: &Shown, before: Option<Made>, now: Option<f64>) -> Made {
    let step = step(projector.zoom);
    let (min, max) = projector.bounds(MARGIN);
    let radius = RADIUS_POINTS / (super::super::projector::WORLD_POINTS * (f64::from(step) / 2.0).exp2());
    let items = &shown.positions.items;
    let before = before.filter(|b| b.key == shown.key && b.step < step);
    let parents = before.as_ref().map(Parents::of);
    let mut placed = Vec::new();
    for copy in projector.copies(MARGIN) {
        let shift = f64::from(copy);
        let (low, high) = (WorldPoint { x: min.x - shift, ..min }, WorldPoint { x: max.x - shift, ..max });
        for cluster in clusters(items, &shown.tallies, low, high, radius) {
            let first = cluster.iter().next();
            let from = first.zip(parents.as_ref()).and_then(|(first, parents)| parents.of_member(first));
            let from = from.filter(|from| *from != cluster.centre);
            placed.push(Placed { cluster, copy, from });
        }
    }
    placed.sort_by_key(|p| std::cmp::Reverse(p.cluster.count));
    Made { key: shown.key, step, min, max, clusters: placed, born: now.unwrap_or(0.0) }
}

/// The clusters of before, by member.
struct Parents(Vec<(usize, usize, WorldPoint)>);

impl Parents {
    fn of(before: &Made) -> Self {
        let spans = before
            .clusters
            .iter()
            .filter(|p| p.cluster.count > 1)
            .flat_map(|p| p.cluster.members.iter().map(|m| (m.start, m.end, p.cluster.centre)));
        let mut spans: Vec<_> = spans.collect();
        spans.sort_unstable_by_key(|s| s.0);
        Self(spans)
    }

    /// The middle of the cluster that held this member.
    fn of_member(&self, member: usize) -> Option<WorldPoint> {
        let at = self.0.partition_point(|s| s.0 <= member).checked_sub(1)?;
        self.0.get(at).filter(|s| member < s.1).map(|s| s.2)
    }
}
