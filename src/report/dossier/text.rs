//! The dossier for reading in a terminal.

use std::io::{self, Write};

use crate::dossier::score::Band;
use crate::dossier::{Dossier, Place, Scope, WeekHour, Withheld, field_word};
use crate::model::day_words;
use crate::report::View;
use crate::report::escape::for_terminal;

use super::{HELD_BACK, Show};

/// Lines of one list.
const MOST_LINES: usize = 12;
/// Findings.
const MOST_FINDINGS: usize = 8;

pub(super) fn write(view: &View<'_>, dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    let heading = view.lens.heading();
    let title = for_terminal(&heading);
    match dossier.scope {
        Scope::Lens => writeln!(out, "What {title} could have known of you")?,
        Scope::Everything => writeln!(out, "What the platforms themselves hold of you")?,
    }
    let stays = dossier.sightings.iter().filter(|s| s.item().is_none()).count();
    let placed = dossier.sightings.len() - stays;
    writeln!(out, "  from {} items, {placed} of them with a position, and {stays} stays of trails", dossier.had.len())?;
    if dossier.had.is_empty() {
        writeln!(out, "  It would have had nothing of these archives; --all shows what the platforms themselves hold")?;
    }
    profile(view, dossier, out)?;
    home(dossier, show, out)?;
    zones(dossier, out)?;
    absences(dossier, out)?;
    places(dossier, show, out)?;
    routine(dossier, show, out)?;
    sensitive(dossier, show, out)?;
    anonymity(dossier, out)?;
    people(dossier, show, out)?;
    findings(dossier, show, out)
}

fn heading(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "\n{text}")
}

fn more(out: &mut dyn Write, all: usize) -> io::Result<()> {
    if all > MOST_LINES { writeln!(out, "  and {} more", all - MOST_LINES) } else { Ok(()) }
}

fn profile(view: &View<'_>, dossier: &Dossier, out: &mut dyn Write) -> io::Result<()> {
    if dossier.profile.versions.is_empty() {
        return Ok(());
    }
    heading(out, "Profile")?;
    for version in dossier.profile.versions.iter().take(MOST_LINES) {
        let account = view.dataset.accounts.get(version.account.index());
        let platform = account.map_or("", |a| a.platform.0);
        let since = version.since.map(|t| format!(" from {}", day_words(t))).unwrap_or_default();
        let until = version.until.map(|t| format!(" until {}", day_words(t))).unwrap_or_default();
        let field = field_word(version.field).replace('_', " ");
        let value = for_terminal(&version.value);
        writeln!(out, "  {platform} {field}: {value}{since}{until}, read with {} items", version.items.len())?;
    }
    more(out, dossier.profile.versions.len())
}

fn home(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    heading(out, "Home and work")?;
    anchor(dossier, show, "Home", out)?;
    match &dossier.home_area {
        Ok(area) => writeln!(
            out,
            "  Area: {}, {} ({} of {} weeks)",
            for_terminal(&area.name),
            area.confidence.as_str(),
            area.weeks,
            area.of_weeks
        )?,
        Err(why) => not_shown("Area", *why, out)?,
    }
    anchor(dossier, show, "Work", out)?;
    match &dossier.reveal {
        Ok(reveal) => match reveal.k95 {
            Some(1) => writeln!(out, "  A single post gives the home away"),
            Some(k) => writeln!(out, "  {k} random posts give the home away in 95 of 100 cases"),
            None => {
                writeln!(out, "  Even {} random posts do not give the home away in 95 of 100 cases", reveal.hits.len())
            }
        },
        Err(why) => not_shown("How few posts give it away", *why, out),
    }
}

fn zones(dossier: &Dossier, out: &mut dyn Write) -> io::Result<()> {
    let zones = &dossier.privacy_zones;
    if zones.tracks + zones.closed + zones.unknown == 0 {
        return Ok(());
    }
    heading(out, "Privacy zones")?;
    writeln!(
        out,
        "  {} tracks that anyone could open; {} that others could not, and {} of which that is not known",
        zones.tracks, zones.closed, zones.unknown
    )?;
    for place in &zones.found {
        let found = &place.found;
        writeln!(
            out,
            "  Hidden behind a zone of {:.0} m: {:.4}, {:.4} within {:.0} m, from the ends of {} tracks on {} ways out",
            found.zone_metres,
            found.centre.lat(),
            found.centre.lon(),
            found.remaining_metres.ceil(),
            found.tracks.len(),
            found.spots
        )?;
    }
    for placed in &zones.placed {
        let off = match placed.off_metres {
            Some(metres) => format!("found, {metres:.0} m from its true centre"),
            None => "not found".to_owned(),
        };
        writeln!(out, "  Your zone of {:.0} m cuts {} tracks: {off}", placed.zone.radius_metres, placed.cut.len())?;
    }
    match zones.withheld {
        Some(why) if zones.found.is_empty() => not_shown("What they hide", why, out),
        _ => Ok(()),
    }
}

fn not_shown(what: &str, why: Withheld, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {what}: not shown. {}", why.sentence())
}

fn anchor(dossier: &Dossier, show: Show, what: &str, out: &mut dyn Write) -> io::Result<()> {
    let found = if what == "Home" { &dossier.home } else { &dossier.work };
    let anchor = match found {
        Ok(anchor) => anchor,
        Err(why) => return not_shown(what, *why, out),
    };
    let place = dossier.places.get(anchor.place.index()).filter(|p| show.place(p));
    let at = place.map(place_name).unwrap_or_default();
    writeln!(
        out,
        "  {what}: {:.4}, {:.4} within {:.0} m{at}; {} ({} of {} days, 95 % bounds {:.0} to {:.0} %)",
        anchor.point.lat(),
        anchor.point.lon(),
        anchor.radius_metres,
        anchor.confidence.as_str(),
        anchor.days,
        anchor.of_days,
        anchor.bounds.0 * 100.0,
        anchor.bounds.1 * 100.0
    )
}

fn place_name(place: &Place) -> String {
    match (&place.name, &place.town) {
        (Some(name), _) => format!(", {}", for_terminal(name)),
        (None, Some(town)) => format!(", in {}", for_terminal(town)),
        (None, None) => String::new(),
    }
}

fn absences(dossier: &Dossier, out: &mut dyn Write) -> io::Result<()> {
    heading(out, "Away from home")?;
    for (absence, trip) in dossier.absences.iter().zip(&dossier.trips).rev().take(MOST_LINES) {
        let towns: Vec<_> = trip.towns.iter().take(3).map(|t| for_terminal(t)).collect();
        let lag = match absence.lag {
            crate::dossier::Lag::Live => "known while you were away",
            crate::dossier::Lag::SameDay => "known the same day",
            crate::dossier::Lag::Afterwards => "known afterwards",
            crate::dossier::Lag::Unknown => "when it was known is not on record",
            crate::dossier::Lag::Unpublished => "never published",
        };
        writeln!(out, "  {} to {}: {} ({lag})", trip.from, trip.to, towns.join(" · "))?;
    }
    more(out, dossier.absences.len())?;
    if let Some(why) = dossier.absences_withheld {
        not_shown("An empty home as a finding", why, out)?;
    }
    let regular = dossier.regular_absences.iter().flatten();
    for hours in regular.take(MOST_LINES) {
        let WeekHour { hour, .. } = hours.hour;
        writeln!(
            out,
            "  {}s at {hour}:00 out in {} of the {} weeks of which anything is known",
            hours.hour.day_name(),
            hours.away_weeks,
            hours.of_weeks
        )?;
    }
    Ok(())
}

fn places(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    heading(out, "Places")?;
    let shown: Vec<&Place> = dossier.places.iter().filter(|p| show.place(p)).collect();
    for place in shown.iter().take(MOST_LINES) {
        let kind = place.kind.map(|k| format!(" ({})", k.label())).unwrap_or_default();
        let name = place_name(place);
        let name = if name.is_empty() { format!("{:.4}, {:.4}", place.centre.lat(), place.centre.lon()) } else { name };
        let (first, last) = (day_words(place.seen.0), day_words(place.seen.1));
        writeln!(out, "  {:>4} days  {}{kind}, {first} to {last}", place.days, name.trim_start_matches(", "))?;
    }
    more(out, shown.len())?;
    let countries: Vec<String> =
        dossier.countries.iter().take(MOST_LINES).map(|c| format!("{} {}", for_terminal(&c.name), c.days)).collect();
    if !countries.is_empty() {
        writeln!(out, "  Days by country: {}", countries.join(", "))?;
    }
    let interests: Vec<String> =
        dossier.interests.iter().take(MOST_LINES).map(|i| format!("{} {}", i.label, i.days)).collect();
    if !interests.is_empty() {
        writeln!(out, "  Days by what a marketer would file: {}", interests.join(", "))?;
    }
    for pair in dossier.impossible.iter().take(3) {
        let hours = pair.seconds as f64 / 3_600.0;
        writeln!(out, "  {:.0} km in {hours:.1} hours: a wrong tag, or a delayed post", pair.metres / 1_000.0)?;
    }
    Ok(())
}

fn routine(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    heading(out, "Hours of the week")?;
    let routine = match &dossier.routine {
        Ok(routine) => routine,
        Err(why) => return not_shown("Routine", *why, out),
    };
    writeln!(out, "       0     6     12    18   24, local time; . 1  : 2  * 3 and more")?;
    for (day, hours) in routine.counts.chunks(24).enumerate() {
        let mark = |n: &u32| match n {
            0 => ' ',
            1 => '.',
            2 => ':',
            _ => '*',
        };
        let name = WeekHour { weekday: day as u8, hour: 0 }.day_name();
        let row: String = hours.iter().map(mark).collect();
        writeln!(out, "  {}  {}", name.get(..3).unwrap_or_default(), row.trim_end())?;
    }
    for habit in routine.habits.iter().take(MOST_LINES) {
        let place = dossier.places.get(habit.likely.place.index()).filter(|p| show.place(p));
        let Some(place) = place else { continue };
        let (hour, likely) = (habit.hour, &habit.likely);
        let at = place_name(place);
        writeln!(
            out,
            "  {}s around {}:00{at}: {} of {} dates",
            hour.day_name(),
            hour.hour,
            likely.dates,
            likely.of_dates
        )?;
    }
    Ok(())
}

fn sensitive(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    if dossier.sensitive.is_empty() {
        return Ok(());
    }
    heading(out, "Sensitive places")?;
    if !show.sensitive {
        return writeln!(out, "  {} places. {HELD_BACK}", dossier.sensitive.len());
    }
    for visit in dossier.sensitive.iter().take(MOST_LINES) {
        let (name, because) = (for_terminal(&visit.name), for_terminal(&visit.because));
        writeln!(
            out,
            "  Was at {name}, {}, {} times; {}: {because}",
            visit.class.at(),
            visit.visits(),
            visit.strength.as_str()
        )?;
    }
    more(out, dossier.sensitive.len())?;
    writeln!(out, "  A visit is no condition and no belief; why somebody was there is not known")
}

fn anonymity(dossier: &Dossier, out: &mut dyn Write) -> io::Result<()> {
    let Some(bits) = dossier.bits else { return Ok(()) };
    heading(out, "One of how many")?;
    writeln!(
        out,
        "  The places carry up to {:.0} bits, the most telling one alone {:.0}; 33 single out one person on earth",
        bits.up_to, bits.best_single
    )?;
    writeln!(
        out,
        "  Assumed: {:.1} billion people, {:.0} in 100 at a place post from it on a day, places independent of each other",
        dossier.anonymity.population / 1e9,
        dossier.anonymity.posting_chance * 100.0
    )?;
    if let Some(census) = dossier.census {
        writeln!(
            out,
            "  Home and work known to the {}: shared by {} people at the median (US, Golle and Partridge 2009)",
            census.unit, census.median_people
        )?;
    }
    if let Some(spread) = dossier.spread {
        writeln!(out, "  Radius of gyration {:.0} km", spread.gyration_metres / 1_000.0)?;
    }
    match &dossier.regularity {
        Ok(r) => writeln!(out, "  Regularity {:.2}, from {} visits to {} places", r.bound, r.visits, r.places),
        Err(why) => not_shown("Regularity", *why, out),
    }
}

fn people(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    let ties = &dossier.ties;
    if ties.named == 0 {
        return Ok(());
    }
    heading(out, "People named at places")?;
    writeln!(out, "  {} in all, {} of them at three or more places and days", ties.named, ties.ties.len())?;
    for tie in ties.ties.iter().take(MOST_LINES).filter(|_| show.names) {
        writeln!(out, "  @{} at {} places on {} occasions", for_terminal(&tie.handle), tie.places, tie.meetings)?;
    }
    Ok(())
}

fn findings(dossier: &Dossier, show: Show, out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<_> = dossier.findings.iter().filter(|f| show.sensitive || !f.is_sensitive()).collect();
    heading(out, "What follows, worst first")?;
    if shown.is_empty() {
        return writeln!(out, "  Nothing that the evidence is enough for");
    }
    for finding in shown.iter().take(MOST_FINDINGS) {
        writeln!(
            out,
            "  {:>4.1} {:<6}  {}",
            finding.score.value,
            finding.score.band.as_str(),
            for_terminal(&finding.text)
        )?;
        let confidence = for_terminal(&finding.confidence);
        writeln!(out, "               {confidence}; {} items; {}", finding.items.len(), finding.score.vector)?;
    }
    let count = |band: Band| shown.iter().filter(|f| f.score.band == band).count();
    let bands: Vec<String> = Band::ALL.iter().rev().map(|b| format!("{} {}", count(*b), b.as_str())).collect();
    writeln!(out, "  In all: {}", bands.join(", "))
}
