//! Items as marks: one by one where there is room, as badges with a number where there is not.

mod badge;
mod clusters;
mod spread;
mod thin;

use std::ops::Range;

use egui::{Painter, Pos2, Vec2};

use crate::analysis::Verdict;
use crate::analysis::mercator::WorldPoint;
use crate::gui::cx::ViewCx;
use crate::model::ItemId;

use super::hexes::HexTarget;
use super::marks::{Mark, Marks};
use super::projector::Projector;
use super::shown::Shown;
use super::turn::Turn;
use clusters::Clusters;
use spread::Spread;
use thin::Thinned;

/// How near the pointer must be to a mark, points beyond its edge.
const REACH: f32 = 7.0;

/// The marks of one map.
#[derive(Default)]
pub(crate) struct Pins {
    marks: Marks,
    clusters: Clusters,
    spread: Option<Spread>,
    /// Rows of trails as dots.
    dots: Thinned<(WorldPoint, Range<usize>)>,
    /// Items over heat.
    few: Thinned<(WorldPoint, ItemId)>,
    drawn: Vec<Drawn>,
}

/// Something that was drawn and can be pointed at.
#[derive(Clone, Debug)]
struct Drawn {
    at: Pos2,
    radius: f32,
    opacity: f32,
    what: Target,
}

/// What the pointer is on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// An item.
    Item(ItemId),
    /// Several items as one.
    Cluster(Box<ClusterTarget>),
    /// Rows of a trail at one spot; places in the index.
    Trail(Range<usize>),
    /// A hexagon.
    Hex(HexTarget),
}

/// A cluster that the pointer is on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClusterTarget {
    /// Items by verdict, in the order of [`Verdict::ALL`].
    pub by_verdict: [u32; Verdict::ALL.len()],
    /// The middle, in the copy of the world where it was drawn.
    pub centre: WorldPoint,
    /// North-western and south-eastern corner around the items.
    pub corners: (WorldPoint, WorldPoint),
    /// The items, as places in the index.
    members: Vec<Range<usize>>,
}

impl ClusterTarget {
    /// How many items.
    pub(crate) fn count(&self) -> u32 {
        self.by_verdict.iter().sum()
    }
}

/// What is drawn in one frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Whether items are gathered into badges; over heat they are thinned out instead.
    pub clustered: bool,
    /// Strength of the marks over heat.
    pub opacity: f32,
    /// Whether rows of trails are drawn as dots.
    pub trails: bool,
}

impl Pins {
    /// Works out what is drawn where. Returns whether something is still moving.
    pub(crate) fn prepare(
        &mut self,
        projector: &Projector,
        cx: &ViewCx<'_>,
        shown: &Shown,
        look: Look,
        (now, turn): (Option<f64>, &mut Turn),
    ) -> bool {
        self.drawn.clear();
        let verdict_of = |key: u32| verdict_of(cx, key);
        if look.trails {
            self.trails(projector, shown, turn);
        }
        let mut moving = false;
        if look.clustered {
            moving = self.clusters.place(projector, shown, (now, turn), &mut self.drawn);
        } else if look.opacity > 0.0 {
            self.thinned(projector, shown, &verdict_of, (look.opacity, turn));
        }
        if let Some(spread) = &self.spread {
            if spread.is_current(projector, shown) && look.clustered {
                moving |= spread.place(projector, shown, now, &mut self.drawn);
            } else {
                self.spread = None;
            }
        }
        moving
    }

    fn trails(&mut self, projector: &Projector, shown: &Shown, turn: &mut Turn) {
        let question = (shown.key, projector, thin::TRAIL_POINTS);
        let dots = self.dots.follow(&shown.positions.points, question, turn, |cells| cells);
        self.drawn.extend(dots.iter().map(|(at, members)| Drawn {
            at: projector.screen(*at),
            radius: 1.6,
            opacity: 0.55,
            what: Target::Trail(members.clone()),
        }));
    }

    fn thinned(
        &mut self,
        projector: &Projector,
        shown: &Shown,
        verdict_of: &impl Fn(u32) -> Verdict,
        (opacity, turn): (f32, &mut Turn),
    ) {
        let items = &shown.positions.items;
        let mark = |(middle, members): (WorldPoint, Range<usize>)| {
            let place = thin::representative(items, members, verdict_of);
            let at = items.position(place);
            (WorldPoint { x: at.x + (middle.x - at.x).round(), ..at }, ItemId(items.key(place)))
        };
        let make = |cells: Vec<(WorldPoint, Range<usize>)>| {
            let mut marks: Vec<(WorldPoint, ItemId)> = cells.into_iter().map(mark).collect();
            // What matters most is drawn last.
            marks.sort_by_key(|(_, id)| thin::importance(verdict_of(id.0)));
            marks
        };
        let marks = self.few.follow(items, (shown.key, projector, thin::ITEM_POINTS), turn, make);
        self.drawn.extend(marks.iter().map(|(at, id)| Drawn {
            at: projector.screen(*at),
            radius: 4.0,
            opacity,
            what: Target::Item(*id),
        }));
    }

    /// What is at a point on screen, the nearest first.
    pub(crate) fn pick(&self, at: Pos2) -> Option<Target> {
        let reach = |d: &Drawn| {
            let beyond = (d.at - at).length() - d.radius;
            // Trails fill whole areas: they do not take the pointer from an item nearby.
            let limit = if matches!(d.what, Target::Trail(_)) { 2.0 } else { REACH };
            (beyond <= limit).then_some(beyond.max(0.0) + if matches!(d.what, Target::Trail(_)) { REACH } else { 0.0 })
        };
        let near = self.drawn.iter().rev().filter_map(|d| Some((reach(d)?, (d.at - at).length(), d)));
        let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        nearest.map(|(_, _, d)| d.what.clone())
    }

    /// Where badges were drawn, so that no name hides a number.
    pub(crate) fn badges(&self) -> impl Iterator<Item = egui::Rect> + '_ {
        let badges = self.drawn.iter().filter(|d| matches!(d.what, Target::Cluster(_)));
        badges.map(|d| egui::Rect::from_center_size(d.at, Vec2::splat(2.0 * d.radius - 4.0)))
    }

    /// Number of items that the marks in view stand for.
    pub(crate) fn in_view(&self, projector: &Projector) -> u64 {
        let seen = self.drawn.iter().filter(|d| projector.rect.contains(d.at));
        let count = seen.map(|d| match &d.what {
            Target::Item(_) => 1,
            Target::Cluster(cluster) => u64::from(cluster.count()),
            Target::Trail(_) | Target::Hex(_) => 0,
        });
        count.sum()
    }

    /// Where an item or the badge that holds it was drawn.
    pub(crate) fn position_of(&self, id: ItemId) -> Option<Pos2> {
        self.drawn.iter().rev().find(|d| d.what == Target::Item(id)).map(|d| d.at)
    }

    /// Spreads the items of a cluster that lie at the same spot.
    pub(crate) fn spread(&mut self, cluster: &ClusterTarget, projector: &Projector, shown: &Shown, now: f64) {
        self.spread = Some(Spread::new(cluster, projector, shown, now));
    }

    /// Puts spread items back. Returns whether there were any.
    pub(crate) fn gather(&mut self) -> bool {
        self.spread.take().is_some()
    }

    /// Draws everything that was worked out.
    pub(crate) fn paint(&mut self, painter: &Painter, projector: &Projector, cx: &ViewCx<'_>, look: Look) {
        if let Some(spread) = &self.spread {
            spread.paint_legs(painter, projector, &self.drawn, cx.tokens);
        }
        let mut batch = self.marks.batch(painter.ctx(), cx.tokens);
        let view = projector.rect.expand(30.0);
        for drawn in self.drawn.iter().filter(|d| view.contains(d.at)) {
            match &drawn.what {
                Target::Trail(_) => batch.add(drawn.at, Mark::Trail, 0.26, drawn.opacity),
                Target::Item(id) => {
                    let size = if look.clustered { 1.05 } else { 0.74 };
                    batch.add(drawn.at, Mark::Item(verdict_of(cx, id.0)), size, drawn.opacity);
                }
                Target::Cluster(_) | Target::Hex(_) => {}
            }
        }
        batch.paint(painter);
        for drawn in self.drawn.iter().filter(|d| view.contains(d.at)) {
            if let Target::Cluster(cluster) = &drawn.what {
                badge::paint(painter, drawn.at, drawn.radius, &cluster.by_verdict, cx.tokens, drawn.opacity);
            }
        }
    }

    /// Draws the mark of an item on its own, larger, above everything else.
    pub(crate) fn paint_one(&mut self, painter: &Painter, at: Pos2, cx: &ViewCx<'_>, id: ItemId, size: f32) {
        let mut batch = self.marks.batch(painter.ctx(), cx.tokens);
        batch.add(at, Mark::Item(verdict_of(cx, id.0)), size, 1.0);
        batch.paint(painter);
    }
}

/// The verdict of the item with this number.
pub(crate) fn verdict_of(cx: &ViewCx<'_>, key: u32) -> Verdict {
    cx.exposure.items.get(key as usize).map_or(Verdict::Unknown, |item| item.verdict)
}

/// From a start to an end, fast first.
fn ease(from: Pos2, to: Pos2, t: f32) -> Pos2 {
    let left = (1.0 - t.clamp(0.0, 1.0)).powi(3);
    to + Vec2::new(from.x - to.x, from.y - to.y) * left
}
