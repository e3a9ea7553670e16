//! Times away from home, pairs that no plane connects, and how soon things came into view.

use crate::dossier::{Absence, Dossier, Lag, SightingId, Trip};
use crate::gui::format;

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// Towns named of a trip.
const TOWNS: usize = 3;

/// Times away from home, latest first.
pub(super) fn away(dossier: &Dossier) -> Vec<Statement> {
    let away = |(absence, trip): (&Absence, &Trip)| {
        let mut towns: Vec<String> = trip.towns.iter().take(TOWNS).map(|t| format::one_line(t, 40)).collect();
        if trip.towns.len() > TOWNS {
            towns.push(format!("{} more", trip.towns.len() - TOWNS));
        }
        let dates = words::dates(trip.from, trip.to);
        let title = if towns.is_empty() { dates } else { format!("{dates}: {}", towns.join(" · ")) };
        let far = format::distance(absence.farthest_metres);
        Statement {
            hint: format!(
                "With the way there and back from {} to {}",
                format::day(absence.from),
                format::day(absence.to)
            ),
            ..Statement::new(
                title,
                format!("{} · up to {far} from home", words::lag(absence.lag)),
                Basis::sightings(dossier, absence.sightings.iter().copied()),
            )
        }
    };
    dossier.absences.iter().zip(&dossier.trips).rev().map(away).collect()
}

/// Hours of the week at which somebody is regularly out.
pub(super) fn regular(dossier: &Dossier) -> Vec<Statement> {
    let hour = |hours: &crate::dossier::RegularAbsence| {
        let detail = format!(
            "{} of {} weeks of which anything is known; above {} with 90 % probability",
            hours.away_weeks,
            hours.of_weeks,
            words::percent(hours.lower_bound)
        );
        let basis = Basis::sightings(dossier, hours.sightings.iter().copied());
        Statement::new(format!("Out of home on {}", words::hour(hours.hour)), detail, basis)
    };
    dossier.regular_absences.iter().flatten().map(hour).collect()
}

/// Neighbours in time that no plane connects.
pub(super) fn impossible(dossier: &Dossier) -> Vec<Statement> {
    let pair = |pair: &crate::dossier::ImpossiblePair| {
        let hours = pair.seconds as f64 / 3_600.0;
        let title = format!("{} in {hours:.1} hours", format::distance(pair.metres));
        let basis = Basis::sightings(dossier, [pair.first, pair.second]);
        Statement::new(title, "a wrong tag, or something published later", basis)
    };
    dossier.impossible.iter().map(pair).collect()
}

/// How soon sightings came into view.
pub(super) fn lags(dossier: &Dossier) -> Vec<Statement> {
    let said = |lag: Lag| match lag {
        Lag::Live => "Within the hour",
        Lag::SameDay => "Within a day",
        Lag::Afterwards => "Later",
        Lag::Unknown => "The moment of capture is not on record",
        Lag::Unpublished => "Never published",
    };
    let lag = |lag: &Lag| {
        let of = dossier.sightings.iter().zip(0_u32..).filter(|(s, _)| s.lag == *lag);
        let basis = Basis::sightings(dossier, of.map(|(_, index)| SightingId(index)));
        (!basis.words().is_empty()).then(|| Statement::new(said(*lag), "", basis))
    };
    Lag::ALL.iter().filter_map(lag).collect()
}
