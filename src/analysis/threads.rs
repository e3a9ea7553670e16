//! Work on several threads at once.

use std::ops::Range;
use std::sync::LazyLock;
use std::thread;

use rayon::prelude::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The most threads worth starting: beyond, memory is what is waited for.
const MOST: usize = 8;

/// Threads of our own: the ones that everybody shares may be busy with the models that look at pictures. `None` where no
/// thread can be started.
static POOL: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(count()).thread_name(|at| format!("part {at}")).build().ok());

/// The length of each part when `len` are to be shared out among the threads there are. No part but the last is shorter
/// than `least`, which is what a thread is worth.
pub(super) fn share(len: usize, least: usize) -> usize {
    len.div_ceil(count()).max(least).max(1)
}

/// The stretches of `share` that `len` fall into.
pub(super) fn parts(len: usize, share: usize) -> Vec<Range<usize>> {
    (0..len).step_by(share).map(|first| first..len.min(first + share)).collect()
}

fn count() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST)
}

/// Does the same with every part, on as many threads as there are and are of use. Results come in the order of the parts.
pub(super) fn at_once<P: Send, R: Send>(parts: Vec<P>, work: impl Fn(P) -> R + Send + Sync) -> Vec<R> {
    match &*POOL {
        Some(pool) if parts.len() > 1 => pool.install(|| parts.into_par_iter().with_max_len(1).map(work).collect()),
        _ => parts.into_iter().map(work).collect(),
    }
}

/// Does two things, at the same time if it can.
pub(super) fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    match &*POOL {
        Some(pool) => pool.join(a, b),
        None => (a(), b()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_done_once_and_results_keep_its_order() {
        for parts in [0, 1, 2, 50] {
            let done = at_once((0..parts).collect(), |n: u32| {
                thread::sleep(std::time::Duration::from_micros(u64::from(parts - n)));
                n * 2
            });
            assert_eq!(done, (0..parts).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_share_is_worth_a_thread_and_none_is_left_out() {
        assert_eq!(share(0, 10), 10);
        assert_eq!(share(7, 10), 10);
        assert_eq!(share(0, 0), 1);
        for len in [1_000_usize, 1_001, 12_345] {
            let parts = parts(len, share(len, 10));
            assert!(parts.len() <= MOST && parts.iter().cloned().flatten().eq(0..len));
        }
        assert!(parts(0, 10).is_empty());
    }

    #[test]
    #[should_panic(expected = "part 3")]
    fn a_panic_in_a_part_is_one_of_all() {
        at_once((0..40).collect(), |n: u32| assert_ne!(n, 3, "part {n}"));
    }
}
