//! What an archive leaves open and its user can say: whose the messages of a chat are, and how its dates are written.

use std::collections::BTreeSet;

use egui::Ui;

use crate::model::{Ask, Question};
use crate::platform::{Hints, Order};

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, icon_button, text};

/// Names offered at most.
const NAMES: usize = 24;
/// Characters of a name shown.
const NAME_CHARACTERS: usize = 40;

/// What this is about.
pub(crate) const TITLE: &str = "Yours to say";

/// Whether there is anything to say, or was.
pub(crate) fn is_asked(cx: &ViewCx<'_>) -> bool {
    !cx.dataset().questions.is_empty() || *cx.hints != Hints::default()
}

/// Draws the questions, and what was answered.
pub(crate) fn ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let questions = &cx.dataset().questions;
    said_ui(ui, cx);
    let (who, when): (Vec<&Question>, Vec<&Question>) =
        questions.iter().partition(|q| matches!(q.ask, Ask::OwnName(_)));
    if !who.is_empty() {
        who_ui(ui, cx, &who);
    }
    if !when.is_empty() {
        when_ui(ui, cx, &when);
    }
}

fn records(questions: &[&Question]) -> u64 {
    questions.iter().map(|q| q.records).sum()
}

fn who_ui(ui: &mut Ui, cx: &ViewCx<'_>, questions: &[&Question]) {
    let chats = format::counted(questions.len() as u64, "chat", "chats");
    let places = records(questions);
    let are = if places == 1 { "is" } else { "are" };
    let places = format::counted(places, "shared place", "shared places");
    let asked = format!("Which of them are you? {places} of {chats} {are} left out until you say so");
    text(ui, Type::Small, cx.tokens.text, asked);
    let mut seen = BTreeSet::new();
    let names = questions.iter().flat_map(|q| match &q.ask {
        Ask::OwnName(names) => names.as_slice(),
        Ask::DateOrder => &[],
    });
    let names: Vec<&str> = names.map(|name| &**name).filter(|name| seen.insert(*name)).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(6.0);
        for name in names.iter().take(NAMES) {
            let label = format::one_line(name, NAME_CHARACTERS);
            let label = if label.is_empty() { "(no name)".into() } else { label };
            if answer_ui(ui, cx, &label, &format!("You are {label}")) {
                let mut hints = cx.hints.clone();
                hints.names.push((*name).into());
                cx.actions.send(Action::Tell(Box::new(hints)));
            }
        }
    });
    let more = names.len().saturating_sub(NAMES);
    if more > 0 {
        let more = format::counted(more as u64, "more name", "more names");
        text(ui, Type::Small, cx.tokens.text_muted, format!("and {more}: --me NAME on the command line"));
    }
}

fn when_ui(ui: &mut Ui, cx: &ViewCx<'_>, questions: &[&Question]) {
    let records = format::counted(records(questions), "record has", "records have");
    let asked = format!("Does the day or the month come first in 5/6/2022? {records} no time until you say so");
    text(ui, Type::Small, cx.tokens.text, asked);
    ui.horizontal_wrapped(|ui| {
        for (order, label) in [(Order::DayMonth, "The day"), (Order::MonthDay, "The month")] {
            if answer_ui(ui, cx, label, &format!("{label} comes first")) {
                cx.actions.send(Action::Tell(Box::new(Hints { dates: Some(order), ..cx.hints.clone() })));
            }
        }
    });
}

fn answer_ui(ui: &mut Ui, cx: &ViewCx<'_>, label: &str, name: &str) -> bool {
    let answer = button(ui, cx.tokens, ButtonStyle::Secondary, None, label);
    answer.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    answer.clicked()
}

/// What was said, to be taken back.
fn said_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let mut fewer = None;
    for (index, name) in cx.hints.names.iter().enumerate() {
        let words = format!("You are {}", format::one_line(name, NAME_CHARACTERS));
        if said_row(ui, cx, &words, &format!("--me {name:?}")) {
            let mut hints = cx.hints.clone();
            hints.names.remove(index);
            fewer = Some(hints);
        }
    }
    if let Some(order) = cx.hints.dates {
        let (words, typed) = match order {
            Order::DayMonth => ("The day comes first in dates", "--dates day-first"),
            Order::MonthDay => ("The month comes first in dates", "--dates month-first"),
            Order::YearFirst => ("The year comes first in dates", "--dates year-first"),
        };
        if said_row(ui, cx, words, typed) {
            fewer = Some(Hints { dates: None, ..cx.hints.clone() });
        }
    }
    if let Some(hints) = fewer {
        cx.actions.send(Action::Tell(Box::new(hints)));
    }
}

fn said_row(ui: &mut Ui, cx: &ViewCx<'_>, words: &str, typed: &str) -> bool {
    let removed = ui.horizontal(|ui| {
        let remove = icon_button(ui, cx.tokens, Icon::Close, &format!("Take back: {words}")).clicked();
        text(ui, Type::Small, cx.tokens.text, words).on_hover_text(format!("On the command line: {typed}"));
        remove
    });
    removed.inner
}
