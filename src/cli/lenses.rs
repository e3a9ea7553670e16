//! The lenses: the list, one of them, a file checked.

use std::io::{self, Write};
use std::path::Path;

use crate::analysis::example;
use crate::lens::{self, Lens};
use crate::model::Evidence;
use crate::report::for_terminal;

use super::error::CliError;
use super::options::read_lens;
use super::output::Output;

/// Lists them.
pub(super) fn list() -> Result<(), CliError> {
    Output::Stdout.write(|out| {
        for lens in lens::builtin() {
            writeln!(out, "{:<12}  {} ({})", lens.id, lens.title, lens.kind)?;
        }
        Ok(())
    })
}

/// Describes one.
pub(super) fn show(id: &str) -> Result<(), CliError> {
    let Some(lens) = lens::builtin_by_id(id) else {
        let ids: Vec<&str> = lens::builtin().iter().map(|l| l.id.as_str()).collect();
        return Err(CliError::Usage(format!("There is no lens {id:?}; the lenses are: {}", ids.join(", "))));
    };
    Output::Stdout.write(|out| describe(lens, out))
}

/// Checks a file and runs its examples.
pub(super) fn check(path: &Path) -> Result<(), CliError> {
    let lens = read_lens(path)?;
    let wrong: Vec<String> =
        lens.examples.iter().filter_map(|e| example::run(&lens, e, lens::surfaces()).err()).collect();
    if !wrong.is_empty() {
        return Err(CliError::Failed(wrong.join("\n")));
    }
    let (id, count) = (for_terminal(&lens.id), lens.examples.len());
    Output::Stdout.write(|out| writeln!(out, "{id}: the file is right, and all {count} examples come out as they say"))
}

fn describe(lens: &Lens, out: &mut dyn Write) -> io::Result<()> {
    let evidence = |e: Evidence| e.as_str();
    writeln!(out, "{} ({})\n", lens.title, lens.kind)?;
    writeln!(out, "{}\n", lens.summary.trim())?;
    let window = &lens.window;
    let to = window.to.map_or("now".to_owned(), |to| format!("{to} ({})", evidence(window.to_evidence)));
    writeln!(out, "collected   from {} ({}) to {to}", window.from, evidence(window.from_evidence))?;
    writeln!(out, "platforms   {}", lens.platforms.join(", "))?;
    let kinds: Vec<&str> = lens.kinds.iter().map(|k| k.as_str()).collect();
    writeln!(out, "kinds       {}", kinds.join(", "))?;
    let sources: Vec<&str> = lens.location_kinds.iter().map(|k| k.as_str()).collect();
    writeln!(out, "found by    {}", sources.join(", "))?;
    writeln!(out, "reach       {} ({})", lens.min_reach.label(), lens.min_reach.letter())?;
    let listed: Vec<&str> = lens.listed_kinds().iter().map(|k| k.as_str()).collect();
    writeln!(out, "places      {}", if listed.is_empty() { "anywhere".to_owned() } else { listed.join(", ") })?;
    writeln!(out, "kept        {} ({})", lens.keeps.items, evidence(lens.keeps.evidence))?;
    let today = if lens.works_today.open { "open" } else { "closed" };
    writeln!(out, "today       {today}: {} ({})", lens.works_today.because, evidence(lens.works_today.evidence))?;
    writeln!(out, "checked on  {}\n", lens.reviewed_on)?;
    for source in &lens.sources {
        writeln!(out, "[{}] {}, {}, {}", source.id, source.title, source.publisher, source.date)?;
    }
    writeln!(out)?;
    for example in &lens.examples {
        writeln!(out, "{}: {}", example.title, example.expect.verdict)?;
    }
    Ok(())
}
