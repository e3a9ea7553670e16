//! A lens applied to every item.

use std::collections::BTreeMap;

use crate::lens::{Lens, Select, Surfaces};
use crate::model::{Audience, Dataset, Evidence, ItemId, Location, Origin};

use super::decide::Engine;
use super::{Assumptions, FenceTally, Geofence, Verdict};

pub use super::explain::explain;

/// The three moments kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lights {
    /// Whether the lens would have had it then.
    pub then: Option<bool>,
    /// Whether a harvester could take it by its place at the time of the export.
    pub now: Option<bool>,
    /// Whether it was taken and has been closed since: copies may remain.
    pub closed_since: bool,
}

/// What the lens would have had of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// The weakest evidence among the clauses it rests on.
    pub evidence: Evidence,
    /// The fence, for items that were taken.
    pub geofence: Option<Geofence>,
    /// Who could see it when it was published.
    pub audience: Audience,
    /// Then, now, closed since.
    pub lights: Lights,
    /// Whether it is known to have been public, on the profile or by its place, at some time.
    pub was_public: bool,
}

/// One clause of the chain that leads to a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Which clause: `platform`, `published`, `kind`, `place`, `window`, `reach`, `venue`, ...
    pub clause: &'static str,
    /// Whether it holds, or `None` if the export does not say.
    pub holds: Option<bool>,
    /// How sure that is.
    pub evidence: Evidence,
    /// The sentence for the user; no period at the end.
    pub text: String,
    /// Whether the verdict rests on it.
    pub decisive: bool,
    /// The record it rests on, if any.
    pub origin: Option<Origin>,
}

/// A lens applied to every item of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Exposure {
    /// Id of the lens.
    pub lens: String,
    /// Parallel to [`Dataset::items`].
    pub items: Vec<ItemVerdict>,
    /// What it had of each of its fences, in order; empty for a lens that watches none.
    pub fences: Vec<FenceTally>,
}

impl Exposure {
    /// Applies `lens` to every item.
    pub fn evaluate(dataset: &Dataset, lens: &Lens, surfaces: &[Surfaces], assumptions: &Assumptions) -> Self {
        let engine = Engine { dataset, lens, surfaces, assumptions };
        let ids = (0..dataset.items.len() as u32).map(ItemId);
        let items: Vec<ItemVerdict> = ids.map(|id| engine.decide(id).verdict).collect();
        let fences = engine.fence_tallies(&items);
        Self { lens: lens.id.clone(), items, fences }
    }

    /// The verdict of an item.
    ///
    /// # Panics
    /// When the id is of another dataset.
    pub fn of(&self, id: ItemId) -> &ItemVerdict {
        &self.items[id.index()]
    }

    /// The position that the public could see of an item, if it is known to have been public.
    ///
    /// An adapter says where the public would have seen an item; only the verdict says whether it ever did.
    /// Of what was never published, was shared with few, or is not known to have been public, it saw none.
    pub fn public_location(&self, dataset: &Dataset, id: ItemId) -> Option<Location> {
        let found = self.of(id);
        dataset.item(id).public_location.filter(|_| found.was_public)
    }

    /// Number of items by verdict, all verdicts present.
    pub fn verdict_counts(&self) -> BTreeMap<Verdict, u64> {
        let mut counts: BTreeMap<Verdict, u64> = Verdict::ALL.iter().map(|v| (*v, 0)).collect();
        for item in &self.items {
            *counts.entry(item.verdict).or_default() += 1;
        }
        counts
    }

    /// Number of taken items by fence: every kind on the lens's list and `unclassified`, or the one
    /// word of a lens that looked anywhere or at fences of its own.
    pub fn geofence_counts(&self, lens: &Lens) -> BTreeMap<Geofence, u64> {
        let others = match lens.select {
            Select::VenueKind(_) => Geofence::Unclassified,
            Select::Fences(_) => Geofence::Fence,
            Select::Anywhere {} | Select::Query(_) | Select::Accounts(_) => Geofence::Anywhere,
        };
        let listed = lens.listed_kinds().iter().map(|kind| (Geofence::Kind(*kind), 0));
        let mut counts: BTreeMap<Geofence, u64> = listed.chain([(others, 0)]).collect();
        for fence in self.items.iter().filter_map(|i| i.geofence) {
            *counts.entry(fence).or_default() += 1;
        }
        counts
    }

    /// How many items could be taken then, can be taken now, and have been closed since they could.
    pub fn moments(&self) -> Moments {
        let mut moments = Moments::default();
        for lights in self.items.iter().map(|i| i.lights) {
            moments.then.count(lights.then);
            moments.now.count(lights.now);
            moments.closed_since.count(lights.closed());
        }
        moments
    }
}

impl Lights {
    /// Whether it could be taken then and has been closed since, or `None` where the export does not say.
    pub const fn closed(self) -> Option<bool> {
        match (self.then, self.closed_since, self.now) {
            (Some(true), true, _) => Some(true),
            (Some(false), ..) | (Some(true), false, Some(_)) => Some(false),
            _ => None,
        }
    }
}

/// Counts of the three moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// The lens could have taken it.
    pub then: Tally,
    /// A harvester could take it at the time of the export.
    pub now: Tally,
    /// It could be taken, and has been closed since: copies may remain.
    pub closed_since: Tally,
}

/// Counts of a three-valued answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// It holds.
    pub yes: u64,
    /// It does not.
    pub no: u64,
    /// The export does not say.
    pub unknown: u64,
}

impl Tally {
    fn count(&mut self, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }
}
