//! From an item's reach and a lens to the clauses and the verdict that follows from them.
//!
//! Three-valued throughout: a clause the export does not settle leaves the verdict unknown, unless
//! another clause refuses for certain. Nothing here knows a platform or a lens by name.

use jiff::{SignedDuration, Timestamp};

use crate::lens::{Lens, ReachLevel, Select, Surfaces};
use crate::model::{Audience, Dataset, Evidence, Item, ItemId, Life, Origin, TimePrecision};

use super::looked::Looked;
use super::reach::{AudienceCause, ReachInput, ReachSpan, and, any, at_least, audience_at, reach};
use super::{Assumptions, Geofence, ItemVerdict, Verdict};

/// What is asked of an item, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clause {
    /// The lens reads the item's platform.
    Platform,
    /// The item was published at all.
    Published,
    /// The lens takes items of this kind.
    Kind,
    /// The item was up while the lens collected.
    Window,
    /// Its reach was enough at such a moment.
    Reach,
    /// The item carried a place to be found by.
    Place,
    /// The place lies where the lens looked.
    Area,
    /// Its text holds what the lens looked for.
    Text,
    /// What else must have held.
    Condition,
}

impl Clause {
    /// The word used in JSON and in lens examples.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Published => "published",
            Self::Kind => "kind",
            Self::Place => "place",
            Self::Window => "window",
            Self::Reach => "reach",
            Self::Area => "area",
            Self::Text => "text",
            Self::Condition => "condition",
        }
    }
}

/// The answer to one clause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Which clause.
    pub clause: Clause,
    /// Whether it holds, or `None` if the export does not say.
    pub holds: Option<bool>,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Whether an item that was not taken was public all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publicness {
    /// Whether it was, or `None` if the export does not say.
    pub holds: Option<bool>,
    /// How sure that is.
    pub evidence: Evidence,
    /// The stretch on which the answer rests.
    pub span: Option<usize>,
}

/// Everything that led to a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'a> {
    /// The answers, in order.
    pub answers: Vec<Answer>,
    /// The reach over time, as if the item carried a place.
    pub spans: Vec<ReachSpan<'a>>,
    /// The stretch on which the answer about reach rests.
    pub deciding_span: Option<usize>,
    /// Whether the reach would have been enough only if the lens's `perhaps_reach` held.
    pub perhaps_reached: bool,
    /// Whether it is undecided only because the time is known roughly.
    pub by_time: bool,
    /// How public it was, for items that were published and not taken.
    pub publicness: Option<Publicness>,
    /// The verdict and what belongs to it.
    pub verdict: ItemVerdict,
    /// The clauses the verdict rests on.
    pub decisive: Vec<Clause>,
}

impl Decision<'_> {
    /// The first clause that refuses; for an unknown verdict the first that is not settled.
    pub fn first_failing(&self) -> Option<Clause> {
        let wanted = if self.verdict.verdict == Verdict::Unknown { None } else { Some(false) };
        self.answers.iter().find(|a| a.holds == wanted).map(|a| a.clause)
    }

    /// The answer to a clause.
    pub fn answer(&self, clause: Clause) -> Option<&Answer> {
        self.answers.iter().find(|a| a.clause == clause)
    }
}

/// A lens at work on a dataset.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// The lens.
    pub lens: &'a Lens,
    /// The surfaces of all platforms.
    pub surfaces: &'a [Surfaces],
    /// What the user told us.
    pub assumptions: &'a Assumptions,
}

impl<'a> Engine<'a> {
    /// The verdict of an item and everything that led to it.
    ///
    /// A time known only roughly is tried at both ends of its range. Where the ends disagree on
    /// whether the item was taken, the verdict is unknown.
    pub fn decide(&self, id: ItemId) -> Decision<'a> {
        let item = self.dataset.item(id);
        let slack = slack(item.time_precision);
        let decision = self.decide_shifted(item, SignedDuration::ZERO);
        if slack.is_zero() || item.time.is_none() {
            return decision;
        }
        let taken = |d: &Decision<'_>| d.verdict.lights.then;
        let ends = [self.decide_shifted(item, -slack), self.decide_shifted(item, slack)];
        match ends.into_iter().find(|end| taken(end) != taken(&decision)) {
            None => decision,
            Some(other) => undecided_by_time(decision, &other),
        }
    }

    /// The reach of an item over time, with its place taken into account as far as it is known.
    pub fn reach_of(&self, id: ItemId) -> Vec<ReachSpan<'a>> {
        let item = self.dataset.item(id);
        let tagged = item.tagged.holds;
        let input = |with_place| self.input(item, with_place, SignedDuration::ZERO);
        let mut spans = reach(&input(tagged != Some(false)));
        if tagged.is_none() {
            for span in &mut spans {
                span.least = span.audience.least;
            }
        }
        spans
    }

    /// What the item's reach is worked out from, as if it carried a place.
    pub(super) fn input_of(&self, item: &'a Item) -> ReachInput<'a> {
        self.input(item, true, SignedDuration::ZERO)
    }

    fn input(&self, item: &'a Item, with_place: bool, shift: SignedDuration) -> ReachInput<'a> {
        ReachInput {
            item,
            account: self.dataset.account_of(item),
            surfaces: self.surfaces.iter().find(|s| s.platform == item.platform.0),
            assumptions: self.assumptions,
            with_place,
            shift,
        }
    }

    fn decide_shifted(&self, item: &'a Item, shift: SignedDuration) -> Decision<'a> {
        let input = self.input(item, true, shift);
        let spans = reach(&input);
        let looked = self.looked(&input);
        let platform = known(Clause::Platform, self.lens.platforms.iter().any(|p| p == item.platform.0));
        let window = self.window(&input, &spans, &looked);
        let found = self.reach(item, &spans, &looked);
        let place = self.place(&input);
        let mut answers = vec![platform, published(item), self.kind(item), window, found.answer];
        answers.extend(self.lens.needs_place.then_some(place));
        answers.extend(self.area(item, place));
        answers.extend(self.text(item));
        answers.extend(self.conditions(&input));
        let seen = |s: &ReachSpan<'_>| {
            let level = if place.holds == Some(true) { s.least } else { s.audience.least };
            s.up == Some(true) && level >= ReachLevel::Public
        };
        let lights = self.lights(item, &answers, &spans, &found);
        let mut decision = Decision {
            verdict: ItemVerdict {
                verdict: Verdict::Unknown,
                evidence: Evidence::Missing,
                geofence: None,
                audience: audience_when_published(&input),
                lights,
                was_public: spans.iter().any(seen),
            },
            answers,
            spans,
            deciding_span: found.span,
            perhaps_reached: found.perhaps,
            by_time: false,
            publicness: None,
            decisive: Vec::new(),
        };
        self.conclude(item, &looked, &mut decision);
        decision
    }

    fn conclude(&self, item: &Item, looked: &Looked, decision: &mut Decision<'_>) {
        let answers = &decision.answers;
        if let Life::NeverPublished { evidence, .. } = item.life {
            decision.verdict.verdict = Verdict::Private;
            decision.verdict.evidence = evidence;
            decision.decisive = vec![Clause::Published];
            return;
        }
        match decision.verdict.lights.then {
            Some(true) => {
                let gone = decision.verdict.lights.closed_since || !matches!(item.life, Life::Live);
                decision.verdict.verdict = if gone { Verdict::Retained } else { Verdict::Captured };
                // Who was on a list of accounts nobody outside knows.
                let listed = matches!(self.lens.select, Select::Accounts(_));
                let at_best = if listed { Evidence::Likely } else { Evidence::Recorded };
                decision.verdict.evidence = answers.iter().fold(at_best, |e, a| e.weakest(a.evidence));
                decision.verdict.geofence = Some(self.geofence(item));
                decision.decisive = answers.iter().map(|a| a.clause).collect();
            }
            None => {
                decision.decisive = answers.iter().filter(|a| a.holds.is_none()).map(|a| a.clause).collect();
            }
            Some(false) => refused(looked, decision),
        }
    }

    fn geofence(&self, item: &Item) -> Geofence {
        let kind = item.place.as_ref().and_then(|p| p.kind);
        match (&self.lens.select, kind) {
            (Select::VenueKind(listed), Some(kind)) if listed.any_of.contains(&kind) => Geofence::Kind(kind),
            (Select::VenueKind(_), _) => Geofence::Unclassified,
            (Select::Fences(_), _) => Geofence::Fence,
            (Select::Anywhere {} | Select::Query(_) | Select::Accounts(_), _) => Geofence::Anywhere,
        }
    }
}

/// Not taken: the verdict says how public it was instead.
fn refused(looked: &Looked, decision: &mut Decision<'_>) {
    let first = decision.answers.iter().find(|a| a.holds == Some(false)).copied();
    let refusal_evidence = first.map_or(Evidence::Recorded, |a| a.evidence);
    let public = publicness(looked, decision);
    let only_me = decision.spans.iter().all(|s| s.audience.most <= ReachLevel::OnlyMe);
    let (verdict, evidence) = match public.holds {
        Some(true) => (Verdict::Public, public.evidence.weakest(refusal_evidence)),
        Some(false) if only_me => (Verdict::Private, public.evidence),
        Some(false) => (Verdict::Restricted, public.evidence),
        None => (Verdict::Unknown, Evidence::Missing),
    };
    decision.publicness = Some(public);
    decision.verdict.verdict = verdict;
    decision.verdict.evidence = evidence;
    decision.decisive = first.map(|a| a.clause).into_iter().collect();
}

/// How public an item was: at the lens's time if it was certainly up then, else ever.
fn publicness(looked: &Looked, decision: &Decision<'_>) -> Publicness {
    let refused_by = |clause| decision.answer(clause).is_some_and(|a| a.holds == Some(false));
    let other_world = refused_by(Clause::Platform) || refused_by(Clause::Kind);
    let spans = || decision.spans.iter().enumerate().filter(|(_, s)| s.up != Some(false));
    let in_window = || spans().filter(|(_, s)| s.up == Some(true) && looked.meets(s));
    let scope: Vec<(usize, &ReachSpan<'_>)> =
        if other_world || in_window().next().is_none() { spans().collect() } else { in_window().collect() };
    let public = |s: &ReachSpan<'_>| and(s.up, at_least(s.audience.least, s.audience.most, ReachLevel::Public));
    let holds = any(scope.iter().map(|(_, s)| public(s)));
    let rests_on = scope
        .iter()
        .filter(|(_, s)| public(s) == holds)
        .min_by_key(|(i, s)| (s.audience.evidence, *i))
        .map(|(i, s)| (*i, s.audience.evidence));
    let evidence = if holds.is_none() { Evidence::Missing } else { rests_on.map_or(Evidence::Missing, |r| r.1) };
    Publicness { holds, evidence, span: rests_on.map(|r| r.0) }
}

/// The record that says who an item was shared with in a stretch of time.
pub(super) fn audience_origin(item: &Item, span: Option<&ReachSpan<'_>>) -> Option<Origin> {
    match span?.audience.cause {
        AudienceCause::Period(period)
        | AudienceCause::PeriodOrLess(period, _)
        | AudienceCause::PeriodLikely(period, _) => period.origin,
        AudienceCause::Own(..) => Some(item.origin),
        AudienceCause::Assumed(..) | AudienceCause::NoAccount => None,
    }
}

/// How far a time of this precision can be off: a day covers every time zone either way.
fn slack(precision: TimePrecision) -> SignedDuration {
    match precision {
        TimePrecision::Second | TimePrecision::Unknown => SignedDuration::ZERO,
        TimePrecision::Minute => SignedDuration::from_mins(1),
        TimePrecision::Day => SignedDuration::from_hours(24),
    }
}

fn undecided_by_time<'a>(mut decision: Decision<'a>, other: &Decision<'_>) -> Decision<'a> {
    let differs = |a: &Answer| other.answer(a.clause).is_some_and(|b| b.holds != a.holds);
    let differing: Vec<Clause> = decision.answers.iter().filter(|a| differs(a)).map(|a| a.clause).collect();
    for answer in decision.answers.iter_mut().filter(|a| differing.contains(&a.clause)) {
        answer.holds = None;
        answer.evidence = Evidence::Missing;
    }
    decision.verdict.verdict = Verdict::Unknown;
    decision.verdict.evidence = Evidence::Missing;
    decision.verdict.geofence = None;
    decision.verdict.lights.then = None;
    decision.by_time = true;
    decision.decisive = differing;
    decision
}

pub(super) const fn known(clause: Clause, holds: bool) -> Answer {
    Answer { clause, holds: Some(holds), evidence: Evidence::Recorded }
}

fn published(item: &Item) -> Answer {
    match item.life {
        Life::NeverPublished { evidence, .. } => Answer { clause: Clause::Published, holds: Some(false), evidence },
        _ => known(Clause::Published, true),
    }
}

fn audience_when_published(input: &ReachInput<'_>) -> Audience {
    if matches!(input.item.life, Life::NeverPublished { .. }) {
        return Audience::OnlyMe;
    }
    let span = audience_at(input, input.published().unwrap_or(Timestamp::MIN));
    match span.cause {
        AudienceCause::Own(audience, _) if audience != Audience::Unknown => audience,
        AudienceCause::Assumed(audience, _) => audience,
        _ if span.least >= ReachLevel::Public => Audience::Public,
        _ if span.least == span.most && span.most == ReachLevel::Followers => Audience::Followers,
        _ => Audience::Unknown,
    }
}
