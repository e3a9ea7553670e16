//! What the filters show, and what each of them would show if it alone were lifted.
//!
//! For each item the set of filter parts that refuse it: an item counts for a switch's number when nothing refuses it
//! but that switch's own part. Items alike in all that switches ask for are of one class, so that a pass over many items
//! reads a few bytes of each; and another stretch of time asks none of them anew.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::model::{Dataset, Item, ItemId, ItemKind, PlatformId};

use super::filter::mentions;
use super::{Exposure, Filter, Geofence, Lights, Moments, TimeWindow, Verdict};

/// Counts beside the switches of a filter, and the items shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Items that pass every part, in time order.
    pub visible: Arc<Vec<ItemId>>,
    /// Items that pass every part but the stretch of time, in time order.
    pub any_time: Arc<Vec<ItemId>>,
    /// Items that pass every part but the hours of the week, in time order; empty where no hours are asked for, for then
    /// they are the visible ones.
    any_hour: Vec<ItemId>,
    /// Of those that pass every part, how many the lens would have had.
    pub taken: u64,
    /// By verdict, all verdicts present.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// By fence, only fences that occur.
    pub geofences: BTreeMap<Geofence, u64>,
    /// By moment.
    pub moments: Moments,
    /// By platform.
    pub platforms: BTreeMap<PlatformId, u64>,
    /// By kind.
    pub kinds: BTreeMap<ItemKind, u64>,
}

/// Parts of a filter, as bits. The stretch of time is none of them: items are in its order.
mod part {
    pub(super) const VERDICT: u8 = 1;
    pub(super) const GEOFENCE: u8 = 2;
    pub(super) const PLATFORM: u8 = 4;
    pub(super) const KIND: u8 = 8;
    pub(super) const MOMENT: u8 = 16;
    pub(super) const HOURS: u8 = 32;
    pub(super) const REST: u8 = 64;
    /// Sets of parts.
    pub(super) const SETS: usize = 128;
}

/// What the switches of a filter ask of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Class {
    verdict: Verdict,
    geofence: Option<Geofence>,
    lights: Lights,
    platform: PlatformId,
    kind: ItemKind,
}

impl Class {
    fn refusals(&self, filter: &Filter) -> u8 {
        let mut refused = 0;
        let mut require = |holds: bool, part: u8| refused |= if holds { 0 } else { part };
        require(!filter.hidden_verdicts.contains(&self.verdict), part::VERDICT);
        require(filter.geofence.is_none_or(|fence| self.geofence == Some(fence)), part::GEOFENCE);
        require(filter.moment.is_none_or(|moment| self.lights.at(moment) == Some(true)), part::MOMENT);
        require(!filter.hidden_platforms.contains(&self.platform), part::PLATFORM);
        require(!filter.hidden_kinds.contains(&self.kind), part::KIND);
        require(!filter.taken_only || self.verdict.is_taken(), part::REST);
        refused
    }
}

/// The items of a dataset through a lens, by what the switches of a filter ask of them.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    classes: Vec<Class>,
    /// The class of each item.
    of_item: Vec<u32>,
}

impl Classes {
    /// For `dataset` through the lens of `exposure`.
    pub fn new(dataset: &Dataset, exposure: &Exposure) -> Self {
        let mut known: HashMap<Class, u32> = HashMap::new();
        let mut classes: Vec<Class> = Vec::new();
        let mut last = 0;
        let class = |(item, found): (&Item, &super::ItemVerdict)| {
            let super::ItemVerdict { verdict, geofence, lights, .. } = *found;
            let class = Class { verdict, geofence, lights, platform: item.platform, kind: item.kind };
            // Neighbours in time are mostly alike.
            if classes.get(last as usize) != Some(&class) {
                last = *known.entry(class).or_insert_with(|| {
                    classes.push(class);
                    classes.len() as u32 - 1
                });
            }
            last
        };
        let of_item = dataset.items.iter().zip(&exposure.items).map(class).collect();
        Self { classes, of_item }
    }
}

/// What the newest filter said of the items of a dataset through a lens.
#[derive(Clone, Debug)]
pub struct FacetTable {
    by_class: Arc<Classes>,
    /// What the filter below refuses of each item.
    refused: Vec<u8>,
    /// The items it lets through.
    any_time: Arc<Vec<ItemId>>,
    /// Without its stretch of time.
    filter: Option<Filter>,
}

impl FacetTable {
    /// For a dataset whose items are in time order.
    pub fn new(by_class: Arc<Classes>) -> Self {
        Self { by_class, refused: Vec::new(), any_time: Arc::default(), filter: None }
    }

    /// Applies `filter`, part by part. Cheap when only its stretch of time is another than last time.
    pub fn facets(&mut self, dataset: &Dataset, filter: &Filter) -> Facets {
        let lifted = Filter { window: None, ..filter.clone() };
        if self.filter.as_ref() != Some(&lifted) {
            self.refuse(dataset, &lifted);
            self.filter = Some(lifted);
        }
        let shown = shown_items(dataset, filter.window);
        let any_time = &self.any_time;
        let place = |index: usize| any_time.partition_point(|id| id.index() < index);
        let visible = match filter.window {
            None => Arc::clone(any_time),
            Some(_) => Arc::new(any_time[place(shown.start)..place(shown.end)].to_vec()),
        };
        let mut facets = Facets { visible, any_time: Arc::clone(any_time), ..Facets::default() };
        if filter.hours.is_some() {
            let passes = |index: &usize| self.refused[*index] & !part::HOURS == 0;
            facets.any_hour = shown.clone().filter(passes).map(|index| ItemId(index as u32)).collect();
        }
        self.count(shown, facets)
    }

    /// Notes what a filter without a stretch of time refuses.
    fn refuse(&mut self, dataset: &Dataset, filter: &Filter) {
        let by_class: Vec<u8> = self.by_class.classes.iter().map(|class| class.refusals(filter)).collect();
        let needle = filter.text.trim().to_lowercase();
        let asks_each = filter.only.is_some() || filter.area.is_some() || filter.cell.is_some() || !needle.is_empty();
        self.refused.clear();
        self.refused.extend(self.by_class.of_item.iter().map(|class| by_class[*class as usize]));
        if let Some(hours) = &filter.hours {
            for (index, refused) in self.refused.iter_mut().enumerate() {
                *refused |= if hours.holds_item(ItemId(index as u32)) { 0 } else { part::HOURS };
            }
        }
        if asks_each {
            for (index, refused) in self.refused.iter_mut().enumerate() {
                // Searching text is the slow part: it comes last, and only for items still in question.
                if *refused & part::REST == 0 {
                    let item = &dataset.items[index];
                    let only = filter.only.as_ref().is_none_or(|only| only.contains(&ItemId(index as u32)));
                    let found = only && filter.holds_item(item) && (needle.is_empty() || mentions(item, &needle));
                    *refused |= if found { 0 } else { part::REST };
                }
            }
        }
        let ids = self.refused.iter().enumerate().filter(|(_, refused)| **refused == 0);
        self.any_time = Arc::new(ids.map(|(index, _)| ItemId(index as u32)).collect());
    }

    /// Counts the items in a stretch.
    fn count(&self, shown: Range<usize>, mut facets: Facets) -> Facets {
        let mut tally = vec![[0_u64; part::SETS]; self.by_class.classes.len()];
        for (class, refused) in self.by_class.of_item[shown.clone()].iter().zip(&self.refused[shown]) {
            tally[*class as usize][usize::from(*refused)] += 1;
        }
        facets.verdicts = Verdict::ALL.iter().map(|v| (*v, 0)).collect();
        for (class, by_refusal) in self.by_class.classes.iter().zip(tally) {
            let passing = by_refusal[0];
            let without = |part: u8| passing + by_refusal[usize::from(part)];
            facets.taken += if class.verdict.is_taken() { passing } else { 0 };
            *facets.verdicts.entry(class.verdict).or_default() += without(part::VERDICT);
            if let Some(fence) = class.geofence.filter(|_| without(part::GEOFENCE) > 0) {
                *facets.geofences.entry(fence).or_default() += without(part::GEOFENCE);
            }
            facets.moments.add(class.lights, without(part::MOMENT));
            // Platforms and kinds stay listed with 0, so that a switch does not vanish under the pointer.
            *facets.platforms.entry(class.platform).or_default() += without(part::PLATFORM);
            *facets.kinds.entry(class.kind).or_default() += without(part::KIND);
        }
        facets
    }
}

/// The items in a stretch of time, as indices; items are in time order, those without a time last.
fn shown_items(dataset: &Dataset, window: Option<TimeWindow>) -> Range<usize> {
    window.map_or(0..dataset.items.len(), |window| {
        let before = |end| dataset.items.partition_point(|item| item.time.is_some_and(|time| time < end));
        let first = before(window.from);
        first..before(window.to).max(first)
    })
}

impl Facets {
    /// Applies `filter` to `dataset` through the lens of `exposure`, once.
    pub fn new(dataset: &Dataset, exposure: &Exposure, filter: &Filter) -> Self {
        FacetTable::new(Arc::new(Classes::new(dataset, exposure))).facets(dataset, filter)
    }

    /// Items that pass every part but the hours of the week, in time order; `visible` are those that pass all.
    pub fn at_any_hour<'a>(&'a self, filter: &Filter, visible: &'a [ItemId]) -> &'a [ItemId] {
        if filter.hours.is_some() { &self.any_hour } else { visible }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::example::dataset_of;
    use crate::analysis::hexes::HexCell;
    use crate::analysis::{Assumptions, AtHours, Moment, TimeWindow, WeekClock, WeekHour, WeekHours};
    use crate::lens;
    use crate::model::VenueKind;

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
        fn facets_and_filter_agree(hidden in prop::collection::btree_set(0_usize..6, 0..4), taken_only: bool, moment in prop::option::of(0_usize..3), from in 2014_i16..2021, within: bool, text in "[a-z]{0,1}", hours in prop::option::of(0_usize..168), hides: (bool, bool), only in prop::option::of(any::<bool>()), fence in prop::option::of(0_usize..3), near in prop::option::of(0_usize..40)) {
            let from = lens::parse_moment(&format!("{from}-01-01")).unwrap();
            let filter = Filter {
                taken_only,
                moment: moment.map(|i| Moment::ALL[i]),
                hidden_verdicts: hidden.iter().map(|i| Verdict::ALL[*i]).collect(),
                window: Some(TimeWindow { from, to: jiff::Timestamp::MAX }),
                text,
                // Half of the Earth: some of the examples lie in it.
                area: within.then(|| {
                    let corner = |lat, lon| crate::model::GeoPoint::new(lat, lon).unwrap();
                    lens::Fence::rectangle(String::new(), corner(-90.0, 0.0), corner(90.0, 180.0)).unwrap().into()
                }),
                hours: hours.map(|hour| AtHours {
                    hours: WeekHours::block(WeekHour::at(0), WeekHour::at(hour)),
                    clock: Arc::new(WeekClock::new([Some(WeekHour::at(hour))], [])),
                }),
                ..Filter::default()
            };
            let examples = examples();
            // The cell of one of the examples, if that has a place.
            let place = |index: usize| examples.get(index).and_then(|(dataset, _)| dataset.items[0].location);
            let cell = near.and_then(place).and_then(|l| HexCell::of(l.point, 3));
            for (dataset, exposure) in examples {
                let (platform, kind) = (dataset.items[0].platform, dataset.items[0].kind);
                let fences = [Geofence::Unclassified, Geofence::Anywhere, Geofence::Kind(VenueKind::Hotel)];
                let filter = Filter {
                    cell,
                    hidden_platforms: hides.0.then_some(platform).into_iter().collect(),
                    hidden_kinds: hides.1.then_some(kind).into_iter().collect(),
                    only: only.map(|itself| Arc::new(itself.then_some(ItemId(0)).into_iter().collect())),
                    geofence: fence.map(|index| fences[index]),
                    ..filter.clone()
                };
                let facets = Facets::new(&dataset, &exposure, &filter);
                prop_assert_eq!(&*facets.visible, &filter.apply(&dataset, &exposure));
                let lifted = |change: fn(&mut Filter)| {
                    let mut other = filter.clone();
                    change(&mut other);
                    other.apply(&dataset, &exposure).len() as u64
                };
                prop_assert_eq!(facets.verdicts.values().sum::<u64>(), lifted(|f| f.hidden_verdicts.clear()));
                prop_assert_eq!(facets.platforms.values().sum::<u64>(), lifted(|f| f.hidden_platforms.clear()));
                prop_assert_eq!(facets.kinds.values().sum::<u64>(), lifted(|f| f.hidden_kinds.clear()));
                let fenced = |f: &Geofence| Filter { geofence: Some(*f), ..filter.clone() }.apply(&dataset, &exposure);
                for (fence, count) in &facets.geofences {
                    prop_assert_eq!(*count, fenced(fence).len() as u64);
                }
                for moment in Moment::ALL {
                    let shown = Filter { moment: Some(moment), ..filter.clone() }.apply(&dataset, &exposure);
                    prop_assert_eq!(facets.moments.at(moment).yes, shown.len() as u64);
                }
                prop_assert_eq!(facets.any_time.len() as u64, lifted(|f| f.window = None));
                let any_hour = facets.at_any_hour(&filter, &facets.visible).len() as u64;
                prop_assert_eq!(any_hour, lifted(|f| f.hours = None));
            }
        }
    }

    #[test]
    fn a_stretch_of_time_is_taken_from_what_is_known_already() {
        let lens = &lens::builtin()[0];
        let times = ["2015-06-01T00:00:00Z", "2016-06-01T00:00:00Z", "2017-06-01T00:00:00Z"];
        let mut dataset = dataset_of(&lens.examples[0].item).unwrap();
        let item = dataset.items[0].clone();
        let at = |time: Option<&str>| Item { time: time.map(|t| t.parse().unwrap()), ..item.clone() };
        dataset.items = times.iter().map(|t| at(Some(t))).chain([at(None)]).collect();
        let exposure = Exposure::evaluate(&dataset, lens, lens::surfaces(), &Assumptions::default());
        let mut table = FacetTable::new(Arc::new(Classes::new(&dataset, &exposure)));
        let all = table.facets(&dataset, &Filter::default());
        assert_eq!((all.visible.len(), all.kinds[&item.kind]), (4, 4));
        let moment = |text: &str| lens::parse_moment(text).unwrap();
        let window = Some(TimeWindow { from: times[1].parse().unwrap(), to: moment("2017-01-01") });
        let some = table.facets(&dataset, &Filter { window, ..Filter::default() });
        assert_eq!(*some.visible, [ItemId(1)]);
        assert_eq!((some.any_time.len(), some.kinds[&item.kind]), (4, 1));
        let hidden = Filter { window, hidden_kinds: [item.kind].into(), ..Filter::default() };
        let none = table.facets(&dataset, &hidden);
        assert_eq!((none.visible.len(), none.any_time.len(), none.kinds[&item.kind]), (0, 0, 1));
    }
}
