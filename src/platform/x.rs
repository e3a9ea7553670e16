//! X, formerly Twitter: archives of all four layouts.
//!
//! Until 2018 monthly files of bare tweets (`data/js/tweets/2015_01.js`), 2018–20 `tweet.js` at the
//! top, 2020–22 `data/tweet.js`, since 2022 `data/tweets.js` and further parts of it. All are scripts
//! that give a list to a variable. Layouts as described by parsers up to 2026. The list of switches
//! between protected and public tells who could see the tweets; it holds for old tweets as well, but
//! by the archives' own README it covers only the six months before the archive was made.

mod account;
mod ads;
mod broadcast;
mod export;
mod import;
mod notes;
mod place;
mod record;
mod rules;
mod switches;

use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::Source;
use crate::model::PlatformId;

/// The adapter.
pub(super) struct X;

const ID: PlatformId = PlatformId("x");

const GUIDES: &[Guide] = &[Guide {
    title: "X (Twitter)",
    hint: "your archive",
    steps: &[
        "In X open Settings and privacy, Your account, Download an archive of your data",
        "Confirm your password and choose Request archive; it is ready after a day or more",
        "Download every part and open them together, without unpacking",
        "An older archive, if you still have one, may hold places that newer ones leave out: open both together",
    ],
    in_short: "in Settings and privacy, Your account, choose Download an archive of your data",
}];

impl Platform for X {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "X (Twitter)"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        export::recognise(source)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        import::import(found, cx)
    }
}
