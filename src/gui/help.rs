//! The list of keys.

use egui::{Id, Modal, ScrollArea, Ui, Vec2};

use super::action::{Action, ActionSender};
use super::icons::Icon;
use super::metrics::LINE;
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{card_frame, icon_button, text};

const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "Anywhere",
        &[
            ("?", "Show or hide this list"),
            ("Ctrl O", "Open files"),
            ("Tab", "Next control; Shift Tab the one before"),
            ("Ctrl +  Ctrl −", "Larger or smaller text"),
            ("Esc", "Close, put the tool down, clear area, time and hours, selection, day"),
        ],
    ),
    (
        "An opened archive",
        &[
            ("1  2  3 …", "The pages, in the order of the rail"),
            ("E", "Everything, or what the harvester sees"),
            ("Ctrl F", "Search captions and places"),
            ("N  P", "Next or previous item in time"),
            ("H", "Heat, hexagons or pins"),
            ("0", "Fit the map to everything shown"),
        ],
    ),
    (
        "Map, when it has the focus",
        &[
            ("← → ↑ ↓  +  −", "Move, zoom in, zoom out"),
            ("A", "Show only what lies in the part seen"),
            ("Shift and drag", "Show only what lies in a box"),
            ("Enter", "With the circle tool, watch the middle; ends an outline"),
            ("Delete", "Remove the chosen fence"),
        ],
    ),
    (
        "Timeline, when it has the focus",
        &[
            ("←  →", "Earlier, later"),
            ("↑  ↓", "Zoom in, zoom out"),
            ("B", "Select the stretch that is visible"),
            ("K", "Play or pause"),
            ("Shift ←  Shift →", "Move the selected stretch"),
            ("Home", "Show all of it"),
        ],
    ),
    (
        "Week by hours, when it has the focus",
        &[("Arrows, Shift", "Another hour; held, select on the way"), ("Space", "Select the hour")],
    ),
    (
        "The day under the timeline, when it has the focus",
        &[("←  →", "A month earlier, later; with Shift a day"), ("Home  End", "The first day, the last")],
    ),
    ("Table of items", &[("↑  ↓", "Item above or below"), ("Enter", "Show it on the map")]),
];

/// Draws the list over everything.
pub(crate) fn ui(ui: &mut Ui, tokens: &Tokens, actions: &ActionSender) {
    let frame = card_frame(tokens).inner_margin(22).shadow(ui.visuals().popup_shadow);
    let modal = Modal::new(Id::unique("help")).frame(frame).backdrop_color(tokens.shadow);
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(470.0);
        ui.spacing_mut().interact_size.y = LINE;
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.label(Type::Title.text("Keys", tokens.text));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, tokens, Icon::Close, "Close the list of keys").clicked() {
                    actions.send(Action::ShowHelp(false));
                }
            });
        });
        // A small window has not the height for all of them.
        let height = ui.ctx().content_rect().height() - 150.0;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| keys_ui(ui, tokens));
    });
    if response.should_close() {
        actions.send(Action::ShowHelp(false));
    }
}

fn keys_ui(ui: &mut Ui, tokens: &Tokens) {
    for (title, keys) in KEYS {
        super::widgets::section(ui, tokens, title);
        for (key, what) in *keys {
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::new(140.0, LINE), egui::Sense::hover());
                let anchor = rect.left_center();
                ui.painter().text(anchor, egui::Align2::LEFT_CENTER, key, Type::SmallStrong.font(), tokens.text);
                text(ui, Type::Small, tokens.text_muted, *what);
            });
        }
    }
}
