//! A zip whose bytes depend on its contents alone.

use std::io::{self, Seek, Write};
use std::thread;

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

/// Name of a picture inside the archive, and how to draw it.
pub(super) type Drawing<'a> = (String, Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>);

/// What a zip is written to. As a trait object, so that the writers of archives stand in the program once.
pub(super) trait Target: Write + Seek {}

impl<T: Write + Seek> Target for T {}

/// A zip being written. Every entry carries the same made-up time.
pub(super) struct Packing<'w> {
    zip: ZipWriter<&'w mut dyn Target>,
    pictures: Pictures,
    left_out: Vec<String>,
}

impl<'w> Packing<'w> {
    /// A new zip on `out`.
    pub(super) fn new(out: &'w mut dyn Target, pictures: Pictures) -> Self {
        Self { zip: ZipWriter::new(out), pictures, left_out: Vec::new() }
    }

    /// Adds pictures in this order, drawn only if they are wanted, on all processors at once.
    pub(super) fn pictures(&mut self, drawings: &[Drawing<'_>]) -> Result<(), SampleError> {
        if self.pictures == Pictures::LeftOut {
            self.left_out.extend(drawings.iter().map(|(name, _)| name.clone()));
            return Ok(());
        }
        for ((name, _), bytes) in drawings.iter().zip(draw_all(drawings)?) {
            self.entry(name, CompressionMethod::Stored, |w| w.write_all(&bytes))?;
        }
        Ok(())
    }

    /// Adds a file whose content `write` produces.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), SampleError> {
        self.entry(name, CompressionMethod::Deflated, write)
    }

    fn entry(
        &mut self,
        name: &str,
        method: CompressionMethod,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), SampleError> {
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

/// Draws every picture; the result is in order, whatever the number of processors.
fn draw_all(drawings: &[Drawing<'_>]) -> io::Result<Vec<Vec<u8>>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = drawings.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let draw = |part: &[Drawing<'_>]| part.iter().map(|(_, draw)| draw()).collect::<Vec<_>>();
        let start = |part| thread::Builder::new().name("draw".to_owned()).spawn_scoped(scope, move || draw(part));
        let started: Vec<_> = drawings.chunks(share).map(start).collect::<io::Result<_>>()?;
        let mut drawn = Vec::with_capacity(drawings.len());
        for worker in started {
            drawn.extend(worker.join().map_err(|_panic| io::Error::other("a picture could not be drawn"))?);
        }
        Ok(drawn)
    })
}
