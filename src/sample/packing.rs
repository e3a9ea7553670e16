//! A zip whose bytes depend on its contents alone.

use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::SampleError;

/// A zip being written. Every entry carries the same made-up time.
pub(super) struct Packing<'w, W: Write + Seek> {
    zip: ZipWriter<&'w mut W>,
}

impl<'w, W: Write + Seek> Packing<'w, W> {
    /// A new zip on `out`.
    pub(super) fn new(out: &'w mut W) -> Self {
        Self { zip: ZipWriter::new(out) }
    }

    /// Adds a file whose content `write` produces; pictures and other compressed data are only stored.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), SampleError> {
        let packed = [".jpg", ".png", ".mp4"].iter().any(|e| name.ends_with(e));
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

    /// Ends the zip.
    pub(super) fn finish(self) -> Result<(), SampleError> {
        self.zip.finish()?;
        Ok(())
    }
}
