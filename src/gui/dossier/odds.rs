//! How identifying the places are, and what that rests on: assumptions that the user may change.

use egui::{DragValue, Ui, Vec2};

use crate::dossier::anonymity::{WORLD_POPULATION, bits};
use crate::dossier::{AnonymityAssumptions, Bits, Dossier};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, button, segmented, text};

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// People of the United States, in 2024.
const UNITED_STATES: f64 = 3.35e8;
/// Of a large city.
const CITY: f64 = 1e6;
/// Shares of people that can be assumed to post, in a hundred.
const CHANCES: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// The odds, ready to be worked out under other assumptions.
pub(super) struct Odds {
    /// People around each place.
    people: Vec<f64>,
    all: Basis,
    others: Vec<Statement>,
}

impl Odds {
    /// Of a dossier.
    pub(super) fn new(dossier: &Dossier) -> Self {
        Self { people: dossier.people_around.clone(), all: Basis::all(dossier), others: statements(dossier) }
    }

    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.others.is_empty()
    }

    /// All but the one that is worked out as it is drawn.
    #[cfg(test)]
    pub(super) fn others(&self) -> impl Iterator<Item = &Statement> {
        self.others.iter()
    }

    /// Draws them.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, assumed: &mut Option<AnonymityAssumptions>) {
        let assumptions = assumed.unwrap_or_default();
        if !self.people.is_empty() {
            bits_statement(&bits(&self.people, &assumptions), &assumptions, self.all.clone()).ui(ui, cx);
        }
        for statement in &self.others {
            statement.ui(ui, cx);
        }
        if !self.people.is_empty() {
            super::heading(ui, cx.tokens, "Assumed");
            assumptions_ui(ui, cx, assumed);
        }
    }
}

fn assumptions_ui(ui: &mut Ui, cx: &ViewCx<'_>, assumed: &mut Option<AnonymityAssumptions>) {
    let tokens = cx.tokens;
    let before = assumed.unwrap_or_default();
    let mut now = before;
    text(ui, Type::Small, tokens.text_muted, "You are looked for among");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 4.0);
        let choices = [
            (WORLD_POPULATION, "Everybody", "Among everybody on earth"),
            (UNITED_STATES, "A country", "Among the people of a country as large as the United States"),
            (CITY, "A city", "Among the people of a city of a million"),
        ];
        if let Some(people) = segmented(ui, tokens, &choices, now.population, (tokens.select, tokens.on_select)) {
            now.population = people;
        }
        let mut millions = now.population / 1e6;
        let field = DragValue::new(&mut millions).range(1e-6..=WORLD_POPULATION / 1e6).speed(1.0).max_decimals(3);
        ui.name_inputs("Millions of people among whom you are looked for", |ui| ui.add(field.suffix(" million")));
        now.population = millions * 1e6;
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 4.0);
        ui.label(Type::Small.text("Per 100 people at a place, posts a day", tokens.text_muted));
        let mut percent = now.posting_chance * 100.0;
        let field = DragValue::new(&mut percent).range(CHANCES).speed(0.05).max_decimals(2);
        ui.name_inputs("Of 100 people at a place, so many post from it on a day", |ui| ui.add(field));
        now.posting_chance = percent / 100.0;
    });
    let independent = "Places are taken to be independent of each other. They are not, so this is an upper figure";
    text(ui, Type::Small, tokens.text_faint, independent);
    if differs(&now, &before) {
        *assumed = Some(now);
    }
    if differs(&now, &AnonymityAssumptions::default())
        && button(ui, tokens, ButtonStyle::Quiet, None, "Assume as before").clicked()
    {
        *assumed = None;
    }
}

/// Whether the user changed anything; what a field rounds is no change.
fn differs(one: &AnonymityAssumptions, other: &AnonymityAssumptions) -> bool {
    let apart = |a: f64, b: f64| (a - b).abs() > 1e-6 * a.abs().max(b.abs());
    apart(one.population, other.population) || apart(one.posting_chance, other.posting_chance)
}

/// People who share home and work, spread, regularity.
fn statements(dossier: &Dossier) -> Vec<Statement> {
    let mut said = Vec::new();
    let all = Basis::all(dossier);
    if let (Some(census), Ok(home), Ok(work)) = (dossier.census, &dossier.home, &dossier.work) {
        let title = format!(
            "Home and work known to the {} are shared by {} at the median",
            census.unit,
            format::counted(u64::from(census.median_people), "person", "people")
        );
        let sightings = home.sightings.iter().chain(&work.sightings).copied();
        said.push(Statement::new(
            title,
            "United States, Golle and Partridge 2009",
            Basis::sightings(dossier, sightings),
        ));
    }
    if let Some(spread) = dossier.spread {
        let title = format!("Radius of gyration {}", format::distance(spread.gyration_metres));
        let farthest = spread.farthest_from_home_metres;
        let detail = farthest.map_or_else(
            || "how far sightings lie from their middle".to_owned(),
            |metres| format!("at most {} from home", format::distance(metres)),
        );
        said.push(Statement::new(title, detail, all.clone()));
    }
    said.push(match &dossier.regularity {
        Ok(found) => Statement::new(
            format!("At most {} of visits could be told from those before", words::percent(found.bound)),
            format!(
                "from {} to {}; an upper bound, not a prediction",
                format::counted(found.visits, "visit", "visits"),
                format::counted(found.places, "place", "places")
            ),
            all,
        ),
        Err(why) => Statement::withheld("Regularity", *why),
    });
    said
}

fn bits_statement(bits: &Bits, assumptions: &AnonymityAssumptions, all: Basis) -> Statement {
    let needed = assumptions.population.max(1.0).log2();
    Statement::new(
        format!("The places carry up to {:.0} bits", bits.up_to),
        format!(
            "the most telling one alone {:.0}; {needed:.0} single out one of {}",
            bits.best_single,
            people(assumptions.population)
        ),
        all,
    )
}

/// A number of people: `8.2 billion people`, `335 million people`.
fn people(number: f64) -> String {
    match number {
        n if n >= 1e9 => format!("{:.1} billion people", n / 1e9),
        n if n >= 1e6 => format!("{:.0} million people", n / 1e6),
        n => format::counted(n as u64, "person", "people"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::anonymity::POSTING_CHANCE;

    #[test]
    fn numbers_of_people_are_said_in_words() {
        assert_eq!(people(WORLD_POPULATION), "8.2 billion people");
        assert_eq!(people(UNITED_STATES), "335 million people");
        assert_eq!(people(12_000.0), "12,000 people");
        let default = AnonymityAssumptions::default();
        assert!(!differs(&default, &AnonymityAssumptions { population: 8_200.000_000_1 * 1e6, ..default }));
        assert!(differs(&default, &AnonymityAssumptions { posting_chance: POSTING_CHANCE * 2.0, ..default }));
    }
}
