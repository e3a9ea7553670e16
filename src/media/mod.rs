//! Position and time in the metadata of photos and videos, reading only the bytes needed.
//!
//! Finds the metadata block of each container format itself; knows nothing of archives or platforms.

mod write;

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::GeoPoint;

pub use write::{ExifToWrite, jpeg_with_exif};

/// What a media file says about where and when it was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaMetadata {
    /// Where, if it says.
    pub point: Option<GeoPoint>,
    /// Radius of uncertainty in metres, if it says.
    pub accuracy_metres: Option<f64>,
    /// When it was taken, UTC, if it says so with a zone or by satellite time.
    pub taken: Option<Timestamp>,
    /// When it was taken by the camera's clock, zone unknown.
    pub taken_local: Option<DateTime>,
    /// Maker and model of the device.
    pub device: Option<Box<str>>,
    /// Bytes read to find out.
    pub bytes_read: u64,
}

/// Why a media file gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Not a format this program knows.
    #[error("not a picture or video format that this program reads")]
    Format,
    /// Its structure is broken; what could be read before is lost.
    #[error("its metadata is damaged ({0})")]
    Damaged(Box<str>),
    /// Reading failed.
    #[error("{0}")]
    Read(#[from] std::io::Error),
}

/// Reads the metadata of a photo or video, at most `max_bytes` of it.
pub fn read_metadata(
    reader: &mut (impl std::io::Read + std::io::Seek + ?Sized),
    max_bytes: u64,
) -> Result<MediaMetadata, MediaError> {
    let _ = (reader, max_bytes);
    Err(MediaError::Format)
}

/// Whether a file with this extension (lower case) is a photo or video that may carry metadata.
pub fn is_media_extension(extension: &str) -> bool {
    let _ = extension;
    false
}
