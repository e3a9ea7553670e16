//! Rows of trails that two files hold alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Dataset, Item, PlatformId, Points};

/// A row by what makes it the same as another, then by which of them is kept.
type Key = (PlatformId, i32, i32, usize, usize);

/// Joins rows of two files of one platform that are of the same second at the same position. They must be in time order,
/// and items joined. Kept are those of the longer trail, so that a line is cut as seldom as can be. Files that belong to
/// different items are of two activities, perhaps of two people, who can have been shown to others differently.
pub(in crate::load) fn rows(dataset: &mut Dataset) {
    if !has_files_to_compare(&dataset.points) {
        return;
    }
    let points = &dataset.points;
    let rank = ranks(points);
    let owners = Owners::of(points, &dataset.items);
    let mut is_kept = vec![true; points.len()];
    let mut joined = 0;
    let mut keys: Vec<Key> = Vec::new();
    let mut start = 0;
    for run in points.seconds().chunk_by(|a, b| a == b) {
        if run.len() > 1 {
            keys.clear();
            keys.extend((start..start + run.len()).map(|i| {
                let track = points.track_index(i);
                (points.platform(i), points.lat_e7()[i], points.lon_e7()[i], rank[track], i)
            }));
            keys.sort_unstable();
            for same in keys.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
                let file = |key: &Key| points.tracks()[points.track_index(key.4)].file;
                let mut kept: Vec<u32> = Vec::new();
                for key in same {
                    let file = file(key);
                    if kept.iter().any(|other| *other != file && owners.are_one(*other, file)) {
                        is_kept[key.4] = false;
                        joined += 1;
                    } else if !kept.contains(&file) && kept.len() < MOST_FILES {
                        kept.push(file);
                    }
                }
            }
        }
        start += run.len();
    }
    if joined > 0 {
        dataset.points.retain(&is_kept);
        dataset.records.rejoin(joined, None);
    }
}

/// Files at one second and position that are told apart; more is an archive made to be slow.
const MOST_FILES: usize = 16;

/// The items that stand in the files of trails.
struct Owners(BTreeMap<u32, Vec<usize>>);

impl Owners {
    fn of(points: &Points, items: &[Item]) -> Self {
        let files: BTreeSet<u32> = points.tracks().iter().map(|track| track.file).collect();
        let mut owners: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, item) in items.iter().enumerate() {
            let stands_in = std::iter::once(&item.origin).chain(&item.also_in).map(|origin| origin.file);
            for file in stands_in.filter(|file| files.contains(file)) {
                owners.entry(file).or_default().push(number);
            }
        }
        Self(owners)
    }

    /// Whether two files can hold the same: they have an item in common, or one of them has none.
    fn are_one(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.0.get(&a), self.0.get(&b)) else { return true };
        // Both are in order.
        a.iter().any(|item| b.binary_search(item).is_ok())
    }
}

/// Whether a platform has trails of two files; most have one.
fn has_files_to_compare(points: &Points) -> bool {
    let mut first: BTreeMap<PlatformId, u32> = BTreeMap::new();
    points.tracks().iter().any(|track| *first.entry(track.platform).or_insert(track.file) != track.file)
}

/// The place of each trail in an order by length, the longest first, equal ones as they were read.
fn ranks(points: &Points) -> Vec<usize> {
    let mut lengths = vec![0_usize; points.tracks().len()];
    (0..points.len()).for_each(|i| lengths[points.track_index(i)] += 1);
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|track| std::cmp::Reverse(lengths[*track]));
    let mut ranks = vec![0; lengths.len()];
    order.iter().enumerate().for_each(|(rank, track)| ranks[*track] = rank);
    ranks
}
