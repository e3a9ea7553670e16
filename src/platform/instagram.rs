//! Instagram: the JSON exports of 2018 to 2026, in all four layouts seen.
//!
//! 2018–20: `media.json` names tagged places and gives no coordinates; several parts each have
//! their own. 2021–22: `content/`, 2023–24: `your_instagram_activity/content/`, 2025–26:
//! `your_instagram_activity/media/` with `posts.json` beside `posts_1.json`; all three give
//! coordinates, and no name of a place. Files are told by name and by what they hold, never by
//! their folder. Who could see something is not recorded with it; it follows the account's privacy.
//! Exports in HTML are read as far as their pages tell, and only where there is no JSON.

mod account;
mod draft;
mod export;
mod finish;
mod import;
mod layout;
mod old;
mod pages;
mod pool;
mod privacy;
mod rules;
mod traces;

use std::collections::BTreeMap;

use account::{AccountFacts, At};
use layout::Role;

use super::support::meta_file::{self, Content};
use super::support::meta_export::{self, Names};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::Source;
use crate::model::PlatformId;

/// The adapter.
pub(super) struct Instagram;

const ID: PlatformId = PlatformId("instagram");

const GUIDES: &[Guide] = &[Guide {
    title: "Instagram",
    hint: "JSON, all time",
    steps: &[
        "In Instagram open Settings, then Accounts Center, Your information and permissions, Export your information",
        "Create an export of this profile, to your device",
        "Choose all available information, date range All time, format JSON. The date range and the format have other defaults: change both",
        "When the mail arrives, download every part and open them together, without unpacking",
    ],
    in_short: "in Accounts Centre, Your information and permissions, Export your information, choose Format: JSON and Date range: All time",
}];

impl Platform for Instagram {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Instagram"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["content/posts_1.json", "content/stories.json", "your_instagram_activity/media/posts_1.json", "your_instagram_activity/media/posts.json", "your_instagram_activity/media/stories.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        export::recognise(source)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let roots = meta_export::collect(found, "instagram-", cx);
        let mut ready = BTreeMap::new();
        let mut users = Vec::with_capacity(roots.len());
        for root in &roots {
            users.push(user_of(root, &mut ready, cx)?);
        }
        for group in meta_export::group(&roots, &users) {
            let parts: Vec<_> = group.iter().filter_map(|i| roots.get(*i)).collect();
            import::account(ID, &parts, &mut ready, cx)?;
        }
        Ok(())
    }
}

/// The user names that the files of a root give. What is read for it is kept in `ready`.
fn user_of(
    root: &meta_export::Root,
    ready: &mut BTreeMap<crate::archive::EntryId, Content>,
    cx: &mut ImportCx<'_>,
) -> Result<Names, ImportError> {
    let mut facts = AccountFacts::default();
    for (id, path) in &root.entries {
        let role = layout::role(cx.source().entry(*id), path);
        let Some(role @ (Role::PersonalInformation | Role::OldProfile | Role::ProfileChanges)) = role else { continue };
        cx.check()?;
        let Some(content) = meta_file::read(cx, *id) else { continue };
        let at = At { file: id.0, root: 0, exported: None, complete: content.complete };
        // What it holds instead is said when the file is read for its account.
        let _tally = facts.read(role, &content.value, at);
        ready.insert(*id, content);
    }
    Ok(facts.names())
}
