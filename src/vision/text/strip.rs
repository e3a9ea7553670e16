//! A slanted line of text, straightened into a strip of the height that the reader wants.

use image::RgbImage;

use super::areas::Slanted;

/// Height of a strip, in pixels.
pub(super) const HEIGHT: u32 = 48;
/// Narrowest and longest strip, in pixels. What is longer is squeezed.
const NARROWEST: u32 = 48;
const LONGEST: u32 = 1_600;

/// A picture in several sizes, each half of the one before, so that large letters are not sampled with gaps.
pub(super) struct Levels(Vec<RgbImage>);

impl Levels {
    pub(super) fn new(picture: &RgbImage) -> Self {
        let mut levels = vec![picture.clone()];
        while let Some(last) = levels.last().filter(|l| l.width().min(l.height()) >= 4 * HEIGHT && levels.len() < 5) {
            let (width, height) = (last.width() / 2, last.height() / 2);
            levels.push(image::imageops::thumbnail(last, width, height));
        }
        Self(levels)
    }

    /// The strip along a line.
    pub(super) fn strip(&self, area: &Slanted) -> RgbImage {
        let step = (area.thickness / HEIGHT as f32).max(1e-3);
        let width = ((area.length / step).round() as u32).clamp(NARROWEST.min(HEIGHT), LONGEST);
        let level = (step.log2().floor().max(0.0) as usize).min(self.0.len().saturating_sub(1));
        let Some(picture) = self.0.get(level) else { return RgbImage::new(NARROWEST, HEIGHT) };
        let shrink = (1_u32 << level) as f32;
        let (along, down) = (area.along, (-area.along.1, area.along.0));
        let along_step = area.length / width as f32;
        RgbImage::from_fn(width, HEIGHT, |column, row| {
            let a = (column as f32 + 0.5 - width as f32 / 2.0) * along_step;
            let d = (row as f32 + 0.5 - HEIGHT as f32 / 2.0) * step;
            let x = area.centre.0 + a * along.0 + d * down.0;
            let y = area.centre.1 + a * along.1 + d * down.1;
            blended(picture, x / shrink - 0.5, y / shrink - 0.5)
        })
    }
}

/// The colour between four pixels; beyond the edge that of the edge.
fn blended(picture: &RgbImage, x: f32, y: f32) -> image::Rgb<u8> {
    let (last_x, last_y) = (picture.width() as i32 - 1, picture.height() as i32 - 1);
    let (left, top) = (x.floor(), y.floor());
    let (share_x, share_y) = (x - left, y - top);
    let at = |dx: i32, dy: i32| {
        let (x, y) = ((left as i32 + dx).clamp(0, last_x), (top as i32 + dy).clamp(0, last_y));
        picture.get_pixel(x as u32, y as u32).0
    };
    let corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
    image::Rgb(std::array::from_fn(|channel| {
        let [left_top, right_top, left_low, right_low] = corners.map(|pixel| f32::from(pixel[channel]));
        let upper = left_top * (1.0 - share_x) + right_top * share_x;
        let lower = left_low * (1.0 - share_x) + right_low * share_x;
        (upper * (1.0 - share_y) + lower * share_y).round() as u8
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bar from black on its left to white on its right, standing on end so that it reads downwards.
    #[test]
    fn a_line_that_runs_down_is_laid_level() {
        let picture = RgbImage::from_fn(60, 300, |_, y| image::Rgb([(y * 255 / 299) as u8; 3]));
        let area = Slanted { centre: (30.0, 150.0), along: (0.0, 1.0), length: 300.0, thickness: 60.0 };
        let strip = Levels::new(&picture).strip(&area);
        assert_eq!(strip.dimensions(), (240, HEIGHT));
        let shade = |strip: &RgbImage, x| strip.get_pixel(x, 24).0[0];
        assert!(shade(&strip, 2) < 10 && shade(&strip, 237) > 245);
        let turned = Levels::new(&picture).strip(&area.turned());
        assert!(shade(&turned, 2) > 245 && shade(&turned, 237) < 10);
    }

    #[test]
    fn areas_beyond_the_picture_are_filled_from_its_edge() {
        let picture = RgbImage::from_pixel(4, 4, image::Rgb([9, 9, 9]));
        let area = Slanted { centre: (-50.0, 900.0), along: (1.0, 0.0), length: 1e6, thickness: 0.0 };
        let strip = Levels::new(&picture).strip(&area);
        assert!(strip.pixels().all(|p| p.0 == [9, 9, 9]));
    }
}
