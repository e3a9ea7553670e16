//! The base map: land, lakes, rivers, borders, roads; sharp at every zoom, prepared off the screen's thread.

mod layers;
pub(super) mod mesh;
mod pack;
pub(super) mod paint;
mod simplify;
pub(super) mod store;

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, Mesh, Painter, Rect, Shape};

use crate::analysis::mercator::WorldPoint;
use crate::gui::theme::Tokens;

use super::projector::Projector;
use layers::{Detail, Layer, TileId};
use mesh::TileMesh;
use paint::{Pen, Placement};
use store::Store;

/// The base map of one map widget.
pub(crate) struct BaseMap {
    store: Store<TileId, TileMesh>,
}

/// A tile to draw.
struct Placed {
    tile: Arc<TileMesh>,
    place: Placement,
    /// The part of the screen it may touch, when it stands in for a finer one.
    clip: Option<Rect>,
}

impl BaseMap {
    pub(crate) fn new() -> Self {
        Self { store: Store::new("base map", KEPT, TileId::prepare) }
    }

    /// Waits for what the last frame asked for: for pictures, not for the screen.
    pub(crate) fn wait(&mut self, limit: Duration) {
        self.store.wait(limit);
    }

    /// Whether roads are drawn at this zoom, so that their origin must be named.
    pub(crate) fn shows_roads(zoom: f64) -> bool {
        zoom >= Layer::Roads.min_zoom()
    }

    /// Draws it; without its roads where finer ones are drawn over it.
    pub(crate) fn paint(&mut self, painter: &Painter, projector: &Projector, tokens: &Tokens, with_roads: bool) {
        self.store.begin_frame();
        painter.rect_filled(projector.rect, 0.0, tokens.water);
        let detail = Detail::for_zoom(projector.zoom, painter.ctx().pixels_per_point());
        let style = Style { tokens, zoom: projector.zoom as f32, pixel: 1.0 / painter.ctx().pixels_per_point() };
        let land = self.placed(Layer::Land, detail, painter, projector);
        stroke(painter, &land, style.shallows());
        areas(painter, &land, tokens.land);
        let lakes = self.placed(Layer::Lakes, detail, painter, projector);
        areas(painter, &lakes, tokens.water);
        stroke(painter, &lakes, style.shore());
        for layer in [Layer::Rivers, Layer::Regions, Layer::Roads, Layer::Countries] {
            if projector.zoom >= layer.min_zoom() && (with_roads || layer != Layer::Roads) {
                let placed = self.placed(layer, detail, painter, projector);
                for pen in style.pens(layer) {
                    stroke(painter, &placed, pen);
                }
            }
        }
        stroke(painter, &land, style.coast());
    }

    /// The tiles of a layer in view. Where a few are not ready yet, coarser ones stand in for them; where many are not,
    /// the whole layer is drawn coarser for the moment.
    fn placed(&mut self, layer: Layer, detail: Detail, painter: &Painter, projector: &Projector) -> Vec<Placed> {
        let mut detail = detail;
        for cell in cells(detail, projector, PREFETCH_POINTS) {
            self.store.ask(cell.tile(detail, layer), painter.ctx());
        }
        loop {
            let wanted = cells(detail, projector, 0.0);
            let missing = wanted.iter().filter(|c| self.tile(c.tile(detail, layer)).is_none()).count();
            let coarser = detail.coarser();
            if let (true, Some(coarser)) = (missing > STAND_INS, coarser) {
                detail = coarser;
                continue;
            }
            return wanted.iter().filter_map(|cell| self.place(layer, detail, *cell, painter, projector)).collect();
        }
    }

    /// A tile, if it is ready. Those of the coarsest detail always are: they are small, and something must be there in
    /// the first frame.
    fn tile(&mut self, id: TileId) -> Option<Arc<TileMesh>> {
        let ready = self.store.tile(id);
        ready.or_else(|| (id.detail == Detail::COARSEST).then(|| self.store.prepare_now(id)))
    }

    fn place(
        &mut self,
        layer: Layer,
        detail: Detail,
        wanted: Cell,
        painter: &Painter,
        projector: &Projector,
    ) -> Option<Placed> {
        let mut now = detail;
        loop {
            let cell = wanted.coarser(detail.tile_zoom() - now.tile_zoom());
            if let Some(tile) = self.tile(cell.tile(now, layer)) {
                let place = Placement::new(projector, &tile, cell.origin(now), now.side());
                let clip = (now != detail).then(|| wanted.on_screen(detail, projector).intersect(painter.clip_rect()));
                return Some(Placed { tile, place, clip });
            }
            now = now.coarser()?;
        }
    }
}

/// Tiles kept beyond those in view.
const KEPT: usize = 900;
/// More tiles than this are not replaced one by one.
const STAND_INS: usize = 8;
/// How far around the view tiles are prepared, so that they are there when the map is moved.
const PREFETCH_POINTS: f32 = 160.0;

/// Column and row of a tile; columns go on in the neighbouring copies of the world.
#[derive(Clone, Copy, Debug)]
struct Cell {
    column: i64,
    row: i64,
}

impl Cell {
    fn tile(self, detail: Detail, layer: Layer) -> TileId {
        let column = self.column.rem_euclid(1 << detail.tile_zoom()) as u32;
        TileId { detail, layer, column, row: self.row as u32 }
    }

    /// The tile that holds this one when the world is cut `steps` times less often.
    fn coarser(self, steps: u8) -> Self {
        Self { column: self.column >> steps, row: self.row >> steps }
    }

    fn origin(self, detail: Detail) -> WorldPoint {
        WorldPoint { x: self.column as f64 * detail.side(), y: self.row as f64 * detail.side() }
    }

    fn on_screen(self, detail: Detail, projector: &Projector) -> Rect {
        let next = Self { column: self.column + 1, row: self.row + 1 };
        Rect::from_min_max(projector.screen(self.origin(detail)), projector.screen(next.origin(detail)))
    }
}

/// The tiles in view and `margin` points around it.
fn cells(detail: Detail, projector: &Projector, margin: f32) -> Vec<Cell> {
    let (min, max) = projector.bounds(margin);
    let at = |v: f64| (v / detail.side()).floor() as i64;
    let rows = at(min.y).max(0)..=at(max.y).min((1 << detail.tile_zoom()) - 1);
    rows.flat_map(|row| (at(min.x)..=at(max.x)).map(move |column| Cell { column, row })).collect()
}

/// Draws something of every tile as one mesh; stand-ins on their own, cut to their place.
fn draw(painter: &Painter, placed: &[Placed], add: impl Fn(&mut Mesh, &Placed)) {
    let mut mesh = Mesh::default();
    for tile in placed.iter().filter(|p| p.clip.is_none()) {
        add(&mut mesh, tile);
    }
    if !mesh.is_empty() {
        painter.add(Shape::mesh(mesh));
    }
    for tile in placed {
        if let Some(clip) = tile.clip {
            let mut mesh = Mesh::default();
            add(&mut mesh, tile);
            painter.with_clip_rect(clip).add(Shape::mesh(mesh));
        }
    }
}

fn areas(painter: &Painter, placed: &[Placed], colour: Color32) {
    draw(painter, placed, |mesh, p| paint::fill(mesh, &p.tile, p.place, colour));
}

fn stroke(painter: &Painter, placed: &[Placed], pen: Pen) {
    if pen.width > 0.0 && pen.colour.a() > 0 {
        draw(painter, placed, |mesh, p| {
            paint::lines(mesh, &p.tile, p.place, p.clip.unwrap_or_else(|| painter.clip_rect()), pen);
        });
    }
}

/// Widths and colours at one zoom.
struct Style<'a> {
    tokens: &'a Tokens,
    zoom: f32,
    /// A pixel in points.
    pixel: f32,
}

impl Style<'_> {
    fn sharp(&self, width: f32, colour: Color32, max_rank: u8) -> Pen {
        Pen { width, colour, feather: self.pixel, max_rank }
    }

    /// The water along the coast, a little lighter, fading out.
    fn shallows(&self) -> Pen {
        let width = ramp(self.zoom, (1.0, 2.0), (7.0, 9.0));
        Pen { width, colour: self.tokens.shallows, feather: width, max_rank: u8::MAX }
    }

    fn coast(&self) -> Pen {
        self.sharp(ramp(self.zoom, (1.0, 0.6), (6.0, 1.1)), self.tokens.coast, u8::MAX)
    }

    fn shore(&self) -> Pen {
        self.sharp(ramp(self.zoom, (2.0, 0.3), (7.0, 0.8)), self.tokens.coast.gamma_multiply(0.8), u8::MAX)
    }

    fn pens(&self, layer: Layer) -> Vec<Pen> {
        let (zoom, tokens) = (self.zoom, self.tokens);
        match layer {
            Layer::Rivers => {
                let rank = ramp(zoom, (3.0, 2.0), (8.0, 9.0)) as u8;
                vec![self.sharp(ramp(zoom, (3.0, 0.4), (10.0, 1.6)), tokens.river, rank.max(1))]
            }
            Layer::Regions => {
                let fade = ramp(zoom, (3.6, 0.0), (4.6, 1.0));
                vec![self.sharp(
                    0.8,
                    tokens.border_region.gamma_multiply(fade),
                    ramp(zoom, (4.0, 2.0), (7.5, 11.0)) as u8,
                )]
            }
            Layer::Countries => vec![self.sharp(ramp(zoom, (1.0, 0.5), (6.0, 1.2)), tokens.border_country, u8::MAX)],
            Layer::Roads => self.roads(),
            Layer::Land | Layer::Lakes => Vec::new(),
        }
    }

    /// Small roads below large ones, each class fading in when there is room for it.
    fn roads(&self) -> Vec<Pen> {
        let class = |rank: u8, from: f32, width: f32| {
            let fade = ramp(self.zoom, (from, 0.0), (from + 1.2, 1.0));
            self.sharp(width, self.tokens.road.gamma_multiply(fade), rank)
        };
        vec![
            class(2, 7.6, ramp(self.zoom, (7.6, 0.4), (12.0, 1.2))),
            class(1, 6.2, ramp(self.zoom, (6.2, 0.5), (12.0, 1.8))),
            class(0, 5.2, ramp(self.zoom, (5.2, 0.6), (12.0, 2.6))),
        ]
    }
}

/// A straight line between two values, and level beyond them.
pub(super) fn ramp(x: f32, (x0, y0): (f32, f32), (x1, y1): (f32, f32)) -> f32 {
    let t = ((x - x0) / (x1 - x0)).clamp(0.0, 1.0);
    y0 + (y1 - y0) * t
}
