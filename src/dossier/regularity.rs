//! Entropy of a sequence of places, and the regularity that follows from it.
//!
//! One convention throughout: the rate is Lempel and Ziv's, `S = n·log2 n ÷ ΣΛ`, where Λ of a position is the length of
//! the shortest run of places from there on that did not begin earlier; a run may overlap its earlier occurrence, and
//! one that has not ended with the sequence counts its own length. This is the convention of fastmob, and not of
//! scikit-mobility, whose figures for short sequences differ by up to a quarter. A sequence of one place has no entropy,
//! which the formula misses, so it is a case of its own.
//!
//! The bound on predictability (Song et al. 2010) is disputed, so it is called regularity here and predicts nobody.

use std::collections::{BTreeMap, HashMap};

use super::gates::{REGULARITY_PLACES, REGULARITY_VISITS, Withheld};

/// Visits looked at, the latest of them.
const MOST_VISITS: usize = 100_000;

/// How regular a sequence of places is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regularity {
    /// Number of different places.
    pub places: u64,
    /// Number of visits.
    pub visits: u64,
    /// Entropy in bits if every place were as likely as any other.
    pub random_bits: f64,
    /// Entropy in bits by how often each place was visited.
    pub uncorrelated_bits: f64,
    /// Entropy rate in bits by the order of visits.
    pub rate_bits: f64,
    /// Upper bound on the share of visits that the visits before could have told, 0 to 1.
    pub bound: f64,
}

/// The regularity of a sequence of visits, or why none is shown.
pub fn regularity(visits: &[u32]) -> Result<Regularity, Withheld> {
    let visits = &visits[visits.len().saturating_sub(MOST_VISITS)..];
    let have = visits.len() as u64;
    if have < REGULARITY_VISITS {
        return Err(Withheld::Visits { have, need: REGULARITY_VISITS });
    }
    let places = counts(visits).len() as u64;
    if places < REGULARITY_PLACES {
        return Err(Withheld::Places { have: places, need: REGULARITY_PLACES });
    }
    let rate_bits = entropy_rate(visits);
    Ok(Regularity {
        places,
        visits: have,
        random_bits: random_entropy(visits),
        uncorrelated_bits: uncorrelated_entropy(visits),
        rate_bits,
        bound: fano_bound(rate_bits, places),
    })
}

fn counts(visits: &[u32]) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    for place in visits {
        *counts.entry(*place).or_default() += 1;
    }
    counts
}

/// Entropy in bits if every place were as likely as any other.
pub fn random_entropy(visits: &[u32]) -> f64 {
    (counts(visits).len().max(1) as f64).log2()
}

/// Entropy in bits by how often each place was visited.
pub fn uncorrelated_entropy(visits: &[u32]) -> f64 {
    let n = visits.len() as f64;
    counts(visits).values().map(|c| *c as f64 / n).map(|p| -p * p.log2()).sum()
}

/// Entropy rate in bits by the order of visits; 0 for a sequence of one place.
pub fn entropy_rate(visits: &[u32]) -> f64 {
    if counts(visits).len() <= 1 { 0.0 } else { lempel_ziv_rate(visits) }
}

/// The rate by the formula alone, without the case of one place.
pub fn lempel_ziv_rate(visits: &[u32]) -> f64 {
    let n = visits.len() as f64;
    let sum: usize = new_run_lengths(visits).iter().sum();
    if sum == 0 { 0.0 } else { n * n.log2() / sum as f64 }
}

/// Solves Fano's inequality for the largest predictability that an entropy rate over `places` allows.
pub fn fano_bound(rate_bits: f64, places: u64) -> f64 {
    if places <= 1 {
        return 1.0;
    }
    let n = places as f64;
    if rate_bits >= n.log2() {
        return 1.0 / n;
    }
    let entropy = |p: f64| {
        let term = |x: f64| if x > 0.0 { -x * x.log2() } else { 0.0 };
        term(p) + term(1.0 - p) + (1.0 - p) * (n - 1.0).log2()
    };
    let (mut low, mut high) = (1.0 / n, 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        // It falls from log2 N at 1/N to 0 at 1.
        if entropy(middle) > rate_bits { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Λ of every position, in time that grows with the length only: a walk through the automaton of all runs.
fn new_run_lengths(visits: &[u32]) -> Vec<usize> {
    let automaton = Automaton::of(visits);
    let n = visits.len();
    let (mut state, mut length) = (0, 0);
    let mut lengths = Vec::with_capacity(n);
    for start in 0..n {
        // Lengthen the run for as long as it also begins earlier, that is, also ends earlier.
        while start + length < n
            && let Some(next) = automaton.next(state, visits[start + length])
            && automaton.states[next].first_end < start + length
        {
            (state, length) = (next, length + 1);
        }
        lengths.push(if start + length == n { length.max(1) } else { length + 1 });
        if length > 0 {
            length -= 1;
            while state != 0 && length <= automaton.states[automaton.states[state].link].length {
                state = automaton.states[state].link;
            }
        }
    }
    lengths
}

#[derive(Clone)]
struct State {
    length: usize,
    link: usize,
    /// Where the runs of this state end for the first time.
    first_end: usize,
}

/// The suffix automaton of a sequence.
struct Automaton {
    states: Vec<State>,
    edges: HashMap<(usize, u32), usize>,
    /// Letters that lead on from each state, to copy a state without looking at all edges.
    letters: Vec<Vec<u32>>,
}

impl Automaton {
    fn of(visits: &[u32]) -> Self {
        let root = State { length: 0, link: 0, first_end: usize::MAX };
        let mut automaton = Self { states: vec![root], edges: HashMap::new(), letters: vec![Vec::new()] };
        let mut last = 0;
        for (at, letter) in visits.iter().enumerate() {
            last = automaton.push(last, at, *letter);
        }
        automaton
    }

    fn next(&self, state: usize, letter: u32) -> Option<usize> {
        self.edges.get(&(state, letter)).copied()
    }

    fn set(&mut self, state: usize, letter: u32, to: usize) {
        if self.edges.insert((state, letter), to).is_none() {
            self.letters[state].push(letter);
        }
    }

    fn push(&mut self, last: usize, at: usize, letter: u32) -> usize {
        let new = self.add(State { length: self.states[last].length + 1, link: 0, first_end: at });
        let mut from = Some(last);
        while let Some(state) = from.filter(|s| self.next(*s, letter).is_none()) {
            self.set(state, letter, new);
            from = (state != 0).then(|| self.states[state].link);
        }
        if let Some(state) = from
            && let Some(target) = self.next(state, letter)
        {
            self.states[new].link = if self.states[state].length + 1 == self.states[target].length {
                target
            } else {
                self.split(state, letter, target)
            };
            if self.states[new].link != target {
                let copy = self.states[new].link;
                self.states[target].link = copy;
            }
        }
        new
    }

    fn add(&mut self, state: State) -> usize {
        self.states.push(state);
        self.letters.push(Vec::new());
        self.states.len() - 1
    }

    /// Copies a state for the shorter of its runs, and sends those there.
    fn split(&mut self, state: usize, letter: u32, target: usize) -> usize {
        let copy = self.add(State { length: self.states[state].length + 1, ..self.states[target].clone() });
        for letter in self.letters[target].clone() {
            if let Some(to) = self.next(target, letter) {
                self.set(copy, letter, to);
            }
        }
        let mut from = Some(state);
        while let Some(state) = from.filter(|s| self.next(*s, letter) == Some(target)) {
            self.set(state, letter, copy);
            from = (state != 0).then(|| self.states[state].link);
        }
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(visits: &[u32]) -> Vec<usize> {
        let n = visits.len();
        let began_earlier =
            |start: usize, length: usize| (0..start).any(|j| visits[j..j + length] == visits[start..start + length]);
        (0..n).map(|i| (1..=n - i).find(|l| !began_earlier(i, *l)).unwrap_or(n - i)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_automaton_agrees_with_looking_everywhere(visits in prop::collection::vec(0..3_u32, 1..40)) {
            prop_assert_eq!(new_run_lengths(&visits), slow(&visits));
        }

        #[test]
        fn the_bound_lies_between_chance_and_certainty(rate in 0.0..8.0_f64, places in 1..200_u64) {
            let bound = fano_bound(rate, places);
            prop_assert!((1.0 / places as f64..=1.0).contains(&bound));
        }
    }

    #[test]
    fn a_hundred_thousand_visits_take_no_time() {
        let visits: Vec<u32> = (0..100_000_u32).map(|i| (i / 7) % 50).collect();
        assert!(entropy_rate(&visits) < 0.1);
    }
}
