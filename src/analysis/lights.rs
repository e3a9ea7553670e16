//! Three moments kept apart: taken then, to be taken now, closed since.

use crate::lens::{ReachLevel, Select};
use crate::model::{Evidence, Item, Life};

use super::clauses::Reached;
use super::decide::{Answer, Clause, Engine};
use super::reach::{ReachSpan, all, and};

/// The three moments of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lights {
    /// Whether the lens would have had it then.
    pub then: Option<bool>,
    /// Whether its way still leads to the item at the time of the export, whenever the item was published. Where the
    /// lens's own way is shut: whether a stranger with an account still gets there by hand.
    pub now: Option<bool>,
    /// How sure `now` is; missing where the export does not say.
    pub now_evidence: Evidence,
    /// Whether it was taken and has been closed since: copies may remain.
    pub closed_since: bool,
}

impl Lights {
    /// Whether it could be taken then and has been closed since, or `None` where the export does not say.
    pub const fn closed(self) -> Option<bool> {
        match (self.then, self.closed_since, self.now) {
            (Some(true), true, _) => Some(true),
            (Some(false), ..) | (Some(true), false, Some(_)) => Some(false),
            _ => None,
        }
    }

    /// The answer for one of the moments, or `None` where the export does not say.
    pub const fn at(self, moment: Moment) -> Option<bool> {
        match moment {
            Moment::Then => self.then,
            Moment::Now => self.now,
            Moment::ClosedSince => self.closed(),
        }
    }
}

/// One of the three moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// In the harvester's time.
    Then,
    /// At the time of the export.
    Now,
    /// Then, but no more: copies may remain.
    ClosedSince,
}

impl Moment {
    /// Every moment, in display order.
    pub const ALL: [Self; 3] = [Self::Then, Self::Now, Self::ClosedSince];

    /// The label shown on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Then => "Was harvestable",
            Self::Now => "Is harvestable today",
            Self::ClosedSince => "Closed since, copies may remain",
        }
    }

    /// A label for where there is little room.
    pub const fn short_label(self) -> &'static str {
        match self {
            Self::Then | Self::Now => self.label(),
            Self::ClosedSince => "Closed since",
        }
    }

    /// What it means, in one sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Then => "This harvester would have had it in its time",
            Self::Now => {
                "At the time of the export its way still led there, or a stranger with an account could still get there by hand"
            }
            Self::ClosedSince => {
                "This harvester would have had it, and it has gone or been closed since: copies taken before may remain"
            }
        }
    }
}

/// Counts of the three moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// The lens could have taken it.
    pub then: Tally,
    /// It can still be taken at the time of the export.
    pub now: Tally,
    /// It could be taken, and has been closed since: copies may remain.
    pub closed_since: Tally,
}

impl Moments {
    /// Counts the moments of items.
    pub fn of(items: impl IntoIterator<Item = Lights>) -> Self {
        let mut moments = Self::default();
        for lights in items {
            moments.add(lights, 1);
        }
        moments
    }

    /// Counts so many items that are alike.
    pub(super) const fn add(&mut self, lights: Lights, items: u64) {
        self.then.add(lights.at(Moment::Then), items);
        self.now.add(lights.at(Moment::Now), items);
        self.closed_since.add(lights.at(Moment::ClosedSince), items);
    }

    /// The counts of one moment.
    pub const fn at(&self, moment: Moment) -> Tally {
        match moment {
            Moment::Then => self.then,
            Moment::Now => self.now,
            Moment::ClosedSince => self.closed_since,
        }
    }
}

/// Counts of a three-valued answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// It holds.
    pub yes: u64,
    /// It does not.
    pub no: u64,
    /// The export does not say.
    pub unknown: u64,
}

impl Tally {
    const fn add(&mut self, answer: Option<bool>, items: u64) {
        match answer {
            Some(true) => self.yes += items,
            Some(false) => self.no += items,
            None => self.unknown += items,
        }
    }
}

impl Engine<'_> {
    /// The moments of an item, from the clauses and from its reach over time.
    pub(super) fn lights(&self, item: &Item, answers: &[Answer], spans: &[ReachSpan<'_>], found: &Reached) -> Lights {
        let then = all(answers.iter().map(|a| a.holds));
        let (now, now_evidence) = self.now(item, answers, spans.last());
        let closed_since = then == Some(true) && self.is_closed(item, spans, found);
        Lights { then, now, now_evidence, closed_since }
    }

    fn now(&self, item: &Item, answers: &[Answer], last: Option<&ReachSpan<'_>>) -> (Option<bool>, Evidence) {
        // When it was up and who saw it then is answered anew for the time of the export; the rest stands.
        let of_then = |a: &&Answer| matches!(a.clause, Clause::Window | Clause::Reach);
        let standing = answers.iter().filter(|a| !of_then(a)).map(|a| (a.holds, a.evidence));
        let parts: Vec<_> = standing.chain([self.reach_now(item, last)]).collect();
        let now = all(parts.iter().map(|p| p.0));
        let evidence = match now {
            Some(true) => {
                let listed = matches!(self.lens.select, Select::Accounts(_));
                let at_best = if listed { Evidence::Likely } else { Evidence::Recorded };
                parts.iter().fold(at_best, |evidence, part| evidence.weakest(part.1))
            }
            // The surest of the refusals is enough.
            Some(false) => parts.iter().filter(|p| p.0 == Some(false)).map(|p| p.1).min().unwrap_or(Evidence::Likely),
            None => Evidence::Missing,
        };
        (now, evidence)
    }

    /// Whether the reach at the time of the export is enough.
    fn reach_now(&self, item: &Item, last: Option<&ReachSpan<'_>>) -> (Option<bool>, Evidence) {
        // Taken down at an unknown moment, but before the export; or never published.
        let (false, Some(last)) = (matches!(item.life, Life::TakenDown { .. }), last) else {
            return (Some(false), Evidence::Recorded);
        };
        if last.up == Some(false) {
            return (Some(false), Evidence::Recorded);
        }
        let lens = self.lens;
        let (holds, closed_by_audience) = match lens.min_reach.level() {
            Some(level) => {
                // That a way of looking at places needs an account by now does not close the item, and where a way
                // that needed less than being public is shut, what strangers see is still there to be taken.
                let least = if lens.works_today.open { ReachLevel::OnlyMe } else { ReachLevel::Public };
                let level = level.max(least).min(ReachLevel::ByPlaceLogin);
                (last.reaches(level), last.audience.most < level.min(ReachLevel::Public))
            }
            None => (and(last.up, last.meets(lens.min_reach)), last.aggregate.is_some()),
        };
        let perhaps = lens.perhaps_reach.as_ref().filter(|_| lens.works_today.open && holds == Some(false));
        if holds.is_none() || perhaps.is_some_and(|p| last.reaches(p.level) != Some(false)) {
            return (None, Evidence::Missing);
        }
        let evidence = match holds {
            Some(false) if closed_by_audience => last.audience.evidence,
            // Public enough, but no way of finding it by its place is on record for the time of the export.
            Some(false) => Evidence::Likely,
            _ => self.span_evidence(last),
        };
        // Whatever the account was, the answer is the same.
        (holds, if evidence == Evidence::Missing { Evidence::Likely } else { evidence })
    }

    /// Whether the person, or time, has closed it since: to a smaller circle than the one in which it was found.
    fn is_closed(&self, item: &Item, spans: &[ReachSpan<'_>], found: &Reached) -> bool {
        let open_to = self.lens.min_reach.level().map_or(ReachLevel::Followers, |level| level.min(ReachLevel::Public));
        let found_in = found.span.and_then(|i| spans.get(i)).map_or(open_to, |s| s.audience.least.min(open_to));
        match (item.life, spans.last()) {
            (Life::Expires { .. } | Life::TakenDown { .. }, _) => true,
            (Life::Live | Life::PerhapsGone { .. }, Some(last)) => last.audience.most < found_in,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::example::dataset_of;
    use crate::analysis::{Assumptions, ItemVerdict};
    use crate::lens::{ExampleItem, builtin_by_id, parse_moment, surfaces};
    use crate::model::{Audience, ItemId, LocationSource};

    /// The first example of a lens: an item that it took.
    fn taken(lens: &str) -> ExampleItem {
        let mut item = builtin_by_id(lens).unwrap().examples[0].item.clone();
        item.exported = Some(parse_moment("2024-06-01").unwrap());
        item
    }

    fn now(lens: &str, item: &ExampleItem) -> (Option<bool>, Evidence) {
        let (dataset, assumptions) = (dataset_of(item).unwrap(), Assumptions::default());
        let lens = builtin_by_id(lens).unwrap();
        let engine = Engine { dataset: &dataset, lens, surfaces: surfaces(), assumptions: &assumptions };
        let ItemVerdict { lights, .. } = engine.decide(ItemId(0)).verdict;
        (lights.now, lights.now_evidence)
    }

    #[test]
    fn today_hangs_on_what_the_lens_reads_but_not_on_its_time() {
        let mut post = taken("hyp3r");
        let (found, evidence) = now("hyp3r", &post);
        assert_eq!((found, evidence <= Evidence::Likely), (Some(true), true), "by hand, with an account");
        post.published = Some(parse_moment("2023-01-01").unwrap());
        assert_eq!(now("hyp3r", &post).0, Some(true), "of a time when it no longer collected");
        assert_eq!(now("flickr_geo", &post), (Some(false), Evidence::Recorded), "another platform");
        post.tagged = Some(false);
        post.location = None;
        assert_eq!(now("hyp3r", &post), (Some(false), Evidence::Recorded), "no place");
    }

    #[test]
    fn what_is_not_known_of_today_stays_unknown() {
        let mut post = taken("hyp3r");
        post.private_now = None;
        assert_eq!(now("hyp3r", &post), (None, Evidence::Missing));
        post.tagged = None;
        post.private_now = Some(true);
        assert_eq!(now("hyp3r", &post).0, Some(false), "whether or not it had a place: the account is private");
        let mut story = taken("fake_account_firm");
        story.private_now = Some(true);
        assert_eq!(now("fake_account_firm", &story), (None, Evidence::Missing), "one of the followers may be fake");
    }

    #[test]
    fn an_interface_for_friends_apps_that_is_shut_leaves_what_strangers_see() {
        let mut check_in = taken("fb_friend_app");
        check_in.audience = Some(Audience::Friends);
        check_in.location = Some(LocationSource::CheckIn);
        assert_eq!(now("fb_friend_app", &check_in), (Some(false), Evidence::Recorded));
        check_in.audience = Some(Audience::Public);
        assert_eq!(now("fb_friend_app", &check_in).0, Some(true));
    }

    #[test]
    fn the_counts_of_a_moment_are_those_of_its_answers() {
        let lights = |then, now, closed_since| Lights { then, now, now_evidence: Evidence::Recorded, closed_since };
        let all =
            [lights(Some(true), Some(false), true), lights(Some(true), None, false), lights(None, Some(true), false)];
        let moments = Moments::of(all);
        assert_eq!(moments.at(Moment::Then), Tally { yes: 2, no: 0, unknown: 1 });
        assert_eq!(moments.at(Moment::Now), Tally { yes: 1, no: 1, unknown: 1 });
        assert_eq!(moments.at(Moment::ClosedSince), Tally { yes: 1, no: 0, unknown: 2 });
    }
}
