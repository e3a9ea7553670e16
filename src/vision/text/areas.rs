//! The areas of a picture in which there is text, as rectangles that lie as the text does.

use image::RgbImage;
use image::imageops::{FilterType, resize};
use rten_imageproc::{PointF, RetrievalMode, RotatedRect, Vec2, find_contours, min_area_rect};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::super::network::{Channels, Core, Network, NetworkError, planes};
use super::super::shape::Area;
use super::size;

/// In f16. Measured on 32 pictures against the weights in f32: of the pixels that either takes for text, both take 99.9 %.
static MODEL: &[u8] = include_bytes!("../../../assets/models/text_areas.onnx");

/// Longest side that is looked at, in pixels.
const SIDE: u32 = 736;
/// Sides must be multiples of this.
const STEP: u32 = 32;
/// From this probability on a pixel belongs to text, and in the mean an area does.
const PIXEL: f32 = 0.3;
const AREA: f32 = 0.5;
/// By how much an area is widened: the model marks the cores of lines. Ratio as published with the model.
const WIDEN: f32 = 1.5;
/// Narrowest area that is kept, in pixels of the shrunk picture.
const NARROWEST: f32 = 3.0;
/// Areas read of one picture, the largest ones.
const MOST: usize = 48;
/// Mean and deviation of its training, in 0 to 255, blue, green, red.
const MEAN: [f32; 3] = [123.675, 116.28, 103.53];
const DEVIATION: [f32; 3] = [58.395, 57.12, 57.375];

/// A rectangle along a line of text, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slanted {
    /// Its centre.
    pub(super) centre: (f32, f32),
    /// Along the line, in the direction of reading; of length one. Downwards is a quarter turn clockwise from it.
    pub(super) along: (f32, f32),
    /// Length along the line, and across it.
    pub(super) length: f32,
    /// Thickness across the line.
    pub(super) thickness: f32,
}

impl Slanted {
    /// The rectangle as a line: along its longer side, or along the more level one when it is nearly a square.
    fn of(rect: &RotatedRect) -> Self {
        let centre = (rect.center().x, rect.center().y);
        let up = (rect.up_axis().x, rect.up_axis().y);
        let across = (-up.1, up.0);
        let (width, height) = (rect.width(), rect.height());
        let along_is_across =
            if width.max(height) >= 1.3 * width.min(height) { width >= height } else { across.0.abs() >= up.0.abs() };
        let (along, length, thickness) = if along_is_across { (across, width, height) } else { (up, height, width) };
        let forward = if along.0.abs() > 1e-3 { along.0 > 0.0 } else { along.1 > 0.0 };
        let along = if forward { along } else { (-along.0, -along.1) };
        Self { centre, along, length, thickness }
    }

    /// The same upside down.
    pub(super) fn turned(self) -> Self {
        Self { along: (-self.along.0, -self.along.1), ..self }
    }

    /// Whether it rises or falls too much to say which way it is read.
    pub(super) fn is_steep(self) -> bool {
        self.along.1.abs() > 0.8
    }

    /// The upright rectangle around it, as shares of the picture.
    pub(super) fn around(&self, picture: &RgbImage) -> Area {
        let (width, height) = size(picture);
        let half = |a: f32, b: f32| f32::midpoint(a.abs() * self.length, b.abs() * self.thickness);
        let (x, y) = (half(self.along.0, self.along.1), half(self.along.1, self.along.0));
        Area::between(
            (self.centre.0 - x) / width,
            (self.centre.1 - y) / height,
            (self.centre.0 + x) / width,
            (self.centre.1 + y) / height,
        )
    }
}

/// The model.
pub(super) struct AreaFinder(Network);

impl AreaFinder {
    pub(super) fn new() -> Result<Self, NetworkError> {
        Network::embedded(MODEL).map(Self)
    }

    /// The areas with text.
    pub(super) fn areas(&self, picture: &RgbImage, core: &Core) -> Result<Vec<Slanted>, NetworkError> {
        let (width, height) = shrunk(picture.width(), picture.height());
        let small = resize(picture, width, height, FilterType::Triangle);
        let input = planes(&small, Channels::Bgr, MEAN, DEVIATION);
        let found = self.0.run(&input, core)?;
        let Some(map) = found.into_iter().next() else { return Ok(Vec::new()) };
        let shape = [height as usize, width as usize];
        let Ok(map) = NdTensor::try_from_data(shape, map.values) else { return Ok(Vec::new()) };
        let scale = (picture.width() as f32 / width as f32, picture.height() as f32 / height as f32);
        let mut areas: Vec<Slanted> =
            rectangles(&map).iter().map(|rect| enlarged(rect, scale)).map(|rect| Slanted::of(&rect)).collect();
        areas.sort_by(|a, b| (b.length * b.thickness).total_cmp(&(a.length * a.thickness)));
        areas.truncate(MOST);
        Ok(areas)
    }
}

/// The size in which a picture is looked at.
fn shrunk(width: u32, height: u32) -> (u32, u32) {
    let scale = (SIDE as f32 / width.max(height) as f32).min(1.0);
    let side = |length: u32| (((length as f32 * scale / STEP as f32).round() as u32) * STEP).clamp(STEP, SIDE);
    (side(width), side(height))
}

/// The rectangles around what the model marked, widened.
fn rectangles(map: &NdTensor<f32, 2>) -> Vec<RotatedRect> {
    let mask = map.map(|p| *p > PIXEL);
    let mut found = Vec::new();
    for contour in find_contours(mask.view(), RetrievalMode::External).iter() {
        let points: Vec<PointF> = contour.iter().map(|point| point.to_f32()).collect();
        let Some(rect) = min_area_rect(&points) else { continue };
        // The outline runs through the middles of pixels.
        let (width, height) = (rect.width() + 1.0, rect.height() + 1.0);
        if width.min(height) < NARROWEST || mean_within(map, &rect) < AREA {
            continue;
        }
        let margin = width * height * WIDEN / (2.0 * (width + height));
        found.push(rect.expanded(1.0 + 2.0 * margin, 1.0 + 2.0 * margin));
    }
    found
}

/// Mean probability of the pixels in a rectangle.
fn mean_within(map: &NdTensor<f32, 2>, rect: &RotatedRect) -> f32 {
    let corners = rect.corners();
    let edge = |f: fn(f32, f32) -> f32, from: f32, of: fn(&PointF) -> f32| corners.iter().map(of).fold(from, f);
    let [rows, columns] = map.shape();
    let span =
        |low: f32, high: f32, end: usize| (low.floor().max(0.0) as usize)..(high.ceil().max(0.0) as usize + 1).min(end);
    let (mut sum, mut count) = (0.0, 0_u32);
    for y in span(edge(f32::min, f32::MAX, |p| p.y), edge(f32::max, f32::MIN, |p| p.y), rows) {
        for x in span(edge(f32::min, f32::MAX, |p| p.x), edge(f32::max, f32::MIN, |p| p.x), columns) {
            if rect.contains(PointF::from_yx(y as f32, x as f32)) {
                sum += map[[y, x]];
                count += 1;
            }
        }
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

/// A rectangle in pixels of the picture, from one in pixels of the shrunk one. The two scales differ by rounding only.
fn enlarged(rect: &RotatedRect, scale: (f32, f32)) -> RotatedRect {
    let mean = (scale.0 * scale.1).sqrt();
    let centre = PointF::from_yx((rect.center().y + 0.5) * scale.1, (rect.center().x + 0.5) * scale.0);
    let up = rect.up_axis();
    RotatedRect::new(centre, Vec2::from_yx(up.y, up.x), rect.width() * mean, rect.height() * mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slanted(degrees: f32, width: f32, height: f32) -> Slanted {
        let (sin, cos) = degrees.to_radians().sin_cos();
        // Up, for a line that is read along (cos, sin), y pointing down.
        Slanted::of(&RotatedRect::new(PointF::from_yx(50.0, 50.0), Vec2::from_yx(-cos, sin), width, height))
    }

    #[test]
    fn lines_run_along_their_longer_side_and_to_the_right() {
        for degrees in [-60.0_f32, -20.0, 0.0, 35.0, 75.0] {
            let line = slanted(degrees, 80.0, 10.0);
            assert!((line.along.1.atan2(line.along.0).to_degrees() - degrees).abs() < 0.1, "{degrees}: {line:?}");
            assert!((line.length - 80.0).abs() < 1e-3 && (line.thickness - 10.0).abs() < 1e-3);
        }
        let upright = slanted(0.0, 10.0, 80.0);
        assert!(upright.is_steep() && (upright.length - 80.0).abs() < 1e-3);
        assert!(slanted(0.0, 20.0, 22.0).along.0 > 0.99, "nearly a square: level");
    }

    #[test]
    fn the_upright_rectangle_holds_the_slanted_one() {
        let picture = RgbImage::new(100, 100);
        let around = slanted(90.0, 40.0, 10.0).around(&picture);
        assert!((around.width - 0.1).abs() < 1e-3 && (around.height - 0.4).abs() < 1e-3);
        assert!((around.x - 0.45).abs() < 1e-3 && (around.y - 0.3).abs() < 1e-3);
    }

    #[test]
    fn pictures_are_shrunk_to_whole_steps() {
        assert_eq!(shrunk(1_080, 1_350), (576, 736));
        assert_eq!(shrunk(1, 1), (32, 32));
        assert_eq!(shrunk(20_000, 10), (736, 32));
    }
}
