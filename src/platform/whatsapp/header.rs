//! Headers of messages: three numbers of a date in the phone's order, a time, a name.

use jiff::civil::{DateTime, Time};

use crate::platform::support::numbered_date::{self, Numbers, Order, digit, is_mark};

/// One line that starts a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// The date.
    pub(super) date: Numbers,
    /// The time of day, on the phone's clock.
    pub(super) time: Time,
    /// Who wrote it, unless the app did.
    pub(super) name: Option<&'t str>,
    /// What.
    pub(super) text: &'t str,
}

/// Text without marks of direction and space around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// Bytes of a header at most: names are short, dates shorter.
const HEADER_CAP: usize = 60;

/// Splits a line that starts a message.
pub(super) fn split(line: &str) -> Option<Line<'_>> {
    let line = line.trim_start_matches(is_mark).trim_end_matches('\r');
    let (head, rest) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once("] ")?,
        None if line.starts_with(|c: char| digit(c).is_some()) => line.split_once(" - ")?,
        None => return None,
    };
    if head.len() > HEADER_CAP {
        return None;
    }
    let (date, time) = numbered_date::read(head)?;
    let time = time?;
    let (name, text) = match rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, ""))) {
        Some((name, text)) => (Some(bare(name)).filter(|n| !n.is_empty()), text),
        None => (None, rest),
    };
    Some(Line { date, time, name, text })
}

/// The first year from which a chat can be.
pub(super) const FIRST_YEAR: i16 = 2009;

impl Line<'_> {
    /// When it was sent, on the phone's clock.
    pub(super) fn at(&self, order: Order) -> Option<DateTime> {
        Some(self.date.date(order, FIRST_YEAR)?.to_datetime(self.time))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_styles_of_headers_are_read() {
        let line = split("\u{200e}[2020-12-01, 12:00:12] Person 2: \u{200e}British Library").unwrap();
        assert_eq!((line.name, bare(line.text)), (Some("Person 2"), "British Library"));
        let line = split("1/9/23, 9:41\u{202f}PM - \u{202a}+41 79 000\u{202c}: Hi: there").unwrap();
        assert_eq!((line.name, line.text), (Some("+41 79 000"), "Hi: there"));
        assert_eq!((line.time.hour(), line.time.minute()), (21, 41));
        assert_eq!(split("01.12.20, 12:00 - Nora hat die Gruppe erstellt.").unwrap().name, None);
        assert_eq!(split("1/12/2020 12:00 p. m. - A: b").unwrap().time.hour(), 12);
        assert_eq!(split("1/12/2020, 12.05 - A: b").unwrap().time.minute(), 5);
    }

    #[test]
    fn dates_of_other_languages_are_read() {
        let hour = |line: &str| split(line).map(|l| l.time.hour());
        for line in [
            "2023/1/14 下午3:04 - 新: 你好",
            "[2023/1/14 下午3:04:05] 新: 你好",
            "23. 1. 14. 오후 3:04 - 신: 안녕",
            "2023/01/14 午後3:04 - 新: やあ",
            "\u{661}\u{664}/\u{661}/\u{662}\u{660}\u{662}\u{663}، \u{663}:\u{660}\u{664} م - نور: مرحبا",
            "[14.01.23, 15:04:05] Nora: hallo",
            "14-01-2023 15:04 - Nora: hallo",
            "14/1/2023, 3:04\u{202f}p.\u{a0}m. - Nora: hola",
        ] {
            assert_eq!(hour(line), Some(15), "{line}");
        }
        let arabic = split("\u{661}\u{664}/\u{661}/\u{662}\u{660}\u{662}\u{663}، \u{663}:\u{660}\u{664} م - نور: مرحبا").unwrap();
        assert_eq!(arabic.date.date(Order::DayMonth, FIRST_YEAR).unwrap().to_string(), "2023-01-14");
    }

    #[test]
    fn other_lines_are_no_headers() {
        for line in ["", "hello", "12 - 3: x", "[1/2] x: y", "1/12/2020 is a date - A: b", "[99/12/2020, 25:00] A: b", "1.2.3.4 - A: b"] {
            assert_eq!(split(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "[\\[\\]0-9/.:, \\-APM\u{200e}\u{202f}é]{0,40}") {
            if let Some(line) = split(&line) {
                let _date = line.at(Order::DayMonth);
            }
        }
    }
}
