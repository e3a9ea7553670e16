//! Pixelfed: `outbox.json`, whose posts may name a place with its position.
//!
//! Every post says to whom it was addressed. The field for a place is known from what Pixelfed sends
//! to other servers; no export was at hand.

use super::support::outbox::{self, Server};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::Source;
use crate::model::{Claim, PlatformId, Rule};

/// The adapter.
pub(super) struct Pixelfed;

static PLACE_MISSING: Rule = Rule {
    id: "pixelfed.place_missing",
    text: "The export does not say whether the post named a place",
    source: "absence of location from the post in outbox.json",
};

const SERVER: Server =
    Server { platform: PlatformId("pixelfed"), is_own, without_place: Claim::unknown(&PLACE_MISSING) };

/// Whether an outbox is Pixelfed's: it names its own vocabulary, or its posts are of a host with that name and none has a
/// field that only Mastodon writes.
pub(super) fn is_own(head: &str) -> bool {
    let is_mastodons = || ["\"atomUri\"", "joinmastodon.org/ns"].iter().any(|sign| head.contains(sign));
    head.contains("pixelfed.org/ns") || head.contains("\"pixelfed\"") || is_of_host(head) && !is_mastodons()
}

/// Whether an id, or who did or wrote something, is of a host with Pixelfed's name.
fn is_of_host(head: &str) -> bool {
    let value = |(at, key): (usize, &str)| {
        let rest = head.get(at + key.len()..)?.trim_start().strip_prefix(':')?.trim_start();
        rest.strip_prefix("\"https://")?.split(['/', '"']).next()
    };
    let keys = ["\"id\"", "\"actor\"", "\"attributedTo\""];
    keys.iter().flat_map(|key| head.match_indices(key)).filter_map(value).any(|host| host.contains("pixelfed"))
}

const GUIDES: &[Guide] = &[Guide {
    title: "Pixelfed",
    hint: "outbox.json",
    steps: &[
        "On the website of your server open Settings, Data export",
        "Create the export of your statuses and download it",
    ],
    in_short: "in Settings, Data export, create the export of your statuses",
}];

impl Platform for Pixelfed {
    fn id(&self) -> PlatformId {
        SERVER.platform
    }

    fn name(&self) -> &'static str {
        "Pixelfed"
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
