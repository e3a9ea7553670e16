//! The record of the selected item as it stands in the export.

use std::sync::Arc;

use egui::{Margin, ScrollArea, Ui};

use super::cx::ViewCx;
use super::icons::Icon;
use super::task::{Progress, Task};
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card, text};
use crate::load::record_text;
use crate::model::ItemId;

/// Height of the text at most, points.
const HEIGHT: f32 = 320.0;

type Text = Result<String, &'static str>;

/// What was asked for last.
#[derive(Default)]
pub(crate) struct RawRecord {
    shown: Option<(ItemId, State)>,
}

enum State {
    Reading(Task<Text>),
    Done(Text),
}

impl RawRecord {
    /// Draws the button, or the record it asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
        ui.add_space(8.0);
        self.poll();
        match &self.shown {
            Some((shown, state)) if *shown == id => state_ui(ui, cx, state),
            _ => {
                if button(ui, cx.tokens, ButtonStyle::Quiet, Some(Icon::Info), "Show the raw record").clicked() {
                    self.read(ui, cx, id);
                }
            }
        }
    }

    fn read(&mut self, ui: &Ui, cx: &ViewCx<'_>, id: ItemId) {
        let loaded = cx.loaded.clone();
        let work = move || {
            let item = Arc::clone(&loaded.dataset);
            let item = item.item(id);
            record_text(&loaded, item, item.origin)
        };
        let state = match Task::start(ui.ctx(), "raw record", work) {
            Ok(task) => State::Reading(task),
            Err(_) => State::Done(Err("The record could not be read")),
        };
        self.shown = Some((id, state));
    }

    fn poll(&mut self) {
        let Some((_, state)) = &mut self.shown else { return };
        let State::Reading(task) = state else { return };
        match task.poll() {
            Progress::Running => {}
            Progress::Done(text) => *state = State::Done(text),
            Progress::Lost => *state = State::Done(Err("The record could not be read")),
        }
    }
}

fn state_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &State) {
    let tokens = cx.tokens;
    card(ui, tokens, |ui| {
        text(ui, Type::Section, tokens.text_faint, "Raw record");
        ui.add_space(2.0);
        match state {
            State::Reading(_) => drop(text(ui, Type::Small, tokens.text_muted, "Being read")),
            State::Done(Err(why)) => drop(text(ui, Type::Small, tokens.text_muted, *why)),
            State::Done(Ok(record)) => {
                let area = ScrollArea::both().id_salt("raw record").max_height(HEIGHT).auto_shrink([false, true]);
                area.show(ui, |ui| {
                    egui::Frame::new().inner_margin(Margin::same(2)).show(ui, |ui| {
                        let shown = egui::RichText::new(record).font(Type::Mono.font()).color(tokens.text);
                        let label = ui.add(egui::Label::new(shown).extend().selectable(true));
                        label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, "The raw record"));
                    });
                });
            }
        }
    });
}
