//! The main screen: bars and panels around the map or the table.

use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Stroke, Ui};
use jiff::civil::Date;

use crate::analysis::{Assumptions, Exposure, Filter};
use crate::archive::EntryId;
use crate::lens::Lens;
use crate::load::Loaded;
use crate::model::{Dataset, ItemId};
use crate::platform::Hints;

use super::action::ActionSender;
use super::cx::ViewCx;
use super::derived::Memo;
use super::detail::Detail;
use super::dossier::DossierPage;
use super::filters;
use super::frames;
use super::gaps::GapsPage;
use super::items::ItemsPage;
use super::judged::{Applied, Judged};
use super::lenses::LensesPage;
use super::looks::Looks;
use super::map::MapPanel;
use super::metrics::{CHIP_BAR, DETAIL, DETAIL_NARROW, FILTERS, NARROW, PANEL_MARGIN, RAIL, TIMELINE, TOP_BAR};
use super::own::OwnFiles;
use super::seen_on;
use super::state::{Hover, Page, ViewState};
use super::theme::Tokens;
use super::timeline::Timeline;
use super::top_bar::{self, TopBar};
use super::week::Week;

/// What the application lends to the main screen.
pub(crate) struct Shell<'a> {
    /// Every lens there is to choose from.
    pub lenses: &'a [Lens],
    /// What the user tells us where the export is silent; the verdicts shown may rest on less.
    pub said: &'a Assumptions,
    /// What the user said of the archive when it was opened.
    pub hints: &'a Hints,
    /// Files of streets and places that the user opened.
    pub own: &'a OwnFiles,
    /// What the user chose.
    pub view: &'a ViewState,
    /// What is under the pointer.
    pub hover: &'a Hover,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Where requests go.
    pub actions: &'a ActionSender,
}

/// An opened archive and the panels that show it.
pub(crate) struct Ready {
    /// What is shown: with the kinds of places that the user's own files tell.
    loaded: Loaded,
    /// As it was loaded.
    base: Arc<Dataset>,
    /// The generation of the user's own files that told the kinds.
    told_by: u64,
    judged: Judged,
    memo: Memo,
    looks: Looks,
    panels: Panels,
}

struct Panels {
    map: MapPanel,
    top: TopBar,
    timeline: Timeline,
    week: Week,
    items: ItemsPage,
    detail: Detail,
    dossier: DossierPage,
    lenses: LensesPage,
    gaps: GapsPage,
}

impl Ready {
    /// Shows `loaded` through a lens that has been applied to it. The user's own files have told nothing yet.
    pub(crate) fn new(loaded: Loaded, judged: Judged, view: &ViewState, dataset_generation: u64) -> Self {
        let panels = Panels {
            map: MapPanel::new(),
            top: TopBar::default(),
            timeline: Timeline::new(&loaded.dataset),
            week: Week::default(),
            items: ItemsPage::default(),
            detail: Detail::new(&loaded.source),
            dossier: DossierPage::default(),
            lenses: LensesPage::default(),
            gaps: GapsPage::default(),
        };
        let base = Arc::clone(&loaded.dataset);
        let looks = Looks::new(&loaded.source);
        let memo = Memo::new(dataset_generation);
        let mut ready = Self { loaded, base, told_by: 0, judged, memo, looks, panels };
        ready.refresh(&view.filter, None);
        ready
    }

    /// The data.
    pub(crate) fn dataset(&self) -> Arc<Dataset> {
        Arc::clone(&self.loaded.dataset)
    }

    /// The lens applied to it.
    pub(crate) fn exposure(&self) -> &Exposure {
        &self.judged.applied.exposure
    }

    /// The data as it was loaded.
    pub(crate) fn base(&self) -> Arc<Dataset> {
        Arc::clone(&self.base)
    }

    /// The generation of the user's own files by which kinds of places were told; 0 for none.
    pub(crate) const fn told_by(&self) -> u64 {
        self.told_by
    }

    /// Shows the data with the kinds of places that the user's own files of this generation tell.
    pub(crate) fn set_told(&mut self, dataset: Arc<Dataset>, told_by: u64) {
        if !Arc::ptr_eq(&self.loaded.dataset, &dataset) {
            // The other lenses were applied to other kinds of places.
            self.panels.lenses = LensesPage::default();
        }
        self.loaded.dataset = dataset;
        self.told_by = told_by;
        self.memo.invalidate();
    }

    /// Shows it through another lens, which has been applied to it.
    pub(crate) fn set_judged(&mut self, judged: Judged) {
        self.judged = judged;
        self.panels.dossier.forget();
        self.memo.invalidate();
    }

    /// The lens applied to the data on a day, or in its own time, if that has been done already.
    pub(crate) fn applied(&self, lens: &Lens, assumptions: &Assumptions, day: Option<Date>) -> Option<Applied> {
        self.panels.lenses.applied(lens, assumptions, day)
    }

    /// Whether any of the items that pass the filter has a position.
    pub(crate) fn has_placed(&self, filter: &Filter) -> bool {
        let dataset = &self.loaded.dataset;
        filter.apply(dataset, self.exposure()).iter().any(|id| dataset.item(*id).location.is_some())
    }

    /// Lets models look at these pictures.
    pub(crate) fn look_at(&mut self, ctx: &egui::Context, files: &[EntryId]) {
        self.looks.look_at(ctx, files);
    }

    /// Lets them stop.
    pub(crate) fn stop_looking(&mut self) {
        self.looks.stop();
    }

    /// Takes what they have seen.
    pub(crate) fn poll_looks(&mut self, ctx: &egui::Context) {
        self.looks.poll(ctx);
    }

    /// Computes what follows from the filter, if it changed; in a later frame, for which `wake` asks, where it is much.
    pub(crate) fn refresh(&mut self, filter: &Filter, wake: Option<&Context>) {
        self.memo.refresh(&self.loaded.dataset, &self.judged.applied.summary, filter, wake);
    }

    /// The visible item `step` places from the selected one in time order; the first or last when none is.
    pub(crate) fn neighbour(&self, selection: Option<ItemId>, step: isize) -> Option<ItemId> {
        let visible = &self.memo.get().visible;
        let last = visible.len().checked_sub(1)?;
        let index = match selection.map(|id| visible.binary_search(&id)) {
            Some(Ok(at)) => at.saturating_add_signed(step).min(last),
            Some(Err(at)) if step > 0 => (at + step as usize - 1).min(last),
            Some(Err(at)) => at.saturating_add_signed(step),
            None if step > 0 => 0,
            None => last,
        };
        visible.get(index).copied()
    }

    /// Whether what is shown is still of another filter.
    pub(crate) fn waits(&self) -> bool {
        self.memo.waits() || self.panels.map.waits() || self.panels.week.waits()
    }

    /// Draws everything.
    pub(crate) fn ui(&mut self, ui: &mut Ui, shell: &Shell<'_>) {
        let cx = ViewCx {
            loaded: &self.loaded,
            lens: &self.judged.lens,
            lenses: shell.lenses,
            assumptions: &self.judged.assumptions,
            said: shell.said,
            hints: shell.hints,
            exposure: &self.judged.applied.exposure,
            derived: self.memo.get(),
            looks: &self.looks,
            own: shell.own,
            view: shell.view,
            hover: shell.hover,
            tokens: shell.tokens,
            actions: shell.actions,
        };
        match shell.view.page {
            Page::Dossier => self.panels.dossier.refresh(ui.ctx(), &cx, &self.judged.applied.exposure),
            Page::Lenses => self.panels.lenses.refresh(ui.ctx(), &cx),
            Page::Map | Page::Items | Page::Gaps => {}
        }
        self.panels.ui(ui, &cx);
    }
}

impl Panels {
    fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let tokens = cx.tokens;
        let fixed = |panel: Panel, size: f32, margin: Margin| {
            panel.exact_size(size).resizable(false).show_separator_line(false).frame(panel_frame(tokens, margin))
        };
        fixed(Panel::top("top bar"), TOP_BAR, Margin::symmetric(PANEL_MARGIN, 0)).show(ui, |ui| {
            bottom_line(ui, tokens);
            self.top.ui(ui, cx);
        });
        // On every page: each of them shows verdicts, or what follows from them.
        if let Some(day) = cx.lens.seen_on {
            fixed(Panel::top("seen on"), CHIP_BAR, Margin::symmetric(PANEL_MARGIN, 0)).show(ui, |ui| {
                bottom_line(ui, tokens);
                seen_on::ui(ui, cx, day);
            });
        }
        fixed(Panel::left("pages"), RAIL, Margin::symmetric(5, 8)).show(ui, |ui| {
            right_line(ui, tokens);
            top_bar::rail_ui(ui, cx);
        });
        // Some pages have all the room: filters do not change them, and they lead to map and table themselves.
        if !cx.view.page.shows_items() {
            CentralPanel::no_frame().show(ui, |ui| match cx.view.page {
                Page::Lenses => self.lenses.ui(ui, cx),
                Page::Gaps => self.gaps.ui(ui, cx),
                _ => self.dossier.ui(ui, cx),
            });
            return;
        }
        fixed(Panel::left("filters"), FILTERS, Margin::same(0)).show(ui, |ui| {
            right_line(ui, tokens);
            filters::ui(ui, cx);
        });
        let detail = if ui.ctx().content_rect().width() < NARROW { DETAIL_NARROW } else { DETAIL };
        fixed(Panel::right("detail"), detail, Margin::same(0)).show(ui, |ui| {
            left_line(ui, tokens);
            self.detail.ui(ui, cx);
        });
        fixed(Panel::bottom("timeline"), TIMELINE, Margin::same(0)).show(ui, |ui| {
            top_line(ui, tokens);
            frames::measure(frames::Stage::Timeline, || self.week.beside(ui, cx, |ui| self.timeline.ui(ui, cx)));
        });
        if filters::has_chips(&cx.view.filter) {
            fixed(Panel::top("active filters"), CHIP_BAR, Margin::symmetric(PANEL_MARGIN, 0)).show(ui, |ui| {
                bottom_line(ui, tokens);
                filters::chips_ui(ui, cx);
            });
        }
        CentralPanel::no_frame().show(ui, |ui| match cx.view.page {
            Page::Items => self.items.ui(ui, cx),
            _ => frames::measure(frames::Stage::Map, || self.map.ui(ui, cx)),
        });
    }
}

fn panel_frame(tokens: &Tokens, margin: Margin) -> Frame {
    Frame::new().fill(tokens.panel).inner_margin(margin)
}

// The lines between panels: drawn at the very edge, over the panel's own margin.

fn bottom_line(ui: &Ui, tokens: &Tokens) {
    let rect = ui.clip_rect();
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.border));
}

fn top_line(ui: &Ui, tokens: &Tokens) {
    let rect = ui.clip_rect();
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, Stroke::new(1.0, tokens.border));
}

fn right_line(ui: &Ui, tokens: &Tokens) {
    let rect = ui.clip_rect();
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), Stroke::new(1.0, tokens.border));
}

fn left_line(ui: &Ui, tokens: &Tokens) {
    let rect = ui.clip_rect();
    ui.painter().vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, tokens.border));
}
