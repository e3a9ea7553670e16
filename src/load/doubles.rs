//! Joins what two files hold alike: another year's export of the same account, a folder that was copied.
//!
//! Items that bear an id of their platform are one if they bear the same; of others nothing but what was read is compared, so
//! that it works for every platform. Two of those are one if they are equal in everything but the file they stand in, and
//! either their time is known to the second or their files bear the same name. Equal records of one file stay as many as
//! they are. Rows of trails are one if they are of the same second at the same position. What was joined is
//! counted under the reason the adapters use.

mod accounts;
mod by_id;
mod rows;
mod same;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::mem::take;

use crate::archive::Source;
use crate::model::{Dataset, Item, ItemKind, RecordLedger, TimePrecision};

pub(super) use accounts::accounts;
pub(super) use by_id::by_id;
pub(super) use rows::rows;
use same::{Files, is_same, share_media};

/// Kinds of records told apart among those with the same hash; more is an archive made to be slow.
const MOST_KINDS: usize = 16;

/// An item, and the later one that is the same.
#[derive(Clone, Copy, Debug)]
struct Double {
    kept: usize,
    other: usize,
}

/// Joins the items of two files that are the same. They must be in time order.
pub(super) fn items(dataset: &mut Dataset, source: &dyn Source) {
    let files = Files::new(source, &dataset.accounts);
    let mut doubles = Vec::new();
    let mut start = 0;
    for run in dataset.items.chunk_by(|a, b| a.time == b.time) {
        if run.len() > 1 {
            find(run, start, &files, &mut doubles);
        }
        start += run.len();
    }
    leave_chats_apart(&dataset.items, &files, &mut doubles);
    if !doubles.is_empty() {
        let items = take(&mut dataset.items);
        dataset.items = join(items, &doubles, &files, &mut dataset.records);
    }
}

/// Finds doubles among items of one time, which start at this place of the list.
fn find(run: &[Item], start: usize, files: &Files<'_>, doubles: &mut Vec<Double>) {
    let mut hashed: Vec<(u64, usize)> = run.iter().zip(0..).map(|(item, i)| (hash(item), i)).collect();
    hashed.sort_unstable();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut kinds: Vec<Vec<usize>> = Vec::new();
        for (_, i) in alike {
            let mut firsts = kinds.iter().map(|kind| &run[kind[0]]);
            match firsts.position(|first| is_same(first, &run[*i], files)) {
                Some(kind) => kinds[kind].push(*i),
                None if kinds.len() < MOST_KINDS => kinds.push(vec![*i]),
                None => {}
            }
        }
        for kind in kinds.iter().filter(|kind| kind.len() > 1) {
            doubles.extend(pair(run, kind, files).map(|d| Double { kept: start + d.kept, other: start + d.other }));
        }
    }
}

/// Pairs the first of these equal items in one file with the first in another, the second with the second.
fn pair(run: &[Item], kind: &[usize], files: &Files<'_>) -> impl Iterator<Item = Double> {
    let mut met: BTreeMap<u32, usize> = BTreeMap::new();
    let mut kept: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut doubles = Vec::new();
    for other in kind {
        let item = &run[*other];
        let number = met.entry(item.origin.file).or_default();
        let firsts = kept.entry(*number).or_default();
        match firsts.iter().find(|first| may_join(&run[**first], item, files)) {
            Some(first) => doubles.push(Double { kept: *first, other: *other }),
            None if firsts.len() < MOST_KINDS => firsts.push(*other),
            None => {}
        }
        *number += 1;
    }
    doubles.into_iter()
}

/// Whether equal items of two files can be told to be one.
fn may_join(a: &Item, b: &Item, files: &Files<'_>) -> bool {
    let is_timed = a.time.is_some() && a.time_precision == TimePrecision::Second;
    // Whether they are of one chat is asked once all that two files have in common is known.
    is_timed || a.kind == ItemKind::Message || files.share_name(a.origin.file, b.origin.file)
}

/// Takes back what was found among messages of two chats: a position can be sent to two people at once, so files must
/// begin alike, as those of one chat do.
fn leave_chats_apart(items: &[Item], files: &Files<'_>, doubles: &mut Vec<Double>) {
    let mut are_one: BTreeMap<(u32, u32), bool> = BTreeMap::new();
    doubles.retain(|d| {
        let (kept, other) = (&items[d.kept], &items[d.other]);
        let chats = (kept.origin.file, other.origin.file);
        kept.kind != ItemKind::Message || *are_one.entry(chats).or_insert_with(|| files.share_start(chats.0, chats.1))
    });
}

/// Takes the doubles out and gives what they add to the items that are kept.
fn join(items: Vec<Item>, doubles: &[Double], files: &Files<'_>, records: &mut RecordLedger) -> Vec<Item> {
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    for double in doubles {
        // Another has given the one that is kept other pictures, or a name, by now.
        let are_still_one =
            |kept: &Item, other: &Item| share_media(kept, other, files) && files.share_person(kept, other);
        if let Ok([Some(kept), other]) = items.get_disjoint_mut([double.kept, double.other])
            && let Some(other) = other.take_if(|other| are_still_one(kept, other))
        {
            records.rejoin(1, other.flaw.map(|flaw| (flaw, other.origin)));
            absorb(kept, other, files);
        }
    }
    items.into_iter().flatten().collect()
}

fn absorb(kept: &mut Item, other: Item, files: &Files<'_>) {
    kept.account = files.telling(kept.account, other.account);
    kept.also_in.push(other.origin);
    kept.also_in.extend(other.also_in);
    if kept.media.is_empty() {
        kept.media = other.media;
    } else {
        for (medium, theirs) in kept.media.iter_mut().zip(other.media) {
            medium.file = medium.file.or(theirs.file);
        }
    }
}

fn hash(item: &Item) -> u64 {
    let mut hasher = DefaultHasher::new();
    (item.platform, item.kind, &item.text).hash(&mut hasher);
    item.place.as_ref().map(|place| &place.name).hash(&mut hasher);
    item.location.map(|l| [l.point.lat().to_bits(), l.point.lon().to_bits()]).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
