//! Pictures with a sign to read.

use std::io::Read as _;

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};
use image::{ImageFormat, Rgb, RgbImage};

static SANS: &[u8] = include_bytes!("../../assets/fonts/Inter-Bold.ttf.z");

/// A font of the program's, which keeps them packed.
pub fn unpacked(font: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(font).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A PNG with `text` in dark letters on a light wall.
pub fn sign(text: &str) -> Vec<u8> {
    let mut picture = RgbImage::from_pixel(640, 360, Rgb([236, 232, 220]));
    let sans = unpacked(SANS);
    let font = FontRef::try_from_slice(&sans).unwrap();
    let scale = PxScale::from(72.0);
    let scaled = font.as_scaled(scale);
    let mut x = 60.0;
    for letter in text.chars() {
        let id = font.glyph_id(letter);
        let glyph = id.with_scale_and_position(scale, point(x, 190.0));
        x += scaled.h_advance(id);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        outline.draw(|gx, gy, cover| {
            let (px, py) = (corner.x as u32 + gx, corner.y as u32 + gy);
            if px < picture.width() && py < picture.height() {
                let shade = |ground: u8| (f32::from(ground) * (1.0 - cover.clamp(0.0, 1.0))) as u8;
                picture.put_pixel(px, py, Rgb([236, 232, 220].map(shade)));
            }
        });
    }
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}
