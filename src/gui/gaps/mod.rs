//! The page of what the archive does not record: what hangs on each gap, and what the user says about it.

mod editor;
pub(crate) mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Layout, Margin, ScrollArea, Ui, Vec2};

use crate::analysis::gaps::{Gap, Topic};
use crate::model::ItemId;

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::metrics::{GAP_LARGE, ICON, NARROW};
use super::popovers;
use super::questions;
use super::state::GapKey;
use super::typography::Type;
use super::widgets::{ButtonStyle, GapRow, button, card, icon_button, line_icon, text};
use editor::Editor;

const LIST: f32 = 330.0;
const GUTTER: f32 = 14.0;
/// Sentences that say why something is not recorded, shown per gap.
const SENTENCES: usize = 4;

/// The page.
#[derive(Default)]
pub(crate) struct GapsPage {
    editor: Editor,
    /// The gap that was asked for last and is still to be scrolled to.
    wanted: Option<GapKey>,
    /// The request that was fulfilled last.
    served: u64,
}

impl GapsPage {
    /// Draws the page into all of the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, cx.tokens.background);
        if let Some((serial, key)) = &cx.view.gap_request
            && *serial != self.served
        {
            self.served = *serial;
            self.wanted = Some(key.clone());
        }
        ScrollArea::vertical().id_salt("gaps").auto_shrink(false).show(ui, |ui| {
            let margin = Margin::symmetric(GUTTER as i8 + 2, GUTTER as i8);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing = Vec2::new(GUTTER, 4.0);
                header_ui(ui, cx);
                ui.add_space(8.0);
                self.columns_ui(ui, cx);
                ui.add_space(GAP_LARGE);
            });
        });
    }

    fn columns_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let width = ui.available_width();
        if ui.ctx().content_rect().width() < NARROW {
            self.cards_ui(ui, cx);
            return;
        }
        ui.horizontal_top(|ui| {
            column(ui, LIST, |ui| {
                card(ui, cx.tokens, |ui| list_ui(ui, cx));
                ui.add_space(8.0);
                card(ui, cx.tokens, |ui| {
                    text(ui, Type::Section, cx.tokens.text_faint, "Missing altogether");
                    ui.add_space(2.0);
                    missing_ui(ui, cx);
                });
            });
            column(ui, width - LIST - GUTTER, |ui| self.cards_ui(ui, cx));
        });
    }

    fn cards_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let gaps = &cx.exposure.gaps;
        if questions::is_asked(cx) {
            card(ui, cx.tokens, |ui| {
                text(ui, Type::Heading, cx.tokens.text, questions::TITLE);
                ui.add_space(2.0);
                questions::ui(ui, cx);
            });
            ui.add_space(8.0);
        }
        let (told, untold): (Vec<&Gap>, Vec<&Gap>) = gaps.iter().partition(|g| g.topic.can_be_told());
        for gap in &told {
            self.gap_ui(ui, cx, gap);
        }
        others_ui(ui, cx, &told);
        for gap in &untold {
            self.gap_ui(ui, cx, gap);
        }
        card(ui, cx.tokens, |ui| {
            popovers::records_ui(ui, cx);
            popovers::warnings_ui(ui, cx);
        });
    }

    fn gap_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap) {
        let tokens = cx.tokens;
        let top = ui.cursor().top();
        card(ui, tokens, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(8.0, 4.0);
            text(ui, Type::Heading, tokens.text, words::title(gap, cx.lens));
            let span = words::span(gap);
            let span = if span.is_empty() { span } else { format!(" · {span}") };
            text(ui, Type::Small, tokens.text_muted, format!("{}{span}", words::counts(gap)));
            because_ui(ui, cx, gap);
            if gap.topic.can_be_told() {
                ui.add_space(4.0);
                self.editor.ui(ui, cx, gap);
            }
            show_ui(ui, cx, gap);
        });
        let bottom = ui.cursor().top();
        ui.add_space(8.0);
        if self.wanted.as_ref().is_some_and(|(platform, topic)| *platform == gap.platform && *topic == gap.topic) {
            self.wanted = None;
            let rect = egui::Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=bottom);
            ui.scroll_to_rect(rect, Some(Align::Min));
        }
    }
}

/// What was said and this lens, or this archive, has no question for.
fn others_ui(ui: &mut Ui, cx: &ViewCx<'_>, told: &[&Gap]) {
    let asked: BTreeSet<usize> = told.iter().flat_map(|gap| editor::about(gap, cx.said)).collect();
    let others: Vec<usize> = (0..cx.said.all.len()).filter(|index| !asked.contains(index)).collect();
    if others.is_empty() {
        return;
    }
    card(ui, cx.tokens, |ui| {
        text(ui, Type::Heading, cx.tokens.text, "Said, but not asked here");
        let why = "Nothing in this archive leaves this open under this lens, so that it changes no verdict";
        text(ui, Type::Small, cx.tokens.text_muted, why);
        for index in others {
            let Some(said) = cx.said.all.get(index) else { continue };
            ui.horizontal(|ui| {
                let words = words::statement(said);
                if icon_button(ui, cx.tokens, Icon::Close, &format!("Remove {words}")).clicked() {
                    let mut fewer = cx.said.clone();
                    fewer.all.remove(index);
                    cx.actions.send(Action::Assume(Box::new(fewer)));
                }
                text(ui, Type::Small, cx.tokens.text, words);
            });
        }
    });
    ui.add_space(8.0);
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 4.0;
        contents(ui);
    });
}

fn header_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    text(ui, Type::Title, tokens.text, "What the archive does not record");
    let about = format!(
        "And what hangs on it as {} sees it. What you say here counts only where the archive is silent; \
         verdicts that rest on it are called assumed",
        cx.lens.name_inside()
    );
    text(ui, Type::Small, tokens.text_muted, about);
}

fn list_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    text(ui, Type::Section, cx.tokens.text_faint, "Gaps");
    rows_ui(ui, cx, usize::MAX);
}

/// Rows of gaps, each leading to its card; those on which most hangs first. Returns how many were left out.
pub(crate) fn rows_ui(ui: &mut Ui, cx: &ViewCx<'_>, most: usize) -> usize {
    let mut gaps: Vec<&Gap> = cx.exposure.gaps.iter().collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.hanging()));
    for gap in gaps.iter().take(most) {
        let title = words::title(gap, cx.lens);
        let row = GapRow { title: &title, detail: &words::counts(gap) };
        let icon = if gap.topic.can_be_told() { Icon::Question } else { Icon::Info };
        let row = row.ui(ui, cx.tokens, |painter, centre| {
            icon.paint(painter, centre, ICON - 1.0, cx.tokens.text_muted);
        });
        if row.clicked() {
            cx.actions.send(Action::ShowGap((gap.platform, gap.topic.clone())));
        }
    }
    if gaps.is_empty() {
        text(ui, Type::Small, cx.tokens.text_muted, "Nothing: every verdict follows from what is recorded");
    }
    gaps.len().saturating_sub(most)
}

/// What no verdict says: items that no position or time is known of, files and records that were not taken in.
pub(crate) fn missing_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let (tokens, dataset) = (cx.tokens, cx.dataset());
    let items = dataset.items.len() as u64;
    let (timeless, placeless, failed) = (cx.derived.timeless, cx.derived.placeless, cx.derived.failed_files);
    let left_out = dataset.records.read() - dataset.records.kept();
    let of = |n: u64| format!("{} of {}", format::count(n), format::count(items));
    let rows = [
        (placeless, format!("{} items have no position in the export", of(placeless))),
        (timeless, format!("{} items have no time", of(timeless))),
        (failed, format!("{} could not be read", format::counted(failed, "file", "files"))),
        (left_out, format!("{} left out, each with a reason", format::counted(left_out, "record", "records"))),
    ];
    if rows.iter().all(|(n, _)| *n == 0) {
        text(ui, Type::Small, tokens.text_muted, "Nothing: every item has a time and a position");
    }
    for (_, line) in rows.into_iter().filter(|(n, _)| *n > 0) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 9.0;
            line_icon(ui, Icon::Question, tokens.text_muted);
            text(ui, Type::Small, tokens.text, line);
        });
    }
}

fn because_ui(ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap) {
    if matches!(gap.topic, Topic::Condition(_)) {
        // The title has said it.
        return;
    }
    for (sentence, count) in gap.because.iter().take(SENTENCES) {
        let of = if gap.because.len() > 1 {
            format!(" ({})", format::counted(*count, "item", "items"))
        } else {
            String::new()
        };
        text(ui, Type::Small, cx.tokens.text, format!("{}{of}", format::one_line(sentence, 300)));
    }
    let more = gap.because.len().saturating_sub(SENTENCES);
    if more > 0 {
        let more = format::counted(more as u64, "more reason", "more reasons");
        text(ui, Type::Small, cx.tokens.text_muted, format!("and {more}"));
    }
}

/// Buttons that lead to the items.
fn show_ui(ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap) {
    let lists = [
        (&gap.unknown, "unknown", "that are unknown for want of it"),
        (&gap.assumed, "assumed", "whose verdict rests on what you said"),
        (&gap.granted, "granted", "of which it is taken for granted"),
        (&gap.items, if gap.items.len() == 1 { "item" } else { "items" }, "it is not recorded of"),
    ];
    ui.horizontal_wrapped(|ui| {
        let mut shown = None;
        // Where all of them are one of the others, they need no button of their own.
        for (items, label, meaning) in lists.into_iter().filter(|(items, ..)| !items.is_empty()) {
            if shown.replace(items) == Some(items) {
                continue;
            }
            let count = items.len() as u64;
            let label = format!("Show {} {label}", format::count(count));
            let name = format!("{}: show {} {meaning}", words::short(gap), format::counted(count, "item", "items"));
            let show = button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Map), &label);
            show.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if show.on_hover_text(&name).clicked() {
                let items: BTreeSet<ItemId> = items.iter().copied().collect();
                cx.actions.send(Action::ShowItems(Arc::new(items)));
            }
        }
        let said = editor::about(gap, cx.said);
        let typed: Vec<String> = said.filter_map(|i| cx.said.all.get(i)).map(|a| format!("--assume {a}")).collect();
        if !typed.is_empty() {
            text(ui, Type::Mono, cx.tokens.text_faint, typed.join(" ")).on_hover_text("The same on the command line");
        }
    });
}
