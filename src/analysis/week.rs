//! Hours of the week in local time: which of them are asked for, and at which of them each item happened.

mod tally;

use std::sync::Arc;

use jiff::civil::DateTime;

use crate::model::ItemId;

pub use tally::{RowHours, RowTally};

/// Hours in a week.
pub const WEEK_HOURS: usize = 168;

/// An hour of the week: weekday 0 (Monday) to 6, hour 0 to 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeekHour {
    /// 0 is Monday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
}

impl WeekHour {
    /// The hour that a clock shows.
    pub fn of(local: DateTime) -> Self {
        Self { weekday: local.weekday().to_monday_zero_offset() as u8, hour: local.hour() as u8 }
    }

    /// The hour that a clock shows which is `offset` seconds ahead of UTC, so many seconds after 1970.
    pub const fn of_seconds(seconds: i64, offset: i32) -> Self {
        let local = seconds.saturating_add(offset as i64);
        // 1 January 1970 was a Thursday.
        let weekday = (local.div_euclid(86_400) + 3).rem_euclid(7) as u8;
        Self { weekday, hour: (local.rem_euclid(86_400) / 3_600) as u8 }
    }

    /// The hour at a position in the week; whatever lies beyond begins anew.
    pub const fn at(index: usize) -> Self {
        Self { weekday: (index / 24 % 7) as u8, hour: (index % 24) as u8 }
    }

    /// Position in a week of 168 hours.
    pub const fn index(self) -> usize {
        self.weekday as usize * 24 + self.hour as usize
    }

    /// The English name of the day.
    pub const fn day_name(self) -> &'static str {
        match self.weekday {
            0 => "Monday",
            1 => "Tuesday",
            2 => "Wednesday",
            3 => "Thursday",
            4 => "Friday",
            5 => "Saturday",
            _ => "Sunday",
        }
    }
}

/// A set of hours of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekHours {
    /// One bit an hour, by weekday.
    days: [u32; 7],
}

impl WeekHours {
    /// All hours of the block between two of its corners, both included.
    #[must_use]
    pub fn block(one: WeekHour, other: WeekHour) -> Self {
        let mut hours = Self::default();
        for weekday in one.weekday.min(other.weekday)..=one.weekday.max(other.weekday) {
            for hour in one.hour.min(other.hour)..=one.hour.max(other.hour) {
                hours.insert(WeekHour { weekday, hour });
            }
        }
        hours
    }

    /// Adds an hour.
    pub fn insert(&mut self, hour: WeekHour) {
        self.days[usize::from(hour.weekday % 7)] |= 1 << (hour.hour % 24);
    }

    /// Whether an hour is in it.
    pub const fn contains(&self, hour: WeekHour) -> bool {
        self.days[hour.weekday as usize % 7] >> (hour.hour % 24) & 1 == 1
    }

    /// The hours in either of the two.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.days.iter_mut().zip(other.days).for_each(|(day, more)| *day |= more);
        self
    }

    /// The hours in this one but not in the other.
    #[must_use]
    pub fn without(mut self, other: Self) -> Self {
        self.days.iter_mut().zip(other.days).for_each(|(day, less)| *day &= !less);
        self
    }

    /// Whether every hour of the other is in this one.
    pub fn covers(&self, other: Self) -> bool {
        other.without(*self).is_empty()
    }

    /// Number of hours.
    pub fn len(&self) -> usize {
        self.days.iter().map(|day| day.count_ones() as usize).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(|day| *day == 0)
    }

    /// The hours, in order.
    pub fn iter(&self) -> impl Iterator<Item = WeekHour> {
        (0..WEEK_HOURS).map(WeekHour::at).filter(|hour| self.contains(*hour))
    }

    /// First and last hour, if it is all of the block between them.
    pub fn as_block(&self) -> Option<(WeekHour, WeekHour)> {
        let (first, last) = (self.iter().next()?, self.iter().last()?);
        (Self::block(first, last) == *self).then_some((first, last))
    }
}

/// Stands for an hour that is not known.
const UNKNOWN: u8 = u8::MAX;

/// The hour of the week, in local time of its place, of each item and each row of a trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekClock {
    items: Vec<u8>,
    rows: Vec<u8>,
}

impl WeekClock {
    /// From the hours of all items and of all rows, in their order.
    pub fn new(
        items: impl IntoIterator<Item = Option<WeekHour>>,
        rows: impl IntoIterator<Item = Option<WeekHour>>,
    ) -> Self {
        let byte = |hour: Option<WeekHour>| hour.map_or(UNKNOWN, |hour| hour.index() as u8);
        Self { items: items.into_iter().map(byte).collect(), rows: rows.into_iter().map(byte).collect() }
    }

    /// The hour of an item; `None` when it is not known for certain.
    pub fn of_item(&self, id: ItemId) -> Option<WeekHour> {
        hour(self.items.get(id.index()))
    }

    /// The hour of a row of a trail; `None` when it is not known for certain.
    pub fn of_row(&self, row: usize) -> Option<WeekHour> {
        hour(self.rows.get(row))
    }
}

fn hour(byte: Option<&u8>) -> Option<WeekHour> {
    byte.filter(|byte| **byte != UNKNOWN).map(|byte| WeekHour::at(usize::from(*byte)))
}

/// Only what happened at these hours of the week. What has no known hour is then hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtHours {
    /// The hours.
    pub hours: WeekHours,
    /// The hour of everything; shared, for there may be millions of rows.
    pub clock: Arc<WeekClock>,
}

impl AtHours {
    /// Whether an item happened at these hours.
    pub fn holds_item(&self, id: ItemId) -> bool {
        self.clock.of_item(id).is_some_and(|hour| self.hours.contains(hour))
    }

    /// Whether a row of a trail was recorded at these hours.
    pub fn holds_row(&self, row: usize) -> bool {
        self.clock.of_row(row).is_some_and(|hour| self.hours.contains(hour))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_hour_has_its_place_in_the_week() {
        for index in 0..WEEK_HOURS {
            assert_eq!(WeekHour::at(index).index(), index);
        }
        let local: DateTime = "2018-08-14T18:59:59".parse().unwrap();
        assert_eq!(WeekHour::of(local), WeekHour { weekday: 1, hour: 18 });
    }

    #[test]
    fn a_block_is_told_from_single_hours() {
        let at = |weekday, hour| WeekHour { weekday, hour };
        let evenings = WeekHours::block(at(4, 23), at(0, 18));
        assert_eq!((evenings.len(), evenings.as_block()), (30, Some((at(0, 18), at(4, 23)))));
        let mut odd = evenings;
        odd.insert(at(6, 3));
        assert_eq!(odd.as_block(), None);
        assert_eq!(odd.without(evenings).as_block(), Some((at(6, 3), at(6, 3))));
        assert!(odd.covers(evenings) && !evenings.covers(odd));
        assert_eq!(WeekHours::default().as_block(), None);
    }

    proptest! {
        #[test]
        fn seconds_and_calendar_agree(seconds in -4_000_000_000_i64..4_000_000_000, offset in -14_i8..=14) {
            let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_hours(offset).unwrap());
            let local = zone.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
            prop_assert_eq!(WeekHour::of_seconds(seconds, i32::from(offset) * 3_600), WeekHour::of(local));
        }
    }
}
