//! Work on several threads at once.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// The most threads worth starting: beyond, memory is what is waited for.
const MOST: usize = 8;

/// The length of each part when `len` are to be shared out among the threads there are. No part but the last is shorter
/// than `least`, which is what a thread is worth.
pub(super) fn share(len: usize, least: usize) -> usize {
    len.div_ceil(count()).max(least).max(1)
}

fn count() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST)
}

/// Does the same with every part, on as many threads as there are and are of use, this one among them. Results come in
/// the order of the parts.
pub(super) fn at_once<P: Send, R: Send>(parts: Vec<P>, work: impl Fn(P) -> R + Sync) -> Vec<R> {
    let threads = count().min(parts.len());
    let waiting = Mutex::new(parts.into_iter().enumerate());
    // Nobody panics while holding the lock.
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || std::iter::from_fn(next).map(|(at, part)| (at, work(part))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        // A thread that could not be started leaves its parts to the others.
        let start = |_| thread::Builder::new().name("part".to_owned()).spawn_scoped(scope, run).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = run();
        for other in others {
            done.extend(other.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
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
            assert!(len.div_ceil(share(len, 10)) <= MOST);
        }
    }

    #[test]
    #[should_panic(expected = "part 3")]
    fn a_panic_in_a_part_is_one_of_all() {
        at_once((0..40).collect(), |n: u32| assert_ne!(n, 3, "part {n}"));
    }
}
