//! One adapter per platform: entries of an archive to items, points and accounts.
//!
//! An adapter knows the layouts its platform has exported over time and nothing of lenses. A new
//! platform is one file here and one word in the list below.

mod guide;
mod hints;
mod import;
pub mod support;

pub use guide::Guide;
pub use hints::{Hints, Order};
pub use import::{ImportCx, ImportError};

use crate::archive::Source;
use crate::model::PlatformId;

/// The folder of a container in which an export starts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExportRoot {
    /// Index of the container.
    pub container: u16,
    /// Folder path without trailing slash; empty for the top. The path of a file stands for that file alone.
    pub folder: Box<str>,
}

impl ExportRoot {
    /// Whether a path of `container` lies under this root, A to Z compared without regard to case.
    pub fn contains(&self, container: u16, path: &str) -> bool {
        let (path, folder) = (path.as_bytes(), self.folder.as_bytes());
        self.container == container
            && (folder.is_empty()
                || path.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
                    && path.get(folder.len()).is_none_or(|next| *next == b'/'))
    }
}

/// That, where and why an adapter recognises its platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Where its exports start.
    pub roots: Vec<ExportRoot>,
    /// The layout generation, for the user: "2021–22 layout".
    pub layout: Box<str>,
    /// What it was recognised by, for the user: `content/posts_1.json`.
    pub because: Box<str>,
    /// Files that a whole export would have and this one has not, each a sentence for the user that says
    /// what is lost and what to ask for: "No `posts_1.json`: ask for all information, not only logins".
    pub missing: Vec<Box<str>>,
}

/// An adapter.
pub trait Platform: Sync {
    /// Stable id, used in JSON and in lens files.
    fn id(&self) -> PlatformId;

    /// Name for the user.
    fn name(&self) -> &'static str;

    /// Whether it reads loose files wherever they lie. Such an adapter owns no folder: the roots it
    /// recognises are no export that others have to leave alone.
    fn is_loose(&self) -> bool {
        false
    }

    /// How to ask for its export; the first is the usual way. Empty for files that one simply has.
    fn guides(&self) -> &'static [Guide] {
        &[]
    }

    /// Ends of paths that its exports alone have. A file of such a name with nothing in it tells the export where
    /// there is nothing else to recognise it by.
    fn own_names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether its export has no parts to choose, so that one that was read to its end would be the same if asked for again.
    fn is_whole(&self, _found: &Recognition) -> bool {
        false
    }

    /// Looks at entry names and at the heads of few files; never walks the data.
    fn recognise(&self, source: &dyn Source) -> Option<Recognition>;

    /// Reads everything. A bad record or file is counted and reported through `cx`; an error ends the whole import.
    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError>;
}

macro_rules! platforms {
    ($($module:ident :: $adapter:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every adapter, in the order in which they are asked. Those of loose files come last: GPS files, then
        /// whatever else holds a position, then photos, which speaks for every file that nothing else owns.
        pub static PLATFORMS: &[&dyn Platform] = &[$(&$module::$adapter),*];
    };
}

platforms! {
    apple::Apple,
    bereal::BeReal,
    discord::Discord,
    ebird::EBird,
    facebook::Facebook,
    flickr::Flickr,
    garmin::Garmin,
    google::Google,
    inaturalist::INaturalist,
    instagram::Instagram,
    mastodon::Mastodon,
    owntracks::OwnTracks,
    pixelfed::Pixelfed,
    polarsteps::Polarsteps,
    reddit::Reddit,
    snapchat::Snapchat,
    strava::Strava,
    swarm::Swarm,
    telegram::Telegram,
    threads::Threads,
    tiktok::TikTok,
    tinder::Tinder,
    uber::Uber,
    untappd::Untappd,
    whatsapp::WhatsApp,
    x::X,
    tracks::Tracks,
    found::Found,
    photos::Photos,
}
