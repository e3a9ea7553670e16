//! What the pictures of an item give away to a model, in the detail panel.

use std::sync::Arc;

use egui::Ui;

use crate::archive::EntryId;
use crate::model::{Item, ItemId};
use crate::vision::{Seen, pictures_of};

use super::action::Action;
use super::cx::ViewCx;
use super::icons::Icon;
use super::seen;
use super::seen_marks;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, card, field_row, text};

const SHOW: &str = "Show where in the picture";

/// Draws what was seen in the pictures of an item, and the button that makes a model look. Returns the picture that is to
/// be shown large, with what was seen in it framed.
pub(crate) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId, item: &Item) -> Option<EntryId> {
    if item.media.iter().all(|m| m.file.is_none()) {
        return None;
    }
    let pictures = pictures_of(cx.dataset(), &[id]);
    let unseen: Arc<[EntryId]> = pictures.iter().map(|p| p.file).filter(|f| cx.looks.of(*f).is_none()).collect();
    if pictures.is_empty() {
        return None;
    }
    let mut opened = None;
    ui.add_space(8.0);
    card(ui, cx.tokens, |ui| {
        text(ui, Type::Section, cx.tokens.text_faint, "What the picture gives away");
        ui.add_space(2.0);
        for (number, picture) in (1..).zip(&pictures) {
            let Some(looked) = cx.looks.of(picture.file) else { continue };
            if pictures.len() > 1 {
                text(ui, Type::SmallStrong, cx.tokens.text, format!("Picture {number} of {}", pictures.len()));
            }
            match looked {
                Ok(seen) => {
                    seen_ui(ui, cx, seen);
                    let label =
                        if pictures.len() > 1 { format!("Show where in picture {number}") } else { SHOW.to_owned() };
                    if seen_marks::any(seen)
                        && button(ui, cx.tokens, ButtonStyle::Quiet, Some(Icon::Image), &label).clicked()
                    {
                        opened = Some(picture.file);
                    }
                }
                Err(why) => {
                    text(ui, Type::Small, cx.tokens.text_muted, why.to_string());
                }
            }
        }
        if unseen.is_empty() {
            text(ui, Type::Tiny, cx.tokens.text_faint, "Guesses of models inside this program; nobody is identified");
        } else if cx.looks.is_looking() {
            text(ui, Type::Small, cx.tokens.text_muted, "Being looked at…");
        } else {
            let label = if unseen.len() == 1 { "Look at the picture" } else { "Look at its pictures" };
            if button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Image), label).clicked() {
                cx.actions.send(Action::LookAtPictures(unseen));
            }
        }
    });
    opened
}

fn seen_ui(ui: &mut Ui, cx: &ViewCx<'_>, seen: &Seen) {
    let tokens = cx.tokens;
    if seen.is_empty() {
        text(ui, Type::Small, tokens.text_muted, "The models see nothing they have a word for");
        return;
    }
    let rows = [
        ("Model sees", seen::labels(seen)),
        ("In it", seen::counts(seen)),
        ("Read", seen::text(seen)),
        ("Named", seen::mentions(seen)),
    ];
    for (label, value) in rows {
        if !value.is_empty() {
            field_row(ui, tokens, label, value, tokens.text);
        }
    }
    if let Some(kind) = seen::kind(seen) {
        field_row(ui, tokens, kind.lead, kind.label, tokens.text);
        field_row(ui, tokens, "Because", kind.clues, tokens.text_muted);
    }
}
