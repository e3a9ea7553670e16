//! What was typed, checked.

use std::borrow::Cow;
use std::path::Path;

use crate::analysis::Assumptions;
use crate::lens::{self, Lens, LensError};
use crate::model::Audience;
use crate::platform::PLATFORMS;

use super::args::Look;
use super::error::CliError;

/// How to look at an archive.
#[derive(Debug)]
pub(super) struct LookOptions {
    /// The lens.
    pub(super) lens: Cow<'static, Lens>,
    /// What the user told us.
    pub(super) assumptions: Assumptions,
}

impl LookOptions {
    pub(super) fn from_args(look: &Look) -> Result<Self, CliError> {
        let lens = lens(look.lens.as_deref())?;
        let mut assumptions = Assumptions::default();
        for typed in &look.assume {
            let (platform, audience) = assumption(typed, &lens)?;
            assumptions.audience.insert(platform, audience);
        }
        Ok(Self { lens, assumptions })
    }
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
        return read_lens(Path::new(typed)).map(Cow::Owned);
    }
    let ids: Vec<&str> = lens::builtin().iter().map(|l| l.id.as_str()).collect();
    Err(CliError::Usage(format!(
        "There is no lens {typed:?} and no such file; the lenses are: {}\nhint: geoshadow lenses",
        ids.join(", ")
    )))
}

/// Reads a lens file.
pub(super) fn read_lens(path: &Path) -> Result<Lens, CliError> {
    let name = path.to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|source| LensError::Read { name: name.as_ref().into(), source });
    text.and_then(|text| Lens::parse(&name, &text)).map_err(CliError::failed)
}

/// An assumption as `platform=audience`.
fn assumption(typed: &str, lens: &Lens) -> Result<(String, Audience), CliError> {
    let audiences: Vec<&str> = Audience::ALL.iter().map(|a| a.as_str()).collect();
    let Some((platform, word)) = typed.split_once('=') else {
        let example = "for instance --assume facebook=friends";
        return Err(CliError::Usage(format!("--assume takes PLATFORM=AUDIENCE, found {typed:?}; {example}")));
    };
    let mut platforms: Vec<&str> = PLATFORMS.iter().map(|p| p.id().0).collect();
    platforms.extend(lens.platforms.iter().map(String::as_str));
    platforms.sort_unstable();
    platforms.dedup();
    if !platforms.contains(&platform) {
        let known = platforms.join(", ");
        return Err(CliError::Usage(format!("--assume: there is no platform {platform:?}; choose one of: {known}")));
    }
    let Some(audience) = Audience::ALL.iter().find(|a| a.as_str() == word) else {
        let known = audiences.join(", ");
        return Err(CliError::Usage(format!("--assume: there is no audience {word:?}; choose one of: {known}")));
    };
    Ok((platform.to_owned(), *audience))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(lens: Option<&str>, assume: &[&str]) -> Result<LookOptions, CliError> {
        let assume = assume.iter().map(|a| (*a).to_owned()).collect();
        LookOptions::from_args(&Look { lens: lens.map(str::to_owned), assume })
    }

    #[test]
    fn assumptions_are_checked_and_the_last_one_wins() {
        let options = look(None, &["instagram=friends", "instagram=public"]).unwrap();
        assert_eq!(options.assumptions.audience["instagram"], Audience::Public);
        for wrong in ["instagram", "instagram=everybody", "myspace=public", "=public"] {
            assert!(matches!(look(None, &[wrong]), Err(CliError::Usage(_))), "{wrong}");
        }
    }

    #[test]
    fn a_lens_that_does_not_exist_is_wrong_use_and_a_bad_file_is_a_failure() {
        assert!(matches!(look(Some("nosuch"), &[]), Err(CliError::Usage(_))));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "id = 1").unwrap();
        assert!(matches!(look(file.path().to_str(), &[]), Err(CliError::Failed(_))));
    }
}
