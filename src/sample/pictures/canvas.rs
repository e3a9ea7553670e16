//! A small anti-aliased raster canvas.
//!
//! Units: the canvas is 100 wide and `height()` high, y downwards, whatever its size in pixels.
//! Only additions, multiplications, divisions and square roots: the same picture everywhere.

use crate::sample::rng::{Rng, mix};

/// A colour, each part 0 to 1.
pub(super) type Colour = [f32; 3];

/// A colour from `0xRRGGBB`.
pub(super) const fn rgb(hex: u32) -> Colour {
    [((hex >> 16) & 255) as f32 / 255.0, ((hex >> 8) & 255) as f32 / 255.0, (hex & 255) as f32 / 255.0]
}

/// `a` at 0, `b` at 1.
pub(super) fn blend(a: Colour, b: Colour, share: f32) -> Colour {
    let share = share.clamp(0.0, 1.0);
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}

/// A colour made darker (below 1) or lighter.
pub(super) fn shade(colour: Colour, factor: f32) -> Colour {
    colour.map(|part| (part * factor).min(1.0))
}

/// A picture being drawn.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    unit: f32,
    pixels: Vec<Colour>,
    /// Chance for everything that varies between two pictures of a scene.
    pub rng: Rng,
}

impl Canvas {
    /// An empty canvas of this many pixels.
    pub(super) fn new(width: usize, height: usize, rng: Rng) -> Self {
        Self { width, height, unit: width as f32 / 100.0, pixels: vec![[0.0; 3]; width * height], rng }
    }

    /// Height in units.
    pub(super) fn height(&self) -> f32 {
        self.height as f32 / self.unit
    }

    /// A number between two, by chance.
    pub(super) fn any(&mut self, low: f32, high: f32) -> f32 {
        self.rng.range(f64::from(low), f64::from(high)) as f32
    }

    fn put(&mut self, x: usize, y: usize, colour: Colour, alpha: f32) {
        if let Some(pixel) = self.pixels.get_mut(y * self.width + x) {
            *pixel = blend(*pixel, colour, alpha);
        }
    }

    /// Calls `alpha` with the middle of every pixel of a box, in units, and paints by what it returns.
    fn paint(&mut self, [x0, y0, x1, y1]: [f32; 4], colour: Colour, alpha: impl Fn(f32, f32) -> f32) {
        let to_pixel = |v: f32, most: usize| ((v * self.unit).max(0.0) as usize).min(most);
        let (left, right) = (to_pixel(x0, self.width), to_pixel(x1 + 1.0, self.width));
        let (top, bottom) = (to_pixel(y0, self.height), to_pixel(y1 + 1.0, self.height));
        for y in top..bottom {
            let row = self.pixels.get_mut(y * self.width + left..y * self.width + right).unwrap_or_default();
            let py = (y as f32 + 0.5) / self.unit;
            for (step, pixel) in row.iter_mut().enumerate() {
                let a = alpha(((left + step) as f32 + 0.5) / self.unit, py);
                if a > 0.0 {
                    *pixel = blend(*pixel, colour, a);
                }
            }
        }
    }

    /// A vertical run of colours over the rows from `top` to `bottom`; stops are evenly spread.
    pub(super) fn sky(&mut self, top: f32, bottom: f32, stops: &[Colour]) {
        let (first, last) = ((top * self.unit).max(0.0) as usize, ((bottom * self.unit) as usize).min(self.height));
        for y in first..last {
            let at = (y - first) as f32 / (last - first).max(1) as f32 * (stops.len() - 1) as f32;
            let index = (at as usize).min(stops.len().saturating_sub(2));
            let colour = blend(stops[index], stops[index + 1], at - index as f32);
            self.pixels[y * self.width..(y + 1) * self.width].fill(colour);
        }
    }

    /// A filled box, edges smoothed.
    pub(super) fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, colour: Colour, alpha: f32) {
        let half = 0.5 / self.unit;
        let cover =
            move |from: f32, to: f32, at: f32| ((at - from + half).min(to - at + half) / (2.0 * half)).clamp(0.0, 1.0);
        self.paint([x - 1.0, y - 1.0, x + w, y + h], colour, |px, py| {
            alpha * cover(x, x + w, px) * cover(y, y + h, py)
        });
    }

    /// A filled ellipse; `soft` is the width of its fading edge in units.
    #[expect(clippy::too_many_arguments, reason = "a shape is its numbers; a struct would only name them twice")]
    pub(super) fn ellipse(&mut self, cx: f32, cy: f32, rx: f32, ry: f32, colour: Colour, alpha: f32, soft: f32) {
        let edge = soft.max(1.0 / self.unit);
        let least = rx.min(ry);
        let around = [cx - rx - edge, cy - ry - edge, cx + rx + edge, cy + ry + edge];
        self.paint(around, colour, |x, y| {
            let (dx, dy) = ((x - cx) / rx, (y - cy) / ry);
            let outside = ((dx * dx + dy * dy).sqrt() - 1.0) * least;
            alpha * (0.5 - outside / edge).clamp(0.0, 1.0)
        });
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, cx: f32, cy: f32, r: f32, colour: Colour, alpha: f32) {
        self.ellipse(cx, cy, r, r, colour, alpha, 0.0);
    }

    /// Light around a point, fading out at `r`.
    pub(super) fn glow(&mut self, cx: f32, cy: f32, r: f32, colour: Colour, alpha: f32) {
        self.paint([cx - r, cy - r, cx + r, cy + r], colour, |x, y| {
            let d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)).sqrt() / r;
            let fall = (1.0 - d).max(0.0);
            alpha * fall * fall
        });
    }

    /// A line with round ends.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: Colour, alpha: f32) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx * dx + dy * dy;
        let half = width / 2.0;
        let unit = self.unit;
        let low = (from.0.min(to.0) - half - 1.0, from.1.min(to.1) - half - 1.0);
        let high = (from.0.max(to.0) + half, from.1.max(to.1) + half);
        self.paint([low.0, low.1, high.0, high.1], colour, |x, y| {
            let along =
                if length > 0.0 { (((x - from.0) * dx + (y - from.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            let (ox, oy) = (x - from.0 - along * dx, y - from.1 - along * dy);
            alpha * (0.5 - ((ox * ox + oy * oy).sqrt() - half) * unit).clamp(0.0, 1.0)
        });
    }

    /// A filled polygon, smoothed with four sub-rows and exact horizontal cover.
    pub(super) fn polygon(&mut self, points: &[(f32, f32)], colour: Colour, alpha: f32) {
        let top = points.iter().map(|p| p.1).fold(f32::MAX, f32::min).max(0.0);
        let bottom = points.iter().map(|p| p.1).fold(0.0, f32::max).min(self.height());
        let rows = (top * self.unit) as usize..((bottom * self.unit) as usize + 1).min(self.height);
        let mut cover = vec![0.0_f32; self.width];
        for y in rows {
            cover.fill(0.0);
            for sub in 0..4 {
                let at = (y as f32 + (sub as f32 + 0.5) / 4.0) / self.unit;
                add_spans(points, at, self.unit, &mut cover);
            }
            for (x, share) in cover.iter().enumerate() {
                if *share > 0.0 {
                    self.put(x, y, colour, alpha * share / 4.0);
                }
            }
        }
    }

    /// A ridge of hills from left to right: its lower side is filled down to the bottom of the canvas.
    pub(super) fn ridge(&mut self, base: f32, rise: f32, roughness: usize, colour: Colour) {
        let bottom = self.height() + 1.0;
        let mut heights = vec![0.0_f32; roughness + 1];
        for height in &mut heights {
            *height = self.any(0.0, rise);
        }
        let mut points = vec![(-1.0, bottom)];
        for (index, height) in heights.iter().enumerate() {
            points.push((index as f32 * 102.0 / roughness as f32 - 1.0, base - height));
        }
        points.push((101.0, bottom));
        self.polygon(&points, colour, 1.0);
    }

    /// Fine grain of this strength, darker corners, and bytes: rows of red, green, blue.
    pub(super) fn finish(self, grain: f32) -> (Vec<u8>, u32, u32) {
        let (w, h) = (self.width as f32, self.height as f32);
        let seed = self.rng.clone().next();
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for (index, pixel) in self.pixels.iter().enumerate() {
            let (x, y) = ((index % self.width) as f32 / w - 0.5, (index / self.width) as f32 / h - 0.5);
            let dark = 1.0 - 0.42 * (x * x + y * y);
            let noise = (mix(seed ^ index as u64) >> 40) as f32 / (1 << 24) as f32 - 0.5;
            bytes.extend(pixel.map(|part| (part * dark * 255.0 + noise * grain + 0.5).clamp(0.0, 255.0) as u8));
        }
        (bytes, self.width as u32, self.height as u32)
    }
}

/// Adds the cover of one sub-row of a polygon (even-odd) to the pixels.
fn add_spans(points: &[(f32, f32)], y: f32, unit: f32, cover: &mut [f32]) {
    let mut crossings: Vec<f32> = Vec::new();
    let mut previous = points.last().copied().unwrap_or_default();
    for point in points.iter().copied() {
        let (a, b) = (previous, point);
        if (a.1 <= y) != (b.1 <= y) {
            crossings.push((a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)) * unit);
        }
        previous = point;
    }
    crossings.sort_by(f32::total_cmp);
    for pair in crossings.chunks_exact(2) {
        let (from, to) = (pair[0].max(0.0), pair[1].min(cover.len() as f32));
        let first = from as usize;
        for (x, share) in cover.iter_mut().enumerate().take(to.max(0.0) as usize + 1).skip(first) {
            *share += (to.min(x as f32 + 1.0) - from.max(x as f32)).clamp(0.0, 1.0);
        }
    }
}
