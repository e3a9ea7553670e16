//! The right panel: how much the harvester would have had, then one item and why, or what is known of the archive.

mod lenses;
mod moments;

use std::sync::Arc;

use egui::{Align, Color32, CornerRadius, Layout, Margin, Rect, ScrollArea, Sense, Ui, Vec2};

use crate::analysis::Reason;
use crate::analysis::Verdict;
use crate::archive::Source;
use crate::dossier::{Locator, Whereabouts};
use crate::lens::{self, Fence};
use crate::model::{Evidence, Item, ItemId, Location};

use super::action::{Action, FenceEdit};
use super::cx::ViewCx;
use super::icons::Icon;
use super::metrics::{MARK, PANEL_MARGIN, RADIUS};
use super::pictures::{Picture, PictureSize, Pictures, centre_square};
use super::raw::RawRecord;
use super::state::{Page, WATCH_METRES};
use super::theme::Tokens;
use super::typography::Type;
use super::viewer::Viewer;
use super::widgets::{ButtonStyle, button, card, focus_ring, icon_button, line, section, text};
use super::{format, gives_away, marks, overview};
use lenses::ItemLenses;

const PICTURE: f32 = 96.0;
/// Longest caption shown.
const CAPTION_CHARACTERS: usize = 2_000;

/// The panel.
pub(crate) struct Detail {
    pictures: Pictures,
    explained: Option<Explained>,
    locator: Locator,
    viewer: Option<Viewer>,
    raw: RawRecord,
    lenses: ItemLenses,
}

/// The reasons of one item and where it is from, worked out when it is first shown.
struct Explained {
    id: ItemId,
    verdicts: u64,
    reasons: Vec<Reason>,
    whereabouts: Whereabouts,
}

impl Detail {
    /// For archives from which pictures are read.
    pub(crate) fn new(source: &Arc<dyn Source>) -> Self {
        Self {
            pictures: Pictures::new(source),
            explained: None,
            locator: Locator::default(),
            viewer: None,
            raw: RawRecord::default(),
            lenses: ItemLenses::default(),
        }
    }

    /// Draws the panel.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let shown = cx.view.selection.or(cx.hover.previous);
        let shown = shown.filter(|id| id.index() < cx.dataset().items.len());
        ScrollArea::vertical().id_salt(shown.map(|id| id.0)).auto_shrink(false).show(ui, |ui| {
            egui::Frame::new().inner_margin(Margin::symmetric(PANEL_MARGIN, 6)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                headline_ui(ui, cx);
                ui.add_space(8.0);
                match shown {
                    Some(id) => self.item_ui(ui, cx, id),
                    None => overview::ui(ui, cx),
                }
                ui.add_space(12.0);
            });
        });
        if let Some(mut viewer) = self.viewer.take_if(|v| v.item.index() < cx.dataset().items.len()) {
            self.viewer = viewer.ui(ui, cx, &mut self.pictures).then_some(viewer);
        }
    }

    fn item_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
        let item = cx.item(id);
        self.explain(cx, id);
        steps_ui(ui, cx, id);
        ui.add_space(2.0);
        card(ui, cx.tokens, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                self.picture_ui(ui, cx, id);
                ui.vertical(|ui| {
                    if let Some(explained) = &self.explained {
                        summary_ui(ui, cx, item, id, &explained.whereabouts);
                    }
                });
            });
            self.reasons_ui(ui, cx, id);
            origin_ui(ui, cx, item);
        });
        moments::ui(ui, cx, id);
        if let Some(file) = gives_away::ui(ui, cx, id, item) {
            let index = item.media.iter().position(|m| m.file == Some(file.0)).unwrap_or_default();
            self.viewer = Some(Viewer { item: id, index });
        }
        self.lenses.ui(ui, cx, id);
        position_ui(ui, cx, id, item);
        caption_ui(ui, cx.tokens, item);
        self.raw.ui(ui, cx, id);
        if item.location.is_some() && cx.view.page == Page::Items {
            ui.add_space(8.0);
            if button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Map), "Show on the map").clicked() {
                cx.actions.send(Action::ShowOnMap(id));
            }
        }
    }

    fn picture_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
        let item = cx.item(id);
        let first = item.media.iter().position(|m| m.file.is_some());
        let sense = if first.is_some() { Sense::click() } else { Sense::hover() };
        let (rect, mut response) = ui.allocate_exact_size(Vec2::splat(PICTURE), sense);
        let tokens = cx.tokens;
        let painter = ui.painter();
        painter.rect_filled(rect, CornerRadius::same(RADIUS), tokens.card_hovered);
        let picture = match first.and_then(|index| item.media[index].file) {
            Some(file) => self.pictures.get(ui.ctx(), file, PictureSize::Panel),
            None if item.media.is_empty() => Picture::Refused("No picture".into()),
            None => Picture::Refused("The picture is not in the archive".into()),
        };
        let label = match picture {
            Picture::Shown(texture) => {
                let size = texture.size_vec2();
                let uv = centre_square(size);
                let shape = egui::epaint::RectShape::filled(rect, CornerRadius::same(RADIUS), Color32::WHITE);
                painter.add(shape.with_texture(texture.id(), uv));
                "Picture from the archive; click to enlarge".to_owned()
            }
            Picture::Loading => "The picture is being read".to_owned(),
            Picture::Refused(why) => {
                let icon = if &*why == "A video" { Icon::Video } else { format::kind_icon(item.kind) };
                icon.paint(painter, rect.center(), 30.0, tokens.text_faint);
                why.into_string()
            }
        };
        let role = if first.is_some() { egui::Role::Button } else { egui::Role::Image };
        response.widget_info(|| egui::WidgetInfo::labeled(role, true, &label));
        if let Some(index) = first {
            focus_ring(ui, &response, rect, RADIUS, tokens);
            response = response.on_hover_cursor(egui::CursorIcon::ZoomIn);
            if response.clicked() {
                self.viewer = Some(Viewer { item: id, index });
            }
        }
        response.on_hover_text(label);
        if item.media.len() > 1 {
            let corner = rect.right_top() + Vec2::new(-6.0, 6.0);
            let count = format!("1 / {}", item.media.len());
            let galley = painter_text(ui, count, Type::Tiny, tokens.text);
            let ground = Rect::from_min_size(
                corner - Vec2::new(galley.size().x + 8.0, 0.0),
                galley.size() + Vec2::new(8.0, 4.0),
            );
            ui.painter().rect_filled(ground, CornerRadius::same(5), tokens.panel.gamma_multiply(0.85));
            ui.painter().galley(ground.min + Vec2::new(4.0, 2.0), galley, tokens.text);
        }
    }

    fn explain(&mut self, cx: &ViewCx<'_>, id: ItemId) {
        let verdicts = cx.derived.verdict_generation;
        let is_current = self.explained.as_ref().is_some_and(|e| e.id == id && e.verdicts == verdicts);
        if !is_current {
            let reasons =
                crate::analysis::exposure::explain(cx.dataset(), id, cx.lens, lens::surfaces(), cx.assumptions);
            let whereabouts = self.locator.of(cx.item(id));
            self.explained = Some(Explained { id, verdicts, reasons, whereabouts });
        }
    }

    fn reasons_ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
        let taken = cx.exposure.of(id).verdict.is_taken();
        section(ui, cx.tokens, if taken { "Why it would have been taken" } else { "Why" });
        ui.add_space(2.0);
        for reason in self.explained.iter().flat_map(|e| &e.reasons) {
            reason_ui(ui, cx, reason);
        }
    }
}

fn painter_text(ui: &Ui, text: String, kind: Type, colour: Color32) -> Arc<egui::Galley> {
    ui.painter().layout_no_wrap(text, kind.font(), colour)
}

fn headline_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    let lead = match cx.lens.seen_on {
        None => format!("If {} had been collecting", cx.lens.name_inside()),
        Some(day) => format!("If {} had looked on {}", cx.lens.name_inside(), format::date(day)),
    };
    section(ui, tokens, &lead);
    let (taken, all) = (cx.derived.taken(), cx.dataset().items.len() as u64);
    let had = if cx.lens.seen_on.is_some() { "would be found" } else { "would be in its database" };
    let whole = format!("{} of {} {had}", format::count(taken), format::counted(all, "item", "items"));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let number = format::count(taken);
        let number = egui::Label::new(Type::Display.text(number, tokens.accent)).extend();
        ui.add(number).widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &whole));
        let rest = format!("of {} {had}", format::counted(all, "item", "items"));
        text(ui, Type::Body, tokens.text_muted, rest);
    });
    let visible = &cx.derived.visible;
    if visible.len() as u64 != all {
        let (in_view, shown) = (cx.derived.visible_taken, visible.len() as u64);
        let line = if in_view == shown {
            format!("{} shown", format::count(shown))
        } else {
            format!("{} of the {} shown", format::count(in_view), format::count(shown))
        };
        text(ui, Type::Small, tokens.text_muted, line);
    }
}

fn steps_ui(ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
    let tokens = cx.tokens;
    let place = cx.derived.visible.binary_search(&id).ok();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let all = format::count(cx.derived.visible.len() as u64);
        let label = match place {
            Some(at) => format!("{} of {all} shown", format::count(at as u64 + 1)),
            None => "Hidden by the filters".to_owned(),
        };
        line(ui, Type::Small, tokens.text_muted, label);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if cx.view.selection.is_some() && icon_button(ui, tokens, Icon::Close, "Deselect").clicked() {
                cx.actions.send(Action::Select(None));
            }
            for (icon, name, step) in [(Icon::CaretRight, "Next item", 1), (Icon::CaretLeft, "Previous item", -1)] {
                if icon_button(ui, tokens, icon, name).clicked() {
                    cx.actions.send(Action::SelectNeighbour(step));
                }
            }
        });
    });
}

fn summary_ui(ui: &mut Ui, cx: &ViewCx<'_>, item: &Item, id: ItemId, whereabouts: &Whereabouts) {
    let tokens = cx.tokens;
    ui.spacing_mut().item_spacing.y = 3.0;
    let title = format!("{} · {}", format::kind(item.kind), format::platform(item.platform));
    text(ui, Type::Strong, tokens.text, title);
    text(ui, Type::Small, tokens.text_muted, format::item_time_there(item, whereabouts));
    if let Some(place) = &item.place {
        let name = text(ui, Type::Small, tokens.text, format::one_line(&format::place_name(place), 80));
        if place.name_evidence != Evidence::Recorded {
            name.on_hover_text("The export gives a position here and no name; the name was worked out");
        }
        if let Some(address) = &place.address {
            text(ui, Type::Small, tokens.text_muted, format::one_line(address, 80));
        }
        if let Some(kind) = place.kind {
            let sure = place.kind_evidence.as_str();
            let because = format::one_line(&place.kind_because, 160);
            text(ui, Type::Small, tokens.text_muted, format!("{} · {sure}: {because}", kind.label()));
        }
    }
    if let Some(town) = &whereabouts.town {
        let near = format!("Near {}, {}", town.name, town.country_name());
        let near = text(ui, Type::Small, tokens.text_muted, near);
        if !town.region.is_empty() {
            near.on_hover_text(town.region);
        }
    }
    let verdict = cx.exposure.of(id);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 7.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(MARK, 17.0), Sense::hover());
        marks::verdict(ui.painter(), rect.center(), MARK, verdict.verdict, tokens);
        text(ui, Type::SmallStrong, tokens.text, verdict.verdict.label()).on_hover_text(verdict.verdict.meaning());
    });
    text(ui, Type::Small, tokens.text_faint, format!("Evidence: {}", verdict.evidence.as_str()));
}

fn reason_ui(ui: &mut Ui, cx: &ViewCx<'_>, reason: &Reason) {
    let tokens = cx.tokens;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 9.0;
        let (rect, mark) = ui.allocate_exact_size(Vec2::new(15.0, 18.0), Sense::hover());
        marks::clause(ui.painter(), rect.center(), 14.0, reason.holds, tokens);
        let says = match reason.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "not known",
        };
        mark.on_hover_text(format!("{}: {says}", reason.clause));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let colour = if reason.decisive { tokens.text } else { tokens.text_muted };
            let kind = if reason.decisive && reason.holds != Some(true) { Type::SmallStrong } else { Type::Small };
            let label = text(ui, kind, colour, reason.text.clone());
            label
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{says}: {}", reason.text)));
            let from = reason.origin.map_or_else(String::new, |origin| {
                format!(" · {}, record {}", format::short_path(cx.dataset().path(origin.file), 34), origin.record)
            });
            text(ui, Type::Tiny, tokens.text_faint, format!("{}{from}", reason.evidence.as_str()));
        });
    });
    ui.add_space(2.0);
}

fn origin_ui(ui: &mut Ui, cx: &ViewCx<'_>, item: &Item) {
    ui.add_space(4.0);
    for origin in std::iter::once(&item.origin).chain(item.also_in.iter().take(3)) {
        let path = cx.dataset().path(origin.file);
        let shown = format!("{}, record {}", format::short_path(path, 60), origin.record);
        text(ui, Type::Mono, cx.tokens.text_faint, shown).on_hover_text(format::one_line(path, 300));
    }
}

fn position_ui(ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId, item: &Item) {
    let public = cx.exposure.public_location(cx.dataset(), id);
    if item.location.is_none() && public.is_none() {
        return;
    }
    let tokens = cx.tokens;
    ui.add_space(8.0);
    card(ui, tokens, |ui| {
        text(ui, Type::Section, tokens.text_faint, "Position");
        ui.add_space(2.0);
        let mut row = |label: &str, location: &Option<Location>, missing: &str| {
            text(ui, Type::SmallStrong, tokens.text, label);
            let Some(location) = location else {
                text(ui, Type::Small, tokens.text_muted, missing);
                return;
            };
            text(ui, Type::Mono, tokens.text, format::point(location.point));
            text(ui, Type::Small, tokens.text_muted, about_location(location));
        };
        row("What the platform or the file holds", &item.location, "No position");
        let none = match (cx.exposure.of(id).verdict, item.tagged.holds) {
            (Verdict::Unknown, _) => "Not known: the export does not say whether it was public, or carried a place",
            // The rule may know of more than that there was no place: of a position in a file that others may have had.
            (_, Some(false)) => item.tagged.rule.text,
            _ => "No position: not public, or without a place",
        };
        row("What the public could see", &public, none);
        if let (Some(held), Some(public)) = (&item.location, &public) {
            let metres = held.point.distance_metres(public.point);
            let apart = match metres {
                _ if metres >= 1.0 => format!("{} apart", format::distance(metres)),
                _ if held.evidence == public.evidence => "The same spot".to_owned(),
                _ => "No more is known than what the public could see".to_owned(),
            };
            text(ui, Type::SmallStrong, tokens.text, apart);
        }
        watch_ui(ui, cx, item, public.or(item.location));
    });
}

/// Watches the place of an item: what would someone who looked there have got?
fn watch_ui(ui: &mut Ui, cx: &ViewCx<'_>, item: &Item, location: Option<Location>) {
    let Some(location) = location else { return };
    ui.add_space(4.0);
    let label = format!("Watch this place, {} around", format::distance(WATCH_METRES));
    if button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Eye), &label).clicked() {
        let name = item.place.as_ref().map_or_else(|| "A place of yours".into(), |p| format::place_name(p));
        if let Ok(fence) = Fence::circle(format::one_line(&name, 60), location.point, WATCH_METRES) {
            cx.actions.send(Action::Fences(FenceEdit::Add(vec![fence])));
        }
    }
}

fn about_location(location: &Location) -> String {
    let accuracy = location
        .accuracy_metres
        .filter(|m| *m > 0.0)
        .map_or_else(String::new, |m| format!(" ± {}", format::distance(m)));
    let evidence = if location.evidence == Evidence::Recorded { "" } else { location.evidence.as_str() };
    let evidence = if evidence.is_empty() { String::new() } else { format!(" · {evidence}") };
    format!("{}{accuracy}{evidence}", format::source(location.source))
}

fn caption_ui(ui: &mut Ui, tokens: &Tokens, item: &Item) {
    let Some(caption) = item.text.as_deref().filter(|t| !t.trim().is_empty()) else { return };
    ui.add_space(8.0);
    card(ui, tokens, |ui| {
        text(ui, Type::Section, tokens.text_faint, "Text");
        ui.add_space(2.0);
        text(ui, Type::Body, tokens.text, format::paragraphs(caption, CAPTION_CHARACTERS));
    });
}
