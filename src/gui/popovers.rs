//! What opens from the top bar: the account of what was read, and the lens.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui, Vec2};

use crate::lens::{self, Lens};
use crate::model::{FileStatus, Flawed};

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::metrics::ICON;
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{ButtonStyle, SwitchRow, button, field_row, section, text};

/// Failed files listed by name; the rest are counted.
const FILES_LISTED: usize = 100;

/// Draws what became of every file and record.
pub(crate) fn archive_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let height = ui.ctx().content_rect().height() * 0.7;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        text(ui, Type::Heading, cx.tokens.text, "What was read");
        containers_ui(ui, cx);
        recognised_ui(ui, cx);
        files_ui(ui, cx);
        records_ui(ui, cx);
        warnings_ui(ui, cx);
        ui.add_space(6.0);
    });
}

fn containers_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    for archive in &cx.dataset().archives {
        let platforms: Vec<&str> = archive.platforms.iter().map(|p| format::platform(*p)).collect();
        let kind = if platforms.is_empty() { "nothing recognised".to_owned() } else { platforms.join(", ") };
        ui.horizontal_top(|ui| {
            icon(ui, Icon::Zip, cx.tokens.text_muted);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                text(ui, Type::Strong, cx.tokens.text, format::one_line(&archive.name, 120));
                let entries = format::counted(archive.entries, "file", "files");
                let about =
                    format!("{} · {entries} · {} · {kind}", archive.container.as_str(), format::bytes(archive.bytes));
                text(ui, Type::Small, cx.tokens.text_muted, about);
            });
        });
    }
}

/// Which exports were recognised, by what, and what a whole one would have that this one has not.
fn recognised_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    if cx.dataset().recognised.is_empty() {
        return;
    }
    section(ui, tokens, "Recognised as");
    for found in &cx.dataset().recognised {
        ui.horizontal_top(|ui| {
            icon(ui, Icon::Check, tokens.text_muted);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let layout = format!("{}, {}", found.name, found.layout);
                text(ui, Type::Body, tokens.text, format::one_line(&layout, 120));
                let because = format!("by {}", format::one_line(&found.because, 160));
                text(ui, Type::Small, tokens.text_muted, because);
                for missing in &found.missing {
                    text(ui, Type::Small, tokens.warning, format::one_line(missing, 400));
                }
            });
        });
    }
}

fn files_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let (tokens, files) = (cx.tokens, &cx.dataset().files);
    section(ui, tokens, "Files");
    let count = |status| format::count(files.count(status) as u64);
    text(
        ui,
        Type::Body,
        tokens.text,
        format!(
            "{} read · {} ignored · {} failed",
            count(FileStatus::Read),
            count(FileStatus::Ignored),
            count(FileStatus::Failed)
        ),
    );
    let failed = || files.iter().filter(|f| f.status == FileStatus::Failed);
    for file in failed().take(FILES_LISTED) {
        ui.horizontal_top(|ui| {
            icon(ui, Icon::Warning, tokens.warning);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                text(ui, Type::Mono, tokens.text, format::short_path(&file.path, 90));
                text(ui, Type::Small, tokens.text_muted, format::one_line(&file.reason, 400));
            });
        });
    }
    let unlisted = failed().count().saturating_sub(FILES_LISTED);
    if unlisted > 0 {
        text(ui, Type::Small, tokens.text_muted, format!("and {} more that failed", format::count(unlisted as u64)));
    }
    for (status, title) in [(FileStatus::Read, "Read for"), (FileStatus::Ignored, "Ignored because")] {
        let mut reasons: BTreeMap<&str, Reason<'_>> = BTreeMap::new();
        for file in files.iter().filter(|f| f.status == status) {
            let reason = reasons.entry(&file.reason).or_insert(Reason { count: 0, example: &file.path });
            reason.count += 1;
        }
        reasons_ui(ui, tokens, title, reasons);
    }
}

/// What became of the records that were read.
pub(crate) fn records_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let records = &cx.dataset().records;
    section(ui, cx.tokens, "Records");
    let left_out = records.read() - records.kept();
    let line = format!(
        "{} read · {} kept · {} left out",
        format::count(records.read()),
        format::count(records.kept()),
        format::count(left_out)
    );
    text(ui, Type::Body, cx.tokens.text, line);
    let reasons = records.skipped().iter().map(|(text, n)| (&**text, Reason { count: *n, example: "" })).collect();
    reasons_ui(ui, cx.tokens, "Left out because", reasons);
    let example = |flawed: &Flawed| flawed.first.first().map_or("", |origin| cx.dataset().path(origin.file));
    let flawed = records.flawed().iter();
    let flawed = flawed.map(|(text, f)| (&**text, Reason { count: f.count, example: example(f) })).collect();
    reasons_ui(ui, cx.tokens, "Kept without a position, because", flawed);
}

/// What the readers of the archive had to say.
pub(crate) fn warnings_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let dataset = cx.dataset();
    if dataset.warnings.is_empty() {
        return;
    }
    section(ui, cx.tokens, "Good to know");
    for warning in dataset.warnings.iter().take(FILES_LISTED) {
        ui.horizontal_top(|ui| {
            icon(ui, Icon::Info, cx.tokens.warning);
            ui.vertical(|ui| {
                text(ui, Type::Small, cx.tokens.text, format::one_line(&warning.text, 600));
                if let Some(file) = warning.file {
                    text(ui, Type::Mono, cx.tokens.text_faint, format::short_path(dataset.path(file), 80));
                }
            });
        });
    }
}

/// How often something became of a file or record, and the path of one of them.
struct Reason<'a> {
    count: u64,
    example: &'a str,
}

/// Reasons with their counts, most frequent first; where there is only one file, its name.
fn reasons_ui(ui: &mut Ui, tokens: &Tokens, title: &str, reasons: BTreeMap<&str, Reason<'_>>) {
    if reasons.is_empty() {
        return;
    }
    let mut reasons: Vec<(&str, Reason<'_>)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, reason)| std::cmp::Reverse(reason.count));
    text(ui, Type::SmallStrong, tokens.text_muted, title);
    for (words, reason) in reasons.iter().take(FILES_LISTED) {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(40.0, 16.0), egui::Sense::hover());
            let right = rect.right_center();
            let count = format::count(reason.count);
            ui.painter().text(right, egui::Align2::RIGHT_CENTER, count, Type::Small.font(), tokens.text_muted);
            let words = format::one_line(words, 300);
            if reason.count == 1 && !reason.example.is_empty() {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    text(ui, Type::Small, tokens.text, words);
                    text(ui, Type::Mono, tokens.text_faint, format::short_path(reason.example, 62));
                });
            } else {
                text(ui, Type::Small, tokens.text, words);
            }
        });
    }
}

fn icon(ui: &mut Ui, icon: Icon, colour: egui::Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(ICON + 2.0), egui::Sense::hover());
    icon.paint(ui.painter(), rect.center(), ICON, colour);
}

/// Draws the lenses to choose from, and what the chosen one is.
pub(crate) fn lens_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let height = ui.ctx().content_rect().height() * 0.7;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        about_ui(ui, cx.tokens, cx.lens_in_its_time());
        ui.add_space(6.0);
        lens_file_button(ui, cx);
        own_places_ui(ui, cx);
        if cx.lenses.len() > 1 {
            ui.add_space(8.0);
            choices_ui(ui, cx);
        }
        ui.add_space(8.0);
        cards_ui(ui, cx.tokens);
        ui.add_space(6.0);
    });
}

/// The button that opens a lens file of the user's own.
pub(crate) fn lens_file_button(ui: &mut Ui, cx: &ViewCx<'_>) {
    let hint = "A TOML file that describes a lens. It can also be dropped on the window";
    let open = button(ui, cx.tokens, ButtonStyle::Secondary, Some(Icon::Folder), "Open a lens file…");
    if open.on_hover_text(hint).clicked() {
        cx.actions.send(Action::PickLens);
    }
}

/// The files that tell kinds of places, and how to open one.
fn own_places_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    section(ui, tokens, "Places of your own");
    for places in cx.own.places() {
        ui.horizontal_top(|ui| {
            icon(ui, Icon::Map, tokens.text_muted);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                text(ui, Type::Body, tokens.text, format::one_line(places.name(), 60));
                let counts = places.counts();
                let mut counts: Vec<_> = counts.into_iter().collect();
                counts.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
                let kinds = counts.iter().map(|(kind, n)| format!("{} {}", format::count(*n as u64), kind.label()));
                text(ui, Type::Small, tokens.text_muted, kinds.collect::<Vec<_>>().join(" · "));
                if places.is_osm() {
                    text(ui, Type::Tiny, tokens.text_faint, "© OpenStreetMap contributors");
                }
            });
        });
    }
    if let Some(name) = cx.own.reading() {
        text(ui, Type::Small, tokens.text_muted, format!("Reading {} …", format::one_line(name, 60)));
    } else if cx.own.places().is_empty() {
        let why = "An extract of OpenStreetMap (.osm.pbf) or GeoJSON of places tells what kind of place a position is \
                   where the export gives no name. It stays on this computer";
        text(ui, Type::Small, tokens.text_muted, why);
    }
    ui.horizontal(|ui| {
        if button(ui, tokens, ButtonStyle::Secondary, Some(Icon::Folder), "Open places…").clicked() {
            cx.actions.send(Action::PickOwn);
        }
        if !cx.own.places().is_empty() && button(ui, tokens, ButtonStyle::Quiet, None, "Close places").clicked() {
            cx.actions.send(Action::CloseOwn);
        }
    });
}

/// What harvesters there are besides of which no export can tell what they had.
pub(crate) fn cards_ui(ui: &mut Ui, tokens: &Tokens) {
    text(ui, Type::Section, tokens.text_faint, "What no export can decide");
    for card in lens::cards() {
        egui::CollapsingHeader::new(Type::Body.text(&card.title, tokens.text)).id_salt(&card.id).show(ui, |ui| {
            text(ui, Type::Small, tokens.text, card.summary.clone());
            text(ui, Type::Small, tokens.text_muted, card.why_not.clone());
            text(ui, Type::Small, tokens.text_muted, card.instead.clone());
            for source in &card.sources {
                let line = format!("{} – {}, {}", source.title, source.publisher, source.date);
                text(ui, Type::Tiny, tokens.text_faint, line);
            }
        });
    }
}

fn choices_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    text(ui, Type::Section, cx.tokens.text_faint, "Look through another");
    for lens in cx.lenses {
        let row = SwitchRow { label: &lens.title, count: None, on: lens.id == cx.lens.id, chosen: true, hint: "" };
        let row = row.ui(ui, cx.tokens, |painter, centre| {
            Icon::Binoculars.paint(painter, centre, ICON, cx.tokens.text_muted);
        });
        if row.clicked() {
            cx.actions.send(Action::SetLens(lens.id.clone()));
        }
    }
}

fn about_ui(ui: &mut Ui, tokens: &Tokens, lens: &Lens) {
    text(ui, Type::Heading, tokens.text, lens.title.clone());
    text(ui, Type::Body, tokens.text_muted, lens.summary.clone());
    ui.add_space(6.0);
    let end = lens.window.to.map_or_else(|| "today".to_owned(), format::day);
    let vouched = lens.window.vouched().map_or_else(String::new, |vouched| format!("; {vouched}"));
    let words = |list: Vec<String>| list.join(", ");
    field_row(
        ui,
        tokens,
        "Active",
        format!(
            "{} – {end} (start {}, end {}{vouched})",
            format::day(lens.window.from),
            lens.window.from_evidence.as_str(),
            lens.window.to_evidence.as_str()
        ),
        tokens.text,
    );
    let platforms = lens.platforms.iter().map(|p| format::platform_word(p)).collect();
    field_row(ui, tokens, "Platforms", words(platforms), tokens.text);
    let kinds = lens.kinds.iter().map(|k| format::kinds(*k).to_lowercase()).collect();
    field_row(ui, tokens, "Took", words(kinds), tokens.text);
    let found_by = lens.location_kinds.iter().map(|k| format::source(*k).to_owned()).collect();
    field_row(ui, tokens, "Found by", words(found_by), tokens.text);
    field_row(ui, tokens, "Places", lens.select.describe(), tokens.text);
    field_row(ui, tokens, "Needed", lens.min_reach.label(), tokens.text);
    field_row(ui, tokens, "Kept", lens.keeps.fields.join(", "), tokens.text);
    field_row(ui, tokens, "For", format!("{}; stories {}", lens.keeps.items, lens.keeps.stories), tokens.text);
    field_row(ui, tokens, "Today", lens.works_today.because.clone(), tokens.text);
    section(ui, tokens, "Sources");
    for source in &lens.sources {
        text(ui, Type::Small, tokens.text_muted, format!("{} – {}, {}", source.title, source.publisher, source.date));
    }
    text(ui, Type::Small, tokens.text_faint, format!("Facts last checked on {}", lens.reviewed_on));
}
