//! The marks of verdicts and of clauses: they differ in shape as well as in colour.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use crate::analysis::{Moment, Verdict};

use super::icons::Icon;
use super::theme::Tokens;

/// Draws the mark of a verdict around `centre`, `size` points across.
///
/// Disc, square, triangle, ring, bar and question mark, so that no two are told apart by colour alone.
pub(crate) fn verdict(painter: &Painter, centre: Pos2, size: f32, verdict: Verdict, tokens: &Tokens) {
    verdict_in(painter, centre, size, verdict, tokens.verdict(verdict));
}

/// Like [`verdict`], in another colour.
pub(crate) fn verdict_in(painter: &Painter, centre: Pos2, size: f32, verdict: Verdict, colour: Color32) {
    let radius = size / 2.0;
    match verdict {
        Verdict::Captured => {
            painter.circle_filled(centre, radius, colour);
        }
        Verdict::Retained => {
            painter.rect_filled(Rect::from_center_size(centre, Vec2::splat(size * 0.9)), size * 0.12, colour);
        }
        Verdict::Public => {
            let corner = |x: f32, y: f32| centre + Vec2::new(x, y) * radius;
            let points = vec![corner(0.0, -1.05), corner(1.1, 0.85), corner(-1.1, 0.85)];
            painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
        }
        Verdict::Restricted => {
            painter.circle_stroke(centre, radius * 0.82, Stroke::new(size * 0.2, colour));
        }
        Verdict::Private => {
            painter.rect_filled(Rect::from_center_size(centre, Vec2::new(size, size * 0.3)), size * 0.12, colour);
        }
        Verdict::Unknown => {
            let outline = Rect::from_center_size(centre, Vec2::splat(size * 0.8));
            let corners =
                [outline.center_top(), outline.right_center(), outline.center_bottom(), outline.left_center()];
            let grown = corners.map(|c| centre + (c - centre) * 1.25);
            painter.add(Shape::closed_line(grown.to_vec(), Stroke::new(size * 0.18, colour)));
        }
    }
}

/// The icon of a moment.
pub(crate) const fn moment_icon(moment: Moment) -> Icon {
    match moment {
        Moment::Then => Icon::Clock,
        Moment::Now => Icon::Pulse,
        Moment::ClosedSince => Icon::Lock,
    }
}

/// Draws whether a clause holds: a filled disc with a tick, a ring with a cross, a question mark.
///
/// What holds let the harvester through, so it has the harvester's colour; what fails kept it out.
pub(crate) fn clause(painter: &Painter, centre: Pos2, size: f32, holds: Option<bool>, tokens: &Tokens) {
    match holds {
        Some(true) => {
            painter.circle_filled(centre, size / 2.0, tokens.accent);
            Icon::Check.paint(painter, centre, size * 0.72, tokens.on_accent);
        }
        Some(false) => {
            painter.circle_stroke(centre, size / 2.0 - 0.75, Stroke::new(1.5, tokens.safe));
            Icon::Close.paint(painter, centre, size * 0.6, tokens.safe);
        }
        None => Icon::Question.paint(painter, centre, size * 1.15, tokens.warning),
    }
}

/// Draws a check box of `size` points around `centre`.
pub(crate) fn check_box(painter: &Painter, centre: Pos2, size: f32, checked: bool, tokens: &Tokens) {
    let rect = Rect::from_center_size(centre, Vec2::splat(size));
    if checked {
        painter.rect_filled(rect, size * 0.25, tokens.select);
        Icon::Check.paint(painter, centre, size * 0.85, tokens.on_select);
    } else {
        painter.rect_stroke(rect, size * 0.25, Stroke::new(1.5, tokens.text_faint), StrokeKind::Inside);
    }
}
