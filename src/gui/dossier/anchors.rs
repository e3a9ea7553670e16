//! Home and work.

use crate::dossier::{Anchor, Area, Dossier, Withheld};
use crate::gui::format;

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// Home, the area somebody lives in, and work.
pub(super) fn statements(dossier: &Dossier) -> Vec<Statement> {
    vec![
        anchor(dossier, "Home", &dossier.home, "days"),
        area(dossier, &dossier.home_area),
        anchor(dossier, "Work", &dossier.work, "workdays"),
    ]
}

fn anchor(dossier: &Dossier, what: &str, found: &Result<Anchor, Withheld>, days: &str) -> Statement {
    let anchor = match found {
        Ok(anchor) => anchor,
        Err(why) => return Statement::withheld(what, *why),
    };
    let detail = format!(
        "{}: {} of 3 ways agree ({}) · {} of {} {days}, {}",
        anchor.confidence.as_str(),
        anchor.finders.len(),
        anchor.finders.join(", ").replace('_', " "),
        anchor.days,
        anchor.of_days,
        words::bounds(anchor.bounds)
    );
    Statement {
        figure: format!("within {}", format::distance(anchor.radius_metres)),
        ..Statement::new(
            format!("{what}: {}", words::place(dossier, anchor.place)),
            detail,
            Basis::sightings(dossier, anchor.sightings.iter().copied()),
        )
    }
}

fn area(dossier: &Dossier, found: &Result<Area, Withheld>) -> Statement {
    let area = match found {
        Ok(area) => area,
        Err(why) => return Statement::withheld("Area", *why),
    };
    let name = if area.name.is_empty() { format::point_short(area.point) } else { format::one_line(&area.name, 60) };
    let detail = format!(
        "{}: {} of {} weeks, {}",
        area.confidence.as_str(),
        area.weeks,
        area.of_weeks,
        words::bounds(area.bounds)
    );
    Statement {
        figure: format!("within {}", format::distance(area.radius_metres)),
        ..Statement::new(format!("Area: {name}"), detail, Basis::sightings(dossier, area.sightings.iter().copied()))
    }
}
