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
mod parts;
mod profile;
mod rest;
mod rules;
mod settings;
mod zones;

use crate::archive::Source;
use crate::model::{AccountId, PlatformId};

use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use parts::{Export, Parts};

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
        let parts = Parts::of(source);
        (!parts.is_empty()).then(|| Recognition {
            roots: parts.roots(source),
            layout: "bulk export".into(),
            because: parts.because().into(),
            missing: parts.missing(source),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let parts = Parts::at(cx.source(), &found.roots);
        for export in parts.exports(cx.source(), &cx.entries_of(found)) {
            let defaults = settings::read(cx, &export);
            let account = profile::read(cx, &export);
            let zone_metres = zones::read(cx, &export, account)?;
            let captions = media::captions(cx, &export)?;
            activities::read(cx, &export, account, &defaults, zone_metres, &captions)?;
            media::read(cx, &export, &captions, account)?;
            logins::read(cx, &export, account)?;
            leave_the_rest(&export, cx);
        }
        Ok(())
    }
}

fn leave_the_rest(export: &Export, cx: &mut ImportCx<'_>) {
    for (path, id) in export.all() {
        if !cx.is_unclaimed(id) {
            continue;
        }
        cx.ignore(id, rest::reason(path));
    }
    for id in export.doubles() {
        if cx.is_unclaimed(*id) {
            cx.ignore(*id, "the same file stands in another part of the export");
        }
    }
}

/// What is said of every item of one account.
#[derive(Clone, Copy)]
struct Owner(Option<AccountId>);
