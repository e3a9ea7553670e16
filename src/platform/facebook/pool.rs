//! Joins records of the same published thing that stand in several files, parts or exports.
//!
//! Facebook lists a check-in among the posts and again on its own, a picture in its post and again in
//! its album, and everything again in every export. Records bear no id, so they are told by their
//! second, text, place and files. Every look-up is by key, so that the work grows with the number of records.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::layout::Shelf;
use crate::platform::support::meta_json::comparable;

/// Seconds by which a check-in and its post may differ.
const CHECK_IN_SECONDS: i64 = 2;

/// Which sort of thing a shelf holds; the order in which they are joined. Posts come first, for what
/// the other lists have of them adds to them.
const fn family(shelf: Shelf) -> u8 {
    match shelf {
        Shelf::Posts | Shelf::Archive => 0,
        Shelf::CheckIns => 1,
        Shelf::Album | Shelf::Photos | Shelf::Videos => 2,
        Shelf::Stories => 3,
        Shelf::Marketplace => 4,
        Shelf::TaggedPlaces => 5,
        Shelf::Groups => 6,
        Shelf::OtherWalls => 7,
    }
}

/// What tells one record from the others of its list: family, second, text, and which it is of those
/// that have all these in common.
type Key = (u8, i64, String, usize);

/// The published things of one account, doubles joined.
pub(super) struct Pool {
    drafts: Vec<Draft>,
    by_key: BTreeMap<Key, usize>,
    /// How many records of one list of an export have second and text in common.
    counts: BTreeMap<(usize, usize, i64, String), usize>,
    /// By the second and one of its files.
    by_second_and_file: BTreeMap<(u8, i64, String), usize>,
    by_file: BTreeMap<String, usize>,
    by_place: BTreeMap<String, BTreeSet<(i64, usize)>>,
    /// Records that were doubles.
    pub(super) joined: u64,
}

impl Pool {
    /// Joins `drafts`. `export_of_root` numbers the exports that the roots are parts of.
    pub(super) fn join(mut drafts: Vec<Draft>, export_of_root: &[usize]) -> Self {
        drafts.sort_by_key(|d| (family(d.shelf), d.shelf, d.origin));
        let mut pool = Self {
            drafts: Vec::with_capacity(drafts.len()),
            by_key: BTreeMap::new(),
            counts: BTreeMap::new(),
            by_second_and_file: BTreeMap::new(),
            by_file: BTreeMap::new(),
            by_place: BTreeMap::new(),
            joined: 0,
        };
        for draft in drafts {
            let export = export_of_root.get(draft.root).copied().unwrap_or_default();
            let key = pool.key_of(&draft, export);
            let double = pool.double_of(&draft, key.as_ref());
            let index = double.unwrap_or(pool.drafts.len());
            pool.remember(&draft, key, index);
            match double.and_then(|i| pool.drafts.get_mut(i)) {
                Some(known) => {
                    let one_export = export_of_root.get(known.root) == export_of_root.get(draft.root);
                    merge(known, draft, one_export);
                    pool.joined += 1;
                }
                None => pool.drafts.push(draft),
            }
        }
        pool
    }

    /// The joined things.
    pub(super) fn into_drafts(self) -> Vec<Draft> {
        self.drafts
    }

    /// The key of a record with a time; those without are only told by their files.
    fn key_of(&mut self, draft: &Draft, export: usize) -> Option<Key> {
        let second = draft.published?.as_second();
        let text = text_of(draft);
        let count = self.counts.entry((export, draft.list, second, text.clone())).or_default();
        *count += 1;
        Some((family(draft.shelf), second, text, *count))
    }

    fn double_of(&self, draft: &Draft, key: Option<&Key>) -> Option<usize> {
        match draft.shelf {
            Shelf::Album | Shelf::Photos | Shelf::Videos => {
                draft.media.iter().find_map(|path| self.by_file.get(&file_key(path))).copied()
            }
            Shelf::CheckIns => self.same_place(draft).or_else(|| self.by_text(draft)),
            Shelf::Posts
            | Shelf::Archive
            | Shelf::Stories
            | Shelf::Marketplace
            | Shelf::TaggedPlaces
            | Shelf::Groups
            | Shelf::OtherWalls => {
                let key = key?;
                // An edited text: the same second and the same picture.
                let same_file = |path: &String| self.by_second_and_file.get(&(key.0, key.1, file_key(path)));
                self.by_key.get(key).or_else(|| draft.media.iter().find_map(same_file)).copied()
            }
        }
    }

    /// The post or check-in at the same place and moment: nobody checks in twice within seconds.
    fn same_place(&self, draft: &Draft) -> Option<usize> {
        let second = draft.published?.as_second();
        let span = (second.saturating_sub(CHECK_IN_SECONDS), 0)..=(second.saturating_add(CHECK_IN_SECONDS), usize::MAX);
        let near = place_keys(draft).into_iter().filter_map(|key| self.by_place.get(&key));
        let near = near.filter_map(|moments| {
            // The nearest is one of the first at or after the moment and the last before it.
            let after = moments.range((second, 0)..=*span.end()).next();
            let before = moments.range(*span.start()..(second, 0)).next_back();
            [after, before].into_iter().flatten().copied().min_by_key(|(other, _)| other.abs_diff(second))
        });
        near.min_by_key(|(other, _)| other.abs_diff(second)).map(|(_, index)| index)
    }

    /// The post with the same words at the same second, for a check-in that does not say where.
    fn by_text(&self, draft: &Draft) -> Option<usize> {
        if !draft.places.is_empty() {
            return None;
        }
        let key = (family(Shelf::Posts), draft.published?.as_second(), text_of(draft), 1);
        self.by_key.get(&key).copied()
    }

    fn remember(&mut self, draft: &Draft, key: Option<Key>, index: usize) {
        let family = family(draft.shelf);
        for path in &draft.media {
            let file = file_key(path);
            if matches!(draft.shelf, Shelf::Posts | Shelf::Archive | Shelf::Album | Shelf::Photos | Shelf::Videos) {
                self.by_file.entry(file.clone()).or_insert(index);
            }
            if let Some(second) = draft.published.map(jiff::Timestamp::as_second) {
                self.by_second_and_file.entry((family, second, file)).or_insert(index);
            }
        }
        if let Some(second) = draft.published.map(jiff::Timestamp::as_second).filter(|_| family <= 1) {
            for place in place_keys(draft) {
                self.by_place.entry(place).or_default().insert((second, index));
            }
        }
        if let Some(key) = key {
            self.by_key.entry(key).or_insert(index);
        }
    }
}

/// What was written, or else the place: the same in every export, unless edited.
fn text_of(draft: &Draft) -> String {
    let place = || draft.places.first().map(super::place::Tag::key);
    let text = draft.text.as_deref().map(comparable);
    if draft.shelf == Shelf::TaggedPlaces { place().or(text) } else { text.or_else(place) }.unwrap_or_default()
}

/// The keys by which the places of a record are found again: names and exact positions.
fn place_keys(draft: &Draft) -> Vec<String> {
    let names = draft.places.iter().map(super::place::Tag::key).filter(|key| !key.is_empty());
    let points = draft.places.iter().filter_map(super::place::Tag::point);
    names.chain(points.map(|p| format!("@{},{}", p.point.lat(), p.point.lon()))).collect()
}

/// A file by its folder and name, which stay when layouts move the folders above.
fn file_key(path: &str) -> String {
    let path = path.replace('\\', "/").to_lowercase();
    let from = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    path.get(from..).unwrap_or_default().to_owned()
}

fn merge(known: &mut Draft, other: Draft, one_export: bool) {
    known.also_in.extend(other.origins());
    known.published = known.published.or(other.published);
    known.backdated = known.backdated.or(other.backdated);
    let is_archive = |d: &Draft| d.shelf == Shelf::Archive;
    if is_archive(&other) && one_export {
        known.shelf = Shelf::Archive;
    }
    let own_words = family(known.shelf) == family(other.shelf) || family(other.shelf) == family(Shelf::CheckIns);
    if own_words {
        known.text = known.text.take().or(other.text);
        known.title = known.title.take().or(other.title);
    }
    if one_export || known.media.is_empty() {
        let files: BTreeSet<String> = known.media.iter().map(|path| file_key(path)).collect();
        known.media.extend(other.media.into_iter().filter(|path| !files.contains(&file_key(path))));
    }
    other.places.into_iter().for_each(|place| known.add_place(place));
    known.is_life_event |= other.is_life_event;
    known.place_unreadable |= other.place_unreadable;
    known.sale = known.sale.take().or(other.sale);
    known.picture = known.picture.or(other.picture);
    known.refused.extend(other.refused);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::Origin;
    use crate::platform::facebook::draft::from_record;

    fn draft(shelf: Shelf, root: usize, file: u32, record: u32, json: &Value) -> Draft {
        from_record(json, shelf, root, Origin { file, record }).unwrap()
    }

    fn post(root: usize, record: u32, second: i64, text: &str, uri: &str) -> Draft {
        let json = json!({"timestamp": second, "data": [{"post": text}], "attachments": [{"data": [{"media": {"uri": uri}}]}]});
        draft(Shelf::Posts, root, root as u32, record, &json)
    }

    #[test]
    fn posts_alike_in_one_export_stay_apart_and_pair_up_across_two() {
        let all = (0..3).flat_map(|i| [post(0, i, 100, "gm", ""), post(1, i, 100, "gm", "")]).collect();
        let pool = Pool::join(all, &[0, 1]);
        assert_eq!((pool.drafts.len(), pool.joined), (3, 3));
        // Two layouts in containers whose names tell nothing: other lists, so another export.
        let other_list = |d: Draft| Draft { list: 1, ..d };
        let all = (0..3).flat_map(|i| [post(0, i, 100, "gm", ""), other_list(post(1, i, 100, "gm", ""))]).collect();
        assert_eq!(Pool::join(all, &[0, 0]).joined, 3);
    }

    #[test]
    fn an_edited_post_is_told_by_its_second_and_picture() {
        let all = vec![post(0, 0, 100, "old words", "posts/media/a_1/1.jpg"), post(1, 0, 100, "new", "your_facebook_activity/posts/media/a_1/1.jpg")];
        assert_eq!(Pool::join(all, &[0, 1]).joined, 1);
        let other = vec![post(0, 0, 100, "old words", "posts/media/a_1/1.jpg"), post(1, 0, 200, "new", "posts/media/a_1/1.jpg")];
        assert_eq!(Pool::join(other, &[0, 1]).joined, 0, "a picture posted again is another post");
    }

    #[test]
    fn very_many_posts_of_one_second_are_joined_by_key() {
        // Three times this number of records; comparing each with all of them would take hours.
        const MANY: u32 = 40_000;
        let place = |i: u32| json!({"timestamp": 100, "label_values": [{"label": "x", "dict": [
            {"label": "Name", "value": format!("Place {}", i % 7)}, {"label": "c", "value": "(1.5 , 2.5)"}]}]});
        let mut all: Vec<Draft> = (0..MANY).map(|i| post(0, i, 100, "same", "")).collect();
        all.extend((0..MANY).map(|i| post(1, i, 100, "same", "")));
        all.extend((0..MANY).map(|i| draft(Shelf::CheckIns, 0, 9, i, &place(i))));
        let pool = Pool::join(all, &[0, 1]);
        assert_eq!(pool.drafts.len(), MANY as usize + 1, "one check-in: all are at the same position in the same second");
    }
}
