//! Marks by the thousand: every shape drawn once into a texture, then placed as quads of one mesh.

use egui::{Color32, ColorImage, Mesh, Painter, Pos2, Rect, Shape, TextureHandle, TextureOptions, Vec2, pos2, vec2};

use crate::analysis::Verdict;
use crate::gui::theme::Tokens;

/// Width of a mark at size 1, without its outline, in points.
pub(crate) const MARK_POINTS: f32 = 11.0;
/// Width of a cell of the texture at size 1: room for the mark and its outline.
const CELL_POINTS: f32 = 20.0;
/// Width of the outline at size 1.
const OUTLINE: f32 = 1.5;
/// The texture is finer than the screen, for marks that are drawn larger.
const OVERSAMPLE: f32 = 1.5;
/// One cell for each verdict, and one for rows of trails.
const CELLS: usize = Verdict::ALL.len() + 1;

/// Shapes ready to be placed.
#[derive(Default)]
pub(crate) struct Marks {
    texture: Option<(TextureHandle, f32, bool)>,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// An item.
    Item(Verdict),
    /// A row of a trail.
    Trail,
}

/// Marks gathered for one drawing.
pub(crate) struct Batch {
    mesh: Mesh,
}

impl Marks {
    /// Starts a drawing.
    pub(crate) fn batch(&mut self, ctx: &egui::Context, tokens: &Tokens) -> Batch {
        let scale = ctx.pixels_per_point() * OVERSAMPLE;
        let fits = |(_, made, dark): &(TextureHandle, f32, bool)| (made - scale).abs() < 1e-3 && *dark == tokens.dark;
        if !self.texture.as_ref().is_some_and(fits) {
            let texture = ctx.load_texture("map marks", draw(scale, tokens), TextureOptions::LINEAR);
            self.texture = Some((texture, scale, tokens.dark));
        }
        let id = self.texture.as_ref().map_or(egui::TextureId::default(), |(texture, ..)| texture.id());
        Batch { mesh: Mesh::with_texture(id) }
    }
}

impl Batch {
    /// Adds a mark.
    pub(crate) fn add(&mut self, at: Pos2, mark: Mark, size: f32, opacity: f32) {
        let cell = match mark {
            Mark::Item(verdict) => verdict as usize,
            Mark::Trail => CELLS - 1,
        } as f32;
        let uv = Rect::from_min_max(pos2(cell / CELLS as f32, 0.0), pos2((cell + 1.0) / CELLS as f32, 1.0));
        let rect = Rect::from_center_size(at, Vec2::splat(CELL_POINTS * size));
        self.mesh.add_rect_with_uv(rect, uv, Color32::WHITE.gamma_multiply(opacity));
    }

    /// Draws them.
    pub(crate) fn paint(self, painter: &Painter) {
        if !self.mesh.is_empty() {
            painter.add(Shape::mesh(self.mesh));
        }
    }
}

fn draw(scale: f32, tokens: &Tokens) -> ColorImage {
    let side = (CELL_POINTS * scale).ceil() as usize;
    let mut pixels = vec![Color32::TRANSPARENT; side * CELLS * side];
    for cell in 0..CELLS {
        let mark = Verdict::ALL.get(cell).map_or(Mark::Trail, |verdict| Mark::Item(*verdict));
        for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
            let at =
                vec2(x as f32 + 0.5, y as f32 + 0.5) * (CELL_POINTS / side as f32) - Vec2::splat(CELL_POINTS / 2.0);
            pixels[y * side * CELLS + cell * side + x] = pixel(mark, at, 1.0 / scale, tokens);
        }
    }
    ColorImage::new([side * CELLS, side], pixels)
}

/// The colour at a place of a mark, `at` points from its middle.
fn pixel(mark: Mark, at: Vec2, softness: f32, tokens: &Tokens) -> Color32 {
    let (distance, colour, outline) = match mark {
        Mark::Item(verdict) => (distance(verdict, at), tokens.verdict(verdict), OUTLINE),
        Mark::Trail => (at.length() - MARK_POINTS * 0.5, tokens.trail, 0.0),
    };
    let cover = |edge: f32| (0.5 - (distance - edge) / softness).clamp(0.0, 1.0);
    let (inside, around) = (cover(0.0), cover(outline));
    tokens.mark_outline.gamma_multiply(around).blend(colour.gamma_multiply(inside))
}

/// Distance from the edge of a verdict's shape, negative inside: disc, square, triangle, ring, bar and diamond, as
/// everywhere in the window.
fn distance(verdict: Verdict, at: Vec2) -> f32 {
    let radius = MARK_POINTS / 2.0;
    let square = |half: Vec2, round: f32| {
        let q = at.abs() - half + Vec2::splat(round);
        q.max(Vec2::ZERO).length() + q.x.max(q.y).min(0.0) - round
    };
    match verdict {
        Verdict::Captured => at.length() - radius,
        Verdict::Retained => square(Vec2::splat(radius * 0.9), 1.2),
        Verdict::Public => {
            let slope = vec2(0.884, -0.467).normalized();
            let (x, y) = (at.x.abs(), at.y);
            // Half planes alone would give the outline long spikes.
            (vec2(x, y).dot(slope) - radius * 0.5).max(y - radius * 0.8).max(at.length() - radius * 1.15)
        }
        Verdict::Restricted => (at.length() - radius * 0.76).abs() - radius * 0.24,
        Verdict::Private => square(vec2(radius, radius * 0.36), 1.4),
        Verdict::Unknown => {
            let diamond = (at.x.abs() + at.y.abs() - radius * 0.86) * std::f32::consts::FRAC_1_SQRT_2;
            diamond.abs() - radius * 0.2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_marks_have_the_same_shape() {
        let silhouette = |verdict| -> Vec<bool> {
            let places = (-6..=6).flat_map(|x| (-6..=6).map(move |y| vec2(x as f32, y as f32)));
            places.map(|at| distance(verdict, at) < 0.0).collect()
        };
        for (i, a) in Verdict::ALL.iter().enumerate() {
            for b in &Verdict::ALL[i + 1..] {
                let different = silhouette(*a).iter().zip(silhouette(*b)).filter(|(a, b)| *a != b).count();
                assert!(different > 8, "{a} {b}: {different}");
            }
        }
    }

    #[test]
    fn marks_fit_into_their_cells() {
        for verdict in Verdict::ALL {
            let edge = CELL_POINTS / 2.0;
            for step in 0..=20 {
                let along = (step as f32 / 10.0 - 1.0) * edge;
                for at in [vec2(along, edge), vec2(along, -edge), vec2(edge, along), vec2(-edge, along)] {
                    assert!(distance(verdict, at) > OUTLINE + 0.5, "{verdict} {at}");
                }
            }
        }
    }
}
