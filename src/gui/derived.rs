//! Computes what follows from the data, the lens and the filter, when one of them changed and only then.
//!
//! All of it changes at once: where the rows of trails are too many to be gone through within a frame, everything stays
//! as it was until that is done on another thread.

use std::sync::Arc;

use egui::Context;

use crate::analysis::{FacetTable, Filter, RowSets};
use crate::model::{Dataset, FileStatus, Item};

use super::cx::{Derived, NO_TIME};
use super::judged::Summary;
use super::task::{Progress, ROWS_AT_ONCE, Task};

/// [`Derived`] with what it was computed from.
#[derive(Default)]
pub(crate) struct Memo {
    derived: Derived,
    table: Option<FacetTable>,
    /// Whether it was computed at all, and of these verdicts.
    is_current: bool,
    search: Option<Search>,
}

/// Rows being gone through on another thread.
struct Search {
    filter: Filter,
    task: Task<RowSets>,
}

impl Memo {
    /// For a dataset that is the `dataset_generation`-th of this window.
    pub(crate) fn new(dataset_generation: u64) -> Self {
        let derived = Derived { dataset_generation, ..Derived::default() };
        Self { derived, ..Self::default() }
    }

    /// What was computed last.
    pub(crate) fn get(&self) -> &Derived {
        &self.derived
    }

    /// Whether it is of another filter than the newest, because another thread still goes through the rows.
    pub(crate) const fn waits(&self) -> bool {
        self.search.is_some()
    }

    /// Forgets the result; called when the verdicts have become others.
    pub(crate) fn invalidate(&mut self) {
        self.derived.verdict_generation += 1;
        self.is_current = false;
        self.table = None;
    }

    /// Computes again if `filter` is another than last time. With many rows that may take until a later frame, which
    /// `wake` then asks for; without it everything is done at once.
    pub(crate) fn refresh(
        &mut self,
        dataset: &Arc<Dataset>,
        summary: &Arc<Summary>,
        filter: &Filter,
        wake: Option<&Context>,
    ) {
        self.take_found(dataset, summary, filter);
        if self.is_current && self.derived.filter == *filter {
            // What is being looked for is no longer wanted.
            self.search = None;
            return;
        }
        if filter.asks_same_of_rows(&self.derived.filter) {
            self.search = None;
            let rows = self.derived.rows.clone();
            self.apply(dataset, summary, filter, rows);
            return;
        }
        if dataset.points.len() > ROWS_AT_ONCE && filter.asks_of_rows() {
            self.search = self.search.take().or_else(|| Search::start(dataset, filter, wake));
            if self.search.is_some() {
                self.keep_current(dataset, summary);
                return;
            }
        }
        self.search = None;
        self.apply(dataset, summary, filter, filter.row_sets(&dataset.points));
    }

    /// Shows what another thread has found; of the newest filter, if that asks for the same rows.
    fn take_found(&mut self, dataset: &Dataset, summary: &Arc<Summary>, filter: &Filter) {
        let Some(search) = &self.search else { return };
        let rows = match search.task.poll() {
            Progress::Running => return,
            Progress::Done(rows) => rows,
            Progress::Lost => search.filter.row_sets(&dataset.points),
        };
        if let Some(search) = self.search.take() {
            // Of two changes in a row the first is shown meanwhile: who drags sees something move.
            let newest = if search.filter.asks_same_of_rows(filter) { filter } else { &search.filter };
            self.apply(dataset, summary, newest, rows);
        }
    }

    /// Other verdicts are shown at once, with the rows there are.
    fn keep_current(&mut self, dataset: &Dataset, summary: &Arc<Summary>) {
        if !self.is_current {
            let (filter, rows) = (self.derived.filter.clone(), self.derived.rows.clone());
            self.apply(dataset, summary, &filter, rows);
        }
    }

    fn apply(&mut self, dataset: &Dataset, summary: &Arc<Summary>, filter: &Filter, rows: RowSets) {
        let derived = &mut self.derived;
        let only_time_changed = self.is_current && {
            let lifted = Filter { window: filter.window, ..derived.filter.clone() };
            lifted == *filter
        };
        if derived.generation == 0 {
            // Of the archive alone, which stays the same: the user's own files tell kinds of places and nothing of these.
            let without = |missing: fn(&Item) -> bool| dataset.items.iter().filter(|i| missing(i)).count() as u64;
            let seconds = |item: &Item| item.time.map_or(NO_TIME, jiff::Timestamp::as_second);
            derived.times = Arc::new(dataset.items.iter().map(seconds).collect());
            derived.timeless = without(|i| i.time.is_none());
            derived.placeless = without(|i| i.location.is_none());
            derived.failed_files = dataset.files.count(FileStatus::Failed) as u64;
        }
        if !self.is_current {
            derived.summary = Arc::clone(summary);
        }
        derived.rows = rows;
        let table = self.table.get_or_insert_with(|| FacetTable::new(Arc::clone(&summary.classes)));
        derived.facets = table.facets(dataset, filter);
        derived.visible_taken = derived.facets.taken;
        derived.visible = Arc::clone(&derived.facets.visible);
        derived.points_visible = filter.shows_points() && !dataset.points.is_empty();
        derived.generation += 1;
        if !only_time_changed {
            derived.timeline_generation += 1;
        }
        derived.filter = filter.clone();
        self.is_current = true;
    }
}

impl Search {
    /// `None` where no other thread can be had, or none is wanted.
    fn start(dataset: &Arc<Dataset>, filter: &Filter, wake: Option<&Context>) -> Option<Self> {
        let (data, asked) = (Arc::clone(dataset), filter.clone());
        let task = Task::start(wake?, "rows", move || asked.row_sets(&data.points)).ok()?;
        Some(Self { filter: filter.clone(), task })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::TimeWindow;
    use crate::model::{GeoPoint, PlatformId, PointRow, PointSource, Track};

    #[test]
    fn nothing_is_computed_twice_and_the_timeline_ignores_its_own_brush() {
        let (dataset, summary) = (Arc::new(Dataset::default()), Arc::new(Summary::default()));
        let mut memo = Memo::new(1);
        let mut filter = Filter::default();
        memo.refresh(&dataset, &summary, &filter, None);
        memo.refresh(&dataset, &summary, &filter, None);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (1, 1));
        filter.window = Some(TimeWindow { from: jiff::Timestamp::MIN, to: jiff::Timestamp::MAX });
        memo.refresh(&dataset, &summary, &filter, None);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (2, 1));
        filter.taken_only = true;
        memo.refresh(&dataset, &summary, &filter, None);
        assert_eq!((memo.get().generation, memo.get().timeline_generation), (3, 2));
    }

    fn trail(rows: usize) -> Arc<Dataset> {
        let mut dataset = Dataset::default();
        let track = Track { platform: PlatformId("trail"), name: "phone".into(), file: 0 };
        let track = dataset.points.track(track).unwrap();
        for row in 0..rows {
            let point = GeoPoint::new(1.0, row as f64 * 1e-5).unwrap();
            let seconds = row as i64;
            dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        }
        Arc::new(dataset)
    }

    fn hidden() -> Filter {
        Filter { hidden_platforms: [PlatformId("trail")].into(), ..Filter::default() }
    }

    fn shown(memo: &Memo) -> Option<usize> {
        memo.get().rows.passing.as_ref().map(|set| set.count(0..2 * ROWS_AT_ONCE))
    }

    #[test]
    fn few_rows_are_there_in_the_same_frame() {
        let (dataset, summary, ctx) = (trail(ROWS_AT_ONCE), Arc::new(Summary::default()), Context::default());
        let mut memo = Memo::new(1);
        memo.refresh(&dataset, &summary, &Filter::default(), Some(&ctx));
        memo.refresh(&dataset, &summary, &hidden(), Some(&ctx));
        assert!(!memo.waits());
        assert_eq!((shown(&memo), &memo.get().filter), (Some(0), &hidden()));
    }

    #[test]
    fn many_rows_change_everything_together_once_they_are_gone_through() {
        let (dataset, summary, ctx) = (trail(ROWS_AT_ONCE + 1), Arc::new(Summary::default()), Context::default());
        let mut memo = Memo::new(1);
        memo.refresh(&dataset, &summary, &Filter::default(), Some(&ctx));
        let before = memo.get().clone();
        let text = Filter { text: "no item has this".to_owned(), ..hidden() };
        let settle = |memo: &mut Memo, filter: &Filter| {
            memo.refresh(&dataset, &summary, filter, Some(&ctx));
            let kept = (memo.get().generation, memo.get().timeline_generation, memo.get().filter.clone());
            let mut frames = 0;
            while memo.waits() {
                std::thread::sleep(std::time::Duration::from_millis(1));
                memo.refresh(&dataset, &summary, filter, Some(&ctx));
                frames += 1;
                assert!(frames < 20_000, "never done");
            }
            kept
        };
        let kept = settle(&mut memo, &text);
        assert_eq!(kept, (before.generation, before.timeline_generation, Filter::default()), "nothing changed before");
        let after = memo.get().clone();
        assert_eq!((shown(&memo), &after.filter), (Some(0), &text));
        assert_eq!((after.generation, after.timeline_generation), (kept.0 + 1, kept.1 + 1));
        // Taken back: no row is asked for.
        settle(&mut memo, &Filter::default());
        assert_eq!((shown(&memo), &memo.get().filter), (None, &Filter::default()));
    }

    #[test]
    fn what_is_taken_back_before_it_is_found_is_never_shown() {
        let (dataset, summary, ctx) = (trail(ROWS_AT_ONCE + 1), Arc::new(Summary::default()), Context::default());
        let mut memo = Memo::new(1);
        memo.refresh(&dataset, &summary, &Filter::default(), Some(&ctx));
        memo.refresh(&dataset, &summary, &hidden(), Some(&ctx));
        let generation = memo.get().generation;
        memo.refresh(&dataset, &summary, &Filter::default(), Some(&ctx));
        // It may have been found within that frame.
        assert!(!memo.waits() && memo.get().generation - generation != 1);
        assert_eq!(shown(&memo), None);
    }

    #[test]
    fn other_verdicts_do_not_wait_for_rows() {
        let (dataset, summary, ctx) = (trail(ROWS_AT_ONCE + 1), Arc::new(Summary::default()), Context::default());
        let mut memo = Memo::new(1);
        memo.refresh(&dataset, &summary, &Filter::default(), Some(&ctx));
        let generation = memo.get().generation;
        memo.invalidate();
        memo.refresh(&dataset, &summary, &hidden(), Some(&ctx));
        assert!(memo.waits() && memo.get().generation == generation + 1);
        assert_eq!(memo.get().filter, Filter::default());
    }
}
