//! The lenses: the list, one of them, a file checked.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;

use crate::analysis::example;
use crate::lens::{self, Card, Lens, Source};
use crate::report::for_terminal;

use super::error::CliError;
use super::output::Output;

/// Lists them, and apart from them what no export can decide.
pub(super) fn list() -> Result<(), CliError> {
    Output::Stdout.write(|out| {
        for lens in lens::builtin() {
            writeln!(out, "{:<20}  {} ({})", lens.id, lens.title, lens.kind)?;
        }
        if !lens::cards().is_empty() {
            writeln!(out, "\nExplained, but not to be decided from an export:")?;
        }
        for card in lens::cards() {
            writeln!(out, "{:<20}  {}", card.id, card.title)?;
        }
        Ok(())
    })
}

/// Describes one.
pub(super) fn show(id: &str) -> Result<(), CliError> {
    if let Some(card) = lens::cards().iter().find(|card| card.id == id) {
        return Output::Stdout.write(|out| describe_card(card, out));
    }
    let Some(lens) = lens::builtin_by_id(id) else {
        let ids = lens::builtin().iter().map(|l| &l.id).chain(lens::cards().iter().map(|c| &c.id));
        let ids: Vec<&str> = ids.map(String::as_str).collect();
        return Err(CliError::Usage(format!("There is no lens {id:?}; the lenses are: {}", ids.join(", "))));
    };
    Output::Stdout.write(|out| describe(lens, out))
}

/// Checks a file and runs its examples.
pub(super) fn check(path: &Path) -> Result<(), CliError> {
    let (text, lens) = lens::read(path).map_err(CliError::failed)?;
    let wrong = example::check(&path.to_string_lossy(), &text, &lens, lens::surfaces());
    if !wrong.is_empty() {
        return Err(CliError::Failed(wrong.join("\n")));
    }
    let (id, count) = (for_terminal(&lens.id), lens.examples.len());
    Output::Stdout.write(|out| writeln!(out, "{id}: the file is right, and all {count} examples come out as they say"))
}

fn describe_card(card: &Card, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n\n{}\n", card.title, card.summary.trim())?;
    writeln!(out, "Why an export cannot decide it: {}\n", card.why_not.trim())?;
    writeln!(out, "Instead: {}\n", card.instead.trim())?;
    writeln!(out, "checked on  {}\n", card.reviewed_on)?;
    write_sources(&card.sources, out)
}

fn write_sources(sources: &[Source], out: &mut dyn Write) -> io::Result<()> {
    sources.iter().try_for_each(|s| writeln!(out, "[{}] {}, {}, {}", s.id, s.title, s.publisher, s.date))
}

fn describe(lens: &Lens, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({})\n", lens.title, lens.kind)?;
    writeln!(out, "{}\n", lens.summary.trim())?;
    write_when(lens, out)?;
    writeln!(out, "platforms   {}", lens.platforms.join(", "))?;
    let kinds: Vec<&str> = lens.kinds.iter().map(|k| k.as_str()).collect();
    writeln!(out, "kinds       {}", kinds.join(", "))?;
    let sources: Vec<&str> = lens.location_kinds.iter().map(|k| k.as_str()).collect();
    let found_by = if lens.needs_place { sources.join(", ") } else { "no place needed".to_owned() };
    writeln!(out, "found by    {found_by}")?;
    writeln!(out, "reach       {} ({})", lens.min_reach.label(), lens.min_reach.letter())?;
    if let Some(perhaps) = &lens.perhaps_reach {
        writeln!(out, "perhaps     {} ({}): {}", perhaps.level.label(), perhaps.level.letter(), perhaps.because)?;
    }
    writeln!(out, "places      {}", lens.select.describe())?;
    for condition in &lens.conditions {
        writeln!(out, "if          {} (--assume PLATFORM.{}=yes|no)", condition.because, condition.id)?;
    }
    writeln!(out, "kept        {} ({})", lens.keeps.items, lens.keeps.evidence.as_str())?;
    let today = if lens.works_today.open { "open" } else { "closed" };
    writeln!(out, "today       {today}: {} ({})", lens.works_today.because, lens.works_today.evidence.as_str())?;
    writeln!(out, "checked on  {}\n", lens.reviewed_on)?;
    write_sources(&lens.sources, out)?;
    writeln!(out)?;
    for example in &lens.examples {
        writeln!(out, "{}: {}", example.title, example.expect.verdict)?;
    }
    Ok(())
}

fn write_when(lens: &Lens, out: &mut dyn Write) -> io::Result<()> {
    let window = &lens.window;
    let end = |to: Option<Timestamp>| to.map_or("now".to_owned(), |to| to.to_string());
    let (from_evidence, to_evidence) = (window.from_evidence.as_str(), window.to_evidence.as_str());
    writeln!(out, "collected   from {} ({from_evidence}) to {} ({to_evidence})", window.from, end(window.to))?;
    if let Some(vouched) = window.vouched() {
        writeln!(out, "            {vouched}")?;
    }
    if window.once {
        writeln!(out, "            only once, on a day in it that is not known")?;
    }
    for period in &lens.periods {
        writeln!(out, "            {} from {} to {}", period.platforms.join(", "), period.from, end(period.to))?;
    }
    if let Some(hours) = lens.live_hours {
        writeln!(out, "            only what was new, within {hours} h")?;
    }
    Ok(())
}
