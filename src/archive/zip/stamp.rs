//! When a member was last changed, by its local header.

use jiff::tz::TimeZone;

use super::super::Modified;
use super::super::blob::Blob;
use super::{Fields, Member, extra_fields};

/// Bytes of a local header before the name.
const HEADER_LEN: usize = 30;

/// The extra field with times to the second, in UTC.
const EXTENDED_TIMESTAMP: u16 = 0x5455;

/// The time of a member: to the second where the packer wrote it so, else that of MS-DOS.
pub(in super::super) fn modified(blob: &Blob, member: &Member) -> Option<Modified> {
    let mut fixed = [0; HEADER_LEN];
    blob.read_exact_at(member.header_at, &mut fixed).ok()?;
    if !fixed.starts_with(b"PK\x03\x04") {
        return None;
    }
    let header = Fields(&fixed);
    let (name_len, extra_len) = (header.u16(26)?, header.u16(28)?);
    let mut extra = vec![0; usize::from(extra_len)];
    let at = member.header_at.checked_add(HEADER_LEN as u64 + u64::from(name_len))?;
    let has_extra = blob.read_exact_at(at, &mut extra).is_ok();
    let extended = extra_fields(&extra).find(|(id, _)| has_extra && *id == EXTENDED_TIMESTAMP);
    let exact = extended.and_then(|(_, content)| {
        // The first bit says that the time of the last change is there.
        let seconds = Fields(content).u32(1).filter(|_| content.first().is_some_and(|flags| flags & 1 == 1))?;
        Some(Modified { seconds: i64::from(seconds as i32), is_exact: true })
    });
    exact.or_else(|| dos(header.u16(12)?, header.u16(10)?))
}

/// A time of MS-DOS, in steps of two seconds, as if it were UTC.
fn dos(day: u16, clock: u16) -> Option<Modified> {
    let year = 1980 + i16::try_from(day >> 9).ok()?;
    let (month, day) = (i8::try_from(day >> 5 & 15).ok()?, i8::try_from(day & 31).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let (hour, minute) = (i8::try_from(clock >> 11).ok()?, i8::try_from(clock >> 5 & 63).ok()?);
    let time = jiff::civil::Time::new(hour, minute, i8::try_from((clock & 31) * 2).ok()?, 0).ok()?;
    let seconds = TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?.as_second();
    // The first moment that can be written stands for none.
    let first = jiff::civil::date(1980, 1, 1);
    (date != first).then_some(Modified { seconds, is_exact: false })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::{FullFileOptions, SimpleFileOptions};

    use super::*;

    fn time_of(extended: Option<i32>, dos: zip::DateTime) -> Option<Modified> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut options: FullFileOptions<'_, '_> =
            SimpleFileOptions::default().last_modified_time(dos).into_full_options();
        if let Some(seconds) = extended {
            let field = [&[1_u8][..], &seconds.to_le_bytes()].concat();
            options.add_extra_field(EXTENDED_TIMESTAMP, field, false).unwrap();
        }
        writer.start_file("a", options).unwrap();
        writer.write_all(b"x").unwrap();
        let blob = Blob::memory(writer.finish().unwrap().into_inner());
        let mut members = super::super::directory::read(&blob, 9, &mut || Ok(())).unwrap().members;
        modified(&blob, &members.remove(0).1)
    }

    #[test]
    fn the_finer_of_the_two_times_of_a_member_is_taken() {
        let dos = zip::DateTime::from_date_and_time(2026, 9, 2, 15, 27, 36).unwrap();
        assert_eq!(time_of(Some(1_788_362_857), dos), Some(Modified { seconds: 1_788_362_857, is_exact: true }));
        assert_eq!(time_of(None, dos), Some(Modified { seconds: 1_788_362_856, is_exact: false }));
        assert_eq!(time_of(None, zip::DateTime::default()), None);
        assert_eq!(super::dos(0, 0), None, "no such day");
    }
}
