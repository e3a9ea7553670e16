//! What the filters show, and what each of them would show if it alone were lifted.
//!
//! One pass over the items: for each, the set of filter parts that refuse it. An item counts for a
//! switch's number when nothing refuses it but that switch's own part.

use std::collections::BTreeMap;

use crate::model::{Dataset, Item, ItemId, ItemKind, PlatformId};

use super::filter::mentions;
use super::{Exposure, Filter, Geofence, ItemVerdict, Verdict};

/// Counts beside the switches of a filter, and the items shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Items that pass every part, in time order.
    pub visible: Vec<ItemId>,
    /// Items that pass every part but the stretch of time, in time order.
    pub any_time: Vec<ItemId>,
    /// By verdict, all verdicts present.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// By fence, only fences that occur.
    pub geofences: BTreeMap<Geofence, u64>,
    /// By platform.
    pub platforms: BTreeMap<PlatformId, u64>,
    /// By kind.
    pub kinds: BTreeMap<ItemKind, u64>,
}

/// Parts of a filter, as bits.
mod part {
    pub(super) const VERDICT: u8 = 1;
    pub(super) const GEOFENCE: u8 = 2;
    pub(super) const PLATFORM: u8 = 4;
    pub(super) const KIND: u8 = 8;
    pub(super) const WINDOW: u8 = 16;
    pub(super) const REST: u8 = 32;
}

impl Facets {
    /// Applies `filter`, part by part.
    pub fn new(dataset: &Dataset, exposure: &Exposure, filter: &Filter) -> Self {
        let needle = filter.text.trim().to_lowercase();
        let mut facets = Self { verdicts: Verdict::ALL.iter().map(|v| (*v, 0)).collect(), ..Self::default() };
        for (index, (item, verdict)) in dataset.items.iter().zip(&exposure.items).enumerate() {
            let id = ItemId(index as u32);
            facets.add(id, item, *verdict, filter.refusals((id, item), *verdict, &needle));
        }
        facets
    }

    fn add(&mut self, id: ItemId, item: &Item, verdict: ItemVerdict, refused: u8) {
        let only = |part: u8| refused & !part == 0;
        if refused == 0 {
            self.visible.push(id);
        }
        if only(part::WINDOW) {
            self.any_time.push(id);
        }
        if only(part::VERDICT) {
            *self.verdicts.entry(verdict.verdict).or_default() += 1;
        }
        if only(part::GEOFENCE)
            && let Some(fence) = verdict.geofence
        {
            *self.geofences.entry(fence).or_default() += 1;
        }
        // Platforms and kinds stay listed with 0, so that a switch does not vanish under the pointer.
        *self.platforms.entry(item.platform).or_default() += u64::from(only(part::PLATFORM));
        *self.kinds.entry(item.kind).or_default() += u64::from(only(part::KIND));
    }
}

impl Filter {
    fn refusals(&self, (id, item): (ItemId, &Item), verdict: ItemVerdict, needle: &str) -> u8 {
        let mut refused = 0;
        let mut require = |holds: bool, part: u8| refused |= if holds { 0 } else { part };
        require(!self.hidden_verdicts.contains(&verdict.verdict), part::VERDICT);
        require(self.geofence.is_none_or(|fence| verdict.geofence == Some(fence)), part::GEOFENCE);
        require(!self.hidden_platforms.contains(&item.platform), part::PLATFORM);
        require(!self.hidden_kinds.contains(&item.kind), part::KIND);
        require(self.window.is_none_or(|w| item.time.is_some_and(|t| w.contains(t))), part::WINDOW);
        require(self.only.as_ref().is_none_or(|only| only.contains(&id)), part::REST);
        require(!self.taken_only || verdict.verdict.is_taken(), part::REST);
        require(self.holds_item(item), part::REST);
        // Searching text is the slow part: it comes last, and only for items still in question.
        if refused & part::REST == 0 && !needle.is_empty() && !mentions(item, needle) {
            refused |= part::REST;
        }
        refused
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::example::dataset_of;
    use crate::analysis::{Assumptions, TimeWindow};
    use crate::lens;

    /// The items of every worked example of the built-in lenses, as one dataset per example.
    fn examples() -> Vec<(Dataset, Exposure)> {
        let lens = &lens::builtin()[0];
        let build = |example: &lens::Example| {
            let dataset = dataset_of(&example.item).unwrap();
            let exposure = Exposure::evaluate(&dataset, lens, lens::surfaces(), &Assumptions::default());
            (dataset, exposure)
        };
        lens.examples.iter().map(build).collect()
    }

    proptest! {
        #[test]
        fn facets_and_filter_agree(hidden in prop::collection::btree_set(0_usize..6, 0..4), taken_only: bool, from in 2014_i16..2021, text in "[a-z]{0,1}") {
            let from = lens::parse_moment(&format!("{from}-01-01")).unwrap();
            let filter = Filter {
                taken_only,
                hidden_verdicts: hidden.iter().map(|i| Verdict::ALL[*i]).collect(),
                window: Some(TimeWindow { from, to: jiff::Timestamp::MAX }),
                text,
                ..Filter::default()
            };
            for (dataset, exposure) in examples() {
                let facets = Facets::new(&dataset, &exposure, &filter);
                prop_assert_eq!(&facets.visible, &filter.apply(&dataset, &exposure));
                let lifted = |change: fn(&mut Filter)| {
                    let mut other = filter.clone();
                    change(&mut other);
                    other.apply(&dataset, &exposure).len() as u64
                };
                prop_assert_eq!(facets.verdicts.values().sum::<u64>(), lifted(|f| f.hidden_verdicts.clear()));
                prop_assert_eq!(facets.platforms.values().sum::<u64>(), lifted(|f| f.hidden_platforms.clear()));
                prop_assert_eq!(facets.any_time.len() as u64, lifted(|f| f.window = None));
            }
        }
    }
}
