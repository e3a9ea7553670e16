//! Fictional archives: lives invented from a seed, written as a platform would export them.
//!
//! The people do not exist. What an archive of theirs must lead to is written down apart from the
//! engine that judges it, in [`truth`]: derived from the life itself, so that the two can be compared.

mod captions;
mod filing;
mod instagram;
mod instagram_account;
mod instagram_old;
mod json;
mod known;
mod life;
mod packing;
mod personas;
mod pictures;
mod rng;
mod takeout;
mod takeout_places;
mod takeout_trail;
mod trail;
mod truth;
mod world;

use std::borrow::Cow;
use std::io::{Cursor, Seek, Write};

pub use known::{KnownLife, KnownTrip};
pub use truth::TruthRow;

use filing::Filing;
use packing::{Pictures, Target};
use takeout::Takeout;
use world::Persona;

/// A fictional person whose archives this program can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonaInfo {
    /// Stable id.
    pub id: &'static str,
    /// Name for the user.
    pub name: &'static str,
    /// Who it is, in one line.
    pub description: &'static str,
    /// Ids of the platforms whose export can be written.
    pub platforms: &'static [&'static str],
    /// Streets and places of the town where the person lives, if the program carries them.
    pub town: Option<Extract>,
}

/// An extract of OpenStreetMap that the program carries; © OpenStreetMap contributors, Open Database License 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extract {
    /// Name of its file.
    pub name: &'static str,
    /// The file, in the format `.osm.pbf`.
    pub bytes: &'static [u8],
}

/// The middle of Helsinki.
const HELSINKI: Extract =
    Extract { name: "helsinki.osm.pbf", bytes: include_bytes!("../../assets/odbl/helsinki.osm.pbf") };

/// Ids of the exports, the default first.
pub const PLATFORMS: &[&str] = &["instagram", "instagram-2019", "google"];

/// Every persona, the default first.
pub const PERSONAS: &[PersonaInfo] = &[
    PersonaInfo {
        id: "maya",
        name: "Maya",
        description: "San Francisco, works in marketing, travels; public from 2017 to 2020",
        platforms: PLATFORMS,
        town: None,
    },
    PersonaInfo {
        id: "tomasz",
        name: "Tomasz",
        description: "Runs in Kraków and wherever there is a marathon; never private",
        platforms: PLATFORMS,
        town: None,
    },
    PersonaInfo {
        id: "lena",
        name: "Lena",
        description: "At school in Leipzig, posts stories; public for a year and a half",
        platforms: PLATFORMS,
        town: None,
    },
    PersonaInfo {
        id: "aino",
        name: "Aino",
        description: "Draws in Helsinki, where the map has streets; public since 2018",
        platforms: PLATFORMS,
        town: Some(HELSINKI),
    },
];

/// Most items an archive can be asked for.
pub const MOST_ITEMS: u32 = 100_000;
/// Items of an archive when no number is asked for.
pub const DEFAULT_ITEMS: u32 = 420;
/// Seed when none is given: that of the embedded archive.
pub const DEFAULT_SEED: u64 = 1;

/// Why an archive could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// No such persona.
    #[error("There is no persona {asked:?}; choose one of: {}", known_personas())]
    Persona {
        /// The id asked for.
        asked: String,
    },
    /// No such platform.
    #[error("There is no fictional export of {asked:?}; choose one of: {}", PLATFORMS.join(", "))]
    Platform {
        /// The id asked for.
        asked: String,
    },
    /// A number of items that cannot be written.
    #[error("{asked} items were asked for; choose a number from 1 to {MOST_ITEMS}")]
    Items {
        /// The number asked for.
        asked: u32,
    },
    /// The target could not be written.
    #[error("Cannot write the archive: {0}")]
    Write(#[from] std::io::Error),
    /// The zip could not be built.
    #[error("Cannot build the archive: {0}")]
    Zip(#[from] zip::result::ZipError),
}

fn known_personas() -> String {
    PERSONAS.iter().map(|p| p.id).collect::<Vec<_>>().join(", ")
}

/// Which export, checked.
enum Plan {
    Instagram(Filing),
    InstagramOld(Filing),
    Google(Takeout),
}

fn persona(id: &str) -> Result<&'static Persona, SampleError> {
    personas::ALL.iter().copied().find(|p| p.id == id).ok_or_else(|| SampleError::Persona { asked: id.to_owned() })
}

fn plan(persona_id: &str, platform: &str, seed: u64, items: Option<u32>) -> Result<Plan, SampleError> {
    let persona = persona(persona_id)?;
    if let Some(asked) = items.filter(|n| !(1..=MOST_ITEMS).contains(n)) {
        return Err(SampleError::Items { asked });
    }
    match platform {
        "instagram" => Ok(Plan::Instagram(Filing::new(persona, seed, items.unwrap_or(DEFAULT_ITEMS)))),
        "instagram-2019" => {
            let items = items.unwrap_or_else(|| Filing::shared_with_old(persona, seed, DEFAULT_ITEMS));
            Ok(Plan::InstagramOld(Filing::new_old(persona, seed, items)))
        }
        "google" => Ok(Plan::Google(Takeout::new(persona, seed, items.unwrap_or(DEFAULT_ITEMS)))),
        _ => Err(SampleError::Platform { asked: platform.to_owned() }),
    }
}

/// Writes the zip of a persona's export. The same arguments give the same bytes.
pub fn write(
    out: &mut (impl Write + Seek),
    persona: &str,
    platform: &str,
    seed: u64,
    items: Option<u32>,
) -> Result<(), SampleError> {
    write_plan(out, &plan(persona, platform, seed, items)?, Pictures::Drawn).map(|_none_left_out| ())
}

/// Like [`write()`], without the pictures: as if that part of the export had not been downloaded.
/// Returns the paths of the pictures left out.
pub fn write_records(
    out: &mut (impl Write + Seek),
    persona: &str,
    platform: &str,
    seed: u64,
    items: Option<u32>,
) -> Result<Vec<String>, SampleError> {
    write_plan(out, &plan(persona, platform, seed, items)?, Pictures::LeftOut)
}

fn write_plan(out: &mut dyn Target, plan: &Plan, pictures: Pictures) -> Result<Vec<String>, SampleError> {
    match plan {
        Plan::Instagram(filing) => instagram::write(out, filing, pictures),
        Plan::InstagramOld(filing) => instagram_old::write(out, filing, pictures),
        Plan::Google(takeout) => takeout::write(out, takeout, pictures),
    }
}

/// What every item of an export must be under the built-in HYP3R lens, by file and record.
pub fn truth(persona: &str, platform: &str, seed: u64, items: Option<u32>) -> Result<Vec<TruthRow>, SampleError> {
    Ok(match plan(persona, platform, seed, items)? {
        Plan::Instagram(filing) => truth::instagram(&filing),
        Plan::InstagramOld(filing) => truth::instagram_old(&filing),
        Plan::Google(takeout) => truth::google(&takeout),
    })
}

/// What is true of a persona's life, whatever an archive shows of it.
pub fn known(persona_id: &str) -> Result<KnownLife, SampleError> {
    persona(persona_id).map(KnownLife::of)
}

/// The zip of a persona's export of the default size, made in memory.
pub fn in_memory(persona: &str, platform: &str) -> Result<Vec<u8>, SampleError> {
    let mut out = Cursor::new(Vec::new());
    write(&mut out, persona, platform, DEFAULT_SEED, None)?;
    Ok(out.into_inner())
}

/// The default persona's Instagram export, written by this module.
static EMBEDDED: &[u8] = include_bytes!("../../assets/sample/maya-instagram.zip");

/// The file name and the bytes of a zip.
pub type NamedZip = (String, Cow<'static, [u8]>);

/// A persona's two Instagram exports of the default size, as file names and bytes: a recent one, and one of
/// 2019 without its pictures. Together they hold what each lacks: coordinates, and names of places.
/// The default persona's recent one is embedded in the program; the others are made in memory.
pub fn both_exports(persona: &str) -> Result<Vec<NamedZip>, SampleError> {
    let recent = if PERSONAS.first().is_some_and(|p| p.id == persona) {
        Cow::Borrowed(EMBEDDED)
    } else {
        Cow::Owned(in_memory(persona, PLATFORMS[0])?)
    };
    let mut old = Cursor::new(Vec::new());
    write_records(&mut old, persona, "instagram-2019", DEFAULT_SEED, None)?;
    let found = personas::ALL.iter().find(|p| p.id == persona);
    let life = found.ok_or_else(|| SampleError::Persona { asked: persona.to_owned() })?;
    // Named as the platform names them: the day in the name says of when an export is.
    let name =
        |exported: &str| format!("{}_{}.zip", life.handle, exported.replace('-', "").get(..8).unwrap_or_default());
    Ok(vec![(name(life.exported), recent), (name(life.exported_old), Cow::Owned(old.into_inner()))])
}

#[cfg(test)]
mod tests;
