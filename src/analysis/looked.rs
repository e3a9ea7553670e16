//! When a lens looked at an item, and the clause that asks whether the item was up then.

use jiff::{SignedDuration, Timestamp};

use crate::lens::Window;
use crate::model::{Evidence, Life};

use super::decide::{Answer, Clause, Engine};
use super::reach::{ReachInput, ReachSpan, any, unanimous};

/// A stretch `[from, to)`; without an end it goes on.
type Stretch = (Timestamp, Option<Timestamp>);

/// When a lens looked at an item: stretches in order.
pub(super) struct Looked {
    /// As the lens collected.
    collecting: Vec<Stretch>,
    /// The same, cut to the time in which a lens that looks only at what is new would have seen this item.
    seen: Vec<Stretch>,
}

impl Looked {
    /// Whether a stretch and the time of looking have a moment in common.
    pub(super) fn meets(&self, span: &ReachSpan<'_>) -> bool {
        self.common(span).next().is_some()
    }

    /// How sure it is that the lens collected in a stretch that meets the time of looking.
    pub(super) fn evidence(&self, window: &Window, span: &ReachSpan<'_>) -> Evidence {
        self.common(span).map(|(from, to)| window.evidence_in(from, to)).min().unwrap_or(Evidence::Recorded)
    }

    /// Whether the lens looked only after the export, which knows nothing of that time, at an item that was perhaps up.
    pub(super) fn only_after_export(&self, input: &ReachInput<'_>, spans: &[ReachSpan<'_>]) -> bool {
        let exported = input.account.and_then(|a| a.exported);
        let after = exported.is_some_and(|at| self.seen.iter().all(|(from, _)| at <= *from));
        let perhaps_up = spans.last().is_some_and(|s| s.up != Some(false));
        !self.seen.is_empty() && after && perhaps_up
    }

    fn common(&self, span: &ReachSpan<'_>) -> impl Iterator<Item = Stretch> {
        let (start, end) = (span.from, span.to);
        self.seen.iter().filter_map(move |(from, to)| cut((*from, *to), (start, end)))
    }

    fn collecting_at(&self, at: Timestamp) -> bool {
        self.collecting.iter().any(|(from, to)| *from <= at && to.is_none_or(|to| at < to))
    }
}

fn cut((from, to): Stretch, (start, end): Stretch) -> Option<Stretch> {
    let from = from.max(start);
    let to = match (to, end) {
        (Some(to), Some(end)) => Some(to.min(end)),
        (to, end) => to.or(end),
    };
    to.is_none_or(|to| from < to).then_some((from, to))
}

impl Engine<'_> {
    /// When the lens looked at the item.
    pub(super) fn looked(&self, input: &ReachInput<'_>) -> Looked {
        let collecting: Vec<_> = self.lens.collecting(input.item.platform.0).collect();
        let seen = match self.lens.live_hours.zip(input.published()) {
            None => collecting.clone(),
            Some((hours, published)) => {
                let until = published.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX);
                collecting.iter().filter_map(|stretch| cut(*stretch, (published, Some(until)))).collect()
            }
        };
        Looked { collecting, seen }
    }

    pub(super) fn window(&self, input: &ReachInput<'_>, spans: &[ReachSpan<'_>], looked: &Looked) -> Answer {
        let (item, backfill) = (input.item, self.lens.backfill);
        let older = item.life.lasts()
            && self.lens.live_hours.is_none()
            && input.published().is_none_or(|t| !looked.collecting_at(t));
        let (up, after_export) = (self.up(input, spans, looked), looked.only_after_export(input, spans));
        let reads_none = older && !backfill.taken && input.published().is_some();
        let (holds, evidence) = match up {
            // Whatever became of it, the lens read nothing that was there before.
            _ if reads_none && (after_export || up != Some(false)) => (Some(false), backfill.evidence),
            _ if after_export => (None, Evidence::Missing),
            Some(true) if older && !backfill.taken => (Some(false), backfill.evidence),
            Some(true) if older => (Some(true), backfill.evidence),
            Some(up) => (Some(up), Evidence::Recorded),
            None => (None, Evidence::Missing),
        };
        let evidence = match holds {
            Some(true) => evidence.weakest(self.collected(item.life, spans, looked)),
            Some(false) => evidence.weakest(self.missed(input, looked)),
            None => evidence,
        };
        Answer { clause: Clause::Window, holds, evidence }
    }

    /// Whether the item was up when the lens looked.
    fn up(&self, input: &ReachInput<'_>, spans: &[ReachSpan<'_>], looked: &Looked) -> Option<bool> {
        let met = spans.iter().filter(|s| looked.meets(s)).map(|s| s.up);
        if !self.lens.window.once {
            return any(met);
        }
        // It may have looked at any moment of its time: before the item was there, or after the export.
        let begun = looked.seen.first().map(|(from, _)| *from);
        let not_yet = begun.zip(spans.first()).is_some_and(|(begun, first)| begun < first.from);
        let exported = input.account.and_then(|a| a.exported);
        let ended = looked.seen.last().map(|(_, to)| to.unwrap_or(Timestamp::MAX));
        let not_told = exported.zip(ended).is_some_and(|(exported, ended)| exported < ended);
        let met: Vec<Option<bool>> = met.collect();
        if met.is_empty() {
            return Some(false);
        }
        unanimous(met.into_iter().chain(not_yet.then_some(Some(false))).chain(not_told.then_some(None)))
    }

    /// How sure it is that the lens collected while the item was up.
    fn collected(&self, life: Life, spans: &[ReachSpan<'_>], looked: &Looked) -> Evidence {
        let up = spans.iter().filter(|s| s.up == Some(true) && looked.meets(s));
        let collected = up.map(|s| looked.evidence(&self.lens.window, s)).min().unwrap_or(Evidence::Recorded);
        match life {
            Life::TakenDown { .. } | Life::PerhapsGone { .. } => collected.weakest(Evidence::Likely),
            Life::Live | Life::Expires { .. } | Life::NeverPublished { .. } => collected,
        }
    }

    /// How sure it is that the lens had stopped before the item, or began only after it: as sure as that boundary.
    fn missed(&self, input: &ReachInput<'_>, looked: &Looked) -> Evidence {
        let window = &self.lens.window;
        let begin = looked.collecting.first().map(|(from, _)| *from);
        let end = looked.collecting.last().and_then(|(_, to)| *to);
        match input.published() {
            Some(at) if end.is_some_and(|end| at >= end) => window.to_evidence,
            Some(at) if begin.is_some_and(|begin| at < begin) => window.from_evidence,
            _ => Evidence::Recorded,
        }
    }
}
