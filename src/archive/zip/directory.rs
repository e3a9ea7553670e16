//! The directory at the end of a zip.

use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config, ZipFileEntry};

use super::super::blob::Blob;
use super::end::{RECORD, RECORD_LEN, Span, find};
use super::{Check, Fields, ListError, Listing, Member, records};

/// Reads the directory.
pub(super) fn read(blob: &Blob, max_entries: usize, check: Check<'_>) -> Result<Listing, ListError> {
    let span = find(blob)?;
    let room = (span.end - span.at) / RECORD_LEN as u64;
    // A number that its bytes have no room for is not one of members, and told of below.
    if span.count > max_entries as u64 && span.count <= room {
        return Err(ListError::TooMany);
    }
    let mut listing = match by_crate(blob, span, check)? {
        Some(listing) => listing,
        None => records::read(blob, span, max_entries, check)?,
    };
    if span.part > 0 && !listing.members.first().is_some_and(|(_, first)| starts_with_header(blob, first)) {
        return Err(ListError::Split(span.part.saturating_add(1)));
    }
    mark_overlaps(&mut listing.members);
    Ok(listing)
}

/// The members as the crate reads them; `None` if it does not give every one of them.
fn by_crate(blob: &Blob, span: Span, check: Check<'_>) -> Result<Option<Listing>, ListError> {
    let config = Config { archive_offset: ArchiveOffset::Known(span.shift) };
    let Ok(archive) = ZipArchive::with_config(config, blob.reader()) else { return Ok(None) };
    let whole = archive.len() as u64 == span.count && !archive.has_duplicate_names();
    if !whole || goes_on(blob, span, &archive) {
        return Ok(None);
    }
    let mut members = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        check().map_err(ListError::Stopped)?;
        let Ok(entry) = archive.by_index_data(index) else { return Ok(None) };
        if !entry.is_dir() {
            let Ok(name) = entry.name() else { return Ok(None) };
            members.push((name.into(), member(&entry)));
        }
    }
    Ok(Some(Listing { members, damage: None }))
}

/// Whether records follow the last one that was counted: some packers write the count modulo 65,536.
fn goes_on<R: std::io::Read + std::io::Seek>(blob: &Blob, span: Span, archive: &ZipArchive<R>) -> bool {
    let last = archive.len().checked_sub(1).and_then(|index| archive.by_index_data(index).ok());
    let at = last.map_or(span.at, |entry| {
        let mut fixed = [0; RECORD_LEN];
        let read = blob.read_exact_at(entry.central_header_start(), &mut fixed).is_ok();
        let varying: u64 = [28, 30, 32].iter().filter_map(|at| Fields(&fixed).u16(*at)).map(u64::from).sum();
        if read { entry.central_header_start() + RECORD_LEN as u64 + varying } else { span.end }
    });
    let mut magic = [0; 4];
    at < span.end && blob.read_exact_at(at, &mut magic).is_ok() && magic == *RECORD
}

fn member(entry: &ZipFileEntry<'_>) -> Member {
    Member {
        header_at: entry.header_start(),
        compressed: entry.compressed_size(),
        size: entry.size(),
        crc: entry.crc32(),
        method: entry.compression().into_compression().as_u16(),
        encrypted: entry.encrypted(),
        link: entry.is_symlink(),
        defect: None,
    }
}

/// Whether a member is where the directory says.
fn starts_with_header(blob: &Blob, member: &Member) -> bool {
    let mut magic = [0; 4];
    blob.read_exact_at(member.header_at, &mut magic).is_ok() && magic == *b"PK\x03\x04"
}

/// Marks members whose bytes another member uses as well: a way to make a small zip unpack to petabytes.
/// The crate finds out whether there are any, and not which.
fn mark_overlaps(members: &mut [(Box<str>, Member)]) {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&i| members.get(i).map(|(_, m)| (m.header_at, m.compressed)));
    let mut free_from = 0;
    for i in order {
        let Some((_, member)) = members.get_mut(i) else { continue };
        if member.header_at < free_from {
            member.defect = Some("another file uses the same bytes");
        }
        // At least: name and extra field follow the 30 bytes, and only the local header tells their length.
        let end = member.header_at.saturating_add(30).saturating_add(member.compressed);
        free_from = free_from.max(end);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(names: &[&str], large: bool) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default().large_file(large)).unwrap();
            writer.write_all(b"content").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn crate_lists(bytes: Vec<u8>) -> Option<usize> {
        let blob = Blob::memory(bytes);
        let span = find(&blob).unwrap();
        by_crate(&blob, span, &mut || Ok(())).unwrap().map(|listing| listing.members.len())
    }

    #[test]
    fn sound_zips_are_listed_by_the_crate() {
        let many: Vec<String> = (0..65_600).map(|i| i.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (names, large) in [(&["a", "b/", "b/c"][..], false), (&["a", "b/", "b/c"], true), (&many, false)] {
            let zip = zipped(names, large);
            let files = names.len() - usize::from(names.contains(&"b/"));
            assert_eq!(crate_lists(zip.clone()), Some(files), "{} names, {large}", names.len());
            let behind_a_program = [vec![b'#'; 5_000], zip].concat();
            assert_eq!(crate_lists(behind_a_program), Some(files), "{} names, {large}, shifted", names.len());
        }
        assert_eq!(crate_lists(zipped(&[], false)), Some(0));
    }

    #[test]
    fn what_the_crate_would_leave_out_is_left_to_our_own_reading() {
        let mut zip = zipped(&["a", "b", "c"], false);
        let end = zip.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
        for at in [8, 10] {
            zip[end + at] = 2;
        }
        assert_eq!(crate_lists(zip.clone()), None, "there are more than it says");
        for at in [8, 10] {
            zip[end + at] = 3;
        }
        assert_eq!(crate_lists(zip.clone()), Some(3));
        let name = zip.windows(4).rposition(|w| w == RECORD).unwrap() + RECORD_LEN;
        zip[name] = b'a';
        assert_eq!(crate_lists(zip), None, "a name is there twice");
    }
}
