//! A lens applied to every item.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lens::{Lens, Select, Surfaces};
use crate::model::{Audience, Dataset, Evidence, ItemId, Location, Origin};

use super::decide::Engine;
use super::gaps::{Gap, Ledger};
use super::threads::{at_once, parts, share};
use super::{Assumptions, FenceTally, Geofence, Lights, Moments, Verdict};

pub use super::explain::explain;

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
    /// What the export does not record, and which verdicts hang on it.
    pub gaps: Vec<Gap>,
}

/// The verdicts of some of the items, and what the export does not record of them.
fn decide_all(engine: &Engine<'_>, items: Range<usize>) -> (Vec<ItemVerdict>, Ledger) {
    let mut ledger = Ledger::default();
    let decided = items.map(|index| {
        let id = ItemId(index as u32);
        let decision = engine.decide(id);
        ledger.note(engine, id, &decision);
        decision.verdict
    });
    (decided.collect(), ledger)
}

impl Exposure {
    /// Applies `lens` to every item.
    pub fn evaluate(dataset: &Dataset, lens: &Lens, surfaces: &[Surfaces], assumptions: &Assumptions) -> Self {
        let engine = Engine { dataset, lens, surfaces, assumptions };
        let (mut items, mut ledger) = (Vec::with_capacity(dataset.items.len()), Ledger::default());
        let share = share(dataset.items.len(), Self::SHARE);
        for (decided, noted) in at_once(parts(dataset.items.len(), share), |ids| decide_all(&engine, ids)) {
            items.extend(decided);
            ledger.append(noted);
        }
        let fences = engine.fence_tallies(&items);
        Self { lens: lens.id.clone(), items, fences, gaps: ledger.finish() }
    }

    /// Items worth a thread.
    const SHARE: usize = 2_048;

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
        Moments::of(self.items.iter().map(|i| i.lights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::example::dataset_of;
    use crate::lens::{builtin, surfaces};

    #[test]
    fn many_items_come_out_on_several_threads_as_they_do_on_one() {
        let lens = &builtin()[0];
        let mut dataset = dataset_of(&lens.examples[0].item).unwrap();
        let examples = lens.examples.iter().map(|example| dataset_of(&example.item).unwrap().items.remove(0));
        dataset.items = examples.collect::<Vec<_>>().into_iter().cycle().take(3 * Exposure::SHARE + 7).collect();
        let assumptions = Assumptions::default();
        let found = Exposure::evaluate(&dataset, lens, surfaces(), &assumptions);
        let engine = Engine { dataset: &dataset, lens, surfaces: surfaces(), assumptions: &assumptions };
        let (items, ledger) = decide_all(&engine, 0..dataset.items.len());
        assert_eq!(found.items, items);
        assert_eq!(found.gaps, ledger.finish());
        assert!(!found.gaps.is_empty() && found.gaps.iter().any(|gap| gap.items.len() > Exposure::SHARE / 20));
    }
}
