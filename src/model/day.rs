//! Days in words, the same wherever the program speaks.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day of a moment, UTC: `11 Aug 2018`.
pub fn day_words(at: Timestamp) -> String {
    date_words(TimeZone::UTC.to_datetime(at).date())
}

/// A day of the calendar: `11 Aug 2018`.
pub fn date_words(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_no_leading_zero_and_is_that_of_utc() {
        assert_eq!(day_words("2018-03-03T23:59:59Z".parse().unwrap()), "3 Mar 2018");
        assert_eq!(date_words(jiff::civil::date(2018, 12, 31)), "31 Dec 2018");
    }
}
