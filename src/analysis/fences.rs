//! What a lens that watches fences had of each of them.

use crate::lens::Select;
use crate::model::ItemId;

use super::clauses::lies_in;
use super::decide::Engine;
use super::{ItemVerdict, Verdict};

/// What a lens had of one fence. An item can lie in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FenceTally {
    /// Items it took that lie in it.
    pub taken: u64,
    /// Items that may lie in it, and of which the export does not say enough to tell whether it took them.
    pub unknown: u64,
    /// Items that lie in it, by the position that the platform or the file holds, whoever could see them.
    pub here: u64,
}

impl Engine<'_> {
    /// One tally for each fence of the lens, in order; none for a lens that watches no fences.
    pub(super) fn fence_tallies(&self, verdicts: &[ItemVerdict]) -> Vec<FenceTally> {
        let Select::Fences(fences) = &self.lens.select else { return Vec::new() };
        let mut tallies = vec![FenceTally::default(); fences.fence.len()];
        for (verdict, index) in verdicts.iter().zip(0_u32..) {
            let item = self.dataset.item(ItemId(index));
            let is_taken = verdict.verdict.is_taken();
            let is_unknown = verdict.verdict == Verdict::Unknown;
            let shown = self.shown_position(item).filter(|_| is_taken || is_unknown);
            for (fence, tally) in fences.fence.iter().zip(&mut tallies) {
                let hit = shown.map(|l| lies_in(fence, l, fences.extent));
                tally.taken += u64::from(is_taken && hit == Some(Some(true)));
                tally.unknown += u64::from(is_unknown && matches!(hit, Some(Some(true) | None)));
                tally.here += u64::from(item.location.is_some_and(|l| fence.contains(l.point)));
            }
        }
        tallies
    }
}
