//! The first screen, and the one for archives that could not be opened.

use std::sync::Arc;

use egui::{
    Align, Align2, Color32, CornerRadius, Galley, Layout, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo,
};

use crate::load::LoadError;
use crate::sample::{PERSONAS, PersonaInfo};

use super::action::{Action, ActionSender};
use super::files;
use super::icons::Icon;
use super::logo;
use super::metrics::{GAP, GAP_LARGE, RADIUS_CARD};
use super::state::ThemeChoice;
use super::theme::Tokens;
use super::top_bar;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card_frame, focus_ring, text};

mod guides;

/// The one line that says what this program does not do.
pub(crate) const PRIVACY: &str = "This program contains no network code. Nothing leaves this computer.";

const COLUMN: f32 = 480.0;
const WIDE: f32 = 2.0 * COLUMN + 28.0;
const DROP_HEIGHT: f32 = 212.0;
/// Fictional people beside each other.
const PERSONAS_IN_ROW: usize = 2;
/// Between the edge of a card and its text.
const PERSONA_MARGIN: f32 = 12.0;
/// The line with the name, and the space below.
const PERSONA_HEADING: f32 = 23.0;

/// What has been typed and unfolded.
#[derive(Default)]
pub(crate) struct StartScreen {
    typed: String,
    guide: Option<usize>,
}

impl StartScreen {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, tokens: &Tokens, theme: ThemeChoice, actions: &ActionSender) {
        let full = ui.max_rect();
        let corner = Rect::from_min_size(full.right_top() + Vec2::new(-96.0, 10.0), Vec2::new(84.0, 32.0));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let width = if full.width() >= WIDE + 60.0 { WIDE } else { COLUMN };
            let height = if width > COLUMN { 560.0 } else { 940.0 };
            ui.add_space(((full.height() - height) / 2.0).max(28.0));
            let left = (full.width() - width) / 2.0;
            ui.horizontal_top(|ui| {
                ui.add_space(left.max(16.0) - ui.spacing().item_spacing.x);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    self.content_ui(ui, tokens, width > COLUMN, actions);
                });
            });
            ui.add_space(28.0);
        });
        within(ui, corner, Layout::right_to_left(Align::Center), |ui| {
            if super::widgets::icon_button(ui, tokens, Icon::Question, "Keys").clicked() {
                actions.send(Action::ShowHelp(true));
            }
            top_bar::theme_button(ui, tokens, theme, actions);
        });
    }

    fn content_ui(&mut self, ui: &mut Ui, tokens: &Tokens, wide: bool, actions: &ActionSender) {
        header_ui(ui, tokens);
        ui.add_space(GAP_LARGE + 4.0);
        if wide {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = WIDE - 2.0 * COLUMN;
                let column = Vec2::new(COLUMN, 0.0);
                ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                    self.open_ui(ui, tokens, actions);
                });
                ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                    guides::ui(ui, tokens, &mut self.guide);
                });
            });
        } else {
            self.open_ui(ui, tokens, actions);
            ui.add_space(GAP_LARGE);
            guides::ui(ui, tokens, &mut self.guide);
        }
        ui.add_space(GAP_LARGE + 6.0);
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), egui::Sense::hover());
            Icon::Shield.paint(ui.painter(), rect.center(), 18.0, tokens.safe);
            ui.add(egui::Label::new(Type::Body.text(PRIVACY, tokens.text_muted)).extend());
        });
    }

    fn open_ui(&mut self, ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
        ui.set_width(COLUMN);
        drop_zone_ui(ui, tokens, actions);
        ui.add_space(GAP);
        self.path_ui(ui, tokens, actions);
        ui.add_space(GAP_LARGE - 2.0);
        samples_ui(ui, tokens, actions);
    }

    fn path_ui(&mut self, ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let edit = egui::TextEdit::singleline(&mut self.typed)
                .hint_text(Type::Body.text("or type a path", tokens.text_faint))
                .font(Type::Body.font())
                .margin(egui::Margin::symmetric(10, 6))
                .desired_width(COLUMN - 98.0);
            let field = ui.add(edit).accessible_name("Path of an archive");
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let clicked = button(ui, tokens, ButtonStyle::Secondary, None, "Open path").clicked();
            if entered || clicked {
                let home = std::env::var("HOME").or_else(|_| std::env::var("USERPROFILE"));
                let paths = files::typed_paths(&self.typed, home.ok().as_deref());
                actions.send(if paths.is_empty() {
                    Action::Notify("Type the path of a zip, a tar.gz or a folder first".to_owned())
                } else {
                    Action::Open(paths)
                });
            }
        });
    }
}

/// Contents in a rectangle of their own; what follows is laid out as if they were not there.
fn within(ui: &mut Ui, rect: Rect, layout: Layout, contents: impl FnOnce(&mut Ui)) {
    contents(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(layout)));
}

fn header_ui(ui: &mut Ui, tokens: &Tokens) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        logo::show(ui, 58.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(Type::Hero.text("Geoshadow", tokens.text));
            let line = "See what a location-based harvester could have taken from your own data export";
            text(ui, Type::Body, tokens.text_muted, line);
        });
    });
}

fn drop_zone_ui(ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
    let dragged = files::is_dragged_over(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(COLUMN, DROP_HEIGHT), egui::Sense::hover());
    let (fill, line) =
        if dragged { (Tokens::tint(tokens.select, 0.16), tokens.select) } else { (tokens.panel, tokens.text_faint) };
    ui.painter().rect_filled(rect, CornerRadius::same(RADIUS_CARD + 4), fill);
    dashed_outline(ui, rect.shrink(1.0), f32::from(RADIUS_CARD + 4), Stroke::new(1.5, line));
    within(ui, rect.shrink(20.0), Layout::top_down(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        ui.add_space(8.0);
        let (icon, _) = ui.allocate_exact_size(Vec2::splat(40.0), egui::Sense::hover());
        let colour = if dragged { tokens.select } else { tokens.accent };
        Icon::Upload.paint(ui.painter(), icon.center(), 40.0, colour);
        ui.add_space(4.0);
        let title = if dragged { "Let go to open" } else { "Drop your archive here" };
        ui.label(Type::Title.text(title, tokens.text));
        let kinds = "A zip, a tar.gz, a folder, or all parts of one export together";
        ui.label(Type::Small.text(kinds, tokens.text_muted));
        ui.add_space(10.0);
        let left = (ui.available_width() - 232.0) / 2.0;
        ui.horizontal(|ui| {
            ui.add_space(left - ui.spacing().item_spacing.x);
            if button(ui, tokens, ButtonStyle::Primary, Some(Icon::Zip), "Open…").clicked() {
                actions.send(Action::PickFiles);
            }
            if button(ui, tokens, ButtonStyle::Secondary, Some(Icon::Folder), "Open folder…").clicked() {
                actions.send(Action::PickFolder);
            }
        });
    });
}

/// A rounded outline in dashes.
fn dashed_outline(ui: &Ui, rect: Rect, radius: f32, stroke: Stroke) {
    const STEPS: usize = 8;
    let mut points = Vec::with_capacity(4 * (STEPS + 1) + 1);
    let corners = [
        (rect.right_top() + Vec2::new(-radius, radius), -90.0_f32),
        (rect.right_bottom() + Vec2::new(-radius, -radius), 0.0),
        (rect.left_bottom() + Vec2::new(radius, -radius), 90.0),
        (rect.left_top() + Vec2::new(radius, radius), 180.0),
    ];
    for (centre, from) in corners {
        for step in 0..=STEPS {
            let angle = (from + 90.0 * step as f32 / STEPS as f32).to_radians();
            points.push(centre + radius * Vec2::angled(angle));
        }
    }
    points.extend(points.first().copied());
    ui.painter().extend(Shape::dashed_line(&points, stroke, 7.0, 5.0));
}

fn samples_ui(ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
    text(ui, Type::Section, tokens.text_faint, "Or try a fictional archive");
    ui.add_space(2.0);
    let width = (COLUMN - GAP * (PERSONAS_IN_ROW - 1) as f32) / PERSONAS_IN_ROW as f32;
    let about = |persona: &PersonaInfo| {
        let description = persona.description.to_owned();
        ui.painter().layout(description, Type::Small.font(), tokens.text_muted, width - 2.0 * PERSONA_MARGIN)
    };
    let abouts: Vec<Arc<Galley>> = PERSONAS.iter().map(about).collect();
    let tallest = abouts.iter().map(|about| about.size().y).fold(0.0, f32::max);
    let size = Vec2::new(width, tallest + PERSONA_HEADING + 2.0 * PERSONA_MARGIN);
    let cards: Vec<_> = PERSONAS.iter().zip(abouts).collect();
    for row in cards.chunks(PERSONAS_IN_ROW) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (persona, about) in row {
                if persona_ui(ui, tokens, persona, about, size) {
                    actions.send(Action::OpenSample(Some(persona.id.to_owned())));
                }
            }
        });
        ui.add_space(GAP - ui.spacing().item_spacing.y);
    }
}

fn persona_ui(ui: &mut Ui, tokens: &Tokens, persona: &PersonaInfo, about: &Arc<Galley>, size: Vec2) -> bool {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Try the fictional archive of {}", persona.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() || response.has_focus() { tokens.card_hovered } else { tokens.card };
        let radius = CornerRadius::same(RADIUS_CARD);
        let painter = ui.painter();
        painter.rect(rect, radius, fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
        let inner = rect.shrink(PERSONA_MARGIN);
        Icon::Sparkle.paint(painter, inner.right_top() + Vec2::new(-8.0, 8.0), 15.0, tokens.accent);
        painter.text(inner.min, Align2::LEFT_TOP, persona.name, Type::Strong.font(), tokens.text);
        painter.galley(inner.min + Vec2::new(0.0, PERSONA_HEADING), Arc::clone(about), tokens.text_muted);
        focus_ring(ui, &response, rect, RADIUS_CARD, tokens);
    }
    response.clicked()
}

/// Draws over everything that what is dragged can be dropped here.
pub(crate) fn drop_overlay(ui: &Ui, tokens: &Tokens) {
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop overlay"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect();
    painter.rect_filled(rect, 0.0, tokens.shadow);
    let inner = rect.shrink(24.0);
    painter.rect(
        inner,
        CornerRadius::same(16),
        Tokens::tint(tokens.select, 0.18),
        Stroke::new(2.0, tokens.select),
        StrokeKind::Inside,
    );
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        "Let go to open this archive instead",
        Type::Title.font(),
        Color32::WHITE,
    );
}

/// Draws why nothing could be opened, and what to do.
pub(crate) fn failed_ui(ui: &mut Ui, tokens: &Tokens, error: &LoadError, actions: &ActionSender) {
    let rect = Rect::from_center_size(ui.max_rect().center() - Vec2::new(0.0, 40.0), Vec2::new(560.0, 320.0));
    within(ui, rect, Layout::top_down(Align::Min), |ui| {
        card_frame(tokens).inner_margin(28).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                let (icon, _) = ui.allocate_exact_size(Vec2::splat(30.0), egui::Sense::hover());
                Icon::Warning.paint(ui.painter(), icon.center(), 28.0, tokens.warning);
                ui.label(Type::Title.text("This could not be opened", tokens.text));
            });
            ui.add_space(8.0);
            text(ui, Type::Body, tokens.text, super::format::paragraphs(&error.to_string(), 1_000));
            ui.add_space(4.0);
            text(ui, Type::Small, tokens.text_muted, advice(error));
            ui.add_space(16.0);
            ui.horizontal(|ui| {
                if button(ui, tokens, ButtonStyle::Primary, Some(Icon::Zip), "Open another…").clicked() {
                    actions.send(Action::PickFiles);
                }
                if button(ui, tokens, ButtonStyle::Secondary, None, "Back to the start").clicked() {
                    actions.send(Action::Close);
                }
            });
        });
    });
}

const fn advice(error: &LoadError) -> &'static str {
    match error {
        LoadError::Archive(_) => {
            "Nothing was changed on this computer. The start screen says how to ask each platform for an export"
        }
        LoadError::NotRecognised(_) => {
            "The start screen says which export to ask each platform for, and in which format"
        }
        LoadError::Cancelled => "You can open it again at any time",
        LoadError::Crashed => {
            "The archive itself is not changed. Opening the unpacked folder may work where the zip does not"
        }
    }
}
