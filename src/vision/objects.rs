//! Things in a picture, and people among them: how many and where.
//!
//! `NanoDet`-g, trained on COCO, in f16 (its weights came in no finer form, so nothing is lost).

use image::imageops::{FilterType, resize};
use image::{DynamicImage, RgbImage};

use super::network::{Channels, Core, Network, NetworkError, Output, planes};
use super::shape::Area;

static MODEL: &[u8] = include_bytes!("../../assets/models/objects.onnx");

/// Side of what the model looks at, in pixels; the picture lies in its middle, with grey around it.
const SIDE: u32 = 416;
const GREY: image::Rgb<u8> = image::Rgb([114; 3]);
/// Pixels between the cells of its three grids.
const STRIDES: [usize; 3] = [8, 16, 32];
/// Values that tell the distance of one edge of a box.
const BINS: usize = 11;
/// Mean and deviation of its training, blue, green, red.
const MEAN: [f32; 3] = [103.53, 116.28, 123.675];
const DEVIATION: [f32; 3] = [57.375, 57.12, 58.395];
/// People and things below this confidence are not kept. The model is small: below this it mostly guesses.
const LEAST_PERSON: f32 = 0.5;
const LEAST_THING: f32 = 0.55;
/// Boxes of the same kind that overlap by more than this are one thing.
const SAME: f32 = 0.5;
/// Things kept of one picture.
const MOST: usize = 50;

/// The kinds of things.
#[rustfmt::skip]
const NAMES: [&str; 80] = [
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
    "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
    "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
    "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich",
    "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed",
    "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven",
    "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
];

/// The kind of people.
const PERSON: u8 = 0;

/// A thing in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Object {
    kind: u8,
    /// How sure the model is, 0 to 1.
    pub confidence: f32,
    /// Where it is.
    pub area: Area,
}

impl Object {
    /// What it looks like.
    pub fn name(&self) -> &'static str {
        NAMES.get(self.kind as usize).copied().unwrap_or("?")
    }

    /// Whether it looks like a person.
    pub const fn is_person(&self) -> bool {
        self.kind == PERSON
    }
}

/// The model.
pub(super) struct Finder(Network);

impl Finder {
    pub(super) fn new() -> Result<Self, NetworkError> {
        Network::embedded(MODEL).map(Self)
    }

    /// The things in a picture, surest first.
    pub(super) fn objects(&self, picture: &DynamicImage, core: &Core) -> Result<Vec<Object>, NetworkError> {
        let placed = Placed::new(picture);
        let found = self.0.run(&planes(&placed.square, Channels::Bgr, MEAN, DEVIATION), core)?;
        let (classes, boxes) = found.split_at(found.len() / 2);
        let grids = STRIDES.into_iter().zip(classes).zip(boxes);
        let mut all: Vec<Object> = grids.flat_map(|((stride, classes), boxes)| cells(stride, classes, boxes)).collect();
        for object in &mut all {
            object.area = placed.in_picture(&object.area);
        }
        all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        Ok(apart(all))
    }
}

/// A picture in the middle of the square that the model looks at.
struct Placed {
    square: RgbImage,
    /// Where in the square the picture lies, as shares of the square.
    area: Area,
}

impl Placed {
    fn new(picture: &DynamicImage) -> Self {
        let longest = picture.width().max(picture.height()).max(1);
        let small = if longest > SIDE {
            picture.thumbnail(SIDE, SIDE).to_rgb8()
        } else {
            let larger = |pixels: u32| ((f64::from(pixels * SIDE) / f64::from(longest)).round() as u32).max(1);
            resize(&picture.to_rgb8(), larger(picture.width()), larger(picture.height()), FilterType::Triangle)
        };
        let (x, y) = ((SIDE - small.width()) / 2, (SIDE - small.height()) / 2);
        let mut square = RgbImage::from_pixel(SIDE, SIDE, GREY);
        image::imageops::replace(&mut square, &small, i64::from(x), i64::from(y));
        let share = |pixels: u32| pixels as f32 / SIDE as f32;
        let area = Area { x: share(x), y: share(y), width: share(small.width()), height: share(small.height()) };
        Self { square, area }
    }

    /// From shares of the square to shares of the picture.
    fn in_picture(&self, area: &Area) -> Area {
        let x = |x: f32| (x - self.area.x) / self.area.width;
        let y = |y: f32| (y - self.area.y) / self.area.height;
        Area::between(x(area.x), y(area.y), x(area.x + area.width), y(area.y + area.height))
    }
}

/// What the cells of one grid see.
fn cells(stride: usize, classes: &Output, boxes: &Output) -> Vec<Object> {
    let across = (SIDE as usize / stride).max(1);
    let mut found = Vec::new();
    for (cell, (scores, edges)) in classes.rows().zip(boxes.rows()).enumerate() {
        let best = (0_u8..).zip(scores).max_by(|a, b| a.1.total_cmp(b.1));
        let Some((kind, &confidence)) = best else { continue };
        if confidence < if kind == PERSON { LEAST_PERSON } else { LEAST_THING } {
            continue;
        }
        let centre = |position: usize| (position as f32 + 0.5) * stride as f32 / SIDE as f32;
        let (x, y) = (centre(cell % across), centre(cell / across));
        let mut distances = edges.chunks_exact(BINS).map(|bins| mean_bin(bins) * stride as f32 / SIDE as f32);
        let mut next = || distances.next().unwrap_or_default();
        let (left, top, right, bottom) = (next(), next(), next(), next());
        found.push(Object { kind, confidence, area: Area::between(x - left, y - top, x + right, y + bottom) });
    }
    found
}

/// The distance that the bins tell in the mean, in strides.
fn mean_bin(bins: &[f32]) -> f32 {
    let most = bins.iter().copied().fold(f32::MIN, f32::max);
    let weights = bins.iter().map(|b| (b - most).exp());
    let (sum, weighted) = weights
        .zip(0_u8..)
        .fold((0.0, 0.0), |(sum, weighted), (weight, bin)| (sum + weight, weighted + weight * f32::from(bin)));
    weighted / sum
}

/// Of boxes around the same thing the surest; they come surest first.
fn apart(all: Vec<Object>) -> Vec<Object> {
    let mut kept: Vec<Object> = Vec::new();
    for object in all {
        if kept.len() == MOST {
            break;
        }
        if !kept.iter().any(|k| k.kind == object.kind && k.area.overlap(&object.area) > SAME) {
            kept.push(object);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_mean_of_its_bins() {
        let mut bins = [-20.0; BINS];
        bins[4] = 20.0;
        assert!((mean_bin(&bins) - 4.0).abs() < 1e-4);
        bins[5] = 20.0;
        assert!((mean_bin(&bins) - 4.5).abs() < 1e-4);
    }

    #[test]
    fn of_boxes_around_one_thing_the_surest_stays() {
        let object = |kind, confidence, x| Object { kind, confidence, area: Area::between(x, 0.0, x + 0.4, 1.0) };
        let all = vec![object(0, 0.9, 0.0), object(0, 0.8, 0.05), object(0, 0.7, 0.5), object(2, 0.6, 0.0)];
        let kept: Vec<(u8, f32)> = apart(all).iter().map(|o| (o.kind, o.confidence)).collect();
        assert_eq!(kept, [(0, 0.9), (0, 0.7), (2, 0.6)]);
    }

    #[test]
    fn places_are_told_in_the_picture_and_not_in_the_square() {
        let placed = Placed::new(&DynamicImage::new_rgb8(832, 416));
        let found = placed.in_picture(&Area::between(0.5, 0.25, 1.0, 0.75));
        assert_eq!(found, Area { x: 0.5, y: 0.0, width: 0.5, height: 1.0 });
    }

    #[test]
    fn nothing_is_found_in_a_plain_picture() {
        let finder = Finder::new().unwrap();
        assert!(finder.objects(&DynamicImage::new_rgb8(300, 200), &Core::new()).unwrap().is_empty());
    }
}
