//! A zip whose bytes depend on its contents alone.

use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::SampleError;

/// Whether pictures are drawn and packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pictures {
    /// They are.
    Drawn,
    /// They are left out, as in an export of which only one part was downloaded.
    LeftOut,
}

/// A zip being written. Every entry carries the same made-up time.
pub(super) struct Packing<'w, W: Write + Seek> {
    zip: ZipWriter<&'w mut W>,
    pictures: Pictures,
    left_out: Vec<String>,
}

impl<'w, W: Write + Seek> Packing<'w, W> {
    /// A new zip on `out`.
    pub(super) fn new(out: &'w mut W, pictures: Pictures) -> Self {
        Self { zip: ZipWriter::new(out), pictures, left_out: Vec::new() }
    }

    /// Adds a picture, drawn only if it is wanted.
    pub(super) fn picture(&mut self, name: &str, draw: impl FnOnce() -> Vec<u8>) -> Result<(), SampleError> {
        if self.pictures == Pictures::LeftOut {
            self.left_out.push(name.to_owned());
            return Ok(());
        }
        let bytes = draw();
        self.file(name, |w| w.write_all(&bytes))
    }

    /// Adds a file whose content `write` produces; pictures are only stored.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), SampleError> {
        let packed = name.ends_with(".jpg");
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let time = DateTime::from_date_and_time(2022, 1, 10, 12, 0, 0).unwrap_or_default();
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(time).unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        let mut buffered = io::BufWriter::with_capacity(1 << 16, &mut self.zip);
        write(&mut buffered)?;
        buffered.flush()?;
        Ok(())
    }

    /// Ends the zip. Returns the names of the pictures left out.
    pub(super) fn finish(self) -> Result<Vec<String>, SampleError> {
        self.zip.finish()?;
        Ok(self.left_out)
    }
}
