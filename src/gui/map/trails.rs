//! Location trails as lines, coloured by when or how fast.

use std::ops::Range;

use egui::{Align2, Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::analysis::lines::LineVertex;
use crate::analysis::mercator::WorldPoint;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::state::{MapLayer, TrailStyle};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::model::Points;

use super::projector::{Projector, WORLD_POINTS};
use super::shown::{Key, Shown};
use super::turn::{Fit, Turn};

/// Cells of the lines' level of detail, points: less than a line is wide.
const CELL_POINTS: f64 = 1.4;
/// Vertices drawn in one frame at most; a coarser level takes over beyond.
const BUDGET: usize = 30_000;
/// Over heat, lines would only repeat it where the map shows whole countries.
const FROM_ZOOM_OVER_HEAT: f64 = 7.5;
/// How far around the view lines are kept, so that moving the map looks for none, points.
const MARGIN: f32 = 160.0;
/// New lines are looked for when less than this is left of it, points.
const SOON: f32 = 40.0;
const WIDTH: f32 = 1.7;

/// Speeds at the ends of the ramp, kilometres an hour; between them it is logarithmic.
const SLOWEST: f64 = 2.0;
const FASTEST: f64 = 900.0;

/// Whether lines are drawn in a view.
pub(super) fn are_drawn(cx: &ViewCx<'_>, shown: &Shown, projector: &Projector) -> bool {
    let layer = match cx.view.layer {
        MapLayer::Pins => true,
        MapLayer::Heat => projector.zoom >= FROM_ZOOM_OVER_HEAT,
        // Lines would hide the colours.
        MapLayer::Hexes => false,
    };
    cx.view.trails != TrailStyle::Off && layer && !shown.positions.points.is_empty() && !shown.lines.is_empty()
}

/// The lines around a view, kept while the map is moved.
#[derive(Default)]
pub(super) struct TrailLayer {
    made: Option<Made>,
}

struct Made {
    key: Key,
    style: TrailStyle,
    dark: bool,
    /// Half steps of zoom, rounded up: the level of detail.
    step: i32,
    min: WorldPoint,
    max: WorldPoint,
    vertices: Vec<WorldPoint>,
    /// The vertices of each piece and its colour.
    pieces: Vec<(Range<usize>, Color32)>,
}

impl TrailLayer {
    /// Draws the lines.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        cx: &ViewCx<'_>,
        shown: &Shown,
        turn: &mut Turn,
    ) {
        let fit = self.made.as_ref().map_or(Fit::Useless, |made| made.fit(projector, cx, shown));
        if turn.is_due(fit) {
            self.made = Made::of(projector, cx, shown);
        }
        let Some(made) = &self.made else { return };
        let mut mesh = Mesh::default();
        mesh.reserve_vertices(3 * made.vertices.len());
        mesh.reserve_triangles(4 * made.vertices.len());
        let view = projector.rect.expand(WIDTH);
        let mut corners = Vec::with_capacity(64);
        for (piece, colour) in &made.pieces {
            corners.clear();
            corners.extend(made.vertices[piece.clone()].iter().map(|at| projector.screen(*at)));
            if Rect::from_points(&corners).intersects(view) {
                add_line(&mut mesh, &corners, *colour);
            }
        }
        if !mesh.is_empty() {
            painter.add(Shape::mesh(mesh));
        }
    }
}

fn step(zoom: f64) -> i32 {
    // A quarter step apart from that of clusters, so that no frame has to make both.
    (zoom * 2.0 + 0.5).ceil() as i32
}

impl Made {
    fn of(projector: &Projector, cx: &ViewCx<'_>, shown: &Shown) -> Option<Self> {
        let points = &cx.dataset().points;
        let ramp = Ramp::of(cx, shown)?;
        let within = shown.within.as_deref();
        let wanted = |row: usize| shown.rows.contains(&row) && within.is_none_or(|set| set.contains(row));
        let (min, max) = projector.bounds(MARGIN);
        let step = step(projector.zoom);
        let (vertices, pieces) = (Vec::new(), Vec::new());
        let mut made =
            Self { key: shown.key, style: cx.view.trails, dark: cx.tokens.dark, step, min, max, vertices, pieces };
        let cell = CELL_POINTS / (WORLD_POINTS * (f64::from(step) / 2.0).exp2());
        let (west, east) = shown.lines.copies();
        let copies = projector.copies(MARGIN);
        for copy in copies.start() - east..=copies.end() - west {
            let shift = f64::from(copy);
            let moved = |at: WorldPoint| WorldPoint { x: at.x - shift, ..at };
            shown.lines.for_each_in(moved(min), moved(max), cell, BUDGET, &wanted, &mut |line| {
                let first = made.vertices.len();
                made.vertices.extend(line.iter().map(|v| WorldPoint { x: v.at.x + shift, ..v.at }));
                made.pieces.push((first..made.vertices.len(), ramp.colour(points, line, cx.tokens)));
            });
        }
        Some(made)
    }

    fn fit(&self, projector: &Projector, cx: &ViewCx<'_>, shown: &Shown) -> Fit {
        let covers = |margin: f32| projector.is_within((self.min, self.max), margin);
        let is_same = self.key == shown.key && (self.style, self.dark) == (cx.view.trails, cx.tokens.dark);
        let is_usable = is_same && covers(WIDTH);
        Fit::of(is_usable.then(|| self.step == step(projector.zoom) && covers(SOON)))
    }
}

/// Adds a line that is strongest in its middle and fades to both sides. The toolkit's own lines take twenty times as long
/// to cut into triangles, and there are tens of thousands of corners.
fn add_line(mesh: &mut Mesh, corners: &[Pos2], colour: Color32) {
    let base = mesh.vertices.len() as u32;
    for (i, corner) in corners.iter().enumerate() {
        let before = corners[i.saturating_sub(1)];
        let after = corners[(i + 1).min(corners.len() - 1)];
        let (arriving, leaving) = ((*corner - before).normalized(), (after - *corner).normalized());
        let along = (arriving + leaving).normalized();
        // Across the mean of both directions; in a sharp bend, across one of them.
        let along = if along == Vec2::ZERO { leaving } else { along };
        let across = along.rot90() * (WIDTH * 0.9);
        mesh.colored_vertex(*corner, colour);
        mesh.colored_vertex(*corner + across, Color32::TRANSPARENT);
        mesh.colored_vertex(*corner - across, Color32::TRANSPARENT);
    }
    for i in 1..corners.len() as u32 {
        let (from, to) = (base + 3 * (i - 1), base + 3 * i);
        for side in [1, 2] {
            mesh.add_triangle(from, from + side, to);
            mesh.add_triangle(from + side, to + side, to);
        }
    }
}

/// From a piece of a line to its colour.
struct Ramp {
    style: TrailStyle,
    seconds: Range<i64>,
}

impl Ramp {
    fn of(cx: &ViewCx<'_>, shown: &Shown) -> Option<Self> {
        let seconds = cx.dataset().points.seconds().get(shown.rows.clone())?;
        let (first, last) = (*seconds.first()?, *seconds.last()?);
        Some(Self { style: cx.view.trails, seconds: first..last.max(first + 1) })
    }

    fn colour(&self, points: &Points, line: &[LineVertex], tokens: &Tokens) -> Color32 {
        let seconds = points.seconds();
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return tokens.trail };
        let (from, to) = (seconds[first.row], seconds[last.row]);
        let at = match self.style {
            TrailStyle::BySpeed => speed_at(kilometres(line) * 3600.0 / ((to - from).max(1) as f64)),
            TrailStyle::ByTime | TrailStyle::Off => {
                (from - self.seconds.start) as f64 / (self.seconds.end - self.seconds.start) as f64
            }
        };
        tokens.trail_ramp(at as f32)
    }
}

fn kilometres(line: &[LineVertex]) -> f64 {
    line.windows(2).map(|pair| pair[0].at.to_geo().distance_metres(pair[1].at.to_geo())).sum::<f64>() / 1000.0
}

/// Place of a speed, in kilometres an hour, on the ramp.
fn speed_at(speed: f64) -> f64 {
    ((speed.max(SLOWEST) / SLOWEST).ln() / (FASTEST / SLOWEST).ln()).clamp(0.0, 1.0)
}

/// Size of the legend's card.
const LEGEND: egui::Vec2 = vec2(214.0, 50.0);
const RAMP_WIDTH: f32 = 190.0;

/// Draws what the colours mean, above what is drawn in `below`.
pub(super) fn legend(painter: &Painter, below: Rect, cx: &ViewCx<'_>, shown: &Shown) {
    let Some(ramp) = Ramp::of(cx, shown) else { return };
    let tokens = cx.tokens;
    let rect = Rect::from_min_size(below.left_top() - vec2(0.0, LEGEND.y + 8.0), LEGEND);
    let radius = CornerRadius::same(8);
    painter.rect(rect, radius, tokens.map_card, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
    let left = rect.left() + 12.0;
    let by_speed = ramp.style == TrailStyle::BySpeed;
    let title = if by_speed { "Trail by speed, km/h" } else { "Trail by time" };
    let text = |at, align, text: String, colour| painter.text(at, align, text, Type::Tiny.font(), colour);
    text(pos2(left, rect.top() + 7.0), Align2::LEFT_TOP, title.to_owned(), tokens.text_muted);
    let bar = Rect::from_min_size(pos2(left, rect.top() + 23.0), vec2(RAMP_WIDTH, 6.0));
    painter.add(Shape::mesh(mesh(bar, tokens)));
    let y = bar.bottom() + 3.0;
    if by_speed {
        for speed in [5.0, 25.0, 100.0, 700.0] {
            let x = bar.left() + bar.width() * speed_at(speed) as f32;
            text(pos2(x, y), Align2::CENTER_TOP, format!("{speed:.0}"), tokens.text);
        }
    } else {
        let day = |seconds| jiff::Timestamp::from_second(seconds).map_or_else(|_| String::new(), format::day);
        text(pos2(bar.left(), y), Align2::LEFT_TOP, day(ramp.seconds.start), tokens.text);
        text(pos2(bar.right(), y), Align2::RIGHT_TOP, day(ramp.seconds.end), tokens.text);
    }
}

fn mesh(rect: Rect, tokens: &Tokens) -> Mesh {
    const STEPS: u32 = 24;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let t = step as f32 / STEPS as f32;
        let x = rect.left() + rect.width() * t;
        let colour = tokens.trail_ramp(t);
        mesh.colored_vertex(pos2(x, rect.top()), colour);
        mesh.colored_vertex(pos2(x, rect.bottom()), colour);
        if step > 0 {
            let i = step * 2;
            mesh.add_triangle(i - 2, i - 1, i);
            mesh.add_triangle(i - 1, i, i + 1);
        }
    }
    mesh
}
