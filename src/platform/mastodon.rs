//! Mastodon: the archive of posts and media, `outbox.json` with `actor.json` beside it.
//!
//! Every post says to whom it was addressed. Mastodon has no places; posts that came from other
//! servers' software may. Layout as described by parsers of 2023–26.

use super::support::outbox::{self, Server};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::Source;
use crate::model::{Claim, Evidence, PlatformId, Rule};

/// The adapter.
pub(super) struct Mastodon;

static NO_PLACES: Rule = Rule {
    id: "mastodon.no_places",
    text: "Mastodon has no field for a place and no search by place",
    source: "absence of location from the post in outbox.json",
};

const SERVER: Server = Server {
    platform: PlatformId("mastodon"),
    is_own: |head| !super::pixelfed::is_own(head),
    without_place: Claim::no(Evidence::Likely, &NO_PLACES),
};

const GUIDES: &[Guide] = &[Guide {
    title: "Mastodon",
    hint: "your archive",
    steps: &[
        "On the website of your server open Preferences, Import and export, Data export",
        "Choose Request your archive and download it when the mail arrives",
    ],
    in_short: "in Preferences, Import and export, Data export, choose Request your archive",
}];

impl Platform for Mastodon {
    fn id(&self) -> PlatformId {
        SERVER.platform
    }

    fn name(&self) -> &'static str {
        "Mastodon"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        outbox::recognise(source, &SERVER)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        outbox::import(found, cx, &SERVER)
    }
}
