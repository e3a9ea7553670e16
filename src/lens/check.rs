//! What the fields of a lens file must satisfy together, with the place in the file where they do not.

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};

use super::fence::Fence;
use super::select::Select;
use super::{Lens, LensError};

/// Something wrong with a lens, and the way to it from the top of the file.
#[derive(Debug, PartialEq)]
pub(super) struct Problem {
    path: Vec<Step>,
    text: String,
}

/// A step into a table or a list.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Key(&'static str),
    Index(usize),
}

impl Problem {
    fn new(path: &[&'static str], text: impl Into<String>) -> Self {
        Self { path: path.iter().map(|k| Step::Key(k)).collect(), text: text.into() }
    }

    fn at(list: &'static str, index: usize, text: impl Into<String>) -> Self {
        Self { path: vec![Step::Key(list), Step::Index(index)], text: text.into() }
    }

    /// The same with the line and column in the text of the file.
    pub(super) fn in_file(self, name: &str, text: &str) -> LensError {
        let (line, column) = line_and_column(text, offset_of(text, &self.path));
        LensError::Invalid { name: name.into(), line, column, problem: self.text.into() }
    }
}

/// Line and column, from 1, of the worked example with this index.
pub fn position_of_example(text: &str, index: usize) -> (usize, usize) {
    line_and_column(text, offset_of(text, &[Step::Key("example"), Step::Index(index)]))
}

/// The fence that is no area, where the reader's error leads to the first of the list only.
pub(super) fn wrong_fence(text: &str, error: &toml::de::Error) -> Option<Problem> {
    let table = DeTable::parse(text).ok()?;
    let fences = table.get_ref().get("select")?.get_ref().as_table()?.get("fence")?.get_ref().as_array()?;
    let index = fences.iter().position(|fence| {
        let read = Fence::deserialize(toml::de::ValueDeserializer::from(fence.clone()));
        read.is_err_and(|own| own.message() == error.message() && own.span() != error.span())
    })?;
    let path = vec![Step::Key("select"), Step::Key("fence"), Step::Index(index)];
    Some(Problem { path, text: error.message().to_owned() })
}

/// The byte at which the deepest part of the path that is in the file begins.
fn offset_of(text: &str, path: &[Step]) -> usize {
    let Ok(table) = DeTable::parse(text) else { return 0 };
    let mut at = 0;
    let mut value: Option<&DeValue<'_>> = None;
    let mut table = Some(table.get_ref());
    for step in path {
        let found = match step {
            Step::Key(key) => {
                table.and_then(|t| t.iter().find(|(k, _)| k.get_ref() == key)).map(|(k, v)| (k.span(), v))
            }
            Step::Index(index) => value.and_then(|v| v.as_array()?.get(*index)).map(|v| (v.span(), v)),
        };
        let Some((span, next)) = found else { break };
        at = span.start;
        table = next.get_ref().as_table();
        value = Some(next.get_ref());
    }
    at
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

/// Checks a lens.
pub(super) fn lens(lens: &Lens) -> Result<(), Problem> {
    identity(lens)?;
    window(lens)?;
    select(lens)?;
    rules(lens)?;
    examples(lens)
}

fn plain(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Longest texts, in characters, so that a lens from elsewhere can neither fill the screen nor hide a line in a name.
const MOST_IN_LINE: usize = 100;
const MOST_IN_SUMMARY: usize = 2_000;

fn identity(lens: &Lens) -> Result<(), Problem> {
    if !plain(&lens.id) {
        return Err(Problem::new(&["id"], "id must consist of lower-case letters, digits and underscores"));
    }
    for (field, line) in [("id", &lens.id), ("title", &lens.title), ("name", &lens.name), ("kind", &lens.kind)] {
        if line.trim().is_empty() || line.chars().count() > MOST_IN_LINE || line.chars().any(char::is_control) {
            let text = format!("{field} must be one line of 1 to {MOST_IN_LINE} characters");
            return Err(Problem::new(&[field], text));
        }
    }
    if lens.summary.chars().count() > MOST_IN_SUMMARY {
        let text = format!("summary must not have more than {MOST_IN_SUMMARY} characters");
        return Err(Problem::new(&["summary"], text));
    }
    let lists = [
        ("platforms", lens.platforms.is_empty()),
        ("kinds", lens.kinds.is_empty()),
        ("source", lens.sources.is_empty()),
        ("example", lens.examples.is_empty()),
    ];
    if let Some((field, _)) = lists.iter().find(|(_, empty)| *empty) {
        return Err(Problem::new(&[field], format!("{field} must not be empty")));
    }
    if let Err(error) = lens.reviewed_on.parse::<jiff::civil::Date>() {
        return Err(Problem::new(&["reviewed_on"], format!("reviewed_on must be a date: {error}")));
    }
    Ok(())
}

fn window(lens: &Lens) -> Result<(), Problem> {
    let window = &lens.window;
    if window.to.is_some_and(|to| to <= window.from) {
        return Err(Problem::new(&["window", "to"], "window.to must lie after window.from"));
    }
    if window.certain_from.is_some_and(|certain| certain < window.from || window.to.is_some_and(|to| certain > to)) {
        return Err(Problem::new(&["window", "certain_from"], "window.certain_from must lie in the window"));
    }
    let first = window.certain_from.unwrap_or(window.from);
    if window.certain_to.is_some_and(|certain| certain < first || window.to.is_some_and(|to| certain > to)) {
        let text = "window.certain_to must lie in the window, and not before certain_from";
        return Err(Problem::new(&["window", "certain_to"], text));
    }
    for (i, period) in lens.periods.iter().enumerate() {
        if period.to.is_some_and(|to| to <= period.from) {
            return Err(Problem::at("period", i, "a period's to must lie after its from"));
        }
        let ends_later = match (period.to, window.to) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(whole)) => own > whole,
        };
        if period.from < window.from || ends_later {
            return Err(Problem::at("period", i, "a period must lie inside the window"));
        }
        if let Some(unknown) = unknown_platform(lens, &period.platforms) {
            return Err(Problem::at("period", i, format!("{unknown:?} is not in platforms")));
        }
    }
    Ok(())
}

fn unknown_platform<'a>(lens: &Lens, named: &'a [String]) -> Option<&'a String> {
    named.iter().find(|p| !lens.platforms.contains(p))
}

fn select(lens: &Lens) -> Result<(), Problem> {
    match &lens.select {
        Select::VenueKind(listed) if listed.any_of.is_empty() => {
            return Err(Problem::new(&["select", "any_of"], "select.any_of must name at least one kind of venue"));
        }
        Select::Query(query) if query.by.is_empty() => {
            return Err(Problem::new(&["select", "by"], "select.by must name at least one area"));
        }
        Select::Fences(fences) if fences.fence.is_empty() => {
            return Err(Problem::new(&["select", "fence"], "select.fence must hold at least one fence"));
        }
        _ => {}
    }
    if let Some(extent) = lens.select.extent() {
        let sizes = [extent.max_radius_m, extent.coarsest_m];
        if sizes.into_iter().flatten().any(|m| !(m.is_finite() && m > 0.0)) {
            return Err(Problem::new(&["select", "extent"], "sizes in metres must be positive numbers"));
        }
    }
    if lens.needs_place && lens.location_kinds.is_empty() {
        let text = "location_kinds must not be empty, unless needs_place = false";
        return Err(Problem::new(&["location_kinds"], text));
    }
    if !lens.needs_place && lens.select.extent().is_some() {
        return Err(Problem::new(&["select"], "a lens that needs no place cannot select by area"));
    }
    Ok(())
}

fn rules(lens: &Lens) -> Result<(), Problem> {
    if lens.live_hours.is_some_and(|hours| !(1..=24 * 366).contains(&hours)) {
        return Err(Problem::new(&["live_hours"], "live_hours must be between 1 and 8784"));
    }
    if lens.live_hours.is_some() && lens.backfill.taken {
        return Err(Problem::new(
            &["live_hours"],
            "a lens with live_hours reads nothing older: set backfill.taken = false",
        ));
    }
    if let (Some(perhaps), Some(level)) = (&lens.perhaps_reach, lens.min_reach.level())
        && perhaps.level >= level
    {
        return Err(Problem::new(&["perhaps_reach"], "perhaps_reach.level must be smaller than min_reach"));
    }
    for (i, condition) in lens.conditions.iter().enumerate() {
        if !plain(&condition.id) || condition.id == "place" {
            let text =
                "a condition's id must consist of lower-case letters, digits and underscores, and not be \"place\"";
            return Err(Problem::at("condition", i, text));
        }
        if lens.conditions.iter().take(i).any(|other| other.id == condition.id) {
            return Err(Problem::at("condition", i, format!("the condition {:?} is there twice", condition.id)));
        }
        if let Some(unknown) = unknown_platform(lens, &condition.platforms) {
            return Err(Problem::at("condition", i, format!("{unknown:?} is not in platforms")));
        }
    }
    if let Some(text) = &lens.text {
        if text.any_of.iter().all(|word| word.trim().is_empty()) {
            return Err(Problem::new(&["text", "any_of"], "text.any_of must name at least one word"));
        }
        if let Some(unknown) = unknown_platform(lens, &text.platforms) {
            return Err(Problem::new(&["text", "platforms"], format!("{unknown:?} is not in platforms")));
        }
    }
    Ok(())
}

const VERDICTS: [&str; 6] = ["captured", "retained", "public", "restricted", "private", "unknown"];

fn examples(lens: &Lens) -> Result<(), Problem> {
    for (i, example) in lens.examples.iter().enumerate() {
        if !VERDICTS.contains(&example.expect.verdict.as_str()) {
            let text =
                format!("there is no verdict {:?}; it is one of: {}", example.expect.verdict, VERDICTS.join(", "));
            return Err(Problem::at("example", i, text));
        }
        if example.expect.now.as_deref().is_some_and(|now| !matches!(now, "yes" | "no" | "unknown")) {
            return Err(Problem::at("example", i, "expect.now is \"yes\", \"no\" or \"unknown\""));
        }
    }
    Ok(())
}
