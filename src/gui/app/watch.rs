//! The fences that the user watches: added, changed and taken away, and the lens that follows from them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::App;
use crate::gui::action::{Action, FenceEdit};
use crate::gui::files::{self, Pick};
use crate::gui::state::{MapTarget, Page};
use crate::lens::{self, Fence, Lens};

/// Id of the lens that watches the user's fences.
pub(in crate::gui) const YOUR_FENCES: &str = "your_fences";

/// The lens of whoever looks at these places, as `--watch` and `--fence` have it.
fn lens_of(fences: &[Fence]) -> Lens {
    Lens {
        id: YOUR_FENCES.to_owned(),
        title: "Your fences".to_owned(),
        summary: "Whoever looks at the places that you drew or loaded, again and again, in every way on record: place \
                  pages, search by place, maps, with an account or without, then or now"
            .to_owned(),
        ..lens::watching(fences.to_vec())
    }
}

impl App {
    /// Starts with these fences, watched.
    pub(super) fn begin_with_fences(&mut self, fences: Vec<Fence>) {
        if !fences.is_empty() {
            self.view.watch.before = Some(std::mem::replace(&mut self.view.lens, YOUR_FENCES.to_owned()));
            self.lenses.insert(0, lens_of(&fences));
            self.view.watch.fences = Arc::new(fences);
        }
    }

    pub(super) fn edit_fences(&mut self, ctx: &Context, edit: FenceEdit) {
        let count = self.view.watch.fences.len();
        match edit {
            FenceEdit::Pick => self.dialogs.open(Pick::Fences, &self.actions),
            FenceEdit::PickFile => self.dialogs.save_fences(&self.actions),
            FenceEdit::Load(paths) => files::load_fences(paths, &self.actions),
            FenceEdit::Save(path) => self.save_fences(ctx, &path),
            FenceEdit::Choose(index) => self.view.watch.selected = index.filter(|index| *index < count),
            FenceEdit::Show(index) => {
                self.view.watch.selected = Some(index).filter(|index| *index < count);
                self.view.page = Page::Map;
                self.view.ask_map(MapTarget::Fence(index));
            }
            // Read for an archive that has been closed since: with it, its fences were forgotten.
            FenceEdit::Add(_) if matches!(self.stage, super::Stage::Start) => {}
            FenceEdit::Add(new) if count + new.len() > lens::MAX_FENCES => {
                self.notify(ctx, format!("There may be at most {} fences; none was added", lens::MAX_FENCES));
            }
            FenceEdit::Add(new) => {
                let many = new.len() > 1;
                Arc::make_mut(&mut self.view.watch.fences).extend(new);
                self.view.watch.selected = (!many).then_some(count);
                if many {
                    self.view.ask_map(MapTarget::Fences);
                }
                self.apply_fences(ctx);
            }
            FenceEdit::Replace(index, fence) => {
                if let Some(old) = Arc::make_mut(&mut self.view.watch.fences).get_mut(index) {
                    *old = *fence;
                    self.apply_fences(ctx);
                }
            }
            FenceEdit::Remove(index) if index < count => {
                Arc::make_mut(&mut self.view.watch.fences).remove(index);
                self.view.watch.selected = None;
                self.apply_fences(ctx);
            }
            FenceEdit::Remove(_) => {}
            FenceEdit::RemoveAll => {
                self.view.watch.fences = Arc::default();
                self.view.watch.selected = None;
                self.apply_fences(ctx);
            }
        }
    }

    /// Looks through the lens of the fences as they are now; without any, through the one before.
    fn apply_fences(&mut self, ctx: &Context) {
        let is_chosen =
            self.view.lens == YOUR_FENCES || self.deciding.as_ref().is_some_and(|d| d.lens.id == YOUR_FENCES);
        self.lenses.retain(|l| l.id != YOUR_FENCES);
        let next = if self.view.watch.fences.is_empty() {
            let before = self.view.watch.before.take();
            let before = self.lenses.iter().find(|l| Some(&l.id) == before.as_ref());
            before.or(self.lenses.first()).cloned().filter(|_| is_chosen)
        } else {
            if !is_chosen {
                self.view.watch.before = Some(self.view.lens.clone());
            }
            let lens = lens_of(&self.view.watch.fences);
            self.lenses.insert(0, lens.clone());
            Some(lens)
        };
        if let Some(lens) = next {
            self.decide(ctx, lens, None, None);
        }
    }

    /// Forgets the fences: a fence can be a home.
    pub(super) fn forget_fences(&mut self) {
        let before = std::mem::take(&mut self.view.watch).before;
        self.lenses.retain(|l| l.id != YOUR_FENCES);
        if self.view.lens == YOUR_FENCES {
            self.view.lens = before.or_else(|| self.lenses.first().map(|l| l.id.clone())).unwrap_or_default();
        }
    }

    fn save_fences(&mut self, ctx: &Context, path: &Path) {
        let fences = &self.view.watch.fences;
        let told = match std::fs::write(path, lens::fences_to_geojson(fences)) {
            Ok(()) if fences.len() == 1 => format!("The fence was saved to {}", path.display()),
            Ok(()) => format!("{} fences were saved to {}", fences.len(), path.display()),
            Err(error) => format!("The fences could not be saved ({error}); choose another folder: {}", path.display()),
        };
        self.notify(ctx, told);
    }

    /// What becomes of files dropped on the window: fences where they are such, or are wanted; else an archive.
    pub(super) fn dropped(&self, paths: Vec<PathBuf>) -> Action {
        let ready = matches!(self.stage, super::Stage::Ready(_));
        let wanted = self.view.tool.draws_fences();
        if ready && paths.iter().all(|path| files::may_be_fences(path)) && (wanted || files::are_fences(&paths)) {
            Action::Fences(FenceEdit::Load(paths))
        } else {
            Action::Open(paths)
        }
    }
}
