//! Faces in a picture: how many and where, never whose.
//!
//! `rustface` finds frontal faces only; its model is that of the `SeetaFace` engine.

use image::{DynamicImage, imageops::FilterType};
use rustface::{ImageData, Model};

use super::network::NetworkError;
use super::shape::Area;

static MODEL: &[u8] = include_bytes!("../../assets/models/faces.bin");

/// Longest side that is looked at, in pixels.
const SIDE: u32 = 640;
/// Smallest face that is found, in pixels of that picture.
const SMALLEST: u32 = 28;
/// Below this side there is no room for the window of the detector.
const LEAST_SIDE: u32 = 48;
/// Score from which a find counts; the authors name 0.95, 2.8 and 4.5 as usual.
const LEAST_SCORE: f64 = 4.5;
/// Faces kept of one picture.
const MOST: usize = 100;

/// A face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// The detector's own score, from `LEAST_SCORE` up; no share.
    pub score: f32,
    /// Where it is.
    pub area: Area,
}

/// The detector.
pub(super) struct Faces(Model);

impl Faces {
    pub(super) fn new() -> Result<Self, NetworkError> {
        rustface::read_model(MODEL).map(Self).map_err(|error| NetworkError::other(&error))
    }

    /// The faces in a picture, surest first.
    pub(super) fn faces(&self, picture: &DynamicImage) -> Vec<Face> {
        let grey = if picture.width().max(picture.height()) > SIDE {
            picture.resize(SIDE, SIDE, FilterType::Triangle).to_luma8()
        } else {
            picture.to_luma8()
        };
        let (width, height) = grey.dimensions();
        if width.min(height) < LEAST_SIDE {
            return Vec::new();
        }
        let mut detector = rustface::create_detector_with_model(self.0.clone());
        detector.set_min_face_size(SMALLEST);
        detector.set_score_thresh(LEAST_SCORE);
        detector.set_pyramid_scale_factor(0.8);
        detector.set_slide_window_step(4, 4);
        let mut found = detector.detect(&ImageData::new(grey.as_raw(), width, height));
        found.sort_by(|a, b| b.score().total_cmp(&a.score()));
        found.truncate(MOST);
        let share = |position: i32, whole: u32| position as f32 / whole as f32;
        let face = |info: rustface::FaceInfo| {
            let (corner, score) = (info.bbox(), info.score() as f32);
            let (left, top) = (share(corner.x(), width), share(corner.y(), height));
            let right = left + share(corner.width() as i32, width);
            let bottom = top + share(corner.height() as i32, height);
            Face { score, area: Area::between(left, top, right, bottom) }
        };
        found.into_iter().map(face).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_nobody_in_a_plain_picture_of_any_shape() {
        let faces = Faces::new().unwrap();
        for (width, height) in [(1, 1), (60, 60), (48, 700), (1_300, 49), (640, 480)] {
            assert!(faces.faces(&DynamicImage::new_rgb8(width, height)).is_empty());
        }
    }
}
