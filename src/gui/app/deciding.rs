//! Lenses applied on a thread of their own: to what was just read, or anew to what is shown.

use std::sync::Arc;

use crate::analysis::{Assumptions, Filter};
use crate::gui::judged::{Applied, Judged};
use crate::gui::own::{self, Opened};
use crate::gui::task::{self, Task};
use crate::lens::Lens;
use crate::load::{LoadError, Loaded};
use crate::model::Dataset;

use super::{App, Stage};

/// A lens that is being applied to all items, which takes longer than a frame when there are many.
pub(super) struct Deciding {
    pub(super) lens: Lens,
    /// What the user had told when it began.
    assumptions: Assumptions,
    /// What to show through it; `None` for what is shown already.
    show: Option<Box<Filter>>,
    /// What was read just now; `None` when it is another lens for what is shown already.
    pub(super) loaded: Option<Loaded>,
    /// The generation of the user's own files that is told of.
    told_by: u64,
    task: Task<(Arc<Dataset>, Applied)>,
}

impl App {
    /// Applies `lens` to `loaded`, or to what is shown, on a thread of its own. Before that the user's own files tell
    /// kinds of places, unless they have.
    pub(super) fn decide(
        &mut self,
        ctx: &egui::Context,
        lens: Lens,
        loaded: Option<Loaded>,
        show: Option<Box<Filter>>,
    ) {
        // What is begun now goes by what is chosen now.
        self.outdated = false;
        let told_by = self.own.generation();
        let (dataset, places) = match (&loaded, &self.stage) {
            (Some(loaded), _) => (Arc::clone(&loaded.dataset), self.own.places().to_vec()),
            (None, Stage::Ready(ready)) if ready.told_by() == told_by => (ready.dataset(), Vec::new()),
            (None, Stage::Ready(ready)) => (ready.base(), self.own.places().to_vec()),
            (None, _) => return,
        };
        // A new archive is first shown as in the lens's own time.
        let day = self.view.seen_on.filter(|_| loaded.is_none());
        let lens = lens.looking_on_or_in_its_time(day);
        let (own_lens, assumptions) = (lens.clone(), self.assumptions.clone());
        let said = assumptions.clone();
        let work = move || {
            let dataset = own::tell(dataset, &places);
            let applied = Applied::of(&dataset, &own_lens, &said);
            (dataset, applied)
        };
        match Task::start(ctx, "decide", work) {
            Ok(task) => self.deciding = Some(Deciding { lens, assumptions, show, loaded, told_by, task }),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    /// Tells kinds of places again after the user's own files changed.
    pub(super) fn retell(&mut self, ctx: &egui::Context) {
        let up_to_date = matches!(&self.stage, Stage::Ready(ready) if ready.told_by() == self.own.generation());
        if up_to_date && self.deciding.is_none() {
            return;
        }
        let (wanted, loaded, show) =
            self.deciding.take().map_or((None, None, None), |d| (Some(d.lens.id), d.loaded, d.show));
        // The lens that was asked for last, even if what is shown is still seen through another.
        let wanted = self.lenses.iter().find(|l| Some(&l.id) == wanted.as_ref()).cloned();
        if let Some(lens) = wanted.or_else(|| self.chosen_lens()) {
            self.decide(ctx, lens, loaded, show);
        }
    }

    pub(super) fn poll_own(&mut self, ctx: &egui::Context) {
        match self.own.poll(ctx) {
            None => {}
            Some(Opened::Done(what)) => {
                self.notify(ctx, what);
                self.retell(ctx);
            }
            Some(Opened::Failed(why)) => self.notify(ctx, why),
        }
    }

    pub(super) fn poll_deciding(&mut self, ctx: &egui::Context) {
        let Some(deciding) = self.deciding.as_ref().filter(|_| !self.verdicts_held) else { return };
        let (dataset, applied) = match deciding.task.poll() {
            task::Progress::Running => return,
            task::Progress::Done(decided) => decided,
            task::Progress::Lost => {
                self.deciding = None;
                self.stage = Stage::Failed(LoadError::Crashed);
                return;
            }
        };
        let Some(Deciding { lens, assumptions, show, loaded, told_by, .. }) = self.deciding.take() else { return };
        let judged = Judged { lens, assumptions, applied };
        let is_new = loaded.is_some();
        if let Some(loaded) = loaded {
            self.show_decided(loaded, judged.clone());
        }
        if let Stage::Ready(ready) = &mut self.stage {
            ready.set_told(dataset, told_by);
        }
        if !is_new {
            self.set_judged(judged, show);
        }
        if std::mem::take(&mut self.outdated) {
            self.decide_again(ctx);
        }
    }

    /// Applies the lens again, after something else that verdicts rest on has changed; once what is at work is done.
    pub(super) fn decide_again(&mut self, ctx: &egui::Context) {
        if self.deciding.is_some() {
            self.outdated = true;
        } else if let (Stage::Ready(_), Some(lens)) = (&self.stage, self.chosen_lens()) {
            self.decide(ctx, lens, None, None);
        }
    }
}
