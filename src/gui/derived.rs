//! Computes what follows from the data, the lens and the filter, when one of them changed and only then.

use std::sync::Arc;

use crate::analysis::{Exposure, FacetTable, Filter};
use crate::model::{Dataset, FileStatus, Item};

use super::cx::{Derived, NO_TIME};

/// [`Derived`] with what it was computed from.
#[derive(Default)]
pub(crate) struct Memo {
    derived: Derived,
    table: Option<FacetTable>,
    filter: Option<Filter>,
}

impl Memo {
    /// For a dataset that is the `dataset_generation`-th of this window.
    pub(crate) fn new(dataset_generation: u64) -> Self {
        let derived = Derived { dataset_generation, ..Derived::default() };
        Self { derived, table: None, filter: None }
    }

    /// What was computed last.
    pub(crate) fn get(&self) -> &Derived {
        &self.derived
    }

    /// Forgets the result; called when the verdicts have become others.
    pub(crate) fn invalidate(&mut self) {
        self.derived.verdict_generation += 1;
        self.filter = None;
        self.table = None;
    }

    /// Computes again if `filter` is another than last time.
    pub(crate) fn refresh(&mut self, dataset: &Dataset, exposure: &Exposure, filter: &Filter) {
        if self.filter.as_ref() == Some(filter) {
            return;
        }
        let only_time_changed = self.filter.as_ref().is_some_and(|old| {
            let lifted = Filter { window: filter.window, ..old.clone() };
            lifted == *filter
        });
        if self.filter.is_none() {
            let without = |missing: fn(&Item) -> bool| dataset.items.iter().filter(|i| missing(i)).count() as u64;
            self.derived.totals = exposure.verdict_counts();
            self.derived.moments = exposure.moments();
            let seconds = |item: &Item| item.time.map_or(NO_TIME, jiff::Timestamp::as_second);
            self.derived.times = Arc::new(dataset.items.iter().map(seconds).collect());
            self.derived.timeless = without(|i| i.time.is_none());
            self.derived.placeless = without(|i| i.location.is_none());
            self.derived.failed_files = dataset.files.count(FileStatus::Failed) as u64;
        }
        if self.filter.as_ref().is_none_or(|old| !old.asks_same_of_rows(filter)) {
            self.derived.rows = filter.rows(&dataset.points).map(Arc::new);
        }
        let table = self.table.get_or_insert_with(|| FacetTable::new(dataset, exposure));
        self.derived.facets = table.facets(dataset, filter);
        self.derived.visible_taken = self.derived.facets.taken;
        self.derived.visible = Arc::clone(&self.derived.facets.visible);
        self.derived.points_visible = filter.shows_points() && !dataset.points.is_empty();
        self.derived.generation += 1;
        if !only_time_changed {
            self.derived.timeline_generation += 1;
        }
        self.filter = Some(filter.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::TimeWindow;

    #[test]
    fn nothing_is_computed_twice_and_the_timeline_ignores_its_own_brush() {
        let (dataset, exposure) = (Dataset::default(), Exposure::default());
        let mut memo = Memo::new(1);
        let mut filter = Filter::default();
        memo.refresh(&dataset, &exposure, &filter);
        memo.refresh(&dataset, &exposure, &filter);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (1, 1));
        filter.window = Some(TimeWindow { from: jiff::Timestamp::MIN, to: jiff::Timestamp::MAX });
        memo.refresh(&dataset, &exposure, &filter);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (2, 1));
        filter.taken_only = true;
        memo.refresh(&dataset, &exposure, &filter);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (3, 2));
    }
}
