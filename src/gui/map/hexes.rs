//! The hexagons: what lies in each cell of the grid, as large on screen as can be told apart.

use egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke};

use crate::analysis::heat::HeatScale;
use crate::analysis::hexes::{FINEST, HexCell, HexCount, HexCounts, HexLevel, HexView, Outline};
use crate::analysis::mercator::WorldPoint;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::state::MapLayer;
use crate::gui::theme::Tokens;
use crate::model::ItemId;

use super::projector::Projector;
use super::shown::{Key, Shown};

/// Length of an edge on screen at least, points.
const EDGE_POINTS: f64 = 12.0;
/// How far around the view cells are kept, so that moving the map looks for none.
const MARGIN: f32 = 200.0;
/// Width of the gap between neighbours, points.
const GAP: f32 = 0.7;
/// Place on the ramp of what holds least: a cell is there or it is not.
const FAINTEST: f64 = 0.12;

/// The hexagons of one map.
#[derive(Default)]
pub(crate) struct HexLayer {
    made: Option<Made>,
}

struct Made {
    key: Key,
    resolution: u8,
    view: HexView,
    cells: Vec<Placed>,
    scale: HexScale,
}

struct Placed {
    /// What it holds.
    total: u64,
    /// Place on the ramp.
    at: f32,
    outline: Outline,
}

/// What the colours of hexagons stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HexScale {
    /// Densities on the ramp.
    pub heat: HeatScale,
    /// Usual area of a cell, square kilometres.
    pub usual_km2: f64,
}

impl HexScale {
    fn new(level: &HexLevel) -> Self {
        let single = 1.0 / level.usual_km2();
        Self { heat: HeatScale::new(single, level.most as f64 * single), usual_km2: level.usual_km2() }
    }
}

/// The colour at a place of the ramp of hexagons.
pub(crate) fn colour(tokens: &Tokens, at: f32) -> Color32 {
    tokens.heat(FAINTEST as f32 + (1.0 - FAINTEST as f32) * at)
}

/// A cell that the pointer is on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HexTarget {
    /// Which.
    pub cell: HexCell,
    /// What it holds.
    pub count: HexCount,
}

/// The resolution for a view.
fn resolution(projector: &Projector) -> u8 {
    HexLevel::resolution_for(EDGE_POINTS / projector.scale, projector.centre.y.clamp(0.0, 1.0))
}

/// The occupied cell at a point on screen, where cells are shown.
pub(crate) fn pick(at: Pos2, cx: &ViewCx<'_>, projector: &Projector, shown: &Shown) -> Option<HexTarget> {
    let world = projector.world(at);
    if cx.view.layer != MapLayer::Hexes || !(0.0..=1.0).contains(&world.y) {
        return None;
    }
    let resolution = resolution(projector);
    let cell = HexCell::of(world.to_geo(), resolution)?;
    let count = shown.hexes.as_ref()?.level(resolution)?.count(cell);
    (count.total() > 0).then_some(HexTarget { cell, count })
}

/// Selects the item of a cell, or shows only what lies in it.
pub(crate) fn open(hex: HexTarget, cx: &ViewCx<'_>, shown: &Shown) {
    let items = shown.hexes.as_ref().map_or(&[][..], |counts| counts.items_in(hex.cell));
    if let [only] = *items {
        cx.actions.send(Action::Select(Some(ItemId(only))));
        return;
    }
    let mut filter = cx.view.filter.clone();
    filter.cell = Some(hex.cell);
    cx.actions.send(Action::SetFilter(Box::new(filter)));
}

impl HexLayer {
    /// Draws the cells. Returns what their colours stand for.
    pub(crate) fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        shown: &Shown,
        tokens: &Tokens,
    ) -> Option<HexScale> {
        let Some(counts) = &shown.hexes else {
            // Those of before are better than none while the new ones are counted.
            return self.made.as_ref().filter(|made| made.key.dataset == shown.key.dataset).map(|made| {
                made.paint(painter, projector, tokens);
                made.scale
            });
        };
        if !self.made.as_ref().is_some_and(|made| made.is_good(projector, shown.key)) {
            self.made = make(counts, projector, shown.key);
        }
        let made = self.made.as_ref()?;
        made.paint(painter, projector, tokens);
        Some(made.scale)
    }
}

impl HexLayer {
    /// What the cells in view hold, as they were drawn last.
    pub(crate) fn in_view(&self, projector: &Projector) -> u64 {
        let cells = self.made.iter().flat_map(|made| &made.cells);
        let seen =
            |cell: &&Placed| projector.rect.contains(projector.screen(projector.nearest_copy(cell.outline.centre)));
        cells.filter(seen).map(|cell| cell.total).sum()
    }
}

fn make(counts: &HexCounts, projector: &Projector, key: Key) -> Option<Made> {
    let resolution = resolution(projector).min(FINEST);
    let scale = HexScale::new(counts.level(resolution).filter(|level| !level.is_empty())?);
    let (min, max) = projector.bounds(MARGIN);
    let view = HexView { min, max };
    let placed = |(cell, count): (HexCell, HexCount)| {
        let density = count.total() as f64 / cell.area_km2();
        Placed { total: count.total(), at: scale.heat.position(density) as f32, outline: cell.outline() }
    };
    let cells = counts.in_view(resolution, &view).into_iter().map(placed).collect();
    Some(Made { key, resolution, view, cells, scale })
}

impl Made {
    fn is_good(&self, projector: &Projector, key: Key) -> bool {
        let (min, max) = projector.bounds(0.0);
        self.key == key
            && self.resolution == resolution(projector)
            && self.view.min.x <= min.x
            && self.view.max.x >= max.x
            && self.view.min.y <= min.y
            && self.view.max.y >= max.y
    }

    fn paint(&self, painter: &Painter, projector: &Projector, tokens: &Tokens) {
        let pixel = 1.0 / painter.ctx().pixels_per_point();
        let mut mesh = Mesh::default();
        let ramp: Vec<Color32> = (0..=255_u8).map(|i| colour(tokens, f32::from(i) / 255.0)).collect();
        for placed in &self.cells {
            let fill = ramp[(placed.at * 255.0).round().clamp(0.0, 255.0) as usize];
            placed.add_to(&mut mesh, projector, fill, pixel);
        }
        if !mesh.is_empty() {
            painter.add(Shape::mesh(mesh));
        }
    }
}

/// The corners of an outline on screen, in every copy of the world that is seen, and the middle.
fn on_screen(outline: &Outline, projector: &Projector, mut f: impl FnMut(Pos2, &[Pos2])) {
    for copy in projector.copies(MARGIN).start() - 1..=projector.copies(MARGIN).end() + 1 {
        let shift = f64::from(copy);
        let place = |at: &WorldPoint| projector.screen(WorldPoint { x: at.x + shift, ..*at });
        let corners: Vec<Pos2> = outline.corners.iter().map(place).collect();
        if egui::Rect::from_points(&corners).expand(1.0).intersects(projector.rect) || outline.pole.is_some() {
            f(place(&outline.centre), &corners);
        }
    }
}

impl Placed {
    fn add_to(&self, mesh: &mut Mesh, projector: &Projector, fill: Color32, pixel: f32) {
        let edge = self.outline.pole.map(|y| projector.screen(WorldPoint { x: 0.0, y }).y);
        on_screen(&self.outline, projector, |centre, corners| match edge {
            Some(edge) => add_band(mesh, corners, edge, fill),
            None => add_polygon(mesh, centre, corners, fill, pixel),
        });
    }
}

/// Adds a polygon around its middle whose edge fades over a pixel, half a gap short of its neighbours.
fn add_polygon(mesh: &mut Mesh, centre: Pos2, corners: &[Pos2], fill: Color32, pixel: f32) {
    let base = mesh.vertices.len() as u32;
    mesh.colored_vertex(centre, fill);
    for corner in corners {
        let outwards = *corner - centre;
        let length = outwards.length().max(0.01);
        let at = |short: f32| centre + outwards * ((length - short) / length).max(0.0);
        mesh.colored_vertex(at(GAP + pixel * 0.5), fill);
        mesh.colored_vertex(at(GAP - pixel * 0.5), Color32::TRANSPARENT);
    }
    let count = corners.len() as u32;
    for i in 0..count {
        let (inner, outer) = (base + 1 + 2 * i, base + 2 + 2 * i);
        let next = base + 1 + 2 * ((i + 1) % count);
        mesh.add_triangle(base, inner, next);
        mesh.add_triangle(inner, outer, next);
        mesh.add_triangle(outer, next + 1, next);
    }
}

/// Adds what lies between a line round the world and the edge of the world beyond it.
fn add_band(mesh: &mut Mesh, corners: &[Pos2], edge: f32, fill: Color32) {
    for pair in corners.windows(2) {
        let base = mesh.vertices.len() as u32;
        for corner in pair {
            mesh.colored_vertex(*corner, fill);
            mesh.colored_vertex(Pos2::new(corner.x, edge), fill);
        }
        mesh.add_triangle(base, base + 1, base + 2);
        mesh.add_triangle(base + 1, base + 3, base + 2);
    }
}

/// Draws a line around the cell that the pointer is on.
pub(crate) fn paint_hovered(painter: &Painter, projector: &Projector, target: HexTarget, tokens: &Tokens) {
    let outline = target.cell.outline();
    on_screen(&outline, projector, |_, corners| {
        let stroke = Stroke::new(2.0, tokens.select);
        if outline.pole.is_some() {
            painter.add(Shape::line(corners.to_vec(), stroke));
        } else {
            painter.add(Shape::closed_line(corners.to_vec(), stroke));
        }
    });
}
