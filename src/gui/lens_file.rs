//! Lens files of the user's own: read and checked on a thread of its own, refused with line and column.

use std::path::PathBuf;

use egui::{Context, Id, Modal, Role, ScrollArea, Ui, WidgetInfo};

use crate::analysis::example;
use crate::lens::{self, Lens};

use super::format;
use super::icons::Icon;
use super::metrics::{GAP, LINE};
use super::task::{Progress, Task};
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card_frame, icon_button, text};

/// Most problems listed.
const LISTED: usize = 50;

/// The name a file goes by, and the lens in it or what is wrong with it.
type Checked = (String, Result<Lens, Vec<String>>);

/// The lens file that was opened last, while it is being read or when it was refused.
#[derive(Default)]
pub(crate) struct LensFile {
    reading: Option<Task<Checked>>,
    refused: Option<(String, Vec<String>)>,
}

impl LensFile {
    /// Starts reading a file.
    pub(crate) fn read(&mut self, ctx: &Context, path: PathBuf) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let wanted = name.clone();
        match Task::start(ctx, "lens file", move || (wanted, check(&path))) {
            Ok(task) => (self.reading, self.refused) = (Some(task), None),
            Err(error) => self.refused = Some((name, vec![error.to_string()])),
        }
    }

    /// The lens, once, when its file was read and found right.
    pub(crate) fn poll(&mut self) -> Option<Lens> {
        let checked = match self.reading.as_ref()?.poll() {
            Progress::Running => return None,
            Progress::Done(checked) => checked,
            Progress::Lost => (String::new(), Err(vec!["The file could not be checked".to_owned()])),
        };
        self.reading = None;
        match checked {
            (_, Ok(lens)) => Some(lens),
            (name, Err(problems)) => {
                self.refused = Some((name, problems));
                None
            }
        }
    }

    /// Draws over everything why a file was refused.
    pub(crate) fn ui(&mut self, ui: &Ui, tokens: &Tokens) {
        let Some((name, problems)) = &self.refused else { return };
        let frame = card_frame(tokens).inner_margin(22).shadow(ui.visuals().popup_shadow);
        let modal = Modal::new(Id::unique("lens file")).frame(frame).backdrop_color(tokens.shadow);
        let mut done = false;
        let response = modal.show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.6).clamp(420.0, 760.0));
            ui.spacing_mut().interact_size.y = LINE;
            ui.horizontal(|ui| {
                ui.label(Type::Title.text("This lens file cannot be used", tokens.text));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    done |= icon_button(ui, tokens, Icon::Close, "Close what is wrong with the file").clicked();
                });
            });
            let about =
                format!("{}. Nothing was changed; what is wrong, with line and column:", format::one_line(name, 80));
            text(ui, Type::Body, tokens.text_muted, about);
            ui.add_space(GAP);
            let height = ui.ctx().content_rect().height() * 0.5;
            ScrollArea::vertical().id_salt("problems").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                for problem in problems.iter().take(LISTED) {
                    let shown = format::paragraphs(problem, 2_000);
                    let label =
                        ui.add(egui::Label::new(Type::Mono.text(shown.clone(), tokens.text)).wrap().selectable(true));
                    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &shown));
                    ui.add_space(4.0);
                }
                if problems.len() > LISTED {
                    text(ui, Type::Small, tokens.text_muted, format!("and {} more", problems.len() - LISTED));
                }
            });
            ui.add_space(GAP);
            done |= button(ui, tokens, ButtonStyle::Secondary, None, "Go on without it").clicked();
        });
        if done || response.should_close() {
            self.refused = None;
        }
    }
}

fn check(path: &std::path::Path) -> Result<Lens, Vec<String>> {
    let (text, lens) = lens::read(path).map_err(|error| vec![error.to_string()])?;
    let wrong = example::check(&path.to_string_lossy(), &text, &lens, lens::surfaces());
    if wrong.is_empty() { Ok(lens) } else { Err(wrong) }
}
