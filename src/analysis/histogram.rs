//! Counts per stretch of time, stacked by verdict. Pure maths, in UTC seconds since 1970.

use super::axis::Step;
use super::{RowSet, Verdict};

/// Number of verdicts.
const VERDICTS: usize = Verdict::ALL.len();
/// More bars than any screen has columns; beyond this the view is cut short rather than memory filled.
const MAX_BARS: usize = 50_000;

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// First moment; seconds since 1970.
    pub from: i64,
    /// First moment after it.
    pub to: i64,
    /// Items by verdict, in the order of [`Verdict::ALL`].
    pub counts: [u32; VERDICTS],
    /// Rows of location trails.
    pub points: u32,
}

impl Bar {
    /// Items of all verdicts.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// Bars over a stretch of time, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// The bars, in time order.
    pub bars: Vec<Bar>,
    /// Items in the highest bar.
    pub highest: u32,
    /// Rows of trails in the bar that has most.
    pub most_points: u32,
}

impl Histogram {
    /// Bins `items` (any order) and `points` (ascending times), of these only the ones `within`, into bars of `step` that cover `[from, to)`.
    pub fn new(
        step: Step,
        from: i64,
        to: i64,
        items: impl IntoIterator<Item = (i64, Verdict)>,
        points: &[i64],
        within: Option<&RowSet>,
    ) -> Self {
        let mut bars = empty_bars(step, from, to);
        let end = bars.last().map_or(i64::MIN, |b| b.to);
        let mut last = 0;
        for (seconds, verdict) in items {
            // Mostly the bar of the item before: they come in time order as a rule.
            if !bars.get(last).is_some_and(|bar| (bar.from..bar.to).contains(&seconds)) {
                // The bar that begins last at or before the moment.
                let after = bars.partition_point(|bar| bar.from <= seconds);
                let Some(at) = after.checked_sub(1).filter(|_| seconds < end) else { continue };
                last = at;
            }
            if let Some(count) = bars.get_mut(last).and_then(|bar| bar.counts.get_mut(verdict as usize)) {
                *count += 1;
            }
        }
        if !points.is_empty() {
            for bar in &mut bars {
                let before = |t: i64| points.partition_point(|p| *p < t);
                let rows = before(bar.from)..before(bar.to);
                bar.points = within.map_or(rows.len(), |set| set.count(rows)) as u32;
            }
        }
        let highest = bars.iter().map(Bar::total).max().unwrap_or(0);
        let most_points = bars.iter().map(|b| b.points).max().unwrap_or(0);
        Self { bars, highest, most_points }
    }

    /// The bar that `seconds` lies in.
    pub fn bar_at(&self, seconds: i64) -> Option<&Bar> {
        let after = self.bars.partition_point(|b| b.from <= seconds);
        after.checked_sub(1).and_then(|i| self.bars.get(i)).filter(|b| seconds < b.to)
    }
}

fn empty_bars(step: Step, from: i64, to: i64) -> Vec<Bar> {
    let first = step.floor(from);
    let starts = std::iter::successors(Some(first), |t| Some(step.next(*t)));
    let bar = |start| Bar { from: start, to: step.next(start), counts: [0; VERDICTS], points: 0 };
    starts.take_while(|t| *t < to).take(MAX_BARS).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_item_at_the_edge_belongs_to_the_later_bar() {
        let day = 86_400;
        let histogram = Histogram::new(Step::Day, 0, 2 * day, [(day, Verdict::Captured)], &[day - 1, day], None);
        assert_eq!(histogram.bars.len(), 2);
        assert_eq!((histogram.bars[0].total(), histogram.bars[1].total()), (0, 1));
        assert_eq!((histogram.bars[0].points, histogram.bars[1].points), (1, 1));
    }

    #[test]
    fn stacks_follow_the_order_of_verdicts() {
        for verdict in Verdict::ALL {
            let histogram = Histogram::new(Step::Years(1), 0, 10, [(5, verdict)], &[], None);
            assert_eq!(Verdict::ALL[histogram.bars[0].counts.iter().position(|c| *c == 1).unwrap()], verdict);
        }
    }

    proptest! {
        #[test]
        fn every_item_in_range_is_counted_once(
            times in prop::collection::vec((0_i64..2_000_000_000, 0_usize..6), 0..200),
            step in 6_usize..12,
        ) {
            let step = Step::LADDER[step];
            let items: Vec<(i64, Verdict)> = times.iter().map(|(t, v)| (*t, Verdict::ALL[*v])).collect();
            let mut points: Vec<i64> = times.iter().map(|(t, _)| *t).collect();
            points.sort_unstable();
            let histogram = Histogram::new(step, 0, 2_000_000_000, items.iter().copied(), &points, None);
            prop_assert_eq!(histogram.bars.iter().map(Bar::total).sum::<u32>() as usize, items.len());
            prop_assert_eq!(histogram.bars.iter().map(|b| b.points).sum::<u32>() as usize, items.len());
            prop_assert!(histogram.bars.windows(2).all(|w| w[0].to == w[1].from), "no gaps");
            for (t, verdict) in items {
                let bar = histogram.bar_at(t).unwrap();
                prop_assert!(bar.from <= t && t < bar.to && bar.counts[verdict as usize] > 0);
            }
        }
    }
}
