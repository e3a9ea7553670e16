//! Zips whose members are holes in the file: as large as they say, and hardly anything on disk.
//!
//! The `zip` crate writes every byte; fifty gigabytes of them would measure the disk.

use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// A zip being written, its members stored.
pub(crate) struct SparseZip {
    out: BufWriter<File>,
    directory: Vec<u8>,
    members: u64,
}

impl SparseZip {
    pub(crate) fn create(path: &Path) -> Self {
        Self { out: BufWriter::new(File::create(path).unwrap()), directory: Vec::new(), members: 0 }
    }

    /// Adds a member that begins with `head` and goes on with zeros up to `size`. Its checksum is that of nothing,
    /// which only a reader of the whole notices.
    pub(crate) fn add(&mut self, name: &str, head: &[u8], size: u64) {
        let at = self.out.stream_position().unwrap();
        let size = size.max(head.len() as u64);
        let crc = if size == head.len() as u64 { crc32(head) } else { 0 };
        let mut local = b"PK\x03\x04".to_vec();
        local.extend([20, 0, 0, 8, 0, 0]);
        self.directory.extend(b"PK\x01\x02\x2d\x00\x2d\x00\x00\x08\x00\x00");
        for header in [&mut local, &mut self.directory] {
            header.extend([0, 0, 0x21, 0x58]);
            header.extend(crc.to_le_bytes());
            header.extend((size as u32).to_le_bytes());
            header.extend((size as u32).to_le_bytes());
            header.extend((name.len() as u16).to_le_bytes());
        }
        local.extend([0, 0]);
        // The offset as a 64-bit field: parts grow beyond four gigabytes.
        self.directory.extend([12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        self.directory.extend(name.as_bytes());
        self.directory.extend([1, 0, 8, 0]);
        self.directory.extend(at.to_le_bytes());
        self.out.write_all(&local).unwrap();
        self.out.write_all(name.as_bytes()).unwrap();
        self.out.write_all(head).unwrap();
        self.out.seek(SeekFrom::Current((size - head.len() as u64) as i64)).unwrap();
        self.members += 1;
    }

    pub(crate) fn finish(mut self) {
        let at = self.out.stream_position().unwrap();
        self.out.write_all(&self.directory).unwrap();
        let (len, count) = (self.directory.len() as u64, self.members);
        let end = at + len;
        let mut tail = b"PK\x06\x06".to_vec();
        tail.extend(44_u64.to_le_bytes());
        tail.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [count, count, len, at] {
            tail.extend(number.to_le_bytes());
        }
        tail.extend(b"PK\x06\x07\0\0\0\0");
        tail.extend(end.to_le_bytes());
        tail.extend([1, 0, 0, 0]);
        tail.extend(b"PK\x05\x06\0\0\0\0");
        tail.extend([0xff; 12]);
        tail.extend([0, 0]);
        self.out.write_all(&tail).unwrap();
        self.out.flush().unwrap();
    }
}

/// The checksum of zip, bit by bit: only short members need it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    };
    !bytes.iter().fold(!0, step)
}
