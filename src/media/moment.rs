//! Dates and times as metadata writes them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A date and time with the offset from UTC, if it was written with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenTime {
    /// By the clock that wrote it.
    pub(super) local: DateTime,
    /// That clock's offset.
    pub(super) offset: Option<Offset>,
}

/// Photography begins with 1826; what claims to be older is garbage, as is the far future.
const YEARS: std::ops::RangeInclusive<i16> = 1826..=2100;
/// Offsets from UTC in use lie within these; seconds.
const LARGEST_OFFSET: i32 = 15 * 3600;

impl WrittenTime {
    /// Reads `2019:06:15 14:03:22` (EXIF) and `2019-06-15T14:03:22.5+02:00` (ISO 8601). Fractions
    /// of seconds are left out. A date alone, zeros, blanks and impossible dates are no moment.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim_matches(|c: char| c.is_whitespace() || c == '\0').as_bytes();
        let year = number(&mut rest, 4)?;
        let month = after(&mut rest, b":-/.").and_then(|()| number(&mut rest, 2))?;
        let day = after(&mut rest, b":-/.").and_then(|()| number(&mut rest, 2))?;
        let hour = after(&mut rest, b" T").and_then(|()| number(&mut rest, 2))?;
        let minute = after(&mut rest, b":").and_then(|()| number(&mut rest, 2))?;
        let mut second = 0;
        if after(&mut rest, b":").is_some() {
            second = number(&mut rest, 2)?;
            if after(&mut rest, b".,").is_some() {
                while rest.first().is_some_and(u8::is_ascii_digit) {
                    rest = &rest[1..];
                }
            }
        }
        let narrow = |n: i16| i8::try_from(n).ok();
        let (month, day) = (narrow(month)?, narrow(day)?);
        let local = DateTime::new(year, month, day, narrow(hour)?, narrow(minute)?, narrow(second)?, 0)
            .ok()
            .filter(is_likely)?;
        let offset = std::str::from_utf8(rest).ok().and_then(parse_offset);
        Some(Self { local, offset })
    }

    /// The same, in UTC if it was written without an offset.
    pub(super) fn or_utc(self) -> Self {
        Self { offset: self.offset.or(Some(Offset::UTC)), ..self }
    }

    /// The instant, if the offset is known.
    pub(super) fn instant(self) -> Option<Timestamp> {
        self.offset.and_then(|o| o.to_timestamp(self.local).ok())
    }
}

/// Whether a date can be that of a photo or video.
pub(super) fn is_likely(local: &DateTime) -> bool {
    YEARS.contains(&local.year())
}

/// Reads `+02:00`, `-0330`, `+02` and `Z`.
pub(super) fn parse_offset(text: &str) -> Option<Offset> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if matches!(text, "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (sign, mut rest) = match text.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let hours = i32::from(number(&mut rest, 2)?);
    let minutes = if rest.is_empty() {
        0
    } else {
        after(&mut rest, b":").unwrap_or_default();
        i32::from(number(&mut rest, 2)?)
    };
    let seconds = (hours * 60 + minutes) * 60;
    let ok = rest.is_empty() && minutes < 60 && seconds <= LARGEST_OFFSET;
    ok.then_some(seconds * sign).and_then(|s| Offset::from_seconds(s).ok())
}

fn number(rest: &mut &[u8], digits: usize) -> Option<i16> {
    let (head, tail) = rest.split_at_checked(digits)?;
    *rest = tail;
    head.iter().try_fold(0, |n: i16, d| d.is_ascii_digit().then(|| n * 10 + i16::from(d - b'0')))
}

fn after(rest: &mut &[u8], any_of: &[u8]) -> Option<()> {
    let (first, tail) = rest.split_first()?;
    any_of.contains(first).then(|| *rest = tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let moment = WrittenTime::parse(text)?;
        Some(moment.instant().map_or_else(|| moment.local.to_string(), |t| t.to_string()))
    }

    #[test]
    fn the_forms_of_exif_and_iso_are_read() {
        assert_eq!(shown("2019:06:15 14:03:22\0").unwrap(), "2019-06-15T14:03:22");
        assert_eq!(shown("2019-06-15T14:03:22+0200").unwrap(), "2019-06-15T12:03:22Z");
        assert_eq!(shown("2019-06-15T14:03:22.123-03:30").unwrap(), "2019-06-15T17:33:22Z");
        assert_eq!(shown("2019-06-15T14:03Z").unwrap(), "2019-06-15T14:03:00Z");
        assert_eq!(shown("1952:07:01 00:00:00").unwrap(), "1952-07-01T00:00:00", "a scan may be dated right");
    }

    #[test]
    fn garbage_is_no_moment() {
        for text in [
            "",
            "0000:00:00 00:00:00",
            "    :  :     :  :  ",
            "2019:02:30 10:00:00",
            "2019:06:15 24:03:22",
            "2019:06:15",
            "2019:06:15 14:xx:22",
            "0019:06:15 14:03:22",
            "9999:12:31 23:59:59",
            "20é9:06:15 14:03:22",
        ] {
            assert_eq!(WrittenTime::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_offset_that_no_clock_has_is_none() {
        assert_eq!(parse_offset("+02:00").unwrap().seconds(), 7200);
        assert_eq!(parse_offset("-09").unwrap().seconds(), -32_400);
        for text in ["", "   :  ", "+99:99", "+2", "02:00", "+02:0", "+02:00:00"] {
            assert_eq!(parse_offset(text), None, "{text:?}");
        }
    }
}
