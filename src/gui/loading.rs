//! The screen while an archive is read.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use egui::{Align2, Area, CornerRadius, Id, Order, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::load::{Job, LoadError, LoadEvent};

use super::action::{Action, ActionSender};
use super::format;
use super::map::PreviewMap;
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card_frame, line, text};

/// How often the numbers are read again.
const REFRESH: Duration = Duration::from_millis(100);
const WIDTH: f32 = 460.0;

/// A running load and what is known of it.
pub(crate) struct Loading {
    job: Job,
    title: String,
    /// What is happening before the first file is read.
    opening: &'static str,
    map: PreviewMap,
    /// Everything is read; what follows from it is being worked out.
    is_read: bool,
}

impl Loading {
    /// For a job that reads `paths`.
    pub(crate) fn new(job: Job, paths: &[PathBuf]) -> Self {
        let name = |path: &PathBuf| path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let first = paths.first().map(name).unwrap_or_default();
        let title = match paths.len() {
            0 | 1 => first,
            n => format!("{first} + {} more", n - 1),
        };
        Self::titled(job, &title)
    }

    /// For a job that reads something called `title`.
    pub(crate) fn titled(job: Job, title: &str) -> Self {
        Self {
            job,
            title: format::one_line(title, 60),
            opening: "Looking at what is inside",
            map: PreviewMap::new(),
            is_read: false,
        }
    }

    /// For a job that invents the archive of a fictional person before it reads it.
    pub(crate) fn fictional(job: Job, name: &str) -> Self {
        let title = format!("the fictional archive of {name}");
        Self {
            job,
            title,
            opening: "Inventing a life, and drawing its pictures",
            map: PreviewMap::new(),
            is_read: false,
        }
    }

    /// Takes in what the worker sent; returns the last message once it is there.
    pub(crate) fn poll(&mut self) -> Option<LoadEvent> {
        if self.is_read {
            return None;
        }
        loop {
            match self.job.events.try_recv() {
                Ok(LoadEvent::Preview(points)) => self.map.add(&points),
                Ok(finished @ LoadEvent::Finished(_)) => {
                    self.is_read = true;
                    return Some(finished);
                }
                Err(TryRecvError::Empty) => return None,
                // The worker ended without a word: it crashed, and only it.
                Err(TryRecvError::Disconnected) => return Some(LoadEvent::Finished(Err(LoadError::Crashed))),
            }
        }
    }

    /// Draws the progress over the map that fills.
    pub(crate) fn ui(&mut self, ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
        ui.ctx().request_repaint_after(REFRESH);
        self.map.ui(ui, tokens);
        let area = Area::new(Id::unique("loading")).order(Order::Middle).anchor(Align2::CENTER_CENTER, Vec2::ZERO);
        area.show(ui.ctx(), |ui| {
            let frame = card_frame(tokens).inner_margin(24).shadow(ui.visuals().popup_shadow);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH);
                self.progress_ui(ui, tokens, actions);
            });
        });
    }

    fn progress_ui(&self, ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
        let progress = &self.job.progress;
        line(ui, Type::Title, tokens.text, format!("Reading {}", self.title));
        ui.add_space(2.0);
        let current = progress.current();
        let current = match (&*current, self.is_read) {
            (_, true) => "Everything is read; asking of each item who could have had it".to_owned(),
            ("", false) => self.opening.to_owned(),
            (path, false) => format::short_path(path, 64),
        };
        line(ui, Type::Mono, tokens.text_muted, current);
        ui.add_space(10.0);
        let bytes = progress.bytes.load(Ordering::Relaxed);
        let total = progress.total_bytes.load(Ordering::Relaxed);
        bar_ui(ui, tokens, progress.fraction());
        ui.add_space(6.0);
        let read = match progress.fraction() {
            Some(part) => format!("{} of {} · {:.0} %", format::bytes(bytes), format::bytes(total), part * 100.0),
            None => format::bytes(bytes),
        };
        let items = format::counted(progress.items.load(Ordering::Relaxed), "item", "items");
        let points = progress.points.load(Ordering::Relaxed);
        let found =
            if points > 0 { format!("{items} · {}", format::counted(points, "point", "points")) } else { items };
        ui.horizontal(|ui| {
            text(ui, Type::Small, tokens.text_muted, read);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                text(ui, Type::SmallStrong, tokens.text, format!("{found} found"));
            });
        });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if button(ui, tokens, ButtonStyle::Secondary, None, "Cancel").clicked() {
                self.job.cancel();
                actions.send(Action::CancelLoading);
            }
            text(ui, Type::Small, tokens.text_faint, "The archive itself is not changed");
        });
    }
}

/// A bar that is filled to `part`, or striped while nobody knows how much there is.
fn bar_ui(ui: &mut Ui, tokens: &Tokens, part: Option<f32>) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 8.0), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, "Bytes read");
        info.value = part.map(f64::from);
        info
    });
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(rect, radius, tokens.border);
    let filled = part.unwrap_or(0.0);
    if filled > 0.0 {
        let width = (rect.width() * filled).max(8.0);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, Vec2::new(width, rect.height())), radius, tokens.accent);
    }
}
