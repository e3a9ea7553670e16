//! What the user says about one gap: statements with their periods, each of them a choice.

use std::collections::BTreeMap;

use egui::{Ui, Vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::analysis::assume::{Assumed, written};
use crate::analysis::gaps::{Gap, Topic};
use crate::analysis::{Assumption, Assumptions};
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::icons::Icon;
use crate::gui::metrics::CONTROL_HEIGHT;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, button, icon_button, segmented, text};
use crate::lens::{midnight, parse_moment};
use crate::model::Audience;

use super::words;

/// Longest date typed.
const DATE_CHARACTERS: usize = 24;
const DATE_WIDTH: f32 = 104.0;
/// Statements there can be at once: each is asked of every item.
const MOST_STATEMENTS: usize = 200;

/// An end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    From,
    To,
}

/// Dates that are being typed, by the index of their statement; forgotten when they have been understood.
#[derive(Default)]
pub(super) struct Editor {
    typed: BTreeMap<(usize, End), String>,
}

impl Editor {
    /// Draws what was said about `gap`, and the controls to say something else.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap) {
        let own: Vec<usize> = about(gap, cx.said).collect();
        if own.is_empty() {
            self.first_ui(ui, cx, gap);
            return;
        }
        for (place, index) in own.iter().enumerate() {
            self.statement_ui(ui, cx, gap, (*index, place + 1));
        }
        ui.horizontal(|ui| {
            let name = format!("Add a period to {}", words::short(gap));
            let add = button(ui, cx.tokens, ButtonStyle::Quiet, Some(Icon::Plus), "Add a period");
            add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if add.clicked() && cx.said.all.len() < MOST_STATEMENTS {
                self.add_period(cx, gap, &own);
            }
            if own.len() > 1 {
                text(ui, Type::Small, cx.tokens.text_muted, "Where periods overlap, the lower one counts");
            }
        });
    }

    /// Nothing was said yet: the first choice holds for all time.
    fn first_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap) {
        let name = words::short(gap);
        if let Some(what) = choice_ui(ui, cx, &gap.topic, None, &name) {
            let platform = gap.platform.0.to_owned();
            self.say(cx, |all| all.push(Assumption { platform, what, from: None, to: None }));
        }
        text(ui, Type::Small, cx.tokens.text_muted, words::unsaid(gap));
    }

    fn add_period(&mut self, cx: &ViewCx<'_>, gap: &Gap, own: &[usize]) {
        let Some(last) = own.last().and_then(|i| cx.said.all.get(*i)) else { return };
        // From the first day on: the user narrows it down from there.
        let from = gap.span.and_then(|(first, _)| midnight(TimeZone::UTC.to_datetime(first).date()));
        let added = Assumption { from, to: None, ..last.clone() };
        self.say(cx, |all| all.push(added));
    }

    fn say(&mut self, cx: &ViewCx<'_>, change: impl FnOnce(&mut Vec<Assumption>)) {
        let mut said: Assumptions = cx.said.clone();
        change(&mut said.all);
        self.typed.clear();
        cx.actions.send(Action::Assume(Box::new(said)));
    }

    fn statement_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, gap: &Gap, (index, number): (usize, usize)) {
        let Some(said) = cx.said.all.get(index) else { return };
        let name = format!("{} {number}", words::short(gap));
        if let Some(what) = choice_ui(ui, cx, &gap.topic, Some(&said.what), &name) {
            self.say(cx, |all| {
                if let Some(said) = all.get_mut(index) {
                    said.what = what;
                }
            });
        }
        let mut problem = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for (end, label) in [(End::From, "from"), (End::To, "before")] {
                ui.label(Type::Small.text(label, cx.tokens.text_muted));
                if let Some(error) = self.date_ui(ui, cx, said, (index, end), &format!("{name}: {label}")) {
                    problem = Some(error);
                }
            }
            if said.from.is_none() && said.to.is_none() {
                ui.label(Type::Small.text("all the time", cx.tokens.text_faint));
            }
            if icon_button(ui, cx.tokens, Icon::Close, &format!("Remove {name}")).clicked() {
                self.say(cx, |all| {
                    if index < all.len() {
                        all.remove(index);
                    }
                });
            }
        });
        if let Some(problem) = problem {
            text(ui, Type::Small, cx.tokens.warning, problem);
        }
        ui.add_space(4.0);
    }

    /// A field with an end of a period. Returns what is wrong with what was typed.
    fn date_ui(
        &mut self,
        ui: &mut Ui,
        cx: &ViewCx<'_>,
        said: &Assumption,
        key: (usize, End),
        name: &str,
    ) -> Option<String> {
        let current = match key.1 {
            End::From => said.from,
            End::To => said.to,
        };
        let mut typed = self.typed.get(&key).cloned().unwrap_or_else(|| current.map(written).unwrap_or_default());
        let hint = if key.1 == End::From { "the beginning" } else { "the export" };
        let edit = egui::TextEdit::singleline(&mut typed)
            .hint_text(Type::Small.text(hint, cx.tokens.text_faint))
            .font(Type::Small.font())
            .margin(egui::Margin::symmetric(8, 6))
            .char_limit(DATE_CHARACTERS)
            .desired_width(DATE_WIDTH)
            .align(egui::Align2::LEFT_CENTER)
            .min_size(Vec2::new(0.0, CONTROL_HEIGHT));
        let field = ui.add(edit).accessible_name(name).on_hover_text("YYYY-MM-DD, or nothing");
        if field.changed() {
            self.typed.insert(key, typed.clone());
        }
        let pending = self.typed.contains_key(&key);
        if !pending {
            return None;
        }
        let changed = match end(&typed) {
            Ok(at) => with_end(said, key.1, at),
            Err(error) => Err(error),
        };
        match changed {
            // Only when it is typed to the end: half a year is a year of its own.
            Ok(changed) if field.lost_focus() => {
                self.say(cx, |all| {
                    if let Some(said) = all.get_mut(key.0) {
                        *said = changed;
                    }
                });
                None
            }
            Ok(_) => None,
            Err(_) if field.has_focus() => None,
            Err(error) => Some(error),
        }
    }
}

/// The statement with another end, if its period is still one.
fn with_end(said: &Assumption, which: End, at: Option<Timestamp>) -> Result<Assumption, String> {
    let mut changed = said.clone();
    match which {
        End::From => changed.from = at,
        End::To => changed.to = at,
    }
    if changed.from.zip(changed.to).is_some_and(|(from, to)| from >= to) {
        return Err("A period must end after it begins".to_owned());
    }
    Ok(changed)
}

/// The moment typed; nothing stands for an open end.
fn end(typed: &str) -> Result<Option<Timestamp>, String> {
    match typed.trim() {
        "" => Ok(None),
        // What the parser says is for files; here one sentence serves all.
        typed => match parse_moment(typed) {
            Ok(at) => Ok(Some(at)),
            Err(_) => Err("A date is written YYYY-MM-DD".to_owned()),
        },
    }
}

/// Indices of the statements about a gap, in the order in which they were said.
pub(super) fn about<'a>(gap: &'a Gap, said: &'a Assumptions) -> impl Iterator<Item = usize> + 'a {
    let fits = |what: &Assumed| match (what, &gap.topic) {
        (Assumed::Audience(_), Topic::Audience) | (Assumed::Place(_), Topic::Place) => true,
        (Assumed::Condition(own, _), Topic::Condition(id)) => own == id,
        _ => false,
    };
    let ours = move |a: &Assumption| a.platform == gap.platform.0 && fits(&a.what);
    said.all.iter().enumerate().filter(move |(_, a)| ours(a)).map(|(index, _)| index)
}

/// The choices for a topic. Returns the one just made.
fn choice_ui(ui: &mut Ui, cx: &ViewCx<'_>, topic: &Topic, current: Option<&Assumed>, name: &str) -> Option<Assumed> {
    let colours = (cx.tokens.select, cx.tokens.on_select);
    if let Topic::Condition(id) = topic {
        let now = match current {
            Some(Assumed::Condition(_, holds)) => Some(*holds),
            _ => None,
        };
        let names = [format!("{name}: Yes"), format!("{name}: No")];
        let choices = [(Some(true), "Yes", names[0].as_str()), (Some(false), "No", names[1].as_str())];
        return segmented(ui, cx.tokens, &choices, now, colours)
            .flatten()
            .map(|holds| Assumed::Condition(id.clone(), holds));
    }
    let now = match current {
        Some(Assumed::Audience(who) | Assumed::Place(who)) => Some(*who),
        _ => None,
    };
    let names: Vec<String> = Audience::ALL.iter().map(|a| format!("{name}: {}", words::audience(*a))).collect();
    let choices: Vec<(Option<Audience>, &str, &str)> =
        Audience::ALL.iter().zip(&names).map(|(a, name)| (Some(*a), words::audience(*a), name.as_str())).collect();
    let who = segmented(ui, cx.tokens, &choices, now, colours).flatten()?;
    Some(if *topic == Topic::Place { Assumed::Place(who) } else { Assumed::Audience(who) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_end_is_a_day_a_moment_or_open() {
        let day = end(" 2014-06-01 ").unwrap();
        assert_eq!(day.map(written).as_deref(), Some("2014-06-01"));
        assert_eq!(end("2014-06-01T12:30:00Z").unwrap().map(written).as_deref(), Some("2014-06-01T12:30:00Z"));
        assert_eq!(end("  "), Ok(None));
        assert!(end("June").unwrap_err().contains("YYYY-MM-DD"));
        let said = Assumption::parse("a=public@2013-01-01..").unwrap();
        assert_eq!(with_end(&said, End::To, day).unwrap().to_string(), "a=public@2013-01-01..2014-06-01");
        assert!(with_end(&said, End::To, said.from).unwrap_err().contains("end after it begins"));
    }
}
