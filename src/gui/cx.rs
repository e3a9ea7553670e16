//! The read-only context that every panel gets.

use std::sync::Arc;

use crate::analysis::{Assumptions, Exposure, Facets, Filter, RowSets};
use crate::lens::Lens;
use crate::load::Loaded;
use crate::model::{Dataset, Item, ItemId};
use crate::platform::Hints;

use super::action::ActionSender;
use super::judged::Summary;
use super::looks::Looks;
use super::own::OwnFiles;
use super::state::{Hover, ViewState};
use super::theme::Tokens;

/// Stands for an item without a time.
pub const NO_TIME: i64 = i64::MAX;

/// What follows from the data and the user's choices, computed when one of them changes.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The items shown, in time order.
    pub visible: Arc<Vec<ItemId>>,
    /// Whether rows of location trails are shown; the brush applies to them too.
    pub points_visible: bool,
    /// The filter that all of this is of. Where rows are many it follows the chosen one only when they are gone through.
    pub filter: Filter,
    /// The rows of location trails that pass the filter, whatever its stretch of time.
    pub rows: RowSets,
    /// Grows with every change of what is visible, so that panels know when to rebuild.
    pub generation: u64,
    /// Grows with every change of the dataset.
    pub dataset_generation: u64,
    /// Grows with every change of the verdicts.
    pub verdict_generation: u64,
    /// Grows with every change of what the timeline shows: of everything but the stretch of time.
    pub timeline_generation: u64,
    /// When each item of the whole archive happened: seconds since 1970, or [`NO_TIME`].
    pub times: Arc<Vec<i64>>,
    /// Counts beside the switches, and the items of any time.
    pub facets: Facets,
    /// What the lens had of the whole archive, whatever the filter.
    pub summary: Arc<Summary>,
    /// Items shown that the harvester would have had.
    pub visible_taken: u64,
    /// Items in the whole archive without a time.
    pub timeless: u64,
    /// Items in the whole archive without a position.
    pub placeless: u64,
    /// Files that could not be read.
    pub failed_files: u64,
}

impl Derived {
    /// Items in the whole archive that the harvester would have had.
    pub fn taken(&self) -> u64 {
        self.summary.totals.iter().filter(|(verdict, _)| verdict.is_taken()).map(|(_, count)| count).sum()
    }
}

/// Everything a panel may look at, and the sender for what it wants changed.
pub struct ViewCx<'a> {
    /// The data and the containers it came from.
    pub loaded: &'a Loaded,
    /// The lens.
    pub lens: &'a Lens,
    /// Every lens there is to choose from.
    pub lenses: &'a [Lens],
    /// What the user told us where the export is silent, as it was when the lens was applied: the verdicts shown rest on
    /// it, and so must everything that explains them.
    pub assumptions: &'a Assumptions,
    /// What the user tells us now, which verdicts that are still being worked out will rest on.
    pub said: &'a Assumptions,
    /// What the user said of the archive when it was opened.
    pub hints: &'a Hints,
    /// The lens applied to the data.
    pub exposure: &'a Exposure,
    /// What is visible.
    pub derived: &'a Derived,
    /// What models have seen in the pictures.
    pub looks: &'a Looks,
    /// Files of streets and places that the user opened.
    pub own: &'a OwnFiles,
    /// What the user chose.
    pub view: &'a ViewState,
    /// What is under the pointer.
    pub hover: &'a Hover,
    /// Colours, sizes, fonts.
    pub tokens: &'a Tokens,
    /// Where requests go.
    pub actions: &'a ActionSender,
}

impl ViewCx<'_> {
    /// The data.
    pub fn dataset(&self) -> &Dataset {
        &self.loaded.dataset
    }

    /// The lens as its file has it, whatever day it looks on now.
    pub fn lens_in_its_time(&self) -> &Lens {
        self.lenses.iter().find(|l| l.id == self.lens.id).unwrap_or(self.lens)
    }

    /// The item with `id`.
    pub fn item(&self, id: ItemId) -> &Item {
        self.loaded.dataset.item(id)
    }
}
