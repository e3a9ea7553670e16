//! What a file is, by its first bytes.

use std::io::Read as _;

use super::ArchiveError;
use super::blob::Blob;
use super::gzip::Gzip;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip, perhaps a damaged one.
    Zip,
    /// A tar inside gzip.
    TarGz,
    /// A tar as it is.
    Tar,
    /// Anything else.
    Plain,
}

/// Whether a name promises a container that can be opened inside another.
pub(super) fn promises_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".zip", ".kmz", ".tgz", ".tar.gz"].iter().any(|ending| name.ends_with(ending))
}

/// What a file is; an error if it is an archive of a kind this program does not open, or does not
/// hold what its name promises.
pub(super) fn kind(blob: &Blob, name: &str) -> Result<Kind, ArchiveError> {
    let mut head = vec![0; 512];
    let read = blob.reader().take(512).read(&mut head);
    head.truncate(read.map_err(|source| ArchiveError::Read { path: name.into(), source })?);
    let wrong = |found: &str, advice: &str| {
        Err(ArchiveError::NotAnArchive { name: name.into(), found: found.into(), advice: advice.into() })
    };
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08PK") {
        return Ok(Kind::Zip);
    }
    if head.starts_with(&[0x1f, 0x8b]) && (promises_archive(name) || is_tar(&unpacked_head(blob))) {
        return Ok(Kind::TarGz);
    }
    if is_tar(&head) {
        return Ok(Kind::Tar);
    }
    if let Some(other) = other_archive(&head) {
        return wrong(other, "unpack it and open the folder");
    }
    if !promises_archive(name) {
        return Ok(Kind::Plain);
    }
    if blob.len() == 0 {
        return wrong("empty (0 bytes)", "download it again from the platform");
    }
    let text = String::from_utf8_lossy(&head).trim_start().to_ascii_lowercase();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        let found = "a web page and not an archive, probably the platform's login page";
        return wrong(found, "log in with the browser and download it again");
    }
    // Bytes before the zip are allowed, for instance of a program that unpacks it.
    if name.to_ascii_lowercase().ends_with(".zip") {
        return Ok(Kind::Zip);
    }
    wrong("not the archive its name promises", "download it again from the platform")
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

fn unpacked_head(blob: &Blob) -> Vec<u8> {
    let mut head = Vec::new();
    // A stream that breaks off this early is no tar.
    Gzip::scan(blob).take(512).read_to_end(&mut head).unwrap_or_default();
    head
}

fn other_archive(head: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"\xfd7zXZ\0", "an XZ archive"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
        (b"BZh", "a bzip2 archive"),
    ];
    kinds.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}
