//! The summary for reading in a terminal.

use std::io::{self, Write};

use crate::analysis::Verdict;
use crate::model::{Ask, FileStatus, Question};

use super::escape::for_terminal;
use super::row::Time;
use super::summary::{AccountField, Summary};
use super::{View, summary};

/// Files that failed, named at most.
const MOST_FAILED: usize = 20;

/// Writes the summary as text.
pub fn write_summary(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary::of(view);
    for archive in &summary.archives {
        let platforms =
            if archive.platforms.is_empty() { "nothing known".to_owned() } else { archive.platforms.join(", ") };
        let name = for_terminal(archive.name);
        let size = bytes(archive.bytes);
        writeln!(out, "{name}: {}, {} files, {size}, {platforms}", archive.container, archive.entries)?;
    }
    for found in &summary.recognised {
        let (layout, because) = (for_terminal(found.layout), for_terminal(found.because));
        writeln!(out, "  {}, {layout}, recognised by {because}", found.name)?;
        for missing in &found.missing {
            writeln!(out, "    {}", for_terminal(missing))?;
        }
    }
    for account in &summary.accounts {
        write_account(account, out)?;
    }
    writeln!(out)?;
    write_counts(&summary, out)?;
    writeln!(out)?;
    writeln!(out, "Through the lens {}", for_terminal(&view.lens.heading()))?;
    for ((_, count), verdict) in summary.verdicts.0.iter().zip(Verdict::ALL) {
        writeln!(out, "  {count:>8}  {}", verdict.label())?;
    }
    let hit: Vec<String> =
        summary.geofences.0.iter().filter(|(_, n)| *n > 0).map(|(fence, n)| format!("{fence} {n}")).collect();
    if !hit.is_empty() {
        writeln!(out, "  by kind of place: {}", hit.join(", "))?;
    }
    write_moments(&summary, out)?;
    write_gaps(&summary, out)?;
    write_comparison(&summary, out)?;
    writeln!(out)?;
    write_ledgers(view, &summary, out)
}

fn write_moments(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    let moments = &summary.moments;
    let lines = [
        ("could be taken then", &moments.then),
        ("could be taken at the time of the export", &moments.now),
        ("closed since, copies may remain", &moments.closed_since),
    ];
    for (what, tally) in lines {
        let unknown = if tally.unknown == 0 { String::new() } else { format!(" ({} not known)", tally.unknown) };
        writeln!(out, "  {:>8}  {what}{unknown}", tally.yes)?;
    }
    for assumption in &summary.assumptions {
        writeln!(out, "  assumed: {}", for_terminal(assumption))?;
    }
    Ok(())
}

/// What the archive does not record, where a verdict hangs on it.
fn write_gaps(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    for gap in &summary.gaps {
        let counts = [(gap.unknown, "unknown"), (gap.assumed, "assumed"), (gap.granted, "take it for granted")];
        let counts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if let Some(because) = gap.because.first().filter(|_| !counts.is_empty()) {
            let about = format!("{}.{}", gap.platform, gap.topic);
            writeln!(
                out,
                "  not recorded: {} ({}): {}",
                for_terminal(&about),
                counts.join(", "),
                for_terminal(because)
            )?;
        }
    }
    Ok(())
}

/// A line for each lens, a column for each verdict.
fn write_comparison(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    if summary.comparison.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    write!(out, "{:<20}", "lens")?;
    for verdict in Verdict::ALL {
        write!(out, " {:>10}", verdict.as_str())?;
    }
    // What could be taken then, what can be now, and what could and has been closed since.
    for moment in ["then", "now", "closed"] {
        write!(out, " {moment:>8}")?;
    }
    writeln!(out)?;
    for row in &summary.comparison {
        write!(out, "{:<20}", for_terminal(row.lens))?;
        for (_, count) in &row.verdicts.0 {
            write!(out, " {count:>10}")?;
        }
        let moments = &row.moments;
        for moment in [&moments.then, &moments.now, &moments.closed_since] {
            write!(out, " {:>8}", moment.yes)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_account(account: &AccountField<'_>, out: &mut dyn Write) -> io::Result<()> {
    let privacy = |private: Option<bool>| match private {
        Some(true) => "private",
        Some(false) => "public",
        None => "not known whether private",
    };
    let handle = account.handle.map_or_else(|| "(no name)".into(), for_terminal);
    // Without any period the platform has no such setting, or none that its export tells of.
    if account.private_now.is_none() && account.periods.is_empty() {
        return writeln!(
            out,
            "{handle} on {}: no privacy setting of the whole account in the export",
            account.platform
        );
    }
    writeln!(out, "{handle} on {}: {} at the time of the export", account.platform, privacy(account.private_now))?;
    for period in &account.periods {
        let day = |time: Option<Time>, open: &str| time.map_or_else(|| open.to_owned(), |t| t.to_string());
        let (from, to) = (day(period.from, "the beginning"), day(period.to, "the export"));
        writeln!(out, "  {} from {from} to {to} ({})", privacy(period.private), period.evidence)?;
    }
    Ok(())
}

fn write_counts(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    let items = &summary.items;
    writeln!(out, "{:>10}  items, {} with a position", items.total, items.located)?;
    for (name, counts) in
        [("by platform", &items.by_platform), ("by kind", &items.by_kind), ("position from", &items.by_location_source)]
    {
        if !counts.is_empty() {
            let parts: Vec<String> = counts.iter().map(|(word, n)| format!("{word} {n}")).collect();
            writeln!(out, "            {name}: {}", parts.join(", "))?;
        }
    }
    if items.linked > 0 {
        writeln!(out, "            same picture on another platform: {}", items.linked)?;
    }
    writeln!(out, "{:>10}  rows of location trails", summary.points.total)?;
    if let (Some(first), Some(last)) = (summary.time.first, summary.time.last) {
        writeln!(out, "            from {first} to {last}")?;
    }
    Ok(())
}

fn write_ledgers(view: &View<'_>, summary: &summary::Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (files, records) = (&summary.files, &summary.records);
    writeln!(
        out,
        "{:>10}  files: {} read, {} left aside, {} failed",
        files.total, files.read, files.ignored, files.failed
    )?;
    let failed = view.dataset.files.iter().filter(|f| f.status == FileStatus::Failed);
    for file in failed.take(MOST_FAILED) {
        writeln!(out, "            {}: {}", for_terminal(&file.path), for_terminal(&file.reason))?;
    }
    if files.failed > MOST_FAILED as u64 {
        writeln!(out, "            and {} more", files.failed - MOST_FAILED as u64)?;
    }
    let left_out = records.read - records.kept;
    writeln!(out, "{:>10}  records: {} kept, {left_out} left out", records.read, records.kept)?;
    for (reason, count) in &records.skipped {
        writeln!(out, "            {count} left out: {}", for_terminal(reason))?;
    }
    for (reason, count) in &records.flawed {
        let first = records.flaws.iter().find(|flaw| flaw.reason == *reason);
        let at =
            first.map(|f| format!(" ({} {}, record {})", if *count > 1 { "first in" } else { "in" }, f.path, f.record));
        let what = for_terminal(reason);
        writeln!(out, "            {count} kept without a position: {what}{}", for_terminal(&at.unwrap_or_default()))?;
    }
    for warning in &summary.warnings {
        writeln!(out, "warning: {}", for_terminal(warning))?;
    }
    for question in &view.dataset.questions {
        writeln!(out, "{}", for_terminal(&hint_for(question)))?;
    }
    Ok(())
}

/// Names written in a hint at most.
const MOST_NAMES: usize = 8;

/// What to add to the command so that a question of an archive is answered.
pub fn hint_for(question: &Question) -> String {
    match &question.ask {
        Ask::OwnName(names) => {
            let listed: Vec<&str> = names.iter().take(MOST_NAMES).map(|name| &**name).collect();
            let more = names.len().saturating_sub(MOST_NAMES);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("hint: if you are one of them, say so with --me NAME: {}{more}", listed.join(", "))
        }
        Ask::DateOrder => {
            "hint: say which number of a date is the day: --dates day-first or --dates month-first".to_owned()
        }
    }
}

/// A size for reading.
fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", count as f64 / 1e6),
        _ => format!("{:.1} GB", count as f64 / 1e9),
    }
}
