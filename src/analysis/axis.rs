//! The time axis: calendar steps, ticks and the visible stretch. Pure maths, in UTC seconds since 1970.

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 1970-01-01 was a Thursday; weeks start on Monday.
const FIRST_MONDAY: i64 = 4 * DAY;

/// A calendar step: the distance between ticks, or the width of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// So many minutes.
    Minutes(i64),
    /// So many hours.
    Hours(i64),
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// So many calendar months, counted from January.
    Months(i64),
    /// So many calendar years, counted from year 0.
    Years(i64),
}

impl Step {
    /// Every step in use, finest first.
    pub const LADDER: &'static [Self] = &[
        Self::Minutes(1),
        Self::Minutes(5),
        Self::Minutes(15),
        Self::Hours(1),
        Self::Hours(3),
        Self::Hours(6),
        Self::Day,
        Self::Week,
        Self::Months(1),
        Self::Months(3),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(50),
        Self::Years(100),
        Self::Years(1000),
    ];

    /// Length in seconds, exact for all but months and years.
    pub const fn approximate_seconds(self) -> i64 {
        match self {
            Self::Minutes(n) => n * MINUTE,
            Self::Hours(n) => n * HOUR,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Months(n) => n * 30 * DAY,
            Self::Years(n) => n * 365 * DAY,
        }
    }

    /// The finest step that is at least so long.
    pub fn at_least(seconds: f64) -> Self {
        let fits = |step: &&Self| step.approximate_seconds() as f64 >= seconds;
        Self::LADDER.iter().find(fits).copied().unwrap_or(Self::Years(1000))
    }

    /// The start of the step that `seconds` lies in.
    pub fn floor(self, seconds: i64) -> i64 {
        let down_to = |unit: i64| seconds.div_euclid(unit) * unit;
        match self {
            Self::Minutes(n) => down_to(n * MINUTE),
            Self::Hours(n) => down_to(n * HOUR),
            Self::Day => down_to(DAY),
            Self::Week => (seconds - FIRST_MONDAY).div_euclid(7 * DAY) * 7 * DAY + FIRST_MONDAY,
            Self::Months(n) => {
                let (year, month, _) = civil(seconds);
                let months = (year * 12 + month - 1).div_euclid(n) * n;
                start_of_month(months.div_euclid(12), months.rem_euclid(12) + 1)
            }
            Self::Years(n) => start_of_month(civil(seconds).0.div_euclid(n) * n, 1),
        }
    }

    /// The start of the step after the one that `seconds` lies in.
    pub fn next(self, seconds: i64) -> i64 {
        let start = self.floor(seconds);
        match self {
            Self::Months(n) => {
                let (year, month, _) = civil(start);
                let months = year * 12 + month - 1 + n;
                start_of_month(months.div_euclid(12), months.rem_euclid(12) + 1)
            }
            Self::Years(n) => start_of_month(civil(start).0 + n, 1),
            _ => start + self.approximate_seconds(),
        }
    }

    /// The starts of all steps that begin in `[from, to]`, at most `cap` of them.
    pub fn starts(self, from: i64, to: i64, cap: usize) -> Vec<i64> {
        let floor = self.floor(from);
        let first = if floor < from { self.next(from) } else { floor };
        std::iter::successors(Some(first), |t| Some(self.next(*t))).take_while(|t| *t <= to).take(cap).collect()
    }
}

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Where; seconds since 1970.
    pub seconds: i64,
    /// What to write there.
    pub label: String,
    /// Whether a larger unit begins here too.
    pub major: bool,
}

/// Ticks for `[from, to]`, at least `min_seconds` apart.
pub fn ticks(from: i64, to: i64, min_seconds: f64) -> Vec<Tick> {
    let step = Step::at_least(min_seconds);
    let tick = |seconds: i64| {
        let (label, major) = label(step, seconds);
        Tick { seconds, label, major }
    };
    step.starts(from, to, 200).into_iter().map(tick).collect()
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn label(step: Step, seconds: i64) -> (String, bool) {
    let (year, month, day) = civil(seconds);
    let name = MONTHS.get(month as usize - 1).copied().unwrap_or("");
    let in_day = seconds.rem_euclid(DAY);
    match step {
        Step::Years(_) => (year.to_string(), false),
        Step::Months(_) if month == 1 => (year.to_string(), true),
        Step::Months(_) => (name.to_owned(), false),
        Step::Day | Step::Week => (format!("{day} {name}"), day == 1),
        Step::Hours(_) | Step::Minutes(_) if in_day == 0 => (format!("{day} {name}"), true),
        Step::Hours(_) | Step::Minutes(_) => (format!("{:02}:{:02}", in_day / HOUR, in_day % HOUR / MINUTE), false),
    }
}

/// Year, month and day of an instant, in the proleptic Gregorian calendar (days of 400-year cycles since March of year 0).
fn civil(seconds: i64) -> (i64, i64, i64) {
    let days = seconds.div_euclid(DAY) + 719_468;
    let cycle = days.div_euclid(146_097);
    let day_of_cycle = days.rem_euclid(146_097);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (cycle * 400 + year_of_cycle + i64::from(month <= 2), month, day)
}

fn start_of_month(year: i64, month: i64) -> i64 {
    let march_year = if month <= 2 { year - 1 } else { year };
    let cycle = march_year.div_euclid(400);
    let year_of_cycle = march_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5;
    let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    (cycle * 146_097 + day_of_cycle - 719_468) * DAY
}

/// The visible stretch of time, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeView {
    /// At the left edge.
    pub from: f64,
    /// At the right edge; later than `from`.
    pub to: f64,
}

impl TimeView {
    /// The closest zoom: ten minutes across.
    pub const MIN_SPAN_SECONDS: f64 = 600.0;

    /// A view of all of `[first, last]` with a little room on both sides.
    pub fn around(first: i64, last: i64) -> Self {
        let span = ((last - first) as f64).max(Self::MIN_SPAN_SECONDS);
        let margin = span * 0.02;
        let middle = f64::midpoint(first as f64, last as f64);
        Self { from: middle - span / 2.0 - margin, to: middle + span / 2.0 + margin }
    }

    /// How much time is visible, in seconds.
    pub fn span(self) -> f64 {
        self.to - self.from
    }

    /// The position of `seconds` in `0..=width`, outside it when not visible.
    pub fn x(self, seconds: f64, width: f64) -> f64 {
        (seconds - self.from) / self.span() * width
    }

    /// The time at `x` of `0..=width`.
    pub fn time(self, x: f64, width: f64) -> f64 {
        self.from + x / width.max(1.0) * self.span()
    }

    /// Shows `factor` times as much time, with the moment `anchor` staying where it is, within `limits`.
    #[must_use]
    pub fn zoomed(self, factor: f64, anchor: f64, limits: Self) -> Self {
        let span = (self.span() * factor).clamp(Self::MIN_SPAN_SECONDS.min(limits.span()), limits.span());
        let scale = span / self.span();
        let from = anchor - (anchor - self.from) * scale;
        Self { from, to: from + span }.within(limits)
    }

    /// Moves by so many seconds, within `limits`.
    #[must_use]
    pub fn panned(self, seconds: f64, limits: Self) -> Self {
        Self { from: self.from + seconds, to: self.to + seconds }.within(limits)
    }

    fn within(self, limits: Self) -> Self {
        let span = self.span().min(limits.span());
        let from = self.from.min(limits.to - span).max(limits.from);
        Self { from, to: from + span }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    #[test]
    fn steps_begin_where_the_calendar_says() {
        let moment = at("2018-08-11T22:41:07Z");
        let start = |step: Step| Timestamp::from_second(step.floor(moment)).unwrap().to_string();
        assert_eq!(start(Step::Years(1)), "2018-01-01T00:00:00Z");
        assert_eq!(start(Step::Years(5)), "2015-01-01T00:00:00Z");
        assert_eq!(start(Step::Months(3)), "2018-07-01T00:00:00Z");
        assert_eq!(start(Step::Week), "2018-08-06T00:00:00Z", "weeks begin on Monday");
        assert_eq!(start(Step::Hours(6)), "2018-08-11T18:00:00Z");
        assert_eq!(start(Step::Minutes(15)), "2018-08-11T22:30:00Z");
        assert_eq!(Step::Months(1).next(at("2020-01-31T12:00:00Z")), at("2020-02-01T00:00:00Z"));
    }

    #[test]
    fn ticks_say_the_larger_unit_where_it_begins() {
        let year = ticks(at("2017-11-01T00:00:00Z"), at("2018-03-01T00:00:00Z"), 20.0 * DAY as f64);
        let labels: Vec<&str> = year.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["Nov", "Dec", "2018", "Feb", "Mar"]);
        assert!(year[2].major && !year[1].major);
        let night = ticks(at("2018-03-01T18:00:00Z"), at("2018-03-02T06:00:00Z"), 6.0 * HOUR as f64);
        let labels: Vec<&str> = night.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["18:00", "2 Mar", "06:00"]);
    }

    proptest! {
        #[test]
        fn dates_agree_with_the_calendar_library(seconds in -300_000_000_000_i64..250_000_000_000) {
            let date = TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).unwrap()).date();
            let expected = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
            prop_assert_eq!(civil(seconds), expected);
            let first = TimeZone::UTC.to_timestamp(date.first_of_month().at(0, 0, 0, 0)).unwrap();
            prop_assert_eq!(start_of_month(expected.0, expected.1), first.as_second());
        }

        #[test]
        fn every_moment_lies_in_its_step(seconds in -100_000_000_000_i64..100_000_000_000, index in 0..Step::LADDER.len()) {
            let step = Step::LADDER[index];
            let (start, end) = (step.floor(seconds), step.next(seconds));
            prop_assert!(start <= seconds && seconds < end);
            prop_assert_eq!(step.floor(start), start);
            prop_assert_eq!(step.floor(end), end);
            prop_assert_eq!(step.floor(end - 1), start);
        }

        #[test]
        fn ticks_are_apart_and_inside(from in -4_000_000_000_i64..4_000_000_000, span in 600_i64..4_000_000_000, per_tick in 40.0..200.0_f64) {
            let min_seconds = span as f64 * per_tick / 1000.0;
            let found = ticks(from, from + span, min_seconds);
            prop_assert!(found.iter().all(|t| (from..=from + span).contains(&t.seconds)));
            // Months and years differ in length by a few days.
            prop_assert!(found.windows(2).all(|w| (w[1].seconds - w[0].seconds) as f64 >= min_seconds * 0.9));
        }

        #[test]
        fn zooming_keeps_the_anchor_and_the_limits(factor in 0.05..20.0_f64, part in 0.0..1.0_f64) {
            let limits = TimeView::around(0, 1_000_000_000);
            let view = TimeView { from: 4e8, to: 5e8 };
            let anchor = view.from + part * view.span();
            let zoomed = view.zoomed(factor, anchor, limits);
            prop_assert!(zoomed.from >= limits.from - 1e-3 && zoomed.to <= limits.to + 1e-3);
            if zoomed.from > limits.from + 1.0 && zoomed.to < limits.to - 1.0 {
                prop_assert!((zoomed.x(anchor, 1000.0) - view.x(anchor, 1000.0)).abs() < 1e-3);
            }
            prop_assert!((view.time(view.x(anchor, 777.0), 777.0) - anchor).abs() < 1e-2);
        }
    }
}
