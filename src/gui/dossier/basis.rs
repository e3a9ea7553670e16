//! What a statement rests on: the items to show when it is clicked.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;

use crate::analysis::TimeWindow;
use crate::dossier::{Dossier, SightingId};
use crate::gui::action::{Action, ActionSender};
use crate::gui::format;
use crate::model::ItemId;

/// What a statement rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Basis {
    items: Arc<BTreeSet<ItemId>>,
    /// Stays in trails, which are rows and no items.
    stays: u64,
    /// From the first of these stays to the end of the last.
    stretch: Option<TimeWindow>,
}

impl Basis {
    /// These items.
    pub(super) fn items(items: impl IntoIterator<Item = ItemId>) -> Self {
        Self { items: Arc::new(items.into_iter().collect()), ..Self::default() }
    }

    /// What these sightings come from.
    pub(super) fn sightings(dossier: &Dossier, ids: impl IntoIterator<Item = SightingId>) -> Self {
        let mut items = BTreeSet::new();
        let mut stays = BTreeSet::new();
        for id in ids {
            match dossier.sightings.get(id.index()).map(|s| (s.item(), s)) {
                Some((Some(item), _)) => {
                    items.insert(item);
                }
                Some((None, _)) => {
                    stays.insert(id);
                }
                None => {}
            }
        }
        let trails = || stays.iter().filter_map(|id| dossier.sightings.get(id.index()));
        let first = trails().map(|s| s.at).min();
        let last = trails().map(|s| s.until.unwrap_or(s.at)).max();
        let stretch = first.zip(last).map(|(from, to)| {
            // The end of a stretch is the first moment after it.
            let to = to.checked_add(SignedDuration::from_secs(1)).unwrap_or(to);
            TimeWindow { from, to }
        });
        Self { items: Arc::new(items), stays: stays.len() as u64, stretch }
    }

    /// These items as well.
    pub(super) fn and(mut self, items: impl IntoIterator<Item = ItemId>) -> Self {
        Arc::make_mut(&mut self.items).extend(items);
        self
    }

    /// What all sightings come from.
    pub(super) fn all(dossier: &Dossier) -> Self {
        Self::sightings(dossier, (0..dossier.sightings.len() as u32).map(SightingId))
    }

    /// How much it is, in words; empty when it is nothing.
    pub(super) fn words(&self) -> String {
        let items = format::counted(self.items.len() as u64, "item", "items");
        let stays = format::counted(self.stays, "stay of trails", "stays of trails");
        match (self.items.is_empty(), self.stays) {
            (true, 0) => String::new(),
            (false, 0) => items,
            (true, _) => stays,
            (false, _) => format!("{items}, {stays}"),
        }
    }

    /// Shows it on the map or in the table.
    pub(super) fn show(&self, actions: &ActionSender) {
        if !self.items.is_empty() {
            actions.send(Action::ShowItems(Arc::clone(&self.items)));
        } else if let Some(stretch) = self.stretch {
            actions.send(Action::ShowStretch(stretch));
        }
    }
}
