//! The heat layer: one texture, computed when the view leaves what it covers or the data changes.

use egui::{Color32, ColorImage, Mesh, Painter, Rect, Shape, TextureHandle, TextureOptions, pos2};

use crate::analysis::heat::{HeatGrid, HeatScale, HeatWindow, Kernel, count, reach, smooth};
use crate::analysis::index::SpatialIndex;
use crate::analysis::mercator::{EQUATOR_METRES, WorldPoint, metres_per_world};
use crate::gui::theme::Tokens;

use super::projector::Projector;

/// How far a position spreads, in points: the standard deviation of its bell. Less where the map shows continents.
fn sigma_points(kernel: Kernel, projector: &Projector) -> f64 {
    match kernel {
        Kernel::Auto => 7.5 + (projector.zoom - 2.5).clamp(0.0, 4.0),
        Kernel::Points(radius) => f64::from(radius) / 2.0,
        Kernel::Metres(radius) => f64::from(radius) / 2.0 * projector.points_per_metre(projector.centre.y),
    }
    .max(LEAST_SIGMA)
}

/// A narrower bell could not be told from a point, nor found on the map.
const LEAST_SIGMA: f64 = 1.25;
/// A cell is at most this part of the bell's standard deviation wide, so that wide bells take no longer than narrow ones.
const CELLS_OF_BELL: f64 = 6.0;
/// The same for pictures.
const FINE_CELLS_OF_BELL: f64 = 24.0;
/// The bell may be so much wider or narrower than it should, as metres change while the map moves north or south.
const SIGMA_TOLERANCE: f64 = 0.03;

/// Smallest cell, in points. Much finer than a bell, so that stretching the texture shows no cells.
const CELL_POINTS: f64 = 2.6;
/// Most cells along the longer side of the view.
const MAX_CELLS: f64 = 420.0;
/// The texture goes beyond the view by this part of it, so that moving the map needs no new one at once.
const MARGIN: f32 = 0.12;

/// The heat of one map.
#[derive(Default)]
pub(crate) struct HeatLayer {
    /// Whether cells are as small as pixels: for pictures, whose textures are not smoothed when stretched.
    is_fine: bool,
    texture: Option<TextureHandle>,
    made: Option<Made>,
}

/// What the texture shows.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Made {
    stamp: u64,
    dark: bool,
    zoom: f64,
    /// The bell's standard deviation, points.
    sigma: f64,
    kernel: Kernel,
    window: HeatWindow,
    scale: HeatScale,
}

impl Made {
    fn corners(&self) -> (WorldPoint, WorldPoint) {
        let cells = (1u64 << self.window.depth) as f64;
        let at = |x: i64, y: i64| WorldPoint { x: x as f64 / cells, y: y as f64 / cells };
        let (w, h) = (self.window.width as i64, self.window.height as i64);
        (at(self.window.x0, self.window.y0), at(self.window.x0 + w, self.window.y0 + h))
    }

    /// Whether it is good for a view.
    fn covers(&self, projector: &Projector, moving: bool) -> bool {
        let (min, max) = self.corners();
        let turn = (projector.centre.x - f64::midpoint(min.x, max.x)).round();
        let (view_min, view_max) = projector.bounds(0.0);
        let tolerance = if moving { 0.12 } else { 1e-6 };
        (self.zoom - projector.zoom).abs() <= tolerance
            && min.x + turn <= view_min.x
            && max.x + turn >= view_max.x
            && (min.y <= view_min.y || min.y <= 0.0)
            && (max.y >= view_max.y || max.y >= 1.0)
    }
}

/// What the heat is of.
#[derive(Clone, Copy)]
pub(crate) struct Density<'a> {
    /// The positions.
    pub indices: &'a [&'a SpatialIndex],
    /// Tells their state apart from any other.
    pub stamp: u64,
    /// How far each spreads.
    pub kernel: Kernel,
    /// Whether the map is moving: then a texture of nearly the same zoom is good enough.
    pub moving: bool,
}

impl HeatLayer {
    /// With cells as small as pixels.
    pub(crate) fn fine() -> Self {
        Self { is_fine: true, ..Self::default() }
    }

    /// Draws the density. Returns the scale, for the legend.
    pub(crate) fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        what: &Density<'_>,
        tokens: &Tokens,
    ) -> Option<HeatScale> {
        let indices = what.indices;
        if indices.iter().all(|index| index.is_empty()) {
            self.made = None;
            return None;
        }
        if !self.is_good(projector, what, tokens) {
            self.make(painter.ctx(), projector, what, tokens);
        }
        let (texture, made) = (self.texture.as_ref()?, self.made?);
        let (min, max) = made.corners();
        // The centre of the view may have gone once round the world since.
        let turn = (projector.centre.x - f64::midpoint(min.x, max.x)).round();
        let corner = |p: WorldPoint| projector.screen(WorldPoint { x: p.x + turn, ..p });
        let mut mesh = Mesh::with_texture(texture.id());
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        mesh.add_rect_with_uv(Rect::from_min_max(corner(min), corner(max)), whole, Color32::WHITE);
        painter.add(Shape::mesh(mesh));
        Some(made.scale)
    }

    /// Whether what was made last is good for a view.
    pub(crate) fn is_good(&self, projector: &Projector, what: &Density<'_>, tokens: &Tokens) -> bool {
        let Density { stamp, kernel, moving, .. } = *what;
        let sigma = sigma_points(kernel, projector);
        let good = |made: &Made| {
            made.stamp == stamp
                && made.dark == tokens.dark
                && made.kernel == kernel
                && (moving || (made.sigma / sigma - 1.0).abs() <= SIGMA_TOLERANCE)
                && made.covers(projector, moving)
        };
        self.made.as_ref().is_some_and(good)
    }

    fn make(&mut self, ctx: &egui::Context, projector: &Projector, what: &Density<'_>, tokens: &Tokens) {
        let Density { indices, stamp, kernel, .. } = *what;
        let pixel = 1.0 / f64::from(ctx.pixels_per_point());
        let sigma = sigma_points(kernel, projector);
        let (window, cells) = frame(projector, sigma, self.is_fine.then_some(pixel));
        let grid = smooth(&count(indices, &window.padded(reach(cells))), cells);
        let scale = scale(projector, sigma, kernel, indices);
        let image = colour(&grid, &window, &scale, tokens);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ctx.load_texture("map heat", image, TextureOptions::LINEAR)),
        }
        self.made = Some(Made { stamp, dark: tokens.dark, zoom: projector.zoom, sigma, kernel, window, scale });
    }
}

/// The cells to count for a view, and the width of the bell, `sigma` points, in cells.
/// Cells are `pixel` points wide if that is given.
fn frame(projector: &Projector, sigma: f64, pixel: Option<f64>) -> (HeatWindow, f32) {
    let longer = f64::from(projector.rect.width().max(projector.rect.height()));
    let cell_points = match pixel {
        Some(pixel) => pixel.max(sigma / FINE_CELLS_OF_BELL),
        None => CELL_POINTS.max(longer / MAX_CELLS).max(sigma / CELLS_OF_BELL),
    };
    let depth = (projector.scale / cell_points).log2().floor().clamp(2.0, 28.0) as u8;
    let cells = (1u64 << depth) as f64;
    let (min, max) = projector.bounds(projector.rect.width().max(projector.rect.height()) * MARGIN);
    let (x0, x1) = ((min.x * cells).floor(), (max.x * cells).ceil());
    let (y0, y1) = ((min.y.max(0.0) * cells).floor(), (max.y.min(1.0) * cells).ceil());
    let window = HeatWindow {
        depth,
        x0: x0 as i64,
        y0: y0 as i64,
        width: (x1 - x0).max(1.0) as usize,
        height: (y1 - y0).max(1.0) as usize,
    };
    (window, (sigma * cells / projector.scale) as f32)
}

/// The same for the whole world at a zoom, so that a colour keeps its meaning while the map is moved.
fn scale(projector: &Projector, sigma: f64, kernel: Kernel, indices: &[&SpatialIndex]) -> HeatScale {
    let sigma = sigma / projector.scale;
    let metres = match kernel {
        Kernel::Metres(_) => metres_per_world(projector.centre.y),
        Kernel::Auto | Kernel::Points(_) => EQUATOR_METRES,
    };
    let sigma_km = sigma * metres / 1000.0;
    let single = 1.0 / (std::f64::consts::TAU * sigma_km * sigma_km);
    // A square of this side holds as much as the middle of the bell is high.
    let side = sigma * std::f64::consts::TAU.sqrt();
    let peak = indices.iter().map(|index| index.peak_per_km2(side)).fold(0.0, f64::max);
    HeatScale::new(single, peak)
}

/// Shades of the ramp.
const RAMP_STEPS: usize = 512;

fn colour(grid: &HeatGrid, window: &HeatWindow, scale: &HeatScale, tokens: &Tokens) -> ColorImage {
    let (steps, longest) = (RAMP_STEPS as f32 - 1.0, (scale.top / scale.knee).ln_1p() as f32);
    // The bend of the scale is in the table, so that a cell costs one logarithm.
    let place = |i: usize| scale.position(f64::from(i as f32 / steps * longest).exp_m1() * scale.knee) as f32;
    let ramp: Vec<Color32> = (0..RAMP_STEPS).map(|i| tokens.heat(place(i))).collect();
    let stretch = steps / longest;
    let mut pixels = Vec::with_capacity(grid.cells.len());
    for row in 0..grid.height {
        let per_knee = (1.0 / (window.cell_km2(row) * scale.knee)) as f32;
        pixels.extend(grid.row(row).iter().map(|value| {
            let at = if *value > 0.0 { (value * per_knee).ln_1p() * stretch } else { 0.0 };
            ramp[at.clamp(0.0, steps) as usize]
        }));
    }
    ColorImage::new([grid.width, grid.height], pixels)
}
