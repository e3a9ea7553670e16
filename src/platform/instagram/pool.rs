//! Joins records of the same published thing that stand in several files, parts or exports.
//!
//! Records bear no id. The same file means the same thing; else time and caption tell. Records are looked
//! up by caption among those of other sources only, so that many alike posts of one moment cost no more than others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::RangeInclusive;

use super::draft::{Draft, OldPlace};
use super::layout::Shelf;

/// Seconds by which `posts.json` and `posts_1.json` may differ about one post.
const LABELS_SECONDS: i64 = 120;
/// Seconds by which two exports may differ about one post.
const EXPORTS_SECONDS: i64 = 2;
/// Seconds of the widest time-zone offset.
const ZONE_SECONDS: i64 = 14 * 3600;
/// Seconds that every time-zone offset is a multiple of.
const ZONE_STEP_SECONDS: i64 = 900;

/// Nearest neighbours in time, on either side, looked at for a double; a bound, so that a hostile file cannot make this slow.
const MANY_NEAR: usize = 64;

/// Which sort of thing a shelf holds; only things of one sort are ever the same.
const fn family(shelf: Shelf) -> u8 {
    match shelf {
        Shelf::Stories => 1,
        Shelf::ProfilePhotos => 2,
        Shelf::Posts | Shelf::Reels | Shelf::Igtv | Shelf::Archived | Shelf::Deleted | Shelf::Other => 0,
    }
}

/// Where a record comes from. Two records of one source are two things, however alike they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Source {
    old: bool,
    labelled: bool,
    export: usize,
}

impl Source {
    /// Seconds by which records of the two sources may differ about one thing; `None` if they never hold the same.
    const fn reach(self, other: Self, zoned: bool) -> Option<i64> {
        if self.old != other.old {
            return Some(if zoned { EXPORTS_SECONDS } else { ZONE_SECONDS });
        }
        match (self.old, self.export == other.export, self.labelled == other.labelled) {
            (true, ..) | (_, true, true) => None,
            (_, false, _) => Some(EXPORTS_SECONDS),
            (_, true, false) => Some(LABELS_SECONDS),
        }
    }
}

/// Where a thing is found again: its sort, source and caption, `None` for whatever caption.
type Slot = (u8, Source, Option<u64>);

fn caption_hash(draft: &Draft) -> u64 {
    let mut hasher = DefaultHasher::new();
    draft.caption().hash(&mut hasher);
    hasher.finish()
}

/// A thing of the pool, beside its draft.
struct Known {
    /// Sources of all its records.
    sources: BTreeSet<Source>,
    /// Files of all its records.
    files: BTreeSet<u32>,
}

/// The published things of one account, doubles joined.
pub(super) struct Pool<'a> {
    drafts: Vec<Draft>,
    known: Vec<Known>,
    /// By family and path of a picture.
    by_path: BTreeMap<u8, HashMap<String, usize>>,
    by_second: BTreeSet<(Slot, i64, usize)>,
    /// All sources there are.
    sources: BTreeSet<Source>,
    /// For every root the number of the export it is a part of.
    export_of_root: &'a [usize],
    /// Records that were doubles.
    pub(super) joined: u64,
}

impl<'a> Pool<'a> {
    /// Joins `drafts`. `export_of_root` numbers the exports that the roots are parts of.
    pub(super) fn join(mut drafts: Vec<Draft>, export_of_root: &'a [usize]) -> Self {
        // Lists first, because they give the finer time; then what adds to them.
        drafts.sort_by_key(|d| (d.old, d.labelled, d.origin));
        let mut pool = Self {
            drafts: Vec::with_capacity(drafts.len()),
            known: Vec::with_capacity(drafts.len()),
            by_path: BTreeMap::new(),
            by_second: BTreeSet::new(),
            sources: BTreeSet::new(),
            export_of_root,
            joined: 0,
        };
        pool.sources = drafts.iter().map(|d| pool.source(d)).collect();
        for draft in drafts {
            match pool.double_of(&draft) {
                Some(index) => pool.merge(index, draft),
                None => pool.push(draft),
            }
        }
        pool
    }

    /// The joined things.
    pub(super) fn into_drafts(self) -> Vec<Draft> {
        self.drafts
    }

    fn source(&self, draft: &Draft) -> Source {
        let export = self.export_of_root.get(draft.root).copied().unwrap_or_default();
        Source { old: draft.old, labelled: draft.labelled, export }
    }

    fn push(&mut self, draft: Draft) {
        let index = self.drafts.len();
        let source = self.source(&draft);
        let files = BTreeSet::from([draft.origin.file]);
        self.known.push(Known { sources: BTreeSet::from([source]), files });
        self.remember_paths(&draft, index);
        self.drafts.push(draft);
        self.remember(index);
    }

    fn remember_paths(&mut self, draft: &Draft, index: usize) {
        let paths = self.by_path.entry(family(draft.shelf)).or_default();
        for path in &draft.media {
            paths.entry(path.clone()).or_insert(index);
        }
    }

    /// The places under which a thing is found by its time. Every source it has a record of is one, so that the second
    /// list of an export finds it also where another export had it first.
    fn slots(&self, index: usize) -> Option<(Vec<Slot>, i64)> {
        let (draft, known) = (self.drafts.get(index)?, self.known.get(index)?);
        let captions = [None, Some(caption_hash(draft))];
        let slots = known.sources.iter().flat_map(|source| captions.map(|c| (family(draft.shelf), *source, c)));
        Some((slots.collect(), draft.time?.as_second()))
    }

    /// Makes a thing findable by its time, unless every source has it already.
    fn remember(&mut self, index: usize) {
        let complete = self.known.get(index).is_none_or(|known| known.sources.len() == self.sources.len());
        if let Some((slots, second)) = self.slots(index).filter(|_| !complete) {
            self.by_second.extend(slots.into_iter().map(|slot| (slot, second, index)));
        }
    }

    fn forget(&mut self, index: usize) {
        let Some((slots, second)) = self.slots(index) else { return };
        for slot in slots {
            self.by_second.remove(&(slot, second, index));
        }
    }

    fn double_of(&self, draft: &Draft) -> Option<usize> {
        let family = family(draft.shelf);
        let free = |index: &usize| self.known.get(*index).is_some_and(|known| !known.files.contains(&draft.origin.file));
        let paths = self.by_path.get(&family);
        let mut by_path = draft.media.iter().filter_map(|path| paths?.get(path).copied());
        if let Some(index) = by_path.find(free) {
            return Some(index);
        }
        let second = draft.time?.as_second();
        let own = self.source(draft);
        // A record of labels alone says only when.
        let by_time_alone = draft.labelled && draft.media.is_empty() && draft.caption.is_none();
        let caption = caption_hash(draft);
        let near = self.sources.iter().filter_map(|source| {
            let reach = own.reach(*source, draft.zoned)?;
            let any = by_time_alone && source.export == own.export;
            let slot = (family, *source, (!any).then_some(caption));
            self.nearest(slot, second, second.saturating_sub(reach)..=second.saturating_add(reach), draft, own)
        });
        near.min().map(|(_, index)| index)
    }

    /// The nearest double under a slot, with its distance in seconds.
    fn nearest(
        &self,
        slot: Slot,
        second: i64,
        reach: RangeInclusive<i64>,
        draft: &Draft,
        own: Source,
    ) -> Option<(u64, usize)> {
        let fits = |(_, _, index): &&(Slot, i64, usize)| {
            let known = self.known.get(*index);
            let free = known.is_some_and(|k| !k.sources.contains(&own) && !k.files.contains(&draft.origin.file));
            free && self.drafts.get(*index).is_some_and(|other| is_same((other, slot.1), (draft, own)))
        };
        let before = (slot, *reach.start(), 0)..(slot, second, 0);
        let before = self.by_second.range(before).rev().take(MANY_NEAR).find(fits);
        let after = (slot, second, 0)..=(slot, *reach.end(), usize::MAX);
        let after = self.by_second.range(after).take(MANY_NEAR).find(fits);
        [before, after].into_iter().flatten().map(|(_, other, index)| (other.abs_diff(second), *index)).min()
    }

    fn merge(&mut self, index: usize, other: Draft) {
        let same_export = {
            let export = |root: usize| self.export_of_root.get(root);
            self.drafts.get(index).is_some_and(|d| export(d.root) == export(other.root))
        };
        self.forget(index);
        let paths = self.by_path.get(&family(other.shelf));
        let is_new = |path: &String| paths.is_none_or(|paths| !paths.contains_key(path));
        let fresh: Vec<String> = other.media.iter().filter(|path| is_new(path)).cloned().collect();
        self.remember_paths(&other, index);
        let source = self.source(&other);
        let (Some(base), Some(known)) = (self.drafts.get_mut(index), self.known.get_mut(index)) else { return };
        self.joined += 1;
        known.sources.insert(source);
        known.files.extend(other.origins().map(|o| o.file));
        base.shelf = shelf_of_both(base, &other);
        base.also_in.extend(other.origins());
        base.pieces = base.pieces.max(other.pieces);
        if base.time.is_none() || (!base.zoned && other.zoned) {
            (base.time, base.zoned) = (other.time, other.zoned);
        }
        base.caption = base.caption.take().or(other.caption);
        if base.media.is_empty() {
            base.media = other.media;
        } else if same_export {
            base.media.extend(fresh);
        }
        let positions = &mut base.positions;
        positions.labelled = positions.labelled.or(other.positions.labelled);
        positions.lone = positions.lone.or(other.positions.lone);
        positions.with_camera = positions.with_camera.or(other.positions.with_camera);
        positions.refused.extend(other.positions.refused);
        positions.is_named |= other.positions.is_named;
        base.place = std::mem::replace(&mut base.place, OldPlace::NotAsked).max(other.place);
        base.publication = base.publication.max(other.publication);
        base.labelled |= other.labelled;
        // Where one export has it on two shelves, it does not say that it was up at its time.
        let still_up = |shelf| !matches!(shelf, Shelf::Archived | Shelf::Deleted);
        let everywhere_up = still_up(base.shelf) && still_up(other.shelf);
        base.seen_up_at = base.seen_up_at.max(other.seen_up_at).filter(|_| !same_export || everywhere_up);
        base.exported = base.exported.max(other.exported);
        self.remember(index);
    }
}

/// Whether a record is of a known thing, of which a record of another source has been joined before.
fn is_same((known, from): (&Draft, Source), (draft, own): (&Draft, Source)) -> bool {
    let (Some(at), Some(bt)) = (known.time, draft.time) else { return false };
    let apart = at.as_second().abs_diff(bt.as_second()) as i64;
    let same_caption = known.caption() == draft.caption();
    if from.old != own.old {
        let shifted = !draft.zoned && !draft.caption().is_empty() && {
            let off = apart % ZONE_STEP_SECONDS;
            off <= EXPORTS_SECONDS || ZONE_STEP_SECONDS - off <= EXPORTS_SECONDS
        };
        return same_caption && (apart <= EXPORTS_SECONDS || shifted);
    }
    if own.old {
        return false;
    }
    if from.export != own.export {
        return apart <= EXPORTS_SECONDS && same_caption && known.media.len() == draft.media.len();
    }
    // One export: only its two lists of posts overlap without sharing paths.
    if from.labelled == own.labelled || apart > LABELS_SECONDS {
        return false;
    }
    let labels = if own.labelled { draft } else { known };
    let bare = labels.media.is_empty();
    if bare { labels.caption.is_none() || same_caption } else { same_caption && !draft.caption().is_empty() }
}

/// Where a thing stands that two records put on different shelves: where the later export has it,
/// in one export the shelf that says more.
fn shelf_of_both(a: &Draft, b: &Draft) -> Shelf {
    const fn says(shelf: Shelf) -> u8 {
        match shelf {
            Shelf::Deleted => 4,
            Shelf::Archived => 3,
            Shelf::Reels | Shelf::Igtv => 2,
            Shelf::Posts | Shelf::Stories | Shelf::ProfilePhotos => 1,
            Shelf::Other => 0,
        }
    }
    match (a.exported, b.exported) {
        (Some(at), Some(bt)) if at < bt => b.shelf,
        (Some(at), Some(bt)) if at > bt => a.shelf,
        _ if says(b.shelf) > says(a.shelf) => b.shelf,
        _ => a.shelf,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Origin;
    use crate::platform::instagram::draft::from_record;

    /// Enough records of one second that comparing each with every other would take hours.
    const MANY: u32 = 60_000;

    fn post(root: usize, record: u32, second: i64, caption: &str) -> Draft {
        let path = format!("media/posts/201902/{root}_{record}.jpg");
        let json = json!({"media": [{"uri": path, "creation_timestamp": second, "title": caption}]});
        from_record(&json, Shelf::Posts, root, Origin { file: root as u32, record }).unwrap()
    }

    #[test]
    fn very_many_alike_posts_of_one_second_pair_up_across_two_exports() {
        let all = (0..MANY).flat_map(|i| [post(0, i, 1_550_000_000, "gm"), post(1, i, 1_550_000_000, "gm")]).collect();
        let pool = Pool::join(all, &[0, 1]);
        assert_eq!((pool.drafts.len(), pool.joined), (MANY as usize, u64::from(MANY)));
    }

    #[test]
    fn very_many_posts_of_one_minute_in_one_export_stay_apart() {
        let all = (0..3 * MANY).map(|i| post(0, i, 1_550_000_000 + i64::from(i % 60), "gm")).collect();
        assert_eq!(Pool::join(all, &[0]).joined, 0);
    }
}
