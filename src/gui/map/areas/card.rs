//! The card on the map that lists the fences, with what was open to whoever watches them.

use egui::{
    Align, Align2, DragValue, Frame, Layout, Margin, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, vec2,
};

use crate::analysis::FenceTally;
use crate::gui::action::{Action, FenceEdit};
use crate::gui::app::YOUR_FENCES;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::map::overlay::EDGE;
use crate::gui::metrics::{CONTROL_HEIGHT, ICON, RADIUS_CARD};
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, SwitchRow, button, icon_button, text};
use crate::lens::{Fence, Select, Shape, distance};

/// Width of the card, points.
const WIDTH: f32 = 256.0;
const MARGIN: f32 = 12.0;
/// Part of the map's height that the list may take.
const MOST: f32 = 0.55;
/// The longest name, in characters.
const NAME: usize = 60;
/// The radius a fence may have here, in metres.
const RADII: std::ops::RangeInclusive<f64> = 1.0..=10_000_000.0;

/// The card.
#[derive(Debug, Default)]
pub(super) struct Card {
    height: f32,
    /// Whether only the title is shown.
    folded: bool,
    /// The chosen fence as it is being written: taken over when the field is left.
    written: Option<(usize, Fence)>,
}

/// Whether the card is shown.
pub(super) fn is_shown(cx: &ViewCx<'_>) -> bool {
    !cx.view.watch.fences.is_empty() || cx.view.tool.draws_fences()
}

impl Card {
    /// Where it is.
    pub(super) fn rect(&self, map: Rect) -> Rect {
        Rect::from_min_size(map.min + vec2(EDGE, EDGE), vec2(WIDTH, self.height.max(60.0)))
    }

    /// Draws it over the map.
    pub(super) fn ui(&mut self, ui: &mut Ui, map: Rect, cx: &ViewCx<'_>) {
        let rect = self.rect(map);
        // What is done on the card is not done to the map below.
        ui.interact(rect, ui.scope_id().with("fences"), Sense::click_and_drag());
        let painter = ui.painter();
        let line = Stroke::new(1.0, cx.tokens.border);
        painter.rect(rect, f32::from(RADIUS_CARD), cx.tokens.map_card, line, StrokeKind::Inside);
        let inner = rect.shrink(MARGIN);
        let room = Rect::from_min_size(inner.min, vec2(inner.width(), map.height() * MOST));
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Min)));
        child.spacing_mut().item_spacing.y = 4.0;
        self.header_ui(&mut child, cx);
        if self.folded {
            // Only the title.
        } else if cx.view.watch.fences.is_empty() {
            let about = "What would someone watching a place have got of you? Draw the place, drop a GeoJSON or KML \
                         file here, or load one";
            text(&mut child, Type::Small, cx.tokens.text_muted, about);
        } else {
            ScrollArea::vertical().auto_shrink([false, true]).show(&mut child, |ui| {
                for (index, fence) in cx.view.watch.fences.iter().enumerate() {
                    self.fence_ui(ui, cx, index, fence);
                }
            });
        }
        let height = child.min_rect().height() + 2.0 * MARGIN;
        if (height - self.height).abs() > 0.5 {
            self.height = height;
            ui.ctx().request_repaint();
        }
    }

    fn header_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(Type::Section.text("Watched places", cx.tokens.text_faint));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (icon, name) = if self.folded {
                    (Icon::CaretDown, "Unfold the watched places")
                } else {
                    (Icon::CaretUp, "Fold the watched places")
                };
                if icon_button(ui, cx.tokens, icon, name).clicked() {
                    self.folded = !self.folded;
                }
                let ask = |edit| cx.actions.send(Action::Fences(edit));
                if !cx.view.watch.fences.is_empty() {
                    if icon_button(ui, cx.tokens, Icon::Trash, "Remove all fences").clicked() {
                        ask(FenceEdit::RemoveAll);
                    }
                    if icon_button(ui, cx.tokens, Icon::Floppy, "Save the fences as GeoJSON…").clicked() {
                        ask(FenceEdit::PickFile);
                    }
                }
                if icon_button(ui, cx.tokens, Icon::Folder, "Load fences from GeoJSON or KML…").clicked() {
                    ask(FenceEdit::Pick);
                }
            });
        });
        if !self.folded && !cx.view.watch.fences.is_empty() && cx.lens.id != YOUR_FENCES {
            let label = "Look through your fences";
            if button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Binoculars), label).clicked() {
                cx.actions.send(Action::SetLens(YOUR_FENCES.to_owned()));
            }
        }
    }

    fn fence_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, index: usize, fence: &Fence) {
        let tally = tally(cx, index, fence);
        let chosen = cx.view.watch.selected == Some(index);
        let hint = "Items open to whoever watched this place. Click to see it on the map";
        let row = SwitchRow { label: &fence.name, count: tally.map(|t| t.taken), on: chosen, chosen: true, hint };
        let clicked = ui
            .push_id(index, |ui| {
                row.ui(ui, cx.tokens, |painter, centre| {
                    shape_icon(fence).paint(painter, centre, ICON, cx.tokens.accent);
                })
            })
            .inner
            .clicked();
        if clicked {
            let edit = if chosen { FenceEdit::Choose(None) } else { FenceEdit::Show(index) };
            cx.actions.send(Action::Fences(edit));
        }
        if chosen {
            Frame::new().inner_margin(Margin { left: 26, right: 0, top: 0, bottom: 6 }).show(ui, |ui| {
                self.chosen_ui(ui, cx, index, fence, tally);
            });
        }
    }

    fn chosen_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, index: usize, fence: &Fence, tally: Option<FenceTally>) {
        text(ui, Type::Small, cx.tokens.text_muted, tally.map_or_else(|| waiting(cx).to_owned(), told));
        let mut written = match self.written.take() {
            Some((of, written)) if of == index => written,
            _ => fence.clone(),
        };
        let mut editing = false;
        ui.horizontal(|ui| {
            let room = ui.available_width() - CONTROL_HEIGHT - ui.spacing().item_spacing.x;
            let name = egui::TextEdit::singleline(&mut written.name)
                .char_limit(NAME)
                .font(Type::Small.font())
                .margin(Margin::symmetric(8, 5))
                .align(Align2::LEFT_CENTER)
                .desired_width(room);
            let name = ui.add(name).accessible_name("Name of the fence");
            editing |= name.has_focus();
            if icon_button(ui, cx.tokens, Icon::Trash, "Remove this fence").clicked() {
                cx.actions.send(Action::Fences(FenceEdit::Remove(index)));
            }
        });
        if let Shape::Circle { radius_metres, .. } = &mut written.shape {
            ui.horizontal(|ui| {
                let label = ui.label(Type::Small.text("Radius", cx.tokens.text_muted));
                let speed = (*radius_metres * 0.01).max(1.0);
                let value = DragValue::new(radius_metres)
                    .range(RADII)
                    .speed(speed)
                    .custom_formatter(|metres, _| distance(metres))
                    .custom_parser(metres);
                let value = ui.add(value).labelled_by(label.id);
                editing |= value.has_focus() || value.dragged();
            });
        }
        if editing {
            self.written = Some((index, written));
        } else if written != *fence && !written.name.trim().is_empty() {
            cx.actions.send(Action::Fences(FenceEdit::Replace(index, Box::new(written))));
        }
    }
}

const fn shape_icon(fence: &Fence) -> Icon {
    match fence.shape {
        Shape::Circle { .. } => Icon::Circle,
        Shape::Outline(_) => Icon::Polygon,
    }
}

/// What was open to whoever watched a fence, once the lens has been applied to it as it is.
fn tally(cx: &ViewCx<'_>, index: usize, fence: &Fence) -> Option<FenceTally> {
    let Select::Fences(fences) = &cx.lens.select else { return None };
    let same = cx.lens.id == YOUR_FENCES && fences.fence.get(index) == Some(fence);
    cx.exposure.fences.get(index).filter(|_| same).copied()
}

/// Why there is no tally.
fn waiting(cx: &ViewCx<'_>) -> &'static str {
    if cx.lens.id == YOUR_FENCES { "Being worked out…" } else { "Another lens is chosen" }
}

/// What was open to whoever watched a fence, in words.
fn told(FenceTally { taken, unknown, here }: FenceTally) -> String {
    let perhaps = if unknown == 0 { String::new() } else { format!(", {} not known", format::count(unknown)) };
    let here = format::counted(here, "item", "items");
    format!("{} open to whoever watched it{perhaps}\n{here} of yours here in all", format::count(taken))
}

/// A length as people write it: `500`, `500 m`, `1.2 km`, `0,8 km`.
fn metres(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let (number, unit) = match (text.strip_suffix("km"), text.strip_suffix('m')) {
        (Some(number), _) => (number, 1000.0),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (text.as_str(), 1.0),
    };
    number.trim().parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        let cases = [("500", 500.0), ("500 m", 500.0), ("1.5km", 1500.0), (" 0,8 KM ", 800.0), ("1e3", 1000.0)];
        for (text, length) in cases {
            assert!(metres(text).is_some_and(|m| (m - length).abs() < 1e-9), "{text}");
        }
        for text in ["", "far", "5 miles", "NaN", "inf"] {
            assert_eq!(metres(text), None, "{text}");
        }
    }

    #[test]
    fn counts_are_told_in_words() {
        let tally = FenceTally { taken: 2, unknown: 1, here: 4 };
        assert_eq!(told(tally), "2 open to whoever watched it, 1 not known\n4 items of yours here in all");
    }
}
