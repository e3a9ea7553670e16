//! How many other people a set of places could belong to.
//!
//! Three looks: what home and work alone leave (Golle and Partridge 2009, people working in the United States); how
//! many bits the places carry under assumptions that stand on the screen; and, where several people are known, how many
//! share a person's places. The bits take places to be independent, which they are not, so they are an upper figure.

use std::collections::BTreeMap;

/// People on earth.
pub const WORLD_POPULATION: f64 = 8.2e9;
/// Share of the people at a place who post from it on a day.
pub const POSTING_CHANCE: f64 = 0.01;
/// People on a square kilometre in and near towns.
pub(super) const TOWN_DENSITY: f64 = super::precision::PEOPLE_PER_KM2;
/// And elsewhere.
pub(super) const COUNTRY_DENSITY: f64 = 50.0;

/// What the bits rest on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnonymityAssumptions {
    /// The people among whom somebody is looked for.
    pub population: f64,
    /// Share of the people at a place who post from it on a day.
    pub posting_chance: f64,
}

impl Default for AnonymityAssumptions {
    fn default() -> Self {
        Self { population: WORLD_POPULATION, posting_chance: POSTING_CHANCE }
    }
}

/// How identifying a set of places is, under assumptions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bits {
    /// At most so many bits, all places taken together.
    pub up_to: f64,
    /// The bits of the most telling place alone.
    pub best_single: f64,
    /// People expected to match all of it.
    pub expected_matches: f64,
    /// Chance that nobody else does.
    pub unique: f64,
}

/// Bits of a set of distinct places, given the people who live in the cell of each.
pub fn bits(people: &[f64], assumptions: &AnonymityAssumptions) -> Bits {
    let population = assumptions.population.max(1.0);
    let most = population.log2();
    let of = |people: &f64| {
        let share = (people.max(0.0) * assumptions.posting_chance / population).min(1.0);
        // One person in all is the least that a share can be.
        (-share.max(1.0 / population).log2()).max(0.0)
    };
    let sum: f64 = people.iter().map(of).sum();
    let expected_matches = population * (-sum).exp2();
    Bits {
        up_to: sum.min(most),
        best_single: people.iter().map(of).fold(0.0, f64::max),
        expected_matches,
        unique: (-expected_matches).exp(),
    }
}

/// People living within `metres` of a place, in town or not.
pub fn people_within(metres: f64, in_town: bool) -> f64 {
    let density = if in_town { TOWN_DENSITY } else { COUNTRY_DENSITY };
    (std::f64::consts::PI * (metres / 1_000.0).powi(2) * density).max(1.0)
}

/// The census unit of a precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CensusUnit {
    /// The word: `block`, `tract`, `county`.
    pub unit: &'static str,
    /// People with the same pair of home and work, at the median.
    pub median_people: u32,
}

/// Golle and Partridge's median anonymity set of a pair of home and work known to `metres`; `None` beyond a county.
pub const fn golle_partridge(metres: f64) -> Option<CensusUnit> {
    match metres {
        m if m <= 200.0 => Some(CensusUnit { unit: "block", median_people: 1 }),
        m if m <= 2_000.0 => Some(CensusUnit { unit: "tract", median_people: 21 }),
        m if m <= 40_000.0 => Some(CensusUnit { unit: "county", median_people: 34_980 }),
        _ => None,
    }
}

/// For each person, the worst case over all sets of `k` of their points: 1 divided by the people who have all of it.
///
/// A point listed twice counts twice. For a handful of people and points; every set is tried.
pub fn location_risk(population: &BTreeMap<u32, Vec<u32>>, k: usize) -> BTreeMap<u32, f64> {
    let counted: BTreeMap<u32, BTreeMap<u32, usize>> =
        population.iter().map(|(id, places)| (*id, counts(places))).collect();
    population
        .iter()
        .map(|(id, places)| {
            let mut best = 0.0_f64;
            let mut chosen = Vec::new();
            subsets(places, k.min(places.len()), 0, &mut chosen, &mut |subset| {
                let wanted = counts(subset);
                let has_all =
                    |own: &&BTreeMap<u32, usize>| wanted.iter().all(|(p, n)| own.get(p).is_some_and(|m| m >= n));
                let matching = counted.values().filter(has_all).count();
                best = best.max(1.0 / matching.max(1) as f64);
            });
            (*id, best)
        })
        .collect()
}

fn counts(places: &[u32]) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for place in places {
        *counts.entry(*place).or_default() += 1;
    }
    counts
}

fn subsets(places: &[u32], k: usize, from: usize, chosen: &mut Vec<u32>, visit: &mut impl FnMut(&[u32])) {
    if chosen.len() == k {
        visit(chosen);
        return;
    }
    for index in from..places.len() {
        chosen.push(places[index]);
        subsets(places, k, index + 1, chosen, visit);
        chosen.pop();
    }
}
