//! Location trails as lines, coloured by when or how fast.

use std::ops::Range;

use egui::{Align2, Color32, CornerRadius, Mesh, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::analysis::lines::LineVertex;
use crate::analysis::mercator::WorldPoint;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::state::{MapLayer, TrailStyle};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::model::Points;

use super::projector::Projector;
use super::shown::Shown;

/// Cells of the lines' level of detail, points: less than a line is wide.
const CELL_POINTS: f64 = 1.4;
/// Vertices drawn in one frame at most; a coarser level takes over beyond.
const BUDGET: usize = 30_000;
/// Over heat, lines would only repeat it where the map shows whole countries.
const FROM_ZOOM_OVER_HEAT: f64 = 7.5;
/// Rows this far outside the view may have a line through it, points.
const MARGIN: f32 = 4.0;
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

/// Draws the lines.
pub(super) fn paint(painter: &Painter, projector: &Projector, cx: &ViewCx<'_>, shown: &Shown) {
    let points = &cx.dataset().points;
    let Some(ramp) = Ramp::of(cx, shown) else { return };
    let hidden = &cx.view.filter.hidden_platforms;
    let wanted =
        |row: usize| shown.rows.contains(&row) && (hidden.is_empty() || !hidden.contains(&points.platform(row)));
    let (min, max) = projector.bounds(MARGIN);
    let (west, east) = shown.lines.copies();
    let copies = projector.copies(MARGIN);
    for copy in copies.start() - east..=copies.end() - west {
        let shift = f64::from(copy);
        let moved = |at: WorldPoint| WorldPoint { x: at.x - shift, ..at };
        shown.lines.for_each_in(moved(min), moved(max), CELL_POINTS / projector.scale, BUDGET, &wanted, &mut |line| {
            let corners = line.iter().map(|v| projector.screen(WorldPoint { x: v.at.x + shift, ..v.at })).collect();
            painter.add(Shape::line(corners, Stroke::new(WIDTH, ramp.colour(points, line, cx.tokens))));
        });
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
