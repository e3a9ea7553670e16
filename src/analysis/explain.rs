//! The only place that words a reason.

use jiff::Timestamp;

use crate::lens::{Lens, ReachLevel, Select, Surfaces};
use crate::model::{Audience, Dataset, Evidence, Item, ItemId, Life, Origin};

use super::Assumptions;
use super::decide::{Answer, Clause, Decision, Engine, audience_origin};
use super::exposure::Reason;
use super::reach::{AudienceCause, ReachSpan};

/// The chain of clauses that leads to the verdict of an item, in the order in which they are asked.
///
/// After the clauses the verdict rests on come remarks that do not change it: the kind of venue,
/// and whether the way is open today.
pub fn explain(
    dataset: &Dataset,
    id: ItemId,
    lens: &Lens,
    surfaces: &[Surfaces],
    assumptions: &Assumptions,
) -> Vec<Reason> {
    let engine = Engine { dataset, lens, surfaces, assumptions };
    let item = dataset.item(id);
    let decision = engine.decide(id);
    let wording = Wording { item, lens, decision: &decision };
    let asked = |a: &&Answer| {
        let never_published = matches!(item.life, Life::NeverPublished { .. });
        // What was never published has no life, place or reach to speak of.
        !never_published || matches!(a.clause, Clause::Platform | Clause::Published)
    };
    let mut reasons: Vec<Reason> = decision
        .answers
        .iter()
        .filter(asked)
        .filter(|a| !(a.clause == Clause::Reach && a.holds.is_none() && decision.deciding_span.is_none()))
        .map(|answer| Reason {
            clause: answer.clause.as_str(),
            holds: answer.holds,
            evidence: answer.evidence,
            text: wording.clause(*answer),
            decisive: decision.decisive.contains(&answer.clause),
            origin: wording.origin(answer.clause),
        })
        .collect();
    reasons.extend(wording.audience_apart_from_reach());
    if decision.verdict.verdict.is_taken() {
        reasons.push(wording.venue());
        reasons.push(wording.kept());
        reasons.push(wording.today());
    }
    reasons
}

struct Wording<'a> {
    item: &'a Item,
    lens: &'a Lens,
    decision: &'a Decision<'a>,
}

impl Wording<'_> {
    fn clause(&self, answer: Answer) -> String {
        match answer.clause {
            Clause::Platform => self.platform(answer),
            Clause::Published => self.published(),
            Clause::Kind => self.kind(answer),
            Clause::Place => self.place(answer),
            Clause::Window => self.window(answer),
            Clause::Reach => self.reach(answer),
        }
    }

    fn platform(&self, answer: Answer) -> String {
        let name = &self.lens.name;
        let own = platform_name(self.item.platform.0);
        if answer.holds == Some(true) {
            format!("{name} read {own}")
        } else {
            let read: Vec<String> = self.lens.platforms.iter().map(|p| platform_name(p)).collect();
            format!("{name} read {}, and this is from {own}", read.join(", "))
        }
    }

    fn published(&self) -> String {
        match (self.item.life, self.item.published_at()) {
            (Life::NeverPublished { rule, .. }, _) => rule.text.to_owned(),
            (_, Some(at)) => format!("You published it on {}", day(at)),
            (_, None) => "You published it; the export does not say when".to_owned(),
        }
    }

    fn kind(&self, answer: Answer) -> String {
        let kind = kind_plural(self.item);
        let name = &self.lens.name;
        if answer.holds == Some(true) { format!("{name} took {kind}") } else { format!("{name} did not take {kind}") }
    }

    fn place(&self, answer: Answer) -> String {
        let rule = self.item.tagged.rule.text;
        match (answer.holds, self.item.place.as_ref()) {
            (Some(true), Some(place)) => format!("It was tagged at {}. {rule}", place.name),
            _ => rule.to_owned(),
        }
    }

    fn window(&self, answer: Answer) -> String {
        let name = &self.lens.name;
        let window = self.lens.window;
        let collected = match window.to {
            Some(to) => format!("from {} to {}", day(window.from), day(to)),
            None => format!("since {}", day(window.from)),
        };
        let published = self.item.published_at();
        let vanishes = matches!(self.item.life, Life::Expires { .. });
        match answer.holds {
            Some(true) if published.is_some_and(|t| t < window.from) && !vanishes => format!(
                "It is older than the time in which {name} collected ({collected}) but was still up then; how far back {name} read is not known"
            ),
            Some(true) if vanishes => {
                format!("Its lifetime fell into the time in which {name} collected ({collected})")
            }
            Some(true) => format!("It was up while {name} collected ({collected})"),
            Some(false) if published.is_some_and(|t| window.to.is_some_and(|to| t >= to)) => {
                format!("You published it after {name} had stopped collecting ({collected})")
            }
            Some(false) if vanishes => format!("It had vanished before {name} began collecting ({collected})"),
            Some(false) => format!("It was not up while {name} collected ({collected})"),
            None => match (self.item.life, published) {
                (_, None) => format!("The export does not say when you published it; {name} collected {collected}"),
                (Life::TakenDown { rule, .. }, _) => format!("{}; {name} collected {collected}", rule.text),
                _ => format!("Its time is known only roughly; {name} collected {collected}"),
            },
        }
    }

    fn span(&self) -> Option<&ReachSpan<'_>> {
        self.decision.deciding_span.and_then(|i| self.decision.spans.get(i))
    }

    fn reach(&self, answer: Answer) -> String {
        let Some(span) = self.span() else { return "Nobody but you could see it".to_owned() };
        let audience = audience_text(span);
        match answer.holds {
            Some(true) => {
                let late = self.item.published_at().is_some_and(|t| t < span.from);
                let opened = if late { ", after you had published this" } else { "" };
                let surface = span.surface.map_or(String::new(), |s| format!(". {}", s.because));
                format!("{audience}{opened}{surface}")
            }
            Some(false) if span.audience.least >= ReachLevel::Public => match span.surface {
                Some(surface) => format!("{audience}, but {}", lower_first(&surface.because)),
                None => format!("{audience}, but no way of finding it by its place is on record"),
            },
            _ => audience,
        }
    }

    fn venue(&self) -> Reason {
        let name = &self.lens.name;
        let kind = self.item.place.as_ref().and_then(|p| p.kind.map(|k| (k, p)));
        let (holds, evidence, text) = match (&self.lens.select, kind) {
            (Select::Anywhere {}, _) => (Some(true), Evidence::Recorded, format!("{name} looked at any place")),
            (Select::VenueKind(listed), Some((kind, place))) if listed.any_of.contains(&kind) => (
                Some(true),
                place.kind_evidence,
                format!(
                    "{} were on {name}'s list ({}). Nobody outside knows the list itself",
                    kind.label(),
                    place.kind_because
                ),
            ),
            (Select::VenueKind(_), Some((kind, _))) => (
                None,
                Evidence::Missing,
                format!(
                    "It would match if this very place was fenced; {} are not known to have been on {name}'s list",
                    lower_first(kind.label())
                ),
            ),
            (Select::VenueKind(_), None) => (
                None,
                Evidence::Missing,
                "It would match if this very place was fenced; what kind of place it is cannot be told".to_owned(),
            ),
        };
        Reason { clause: "venue", holds, evidence, text, decisive: false, origin: Some(self.item.origin) }
    }

    fn kept(&self) -> Reason {
        let keeps = &self.lens.keeps;
        let vanishes = matches!(self.item.life, Life::Expires { .. });
        let how_long = if vanishes { &keeps.stories } else { &keeps.items };
        let text = format!("{} kept it {how_long}: {}", self.lens.name, keeps.fields.join(", "));
        Reason { clause: "kept", holds: Some(true), evidence: keeps.evidence, text, decisive: false, origin: None }
    }

    fn today(&self) -> Reason {
        let works = &self.lens.works_today;
        let lights = self.decision.verdict.lights;
        let (holds, evidence, text) = match lights.now {
            _ if lights.closed_since => {
                (Some(false), Evidence::Likely, "It has been closed since; copies may remain".to_owned())
            }
            Some(false) => (Some(false), Evidence::Likely, "It is no longer found by its place".to_owned()),
            now => {
                let holds = if works.open { now } else { Some(false) };
                (holds, works.evidence, format!("Today: {}", lower_first(&works.because)))
            }
        };
        Reason { clause: "today", holds, evidence, text, decisive: false, origin: None }
    }

    /// Who could see it, where the clause about reach did not get to say so.
    fn audience_apart_from_reach(&self) -> Option<Reason> {
        let public = self.decision.publicness?;
        let reach = self.decision.answer(Clause::Reach).filter(|_| self.decision.deciding_span.is_some());
        if reach.is_some_and(|r| r.holds == public.holds) {
            return None;
        }
        let span = public.span.and_then(|i| self.decision.spans.get(i))?;
        let perhaps_gone = if span.up.is_none() { ", if it was still up" } else { "" };
        Some(Reason {
            clause: "audience",
            holds: public.holds,
            evidence: public.evidence,
            text: format!("{}{perhaps_gone}", audience_text(span)),
            decisive: true,
            origin: audience_origin(self.item, Some(span)),
        })
    }

    fn origin(&self, clause: Clause) -> Option<Origin> {
        match clause {
            Clause::Platform | Clause::Kind => None,
            Clause::Published | Clause::Place | Clause::Window => Some(self.item.origin),
            Clause::Reach => audience_origin(self.item, self.span()),
        }
    }
}

fn audience_text(span: &ReachSpan<'_>) -> String {
    match span.audience.cause {
        AudienceCause::Period(period) => period_text(period),
        AudienceCause::PeriodOrLess(period, _) if period.private == Some(true) => period_text(period),
        AudienceCause::PeriodLikely(period, rule) => format!("{}. {}", period_text(period), rule.text),
        AudienceCause::PeriodOrLess(_, rule) | AudienceCause::Own(Audience::Unknown, rule) => rule.text.to_owned(),
        AudienceCause::Own(audience, rule) => format!("It was shared with {}. {}", audience_words(audience), rule.text),
        AudienceCause::Assumed(audience) => {
            format!("The export does not say who could see it; you told us: {}", audience_words(audience))
        }
        AudienceCause::NoAccount => "The export does not say who could see it".to_owned(),
    }
}

fn period_text(period: &crate::model::PrivacyPeriod) -> String {
    let state = match period.private {
        Some(true) => "Your account was private",
        Some(false) => "Your account was public",
        None => return period.rule.text.to_owned(),
    };
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{state} from {} to {}", day(from), day(to)),
        (Some(from), None) => format!("{state} from {} on", day(from)),
        (None, Some(to)) => format!("{state} until {}", day(to)),
        (None, None) => format!("{state}. {}", period.rule.text),
    }
}

const fn audience_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "everyone",
        Audience::Followers => "your followers",
        Audience::Friends => "your friends",
        Audience::CloseFriends => "your close friends",
        Audience::Custom => "people you chose",
        Audience::OnlyMe => "nobody but you",
        Audience::Unknown => "nobody knows whom",
    }
}

fn kind_plural(item: &Item) -> String {
    match item.kind {
        crate::model::ItemKind::Story => "stories".to_owned(),
        kind => format!("{}s", kind.as_str().replace('_', " ")),
    }
}

/// A platform's id as a name: its first letter in upper case.
fn platform_name(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A day as `3 Mar 2018`, UTC.
fn day(at: Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}
