//! Position and time in the metadata of photos and videos, reading only the bytes needed; and the pixels of pictures.
//!
//! Finds the metadata block of each container format itself; knows nothing of archives or platforms.
//! The format is told by the content, never by the name. Every walker reads through one bounded
//! window, notes what is broken and goes on, so that a damaged part does not hide the others.

mod boxes;
mod coordinate;
mod fix;
mod found;
mod gif;
mod gps;
mod heif;
mod iptc;
mod jpeg;
mod maker;
mod moment;
mod mp4;
mod picture;
mod place;
mod png;
mod psd;
mod riff;
mod sidecar;
#[cfg(test)]
mod tests;
mod tiff;
mod window;
mod write;
mod xmp;

use std::io::{Read, Seek};

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::{GeoPoint, NoPoint};

pub use fix::{FixMethod, PointDoubt};
pub use picture::{PICTURE_FILE_CAP, PictureCaps, PictureError, decode_picture};
pub use place::MediaPlace;
pub use sidecar::{Sidecar, read_sidecar};
pub use write::{ExifToWrite, jpeg_with_exif};

use found::Found;
use window::{Span, Stop, Window};

/// Whether a file is a still picture or moves, by its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaKind {
    /// A still picture, or several in one file.
    #[default]
    Photo,
    /// A video.
    Video,
}

/// What a media file says about where and when it was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaMetadata {
    /// Photo or video.
    pub kind: MediaKind,
    /// Where, if it says.
    pub point: Option<GeoPoint>,
    /// Why the coordinates that it holds are no position; `None` where there is one, or no coordinates.
    pub no_point: Option<NoPoint>,
    /// Radius of uncertainty in metres, if it says.
    pub accuracy_metres: Option<f64>,
    /// Why the position is less than certain, if it is.
    pub point_doubt: Option<PointDoubt>,
    /// Height above the sea in metres, if it says.
    pub altitude_metres: Option<f64>,
    /// How the device found out where it was, if it says.
    pub method: Option<FixMethod>,
    /// Where, in words, if it says.
    pub place: Option<MediaPlace>,
    /// When it was taken, UTC, if it says so with a zone or by satellite time.
    pub taken: Option<Timestamp>,
    /// When it was taken by the camera's clock, zone unknown.
    pub taken_local: Option<DateTime>,
    /// Maker and model of the device.
    pub device: Option<Box<str>>,
    /// The first part of the metadata that could not be read, if any.
    pub damage: Option<&'static str>,
    /// Whether a part of the metadata is packed in a way that this program does not unpack, so that what it does not
    /// find may be there all the same.
    pub is_packed: bool,
    /// Bytes read to find out.
    pub bytes_read: u64,
}

/// Why a media file gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Not a format this program knows.
    #[error("not a picture or video format that this program reads")]
    Format,
    /// Its structure is broken, and nothing could be read before that.
    #[error("its metadata is damaged ({0}); the file may be cut off")]
    Damaged(Box<str>),
    /// The metadata lies further in than this program reads.
    #[error("its metadata was not found in the {0} bytes that this program reads of a file")]
    Beyond(u64),
    /// Reading failed.
    #[error("{0}")]
    Read(#[from] std::io::Error),
}

/// Bytes by which a format is told.
pub const HEAD_LEN: usize = 100;

/// Whether a file that begins with these [`HEAD_LEN`] bytes is surely a photo or video: of the formats that are told by a
/// few bytes only those that begin nothing else.
pub fn is_media_head(head: &[u8]) -> bool {
    match head {
        [0xff, 0xd8, 0xff, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..]
        | [b'8', b'B', b'P', b'S', ..]
        | [b'G', b'I', b'F', b'8', ..] => true,
        _ => tiff::is_tiff(head) || head.get(4..8) == Some(b"ftyp"),
    }
}

/// Reads the metadata of a photo or video, at most `max_bytes` of it.
pub fn read_metadata(
    mut reader: &mut (impl Read + Seek + ?Sized),
    max_bytes: u64,
) -> Result<MediaMetadata, MediaError> {
    let mut window = Window::new(&mut reader, max_bytes);
    let mut found = Found::default();
    let mut kind = MediaKind::Photo;
    let result = walk(&mut window, &mut kind, &mut found);
    let broken = match result {
        Ok(Walked::Whole) => found.damage,
        Ok(Walked::Unknown) => return Err(MediaError::Format),
        Err(Stop::End) => Some("it ends too early"),
        Err(Stop::Bad(what)) => Some(what),
        Err(Stop::Cap) if found.is_empty() => return Err(MediaError::Beyond(max_bytes)),
        Err(Stop::Io(error)) if found.is_empty() => return Err(MediaError::Read(error)),
        Err(Stop::Cap | Stop::Io(_)) => Some("the rest could not be read"),
    };
    match broken {
        Some(what) if found.is_empty() => Err(MediaError::Damaged(what.into())),
        _ => {
            found.damage = found.damage.or(broken);
            Ok(found.resolve(kind, window.bytes_read()))
        }
    }
}

enum Walked {
    Whole,
    Unknown,
}

/// Tells the format and reads it.
fn walk(window: &mut Window<'_>, kind: &mut MediaKind, found: &mut Found) -> Result<Walked, Stop> {
    let mut head = [0; HEAD_LEN];
    let bytes = window.up_to(0, HEAD_LEN)?;
    let len = bytes.len();
    head.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    match head {
        [0xff, 0xd8, ..] => jpeg::read(window, 0, found)?,
        [0x89, b'P', b'N', b'G', ..] => png::read(window, found)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => riff::read(window, found)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => {
            *kind = MediaKind::Video;
            riff::read(window, found)?;
        }
        [b'8', b'B', b'P', b'S', ..] => psd::read(window, found)?,
        // A JPEG XL without boxes, and so without metadata.
        [0xff, 0x0a, ..] => {}
        [b'G', b'I', b'F', b'8', ..] => gif::read(window, found)?,
        _ if head.starts_with(b"FUJIFILMCCD-RAW") => {
            // A raw picture of Fujifilm holds a JPEG with all metadata; its position stands in the head.
            let [.., a, b, c, d, _, _, _, _, _, _, _, _, _, _, _, _] = head;
            jpeg::read(window, u64::from(u32::from_be_bytes([a, b, c, d])), found)?;
        }
        _ if tiff::is_tiff(&head) => {
            tiff::read(window, Span::FILE, tiff::Directory::Main, found)?;
        }
        _ if mp4::is_boxes(&head) => {
            let brand = head.get(8..12).and_then(|b| b.try_into().ok()).unwrap_or_default();
            *kind = if mp4::is_picture_brand(brand) { MediaKind::Photo } else { MediaKind::Video };
            *kind = mp4::read(window, Span::FILE, found)?;
        }
        _ if len == 0 => return Err(Stop::Bad("the file is empty")),
        _ => return Ok(Walked::Unknown),
    }
    Ok(Walked::Whole)
}

/// Whether a file with this extension (lower case) is a photo or video that may carry metadata.
pub fn is_media_extension(extension: &str) -> bool {
    is_photo_extension(extension) || is_video_extension(extension)
}

fn is_photo_extension(extension: &str) -> bool {
    #[rustfmt::skip]
    let known = matches!(
        extension,
        "jpg" | "jpeg" | "jpe" | "jfif" | "mpo" | "insp" | "jps" | "heic" | "heif" | "hif" | "heics" | "heifs" | "avif" | "avifs" | "png"
            | "apng" | "webp" | "gif" | "jxl" | "jp2" | "jpx" | "jpf" | "jpm" | "jxr" | "wdp" | "hdp" | "psd" | "psb"
            | "tif" | "tiff" | "dng" | "gpr" | "cr2" | "cr3" | "nef" | "nrw" | "arw" | "sr2" | "srw" | "orf" | "rw2" | "rwl" | "pef"
            | "3fr" | "fff" | "raf" | "iiq" | "erf" | "mos" | "mef"
    );
    known
}

/// Whether a path is that of a video, of which no picture is decoded.
pub fn is_video_path(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    is_video_extension(&extension) || matches!(&*extension, "webm" | "mkv")
}

fn is_video_extension(extension: &str) -> bool {
    matches!(extension, "mov" | "qt" | "mqv" | "mp4" | "m4v" | "3gp" | "3gpp" | "3g2" | "insv" | "360" | "lrv" | "avi")
}
