//! Reads all parts of one account's exports, in order, and accounts for every file.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{self, Draft};
use super::layout::{self, Role, Shelf, TraceFile};
use super::pool::Pool;
use super::profile::Profile;
use super::{FACEBOOK, finish, history, traces};
use crate::archive::{Entry, EntryId};
use crate::model::{Account, Origin, ProfileFact, ProfileField};
use crate::platform::support::meta_export::{MediaIndex, Root, number_exports};
use crate::platform::support::meta_file::{Content, read};
use crate::platform::support::meta_html;
use crate::platform::support::meta_import::{self, Contents, Shown};
use crate::platform::support::meta_json::records;
use crate::platform::support::meta_trace::{Trace, TraceKey};
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// Everything read of one account.
#[derive(Default)]
struct State {
    profile: Profile,
    drafts: Vec<Draft>,
    traces: Vec<Trace>,
    /// Uploads, known from records of pictures and videos.
    uploads: Vec<Trace>,
    trace_keys: BTreeSet<TraceKey>,
    /// Points of the location history so far.
    seen: history::Seen,
    /// Numbers of lists, by path without the number of the shard.
    lists: BTreeMap<String, usize>,
    /// Whether the export has no JSON, so that its web pages are read.
    pages: bool,
    /// Records of web pages, whose times have no zone.
    unzoned: u64,
}

/// Imports the roots of one account. `ready` holds files that were read already.
pub(super) fn account(
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
                if let Some(shelf) = layout::page_shelf(entry).filter(|_| state.pages) {
                    cx.check()?;
                    state.page(shelf, *id, index, path, cx);
                }
                continue;
            };
            cx.check()?;
            if role == Role::LocationHistory {
                history::read(cx, *id, &mut state.seen)?;
                continue;
            }
            let Some(content) = ready.remove(id).or_else(|| read(cx, *id)) else { continue };
            if contents.is_repeated(cx, *id, path, content.hash) {
                continue;
            }
            contents.add(index, path, content.hash);
            state.file(role, &content, *id, index, path, cx);
        }
    }
    state.finish(roots, &contents, cx)
}

/// What the records of a shelf are called, one and many.
const fn noun(shelf: Shelf) -> (&'static str, &'static str) {
    match shelf {
        Shelf::Posts => ("post", "posts"),
        Shelf::Archive => ("archived post", "archived posts"),
        Shelf::Stories => ("story", "stories"),
        Shelf::Groups => ("post to a group", "posts to groups"),
        Shelf::OtherWalls => ("post on someone else's page", "posts on other people's pages"),
        Shelf::CheckIns => ("check-in", "check-ins"),
        Shelf::TaggedPlaces => ("place you were tagged at", "places you were tagged at"),
        Shelf::Marketplace => ("offer", "offers"),
        Shelf::Album => ("picture or video of an album", "pictures and videos of an album"),
        Shelf::Photos => ("picture", "pictures"),
        Shelf::Videos => ("video", "videos"),
    }
}

/// What the records of a file of traces are called, one and many.
const fn trace_noun(file: TraceFile) -> (&'static str, &'static str) {
    match file {
        TraceFile::LastLocation => ("device position", "device positions"),
        TraceFile::PrimaryLocation | TraceFile::PublicLocation => {
            ("place the account is based in", "places the account is based in")
        }
        TraceFile::Voting => ("place of voting", "places of voting"),
        TraceFile::OfInterest => ("place of interest", "places of interest"),
        TraceFile::Sampled => ("place by which ads were chosen", "places by which ads were chosen"),
        TraceFile::Logins => ("login", "logins"),
        TraceFile::EventResponses | TraceFile::OwnEvents => ("event with a place", "events with a place"),
        TraceFile::Autofill => ("address typed into a form", "addresses typed into a form"),
        TraceFile::OwnPlaces => ("place of your own making", "places of your own making"),
    }
}

fn in_words(count: usize, (one, many): (&str, &str)) -> String {
    counted(count as u64, one, many)
}

impl State {
    fn file(&mut self, role: Role, content: &Content, id: EntryId, root: usize, path: &str, cx: &mut ImportCx<'_>) {
        let result = match role {
            Role::Shelf(shelf) => self.shelf(shelf, content, id, root, path, cx),
            Role::Trace(file) => traces::read(file, &content.value, id.0).map(|found| {
                found.skipped.iter().for_each(|reason| cx.skip(reason, 1));
                let count = found.found.len();
                self.add_traces(found.found, cx);
                in_words(count, trace_noun(file))
            }),
            Role::Profile => self.profile.read(&content.value, id.0).map(|count| {
                cx.fact(count);
                "profile".to_owned()
            }),
            Role::LocationHistory => return,
        };
        match result {
            Ok(what) => cx.done(id, what),
            Err(found) => cx.ignore(id, format!("not what its name says: it holds {found}")),
        }
    }

    /// The number of the list that a file is a shard of.
    fn list(&mut self, path: &str) -> usize {
        let path = path.to_lowercase();
        let list = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        let list = list.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let next = self.lists.len();
        *self.lists.entry(list).or_insert(next)
    }

    /// Reads a web page.
    fn page(&mut self, shelf: Shelf, id: EntryId, root: usize, path: &str, cx: &mut ImportCx<'_>) {
        let Some(bytes) = cx.read(id) else { return };
        let list = self.list(path);
        let mut count = 0;
        for (i, card) in meta_html::cards(&String::from_utf8_lossy(&bytes)).iter().enumerate() {
            match draft::from_card(card, shelf, root, Origin::new(id.0, i as u64)) {
                Ok(draft) => {
                    count += 1;
                    self.unzoned += 1;
                    draft.refused.iter().for_each(|refused| cx.flaw(refused.reason(), draft.origin));
                    self.drafts.push(Draft { list, ..draft });
                }
                Err(reason) => cx.skip(reason, 1),
            }
        }
        cx.done(id, format!("{}, as far as the web page shows them", in_words(count, noun(shelf))));
    }

    fn shelf(
        &mut self,
        shelf: Shelf,
        content: &Content,
        id: EntryId,
        root: usize,
        path: &str,
        cx: &mut ImportCx<'_>,
    ) -> Result<String, String> {
        let roots: Vec<_> = Role::Shelf(shelf).roots().collect();
        // An album is an object of its own, with its pictures in one field.
        let album = if shelf == Shelf::Album { content.value.get("photos") } else { None };
        let found = records(album.unwrap_or(&content.value), &roots)?;
        let list = self.list(path);
        let before = self.drafts.len();
        for (i, record) in found.iter().enumerate() {
            match draft::from_record(record, shelf, root, Origin::new(id.0, i as u64)) {
                Ok(mut draft) => {
                    let uploads = std::mem::take(&mut draft.uploads);
                    self.add_uploads(uploads.into_iter().map(|upload| traces::upload(upload, draft.origin)));
                    draft.refused.iter().for_each(|refused| cx.flaw(refused.reason(), draft.origin));
                    self.drafts.push(Draft { list, ..draft });
                }
                Err(reason) => cx.skip(reason, 1),
            }
        }
        let count = self.drafts.len() - before;
        if count == 0 && !found.is_empty() {
            cx.warn("This file has records, but none of a known shape", Some(id));
        }
        Ok(in_words(count, noun(shelf)))
    }

    fn add_traces(&mut self, traces: Vec<Trace>, cx: &mut ImportCx<'_>) {
        for trace in traces {
            if self.trace_keys.insert(trace.key()) {
                self.traces.push(trace);
            } else {
                cx.merged(1);
            }
        }
    }

    /// Keeps uploads of which the records were read for something else.
    fn add_uploads(&mut self, uploads: impl Iterator<Item = Trace>) {
        self.uploads.extend(uploads.filter(|trace| self.trace_keys.insert(trace.key())));
    }

    fn finish(
        mut self,
        roots: &[&Root],
        contents: &Contents,
        cx: &mut ImportCx<'_>,
    ) -> Result<(), ImportError> {
        let days: Vec<_> = roots.iter().map(|r| r.hint.exported).collect();
        let exports = number_exports(&days, contents.by_root());
        let mut media = MediaIndex::default();
        roots.iter().enumerate().for_each(|(i, root)| media.add(i, root));
        let places = std::mem::take(&mut self.profile.places);
        let known = self.traces.len();
        for place in places {
            if self.trace_keys.insert(place.key()) {
                self.traces.push(place);
            }
        }
        // They come from the record of the profile, which was counted as a fact.
        let of_profile = self.traces.split_off(known);
        let account = cx.account(self.account(roots, &of_profile));
        let pool = Pool::join(std::mem::take(&mut self.drafts), &exports);
        cx.merged(pool.joined);
        let (mut shown, mut more_places) = (Shown::default(), 0_u64);
        for (i, draft) in pool.into_drafts().into_iter().enumerate() {
            if i % 256 == 0 {
                cx.check()?;
            }
            more_places += u64::from(draft.places.len() > 1);
            shown.keep(cx, finish::item(draft, account, &media));
        }
        for trace in self.traces.drain(..).chain(of_profile).chain(self.uploads.drain(..)) {
            cx.item(trace.item(FACEBOOK, account));
        }
        let is_page = |entry: &Entry| layout::page_shelf(entry).is_some();
        let is_read = |entry: &Entry, path: &str| layout::role(entry, path).is_some() || self.pages && is_page(entry);
        if meta_import::leave_aside(cx, roots, &shown, is_read, is_page, layout::ignore_reason) {
            meta_import::warn_of_pages(cx, "Facebook");
        }
        shown.warn_of_missing(cx, "Facebook");
        self.warn(more_places, cx);
        Ok(())
    }

    fn account(&self, roots: &[&Root], places: &[Trace]) -> Account {
        let by_name = || roots.iter().find_map(|r| r.hint.user.clone());
        let mut profile = self.profile.facts.clone();
        let homes = self.traces.iter().chain(places).filter_map(Trace::home);
        for (value, origin) in homes {
            if !profile.iter().any(|f| f.field == ProfileField::HomeCity && f.value == value) {
                profile.push(ProfileFact { field: ProfileField::HomeCity, value, since: None, origin });
            }
        }
        profile.sort_by_key(|fact| (fact.field, fact.since, fact.origin));
        let handle = self.profile.user.clone().or_else(|| self.profile.name.clone()).or_else(by_name);
        Account {
            platform: FACEBOOK,
            handle: handle.unwrap_or_default().into(),
            private_now: None,
            periods: Vec::new(),
            profile,
            created: self.profile.created,
            exported: roots.iter().filter_map(|r| r.hint.exported).max(),
        }
    }

    fn warn(&self, more_places: u64, cx: &mut ImportCx<'_>) {
        meta_import::warn_of_unzoned(cx, "Facebook", self.unzoned);
        if more_places > 0 {
            let posts = counted(more_places, "post names", "posts name");
            cx.warn(format!("{posts} more than one place; the first with a position is shown"), None);
        }
    }
}
