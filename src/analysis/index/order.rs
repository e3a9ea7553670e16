//! Puts positions in space order in a time that grows with their number and hardly faster.
//!
//! A sort that only compares slows down as what it compares no longer fits the caches of a processor. So a sample says
//! where to cut the order into buckets of about the same size, every position is moved to its bucket, and each bucket is
//! sorted on its own. Buckets, and so threads, have nothing to do with each other.

use std::ops::Range;

use crate::analysis::threads::{at_once, share};

/// Positions in a bucket, about: small enough for the cache next to the processor.
const BUCKET: usize = 8_192;
/// Positions of the sample for each bucket.
const SAMPLED: usize = 32;
/// Buckets at most, so that their numbers take two bytes.
const MOST_BUCKETS: usize = 1 << 15;
/// Positions worth a thread.
const SHARE: usize = 1 << 17;

/// The codes of so many entries in ascending order, and the key of each; of the same code by ascending key.
pub(super) fn sorted(len: usize, entry: impl Fn(usize) -> (u64, u32) + Sync) -> (Vec<u64>, Vec<u32>) {
    let splitters = splitters(len, &entry);
    let mut sorted = (vec![0; len], vec![0; len]);
    let mut bucket_of = vec![0_u16; len];
    let share = share(len, SHARE);
    let parts: Vec<_> = bucket_of.chunks_mut(share).enumerate().collect();
    let counts = at_once(parts, |(part, buckets)| count(&splitters, part * share, buckets, &entry));
    let mut total = vec![0; splitters.len() + 1];
    for counts in &counts {
        total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    let works = works(&total, share, (&mut sorted.0, &mut sorted.1));
    at_once(works, |work| work.run(&bucket_of, &entry));
    sorted
}

/// Where the order is cut: the first code of every bucket but the first.
fn splitters(len: usize, entry: &impl Fn(usize) -> (u64, u32)) -> Vec<u64> {
    let buckets = (len / BUCKET).clamp(1, MOST_BUCKETS);
    let step = (len / (buckets * SAMPLED)).max(1);
    let mut sample: Vec<u64> = (0..len).step_by(step).map(|i| entry(i).0).collect();
    sample.sort_unstable();
    let mut splitters: Vec<u64> = (1..buckets).map(|b| sample[b * sample.len() / buckets]).collect();
    splitters.dedup();
    splitters
}

/// Notes the bucket of each entry from `first` on, and counts them by bucket.
fn count(splitters: &[u64], first: usize, buckets: &mut [u16], entry: &impl Fn(usize) -> (u64, u32)) -> Vec<usize> {
    let mut counts = vec![0; splitters.len() + 1];
    // Who moves, or rests, is mostly found where the last position was.
    let (mut at, mut same) = (0, 0..=0);
    for (i, bucket) in buckets.iter_mut().enumerate() {
        let code = entry(first + i).0;
        if !same.contains(&code) {
            at = splitters.partition_point(|splitter| *splitter <= code);
            let low = at.checked_sub(1).map_or(0, |before| splitters[before]);
            same = low..=splitters.get(at).map_or(u64::MAX, |next| next - 1);
        }
        *bucket = at as u16;
        counts[at] += 1;
    }
    counts
}

/// Some neighbouring buckets, and the part of the order that they take.
struct Work<'a> {
    buckets: Range<usize>,
    counts: &'a [usize],
    codes: &'a mut [u64],
    keys: &'a mut [u32],
}

/// The buckets in groups of about `share` entries.
fn works<'a>(
    counts: &'a [usize],
    share: usize,
    (mut codes, mut keys): (&'a mut [u64], &'a mut [u32]),
) -> Vec<Work<'a>> {
    let mut works = Vec::new();
    let (mut first, mut held) = (0, 0);
    for (bucket, count) in counts.iter().enumerate() {
        held += count;
        if held >= share || bucket + 1 == counts.len() {
            let (own_codes, rest_of_codes) = codes.split_at_mut(held);
            let (own_keys, rest_of_keys) = keys.split_at_mut(held);
            let buckets = first..bucket + 1;
            works.push(Work { counts: &counts[buckets.clone()], buckets, codes: own_codes, keys: own_keys });
            (codes, keys) = (rest_of_codes, rest_of_keys);
            (first, held) = (bucket + 1, 0);
        }
    }
    works
}

impl Work<'_> {
    /// Moves what belongs into the buckets there, and sorts each.
    fn run(self, bucket_of: &[u16], entry: &impl Fn(usize) -> (u64, u32)) {
        let mut next = Vec::with_capacity(self.counts.len());
        let mut start = 0;
        for count in self.counts {
            next.push(start);
            start += count;
        }
        for (i, bucket) in bucket_of.iter().enumerate() {
            if let Some(next) = next.get_mut(usize::from(*bucket).wrapping_sub(self.buckets.start)) {
                (self.codes[*next], self.keys[*next]) = entry(i);
                *next += 1;
            }
        }
        let mut room = Room::default();
        let mut start = 0;
        for end in next {
            room.sort(&mut self.codes[start..end], &mut self.keys[start..end]);
            start = end;
        }
    }
}

/// Room to sort a bucket in, used again for the next.
#[derive(Default)]
struct Room {
    packed: Vec<u64>,
    pairs: Vec<(u64, u32)>,
}

impl Room {
    fn sort(&mut self, codes: &mut [u64], keys: &mut [u32]) {
        let (Some(low), Some(high)) = (codes.iter().min().copied(), codes.iter().max()) else { return };
        // Places within the bucket below what tells its codes apart: one number each is sorted twice as fast as a pair.
        let bits = usize::BITS - codes.len().leading_zeros();
        let by_place = keys.is_sorted() && (high - low).leading_zeros() >= bits;
        self.pairs.clear();
        self.pairs.extend(codes.iter().copied().zip(keys.iter().copied()));
        if by_place {
            self.packed.clear();
            self.packed.extend(codes.iter().enumerate().map(|(place, code)| (code - low) << bits | place as u64));
            self.packed.sort_unstable();
            for ((code, key), packed) in codes.iter_mut().zip(keys).zip(&self.packed) {
                (*code, *key) = self.pairs[(packed & ((1 << bits) - 1)) as usize];
            }
        } else {
            self.pairs.sort_unstable();
            for ((code, key), pair) in codes.iter_mut().zip(keys).zip(&self.pairs) {
                (*code, *key) = *pair;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(codes: &[u64]) {
        let mut expected: Vec<(u64, u32)> = codes.iter().enumerate().map(|(i, code)| (*code, i as u32)).collect();
        let backwards: Vec<(u64, u32)> = expected.iter().rev().copied().collect();
        expected.sort_unstable();
        let pairs = |(codes, keys): (Vec<u64>, Vec<u32>)| codes.into_iter().zip(keys).collect::<Vec<_>>();
        assert!(pairs(sorted(codes.len(), |i| (codes[i], i as u32))) == expected, "by place");
        assert!(pairs(sorted(codes.len(), |i| backwards[i])) == expected, "from the last to the first");
    }

    /// Codes as trails have them: steps from one to the next, of any size, and rests.
    fn walk(steps: &[(u32, u64)], repeat: usize) -> Vec<u64> {
        let mut at = 0_u64;
        let mut codes = Vec::new();
        for (shift, step) in steps.iter().cycle().take(steps.len() * repeat) {
            at = at.wrapping_add(step.checked_shl(*shift).unwrap_or(0)).rotate_left(1);
            codes.push(at);
        }
        codes
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_codes_come_out_as_a_plain_sort_has_them(codes in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..50], 0..400)) {
            check(&codes);
        }

        #[test]
        fn many_buckets_too(steps in prop::collection::vec((0_u32..70, any::<u64>()), 1..60), repeat in 400_usize..2_000) {
            check(&walk(&steps, repeat));
        }
    }

    #[test]
    fn the_ends_of_the_range_and_one_code_for_all_are_sorted_as_well() {
        check(&[u64::MAX, 0, u64::MAX, u64::MAX - 1, 1, 0]);
        check(&vec![7; 3 * BUCKET]);
        check(&(0..5 * BUCKET as u64).map(|n| if n % 3 == 0 { u64::MAX } else { n % 2 }).collect::<Vec<_>>());
    }
}
