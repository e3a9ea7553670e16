//! Joins records of the same published thing that stand in several files, parts or exports.

use std::collections::{BTreeMap, BTreeSet};

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
const MANY_NEAR: usize = 256;

/// Which sort of thing a shelf holds; only things of one sort are ever the same.
const fn family(shelf: Shelf) -> u8 {
    match shelf {
        Shelf::Stories => 1,
        Shelf::ProfilePhotos => 2,
        Shelf::Posts | Shelf::Reels | Shelf::Igtv | Shelf::Archived | Shelf::Deleted | Shelf::Other => 0,
    }
}

/// The published things of one account, doubles joined.
pub(super) struct Pool<'a> {
    drafts: Vec<Draft>,
    by_path: BTreeMap<(u8, String), usize>,
    by_second: BTreeSet<(u8, i64, usize)>,
    /// Files that each draft was read from.
    files: Vec<BTreeSet<u32>>,
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
            by_path: BTreeMap::new(),
            by_second: BTreeSet::new(),
            files: Vec::with_capacity(drafts.len()),
            export_of_root,
            joined: 0,
        };
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

    fn push(&mut self, draft: Draft) {
        let index = self.drafts.len();
        self.files.push(BTreeSet::from([draft.origin.file]));
        self.drafts.push(draft);
        self.remember(index);
    }

    fn remember(&mut self, index: usize) {
        let Some(draft) = self.drafts.get(index) else { return };
        let family = family(draft.shelf);
        for path in &draft.media {
            self.by_path.entry((family, path.clone())).or_insert(index);
        }
        if let Some(time) = draft.time {
            self.by_second.insert((family, time.as_second(), index));
        }
    }

    fn double_of(&self, draft: &Draft) -> Option<usize> {
        let family = family(draft.shelf);
        let file = draft.origin.file;
        let free = |i: usize| self.drafts.get(i).filter(|_| self.files.get(i).is_some_and(|f| !f.contains(&file)));
        let by_path = draft.media.iter().filter_map(|path| self.by_path.get(&(family, path.clone())).copied());
        if let Some(index) = by_path.into_iter().find(|index| free(*index).is_some()) {
            return Some(index);
        }
        let second = draft.time?.as_second();
        let reach = if draft.old { ZONE_SECONDS } else { LABELS_SECONDS };
        let (from, to) = (second.saturating_sub(reach), second.saturating_add(reach));
        let before = self.by_second.range((family, from, 0)..=(family, second, usize::MAX)).rev().take(MANY_NEAR);
        let after = self.by_second.range((family, second, usize::MAX)..=(family, to, usize::MAX)).take(MANY_NEAR);
        let near = before.chain(after);
        near.map(|(_, other, index)| (other.abs_diff(second), *index))
            .filter(|(_, index)| free(*index).is_some_and(|other| self.is_same(other, draft)))
            .min()
            .map(|(_, index)| index)
    }

    fn is_same(&self, a: &Draft, b: &Draft) -> bool {
        let (Some(at), Some(bt)) = (a.time, b.time) else { return false };
        let apart = at.as_second().abs_diff(bt.as_second()) as i64;
        let same_caption = a.caption() == b.caption();
        let export = |d: &Draft| self.export_of_root.get(d.root).copied();
        if a.old != b.old {
            let shifted = !b.zoned && !b.caption().is_empty() && {
                let off = apart % ZONE_STEP_SECONDS;
                off <= EXPORTS_SECONDS || ZONE_STEP_SECONDS - off <= EXPORTS_SECONDS
            };
            return same_caption && (apart <= EXPORTS_SECONDS || shifted);
        }
        if a.old {
            return false;
        }
        if export(a) != export(b) {
            return apart <= EXPORTS_SECONDS && same_caption && a.media.len() == b.media.len();
        }
        // One export: only its two lists of posts overlap without sharing paths.
        if a.labelled == b.labelled || apart > LABELS_SECONDS {
            return false;
        }
        let labels = if a.labelled { a } else { b };
        let bare = labels.media.is_empty();
        if bare { labels.caption.is_none() || same_caption } else { same_caption && !a.caption().is_empty() }
    }

    fn merge(&mut self, index: usize, other: Draft) {
        let same_export = {
            let export = |root: usize| self.export_of_root.get(root);
            self.drafts.get(index).is_some_and(|d| export(d.root) == export(other.root))
        };
        let Some(base) = self.drafts.get_mut(index) else { return };
        self.joined += 1;
        base.shelf = shelf_of_both(base, &other);
        base.also_in.extend(other.origins());
        base.pieces = base.pieces.max(other.pieces);
        self.files.get_mut(index).into_iter().for_each(|files| files.extend(other.origins().map(|o| o.file)));
        if base.time.is_none() || (!base.zoned && other.zoned) {
            (base.time, base.zoned) = (other.time, other.zoned);
        }
        base.caption = base.caption.take().or(other.caption);
        if same_export || base.media.is_empty() {
            let known: BTreeSet<String> = base.media.iter().cloned().collect();
            base.media.extend(other.media.into_iter().filter(|path| !known.contains(path)));
        }
        let positions = &mut base.positions;
        positions.labelled = positions.labelled.or(other.positions.labelled);
        positions.lone = positions.lone.or(other.positions.lone);
        positions.with_camera = positions.with_camera.or(other.positions.with_camera);
        positions.refused.extend(other.positions.refused);
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
