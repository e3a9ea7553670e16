//! How identifying the places are, and what that rests on.

use crate::dossier::{Bits, Dossier};
use crate::gui::format;

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// Bits, people who share home and work, spread, regularity.
pub(super) fn statements(dossier: &Dossier) -> Vec<Statement> {
    let mut said = Vec::new();
    let all = Basis::all(dossier);
    if let Some(bits) = dossier.bits {
        said.push(bits_statement(&bits, dossier.anonymity.population, all.clone()));
    }
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

fn bits_statement(bits: &Bits, population: f64, all: Basis) -> Statement {
    let needed = population.max(1.0).log2();
    Statement::new(
        format!("The places carry up to {:.0} bits", bits.up_to),
        format!(
            "the most telling one alone {:.0}; {needed:.0} single out one of {:.1} billion people",
            bits.best_single,
            population / 1e9
        ),
        all,
    )
}

/// The assumptions behind the bits; empty when there are none.
pub(super) fn assumed(dossier: &Dossier) -> String {
    if dossier.bits.is_none() {
        return String::new();
    }
    format!(
        "Assumed: {:.1} billion people, {:.0} in 100 at a place post from it on a day, places independent of each \
         other. They are not, so this is an upper figure.",
        dossier.anonymity.population / 1e9,
        dossier.anonymity.posting_chance * 100.0
    )
}
