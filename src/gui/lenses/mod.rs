//! The lenses side by side: what each of them would have had of the archive.

mod columns;
mod comparison;
mod row;

use std::collections::BTreeSet;

use egui::{Align, Context, Layout, Margin, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use jiff::civil::Date;

use crate::analysis::Assumptions;
use crate::lens::Lens;

use super::action::Action;
use super::cx::ViewCx;
use super::judged::Applied;
use super::metrics::GAP_LARGE;
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{SwitchRow, card, section, text};
use super::{format, icons, popovers};
use columns::{Columns, PAD};
use comparison::Comparison;
use row::Row;

/// Around the page.
const GUTTER: f32 = 16.0;

/// The page.
#[derive(Default)]
pub(crate) struct LensesPage {
    comparison: Comparison,
}

impl LensesPage {
    /// Goes on with applying the lenses that are shown, and takes what is done.
    pub(crate) fn refresh(&mut self, ctx: &Context, cx: &ViewCx<'_>) {
        let here = platforms(cx);
        let compared = cx.lenses.iter().filter(|lens| reads(lens, &here));
        let rests_on = (cx.assumptions, cx.lens.seen_on);
        self.comparison.refresh(ctx, &cx.loaded.dataset, rests_on, &compared);
    }

    /// A lens applied to the data, if it has been with these assumptions and on this day.
    pub(crate) fn applied(&self, lens: &Lens, assumptions: &Assumptions, day: Option<Date>) -> Option<Applied> {
        self.comparison.with(lens, assumptions, day)
    }

    /// Draws the page into all of the room there is.
    pub(crate) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, cx.tokens.background);
        let here = platforms(cx);
        let (compared, others): (Vec<&Lens>, Vec<&Lens>) = cx.lenses.iter().partition(|lens| reads(lens, &here));
        let margin = Margin { left: GUTTER as i8, right: GUTTER as i8, top: 12, bottom: 0 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(0.0, 4.0);
            self.summary_ui(ui, cx, compared.len());
            let columns = Columns::new(ui.available_width());
            if !compared.is_empty() {
                columns.headings_ui(ui, cx.tokens);
            }
            ScrollArea::vertical().id_salt("lenses").auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for lens in compared {
                    self.row(&here, lens).ui(ui, cx, columns);
                }
                if !others.is_empty() {
                    section(ui, cx.tokens, "Read other platforms, nothing of this archive");
                    // In two columns, for there may be many of them.
                    let half = others.len().div_ceil(2);
                    ui.columns_const(|[left, right]| {
                        let (first, second) = others.split_at(half);
                        others_ui(left, cx, first);
                        others_ui(right, cx, second);
                    });
                }
                ui.add_space(GAP_LARGE);
                card(ui, cx.tokens, |ui| popovers::cards_ui(ui, cx.tokens));
                ui.add_space(GAP_LARGE);
            });
        });
    }

    fn row<'a>(&'a self, here: &BTreeSet<&str>, lens: &'a Lens) -> Row<'a> {
        let read: Vec<String> =
            lens.platforms.iter().filter(|p| here.contains(p.as_str())).map(|p| format::platform_word(p)).collect();
        let about = format!("{} · {}", stretch(lens), read.join(", "));
        let waiting = if self.comparison.has_failed(lens) { "Could not be applied" } else { "…" };
        Row { lens, about, found: self.comparison.of(lens).ok_or(waiting) }
    }

    fn summary_ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, compared: usize) {
        let tokens = cx.tokens;
        ui.horizontal(|ui| {
            ui.label(Type::Title.text("What each lens would have had", tokens.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| popovers::lens_file_button(ui, cx));
        });
        let items = cx.dataset().items.len() as u64;
        if compared == 0 {
            text(ui, Type::Small, tokens.text_muted, "No lens reads what is in this archive");
            return;
        }
        let finished = self.comparison.finished().min(compared);
        let Some(together) = self.comparison.together().filter(|_| finished == compared) else {
            progress_ui(ui, tokens, finished, compared);
            return;
        };
        let takers = self.comparison.takers();
        let lenses = format::counted(compared as u64, "lens reads", "lenses read");
        let had =
            if cx.lens.seen_on.is_some() { "would find something on that day" } else { "would have had something" };
        let line = format!(
            "{lenses} what is in this archive, and {} {had}: together {} of {}. \
             Click a lens to look through it, a count to see what was counted",
            format::count(takers),
            format::count(together),
            format::counted(items, "item", "items"),
        );
        text(ui, Type::Small, tokens.text_muted, line);
    }
}

/// Ids of the platforms that the items of the archive are from.
fn platforms(cx: &ViewCx<'_>) -> BTreeSet<&'static str> {
    cx.derived.facets.platforms.keys().map(|platform| platform.0).collect()
}

fn reads(lens: &Lens, here: &BTreeSet<&str>) -> bool {
    lens.platforms.iter().any(|platform| here.contains(platform.as_str()))
}

/// When a lens collected, to the day.
fn stretch(lens: &Lens) -> String {
    match lens.window.to {
        Some(to) => format!("{} – {}", format::day(lens.window.from), format::day(to)),
        None => format!("since {}", format::day(lens.window.from)),
    }
}

fn progress_ui(ui: &mut Ui, tokens: &Tokens, finished: usize, all: usize) {
    let words = format!("{finished} of {all} lenses applied");
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &words));
    let painter = ui.painter();
    let text =
        painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, &words, Type::Small.font(), tokens.text_muted);
    let bar = Rect::from_min_size(rect.left_center() + Vec2::new(text.width() + 12.0, -2.0), Vec2::new(220.0, 4.0));
    painter.rect_filled(bar, 2.0, tokens.card_hovered);
    let done = Vec2::new(bar.width() * finished as f32 / all.max(1) as f32, bar.height());
    painter.rect_filled(Rect::from_min_size(bar.min, done), 2.0, tokens.select);
}

/// Lenses that read nothing of the archive: named, so that it shows that they were not forgotten.
fn others_ui(ui: &mut Ui, cx: &ViewCx<'_>, others: &[&Lens]) {
    for lens in others {
        let read: Vec<String> = lens.platforms.iter().map(|p| format::platform_word(p)).collect();
        let label = format!("{} · {}", lens.title, read.join(", "));
        let hint = "It read none of the platforms of this archive. Click to look through it all the same";
        let row = SwitchRow { label: &label, count: None, on: lens.id == cx.lens.id, chosen: true, hint };
        let response = row.ui(ui, cx.tokens, |painter, centre| {
            icons::Icon::Binoculars.paint(painter, centre + Vec2::new(PAD / 2.0, 0.0), 14.0, cx.tokens.text_faint);
        });
        if response.clicked() {
            cx.actions.send(Action::SetLens(lens.id.clone()));
        }
    }
}
