//! The dossier: what a stranger's file would say, drawn from what the lens would have had or from everything. Every
//! statement leads to the items it rests on.

mod anchors;
mod basis;
mod cards;
mod clock;
mod odds;
mod pictures;
mod places;
mod profile;
mod reveal;
mod sheet;
mod statement;
mod travel;
mod words;
mod zones;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Context, Layout, Margin, ScrollArea, Ui, Vec2};

use crate::analysis::{Area, Exposure};
use crate::dossier::{AnonymityAssumptions, Dossier, Input, Options, Scope, WeekHour};
use crate::lens;

use super::action::Action;
use super::cx::ViewCx;
use super::filters::area_chip;
use super::format;
use super::metrics::GAP_LARGE;
use super::pictures::Pictures;
use super::task::{Progress, Task};
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card, text};
use cards::Card;
use sheet::Sheet;
use statement::Statement;

/// Widths of the outer columns where there are three, and the page width from which there are.
const LEFT: f32 = 296.0;
const RIGHT: f32 = 344.0;
const THREE_COLUMNS: f32 = 1_120.0;
/// Around and between cards.
const GUTTER: f32 = 14.0;
/// Statements that “show more” adds to a list.
const MORE: usize = 20;

/// A dossier, or the work on it.
#[derive(Default)]
enum Slot {
    #[default]
    Wanted,
    Working(Task<Sheet>),
    Done(Box<Sheet>),
    Failed,
}

/// What was unfolded; forgotten with the dossier.
#[derive(Default)]
struct Memory {
    sensitive: bool,
    names: bool,
    hour: Option<WeekHour>,
    draws: reveal::Play,
    zones: zones::Placing,
    /// What the user assumes of other people; the usual when `None`.
    assumed: Option<AnonymityAssumptions>,
    pictures: Option<Pictures>,
    /// Statements shown beyond the first ones, by list.
    more: BTreeMap<(&'static str, usize), usize>,
    wall: pictures::Wall,
    /// How high each card was drawn last.
    heights: BTreeMap<Card, f32>,
    /// The number of columns, and for it the column of each of [`cards::LOOSE`].
    arranged: Option<(usize, Vec<usize>)>,
}

impl Memory {
    /// The column of each loose card. It stays as it is while lists are unfolded, so that nothing jumps.
    fn arranged(&mut self, columns: &[(f32, &[Card])], ctx: &Context) -> Vec<usize> {
        let height = |card: &Card| self.heights.get(card).copied().unwrap_or(0.0);
        if self.heights.is_empty() {
            // How high the cards are is known once they have been drawn.
            ctx.request_discard("the cards of the dossier have not been measured");
            return vec![0; cards::LOOSE.len()];
        }
        if self.arranged.as_ref().is_none_or(|(number, _)| *number != columns.len()) {
            let mut tall: Vec<f32> = columns.iter().map(|(_, cards)| cards.iter().map(height).sum()).collect();
            let spread = cards::spread(&mut tall, cards::LOOSE.iter().map(height));
            self.arranged = Some((columns.len(), spread));
        }
        self.arranged.as_ref().map(|(_, placed)| placed.clone()).unwrap_or_default()
    }
}

/// The page.
#[derive(Default)]
pub(crate) struct DossierPage {
    lens: Slot,
    everything: Slot,
    memory: Memory,
    /// What was shown last: another dossier starts folded.
    shown: Option<Scope>,
    /// What it was drawn from, if not from everything.
    area: Option<Area>,
}

impl DossierPage {
    /// Forgets what was drawn; called when another lens was applied.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    fn slot(&mut self, scope: Scope) -> &mut Slot {
        match scope {
            Scope::Lens => &mut self.lens,
            Scope::Everything => &mut self.everything,
        }
    }

    /// Starts drawing what is wanted, and takes what is done.
    pub(crate) fn refresh(&mut self, ctx: &Context, cx: &ViewCx<'_>, exposure: &Arc<Exposure>) {
        if self.area != cx.view.filter.area {
            *self = Self { area: cx.view.filter.area.clone(), ..Self::default() };
        }
        let scope = cx.view.scope;
        if self.shown != Some(scope) {
            self.shown = Some(scope);
            self.memory = Memory::default();
        }
        let slot = self.slot(scope);
        let next = match slot {
            Slot::Wanted => match start(ctx, cx, exposure, scope) {
                Ok(task) => Slot::Working(task),
                Err(_) => Slot::Failed,
            },
            Slot::Working(task) => match task.poll() {
                Progress::Running => return,
                Progress::Done(sheet) => Slot::Done(Box::new(sheet)),
                Progress::Lost => Slot::Failed,
            },
            Slot::Done(_) | Slot::Failed => return,
        };
        *slot = next;
    }

    /// Draws the page into all of the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, cx.tokens.background);
        let slot = match cx.view.scope {
            Scope::Lens => &self.lens,
            Scope::Everything => &self.everything,
        };
        match slot {
            Slot::Wanted | Slot::Working(_) => working_ui(ui, cx.tokens),
            Slot::Failed => message_ui(ui, cx.tokens, "The dossier could not be worked out"),
            Slot::Done(sheet) => sheet_ui(ui, cx, sheet, &mut self.memory),
        }
    }
}

fn start(ctx: &Context, cx: &ViewCx<'_>, exposure: &Arc<Exposure>, scope: Scope) -> std::io::Result<Task<Sheet>> {
    let (dataset, exposure) = (Arc::clone(&cx.loaded.dataset), Arc::clone(exposure));
    let (lens, assumptions) = (cx.lens.clone(), cx.assumptions.clone());
    let area = cx.view.filter.area.clone();
    Task::start(ctx, "dossier", move || {
        let input = Input {
            dataset: &dataset,
            lens: &lens,
            surfaces: lens::surfaces(),
            assumptions: &assumptions,
            exposure: &exposure,
            area: area.as_ref(),
        };
        let dossier = Dossier::of(&input, &Options { scope, ..Options::default() });
        Sheet::new(&dossier, &dataset)
    })
}

fn working_ui(ui: &mut Ui, tokens: &Tokens) {
    ui.centered_and_justified(|ui| {
        ui.label(Type::Body.text("Working out the dossier…", tokens.text_muted));
    });
}

fn message_ui(ui: &mut Ui, tokens: &Tokens, words: &str) {
    ui.centered_and_justified(|ui| {
        ui.label(Type::Body.text(words, tokens.text));
    });
}

fn sheet_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    let salt = ("dossier", sheet.scope == Scope::Lens);
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        let margin = Margin::symmetric(GUTTER as i8 + 2, GUTTER as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(GUTTER, 4.0);
            header_ui(ui, cx, sheet);
            ui.add_space(8.0);
            if sheet.had == 0 && sheet.sightings == 0 {
                nothing_ui(ui, cx, sheet);
            } else {
                columns_ui(ui, cx, sheet, memory);
            }
            ui.add_space(GAP_LARGE);
        });
    });
}

fn header_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet) {
    let title = match sheet.scope {
        Scope::Lens => format!("What {} could have known of you", cx.lens.heading()),
        Scope::Everything => "What the platforms themselves hold of you".to_owned(),
    };
    text(ui, Type::Title, cx.tokens.text, title);
    let items = format::counted(sheet.had, "item", "items");
    let sightings = format::counted(sheet.sightings, "sighting", "sightings");
    let about =
        format!("Worked out from {items}, {sightings} with a position. Click a statement to see what it rests on");
    text(ui, Type::Small, cx.tokens.text_muted, about);
    if cx.view.filter.area.is_some() {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            text(ui, Type::Small, cx.tokens.text_muted, "Only from what lies in the area");
            area_chip(ui, cx);
        });
    }
}

fn nothing_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet) {
    card(ui, cx.tokens, |ui| {
        if sheet.scope == Scope::Everything {
            text(ui, Type::Body, cx.tokens.text, "Nothing in this archive says where or when you were");
            return;
        }
        text(ui, Type::Body, cx.tokens.text, "It would have had nothing of this archive");
        ui.add_space(6.0);
        if button(ui, cx.tokens, ButtonStyle::Secondary, None, "Show what the platforms hold").clicked() {
            cx.actions.send(Action::SetScope(Scope::Everything));
        }
    });
}

fn columns_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    let width = ui.available_width();
    let columns: Vec<(f32, &[Card])> = if width >= THREE_COLUMNS {
        let middle = width - LEFT - RIGHT - 2.0 * GUTTER;
        vec![(LEFT, cards::LEFT), (middle, cards::MIDDLE), (RIGHT, cards::RIGHT)]
    } else {
        let left = ((width - GUTTER) * 0.54).floor();
        vec![(left, cards::WIDE), (width - GUTTER - left, cards::NARROW)]
    };
    let placed = memory.arranged(&columns, ui.ctx());
    let loose = |column: usize| {
        let here = move |(_, of): &(&Card, &usize)| **of == column;
        cards::LOOSE.iter().zip(&placed).filter(here).map(|(card, _)| *card).collect::<Vec<_>>()
    };
    ui.horizontal_top(|ui| {
        for (index, (width, cards)) in columns.into_iter().enumerate() {
            ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 4.0;
                for card in cards.iter().copied().chain(loose(index)) {
                    card.ui(ui, cx, sheet, memory);
                }
            });
        }
    });
}

/// A heading within a card.
fn heading(ui: &mut Ui, tokens: &Tokens, title: &str) {
    ui.add_space(4.0);
    text(ui, Type::Section, tokens.text_faint, title);
}

/// The first statements of a list, and the rest when asked for.
fn list(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    memory: &mut Memory,
    key: (&'static str, usize),
    statements: &[Statement],
    first: usize,
) {
    let shown = first + memory.more.get(&key).copied().unwrap_or(0);
    for statement in statements.iter().take(shown) {
        statement.ui(ui, cx);
    }
    let left = statements.len().saturating_sub(shown);
    if left > 0 {
        let label = format!("Show {} more", left.min(MORE));
        if shown_button(ui, cx.tokens, ButtonStyle::Quiet, &label) {
            *memory.more.entry(key).or_default() += MORE;
        }
    }
}

/// A button that comes into view when the keyboard reaches it.
fn shown_button(ui: &mut Ui, tokens: &Tokens, style: ButtonStyle, label: &str) -> bool {
    let response = button(ui, tokens, style, None, label);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.clicked()
}
