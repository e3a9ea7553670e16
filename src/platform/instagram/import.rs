//! Reads all parts of one account's exports, in order, and accounts for every file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::account::{AccountFacts, At};
use super::draft::{self, Draft, Publication};
use super::finish::Finish;
use super::layout::{self, Role, Shelf};
use super::pool::Pool;
use super::{old, privacy, traces};
use crate::archive::{Entry, EntryId};
use crate::model::{Account, PlatformId, ProfileFact, ProfileField};
use crate::platform::support::meta_export::{MediaIndex, Root, number_exports};
use crate::platform::support::meta_file::{Content, read};
use crate::platform::support::meta_import::{self, Contents, Shown};
use crate::platform::support::meta_json::records;
use crate::platform::support::meta_position::Refused;
use crate::platform::support::meta_trace::{Trace, TraceKey};
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// Everything read of one account.
#[derive(Default)]
pub(super) struct State {
    pub(super) facts: AccountFacts,
    drafts: Vec<Draft>,
    traces: Vec<Trace>,
    trace_keys: BTreeSet<TraceKey>,
    unclear: u64,
    pub(super) unzoned: u64,
    /// Whether the export has no JSON, so that its web pages are read.
    pages: bool,
}

/// Imports the roots of one account. `ready` holds files that were read already.
pub(super) fn account(
    platform: PlatformId,
    roots: &[&Root],
    ready: &mut BTreeMap<EntryId, Content>,
    cx: &mut ImportCx<'_>,
) -> Result<(), ImportError> {
    let files = || roots.iter().flat_map(|root| &root.entries);
    let pages = !files().any(|(id, path)| layout::role(cx.source().entry(*id), path).is_some());
    let mut state = State { pages, ..State::default() };
    let mut contents = Contents::new(roots.len());
    for (index, root) in roots.iter().enumerate() {
        for (id, path) in &root.entries {
            let entry = cx.source().entry(*id);
            let Some(role) = layout::role(entry, path) else {
                if let Some(role) = layout::page_role(entry, path).filter(|_| state.pages) {
                    cx.check()?;
                    state.page(role, *id, index, root, cx);
                }
                continue;
            };
            cx.check()?;
            let Some(content) = ready.remove(id).or_else(|| read(cx, *id)) else {
                state.facts.toggles_unreadable |= role == Role::PrivacyChanges;
                continue;
            };
            if contents.is_repeated(cx, *id, path, content.hash) {
                continue;
            }
            // The old layout repeats its file names in every part of one export.
            if role != Role::OldMedia {
                contents.add(index, path, content.hash);
            }
            state.file(role, &content, *id, index, root, cx);
        }
    }
    state.finish(platform, roots, &contents, cx)
}

impl State {
    fn file(&mut self, role: Role, content: &Content, id: EntryId, index: usize, root: &Root, cx: &mut ImportCx<'_>) {
        let at = At { file: id.0, root: index, exported: root.hint.exported, complete: content.complete };
        if role == Role::PersonalInformation {
            self.profile_pictures(&content.value, index, at, cx);
        }
        if role == Role::Signup {
            // Its records are counted as facts of the account.
            let found = traces::read(role, &content.value, at).map(|traces| traces.found).unwrap_or_default();
            self.traces.extend(found.into_iter().filter(|trace| self.trace_keys.insert(trace.key())));
        }
        let result = match role {
            Role::Media(on) => self.media_file(on, content, id, index, at, cx),
            Role::OldMedia => self.old_media(content, id, index, at, cx),
            Role::Logins
            | Role::ProfileActivity
            | Role::OldHistory
            | Role::OldAbout
            | Role::LastLocation
            | Role::BasedIn
            | Role::Autofill
            | Role::LocationsOfInterest => self.trace_file(role, content, at, cx),
            _ => self.facts.read(role, &content.value, at).map(|tally| {
                cx.fact(tally.facts);
                tally.skipped.iter().for_each(|(reason, count)| cx.skip(reason, *count));
                tally.what
            }),
        };
        match result {
            Ok(what) => cx.done(id, what),
            Err(found) if role == Role::PrivacyChanges => {
                cx.fail(id, format!("expected a list of privacy switches, found {found}"));
            }
            Err(found) => cx.ignore(id, format!("not what its name says: it holds {found}")),
        }
    }

    fn media_file(
        &mut self,
        on: Shelf,
        content: &Content,
        id: EntryId,
        root: usize,
        at: At,
        cx: &mut ImportCx<'_>,
    ) -> Result<String, String> {
        let roots: Vec<_> = Role::Media(on).roots().collect();
        let found = records(&content.value, &roots)?;
        let marks = draft::Marks::of(found);
        let before = self.drafts.len();
        for (i, record) in found.iter().enumerate() {
            match draft::from_record(record, on, root, at.record(i)) {
                Ok(mut draft) => {
                    if draft.publication == Publication::NotSaid && marks.are_odd(record) {
                        draft.publication = Publication::Unclear;
                        self.unclear += 1;
                    }
                    self.draft(draft, at, cx);
                }
                Err(reason) => cx.skip(reason, 1),
            }
        }
        let count = self.drafts.len() - before;
        if count == 0 && !found.is_empty() {
            cx.warn("This file has records, but none of a known shape", Some(id));
        }
        let (one, many) = noun(on);
        Ok(counted(count as u64, one, many))
    }

    fn old_media(
        &mut self,
        content: &Content,
        id: EntryId,
        root: usize,
        at: At,
        cx: &mut ImportCx<'_>,
    ) -> Result<String, String> {
        let map = content.value.as_object().ok_or("a list")?;
        let known: Vec<_> = Role::OldMedia.roots().collect();
        if !known.iter().any(|key| map.contains_key(*key)) {
            return Err("other lists".to_owned());
        }
        let found = old::read(map, root, id.0);
        found.skipped.iter().for_each(|reason| cx.skip(reason, 1));
        cx.skip("a further picture of an album that was kept", found.grouped);
        let count = found.drafts.len();
        for draft in found.drafts {
            self.unzoned += u64::from(!draft.zoned);
            self.draft(draft, at, cx);
        }
        Ok(counted(count as u64, "post, story or profile picture", "posts, stories and profile pictures"))
    }

    /// Profile pictures that the profile itself names; doubles of those in their own list are joined later.
    fn profile_pictures(&mut self, profile: &Value, root: usize, at: At, cx: &mut ImportCx<'_>) {
        let roots: Vec<_> = Role::PersonalInformation.roots().collect();
        for (i, record) in records(profile, &roots).into_iter().flatten().enumerate() {
            let pictures = record.get("media_map_data").and_then(Value::as_object);
            for picture in pictures.into_iter().flat_map(|map| map.values()) {
                if let Ok(draft) = draft::from_record(picture, Shelf::ProfilePhotos, root, at.record(i))
                    && !draft.media.is_empty()
                {
                    self.draft(draft, at, cx);
                }
            }
        }
    }

    pub(super) fn draft(&mut self, mut draft: Draft, at: At, cx: &mut ImportCx<'_>) {
        draft.exported = at.exported;
        let up = matches!(draft.shelf, Shelf::Posts | Shelf::Reels | Shelf::Igtv);
        draft.seen_up_at = at.exported.filter(|_| up);
        draft.positions.refused.iter().for_each(|refused| cx.flaw(refused.reason(), draft.origin));
        self.drafts.push(draft);
    }

    fn trace_file(&mut self, role: Role, content: &Content, at: At, cx: &mut ImportCx<'_>) -> Result<String, String> {
        let found = traces::read(role, &content.value, at)?;
        found.skipped.iter().for_each(|reason| cx.skip(reason, 1));
        found.refused.iter().for_each(|origin| cx.flaw(Refused::OutOfRange.reason(), *origin));
        let what = match role {
            Role::LastLocation => ("device position", "device positions"),
            Role::BasedIn | Role::OldAbout => ("place the account is based in", "places the account is based in"),
            Role::Autofill => ("address typed into a form", "addresses typed into a form"),
            Role::LocationsOfInterest => ("place of interest", "places of interest"),
            _ => ("login", "logins"),
        };
        let count = found.found.len();
        for trace in found.found {
            if self.trace_keys.insert(trace.key()) {
                self.traces.push(trace);
            } else {
                cx.merged(1);
            }
        }
        Ok(counted(count as u64, what.0, what.1))
    }
}

/// A day, from its first moment in UTC to its last in the westernmost zone.
const LONGEST_DAY: jiff::SignedDuration = jiff::SignedDuration::from_hours(36);

/// A number of followers, since when, and where it was read.
type ProfileFactCount = (u64, Option<jiff::Timestamp>, crate::model::Origin);

pub(super) const fn noun(shelf: Shelf) -> (&'static str, &'static str) {
    match shelf {
        Shelf::Posts => ("post", "posts"),
        Shelf::Reels => ("reel", "reels"),
        Shelf::Igtv => ("long video", "long videos"),
        Shelf::Stories => ("story", "stories"),
        Shelf::Archived => ("archived post", "archived posts"),
        Shelf::Deleted => ("recently deleted thing", "recently deleted things"),
        Shelf::Other => ("thing that may be a draft", "things that may be drafts"),
        Shelf::ProfilePhotos => ("profile picture", "profile pictures"),
    }
}

impl State {
    fn finish(
        mut self,
        platform: PlatformId,
        roots: &[&Root],
        contents: &Contents,
        cx: &mut ImportCx<'_>,
    ) -> Result<(), ImportError> {
        let days: Vec<_> = roots.iter().map(|r| r.hint.exported).collect();
        let exports = number_exports(&days, contents.by_root());
        let mut media = MediaIndex::default();
        roots.iter().enumerate().for_each(|(i, root)| media.add(i, root));
        let traces = std::mem::take(&mut self.traces);
        let account = cx.account(self.account(platform, roots, &exports, &traces));
        let pool = Pool::join(std::mem::take(&mut self.drafts), &exports);
        cx.merged(pool.joined);
        let drafts = pool.into_drafts();
        let finish = Finish::new(platform, account, self.facts.close_friends, &media, &exports, &drafts);
        let mut shown = Shown::default();
        for (i, draft) in drafts.into_iter().enumerate() {
            if i % 256 == 0 {
                cx.check()?;
            }
            shown.keep(cx, finish.item(draft));
        }
        for trace in traces {
            cx.item(trace.item(platform, account));
        }
        let is_read = |entry: &Entry, path: &str| {
            layout::role(entry, path).is_some() || self.pages && layout::page_role(entry, path).is_some()
        };
        let pages = meta_import::leave_aside(cx, roots, &shown, is_read, layout::is_page_of_posts, layout::ignore_reason);
        self.warn(&shown, pages, cx);
        Ok(())
    }

    fn account(&self, platform: PlatformId, roots: &[&Root], exports: &[usize], traces: &[Trace]) -> Account {
        let (private_now, periods) = privacy::periods(&self.facts);
        let by_name = roots.iter().find_map(|r| r.hint.user.clone());
        let mut profile = self.facts.profile();
        profile.extend(self.follower_count(roots, exports));
        let homes = traces.iter().filter_map(Trace::home);
        profile.extend(homes.map(|(value, origin)| ProfileFact {
            field: ProfileField::HomeCity,
            value,
            since: None,
            origin,
        }));
        profile.sort_by_key(|fact| (fact.field, fact.since, fact.origin));
        Account {
            platform,
            handle: self.facts.handle().or(by_name).unwrap_or_default().into(),
            private_now,
            periods,
            profile,
            created: self.facts.created,
            exported: self.exported(roots, traces),
        }
    }

    /// When the latest export was made: at the latest moment in it within the day that its name gives.
    fn exported(&self, roots: &[&Root], traces: &[Trace]) -> Option<jiff::Timestamp> {
        let day = roots.iter().filter_map(|r| r.hint.exported).max()?;
        let end = day.checked_add(LONGEST_DAY).ok()?;
        let drafts = self.drafts.iter().filter_map(|d| d.time);
        let moments = drafts.chain(traces.iter().filter_map(|t| t.time)).chain(self.facts.toggles.iter().map(|t| t.at));
        moments.filter(|t| *t < end).chain([day]).max()
    }

    /// The number of followers in each export, since the day of the export where there are several.
    fn follower_count(&self, roots: &[&Root], exports: &[usize]) -> Vec<ProfileFact> {
        let mut counts: BTreeMap<usize, ProfileFactCount> = BTreeMap::new();
        for (root, count, origin) in &self.facts.followers {
            let Some(export) = exports.get(*root) else { continue };
            let since = roots.get(*root).and_then(|r| r.hint.exported);
            let known = counts.entry(*export).or_insert((0, since, *origin));
            known.0 += count;
        }
        let several = counts.len() > 1;
        let fact = |(count, since, origin): ProfileFactCount| ProfileFact {
            field: ProfileField::FollowerCount,
            value: count.to_string().into(),
            since: since.filter(|_| several),
            origin,
        };
        counts.into_values().map(fact).collect()
    }

    fn warn(&self, shown: &Shown, pages: bool, cx: &mut ImportCx<'_>) {
        let facts = &self.facts;
        if facts.flags.is_empty() && facts.toggles.is_empty() && facts.toggles_without_time == 0 {
            cx.warn(
                "The Instagram export does not say whether the account is private or public: it has no personal_information.json \
                 with the setting and no list of privacy switches. Ask Instagram for all information to see who could see the posts",
                None,
            );
        }
        if facts.flags.iter().any(|flag| flag.guessed) {
            cx.warn(
                "The label of Instagram's privacy setting is in a language this program does not know; the last yes-or-no field \
                 of the profile was taken for it",
                None,
            );
        }
        shown.warn_of_missing(cx, "Instagram");
        meta_import::warn_of_unzoned(cx, "Instagram", self.unzoned);
        if self.unclear > 0 {
            cx.warn(
                format!(
                    "{} marks in a language this program does not know and may be drafts that were never published",
                    counted(self.unclear, "post of the Instagram export has", "posts of the Instagram export have")
                ),
                None,
            );
        }
        if pages {
            meta_import::warn_of_pages(cx, "Instagram");
        }
    }
}
