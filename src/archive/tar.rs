//! Members of a tar stream, found in one pass by the `tar` crate.
//!
//! The crate reads long names and lists of attributes into memory whatever their size, and they may
//! be as large as the stream. It therefore reads through a [`Guard`], which fails once more is read
//! between two members than their headers may take.

use std::cell::Cell;
use std::io::{self, Read};

use tar::{Archive, EntryType};

use super::name;

const BLOCK: u64 = 512;
/// Bytes that may stand before a member's content: its header, long name and attributes.
const LONGEST_HEADERS: u64 = 2 << 20;

/// A member.
#[derive(Debug)]
pub(super) struct TarMember {
    /// Name as stored.
    pub(super) name: Box<str>,
    /// First byte of its content in the stream.
    pub(super) at: u64,
    /// Length of its content.
    pub(super) size: u64,
    /// What it is.
    pub(super) what: What,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A regular file.
    File,
    /// Something left aside, and why.
    Aside(&'static str),
}

impl What {
    /// By the kind in its header; `None` for folders and for what describes other members.
    const fn of(kind: EntryType) -> Option<Self> {
        Some(match kind {
            EntryType::Regular | EntryType::Continuous => Self::File,
            EntryType::Link | EntryType::Symlink => Self::Aside("a link, which is not followed"),
            EntryType::Char | EntryType::Block | EntryType::Fifo => Self::Aside("not a regular file"),
            EntryType::GNUSparse => Self::Aside("a file with holes, which this program does not read"),
            _ => return None,
        })
    }
}

/// Reads every header of a tar stream. On failure gives what was found before it as well.
pub(super) fn walk(stream: &mut impl Read, max_entries: usize, found: &mut Vec<TarMember>) -> io::Result<()> {
    let meter = Meter::default();
    let mut archive = Archive::new(Guard { stream, meter: &meter });
    // Archives that were joined have blocks of zeros between members.
    archive.set_ignore_zeros(true);
    let mut entries = archive.entries()?;
    // End of the last member's content, and of the zeros that fill its last block.
    let (mut end, mut padded) = (0, 0_u64);
    loop {
        meter.left.set(padded.saturating_sub(meter.read.get()).saturating_add(LONGEST_HEADERS));
        let entry = match entries.next() {
            None => return Ok(()),
            Some(Ok(entry)) => entry,
            // Only zeros are missing: all is there.
            Some(Err(_)) if meter.ended.get() && (end..padded).contains(&meter.read.get()) => return Ok(()),
            Some(Err(error)) => return Err(meter.reason(error)),
        };
        let kind = entry.header().entry_type();
        let (at, size) = (entry.raw_file_position(), entry.size());
        if let Some(what) = What::of(kind) {
            if found.len() >= max_entries {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too many files"));
            }
            found.push(TarMember { name: name::decode(&entry.path_bytes()).into(), at, size, what });
        }
        // The size of a file with holes counts the holes.
        let stored = if kind == EntryType::GNUSparse { entry.header().entry_size()? } else { size };
        end = at.saturating_add(stored);
        padded = end.checked_next_multiple_of(BLOCK).ok_or(io::ErrorKind::InvalidData)?;
    }
}

/// What a [`Guard`] lets through and has seen.
#[derive(Debug, Default)]
struct Meter {
    /// Bytes read so far.
    read: Cell<u64>,
    /// Bytes that may be read before the next member is there.
    left: Cell<u64>,
    /// Whether more was asked for than that.
    refused: Cell<bool>,
    /// Whether the stream is at its end.
    ended: Cell<bool>,
    /// Whether the stream failed by itself.
    failed: Cell<bool>,
}

impl Meter {
    /// What is wrong with the stream, when the crate gave up on it with `error`.
    fn reason(&self, error: io::Error) -> io::Error {
        if self.failed.get() {
            error
        } else if self.refused.get() {
            io::Error::new(io::ErrorKind::InvalidData, "a name is too long")
        } else if self.ended.get() {
            io::ErrorKind::UnexpectedEof.into()
        } else {
            io::Error::new(io::ErrorKind::InvalidData, "a header is damaged")
        }
    }
}

/// Lets the crate read the headers of one member, and no more than [`LONGEST_HEADERS`] of them.
struct Guard<'a, R> {
    stream: &'a mut R,
    meter: &'a Meter,
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Meter { read, left, refused, ended, failed } = self.meter;
        let part = buffer.len().min(usize::try_from(left.get()).unwrap_or(usize::MAX));
        if part == 0 && !buffer.is_empty() {
            refused.set(true);
            return Err(io::ErrorKind::InvalidData.into());
        }
        let count = self.stream.read(buffer.get_mut(..part).unwrap_or_default());
        failed.set(count.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted));
        let count = count?;
        ended.set(count == 0 && part > 0);
        read.set(read.get() + count as u64);
        left.set(left.get() - count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(bytes: &[u8]) -> (Vec<TarMember>, io::Result<()>) {
        let mut found = Vec::new();
        let result = walk(&mut &*bytes, 1000, &mut found);
        (found, result)
    }

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            builder.append_data(&mut header, name, *content).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn members_are_where_the_packer_put_them() {
        let long = format!("{}/name.json", "folder".repeat(40));
        let bytes = packed(&[("a.json", b"first"), (&long, &[7; 1000]), ("b/c.json", b"")]);
        let (found, result) = listed(&bytes);
        result.unwrap();
        let names: Vec<&str> = found.iter().map(|m| &*m.name).collect();
        assert_eq!(names, ["a.json", &long, "b/c.json"]);
        assert_eq!(&bytes[found[0].at as usize..][..5], b"first");
        assert_eq!(bytes[found[1].at as usize..][..1000], [7; 1000]);
    }

    #[test]
    fn a_tar_that_stops_keeps_what_is_whole() {
        let bytes = packed(&[("a.json", b"first"), ("b.json", &[7; 2000])]);
        let (found, result) = listed(&bytes[..2000]);
        assert!(result.is_err());
        assert_eq!(found.len(), 2, "the one that is cut off is listed too");
    }

    #[test]
    fn attributes_override_name_and_size() {
        let mut builder = tar::Builder::new(Vec::new());
        let long = format!("{}/Caf\u{e9}.json", "folder".repeat(40));
        builder.append_pax_extensions([("path", long.as_bytes()), ("size", b"345")]).unwrap();
        let mut header = tar::Header::new_ustar();
        header.set_path("short.json").unwrap();
        header.set_size(0);
        header.set_cksum();
        builder.append(&header, io::empty()).unwrap();
        let mut bytes = builder.into_inner().unwrap();
        bytes.truncate(bytes.len() - 1024);
        bytes.extend([7; 512]);
        bytes.extend(packed(&[("b.json", b"[]")]));
        let (found, result) = listed(&bytes);
        result.unwrap();
        let members: Vec<(&str, u64)> = found.iter().map(|m| (&*m.name, m.size)).collect();
        assert_eq!(members, [(&*long, 345), ("b.json", 2)]);
    }

    #[test]
    fn only_missing_zeros_are_no_damage() {
        let bytes = packed(&[("a.json", b"first"), ("b.json", b"second")]);
        let (found, result) = listed(&bytes[..3 * 512 + 6]);
        result.unwrap();
        assert_eq!(found.len(), 2);
        let early = listed(&bytes[..3 * 512 + 5]).1.unwrap_err();
        assert_eq!(early.kind(), io::ErrorKind::UnexpectedEof);
        let in_header = listed(&bytes[..2 * 512 + 100]).1.unwrap_err();
        assert_eq!(in_header.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_name_as_long_as_the_stream_is_not_taken_into_memory() {
        for kind in [tar::EntryType::GNULongName, tar::EntryType::XHeader] {
            let mut header = tar::Header::new_gnu();
            header.set_path("././@LongLink").unwrap();
            header.set_entry_type(kind);
            header.set_size(8 << 30);
            header.set_cksum();
            let whole = packed(&[("a.json", b"first")]);
            let before = &whole[..1024];
            let mut rest = io::repeat(b'a').take(8 << 30);
            let mut stream = before.chain(header.as_bytes().as_slice()).chain(&mut rest);
            let mut found = Vec::new();
            let error = walk(&mut stream, 1000, &mut found).unwrap_err();
            assert_eq!(error.to_string(), "a name is too long");
            assert_eq!(found.len(), 1);
            assert!((8 << 30) - rest.limit() <= LONGEST_HEADERS, "no more than allowed is read");
        }
    }

    #[test]
    fn large_members_are_passed_over_however_long_they_are() {
        let mut header = tar::Header::new_gnu();
        header.set_path("big.bin").unwrap();
        header.set_size(20 << 20);
        header.set_cksum();
        let after = packed(&[("b.json", b"[]")]);
        let big = io::repeat(7).take(20 << 20);
        let mut found = Vec::new();
        walk(&mut header.as_bytes().as_slice().chain(big).chain(&*after), 1000, &mut found).unwrap();
        assert_eq!(found.iter().map(|m| m.size).collect::<Vec<_>>(), [20 << 20, 2]);
        let mut one = Vec::new();
        let error = walk(&mut &*packed(&[("a", b""), ("b", b"")]), 1, &mut one).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end_without_panic(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..2000)) {
            let members = |bytes: &[u8]| listed(bytes).0.len();
            proptest::prop_assert!(members(&bytes) <= 4);
            let sum: u64 = bytes.iter().take(512).enumerate()
                .map(|(i, b)| u64::from(if (148..156).contains(&i) { b' ' } else { *b })).sum();
            if let Some(field) = bytes.get_mut(148..156) {
                field.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            }
            proptest::prop_assert!(members(&bytes) <= 4);
        }
    }
}
