//! The badge of a cluster: its number, and around it a ring with the share of each verdict.

use std::f32::consts::{FRAC_PI_2, TAU};

use egui::{Align2, Color32, Mesh, Painter, Pos2, Shape, Vec2};

use crate::analysis::Verdict;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

/// Width of the ring, points.
const RING: f32 = 4.5;

/// Radius of the badge of so many items, points.
pub(super) fn radius(count: u32) -> f32 {
    11.5 + (count.max(1) as f32).log10() * 3.6
}

/// A number that fits into a badge: `812`, `1.2k`, `38k`, `1.4M`.
pub(super) fn short_count(count: u32) -> String {
    let scaled = |unit: f64, suffix: &str| {
        // Cut, not rounded, so that 999,999 does not become 1000k.
        let value = f64::from(count) / unit;
        if value < 10.0 {
            format!("{:.1}{suffix}", (value * 10.0).floor() / 10.0)
        } else {
            format!("{}{suffix}", value.floor())
        }
    };
    match count {
        0..=999 => count.to_string(),
        1_000..=999_999 => scaled(1e3, "k"),
        _ => scaled(1e6, "M"),
    }
}

/// Draws it.
pub(super) fn paint(
    painter: &Painter,
    at: Pos2,
    radius: f32,
    by_verdict: &[u32; Verdict::ALL.len()],
    tokens: &Tokens,
    opacity: f32,
) {
    let count: u32 = by_verdict.iter().sum();
    let pixel = 1.0 / painter.ctx().pixels_per_point();
    let fade = |colour: Color32| colour.gamma_multiply(opacity);
    let mut mesh = Mesh::default();
    let whole = Arc { from: 0.0, to: TAU };
    ring(&mut mesh, at + Vec2::new(0.0, 1.0), (0.0, radius + 1.5), whole, fade(tokens.shadow), 3.0);
    ring(&mut mesh, at, (0.0, radius + 1.2), whole, fade(tokens.mark_outline), pixel);
    ring(&mut mesh, at, (0.0, radius - RING + 0.5), whole, fade(tokens.card), pixel);
    let mut from = -FRAC_PI_2;
    for (verdict, share) in Verdict::ALL.iter().zip(by_verdict).filter(|(_, n)| **n > 0) {
        let to = from + TAU * *share as f32 / count as f32;
        // A hair between shares, unless there is only one.
        let gap = if *share == count { 0.0 } else { (0.7 / radius).min((to - from) * 0.25) };
        let arc = Arc { from: from + gap, to: to - gap };
        ring(&mut mesh, at, (radius - RING, radius), arc, fade(tokens.verdict(*verdict)), pixel);
        from = to;
    }
    painter.add(Shape::mesh(mesh));
    painter.text(at, Align2::CENTER_CENTER, short_count(count), Type::SmallStrong.font(), fade(tokens.text));
}

/// Part of a circle, in radians, clockwise from the right.
#[derive(Clone, Copy)]
struct Arc {
    from: f32,
    to: f32,
}

/// How far the corners of a badge may lie from its circle, points: less than can be seen.
const BEND: f32 = 0.1;

/// Adds a part of a ring, or of a disc without an inner radius, whose round edges fade over `feather` points.
fn ring(mesh: &mut Mesh, at: Pos2, (inner, outer): (f32, f32), arc: Arc, colour: Color32, feather: f32) {
    // A view may hold a thousand badges: no more corners than the bend needs.
    let most = (8.0 * BEND / outer.max(1.0)).sqrt();
    let steps = (((arc.to - arc.from).abs() / most).ceil() as u32).max(2);
    let half = feather / 2.0;
    let edge = [(outer - half, colour), (outer + half, Color32::TRANSPARENT)];
    let hole = [((inner - half).max(0.0), Color32::TRANSPARENT), (inner + half, colour)];
    let is_disc = inner <= 0.0;
    let middle = [(0.0, colour)];
    let radii = if is_disc { [&middle[..], &edge[..]] } else { [&hole[..], &edge[..]] };
    let across = radii.iter().map(|part| part.len()).sum::<usize>() as u32;
    let base = mesh.vertices.len() as u32;
    for step in 0..=steps {
        let direction = Vec2::angled(arc.from + (arc.to - arc.from) * step as f32 / steps as f32);
        for (radius, colour) in radii.iter().copied().flatten() {
            mesh.colored_vertex(at + direction * *radius, *colour);
        }
    }
    for step in 0..steps {
        let (a, b) = (base + step * across, base + (step + 1) * across);
        for i in 0..across - 1 {
            // At the middle of a disc both corners are one.
            if !(is_disc && i == 0) {
                mesh.add_triangle(a + i, a + i + 1, b + i);
            }
            mesh.add_triangle(a + i + 1, b + i + 1, if is_disc && i == 0 { a } else { b + i });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_short_and_are_never_rounded_up() {
        let cases = [
            (7, "7"),
            (999, "999"),
            (1_000, "1.0k"),
            (1_990, "1.9k"),
            (38_400, "38k"),
            (999_999, "999k"),
            (1_460_000, "1.4M"),
        ];
        for (count, text) in cases {
            assert_eq!(short_count(count), text);
        }
    }
}
