//! What is known and not known of the opened archive; shown while no item is selected.

use egui::Ui;

use crate::analysis::{Filter, Moment};
use crate::model::{Account, PrivacyPeriod};

use super::action::Action;
use super::cx::ViewCx;
use super::icons::Icon;
use super::marks;
use super::metrics::{ICON, LINE};
use super::state::Page;
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::{ButtonStyle, SwitchRow, button, card, line_icon, text};
use super::{format, gaps, questions};

/// Warnings listed here; all of them stand in the top bar's account of what was read.
const WARNINGS: usize = 5;
/// Gaps listed here; all of them stand on a page of their own.
const GAPS: usize = 4;
/// Periods listed per account.
const PERIODS: usize = 12;

/// Draws the overview.
pub(crate) fn ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    if cx.dataset().items.is_empty() && cx.dataset().points.is_empty() {
        if cx.dataset().questions.is_empty() {
            empty_ui(ui, cx.tokens);
        }
    } else {
        text(
            ui,
            Type::Small,
            cx.tokens.text_muted,
            "Select an item on the map, the timeline or in the table to see why",
        );
    }
    if questions::is_asked(cx) {
        ui.add_space(8.0);
        card(ui, cx.tokens, |ui| {
            text(ui, Type::Section, cx.tokens.text_faint, questions::TITLE);
            ui.add_space(2.0);
            questions::ui(ui, cx);
        });
    }
    for account in &cx.dataset().accounts {
        ui.add_space(8.0);
        card(ui, cx.tokens, |ui| account_ui(ui, cx.tokens, account));
    }
    ui.add_space(8.0);
    card(ui, cx.tokens, |ui| moments_ui(ui, cx));
    ui.add_space(8.0);
    card(ui, cx.tokens, |ui| gaps_ui(ui, cx));
    warnings_ui(ui, cx);
}

fn empty_ui(ui: &mut Ui, tokens: &Tokens) {
    let why = "Nothing with a time, a place or a text was found in this archive. \
               The account of what was read, at the top, says what became of each file";
    text(ui, Type::Body, tokens.text, why);
}

fn account_ui(ui: &mut Ui, tokens: &Tokens, account: &Account) {
    ui.spacing_mut().interact_size.y = LINE;
    ui.horizontal(|ui| {
        line_icon(ui, Icon::User, tokens.text_muted);
        let platform = format::platform(account.platform);
        let name =
            if account.handle.is_empty() { platform.to_owned() } else { format!("@{} · {platform}", account.handle) };
        text(ui, Type::Strong, tokens.text, format::one_line(&name, 60));
    });
    if account.periods.is_empty() {
        text(ui, Type::Small, tokens.text_muted, "This platform has no private accounts");
    }
    for period in account.periods.iter().take(PERIODS) {
        period_ui(ui, tokens, period);
    }
    let unlisted = account.periods.len().saturating_sub(PERIODS);
    if unlisted > 0 {
        text(ui, Type::Small, tokens.text_muted, format!("and {unlisted} more"));
    }
    let exported = account
        .exported
        .map_or_else(|| "Date of the export not recorded".to_owned(), |t| format!("Exported {}", format::day(t)));
    text(ui, Type::Small, tokens.text_faint, exported);
}

fn period_ui(ui: &mut Ui, tokens: &Tokens, period: &PrivacyPeriod) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 9.0;
        let (mark, word) = match period.private {
            Some(true) => (Icon::Lock, "Private"),
            Some(false) => (Icon::LockOpen, "Public"),
            None => (Icon::Question, "Not known"),
        };
        line_icon(ui, mark, tokens.text_muted);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let stretch = match (period.from, period.to) {
                (None, None) => "all the time".to_owned(),
                (None, Some(to)) => format!("until {}", format::day(to)),
                (Some(from), None) => format!("since {}", format::day(from)),
                (Some(from), Some(to)) => format!("{} – {}", format::day(from), format::day(to)),
            };
            text(ui, Type::Small, tokens.text, format!("{word} {stretch}")).on_hover_text(period.rule.text);
            text(ui, Type::Tiny, tokens.text_faint, period.evidence.as_str()).on_hover_text(period.rule.text);
        });
    });
}

/// How many items could be taken then, can be now, and have been closed since. A click shows them.
fn moments_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    text(ui, Type::Section, tokens.text_faint, "Then and now");
    let moments = &cx.derived.summary.moments;
    let mut unknown = 0;
    for moment in Moment::ALL {
        let tally = moments.at(moment);
        unknown = unknown.max(tally.unknown);
        let label = format!("{} {}", format::count(tally.yes), counted_words(moment, tally.yes));
        let on = cx.view.filter.moment == Some(moment);
        let row = SwitchRow { label: &label, count: None, on, chosen: true, hint: moment.meaning() };
        let icon = |painter: &egui::Painter, centre| {
            marks::moment_icon(moment).paint(painter, centre, ICON - 1.0, tokens.text_muted);
        };
        if row.ui(ui, tokens, icon).clicked() {
            let filter = Filter { moment: (!on).then_some(moment), ..cx.view.filter.clone() };
            cx.actions.send(Action::SetFilter(Box::new(filter)));
        }
    }
    if unknown > 0 {
        let items = format::counted(unknown, "item", "items");
        let line = format!("For up to {items} the export does not say");
        text(ui, Type::Small, tokens.text_muted, line);
    }
}

const fn counted_words(moment: Moment, n: u64) -> &'static str {
    match (moment, n) {
        (Moment::Then, 1) => "was harvestable then",
        (Moment::Then, _) => "were harvestable then",
        (Moment::Now, 1) => "is harvestable today",
        (Moment::Now, _) => "are harvestable today",
        (Moment::ClosedSince, _) => "closed since, copies may remain",
    }
}

fn gaps_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    ui.spacing_mut().interact_size.y = LINE;
    text(ui, Type::Section, tokens.text_faint, "What is not known");
    ui.add_space(2.0);
    let more = gaps::rows_ui(ui, cx, GAPS);
    if more > 0 {
        let label = format!("Show {more} more gaps");
        if button(ui, tokens, ButtonStyle::Quiet, Some(Icon::Question), &label).clicked() {
            cx.actions.send(Action::SetPage(Page::Gaps));
        }
    }
    ui.add_space(4.0);
    gaps::missing_ui(ui, cx);
}

fn warnings_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let warnings = &cx.dataset().warnings;
    if warnings.is_empty() {
        return;
    }
    let tokens = cx.tokens;
    ui.add_space(8.0);
    card(ui, tokens, |ui| {
        text(ui, Type::Section, tokens.text_faint, "Good to know");
        ui.add_space(2.0);
        for warning in warnings.iter().take(WARNINGS) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 9.0;
                line_icon(ui, Icon::Warning, tokens.warning);
                text(ui, Type::Small, tokens.text, format::one_line(&warning.text, 400));
            });
        }
        if warnings.len() > WARNINGS {
            let more = format!("and {} more, in the account of what was read", warnings.len() - WARNINGS);
            text(ui, Type::Small, tokens.text_muted, more);
        }
    });
}
