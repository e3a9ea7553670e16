//! Bytes that can be read at any position by many readers at once: a file, memory, or a part of either.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Where the bytes are.
#[derive(Debug)]
enum Backing {
    File(File),
    Memory(Vec<u8>),
    Static(&'static [u8]),
}

/// A stretch of bytes. Cloning shares the file handle; readers do not disturb one another.
#[derive(Clone, Debug)]
pub(super) struct Blob {
    backing: Arc<Backing>,
    start: u64,
    len: u64,
}

impl Blob {
    /// All of a file as it is now.
    pub(super) fn file(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(Self { backing: Arc::new(Backing::File(file)), start: 0, len })
    }

    /// Bytes in memory.
    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u64;
        Self { backing: Arc::new(Backing::Memory(bytes)), start: 0, len }
    }

    /// Bytes that are part of the program.
    pub(super) fn embedded(bytes: &'static [u8]) -> Self {
        Self { backing: Arc::new(Backing::Static(bytes)), start: 0, len: bytes.len() as u64 }
    }

    /// Number of bytes.
    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// A part of it; what lies beyond the end is cut off.
    pub(super) fn slice(&self, start: u64, len: u64) -> Self {
        let start = start.min(self.len);
        let len = len.min(self.len - start);
        Self { backing: Arc::clone(&self.backing), start: self.start + start, len }
    }

    /// Reads at `offset`; 0 bytes only at the end.
    pub(super) fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(offset);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let (Some(buffer), true) = (buffer.get_mut(..wanted), wanted > 0) else { return Ok(0) };
        match &*self.backing {
            Backing::File(file) => file_read_at(file, self.start + offset, buffer),
            Backing::Memory(bytes) => Ok(copy_from(bytes, self.start + offset, buffer)),
            Backing::Static(bytes) => Ok(copy_from(bytes, self.start + offset, buffer)),
        }
    }

    /// Fills `buffer` from `offset` on, or fails with `UnexpectedEof`.
    pub(super) fn read_exact_at(&self, offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
        let mut at = offset;
        while !buffer.is_empty() {
            let count = match self.read_at(at, buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            at += count as u64;
            buffer = buffer.get_mut(count..).unwrap_or_default();
        }
        Ok(())
    }

    /// A reader over all of it.
    pub(super) fn reader(&self) -> BlobReader {
        BlobReader { blob: self.clone(), pos: 0, window: Vec::new(), window_at: 0, next_window: FIRST_WINDOW }
    }
}

fn copy_from(bytes: &[u8], at: u64, buffer: &mut [u8]) -> usize {
    let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let count = rest.len().min(buffer.len());
    if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
        to.copy_from_slice(from);
    }
    count
}

#[cfg(unix)]
fn file_read_at(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn file_read_at(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

/// The first read after a jump fetches this much: enough for a header and the metadata behind it.
const FIRST_WINDOW: usize = 4 << 10;
/// Reading on in order fetches up to this much at a time.
const LARGEST_WINDOW: usize = 128 << 10;

/// Reads a [`Blob`], with a buffer that survives seeks inside it and grows while reading in order.
#[derive(Debug)]
pub(super) struct BlobReader {
    blob: Blob,
    pos: u64,
    window: Vec<u8>,
    window_at: u64,
    next_window: usize,
}

impl BlobReader {
    /// Number of bytes of the blob.
    pub(super) const fn len(&self) -> u64 {
        self.blob.len
    }

    /// The same reader over a part of its bytes, keeping what it has buffered.
    pub(super) fn narrowed(mut self, start: u64, len: u64) -> Self {
        let part = self.blob.slice(start, len);
        let shift = part.start - self.blob.start;
        if let Some(at) = self.window_at.checked_sub(shift) {
            self.window_at = at;
        } else {
            let cut = usize::try_from(shift - self.window_at).unwrap_or(usize::MAX).min(self.window.len());
            self.window.drain(..cut);
            self.window_at = 0;
        }
        self.window.truncate(usize::try_from(part.len.saturating_sub(self.window_at)).unwrap_or(usize::MAX));
        Self { blob: part, pos: 0, ..self }
    }

    fn buffered(&self) -> &[u8] {
        let at = self.pos.checked_sub(self.window_at).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.window.get(at..)).unwrap_or_default()
    }

    fn fill(&mut self) -> io::Result<()> {
        let in_order = self.pos == self.window_at + self.window.len() as u64 && !self.window.is_empty();
        self.next_window = if in_order { (self.next_window * 2).min(LARGEST_WINDOW) } else { FIRST_WINDOW };
        self.window.resize(self.next_window, 0);
        let count = self.blob.read_at(self.pos, &mut self.window);
        self.window.truncate(*count.as_ref().unwrap_or(&0));
        self.window_at = self.pos;
        count.map(|_| ())
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.buffered().is_empty() {
            if buffer.len() >= LARGEST_WINDOW {
                let count = self.blob.read_at(self.pos, buffer)?;
                self.pos += count as u64;
                return Ok(count);
            }
            self.fill()?;
        }
        let count = self.buffered().read(buffer)?;
        self.pos += count as u64;
        Ok(count)
    }
}

impl io::BufRead for BlobReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffered().is_empty() {
            self.fill()?;
        }
        Ok(self.buffered())
    }

    fn consume(&mut self, count: usize) {
        self.pos += count as u64;
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pos = target(to, self.pos, self.blob.len)?;
        Ok(self.pos)
    }
}

/// Where a seek leads, given where the reader is and how long it is.
pub(super) fn target(to: SeekFrom, pos: u64, len: u64) -> io::Result<u64> {
    let target = match to {
        SeekFrom::Start(at) => Some(at),
        SeekFrom::End(by) => len.checked_add_signed(by),
        SeekFrom::Current(by) => pos.checked_add_signed(by),
    };
    target.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "seek before the beginning"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(len: usize) -> Vec<u8> {
        (0..len).map(|i| (i % 251) as u8).collect()
    }

    #[test]
    fn a_reader_gives_the_same_bytes_in_order_and_after_jumps() {
        let bytes = counting(300_000);
        let mut reader = Blob::memory(bytes.clone()).reader();
        let mut all = Vec::new();
        reader.read_to_end(&mut all).unwrap();
        assert_eq!(all, bytes);
        for at in [0, 299_999, 5, 4_095, 4_096, 150_000, 149_990] {
            reader.seek(SeekFrom::Start(at)).unwrap();
            let mut four = [0; 4];
            let count = reader.read(&mut four).unwrap();
            assert_eq!(four[..count], bytes[at as usize..][..count]);
        }
        reader.seek(SeekFrom::Start(400_000)).unwrap();
        assert_eq!(reader.read(&mut [0; 4]).unwrap(), 0, "beyond the end there is nothing");
    }

    #[test]
    fn narrowing_keeps_to_the_part_wherever_the_buffer_was() {
        let bytes = counting(20_000);
        for (buffered_from, start, len) in [(0, 10, 100), (5_000, 10, 9_000), (5_000, 6_000, 10), (0, 19_000, 5_000)] {
            let mut reader = Blob::memory(bytes.clone()).reader();
            reader.seek(SeekFrom::Start(buffered_from)).unwrap();
            reader.read_exact(&mut [0; 3]).unwrap();
            let mut part = Vec::new();
            reader.narrowed(start, len).read_to_end(&mut part).unwrap();
            let end = (start + len).min(20_000) as usize;
            assert_eq!(part, bytes[start as usize..end], "{buffered_from} {start} {len}");
        }
    }

    #[test]
    fn slices_of_slices_stay_inside() {
        let blob = Blob::memory(counting(100)).slice(10, 50).slice(40, 50);
        assert_eq!(blob.len(), 10);
        assert!(blob.read_exact_at(0, &mut [0; 11]).is_err());
        let mut one = [0];
        blob.read_exact_at(9, &mut one).unwrap();
        assert_eq!(one, [59]);
    }
}
