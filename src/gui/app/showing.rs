//! Showing on the map what a statement rests on.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::{Filter, TimeWindow};
use crate::gui::state::{MapTarget, Page};
use crate::model::ItemId;

use super::{App, Stage};

impl App {
    pub(super) fn show_stretch(&mut self, window: TimeWindow) {
        let filter = &mut self.view.filter;
        (filter.window, filter.only) = (Some(window), None);
        (filter.taken_only, filter.points_hidden) = (false, false);
        self.view.page = Page::Map;
        self.view.ask_map(MapTarget::FitAll);
    }

    pub(super) fn show_items(&mut self, items: &Arc<BTreeSet<ItemId>>) {
        let Stage::Ready(ready) = &self.stage else { return };
        let dataset = ready.dataset();
        if !self.view.page.shows_items() {
            self.view.only_from = self.view.page;
        }
        let placed = |id: &ItemId| dataset.items.get(id.index()).is_some_and(|item| item.location.is_some());
        self.view.page = if items.iter().any(placed) { Page::Map } else { Page::Items };
        // Whatever else is filtered steps back, so that a statement shows all that it rests on.
        if self.view.filter.only.is_none() {
            self.before_only = Some(self.view.filter.clone());
        }
        // The area stays: the statement was drawn from what lies in it.
        let area = self.view.filter.area.clone();
        self.view.filter = Filter { only: Some(Arc::clone(items)), area, ..Filter::default() };
        self.view.selection = items.first().copied();
        self.view.ask_map(MapTarget::FitAll);
    }
}
