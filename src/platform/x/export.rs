//! Which files belong to an archive, and what each is.
//!
//! Told by name and by the script's first words; a name alone is not enough, since any web page
//! may have a `data/account.js`.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Shelf;
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::platform::{ExportRoot, ImportCx, Recognition};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The account's number and name.
    Account,
    /// The list of files.
    Manifest,
    /// What the profile says.
    Profile,
    /// Switches between protected and public.
    ProtectedHistory,
    /// Logins.
    IpAudit,
    /// The address from which the account was opened.
    CreationIp,
    /// The account's time zone.
    Timezone,
    /// What X takes the account's person for.
    Personalization,
    /// The account in archives until 2018.
    OldUser,
    /// The day of archives until 2018.
    OldPayload,
    /// Tweets.
    Tweets(Shelf),
    /// The full text of long tweets; after the tweets, which it is joined with.
    Notes,
    /// Live broadcasts.
    Broadcasts,
    /// Advertising shown, with the places it was aimed at.
    Ads,
}

/// The kinds of layout, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layout {
    /// `data/tweets.js`.
    Current,
    /// `data/tweet.js`.
    Since2020,
    /// `tweet.js` at the top.
    Since2018,
    /// `data/js/tweets/2015_01.js`.
    Old,
}

impl Layout {
    const fn title(self) -> &'static str {
        match self {
            Self::Current => "layout since 2022",
            Self::Since2020 => "layout of 2020–22",
            Self::Since2018 => "layout of 2018–20",
            Self::Old => "layout until 2018",
        }
    }
}

/// Bytes of a script looked at.
const HEAD: usize = 512;
/// Scripts looked at in all.
const MOST_HEADS: usize = 2_000;

/// Folder of the monthly files until 2018.
const OLD_TWEETS: &str = "data/js/tweets";
/// Folder of the files about the account until 2018.
const OLD_ACCOUNT: &str = "data/js";

/// What a script holds by its name: `tweets-part1.js` is another part of `tweets.js`.
fn role(entry: &Entry) -> Option<Role> {
    let stem = entry.lower_name().strip_suffix(".js")?;
    if entry.lower_folder().ends_with(OLD_TWEETS) {
        let is_month = stem.len() == 7 && stem.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        return is_month.then_some(Role::Tweets(Shelf::Tweets));
    }
    Some(match without_part(stem) {
        "tweets" | "tweet" => Role::Tweets(Shelf::Tweets),
        "deleted-tweets" | "deleted-tweet" => Role::Tweets(Shelf::Deleted),
        "deleted-tweet-headers" => Role::Tweets(Shelf::DeletedHeaders),
        "twitter-circle-tweet" | "twitter-circle-tweets" => Role::Tweets(Shelf::Circle),
        "community-tweet" | "community-tweets" => Role::Tweets(Shelf::Community),
        "note-tweet" | "note-tweets" | "deleted-note-tweet" | "deleted-note-tweets" => Role::Notes,
        "periscope-broadcast-metadata" => Role::Broadcasts,
        "account" => Role::Account,
        "manifest" => Role::Manifest,
        "profile" => Role::Profile,
        "protected-history" => Role::ProtectedHistory,
        "ip-audit" => Role::IpAudit,
        "account-creation-ip" => Role::CreationIp,
        "account-timezone" => Role::Timezone,
        "personalization" => Role::Personalization,
        "ad-impressions" | "ad-engagements" => Role::Ads,
        "user_details" => Role::OldUser,
        "payload_details" => Role::OldPayload,
        _ => return None,
    })
}

fn without_part(stem: &str) -> &str {
    let digits = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let base = digits.strip_suffix("-part").or_else(|| digits.strip_suffix(".part"));
    base.filter(|_| digits.len() < stem.len()).unwrap_or(stem)
}

/// Whether a script starts as those of an archive do.
fn is_of_archive(head: &[u8], role: Role) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let Some((name, rest)) = head.split_once('=') else { return false };
    let holds = rest.trim_start().starts_with(['[', '{']);
    holds
        && match role {
            Role::Manifest => name.contains("__THAR_CONFIG"),
            Role::OldUser => name.trim_end().ends_with("user_details"),
            Role::OldPayload => name.trim_end().ends_with("payload_details"),
            _ => name.starts_with("window.YTD.") || name.starts_with("Grailbird.data."),
        }
}

/// The folder in which the archive of a file with this role lies, and its layout.
fn place(entry: &Entry, role: Role) -> (String, Layout) {
    let folder = entry.folder();
    let above = |part: &str| {
        let rest = entry.lower_folder().strip_suffix(part)?;
        if rest.is_empty() { Some(String::new()) } else { Some(folder.get(..rest.strip_suffix('/')?.len())?.to_owned()) }
    };
    if let Some(root) = above(OLD_TWEETS) {
        return (root, Layout::Old);
    }
    if let Some(root) = above(OLD_ACCOUNT).filter(|_| matches!(role, Role::OldUser | Role::OldPayload)) {
        return (root, Layout::Old);
    }
    let plural = entry.lower_name().starts_with("tweets") || role == Role::Manifest;
    match above("data") {
        Some(root) => (root, if plural { Layout::Current } else { Layout::Since2020 }),
        None if plural => (folder.to_owned(), Layout::Current),
        None => (folder.to_owned(), Layout::Since2018),
    }
}

/// One archive.
#[derive(Debug)]
pub(super) struct Root {
    /// Where it starts.
    pub(super) at: ExportRoot,
    /// Its layout.
    pub(super) layout: Layout,
    /// The files that are read.
    pub(super) files: Vec<(EntryId, Role)>,
}

/// Every archive in the containers.
pub(super) fn roots(source: &dyn Source) -> Vec<Root> {
    let mut roots: BTreeMap<ExportRoot, Root> = BTreeMap::new();
    let candidates = real_entries(source).filter_map(|(id, entry)| Some((id, entry, role(entry)?)));
    let mut doubtful = Vec::new();
    for (id, entry, role) in candidates.take(MOST_HEADS) {
        if !source.head(id, HEAD).is_ok_and(|head| is_of_archive(&head, role)) {
            doubtful.push((id, entry, role));
            continue;
        }
        let (folder, layout) = place(entry, role);
        let at = ExportRoot { container: entry.container, folder: folder.into() };
        let root = roots.entry(at.clone()).or_insert_with(|| Root { at, layout, files: Vec::new() });
        // Some files have had one name since 2020; those that were renamed since tell.
        root.layout = if matches!(layout, Layout::Since2018 | Layout::Old) { layout } else { root.layout.min(layout) };
        root.files.push((id, role));
    }
    // A damaged file of an archive known by others is to be reported as such.
    for (id, entry, role) in doubtful {
        let at = ExportRoot { container: entry.container, folder: place(entry, role).0.into() };
        if let Some(root) = roots.get_mut(&at) {
            root.files.push((id, role));
        }
    }
    let mut roots: Vec<Root> = roots.into_values().collect();
    for root in &mut roots {
        root.files.sort_by_key(|(id, role)| (*role, *id));
    }
    roots
}

impl Root {
    fn has(&self, wanted: impl Fn(Role) -> bool) -> bool {
        self.files.iter().any(|(_, role)| wanted(*role))
    }

    /// The folders and files that belong to the archive. Files that lie beside it are left to others.
    fn owned(&self, source: &dyn Source) -> BTreeSet<ExportRoot> {
        let beside = |name: &str| if self.at.folder.is_empty() { name.into() } else { format!("{}/{name}", self.at.folder) };
        let parts: Vec<String> = match self.layout {
            _ if self.is_flat(source) => return self.owned_flat(source),
            Layout::Old => ["data", "css", "img", "js", "lib", "index.html", "tweets.csv", "README.txt"].map(beside).into(),
            _ => ["data", "assets", "Your archive.html", "README.txt"].map(beside).into(),
        };
        parts.into_iter().map(|folder| ExportRoot { container: self.at.container, folder: folder.into() }).collect()
    }

    /// Whether the files lie in the archive's folder itself, and not in `data`.
    fn is_flat(&self, source: &dyn Source) -> bool {
        self.files.iter().any(|(id, _)| source.entry(*id).folder() == &*self.at.folder)
    }

    /// A whole folder of scripts and pictures of tweets, or the scripts alone.
    fn owned_flat(&self, source: &dyn Source) -> BTreeSet<ExportRoot> {
        let inside = |e: &Entry| self.at.contains(e.container, &e.path);
        let is_whole = self.has(|role| role == Role::Account);
        let is_part = |e: &Entry| {
            e.extension() == "js" && e.folder() == &*self.at.folder || is_media_folder(e.folder()) || is_whole && !is_picture_at(&self.at, e)
        };
        let parts = real_entries(source).filter(|(_, e)| inside(e) && is_part(e)).map(|(_, e)| ExportRoot {
            container: e.container,
            folder: if is_media_folder(e.folder()) { e.folder().into() } else { e.path.clone() },
        });
        parts.collect()
    }

    /// What a whole archive has and this one has not.
    fn missing(&self, all: &[Self]) -> Vec<Box<str>> {
        let any = |wanted: fn(Role) -> bool| all.iter().any(|root| root.has(wanted));
        let mut missing: Vec<Box<str>> = Vec::new();
        if !any(|role| role == Role::Tweets(Shelf::Tweets)) {
            missing.push("No `tweets.js`: the tweets themselves are not here; open the archive as X gave it, with all of its parts".into());
        }
        if !any(|role| role == Role::ProtectedHistory) {
            let text = if self.layout == Layout::Old {
                "No `protected-history.js`: archives until 2018 do not record when the account was protected; ask X for a new archive and open both together"
            } else {
                "No `protected-history.js`: when the account was protected cannot be told; open the archive as X gave it, with all of its parts"
            };
            missing.push(text.into());
        }
        missing
    }
}

/// Folders of pictures and videos: `tweets_media`, `tweet_media`, `deleted_tweets_media`.
pub(super) fn is_media_folder(folder: &str) -> bool {
    folder.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().ends_with("_media"))
}

/// A picture beside the scripts, which no archive has there.
fn is_picture_at(at: &ExportRoot, entry: &Entry) -> bool {
    entry.folder() == &*at.folder && crate::media::is_media_extension(entry.extension())
}

/// Where there is an archive.
pub(super) fn recognise(source: &dyn Source) -> Option<Recognition> {
    let roots = roots(source);
    let newest = roots.iter().min_by_key(|root| root.layout)?;
    let tweets = |(_, role): &&(EntryId, Role)| *role == Role::Tweets(Shelf::Tweets);
    let first = newest.files.iter().filter(tweets).min_by_key(|(id, _)| source.entry(*id).file_name().len());
    let first = first.or(newest.files.first())?;
    let owned: BTreeSet<ExportRoot> = roots.iter().flat_map(|root| root.owned(source)).collect();
    Some(Recognition {
        layout: newest.layout.title().into(),
        because: source.entry(first.0).path.clone(),
        missing: newest.missing(&roots),
        roots: owned.into_iter().collect(),
    })
}

/// Pictures and videos of tweets by name in lower case, which starts with the tweet's number.
#[derive(Debug, Default)]
pub(super) struct Media(BTreeMap<Box<str>, EntryId>);

impl Media {
    /// Those of one archive.
    pub(super) fn of(cx: &ImportCx<'_>, at: &ExportRoot) -> Self {
        let inside = real_entries(cx.source()).filter(|(_, e)| at.contains(e.container, &e.path));
        Self(inside.filter(|(_, e)| is_media_folder(e.folder())).map(|(id, e)| (e.lower_name().into(), id)).collect())
    }

    /// That of a tweet with the last part of an address.
    pub(super) fn named(&self, tweet: u64, name: &str) -> Option<EntryId> {
        self.0.get(&*format!("{tweet}-{name}").to_ascii_lowercase()).copied()
    }

    /// All of a tweet.
    pub(super) fn of_tweet(&self, tweet: u64) -> impl Iterator<Item = EntryId> {
        let prefix = format!("{tweet}-");
        let from: Box<str> = prefix.as_str().into();
        self.0.range(from..).take_while(move |(name, _)| name.starts_with(&prefix)).map(|(_, id)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::MemorySource;

    fn found(files: &[(&str, &str)]) -> Vec<(String, Layout)> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let source = MemorySource::new("x", files);
        roots(&source).iter().map(|r| (r.at.folder.to_string(), r.layout)).collect()
    }

    const TWEETS: &str = "window.YTD.tweets.part0 = [";

    #[test]
    fn the_four_layouts_are_told_apart() {
        assert_eq!(found(&[("a/data/tweets.js", TWEETS), ("a/data/account.js", "window.YTD.account.part0 = [")]), [("a".into(), Layout::Current)]);
        assert_eq!(found(&[("data/tweet.js", "window.YTD.tweet.part0 = [")]), [(String::new(), Layout::Since2020)]);
        assert_eq!(found(&[("tweet.js", "window.YTD.tweet.part0 = [")]), [(String::new(), Layout::Since2018)]);
        assert_eq!(found(&[("b/data/js/tweets/2015_01.js", "Grailbird.data.tweets_2015_01 =\n [")]), [("b".into(), Layout::Old)]);
    }

    #[test]
    fn a_name_alone_is_not_enough() {
        assert_eq!(found(&[("data/tweets.js", "const tweets = ["), ("data/account.js", "export default {}")]), []);
    }

    #[test]
    fn parts_belong_to_their_file() {
        assert_eq!(without_part("tweets-part12"), "tweets");
        assert_eq!(without_part("tweets.part1"), "tweets");
        assert_eq!(without_part("tweets-part"), "tweets-part");
        assert_eq!(without_part("2015_01"), "2015_01");
    }
}
