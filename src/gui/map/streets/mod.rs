//! The user's own streets over the base map: prepared off the screen's thread, kept in a bounded store, styled light and
//! dark.

mod mesh;
mod names;
mod style;

use std::sync::Arc;
use std::time::Duration;

use egui::{Mesh, Painter, Rect, Shape};

use crate::analysis::mercator::WorldPoint;
use crate::gui::theme::Tokens;
use crate::street::{Class, Streets, TileKey};

use super::base::mesh::TileMesh;
use super::base::paint::{self, Pen, Placement};
use super::base::store::Store;
use super::projector::Projector;
use mesh::StreetMesh;

pub(super) use names::StreetName;

/// Tiles kept beyond those in view.
const KEPT: usize = 1_000;
/// How far around the view tiles are prepared.
const PREFETCH_POINTS: f32 = 120.0;
/// More tiles than this in view are not drawn: it is zoomed out too far.
const MOST_TILES: usize = 1_000;

/// The streets of one map.
#[derive(Default)]
pub(super) struct StreetMap {
    open: Option<Open>,
}

struct Open {
    streets: Arc<Streets>,
    store: Store<TileKey, StreetMesh>,
}

/// A tile to draw.
struct Placed {
    mesh: Arc<StreetMesh>,
    place: Placement,
    on_screen: Rect,
}

impl StreetMap {
    /// Draws from now on what the user has open.
    pub(super) fn follow(&mut self, streets: Option<&Arc<Streets>>) {
        let same = |open: &Open| streets.is_some_and(|s| Arc::ptr_eq(s, &open.streets));
        if !self.open.as_ref().is_some_and(same) {
            self.open = streets.map(|streets| {
                let source = Arc::clone(streets);
                let store = Store::new("streets", KEPT, move |key| StreetMesh::of(source.tile(key)));
                Open { streets: Arc::clone(streets), store }
            });
        }
    }

    /// Waits for what the last frame asked for: for pictures, not for the screen.
    pub(super) fn wait(&mut self, limit: Duration) {
        if let Some(open) = &mut self.open {
            open.store.wait(limit);
        }
    }

    /// Whether streets take the place of the base map's roads in the middle of the view.
    pub(super) fn covers(&self, projector: &Projector) -> bool {
        let Some(open) = &self.open else { return false };
        let (min, max) = corners(&open.streets);
        let at = projector.centre;
        let inside = (min.x..=max.x).contains(&at.x.rem_euclid(1.0)) && (min.y..=max.y).contains(&at.y);
        inside && open.wanted(projector).is_some()
    }

    /// Draws the streets in view. Returns their names.
    pub(super) fn paint(&mut self, painter: &Painter, projector: &Projector, tokens: &Tokens) -> Vec<StreetName> {
        let Some(open) = &mut self.open else { return Vec::new() };
        open.store.begin_frame();
        let placed = open.placed(painter, projector);
        let style = style::Style::new(tokens, projector.zoom as f32, 1.0 / painter.ctx().pixels_per_point());
        for class in Class::AREAS {
            if let Some(colour) = style.area(class) {
                draw(painter, &placed, class, |mesh, tile, p| paint::fill(mesh, tile, p.place, colour));
            }
            if let Some(pen) = style.outline(class) {
                stroke(painter, &placed, class, pen);
            }
        }
        // Sides below all streets, so that crossings are open.
        for class in Class::LINES {
            if let Some(pen) = style.casing(class) {
                stroke(painter, &placed, class, pen);
            }
        }
        for class in Class::LINES {
            if let Some(pen) = style.line(class) {
                stroke(painter, &placed, class, pen);
            }
        }
        names::in_view(placed.iter().map(|p| (&*p.mesh, p.place)), projector)
    }

    /// Tiles of what is open that could not be read.
    pub(super) fn failed(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.store.iter().filter(|mesh| mesh.failed).count())
    }
}

impl Open {
    /// The zoom of the tiles for this view, and those in and around it; `None` if it is zoomed out too far for them.
    fn wanted(&self, projector: &Projector) -> Option<(u8, Vec<(TileKey, i64)>)> {
        let extent = self.streets.extent();
        let [coarsest, finest] = extent.zooms;
        let zoom = (projector.zoom + 0.35).floor().clamp(f64::from(coarsest), f64::from(finest)) as u8;
        let cells = self.cells(zoom, projector, PREFETCH_POINTS);
        (projector.zoom >= extent.shown_from && cells.len() <= MOST_TILES).then_some((zoom, cells))
    }

    /// The tiles in view that are ready; coarser ones where they are not.
    fn placed(&mut self, painter: &Painter, projector: &Projector) -> Vec<Placed> {
        let [coarsest, _] = self.streets.extent().zooms;
        let Some((zoom, wanted)) = self.wanted(projector) else { return Vec::new() };
        for (key, _) in &wanted {
            self.store.ask(*key, painter.ctx());
        }
        let mut placed = Vec::new();
        let mut standing_in = Vec::new();
        for (key, column) in self.cells(zoom, projector, 0.0) {
            if let Some(mesh) = self.store.tile(key) {
                placed.push(self::placed(mesh, key, column, projector));
                continue;
            }
            // What is ready of the tiles above stands in, each once.
            for steps in 1..=zoom - coarsest {
                let above = TileKey { zoom: zoom - steps, column: key.column >> steps, row: key.row >> steps };
                if standing_in.contains(&above) {
                    break;
                }
                if let Some(mesh) = self.store.tile(above) {
                    standing_in.push(above);
                    placed.insert(0, self::placed(mesh, above, column >> steps, projector));
                    break;
                }
            }
        }
        placed
    }

    /// The tiles of the file in view, with their column in the copy of the world that is seen.
    fn cells(&self, zoom: u8, projector: &Projector, margin: f32) -> Vec<(TileKey, i64)> {
        let side = side(zoom);
        let (min, max) = projector.bounds(margin);
        let (south_west, north_east) = corners(&self.streets);
        let at = |v: f64| (v / side).floor() as i64;
        let count = 1i64 << zoom;
        let rows = at(min.y.max(south_west.y)).max(0)..=at(max.y.min(north_east.y)).min(count - 1);
        let columns = at(south_west.x).max(0)..=at(north_east.x).min(count - 1);
        let mut cells = Vec::new();
        for row in rows {
            for column in at(min.x)..=at(max.x) {
                let key = TileKey { zoom, column: column.rem_euclid(count) as u32, row: row as u32 };
                if columns.contains(&i64::from(key.column)) {
                    cells.push((key, column));
                }
                if cells.len() > MOST_TILES {
                    return cells;
                }
            }
        }
        cells
    }
}

fn side(zoom: u8) -> f64 {
    1.0 / f64::from(1u32 << zoom.min(30))
}

/// The north-western and south-eastern corners of a file.
fn corners(streets: &Streets) -> (WorldPoint, WorldPoint) {
    let extent = streets.extent();
    (
        WorldPoint::from_degrees(extent.max.lat_degrees(), extent.min.lon_degrees()),
        WorldPoint::from_degrees(extent.min.lat_degrees(), extent.max.lon_degrees()),
    )
}

fn placed(mesh: Arc<StreetMesh>, key: TileKey, column: i64, projector: &Projector) -> Placed {
    let side = side(key.zoom);
    let origin = WorldPoint { x: column as f64 * side, y: f64::from(key.row) * side };
    let corner = WorldPoint { x: origin.x + side, y: origin.y + side };
    let on_screen = Rect::from_min_max(projector.screen(origin), projector.screen(corner));
    let place = Placement::over(projector, f64::from(mesh.extent), origin, side);
    Placed { mesh, place, on_screen }
}

fn stroke(painter: &Painter, placed: &[Placed], class: Class, pen: Pen) {
    let view = painter.clip_rect();
    draw(painter, placed, class, |mesh, tile, p| paint::lines(mesh, tile, p.place, view, pen));
}

/// Draws something of a class in every tile: as one mesh where tiles are cut to their own square, else each on its own.
fn draw(painter: &Painter, placed: &[Placed], class: Class, add: impl Fn(&mut Mesh, &TileMesh, &Placed)) {
    let mut together = Mesh::default();
    for p in placed {
        let Some(tile) = p.mesh.class(class) else { continue };
        if !p.on_screen.intersects(painter.clip_rect()) {
            continue;
        }
        if p.mesh.overhangs {
            let mut mesh = Mesh::default();
            add(&mut mesh, tile, p);
            painter.with_clip_rect(p.on_screen.intersect(painter.clip_rect())).add(Shape::mesh(mesh));
        } else {
            add(&mut together, tile, p);
        }
    }
    if !together.is_empty() {
        painter.add(Shape::mesh(together));
    }
}
