//! The left panel: what is shown, with counts; and the bar of active filters.

use std::collections::BTreeSet;

use egui::{Margin, ScrollArea, Ui};

use crate::analysis::heat::Kernel;
use crate::analysis::{Filter, Geofence, Moment, Verdict};

use super::action::Action;
use super::cx::ViewCx;
use super::icons::Icon;
use super::metrics::{ICON, MARK, PANEL_MARGIN};
use super::state::{MapLayer, Page, TrailStyle};
use super::typography::Type;
use super::widgets::{ButtonStyle, SwitchRow, button, chip, section, segmented, text};
use super::{format, marks, start};

/// Draws the panel.
pub(crate) fn ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(PANEL_MARGIN, 6)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            verdicts_ui(ui, cx);
            moments_ui(ui, cx);
            geofences_ui(ui, cx);
            sources_ui(ui, cx);
            kinds_ui(ui, cx);
            layer_ui(ui, cx);
            ui.add_space(18.0);
            text(ui, Type::Small, cx.tokens.text_faint, start::PRIVACY);
            ui.add_space(10.0);
        });
    });
}

fn change(cx: &ViewCx<'_>, change: impl FnOnce(&mut Filter)) {
    let mut filter = cx.view.filter.clone();
    change(&mut filter);
    cx.actions.send(Action::SetFilter(Box::new(filter)));
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

fn verdicts_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    section(ui, cx.tokens, &format!("As {} would see it", cx.lens.name_inside()));
    for verdict in Verdict::ALL {
        let count = cx.derived.facets.verdicts.get(&verdict).copied().unwrap_or(0);
        let on = !cx.view.filter.hidden_verdicts.contains(&verdict);
        let row = SwitchRow { label: verdict.label(), count: Some(count), on, chosen: false, hint: verdict.meaning() };
        if row.ui(ui, cx.tokens, |painter, centre| marks::verdict(painter, centre, MARK, verdict, cx.tokens)).clicked()
        {
            change(cx, |f| toggle(&mut f.hidden_verdicts, verdict));
        }
    }
}

fn moments_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    section(ui, cx.tokens, "Then and now");
    for moment in Moment::ALL {
        let tally = cx.derived.facets.moments.at(moment);
        let on = cx.view.filter.moment == Some(moment);
        let hint = match tally.unknown {
            0 => moment.meaning().to_owned(),
            n => format!("{}. Of {} the export does not say", moment.meaning(), format::count(n)),
        };
        let row = SwitchRow { label: moment.short_label(), count: Some(tally.yes), on, chosen: true, hint: &hint };
        let icon = |painter: &egui::Painter, centre| {
            marks::moment_icon(moment).paint(painter, centre, ICON, cx.tokens.text_muted);
        };
        if row.ui(ui, cx.tokens, icon).clicked() {
            change(cx, |f| f.moment = if on { None } else { Some(moment) });
        }
    }
}

fn geofences_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let counts = &cx.derived.facets.geofences;
    let chosen = cx.view.filter.geofence;
    let mut fences: Vec<(Geofence, u64)> = counts.iter().map(|(fence, n)| (*fence, *n)).collect();
    if let Some(fence) = chosen.filter(|fence| !counts.contains_key(fence)) {
        fences.push((fence, 0));
    }
    if fences.is_empty() {
        return;
    }
    fences.sort_by_key(|(fence, n)| (*fence == Geofence::Unclassified, std::cmp::Reverse(*n), *fence));
    section(ui, cx.tokens, "Geofences hit");
    for (fence, count) in fences {
        let on = chosen == Some(fence);
        let hint = match fence {
            Geofence::Kind(_) => "Places of this kind were on its list. Click to see only these",
            Geofence::Unclassified => {
                "The kind of these places is not known, or was not on its list: they match only if this very place was fenced"
            }
            Geofence::Fence => "Places in a fence that was watched. Click to see only these",
            Geofence::Anywhere => "It looked anywhere. Click to see only these",
        };
        let row = SwitchRow { label: format::geofence(fence), count: Some(count), on, chosen: true, hint };
        let icon = |painter: &egui::Painter, centre| {
            format::geofence_icon(fence).paint(painter, centre, ICON, cx.tokens.text_muted);
        };
        if row.ui(ui, cx.tokens, icon).clicked() {
            change(cx, |f| f.geofence = if on { None } else { Some(fence) });
        }
    }
}

fn sources_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let points = cx.dataset().points.len() as u64;
    if cx.derived.facets.platforms.is_empty() && points == 0 {
        return;
    }
    section(ui, cx.tokens, "Sources");
    for (platform, count) in &cx.derived.facets.platforms {
        let on = !cx.view.filter.hidden_platforms.contains(platform);
        if check_row(ui, cx, format::platform(*platform), *count, on, "") {
            change(cx, |f| toggle(&mut f.hidden_platforms, *platform));
        }
    }
    if points > 0 {
        let on = !cx.view.filter.points_hidden;
        let hint = "Rows of location trails. They are never published, so a harvester’s view has none";
        if check_row(ui, cx, "Location trail", points, on, hint) {
            change(cx, |f| f.points_hidden = on);
        }
    }
}

fn kinds_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let kinds = &cx.derived.facets.kinds;
    if kinds.len() < 2 {
        return;
    }
    section(ui, cx.tokens, "Kinds");
    for (kind, count) in kinds {
        let on = !cx.view.filter.hidden_kinds.contains(kind);
        if check_row(ui, cx, format::kinds(*kind), *count, on, "") {
            change(cx, |f| toggle(&mut f.hidden_kinds, *kind));
        }
    }
}

fn check_row(ui: &mut Ui, cx: &ViewCx<'_>, label: &str, count: u64, on: bool, hint: &str) -> bool {
    let row = SwitchRow { label, count: Some(count), on, chosen: false, hint };
    row.ui(ui, cx.tokens, |painter, centre| marks::check_box(painter, centre, 15.0, on, cx.tokens)).clicked()
}

fn layer_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    section(ui, cx.tokens, "Show as");
    ui.add_space(4.0);
    let choices = [
        (MapLayer::Heat, "Heat", "Show as heat"),
        (MapLayer::Hexes, "Hexagons", "Show as hexagons"),
        (MapLayer::Pins, "Pins", "Show as pins"),
    ];
    let colours = (cx.tokens.select, cx.tokens.on_select);
    if let Some(layer) = segmented(ui, cx.tokens, &choices, cx.view.layer, colours) {
        cx.actions.send(Action::SetLayer(layer));
    }
    if cx.view.layer == MapLayer::Heat {
        kernel_ui(ui, cx);
    }
    if !cx.dataset().points.is_empty() {
        section(ui, cx.tokens, "Trails as lines");
        ui.add_space(4.0);
        let choices = [
            (TrailStyle::ByTime, "By time", "Colour trails by time"),
            (TrailStyle::BySpeed, "Speed", "Colour trails by speed"),
            (TrailStyle::Off, "Off", "Draw no lines"),
        ];
        if let Some(style) = segmented(ui, cx.tokens, &choices, cx.view.trails, colours) {
            cx.actions.send(Action::SetTrails(style));
        }
    }
}

/// Radii of the heat on screen and on the ground to choose from.
const POINTS: [(Kernel, &str, &str); 4] = [
    (Kernel::Points(8), "8", "Radius of 8 pixels"),
    (Kernel::Points(16), "16", "Radius of 16 pixels"),
    (Kernel::Points(32), "32", "Radius of 32 pixels"),
    (Kernel::Points(64), "64", "Radius of 64 pixels"),
];
const METRES: [(Kernel, &str, &str); 4] = [
    (Kernel::Metres(100), "100", "Radius of 100 metres"),
    (Kernel::Metres(500), "500", "Radius of 500 metres"),
    (Kernel::Metres(2_000), "2 km", "Radius of 2 kilometres"),
    (Kernel::Metres(20_000), "20 km", "Radius of 20 kilometres"),
];

fn kernel_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    section(ui, cx.tokens, "Radius of a place");
    ui.add_space(4.0);
    let colours = (cx.tokens.select, cx.tokens.on_select);
    let unit = match cx.view.kernel {
        Kernel::Auto => Kernel::Auto,
        Kernel::Points(_) => POINTS[1].0,
        Kernel::Metres(_) => METRES[1].0,
    };
    let units = [
        (Kernel::Auto, "Auto", "Radius by the zoom"),
        (POINTS[1].0, "Pixels", "Radius in pixels"),
        (METRES[1].0, "Metres", "Radius in metres"),
    ];
    let mut chosen = segmented(ui, cx.tokens, &units, unit, colours);
    let choices = match cx.view.kernel {
        Kernel::Auto => None,
        Kernel::Points(_) => Some(&POINTS),
        Kernel::Metres(_) => Some(&METRES),
    };
    if let Some(choices) = choices {
        ui.add_space(4.0);
        chosen = segmented(ui, cx.tokens, choices, cx.view.kernel, colours).or(chosen);
    }
    if let Some(kernel) = chosen {
        cx.actions.send(Action::SetKernel(kernel));
    }
}

/// Whether the bar of active filters has anything to show.
pub(crate) fn has_chips(filter: &Filter) -> bool {
    filter.window.is_some()
        || filter.area.is_some()
        || filter.hours.is_some()
        || filter.cell.is_some()
        || filter.geofence.is_some()
        || filter.moment.is_some()
        || filter.only_verdict().is_some()
        || filter.only.is_some()
        || !filter.text.trim().is_empty()
}

/// Draws the chip of the area on the map, if there is one.
pub(crate) fn area_chip(ui: &mut Ui, cx: &ViewCx<'_>) {
    let Some(area) = &cx.view.filter.area else { return };
    let (wide, high) = area.size_metres();
    let label = format!(
        "{}, {} × {}",
        format::one_line(&area.fence().name, 30),
        format::distance(wide),
        format::distance(high)
    );
    if chip(ui, cx.tokens, Icon::Selection, &label, "Clear the area").clicked() {
        change(cx, |f| f.area = None);
    }
}

/// Draws the bar of active filters.
pub(crate) fn chips_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let (tokens, filter) = (cx.tokens, &cx.view.filter);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some(only) = &filter.only {
            let (icon, from, back) = match cx.view.only_from {
                Page::Gaps => (Icon::Question, "From the gaps", "Back to the gaps"),
                _ => (Icon::User, "From the dossier", "Back to the dossier"),
            };
            let label = format!("{from}: {}", format::counted(only.len() as u64, "item", "items"));
            if chip(ui, tokens, icon, &label, "Show all items again").clicked() {
                cx.actions.send(Action::ShowAllItems);
            }
            if button(ui, tokens, ButtonStyle::Quiet, Some(Icon::CaretLeft), back).clicked() {
                cx.actions.send(Action::SetPage(cx.view.only_from));
            }
        }
        if let Some(window) = filter.window
            && chip(ui, tokens, Icon::Clock, &format::window(window), "Clear the stretch of time").clicked()
        {
            change(cx, |f| f.window = None);
        }
        area_chip(ui, cx);
        if let Some(at) = &filter.hours
            && chip(ui, tokens, Icon::Clock, &format::week_hours(at.hours), "Clear the hours of the week").clicked()
        {
            change(cx, |f| f.hours = None);
        }
        if filter.cell.is_some() && chip(ui, tokens, Icon::Polygon, "Cell on the map", "Clear the cell").clicked() {
            change(cx, |f| f.cell = None);
        }
        if let Some(fence) = filter.geofence
            && chip(ui, tokens, format::geofence_icon(fence), format::geofence(fence), "Clear the geofence").clicked()
        {
            change(cx, |f| f.geofence = None);
        }
        if let Some(moment) = filter.moment
            && chip(ui, tokens, marks::moment_icon(moment), moment.label(), "Clear the moment").clicked()
        {
            change(cx, |f| f.moment = None);
        }
        if let Some(verdict) = filter.only_verdict() {
            let label = format!("Only: {}", verdict.label());
            if chip(ui, tokens, Icon::Check, &label, "Show the other verdicts again").clicked() {
                change(cx, |f| f.hidden_verdicts.clear());
            }
        }
        let words = filter.text.trim();
        if !words.is_empty() {
            let label = format!("“{}”", format::one_line(words, 24));
            if chip(ui, tokens, Icon::Search, &label, "Clear the search").clicked() {
                change(cx, |f| f.text.clear());
            }
        }
        let shown = format::counted(cx.derived.visible.len() as u64, "item", "items");
        ui.label(Type::Small.text(format!("{shown} shown"), tokens.text_muted));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button(ui, tokens, ButtonStyle::Quiet, None, "Clear all").clicked() {
                change(cx, |f| {
                    f.window = None;
                    f.area = None;
                    f.hours = None;
                    f.cell = None;
                    f.geofence = None;
                    f.moment = None;
                    if f.only_verdict().is_some() {
                        f.hidden_verdicts.clear();
                    }
                    f.only = None;
                    f.text.clear();
                });
            }
        });
    });
}
