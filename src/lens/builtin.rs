//! The lenses and surfaces that come with the program.

use std::sync::LazyLock;

use super::{Card, Fence, Lens, LensError, Surfaces};

macro_rules! files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../assets/", $folder, "/", $name, ".toml"))),)+]
    };
}

/// The lens files in `assets/lenses`, in display order. A test fails if a file there is not listed.
const LENS_FILES: &[(&str, &str)] = files!("lenses":
    "hyp3r" "ig_api_marketer" "ig_place_loggedin" "geofeedia" "tw_radius" "lpa_twitter_gps" "please_rob_me"
    "girls_around_me" "fb_graph_search" "fb_friend_app" "flickr_geo" "yfcc_ai" "strava_map" "fitness_person"
    "snapmap" "checkin_osint" "clearview" "fake_account_firm" "maps_contributions" "place_watcher"
);

/// The surface files in `assets/surfaces`. A test fails if a file there is not listed.
const SURFACE_FILES: &[(&str, &str)] = files!("surfaces":
    "instagram" "google" "bereal" "facebook" "flickr" "inaturalist" "polar" "snapchat" "strava" "swarm" "tiktok" "untappd"
    "x" "youtube"
);

/// The cards in `assets/lenses/cards`, in display order. A test fails if a file there is not listed.
const CARD_FILES: &[(&str, &str)] =
    files!("lenses/cards": "distance_apps" "ad_sdk_brokers" "photo_geolocation" "venmo");

static CARDS: LazyLock<Vec<Card>> = LazyLock::new(|| {
    let parse = |(name, text): &(&str, &str)| parse_card(name, text).expect("the tests parse every built-in card");
    CARD_FILES.iter().map(parse).collect()
});

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
        return Err(LensError::Invalid { name: name.into(), line: 1, column: 1, problem });
    }
    Ok(surfaces)
}

fn parse_card(name: &str, text: &str) -> Result<Card, LensError> {
    toml::from_str(text).map_err(|source| LensError::Parse { name: name.into(), source: Box::new(source) })
}

/// What no export can decide, in display order.
pub fn cards() -> &'static [Card] {
    &CARDS
}

/// Every built-in lens, in display order.
pub fn builtin() -> &'static [Lens] {
    &LENSES
}

/// The built-in lens with this id.
pub fn builtin_by_id(id: &str) -> Option<&'static Lens> {
    builtin().iter().find(|lens| lens.id == id)
}

/// Id of the lens of whoever looks at a place, in any way on record.
pub const PLACE_WATCHER: &str = "place_watcher";

/// The lens of whoever watches these places: what would they have got?
///
/// # Panics
/// When the built-in lens is missing, which the tests would tell.
pub fn watching(fences: Vec<Fence>) -> Lens {
    builtin_by_id(PLACE_WATCHER).expect("the tests find it").clone().watching(fences)
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
        let paths = files.map(|f| f.unwrap().path()).filter(|p| p.is_file());
        let mut stems: Vec<String> = paths.map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
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
        assert_eq!(stems("lenses/cards"), sorted(CARD_FILES));
        for card in cards() {
            assert!(CARD_FILES.iter().any(|(name, _)| *name == card.id), "{} is named after its id", card.id);
            assert!(builtin_by_id(&card.id).is_none() && !card.sources.is_empty(), "{}", card.id);
        }
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
