//! Rows of trails by hour of the week, summed up so that a stretch of time costs no more the longer it is.

use std::ops::Range;
use std::sync::Arc;

use super::{WEEK_HOURS, WeekClock};
use crate::analysis::RowSet;

/// Rows between two sums.
const BLOCK: usize = 8_192;
/// The hours, and what has none.
const COUNTS: usize = WEEK_HOURS + 1;

/// How many rows there are at each hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowHours {
    counts: [u32; COUNTS],
}

impl RowHours {
    /// By hour of the week.
    pub fn known(&self) -> &[u32] {
        &self.counts[..WEEK_HOURS]
    }

    /// Those without a known hour.
    pub const fn unknown(&self) -> u32 {
        self.counts[WEEK_HOURS]
    }
}

impl Default for RowHours {
    fn default() -> Self {
        Self { counts: [0; COUNTS] }
    }
}

/// Sums over rows by hour.
#[derive(Clone, Debug)]
pub struct RowTally {
    clock: Arc<WeekClock>,
    within: Option<Arc<RowSet>>,
    /// The rows before each block.
    before: Vec<RowHours>,
}

impl RowTally {
    /// Of the rows `within`, or of all.
    pub fn new(clock: Arc<WeekClock>, within: Option<Arc<RowSet>>) -> Self {
        let mut tally = Self { clock, within, before: vec![RowHours::default()] };
        let rows = tally.clock.rows.len();
        let mut sum = RowHours::default();
        for first in (0..rows).step_by(BLOCK) {
            tally.add(first..rows.min(first + BLOCK), &mut sum);
            tally.before.push(sum);
        }
        tally
    }

    /// Whether it is of these rows.
    pub fn is_within(&self, rows: Option<&Arc<RowSet>>) -> bool {
        match (&self.within, rows) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }

    /// How many of some rows there are at each hour.
    pub fn of(&self, rows: Range<usize>) -> RowHours {
        let rows = rows.start..rows.end.min(self.clock.rows.len());
        let (first, end) = (rows.start.div_ceil(BLOCK), rows.end / BLOCK);
        let mut sum = RowHours::default();
        if first >= end {
            self.add(rows, &mut sum);
            return sum;
        }
        self.add(rows.start..first * BLOCK, &mut sum);
        self.add(end * BLOCK..rows.end, &mut sum);
        let between = self.before[end].counts.iter().zip(self.before[first].counts);
        sum.counts.iter_mut().zip(between).for_each(|(sum, (to, from))| *sum += to - from);
        sum
    }

    fn add(&self, rows: Range<usize>, sum: &mut RowHours) {
        for row in rows {
            if self.within.as_ref().is_none_or(|set| set.contains(row)) {
                sum.counts[usize::from(self.clock.rows[row]).min(WEEK_HOURS)] += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::WeekHour;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn sums_are_those_of_looking_at_each_row(
            rows in 0_usize..30_000,
            (from, to) in (0_usize..31_000, 0_usize..31_000),
            every in prop::option::of(1_usize..5),
        ) {
            let hour = |row: usize| (!row.is_multiple_of(7)).then(|| WeekHour::at(row * 31 % 168));
            let clock = Arc::new(WeekClock::new([], (0..rows).map(hour)));
            let set = every.map(|every| Arc::new(RowSet::new(rows, |row| row.is_multiple_of(every))));
            let tally = RowTally::new(clock, set.clone());
            prop_assert!(tally.is_within(set.as_ref()));
            let range = from.min(to)..from.max(to);
            let mut expected = RowHours::default();
            for row in range.clone().filter(|row| *row < rows && every.is_none_or(|every| row.is_multiple_of(every))) {
                expected.counts[hour(row).map_or(WEEK_HOURS, WeekHour::index)] += 1;
            }
            let found = tally.of(range);
            prop_assert_eq!(found, expected);
            prop_assert_eq!(found.known().len(), WEEK_HOURS);
        }
    }
}
