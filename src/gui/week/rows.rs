//! Rows of trails by hour of the week, summed up on another thread where they are many.

use std::sync::Arc;

use egui::Context;

use crate::analysis::week::RowTally;
use crate::analysis::{RowSet, WeekClock};
use crate::gui::task::{Progress, ROWS_AT_ONCE, Task};

/// The sums of the rows that pass the filter, whatever its hours and its stretch of time.
#[derive(Default)]
pub(super) struct Rows {
    tally: Option<RowTally>,
    counting: Option<Task<RowTally>>,
}

impl Rows {
    /// The sums over `count` rows, of which those `within` pass; `None` while they are being made.
    pub(super) fn of(
        &mut self,
        ctx: &Context,
        clock: &Arc<WeekClock>,
        count: usize,
        within: Option<&Arc<RowSet>>,
    ) -> Option<&RowTally> {
        let make = {
            let (clock, within) = (Arc::clone(clock), within.cloned());
            || RowTally::new(clock, within)
        };
        let is_current = |tally: &RowTally| tally.is_within(within);
        if let Some(task) = self.counting.take() {
            match task.poll() {
                // Of two changes in a row the first is counted to its end, or none ever would be.
                Progress::Running => self.counting = Some(task),
                Progress::Done(tally) => self.tally = Some(tally),
                Progress::Lost => {}
            }
        }
        if self.counting.is_none() && !self.tally.as_ref().is_some_and(is_current) {
            if count > ROWS_AT_ONCE {
                self.counting = Task::start(ctx, "week", make.clone()).ok();
            }
            if self.counting.is_none() {
                self.tally = Some(make());
            }
        }
        self.tally.as_ref().filter(|tally| is_current(tally))
    }

    /// Whether they are being made.
    pub(super) const fn are_awaited(&self) -> bool {
        self.counting.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::WeekHour;

    fn clock(rows: usize) -> Arc<WeekClock> {
        Arc::new(WeekClock::new([], (0..rows).map(|row| Some(WeekHour::at(row % 168)))))
    }

    #[test]
    fn few_rows_are_counted_in_the_same_frame_and_many_in_a_later_one() {
        let ctx = Context::default();
        let few = clock(1_000);
        let mut rows = Rows::default();
        assert!(rows.of(&ctx, &few, 1_000, None).is_some() && !rows.are_awaited());
        let many = clock(ROWS_AT_ONCE + 1);
        let set = Arc::new(RowSet::new(ROWS_AT_ONCE + 1, |row| row < 50));
        let mut rows = Rows::default();
        for within in [None, Some(&set)] {
            assert!(rows.of(&ctx, &many, ROWS_AT_ONCE + 1, within).is_none() && rows.are_awaited());
            let mut frames = 0;
            while rows.of(&ctx, &many, ROWS_AT_ONCE + 1, within).is_none() {
                std::thread::sleep(std::time::Duration::from_millis(1));
                frames += 1;
                assert!(frames < 20_000, "never done");
            }
            let counted = rows.of(&ctx, &many, ROWS_AT_ONCE + 1, within).unwrap().of(0..usize::MAX);
            let expected = within.map_or(ROWS_AT_ONCE as u32 + 1, |_| 50);
            assert_eq!(counted.known().iter().sum::<u32>(), expected);
            assert!(!rows.are_awaited());
        }
    }
}
