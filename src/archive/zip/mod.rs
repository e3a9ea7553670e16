//! Zip containers: the list of members, and reading one of them.
//!
//! The `zip` crate lists and unpacks. What it cannot do is our own, each part with its reason:
//! - [`end`]: the place of the directory and the number of its members, before anything is held in
//!   memory for them.
//! - [`records`]: directories of which a record is bad, that repeat a name, or that hold more
//!   members than they say. The crate gives none, the last, or the first of them.
//! - [`recover`]: zips without a directory, which are downloads that stopped. The crate gives none.
//! - [`member`]: seeking in a member. The crate's readers of packed ones cannot seek, and its
//!   seeking reader of stored ones compares no checksum.

mod alone;
mod directory;
mod end;
mod member;
mod records;
mod recover;
mod stamp;

use std::io;

use super::blob::Blob;
use super::{ArchiveError, Limits};

pub(super) use member::{Member, open_member, stored_slice};
pub(super) use stamp::modified;

/// What a zip holds.
#[derive(Debug)]
pub(super) struct Listing {
    /// The members, folders left out, as the directory orders them.
    pub(super) members: Vec<(Box<str>, Member)>,
    /// What is wrong with the zip as a whole, if it could be read only in part.
    pub(super) damage: Option<Damage>,
}

/// What is wrong with a zip that could be read only in part.
#[derive(Debug)]
pub(super) struct Damage {
    /// What was found.
    pub(super) detail: Box<str>,
    /// Whether it is the end that is missing.
    pub(super) cut_off: bool,
}

/// Why a zip could not be listed.
#[derive(Debug)]
pub(super) enum ListError {
    /// There is no directory at its end.
    NoDirectory(&'static str),
    /// It is the last part of a zip that was split, and this is its number, counted from 1.
    Split(u32),
    /// Reading failed.
    Io(io::Error),
    /// More members than allowed.
    TooMany,
    /// Not gone on with.
    Stopped(ArchiveError),
}

impl From<io::Error> for ListError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::NoDirectory("it ends too early"),
            _ => Self::Io(error),
        }
    }
}

/// Asks whether to go on.
type Check<'a> = &'a mut dyn FnMut() -> Result<(), ArchiveError>;

/// Lists a zip from the directory at its end; if that is missing, from the front, as far as it is whole.
///
/// `check` is asked now and then whether to go on.
pub(super) fn list(blob: &Blob, name: &str, limits: Limits, check: Check<'_>) -> Result<Listing, ArchiveError> {
    let listing = match directory::read(blob, limits.entries, check) {
        Ok(listing) => listing,
        Err(ListError::Stopped(error)) => return Err(error),
        Err(ListError::Io(source)) => return Err(ArchiveError::Read { path: name.into(), source }),
        Err(ListError::TooMany) => {
            return Err(ArchiveError::TooMany {
                name: name.into(),
                what: format!("over {} files", limits.entries).into(),
            });
        }
        Err(ListError::Split(part)) => {
            return Err(ArchiveError::NotAnArchive {
                name: name.into(),
                found: format!("part {part} of a zip that was split").into(),
                advice: "join the parts with the program that split them, or unpack them and open the folder".into(),
            });
        }
        Err(ListError::NoDirectory(detail)) => {
            let mut found = recover::walk(blob, limits, check)?;
            if found.members.is_empty() {
                return Err(ArchiveError::Damaged { name: name.into(), detail: detail.into() });
            }
            found.damage = Some(Damage { detail: detail.into(), cut_off: true });
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
