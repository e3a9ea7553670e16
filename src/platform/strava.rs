//! Strava's bulk export, as its own letter calls it: `export_<athlete id>.zip`.
//!
//! `activities.csv` lists the activities, with a header in the account's language but columns in the
//! same order; `activities/` holds their files, untrimmed; `visibility_settings.csv` holds the
//! account's defaults, for no export records who could see a single activity; `privacy_zones.csv`
//! holds addresses and radii, newer ones also the middle of each zone; `media.csv` captions, `logins.csv`
//! internet addresses. Names of files are English. Seen 2019 to 2026.

mod activities;
mod date;
mod list;
mod logins;
mod media;
mod profile;
mod rules;
mod settings;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{EntryId, Source, real_entries};
use crate::model::{AccountId, PlatformId};

use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};

/// The adapter.
pub(super) struct Strava;

const ID: PlatformId = PlatformId("strava");

const GUIDES: &[Guide] = &[Guide {
    title: "Strava",
    hint: "the whole archive",
    steps: &[
        "On strava.com open Settings, My Account and choose Get Started under Download or Delete Your Account",
        "Choose Request Your Archive (this deletes nothing) and wait for the e-mail",
        "Download the zip and open it as it is; it holds the original files of all activities",
    ],
    in_short: "at strava.com, Settings, My Account, Download or Delete Your Account, choose Request Your Archive",
}];

/// Bytes of a list of activities by which an export is told.
const HEAD: usize = 64 << 10;
/// Files that stand beside the list; two of them tell an export as well.
const SETTINGS: &[&str] =
    &["privacy_zones.csv", "visibility_settings.csv", "general_preferences.csv", "social_settings.csv"];

impl Platform for Strava {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Strava"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut settings: BTreeMap<(u16, &str), usize> = BTreeMap::new();
        let mut lists: BTreeMap<(u16, &str), EntryId> = BTreeMap::new();
        for (id, entry) in real_entries(source) {
            let folder = (entry.container, entry.folder());
            if SETTINGS.contains(&entry.lower_name()) {
                *settings.entry(folder).or_default() += 1;
            } else if entry.lower_name() == "activities.csv" {
                lists.insert(folder, id);
            }
        }
        let beside = |folder: &(u16, &str)| settings.get(folder).copied().unwrap_or_default();
        lists.retain(|folder, id| {
            beside(folder) > 0 || source.head(*id, HEAD).is_ok_and(|head| list::names_files(&head))
        });
        let mut roots: BTreeSet<(u16, &str)> = lists.keys().copied().collect();
        roots.extend(settings.iter().filter(|(_, count)| **count > 1).map(|(folder, _)| *folder));
        let because = lists.values().next().map_or("privacy_zones.csv", |_| "activities.csv");
        let missing = missing(source, &roots, &lists);
        (!roots.is_empty()).then(|| Recognition {
            roots: roots.into_iter().map(|(container, folder)| ExportRoot { container, folder: folder.into() }).collect(),
            layout: "bulk export".into(),
            because: because.into(),
            missing,
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for root in &found.roots {
            let export = Export::new(cx, root);
            let defaults = settings::read(cx, &export);
            let account = profile::read(cx, &export);
            let zone_metres = zones::read(cx, &export, account)?;
            let captions = media::captions(cx, &export)?;
            activities::read(cx, &export, account, &defaults, zone_metres, &captions)?;
            media::read(cx, &export, &captions, account)?;
            logins::read(cx, &export, account)?;
            export.leave_the_rest(cx);
        }
        Ok(())
    }
}

fn missing(
    source: &dyn Source,
    roots: &BTreeSet<(u16, &str)>,
    lists: &BTreeMap<(u16, &str), EntryId>,
) -> Vec<Box<str>> {
    let mut missing = Vec::new();
    if roots.iter().any(|root| !lists.contains_key(root)) {
        missing.push("No activities.csv: the names and kinds of activities are missing, open the zip as Strava gave it".into());
    }
    let has = |(container, folder): &(u16, &str), name: &str| {
        let path = join(folder, name);
        real_entries(source).any(|(_, e)| e.container == *container && e.path.eq_ignore_ascii_case(&path))
    };
    if roots.iter().any(|root| !has(root, "visibility_settings.csv")) {
        let text = "No visibility_settings.csv: who could see the activities is not known; open the zip as Strava gave it, or say who could";
        missing.push(text.into());
    }
    missing
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The files of one export by their path from its root, in lower case: what refers to them differs in case.
struct Export {
    files: BTreeMap<String, EntryId>,
}

impl Export {
    fn new(cx: &ImportCx<'_>, root: &ExportRoot) -> Self {
        let mut files = BTreeMap::new();
        for (id, entry) in real_entries(cx.source()).filter(|(_, e)| root.contains(e.container, &e.path)) {
            let path = entry.path.get(root.folder.len()..).unwrap_or_default().trim_start_matches('/');
            files.insert(path.to_lowercase(), id);
        }
        Self { files }
    }

    /// The file at a path from the root.
    fn file(&self, path: &str) -> Option<EntryId> {
        self.files.get(&path.trim().to_lowercase()).copied()
    }

    /// The files in a folder.
    fn folder<'e>(&'e self, folder: &'e str) -> impl Iterator<Item = (&'e str, EntryId)> {
        self.files.iter().filter(move |(path, _)| path.starts_with(folder)).map(|(path, id)| (path.as_str(), *id))
    }

    fn leave_the_rest(&self, cx: &mut ImportCx<'_>) {
        for (path, id) in &self.files {
            if !cx.is_unclaimed(*id) {
                continue;
            }
            let why = if path.starts_with("routes/") {
                "a planned route, which is nobody's presence"
            } else if path.starts_with("segments") || path.starts_with("starred_") {
                "segments of the map, which are nobody's presence"
            } else {
                "holds no time with a place"
            };
            cx.ignore(*id, why);
        }
    }
}

/// What is said of every item of one account.
#[derive(Clone, Copy)]
struct Owner(Option<AccountId>);
