//! The bar at the top and the rail of pages.

use egui::{
    Align, Align2, Color32, CornerRadius, Id, Layout, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::dossier::Scope;

use super::action::{Action, ActionSender};
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::metrics::{CONTROL_HEIGHT, NARROW, RADIUS};
use super::popovers;
use super::state::{Page, ThemeChoice};
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{focus_ring, icon_button, segmented};
use super::{logo, widgets};

/// How much room the bar has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Little,
    Some,
    Plenty,
}

/// Room for the buttons at the right end, and for these with a search field that can be read.
const RIGHT: f32 = 130.0;
const RIGHT_WITH_SEARCH: f32 = 290.0;

/// From this width of the window the long words of the switches and the whole name of a lens fit, in points.
const SPACIOUS: f32 = 1_360.0;

/// Longest text looked for.
const SEARCH_CHARACTERS: usize = 200;

/// Id of the search field, for the key that jumps to it.
pub(crate) fn search_id() -> Id {
    Id::unique("search field")
}

/// The bar at the top.
#[derive(Default)]
pub(crate) struct TopBar {
    typed: String,
}

impl TopBar {
    /// Draws the bar.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let tokens = cx.tokens;
        let width = ui.available_width();
        let room = if width < NARROW {
            Room::Little
        } else if width < SPACIOUS {
            Room::Some
        } else {
            Room::Plenty
        };
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            logo::show(ui, 26.0);
            if room != Room::Little {
                ui.label(Type::Heading.text("Geoshadow", tokens.text));
            }
            archive_chip(ui, cx, room);
            match cx.view.page {
                Page::Dossier => scope_switch(ui, cx, room),
                page if page.shows_items() => lens_switch(ui, cx, room),
                _ => {}
            }
            lens_chooser(ui, cx, room);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                if icon_button(ui, tokens, Icon::Close, "Close this archive").clicked() {
                    cx.actions.send(Action::Close);
                }
                if icon_button(ui, tokens, Icon::Question, "Keys").clicked() {
                    cx.actions.send(Action::ShowHelp(true));
                }
                theme_button(ui, tokens, cx.view.theme, cx.actions);
                ui.add_space(4.0);
                if cx.view.page.shows_items() {
                    self.search_ui(ui, cx);
                }
            });
        });
    }

    fn search_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let tokens = cx.tokens;
        let focused = ui.memory(|m| m.has_focus(search_id()));
        if !focused {
            self.typed.clone_from(&cx.view.filter.text);
        }
        let width = ui.available_width().clamp(110.0, 230.0);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width, CONTROL_HEIGHT), Sense::hover());
        let line = if focused { tokens.select } else { tokens.border };
        let radius = CornerRadius::same(RADIUS);
        ui.painter().rect(rect, radius, tokens.background, Stroke::new(1.0, line), StrokeKind::Inside);
        Icon::Search.paint(ui.painter(), rect.left_center() + Vec2::new(16.0, 0.0), 15.0, tokens.text_faint);
        let inner = rect.with_min_x(rect.left() + 28.0).shrink2(Vec2::new(2.0, 1.0));
        let edit = egui::TextEdit::singleline(&mut self.typed)
            .id(search_id())
            .frame(egui::Frame::NONE)
            .margin(egui::Margin::symmetric(2, 5))
            .font(Type::Body.font())
            .align(Align2::LEFT_CENTER)
            .char_limit(SEARCH_CHARACTERS)
            .hint_text(Type::Body.text("Search captions and places", tokens.text_faint));
        let field = ui.put(inner, edit).accessible_name("Search captions and places");
        if field.changed() {
            let mut filter = cx.view.filter.clone();
            filter.text.clone_from(&self.typed);
            cx.actions.send(Action::SetFilter(Box::new(filter)));
        }
    }
}

/// A button as wide as its text, with a caret, that opens a popover.
fn popover_button(ui: &mut Ui, tokens: &Tokens, icon: Icon, job: egui::text::LayoutJob, name: &str) -> Response {
    let galley = ui.painter().layout_job(job);
    let size = Vec2::new(galley.size().x + 58.0, CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let lit = response.hovered() || response.has_focus();
        let fill = if lit { tokens.card_hovered } else { tokens.card };
        let painter = ui.painter();
        painter.rect(rect, CornerRadius::same(RADIUS), fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
        icon.paint(painter, rect.left_center() + Vec2::new(18.0, 0.0), 16.0, tokens.text_muted);
        let corner = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect.with_min_x(rect.left() + 32.0)).min;
        painter.galley(corner, galley, tokens.text);
        Icon::CaretDown.paint(painter, rect.right_center() - Vec2::new(14.0, 0.0), 11.0, tokens.text_faint);
        focus_ring(ui, &response, rect, RADIUS, tokens);
    }
    response
}

fn popover(button: &Response, name: &str, width: f32, contents: impl FnOnce(&mut Ui)) {
    Popup::from_toggle_button_response(button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name)
        .gap(6.0)
        .show(|ui| {
            ui.set_width(width);
            contents(ui);
        });
}

fn archive_chip(ui: &mut Ui, cx: &ViewCx<'_>, room: Room) {
    let dataset = cx.dataset();
    let first = dataset.archives.first().map_or("", |a| &a.name);
    let unread = cx.derived.failed_files;
    let mut job = egui::text::LayoutJob::default();
    let mut add = |text: String, kind: Type, colour: Color32| {
        job.append(&text, 0.0, egui::TextFormat::simple(kind.font(), colour));
    };
    let tokens = cx.tokens;
    let name_length = match room {
        Room::Little => 16,
        Room::Some => 20,
        Room::Plenty => 44,
    };
    add(format::one_line(first, name_length), Type::SmallStrong, tokens.text);
    if dataset.archives.len() > 1 {
        add(format!(" + {} more", dataset.archives.len() - 1), Type::Small, tokens.text_muted);
    }
    let items = format::counted(dataset.items.len() as u64, "item", "items");
    add(format!(" · {items}"), Type::Small, tokens.text_muted);
    let colour = if unread > 0 { tokens.warning } else { tokens.text_muted };
    if unread > 0 || room != Room::Little {
        add(format!(" · {} unread", format::counted(unread, "file", "files")), Type::Small, colour);
    }
    let name = format!("What was read: {}", job.text);
    let button = popover_button(ui, tokens, Icon::Zip, job, &name);
    popover(&button, "What was read", 470.0, |ui| popovers::archive_ui(ui, cx));
}

fn lens_switch(ui: &mut Ui, cx: &ViewCx<'_>, room: Room) {
    let tokens = cx.tokens;
    let (all, harvester) = if room == Room::Plenty {
        ("Everything I exported", "What a harvester sees")
    } else {
        ("Everything", "Harvester’s view")
    };
    let choices = [(false, all, "Everything I exported"), (true, harvester, "What a harvester sees")];
    let colours =
        if cx.view.filter.taken_only { (tokens.accent, tokens.on_accent) } else { (tokens.card_hovered, tokens.text) };
    if let Some(taken_only) = segmented(ui, tokens, &choices, cx.view.filter.taken_only, colours) {
        let mut filter = cx.view.filter.clone();
        filter.taken_only = taken_only;
        cx.actions.send(Action::SetFilter(Box::new(filter)));
    }
}

/// On the dossier: what it is drawn from.
fn scope_switch(ui: &mut Ui, cx: &ViewCx<'_>, room: Room) {
    let tokens = cx.tokens;
    let (all, harvester) = if room == Room::Plenty {
        ("Everything the platform holds", "What the harvester had")
    } else {
        ("Everything", "Harvester’s view")
    };
    let choices = [
        (Scope::Everything, all, "Everything the platform holds"),
        (Scope::Lens, harvester, "Only what the harvester had"),
    ];
    let colours = match cx.view.scope {
        Scope::Lens => (tokens.accent, tokens.on_accent),
        Scope::Everything => (tokens.card_hovered, tokens.text),
    };
    if let Some(scope) = segmented(ui, tokens, &choices, cx.view.scope, colours) {
        cx.actions.send(Action::SetScope(scope));
    }
}

fn lens_chooser(ui: &mut Ui, cx: &ViewCx<'_>, room: Room) {
    let tokens = cx.tokens;
    let words = |name: &str| {
        let mut job = egui::text::LayoutJob::default();
        job.append("Lens ", 0.0, egui::TextFormat::simple(Type::Small.font(), tokens.text_muted));
        job.append(name, 0.0, egui::TextFormat::simple(Type::SmallStrong.font(), tokens.text));
        job
    };
    let room_right = if cx.view.page.shows_items() { RIGHT_WITH_SEARCH } else { RIGHT };
    // Room for the icon, the caret and what is between them.
    let most = (ui.available_width() - room_right - 58.0).max(80.0);
    // A short name is read sooner than the beginning of a long one.
    let long = words(&cx.lens.title);
    let fits = room != Room::Little && ui.painter().layout_job(long.clone()).size().x <= most;
    let mut job = if fits { long } else { words(&cx.lens.name) };
    job.wrap = egui::text::TextWrapping::truncate_at_width(most);
    let button = popover_button(ui, tokens, Icon::Binoculars, job, &format!("Lens: {}", cx.lens.title));
    popover(&button, "Lens", 430.0, |ui| popovers::lens_ui(ui, cx));
}

/// The button that chooses between light and dark.
pub(crate) fn theme_button(ui: &mut Ui, tokens: &Tokens, theme: ThemeChoice, actions: &ActionSender) {
    let (icon, name, next) = match theme {
        ThemeChoice::System => (Icon::Monitor, "Theme: as the system", ThemeChoice::Light),
        ThemeChoice::Light => (Icon::Sun, "Theme: light", ThemeChoice::Dark),
        ThemeChoice::Dark => (Icon::Moon, "Theme: dark", ThemeChoice::System),
    };
    if icon_button(ui, tokens, icon, name).clicked() {
        actions.send(Action::SetTheme(next));
    }
}

/// The pages, as the rail lists them and the number keys reach them.
pub(crate) const PAGES: &[(Page, Icon, &str)] = &[
    (Page::Map, Icon::Map, "Map"),
    (Page::Items, Icon::List, "Items"),
    (Page::Dossier, Icon::User, "Dossier"),
    (Page::Lenses, Icon::Binoculars, "Lenses"),
    (Page::Gaps, Icon::Question, "Gaps"),
];

/// Draws the rail of pages.
pub(crate) fn rail_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    for (page, icon, label) in PAGES {
        if rail_button(ui, cx.tokens, *icon, label, cx.view.page == *page).clicked() {
            cx.actions.send(Action::SetPage(*page));
        }
    }
}

fn rail_button(ui: &mut Ui, tokens: &Tokens, icon: Icon, label: &str, chosen: bool) -> Response {
    let size = Vec2::new(ui.available_width(), 50.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), chosen, label));
    if ui.is_rect_visible(rect) {
        let ground = if chosen {
            tokens.card_hovered
        } else if response.hovered() {
            tokens.card
        } else {
            Color32::TRANSPARENT
        };
        let colour = if chosen { tokens.text } else { tokens.text_muted };
        let painter = ui.painter();
        painter.rect_filled(rect, CornerRadius::same(RADIUS + 1), ground);
        if chosen {
            let bar =
                Rect::from_min_size(rect.left_top() + Vec2::new(-5.0, 14.0), Vec2::new(3.0, rect.height() - 28.0));
            painter.rect_filled(bar, CornerRadius::same(1), tokens.accent);
        }
        icon.paint(painter, rect.center() - Vec2::new(0.0, 8.0), 21.0, colour);
        painter.text(rect.center() + Vec2::new(0.0, 14.0), Align2::CENTER_CENTER, label, Type::Tiny.font(), colour);
        widgets::focus_ring(ui, &response, rect, RADIUS + 1, tokens);
    }
    response
}
