//! Density of positions on the ground: counted in cells, smoothed, scaled.

use super::index::{CellRect, SpatialIndex, cell_km2};

/// A stretch of the grid of some depth. Columns may lie in neighbouring copies of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatWindow {
    /// The grid: `2^depth` cells a side.
    pub depth: u8,
    /// First column; negative or beyond the last one in another copy of the world.
    pub x0: i64,
    /// First row; rows beyond the world hold nothing.
    pub y0: i64,
    /// Number of columns.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
}

impl HeatWindow {
    /// The window with `margin` cells more on every side.
    #[must_use]
    pub fn padded(&self, margin: usize) -> Self {
        let m = margin as i64;
        Self {
            depth: self.depth,
            x0: self.x0 - m,
            y0: self.y0 - m,
            width: self.width + 2 * margin,
            height: self.height + 2 * margin,
        }
    }

    /// Area on the ground of a cell in the row at `row` from the top, square kilometres.
    pub fn cell_km2(&self, row: usize) -> f64 {
        let cells = (1u64 << self.depth) as f64;
        cell_km2(self.depth, ((self.y0 as f64 + row as f64 + 0.5) / cells).clamp(0.0, 1.0))
    }
}

/// How far a position spreads: the radius that holds most of its bell, two standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kernel {
    /// So far that the heat reads well at every zoom: 15 to 23 points.
    #[default]
    Auto,
    /// So many points on screen, whatever the zoom.
    Points(u16),
    /// So many metres on the ground, in the middle of the view.
    Metres(u32),
}

impl Kernel {
    /// From words: `auto`, `12px`, `250m`, `2.5km`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| digits.trim().parse::<f64>().ok().filter(|n| (1.0..=1e6).contains(n));
        if text == "auto" {
            Some(Self::Auto)
        } else if let Some(points) = text.strip_suffix("px") {
            number(points).filter(|n| *n <= 200.0).map(|n| Self::Points(n.round() as u16))
        } else if let Some(kilometres) = text.strip_suffix("km") {
            number(kilometres).filter(|n| *n <= 1_000.0).map(|n| Self::Metres((n * 1000.0).round() as u32))
        } else {
            text.strip_suffix('m').and_then(number).map(|n| Self::Metres(n.round() as u32))
        }
    }
}

/// Values by cell, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatGrid {
    /// Number of columns.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// The values.
    pub cells: Vec<f32>,
}

impl HeatGrid {
    /// The values of a row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }

    /// Sum of all values.
    pub fn mass(&self) -> f64 {
        self.cells.iter().map(|v| f64::from(*v)).sum()
    }
}

/// Counts the positions of `indices` in the cells of `window`; each position counts one, in every copy of the world.
pub fn count(indices: &[&SpatialIndex], window: &HeatWindow) -> HeatGrid {
    let (width, height) = (window.width, window.height);
    let mut grid = HeatGrid { width, height, cells: vec![0.0; width * height] };
    let side = 1i64 << window.depth;
    let (y0, y1) = (window.y0.max(0), (window.y0 + height as i64).min(side) - 1);
    let (first_copy, last_copy) =
        (window.x0.div_euclid(side), (window.x0 + width as i64 - 1).max(window.x0).div_euclid(side));
    if y1 < y0 || width == 0 {
        return grid;
    }
    for copy in first_copy..=last_copy {
        let shift = copy * side;
        let (x0, x1) = ((window.x0 - shift).max(0), (window.x0 + width as i64 - 1 - shift).min(side - 1));
        let rect = CellRect { x0: x0 as u32, y0: y0 as u32, x1: x1 as u32, y1: y1 as u32 };
        for index in indices {
            index.for_each_cell(window.depth, rect, &mut |x, y, members| {
                let column = i64::from(x) + shift - window.x0;
                let row = i64::from(y) - window.y0;
                grid.cells[row as usize * width + column as usize] += members.len() as f32;
            });
        }
    }
    grid
}

/// How many cells a kernel of this width (standard deviation, in cells) reaches to either side. Far: on a logarithmic
/// scale a hundred thousand positions are seen at five standard deviations still.
pub fn reach(sigma: f32) -> usize {
    (sigma * 4.8).ceil().max(1.0) as usize
}

/// Smooths with a Gaussian of `sigma` cells and cuts `reach(sigma)` cells off every side, whose
/// surroundings are not known. What lies farther from the edge than that keeps its mass.
pub fn smooth(grid: &HeatGrid, sigma: f32) -> HeatGrid {
    let reach = reach(sigma);
    let kernel = kernel(sigma, reach);
    let width = grid.width.saturating_sub(2 * reach);
    let height = grid.height.saturating_sub(2 * reach);
    let (across, occupied) = smooth_rows(grid, &kernel, width);
    let mut cells = vec![0.0; width * height];
    if width == 0 {
        return HeatGrid { width, height, cells };
    }
    for (y, out) in cells.chunks_exact_mut(width).enumerate() {
        for (k, weight) in kernel.iter().enumerate() {
            let row = y + k;
            if occupied[row] {
                let source = &across[row * width..(row + 1) * width];
                for (to, from) in out.iter_mut().zip(source) {
                    *to += weight * from;
                }
            }
        }
    }
    HeatGrid { width, height, cells }
}

/// Smooths along rows; most cells are empty, so each full one is spread rather than each target gathered.
fn smooth_rows(grid: &HeatGrid, kernel: &[f32], width: usize) -> (Vec<f32>, Vec<bool>) {
    let mut across = vec![0.0f32; width * grid.height];
    let mut occupied = vec![false; grid.height];
    if width == 0 {
        return (across, occupied);
    }
    for (y, out) in across.chunks_exact_mut(width).enumerate() {
        for (x, value) in grid.row(y).iter().enumerate().filter(|(_, v)| **v > 0.0) {
            occupied[y] = true;
            // The cell x reaches the targets x - 2·reach ..= x, as the cut moved them to the left.
            let first = (x + 1).saturating_sub(kernel.len());
            let last = x.min(width - 1);
            // The kernel is the same from both ends; this one goes with the targets.
            let weights = &kernel[first + kernel.len() - 1 - x..];
            for (to, weight) in out[first..=last].iter_mut().zip(weights) {
                *to += value * weight;
            }
        }
    }
    (across, occupied)
}

/// Weights of a Gaussian that add up to one. It is lowered so that it ends in nothing: a step would show as an edge.
fn kernel(sigma: f32, reach: usize) -> Vec<f32> {
    let bell = |d: f32| (-d * d / (2.0 * sigma * sigma)).exp();
    let end = bell(reach as f32 + 1.0);
    let mut kernel: Vec<f32> = (0..=2 * reach).map(|i| bell(i as f32 - reach as f32) - end).collect();
    let sum: f32 = kernel.iter().sum();
    for weight in &mut kernel {
        *weight /= sum;
    }
    kernel
}

/// From a density to a place on a colour ramp and back. Close to linear below `knee`, logarithmic above, so that one
/// position in the wild and a hundred thousand at home both show; bent a little, so that the flank of a hundred thousand
/// does not look like a wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatScale {
    /// Density, per square kilometre, around which the scale turns from linear to logarithmic.
    pub knee: f64,
    /// Density, per square kilometre, that reaches the end of the ramp.
    pub top: f64,
}

/// How much the logarithm is bent.
const BEND: f64 = 1.6;

impl HeatScale {
    /// A scale on which a single position stands out and `top` is the end.
    ///
    /// `single` is the density in the middle of a single smoothed position.
    pub fn new(single: f64, top: f64) -> Self {
        let single = single.max(f64::MIN_POSITIVE);
        Self { knee: single * 0.6, top: top.max(single * 4.0) }
    }

    /// Place on the ramp, 0 to 1.
    pub fn position(&self, density: f64) -> f64 {
        ((density / self.knee).ln_1p() / (self.top / self.knee).ln_1p()).clamp(0.0, 1.0).powf(BEND)
    }

    /// The density at a place on the ramp.
    pub fn density(&self, position: f64) -> f64 {
        ((self.top / self.knee).ln_1p() * position.powf(1.0 / BEND)).exp_m1() * self.knee
    }

    /// Round densities, times `unit`, to write beside the ramp: ascending, with their places, not closer than `gap` to
    /// each other. Powers of ten first, then fives and twos where there is room.
    pub fn ticks(&self, unit: f64, gap: f64) -> Vec<(f64, f64)> {
        let (low, high) = (self.density(0.08) * unit, self.top * unit);
        let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
        let mut ticks: Vec<(f64, f64)> = Vec::new();
        for digit in [1.0, 5.0, 2.0] {
            for value in powers.clone().map(|power| digit * 10f64.powi(power)) {
                let at = self.position(value / unit);
                if value >= low && value <= high && ticks.iter().all(|(other, _)| (at - other).abs() >= gap) {
                    ticks.push((at, value));
                }
            }
        }
        ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::super::mercator::WorldPoint;
    use super::super::morton;
    use super::*;
    use proptest::prelude::*;

    fn index(points: &[(f64, f64)]) -> SpatialIndex {
        let entry = |(i, p): (usize, &(f64, f64))| (morton::of_world(WorldPoint { x: p.0, y: p.1 }), i as u32);
        SpatialIndex::new(points.iter().enumerate().map(entry).collect())
    }

    proptest! {
        #[test]
        fn the_grid_holds_every_position_and_smoothing_loses_none(
            points in prop::collection::vec((0.0f64..=1.0, 0.0f64..=1.0), 0..200),
            depth in 3u8..8,
            sigma in 0.5f32..6.0,
        ) {
            let index = index(&points);
            let side = 1usize << depth;
            let window = HeatWindow { depth, x0: 0, y0: 0, width: side, height: side };
            let grid = count(&[&index], &window);
            prop_assert!((grid.mass() - points.len() as f64).abs() < 1e-9);
            // Twice the reach around: nothing leaves, and the copies of the world on both sides come in and are cut.
            let empty = HeatGrid { width: side + 4 * reach(sigma), height: side + 4 * reach(sigma), cells: Vec::new() };
            let mut padded = HeatGrid { cells: vec![0.0; empty.width * empty.height], ..empty };
            for y in 0..side {
                let to = (y + 2 * reach(sigma)) * padded.width + 2 * reach(sigma);
                padded.cells[to..to + side].copy_from_slice(grid.row(y));
            }
            let smooth = smooth(&padded, sigma);
            prop_assert!((smooth.mass() - points.len() as f64).abs() < 1e-3 * (1.0 + points.len() as f64));
        }

        #[test]
        fn the_scale_goes_there_and_back(single in 1e-6f64..1e3, top in 1e-3f64..1e9, at in 0.0f64..=1.0) {
            let scale = HeatScale::new(single, top);
            prop_assert!((scale.position(scale.density(at)) - at).abs() < 1e-9);
            let ticks = scale.ticks(100.0, 0.1);
            prop_assert!(ticks.windows(2).all(|t| t[1].0 - t[0].0 >= 0.1 && t[1].1 > t[0].1));
        }
    }

    #[test]
    fn a_radius_is_points_or_metres() {
        let cases = [
            ("auto", Some(Kernel::Auto)),
            ("12px", Some(Kernel::Points(12))),
            ("250m", Some(Kernel::Metres(250))),
            ("2.5km", Some(Kernel::Metres(2_500))),
            ("0m", None),
            ("-3px", None),
            ("12", None),
            ("NaNm", None),
            ("900px", None),
        ];
        for (text, kernel) in cases {
            assert_eq!(Kernel::parse(text), kernel, "{text}");
        }
    }

    #[test]
    fn a_window_over_the_antimeridian_sees_both_sides() {
        let index = index(&[(0.999, 0.5), (0.001, 0.5)]);
        let window = HeatWindow { depth: 6, x0: 60, y0: 0, width: 8, height: 64 };
        let grid = count(&[&index], &window);
        assert!((grid.mass() - 2.0).abs() < 1e-9);
        assert!(grid.row(32)[3..=4].iter().all(|v| (*v - 1.0).abs() < 1e-6));
        let west = HeatWindow { x0: -4, ..window };
        assert_eq!(count(&[&index], &west).cells, grid.cells, "the copy to the west is the same");
    }

    #[test]
    fn smoothing_keeps_the_middle_in_place() {
        let mut grid = HeatGrid { width: 41, height: 41, cells: vec![0.0; 41 * 41] };
        grid.cells[20 * 41 + 20] = 100.0;
        let smooth = smooth(&grid, 3.0);
        let best = (0..smooth.cells.len()).max_by(|a, b| smooth.cells[*a].total_cmp(&smooth.cells[*b])).unwrap();
        assert_eq!((best % smooth.width, best / smooth.width), (20 - reach(3.0), 20 - reach(3.0)));
        let peak = 100.0 / (std::f32::consts::TAU * 9.0);
        assert!((smooth.cells[best] / peak - 1.0).abs() < 0.02, "the peak of a Gaussian");
    }
}
