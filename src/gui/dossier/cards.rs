//! The cards of the page and what stands in each.

use egui::Ui;

use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, card, text};

use super::sheet::Sheet;
use super::statement::Statement;
use super::{GUTTER, Memory, heading, list, pictures, profile, shown_button};

/// A card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Card {
    Profile,
    Findings,
    Anchors,
    Reveal,
    Clock,
    Away,
    Places,
    Kinds,
    Pictures,
    Regions,
    Interests,
    Sensitive,
    Odds,
    People,
    Lags,
    Zones,
}

/// The cards of the left of three columns.
pub(super) const LEFT: &[Card] = &[Card::Profile, Card::Kinds];
/// The cards of the middle.
pub(super) const MIDDLE: &[Card] =
    &[Card::Findings, Card::Anchors, Card::Reveal, Card::Zones, Card::Places, Card::Pictures];
/// The cards of the right.
pub(super) const RIGHT: &[Card] = &[Card::Clock, Card::Away, Card::Sensitive];
/// The cards of the left of two columns.
pub(super) const WIDE: &[Card] =
    &[Card::Findings, Card::Anchors, Card::Reveal, Card::Zones, Card::Places, Card::Pictures];
/// The cards of the right of two columns.
pub(super) const NARROW: &[Card] = &[Card::Profile, Card::Clock, Card::Away, Card::Sensitive, Card::Kinds];
/// The cards that go wherever there is most room left, so that no column ends far above the others.
pub(super) const LOOSE: &[Card] = &[Card::Odds, Card::Interests, Card::Regions, Card::Lags, Card::People];

/// Which column each of the loose cards goes to, given how high the columns are and how high each of these cards is.
pub(super) fn spread(columns: &mut [f32], loose: impl IntoIterator<Item = f32>) -> Vec<usize> {
    let place = |height: f32| {
        let shortest = (0..columns.len()).min_by(|a, b| columns[*a].total_cmp(&columns[*b])).unwrap_or(0);
        if let Some(column) = columns.get_mut(shortest) {
            *column += height;
        }
        shortest
    };
    loose.into_iter().map(place).collect()
}

impl Card {
    const fn title(self) -> &'static str {
        match self {
            Self::Profile => "Profile",
            Self::Findings => "What follows, worst first",
            Self::Anchors => "Home and work",
            Self::Reveal => "How little is enough",
            Self::Clock => "Your week as they saw it",
            Self::Away => "Away from home",
            Self::Places => "Places",
            Self::Kinds => "Kinds of places",
            Self::Pictures => "What the pictures show",
            Self::Regions => "Towns and countries",
            Self::Interests => "What a marketer would file",
            Self::Sensitive => "Sensitive places",
            Self::Odds => "One of how many",
            Self::People => "People named at places",
            Self::Lags => "How soon it came into view",
            Self::Zones => "Privacy zones",
        }
    }

    /// Whether there is anything to show in it.
    fn has_something(self, sheet: &Sheet) -> bool {
        match self {
            Self::Profile => !sheet.people.is_empty(),
            Self::Findings | Self::Anchors | Self::Reveal | Self::Clock | Self::Away | Self::Sensitive => true,
            Self::Places => !sheet.places.is_empty(),
            Self::Kinds => !sheet.kinds.is_empty(),
            Self::Pictures => !sheet.pictures.is_empty(),
            Self::Regions => !sheet.towns.is_empty() || !sheet.countries.is_empty(),
            Self::Interests => !sheet.interests.is_empty() || !sheet.hashtags.is_empty(),
            Self::Odds => !sheet.odds.is_empty(),
            Self::People => sheet.named > 0,
            Self::Zones => !sheet.zones.is_empty(),
            Self::Lags => !sheet.lags.is_empty() || !sheet.impossible.is_empty(),
        }
    }

    /// Draws the card, unless it would be empty.
    pub(super) fn ui(self, ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
        if !self.has_something(sheet) {
            return;
        }
        let top = ui.cursor().top();
        card(ui, cx.tokens, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text(ui, Type::Section, cx.tokens.text_faint, self.title());
            ui.add_space(3.0);
            self.contents(ui, cx, sheet, memory);
        });
        ui.add_space(GUTTER - 4.0);
        memory.heights.insert(self, ui.cursor().top() - top);
    }

    fn contents(self, ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
        match self {
            Self::Profile => {
                for (index, person) in sheet.people.iter().enumerate() {
                    if index > 0 {
                        ui.add_space(GUTTER);
                    }
                    profile::ui(ui, cx, memory, index, person);
                }
            }
            Self::Findings => findings_ui(ui, cx, sheet, memory),
            Self::Anchors => list(ui, cx, memory, ("anchors", 0), &sheet.anchors, 3),
            Self::Reveal => sheet.draws.ui(ui, cx, &mut memory.draws),
            Self::Clock => clock_ui(ui, cx, sheet, memory),
            Self::Away => away_ui(ui, cx, sheet, memory),
            Self::Places => list(ui, cx, memory, ("places", 0), &sheet.places, 10),
            Self::Kinds => {
                for bar in &sheet.kinds {
                    bar.ui(ui, cx);
                }
            }
            Self::Pictures => pictures::ui(ui, cx, &sheet.pictures, memory),
            Self::Regions => {
                list(ui, cx, memory, ("countries", 0), &sheet.countries, 5);
                if !sheet.countries.is_empty() && !sheet.towns.is_empty() {
                    heading(ui, cx.tokens, "Towns");
                }
                list(ui, cx, memory, ("towns", 0), &sheet.towns, 6);
            }
            Self::Interests => {
                list(ui, cx, memory, ("interests", 0), &sheet.interests, 8);
                if !sheet.hashtags.is_empty() {
                    heading(ui, cx.tokens, "Hashtags");
                }
                list(ui, cx, memory, ("hashtags", 0), &sheet.hashtags, 5);
            }
            Self::Sensitive => sensitive_ui(ui, cx, sheet, memory),
            Self::Odds => sheet.odds.ui(ui, cx, &mut memory.assumed),
            Self::People => people_ui(ui, cx, sheet, memory),
            Self::Zones => sheet.zones.ui(ui, cx, &mut memory.zones),
            Self::Lags => {
                list(ui, cx, memory, ("lags", 0), &sheet.lags, 6);
                if !sheet.impossible.is_empty() {
                    heading(ui, cx.tokens, "No plane is that fast");
                }
                list(ui, cx, memory, ("impossible", 0), &sheet.impossible, 3);
            }
        }
    }
}

fn findings_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    ui.spacing_mut().item_spacing.y = 6.0;
    if sheet.findings.is_empty() {
        text(ui, Type::Body, cx.tokens.text_muted, "Nothing that the evidence is enough for");
        return;
    }
    list(ui, cx, memory, ("findings", 0), &sheet.findings, 6);
    text(ui, Type::Small, cx.tokens.text_faint, format!("In all: {}", sheet.bands));
}

fn clock_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    match &sheet.clock {
        Ok(clock) => clock.ui(ui, cx, memory),
        Err(why) => {
            Statement::withheld("Hours of the week", *why).ui(ui, cx);
        }
    }
    if !sheet.regular.is_empty() {
        heading(ui, cx.tokens, "Regularly out");
        list(ui, cx, memory, ("regular", 0), &sheet.regular, 3);
    }
}

fn away_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    list(ui, cx, memory, ("away", 0), &sheet.away, 6);
    match sheet.away_withheld {
        Some(why) => {
            Statement::withheld("An empty home as a finding", why).ui(ui, cx);
        }
        None if sheet.away.is_empty() => {
            text(ui, Type::Small, cx.tokens.text_muted, "Never seen more than 50 km from home");
        }
        None => {}
    }
}

fn sensitive_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    let tokens = cx.tokens;
    if sheet.sensitive.is_empty() {
        let none = "Nothing found. The classes are health, religion, politics, children, shelter, military, prisons \
                    and courts, and sex life";
        text(ui, Type::Small, tokens.text_muted, none);
        return;
    }
    if memory.sensitive {
        list(ui, cx, memory, ("sensitive", 0), &sheet.sensitive, 8);
        ui.add_space(2.0);
        let care = "A visit is no condition and no belief; why somebody was there is not known";
        text(ui, Type::Small, tokens.text_faint, care);
        if shown_button(ui, tokens, ButtonStyle::Quiet, "Hide sensitive places") {
            memory.sensitive = false;
        }
        return;
    }
    let count = format::counted(sheet.sensitive.len() as u64, "statement", "statements");
    let held = format!("{count} about places that may reveal health, belief and the like. Shown only when you ask");
    text(ui, Type::Small, tokens.text_muted, held);
    ui.add_space(4.0);
    if shown_button(ui, tokens, ButtonStyle::Secondary, "Show sensitive places") {
        memory.sensitive = true;
    }
}

fn people_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet, memory: &mut Memory) {
    let named = format::counted(sheet.named, "person", "people");
    text(ui, Type::Small, cx.tokens.text_muted, format!("{named} named in captions of items with a place"));
    sheet.ties.ui(ui, cx);
    if sheet.tie_names.is_empty() {
        return;
    }
    if memory.names {
        list(ui, cx, memory, ("names", 0), &sheet.tie_names, 8);
    }
    let label = if memory.names { "Hide names" } else { "Show names" };
    if shown_button(ui, cx.tokens, ButtonStyle::Quiet, label) {
        memory.names = !memory.names;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_cards_even_out_the_columns() {
        let mut columns = [900.0, 500.0, 700.0];
        assert_eq!(spread(&mut columns, [300.0, 100.0, 250.0]), [1, 2, 1]);
        assert_eq!(columns.map(|height| height as i32), [900, 1_050, 800]);
        assert!(spread(&mut [], [1.0]).iter().all(|column| *column == 0));
    }
}
