//! Whether an item could be taken then, can be now, and has been closed since.

use std::borrow::Cow;

use egui::{Sense, Ui, Vec2};

use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::marks;
use crate::gui::metrics::{ICON, LINE};
use crate::gui::typography::Type;
use crate::gui::widgets::{card, text};
use crate::lens::Lens;
use crate::model::ItemId;

/// Draws the card.
pub(super) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
    let tokens = cx.tokens;
    let lights = cx.exposure.of(id).lights;
    ui.add_space(8.0);
    card(ui, tokens, |ui| {
        ui.spacing_mut().interact_size.y = LINE;
        text(ui, Type::Section, tokens.text_faint, "Then and now");
        ui.add_space(2.0);
        let then = match cx.lens.seen_on {
            None => format!("{}: {}", own_time(cx.lens), answer(lights.then)),
            Some(day) => format!("On {}: {}", format::date(day), answer(lights.then)),
        };
        // Of an answer that is not known there is nothing to be sure of.
        let sure = if lights.now.is_some() { format!(" ({})", lights.now_evidence.as_str()) } else { String::new() };
        let now = format!("At the time of the export: {}{sure}", answer(lights.now));
        for (line, holds) in [(then, lights.then), (now, lights.now)] {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 9.0;
                let (rect, _) = ui.allocate_exact_size(Vec2::new(15.0, 18.0), Sense::hover());
                marks::clause(ui.painter(), rect.center(), 14.0, holds, tokens);
                text(ui, Type::Small, tokens.text, line);
            });
        }
        if lights.closed_since {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 9.0;
                let (rect, _) = ui.allocate_exact_size(Vec2::new(15.0, 18.0), Sense::hover());
                Icon::Lock.paint(ui.painter(), rect.center(), ICON - 1.0, tokens.text_muted);
                text(ui, Type::Small, tokens.text_muted, "Closed since; copies taken before may remain");
            });
        }
    });
}

/// The lens's own time in words: where its name is a description, that does not go before an apostrophe.
fn own_time(lens: &Lens) -> String {
    match lens.name_inside() {
        Cow::Borrowed(name) => format!("In {name}’s time"),
        Cow::Owned(words) => format!("In the time of {words}"),
    }
}

const fn answer(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}
