//! The only place that words a reason.

use jiff::Timestamp;

use crate::lens::{About, Condition, Lens, PlaceRule, ReachLevel, Select, Surfaces, distance};
use crate::model::{Dataset, Evidence, Item, ItemId, Life, Origin, day_words};

use super::Assumptions;
use super::decide::{Answer, Clause, Decision, Engine, audience_origin};
use super::exposure::Reason;
use super::looked_on;
use super::reach::ReachSpan;
use super::words::{audience_text, audience_words, came_about, is_name_in, kind_plural, lower_first, stretch};

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
    let wording = Wording { item, lens, decision: &decision, engine };
    let asked = |a: &&Answer| {
        let never_published = matches!(item.life, Life::NeverPublished { .. });
        // What was never published has no life, place or reach to speak of.
        !never_published || matches!(a.clause, Clause::Platform | Clause::Published)
    };
    let mut reasons: Vec<Reason> = decision
        .answers
        .iter()
        .filter(asked)
        // Each condition is worded by itself.
        .filter(|a| a.clause != Clause::Condition)
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
    if !matches!(item.life, Life::NeverPublished { .. }) {
        reasons.extend(wording.conditions());
    }
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
    engine: Engine<'a>,
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
            Clause::Area => self.area(answer),
            Clause::Text => self.text(answer),
            Clause::Condition => String::new(),
        }
    }

    fn platform(&self, answer: Answer) -> String {
        let name = &self.lens.name;
        let own = self.platform_name(self.item.platform.0);
        if answer.holds == Some(true) {
            format!("{name} read {own}")
        } else {
            let read: Vec<&str> = self.lens.platforms.iter().map(|p| self.platform_name(p)).collect();
            format!("{name} read {}, and this is from {own}", read.join(", "))
        }
    }

    /// The user's name for a platform: as its surfaces have it, or the adapter that read it.
    fn platform_name<'b>(&'b self, id: &'b str) -> &'b str {
        let by_surfaces = self.engine.surfaces.iter().find(|s| s.platform == id).map(|s| s.name.as_str());
        let by_adapter = || self.engine.dataset.recognised.iter().find(|r| r.platform.0 == id).map(|r| r.name);
        by_surfaces.or_else(by_adapter).unwrap_or(id)
    }

    fn published(&self) -> String {
        match (self.item.life, self.item.published_at()) {
            (Life::NeverPublished { rule, .. }, _) => rule.text.to_owned(),
            (_, Some(at)) => format!("{} on {}", came_about(self.item), day_words(at)),
            (_, None) if self.item.unread_time => format!("{}; when could not be read", came_about(self.item)),
            (_, None) => format!("{}; the export does not say when", came_about(self.item)),
        }
    }

    fn kind(&self, answer: Answer) -> String {
        let kind = kind_plural(self.item.kind);
        let name = &self.lens.name;
        if answer.holds == Some(true) { format!("{name} took {kind}") } else { format!("{name} did not take {kind}") }
    }

    fn place(&self, answer: Answer) -> String {
        let rule = self.item.tagged.rule.text;
        let name = self.lens.name_inside();
        if answer.evidence == Evidence::Assumed
            && let Some((told, audience)) =
                self.engine.assumptions.place_at(self.item.platform.0, self.item.published_at())
        {
            let who = audience_words(audience);
            return format!("{rule}; you told us that its place was seen by {who}{}", told.period_words());
        }
        match (answer.holds, self.item.place.as_ref(), &self.lens.profile_fallback) {
            (Some(true), Some(place), _) if self.item.tagged.holds == Some(true) => match place.recorded_name() {
                Some(name) => format!("It was tagged at {name}. {rule}"),
                None => format!("It was tagged at a place that is probably {}. {rule}", place.name),
            },
            (Some(true), ..) if self.item.tagged.holds != Some(true) => {
                format!("It carried a position of its own, which {name} read")
            }
            (None, _, Some(fallback)) if self.item.tagged.holds == Some(false) => {
                format!("{rule}. {}; your profile names a place", fallback.because)
            }
            (Some(false), ..) if self.item.tagged.holds == Some(true) => {
                format!("It carried a place, but no position of the kind that {name} read")
            }
            _ => rule.to_owned(),
        }
    }

    fn area(&self, answer: Answer) -> String {
        let name = self.lens.name_inside();
        let Some(extent) = self.lens.select.extent() else { return String::new() };
        let Some(location) = self.engine.shown_position(self.item) else {
            return "The export does not say where its place is".to_owned();
        };
        let size = location
            .accuracy_metres
            .filter(|m| *m > 0.0)
            .map_or_else(String::new, |m| format!(" (it reaches {} around)", distance(m)));
        let vague = extent.coarsest_m.filter(|max| location.accuracy_metres.is_some_and(|m| m > *max));
        let it = if extent.place_rule == PlaceRule::Inside { "all of it" } else { "it" };
        match (&self.lens.select, answer.holds) {
            (_, Some(false)) if vague.is_some() => {
                format!("Its position is known to {name} only roughly{size}, and its search left such out")
            }
            (Select::Fences(fences), Some(true)) => {
                let hit = fences
                    .fence
                    .iter()
                    .find(|f| f.holds_place(location.point, Some(0.0), PlaceRule::Centre) == Some(true));
                format!("It lies in the fence {}", hit.map_or("that was watched", |f| f.name.as_str()))
            }
            (Select::Fences(_), Some(false)) => format!("It does not lie in any of the fences watched{size}"),
            (Select::Fences(_), None) => {
                format!("Whether {it} lies in one of the fences watched cannot be told{size}")
            }
            (_, Some(true)) => format!("Its place is small enough for a search by {name}{size}"),
            (_, Some(false)) => {
                let most =
                    extent.max_radius_m.map_or_else(String::new, |m| format!(" of at most {} around", distance(m)));
                format!(
                    "{} found a place only if all of it lay inside a circle{most}, and this one is larger{size}",
                    self.lens.name
                )
            }
            (_, None) => {
                format!("How large its place is cannot be told; {name} found only what lay wholly inside its search")
            }
        }
    }

    fn text(&self, answer: Answer) -> String {
        let because = self.lens.text.as_ref().map_or("", |t| t.because.as_str());
        match (answer.holds, &self.item.text) {
            (Some(true), _) => format!("Its text holds what was looked for. {because}"),
            (Some(false), _) => format!("Its text does not hold what was looked for. {because}"),
            (None, None) => format!("The export has no text of it. {because}"),
            (None, Some(_)) => format!("Its text hides the address it links to. {because}"),
        }
    }

    fn conditions(&self) -> Vec<Reason> {
        let item = self.item;
        let applicable = self.lens.conditions.iter().filter(|c| c.applies_to(item.platform.0, item.kind));
        applicable.map(|condition| self.condition(condition)).collect()
    }

    fn condition(&self, condition: &Condition) -> Reason {
        let because = &condition.because;
        let decisive = self.decision.decisive.contains(&Clause::Condition);
        let told = self.engine.assumptions.answer_at(self.item.platform.0, &condition.id, self.item.published_at());
        let (holds, evidence, text) = match (told, condition.about) {
            (Some((told, holds)), _) => {
                let yes = if holds { "yes" } else { "no" };
                (Some(holds), Evidence::Assumed, format!("{because}: you told us {yes}{}", told.period_words()))
            }
            (None, About::Harvester) => {
                (None, Evidence::Missing, format!("It would match if this held: {}", self.going_on(because)))
            }
            (None, About::Item) => {
                (None, Evidence::Missing, format!("The export does not say: {}", self.going_on(because)))
            }
        };
        let decisive = decisive && (told.is_some() || condition.about == About::Item);
        Reason { clause: "condition", holds, evidence, text, decisive, origin: None }
    }

    fn window(&self, answer: Answer) -> String {
        if let Some(day) = self.lens.seen_on {
            let exported = self.exported_before(Some(self.lens.window.from));
            return looked_on::window(self.item, self.lens, day, exported, answer.holds);
        }
        let name = self.lens.name_inside();
        let times: Vec<(Timestamp, Option<Timestamp>)> = self.lens.collecting(self.item.platform.0).collect();
        let collected: Vec<String> = times.iter().map(|(from, to)| stretch(*from, *to)).collect();
        let collected = collected.join(" and ");
        let (begin, end) = (times.first().map(|t| t.0), times.last().and_then(|t| t.1));
        let published = self.item.published_at();
        let new_only = self.lens.live_hours.map(|hours| format!("looked only at what was new, within {hours} h"));
        let vanishes = matches!(self.item.life, Life::Expires { .. });
        match answer.holds {
            Some(true) if let Some(new_only) = &new_only => {
                format!("It was new while {name} collected ({collected}); it {new_only}")
            }
            Some(true) if published.zip(begin).is_some_and(|(t, begin)| t < begin) && !vanishes => format!(
                "It is older than the time in which {name} collected ({collected}) but was still up then; how far back {name} read is not known"
            ),
            Some(true) if vanishes => {
                format!("Its lifetime fell into the time in which {name} collected ({collected})")
            }
            Some(true) => format!("It was up while {name} collected ({collected})"),
            Some(false) if published.zip(end).is_some_and(|(t, end)| t >= end) => {
                format!("{} after {name} had stopped collecting ({collected})", came_about(self.item))
            }
            Some(false) if let Some(new_only) = &new_only => {
                format!("{} {new_only}, and this was not new while it collected ({collected})", self.lens.name)
            }
            Some(false) if vanishes => format!("It had vanished before {name} began collecting ({collected})"),
            Some(false) if !self.lens.backfill.taken && published.zip(begin).is_some_and(|(t, begin)| t < begin) => {
                format!(
                    "{} before {name} began collecting ({collected}), and it read nothing older",
                    came_about(self.item)
                )
            }
            Some(false) => format!("It was not up while {name} collected ({collected})"),
            None => match (self.item.life, published) {
                (_, None) => format!("{}; {name} collected {collected}", looked_on::no_time(self.item)),
                _ if let Some(exported) = self.exported_before(begin) => format!(
                    "The export was made on {}, before {name} began collecting ({collected}); whether it was still up then cannot be told",
                    day_words(exported)
                ),
                (Life::TakenDown { rule, .. } | Life::PerhapsGone { rule }, _) => {
                    format!("{}; {name} collected {collected}", rule.text)
                }
                _ if self.lens.window.once => {
                    format!(
                        "{} looked only once, at some time of {collected}; whether it was there by then is not known",
                        self.lens.name
                    )
                }
                _ => format!("Its time is known only roughly; {name} collected {collected}"),
            },
        }
    }

    /// When the export was made, if that was before the lens looked, so that it knows nothing of that time.
    fn exported_before(&self, begin: Option<Timestamp>) -> Option<Timestamp> {
        let exported = self.engine.dataset.account_of(self.item)?.exported?;
        begin.is_some_and(|begin| exported <= begin).then_some(exported)
    }

    fn span(&self) -> Option<&ReachSpan<'_>> {
        self.decision.deciding_span.and_then(|i| self.decision.spans.get(i))
    }

    fn reach(&self, answer: Answer) -> String {
        let Some(span) = self.span() else { return "Nobody but you could see it".to_owned() };
        let audience = audience_text(span);
        let aggregate = span.aggregate.filter(|_| self.lens.min_reach.level().is_none());
        if let Some(aggregate) = aggregate {
            let but = if answer.holds == Some(false) { "But that was not enough. " } else { "" };
            return format!("{audience}. {but}{}", aggregate.because);
        }
        if let Some(perhaps) = self.lens.perhaps_reach.as_ref().filter(|_| self.decision.perhaps_reached) {
            return format!("{audience}. It was seen if this held: {}", self.going_on(&perhaps.because));
        }
        match answer.holds {
            Some(true) => {
                let late = self.item.published_at().is_some_and(|t| t < span.from);
                let opened =
                    if late { format!(", after {}", lower_first(came_about(self.item))) } else { String::new() };
                let by_place = self.lens.min_reach.level().is_some_and(|level| level > ReachLevel::Public);
                let surface = span.surface.filter(|_| by_place);
                let surface = surface.map_or(String::new(), |s| format!(". {}", s.because));
                format!("{audience}{opened}{surface}")
            }
            Some(false) if span.audience.least >= ReachLevel::Public => match span.surface {
                Some(surface) => format!("{audience}, but {}", self.going_on(&surface.because)),
                None => format!("{audience}, but no way of finding it by its place is on record"),
            },
            None if self.lens.window.once && span.audience.evidence != Evidence::Missing => {
                format!("{audience}; {} looked only once, on a day that is not known", self.lens.name)
            }
            _ => audience,
        }
    }

    fn venue(&self) -> Reason {
        let name = self.lens.name_inside();
        let kind = self.item.place.as_ref().and_then(|p| p.kind.map(|k| (k, p)));
        let (holds, evidence, text) = match (&self.lens.select, kind) {
            (Select::Anywhere {} | Select::Query(_), _) => {
                (Some(true), Evidence::Recorded, format!("{} looked {}", self.lens.name, self.lens.select.describe()))
            }
            (Select::Fences(_), _) => {
                (Some(true), Evidence::Recorded, "It lies in a fence that was watched".to_owned())
            }
            (Select::Accounts(list), _) => (
                None,
                Evidence::Missing,
                format!("It would match if your account was on {name}'s list. {}", list.because),
            ),
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

    /// A text that goes on a sentence; a name at its beginning keeps its capital.
    fn going_on(&self, text: &str) -> String {
        let lens = self.lens;
        let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_name = text.starts_with(&lens.name)
            || lens.platforms.iter().any(|id| self.platform_name(id) == word)
            || is_name_in(word, &lens.summary);
        if is_name { text.to_owned() } else { lower_first(text) }
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
        let known = lights.now_evidence;
        // Closed to a smaller circle is closed, even where one of that circle may be a harvester.
        let closed = if known == Evidence::Missing { Evidence::Likely } else { known };
        let (holds, evidence, text) = match lights.now {
            _ if lights.closed_since => (Some(false), closed, "It has been closed since; copies may remain".to_owned()),
            Some(false) => (Some(false), known, "It is no longer found by its place".to_owned()),
            None if let Life::PerhapsGone { rule } = self.item.life => (None, Evidence::Missing, rule.text.to_owned()),
            now => {
                let (holds, evidence) =
                    if works.open { (now, works.evidence.weakest(known)) } else { (Some(false), works.evidence) };
                (holds, evidence, format!("Today: {}", self.going_on(&works.because)))
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
            Clause::Platform | Clause::Kind | Clause::Condition => None,
            Clause::Published | Clause::Place | Clause::Window | Clause::Area | Clause::Text => Some(self.item.origin),
            Clause::Reach => audience_origin(self.item, self.span()),
        }
    }
}
