//! Every lens applied to the archive, one after the other on a thread of its own, and kept until the data or what the
//! user said of it change.

use std::sync::Arc;

use egui::Context;
use jiff::civil::Date;

use crate::analysis::{Assumptions, Exposure};
use crate::gui::judged::Applied;
use crate::gui::task::{Progress, Task};
use crate::lens::Lens;
use crate::model::Dataset;

/// What has become of a lens.
enum State {
    Done(Applied),
    /// It could not be applied.
    Failed,
}

/// What is being worked out.
enum Working {
    Lens(Box<Lens>, Task<Applied>),
    /// How many items at least one lens would have had.
    Together(Task<u64>),
}

/// Every lens applied to the archive that is open.
#[derive(Default)]
pub(crate) struct Comparison {
    /// What all of it rests on besides the data: what the user said, and the day on which the lenses look if that is not
    /// in their own time.
    assumptions: Assumptions,
    day: Option<Date>,
    done: Vec<(Lens, State)>,
    working: Option<Working>,
    /// Items that at least one lens would have had, once all are done.
    together: Option<u64>,
}

impl Comparison {
    /// Takes what is done and goes on with the next of `lenses`. What no longer holds is forgotten.
    pub(crate) fn refresh<'a>(
        &mut self,
        ctx: &Context,
        dataset: &Arc<Dataset>,
        (assumptions, day): (&Assumptions, Option<Date>),
        lenses: &(impl Iterator<Item = &'a Lens> + Clone),
    ) {
        if self.assumptions != *assumptions || self.day != day {
            *self = Self { assumptions: assumptions.clone(), day, ..Self::default() };
        }
        self.poll();
        let before = self.done.len();
        self.done.retain(|(done, _)| lenses.clone().any(|lens| lens == done));
        if self.done.len() != before {
            self.together = None;
        }
        if self.working.is_some() {
            return;
        }
        let next = lenses.clone().find(|lens| self.state(lens).is_none());
        match next {
            Some(lens) => match self.apply(ctx, dataset, lens) {
                Ok(task) => self.working = Some(Working::Lens(Box::new(lens.clone()), task)),
                Err(_) => self.done.push((lens.clone(), State::Failed)),
            },
            None if self.together.is_none() => self.working = self.unite(ctx).ok().map(Working::Together),
            None => {}
        }
    }

    fn apply(&self, ctx: &Context, dataset: &Arc<Dataset>, lens: &Lens) -> std::io::Result<Task<Applied>> {
        let (dataset, assumptions) = (Arc::clone(dataset), self.assumptions.clone());
        let lens = lens.clone().looking_on_or_in_its_time(self.day);
        Task::start(ctx, "compare lenses", move || Applied::of(&dataset, &lens, &assumptions))
    }

    fn unite(&self, ctx: &Context) -> std::io::Result<Task<u64>> {
        let all: Vec<Arc<Exposure>> = self.applied().map(|applied| Arc::clone(&applied.exposure)).collect();
        Task::start(ctx, "compare lenses", move || {
            let count = all.iter().map(|exposure| exposure.items.len()).max().unwrap_or(0);
            let is_taken = |i: &usize| all.iter().any(|e| e.items.get(*i).is_some_and(|item| item.verdict.is_taken()));
            (0..count).filter(is_taken).count() as u64
        })
    }

    fn poll(&mut self) {
        match self.working.take() {
            Some(Working::Lens(lens, task)) => {
                let state = match task.poll() {
                    Progress::Running => {
                        self.working = Some(Working::Lens(lens, task));
                        return;
                    }
                    Progress::Done(applied) => State::Done(applied),
                    Progress::Lost => State::Failed,
                };
                self.done.push((*lens, state));
                self.together = None;
            }
            Some(Working::Together(task)) => match task.poll() {
                Progress::Running => self.working = Some(Working::Together(task)),
                Progress::Done(items) => self.together = Some(items),
                Progress::Lost => self.together = Some(0),
            },
            None => {}
        }
    }

    fn applied(&self) -> impl Iterator<Item = &Applied> {
        self.done.iter().filter_map(|(_, state)| match state {
            State::Done(applied) => Some(applied),
            State::Failed => None,
        })
    }

    fn state(&self, lens: &Lens) -> Option<&State> {
        self.done.iter().find(|(done, _)| done == lens).map(|(_, state)| state)
    }

    /// What `lens` would have had, once that is known.
    pub(crate) fn of(&self, lens: &Lens) -> Option<&Applied> {
        match self.state(lens)? {
            State::Done(applied) => Some(applied),
            State::Failed => None,
        }
    }

    /// Whether `lens` could not be applied.
    pub(crate) fn has_failed(&self, lens: &Lens) -> bool {
        matches!(self.state(lens), Some(State::Failed))
    }

    /// The lens applied to the data, if that has been done with these assumptions and on this day.
    pub(crate) fn with(&self, lens: &Lens, assumptions: &Assumptions, day: Option<Date>) -> Option<Applied> {
        self.of(lens).filter(|_| self.assumptions == *assumptions && self.day == day).cloned()
    }

    /// Lenses done with.
    pub(crate) fn finished(&self) -> usize {
        self.done.len()
    }

    /// Items that at least one of the lenses would have had, once all are done with.
    pub(crate) fn together(&self) -> Option<u64> {
        self.together
    }

    /// Lenses that would have had anything.
    pub(crate) fn takers(&self) -> u64 {
        self.applied().filter(|applied| applied.taken() > 0).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::example::dataset_of;
    use crate::analysis::{Assumption, Verdict};
    use crate::lens::builtin;

    fn settle(comparison: &mut Comparison, dataset: &Arc<Dataset>, assumptions: &Assumptions, lenses: &[Lens]) {
        settle_on(comparison, dataset, (assumptions, None), lenses);
    }

    fn settle_on(
        comparison: &mut Comparison,
        dataset: &Arc<Dataset>,
        (assumptions, day): (&Assumptions, Option<Date>),
        lenses: &[Lens],
    ) {
        let ctx = Context::default();
        loop {
            comparison.refresh(&ctx, dataset, (assumptions, day), &lenses.iter());
            if comparison.together().is_some() && comparison.finished() == lenses.len() {
                return;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn nothing_is_applied_twice_until_something_changes() {
        let mut item = builtin()[0].examples[0].item.clone();
        item.private_now = None;
        let dataset = Arc::new(dataset_of(&item).unwrap());
        let (silent, mut told) = (Assumptions::default(), Assumptions::default());
        told.add(Assumption::parse("instagram=public").unwrap());
        let lenses = &builtin()[..3];
        let mut comparison = Comparison::default();
        settle(&mut comparison, &dataset, &silent, lenses);
        let first = comparison.with(&lenses[0], &silent, None).unwrap();
        assert_eq!(comparison.of(&lenses[0]).unwrap().summary.totals[&Verdict::Unknown], 1);
        settle(&mut comparison, &dataset, &silent, lenses);
        assert!(Arc::ptr_eq(&first.exposure, &comparison.with(&lenses[0], &silent, None).unwrap().exposure));
        assert_eq!((comparison.together(), comparison.takers()), (Some(0), 0));
        assert!(comparison.with(&lenses[0], &told, None).is_none(), "that is not what it was worked out with");
        settle(&mut comparison, &dataset, &told, lenses);
        assert_eq!(comparison.of(&lenses[0]).unwrap().taken(), 1);
        assert_eq!(comparison.together(), Some(1));
        let day = jiff::civil::date(2009, 1, 1);
        assert!(comparison.with(&lenses[0], &told, Some(day)).is_none(), "nor is that");
        settle_on(&mut comparison, &dataset, (&told, Some(day)), lenses);
        assert_eq!(comparison.of(&lenses[0]).unwrap().taken(), 0, "it was not published yet on that day");
        assert!(comparison.with(&lenses[0], &told, None).is_none());
        let mut other = lenses[0].clone();
        other.title.push('!');
        assert!(comparison.of(&other).is_none(), "another lens of the same id is another lens");
    }
}
