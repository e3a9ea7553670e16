//! Reads the archives of one account, newest first, and accounts for every file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::account::{Facts, Switches};
use super::ads::Places;
use super::export::{self, Layout, Media, Role, Root};
use super::record::{Shelf, Tweet};
use super::switches::Covered;
use super::{ID, broadcast, notes, rules};
use crate::archive::EntryId;
use crate::model::{AccountId, Claim, Evidence, Item, Life, MediaRef, Origin};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_split::Ending;
use crate::platform::support::json_stream::{finish, read_script};
use crate::platform::support::kept::blank_account;
use crate::platform::{ImportCx, ImportError, Recognition};

/// Reason for what stands where a record should be.
const NOT_A_RECORD: &str = "not a record";
/// Reason for records that tell nothing.
const NOTHING_KNOWN: &str = "a record without anything known in it";

/// An archive and what its files on the account say.
struct Archive {
    root: Root,
    facts: Facts,
}

/// Reads everything.
pub(super) fn import(found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
    let mut archives = Vec::new();
    for root in export::roots(cx.source()) {
        let facts = read_facts(cx, &root)?;
        archives.push(Archive { root, facts });
    }
    let mut shown = BTreeSet::new();
    for group in by_account(archives) {
        read_account(cx, group, &mut shown)?;
    }
    for id in cx.entries_of(found) {
        if cx.is_unclaimed(id) {
            let why = if shown.contains(&id) { "picture or video of a tweet, shown with it" } else { ignored(cx, id) };
            cx.ignore(id, why);
        }
    }
    Ok(())
}

/// Why a file of an archive is not read.
fn ignored(cx: &ImportCx<'_>, id: EntryId) -> &'static str {
    let entry = cx.source().entry(id);
    if export::is_media_folder(entry.folder()) {
        return "picture or video that no tweet read here names";
    }
    let name = entry.lower_name();
    let starts = |all: &[&str]| all.iter().any(|s| name.starts_with(s));
    if starts(&["direct-message"]) {
        "private messages, not read"
    } else if starts(&["article"]) {
        "articles, which carry no places"
    } else if starts(&["tweet-headers"]) {
        "times of the tweets that stand in full in another file"
    } else if starts(&["follower", "following", "block", "mute", "like", "lists-", "contact"]) {
        "about other people or their tweets"
    } else if name == "tweets.csv" {
        "the same tweets as in data/js/tweets, without their places"
    } else {
        "not about where you were"
    }
}

fn read_facts(cx: &mut ImportCx<'_>, root: &Root) -> Result<Facts, ImportError> {
    let mut facts = Facts::default();
    for (id, role) in &root.files {
        cx.check()?;
        match role {
            Role::Tweets(_) | Role::Notes | Role::Broadcasts | Role::Ads => {}
            Role::Manifest | Role::OldUser | Role::OldPayload => read_object(cx, *id, *role, &mut facts),
            _ => read_list(cx, *id, *role, &mut facts)?,
        }
    }
    if facts.switches == Switches::Read {
        facts.covered.extend(Covered::of(facts.exported, &facts.toggles));
    }
    Ok(facts)
}

/// A script that assigns one object.
fn read_object(cx: &mut ImportCx<'_>, id: EntryId, role: Role, facts: &mut Facts) {
    let Some(bytes) = cx.read(id) else { return };
    let start = memchr::memchr(b'=', &bytes).map_or(0, |at| at + 1);
    let text = bytes.get(start..).unwrap_or_default().trim_ascii();
    let raw = Raw::new(text.strip_suffix(b";").unwrap_or(text));
    if !raw.is_valid() {
        return cx.fail(id, "not valid JSON; the file may be cut off, download the archive again");
    }
    if facts.read(role, raw, Origin::new(id.0, 0)) {
        cx.fact(1);
    } else {
        cx.skip(NOTHING_KNOWN, 1);
    }
    cx.done(id, what(role));
}

pub(super) const fn what(role: Role) -> &'static str {
    match role {
        Role::Account | Role::OldUser => "the account",
        Role::Manifest => "the list of files, for the account and the day of the archive",
        Role::Profile => "the profile",
        Role::ProtectedHistory => "switches between protected and public",
        Role::IpAudit => "logins",
        Role::CreationIp => "the address from which the account was opened",
        Role::Timezone => "the time zone",
        Role::Personalization => "places X takes you to have been at",
        Role::OldPayload => "the day of the archive",
        Role::Notes => "full texts of long tweets",
        Role::Broadcasts => "live broadcasts",
        Role::Ads => "ads shown to you",
        Role::Tweets(Shelf::Tweets) => "tweets",
        Role::Tweets(Shelf::Deleted) => "deleted tweets",
        Role::Tweets(Shelf::DeletedHeaders) => "times of deleted tweets",
        Role::Tweets(Shelf::Circle) => "tweets to your Circle",
        Role::Tweets(Shelf::Community) => "tweets to communities",
    }
}

/// A script that assigns a list of records about the account.
fn read_list(cx: &mut ImportCx<'_>, id: EntryId, role: Role, facts: &mut Facts) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_script(cx, id, &[], |cx, piece| {
        let traces = facts.traces.len();
        count += 1;
        if !facts.read(role, Raw::new(piece.bytes), Origin::new(id.0, count - 1)) {
            cx.skip(NOTHING_KNOWN, 1);
        } else if facts.traces.len() == traces {
            cx.fact(1);
        }
    })?;
    if role == Role::ProtectedHistory {
        let list = if ending == Ending::Whole { Switches::Read } else { Switches::Unreadable };
        facts.switches = facts.switches.max(list);
    }
    finish(cx, id, &ending, count, what(role));
    Ok(())
}

/// Archives of one account together, newest first. One that does not name its account belongs to the only other.
fn by_account(archives: Vec<Archive>) -> Vec<Vec<Archive>> {
    let named: BTreeSet<String> = archives.iter().filter_map(|a| a.facts.id.clone()).collect();
    let only = named.first().filter(|_| named.len() == 1).cloned();
    let mut groups: BTreeMap<(Option<String>, usize), Vec<Archive>> = BTreeMap::new();
    for (i, archive) in archives.into_iter().enumerate() {
        let id = archive.facts.id.clone().or_else(|| only.clone());
        let nameless = if id.is_some() { 0 } else { i };
        groups.entry((id, nameless)).or_default().push(archive);
    }
    let mut groups: Vec<Vec<Archive>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|a| (a.root.layout, Reverse(a.facts.exported), a.root.at.clone()));
    }
    groups
}

/// An account's tweets so far.
struct Reader<'s> {
    account: AccountId,
    /// Kept items by the number of their tweet.
    seen: HashMap<u64, usize>,
    /// Pictures and videos shown with a tweet.
    shown: &'s mut BTreeSet<EntryId>,
    media: Media,
    /// Whether the archive at hand names the place of any tweet.
    gives_places: bool,
    /// A later archive lacks what is new in this one; that one was still up when this archive was made, if that is known.
    gone_later: Option<Life>,
    uncertain: u64,
}

fn read_account(cx: &mut ImportCx<'_>, group: Vec<Archive>, shown: &mut BTreeSet<EntryId>) -> Result<(), ImportError> {
    let account = cx.account(blank_account(ID));
    let mut reader = Reader {
        account,
        seen: HashMap::new(),
        shown,
        media: Media::default(),
        gives_places: false,
        gone_later: None,
        uncertain: 0,
    };
    let mut all: Option<Facts> = None;
    let mut newer: Option<(Layout, Option<jiff::Timestamp>)> = None;
    let mut places = Places::default();
    for Archive { root, mut facts } in group {
        let another = newer.filter(|(layout, at)| *layout != root.layout || at.is_some() && facts.exported.is_some() && *at != facts.exported);
        let up_until_at_least = facts.exported;
        reader.gone_later = another.map(|_| Life::TakenDown { up_until_at_least, rule: &rules::GONE_LATER });
        let whole = reader.archive(cx, &root, &mut facts, &mut places)? && has_listed_files(cx, &root, &facts);
        newer = newer.or(whole.then_some((root.layout, facts.exported)));
        all = Some(match all {
            None => facts,
            Some(mut newest) => {
                newest.archives_differ |= facts.protected == Some(true) && newest.protected != Some(true);
                newest.add_older(facts);
                newest
            }
        });
    }
    let mut facts = all.unwrap_or_default();
    facts.archives_differ &= facts.toggles.is_empty();
    keep_traces(cx, account, &mut facts);
    let (private_now, periods) = facts.periods();
    let record = cx.account_mut(account);
    record.handle = facts.handle.unwrap_or_default();
    (record.created, record.exported) = (facts.created, facts.exported);
    (record.private_now, record.periods, record.profile) = (private_now, periods, facts.profile);
    Ok(())
}

/// Whether all files of tweets are here that the archive lists.
fn has_listed_files(cx: &mut ImportCx<'_>, root: &Root, facts: &Facts) -> bool {
    let here = root.files.iter().filter(|(_, role)| *role == Role::Tweets(Shelf::Tweets)).count();
    let manifest = root.files.iter().find(|(_, role)| *role == Role::Manifest).map(|(id, _)| *id);
    match facts.listed_tweet_files {
        Some(0) => {
            cx.warn("The archive says of itself that it is partial; there may be more tweets than it holds", manifest);
            false
        }
        Some(listed) if listed > here => {
            let text = format!("The archive lists {listed} files of tweets and {here} are here; open all of its parts together");
            cx.warn(text, manifest);
            false
        }
        _ => true,
    }
}

/// Keeps what X keeps, each once.
fn keep_traces(cx: &mut ImportCx<'_>, account: AccountId, facts: &mut Facts) {
    let mut seen = BTreeSet::new();
    for mut item in facts.traces.drain(..) {
        let name = item.place.as_ref().map(|p| p.name.clone());
        if seen.insert((item.kind, item.time, name, item.text.clone())) {
            item.account = Some(account);
            cx.item(item);
        } else {
            cx.merged(1);
        }
    }
}

impl Reader<'_> {
    /// Reads one archive. Whether it has tweets and all of them were read.
    fn archive(&mut self, cx: &mut ImportCx<'_>, root: &Root, facts: &mut Facts, places: &mut Places) -> Result<bool, ImportError> {
        self.media = Media::of(cx, &root.at);
        self.gives_places = false;
        let first = cx.items_mut().len();
        let mut whole = None;
        for (id, role) in &root.files {
            cx.check()?;
            match role {
                Role::Tweets(shelf) => {
                    let ending = self.tweets(cx, *id, *shelf, facts)?;
                    if *shelf == Shelf::Tweets {
                        whole = Some(whole.unwrap_or(true) && ending == Ending::Whole);
                    }
                }
                Role::Notes => notes::read(cx, *id, self.account)?,
                Role::Broadcasts => broadcast::read(cx, *id, self.account)?,
                Role::Ads => self.ads(cx, *id, places)?,
                _ => {}
            }
        }
        if self.gives_places {
            let items = cx.items_mut().get_mut(first..).unwrap_or_default();
            for item in items.iter_mut().filter(|i| i.tagged.rule == &rules::NEVER_GIVEN) {
                item.tagged = Claim::no(Evidence::Likely, &rules::NONE_GIVEN);
            }
        }
        Ok(whole == Some(true))
    }

    fn tweets(&mut self, cx: &mut ImportCx<'_>, id: EntryId, shelf: Shelf, facts: &mut Facts) -> Result<Ending, ImportError> {
        let mut count = 0_u64;
        self.uncertain = 0;
        let ending = read_script(cx, id, &[], |cx, piece| {
            count += 1;
            let raw = Raw::new(piece.bytes);
            if !raw.is_object() {
                return cx.skip(NOT_A_RECORD, 1);
            }
            let tweet = Tweet::of(raw);
            if let Some(protected) = tweet.protected() {
                facts.note_protected(protected);
            }
            self.gives_places |= tweet.gives_places();
            match tweet.item(shelf, Origin::new(id.0, count - 1)) {
                Some(item) => self.keep(cx, &tweet, item),
                None => cx.skip(NOTHING_KNOWN, 1),
            }
        })?;
        if self.uncertain > 0 {
            let text = format!("The two spellings of a position contradict each other, and it may be the wrong way round ({} of the tweets)", self.uncertain);
            cx.warn(text, Some(id));
        }
        finish(cx, id, &ending, count, what(Role::Tweets(shelf)));
        Ok(ending)
    }

    fn keep(&mut self, cx: &mut ImportCx<'_>, tweet: &Tweet<'_>, mut item: Item) {
        let number = tweet.id();
        item.account = Some(self.account);
        item.media = number.map_or(Vec::new(), |n| self.media_of(cx, n, tweet));
        if let Some(before) = number.and_then(|n| self.seen.get(&n)).and_then(|at| cx.items_mut().get_mut(*at)) {
            join(before, item);
            return cx.merged(1);
        }
        if let (Life::Live, Some(gone)) = (item.life, self.gone_later) {
            item.life = gone;
        }
        self.uncertain += u64::from(item.tagged.rule == &rules::ORDER_UNCERTAIN);
        if let Some(number) = number {
            self.seen.insert(number, cx.items_mut().len());
        }
        cx.item(item);
    }

    /// Pictures and videos of a tweet: by the name that its record gives, else by its number.
    fn media_of(&mut self, cx: &ImportCx<'_>, number: u64, tweet: &Tweet<'_>) -> Vec<MediaRef> {
        let names = tweet.media_names();
        if names.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<EntryId> = names.iter().filter_map(|name| self.media.named(number, name)).collect();
        if found.is_empty() {
            found = self.media.of_tweet(number).collect();
        }
        self.shown.extend(&found);
        let entry = |id: &EntryId| MediaRef { path: cx.source().entry(*id).path.clone(), file: Some(id.0) };
        let refs: Vec<MediaRef> = found.iter().map(entry).collect();
        let missing = || names.into_iter().take(1).map(|name| MediaRef { path: name.into(), file: None }).collect();
        if refs.is_empty() { missing() } else { refs }
    }

    fn ads(&mut self, cx: &mut ImportCx<'_>, id: EntryId, places: &mut Places) -> Result<(), ImportError> {
        let mut count = 0_u64;
        let account = self.account;
        let ending = read_script(cx, id, &[], |cx, piece| {
            count += 1;
            if !places.read(cx, Raw::new(piece.bytes), account, Origin::new(id.0, count - 1)) {
                cx.skip(NOTHING_KNOWN, 1);
            }
        })?;
        finish(cx, id, &ending, count, what(Role::Ads));
        Ok(())
    }
}

/// Adds what a second record of the same tweet tells.
fn join(kept: &mut Item, other: Item) {
    if kept.location.is_none() && kept.place.is_none() && other.tagged.holds == Some(true) {
        (kept.location, kept.public_location) = (other.location, other.public_location);
        (kept.place, kept.tagged) = (other.place, other.tagged);
    } else if kept.tagged.holds.is_none() && other.tagged.holds.is_some() && kept.location.is_none() {
        kept.tagged = other.tagged;
    }
    match (kept.life, other.life) {
        (Life::Live, Life::TakenDown { .. }) => kept.life = other.life,
        (
            Life::TakenDown { up_until_at_least: known, rule },
            Life::TakenDown { up_until_at_least: also, .. },
        ) => kept.life = Life::TakenDown { up_until_at_least: known.max(also), rule },
        _ => {}
    }
    kept.text = kept.text.take().or(other.text);
    if kept.media.iter().all(|m| m.file.is_none()) && !other.media.is_empty() {
        kept.media = other.media;
    }
    kept.also_in.push(other.origin);
}
