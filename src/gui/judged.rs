//! What is shown with what it was judged by, so that a verdict and its reasons never disagree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{Assumptions, Classes, Exposure, Moments, Verdict};
use crate::lens::{self, Lens};
use crate::model::Dataset;

/// A lens applied to the data. While verdicts are being worked out again it is older than what the user chose last.
#[derive(Clone)]
pub(crate) struct Judged {
    /// The lens, looking on its day or in its own time.
    pub lens: Lens,
    /// What the user had told when it was applied.
    pub assumptions: Assumptions,
    /// What it found.
    pub applied: Applied,
}

/// What a lens found in the data. Cheap to copy.
#[derive(Clone)]
pub(crate) struct Applied {
    /// Item by item.
    pub exposure: Arc<Exposure>,
    /// Counted.
    pub summary: Arc<Summary>,
}

impl Applied {
    /// Applies a lens, which takes longer than a frame when there are many items.
    pub(crate) fn of(dataset: &Dataset, lens: &Lens, assumptions: &Assumptions) -> Self {
        let exposure = Exposure::evaluate(dataset, lens, lens::surfaces(), assumptions);
        Self { summary: Arc::new(Summary::new(dataset, &exposure)), exposure: Arc::new(exposure) }
    }

    /// Items that it would have had.
    pub(crate) fn taken(&self) -> u64 {
        self.summary.moments.then.yes
    }
}

/// What panels count of all items through a lens, whatever the filter.
#[derive(Debug, Default)]
pub struct Summary {
    /// Items by verdict, all verdicts present.
    pub totals: BTreeMap<Verdict, u64>,
    /// Then, now, closed since.
    pub moments: Moments,
    /// The verdict of each item.
    pub verdicts: Arc<Vec<Verdict>>,
    /// The items by what switches ask of them.
    pub classes: Arc<Classes>,
}

impl Summary {
    /// Counts.
    pub(crate) fn new(dataset: &Dataset, exposure: &Exposure) -> Self {
        Self {
            totals: exposure.verdict_counts(),
            moments: exposure.moments(),
            verdicts: Arc::new(exposure.items.iter().map(|item| item.verdict).collect()),
            classes: Arc::new(Classes::new(dataset, exposure)),
        }
    }
}
