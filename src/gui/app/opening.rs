//! Archives coming in: opened, made up, and followed while they are read.

use std::path::PathBuf;

use crate::archive::Limits;
use crate::gui::loading::Loading;
use crate::load::{Job, LoadError, LoadEvent};
use crate::platform::Hints;
use crate::sample::{self, PERSONAS};

use super::{App, Stage};

impl App {
    pub(super) fn open(&mut self, ctx: &egui::Context, paths: &[PathBuf]) {
        self.deciding = None;
        self.own.close_carried();
        let waker = ctx.clone();
        self.opened = paths.to_vec();
        self.hints = std::mem::take(&mut self.next_hints);
        match Job::start(paths.to_vec(), self.hints.clone(), move || waker.request_repaint()) {
            Ok(job) => self.stage = Stage::Loading(Box::new(Loading::new(job, paths))),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    pub(super) fn open_sample(&mut self, ctx: &egui::Context, persona: Option<&str>) {
        let found = match persona {
            Some(id) => PERSONAS.iter().find(|p| p.id == id),
            None => PERSONAS.first(),
        };
        let Some(persona) = found else {
            let known: Vec<&str> = PERSONAS.iter().map(|p| p.id).collect();
            let why = format!("There is no such fictional person; choose one of: {}", known.join(", "));
            self.stage = Stage::Failed(LoadError::NotRecognised(why.into()));
            return;
        };
        self.deciding = None;
        self.hints = Hints::default();
        self.own.close_carried();
        if let Some(town) = persona.town {
            self.own.open_carried(ctx, town);
        }
        let id = persona.id;
        let make = move || sample::both_exports(id).map_err(|error| LoadError::NotRecognised(error.to_string().into()));
        let waker = ctx.clone();
        match Job::start_made(make, Limits::default(), move || waker.request_repaint()) {
            Ok(job) => self.stage = Stage::Loading(Box::new(Loading::fictional(job, persona.name))),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    pub(super) fn poll_loading(&mut self, ctx: &egui::Context) {
        let Stage::Loading(loading) = &mut self.stage else { return };
        match loading.poll() {
            None | Some(LoadEvent::Preview(_)) => {}
            Some(LoadEvent::Finished(Ok(loaded))) => match self.chosen_lens() {
                Some(lens) => self.decide(ctx, lens, Some(loaded), None),
                None => self.stage = Stage::Failed(LoadError::Crashed),
            },
            Some(LoadEvent::Finished(Err(LoadError::Cancelled))) => self.stage = Stage::Start,
            Some(LoadEvent::Finished(Err(error))) => self.stage = Stage::Failed(error),
        }
    }
}
