//! Drawing tiles: one mesh a layer, every vertex one multiplication and one addition.

use egui::{Color32, Mesh, Pos2, Rect, pos2};

use super::mesh::{Line, TileMesh};
use crate::analysis::mercator::WorldPoint;
use crate::gui::map::projector::Projector;

/// Where a tile lies on screen.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui::map) struct Placement {
    left: f64,
    top: f64,
    scale: f64,
}

impl Placement {
    /// A tile with its north-western corner at `origin` and `side` widths of the world wide.
    pub(in crate::gui::map) fn new(projector: &Projector, tile: &TileMesh, origin: WorldPoint, side: f64) -> Self {
        Self::over(projector, tile.extent, origin, side)
    }

    /// A tile of `extent` units with its north-western corner at `origin` and `side` widths of the world wide.
    pub(in crate::gui::map) fn over(projector: &Projector, extent: f64, origin: WorldPoint, side: f64) -> Self {
        let middle = projector.rect.center();
        Self {
            left: (origin.x - projector.centre.x) * projector.scale + f64::from(middle.x),
            top: (origin.y - projector.centre.y) * projector.scale + f64::from(middle.y),
            scale: side * projector.scale / extent,
        }
    }

    /// Where a point of the tile is on screen.
    pub(in crate::gui::map) fn at(&self, point: [i32; 2]) -> Pos2 {
        pos2(
            (f64::from(point[0]) * self.scale + self.left) as f32,
            (f64::from(point[1]) * self.scale + self.top) as f32,
        )
    }
}

/// Adds the areas of a tile.
pub(in crate::gui::map) fn fill(mesh: &mut Mesh, tile: &TileMesh, place: Placement, colour: Color32) {
    let base = mesh.vertices.len() as u32;
    mesh.reserve_vertices(tile.vertices.len());
    for vertex in &tile.vertices {
        mesh.colored_vertex(place.at(*vertex), colour);
    }
    mesh.indices.extend(tile.indices.iter().map(|i| base + i));
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui::map) struct Pen {
    /// Width in points.
    pub(in crate::gui::map) width: f32,
    pub(in crate::gui::map) colour: Color32,
    /// Over how many points its sides fade out: one pixel for a sharp line, more for a glow.
    pub(in crate::gui::map) feather: f32,
    /// Lines of a greater rank are left out.
    pub(in crate::gui::map) max_rank: u8,
}

/// Adds the lines of a tile that are seen.
pub(in crate::gui::map) fn lines(mesh: &mut Mesh, tile: &TileMesh, place: Placement, view: Rect, pen: Pen) {
    let view = view.expand(pen.width + pen.feather + 1.0);
    for line in tile.lines.iter().filter(|line| line.rank <= pen.max_rank) {
        let bounds = Rect::from_min_max(place.at(line.min), place.at(line.max));
        if bounds.intersects(view) {
            if pen.width <= pen.feather {
                thin(mesh, line, place, pen);
            } else {
                wide(mesh, line, place, pen);
            }
        }
    }
}

/// A line not wider than its soft sides: full in the middle, fading to both.
fn thin(mesh: &mut Mesh, line: &Line, place: Placement, pen: Pen) {
    let colour = pen.colour.gamma_multiply(pen.width / pen.feather);
    let base = mesh.vertices.len() as u32;
    mesh.reserve_vertices(line.points.len() * 3);
    for point in &line.points {
        let at = place.at(point.at);
        let side = egui::vec2(point.side[0], point.side[1]) * pen.feather;
        mesh.colored_vertex(at + side, Color32::TRANSPARENT);
        mesh.colored_vertex(at, colour);
        mesh.colored_vertex(at - side, Color32::TRANSPARENT);
    }
    strips(mesh, base, line.points.len() as u32, 3);
}

/// A line with a full middle and soft sides.
fn wide(mesh: &mut Mesh, line: &Line, place: Placement, pen: Pen) {
    let (half, fade) = (pen.width / 2.0, pen.feather / 2.0);
    let (inner, outer) = (half - fade, half + fade);
    let base = mesh.vertices.len() as u32;
    mesh.reserve_vertices(line.points.len() * 4);
    for point in &line.points {
        let at = place.at(point.at);
        let side = egui::vec2(point.side[0], point.side[1]);
        mesh.colored_vertex(at + side * outer, Color32::TRANSPARENT);
        mesh.colored_vertex(at + side * inner, pen.colour);
        mesh.colored_vertex(at - side * inner, pen.colour);
        mesh.colored_vertex(at - side * outer, Color32::TRANSPARENT);
    }
    strips(mesh, base, line.points.len() as u32, 4);
}

/// Joins rows of `across` vertices, one row a point, into triangles.
fn strips(mesh: &mut Mesh, base: u32, rows: u32, across: u32) {
    mesh.reserve_triangles(((rows.saturating_sub(1)) * (across - 1) * 2) as usize);
    for row in 1..rows {
        let (a, b) = (base + (row - 1) * across, base + row * across);
        for i in 0..across - 1 {
            mesh.add_triangle(a + i, a + i + 1, b + i);
            mesh.add_triangle(a + i + 1, b + i + 1, b + i);
        }
    }
}
