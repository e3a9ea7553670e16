//! The lenses and surfaces that come with the program.

use std::sync::LazyLock;

use super::{Lens, LensError, Surfaces};

/// The lens files in `assets/lenses`, in display order. A test fails if a file there is not listed.
const LENS_FILES: &[(&str, &str)] = &[("hyp3r", include_str!("../../assets/lenses/hyp3r.toml"))];

/// The surface files in `assets/surfaces`. A test fails if a file there is not listed.
const SURFACE_FILES: &[(&str, &str)] = &[
    ("instagram", include_str!("../../assets/surfaces/instagram.toml")),
    ("google", include_str!("../../assets/surfaces/google.toml")),
    ("youtube", include_str!("../../assets/surfaces/youtube.toml")),
];

static LENSES: LazyLock<Vec<Lens>> = LazyLock::new(|| {
    let parse = |(name, text): &(&str, &str)| Lens::parse(name, text).expect("the tests parse every built-in lens");
    LENS_FILES.iter().map(parse).collect()
});

static SURFACES: LazyLock<Vec<Surfaces>> = LazyLock::new(|| {
    let parse =
        |(name, text): &(&str, &str)| parse_surfaces(name, text).expect("the tests parse every built-in surface file");
    SURFACE_FILES.iter().map(parse).collect()
});

fn parse_surfaces(name: &str, text: &str) -> Result<Surfaces, LensError> {
    let parsed: Result<Surfaces, _> = toml::from_str(text);
    let surfaces = parsed.map_err(|source| LensError::Parse { name: name.into(), source: Box::new(source) })?;
    let known = |id: &String| surfaces.sources.iter().any(|s| s.id == *id);
    if let Some(unknown) = surfaces.surfaces.iter().flat_map(|s| &s.sources).find(|id| !known(id)) {
        let problem = format!("source {unknown:?} is not in the file's list").into();
        return Err(LensError::Invalid { name: name.into(), problem });
    }
    Ok(surfaces)
}

/// Every built-in lens, in display order.
pub fn builtin() -> &'static [Lens] {
    &LENSES
}

/// The built-in lens with this id.
pub fn builtin_by_id(id: &str) -> Option<&'static Lens> {
    builtin().iter().find(|lens| lens.id == id)
}

/// The surfaces of every platform that has any on record.
pub fn surfaces() -> &'static [Surfaces] {
    &SURFACES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(folder: &str) -> Vec<String> {
        let dir = format!("{}/assets/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(dir).unwrap();
        let mut stems: Vec<String> =
            files.map(|f| f.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        stems.sort();
        stems
    }

    fn sorted(list: &[(&str, &str)]) -> Vec<String> {
        let mut names: Vec<String> = list.iter().map(|(name, _)| (*name).to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_lens_and_surface_file_is_listed_and_parses() {
        assert_eq!(stems("lenses"), sorted(LENS_FILES));
        assert_eq!(stems("surfaces"), sorted(SURFACE_FILES));
        for lens in builtin() {
            assert!(LENS_FILES.iter().any(|(name, _)| *name == lens.id), "{} is named after its id", lens.id);
        }
        assert_eq!(surfaces().len(), SURFACE_FILES.len());
    }

    #[test]
    fn a_wrong_lens_file_is_refused_with_line_and_column() {
        let (_, good) = LENS_FILES[0];
        let wrong = good.replace("min_reach = \"by_place_open\"", "min_reach = \"everybody\"");
        let message = Lens::parse("mine.toml", &wrong).unwrap_err().to_string();
        assert!(message.contains("mine.toml") && message.contains("line "), "{message}");
        let unknown_field = format!("colour = \"red\"\n{good}");
        assert!(Lens::parse("mine.toml", &unknown_field).is_err());
    }
}
