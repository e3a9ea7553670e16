//! Zip containers: the list of members, and reading one of them.
//!
//! The list is read by our own code rather than by the `zip` crate, because that keeps one entry
//! per name, stops at the first bad record, and holds some 300 bytes per entry; hostile and broken
//! archives need all three the other way round. The tests check it against the crate.

mod directory;
mod member;
mod recover;

use super::blob::Blob;
use super::{ArchiveError, Limits};

pub(super) use member::{Compression, Member, open_member, stored_slice};

/// What a zip holds.
#[derive(Debug)]
pub(super) struct Listing {
    /// The members, folders left out, as the directory orders them.
    pub(super) members: Vec<(Box<str>, Member)>,
    /// What is wrong with the zip as a whole, if it could be read only in part.
    pub(super) damage: Option<Box<str>>,
}

/// Why a zip could not be listed.
#[derive(Debug)]
pub(super) enum ListError {
    /// There is no directory at its end.
    NoDirectory(&'static str),
    /// Reading failed.
    Io(std::io::Error),
    /// More members than allowed.
    TooMany,
}

impl From<std::io::Error> for ListError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Self::NoDirectory("it ends too early"),
            _ => Self::Io(error),
        }
    }
}

/// Lists a zip from the directory at its end; if that is missing, from the front, as far as it is whole.
///
/// `check` is asked now and then whether to go on.
pub(super) fn list(
    blob: &Blob,
    name: &str,
    limits: Limits,
    check: &mut dyn FnMut() -> Result<(), ArchiveError>,
) -> Result<Listing, ArchiveError> {
    let read_error = |source| ArchiveError::Read { path: name.into(), source };
    let too_many =
        || ArchiveError::TooMany { name: name.into(), what: format!("over {} files", limits.entries).into() };
    let listing = match directory::read(blob, limits.entries) {
        Ok(listing) => listing,
        Err(ListError::Io(source)) => return Err(read_error(source)),
        Err(ListError::TooMany) => return Err(too_many()),
        Err(ListError::NoDirectory(detail)) => {
            let mut found = recover::walk(blob, limits, check)?;
            if found.members.is_empty() {
                return Err(ArchiveError::Damaged { name: name.into(), detail: detail.into() });
            }
            found.damage = Some(detail.into());
            found
        }
    };
    let all_encrypted = !listing.members.is_empty() && listing.members.iter().all(|(_, m)| m.encrypted);
    if all_encrypted { Err(ArchiveError::Encrypted { name: name.into() }) } else { Ok(listing) }
}

/// Reads little-endian numbers out of a record; `None` past its end.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u16(self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.0.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    fn u32(self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.0.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }

    fn u64(self, at: usize) -> Option<u64> {
        Some(u64::from_le_bytes(self.0.get(at..at.checked_add(8)?)?.try_into().ok()?))
    }
}

/// The extra fields of a record: id and content of each, as far as they are well-formed.
fn extra_fields(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let fields = Fields(bytes);
        let (id, len) = (fields.u16(0)?, usize::from(fields.u16(2)?));
        let content = bytes.get(4..4 + len)?;
        bytes = bytes.get(4 + len..)?;
        Some((id, content))
    })
}

/// Replaces the sizes and offset that do not fit into 32 bits by those of the zip64 extra field,
/// which holds exactly those that are all ones, in this order.
fn apply_zip64(extra: &[u8], values: &mut [&mut u64]) {
    let Some((_, content)) = extra_fields(extra).find(|(id, _)| *id == 0x0001) else { return };
    let mut at = 0;
    for value in values.iter_mut().filter(|v| ***v == u64::from(u32::MAX)) {
        let Some(wide) = Fields(content).u64(at) else { return };
        **value = wide;
        at += 8;
    }
}

/// The name of a record: the Unicode name of Info-ZIP if there is one, else the stored bytes.
fn entry_name(raw: &[u8], extra: &[u8]) -> Box<str> {
    let unicode = extra_fields(extra).find(|(id, content)| *id == 0x7075 && content.len() > 5);
    let unicode = unicode.and_then(|(_, content)| std::str::from_utf8(content.get(5..)?).ok());
    unicode.map_or_else(|| super::name::decode(raw).into(), Into::into)
}
