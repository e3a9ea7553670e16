//! Looking through another lens: one of the list, or one from a file.

use crate::analysis::Filter;
use crate::gui::format;
use crate::gui::judged::Judged;
use crate::gui::state::{MapTarget, Page};
use crate::lens::Lens;

use super::deciding::Deciding;
use super::{App, Stage};

impl App {
    /// Looks at what is shown through a lens that has been applied to it.
    pub(super) fn set_judged(&mut self, judged: Judged, show: Option<Box<Filter>>) {
        let Stage::Ready(ready) = &mut self.stage else { return };
        if self.view.lens != judged.lens.id {
            // What another lens's dossier rested on is not what this one's does.
            if self.view.filter.only.is_some() {
                self.view.filter = self.before_only.take().unwrap_or_default();
            }
            // Another lens watched other kinds of places.
            self.view.filter.geofence = None;
            self.view.lens.clone_from(&judged.lens.id);
        }
        ready.set_judged(judged);
        if let Some(filter) = show {
            self.show_filtered(*filter);
        }
    }

    fn show_filtered(&mut self, filter: Filter) {
        let Stage::Ready(ready) = &self.stage else { return };
        self.view.page = if ready.has_placed(&filter) { Page::Map } else { Page::Items };
        (self.view.filter, self.view.selection, self.before_only) = (filter, None, None);
        self.view.ask_map(MapTarget::FitAll);
    }

    /// Looks through the lens with this id; with `show` at the items that pass that filter.
    pub(super) fn look_through(&mut self, ctx: &egui::Context, id: &str, show: Option<Box<Filter>>) {
        let Some(lens) = self.lenses.iter().find(|l| l.id == id).cloned() else { return };
        let (told_by, day) = (self.own.generation(), self.view.seen_on);
        let known = match &self.stage {
            // What was worked out before the user's own files changed is of other kinds of places.
            Stage::Ready(ready) if ready.told_by() == told_by => ready.applied(&lens, &self.assumptions, day),
            _ => None,
        };
        match known {
            Some(applied) => {
                (self.deciding, self.outdated) = (None, false);
                let (lens, assumptions) = (lens.looking_on_or_in_its_time(day), self.assumptions.clone());
                self.set_judged(Judged { lens, assumptions, applied }, show);
            }
            None => self.decide(ctx, lens, None, show),
        }
    }

    /// Adds a lens of the user's own and looks through it. It stands in for one with the same id.
    pub(super) fn add_lens(&mut self, ctx: &egui::Context, lens: Lens) {
        let examples = format::counted(lens.examples.len() as u64, "example comes", "examples come");
        self.notify(ctx, format!("{}: {examples} out as the file says", format::one_line(&lens.title, 60)));
        let id = lens.id.clone();
        match self.lenses.iter_mut().find(|l| l.id == id) {
            Some(other) => *other = lens,
            None => self.lenses.push(lens),
        }
        if matches!(self.stage, Stage::Ready(_)) {
            self.look_through(ctx, &id, None);
            return;
        }
        self.view.lens = id;
        // An archive that was read just now would be shown through the lens chosen before.
        if let Some(Deciding { loaded: Some(loaded), .. }) = self.deciding.take()
            && let Some(lens) = self.chosen_lens()
        {
            self.decide(ctx, lens, Some(loaded), None);
        }
    }
}
