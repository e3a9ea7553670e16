//! What was typed, checked.

use std::borrow::Cow;
use std::path::Path;

use jiff::civil::Date;

use crate::analysis::assume::Assumed;
use crate::analysis::{Assumption, Assumptions};
use crate::lens::{self, Condition, Fence, Lens};
use crate::platform::{Hints, Order, PLATFORMS};
use crate::venue::Places;

use super::args::Look;
use super::error::CliError;

/// How to look at an archive.
#[derive(Debug)]
pub(super) struct LookOptions {
    /// The lens.
    pub(super) lens: Cow<'static, Lens>,
    /// What the user told us.
    pub(super) assumptions: Assumptions,
    /// Files that tell kinds of places.
    pub(super) places: Vec<Places>,
    /// What the user says of the archive.
    pub(super) hints: Hints,
}

impl LookOptions {
    pub(super) fn from_args(look: &Look) -> Result<Self, CliError> {
        let fences = fences(look)?;
        let watcher = (!fences.is_empty()).then_some(lens::PLACE_WATCHER);
        let mut lens = lens(look.lens.as_deref().or(watcher))?;
        if !fences.is_empty() {
            lens = Cow::Owned(lens.into_owned().watching(fences));
        }
        if let Some(day) = look.seen_on.as_deref().map(day).transpose()? {
            lens = Cow::Owned(lens.into_owned().looking_on(day));
        }
        let mut assumptions = Assumptions::default();
        for typed in &look.assume {
            assumptions.add(assumption(typed, &lens)?);
        }
        let places = look.places.iter().map(|path| Places::open(path, &|| false).map_err(CliError::failed));
        if look.me.iter().any(|name| name.trim().is_empty()) {
            return Err(CliError::Usage("--me: expected a name as it stands in the chat".to_owned()));
        }
        Ok(Self { lens, assumptions, places: places.collect::<Result<_, _>>()?, hints: hints(look) })
    }
}

fn hints(look: &Look) -> Hints {
    let dates = match look.dates.as_deref() {
        Some("day-first") => Some(Order::DayMonth),
        Some("month-first") => Some(Order::MonthDay),
        Some(_) => Some(Order::YearFirst),
        None => None,
    };
    Hints { names: look.me.iter().map(|name| name.as_str().into()).collect(), dates }
}

fn day(typed: &str) -> Result<Date, CliError> {
    typed.parse().map_err(|error| CliError::Usage(format!("--seen-on: expected YYYY-MM-DD, found {typed:?} ({error})")))
}

/// The fences to watch, if any.
fn fences(look: &Look) -> Result<Vec<Fence>, CliError> {
    let mut all = Vec::new();
    for typed in &look.watch {
        all.push(Fence::watch(typed).map_err(|error| CliError::Usage(format!("--watch: {error}")))?);
    }
    for path in &look.fence {
        all.extend(lens::open_fences(&path.to_string_lossy(), path).map_err(CliError::failed)?);
    }
    if all.len() > lens::MAX_FENCES {
        return Err(CliError::Failed(format!("There are more than {} fences to watch", lens::MAX_FENCES)));
    }
    Ok(all)
}

/// The lens with this id or in this file; the first one without either.
fn lens(typed: Option<&str>) -> Result<Cow<'static, Lens>, CliError> {
    let builtin = match typed {
        None => lens::builtin().first(),
        Some(id) => lens::builtin_by_id(id),
    };
    if let Some(lens) = builtin {
        return Ok(Cow::Borrowed(lens));
    }
    let typed = typed.unwrap_or_default();
    if Path::new(typed).is_file() {
        return lens::read(Path::new(typed)).map(|(_, lens)| Cow::Owned(lens)).map_err(CliError::failed);
    }
    let ids: Vec<&str> = lens::builtin().iter().map(|l| l.id.as_str()).collect();
    Err(CliError::Usage(format!(
        "There is no lens {typed:?} and no such file; the lenses are: {}\nhint: geoshadow lenses",
        ids.join(", ")
    )))
}

/// An assumption about a platform and, where it answers a condition, one that some lens has.
fn assumption(typed: &str, lens: &Lens) -> Result<Assumption, CliError> {
    let usage = |error: String| CliError::Usage(format!("--assume: {error}"));
    let assumption = Assumption::parse(typed).map_err(usage)?;
    let lenses = || lens::builtin().iter().chain([lens]);
    let platform = &assumption.platform;
    let mut platforms: Vec<&str> = PLATFORMS.iter().map(|p| p.id().0).collect();
    platforms.extend(lenses().flat_map(|l| &l.platforms).map(String::as_str));
    platforms.sort_unstable();
    platforms.dedup();
    if !platforms.contains(&platform.as_str()) {
        let known = platforms.join(", ");
        return Err(usage(format!("there is no platform {platform:?}; choose one of: {known}")));
    }
    if let Assumed::Condition(id, _) = &assumption.what {
        let applies = |c: &&Condition| c.platforms.is_empty() || c.platforms.contains(platform);
        let of_platform = lenses().filter(|l| l.platforms.contains(platform));
        let mut ids: Vec<&str> =
            of_platform.flat_map(|l| l.conditions.iter().filter(applies)).map(|c| c.id.as_str()).collect();
        ids.push("place");
        ids.sort_unstable();
        ids.dedup();
        if !ids.contains(&id.as_str()) {
            let known = ids.join(", ");
            return Err(usage(format!("nothing asks for {platform}.{id}; for {platform} there are: {known}")));
        }
    }
    Ok(assumption)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Audience;

    fn look(lens: Option<&str>, assume: &[&str]) -> Result<LookOptions, CliError> {
        let assume = assume.iter().map(|a| (*a).to_owned()).collect();
        LookOptions::from_args(&Look {
            lens: lens.map(str::to_owned),
            assume,
            me: Vec::new(),
            dates: None,
            seen_on: None,
            watch: Vec::new(),
            fence: Vec::new(),
            places: Vec::new(),
        })
    }

    #[test]
    fn assumptions_are_checked_and_the_last_one_wins() {
        let options = look(None, &["instagram=friends", "instagram=public"]).unwrap();
        let said = options.assumptions.audience_at("instagram", None);
        assert_eq!(said.map(|(_, audience)| audience), Some(Audience::Public));
        let wrong = ["instagram", "instagram=everybody", "myspace=public", "=public", "instagram.nothing=yes"];
        for wrong in wrong {
            assert!(matches!(look(None, &[wrong]), Err(CliError::Usage(_))), "{wrong}");
        }
    }

    #[test]
    fn watched_places_make_the_lens_that_the_window_makes_of_fences() {
        let watch = vec!["48.2082,16.3738,500".to_owned()];
        let options = LookOptions::from_args(&Look {
            lens: None,
            assume: Vec::new(),
            me: Vec::new(),
            dates: None,
            seen_on: None,
            watch,
            fence: Vec::new(),
            places: Vec::new(),
        })
        .unwrap();
        let fence = Fence::watch("48.2082,16.3738,500").unwrap();
        assert_eq!(*options.lens, lens::watching(vec![fence]));
    }

    #[test]
    fn a_lens_that_does_not_exist_is_wrong_use_and_a_bad_file_is_a_failure() {
        assert!(matches!(look(Some("nosuch"), &[]), Err(CliError::Usage(_))));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "id = 1").unwrap();
        assert!(matches!(look(file.path().to_str(), &[]), Err(CliError::Failed(_))));
    }
}
