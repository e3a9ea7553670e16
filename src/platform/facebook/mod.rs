//! Facebook: the JSON exports of 2018 to 2026, in all three layouts seen.
//!
//! 2018–20: `posts/`, `photos_and_videos/`, `location/`; 2021–23: root keys with a version and
//! `posts/album/`; 2024–26: `your_facebook_activity/posts/` with `check-ins.json` beside the posts.
//! Files are told by name and by what they hold, never by their folder alone. Places of posts are
//! exported with name and position. Who could see something is in no export: every item's audience is
//! unknown until the person says. Exports in HTML are read as far as their pages tell, where there is no
//! JSON. The internet addresses of uploads are kept as those of logins are, and no position is made of them.

mod draft;
mod finish;
mod history;
mod import;
mod layout;
mod place;
mod pool;
mod profile;
mod recognise;
mod rules;
mod traces;

use std::collections::BTreeMap;

use layout::Role;
use profile::Profile;

use super::support::meta_export::{self, Names, Root};
use super::support::meta_file::{self, Content};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{EntryId, Source};
use crate::model::PlatformId;

/// The platform's id.
const FACEBOOK: PlatformId = PlatformId("facebook");

/// What Facebook puts before the user in the names of its exports.
const PREFIX: &str = "facebook-";

/// The adapter.
pub(super) struct Facebook;

const GUIDES: &[Guide] = &[Guide {
    title: "Facebook",
    hint: "JSON, all time",
    steps: &[
        "In Facebook open Settings, then Accounts Center, Your information and permissions, Export your information",
        "Create an export of this profile, to your device",
        "Choose all available information, or at least posts, stories, profile information, location, logged information and security; \
         date range All time, format JSON. The date range and the format have other defaults: change both",
        "When the mail arrives, download every part and open them together, without unpacking",
    ],
    in_short: "in Accounts Centre, Your information and permissions, Export your information, choose Format: JSON and Date range: All time",
}];

impl Platform for Facebook {
    fn id(&self) -> PlatformId {
        FACEBOOK
    }

    fn name(&self) -> &'static str {
        "Facebook"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["posts/your_posts_1.json", "posts/your_posts.json", "posts/your_posts__check_ins__photos_and_videos_1.json", "posts/check-ins.json", "posts/places_you_have_been_tagged_in.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        recognise::recognise(source)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let roots = meta_export::collect(found, PREFIX, cx);
        let mut ready = BTreeMap::new();
        let mut users = Vec::with_capacity(roots.len());
        for root in &roots {
            users.push(user_of(root, &mut ready, cx)?);
        }
        for group in meta_export::group(&roots, &users) {
            let parts: Vec<_> = group.iter().filter_map(|i| roots.get(*i)).collect();
            import::account(&parts, &mut ready, cx)?;
        }
        Ok(())
    }
}

/// The user that the files of a root give. What is read for it is kept in `ready`.
fn user_of(
    root: &Root,
    ready: &mut BTreeMap<EntryId, Content>,
    cx: &mut ImportCx<'_>,
) -> Result<Names, ImportError> {
    let mut profile = Profile::default();
    for (id, path) in &root.entries {
        if layout::role(cx.source().entry(*id), path) != Some(Role::Profile) {
            continue;
        }
        cx.check()?;
        let Some(content) = meta_file::read(cx, *id) else { continue };
        // What it holds instead is said when the file is read for its account.
        let _count = profile.read(&content.value, id.0);
        ready.insert(*id, content);
    }
    Ok(Names { now: profile.identity(), before: Vec::new() })
}
