//! The clauses of a verdict: what a lens asks of an item, each answered by yes, no or not known.

use crate::lens::{About, Extent, Fence, PlaceRule, Select};
use crate::model::{Audience, Claim, Evidence, Item, Life, Location, LocationSource, ProfileField};

use super::decide::{Answer, Clause, Engine, known};
use super::looked::Looked;
use super::reach::{ReachInput, ReachSpan, all, and, any, at_least, unanimous};

/// Sources of a position that stand for a place by which others could find the item.
const PLACES: [LocationSource; 3] = [LocationSource::PlaceTag, LocationSource::PlaceName, LocationSource::CheckIn];

/// The answer about reach, and the stretch on which it rests.
pub(super) struct Reached {
    pub(super) answer: Answer,
    pub(super) span: Option<usize>,
    /// Whether it would have been enough only if something held that no export tells.
    pub(super) perhaps: bool,
}

/// The stretches of an item's reach in which a lens looked, with their numbers.
struct InWindow<'a, 'b> {
    spans: Vec<(usize, &'a ReachSpan<'b>)>,
    looked: &'a Looked,
}

impl Engine<'_> {
    pub(super) fn kind(&self, item: &Item) -> Answer {
        let vanishes = matches!(item.life, Life::Expires { .. });
        let taken = self.lens.kinds.contains(&item.kind) && (!vanishes || self.lens.stories.taken);
        let evidence = if vanishes && taken { self.lens.stories.evidence } else { Evidence::Recorded };
        Answer { clause: Clause::Kind, holds: Some(taken), evidence }
    }

    pub(super) fn reach(&self, item: &Item, spans: &[ReachSpan<'_>], looked: &Looked) -> Reached {
        // A lens that reads nothing older sees an item as it is published or not at all.
        let when_new = !self.lens.backfill.taken && self.lens.live_hours.is_none() && item.life.lasts();
        let seen = |i: usize, s: &ReachSpan<'_>| looked.meets(s) && s.up != Some(false) && (i == 0 || !when_new);
        let spans: Vec<(usize, &ReachSpan<'_>)> = spans.iter().enumerate().filter(|(i, s)| seen(*i, s)).collect();
        let in_window = InWindow { spans, looked };
        let required = self.lens.min_reach;
        let reached = |s: &ReachSpan<'_>| s.meets(required);
        let found = self.reach_in(item, &in_window, reached);
        let Some(perhaps) = self.lens.perhaps_reach.as_ref().filter(|_| found.answer.holds == Some(false)) else {
            return found;
        };
        let reached = |s: &ReachSpan<'_>| at_least(s.least, s.most, perhaps.level).filter(|enough| !enough);
        let found_perhaps = self.reach_in(item, &in_window, reached);
        if found_perhaps.answer.holds.is_none() { Reached { perhaps: true, ..found_perhaps } } else { found }
    }

    fn reach_in(
        &self,
        item: &Item,
        InWindow { spans: in_window, looked }: &InWindow<'_, '_>,
        reached: impl Fn(&ReachSpan<'_>) -> Option<bool>,
    ) -> Reached {
        // Whether it was up is the window's question. Where the window has no answer, this one is
        // about the reach it would have had if it was.
        let perhaps_up = in_window.iter().all(|(_, s)| s.up.is_none());
        let answer = |s: &ReachSpan<'_>| if perhaps_up { reached(s) } else { and(s.up, reached(s)) };
        // Outside the window the question does not arise; the window has refused already.
        let holds = match in_window.is_empty() {
            true => None,
            false if self.lens.window.once => unanimous(in_window.iter().map(|(_, s)| answer(s))),
            false => any(in_window.iter().map(|(_, s)| answer(s))),
        };
        // That it collected then is part of the answer only where something was to be seen.
        let collected = |s: &ReachSpan<'_>| match holds {
            Some(true) => looked.evidence(&self.lens.window, s),
            _ => Evidence::Recorded,
        };
        let sure = |s: &ReachSpan<'_>| self.span_evidence(s).weakest(collected(s));
        let split = holds.is_none() && in_window.iter().all(|(_, s)| answer(s).is_some());
        let deciding = in_window
            .iter()
            .filter(|(_, s)| answer(s) == holds || split)
            .min_by_key(|(i, s)| (s.up != Some(true), *i != 0, sure(s), *i))
            .map(|(i, s)| (*i, sure(s)));
        let mut answer = Answer {
            clause: Clause::Reach,
            holds,
            evidence: match (holds, deciding) {
                // Whatever the account was, it was enough or was not.
                (Some(_), Some((_, Evidence::Missing))) => Evidence::Likely,
                (Some(_), Some((_, evidence))) => evidence,
                _ => Evidence::Missing,
            },
        };
        // Opened only after it was published: the lens must have read back to find it.
        let read_back = deciding.is_some_and(|(i, _)| i != 0) && item.life.lasts();
        if holds == Some(true) && read_back && self.lens.live_hours.is_none() {
            answer.evidence = answer.evidence.weakest(self.lens.backfill.evidence);
        }
        Reached { answer, span: deciding.map(|(i, _)| i), perhaps: false }
    }

    /// The evidence of a stretch apart from whether the item was up, which the window asks.
    pub(super) fn span_evidence(&self, span: &ReachSpan<'_>) -> Evidence {
        let surface = match self.lens.min_reach.level() {
            Some(_) => span.surface,
            None => span.aggregate,
        };
        span.audience.evidence.weakest(surface.map_or(Evidence::Recorded, |s| s.evidence))
    }

    pub(super) fn place(&self, input: &ReachInput<'_>) -> Answer {
        let item = input.item;
        let Claim { holds, evidence, .. } = item.tagged;
        let assumed = self.assumed_place(input);
        let tag = match assumed {
            Some(seen) => (Some(seen), Evidence::Assumed),
            None => (holds, evidence),
        };
        let by_place = PLACES.iter().any(|p| self.lens.location_kinds.contains(p));
        let by_tag = by_place.then_some(tag);
        let own_kind = |l: &Location| self.lens.location_kinds.contains(&l.source) && !PLACES.contains(&l.source);
        let (holds, evidence) = match (by_tag, item.location.filter(own_kind)) {
            (Some((Some(true), evidence)), _) => (Some(true), evidence),
            // Where a position has a setting of its own, the lens saw it only if that let it.
            (_, Some(_)) if tag.0.is_none() || assumed == Some(false) => tag,
            (_, Some(l)) => (Some(true), if assumed.is_some() { Evidence::Assumed } else { l.evidence }),
            (Some((Some(false), _)), None) if self.profile_may_stand_in(input) => (None, Evidence::Missing),
            (Some(tag), None) => tag,
            (None, None) => (Some(false), Evidence::Recorded),
        };
        Answer { clause: Clause::Place, holds, evidence }
    }

    /// Whether others saw the item's place, by what the user said; only where the export has a place and does not tell.
    pub(super) fn assumed_place(&self, input: &ReachInput<'_>) -> Option<bool> {
        let item = input.item;
        if item.tagged.holds.is_some() || (item.location.is_none() && item.place.is_none()) {
            return None;
        }
        match self.assumptions.place_at(item.platform.0, input.published())?.1 {
            Audience::Unknown => None,
            audience => Some(audience == Audience::Public),
        }
    }

    /// Whether the lens's search fell back on the profile, and the profile names a city.
    fn profile_may_stand_in(&self, input: &ReachInput<'_>) -> bool {
        let names_city = |a: &crate::model::Account| a.profile.iter().any(|f| f.field == ProfileField::HomeCity);
        self.lens.profile_fallback.is_some() && input.account.is_some_and(names_city)
    }

    /// Whether the place lies where the lens looked. `None` where it looked everywhere, or there is no place.
    pub(super) fn area(&self, item: &Item, place: Answer) -> Option<Answer> {
        let extent = self.lens.select.extent().filter(|_| place.holds != Some(false))?;
        let fences = if let Select::Fences(fences) = &self.lens.select { Some(fences.fence.as_slice()) } else { None };
        let sized = extent.max_radius_m.filter(|_| extent.place_rule == PlaceRule::Inside);
        if fences.is_none() && sized.is_none() && extent.coarsest_m.is_none() {
            return None;
        }
        let location = self.shown_position(item);
        let holds = location.and_then(|l| {
            let limits = [
                sized.map_or(Some(true), |max| within(max, reaching(l))),
                extent.coarsest_m.map_or(Some(true), |max| within(max, l.accuracy_metres)),
            ];
            let hit = fences.map_or(Some(true), |f| any(f.iter().map(|fence| lies_in(fence, l, extent))));
            all(limits.into_iter().chain([hit]))
        });
        let evidence = match (holds, location) {
            (Some(_), Some(l)) => l.evidence.weakest(extent.evidence),
            _ => Evidence::Missing,
        };
        Some(Answer { clause: Clause::Area, holds, evidence })
    }

    /// The position by which others could find the item: what the public saw, else a position of a kind the lens used.
    pub(super) fn shown_position(&self, item: &Item) -> Option<Location> {
        let used = |l: &Location| PLACES.contains(&l.source) || self.lens.location_kinds.contains(&l.source);
        item.public_location.or_else(|| item.location.filter(used))
    }

    pub(super) fn text(&self, item: &Item) -> Option<Answer> {
        let rule = self.lens.text.as_ref()?;
        if !rule.platforms.is_empty() && !rule.platforms.iter().any(|p| p == item.platform.0) {
            return None;
        }
        let text = item.text.as_ref().map(|text| text.to_lowercase());
        let has = |words: &[String]| text.as_ref().is_some_and(|t| words.iter().any(|w| t.contains(&w.to_lowercase())));
        let holds = match text {
            None => None,
            Some(_) if has(&rule.any_of) => Some(true),
            Some(_) if has(&rule.hidden_by) => None,
            Some(_) => Some(false),
        };
        let evidence = if holds.is_some() { Evidence::Recorded } else { Evidence::Missing };
        Some(Answer { clause: Clause::Text, holds, evidence })
    }

    /// All conditions together, or `None` where the lens has none for this item.
    pub(super) fn conditions(&self, input: &ReachInput<'_>) -> Option<Answer> {
        let item = input.item;
        let mut applicable =
            self.lens.conditions.iter().filter(|c| c.applies_to(item.platform.0, item.kind)).peekable();
        applicable.peek()?;
        let mut answer = known(Clause::Condition, true);
        for condition in applicable {
            let told = self.assumptions.answer_at(item.platform.0, &condition.id, input.published());
            let (holds, evidence) = match (told, condition.about) {
                (Some((_, holds)), _) => (Some(holds), Evidence::Assumed),
                // What only the harvester knows: the item would match if it held.
                (None, About::Harvester) => (Some(true), Evidence::Likely),
                (None, About::Item) => (None, Evidence::Missing),
            };
            answer.holds = and(answer.holds, holds);
            answer.evidence = answer.evidence.weakest(evidence);
        }
        match answer.holds {
            Some(true) => {}
            Some(false) => answer.evidence = Evidence::Assumed,
            None => answer.evidence = Evidence::Missing,
        }
        Some(answer)
    }
}

/// Whether a size in metres is at most `max`, or `None` if it is not known.
fn within(max: f64, size: Option<f64>) -> Option<bool> {
    size.map(|size| size <= max)
}

/// How far a place reaches from its centre in metres; a position that is no place reaches nowhere.
fn reaching(location: Location) -> Option<f64> {
    if PLACES.contains(&location.source) { location.accuracy_metres } else { Some(0.0) }
}

/// Whether a place or position lies in a fence, as a lens with this extent counts it.
pub(super) fn lies_in(fence: &Fence, location: Location, extent: Extent) -> Option<bool> {
    let Location { point, accuracy_metres, evidence, source } = location;
    let from_words = matches!(source, LocationSource::PlaceName | LocationSource::Inferred | LocationSource::Text);
    if !from_words || evidence == Evidence::Recorded {
        return fence.holds_place(point, reaching(location), extent.place_rule);
    }
    // Worked out from a name: the position itself is only known roughly.
    let somewhere = accuracy_metres.and_then(|radius| fence.holds_position(point, radius));
    match extent.place_rule {
        PlaceRule::Centre => somewhere,
        PlaceRule::Inside => somewhere.filter(|inside| !inside),
        PlaceRule::Touches => somewhere.filter(|inside| *inside),
    }
}
