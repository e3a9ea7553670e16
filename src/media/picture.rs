//! The pixels of a picture, with caps on what a file may make this program do.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

/// Largest file that is decoded, in bytes.
pub const PICTURE_FILE_CAP: u64 = 64 << 20;

/// Caps on decoding one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureCaps {
    /// Longest side that is decoded, in pixels.
    pub side: u32,
    /// Bytes that a decoder may ask for.
    pub memory: u64,
}

impl PictureCaps {
    /// For one picture at a time that somebody waits for.
    pub const ALONE: Self = Self { side: 20_000, memory: 512 << 20 };
    /// For several at a time in the background: 64 megapixels in three bytes each.
    pub const BACKGROUND: Self = Self { side: 16_384, memory: 192 << 20 };
}

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum PictureError {
    /// Not a format this program decodes.
    #[error("A picture format this program does not show")]
    Format,
    /// Its structure is broken, or it asks for more than the caps allow.
    #[error("The picture is damaged, or larger than this program shows")]
    Damaged,
}

/// Decodes a picture, at most `side` pixels long and wide, turned the way its metadata says.
pub fn decode_picture(bytes: &[u8], side: u32, caps: PictureCaps) -> Result<DynamicImage, PictureError> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_unreadable| PictureError::Format)?;
    if reader.format().is_none() {
        return Err(PictureError::Format);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(caps.side);
    limits.max_image_height = Some(caps.side);
    limits.max_alloc = Some(caps.memory);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_unreadable| PictureError::Damaged)?;
    // Not every decoder keeps to the limit on memory by itself.
    if decoder.total_bytes() > caps.memory {
        return Err(PictureError::Damaged);
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_unreadable| PictureError::Damaged)?;
    if picture.width() == 0 || picture.height() == 0 {
        return Err(PictureError::Damaged);
    }
    if picture.width().max(picture.height()) > side {
        picture = picture.thumbnail(side, side);
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbaImage::from_pixel(width, height, image::Rgba([200, 100, 50, 255]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
        decode_picture(bytes, 720, PictureCaps::ALONE).map(|p| (p.width(), p.height()))
    }

    #[test]
    fn large_pictures_are_made_small() {
        assert_eq!(size(&png(2_000, 500)), Ok((720, 180)));
        assert_eq!(size(&png(30, 20)), Ok((30, 20)));
    }

    #[test]
    fn mangled_pictures_are_refused() {
        let good = png(64, 64);
        for length in 0..good.len() {
            assert!(size(&good[..length.min(good.len() - 20)]).is_err());
        }
        // A header that promises more pixels than memory allows.
        let mut bomb = png(1, 1);
        bomb[16..24].copy_from_slice(&[0, 0, 0x4e, 0, 0, 0, 0x4e, 0]);
        assert_eq!(size(&bomb), Err(PictureError::Damaged));
    }

    #[test]
    fn the_background_takes_smaller_pictures_than_a_single_look() {
        let wide = png(17_000, 2);
        assert!(decode_picture(&wide, 720, PictureCaps::ALONE).is_ok());
        assert!(decode_picture(&wide, 720, PictureCaps::BACKGROUND).is_err());
    }
}
