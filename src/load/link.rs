//! Links items of different platforms that show the same picture: a photo in a library and in a post.
//!
//! Two ways to know: the files are the same byte for byte as far as the archives tell (size and
//! checksum, or size and name where there is no checksum); or the pictures were taken within two
//! seconds of each other and within 25 metres. Where several pictures fit equally well, as in a
//! burst, none is linked. No platform is named; nothing is joined, and verdicts stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::archive::{EntryId, Source};
use crate::model::{Dataset, GeoPoint, ItemId, Links, PlatformId};

/// How far apart two readings of one moment can be; milliseconds.
const SAME_MOMENT: i64 = 2_000;
/// How far apart two readings of one position can be; metres.
const SAME_SPOT: f64 = 25.0;
/// Smaller files, such as blank pictures, are the same by chance.
const SMALLEST: u64 = 1024;
/// Items that hold the same bytes; more are a stock picture, and would make a tangle of links.
const MOST_ALIKE: usize = 8;
/// Pictures taken within one moment; more are no single picture's doubles.
const MOST_AT_ONCE: usize = 64;
/// Steps in which time zones differ; milliseconds.
const ZONE_STEP: i64 = 15 * 60 * 1000;
/// How far a zone's clock is from the sun's, at most; hours. Western China is at three.
const ZONE_FROM_SUN: f64 = 3.25;
/// Milliseconds of an hour.
const HOUR: f64 = 3_600_000.0;

/// Finds the links. The items must be in their final order.
pub(super) fn link(dataset: &mut Dataset, source: &dyn Source) {
    let mut platforms = dataset.items.iter().map(|item| item.platform);
    let first = platforms.next();
    // Items of one platform are never linked, and most archives have one.
    if platforms.all(|platform| Some(platform) == first) {
        return;
    }
    let mut pairs = same_bytes(dataset, source);
    pairs.extend(same_moment(dataset));
    dataset.links = Links::new(pairs);
}

type Pair = (ItemId, ItemId);
/// An item, and the checksum of its file if there is one.
type Summed = (ItemId, Option<u32>);

/// Items with a file of the same bytes.
fn same_bytes(dataset: &Dataset, source: &dyn Source) -> Vec<Pair> {
    let mut by_sum: BTreeMap<(u64, u32), BTreeSet<ItemId>> = BTreeMap::new();
    let mut by_name: BTreeMap<(u64, String), BTreeSet<Summed>> = BTreeMap::new();
    for (item, index) in dataset.items.iter().zip(0..) {
        for file in item.media.iter().filter_map(|m| m.file) {
            let Some(entry) = source.entries().get(file as usize).filter(|e| e.size >= SMALLEST) else { continue };
            let sum = source.checksum(EntryId(file));
            by_name.entry((entry.size, entry.file_name().to_lowercase())).or_default().insert((ItemId(index), sum));
            if let Some(sum) = sum {
                by_sum.entry((entry.size, sum)).or_default().insert(ItemId(index));
            }
        }
    }
    let mut pairs = Vec::new();
    for alike in by_sum.values().filter(|all| all.len() <= MOST_ALIKE) {
        each_pair(alike, |a, b| pairs.push((*a, *b)));
    }
    for alike in by_name.values().filter(|all| all.len() <= MOST_ALIKE) {
        // Two checksums were compared above, and differ if they are not linked by now.
        each_pair(alike, |(a, sum_a), (b, sum_b)| {
            if sum_a.is_none() || sum_b.is_none() {
                pairs.push((*a, *b));
            }
        });
    }
    pairs.retain(|(a, b)| dataset.item(*a).platform != dataset.item(*b).platform);
    pairs
}

fn each_pair<T>(all: &BTreeSet<T>, mut each: impl FnMut(&T, &T)) {
    for (skip, a) in (1..).zip(all) {
        all.iter().skip(skip).for_each(|b| each(a, b));
    }
}

/// A picture with a time and a position.
#[derive(Clone, Copy, Debug)]
struct Shot {
    item: ItemId,
    platform: PlatformId,
    /// By which clock `time` is, UTC or the camera's.
    clock: Clock,
    /// Milliseconds since 1970 by that clock.
    time: i64,
    point: GeoPoint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Clock {
    Utc,
    Camera,
}

/// Items taken at the same moment and spot, where that is so of one of each platform only.
fn same_moment(dataset: &Dataset) -> Vec<Pair> {
    let mut shots = shots(dataset);
    shots.sort_by_key(|s| (s.clock, s.time, s.item));
    let utc_len = shots.partition_point(|s| s.clock == Clock::Utc);
    let (utc, camera) = shots.split_at(utc_len);
    let mut best: BTreeMap<(ItemId, PlatformId), Best> = BTreeMap::new();
    for shot in &shots {
        let own_clock = if shot.clock == Clock::Utc { utc } else { camera };
        for other in around(own_clock, shot.time) {
            offer(&mut best, shot, other, (other.time - shot.time).abs(), false);
        }
        if shot.clock == Clock::Camera {
            // The sun tells roughly which zone the camera was in.
            let sun = shot.point.lon() / 15.0 * HOUR;
            let (first, last) = (sun - ZONE_FROM_SUN * HOUR, sun + ZONE_FROM_SUN * HOUR);
            for step in (first as i64).div_euclid(ZONE_STEP)..=(last as i64).div_euclid(ZONE_STEP) {
                let time = shot.time - step * ZONE_STEP;
                for other in around(utc, time) {
                    let apart = (other.time - time).abs();
                    offer(&mut best, shot, other, apart, true);
                    offer(&mut best, other, shot, apart, true);
                }
            }
        }
    }
    let is_mutual = |item: ItemId, other: ItemId| {
        let back = best.get(&(other, dataset.item(item).platform));
        back.is_some_and(|b| b.only() == Some(item))
    };
    best.iter()
        .filter_map(|((item, _), found)| {
            found.only().filter(|other| is_mutual(*item, *other)).map(|other| (*item, other))
        })
        .collect()
}

fn shots(dataset: &Dataset) -> Vec<Shot> {
    let mut shots = Vec::new();
    for (item, index) in dataset.items.iter().zip(0..) {
        let Some(captured) = item.captured else { continue };
        let Some(point) = captured.point.or(item.location.map(|l| l.point)) else { continue };
        let local = captured.local.and_then(|t| Offset::UTC.to_timestamp(t).ok());
        for (clock, time) in [(Clock::Utc, captured.at), (Clock::Camera, local)] {
            let Some(time) = time.map(Timestamp::as_millisecond) else { continue };
            shots.push(Shot { item: ItemId(index), platform: item.platform, clock, time, point });
        }
    }
    shots
}

/// The shots of a sorted list within the same moment as `time`; none if there are too many.
fn around(sorted: &[Shot], time: i64) -> &[Shot] {
    let start = sorted.partition_point(|s| s.time < time - SAME_MOMENT);
    let rest = sorted.get(start..).unwrap_or_default();
    let len = rest.iter().take(MOST_AT_ONCE + 1).take_while(|s| s.time <= time + SAME_MOMENT).count();
    if len > MOST_AT_ONCE { &[] } else { rest.get(..len).unwrap_or_default() }
}

/// The picture of another platform that fits best.
#[derive(Clone, Copy, Debug)]
struct Best {
    item: ItemId,
    /// How many milliseconds apart; pictures by clocks of unknown zones come after all others.
    apart: (bool, i64),
    /// Whether another fits as well.
    is_shared: bool,
}

impl Best {
    fn only(&self) -> Option<ItemId> {
        (!self.is_shared).then_some(self.item)
    }
}

fn offer(
    best: &mut BTreeMap<(ItemId, PlatformId), Best>,
    shot: &Shot,
    other: &Shot,
    apart: i64,
    is_zone_guessed: bool,
) {
    if shot.platform == other.platform || shot.point.distance_metres(other.point) > SAME_SPOT {
        return;
    }
    let new = Best { item: other.item, apart: (is_zone_guessed, apart), is_shared: false };
    let slot = best.entry((shot.item, other.platform)).or_insert(new);
    if slot.item == new.item {
        slot.apart = slot.apart.min(new.apart);
    } else if new.apart < slot.apart && !(is_zone_guessed && slot.apart.0) {
        *slot = new;
    } else if new.apart.0 == slot.apart.0 && (is_zone_guessed || new.apart == slot.apart) {
        // A guess between two is none, even if one is closer by a second.
        slot.is_shared = true;
    }
}

#[cfg(test)]
mod tests;
