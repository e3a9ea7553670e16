//! Members of a tar stream, found in one pass.
//!
//! Our own walk rather than the `tar` crate's, which reads long names and attributes into memory
//! whatever their size: in a hostile archive that is as much memory as there is.

use std::io::{self, Read};

use super::name;

const BLOCK: usize = 512;
/// Longest name or list of attributes that is read.
const LONGEST_TEXT: u64 = 1 << 20;

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
    const fn of(kind: u8) -> Option<Self> {
        Some(match kind {
            b'0' | 0 | b'7' => Self::File,
            b'1' | b'2' => Self::Aside("a link, which is not followed"),
            b'3' | b'4' | b'6' => Self::Aside("not a regular file"),
            b'S' => Self::Aside("a file with holes, which this program does not read"),
            _ => return None,
        })
    }
}

/// What overrides the next header.
#[derive(Debug, Default)]
struct Override {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Reads every header of a tar stream. On failure gives what was found before it as well.
pub(super) fn walk(stream: &mut impl Read, max_entries: usize, found: &mut Vec<TarMember>) -> io::Result<()> {
    let mut at = 0_u64;
    let mut next = Override::default();
    let mut block = [0; BLOCK];
    while read_block(stream, &mut block)? {
        at += BLOCK as u64;
        if block.iter().all(|b| *b == 0) {
            continue;
        }
        if !checksum_fits(&block) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header is damaged"));
        }
        let header = block;
        let size = next.size.take().or_else(|| number(block.get(124..136)?)).unwrap_or(0);
        let kind = block.get(156).copied().unwrap_or(0);
        let padded = size.checked_next_multiple_of(BLOCK as u64).ok_or(io::ErrorKind::InvalidData)?;
        match kind {
            b'L' | b'x' => {
                let text = read_text(stream, size, padded)?;
                if kind == b'L' {
                    next.name = Some(until_zero(&text).to_vec());
                } else {
                    pax(&text, &mut next);
                }
            }
            _ => {
                while kind == b'S' && more_holes(&block) && read_block(stream, &mut block)? {
                    at += BLOCK as u64;
                }
                let stored = next.name.take().unwrap_or_else(|| header_name(&header));
                if let Some(what) = What::of(kind) {
                    if found.len() >= max_entries {
                        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too many files"));
                    }
                    found.push(TarMember { name: name::decode(&stored).into(), at, size, what });
                }
                skip(stream, padded, size)?;
            }
        }
        at += padded;
    }
    Ok(())
}

/// Whether the list of holes of a sparse file goes on in the next block.
fn more_holes(block: &[u8; BLOCK]) -> bool {
    let flag = if checksum_fits(block) { 482 } else { 504 };
    block.get(flag).is_some_and(|b| *b != 0)
}

fn read_block(stream: &mut impl Read, block: &mut [u8; BLOCK]) -> io::Result<bool> {
    let mut filled = 0;
    while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match stream.read(rest)? {
            0 if filled == 0 => return Ok(false),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => filled += count,
        }
    }
    Ok(true)
}

fn read_text(stream: &mut impl Read, size: u64, padded: u64) -> io::Result<Vec<u8>> {
    if size > LONGEST_TEXT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a name is too long"));
    }
    let mut text = vec![0; padded as usize];
    stream.read_exact(&mut text)?;
    text.truncate(size as usize);
    Ok(text)
}

/// Skips a member. One whose content is whole but for the padding at the end of the stream counts as whole.
fn skip(stream: &mut impl Read, padded: u64, size: u64) -> io::Result<()> {
    let skipped = io::copy(&mut stream.by_ref().take(padded), &mut io::sink())?;
    if skipped < size { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

fn checksum_fits(block: &[u8; BLOCK]) -> bool {
    let in_checksum = |i: usize| (148..156).contains(&i);
    let sum: u64 = block.iter().enumerate().map(|(i, b)| u64::from(if in_checksum(i) { b' ' } else { *b })).sum();
    block.get(148..156).and_then(number) == Some(sum)
}

/// A number in octal digits, or in binary if its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    let (first, rest) = field.split_first()?;
    if first & 0x80 != 0 {
        let start = u64::from(first & 0x3f);
        return rest.iter().try_fold(start, |n, b| n.checked_mul(256)?.checked_add(u64::from(*b)));
    }
    let text = std::str::from_utf8(until_zero(field)).ok()?.trim_matches(' ');
    u64::from_str_radix(text, 8).ok()
}

fn until_zero(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}

/// The name in a header, with the prefix that newer ones have.
fn header_name(block: &[u8; BLOCK]) -> Vec<u8> {
    let field = |range| until_zero(block.get(range).unwrap_or_default());
    let (name, prefix) = (field(0..100), field(345..500));
    let posix = block.get(257..263) == Some(b"ustar\0");
    if posix && !prefix.is_empty() { [prefix, b"/", name].concat() } else { name.to_vec() }
}

/// Attributes that override the next header: lines of `length key=value`.
fn pax(mut text: &[u8], next: &mut Override) {
    while let Some(space) = text.iter().position(|b| *b == b' ') {
        let (digits, _) = text.split_at(space);
        let len = std::str::from_utf8(digits).ok().and_then(|d| d.parse::<usize>().ok());
        let Some((line, rest)) = len.and_then(|len| text.split_at_checked(len)) else { return };
        let Some(pair) = line.get(space + 1..) else { return };
        text = rest;
        let pair = pair.strip_suffix(b"\n").unwrap_or(pair);
        let Some(equals) = pair.iter().position(|b| *b == b'=') else { continue };
        let (key, value) = (&pair[..equals], pair.get(equals + 1..).unwrap_or_default());
        match key {
            b"path" => next.name = Some(value.to_vec()),
            b"size" => next.size = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()),
            _ => {}
        }
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
        let mut next = Override::default();
        pax("19 path=Caf\u{e9}.json\n12 size=345\n".as_bytes(), &mut next);
        assert_eq!(next.name.as_deref(), Some("Caf\u{e9}.json".as_bytes()));
        assert_eq!(next.size, Some(345));
        pax(b"99999999999999999999 path=x\n", &mut next);
        pax(b"3 path", &mut next);
        assert_eq!(next.size, Some(345), "broken lines change nothing");
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
